"""Contexts that look right and are not: what a search brings up for a question besides its answer.

The reader is shown a dozen passages, of which most do not answer. So it learns from such ones:
for every question the likest contexts of all sources are found by their words (tf-idf cosine),
and one of them that holds none of the answers is shown.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from qa.training.absent import unanswered
from qa.training.rows import Dice, Example, Row
from qa.training.wording import content

# One of so many of the likest is shown: the very first is the answer in other words now and then.
LIKEST = 6
# A context that shares less with the question than this many words would teach nothing.
SHARED_WORDS = 2
AT_ONCE = 500


class Likest:
    """Texts by how like they are to a question."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # takes seconds

        self._texts = texts
        self._words = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
        self._table = self._words.fit_transform(texts).T.tocsr()

    def to(self, questions: Sequence[str], k: int = LIKEST) -> Iterator[list[str]]:
        """The *k* texts likest to each of *questions*, likest first."""
        for i in range(0, len(questions), AT_ONCE):
            asked = self._words.transform(questions[i : i + AT_ONCE])
            scores = (asked @ self._table).toarray()
            best = np.argpartition(-scores, min(k, len(self._texts) - 1), axis=1)[:, :k]
            for row, columns in zip(scores, best, strict=True):
                yield [self._texts[c] for c in columns[np.argsort(-row[columns])] if row[c] > 0]


def near(rows: Sequence[Row], count: int, dice: Dice) -> list[Example]:
    """Of *count* of the answered *rows*, the question with a context like it that does not say."""
    contexts = sorted({row.context for row in rows})
    answered = [row for row in rows if row.answers]
    asked = dice.sample(answered, min(count, len(answered)))
    found = Likest(contexts).to([row.question for row in asked], LIKEST + 2)
    made = []
    for row, likest in zip(asked, found, strict=True):
        others = [c for c in likest if _is_on_topic(row, c)][:LIKEST]
        if others:
            made.append(unanswered(row, dice.choice(others), "near", dice))
    return made


def _is_on_topic(row: Row, context: str) -> bool:
    """Whether *context* speaks of what *row* asks, and does not answer it."""
    if context == row.context or len(content(row.question) & content(context)) < SHARED_WORDS:
        return False
    lowered = context.lower()
    return not any(row.context[a:b].lower() in lowered for a, b in row.answers)

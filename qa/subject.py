"""Whether a figure in a passage is about what a claim's figure is about.

"28,500 troops" and "28,500 tonnes" have one value and two subjects. What a figure is about is the
rest of its sentence, and three light witnesses speak to it: the words that claim and sentence
share, the names of the claim that the passage lacks, and the reader, asked with the claim's figure
blanked out, which words of the passage fill the blank. A small logistic model weighs them; it is
fitted by ``python -m qa.training.fit_subject`` on pairs of claims and passages.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.article import Passage, Range
from index.chunk import sentence_around
from index.errors import ReaderError
from index.words import STOP_WORDS
from qa.claims import Claim
from qa.figures import Figure
from qa.reader import MEND, Span
from qa.stems import WORD, stem, stems

FITTED = Path(__file__).parent / "weights" / "subject.json"

# Beyond this a margin says no more.
MOST_MARGIN = 10.0
# A span the reader does not give at all.
UNREAD = -MOST_MARGIN
# So many words that the passage lacks are as bad as more.
MOST_MISSING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a claim says besides the figure: its telling words, and its names."""

    stems: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The fitted model: what each witness weighs, and from which probability on it is enough.

    To support takes ``support``, to refute ``refute``.
    """

    bias: float
    weights: Mapping[str, float]
    support: float
    refute: float

    def probability(self, known: Mapping[str, float]) -> float:
        """That both figures are about the same thing, 0 to 1."""
        total = self.bias + sum(weight * known[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def fitted_likeness(path: Path = FITTED) -> Likeness:
    """The model that ships.

    Raises:
        ReaderError: its file is missing, truncated or altered.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Likeness(
            bias=float(stored["bias"]),
            weights={name: float(weight) for name, weight in stored["weights"].items()},
            support=float(stored["support"]), refute=float(stored["refute"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderError(f"{path}: missing, truncated or altered. {MEND}") from error


def subject_of(claim: Claim, figure: Figure) -> Subject:
    rest = f"{claim.text[: figure.start]} {claim.text[figure.end :]}"
    for other in claim.figures:
        rest = rest.replace(other.text, " ")
    return Subject(stems=stems(rest), names=names(rest))


def features(
    subject: Subject, claimed: Figure, reported: Figure, passage: Passage, spans: Sequence[Span]
) -> dict[str, float]:
    """What speaks for *reported* being about *subject*; *spans* fill the blank in *passage*.

    The places of *reported* are within the passage's text.
    """
    text = passage.text
    start, end = sentence_around(text, reported.start, reported.end, within=(0, len(text)))
    setting = f"{passage.article.title} {text}"
    given = stems(setting)
    return {
        "sentence": _share(subject.stems, stems(text[start:end])),
        "passage": _share(subject.stems, given),
        "missing": min(MOST_MISSING, len(subject.stems - given)) / MOST_MISSING,
        "strange": 1 - _share(subject.names, names(setting) | given),
        "margin": _margin(spans, passage, reported) / MOST_MARGIN,
        "picked": float(bool(spans) and _overlaps(spans[0], passage, reported)),
        "noun": _nouns(claimed, reported),
    }


def names(text: str) -> frozenset[str]:
    """The stems of words that *text* writes large, but for its first."""
    found = list(WORD.finditer(text))
    large = (m[0] for m in found[1:] if m[0][0].isupper() and m[0].lower() not in STOP_WORDS)
    return frozenset(stem(word.lower()) for word in large)


def _share(wanted: Iterable[str], given: frozenset[str]) -> float:
    """How much of *wanted* is in *given*, 0 to 1; all of it if nothing is wanted."""
    every = list(wanted)
    return sum(word in given for word in every) / len(every) if every else 1.0


def _margin(spans: Sequence[Span], passage: Passage, figure: Figure) -> float:
    found = [span.margin for span in spans if _overlaps(span, passage, figure)]
    return max(UNREAD, min(MOST_MARGIN, max(found, default=UNREAD)))


def _overlaps(span: Span, passage: Passage, figure: Figure) -> bool:
    place: Range = (passage.start + figure.start, passage.start + figure.end)
    return span.passage.id == passage.id and span.start < place[1] and place[0] < span.end


def _nouns(claimed: Figure, reported: Figure) -> float:
    """1 if both count the same thing, -1 if they count different ones, 0 if one does not say."""
    if claimed.noun is None or reported.noun is None:
        return 0.0
    return 1.0 if claimed.noun == reported.noun else -1.0

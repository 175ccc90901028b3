"""Question sets of our own: JSON Lines of a question and what answers it.

An accepted answer is its words, or where we may not copy the article, its place: the beginning
of the article's id with the offsets, from which the words are read when the article is at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.article import Article, Passage, article_id
from qa.training.rows import read_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the answers that are accepted (none: the articles do not say).

    ``part`` is "dev" for questions that are tuned on and "test" for those that are only
    measured. ``articles`` are the file names or beginnings of ids that may be cited.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    articles: tuple[str, ...]
    part: str


def read_questions(path: Path, articles: Sequence[Article]) -> list[Question]:
    """The questions of the file *path*, asked of *articles*.

    Raises:
        SourceError: the file is missing or damaged.
    """
    return [
        Question(
            id=row["id"],
            question=row["question"],
            answers=(
                *row.get("answers", ()),
                *(_words(p, articles) for p in row.get("places", ())),
            ),
            articles=tuple(row["articles"]),
            part=row["part"],
        )
        for row in read_lines(path, dict)
    ]


def bare_article(text: str, title: str = "") -> Article:
    """*text* as an article of its own, all of it body, for measuring."""
    return Article(
        id=article_id(text), text=text, title=title, source=article_id(text), publisher=None,
        byline=None, dateline=None, published=None, added=datetime.now(UTC), body=((0, len(text)),),
    )  # fmt: skip


def bare_passage(text: str) -> Passage:
    """*text* as a passage that is its whole article."""
    return Passage(id=1, article=bare_article(text), start=0, end=len(text))


def _words(place: tuple[str, int, int], articles: Sequence[Article]) -> str:
    id, start, end = place
    return next(a.text[start:end] for a in articles if a.id.startswith(id))

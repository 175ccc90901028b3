"""What is stored and found: articles, their passages, and hits.

One coordinate system: every offset counts Unicode code points in ``Article.text``, zero-based,
half-open. Cleaning marks furniture, it never edits the text, so every offset stays true.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time

from index.versions import version_of

Range = tuple[int, int]


def article_id(text: str) -> str:
    """The article's identity: the SHA-256 of its text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document, its text exactly as read.

    ``body`` holds the ranges of ``text`` that are article: ascending, disjoint, non-empty. The
    rest is furniture: menus, feedback boxes, captions printed twice. ``pages`` holds the offset
    at which each page begins, for formats that have pages. ``printed_time`` is the time of the
    day ``published``, with its offset from UTC only if that is stated.
    """

    id: str
    text: str
    title: str
    source: str
    publisher: str | None
    byline: str | None
    dateline: str | None
    published: date | None
    added: datetime
    body: tuple[Range, ...]
    pages: tuple[int, ...] = ()
    printed_time: time | None = None

    def __post_init__(self) -> None:
        last = 0
        for start, end in self.body:
            assert last <= start < end <= len(self.text), f"body range {start}-{end} out of order"
            last = end

    def page_at(self, offset: int) -> int | None:
        """The one-based page that holds *offset*; None where the format has no pages."""
        return sum(start <= offset for start in self.pages) or None

    @property
    def version(self) -> str | None:
        """Which version of its story the title says it is: "update 1", "correction"."""
        return version_of(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an article short enough to embed and to read; its text is derived.

    Where other articles tell the same story, ``story`` is its id and ``versions`` are all that
    were asked, this one too, the earliest full version first.
    """

    id: int
    article: Article
    start: int
    end: int
    story: str | None = None
    versions: tuple[Article, ...] = ()

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage and what found it.

    ``cosine`` is the similarity to the question, -1 to 1. ``bm25`` is the word score, higher is
    better and comparable only inside one list; None where the words did not find the passage.
    ``rank`` is the place in the fused list, from 1.
    """

    passage: Passage
    cosine: float
    bm25: float | None
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """An article as a list shows it: everything but its text.

    ``corrected``: a person has said when or by whom it was printed.
    """

    id: str
    title: str
    source: str
    publisher: str | None
    published: date | None
    added: datetime
    passages: int
    characters: int
    corrected: bool = False

    @property
    def version(self) -> str | None:
        """Which version of its story the title says it is: "update 1", "correction"."""
        return version_of(self.title)

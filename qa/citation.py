"""Words as they stand in an article, and where.

A citation is an address; its words are read from the article at that address. So a quotation
that is not in the source cannot be built. ``exact``, ``prefix`` and ``suffix`` are named after
the W3C Web Annotation model (TextQuoteSelector), ``start`` and ``end`` after its
TextPositionSelector.
"""

import re
from dataclasses import dataclass

from index.article import Article, Hit, Passage, Range
from index.chunk import sentence_around
from index.stories import words_of

# Enough to tell two occurrences of the same words apart by eye; the web annotation clients
# (Hypothesis, Apache Annotator) carry 32 as well.
CONTEXT = 32

# Short words stand in many places: a reprint has them where so many words before or after are the
# same, or else they are long enough to stand alone.
BESIDE = 3
LONG = 8

# What stands beside words without a space between, and the marks that say nothing there.
_BEFORE = re.compile(r"\S*\Z")
_AFTER = re.compile(r"\A\S*")
_MARKS = "\"'“”‘’«»()[],;:.!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """The words of a citation, verbatim, in another version of its story."""

    article: Article
    start: int
    end: int

    @property
    def exact(self) -> str:
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """``article.text[start:end]``, inside ``article.text[passage[0]:passage[1]]``.

    ``confidence`` is the calibrated probability that the words answer the question; None where
    nothing was asked of them (a found passage). ``story`` names what the article tells where
    others tell it too, and ``also_in`` is where they have the same words.
    """

    article: Article
    start: int
    end: int
    passage: Range
    confidence: float | None = None
    story: str | None = None
    also_in: tuple[Reprint, ...] = ()

    def __post_init__(self) -> None:
        assert 0 <= self.passage[0] <= self.start < self.end <= self.passage[1]
        assert self.passage[1] <= len(self.article.text)
        assert all(reprint.exact == self.exact for reprint in self.also_in)

    @property
    def told_by(self) -> str:
        """The story, or the article that alone tells it: what agreement is counted by."""
        return self.story or self.article.id

    @property
    def exact(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def prefix(self) -> str:
        return self.article.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def suffix(self) -> str:
        return self.article.text[self.end : self.end + CONTEXT]

    @property
    def passage_text(self) -> str:
        return self.article.text[self.passage[0] : self.passage[1]]

    @property
    def page(self) -> int | None:
        return self.article.page_at(self.start)

    @property
    def sentence(self) -> Range:
        """The range of the whole sentences that hold the quotation, within its passage."""
        return sentence_around(self.article.text, self.start, self.end, within=self.passage)


def cite(passage: Passage, start: int, end: int, confidence: float | None = None) -> Citation:
    """The words at start..end of the passage's article, from the earliest full version with them.

    The other versions that have them are named beside it.
    """
    own = Reprint(article=passage.article, start=start, end=end)
    places = [
        own if version.id == own.article.id else _reprinted(own, version)
        for version in passage.versions
    ]
    first, *others = [place for place in places if place] or [own]
    within = (passage.start, passage.end) if first is own else _paragraph(first)
    return Citation(
        article=first.article, start=first.start, end=first.end, passage=within,
        confidence=confidence, story=passage.story, also_in=tuple(others),
    )  # fmt: skip


def cite_passage(passage: Passage) -> Citation:
    """The whole passage, quoted."""
    return cite(passage, passage.start, passage.end)


def articles_of(citation: Citation) -> set[str]:
    """The ids of all the articles that have the words."""
    return {citation.article.id, *(reprint.article.id for reprint in citation.also_in)}


def _reprinted(own: Reprint, version: Article) -> Reprint | None:
    """Where *version* has the words of *own* among the same others; None if nowhere."""
    exact, text = own.exact, version.text
    joined, before, after = _beside(own)
    is_long = len(words_of(exact)) >= LONG
    start = text.find(exact)
    while start >= 0:
        found = Reprint(article=version, start=start, end=start + len(exact))
        here = _beside(found)
        same = is_long or (before and before == here[1]) or (after and after == here[2])
        if same and joined == here[0]:
            return found
        start = text.find(exact, start + 1)
    return None


def _beside(place: Reprint) -> tuple[list[str], list[str], list[str]]:
    """What is joined to the words ("1." to "5 million"), and the words just before and after.

    No words where there are too few to tell by.
    """
    text = place.article.text
    left = text[max(0, place.start - 3 * CONTEXT) : place.start]
    right = text[place.end : place.end + 3 * CONTEXT]
    joined = [_BEFORE.findall(left)[0].lstrip(_MARKS), _AFTER.findall(right)[0].rstrip(_MARKS)]
    before, after = words_of(left)[-BESIDE:], words_of(right)[:BESIDE]
    return joined, before if len(before) == BESIDE else [], after if len(after) == BESIDE else []


def _paragraph(place: Reprint) -> Range:
    """The lines that hold the words."""
    text = place.article.text
    last = text.find("\n", place.end)
    return text.rfind("\n", 0, place.start) + 1, len(text) if last < 0 else last


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A passage that bears on a question; the numbers are those of ``index.article.Hit``."""

    rank: int
    cosine: float
    bm25: float | None
    citation: Citation


def finding(hit: Hit) -> Finding:
    return Finding(
        rank=hit.rank, cosine=hit.cosine, bm25=hit.bm25, citation=cite_passage(hit.passage)
    )

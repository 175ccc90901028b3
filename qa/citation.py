"""Words as they stand in an article, and where.

A citation is an address; its words are read from the article at that address. So a quotation
that is not in the source cannot be built. ``exact``, ``prefix`` and ``suffix`` are named after
the W3C Web Annotation model (TextQuoteSelector), ``start`` and ``end`` after its
TextPositionSelector.
"""

from dataclasses import dataclass

from index.article import Article, Hit, Passage, Range
from index.chunk import sentence_around

# Enough to tell two occurrences of the same words apart by eye; the web annotation clients
# (Hypothesis, Apache Annotator) carry 32 as well.
CONTEXT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """``article.text[start:end]``, inside ``article.text[passage[0]:passage[1]]``.

    ``confidence`` is the calibrated probability that the words answer the question; None where
    nothing was asked of them (a found passage).
    """

    article: Article
    start: int
    end: int
    passage: Range
    confidence: float | None = None

    def __post_init__(self) -> None:
        assert 0 <= self.passage[0] <= self.start < self.end <= self.passage[1]
        assert self.passage[1] <= len(self.article.text)

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


def cite_passage(passage: Passage) -> Citation:
    """The whole passage, quoted."""
    return Citation(
        article=passage.article,
        start=passage.start,
        end=passage.end,
        passage=(passage.start, passage.end),
    )


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

"""Every figure and date that an article prints, each with its place: the library as a ledger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article
from index.chunk import sentences
from qa.citation import Citation
from qa.figures import Figure, find_figures
from qa.stems import stem

# Digits with their separators stay together: "28,500" is one word.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A figure, and where it stands; the citation's passage is the sentence that holds it."""

    figure: Figure
    citation: Citation


def wanted_of(words: str) -> frozenset[str]:
    """What a sentence must hold to be listed for *words*: each, whatever its ending."""
    return frozenset(stem(word.lower()) for word in _WORD.findall(words))


def entries(article: Article, wanted: frozenset[str]) -> Iterator[Entry]:
    """The figures of the sentences of *article* that hold all that is *wanted*, in order.

    Furniture is passed over.
    """
    text = article.text
    lowered = text.lower()
    if not all(word in lowered for word in wanted):
        return
    for first, last in article.body:
        for start, end in sentences(text, first, last):
            if wanted <= wanted_of(text[start:end] if wanted else ""):
                yield from _entries(article, start, end)


def _entries(article: Article, start: int, end: int) -> Iterator[Entry]:
    for figure in find_figures(article.text[start:end], published=article.published):
        citation = Citation(
            article=article, start=start + figure.start, end=start + figure.end,
            passage=(start, end),
        )  # fmt: skip
        yield Entry(figure=figure, citation=citation)

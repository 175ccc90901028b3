"""Every figure and date that an article prints, each with its place: the library as a ledger.

A large library prints more figures than one wants in memory, and reading them takes a while
(50,000 passages: 184,000 figures, half a minute). So the ledger keeps of each figure only where
it stands, its kind and its size, and what is shown is read again from its sentence.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np

from index.article import Article, ArticleSummary, Range
from index.chunk import sentences
from index.hyphens import with_whole_words
from qa.citation import Citation
from qa.figures import Figure, Kind, find_figures
from qa.figures.units import SECONDS_IN_A_MONTH, WORTH
from qa.stems import stem

# Digits with their separators stay together: "28,500" is one word.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")

_KINDS = list(Kind)
_ROW = np.dtype(
    [
        ("start", "<u4"), ("end", "<u4"), ("first", "<u4"), ("last", "<u4"),
        ("kind", "u1"), ("scale", "<u4"), ("size", "<f8"),
    ]
)  # fmt: skip
Rows: TypeAlias = np.ndarray[Any, Any]

# Told how many articles have been looked through, and of how many.
Progress = Callable[[int, int], None]


class Order(StrEnum):
    """How figures are listed: newest article first, largest value first, or by their source."""

    NEWEST = "newest"
    VALUE = "value"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A figure, and where it stands; the citation's passage is the sentence that holds it."""

    figure: Figure
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The first of the figures asked for, and how many were found.

    ``whole``: every article was looked through; else there may be more than were ``found``.
    """

    entries: tuple[Entry, ...]
    found: int
    whole: bool


def wanted_of(words: str) -> frozenset[str]:
    """What a sentence must hold to be listed for *words*: each, whatever its ending."""
    return frozenset(stem(word.lower()) for word in _WORD.findall(words))


def _words_of(sentence: str) -> frozenset[str]:
    """What can be wanted of *sentence*: of a word that a line's end parts, the whole too."""
    return wanted_of(with_whole_words(sentence))


def entries(article: Article, wanted: frozenset[str]) -> Iterator[Entry]:
    """The figures of the sentences of *article* that hold all that is *wanted*, in order.

    Furniture is passed over.
    """
    text = article.text
    lowered = with_whole_words(text).lower()
    if not all(word in lowered for word in wanted):
        return
    for first, last in article.body:
        for start, end in sentences(text, first, last):
            if wanted <= _words_of(text[start:end] if wanted else ""):
                yield from entries_of(article, start, end)


def entries_of(article: Article, start: int, end: int) -> Iterator[Entry]:
    """The figures of the sentence that stands at start..end."""
    for figure in find_figures(article.text[start:end], published=article.published):
        citation = Citation(
            article=article, start=start + figure.start, end=start + figure.end,
            passage=(start, end),
        )  # fmt: skip
        yield Entry(figure=figure, citation=citation)


class Ledger:
    """The figures of the articles that have been read so far, 29 bytes each and no text.

    What "Friday" is depends on the day an article was printed, which may be corrected, so they are
    kept for both.

    Threads may share it: what two of them read at once is read twice, and the same.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, date | None], Rows] = {}

    def keep_only(self, summaries: Iterable[ArticleSummary]) -> None:
        """Forget the articles that are not among *summaries*, or not of that day any more."""
        for gone in set(self._rows) - {(each.id, each.published) for each in summaries}:
            self._rows.pop(gone, None)

    def listing(
        self,
        summaries: Sequence[ArticleSummary],
        article: Callable[[str], Article],
        words: str,
        *,
        kind: Kind | None,
        order: Order,
        most: int,
        progress: Progress,
    ) -> Listing:
        """At most *most* of the figures said with *words*; *article* gives the text for an id.

        By value every article is looked through; in another order, no more than are needed.
        """
        if order is Order.SOURCE:
            summaries = sorted(summaries, key=lambda s: (s.publisher or "\uffff", s.title))
        wanted = wanted_of(words)
        picked: list[tuple[str, Rows]] = []
        found = 0
        for done, summary in enumerate(summaries):
            progress(done, len(summaries))
            rows = self._said(summary, article, wanted)
            if kind is not None:
                rows = rows[rows["kind"] == _KINDS.index(kind)]
            picked.append((summary.id, rows))
            found += len(rows)
            if found > most and order is not Order.VALUE:
                break
        whole = len(picked) == len(summaries)
        places = _by_value(picked) if order is Order.VALUE else _in_turn(picked)
        shown = _entries_at(islice(places, most), article)
        return Listing(entries=shown, found=found, whole=whole)

    def _said(
        self, summary: ArticleSummary, article: Callable[[str], Article], wanted: frozenset[str]
    ) -> Rows:
        """The figures of an article that are said with what is *wanted*."""
        key = summary.id, summary.published
        rows = self._rows.get(key)
        if not wanted:
            if rows is None:
                rows = self._rows[key] = _read(entries(article(summary.id), wanted))
            return rows
        text = article(summary.id)
        if rows is None:
            return _read(entries(text, wanted))
        lowered = with_whole_words(text.text).lower()
        if not all(word in lowered for word in wanted):
            return rows[:0]
        held: dict[Range, bool] = {}
        for place in set(zip(rows["first"].tolist(), rows["last"].tolist(), strict=True)):
            held[place] = wanted <= _words_of(text.text[slice(*place)])
        keep = [held[int(row["first"]), int(row["last"])] for row in rows]
        said: Rows = rows[np.array(keep, dtype=bool)]
        return said


def _read(found: Iterable[Entry]) -> Rows:
    rows = []
    for entry in found:
        scale, size = _size(entry.figure)
        citation, kind = entry.citation, _KINDS.index(entry.figure.kind)
        place = (citation.start, citation.end, *citation.passage)
        rows.append((*place, kind, crc32(scale.encode()), size))
    return np.array(rows, dtype=_ROW)


def _size(figure: Figure) -> tuple[str, float]:
    """What orders figures of one kind: the scale they are on, and how large on it.

    A metre and a mile are on one scale; dollars and won are not.
    """
    if figure.kind is Kind.DATE:
        return "", float(figure.first.toordinal()) if figure.first else -1.0
    low = figure.low or 0
    if figure.unit not in WORTH:
        return figure.unit or "", float(low)
    dimension, worth = WORTH[figure.unit]
    if dimension == "months":
        dimension, worth = "time", worth * SECONDS_IN_A_MONTH
    return dimension, float(low * worth)


def _in_turn(picked: Iterable[tuple[str, Rows]]) -> Iterator[tuple[str, Any]]:
    for id, rows in picked:
        for row in rows:
            yield id, row


def _by_value(picked: Sequence[tuple[str, Rows]]) -> Iterator[tuple[str, Any]]:
    """Kind by kind, scale by scale (the commonest first), the largest first; else as they came."""
    if not picked:
        return
    every = np.concatenate([rows for _, rows in picked])
    owner = np.repeat(np.arange(len(picked)), [len(rows) for _, rows in picked])
    _, scale, counts = np.unique(every["scale"], return_inverse=True, return_counts=True)
    common = counts[scale]
    for place in np.lexsort((-every["size"], scale, -common, every["kind"])):
        yield picked[owner[place]][0], every[place]


def _entries_at(
    places: Iterable[tuple[str, Any]], article: Callable[[str], Article]
) -> tuple[Entry, ...]:
    """The entries at these places; each article is fetched, and each sentence read, once."""
    articles: dict[str, Article] = {}
    said: dict[tuple[str, int], dict[int, Entry]] = {}
    found = []
    for id, row in places:
        first, last = int(row["first"]), int(row["last"])
        if id not in articles:
            articles[id] = article(id)
        if (id, first) not in said:
            of_sentence = entries_of(articles[id], first, last)
            said[id, first] = {entry.citation.start: entry for entry in of_sentence}
        found.append(said[id, first][int(row["start"])])
    return tuple(found)

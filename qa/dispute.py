"""Figures of two articles that cannot both be right, though they are about the same thing.

Most figures that look alike are about two things, two days or two polls. A word too few is better
here than a word too many, so two figures are said to differ only if all speaks for one subject:
what they measure and are counted by, when their articles were printed, the words and names of
their sentences, and what else the articles tell. Dates, ranks and ages are never compared: two
sentences of the same words commonly have two of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.words import STOP_WORDS
from qa.agreement import AGREE
from qa.claims import Claim, claim_of
from qa.figures import Figure, Hedge, Kind, Relation, compare, find_figures
from qa.ledger import Entry
from qa.polarity import clause_around, turned
from qa.stems import WORD, stem, stems
from qa.subject import NAME_LETTERS, names, told_of_another

# The lines below were drawn by reading pairs among 98,663 figures of 3,000 web articles. Nearly all
# that share half their words are of other days (cases, polls, prices), or name nobody (tickets).
MOST_DAYS_APART = 14
MOST_TIMES_APART = 2
LEAST_SHARED_WORDS = 3
LEAST_KNOWN_NAMES = 0.75
# A sentence with more figures is a table.
MOST_FIGURES = 8
# So many entries are compared with each other at most.
MOST_COMPARED = 300

_COMPARED = frozenset(
    (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.POINTS, Kind.DURATION, Kind.MEASURE)
)


def disputes(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Those of *entries* that differ about one thing, together; one an article, in their order.

    Only the first 300 are looked at.
    """
    told = [_Told(entry) for _, entry in zip(range(MOST_COMPARED), entries, strict=False)]
    alike: dict[tuple[str | None, ...], list[_Told]] = defaultdict(list)
    for one in _each_once(one for one in told if one.is_comparable):
        alike[one.key].append(one)
    groups = [group for rest in alike.values() for group in _groups(rest)]
    places = {id(one): place for place, one in enumerate(told)}
    groups.sort(key=lambda group: places[id(group[0])])
    return tuple(tuple(one.entry for one in group) for group in groups)


def differing(entry: Entry, others: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of *others* that differ from *entry* about one thing, one an article, in order."""
    one = _Told(entry)
    if not one.is_comparable:
        return ()
    comparable = (other for other in map(_Told, others) if other.is_comparable)
    return tuple(other.entry for other in _against(one, _each_once(comparable)))


@dataclass(frozen=True)
class _Told:
    """An entry with what its sentence tells, read when it is first asked for."""

    entry: Entry

    @property
    def figure(self) -> Figure:
        return self.entry.figure

    @property
    def key(self) -> tuple[str | None, ...]:
        """What is measured, of what, and counted by what."""
        figure = self.figure
        return figure.kind, figure.unit, figure.noun, figure.period

    @property
    def is_comparable(self) -> bool:
        """Whether another article's figure can be held against it at all."""
        bare = self.figure.kind is Kind.COUNT and self.figure.noun is None
        dated = self.entry.citation.article.published is not None
        vague = self.figure.hedge is Hedge.VAGUE
        return self.figure.kind in _COMPARED and dated and not bare and not vague

    @cached_property
    def claim(self) -> Claim:
        article, sentence = self.entry.citation.article, self.entry.citation.passage
        return claim_of(article.text, *sentence, written=article.published)

    @cached_property
    def here(self) -> Figure:
        """The figure with its place in the sentence."""
        start = self.entry.citation.start - self.entry.citation.passage[0]
        return next(figure for figure in self.claim.figures if figure.start == start)

    @cached_property
    def words(self) -> frozenset[str]:
        """The telling words of the sentence, without its figures."""
        parts, at = [], 0
        for figure in self.claim.figures:
            parts.append(self.claim.text[at : figure.start])
            at = figure.end
        return stems(" ".join([*parts, self.claim.text[at:]]))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that the sentence writes large, the first too, as they begin."""
        large = (word for word in WORD.findall(self.claim.text) if word[0].isupper())
        return frozenset(w[:NAME_LETTERS].lower() for w in large if w.lower() not in STOP_WORDS)

    @cached_property
    def lead(self) -> str | None:
        """The last telling word before the figure, in its clause: "pays" $870 million."""
        start, _ = clause_around(self.claim.text, self.here.start, self.here.end)
        before = WORD.findall(self.claim.text[start : self.here.start])
        return next((stem(w.lower()) for w in reversed(before) if stems(w)), None)

    @cached_property
    def article_words(self) -> str:
        article = self.entry.citation.article
        return f"{article.title} {article.text}".lower()

    @cached_property
    def article_figures(self) -> list[Figure]:
        article = self.entry.citation.article
        return find_figures(article.text, published=article.published)


def _each_once(told: Iterable[_Told]) -> Iterator[_Told]:
    """*told* without what a reprint repeats: the same figure of the same sentence."""
    seen: set[tuple[int, tuple[str, ...]]] = set()
    for one in told:
        place = one.claim.figures.index(one.here), tuple(one.claim.text.split())
        if place not in seen:
            seen.add(place)
            yield one


def _groups(rest: Sequence[_Told]) -> Iterator[list[_Told]]:
    """Each of *rest* that others differ from, with those; none is in two groups."""
    used: set[int] = set()
    for place, one in enumerate(rest):
        if id(one) in used:
            continue
        against = _against(one, (other for other in rest[place + 1 :] if id(other) not in used))
        if against:
            used |= {id(other) for other in against}
            yield [one, *against]


def _against(one: _Told, others: Iterable[_Told]) -> list[_Told]:
    found: dict[str, _Told] = {}
    for other in others:
        article = other.entry.citation.article.id
        if article not in found and _differ(one, other):
            found[article] = other
    return list(found.values())


def _differ(one: _Told, other: _Told) -> bool:
    """Whether two articles tell two values of one thing; the cheap questions come first."""
    return (
        one.key == other.key
        and other.is_comparable
        and _are_of_one_time(one, other)
        and compare(one.figure, other.figure) is Relation.DIFFERENT_VALUE
        and _are_near(one.figure, other.figure)
        and _share_words(one, other)
        and _knows_names(one, other)
        and _knows_names(other, one)
        and not _is_otherwise(one, other)
        and not _is_otherwise(other, one)
        and not _tells(one, other.figure)
        and not _tells(other, one.figure)
    )


def _are_of_one_time(one: _Told, other: _Told) -> bool:
    ours, theirs = one.entry.citation.article, other.entry.citation.article
    if ours.id == theirs.id or ours.published is None or theirs.published is None:
        return False
    return abs((ours.published - theirs.published).days) <= MOST_DAYS_APART


def _are_near(one: Figure, other: Figure) -> bool:
    """Whether one is at most twice the other: "1,365 cases" and "231 cases" are two days' news."""
    if not one.low or not other.low:
        return False
    low, high = sorted((abs(one.low), abs(other.low)))
    return high <= low * MOST_TIMES_APART


def _share_words(one: _Told, other: _Told) -> bool:
    """Whether the sentences share half their words and a name.

    Of a rate the word that leads to it is enough: "Seoul pays $870 million a year" and "South
    Korea pays $890 million a year".
    """
    shared, fewest = one.words & other.words, min(len(one.words), len(other.words))
    if len(shared) >= LEAST_SHARED_WORDS and len(shared) * 2 >= fewest:
        return bool(names(one.claim.text) & names(other.claim.text))
    return one.figure.period is not None and one.lead is not None and one.lead == other.lead


def _knows_names(one: _Told, other: _Told) -> bool:
    """Whether the article of *one* has nearly all the names in the sentence of *other*."""
    known = sum(name in one.article_words for name in other.names)
    return known > 0 and known >= LEAST_KNOWN_NAMES * len(other.names)


def _is_otherwise(one: _Told, other: _Told) -> bool:
    """Whether the sentence of *other* turns that of *one* round, or speaks of something else."""
    ours, theirs = one.claim.figures, other.claim.figures
    if max(len(ours), len(theirs)) > MOST_FIGURES:
        return True
    days = [[f for f in figures if f.kind is Kind.DATE] for figures in (ours, theirs)]
    if all(days) and not any(compare(a, b) in AGREE for a in days[0] for b in days[1]):
        return True
    if turned(one.claim.text, other.claim.text, other.here.start, other.here.end):
        return True
    return told_of_another(one.claim, one.here, other.claim.text, other.here, theirs)


def _tells(one: _Told, figure: Figure) -> bool:
    """Whether the article of *one* has a figure that agrees with *figure*, wherever it stands."""
    return any(
        told.kind is figure.kind and told.unit == figure.unit and compare(figure, told) in AGREE
        for told in one.article_figures
    )

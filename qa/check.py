"""The desk where a claim is held against the articles: supported, refuted, or not enough to say.

Each figure of a claim is judged on its own (``qa.subject`` says whether a passage's figure is
about the same thing, ``qa.figures.compare`` how the two values stand), and the claim is as strong
as its weakest figure. SUPPORTED needs digits that agree; REFUTED needs the same thing with
another value, or the same words turned round (``qa.polarity``). Everything else is not enough.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from index.article import Hit, Passage, Range
from index.chunk import sentence_around
from qa.agreement import (
    AGREE,
    ANOTHER_PERIOD,
    TOO_LITTLE,
    another_occasion,
    another_period,
    doubt,
    relation_of,
)
from qa.alignment import Alignment, EmbedTokens, align
from qa.answer import nearest_passages
from qa.citation import Citation, articles_of, cite
from qa.claims import Claim, asked
from qa.figures import Figure, Kind, Relation, find_figures
from qa.polarity import REFUTING, turned
from qa.subject import (
    Heard,
    Likeness,
    Subject,
    features,
    names_strangers,
    subject_of,
    told_of_another,
)

# A claimed day told otherwise is refuted; a claimed year or season of a value that comes every
# year is another occasion, and the articles may simply not speak of it.
OCCASION_DAYS = 28

# A sentence with more figures is a table; each costs a reading of every passage (0.1 s).
MOST_FIGURES = 24

# How well each of some stretches of a passage answers a question: qa/reader.py, ``weigh``.
Weigh = Callable[[str, Passage, Sequence[Range]], Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What is asked of the models, and the fitted models that weigh what they say."""

    weigh: Weigh
    embed_tokens: EmbedTokens
    likeness: Likeness


class Label(StrEnum):
    """FEVER's labels (Thorne et al. 2018)."""

    SUPPORTED = "SUPPORTED"
    REFUTED = "REFUTED"
    NOT_ENOUGH_INFO = "NOT_ENOUGH_INFO"

    @property
    def word(self) -> str:
        """The label as people see it."""
        return _WORDS[self]


_WORDS = {
    Label.SUPPORTED: "supported",
    Label.REFUTED: "refuted",
    Label.NOT_ENOUGH_INFO: "not enough",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A figure of an article beside one of the claim: how they stand, and what that shows.

    ``relation`` is how the values stand, ``reason`` that or how the sentence turns the claim
    round; ``confidence`` is the probability that both are about the same thing.
    """

    label: Label
    relation: Relation
    reason: str
    claimed: Figure
    reported: Figure
    citation: Citation
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the articles say of a claim, and every piece of evidence, figure by figure.

    ``nearest`` are the closest passages, always there.
    """

    claim: Claim
    label: Label
    reason: str
    confidence: float
    evidence: tuple[Evidence, ...]
    nearest: tuple[Citation, ...]

    @property
    def disputed(self) -> bool:
        """Whether some articles support a figure of the claim and others refute it."""
        labels: dict[Figure, set[Label]] = {}
        for piece in self.evidence:
            labels.setdefault(piece.claimed, set()).add(piece.label)
        return any({Label.SUPPORTED, Label.REFUTED} <= found for found in labels.values())

    def stories(self, label: Label) -> int:
        """How many stories have evidence of this *label*; a reprint is no second one."""
        return len({piece.citation.told_by for piece in self.evidence if piece.label is label})


NOTHING_TO_CHECK = "no figure or date to check"
TOO_MANY = "too many figures for one claim"
NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A passage with what is read of it once for all that is claimed: its figures, and (when it
    is first wanted) how well it meets the claim's words.
    """

    passage: Passage
    figures: list[Figure]
    met: Callable[[], Alignment]


def judge(claim: Claim, hits: Sequence[Hit], witnesses: Witnesses) -> Verdict:
    """The verdict on *claim* by the passages of *hits*."""
    few = len(claim.figures) <= MOST_FIGURES
    figures = claim.figures if few else ()
    pages = [page_of(claim, hit.passage, witnesses) for hit in hits] if figures else []
    judged = [_judge_figure(claim, figure, pages, witnesses) for figure in figures]
    judged = _other_occasions(judged)
    evidence = tuple(e for pieces in judged for e in pieces)
    strongest = [pieces[0] if pieces else None for pieces in judged]
    label, reason, confidence = _weakest(strongest)
    reason = reason if few else TOO_MANY
    return Verdict(
        claim=claim, label=label, reason=reason, confidence=confidence, evidence=evidence,
        nearest=nearest_passages(hits),
    )  # fmt: skip


def _weakest(strongest: Sequence[Evidence | None]) -> tuple[Label, str, float]:
    """One refuted figure refutes the claim; one without evidence leaves it open."""
    if not strongest:
        return Label.NOT_ENOUGH_INFO, NOTHING_TO_CHECK, 0.0
    refuting = [e for e in strongest if e and e.label is Label.REFUTED]
    if refuting:
        surest = max(refuting, key=lambda e: e.confidence)
        return Label.REFUTED, surest.reason, surest.confidence
    weak = [e for e in strongest if e is None or e.label is not Label.SUPPORTED]
    if weak:
        said = next((e.reason for e in weak if e), NOT_FOUND)
        return Label.NOT_ENOUGH_INFO, said, 0.0
    surest = min((e for e in strongest if e), key=lambda e: e.confidence)
    return Label.SUPPORTED, surest.reason, surest.confidence


def page_of(claim: Claim, passage: Passage, witnesses: Witnesses) -> Page:
    figures = find_figures(passage.text, published=passage.article.published)

    @cache
    def met() -> Alignment:
        return align(claim, passage.text, witnesses.embed_tokens)

    return Page(passage=passage, figures=figures, met=met)


def _judge_figure(
    claim: Claim, figure: Figure, pages: Sequence[Page], witnesses: Witnesses
) -> list[Evidence]:
    """The evidence on one figure: what agrees, then what differs, then what says too little.

    An article that gives the claimed value is not held against it for its other figures, nor is
    a version of it for those that it has from there.
    """
    subject = subject_of(claim, figure)
    found = [e for page in pages for e in _sightings(claim, figure, subject, page, witnesses)]
    found = _each_once(sorted(found, key=lambda e: e.confidence, reverse=True))
    agreeing = [e for e in found if e.relation in AGREE]
    told = {id for e in agreeing for id in articles_of(e.citation)}
    differing = [e for e in found if told.isdisjoint(articles_of(e.citation))]
    vague = [e for e in agreeing if e.reason in TOO_LITTLE]
    return [e for e in agreeing if e not in vague] + differing + vague


def _each_once(found: Sequence[Evidence]) -> list[Evidence]:
    """*found* without a second one at the same place, where two versions led to one."""
    places: dict[tuple[str, int, int], Evidence] = {}
    for piece in found:
        citation = piece.citation
        places.setdefault((citation.article.id, citation.start, citation.end), piece)
    return list(places.values())


def _sightings(
    claim: Claim, figure: Figure, subject: Subject, page: Page, witnesses: Witnesses
) -> Iterator[Evidence]:
    """Every figure of *page* that is surely enough about what *figure* is about."""
    passage, figures = page.passage, page.figures
    heard: Heard | None = None
    if names_strangers(subject, passage.article):
        return
    relations = [(reported, relation_of(figure, reported)) for reported in figures]
    # Of several days in a passage the claimed one may be another's, but is no reason to refute.
    told = figure.kind is Kind.DATE and any(relation in AGREE for _, relation in relations)
    for reported, relation in relations:
        agrees = relation in AGREE
        if relation is Relation.INCOMPARABLE or (told and not agrees):
            continue
        sentence, here, beside = _sentence(passage.text, reported, figures)
        if told_of_another(claim, figure, sentence, here, beside):
            continue
        if not agrees and another_occasion(claim, figure, sentence, here, beside):
            continue
        heard = heard or heard_of(claim, figure, page, witnesses)
        likeness = witnesses.likeness.agreeing if agrees else witnesses.likeness.differing
        confidence = likeness.probability(features(subject, figure, reported, passage, heard))
        if confidence < likeness.threshold:
            continue
        label, reason = Label.REFUTED, None
        if agrees:
            label, reason = _agreeing(claim, figure, sentence, here, beside)
        yield Evidence(
            label=label, relation=relation, reason=reason or str(relation), claimed=figure,
            reported=reported, citation=_cite(passage, reported, confidence),
            confidence=confidence,
        )  # fmt: skip


def heard_of(claim: Claim, figure: Figure, page: Page, witnesses: Witnesses) -> Heard:
    """What the models say of *page* when they are asked for *figure*."""
    places = [(reported.start, reported.end) for reported in page.figures]
    margins = witnesses.weigh(asked(claim, figure), page.passage, places)
    return Heard(met=page.met(), margins=dict(zip(page.figures, margins, strict=True)))


def _sentence(
    text: str, figure: Figure, figures: Sequence[Figure]
) -> tuple[str, Figure, list[Figure]]:
    """The sentence of *text* that *figure* is in, and its figures with their places in it."""
    start, end = sentence_around(text, figure.start, figure.end, within=(0, len(text)))

    def moved(one: Figure) -> Figure:
        return replace(one, start=one.start - start, end=one.end - start)

    inside = [moved(f) for f in figures if start <= f.start and f.end <= end]
    return text[start:end], moved(figure), inside


def _agreeing(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, beside: Sequence[Figure]
) -> tuple[Label, str | None]:
    """What a figure that agrees shows by the words around it, and why if it is no support."""
    if turn := turned(claim.text, sentence, reported.start, reported.end):
        return (Label.REFUTED if turn in REFUTING else Label.NOT_ENOUGH_INFO), str(turn)
    if another_period(claim, claimed, sentence, reported):
        return Label.REFUTED, ANOTHER_PERIOD
    if reason := doubt(claim, claimed, sentence, reported, beside):
        return Label.NOT_ENOUGH_INFO, reason
    return Label.SUPPORTED, None


def _other_occasions(judged: list[list[Evidence]]) -> list[list[Evidence]]:
    """Another year of a value that agrees is another occasion, not a contradiction."""
    values = [p for p in judged if p and p[0].claimed.kind is not Kind.DATE]
    if not any(pieces[0].label is Label.SUPPORTED for pieces in values):
        return judged
    return [[] if pieces and _is_season(pieces[0]) else pieces for pieces in judged]


def _is_season(evidence: Evidence) -> bool:
    claimed = evidence.claimed
    if evidence.label is not Label.REFUTED or claimed.first is None or claimed.last is None:
        return False
    return (claimed.last - claimed.first).days >= OCCASION_DAYS - 1


def _cite(passage: Passage, figure: Figure, confidence: float) -> Citation:
    return cite(passage, passage.start + figure.start, passage.start + figure.end, confidence)

"""The desk where a claim is held against the articles: supported, refuted, or not enough to say.

Each figure of a claim is judged on its own (``qa.subject`` says whether a passage's figure is
about the same thing, ``qa.figures.compare`` how the two values stand), and the claim is as strong
as its weakest figure. SUPPORTED needs digits that agree; REFUTED needs the same thing with
another value, or the same words turned round (``qa.polarity``). Everything else is not enough.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.article import Hit, Passage
from index.chunk import sentence_around
from qa.answer import nearest_passages
from qa.citation import Citation
from qa.claims import Claim, blanked
from qa.figures import Figure, Kind, Relation, compare, find_figures
from qa.polarity import Turn, turned
from qa.reader import Span
from qa.subject import Likeness, features, subject_of

# A claimed day told otherwise is refuted; a claimed year or season of a value that comes every
# year is another occasion, and the articles may simply not speak of it.
OCCASION_DAYS = 28

AGREE = frozenset((Relation.SAME, Relation.ROUNDED, Relation.WITHIN, Relation.HEDGED))

Read = Callable[[str, Passage], Sequence[Span]]


class Label(StrEnum):
    """FEVER's labels (Thorne et al. 2018)."""

    SUPPORTED = "SUPPORTED"
    REFUTED = "REFUTED"
    NOT_ENOUGH_INFO = "NOT_ENOUGH_INFO"


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


NOTHING_TO_CHECK = "no figure or date to check"
NOT_FOUND = "not found"


def judge(claim: Claim, hits: Sequence[Hit], read: Read, likeness: Likeness) -> Verdict:
    """The verdict on *claim* by the passages of *hits*; *read* fills a blank from a passage."""
    judged = [_judge_figure(claim, figure, hits, read, likeness) for figure in claim.figures]
    judged = _other_occasions(judged)
    evidence = tuple(e for pieces in judged for e in pieces)
    strongest = [pieces[0] if pieces else None for pieces in judged]
    label, reason, confidence = _weakest(strongest)
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


def _judge_figure(
    claim: Claim, figure: Figure, hits: Sequence[Hit], read: Read, likeness: Likeness
) -> list[Evidence]:
    """The evidence on one figure, what agrees first.

    An article that gives the claimed value is not held against it for its other figures.
    """
    found = [e for hit in hits for e in _sightings(claim, figure, hit.passage, read, likeness)]
    found.sort(key=lambda e: e.confidence, reverse=True)
    agreeing = [e for e in found if e.relation in AGREE]
    told = {e.citation.article.id for e in agreeing}
    return agreeing + [e for e in found if e.citation.article.id not in told]


def _sightings(
    claim: Claim, figure: Figure, passage: Passage, read: Read, likeness: Likeness
) -> Iterator[Evidence]:
    """Every figure of *passage* that is surely enough about what *figure* is about."""
    subject = subject_of(claim, figure)
    spans: Sequence[Span] | None = None
    for reported in find_figures(passage.text, published=passage.article.published):
        relation = relation_of(figure, reported)
        if relation is Relation.INCOMPARABLE:
            continue
        if spans is None:
            spans = read(blanked(claim, figure), passage)
        known = features(subject, figure, reported, passage, spans)
        confidence = likeness.probability(known)
        agrees = relation in AGREE
        if confidence < (likeness.support if agrees else likeness.refute):
            continue
        label, reason = Label.SUPPORTED if agrees else Label.REFUTED, str(relation)
        if agrees and (turn := _turn(claim, passage, reported)):
            label = Label.NOT_ENOUGH_INFO if turn is Turn.INTENT else Label.REFUTED
            reason = str(turn)
        yield Evidence(
            label=label, relation=relation, reason=reason, claimed=figure, reported=reported,
            citation=_cite(passage, reported, confidence), confidence=confidence,
        )  # fmt: skip


def relation_of(claimed: Figure, reported: Figure) -> Relation:
    """As ``compare`` has it; a bare number agrees with the same number of anything.

    "61 millimetres, against an average of 204" leaves the second unit to the reader.
    """
    relation = compare(claimed, reported)
    bare = claimed.kind is Kind.COUNT and claimed.noun is None
    if bare and claimed.low is not None and claimed.low == reported.low == reported.high:
        return Relation.SAME
    return relation


def _turn(claim: Claim, passage: Passage, reported: Figure) -> Turn | None:
    text = passage.text
    start, end = sentence_around(text, reported.start, reported.end, within=(0, len(text)))
    return turned(claim.text, text[start:end], reported.start - start, reported.end - start)


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
    return Citation(
        article=passage.article, start=passage.start + figure.start,
        end=passage.start + figure.end, passage=(passage.start, passage.end),
        confidence=confidence,
    )  # fmt: skip

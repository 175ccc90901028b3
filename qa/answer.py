"""The desk where spans become an answer, or the plain word that the documents do not say.

Spans from all passages compete by how much better they are than "not here". Spans that give one
value are one candidate with several places; other values stay visible below the first. An answer
has no text of its own: its text is its first citation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Hit, Range
from index.chunk import quotation_around, sentence_around
from index.hyphens import join
from qa.citation import Citation, cite, cite_passage
from qa.confidence import Calibration, features
from qa.figures import Figure, Relation, compare, find_figures
from qa.question import Wants, wants
from qa.reader import Span

# How many passages an abstention shows at most, and how many candidates an answer keeps.
NEAREST = 5
MOST_CANDIDATES = 5

# A statement is quoted whole up to this many characters; a longer one stays as the reader cut it.
LONGEST_QUOTATION = 600

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+|[$€£¥₩₹%]")
_ARTICLES = frozenset(("a", "an", "the"))
# With one of these more, a figure or a name is another one.
_CHANGING = frozenset(
    "hundred thousand million billion trillion mn bn tn k m b percent per cent point points basis "
    "% $ € £ ¥ ₩ ₹ us dollar dollars euro euros won yen pound pounds crore lakh dozen and or not "
    "no non half quarter year years month months week weeks day days hour hours minute minutes "
    "south north east west new jr sr".split()
)
_MOST_EXTRA_TOKENS = 4
_AT_ODDS = frozenset((Relation.DIFFERENT_VALUE, Relation.DIFFERENT_CURRENCY,
                      Relation.DIFFERENT_DATE))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value the articles give, with every place that gives it, the surest first.

    A reprint is no place of its own: it stands beside the citation whose words it has.
    ``confidence`` is the calibrated probability that the value answers the question.
    """

    confidence: float
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        return self.citations[0].exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """How long the answer took, by the clock."""

    search: float
    read: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the articles say to a question.

    ``candidates`` are grouped by value, the best first, and may be there even where
    ``answered`` is false: then none was sure enough. ``nearest`` are the closest passages, best
    first, always there.
    """

    question: str
    standalone: str
    answered: bool
    confidence: float
    candidates: tuple[Candidate, ...]
    nearest: tuple[Citation, ...]
    seconds: Seconds

    @property
    def text(self) -> str | None:
        """The answer's words; None where the documents do not say."""
        return self.candidates[0].text if self.answered else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The spans that give one value, best first, and what is known of them."""

    spans: tuple[Span, ...]
    features: dict[str, float]


def compose(
    question: str, hits: Sequence[Hit], spans: Sequence[Span], calibration: Calibration
) -> tuple[tuple[Candidate, ...], bool]:
    """The candidates among *spans*, best first, and whether the first is sure enough to answer."""
    candidates = [_candidate(question, judged, calibration) for judged in judge(hits, spans)]
    candidates = _apart(sorted(candidates, key=lambda c: c.confidence, reverse=True))
    answered = bool(candidates) and candidates[0].confidence >= calibration.threshold
    return tuple(candidates[:MOST_CANDIDATES]), answered


def judge(hits: Sequence[Hit], spans: Sequence[Span]) -> list[Judged]:
    """*spans* grouped by value, each group with the features its confidence is made of."""
    by_passage = {hit.passage.id: hit for hit in hits}
    groups = group_by_value(spans)
    margins = [group[0].margin for group in groups]
    judged = []
    for n, group in enumerate(groups):
        rival = max(margins[:n] + margins[n + 1 :], default=0.0)
        known = features(group[0], by_passage[group[0].passage.id], rival=rival)
        judged.append(Judged(spans=tuple(group), features=known))
    return judged


# A span, and the figure that it is, if it is one: read once, compared with many.
_Valued = tuple[Span, Figure | None]


def group_by_value(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans that are equal, overlap, or say the same, together; best margin first throughout."""
    groups: list[list[_Valued]] = []
    for span in sorted(spans, key=lambda span: span.margin, reverse=True):
        valued = span, _figure(span)
        for group in groups:
            if all(_agree(valued, other) for other in group) or overlap(span, group[0][0]):
                group.append(valued)
                break
        else:
            groups.append([valued])
    return [[span for span, _ in group] for group in groups]


def _agree(one: _Valued, other: _Valued) -> bool:
    """Whether both say the same, or are figures of one value.

    "$870 million", "870 million dollars" and "US$0.87bn" are one answer.
    """
    (ours, left), (theirs, right) = one, other
    same = left is not None and right is not None and compare(left, right) is Relation.SAME
    return same or same_value(ours.text, theirs.text)


def overlap(one: Span | Citation, other: Span | Citation) -> bool:
    """Whether two places share words of one article."""
    same = one.article.id == other.article.id
    return same and one.start < other.end and other.start < one.end


def same_value(one: str, other: str) -> bool:
    """Whether two wordings give one value.

    They do if they are equal but for case, articles and marks, or if one only adds words at an
    end that cannot change it: "Esper" and "Mark Esper", "$870 million" and "$870 million a year".
    Digits are never fuzzy.
    """
    longer, shorter = sorted((_tokens(one), _tokens(other)), key=len, reverse=True)
    if longer == shorter:
        return bool(longer) or one == other
    if not shorter or len(longer) - len(shorter) > _MOST_EXTRA_TOKENS:
        return False
    if longer[: len(shorter)] == shorter:
        extra = longer[len(shorter) :]
    elif longer[-len(shorter) :] == shorter:
        extra = longer[: -len(shorter)]
    else:
        return False
    if any(token[0].isdigit() for token in shorter) and extra[0] in ("a", "per"):
        extra = extra[2:]  # "a year": the rate, said once and left out once
    return not any(token in _CHANGING or token[0].isdigit() for token in extra)


def disagree(one: Candidate, other: Candidate) -> bool:
    """Whether two articles give figures for one question that cannot both be right."""
    ours, theirs = one.citations[0], other.citations[0]
    if ours.article.id == theirs.article.id:
        return False
    left, right = _figure(ours), _figure(theirs)
    return left is not None and right is not None and compare(left, right) in _AT_ODDS


def _figure(place: Span | Citation) -> Figure | None:
    """The figure that *place* is, if it is one, with at most a few words about it."""
    text = place.article.text[place.start : place.end]
    figures = find_figures(text, published=place.article.published)
    if len(figures) != 1:
        return None
    [figure] = figures
    rest = _tokens(f"{text[: figure.start]} {text[figure.end :]}")
    few = len(rest) <= _MOST_EXTRA_TOKENS and not _CHANGING.intersection(rest)
    return figure if few else None


def nearest_passages(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """The closest passages, best first, quoted whole."""
    return tuple(cite_passage(hit.passage) for hit in hits[:NEAREST])


def _candidate(question: str, judged: Judged, calibration: Calibration) -> Candidate:
    confidence = calibration.confidence(judged.features)
    whole_statement = wants(question) is Wants.STATEMENT
    citations: list[Citation] = []
    for span in judged.spans:
        start, end = statement_around(span) if whole_statement else (span.start, span.end)
        citation = cite(span.passage, start, end, confidence)
        if not any(overlap(citation, other) for other in citations):
            citations.append(citation)
    return Candidate(confidence=confidence, citations=tuple(citations))


def statement_around(span: Span) -> Range:
    """The whole quotation that holds *span*, or else its whole sentence, if not too long."""
    within = (span.passage.start, span.passage.end)
    text = span.passage.article.text
    quoted = quotation_around(text, span.start, span.end, within=within)
    start, end = quoted or sentence_around(text, span.start, span.end, within=within)
    return (start, end) if end - start <= LONGEST_QUOTATION else (span.start, span.end)


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """*candidates* without those whose words a better one quotes already.

    Two spans may stand for two values and yet grow into one statement.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        first = candidate.citations[0]
        if not any(overlap(first, c) for better in kept for c in better.citations):
            kept.append(candidate)
    return kept


def _tokens(text: str) -> list[str]:
    """The words, figures and signs of *text*, without case and without articles before them."""
    tokens = [token.lower() for token in _TOKEN.findall(join(text).text)]
    return tokens[1:] if len(tokens) > 1 and tokens[0] in _ARTICLES else tokens

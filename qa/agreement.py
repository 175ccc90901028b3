"""What figures that agree still leave open, by what stands around them.

Equal digits are not yet the same statement. The claim may be more exact than its source ("28,521"
by "28,500"), count by a period that the source does not name ("110 litres a week" by "110
litres"), or pair two figures that the source pairs otherwise. Each is a doubt, never a refutation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.claims import Claim
from qa.figures import Figure, Hedge, Kind, Relation, compare
from qa.figures.units import SECONDS_IN_A_MONTH as MONTH
from qa.figures.units import WORTH
from qa.polarity import clause_around
from qa.stems import WORD

AGREE = frozenset((Relation.SAME, Relation.ROUNDED, Relation.WITHIN, Relation.HEDGED))

PERIOD_NOT_SAID = "period not said"
PAIRED_OTHERWISE = "paired with another figure"
MORE_EXACT = "more exact than the article"
ANOTHER_PERIOD = "by another period"
# "24,000 vehicles pass through the town each day": the period stands far from its figure. "A year
# ago", "in a day" are none.
_RATE = re.compile(
    r"(?<!\bin )(?<!\bfor )(?<!\bwithin )(?<!\bafter )(?<!\bover )(?<!\bof )"
    r"\b(?:every|each|per|an?) (second|minute|hour|day|night|week|fortnight|month|quarter|year)\b"
    r"(?! (?:ago|earlier|later|before|after|from|since|old))"
    r"|\b(hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annual)(?:ly)?\b",
    re.I,
)
_UNIT_OF = {"daily": "day", "annual": "year"}

# These say too little, not anything else: a place that says more comes before them.
TOO_LITTLE = frozenset((PERIOD_NOT_SAID, MORE_EXACT))

DAYS_IN_A_MONTH = 31

# Words for a period that do not begin with it.
_ADVERBS = {
    "year": {"annual", "annually", "annum"},
    "day": {"daily", "overnight", "night", "nightly"},
    "fortnight": {"fortnightly"},
}


def doubt(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, beside: Sequence[Figure]
) -> str | None:
    """Why *reported*, whose value agrees with *claimed*, is no support all the same, if so.

    Its places are within *sentence*, whose figures are *beside* it.
    """
    if _more_exact(claimed, reported, relation_of(claimed, reported)):
        return MORE_EXACT
    if not _says_period(claimed, reported, sentence, beside):
        return PERIOD_NOT_SAID
    if _paired_otherwise(claim, claimed, sentence, reported, beside):
        return PAIRED_OTHERWISE
    return None


def another_period(claim: Claim, claimed: Figure, sentence: str, reported: Figure) -> bool:
    """Whether the clauses of two figures count by periods of which none is the other's."""
    ours = _periods(claim.text, claimed)
    theirs = _periods(sentence, reported)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _periods(sentence: str, figure: Figure) -> set[str]:
    found = set() if figure.period is None else {figure.period.split()[-1]}
    start, end = clause_around(sentence, figure.start, figure.end)
    for match in _RATE.finditer(sentence, start, end):
        word = (match[1] or match[2]).lower()
        found.add(_UNIT_OF.get(word, word.removesuffix("ly")))
    return found


def _more_exact(claimed: Figure, reported: Figure, relation: Relation) -> bool:
    """Whether the claim says more than its source: "28,521" is not said by "28,500", nor "May 4"
    by "May", nor "214" by "at least 210", nor "seven" by "six to eight"; "about seven" is.
    """
    flat = claimed.hedge is None
    match relation:
        case Relation.WITHIN if claimed.kind is Kind.DATE:
            return _days(claimed) < _days(reported)
        case Relation.WITHIN:
            return _narrower(claimed, reported)
        case Relation.HEDGED:
            return (flat or claimed.hedge is Hedge.ABOUT) and claimed.low != reported.low
        case Relation.ROUNDED:
            return _last_digit(claimed) < _last_digit(reported)
    return False


def _narrower(claimed: Figure, reported: Figure) -> bool:
    """Whether a range that is reported leaves it open if the claim holds: "up to 400" holds for
    300 to 400, "up to 350" perhaps.
    """
    if reported.low is None or reported.high is None or claimed.low is None:
        return False
    if reported.low == reported.high:
        return False
    match claimed.hedge:
        case Hedge.ABOUT:
            return False
        case Hedge.UP_TO | Hedge.LESS_THAN | Hedge.NEARLY:
            return claimed.low < reported.high
        case Hedge.AT_LEAST | Hedge.MORE_THAN:
            return claimed.low > reported.low
    return True


def _days(date: Figure) -> int:
    """How many days *date* may mean: of what names no year, one if it names a day, or a month."""
    if date.first and date.last:
        return (date.last - date.first).days + 1
    return 1 if len(date.partial or "") > len("--11") else DAYS_IN_A_MONTH


def _last_digit(figure: Figure) -> Decimal:
    """What one more in the last digit that is no zero would add, in the base unit."""
    value = (figure.low or Decimal(0)).normalize()
    last = Decimal(1).scaleb(int(value.as_tuple().exponent)) if value else Decimal(1)
    dimension, worth = WORTH.get(figure.unit or "", ("", Decimal(1)))
    return max(last, figure.step or last) * worth * (MONTH if dimension == "months" else 1)


def _says_period(
    claimed: Figure, reported: Figure, sentence: str, beside: Sequence[Figure]
) -> bool:
    """Whether what the claim counts by is said at all: "110 litres a week" is not by "110 litres".

    "This year" and "25 years" do not say it; where another figure is counted by it, it must stand
    in the clause. A fiscal year is a year.
    """
    if claimed.period is None or reported.period is not None:
        return True
    start, end = 0, len(sentence)
    if any(figure.period == claimed.period for figure in beside):
        start, end = clause_around(sentence, reported.start, reported.end)
    period = claimed.period.split()[-1]
    said = {
        match[0].lower()
        for match in WORD.finditer(sentence, start, end)
        if not any(f.start <= match.start() < f.end for f in beside if f != reported)
    }
    return any(word.startswith(period) for word in said) or bool(_ADVERBS.get(period, set()) & said)


def _paired_otherwise(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, beside: Sequence[Figure]
) -> bool:
    """Whether another figure of the claim's clause is elsewhere in *sentence*, and a rival here.

    "A first breach brings a fine of £60" is not said by "a first breach brings a warning and a
    second a fine of £60".
    """
    for other, elsewhere, here in _neighbours(claim, claimed, sentence, reported, beside):
        met = any(relation_of(other, figure) in AGREE for figure in here)
        moved = any(relation_of(other, figure) in AGREE for figure in elsewhere)
        if moved and not met and any(_differs(relation_of(other, figure)) for figure in here):
            return True
    return False


def another_occasion(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, beside: Sequence[Figure]
) -> bool:
    """Whether both the value and the day of a clause of the claim differ in *sentence*.

    "2.5 percent in 2024" says nothing of "4 percent in 2025".
    """
    for other, elsewhere, here in _neighbours(claim, claimed, sentence, reported, beside):
        one_is_a_day = (claimed.kind is Kind.DATE) != (other.kind is Kind.DATE)
        told = any(relation_of(other, figure) in AGREE for figure in (*here, *elsewhere))
        if one_is_a_day and not told and any(_differs(relation_of(other, f)) for f in here):
            return True
    return False


def _neighbours(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, beside: Sequence[Figure]
) -> Iterator[tuple[Figure, list[Figure], list[Figure]]]:
    """The other figures of the clause of *claim* that *claimed* is in.

    With each, the figures of *sentence* outside the clause of *reported*, and those inside.
    """
    start, end = clause_around(claim.text, claimed.start, claimed.end)
    first, last = clause_around(sentence, reported.start, reported.end)
    others = [figure for figure in beside if figure != reported]
    here = [figure for figure in others if first <= figure.start < last]
    elsewhere = [figure for figure in others if figure not in here]
    for other in claim.figures:
        if other != claimed and start <= other.start < end:
            yield other, elsewhere, here


def _differs(relation: Relation) -> bool:
    return relation not in AGREE and relation is not Relation.INCOMPARABLE


# Kinds whose figures count something that is named.
_COUNTED = (Kind.COUNT, Kind.PERCENT, Kind.RATIO)


def relation_of(claimed: Figure, reported: Figure) -> Relation:
    """As ``compare`` has it, but for what is counted: that is for the words to say.

    "480 people will lose their jobs" is "480 jobs", "2,000 soldiers" are at odds with "a force of
    20,000"; "61 millimetres, against an average of 204" leaves the second unit to the reader.
    """
    unnamed = claimed.kind is Kind.COUNT and claimed.low is not None and claimed.noun is None
    if unnamed and claimed.low == reported.low == reported.high == claimed.high:
        return Relation.SAME
    if claimed.kind in _COUNTED and reported.kind in _COUNTED:
        claimed, reported = replace(claimed, noun=None), replace(reported, noun=None)
    return compare(claimed, reported)

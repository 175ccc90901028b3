"""How a claimed figure stands to a reported one: the same, rounded, within, hedged, or different.

Digits are never fuzzy. Two values agree only if they are equal, if one is the other rounded to
the digits it prints, if one lies in the other's range, or if one keeps what the other's hedge
promises. Agreement and difference do not depend on which of the two is the claim; whether the
claim may be more exact than its source is for the judge to say.
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from qa.figures.days import WEEKDAY
from qa.figures.digits import EXACT
from qa.figures.figure import Figure, Hedge, Kind, Relation
from qa.figures.units import SECONDS_IN_A_MONTH, WORTH

# A rounding that moves a value by more than an eighth misleads: "3 percent" for 2.7 is fair, for
# 2.6 it is not.
FAIR = Decimal("0.125")
# "Nearly" is at most a tenth below, and what is hedged fairly is at most a tenth away (the
# project's own line, as no style book draws one).
NEARLY = Decimal("0.1")
# "A couple" may be three; from "dozens" on, a vague figure ends where the next order begins.
_FEWEST_VAGUE = 10

# Hedges that say on which side of the number the value lies.
_ABOVE = frozenset((Hedge.MORE_THAN, Hedge.AT_LEAST))
_BELOW = frozenset((Hedge.NEARLY, Hedge.LESS_THAN, Hedge.UP_TO))
_BEYOND = frozenset((Hedge.MORE_THAN, Hedge.LESS_THAN))
_STRICT = _BEYOND | {Hedge.NEARLY}

# Two words for one thing.
_SAME_NOUNS = {
    "soldier": "troop",
    "serviceman": "troop",
    "servicemember": "troop",
    "human": "person",
}


def compare(claimed: Figure, reported: Figure) -> Relation:
    """How *claimed* stands to *reported*, by kind, noun, currency, period, unit and value."""
    if {claimed.kind, reported.kind} == {Kind.RATIO, Kind.PERCENT}:
        claimed, reported = _in_percent(claimed), _in_percent(reported)
    if {claimed.kind, reported.kind} == {Kind.PERCENT, Kind.POINTS}:
        return Relation.DIFFERENT_UNIT
    if claimed.kind is not reported.kind or _other_things(claimed, reported):
        return Relation.INCOMPARABLE
    match claimed.kind:
        case Kind.DATE:
            return _dates(claimed, reported)
        case Kind.SCORE:
            return _scores(claimed, reported)
        case Kind.MONEY if claimed.unit != reported.unit:
            return Relation.DIFFERENT_CURRENCY
    if claimed.period and reported.period and claimed.period != reported.period:
        return Relation.DIFFERENT_PERIOD
    if claimed.unit != reported.unit:
        return _across_units(claimed, reported)
    return _values(claimed, reported)


def _in_percent(figure: Figure) -> Figure:
    """A ratio below one as the percentage it is; "twice" is none."""
    if figure.kind is not Kind.RATIO or figure.low is None or figure.high is None:
        return figure
    if figure.high > 1:
        return figure
    low, high = EXACT.multiply(figure.low, Decimal(100)), EXACT.multiply(figure.high, Decimal(100))
    return replace(figure, kind=Kind.PERCENT, unit="percent", low=low, high=high, step=None)


def _other_things(claimed: Figure, reported: Figure) -> bool:
    """Whether the two count different things; a figure that names none may count any."""
    nouns = [_SAME_NOUNS.get(noun, noun) for noun in (claimed.noun, reported.noun) if noun]
    return len(set(nouns)) == 2


def _scores(claimed: Figure, reported: Figure) -> Relation:
    """Scores are the same, or told from the other side, or different."""
    ours, theirs = (claimed.low, claimed.high), (reported.low, reported.high)
    if ours == theirs:
        return Relation.SAME
    return Relation.INCOMPARABLE if ours == theirs[::-1] else Relation.DIFFERENT_VALUE


def _across_units(claimed: Figure, reported: Figure) -> Relation:
    """Three years are 36 months; six months are no six weeks."""
    worths = _worths(claimed.unit, reported.unit)
    if worths is None:
        return Relation.DIFFERENT_UNIT
    ours, theirs, exact = worths
    if exact and _equal(_times(claimed, ours), _times(reported, theirs)):
        return _hedges(claimed.hedge, reported.hedge)
    rounded = _rounds_to(claimed, _times(reported, EXACT.divide(theirs, ours))) or _rounds_to(
        reported, _times(claimed, EXACT.divide(ours, theirs))
    )
    return Relation.ROUNDED if rounded else Relation.DIFFERENT_UNIT


def _worths(one: str | None, other: str | None) -> tuple[Decimal, Decimal, bool] | None:
    """What two units are worth in one base unit, and whether exactly; None if nothing joins them.

    A month has no exact number of days.
    """
    if one not in WORTH or other not in WORTH:
        return None
    (dimension, ours), (another, theirs) = WORTH[one], WORTH[other]
    if dimension == another:
        return ours, theirs, True
    if {dimension, another} != {"time", "months"}:
        return None
    month = SECONDS_IN_A_MONTH
    if dimension == "months":
        return EXACT.multiply(ours, month), theirs, False
    return ours, EXACT.multiply(theirs, month), False


def _times(figure: Figure, factor: Decimal) -> Figure:
    low = None if figure.low is None else EXACT.multiply(figure.low, factor)
    high = None if figure.high is None else EXACT.multiply(figure.high, factor)
    return replace(figure, low=low, high=high)


def _values(claimed: Figure, reported: Figure) -> Relation:
    """How two values of one unit stand to each other."""
    if _equal(claimed, reported):
        return _hedges(claimed.hedge, reported.hedge)
    if claimed.ambiguous or reported.ambiguous:
        return Relation.INCOMPARABLE
    if Hedge.VAGUE in (claimed.hedge, reported.hedge):
        return _vague(claimed, reported)
    if _is_range(claimed) or _is_range(reported):
        return _ranges(claimed, reported)
    sided = [f.hedge in _ABOVE | _BELOW for f in (claimed, reported)]
    if all(sided):
        return _two_sided(claimed, reported)
    if any(sided):
        hedged, other = (claimed, reported) if sided[0] else (reported, claimed)
        return _keeps(hedged, other)
    rounded = _rounds_to(claimed, reported) or _rounds_to(reported, claimed)
    return Relation.ROUNDED if rounded else Relation.DIFFERENT_VALUE


def _equal(one: Figure, other: Figure) -> bool:
    return one.low == other.low and one.high == other.high


def _is_range(figure: Figure) -> bool:
    return figure.low != figure.high


def _hedges(claimed: Hedge | None, reported: Hedge | None) -> Relation:
    """What two hedges make of one number: nothing, a shade, or opposites.

    "More than 20" is not said by "20", nor the other way round.
    """
    flat = (None, Hedge.ABOUT)
    if claimed == reported or (claimed in flat and reported in flat):
        return Relation.SAME
    opposed = (claimed in _ABOVE and reported in _BELOW) or (
        claimed in _BELOW and reported in _ABOVE
    )
    if opposed:
        return Relation.DIFFERENT_VALUE
    strict = {claimed, reported} & _BEYOND and {claimed, reported} & set(flat)
    return Relation.INCOMPARABLE if strict else Relation.HEDGED


def _vague(claimed: Figure, reported: Figure) -> Relation:
    """ "Hundreds" holds 870; 5,000 it does not deny, 50 it does."""
    vague, other = (claimed, reported) if claimed.high is None else (reported, claimed)
    if vague.low is None or other.low is None:
        return Relation.INCOMPARABLE
    if other.high is None:
        orders = [_next_order(figure.low) for figure in (vague, other) if figure.low is not None]
        return Relation.INCOMPARABLE if orders[0] == orders[1] else Relation.DIFFERENT_VALUE
    if other.low < vague.low:
        return Relation.DIFFERENT_VALUE
    return Relation.HEDGED if other.low < _next_order(vague.low) else Relation.INCOMPARABLE


def _next_order(least: Decimal) -> Decimal:
    """Where a vague number ends: hundreds at a thousand, a couple at four."""
    if least < _FEWEST_VAGUE:
        return least * 2
    return Decimal(1).scaleb(least.adjusted() + 1)


def _ranges(claimed: Figure, reported: Figure) -> Relation:
    """A value inside a range is within it; of two ranges the digits must be the same."""
    low, high = _bounds(claimed)
    least, most = _bounds(reported)
    both = _is_range(claimed) and _is_range(reported)
    inside = (least <= low and high <= most) or (low <= least and most <= high)
    return Relation.WITHIN if inside and not both else Relation.DIFFERENT_VALUE


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    low = Decimal(0) if figure.low is None else figure.low
    return low, low if figure.high is None else figure.high


def _keeps(hedged: Figure, other: Figure) -> Relation:
    """Whether *other* is what the hedge promises, and near enough for the hedge to be fair.

    Near is one step of the printed number, or a tenth of it: "more than 800" is kept by 870, as
    "more than 850" is; neither is denied by 5,000, both are by 780.
    """
    number, value = _bounds(hedged)[0], _bounds(other)[0]
    beyond = value - number if hedged.hedge in _ABOVE else number - value
    if beyond < 0 or (beyond == 0 and hedged.hedge in _STRICT):
        return Relation.DIFFERENT_VALUE
    if hedged.hedge is Hedge.NEARLY and beyond > EXACT.multiply(abs(number), NEARLY):
        return Relation.DIFFERENT_VALUE
    near = max(_coarse_step(hedged), EXACT.multiply(abs(number), NEARLY))
    return Relation.HEDGED if beyond <= near else Relation.INCOMPARABLE


def _two_sided(claimed: Figure, reported: Figure) -> Relation:
    """Two hedges deny each other if no value keeps both, or if they say the same of two numbers.

    "More than 870" neither follows from "more than 800" nor denies it.
    """
    low, high = sorted((claimed, reported), key=lambda figure: _bounds(figure)[0])
    if low.hedge in _BELOW and high.hedge in _ABOVE:
        return Relation.DIFFERENT_VALUE
    apart = _bounds(high)[0] - _bounds(low)[0]
    near = apart <= max(_coarse_step(low), _coarse_step(high))
    facing = low.hedge in _ABOVE and high.hedge in _BELOW
    return Relation.INCOMPARABLE if near or facing else Relation.DIFFERENT_VALUE


def _coarse_step(figure: Figure) -> Decimal:
    """What one more in the last digit that is not zero would add."""
    low = _bounds(figure)[0].normalize()
    last = Decimal(1).scaleb(int(low.as_tuple().exponent)) if low else Decimal(1)
    return max(last, figure.step or last)


def _rounds_to(rough: Figure, fine: Figure) -> bool:
    """Whether *fine*, rounded to the digits that *rough* prints, is *rough*.

    "About" says that closing zeros are no digits.
    """
    step = _coarse_step(rough) if rough.hedge is Hedge.ABOUT else rough.step
    if step is None or not step:
        return False
    return all(
        value is not None and exact is not None and _is_fair(value, exact, step)
        for value, exact in ((rough.low, fine.low), (rough.high, fine.high))
    )


def _is_fair(value: Decimal, exact: Decimal, step: Decimal) -> bool:
    steps = EXACT.divide(exact, step).to_integral_value(rounding=ROUND_HALF_UP)
    near = abs(EXACT.subtract(value, exact)) <= EXACT.multiply(abs(exact), FAIR)
    return near and EXACT.multiply(steps, step) == value


def _dates(claimed: Figure, reported: Figure) -> Relation:
    """Dates are the same, or one lies within the other, or they are different."""
    ours, theirs = (claimed.first, claimed.last), (reported.first, reported.last)
    if None in ours or None in theirs:
        return _partial_dates(claimed, reported)
    if ours == theirs:
        return Relation.SAME
    inside = _holds(claimed, reported) or _holds(reported, claimed)
    return Relation.WITHIN if inside else Relation.DIFFERENT_DATE


def _holds(one: Figure, other: Figure) -> bool:
    """Whether all days of *other* are days of *one*."""
    if not (one.first and one.last and other.first and other.last):
        return False
    return one.first <= other.first and other.last <= one.last


def _partial_dates(claimed: Figure, reported: Figure) -> Relation:
    """Dates of which one at least names no year: by the month and the day they do name."""
    if claimed.partial and claimed.partial == reported.partial:
        return Relation.SAME
    one, other = _weekday(claimed), _weekday(reported)
    if one is not None and other is not None:
        return Relation.INCOMPARABLE if one == other else Relation.DIFFERENT_DATE
    ours, theirs = _month_and_day(claimed), _month_and_day(reported)
    if ours is None or theirs is None:
        return Relation.INCOMPARABLE
    if ours[0] != theirs[0] or (ours[1] and theirs[1] and ours[1] != theirs[1]):
        return Relation.DIFFERENT_DATE
    return Relation.SAME if ours == theirs else Relation.WITHIN


def _weekday(figure: Figure) -> int | None:
    """The day of the week that a date names or is, 1 to 7 from Monday on; None of several days."""
    if figure.first and figure.first == figure.last:
        return figure.first.isoweekday()
    partial = figure.partial or ""
    return int(partial.removeprefix(WEEKDAY)) if partial.startswith(WEEKDAY) else None


def _month_and_day(figure: Figure) -> tuple[str, str] | None:
    """The month and the day a date names, "" for none; None if it names no one month."""
    if figure.first and figure.last:
        if figure.first.replace(day=1) != figure.last.replace(day=1):
            return None
        day = f"{figure.first.day:02d}" if figure.first == figure.last else ""
        return f"{figure.first.month:02d}", day
    partial = figure.partial or ""
    if partial.startswith("--") and len(partial) in (4, 7):
        return partial[2:4], partial[5:7]
    return None

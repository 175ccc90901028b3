"""Ages: "three-year-old", "34 years old", "Owen Thackeray, 68, a pilot", "children under five"."""

from decimal import Decimal

from qa.figures.digits import EXACT
from qa.figures.figure import Draft, Kind
from qa.figures.months import MONTHS, WEEKDAYS
from qa.figures.number_words import ONE
from qa.figures.tokens import MARK, NUMBER, WORD, Token, past_hyphen, touching
from qa.figures.years import small_number

_YEARS_PER = {
    "year": ONE,
    "month": EXACT.divide(ONE, Decimal(12)),
    "week": EXACT.divide(Decimal(7), Decimal(365)),
    "day": EXACT.divide(ONE, Decimal(365)),
    "decade": Decimal(10),
}
_PLACES = Decimal("0.000001")
# Jeanne Calment, the oldest person known, died at 122.
_OLDEST = 122

_PERSONS = frozenset(
    "children child people anyone everyone everybody anybody those women men adults voters kids "
    "boys girls residents citizens workers players youths someone somebody persons patients "
    "drivers".split()
)
_LIMITS = frozenset("under over above below".split())
_LIFE = frozenset("died dies dead death married retired aged killed".split())
_LIFE_WINDOW = 5


def as_age(tokens: list[Token], duration: Draft) -> Draft | None:
    """The age that a duration becomes: "three-year-old", "34 years old", "18 years of age"."""
    at = past_hyphen(tokens, duration.end)
    if tokens[at].low == "of" and tokens[at + 1].low == "age":
        at += 1
    elif tokens[at].low not in ("old", "olds"):
        return None
    per = _YEARS_PER.get(duration.unit or "")
    if per is None or duration.low is None or duration.high is None:
        return None
    return duration._replace(
        end=at + 1,
        kind=Kind.AGE,
        unit=None,
        low=_in_years(duration.low, per),
        high=_in_years(duration.high, per),
        step=_in_years(duration.step or ONE, per),
    )


def _in_years(value: Decimal, per: Decimal) -> Decimal:
    return EXACT.multiply(value, per).quantize(_PLACES).normalize()


def is_age(tokens: list[Token], count: Draft) -> bool:
    """Whether a bare number is an age by the words around it."""
    if count.low is None or count.high is None or not 0 < count.high <= _OLDEST:
        return False
    if count.high != count.high.to_integral_value():
        return False
    return _is_named_age(tokens, count) or _is_in_apposition(tokens, count)


def _is_named_age(tokens: list[Token], count: Draft) -> bool:
    """ "aged 34", "at the age of 25", "died at 91", "children under five", "as young as 13"."""
    i = count.begin
    before, second, third = (tokens[i - n].low for n in (1, 2, 3))
    if before == "between":
        before, second = second, third
    if before in ("aged", "age", "ages") or (before == "of" and second in ("age", "ages")):
        return True
    if before == "as" and second in ("young", "old") and third == "as":
        return True
    ends = tokens[count.end].kind != WORD or not tokens[count.end].low.endswith("s")
    if before in _LIMITS and second in _PERSONS:
        return ends and tokens[count.end].low != "years"
    lived = any(token.low in _LIFE for token in tokens[max(0, i - _LIFE_WINDOW) : i])
    return before == "at" and lived and tokens[count.end].kind == MARK


def _is_in_apposition(tokens: list[Token], count: Draft) -> bool:
    """ "Owen Thackeray, 68, a pilot", "the mayor, 61, with": a name, a number, a comma."""
    i = count.begin
    name, comma, after = tokens[i - 2], tokens[i - 1], tokens[count.end]
    if count.low != count.high or tokens[i].kind != NUMBER or comma.text != ",":
        return False
    if name.kind != WORD or name.low in MONTHS or name.low in WEEKDAYS:
        return False
    closed = after.text == "," or (name.capital and after.text in (".", ")", ";"))
    in_list = tokens[i - 3].kind == NUMBER or tokens[count.end + 1].kind == NUMBER
    return closed and not in_list and not name.text.isupper()


def read_decade_of_life(tokens: list[Token], i: int) -> Draft | None:
    """ "in her 50s"."""
    tens = small_number(tokens[i], most=90, least=10)
    owned = tokens[i - 1].low in ("his", "her", "their", "my", "early", "mid", "late", "-")
    if tens is None or tens % 10 or not owned:
        return None
    if tokens[i + 1].low != "s" or not touching(tokens, i + 1):
        return None
    return Draft(i, i + 2, Kind.AGE, low=Decimal(tens), high=Decimal(tens + 9))

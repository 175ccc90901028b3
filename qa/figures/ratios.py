"""Parts and multiples: "two-thirds", "half of", "one in five", "twice as many", "fivefold".

Their numbers mean something else than a count, so they are read before one. A part of a unit is
an amount of it: "a tenth of a second" is a duration.
"""

from decimal import Decimal
from typing import NamedTuple

from qa.figures.digits import EXACT
from qa.figures.figure import Draft, Kind
from qa.figures.nouns import noun_after, noun_of
from qa.figures.number_words import ORDINALS, PARTS, SMALL, TENS, VULGAR
from qa.figures.numerals import Numeral, read_numeral
from qa.figures.tokens import MARK, NUMBER, WORD, Token, past_hyphen, touching
from qa.figures.units import unit_after

# A fraction without end is kept to six places.
PLACES = Decimal("0.000001")

_DENOMINATORS = {"half": 2, "quarter": 4, "quarters": 4, "hundredth": 100, "hundredths": 100}
_DENOMINATORS |= {"thousandth": 1000, "thousandths": 1000}
_DENOMINATORS |= {
    form: number for word, number in ORDINALS.items() if number > 2 for form in (word, word + "s")
}
_MULTIPLES = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "quadruple": 4}
_FOLD = {f"{word}fold": Decimal(n) for word, n in (SMALL | TENS | {"hundred": 100}).items()}
_VERBS = frozenset(("double", "triple", "quadruple"))
_AFTER_A_VERB = frozenset(("the", "its", "that"))
# What a part is of, or a multiple more than.
_WHOLES = frozenset(
    "of the its their his her our all that as those what these any every each".split()
)
_COMPARED = frozenset(
    "as the its their his her our that what those more less higher lower larger smaller bigger "
    "greater faster slower longer".split()
)
# A part stands alone before one of these: "fell by a third in May", "a fifth less than".
_AFTER_A_PART = frozenset(
    "in from to since on by as more less fewer over during between and or than lower higher "
    "larger smaller bigger cheaper".split()
)
# "half" alone is a part behind one of these.
_BEFORE_HALF = frozenset("by in than nearly almost about roughly".split())

OPENERS = frozenset((*_FOLD, *_MULTIPLES, *SMALL, *TENS, *VULGAR, "a", "half"))


class _Part(NamedTuple):
    end: int
    value: Decimal


def read_ratio(tokens: list[Token], i: int) -> Draft | None:
    """The part or multiple that begins at token *i*."""
    digits = tokens[i].kind == NUMBER
    if not digits and tokens[i].low not in OPENERS:
        return None
    part = _fraction_in_digits(tokens, i) if digits else _part(tokens, i)
    if part:
        return _draft(tokens, i, part)
    return _one_in(tokens, i) or _to_one(tokens, i) or _multiple(tokens, i)


def _draft(tokens: list[Token], i: int, part: _Part) -> Draft:
    """A part of something, up to another part, or of a unit."""
    if tokens[part.end].low == "of" and tokens[part.end + 1].low in ("a", "an"):
        unit = unit_after(tokens, part.end + 2, digits=False)
        if unit:
            amount = EXACT.multiply(part.value, unit[0].worth).normalize()
            return Draft(i, unit[1], unit[0].kind, amount, amount, unit=unit[0].name)
    upper = _upper(tokens, i, part)
    noun = noun_of(tokens, upper.end)
    after = None if noun or tokens[part.end].low not in _WHOLES else _noun_of_half(tokens, part.end)
    return Draft(i, upper.end, Kind.RATIO, part.value, upper.value, noun=noun[0] if noun else after)


def _noun_of_half(tokens: list[Token], i: int) -> str | None:
    """ "half the seats"."""
    found = noun_after(tokens, i + 1) if tokens[i].low != "as" else None
    return found[0] if found else None


def _upper(tokens: list[Token], i: int, part: _Part) -> _Part:
    """The upper end of "between a third and a half", or the part itself."""
    between = tokens[i - 1].low == "between" and tokens[part.end].low == "and"
    upper = _any_part(tokens, part.end + 1) if between else None
    return upper if upper and upper.value > part.value else part


def _fraction(above: int, below: int) -> Decimal:
    return EXACT.divide(Decimal(above), Decimal(below)).quantize(PLACES).normalize()


def _any_part(tokens: list[Token], i: int) -> _Part | None:
    """A fraction in words wherever it stands: "a half", "two-thirds"."""
    if tokens[i].low == "half":
        return _Part(i + 1, PARTS["half"])
    above = 1 if tokens[i].low == "a" else SMALL.get(tokens[i].low, 0)
    at = past_hyphen(tokens, i + 1)
    below = _DENOMINATORS.get(tokens[at].low, 0)
    return _Part(at + 1, _fraction(above, below)) if 0 < above < below else None


def _part(tokens: list[Token], i: int) -> _Part | None:
    """ "two-thirds", "a third of", "three quarters of", "half the", "¾ of"; not "a third term"."""
    if tokens[i].low in VULGAR:
        return _Part(i + 1, VULGAR[tokens[i].low]) if tokens[i + 1].low == "of" else None
    if tokens[i].low == "half":
        return _half(tokens, i)
    part = _any_part(tokens, i)
    if part is None or past_hyphen(tokens, part.end) > part.end:
        return None  # "a third-place finish"
    if tokens[part.end].low == "of":
        amount = read_numeral(tokens, i)  # "a quarter of a million"
        return None if amount and amount.end > part.end else part
    if tokens[i - 1].low == "between" and tokens[part.end].low == "and":
        return part if _any_part(tokens, part.end + 1) else None
    joined, name = part.end > i + 2, tokens[part.end - 1].low
    many = name.endswith("s") and name != "quarters"
    if name in ("quarter", "quarters") and not joined:
        return None
    alone = tokens[part.end].kind == MARK or tokens[part.end].low in _AFTER_A_PART
    return part if joined or many or alone else None


def _half(tokens: list[Token], i: int) -> _Part | None:
    """ "half of the troops", "half the seats", "by half"; not "first half", nor "half an hour"."""
    before, after = tokens[i - 1].low, tokens[i + 1].low
    if before in ORDINALS or before in ("the", "a", "other", "this", "that", "last"):
        return None
    if past_hyphen(tokens, i + 1) > i + 1 or after in ("a", "an"):
        return None
    return _Part(i + 1, PARTS["half"]) if after in _WHOLES or before in _BEFORE_HALF else None


def _fraction_in_digits(tokens: list[Token], i: int) -> _Part | None:
    """ "3/4 of"; "11/23" alone may be a date."""
    above, below = _whole(tokens[i]), _whole(tokens[i + 2])
    if tokens[i + 1].text != "/" or above is None or below is None or not 0 < above < below:
        return None
    if not (touching(tokens, i + 1) and touching(tokens, i + 2)) or touching(tokens, i):
        return None
    parts = tokens[i + 3].low == "of" or below in (2, 3, 4, 5, 8)
    return _Part(i + 3, _fraction(above, below)) if parts else None


def _whole(token: Token) -> int | None:
    if token.kind == NUMBER and len(token.text) <= 4 and token.text.isdecimal():
        return int(token.text)
    return SMALL.get(token.low)


def _one_in(tokens: list[Token], i: int) -> Draft | None:
    """ "one in five", "nine out of 10", "1-in-5", "one local household in five"; not "one in
    2019", nor "two in five years", nor "one goal in five games".
    """
    above, at = _whole(tokens[i]), past_hyphen(tokens, i + 1)
    counted = above == 1 and tokens[at].kind == WORD and tokens[at].low not in ("in", "out")
    if counted:
        at += 2 if tokens[at + 2].low in ("in", "out") and tokens[at + 1].kind == WORD else 1
    if above is None or tokens[at].low not in ("in", "out"):
        return None
    if tokens[at].low == "out":
        at += 1
        if tokens[at].low != "of":
            return None
    at = past_hyphen(tokens, at + 1)
    at = at + 1 if tokens[at].low == "every" else at
    below = read_numeral(tokens, at)
    if below is None or below.vague or below.decimals or not above < below.value:
        return None
    year = len(tokens[at].text) == 4 and tokens[at].text.isdecimal()
    timed = tokens[below.end].kind == WORD and unit_after(tokens, below.end, digits=True)
    if year or timed:
        return None
    value = EXACT.divide(Decimal(above), below.value).quantize(PLACES).normalize()
    noun = noun_after(tokens, below.end)
    if counted and noun:
        return None
    if counted:
        noun = noun_after(tokens, i + 1, one=True)
    return _ratio(i, below.end, value, noun[0] if noun else None)


def _ratio(begin: int, end: int, value: Decimal, noun: str | None = None) -> Draft:
    return Draft(begin, end, Kind.RATIO, value, value, noun=noun)


def _to_one(tokens: list[Token], i: int) -> Draft | None:
    """ "4-to-1", "three-to-one"."""
    above, to = _whole(tokens[i]), past_hyphen(tokens, i + 1)
    one = past_hyphen(tokens, to + 1)
    hyphened = to > i + 1 and one > to + 1
    if not above or not hyphened or tokens[to].low != "to" or _whole(tokens[one]) != 1:
        return None
    return _ratio(i, one + 1, Decimal(above))


def _multiple(tokens: list[Token], i: int) -> Draft | None:
    """ "fivefold", "12-fold", "twice as many", "three times the", "double the"."""
    low = tokens[i].low
    if low in _FOLD:
        return _ratio(i, i + 1, _FOLD[low])
    if low in _MULTIPLES:
        compared = _COMPARED if low not in _VERBS else _AFTER_A_VERB
        follows = tokens[i + 1].low in compared
        return _ratio(i, i + 1, Decimal(_MULTIPLES[low])) if follows else None
    numeral = read_numeral(tokens, i)
    if numeral is None or numeral.vague:
        return None
    if tokens[past_hyphen(tokens, numeral.end)].low == "fold":
        return _ratio(i, past_hyphen(tokens, numeral.end) + 1, numeral.value)
    return _times(tokens, numeral)


def _times(tokens: list[Token], numeral: Numeral) -> Draft | None:
    """The multiple of "three times the", "5x as many": what it is compared with is no part."""
    times, end = tokens[numeral.end].low, numeral.end + 1
    if times != "times" and not (times == "x" and touching(tokens, numeral.end)):
        return None
    compared = tokens[end].low in _COMPARED
    return _ratio(numeral.begin, end, numeral.value) if compared else None

"""One number with what belongs to it: "-US$5 billion", "40 percent", "half an hour".

A sign, a currency, a number, a unit stand in this order; all but the number may be missing.
"""

from decimal import Decimal
from typing import NamedTuple

from qa.figures.currencies import currency_after, currency_before, nation_after
from qa.figures.digits import EXACT
from qa.figures.figure import Kind
from qa.figures.number_words import ONE
from qa.figures.numerals import Numeral, read_numeral, read_part
from qa.figures.tokens import MARK, Token, touching
from qa.figures.units import Unit, unit_after

_MINUS = frozenset("-−–‑")
_OPENING = ("(", "[", "“", '"', "'", "‘", "--", "—")


class Side(NamedTuple):
    """A number with its own currency or unit, if it prints one: one end of a range, or all."""

    begin: int
    end: int
    numeral: Numeral
    unit: Unit | None = None
    negative: bool = False
    priced: bool = False  # the currency stands before the number

    @property
    def value(self) -> Decimal:
        value = EXACT.multiply(self.numeral.value, self.unit.worth if self.unit else ONE)
        return -value if self.negative else value

    @property
    def step(self) -> Decimal:
        return EXACT.multiply(self.numeral.step, self.unit.worth if self.unit else ONE)


def read_side(tokens: list[Token], i: int) -> Side | None:
    """The side that begins at token *i*."""
    at, negative = _past_minus(tokens, i)
    currency = currency_before(tokens, at)
    if currency:
        at = currency[1]
        if tokens[at].text in _MINUS and touching(tokens, at + 1):
            at, negative = at + 1, True
    numeral = read_numeral(tokens, at, money=currency is not None)
    if numeral is None:
        return _part_of_unit(tokens, i)
    if currency:
        return _priced(tokens, i, numeral, currency[0], negative)
    return _measured(tokens, i, numeral, negative)


def _past_minus(tokens: list[Token], i: int) -> tuple[int, bool]:
    """Past the word "minus", or a sign that touches the number but nothing before it."""
    if tokens[i].low == "minus":
        return i + 1, True
    if tokens[i].text not in _MINUS or not touching(tokens, i + 1):
        return i, False
    free = not touching(tokens, i) or tokens[i - 1].text in _OPENING
    return (i + 1, True) if free else (i, False)


def _priced(tokens: list[Token], i: int, numeral: Numeral, code: str, negative: bool) -> Side:
    """A side whose currency stands before it; a name behind may repeat it or say whose."""
    end = numeral.end
    named = currency_after(tokens, end, scaled=True, digits=False)
    if named and named[1] == ONE and code in (named[0], "USD"):
        code, end = named[0], named[2]
    elif code == "USD" and (nation := nation_after(tokens, end)):
        code, end = nation
    return Side(i, end, numeral, Unit(Kind.MONEY, code), negative, priced=True)


def _measured(tokens: list[Token], i: int, numeral: Numeral, negative: bool) -> Side | None:
    if tokens[i].kind == MARK and not negative and tokens[i].text != ".":
        return None
    at = numeral.end + 1 if numeral.vague and tokens[numeral.end].low == "of" else numeral.end
    digits = not numeral.spelled
    named = currency_after(tokens, at, scaled=numeral.scaled or numeral.vague, digits=digits)
    if named:
        return Side(i, named[2], numeral, Unit(Kind.MONEY, named[0], named[1]), negative)
    unit = unit_after(tokens, at, digits=digits and not numeral.scaled)
    if unit:
        return Side(i, unit[1], numeral, unit[0], negative)
    return _part_of_unit(tokens, i) or Side(i, numeral.end, numeral, None, negative)


def _part_of_unit(tokens: list[Token], i: int) -> Side | None:
    """ "half an hour", "a quarter of a percentage point", "a year and a half"."""
    part = read_part(tokens, i)
    unit = unit_after(tokens, part.end, digits=False) if part else None
    if part and unit:
        return Side(i, unit[1], part, unit[0])
    return _unit_and_a_half(tokens, i)


def _unit_and_a_half(tokens: list[Token], i: int) -> Side | None:
    if tokens[i].low not in ("a", "an", "one"):
        return None
    unit = unit_after(tokens, i + 1, digits=False)
    if unit is None or [t.low for t in tokens[unit[1] : unit[1] + 3]] != ["and", "a", "half"]:
        return None
    end = unit[1] + 3
    return Side(i, end, Numeral(i, end, Decimal("1.5"), decimals=1, spelled=True), unit[0])

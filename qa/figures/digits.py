"""Digits as the world prints them, and the number they stand for.

News in English groups by three (1,234,567), Indian English by two above the thousands
(12,34,567), most of Europe swaps comma and point (1.234.567,8), SI leaves spaces. A number that
two of these read differently, as "1.234", is marked ambiguous and read the English way; one that
none of them allows ("12,3456") is no number. Digits of any script are read.
"""

import re
from decimal import Context, Decimal
from typing import NamedTuple

# No quantity in the news has so many digits; longer rows are serial numbers.
MOST_CHARACTERS = 30

# Wide enough that no product of two printed numbers is ever rounded.
EXACT = Context(prec=4 * MOST_CHARACTERS)

_TO_PLAIN_MARKS = str.maketrans("．，\u00a0\u2009\u202f'’", ".,     ")

_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_POINT_AND_THREE = re.compile(r"[^\D0]\d{0,2}\.\d{3}")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_EUROPEAN_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")


class Written(NamedTuple):
    """What digits stand for, and how many of them are behind the decimal mark."""

    value: Decimal
    decimals: int
    ambiguous: bool = False


def read_digits(printed: str) -> Written | None:
    """The number that *printed* is, if it is one."""
    if len(printed) > MOST_CHARACTERS:
        return None
    marked = printed.translate(_TO_PLAIN_MARKS)
    english, ambiguous = _as_english(marked)
    if english is None or _is_code(english):
        return None
    _, _, behind = english.partition(".")
    return Written(Decimal(english), len(behind), ambiguous)


def _as_english(marked: str) -> tuple[str | None, bool]:
    """*marked* without grouping and with a decimal point, and whether it is ambiguous."""
    if _PLAIN.fullmatch(marked):
        return marked, bool(_POINT_AND_THREE.fullmatch(marked))
    if _ENGLISH.fullmatch(marked) or _INDIAN.fullmatch(marked):
        return marked.replace(",", ""), False
    if _SPACED.fullmatch(marked):
        return marked.replace(" ", "").replace(",", "."), False
    if _EUROPEAN_GROUPS.fullmatch(marked):
        return marked.replace(".", ""), False
    if _EUROPEAN.fullmatch(marked) or _DECIMAL_COMMA.fullmatch(marked):
        return marked.replace(".", "").replace(",", "."), True
    return None, False


def _is_code(english: str) -> bool:
    """Zeros in front are printed in codes ("007"), not in numbers."""
    return len(english) > 1 and english[0] in "0０" and english[1] != "."

"""Years and what is counted in them: "2019", "2015-2019", "1990s", "19th century", "FY2019", "Q3".

Four digits are a year or a count, and only the words around them tell which: "in 2019" is a year,
"2019 soldiers" is none.
"""

from datetime import date
from typing import NamedTuple

from qa.figures import days
from qa.figures.days import Days
from qa.figures.nouns import looks_plural
from qa.figures.number_words import ORDINAL_ENDINGS, ORDINALS, TENS
from qa.figures.tokens import DASHES, NUMBER, WORD, Token, past_hyphen, touching
from qa.figures.units import unit_after

# Bare years: not before the printing press unless "in" says so, and not far ahead.
_YEARS = range(1500, 2101)
_EARLIEST = 1000
_LATEST = 2999
_AFTER_IN = range(_EARLIEST, 2200)
_SAY_A_YEAR = frozenset(
    "in since during until till year early late mid the summer spring autumn fall winter".split()
)
_SAY_A_COUNT = frozenset("than nearly almost least over some exactly only".split())
_COUNTED = frozenset("won yen dollars euros people million billion yuan pounds baht".split())
_OPEN_BEFORE = (*"([\"'“‘–—/-‑,", "--")


class When(NamedTuple):
    """The days that a date ending before token ``end`` means; what it names if they are unknown.

    ``whole_day`` tells a day from a longer stretch.
    """

    end: int
    days: Days | None
    partial: str | None = None
    period: str | None = None
    ambiguous: bool = False
    whole_day: bool = False


def small_number(token: Token, *, most: int, least: int = 1) -> int | None:
    """The plain number of at most four digits that a token prints, if it is in bounds."""
    if token.kind != NUMBER or len(token.text) > 4 or not token.text.isdecimal():
        return None
    number = int(token.text)
    return number if least <= number <= most else None


def year_of(token: Token) -> int | None:
    return small_number(token, least=_EARLIEST, most=_LATEST) if len(token.text) == 4 else None


def year_after(tokens: list[Token], i: int) -> tuple[int | None, int]:
    """The year at *i*, behind a comma or "of", and where it ends.

    Behind a comma any four digits are one: of "Nov. 23, 3019" no "Nov. 23" must be left.
    """
    at = i + 1 if tokens[i].low in (",", "of") else i
    year, after = year_of(tokens[at]), tokens[at + 1]
    if year is None and tokens[i].text == "," and not looks_plural(after.low):
        year = small_number(tokens[at], most=9999, least=0) if len(tokens[at].text) == 4 else None
    glued = touching(tokens, at + 1) and (after.text in ("-", "%", "/") or after.kind == WORD)
    return (None, i) if year is None or glued else (year, at + 1)


def read_years(tokens: list[Token], i: int) -> When | None:
    """The decade, century, run of years or year that begins at token *i*."""
    if tokens[i].kind == NUMBER:
        return (
            _decade(tokens, i)
            or _century(tokens, i)
            or read_fiscal(tokens, i)
            or _run_of_years(tokens, i)
            or _bare_year(tokens, i)
        )
    return read_fiscal(tokens, i) or _short_decade(tokens, i) or _century(tokens, i)


def read_fiscal(tokens: list[Token], i: int) -> When | None:
    """ "fiscal 2019", "FY2019", "fiscal year 2019", "2019 fiscal year": the year, marked."""
    low, at = tokens[i].low, i + 1
    if low == "fiscal":
        at = at + 1 if tokens[at].low == "year" else at
        at = at + 1 if tokens[at].low == "of" else at
    elif low != "fy":
        return _year_before_fiscal(tokens, i)
    several = _run_of_years(tokens, at)
    if several:
        return several._replace(period="fiscal year")
    year = year_of(tokens[at])
    short = small_number(tokens[at], most=99) if low == "fy" and len(tokens[at].text) == 2 else None
    year = 2000 + short if short else year
    return When(at + 1, days.years(year, year), period="fiscal year") if year else None


def _year_before_fiscal(tokens: list[Token], i: int) -> When | None:
    year = year_of(tokens[i])
    named = tokens[i + 1].low in ("fiscal", "financial") and tokens[i + 2].low == "year"
    return When(i + 3, days.years(year, year), period="fiscal year") if year and named else None


def _short_decade(tokens: list[Token], i: int) -> When | None:
    """ "'90s", of the last century."""
    if tokens[i].text not in ("'", "’") or touching(tokens, i) or not touching(tokens, i + 1):
        return None
    tens = small_number(tokens[i + 1], most=90, least=10)
    ends = tokens[i + 2].low == "s" and touching(tokens, i + 2)
    if tens is None or tens % 10 or not ends:
        return None
    return When(i + 3, days.years(1900 + tens, 1909 + tens))


def _decade(tokens: list[Token], i: int) -> When | None:
    """ "1990s", "1990's"."""
    year = year_of(tokens[i])
    if year is None or year % 10:
        return None
    end = i + 2 if tokens[i + 1].text in ("'", "’") and touching(tokens, i + 1) else i + 1
    if tokens[end].low != "s" or not touching(tokens, end):
        return None
    return When(end + 1, days.years(year, year + 9))


def _century(tokens: list[Token], i: int) -> When | None:
    """ "19th century", "twentieth century": it begins with the year 1."""
    number, end = read_ordinal(tokens, i)
    at = past_hyphen(tokens, end)
    if number is None or not 1 <= number <= 30 or tokens[at].low != "century":
        return None
    return When(at + 1, days.years(100 * number - 99, 100 * number))


def read_ordinal(tokens: list[Token], i: int) -> tuple[int | None, int]:
    """The small ordinal at *i*, in digits or in words, and where it ends."""
    token, after = tokens[i], tokens[i + 1]
    if token.kind == NUMBER:
        ends = after.low in ORDINAL_ENDINGS and touching(tokens, i + 1)
        return (small_number(token, most=9999), i + 2) if ends else (None, i)
    if token.low in ORDINALS:
        return ORDINALS[token.low], i + 1
    at = past_hyphen(tokens, i + 1)
    if token.low in TENS and 0 < ORDINALS.get(tokens[at].low, 0) < 10:
        return TENS[token.low] + ORDINALS[tokens[at].low], at + 1
    return None, i


def _run_of_years(tokens: list[Token], i: int) -> When | None:
    """ "2015-2019", "2019-20", "2019/20", "from 2010 to 2014", "between 2009 and 2013"."""
    first, last = year_of(tokens[i]), year_of(tokens[i + 2])
    if first is None or first not in _YEARS or not _joins_years(tokens, i):
        return None
    if last is None and touching(tokens, i + 2) and len(tokens[i + 2].text) == 2:
        short = small_number(tokens[i + 2], most=99, least=0)
        last = None if short is None else first - first % 100 + short
        last = last + 100 if last and last < first else last
    counted = looks_plural(tokens[i + 3].low) and first % 100 == 0
    if last is None or not first < last <= _YEARS[-1] + 50 or counted:
        return None
    return When(i + 3, days.years(first, last))


def _joins_years(tokens: list[Token], i: int) -> bool:
    before, mark, after = tokens[i - 1], tokens[i + 1], tokens[i + 3]
    if mark.low in ("to", "and"):
        return before.low == {"to": "from", "and": "between"}[mark.low]
    priced = before.text in ("$", "€", "£", "¥", "₩")
    joined = touching(tokens, i + 1) and touching(tokens, i + 2)
    more = touching(tokens, i + 3) and (after.kind in (WORD, NUMBER) or after.text in DASHES)
    return (mark.text in DASHES or mark.text == "/") and joined and not priced and not more


def _bare_year(tokens: list[Token], i: int) -> When | None:
    """Four digits that are a year and no count: by what stands before and behind them."""
    year, before, after = year_of(tokens[i]), tokens[i - 1].low, tokens[i + 1].low
    if year is None or _glued(tokens, i) or before in _SAY_A_COUNT:
        return None
    if year not in (_AFTER_IN if before in ("in", "since", "until", "year") else _YEARS):
        return None
    if after in _COUNTED or unit_after(tokens, i + 1, digits=True):
        return None
    plural = looks_plural(after) and tokens[i + 1].text.islower()
    if plural and (before not in _SAY_A_YEAR or (before == "the" and year % 100 == 0)):
        return None
    if before == "to" and year % 100 == 0:
        return None
    return When(i + 1, days.years(year, year))


def _glued(tokens: list[Token], i: int) -> bool:
    """Whether a year touches what makes it something else: "$2019", "2019-4", "2019th"."""
    if touching(tokens, i) and tokens[i - 1].text not in _OPEN_BEFORE:
        return True
    after, then = tokens[i + 1], tokens[i + 2]
    if not touching(tokens, i + 1):
        return False
    joined = touching(tokens, i + 2) and then.kind != WORD
    return after.kind in (WORD, NUMBER) or (after.text in ("-", "/", ":", "%") and joined)


def read_quarter(tokens: list[Token], i: int) -> tuple[int, int, bool] | None:
    """The quarter or half named at *i* ("Q3", "third quarter"), its end, whether it is a half."""
    low = tokens[i].low
    if low in ("q", "h") and tokens[i].capital and touching(tokens, i + 1):
        number = small_number(tokens[i + 1], most=4 if low == "q" else 2)
        return (number, i + 2, low == "h") if number else None
    if tokens[i + 1].text == "Q" and touching(tokens, i + 1):
        number = small_number(tokens[i], most=4)
        return (number, i + 2, False) if number else None
    number, end = read_ordinal(tokens, i)
    named = past_hyphen(tokens, end)
    if number and number <= 4 and tokens[named].low == "quarter":
        return number, named + 1, False
    if number and number <= 2 and tokens[named].low == "half":
        return number, named + 1, True
    return None


def quarter_days(year: int, number: int, *, half: bool) -> Days | None:
    return days.months(year, 6 * number - 5, 6 * number) if half else days.quarter(year, number)


def nearest_quarter(number: int, published: date) -> Days | None:
    """The quarter of that number whose middle is nearest to *published*."""
    near = [days.quarter(published.year + n, number) for n in (-1, 0, 1)]
    there = [quarter for quarter in near if quarter]
    return min(there, key=lambda quarter: abs((quarter[0] - published).days + 45))

"""Days and months as news prints them: "Nov. 23, 2019", "23 November", "11/23/2019", "Friday"."""

import re
from datetime import date

from qa.figures import days
from qa.figures.number_words import ORDINAL_ENDINGS
from qa.figures.tokens import DASHES, HYPHENS, NUMBER, WORD, Token, touching
from qa.figures.years import When, small_number, year_after


def _numbered(names: str) -> dict[str, int]:
    return {name: n for n, same in enumerate(names.split(","), 1) for name in same.split()}


MONTHS = _numbered(
    "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
    "september sept sep,october oct,november nov,december dec"
)
WEEKDAYS = _numbered(
    "monday mon,tuesday tues tue,wednesday wed,thursday thurs thur thu,friday fri,saturday sat,"
    "sunday sun"
)

# Months that are also verbs or people stand alone only behind one of these.
_BEFORE_A_MONTH = frozenset(
    "in last next since by until till of this late early mid from to through and during before "
    "after between for the every each around about or throughout".split()
)
_ALSO_WORDS = frozenset("may march april june august".split())
# No date: the Sunday Times, Black Friday.
_AFTER_WEEKDAY = frozenset("times telegraph mail mirror express herald post".split())
_BEFORE_WEEKDAY = frozenset("black good ash palm easter cyber holy super bloody".split())
# What is shut "until Friday" is so until the Friday to come.
_AHEAD = frozenset(("until", "till", "by"))
# A number before one of these is no day of the month: "in May 5 percent".
_NO_DAY_BEFORE = frozenset("% : percent per million billion".split())

_POINTED = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")


def past_point(tokens: list[Token], i: int, name: str) -> int:
    """The index after the point of the abbreviation *name*."""
    short = len(name) <= 5 and tokens[i].text == "." and touching(tokens, i)
    return i + 1 if short and name not in ("march", "april", "june", "july", "may") else i


def month_first(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "Nov. 23, 2019", "Nov. 23", "August 2019", "January-March 2020", "August"."""
    name = tokens[i].low
    end = past_point(tokens, i + 1, name)
    of_month = small_number(tokens[end], most=31)
    if of_month and tokens[end + 1].low not in _NO_DAY_BEFORE:
        return _with_day(tokens, end + 1, MONTHS[name], of_month, published)
    span = _span_of_months(tokens, end, MONTHS[name])
    if span:
        return span
    year, after = year_after(tokens, end)
    if year is not None:
        return When(after, days.month(year, MONTHS[name]), f"{year:04d}-{MONTHS[name]:02d}")
    return _month_alone(tokens, i, published)


def _span_of_months(tokens: list[Token], i: int, first: int) -> When | None:
    """The rest of "January-March 2020"."""
    name = tokens[i + 1].low
    if not (tokens[i].text in DASHES or tokens[i].low == "to") or name not in MONTHS:
        return None
    year, end = year_after(tokens, past_point(tokens, i + 2, name))
    if year is None or MONTHS[name] <= first:
        return None
    return When(end, days.months(year, first, MONTHS[name]))


def _month_alone(tokens: list[Token], i: int, published: date | None) -> When | None:
    """A month that names itself: "in May", not "May I" nor "Jan Kowalski"."""
    name, after = tokens[i].low, tokens[i + 1]
    if after.kind == NUMBER and not touching(tokens, i + 1):
        return None
    surname = after.capital and after.kind == WORD
    unsure = name in _ALSO_WORDS or len(name) == 3 or surname
    if unsure and tokens[i - 1].low not in _BEFORE_A_MONTH:
        return None
    of_year = MONTHS[name]
    end = past_point(tokens, i + 1, name)
    end = end if tokens[end].text[:1].islower() else i + 1
    resolved = days.nearest_month(of_year, published) if published else None
    return When(end, resolved, f"--{of_year:02d}")


def _with_day(
    tokens: list[Token], i: int, of_year: int, of_month: int, published: date | None
) -> When:
    """A month and a day that end before token *i*, with the last day or the year that follows."""
    i = i + 1 if tokens[i].low in ORDINAL_ENDINGS and touching(tokens, i) else i
    last, i = _last_day(tokens, i, of_month)
    year, end = year_after(tokens, i) if tokens[i].low != "of" else (None, i)
    return _days_of(of_year, (of_month, last), year, end, published)


def _last_day(tokens: list[Token], i: int, of_month: int) -> tuple[int, int]:
    """The 25 of "Nov. 23-25", or the day itself."""
    if tokens[i].text in DASHES and touching(tokens, i) and touching(tokens, i + 1):
        last = small_number(tokens[i + 1], most=31, least=of_month + 1)
        if last:
            return last, i + 2
    return of_month, i


def _days_of(
    of_year: int, of_month: tuple[int, int], year: int | None, end: int, published: date | None
) -> When:
    first, last = of_month
    found, until = None, None
    if year is not None:
        found, until = days.day(year, of_year, first), days.day(year, of_year, last)
    elif published:
        found = days.nearest_day(of_year, first, published)
        until = found and days.day(found[0].year, of_year, last)
    meant = (found[0], until[1]) if found and until else None
    named = "-" if year is None else f"{year:04d}"
    return When(end, meant, f"{named}-{of_year:02d}-{first:02d}", whole_day=True)


def day_first(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "23 November 2019", "23rd of November", "23-25 November"."""
    of_month = small_number(tokens[i], most=31)
    if of_month is None or (touching(tokens, i) and tokens[i - 1].text in ("$", ":", "€", "£")):
        return None
    end = i + 1
    if tokens[end].low in ORDINAL_ENDINGS and touching(tokens, end):
        end = end + 2 if tokens[end + 1].low == "of" else end + 1
    last, end = _last_day(tokens, end, of_month)
    name = tokens[end]
    if name.low not in MONTHS or not name.capital or touching(tokens, end):
        return None
    pointed = past_point(tokens, end + 1, name.low)
    year, after = year_after(tokens, pointed)
    if year is None:
        after = pointed if tokens[pointed].text[:1].islower() else end + 1
    return _days_of(MONTHS[name.low], (of_month, last), year, after, published)


def in_figures(tokens: list[Token], i: int) -> When | None:
    """ "2019-11-23", "11/23/2019", "23.11.2019"; the American reading if two are possible."""
    token = tokens[i]
    pointed = _POINTED.fullmatch(token.text) if len(token.text) <= 10 else None
    if pointed:
        numbers = [int(number) for number in pointed.groups() if number]
        year, of_year, of_month = numbers if numbers[0] > 31 else reversed(numbers)
        return _numeric(i + 1, year, of_year, of_month)
    mark = tokens[i + 1].text
    if mark not in HYPHENS and mark != "/":
        return None
    if tokens[i + 3].text != mark or not all(touching(tokens, j) for j in range(i + 1, i + 5)):
        return None
    first, second, third = (small_number(tokens[j], most=2999) for j in (i, i + 2, i + 4))
    if not (first and second and third):
        return None
    if first > 999:
        return _numeric(i + 5, first, second, third)
    if third < 1000:
        return None
    of_year, of_month = (first, second) if first <= 12 else (second, first)
    ambiguous = max(first, second) <= 12 and first != second
    return _numeric(i + 5, third, of_year, of_month)._replace(ambiguous=ambiguous)


def _numeric(end: int, year: int, of_year: int, of_month: int) -> When:
    partial = f"{year}-{of_year:02d}-{of_month:02d}"
    return When(end, days.day(year, of_year, of_month), partial, whole_day=True)


def weekday(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "Friday", "Fri.", "Friday, Nov. 15"."""
    name = tokens[i].low
    end = past_point(tokens, i + 1, name)
    at = end + 1 if tokens[end].text == "," else end
    dated = day_first(tokens, at, published) if tokens[at].kind == NUMBER else None
    if tokens[at].low in MONTHS and tokens[at].capital:
        dated = month_first(tokens, at, published)
    if dated and dated.whole_day:
        return dated
    paper = tokens[i + 1].low in _AFTER_WEEKDAY and tokens[i + 1].capital
    bare = not name.endswith("day") and end == i + 1
    if paper or bare or tokens[i - 1].low in _BEFORE_WEEKDAY:
        return None
    number = WEEKDAYS[name]
    which = "this" if tokens[i - 1].low in _AHEAD else None
    resolved = days.weekday(number, which, published) if published else None
    return When(end, resolved, f"{days.WEEKDAY}{number}", whole_day=True)

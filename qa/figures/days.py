"""Stretches of days: what "late November", "the 1990s" or "last week" mean on the calendar.

A date in the news is seldom a day. Every function gives the first and the last day meant, both
included. What names no year is resolved against the day the article was printed: the nearest such
day or month, because wire stories name deadlines ahead as well as events behind; a bare weekday is
one of the past seven days, as in every newspaper.
"""

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]

# A date that names a day of the week and no more is written as this and its ISO number.
WEEKDAY = "weekday-"

# The thirds of a month, of a year (by month) and of a decade (by year): first and last of each.
_DAYS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_MONTHS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_YEARS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def day(year: int, month: int, of_month: int) -> Days | None:
    """One day; None if the calendar has no such day."""
    try:
        only = date(year, month, of_month)
    except ValueError:
        return None
    return only, only


def month(year: int, of_year: int) -> Days | None:
    if not 1 <= year <= 9999:
        return None
    return date(year, of_year, 1), date(year, of_year, monthrange(year, of_year)[1])


def months(year: int, first: int, last: int) -> Days | None:
    """From the month *first* to the month *last* of one year: a quarter, a half, a season."""
    begin, end = month(year, first), month(year, last)
    return (begin[0], end[1]) if begin and end else None


def years(first: int, last: int) -> Days | None:
    if not 1 <= first <= last <= 9999:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def quarter(year: int, number: int) -> Days | None:
    return months(year, 3 * number - 2, 3 * number)


def part(days: Days, which: str) -> Days | None:
    """The early, middle or late third of a month, a year or a decade."""
    first, last = days
    if first.year != last.year:
        begin, end = _YEARS_OF_DECADE[which]
        return years(first.year + begin, first.year + end)
    if first.month != last.month:
        return months(first.year, *_MONTHS_OF_YEAR[which])
    begin, end = _DAYS_OF_MONTH[which]
    return first.replace(day=begin), first.replace(day=min(end, last.day))


def edge(days: Days, *, last: bool) -> Days | None:
    """The beginning or the end of a stretch: a year's month, a month's third."""
    first = days[0]
    if first.month == days[1].month:
        return part(days, "late" if last else "early")
    return month(first.year, 12 if last else 1)


def nearest_day(of_year: int, of_month: int, published: date) -> Days | None:
    """The day of that month and number that is nearest to *published*."""
    near = [day(published.year + n, of_year, of_month) for n in (0, -1, 1, -2, 2, -3, 3)]
    there = [days for days in near if days]
    return min(there, key=lambda days: abs(days[0] - published), default=None)


def nearest_month(of_year: int, published: date) -> Days | None:
    """The month of that name nearest to *published*; of two as near, the one behind."""
    near = [month(published.year + n, of_year) for n in (-1, 0, 1)]
    there = [days for days in near if days]
    return min(there, key=lambda days: abs((days[0] - published.replace(day=1)).days))


def month_beside(of_year: int, which: str, published: date) -> Days | None:
    """ "last November": before this month; "next August": after it; "this May": this year's."""
    year = published.year
    if which == "last" and of_year >= published.month:
        year -= 1
    if which == "next" and of_year <= published.month:
        year += 1
    return month(year, of_year)


def weekday(number: int, which: str | None, published: date) -> Days | None:
    """The weekday *number* (ISO: Monday is 1) that "Friday" or "next Friday" means."""
    ahead = (number - published.isoweekday()) % 7
    offset = {"next": ahead or 7, "this": ahead, "last": ahead - 7}.get(which or "")
    if offset is None:
        offset = ahead - 7 if ahead else 0
    return _moved(published, offset)


def beside(unit: str, which: str, published: date) -> Days | None:
    """ "last year", "this month", "next week", "last quarter"."""
    n = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "year":
        return years(published.year + n, published.year + n)
    if unit == "month":
        year, index = divmod(12 * published.year + published.month - 1 + n, 12)
        return month(year, index + 1)
    if unit == "quarter":
        year, index = divmod(4 * published.year + (published.month - 1) // 3 + n, 4)
        return quarter(year, index + 1)
    monday = _moved(published, 7 * n - published.weekday())
    sunday = _moved(published, 7 * n - published.weekday() + 6)
    return (monday[0], sunday[1]) if monday and sunday else None


def near(published: date, offset: int) -> Days | None:
    """The day *offset* days from *published*: yesterday is -1."""
    return _moved(published, offset)


def _moved(published: date, offset: int) -> Days | None:
    try:
        moved = published + timedelta(days=offset)
    except OverflowError:
        return None
    return moved, moved

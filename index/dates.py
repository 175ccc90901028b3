"""The full dates in a text.

Silence is preferred to a guess: an impossible date, and a day and a month that could be either
way round, are no dates.
"""

import re
from datetime import date, timedelta

# News agencies began in 1835; older dates are in the news, not on it.
EARLIEST = date(1800, 1, 1)
# Seoul prints tomorrow's date while UTC has today's.
TIME_ZONES = timedelta(days=1)
# A dateline's year is taken from a full date only if the two are this close.
SAME_NEWS = timedelta(days=31)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
MONTH_DAY = re.compile(rf"\b{MONTH}\s{{1,3}}{DAY}\b", re.I)
# Pages run the time into the year: "July 5, 20181:30 PM".
_YEAR = r"([0-9]{4})(?![0-9](?![0-9]?:[0-9]{2}))"
_MONTH_DAY_YEAR = re.compile(rf"\b{MONTH}\s{{1,3}}{DAY},?\s{{1,3}}{_YEAR}", re.I)
_DAY_MONTH_YEAR = re.compile(rf"(?<![0-9]){DAY}\s{{1,3}}(?:of\s)?{MONTH},?\s{{0,3}}{_YEAR}", re.I)
_YEAR_FIRST = re.compile(
    r"(?<![0-9.,/-])([0-9]{4})([-./]|[년年]\s?)([0-9]{1,2})(?:\2|[월月]\s?)([0-9]{1,2})"
    r"(?![0-9])[일日]?"
)
_YEAR_LAST = re.compile(r"(?<![0-9.,/-])([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})(?![0-9])")

# With dashes, only of two digits each: "3-2-10" is a score.
_SHORT_YEAR = re.compile(
    r"(?<![0-9.,/-])(?:([0-9]{1,2})/([0-9]{1,2})/([0-9]{2})(?![0-9/])"
    r"|([0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9-]))"
)
# Of two digits: 70 is 1970, 69 is 2069 and not believed.
_CENTURY = 70


def find_dates(text: str) -> list[date]:
    """The full dates of *text*, in order; impossible and ambiguous ones are left out."""
    return [day for _, _, day in date_spans(text) if day]


def date_spans(text: str) -> list[tuple[int, int, date | None]]:
    """Where *text* prints full dates, in order; None for an impossible or an ambiguous one."""
    found = [(m, _date(m[3], _month(m[1]), m[2])) for m in _MONTH_DAY_YEAR.finditer(text)]
    found += [(m, _date(m[3], _month(m[2]), m[1])) for m in _DAY_MONTH_YEAR.finditer(text)]
    found += [(m, _date(m[1], m[3], m[4])) for m in _YEAR_FIRST.finditer(text)]
    found += [(m, _either_way(m[1], m[3], m[4])) for m in _YEAR_LAST.finditer(text)]
    found += [(m, _any_way(*filter(None, m.groups()))) for m in _SHORT_YEAR.finditer(text)]
    return sorted(((m.start(), m.end(), day) for m, day in found), key=lambda span: span[0])


def believable(day: date, today: date) -> bool:
    """Neither from the future nor from before there was news."""
    return EARLIEST <= day <= today + TIME_ZONES


def complete_date(printed: str, text: str, today: date) -> date | None:
    """The day a dateline prints; its year from the full dates of *text* near it, if they agree."""
    full = find_dates(printed)
    match = MONTH_DAY.match(printed)
    if full or not match:
        return next((day for day in full if believable(day, today)), None)
    near = set()
    for other in find_dates(text):
        for year in (other.year - 1, other.year, other.year + 1):
            day = _date(str(year), _month(match[1]), match[2])
            if day and believable(day, today) and abs(day - other) <= SAME_NEWS:
                near.add(day)
    return near.pop() if len(near) == 1 else None


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _either_way(first: str, second: str, year: str) -> date | None:
    """Day and month in either order, if only one order is possible or both are the same day."""
    orders = {_date(year, first, second), _date(year, second, first)} - {None}
    return orders.pop() if len(orders) == 1 else None


def _any_way(first: str, second: str, third: str) -> date | None:
    """The same with a year of two digits, which may also come first."""
    last = _either_way(first, second, _full(third))
    return None if _date(_full(first), second, third) else last


def _full(year: str) -> str:
    return str(int(year) + (1900 if int(year) >= _CENTURY else 2000))


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

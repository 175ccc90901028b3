"""The full dates in a text, and the lines that print nothing but a date.

Silence is preferred to a guess: an impossible date, and a day and a month that could be either
way round, are no dates.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# News agencies began in 1835; older dates are in the news, not on it.
EARLIEST = date(1800, 1, 1)
# Seoul prints tomorrow's date while UTC has today's.
TIME_ZONES = timedelta(days=1)
# A dateline's year is taken from a full date only if the two are this close.
SAME_NEWS = timedelta(days=31)

# A longer line says more than a date.
MAX_STAMP = 120

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH_DAY = re.compile(rf"\b{MONTH}\s{{1,3}}{DAY}\b", re.I)
_MONTH_DAY_YEAR = re.compile(rf"\b{MONTH}\s{{1,3}}{DAY},?\s{{1,3}}([0-9]{{4}})(?![0-9])", re.I)
_DAY_MONTH_YEAR = re.compile(
    rf"(?<![0-9]){DAY}\s{{1,3}}(?:of\s)?{MONTH},?\s{{0,3}}([0-9]{{4}})(?![0-9])", re.I
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9.,/-])([0-9]{4})([-./]|[년年]\s?)([0-9]{1,2})(?:\2|[월月]\s?)([0-9]{1,2})"
    r"(?![0-9])[일日]?"
)
_YEAR_LAST = re.compile(r"(?<![0-9.,/-])([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})(?![0-9])")

_TIME = re.compile(
    r"(?:\bT)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,6})?\s?(?:[ap]\.?m\b\.?)?"
    r"|\b[0-9]{1,2}\s?[ap]\.?m\b\.?",
    re.I,
)
_PUBLISHED = frozenset("published posted publish issued released released date dated".split())
_UPDATED = frozenset("updated update modified revised edited".split())
_TIME_WORDS = frozenset(
    "on at last first and original originally et ct mt pt est edt cst cdt mst mdt pst pdt gmt "
    "bst utc cet cest kst jst ist sgt hkt aest aedt z t local mon monday tue tues tuesday wed "
    "wednesday thu thur thurs thursday fri friday sat saturday sun sunday min mins minute minutes "
    "read".split()
)
_STAMP_WORDS = _PUBLISHED | _UPDATED | _TIME_WORDS
_DIVIDER = re.compile(r"\s+[|·•]\s+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A line that is nothing but a date, its label and a time. ``rank`` 0 is the surest label."""

    day: date
    rank: int


def find_dates(text: str) -> list[date]:
    """The full dates of *text*, in order; impossible and ambiguous ones are left out."""
    found: list[tuple[int, date | None]] = []
    for m in _MONTH_DAY_YEAR.finditer(text):
        found.append((m.start(), _date(m[3], _month(m[1]), m[2])))
    for m in _DAY_MONTH_YEAR.finditer(text):
        found.append((m.start(), _date(m[3], _month(m[2]), m[1])))
    for m in _YEAR_FIRST.finditer(text):
        found.append((m.start(), _date(m[1], m[3], m[4])))
    for m in _YEAR_LAST.finditer(text):
        found.append((m.start(), _either_way(m[1], m[3], m[4])))
    return [day for _, day in sorted(found, key=lambda item: item[0]) if day]


def believable(day: date, today: date) -> bool:
    """Neither from the future nor from before there was news."""
    return EARLIEST <= day <= today + TIME_ZONES


def stamp_of(line: str) -> Stamp | None:
    """The date of a line that prints nothing else: "Published: 4 March 2021", "News 07:13 ...".

    A masthead may stand beside it: "The Anytown Post | Business | 17 May 2023".
    """
    if len(line) > MAX_STAMP:
        return None
    parts = parts_of(line)
    stamps = [stamp for part in parts if (stamp := _stamp_alone(part))]
    others = [part for part in parts if not _stamp_alone(part)]
    if stamps and others and all(_is_heading(part) for part in others):
        return stamps[0]
    return _stamp_alone(line)


def parts_of(line: str) -> list[str]:
    """The parts of a line that bars or points divide; the line itself if none do."""
    return [part for part in _DIVIDER.split(line) if part]


def _is_heading(part: str) -> bool:
    words = part.split()
    return len(words) <= 5 and all(word[0].isupper() or word in ("of", "and") for word in words)


def _stamp_alone(line: str) -> Stamp | None:
    dates = find_dates(line) if len(line) <= MAX_STAMP else []
    if not dates:
        return None
    rest, times = _TIME.subn(" ", _without_dates(line))
    others = [word for word in _LETTERS.findall(rest) if word.lower() not in _STAMP_WORDS]
    titled = len(others) <= 3 and all(word[0].isupper() for word in others)
    section = times and titled and ":" not in rest
    if others and not section:
        return None
    labels = {word.lower() for word in _LETTERS.findall(rest)}
    rank = 0 if labels & _PUBLISHED else 2 if labels & _UPDATED else 1
    return Stamp(day=dates[0], rank=rank)


def complete_date(printed: str, text: str, today: date) -> date | None:
    """The day a dateline prints; its year from the full dates of *text* near it, if they agree."""
    full = find_dates(printed)
    match = _MONTH_DAY.match(printed)
    if full or not match:
        return next((day for day in full if believable(day, today)), None)
    near = set()
    for other in find_dates(text):
        for year in (other.year - 1, other.year, other.year + 1):
            day = _date(str(year), _month(match[1]), match[2])
            if day and believable(day, today) and abs(day - other) <= SAME_NEWS:
                near.add(day)
    return near.pop() if len(near) == 1 else None


def _without_dates(line: str) -> str:
    for pattern in (_MONTH_DAY_YEAR, _DAY_MONTH_YEAR, _YEAR_FIRST, _YEAR_LAST):
        line = pattern.sub(" ", line)
    return line


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _either_way(first: str, second: str, year: str) -> date | None:
    """Day and month in either order, if only one order is possible or both are the same day."""
    orders = {_date(year, first, second), _date(year, second, first)} - {None}
    return orders.pop() if len(orders) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

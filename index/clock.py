"""Times of day as printed beside a date, with the offset from UTC if they say it.

Silence is preferred to a guess: two times that differ, "3:30" without a.m. or p.m., and a zone
whose letters are those of several (CST, IST, BST) tell no time, or no offset.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone
from typing import final

from index.dates import date_spans

# Hours east of Greenwich. "ET" is left out: which it is depends on the season.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "kst": 9, "jst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11,
}  # fmt: skip
_LETTERS = "|".join(sorted(_ZONES, key=len, reverse=True))
_CLOCK = re.compile(
    r"(?<![\w:.,/$€£-])T?(?P<hour>[0-9]{1,2})"
    r"(?:(?::|\.(?=[0-9]{2}\s?[ap]\.?m\b))(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"|(?=\s?[ap]\.?m\b))(?![0-9:])"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    rf"(?:\s?\(?(?P<zone>{_LETTERS})?(?P<offset>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?(?![\w:]))?",
    re.I,
)
# A date for machines may stand for a whole day.
_MIDNIGHT = (0, 0)
# No offset is larger, east of Greenwich or west.
_MOST_HOURS = 14


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, and the time of day if that is known too; without an offset if none is stated."""

    day: date
    clock: time | None = None


def clock_in(text: str) -> time | None:
    """The time of day that *text* prints outside its dates, to the minute; None if not just one."""
    for start, end, _ in reversed(date_spans(text)):
        text = f"{text[:start]} {text[end:]}"
    clocks = {clock for match in _CLOCK.finditer(text) if (clock := _clock(match))}
    return clocks.pop() if len(clocks) == 1 else None


def moment_of(text: str) -> Moment | None:
    """The first full date of what a machine states, with its time unless that is midnight."""
    day = next((day for _, _, day in date_spans(text) if day), None)
    clock = clock_in(text)
    if day is None:
        return None
    whole_day = clock is not None and (clock.hour, clock.minute) == _MIDNIGHT
    return Moment(day=day, clock=None if whole_day else clock)


def only_moment(moments: Sequence[Moment]) -> Moment | None:
    """Their day, if it is one, and their time, if those that have one have the same."""
    if len({moment.day for moment in moments}) != 1:
        return None
    clocks = {moment.clock for moment in moments if moment.clock}
    return Moment(day=moments[0].day, clock=clocks.pop() if len(clocks) == 1 else None)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if half := (match["half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif len(match["hour"]) < 2:
        return None  # before noon, or after it
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute, tzinfo=_zone(match["zone"], match["offset"]))


def _zone(letters: str | None, offset: str | None) -> timezone | None:
    """The zone of letters ("KST"), of an offset ("+09:00"), or of both ("GMT+9")."""
    if letters is None and offset is None:
        return None
    known = _ZONES[letters.lower()] if letters else 0
    if offset is None:
        return timezone(timedelta(hours=known))
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if known or hours > _MOST_HOURS or minutes > 59:
        return None
    east = timedelta(hours=hours, minutes=minutes)
    return timezone(-east if offset[0] == "-" else east)

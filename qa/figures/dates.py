"""Every date that news prints, among them those told from the day of printing: "late last year".

A date that names no year means days only if the day of printing is known; otherwise it says what
it does name, in ISO 8601's way where there is one: "--11-23", "--11", "weekday-5". A date that
does not exist ("Feb. 30") is read, and means no days.
"""

from datetime import date

from qa.figures import days
from qa.figures.figure import Draft, Kind
from qa.figures.months import (
    MONTHS,
    WEEKDAYS,
    day_first,
    in_figures,
    month_first,
    past_point,
    weekday,
)
from qa.figures.number_words import ORDINALS
from qa.figures.tokens import DASHES, HYPHENS, NUMBER, Token, past_hyphen, touching
from qa.figures.years import (
    When,
    nearest_quarter,
    quarter_days,
    read_quarter,
    read_years,
    year_after,
    year_of,
)

_PARTS = frozenset(("early", "mid", "late"))
_BESIDE = frozenset(("last", "this", "next"))
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_EDGES = {"end": True, "close": True, "beginning": False, "start": False}
_YEARS_END = frozenset(("year", "year's", "year’s", "yearend"))
_UNITS = frozenset("year month week quarter".split())
# "Moved from Aug. 5 to Sept. 3" gives two dates, "open from Aug. 5 to Sept. 3" one stretch.
_MOVES = frozenset("moved postponed delayed pushed shifted rescheduled brought deferred".split())
_MOVE_WINDOW = 6

OPENERS = (
    frozenset((*MONTHS, *WEEKDAYS, *_NEAR, *_EDGES, *ORDINALS))
    | _PARTS
    | _BESIDE
    | _YEARS_END
    | {"fiscal", "fy", "q", "h", "'", "twenty"}
)


def read_date(tokens: list[Token], i: int, published: date | None) -> Draft | None:
    """The date or stretch of dates that begins at token *i*, the longest form first."""
    if tokens[i].kind != NUMBER and tokens[i].low not in OPENERS and tokens[i].text != "’":
        return None
    when = _when(tokens, i, published)
    if when is None:
        return None
    when = _until(tokens, i, when, published) or when
    first, last = when.days or (None, None)
    return Draft(
        begin=i,
        end=when.end,
        kind=Kind.DATE,
        first=first,
        last=last,
        partial=None if when.days else when.partial,
        period=when.period,
        ambiguous=when.ambiguous,
    )


def _when(tokens: list[Token], i: int, published: date | None) -> When | None:
    if tokens[i].kind == NUMBER:
        return (
            in_figures(tokens, i)
            or day_first(tokens, i, published)
            or _quarter(tokens, i, published)
            or read_years(tokens, i)
        )
    low, capital = tokens[i].low, tokens[i].capital
    if low in _PARTS:
        return _part(tokens, i, published)
    if low in MONTHS and capital:
        return month_first(tokens, i, published)
    if low in WEEKDAYS and capital:
        return weekday(tokens, i, published)
    if low in _BESIDE:
        return _beside(tokens, i, published)
    if low in _NEAR and tokens[i].text != low.upper():  # "USA TODAY"
        resolved = days.near(published, _NEAR[low]) if published else None
        return When(i + 1, resolved, low, whole_day=True)
    edge = _years_end(tokens, i, published) or _edge(tokens, i, published)
    return edge or _quarter(tokens, i, published) or read_years(tokens, i)


def _until(tokens: list[Token], i: int, begun: When, published: date | None) -> When | None:
    """The stretch from one day to another: "Nov. 18 to Nov. 22", "Nov. 30-Dec. 2, 2019"."""
    mark = tokens[begun.end]
    if not begun.whole_day or not (mark.low == "to" or mark.text in DASHES):
        return None
    if any(token.low in _MOVES for token in tokens[max(0, i - _MOVE_WINDOW) : i]):
        return None
    at = begun.end + 1
    named = tokens[at].kind == NUMBER or (tokens[at].low in MONTHS and tokens[at].capital)
    ended = _when(tokens, at, published) if named else None
    if ended is None or not ended.whole_day:
        return None
    if begun.days is None or ended.days is None or begun.days[0] > ended.days[1]:
        begun = (ended.days and _when(tokens, i, ended.days[0])) or begun
    if begun.days is None or ended.days is None:
        return ended._replace(partial=f"{begun.partial}/{ended.partial}")
    ordered = begun.days[0] < ended.days[1]
    return ended._replace(days=(begun.days[0], ended.days[1])) if ordered else None


def _beside(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "last year", "next month", "this week", "last Friday", "next August"."""
    which, named, end = tokens[i].low, tokens[i + 1], i + 2
    if named.low in _UNITS:
        if tokens[end].text in HYPHENS and touching(tokens, end):
            return None
        resolved = days.beside(named.low, which, published) if published else None
        return When(end, resolved, f"{which} {named.low}")
    if not named.capital or named.low not in (MONTHS | WEEKDAYS):
        return None
    number = (MONTHS | WEEKDAYS)[named.low]
    if named.low in WEEKDAYS:
        resolved = days.weekday(number, which, published) if published else None
        return When(end, resolved, f"{which} {days.WEEKDAY}{number}", whole_day=True)
    dated = month_first(tokens, i + 1, published)
    if dated and (dated.whole_day or not (dated.partial or "").startswith("--")):
        return dated  # "this Nov. 23": the date says more
    resolved = days.month_beside(number, which, published) if published else None
    return When(past_point(tokens, end, named.low), resolved, f"{which} --{number:02d}")


def _part(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "late November", "mid-2019", "early 1990s", "late last year"."""
    which = tokens[i].low
    at = past_hyphen(tokens, i + 1)
    at = at + 2 if tokens[at].low == "in" and tokens[at + 1].low == "the" else at
    named = tokens[at].kind == NUMBER or tokens[at].low in MONTHS or tokens[at].low in _BESIDE
    whole = _when(tokens, at, published) if named else None
    if whole is None or whole.whole_day or tokens[at + 1].low in ("week", "day"):
        return None
    if whole.days is None:
        return whole._replace(partial=f"{which} {whole.partial}")
    return whole._replace(days=days.part(whole.days, which))


def _years_end(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "year's end", "year-end"."""
    low = tokens[i].low
    if low not in _YEARS_END:
        return None
    end = i if low == "yearend" else past_hyphen(tokens, i + 1)
    if end > i and tokens[end].low != "end":
        return None
    year = days.beside("year", "this", published) if published else None
    return When(end + 1, year and days.edge(year, last=True), "year's end")


def _edge(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "the end of the year", "the end of August", "the start of 2019"."""
    low = tokens[i].low
    if low not in _EDGES or tokens[i + 1].low != "of":
        return None
    whole = _whole(tokens, i + 2, published)
    if whole is None or whole.whole_day:
        return None
    if whole.days is None:
        return whole._replace(partial=f"{low} of {whole.partial}")
    return whole._replace(days=days.edge(whole.days, last=_EDGES[low]))


def _whole(tokens: list[Token], i: int, published: date | None) -> When | None:
    """What something is an end or a quarter of: "the year", "this month", "August", "2019"."""
    unit = tokens[i + 1].low
    if tokens[i].low == "the" and unit in _UNITS:
        resolved = days.beside(unit, "this", published) if published else None
        return When(i + 2, resolved, f"the {unit}")
    year = year_of(tokens[i])
    if year:
        return When(i + 1, days.years(year, year))
    named = tokens[i].low in _BESIDE or tokens[i].low in MONTHS
    return _when(tokens, i, published) if named else None


def _quarter(tokens: list[Token], i: int, published: date | None) -> When | None:
    """ "third quarter of 2019", "Q3 2019", "Q3", "first half of 2019"; a bare half is none."""
    found = read_quarter(tokens, i)
    if found is None:
        return None
    number, end, half = found
    name = f"{'H' if half else 'Q'}{number}"
    year, after = year_after(tokens, end)
    if year:
        return When(after, quarter_days(year, number, half=half))
    whole = _whole(tokens, end + 1, published) if tokens[end].low == "of" else None
    if whole:
        year = whole.days[0].year if whole.days else None
        meant = quarter_days(year, number, half=half) if year else None
        return When(whole.end, meant, f"{name} of {whole.partial}")
    if half:
        return None
    return When(end, nearest_quarter(number, published) if published else None, name)

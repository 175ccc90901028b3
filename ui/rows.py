"""A figure of the library as HTML: as printed, as meant, in its sentence; and those that differ.

Nothing here draws or decides; every word that is not ours comes through ``ui.text``.
"""

from decimal import Decimal

from qa import Entry, Figure, Hedge, Kind, Listing
from ui import cards
from ui.text import day, escape, marked

# So much of a long sentence is shown on either side of its figure.
AROUND = 220

KINDS = {
    "All kinds": None,
    "Money": Kind.MONEY,
    "Counts": Kind.COUNT,
    "Percentages": Kind.PERCENT,
    "Percentage points": Kind.POINTS,
    "Dates": Kind.DATE,
    "Lengths of time": Kind.DURATION,
    "Measures": Kind.MEASURE,
    "Ages": Kind.AGE,
    "Ranks": Kind.RANK,
    "Shares and multiples": Kind.RATIO,
    "Scores": Kind.SCORE,
}

_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
_UNCOUNTED = frozenset("celsius fahrenheit horsepower hertz percent points magnitude".split())
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def head(entry: Entry) -> str:
    """The figure as printed, and beside it as meant."""
    said, understood = entry.citation.exact, meant(entry.figure)
    return (
        f'<p class="printed" dir="auto">{escape(" ".join(said.split()))}</p>'
        f'<p class="meant" dir="auto">{escape(understood)}</p>'
    )


def row(entry: Entry) -> str:
    """A row of the list: the figure, and the sentence that it stands in, marked."""
    return (
        f'<div class="figure-row"><div class="figure-head">{head(entry)}</div>'
        f"{sentence(entry)}</div>"
    )


def card(entry: Entry) -> str:
    """One of several that differ."""
    return f'<div class="figure-card">{head(entry)}{sentence(entry)}</div>'


def sentence(entry: Entry) -> str:
    """The sentence with the figure marked; of a long one, what is around the figure."""
    citation = entry.citation
    text, (first, last) = citation.article.text, citation.passage
    start, end = max(first, citation.start - AROUND), min(last, citation.end + AROUND)
    if start > first:
        start = text.find(" ", start, citation.start) + 1 or start
    if end < last:
        end = max(text.rfind(" ", citation.end, end), citation.end)
    words = marked(text, start, end, [(citation.start, citation.end)])
    before, after = "… " * (start > first), " …" * (end < last)
    return f'<p class="sentence" dir="auto">{before}{words}{after}</p>'


def differ(count: int) -> str:
    """The head of figures that differ, which stand below it side by side."""
    return (
        f'<div class="differ-head"><h2>Articles differ</h2><p class="aside">'
        f"{count} articles give different values, it seems, for the same thing.</p></div>"
    )


def tally(listing: Listing, shown: int) -> str:
    """How many figures there are, or how many of more are shown."""
    said = cards.counted(listing.found, "figure")
    if not listing.whole:
        said = f"The first {cards.counted(shown, 'figure')}"
    return f'<p class="tally" role="status">{said}</p>'


def nothing(words: str, kind: Kind | None) -> str:
    """That there is no such figure."""
    said = "No figure of this kind is" if kind else "No figure is"
    where = "said with these words." if words else "in your articles."
    return f'<div class="card silent"><p class="verdict" role="status">{said} {where}</p></div>'


# -- as meant ------------------------------------------------------------------------------------


def meant(figure: Figure) -> str:
    """A figure in plain words: "nearly 5,000,000,000 USD per year", "1 Nov 2019 – 30 Nov 2019"."""
    if figure.kind is Kind.DATE:
        return _dates(figure)
    hedge = f"{figure.hedge} " if figure.hedge and figure.hedge is not Hedge.VAGUE else ""
    period = f" per {figure.period}" if figure.period else ""
    noun = f" · {figure.noun}" if figure.noun else ""
    return f"{hedge}{_amount(figure)}{period}{noun}"


def _dates(figure: Figure) -> str:
    if figure.first is None or figure.last is None:
        return _partial(figure.partial or "")
    if figure.first == figure.last:
        return day(figure.first)
    return f"{day(figure.first)} – {day(figure.last)}"


def _partial(partial: str) -> str:
    """A date that names no year: "--06-30" is 30 June."""
    month, _, of_month = partial.removeprefix("--").partition("-")
    if not (partial.startswith("--") and month.isdecimal() and 1 <= int(month) <= len(_MONTHS)):
        return f"{partial}, year not said"
    named = _MONTHS[int(month) - 1]
    return f"{f'{int(of_month)} ' if of_month.isdecimal() else ''}{named}, year not said"


def _amount(figure: Figure) -> str:
    least = 2 if figure.kind is Kind.MONEY else 0
    low = "" if figure.low is None else _digits(figure.low, least)
    if figure.high is None:
        value = f"{low} or more"
    elif figure.low == figure.high and figure.kind is not Kind.SCORE:
        value = low
    else:
        value = f"{low}–{_digits(figure.high, least)}"
    match figure.kind:
        case Kind.RANK:
            return f"number {value}"
        case Kind.AGE:
            return f"{value} {'year' if value == '1' else 'years'} old"
        case Kind.RATIO if figure.low is not None and figure.low > 1:
            return f"{value} times"
        case Kind.POINTS:
            return f"{value} percentage points"
    return f"{value} {_unit(figure.unit, value)}".rstrip()


def _unit(unit: str | None, value: str) -> str:
    """A unit's name, in the plural where its value wants that: "22 metres", "36 miles per hour"."""
    if unit is None or unit.isupper() or value == "1":
        return unit or ""
    head, joined, rest = unit.partition(" per ")
    *first, last = head.split(" ")
    if last not in _UNCOUNTED:
        last = _PLURALS.get(last, f"{last}s")
    return " ".join([*first, last]) + joined + rest


def _digits(value: Decimal, places: int) -> str:
    """Plain digits in groups of three, without an exponent or zeros that say nothing.

    A fraction has at least so many *places*: $5.50.
    """
    digits = f"{value.normalize():,f}"
    whole, point, fraction = digits.partition(".")
    return f"{whole}.{fraction.ljust(places, '0')}" if point else digits

"""The walk over a text that finds every figure in it, and every name that only looks like one.

At each token a name is tried first, then a date, then a part or a rank, then a quantity; what is
read is passed over, so no figure overlaps another or a name. A figure once read is given what
stands around it: its period and its hedge.
"""

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index.chunk import date_borders
from index.hyphens import Joined, on_one_line
from qa.figures import dates, names, number_words, ranks, ratios
from qa.figures.ages import read_decade_of_life
from qa.figures.codes import linked
from qa.figures.currencies import CODES, PREFIXES, SIGN_LETTERS, SIGNS
from qa.figures.dates import read_date
from qa.figures.figure import Draft, Figure, Hedge, Kind
from qa.figures.hedges import hedge_after, hedge_before
from qa.figures.names import read_name
from qa.figures.nouns import noun_after
from qa.figures.periods import period_after, period_before, period_behind_thing
from qa.figures.quantities import read_quantity
from qa.figures.ranks import read_rank
from qa.figures.ratios import read_ratio
from qa.figures.tokens import BREAK, HYPHENS, LINK, NUMBER, WORD, Token, tokens_of, touching

# The walk passes over words that neither begin a figure nor a name, nor have a number behind them.
_OPENERS = number_words.OPENERS | dates.OPENERS | ratios.OPENERS | ranks.OPENERS | names.OPENERS
_OPENERS |= frozenset(word.lower() for word in (*CODES, *PREFIXES, *SIGN_LETTERS, "minus"))
_MARKS = frozenset(SIGNS) | frozenset("-−–‑+(.#@№'’")

# What may be counted by something: "$60 a barrel", "1,900 vehicles a day".
_RATED = frozenset((Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.POINTS, Kind.MEASURE, Kind.DURATION))


class _Found(NamedTuple):
    figures: list[Draft]
    names: list[tuple[int, int]]


def find_figures(text: str, *, published: date | None = None) -> list[Figure]:
    """The figures of *text* in order, none overlapping.

    Dates that name no year are resolved against the day *published*. What a line's end parts
    ("$870 mil-" and "lion") is read whole, and stands as it is printed.
    """
    read = on_one_line(text)
    tokens = _tokens(read.text)
    found = [_figure(read.text, tokens, draft) for draft in _walk(tokens, published).figures]
    return [_as_printed(figure, text, read) for figure in found] if read.cuts else found


def _as_printed(figure: Figure, text: str, read: Joined) -> Figure:
    start, end = read.place(figure.start, figure.end)
    return replace(figure, text=text[start:end], start=start, end=end)


def find_names(text: str) -> list[tuple[int, int]]:
    """Where *text* has what looks like a figure and is none, in order."""
    read = on_one_line(text)
    tokens = _tokens(read.text)
    return [
        read.place(tokens[i].start, tokens[end - 1].end) for i, end in _walk(tokens, None).names
    ]


def _tokens(text: str) -> list[Token]:
    """The tokens of *text*; nothing is read across the end of a cell or a heading into a date."""
    tokens = tokens_of(text)
    for start, end in reversed(date_borders(text)):
        at = bisect_left(tokens, start, key=lambda token: token.start)
        tokens.insert(at, Token(BREAK, text[start:end], text[start:end], start, end))
    return tokens


def _walk(tokens: list[Token], published: date | None) -> _Found:
    found = _Found([], [])
    past = 0
    for i, token in enumerate(tokens):
        if i < past or not _may_open(tokens, i, token):
            continue
        end = read_name(tokens, i)
        if end is None:
            figures = _read(tokens, i, published)
            past = figures[-1].end if figures else i
            if not figures or not _is_cut(tokens, past):
                found.figures.extend(figures)
                continue
            end = linked(tokens, i)
        found.names.append((i, end))
        past = end
    return found


def _may_open(tokens: list[Token], i: int, token: Token) -> bool:
    """Whether a figure or a name may begin at token *i*; cheap, for most tokens begin none."""
    if token.kind != WORD:
        return token.kind == NUMBER or token.kind == LINK or token.text in _MARKS
    after = tokens[i + 1]
    return (
        token.low in _OPENERS
        or after.kind == NUMBER
        or (after.text in HYPHENS and touching(tokens, i + 1))
        or after.text == "@"
        or (after.text[:1] in "IVX" and after.text.isupper())
    )


def _is_cut(tokens: list[Token], i: int) -> bool:
    """Whether letters go on where a figure ends: "5Gs" is a code after all."""
    cut = tokens[i].kind in (WORD, NUMBER) and touching(tokens, i)
    return cut and tokens[i - 1].kind in (WORD, NUMBER)


def _read(tokens: list[Token], i: int, published: date | None) -> list[Draft]:
    """The figures that begin at token *i*: none, one, or the two ends of a change."""
    one = (
        read_date(tokens, i, published)
        or read_decade_of_life(tokens, i)
        or read_ratio(tokens, i)
        or read_rank(tokens, i)
    )
    drafts = [one] if one else read_quantity(tokens, i)
    return [_with_surroundings(tokens, draft) for draft in drafts]


def _with_surroundings(tokens: list[Token], draft: Draft) -> Draft:
    """*draft* with its hedge, its period, and the noun that a hedge kept from it."""
    hedge, end = _hedge(tokens, draft)
    if draft.kind is Kind.COUNT and draft.noun is None and end > draft.end:
        noun = noun_after(tokens, end)
        draft = draft._replace(noun=noun[0] if noun else None)
    draft = draft._replace(hedge=hedge)
    return _with_period(tokens, draft) if draft.kind in _RATED else draft


def _hedge(tokens: list[Token], draft: Draft) -> tuple[Hedge | None, int]:
    """The hedge before or behind the figure or its noun, and where it ends if behind."""
    if draft.low is not None and draft.high is None:
        return Hedge.VAGUE, draft.end
    dated = draft.kind is Kind.DATE
    before = hedge_before(tokens, draft.begin, lasts=dated or draft.kind is Kind.DURATION)
    if dated:
        return (
            before if before is Hedge.ABOUT and _dates_roughly(tokens, draft) else None
        ), draft.end
    after = hedge_after(tokens, draft.end)
    if after is None and draft.noun:
        noun = noun_after(tokens, draft.end)
        after = hedge_after(tokens, noun[1]) if noun else None
    return before or (after[0] if after else None), after[1] if after else draft.end


def _dates_roughly(tokens: list[Token], draft: Draft) -> bool:
    """ "around 1950"; "concerns about 2020" are no rough date."""
    return tokens[draft.begin - 1].low in ("around", "circa", "approximately", "roughly", ".")


def _with_period(tokens: list[Token], draft: Draft) -> Draft:
    counts = draft.kind is Kind.COUNT
    after = period_after(tokens, draft.end, count=counts)
    if after:
        return draft._replace(period=after[0], end=after[1])
    before = period_before(tokens, draft.begin)
    if before and draft.kind is not Kind.DURATION:
        return draft._replace(period=before, begin=draft.begin - 1)
    if draft.kind in (Kind.MEASURE, Kind.MONEY):
        return draft._replace(period=period_behind_thing(tokens, draft.end))
    noun = noun_after(tokens, draft.end, one=draft.low == 1) if counts and draft.noun else None
    counted = period_after(tokens, noun[1], count=True) if noun else None
    return draft._replace(period=counted[0] if counted else None)


def _figure(text: str, tokens: list[Token], draft: Draft) -> Figure:
    start, end = tokens[draft.begin].start, tokens[draft.end - 1].end
    return Figure(
        text=text[start:end],
        start=start,
        end=end,
        kind=draft.kind,
        low=draft.low,
        high=draft.high,
        step=draft.step,
        unit=draft.unit,
        noun=draft.noun,
        period=draft.period,
        hedge=draft.hedge,
        first=draft.first,
        last=draft.last,
        partial=draft.partial,
        ambiguous=draft.ambiguous,
    )

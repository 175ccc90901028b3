"""Ranks and results: "third", "21st", "won 3-1", "a 7-4 vote".

Two numbers joined by a dash are a result or a range. A result's greater number may come first;
where it comes last the words nearby must say that something was won, lost or voted on.
"""

from decimal import Decimal

from qa.figures.figure import Draft, Kind
from qa.figures.nouns import looks_plural
from qa.figures.number_words import ORDINAL_ENDINGS, ORDINALS, SCALES, TENS
from qa.figures.numerals import read_numeral
from qa.figures.tokens import DASHES, MARK, NUMBER, WORD, Token, past_hyphen, touching
from qa.figures.units import unit_after
from qa.figures.years import read_ordinal, small_number

_RESULTS = frozenset(
    "win won wins winning beat beats beating beaten lost lose loses loss losing draw drew drawn "
    "defeat defeated defeats victory score scored lead led leads leading tie tied vote voted "
    "votes ruled ruling decision match game final semifinal down up ahead against over aggregate "
    "shutout rout routed humiliation thrashing thrashed hammering hammered upset split margin "
    "goal goals set sets half-time trailed trailing".split()
)
# How many words before and behind two numbers may say that they are a result.
_BEFORE, _BEHIND = 6, 2
_HIGHEST = 300

# Behind "first" and "second" these make no rank.
_NO_RANK = {
    "first": frozenset("of hand name aid foremost".split()),
    "second": frozenset("to thoughts thought nature hand guess guessed guessing".split()),
}

OPENERS = frozenset(ORDINALS) | frozenset(TENS)


def read_rank(tokens: list[Token], i: int) -> Draft | None:
    """The ordinal or the result that begins at token *i*."""
    if tokens[i].kind == NUMBER:
        return _score(tokens, i) or _rank_in_digits(tokens, i)
    return _rank(tokens, i) if tokens[i].low in OPENERS else None


def _rank(tokens: list[Token], i: int) -> Draft | None:
    """ "third", "twenty-first", "second-largest"; not "at first"."""
    number, end = read_ordinal(tokens, i)
    before, after = tokens[i - 1].low, tokens[past_hyphen(tokens, end)].low
    if number is None or after in _NO_RANK.get(tokens[i].low, ()):
        return None
    if before in ("at", "per", "split") and tokens[i].low in ("first", "second"):
        return None
    return Draft(i, end, Kind.RANK, low=Decimal(number), high=Decimal(number))


def _rank_in_digits(tokens: list[Token], i: int) -> Draft | None:
    """ "21st", "1,000th"."""
    ends = tokens[i + 1].low in ORDINAL_ENDINGS and touching(tokens, i + 1)
    numeral = read_numeral(tokens, i) if ends else None
    if numeral is None or numeral.decimals:
        return None
    return Draft(i, i + 2, Kind.RANK, low=numeral.value, high=numeral.value)


def _score(tokens: list[Token], i: int) -> Draft | None:
    left = small_number(tokens[i], most=_HIGHEST, least=0)
    right = small_number(tokens[i + 2], most=_HIGHEST, least=0)
    if left is None or right is None or tokens[i + 1].text not in DASHES:
        return None
    if not (touching(tokens, i + 1) and touching(tokens, i + 2)) or _glued(tokens, i):
        return None
    if tokens[i + 3].low in SCALES or unit_after(tokens, i + 3, digits=True):
        return None
    if left < right and not _is_result(tokens, i):
        return None
    return Draft(i, i + 3, Kind.SCORE, low=Decimal(left), high=Decimal(right))


def _glued(tokens: list[Token], i: int) -> bool:
    """Whether the pair touches what makes it something else: "$3-1", "5-10%"."""
    before, after = tokens[i - 1], tokens[i + 3]
    opened = before.text in ("(", "[", '"', "“", "‘", "'", "—", "--")
    closed = after.kind == MARK and after.text not in ("%", "°", "/", ":", "$", "€")
    return (touching(tokens, i) and not opened) or (touching(tokens, i + 3) and not closed)


def _is_result(tokens: list[Token], i: int) -> bool:
    """Whether an ascending pair is a result: by the words near, or by a result next to it."""
    after = tokens[i + 3]
    if after.kind == WORD and looks_plural(after.low) and after.low not in _RESULTS:
        return False
    in_row = tokens[i - 1].text == "," and tokens[i - 3].text in DASHES
    near = tokens[max(0, i - _BEFORE) : i] + tokens[i + 3 : i + 3 + _BEHIND]
    return in_row or any(token.low in _RESULTS for token in near)

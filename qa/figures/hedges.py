"""How surely a figure is said: the words before it ("nearly") and behind it ("or more").

The words are those of the Associated Press and Reuters style books; which hedge a word gives is
what it says literally: "over 800" is more than 800.
"""

from qa.figures.figure import Hedge
from qa.figures.tokens import NUMBER, Phrases, Token, touching

_BEFORE = {
    Hedge.ABOUT: (
        "about",
        "around",
        "some",
        "roughly",
        "approximately",
        "approx",
        "approx .",
        "an estimated",
        "estimated",
        "estimated at",
        "circa",
        "c .",
        "~",
        "≈",
        "in the region of",
        "in the neighborhood of",
        "on the order of",
        "give or take",
    ),
    Hedge.NEARLY: (
        "nearly",
        "almost",
        "close to",
        "just under",
        "just below",
        "just short of",
        "just shy of",
        "approaching",
        "virtually",
        "not quite",
    ),
    Hedge.MORE_THAN: (
        "more than",
        "over",
        "above",
        "in excess of",
        "upwards of",
        "upward of",
        "exceeding",
        "exceeded",
        "exceeds",
        "exceed",
        "greater than",
        "higher than",
        "larger than",
        "longer than",
        "older than",
        "better than",
        "north of",
        "topping",
        ">",
    ),
    Hedge.AT_LEAST: (
        "at least",
        "at least ,",
        "no fewer than",
        "no less than",
        "not less than",
        "not fewer than",
        "a minimum of",
        "minimum of",
        "minimum",
        "as few as",
        "as little as",
        "≥",
    ),
    Hedge.UP_TO: (
        "up to",
        "as much as",
        "as many as",
        "as high as",
        "as long as",
        "no more than",
        "not more than",
        "no longer than",
        "no higher than",
        "at most",
        "at most ,",
        "at the most",
        "a maximum of",
        "maximum of",
        "maximum",
        "≤",
    ),
    Hedge.LESS_THAN: (
        "less than",
        "fewer than",
        "under",
        "below",
        "lower than",
        "smaller than",
        "shorter than",
        "younger than",
        "short of",
        "shy of",
        "<",
    ),
}
_AFTER = {
    Hedge.ABOUT: ("or so", "or thereabouts", "- odd", "give or take"),
    Hedge.MORE_THAN: ("- plus", "+", "and counting"),
    Hedge.AT_LEAST: (
        "or more",
        "or higher",
        "or above",
        "or older",
        "or over",
        "and over",
        "and above",
        "and older",
        "and up",
    ),
    Hedge.UP_TO: ("or less", "or fewer", "or under", "or younger", "at most", "at the most"),
}


def _by_last_word() -> dict[str, list[tuple[list[str], Hedge]]]:
    table: dict[str, list[tuple[list[str], Hedge]]] = {}
    for hedge, phrases in _BEFORE.items():
        for phrase in phrases:
            words = phrase.split()
            table.setdefault(words[-1], []).append((words, hedge))
    return {last: sorted(rows, key=lambda row: -len(row[0])) for last, rows in table.items()}


_BEFORE_BY_LAST = _by_last_word()
_AFTER_FIGURES = Phrases({phrase: hedge for hedge, all_ in _AFTER.items() for phrase in all_})

# Every word that a hedge before a figure is made of.
HEDGE_WORDS = frozenset(word for rows in _BEFORE.values() for row in rows for word in row.split())

# Between a hedge and its number: "more than a record 870", "nearly a further 50".
_PASSED = frozenset("a an the record total another further additional full whole".split())
# "Handed over $5 million": the verb's own word, no hedge.
_PHRASAL = frozenset(
    "hand handed hands handing turn turned turns turning sign signed signs take takes took taken "
    "taking carry carried bring brought win won roll rolled".split()
)
# "Over five years" is a time something is spread over, unless one of these says it is a length.
_LENGTH_BEFORE_OVER = frozenset(
    "for of is was are were lasted lasts took takes well just slightly little aged now after in "
    "been and".split()
)


def hedge_before(tokens: list[Token], i: int, *, lasts: bool) -> Hedge | None:
    """The hedge that ends right before token *i*; *lasts* if the figure is a duration."""
    at = i
    while at > i - 3 and tokens[at - 1].low in _PASSED:
        at -= 1
    for begin in (i, at):
        for words, hedge in _BEFORE_BY_LAST.get(tokens[begin - 1].low, ()):
            first = begin - len(words)
            if [token.low for token in tokens[max(first, 0) : begin]] != words:
                continue
            over = words == ["over"]
            return None if over and _is_no_hedge(tokens[first - 1].low, lasts) else hedge
    return None


def _is_no_hedge(before: str, lasts: bool) -> bool:
    """Whether "over" behind the word *before* belongs to a verb, or means "during"."""
    return before in _PHRASAL or (lasts and before not in _LENGTH_BEFORE_OVER)


def hedge_after(tokens: list[Token], i: int) -> tuple[Hedge, int] | None:
    """The hedge that begins at token *i*, right after a figure, and where it ends."""
    if tokens[i].low == "+" and (not touching(tokens, i) or tokens[i + 1].kind == NUMBER):
        return None
    return _AFTER_FIGURES.at(tokens, i)

"""The words, numbers and marks of a text, each with its place: what the readers read from.

One regular expression walks the text once, and no part of it can match the same stretch in two
ways, so the walk takes time in proportion to the text, whatever the text is. White space is not
kept: whether two tokens touch is told by their offsets. A blank line is a token, so that nothing
is read across it.

Readers look a few tokens ahead and behind without asking whether there are any: the list ends in
a few empty tokens, which are also what Python finds at the indices -1, -2 and so on.
"""

import re
from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

NUMBER, WORD, MARK, LINK, BREAK, END = "number", "word", "mark", "link", "break", "end"

HYPHENS = frozenset("-‐‑")
# Between the two ends of a range; the tilde is Korean and Japanese usage.
DASHES = HYPHENS | frozenset("–~～")

# How far a reader may look beyond the tokens it knows.
_PADDING = 16

# A number keeps the marks between its digits, full-width ones too, and the narrow spaces (SI) and
# apostrophes (Swiss) that stand before three digits; an ordinary space only before "000".
_TOKEN = re.compile(
    r"""
    (?P<link>(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?'’)])
  | (?P<number>\d+(?:[.,．，]\d+|[\u00a0\u2009\u202f'’]\d{3}(?!\d)|[ ]000(?!\d))*)
  | (?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<break>\n[^\S\n]*\n\s*)
  | (?P<mark>(?P<one>[^\w\s]|_)(?P=one)*)
    """,
    re.VERBOSE,
)

Value = TypeVar("Value")


class Token(NamedTuple):
    """One token. A run of the same mark is one: "--" is a dash, "$$$" no currency."""

    kind: str
    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def tokens_of(text: str) -> list[Token]:
    """The tokens of *text*, in order, and the empty ones at the end."""
    found = []
    for match in _TOKEN.finditer(text):
        printed = match.group()
        kind = MARK if match.lastgroup == "one" else match.lastgroup or MARK
        found.append(Token(kind, printed, printed.lower(), match.start(), match.end()))
    beyond = len(text) + 1
    return found + [Token(END, "", "", beyond, beyond)] * _PADDING


def touching(tokens: list[Token], i: int) -> bool:
    """Whether nothing stands between token *i* and the one before it."""
    return tokens[i - 1].end == tokens[i].start


def past_hyphen(tokens: list[Token], i: int) -> int:
    """The index after the hyphen at *i* if it joins two words ("five-year"), else *i*."""
    joins = tokens[i].text in HYPHENS and touching(tokens, i) and touching(tokens, i + 1)
    return i + 1 if joins else i


def starts_sentence(tokens: list[Token], i: int) -> bool:
    """Whether token *i* is the first of a sentence or a line of its own, where all are capital."""
    return tokens[i - 1].kind in (END, BREAK) or tokens[i - 1].text in tuple('.!?“"”:‘—--')


class Phrases(Generic[Value]):
    """A table from phrases to values, which finds the longest phrase at a place.

    The words of a phrase may be joined by hyphens in the text: "percentage-point".
    """

    def __init__(self, table: Mapping[str, Value]) -> None:
        self._by_first: dict[str, list[tuple[list[str], Value]]] = {}
        for phrase in sorted(table, key=lambda phrase: -len(phrase.split())):
            first, *rest = phrase.split()
            self._by_first.setdefault(first, []).append((rest, table[phrase]))

    def at(self, tokens: list[Token], i: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at token *i*, and where it ends."""
        for rest, value in self._by_first.get(tokens[i].low, ()):
            end = i + 1
            for word in rest:
                at = end if tokens[end].low == word else past_hyphen(tokens, end)
                if tokens[at].low != word:
                    break
                end = at + 1
            else:
                return value, end
        return None

    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

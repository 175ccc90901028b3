"""Words that a line's end parts: "govern-" and "ment" on the next line.

The text keeps them as they are printed; what reads it reads them whole, and says where they stand
in the text. One rule decides, here: a hyphen between two small letters and a line's end parts a
word, unless it may well have been there before the line was set ("Seoul-led", "twenty-five").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.article import Range

# No word is longer; a longer run of letters is not walked along again and again.
MAX_WORD = 40

# A hyphen, also one that is only for line ends, with the line's end and the next one's indent.
_LINE_END = r"[-\u2010\u00ad][ \t]{0,8}\r?\n[ \t]{0,8}"
_BREAK = re.compile(rf"(?<=[a-z]){_LINE_END}(?=[a-z])")
# Between the ends of a range a dash does the same, and a sign may stand at either end.
_DASH_AT_END = r"[-\u2010\u2011\u2013~\uff5e][ \t]{0,8}\r?\n[ \t]{0,8}"
_ANY_BREAK = re.compile(
    rf"(?<=[^\W_]){_LINE_END}(?=[^\W_])"
    rf"|(?:(?<=[^\W_])|(?<=%)){_DASH_AT_END}(?=(?:US)?[$€£¥₩₹]?[0-9])"
)

# What is hung onto a name, and onto any word; what any word is hung onto.
_AFTER_NAMES = frozenset(
    "led based born made style wide run owned backed bound era like area only held born bred "
    "funded built trained controlled occupied friendly".split()
)
_AFTER_WORDS = frozenset(
    "based owned backed funded term known level scale class style related friendly".split()
)
_AFTER_TIMES = frozenset(("old", "long"))
_TIMES = frozenset("year years month months week weeks day days hour hours".split())
_BEFORE_WORDS = frozenset("self twenty thirty forty fifty sixty seventy eighty ninety".split())
# Figures in words: "ten-twelve", "four-year", "two-thirds", "half-million"; "ten-sion" is none.
_NUMBERS = frozenset(
    "half one two three four five six seven eight nine ten eleven twelve fifteen twenty".split()
)
_COUNTED = _TIMES | frozenset(
    "minute minutes half third thirds quarter quarters fifth fifths sixth sixths eighth eighths "
    "tenth tenths dozen hundred thousand million billion trillion".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A text whose parted words are whole again.

    ``cuts`` are the places in ``text`` where something was left out, ascending, and ``left_out``
    how much, up to and with each.
    """

    text: str
    cuts: tuple[int, ...]
    left_out: tuple[int, ...]

    def place(self, start: int, end: int) -> Range:
        """Where ``text[start:end]`` stands in the text as it is printed."""
        if start >= end:
            return self._at(start), self._at(start)
        return self._at(start), self._at(end - 1) + 1

    def _at(self, offset: int) -> int:
        passed = bisect_right(self.cuts, offset)
        return offset + (self.left_out[passed - 1] if passed else 0)


def join(text: str) -> Joined:
    """*text* with its parted words whole."""
    return _without(text, breaks(text))


def on_one_line(text: str) -> Joined:
    """*text* with no line end behind a hyphen: parted words whole, "20-" and "30" a range again,
    "four-" and "year" as they were.
    """
    parting = {span for span in breaks(text) if not _is_of_number(text, *span)}
    lines = (match.span() for match in _ANY_BREAK.finditer(text))
    return _without(
        text, ((start if (start, end) in parting else start + 1, end) for start, end in lines)
    )


def _without(text: str, stretches: Iterable[Range]) -> Joined:
    pieces, cuts, left_out = [], [], []
    at = left = 0
    for start, end in stretches:
        pieces.append(text[at:start])
        cuts.append(start - left)
        left += end - start
        left_out.append(left)
        at = end
    return Joined(text="".join((*pieces, text[at:])), cuts=tuple(cuts), left_out=tuple(left_out))


def with_whole_words(text: str) -> str:
    """*text* with each parted word whole before its parts: a search for either finds it."""
    pieces = []
    at = 0
    for start, end in parted_words(text):
        pieces += [text[at:start], _BREAK.sub("", text[start:end]), " ", text[start:end]]
        at = end
    return "".join((*pieces, text[at:]))


def parted_words(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Where the parted words of ``text[start:end]`` are, in order; what is outside is cut off."""
    end = len(text) if end is None else end
    found: list[Range] = []
    for at, after in breaks(text, start, end):
        first = max(start, at - len(_before(text, at)))
        last = min(end, after + len(_after(text, after)))
        if found and first < found[-1][1]:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def breaks(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """The hyphens with their line ends that part the words of ``text[start:end]``."""
    for match in _BREAK.finditer(text, start, len(text) if end is None else end):
        if not _is_compound(_before(text, match.start()), _after(text, match.end())):
            yield match.span()


def _before(text: str, at: int) -> str:
    """The letters right before *at*."""
    start = at
    while start > max(0, at - MAX_WORD) and text[start - 1].isalpha():
        start -= 1
    return text[start:at]


def _after(text: str, at: int) -> str:
    """The letters right behind *at*."""
    end = at
    while end < min(len(text), at + MAX_WORD) and text[end].isalpha():
        end += 1
    return text[at:end]


def _is_of_number(text: str, start: int, end: int) -> bool:
    """Whether the hyphen joins a number word with another, or with what it counts."""
    before, after = _before(text, start).lower(), _after(text, end)
    return before in _NUMBERS and after in _NUMBERS | _COUNTED


def _is_compound(before: str, after: str) -> bool:
    """Whether the hyphen may well belong to the word wherever its line ends."""
    if before[:1].isupper() and after in _AFTER_NAMES:
        return True
    if before in _TIMES and after in _AFTER_TIMES:
        return True
    return after in _AFTER_WORDS or before.lower() in _BEFORE_WORDS

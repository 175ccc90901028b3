"""Words that are not ours, made fit to be shown: escaped, marked, cut into paragraphs.

Document text, titles, file names and questions reach the screen only through ``escape`` (for
HTML) or ``plain`` (for the few places where Streamlit takes Markdown: the labels of buttons, the
text of a progress bar). Marks are built from escaped pieces cut at known offsets; the escaped
string is never searched.

Offsets are those of the article: Unicode code points, half-open.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from qa import telling_words

Range = tuple[int, int]

# Characters that would say one thing and show another. Controls show as their pictures (U+2400
# and up); halves of surrogate pairs, which no browser can be sent, as the replacement character;
# bidirectional embeddings, overrides and isolates are dropped, which leaves the text in its
# logical order ("Trojan Source", Boucher & Anderson 2021).
_SHOWN: dict[int, str | None] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    0x85: "\n",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(range(0x202A, 0x202F)),
    **dict.fromkeys(range(0x2066, 0x206A)),
}

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_ACTIVE = re.compile(r"[\\`*_\[\]<>$~|#&]")

# Streamlit replaces some text after Markdown has been read, where a backslash no longer helps:
# :shortcodes:, arrows written as "->", and addresses. A word joiner, which has no width, between
# the characters keeps them apart.
_JOINER = "\u2060"
_REPLACED = re.compile(r"(?<=[:@])(?=\S)|(?<=[<>=~-])(?=[<>=-])|(?<=www)(?=\.)", re.IGNORECASE)

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’]\w+)?")

_SPOKEN = re.compile(r"[^\W_]+")

_ENDING = re.compile(r"(?:['’]s?|(?<=\w{3})(?:ing|ed|es|s|e))$")

# A line that ends a paragraph: the next is blank, or it is too short to have been wrapped, or it
# ends as a sentence does.
_BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)?")
_WRAPPED_AT = 50
_SENTENCE_END = tuple(".!?:\"'”’")


def escape(text: str) -> str:
    """*text* as HTML that shows it and does nothing else, in an element or in an attribute."""
    return html.escape(text.translate(_SHOWN), quote=True)


def plain(text: str) -> str:
    """*text* as one line of Streamlit's Markdown that shows it and does nothing else."""
    line = visible(text)
    apart = _REPLACED.sub(_JOINER, line)
    return _PUNCTUATION.sub(lambda match: "\\" + match.group(), apart)


def visible(text: str) -> str:
    """*text* as one line for a widget that takes no markup: nothing in it hides or turns round."""
    return " ".join(text.translate(_SHOWN).split())


def spoken(text: str) -> str:
    """*text* as words alone, for a label that is only read aloud: in Markdown they are themselves.

    A backslash would be read aloud too.
    """
    return " ".join(_SPOKEN.findall(text))


def markdown(text: str) -> str:
    """*text* as Markdown to be pasted elsewhere: escaped where a character would mean something."""
    return _ACTIVE.sub(lambda match: "\\" + match.group(), text.translate(_SHOWN))


def pieces(
    start: int, end: int, layers: Mapping[str, Iterable[Range]]
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Cut the range where a layer begins or ends; each piece with the layers that cover it."""
    clipped = [
        (name, max(start, first), min(end, last))
        for name, ranges in layers.items()
        for first, last in ranges
        if first < end and start < last
    ]
    borders = sorted({start, end, *(b for _, first, last in clipped for b in (first, last))})
    for left, right in pairwise(borders):
        yield (
            left,
            right,
            frozenset(name for name, first, last in clipped if first <= left and right <= last),
        )


def marked(text: str, start: int, end: int, marks: Iterable[Range]) -> str:
    """``text[start:end]`` as HTML, with the stretches *marks* in mark elements."""
    return "".join(
        f"<mark>{escape(text[left:right])}</mark>" if over else escape(text[left:right])
        for left, right, over in pieces(start, end, {"mark": marks})
    )


def word_matches(question: str, text: str, start: int, end: int) -> list[Range]:
    """Where ``text[start:end]`` has the telling words of *question*, in whatever form."""
    wanted = {_stem(word) for word in telling_words(question)}
    return [w.span() for w in _WORD.finditer(text, start, end) if _stem(w.group()) in wanted]


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """The paragraphs of ``text[start:end]``, in order, without the white space around them."""
    end = len(text) if end is None else end
    found = []
    first = line = start
    for match in _BREAK.finditer(text, start, end):
        before = text[line : match.start()]
        line = match.end()
        blank = match.group().count("\n") > 1
        if blank or len(before) <= _WRAPPED_AT or before.rstrip().endswith(_SENTENCE_END):
            found.append((first, match.start()))
            first = match.end()
    found.append((first, end))
    return [(a, b) for a, b in (_strip(text, *piece) for piece in found) if a < b]


def day(printed: date) -> str:
    """The date as a newspaper's archive prints it: 15 Nov 2019."""
    return f"{printed.day} {printed:%b %Y}"


def shortened(text: str, most: int) -> str:
    """*text* on one line, cut at a space to at most *most* characters, with the cut shown."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0] + "…"


def _stem(word: str) -> str:
    """The word in lower case without the endings of number, person and tense."""
    return _ENDING.sub("", word.casefold())


def _strip(text: str, start: int, end: int) -> Range:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())

"""What every format is turned into: a text, which of it is article, and what the format says.

A reader of a format takes bytes and gives a ``Content``; where one file holds many articles, a
``Part`` for each. What it cannot read is a ``DocumentError`` that begins with the file's name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from index.article import Range
from index.clean import body_lines, join_lines
from index.printed import find_lines

# Not in any text: a NUL ends it in some programs, half a surrogate pair cannot be written.
_DROPPED = dict.fromkeys((0, *range(0xD800, 0xE000)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file's format says, before its words are asked; the fields are the article's."""

    text: str
    body: tuple[Range, ...]
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: date | None = None
    printed_time: time | None = None
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article of a file, or why it could not be read.

    ``address`` follows the file's own: "" for all of it, "#12" for its row 12, "/a/b.html" for a
    file in an archive.
    """

    address: str
    content: Content | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph; or a row of a table, which is never furniture.

    ``bare`` is what the cells of a row say without their headers, where a format needs to know;
    ``table`` numbers the table that the row is of. A row that ``is_inner`` is of a table in a cell
    of that one.
    """

    text: str
    is_row: bool = False
    bare: str = ""
    table: int = 0
    is_inner: bool = False


def compose(blocks: Iterable[Block]) -> tuple[str, tuple[Range, ...]]:
    """The text of *blocks*, a blank line between any two, and its body."""
    text, rows = lay_out(blocks)
    return text, body_with(text, list(rows))


def lay_out(blocks: Iterable[Block]) -> tuple[str, dict[Range, Block]]:
    """The text of *blocks*, a blank line between any two, and where its rows are."""
    texts: list[str] = []
    rows: dict[Range, Block] = {}
    at = 0
    for block in blocks:
        text = tidy(block.text).strip()
        if text and block.is_row:
            rows[at, at + len(text)] = block
        if text:
            texts.append(text)
            at += len(text) + 2
    return "\n\n".join(texts), rows


def body_with(text: str, kept: Sequence[Range], dropped: Sequence[Range] = ()) -> tuple[Range, ...]:
    """Everything but the furniture; lines in *kept* are none, lines in *dropped* are."""
    lines = find_lines(text)
    sure = _covered(lines, kept)
    never = _covered(lines, dropped)
    marks = zip(body_lines(text, lines), sure, never, strict=True)
    return join_lines(lines, [(is_body or keep) and not drop for is_body, keep, drop in marks])


def _covered(lines: Sequence[Range], ranges: Sequence[Range]) -> list[bool]:
    """For each line, whether one of *ranges*, ascending as the lines are, holds it."""
    covered = []
    number = 0
    for start, end in lines:
        while number < len(ranges) and ranges[number][1] <= start:
            number += 1
        covered.append(number < len(ranges) and ranges[number][0] <= start < end)
    return covered


def tidy(text: str) -> str:
    """*text* without the characters that cannot be stored."""
    return text.translate(_DROPPED)


def stated_in(text: str, title: str | None) -> str | None:
    """*title*, if a line of the text says it too: what a program notes may be a draft's name."""
    words = " ".join((title or "").split())
    lines = {" ".join(line.split()) for line in text.split("\n")}
    return words if words and words in lines else None


def content_json(content: Content) -> dict[str, Any]:
    """*content* as it travels between two processes."""
    return {
        "text": content.text,
        "body": content.body,
        "title": content.title,
        "publisher": content.publisher,
        "byline": content.byline,
        "published": content.published and content.published.isoformat(),
        "printed_time": content.printed_time and content.printed_time.isoformat(),
        "pages": content.pages,
    }


def content_from(reply: Mapping[str, Any]) -> Content:
    """The content that ``content_json`` was made of."""
    published, clock = reply["published"], reply["printed_time"]
    return Content(
        text=reply["text"],
        body=tuple((start, end) for start, end in reply["body"]),
        title=reply["title"],
        publisher=reply["publisher"],
        byline=reply["byline"],
        published=date.fromisoformat(published) if published else None,
        printed_time=time.fromisoformat(clock) if clock else None,
        pages=tuple(reply["pages"]),
    )

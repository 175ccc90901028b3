"""A Rich Text file's words; its table rows come out as cells with a bar after each."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from index.decode import decode
from index.errors import DocumentError
from index.formats.content import Block, Content, compose
from index.formats.tables import table_lines

_TITLE = re.compile(r"\{\\title\s([^{}\\]{1,300})\}")
# Where a link leads is not printed. striprtf would print it, in time that grows with the square of
# the links on a line.
_INSTRUCTIONS = re.compile(r"\{\\\*\\fldinst[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}")


def read_rtf(data: bytes, *, name: str) -> Content:
    """Read an .rtf file.

    Raises:
        DocumentError: it is none, or its bytes are no letters in the encoding it names.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError(f"{name}: not a Rich Text file. Save it again as .rtf or .txt.")
    source = decode(data, name=name, html=False)  # mostly ASCII: other letters are escaped
    try:
        text = rtf_to_text(_INSTRUCTIONS.sub("", source), errors="strict")
    except (ValueError, OverflowError, LookupError) as error:  # or a letter beyond all letters
        raise DocumentError(
            f"{name}: its characters cannot be decoded ({error}). Save it as .docx or .txt."
        ) from error
    # A letter beyond the first 65,536 is written in halves.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text, body = compose(_blocks(whole.splitlines()))
    title = _TITLE.search(source)
    return Content(text=text, body=body, title=(title and title[1].strip()) or None)


def _blocks(lines: list[str]) -> Iterator[Block]:
    table: list[list[str]] = []
    for line in [*lines, ""]:
        if line.endswith("|"):
            table.append(line[:-1].split("|"))
            continue
        yield from (Block(text=row, is_row=True) for row in table_lines(table))
        table = []
        yield Block(text=line)

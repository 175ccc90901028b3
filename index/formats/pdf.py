"""A PDF's words, in reading order, page by page.

A PDF has letters at places, no lines and no paragraphs. PDFium says in what order they were
written and where each stands; from that we make lines, put the columns of a line one after the
other, give the rows of a table their headers, and join the lines of a paragraph. A word hyphenated
at a line's end keeps its hyphen and its line end, so the text says what the page shows. Running
heads and page numbers are furniture.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.article import Range
from index.errors import DocumentError
from index.formats.aligned import Line, joined, table_at
from index.formats.content import Content, body_with, stated_in, tidy

# In heights of the letters: the gap that parts two columns (a justified line's widest spaces stay
# under one) or the cells of a table, whose widest cell leaves less, and how far apart two lines
# may be set and still be one paragraph, by the page's own usual distance.
MIN_GAP = 1.2
MIN_CELL_GAP = 0.7
MAX_LEADING = 1.3
# Two letters on one line differ less than this in height above the page's foot.
SAME_LINE = 0.5
# Fewer lines side by side may be a table or a caption; shorter ones are cells.
MIN_COLUMN_LINES = 3
MIN_COLUMN_LETTERS = 20
# Heads and feet stand in the first or last lines of a page, and on three pages or all of two.
EDGE_LINES = 2
MIN_RUNNING = 3
# More letters than this without a meaning: the fonts do not say what they draw.
MAX_UNKNOWN = 0.2

# PDFium writes a hyphen at a line's end so, and leaves out the line's end.
_HYPHENS = "\x02\ufffe"
# What stands for a letter that its font does not name.
_UNKNOWN = 0xFFFD
_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGE_NUMBER = re.compile(
    r"(?:page\s|[-–—]\s?)?([0-9]{1,4})(?:\s?[-–—]|\s?(?:/|of)\s?[0-9]{1,4})?", re.I
)
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*$")


def read_pdf(data: bytes, *, name: str) -> Content:
    """Read a PDF.

    Raises:
        DocumentError: it is none, is protected, or has no text.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise DocumentError(f"{name}: {_refusal(str(error))}") from error
    pages = [_page_lines(document, number, name) for number in range(len(document))]
    if not any(pages):
        counted = "its page" if len(pages) == 1 else f"its {len(pages)} pages"
        raise DocumentError(f"{name}: no text in {counted} (a scan?). Run OCR on it first.")
    _check_letters("".join(line.text for page in pages for line in page), name)
    text, starts, rows, furniture = _laid_out(pages, _running(pages))
    return Content(
        text=text,
        body=body_with(text, rows, dropped=furniture),
        title=stated_in(text[: starts[1]] if len(starts) > 1 else text, _title(document)),
        pages=tuple(starts),
    )


def _refusal(error: str) -> str:
    if "password" in error.lower():
        return "protected by a password. Save it without."
    return "not a PDF, or a damaged one. Save or download it again."


def _title(document: pdfium.PdfDocument) -> str | None:
    return document.get_metadata_value("Title") or None


def _check_letters(text: str, name: str) -> None:
    unknown = sum(ord(c) == _UNKNOWN or "\ue000" <= c <= "\uf8ff" for c in text)
    if unknown > MAX_UNKNOWN * len(text):
        raise DocumentError(
            f"{name}: its fonts do not say which letters they draw. Run OCR on it first."
        )


# -- lines -----------------------------------------------------------------------------------


def _page_lines(document: pdfium.PdfDocument, number: int, name: str) -> list[Line]:
    """The lines of a page, in reading order; pages are numbered from 0."""
    try:
        page = document[number]
        words = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise DocumentError(
            f"{name}: its page {number + 1} is damaged. Save or download it again."
        ) from error
    turned = page.get_rotation()
    rows = [_row(letters) for letters in _rows(words, turned)]
    return list(_unfold([row for row in rows if row.pieces]))


_Box = tuple[float, float, float, float]
_Letter = tuple[str, _Box | None]


def _rows(words: pdfium.PdfTextPage, turned: int) -> Iterator[list[_Letter]]:
    """The letters of each line as PDFium parts them; those it has put in itself have no box."""
    row: list[_Letter] = []
    for number in range(words.count_chars()):
        letter = chr(pdfium_c.FPDFText_GetUnicode(words, number) or _UNKNOWN)
        if letter in "\r\n":
            yield row
            row = []
            continue
        ends = letter in _HYPHENS
        made = pdfium_c.FPDFText_IsGenerated(words, number) == 1
        box = None if made else _upright(words.get_charbox(number, loose=True), turned)
        row.append(("-" if ends else letter, box))
        if ends:
            yield row
            row = []
    yield row


def _upright(box: _Box, turned: int) -> _Box:
    """The box as it stands on a page that is shown *turned* by so many degrees."""
    left, bottom, right, top = box
    match turned:
        case 90:
            return bottom, -right, top, -left
        case 180:
            return -right, -top, -left, -bottom
        case 270:
            return -top, left, -bottom, right
        case _:
            return box


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The words of a line, parted as columns are, and more often, as the cells of a table are."""

    pieces: Sequence[Line]
    cells: Sequence[Line]


def _row(letters: Sequence[_Letter]) -> _Row:
    return _Row(pieces=_pieces(letters, MIN_GAP), cells=_pieces(letters, MIN_CELL_GAP))


def _pieces(row: Sequence[_Letter], gap: float) -> list[Line]:
    """The row's words, parted where there is a *gap* too wide for a space."""
    found: list[list[_Letter]] = []
    last: _Box | None = None
    for letter, box in row:
        if not found or (box and last and not letter.isspace() and _is_apart(last, box, gap)):
            found.append([])
        found[-1].append((letter, box))
        if box and not letter.isspace():
            last = box
    return [line for piece in found if (line := _line(piece))]


def _is_apart(last: _Box, box: _Box, gap: float) -> bool:
    height = max(box[3] - box[1], last[3] - last[1])
    level = abs(box[1] - last[1]) < SAME_LINE * height
    return level and box[0] - last[2] > gap * height


def _line(piece: Sequence[_Letter]) -> Line | None:
    text = " ".join(tidy("".join(letter for letter, _ in piece)).split())
    boxes = [box for letter, box in piece if box and not letter.isspace()]
    if not text or not boxes:
        return None
    return Line(
        text=text,
        left=min(box[0] for box in boxes),
        right=max(box[2] for box in boxes),
        bottom=statistics.median(box[1] for box in boxes),
        height=statistics.median(box[3] - box[1] for box in boxes),
    )


def _unfold(rows: Sequence[_Row]) -> Iterator[Line]:
    """Rows that are two columns side by side as the one column, then the other; tables as rows."""
    pieces, cells = [row.pieces for row in rows], [row.cells for row in rows]
    at = 0
    while at < len(rows):
        end, gutter = _side_by_side(pieces, at)
        if gutter is None:
            table, end = table_at(cells, at)
            yield from table or (joined(pieces[at]),)
            at = end if table else at + 1
            continue
        for is_left in (True, False):
            column = [_side(row, gutter, is_left=is_left) for row in rows[at:end]]
            yield from _unfold([row for row in column if row.pieces])
        at = end


def _side(row: _Row, gutter: float, *, is_left: bool) -> _Row:
    """What of the row stands left, or right, of the *gutter*."""
    pieces, cells = (
        [piece for piece in side if (piece.right <= gutter) == is_left]
        for side in (row.pieces, row.cells)
    )
    return _Row(pieces=pieces, cells=cells)


def _side_by_side(rows: Sequence[Sequence[Line]], at: int) -> tuple[int, float | None]:
    """Where the columns that begin at row *at* end, and a place between them; None if none do."""
    low, high = float("-inf"), float("inf")
    end = at
    while end < len(rows) and len(rows[end]) > 1:
        gaps = [(a.right, b.left) for a, b in pairwise(rows[end])]
        fit = next(((a, b) for a, b in gaps if max(a, low) < min(b, high)), None)
        if fit is None:
            break
        low, high = max(low, fit[0]), min(high, fit[1])
        end += 1
    sides = [[p.text for row in rows[at:end] for p in row if (p.right <= low) == s] for s in (0, 1)]
    wide = all(side and statistics.mean(map(len, side)) >= MIN_COLUMN_LETTERS for side in sides)
    if end - at < MIN_COLUMN_LINES or not wide:
        return at, None
    return end, (low + high) / 2


# -- furniture -------------------------------------------------------------------------------


def _running(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For each page, the numbers of its lines that are heads, feet or page numbers."""
    edges = [_edges(page) for page in pages]
    counts: Counter[tuple[str, ...]] = Counter()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True), start=1):
        counts.update({key for i in edge for key in _keys(page[i].text, number)})
    least = min(MIN_RUNNING, max(2, len(pages)))
    return [
        {
            i
            for i in edge
            if _is_number_of(page[i].text, number)
            or any(counts[key] >= least for key in _keys(page[i].text, number))
        }
        for number, (page, edge) in enumerate(zip(pages, edges, strict=True), start=1)
    ]


def _edges(page: Sequence[Line]) -> set[int]:
    """The numbers of the highest and the lowest lines."""
    order = sorted(range(len(page)), key=lambda i: page[i].bottom)
    return {*order[:EDGE_LINES], *order[-EDGE_LINES:]} if len(page) > 2 * EDGE_LINES else set()


def _keys(line: str, page: int) -> Iterator[tuple[str, ...]]:
    """What a line has in common with its like on other pages: its words, and how it counts."""
    yield (line,)
    for match in _NUMBER.finditer(line):
        ahead = str(int(match.group()) - page)
        yield line[: match.start()], ahead, line[match.end() :]


def _is_number_of(line: str, page: int) -> bool:
    match = _PAGE_NUMBER.fullmatch(line)
    return match is not None and int(match[1]) == page


# -- paragraphs ------------------------------------------------------------------------------


def _laid_out(
    pages: Sequence[Sequence[Line]], running: Sequence[set[int]]
) -> tuple[str, list[int], list[Range], list[Range]]:
    """The text of all pages, where each begins, and where rows of tables and furniture are."""
    parts: list[str] = []
    starts: list[int] = []
    rows: list[Range] = []
    furniture: list[Range] = []
    at = 0
    for page, runs in zip(pages, running, strict=True):
        starts.append(at)
        for text, line, is_furniture in _paragraphs(page, runs):
            if is_furniture or line.is_row:
                (furniture if is_furniture else rows).append((at, at + len(text)))
            parts.append(f"{text}\n\n")
            at += len(text) + 2
    text = "".join(parts).rstrip()
    return text, [min(start, len(text)) for start in starts], rows, furniture


def _paragraphs(page: Sequence[Line], runs: set[int]) -> Iterator[tuple[str, Line, bool]]:
    """Each paragraph's text, its last line, and whether it is furniture."""
    words = [line for i, line in enumerate(page) if i not in runs]
    leading = _leading(words)
    text = ""
    for i, line in enumerate(page):
        text += line.text
        following = i + 1 < len(page) and not {i, i + 1} & runs
        if following and _goes_on(line, page[i + 1], words, leading):
            text += "\n" if _HYPHENATED.search(text) else " "
        else:
            yield text, line, i in runs
            text = ""


def _leading(page: Sequence[Line]) -> float:
    """The usual distance of two lines, from foot to foot."""
    steps = [a.bottom - b.bottom for a, b in pairwise(page) if a.bottom > b.bottom]
    return statistics.median(steps) if steps else 0.0


def _goes_on(line: Line, after: Line, page: Sequence[Line], leading: float) -> bool:
    """Whether the paragraph of *line* goes on in the line *after* it."""
    if not (line.whole and after.whole):
        return False
    slack = line.height / 2
    column = [o.right for o in page if abs(o.left - line.left) < 3 * line.height and o.whole]
    word = len(after.text.split(maxsplit=1)[0]) / len(after.text) * (after.right - after.left)
    full = line.right + word + slack > max(column)
    same = abs(line.height - after.height) < 0.15 * line.height
    near = 0 < line.bottom - after.bottom <= MAX_LEADING * leading
    above = line.bottom < after.bottom  # the next column or page
    indented = _ENDED.search(line.text) and after.left > line.left + slack
    mid_sentence = after.text[0].islower() and not _ENDED.search(line.text)
    return (full or mid_sentence) and same and (near or above) and not indented

"""Lines at their places on a page, and the tables that are told from how their words stand.

A page of letters has no tables, only words under one another. They are taken for one where a line
names columns and the lines below keep to them: every cell stands under one name, and the cells of
a column begin, end or have their middle at one place, and in one of them all have a figure, as
no column of prose has.

Where names or cells are wrapped, a row is several lines. They are taken together only if the lines
of every row are plainly nearer to each other than to the next row, and if no column of figures has
two in a row. What leaves a doubt stays as it was: a cell or a name that may be wrapped in rows that
are as near, a cell under no name or under two, a name over two columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.formats.tables import are_names, is_headed, row_line

# Rows below the names: with one alone, anything side by side would be a table.
MIN_ROWS = 2
# No page has more lines, and no line more cells; a run of more is not looked at from each of them.
MAX_ROWS = 200
MAX_NAMES = 60
# In heights of the letters: how far two cells of a column may be out of line, and how far below
# one row the next may be.
OUT_OF_LINE = 0.5
MAX_STEP = 3.0
# A line this much nearer than the rows are to one another, or as near, goes on with the last.
WRAPPED = 1.1
# The lines of a wrapped cell are this near, in heights of the letters, and not more than so many;
# rows are this much farther from each other.
MAX_LEADING = 1.3
MAX_LINES = 4
ROWS_APART = 1.25

_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words in one line, or in one column of it, and the box they fill; ``bottom`` grows upwards.

    A line that is not ``whole`` has cells with gaps between them, or names between them if
    ``is_row``.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    whole: bool = True
    is_row: bool = False


def joined(row: Sequence[Line], text: str | None = None) -> Line:
    """The pieces of a row as one line; with *text*, as a row of a table that says it."""
    if len(row) == 1:
        return row[0]
    return Line(
        text=" ".join(piece.text for piece in row) if text is None else text,
        left=row[0].left,
        right=row[-1].right,
        bottom=row[0].bottom,
        height=max(piece.height for piece in row),
        whole=False,
        is_row=text is not None,
    )


def table_at(rows: Sequence[Sequence[Line]], at: int) -> tuple[list[Line], int]:
    """The rows of the table whose names are row *at*, each with its headers; none if it is none.

    And the number of the row below it.
    """
    table, end = _table_of_lines(rows, at)
    return (table, end) if table else _table_of_bands(rows, at)


def _table_of_lines(rows: Sequence[Sequence[Line]], at: int) -> tuple[list[Line], int]:
    """A table whose every row is one line."""
    names = rows[at]
    placed: list[list[int]] = []
    end = at + 1
    if not 1 < len(names) <= MAX_NAMES:
        return [], at
    while end < len(rows) and len(placed) <= MAX_ROWS and _goes_down(rows, end):
        columns = _under(names, rows[end])
        if not columns:
            break
        placed.append(columns)
        end += 1
    below = rows[at + 1 : end]
    if not MIN_ROWS <= len(below) <= MAX_ROWS or _is_doubtful(rows, at, end):
        return [], at
    return _headed(names, below, placed), end


def _headed(
    names: Sequence[Line], below: Sequence[Sequence[Line]], placed: Sequence[Sequence[int]]
) -> list[Line]:
    """The rows *below* the names, each with its headers, if they keep to them; else none."""
    cells = [_cells(row, columns, len(names)) for row, columns in zip(below, placed, strict=True)]
    header = [piece.text for piece in names]
    named = [row[1:] for row in cells]
    # A second line of names, which has no figures either, would be read as a row.
    if not is_headed([header, *named], marked=False) or is_headed(named, marked=False):
        return []
    if not _keep_to(names, below, placed):
        return []
    return [
        joined(row, row_line(["", *header], said)) for row, said in zip(below, cells, strict=True)
    ]


def _goes_down(rows: Sequence[Sequence[Line]], at: int) -> bool:
    """Whether row *at* has several pieces and is the next below the one before it."""
    return len(rows[at]) > 1 and _step(rows, at) <= MAX_STEP * rows[at][0].height


def _step(rows: Sequence[Sequence[Line]], at: int) -> float:
    """How far row *at* is below the one before it; infinite where it is not below it."""
    step = rows[at - 1][0].bottom - rows[at][0].bottom if 0 < at < len(rows) else 0.0
    return step if step > 0 else float("inf")


def _is_doubtful(rows: Sequence[Sequence[Line]], at: int, end: int) -> bool:
    """Whether the line above the names, or below the rows, may belong to one of their cells."""
    near = WRAPPED * min(_step(rows, i) for i in range(at + 1, end))
    first = rows[at][0]
    if _step(rows, at) <= near and (len(rows[at - 1]) > 1 or rows[at - 1][0].left > first.right):
        return True
    return _step(rows, end) <= near and _may_be_of_last(rows[end], rows[at])


def _may_be_of_last(row: Sequence[Line], names: Sequence[Line]) -> bool:
    """Whether *row*, right below a table, may belong to a cell of its last row."""
    piece = row[0]
    begins = piece.left < names[0].left + OUT_OF_LINE * piece.height
    return len(row) > 1 or piece.right < (names[1].left if begins else names[-1].right)


def _under(names: Sequence[Line], row: Sequence[Line]) -> list[int]:
    """The number of the name that each piece of *row* is under, from 1; none where one is not.

    What stands left of all names, as the names of rows do, is under 0.
    """
    columns: list[int] = []
    for piece in row:
        column = _column(names, piece)
        if column is None or (columns and column <= columns[-1]):
            return []
        columns.append(column)
    return columns


def _column(names: Sequence[Line], piece: Line) -> int | None:
    over = [n for n, name in enumerate(names, 1) if _overlap(name, piece)]
    if not over and piece.right < names[0].left:
        return 0
    return over[0] if len(over) == 1 else None


def _overlap(name: Line, piece: Line) -> bool:
    return name.left < piece.right and piece.left < name.right


def _keep_to(
    names: Sequence[Line], rows: Sequence[Sequence[Line]], placed: Sequence[Sequence[int]]
) -> bool:
    """Whether every column has cells, aligned (one alone with its name), and one has figures."""
    columns: dict[int, list[Line]] = {}
    for row, numbers in zip(rows, placed, strict=True):
        for piece, number in zip(row, numbers, strict=True):
            columns.setdefault(number, []).append(piece)
    if any(number not in columns for number in range(1, len(names) + 1)):
        return False
    if not any(all(_DIGIT.search(p.text) for p in pieces) for n, pieces in columns.items() if n):
        return False
    for number, pieces in columns.items():
        if len(pieces) == 1:
            pieces += names[number - 1 : number] if number else []
        if not _are_aligned(pieces):
            return False
    return True


def _are_aligned(pieces: Sequence[Line]) -> bool:
    most = OUT_OF_LINE * min(piece.height for piece in pieces)
    sides = (
        [piece.left for piece in pieces],
        [piece.right for piece in pieces],
        [(piece.left + piece.right) / 2 for piece in pieces],
    )
    return any(max(side) - min(side) <= most for side in sides)


def _cells(row: Sequence[Line], columns: Sequence[int], names: int) -> list[str]:
    """The words under each name, and before them those under none."""
    cells = [""] * (names + 1)
    for piece, column in zip(row, columns, strict=True):
        cells[column] = piece.text
    return cells


# -- wrapped cells ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """The lines of one row whose cells are wrapped: its pieces, and the number of the next line.

    A page may have a cell's lines one after the other, or the lines across all cells.
    """

    pieces: Sequence[Line]
    end: int

    @property
    def feet(self) -> list[float]:
        """Where its lines stand, the highest first."""
        feet: list[float] = []
        for piece in sorted(self.pieces, key=lambda piece: -piece.bottom):
            if not feet or feet[-1] - piece.bottom > OUT_OF_LINE * piece.height:
                feet.append(piece.bottom)
        return feet


def _table_of_bands(rows: Sequence[Sequence[Line]], at: int) -> tuple[list[Line], int]:
    """A table in which names or cells are wrapped; none if that is in doubt."""
    top = _band(rows, at)
    names = _names(top) if top else []
    if top is None or len(names) < 2 or not are_names([name.text for name in names]):
        return [], at
    if _may_go_on(rows, at, top):
        return [], at
    bands = [top]
    placed: list[dict[int, list[Line]]] = []
    while bands[-1].end < len(rows) and len(placed) <= MAX_ROWS:
        band = _band(rows, bands[-1].end)
        # Without a figure it may be names again, and no run of names is looked at from each.
        if band is None or not any(_DIGIT.search(piece.text) for piece in band.pieces):
            break
        cells = _by_column(names, band)
        step = bands[-1].feet[-1] - band.feet[0]
        if len(cells) < 2 or not 0 < step <= MAX_STEP * band.pieces[0].height:
            break
        bands.append(band)
        placed.append(cells)
    if not MIN_ROWS <= len(placed) <= MAX_ROWS or not _are_apart(bands):
        return [], at
    if not _have_one_figure_each(bands[1:], placed) or _may_go_on_below(rows, bands, names):
        return [], at
    below = [[_merged(cells[n]) for n in sorted(cells)] for cells in placed]
    return _headed(names, below, [sorted(cells) for cells in placed]), bands[-1].end


def _band(rows: Sequence[Sequence[Line]], at: int) -> _Band | None:
    """The row *at* with all that follow it and are as near as the lines of a cell."""
    pieces = list(rows[at])
    low = high = rows[at][0].bottom
    for end in range(at + 1, len(rows) + 1):
        near = MAX_LEADING * pieces[0].height
        if len(pieces) > MAX_NAMES or high - low > MAX_LINES * near:
            return None
        foot = rows[end][0].bottom if end < len(rows) else float("inf")
        if not low - near <= foot <= high + near:
            break
        pieces += rows[end]
        low, high = min(low, foot), max(high, foot)
    return _Band(pieces=pieces, end=end)


def _names(band: _Band) -> list[Line]:
    """The names that stand beside each other in *band*; none if one is over two others."""
    columns: list[list[Line]] = []
    right = float("-inf")
    for piece in sorted(band.pieces, key=lambda piece: piece.left):
        if piece.left >= right:
            columns.append([])
        columns[-1].append(piece)
        right = max(right, piece.right)
    # Else a name in the first line may be that of several columns; names of rows have none.
    top = band.feet[0] - OUT_OF_LINE * band.pieces[0].height
    all_begin = all(any(piece.bottom > top for piece in column) for column in columns[1:])
    if not all_begin or not all(map(_is_one_cell, columns)):
        return []
    return [_merged(column) for column in columns]


def _by_column(names: Sequence[Line], band: _Band) -> dict[int, list[Line]]:
    """The pieces of *band* under each name; none if a piece is under none, or they are no cells."""
    cells: dict[int, list[Line]] = {}
    for piece in band.pieces:
        column = _column(names, piece)
        if column is None:
            return {}
        cells.setdefault(column, []).append(piece)
    return cells if all(map(_is_one_cell, cells.values())) else {}


def _is_one_cell(pieces: Sequence[Line]) -> bool:
    """Whether *pieces* may be the lines of one cell: one below the other, of one size, aligned."""
    lines = sorted(pieces, key=lambda piece: -piece.bottom)
    steps = [(a.bottom - b.bottom) / a.height for a, b in pairwise(lines)]
    alike = max(p.height for p in lines) <= 1.15 * min(p.height for p in lines)
    parted = any(line.text.endswith("-") for line in lines[:-1])
    below = all(OUT_OF_LINE < step <= MAX_LEADING for step in steps)
    return alike and below and not parted and _are_aligned(lines)


def _merged(pieces: Sequence[Line]) -> Line:
    lines = sorted(pieces, key=lambda piece: -piece.bottom)
    return Line(
        text=" ".join(line.text for line in lines),
        left=min(line.left for line in lines),
        right=max(line.right for line in lines),
        bottom=lines[-1].bottom,
        height=max(line.height for line in lines),
    )


def _are_apart(bands: Sequence[_Band]) -> bool:
    """Whether some row has several lines, and these are plainly nearer than the rows are.

    Not all below the names: those may be rows by twos.
    """
    if all(len(band.feet) > 1 for band in bands[1:]):
        return False
    within = [a - b for band in bands for a, b in pairwise(band.feet)]
    between = [above.feet[-1] - below.feet[0] for above, below in pairwise(bands)]
    return bool(within) and min(between) >= ROWS_APART * max(within)


def _may_go_on(rows: Sequence[Sequence[Line]], at: int, top: _Band) -> bool:
    """Whether the line above the names may be one of theirs."""
    step = rows[at - 1][0].bottom - top.feet[0] if at else 0.0
    leading = min((a - b for a, b in pairwise(top.feet)), default=top.pieces[0].height)
    return 0 < step <= WRAPPED * leading


def _may_go_on_below(
    rows: Sequence[Sequence[Line]], bands: Sequence[_Band], names: Sequence[Line]
) -> bool:
    """Whether the line below the last row, which is no row, may be one of its."""
    end = bands[-1].end
    step = bands[-1].feet[-1] - rows[end][0].bottom if end < len(rows) else 0.0
    rows_apart = min(above.feet[-1] - below.feet[0] for above, below in pairwise(bands))
    return 0 < step <= WRAPPED * rows_apart and _may_be_of_last(rows[end], names)


def _have_one_line_of_figures(cells: dict[int, list[Line]]) -> bool:
    """Whether all figures of a row stand on one of its lines: those on two may be of two rows."""
    feet = [p.bottom for n, pieces in cells.items() if n for p in pieces if _DIGIT.search(p.text)]
    height = min(piece.height for pieces in cells.values() for piece in pieces)
    return max(feet) - min(feet) <= OUT_OF_LINE * height


def _have_one_figure_each(bands: Sequence[_Band], placed: Sequence[dict[int, list[Line]]]) -> bool:
    """Whether each row of several lines has one figure, in one line, in the columns of figures.

    And whether what stands below the figures of the last, which may be a note, is in another too.
    """
    columns = {n for cells in placed for n in cells if n}
    of_figures = {
        n
        for n in columns
        if all(_DIGIT.search(_merged(cells[n]).text) for cells in placed if n in cells)
    }
    hanging = []
    for band, cells in zip(bands, placed, strict=True):
        figures = [pieces for n, pieces in cells.items() if n in of_figures]
        one_each = bool(figures) and all(len(pieces) == 1 for pieces in figures)
        if len(band.feet) > 1 and not (one_each and _have_one_line_of_figures(cells)):
            return False
        lowest = min((pieces[0].bottom for pieces in figures), default=band.feet[-1])
        hanging.append(lowest - band.feet[-1] > OUT_OF_LINE * band.pieces[0].height)
    return not hanging[-1] or any(hanging[:-1])

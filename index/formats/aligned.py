"""Lines at their places on a page, and the tables that are told from how their words stand.

A page of letters has no tables, only words under one another. They are taken for one where a line
names columns and the lines below keep to them: every cell stands under one name, and the cells of
a column begin, end or have their middle at one place, and in one of them all have a figure, as
no column of prose has. What leaves a doubt stays as it was: a cell or a name that may be wrapped,
a cell under no name or under two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.formats.tables import is_headed, row_line

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


def table_at(rows: Sequence[Sequence[Line]], at: int) -> list[Line]:
    """The rows of the table whose names are row *at*, each with its headers; none if it is none."""
    names = rows[at]
    placed: list[list[int]] = []
    end = at + 1
    if not 1 < len(names) <= MAX_NAMES:
        return []
    while end < len(rows) and len(placed) <= MAX_ROWS and _goes_down(rows, end):
        columns = _under(names, rows[end])
        if not columns:
            break
        placed.append(columns)
        end += 1
    below = rows[at + 1 : end]
    if not MIN_ROWS <= len(below) <= MAX_ROWS or _is_doubtful(rows, at, end):
        return []
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
    first, last = rows[at][0], rows[at][-1]
    if _step(rows, at) <= near and (len(rows[at - 1]) > 1 or rows[at - 1][0].left > first.right):
        return True
    if _step(rows, end) > near:
        return False
    if len(rows[end]) > 1:
        return True
    piece = rows[end][0]
    begins = piece.left < first.left + OUT_OF_LINE * piece.height
    return piece.right < (rows[at][1].left if begins else last.right)


def _under(names: Sequence[Line], row: Sequence[Line]) -> list[int]:
    """The number of the name that each piece of *row* is under, from 1; none where one is not.

    What stands left of all names, as the names of rows do, is under 0.
    """
    columns: list[int] = []
    for piece in row:
        over = [n for n, name in enumerate(names, 1) if _overlap(name, piece)]
        if not over and piece.right < names[0].left:
            over = [0]
        if len(over) != 1 or (columns and over[0] <= columns[-1]):
            return []
        columns += over
    return columns


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

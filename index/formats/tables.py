"""A table as lines that can be quoted alone: "Region: North | Cost: $5 million"."""

import re
from collections.abc import Iterator, Sequence

# A figure in a cell makes it data; a year may be the head of a column.
_FIGURE = re.compile(r"(?<![0-9])(?!(?:1[5-9]|20)[0-9]{2}(?![0-9]))[0-9]")


def table_lines(rows: Sequence[Sequence[str]], *, marked: bool = False) -> Iterator[str]:
    """A line for each row, each value under its header; without headers, the cells alone.

    The first row is the header if the document has *marked* it as one, or if it names every
    column and has no figure while a row below has.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not is_headed(rows, marked=marked):
        yield from (" | ".join(cell for cell in row if cell) for row in rows)
        return
    header = rows[0]
    for row in rows[1:]:
        yield row_line(header, row)


def row_line(header: Sequence[str], row: Sequence[str]) -> str:
    """The cells of *row* that are not empty, each after its header if it has one."""
    names = (*header, *[""] * (len(row) - len(header)))
    cells = zip(names, row, strict=False)
    return " | ".join(f"{name}: {cell}" if name else cell for name, cell in cells if cell)


def is_headed(rows: Sequence[Sequence[str]], *, marked: bool) -> bool:
    """Whether the first of *rows* names the columns."""
    if len(rows) < 2:
        return False
    figures = any(_FIGURE.search(cell) for row in rows[1:] for cell in row)
    return marked or (are_names(rows[0]) and figures)


def are_names(cells: Sequence[str]) -> bool:
    """Whether *cells* may name columns: none is empty, has a figure, or is there twice."""
    return all(cells) and len(set(cells)) == len(cells) and not any(map(_FIGURE.search, cells))

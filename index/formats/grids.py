"""A table of a web page as rows that say their headers, if it is a table of data.

Pages are laid out with tables too. One of data has at least two columns, short cells, and a row
above the others that names the columns: one of <th>, or one that looks like it if no cell has a
table in it. A table in a cell is read as one by itself: its rows follow the row that it is in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from index.formats.content import Block
from index.formats.limits import MAX_TABLE_ROWS
from index.formats.tables import is_headed, row_line

# What says more than this in a cell is a layout's column, above all where no header is marked;
# names of columns are shorter still.
MAX_CELL, MAX_CELL_UNMARKED = 1_000, 300
MAX_NAME = 100
# A wider table is a calendar of a year or a game; and how many rows a cell may reach over.
MOST_COLUMNS = 60
MOST_SPANNED = 100
# Names of columns stand in one row, or in two or three under one another.
MOST_HEADER_ROWS = 3
# A header that is not marked is believed above so many rows, each as wide as it is.
LEAST_UNMARKED = 2

_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
_LAYOUT = frozenset(("presentation", "none"))

_Seen = Callable[[etree._Element], bool]
# The words of a cell, and the rows of the tables of data in it.
_Read = Callable[[etree._Element], tuple[str, Sequence[Block]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The words of a row, column by column; a cell that reaches over several says them once.

    ``bare`` is what stands in the row itself, not hanging down from those above; ``inner`` are the
    rows of the tables in its cells.
    """

    cells: tuple[str, ...]
    bare: str
    inner: tuple[Block, ...]
    is_header: bool
    is_heading: bool
    is_linked: bool


def read_grid(
    table: etree._Element,
    *,
    read: _Read,
    is_unseen: _Seen,
    number: int,
) -> list[Block]:
    """The caption and the rows of *table*, each row with its headers; none if it is no data.

    *read* reads a cell. *number* is what the rows will say their table is.
    """
    if table.get("role") in _LAYOUT or not _holds_few(table):
        return []
    if sum(1 for _ in _row_elements(table)) > MAX_TABLE_ROWS:
        return []
    rows = list(_rows(table, read, is_unseen))
    above = next((i for i, row in enumerate(rows) if not row.is_heading), len(rows))
    names, below = _headed(rows[above:])
    if not names:
        return []
    captions = [read(child)[0] for child in table if child.tag == "caption"]
    blocks = [_row_block(caption, caption, number) for caption in captions]
    for row in (*rows[:above], *below):
        if row.cells != names:
            blocks.append(_row_block(_line(names, row), row.bare, number))
        blocks += (replace(block, table=number, is_inner=True) for block in row.inner)
    return [block for block in blocks if block.text]


def _row_block(text: str, bare: str, number: int) -> Block:
    return Block(text=text, bare=bare, is_row=True, table=number)


def holds_tables(table: etree._Element) -> bool:
    return table.find(".//table") is not None


def _holds_few(table: etree._Element) -> bool:
    """Whether the tables in it have none in them, and each is in a cell, where it will be read."""
    if any(map(holds_tables, table.iterfind(".//table"))):
        return False
    cells = [cell for row, _ in _row_elements(table) for cell in row if cell.tag in _CELLS]
    return sum(len(cell.findall(".//table")) for cell in cells) == len(table.findall(".//table"))


def _line(names: Sequence[str], row: _Row) -> str:
    return row.bare if row.is_heading else row_line(names, row.cells)


def _headed(rows: Sequence[_Row]) -> tuple[tuple[str, ...], Sequence[_Row]]:
    """The names of the columns, and the rows below them; no names if it is no table of data."""
    many = next((i for i, row in enumerate(rows) if not row.is_header), len(rows))
    below = rows[many:]
    if any(row.inner and (many == 0 or row.is_header or not row.bare) for row in rows):
        return (), ()
    if 0 < many <= MOST_HEADER_ROWS and below:
        names = tuple(_over(column) for column in _columns(rows[:many]))
    elif many == 0 and _looks_headed(rows):
        names, below = rows[0].cells, rows[1:]
    else:
        return (), ()
    wide = max((len(row.cells) for row in rows), default=0)
    most = MAX_CELL if many else MAX_CELL_UNMARKED
    short = all(len(cell) <= most for row in below for cell in row.cells)
    named = sum(map(bool, names)) > 1 and all(len(name) <= MAX_NAME for name in names)
    return (names, below) if named and short and 1 < wide <= MOST_COLUMNS else ((), ())


def _columns(rows: Sequence[_Row]) -> Iterator[list[str]]:
    for i in range(max(len(row.cells) for row in rows)):
        yield [row.cells[i] for row in rows if i < len(row.cells)]


def _over(names: Sequence[str]) -> str:
    """The name of a column that is in several rows, each part once: "Cost 2019"."""
    return " ".join(dict.fromkeys(name for name in names if name))


def _looks_headed(rows: Sequence[_Row]) -> bool:
    """Whether the first row, which is not marked as one, is a header all the same."""
    alike = all(len(row.cells) == len(rows[0].cells) for row in rows)
    enough = len(rows) > LEAST_UNMARKED
    links = rows[0].is_linked if rows else False
    return enough and alike and not links and is_headed([r.cells for r in rows], marked=False)


def _rows(table: etree._Element, read: _Read, is_unseen: _Seen) -> Iterator[_Row]:
    """The rows that say something; a cell that reaches over several is in each of them."""
    hanging: dict[int, tuple[int, str]] = {}
    for row, in_head in _row_elements(table):
        if is_unseen(row):
            continue
        own = [(cell, *read(cell)) for cell in row if cell.tag in _CELLS and not is_unseen(cell)]
        is_header = in_head or all(cell.tag == "th" for cell, *_ in own)
        inner = tuple(block for _, _, blocks in own for block in blocks)
        cells: list[str] = []
        for cell, said, _ in own:
            _fill(cells, hanging)
            _place(cell, said, cells, hanging, is_header)
        _fill(cells, hanging)
        if inner or any(cells):
            yield _Row(
                cells=tuple(cells),
                bare=" ".join(said for _, said, _ in own if said),
                inner=inner,
                is_header=is_header,
                is_heading=len(own) == 1 and len(cells) == _span(own[0][0], "colspan") > 1,
                is_linked=any(True for cell, *_ in own for _ in cell.iter("a")),
            )


def _place(
    cell: etree._Element,
    said: str,
    cells: list[str],
    hanging: dict[int, tuple[int, str]],
    is_header: bool,
) -> None:
    """Add a cell's columns: the name of several columns is that of each, a value is said once."""
    wide = min(_span(cell, "colspan"), MOST_COLUMNS)
    down = min(_span(cell, "rowspan"), MOST_SPANNED)
    for column in range(wide):
        cells.append(said if is_header or column == 0 else "")
        if down > 1:
            hanging[len(cells) - 1] = down - 1, cells[-1]


def _fill(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Add what hangs down from the rows above where the next cell would be."""
    while found := hanging.pop(len(cells), None):
        left, said = found
        if left > 1:
            hanging[len(cells)] = left - 1, said
        cells.append(said)


def _row_elements(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table, and whether each is in its head."""
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in _GROUPS:
            yield from ((row, child.tag == "thead") for row in child if row.tag == "tr")


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 5 else 1

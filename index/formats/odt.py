"""An OpenDocument text's words: paragraphs, tables row by row, notes after their paragraphs."""

from collections.abc import Iterator

from lxml import etree

from index.errors import DocumentError
from index.formats.content import Block, Content, compose, stated_in
from index.formats.limits import MAX_COLUMNS
from index.formats.packed import Packed, local_name, parse_xml
from index.formats.tables import table_lines

_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"

# Deleted text, comments and lists of contents are no part of what is printed once.
_SKIPPED = frozenset(
    "tracked-changes annotation annotation-end table-of-content alphabetical-index "
    "illustration-index table-index bibliography ruby-text sequence-decls forms".split()
)
# Paragraphs of their own, wherever in another they are anchored.
_APART = frozenset(("note", "text-box"))
_MOST_SPACES = 100


def read_odt(data: bytes, *, name: str) -> Content:
    """Read an .odt file.

    Raises:
        DocumentError: it is none, is damaged or is protected.
    """
    packed = Packed(data, name=name)
    if _MANIFEST in packed and b"encryption-data" in packed.read(_MANIFEST):
        raise DocumentError(f"{name}: protected by a password. Save it without.")
    root = parse_xml(packed.read(_CONTENT), name=name)
    body = root.find("{*}body/{*}text")
    if body is None:
        raise DocumentError(f"{name}: not a text document. Save it as one, or as .csv.")
    text, ranges = compose(_blocks(body))
    meta = parse_xml(packed.read(_META), name=name) if _META in packed else None
    stated = None if meta is None else meta.findtext(".//{*}title")
    return Content(text=text, body=ranges, title=stated_in(text, stated))


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for child in parent:
        kind = local_name(child)
        if kind in ("p", "h"):
            yield Block(text=_words(child))
            yield from _apart(child)
        elif kind == "table":
            yield from (Block(text=line, is_row=True) for line in _table(child))
        elif kind not in _SKIPPED:
            yield from _blocks(child)


def _apart(paragraph: etree._Element) -> Iterator[Block]:
    """The notes and text boxes anchored in a paragraph."""
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        kind = local_name(element)
        if kind in _SKIPPED:
            walker.skip_subtree()
        elif kind in _APART:
            yield from _blocks(element)
            walker.skip_subtree()


def _words(top: etree._Element) -> str:
    """The words of a paragraph, or of a cell, as they are printed."""
    pieces = []
    walker = etree.iterwalk(top, events=("start", "end"))
    for event, element in walker:
        kind = local_name(element)
        if event == "end":
            pieces.append(" " if kind in ("p", "h") and element is not top else "")
            pieces.append("" if element is top else element.tail or "")
        elif element is not top and (kind in _SKIPPED or kind in _APART):
            walker.skip_subtree()
        else:
            pieces.append(_opening(element, kind))
    return "".join(pieces)


def _opening(element: etree._Element, kind: str) -> str:
    """What stands where an element begins: spaces and breaks are elements here."""
    match kind:
        case "s":
            count = next((v for key, v in element.attrib.items() if key.endswith("}c")), "1")
            digits = count.isascii() and count.isdigit() and len(count) < 5
            return " " * min(int(count) if digits else 1, _MOST_SPACES)
        case "tab":
            return " "
        case "line-break":
            return "\n"
        case _:
            return element.text or ""


def _table(table: etree._Element) -> Iterator[str]:
    """Its rows; those said to be repeated, as empty ones are by the million, stand once."""
    rows = [_cells(row) for row in _rows(table)]
    marked = table.find("{*}table-header-rows") is not None
    return table_lines(rows, marked=marked)


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local_name(cell) in ("table-cell", "covered-table-cell"):
            cells += [_words(cell)] * min(_repeated(cell), MAX_COLUMNS)
    return cells[:MAX_COLUMNS]


def _repeated(cell: etree._Element) -> int:
    key = "}number-columns-repeated"
    count = next((str(v) for k, v in cell.attrib.items() if k.endswith(key)), "1")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 8 else 1

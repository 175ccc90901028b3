"""A Word document's words: paragraphs, tables row by row, then notes.

Read from the document's XML, so that nothing is lost on the way: text that was inserted with
changes tracked is there, deleted text is not; a text box follows its paragraph. Headers and
footers of pages are not read, and neither are macros, links or anything else that does something.
"""

from collections.abc import Iterator

from lxml import etree

from index.formats.content import Block, Content, compose, stated_in
from index.formats.limits import MAX_COLUMNS
from index.formats.packed import Packed, local_name, parse_xml
from index.formats.tables import table_lines

_RELATIONS = "_rels/.rels"
_CORE = "docProps/core.xml"
_NOTES = ("footnotes.xml", "endnotes.xml")

_HOLDERS = frozenset("sdt sdtContent ins moveTo smartTag customXml body".split())
# Deleted text; what is drawn where the first of two forms cannot be; our own separate paragraphs.
_SKIPPED = frozenset("del moveFrom Fallback txbxContent pPr rPr".split())
_BREAKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_docx(data: bytes, *, name: str) -> Content:
    """Read a .docx file.

    Raises:
        DocumentError: it is none, is damaged or is protected.
    """
    packed = Packed(data, name=name)
    main = _main_part(packed, name)
    document = parse_xml(packed.read(main), name=name)
    blocks = [block for body in document for block in _blocks(body)]
    titles = [_words(p) for p in document.iter("{*}p") if _style(p) == "Title"]
    for note in _NOTES:
        path = main.rpartition("/")[0] + "/" + note
        if path in packed:
            blocks += _notes(parse_xml(packed.read(path), name=name))
    text, body = compose(blocks)
    return Content(text=text, body=body, title=_title(packed, titles, text, name))


def _main_part(packed: Packed, name: str) -> str:
    """The path of the document itself, which need not be word/document.xml."""
    for relation in parse_xml(packed.read(_RELATIONS), name=name):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _title(packed: Packed, titles: list[str], text: str, name: str) -> str | None:
    """The paragraph set as the title, or the one in the properties if the text says it too."""
    core = parse_xml(packed.read(_CORE), name=name) if _CORE in packed else None
    stated = None if core is None else core.findtext("{*}title")
    return next((title for title in titles if title), None) or stated_in(text, stated)


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for child in parent:
        kind = local_name(child)
        if kind == "p":
            yield Block(text=_words(child))
            yield from _boxed(child)
        elif kind == "tbl":
            yield from (Block(text=line, is_row=True) for line in _table(child))
        elif kind in _HOLDERS:
            yield from _blocks(child)


def _boxed(paragraph: etree._Element) -> Iterator[Block]:
    """What stands in the text boxes of a paragraph."""
    for event, element in (walker := etree.iterwalk(paragraph, events=("start",))):
        if event == "start" and local_name(element) == "Fallback":
            walker.skip_subtree()
        elif local_name(element) == "txbxContent":
            yield from _blocks(element)
            walker.skip_subtree()


def _notes(root: etree._Element) -> Iterator[Block]:
    """Footnotes or endnotes; those with a type are only the lines above them."""
    for note in root:
        if not any(key.endswith("}type") for key in note.attrib):
            yield from _blocks(note)


def _words(paragraph: etree._Element) -> str:
    """The words of a paragraph, or of a cell, as they are printed."""
    pieces = []
    walker = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walker:
        kind = local_name(element)
        if event == "end":
            if kind == "p" and element is not paragraph:
                pieces.append(" ")
        elif kind in _SKIPPED:
            walker.skip_subtree()
        elif kind == "t":
            pieces.append(element.text or "")
        else:
            pieces.append(_BREAKS.get(kind, ""))
    return "".join(pieces)


def _table(table: etree._Element) -> Iterator[str]:
    rows: list[list[str]] = []
    marked = False
    for row in _inside(table, "tr"):
        marked = marked or (not rows and row.find("{*}trPr/{*}tblHeader") is not None)
        rows.append(_cells(row, rows[-1] if rows else []))
    return table_lines(rows, marked=marked)


def _inside(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also where a form field holds them."""
    for child in parent:
        if local_name(child) == wanted:
            yield child
        elif local_name(child) in _HOLDERS:
            yield from _inside(child, wanted)


def _cells(row: etree._Element, above: list[str]) -> list[str]:
    """The words of a row's cells; one that goes on from *above* says the same again."""
    cells: list[str] = []
    for cell in _inside(row, "tc"):
        merged = cell.find("{*}tcPr/{*}vMerge")
        goes_on = merged is not None and _value(merged) != "restart"
        at = len(cells)
        cells.append(above[at] if goes_on and at < len(above) else _words(cell))
        cells += [""] * (min(_span(cell), MAX_COLUMNS) - 1)
    return cells[:MAX_COLUMNS]


def _span(cell: etree._Element) -> int:
    span = cell.find("{*}tcPr/{*}gridSpan")
    value = "" if span is None else _value(span)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find("{*}pPr/{*}pStyle")
    return "" if style is None else _value(style)


def _value(element: etree._Element) -> str:
    """The attribute that Word calls val."""
    return next((str(v) for key, v in element.attrib.items() if key.endswith("}val")), "")

"""The words of a web page as a reader sees them.

Blocks are separated by a blank line, a <br> is a line end, other white space is one space. A row
of a table of data is a block that says its headers. What is hidden, and what a script would draw,
is not there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from index.errors import DocumentError
from index.formats.content import Block
from index.formats.grids import holds_tables, read_grid
from index.formats.limits import MAX_TEXT

# libxml2 compares every attribute of a tag with every other: 50,000 of them took 18 seconds.
MAX_ATTRIBUTES = 2_000
_LONG_TAG = re.compile(r"<[^<>]{4000,}")

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter "
    "output q s samp small span strike strong sub sup time tt u var wbr ruby rb rt rp td th nobr "
    "html".split()
)
_CELLS = frozenset(("td", "th"))
# What draws nothing does not even part the words around it.
_NOTHING = frozenset("script style template noscript link meta title head".split())
_UNSEEN = _NOTHING | frozenset(
    "iframe object embed svg math canvas audio video map "
    "select option datalist textarea noframes applet frameset".split()
)
# Not in any text: XML forbids both, and str.split takes both for white space.
_BLOCK, _BREAK = "\x1e", "\x1f"


def page_blocks(html: str, *, name: str) -> Iterator[Block]:
    """The words of the page in the file *name* as a reader sees them, block by block.

    Raises:
        DocumentError: its elements are nested so deep that libxml2 gives up.
    """
    root = parse_tree(html, name=name)
    return iter(()) if root is None else visible_blocks(root)


def visible_blocks(root: etree._Element) -> Iterator[Block]:
    """The words of the page as a reader sees them, block by block."""
    words: list[str] = []
    for piece in (*_pieces(root, _grids(root)), _BLOCK):
        if isinstance(piece, str) and piece != _BLOCK:
            words.append(piece)
            continue
        if text := _block_text("".join(words)):
            yield Block(text=text)
        words = []
        if isinstance(piece, Block):
            yield piece


def _grids(root: etree._Element) -> dict[etree._Element, Sequence[Block]]:
    """The rows of the page's tables of data; of those beyond the first 20 MB, none."""
    grids: dict[etree._Element, Sequence[Block]] = {}

    def read(cell: etree._Element) -> tuple[str, Sequence[Block]]:
        return _read_cell(cell, grids)

    size = 0
    tables = enumerate(root.iter("table"), start=1)
    for number, table in sorted(tables, key=lambda numbered: holds_tables(numbered[1])):
        rows = read_grid(table, read=read, is_unseen=_is_unseen, number=number)
        size += sum(len(row.text) for row in rows)
        if size > MAX_TEXT:
            break
        if rows:
            grids[table] = rows
    return grids


def _read_cell(
    cell: etree._Element, grids: Mapping[etree._Element, Sequence[Block]]
) -> tuple[str, Sequence[Block]]:
    """The words of a cell on one line, and the rows of the tables of data in it."""
    if not len(cell):
        return " ".join((cell.text or "").split()), ()
    pieces = list(_pieces(cell, grids))
    words = "".join(piece for piece in pieces if isinstance(piece, str))
    return " ".join(words.split()), [piece for piece in pieces if isinstance(piece, Block)]


def parse_tree(html: str, *, name: str) -> etree._Element | None:
    """The page's tree; None where there is nothing to build one from.

    Raises:
        DocumentError: its elements are nested so deep that libxml2 gives up.
    """
    if any(tag.group().count("=") > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(html)):
        raise DocumentError(f"{name}: a tag with thousands of attributes. Save it as plain text.")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise DocumentError(
            f"{name}: its HTML is nested too deep to be read to its end. Save it as plain text."
        )
    return root


def _block_text(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _pieces(
    root: etree._Element, grids: Mapping[etree._Element, Sequence[Block]]
) -> Iterator[str | Block]:
    """The text of the visible elements and the borders between them, in document order.

    A table of *grids* is its rows.
    """
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        border = _border(element)
        yield border
        if event == "start" and _is_unseen(element):
            walker.skip_subtree()
        elif event == "start" and element in grids:
            yield from grids[element]
            walker.skip_subtree()
        elif event == "start":
            yield _clean(element.text, element)
        elif element is not root:
            yield _clean(element.tail, element.getparent())


def _border(element: etree._Element) -> str:
    if element.tag in _CELLS:
        return " "
    if element.tag == "br":
        return _BREAK
    return "" if element.tag in _INLINE or element.tag in _NOTHING else _BLOCK


def _clean(words: str | None, parent: etree._Element) -> str:
    """Text without our own marks; line ends count only inside <pre>."""
    plain = (words or "").replace(_BLOCK, " ").replace(_BREAK, " ")
    return plain.replace("\n", _BREAK) if parent.tag == "pre" else plain


def _is_unseen(element: etree._Element) -> bool:
    style = "".join(element.get("style", "").lower().split())
    hidden = element.get("hidden") is not None or element.get("type") == "hidden"
    return (
        element.tag in _UNSEEN or hidden or "display:none" in style or "visibility:hidden" in style
    )

"""A book's words: its chapters in the order they are read in."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from index.dates import find_dates
from index.decode import decode
from index.errors import DocumentError
from index.formats.content import Block, Content, compose
from index.formats.limits import MAX_TEXT
from index.formats.packed import Packed, local_name, parse_xml
from index.formats.visible import page_blocks

_CONTAINER, _PROTECTED = "META-INF/container.xml", "META-INF/encryption.xml"
_CHAPTERS = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))
# Fonts are often scrambled, books that are sold so are protected; only those cannot be read.
_FONTS = (b"idpf.org/2008/embedding", b"ns.adobe.com/pdf/enc#RC")
_ALGORITHM = re.compile(rb"Algorithm=[\"']([^\"']*)")
# In XML any element may close itself; in HTML a few are always empty and the others never.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([A-Za-z][\w:-]*)([^<>]*)/>"
)


def read_epub(data: bytes, *, name: str) -> Content:
    """Read an .epub file.

    Raises:
        DocumentError: it is none, is damaged, protected or without text.
    """
    packed = Packed(data, name=name)
    if _PROTECTED in packed and not _only_fonts(packed.read(_PROTECTED)):
        raise DocumentError(f"{name}: protected against copying. Get it without protection.")
    path = _package_path(packed, name)
    package = parse_xml(packed.read(path), name=name)
    text, body = compose(_blocks(packed, package, posixpath.dirname(path), name))
    return Content(
        text=text,
        body=body,
        title=_stated(package, "title"),
        publisher=_stated(package, "publisher"),
        byline=_stated(package, "creator"),
        published=next(iter(find_dates(_stated(package, "date") or "")), None),
    )


def _only_fonts(encryption: bytes) -> bool:
    return all(any(font in found for font in _FONTS) for found in _ALGORITHM.findall(encryption))


def _package_path(packed: Packed, name: str) -> str:
    for element in parse_xml(packed.read(_CONTAINER), name=name).iter("{*}rootfile"):
        return str(element.get("full-path", ""))
    raise DocumentError(f"{name}: not an .epub file: it names no book. Get it again.")


def _blocks(packed: Packed, package: etree._Element, folder: str, name: str) -> Iterator[Block]:
    """The text of all chapters, lists of contents apart."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    size = 0
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTERS or _is_contents(item, reference):
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        html = decode(packed.read(path), name=name, html=True)
        for block in page_blocks(_CLOSED.sub(r"<\1\2></\1>", html), name=name):
            size += len(block.text)
            if size > MAX_TEXT:
                raise DocumentError(f"{name}: over {MAX_TEXT // 1_000_000} MB of text. Split it.")
            yield block


def _is_contents(item: etree._Element, reference: etree._Element) -> bool:
    return "nav" in item.get("properties", "").split() or reference.get("linear") == "no"


def _stated(package: etree._Element, field: str) -> str | None:
    metadata = (e for e in package if local_name(e) == "metadata")
    return next((e.findtext(f"{{*}}{field}") for e in metadata), None)

"""A web page as text: everything a reader would see, and which lines of it are the article.

The text is the page's whole visible text in document order: blocks are separated by a blank
line, a <br> is a line end, other white space is one space. Which of its lines are article is
what trafilatura (Barbaresi, ACL 2021) extracts; its lines are found again in ours, in order and
without regard to white space, so nothing it rewrites can enter the text. It only parses: nothing
is fetched.
"""

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import trafilatura
from lxml import etree
from trafilatura.settings import Document

from index.article import Range
from index.clean import body_lines, join_lines
from index.errors import DocumentError
from index.printed import find_lines, is_prose, plain

# trafilatura walks and copies the tree again and again, libxml2 recursively: on a page nested
# deeper or larger than any newspaper's the plain-text rules decide alone.
# (At 1,000 levels it lost the text; at 180 it did not.)
MAX_DEPTH = 200
MAX_ELEMENTS = 50_000
# A line this long that trafilatura prints as part of a longer one is article too.
MIN_CONTAINED = 25
# Searching every line in the whole extraction is quadratic; no article comes near this.
MAX_COMPARED = 200_000_000

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
_DROPPED = {0: None} | dict.fromkeys(range(0xD800, 0xE000))

# A logger without a handler prints to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page's visible text, its article's ranges, and what its metadata says."""

    text: str
    body: tuple[Range, ...]
    title: str | None
    publisher: str | None
    byline: str | None
    published: date | None


def parse_page(html: str, *, name: str, today: date) -> Page:
    """Read the page in the file *name*; one without text has an empty text and no body.

    Raises:
        DocumentError: its elements are nested so deep that libxml2 gives up.
    """
    root = _parse(html, name)
    text = "" if root is None else visible_text(root)
    found = _extract(html, today) if root is not None and _is_tame(root) else Document()
    lines = find_lines(text)
    headlines = [] if root is None else ["".join(h.itertext()) for h in root.iter("h1")]
    return Page(
        text=text,
        body=_body(text, lines, found, headlines),
        title=found.title,
        publisher=found.sitename,
        byline=found.author,
        published=date.fromisoformat(found.date) if found.date else None,
    )


def visible_text(root: etree._Element) -> str:
    """The words of the page as a reader sees them."""
    pieces = "".join(_pieces(root)).translate(_DROPPED)
    blocks = (_block_text(block) for block in pieces.split(_BLOCK))
    return "\n\n".join(block for block in blocks if block)


def squeeze(line: str) -> str:
    """The line without white space and without the dash trafilatura puts before a list item."""
    return "".join(line.removeprefix("- ").split())


def _block_text(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _pieces(root: etree._Element) -> Iterator[str]:
    """The text of the visible elements and the borders between them, in document order."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        border = _border(element)
        yield border
        if event == "start" and _is_unseen(element):
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


def _parse(html: str, name: str) -> etree._Element | None:
    """The page's tree; None where there is nothing to build one from."""
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


def _is_tame(root: etree._Element) -> bool:
    """Whether the page is small and shallow enough to give to trafilatura."""
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            return False
    return True


def _extract(html: str, today: date) -> Document:
    """What trafilatura finds; an empty document where it finds nothing."""
    dates = {"original_date": True, "extensive_search": False, "max_date": today.isoformat()}
    found = trafilatura.bare_extraction(
        html, include_comments=False, with_metadata=True, date_extraction_params=dates
    )
    return found or trafilatura.extract_metadata(html, date_config=dates)


def _body(
    text: str, lines: Sequence[Range], found: Document, headlines: Sequence[str]
) -> tuple[Range, ...]:
    """The lines that trafilatura extracts, the headline and no furniture; or all but furniture."""
    squeezed = [squeeze(text[start:end]) for start, end in lines]
    main = match_lines(squeezed, [squeeze(line) for line in (found.text or "").splitlines()])
    if not any(m and is_prose(plain(text, line)) for m, line in zip(main, lines, strict=True)):
        return join_lines(lines, body_lines(text, lines))
    _add_headline(squeezed, main, {squeeze(title) for title in (*headlines, found.title or "")})
    article = [line for line, m in zip(lines, main, strict=True) if m]
    kept = {line for line, k in zip(article, body_lines(text, article), strict=True) if k}
    return join_lines(lines, [line in kept for line in lines])


def _add_headline(page: Sequence[str], main: list[bool], titles: set[str]) -> None:
    """Mark the last line above the article that is its title, unless one in it is."""
    if any(m and line in titles for m, line in zip(main, page, strict=True)):
        return
    above = [i for i in range(main.index(True)) if page[i] in titles]
    for i in above[-1:]:
        main[i] = True


def match_lines(page: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Which lines of *page* are among the *wanted*, both in document order and squeezed.

    A line printed twice is matched where the wanted lines around it are, as late as they allow:
    a teaser in a menu comes before the headline it repeats.
    """
    pairs = _tighten(page, _pair(page, wanted), wanted)
    main = [False] * len(page)
    for i in pairs:
        main[i] = True
    if pairs:
        _add_contained(page, "".join(wanted), main, range(pairs[0], pairs[-1] + 1))
    return main


def _places(page: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for i, line in enumerate(page):
        places.setdefault(line, []).append(i)
    return places


def _pair(page: Sequence[str], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """The earliest place in *page* of each wanted line that comes after the one before."""
    places = _places(page)
    pairs = []
    after = 0
    for number, line in enumerate(wanted):
        where = places.get(line, [])
        at = bisect_left(where, after)
        if at < len(where):
            pairs.append((where[at], number))
            after = where[at] + 1
    return pairs


def _tighten(
    page: Sequence[str], pairs: Sequence[tuple[int, int]], wanted: Sequence[str]
) -> list[int]:
    """The same lines, each moved to its latest place before the next."""
    places = _places(page)
    found = []
    before = len(page)
    for _, number in reversed(pairs):
        where = places[wanted[number]]
        before = where[bisect_left(where, before) - 1]
        found.append(before)
    return found[::-1]


def _add_contained(page: Sequence[str], wanted: str, main: list[bool], between: range) -> None:
    """Mark the lines that trafilatura ran together with others, as it does in tables."""
    if len(between) * len(wanted) > MAX_COMPARED:
        return
    for i in between:
        main[i] = main[i] or (len(page[i]) >= MIN_CONTAINED and page[i] in wanted)

"""A web page as text: everything a reader would see, and which lines of it are the article.

The text is the page's whole visible text in document order. Which of its lines are article is
what trafilatura (Barbaresi, ACL 2021) extracts; its lines are found again in ours, in order and
without regard to white space, so nothing it rewrites can enter the text. It only parses: nothing
is fetched.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from index.article import Range
from index.clean import body_lines, join_lines
from index.clock import Moment
from index.dates import TIME_ZONES
from index.formats.content import Block, Content, body_with, lay_out
from index.formats.stated import stated_moment
from index.formats.visible import parse_tree, visible_blocks
from index.printed import find_lines, is_prose, plain
from index.stamps import moment_beside

if TYPE_CHECKING:
    from trafilatura.settings import Document

# trafilatura walks and copies the tree again and again, libxml2 recursively: on a page nested
# deeper or larger than any newspaper's the plain-text rules decide alone.
# (At 1,000 levels it lost the text; at 180 it did not.)
MAX_DEPTH = 200
MAX_ELEMENTS = 50_000
# A line this long that trafilatura prints as part of a longer one is article too.
MIN_CONTAINED = 25
# Searching every line in the whole extraction is quadratic; no article comes near this.
MAX_COMPARED = 200_000_000

# A logger without a handler prints to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def parse_page(html: str, *, name: str, today: date) -> Content:
    """Read the page in the file *name*; one without text has an empty text and no body.

    Raises:
        DocumentError: its elements are nested so deep that libxml2 gives up.
    """
    root = parse_tree(html, name=name)
    text, rows = lay_out(() if root is None else visible_blocks(root))
    found = _extract(html if root is not None and _is_tame(root) else None, today)
    lines = find_lines(text)
    headlines = [] if root is None else ["".join(h.itertext()) for h in root.iter("h1")]
    stated = None if root is None else stated_moment(root, today=today)
    beside = _beside(text, lines, [*headlines, found.title or ""], today)
    published = _published(stated, beside)
    return Content(
        text=text,
        body=_body(text, lines, rows, found, headlines),
        title=found.title,
        publisher=found.sitename,
        byline=found.author,
        published=published and published.day,
        printed_time=published and published.clock,
    )


def _published(stated: Moment | None, printed: Moment | None) -> Moment | None:
    """What the page prints for its readers, unless it is later than what it states.

    A site that moves states the day of the move; a page that is updated prints that of the update.
    A time is that of the day, the printed one first.
    """
    if not (stated and printed):
        return printed or stated
    if printed.day - stated.day > TIME_ZONES:
        return stated
    same = printed.clock is None and printed.day == stated.day
    return stated if same else printed


def _beside(
    text: str, lines: Sequence[Range], headlines: Sequence[str], today: date
) -> Moment | None:
    """The day printed right below a headline, and its time."""
    wanted = {squeeze(headline) for headline in headlines if headline}
    headings = [i for i, (start, end) in enumerate(lines) if squeeze(text[start:end]) in wanted]
    return moment_beside([plain(text, line) for line in lines], headings=headings, today=today)


def squeeze(line: str) -> str:
    """The line without white space and without the dash trafilatura puts before a list item."""
    return "".join(line.removeprefix("- ").split())


def _is_tame(root: etree._Element) -> bool:
    """Whether the page is small and shallow enough to give to trafilatura."""
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            return False
    return True


def _extract(html: str | None, today: date) -> "Document":
    """What trafilatura finds; an empty document where it finds nothing or is given none.

    It is imported for the first page, because a question need not wait for it (0.2 s).
    """
    import trafilatura
    from trafilatura.settings import Document

    if html is None:
        return Document()
    dates = {"original_date": True, "extensive_search": False, "max_date": today.isoformat()}
    found = trafilatura.bare_extraction(
        html, include_comments=False, with_metadata=True, date_extraction_params=dates
    )
    return found or trafilatura.extract_metadata(html, date_config=dates)


def _body(
    text: str,
    lines: Sequence[Range],
    rows: Mapping[Range, Block],
    found: "Document",
    headlines: Sequence[str],
) -> tuple[Range, ...]:
    """The lines that trafilatura extracts, the headline and no furniture; or all but furniture."""
    squeezed = [
        row_key(rows[line].bare) if line in rows else squeeze(text[slice(*line)]) for line in lines
    ]
    main = match_lines(squeezed, _wanted((found.text or "").splitlines(), set(squeezed)))
    if not any(m and is_prose(plain(text, line)) for m, line in zip(main, lines, strict=True)):
        return body_with(text, list(rows))
    _add_rows([rows.get(line) for line in lines], main)
    _add_headline(squeezed, main, {squeeze(title) for title in (*headlines, found.title or "")})
    article = [line for line, m in zip(lines, main, strict=True) if m]
    kept = {line for line, k in zip(article, body_lines(text, article), strict=True) if k}
    kept |= rows.keys() & set(article)
    return join_lines(lines, [line in kept for line in lines])


def row_key(cells: str) -> str:
    """A row of a table squeezed, as trafilatura prints it but for the bars between its cells."""
    return "|" + "".join(cells.split()).replace("|", "")


def _wanted(extracted: Sequence[str], page: Set[str]) -> list[str]:
    """The extracted lines squeezed; those of tables as rows, if the *page* has them so."""
    squeezed = [squeeze(line) for line in extracted]
    rows = [row_key(line) if line.startswith("|") else line for line in squeezed]
    return [row if row in page else line for line, row in zip(squeezed, rows, strict=True)]


def _add_rows(rows: Sequence[Block | None], main: list[bool]) -> None:
    """A table of which half the rows are article is article as a whole, or else not at all.

    Rows of a table in one of its cells go with it: trafilatura prints them behind it.
    """
    own = [(row.table, m) for row, m in zip(rows, main, strict=True) if row and not row.is_inner]
    counted = Counter(table for table, _ in own)
    matched = Counter(table for table, m in own if m)
    for i, row in enumerate(rows):
        if row is not None:
            main[i] = 2 * matched[row.table] >= counted[row.table]


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

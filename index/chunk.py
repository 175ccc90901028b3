"""Text cut into sentences, and sentences gathered into passages; every piece is an address.

A sentence ends at a full stop, question or exclamation mark that is none of these: the point of
an abbreviation ("U.S. Defense", "Nov. 23", "S. Korea", "No. 3"), a point inside a figure
("$1.5"), or a mark inside a quotation that is still open. A passage is a run of whole sentences
of one body range, about 120 words long. Passages never overlap: two that shared words would give
one quotation two addresses.

The approach is that of Kiss & Strunk (Punkt, Computational Linguistics 2006), with the
abbreviations of news agencies written down instead of learned: an abbreviation that can end a
sentence does so only before a word that usually begins one.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile

from index.article import Article, Range
from index.hyphens import parted_words

# Words in a passage: where to stop, and where to stop at the latest. all-MiniLM-L6-v2 reads 256
# word pieces, about 190 English words; the reader was trained on windows of 288.
TARGET_WORDS = 120
MAX_WORDS = 160

# A quotation longer than this is no reason to keep its sentences together; nor is an opening
# mark whose closing mark never comes.
MAX_QUOTATION = 600

# A line longer than this was wrapped to fit a width, unless a sentence ends with it.
_WRAPPED = 50

# Text without spaces (Chinese, a bare number) still has a length: this many characters of it
# weigh one word. English has 6 to a word with its space.
CHARACTERS_PER_WORD = 10

# Never the end of a sentence: something always follows.
_OPEN = frozenset(
    "mr mrs ms mx dr prof gen col lt sgt cpl capt cmdr maj adm brig sen rep gov pres rev hon fr st "
    "mt ft no nos vol fig art sec ch pp cf e.g i.e vs v ca approx est rs dept amb supt insp "
    "atty messrs".split()
)
# The end of a sentence only before a word that usually begins one.
_EITHER = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun "
    "inc corp co ltd llc plc bros jr sr etc al a.m p.m ph.d m.d u.s u.k u.n e.u d.c u.s.a "
    "ave blvd rd pa calif fla conn mass mich minn ore tenn wash ariz colo ill ind "
    "md va vt wis wyo ga la ky neb nev okla kan del ala ark n.y n.j n.c s.c n.h n.m r.i "
    "w.va".split()
)
_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my there here "
    "in on at as but and or so yet if when while after before since until although though however "
    "meanwhile moreover also then now for from by with under according last next one some many "
    "most several what who why how where both each all no not".split()
)

_MARK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|(?<![。！？])[。！？]++[」』”]*+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*|\r\n[^\S\n]*\r\n\s*")
_LINE_END = re.compile(r"\r?\n")
# A word parted at a line's end, as in "govern-" and "ment" on the next; or a figure, as in "10-"
# and "12" or "30-" and "year".
_HYPHENATED = re.compile(
    r"[^\W\d_]-\r?\n(?=[^\W\d_])|[0-9]-\r?\n(?=[a-z])"
    r"|(?:[^\W_]|%)[-\u2010\u2011\u2013]\r?\n(?=(?:US)?[$€£¥₩₹]?[0-9])"
)
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘—–]*$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\w+)?")
_WORD = re.compile(r"\S+")
# Zero-width joiner and non-joiner, soft hyphen.
_JOINERS = "\u200d\u200c\u00ad"

# A figure as news prints it, near enough to keep it whole: currency sign, digits with their
# separators, and the words that scale it or say what it counts.
_SCALE = (
    r"hundred|thousand|million|billion|trillion|mn|mln|bn|tn|trn|[mkb]|crore|lakh|dozen|"
    r"percentage\s+points?|basis\s+points?|per\s?cent|percent|pct"
)
_MONEY = r"dollars?|cents?|euros?|pounds?|pence|yen|won|yuan|rupees?|rubles?|francs?|pesos?"
_MONTH = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
_DATE = (
    rf"\b(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH})(?:,?\s\d{{4}}\b)?"
    rf"|\b(?:{_MONTH})\s\d{{4}}\b"
    r"|\bNos?\.\s?\d+"
)
_QUANTITY = (
    r"(?:(?:\b(?:US|AU|A|CA|C|HK|NZ|NT|S|R)?\$|\b(?:USD|EUR|GBP|JPY|KRW|CNY|INR|Rs\.?)|[$€£¥₩₹])\s?)?"
    r"\d(?:[\d.,]{0,30}\d)?(?:st|nd|rd|th)?"
    rf"(?:\s?(?:%|°\s?[CF]\b|(?:{_SCALE})\b))?"
    rf"(?:(?<=\w)[\s-](?:U\.S\.\s|US\s)?(?:{_MONEY})\b)?"
)
# A line's end that parts what may be a date: "on 12" and "June 2031", "in June" and "2031,". Words
# of the sentence before it, and what may follow a date in one, tell it from cells and headings.
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}"
_DATE_LINE_END = re.compile(
    r"(?:(?P<before>(?:\A|[^\s:|][ ])[(\[“\"'‘]?)|(?<!\S))"
    rf"(?:(?:{_DAY}[ ](?:of[ ])?)?\b(?:{_MONTH})(?:[ ]{_DAY})?,?(?P<month>)|{_DAY}(?:[ ]of)?)"
    r"[ \t]*(?P<end>\r?\n)[ \t]*"
    rf"(?=(?P<rest>(?(month)(?:{_DAY}|{_YEAR})|(?:{_MONTH})(?:,?[ ]{_YEAR})?)(?!\w))"
    r"(?P<after>[,.](?!\d)|[;!?)\]”\"'’–—-]|[ ][a-z(])?)"
)
_YEAR_NEXT = re.compile(rf",?[ ]{_YEAR}(?!\w)")
_LEADS_TO_DAY = re.compile(
    r"\b(?:on|by|since|until|till|from|to|through|before|after|of|between|and|or|the|dated"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?)\s[(\[“\"'‘]?\Z",
    re.IGNORECASE,
)
# Prose is set no narrower; what is set so that no word more fits into any of its lines is prose.
_NARROWEST = 24
_LINES_AROUND = 3
_DATE_OR_QUANTITY = re.compile(f"{_DATE}|{_QUANTITY}")
_QUANTITY_ALONE = re.compile(_QUANTITY)

_OPENING, _CLOSING = "“«", "”»"


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """The sentences of ``text[start:end]``, in order, without the white space between them."""
    end = len(text) if end is None else end
    found: list[Range] = []
    for first, last in _paragraphs(text, start, end):
        borders = _borders(text, first, last)
        pieces = zip([first, *borders], [*borders, last], strict=True)
        found += [_strip(text, left, right) for left, right in pieces]
    return [(left, right) for left, right in found if left < right]


def sentence_around(text: str, start: int, end: int, *, within: Range) -> Range:
    """The range of the whole sentences of ``text[within]`` that hold ``text[start:end]``."""
    touching = [s for s in sentences(text, *within) if s[0] < end and start < s[1]]
    if not touching:
        return start, end
    return min(start, touching[0][0]), max(end, touching[-1][1])


def quotation_around(text: str, start: int, end: int, *, within: Range) -> Range | None:
    """The words between the quotation marks that hold ``text[start:end]``, marks left out.

    Nor the comma before the closing mark: it is the narrator's, not the speaker's.
    """
    for paragraph in _paragraphs(text, *within):
        for first, last in _quotations(text, *paragraph):
            left, right = _strip(text, first + 1, last - 1)
            if text[left:right].endswith(","):
                right -= 1
            if first <= start and end <= last and left < right:
                return left, right
    return None


def split_passages(article: Article) -> list[Range]:
    """Where the article's passages are: in order, disjoint, every word of the body in one.

    The headline is in none, unless it is all there is: it says little and says it in telegrams
    ("Pentagon chief"), and every passage is embedded under it anyway.
    """
    headline = headline_end(article)
    below = [(max(first, headline), last) for first, last in article.body if headline < last]
    body = below if any(article.text[first:last].strip() for first, last in below) else article.body
    return [passage for first, last in body for passage in _gather(article.text, first, last)]


def headline_end(article: Article) -> int:
    """Where the headline ends that the body begins with, on a line of its own; 0 if none."""
    if not article.body:
        return 0
    start = article.body[0][0]
    while article.text.startswith(("#", " "), start):  # a heading in Markdown
        start += 1
    end = start + len(article.title)
    alone = article.text[end : end + 1] in ("", "\n", "\r")
    return end if alone and article.text[start:end] == article.title else 0


def unbreakable(text: str, start: int, end: int, *, dates: bool = True) -> list[Range]:
    """The figures of ``text[start:end]``, which no border may cut, in order; *dates* too."""
    pattern = _DATE_OR_QUANTITY if dates else _QUANTITY_ALONE
    return [_strip(text, *m.span()) for m in pattern.finditer(text, start, end)]


def date_borders(text: str) -> list[Range]:
    """The line ends of *text* between what would be one date, were it not in a list or a table."""
    if "\n" not in text:
        return []
    found = []
    for match in _DATE_LINE_END.finditer(text):
        line = match.start("end") - text.rfind("\n", 0, match.start("end")) - 1
        if line <= _WRAPPED and not _is_in_a_sentence(text, match):
            found.append(match.span("end"))
    return found


def inside_letter(text: str, at: int) -> bool:
    """Whether *at* lies between a letter and the marks that belong to it (an "é" of two)."""
    if not 0 < at < len(text):
        return False
    joins = text[at] in _JOINERS or unicodedata.category(text[at]).startswith("M")
    return joins or text[at - 1] == "\u200d"


def _gather(text: str, start: int, end: int) -> Iterator[Range]:
    """Whole sentences gathered to about TARGET_WORDS, at most MAX_WORDS."""
    pieces = [p for s in sentences(text, start, end) for p in _split_long(text, *s)]
    weights = [_weight(text, *piece) for piece in pieces]
    left = sum(weights)
    first, gathered = 0, 0
    for i, weight in enumerate(weights):
        too_long = gathered + weight > TARGET_WORDS
        tail_fits = gathered + left <= MAX_WORDS
        if first < i and too_long and not tail_fits:
            yield pieces[first][0], pieces[i - 1][1]
            first, gathered = i, 0
        gathered += weight
        left -= weight
    if pieces:
        yield pieces[first][0], pieces[-1][1]


def _split_long(text: str, start: int, end: int) -> Iterator[Range]:
    """A sentence of over MAX_WORDS, cut at spaces outside figures, or where it must be."""
    while _weight(text, start, end) > MAX_WORDS:
        limit = min(end, start + TARGET_WORDS * CHARACTERS_PER_WORD)
        words = _words(text, start, limit, TARGET_WORDS)
        cut = _whole(text, start, words[-1][1] if len(words) > 1 else limit)
        yield _strip(text, start, cut)
        start, _ = _strip(text, cut, end)
    if start < end:
        yield start, end


def _whole(text: str, start: int, cut: int) -> int:
    """*cut*, or the beginning of the figure or word it would fall into, if that leaves anything."""
    near = max(start, cut - 80)
    far = min(len(text), cut + 80)
    for first, last in (*unbreakable(text, near, far), *parted_words(text, near, far)):
        if first < cut < last and first > start:
            return first
    while inside_letter(text, cut) and cut > start + 1:
        cut -= 1
    return cut


def _words(text: str, start: int, end: int, most: int) -> list[Range]:
    """The first *most* words of ``text[start:end]`` that end before *end*."""
    found: list[Range] = []
    for match in _WORD.finditer(text, start, end):
        if len(found) == most:
            break
        found.append(match.span())
    return found


def _weight(text: str, start: int, end: int) -> int:
    """The length in words; a stretch without spaces counts by its characters."""
    words = len(text[start:end].split()) if end - start < 100_000 else MAX_WORDS + 1
    return max(words, (end - start) // CHARACTERS_PER_WORD)


def _strip(text: str, start: int, end: int) -> Range:
    """The range without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _paragraphs(text: str, start: int, end: int) -> Iterator[Range]:
    """Stretches between blank lines, and between lines that were not wrapped."""
    last = start
    for match in _BLANK_LINE.finditer(text, start, end):
        yield from _lines(text, last, match.start())
        last = match.end()
    yield from _lines(text, last, end)


def _lines(text: str, start: int, end: int) -> Iterator[Range]:
    """A line break is a border unless the line before it was wrapped to fit a width."""
    first = line = start
    for match in _LINE_END.finditer(text, start, end):
        wrapped = match.start() - line > _WRAPPED and text[match.start() - 1] not in ".!?\"'”’:"
        parts = _HYPHENATED.match(text, max(start, match.start() - 2), end)
        if not (wrapped or parts or _parts_date(text, *match.span())):
            yield first, match.start()
            first = match.end()
        line = match.end()
    if first < end:
        yield first, end


def _parts_date(text: str, at: int, after: int) -> bool:
    """Whether the line end at *at* stands inside a date, in prose that is set in narrow lines."""
    if not (text[at - 1 : at].isalnum() or text[at - 1 : at] in (",", ".")):
        return False
    near = _DATE_LINE_END.finditer(text, max(0, at - 40), min(len(text), after + 40))
    match = next((match for match in near if match.start("end") == at), None)
    return match is not None and _is_in_a_sentence(text, match) and _is_full(text, at, after)


def _is_in_a_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether words stand before the parted date on its line, and a sentence goes on behind it."""
    ends = match["after"] is not None or match.end("rest") == len(text)
    return match["before"] is not None and ends and _may_have_a_day(text, match)


def _may_have_a_day(text: str, match: re.Match[str]) -> bool:
    """Whether a day of the parted date is led to as days are: "on May", and "12" on the next line;
    "fell in May" and "12 killed" are two headlines. With a year behind it, it is one anyway.
    """
    joins_day = match["month"] is None or len(match["rest"]) < len("2031")
    dated = _YEAR_NEXT.match(text, match.end("rest")) or _YEAR_NEXT.search(match["rest"])
    led = _LEADS_TO_DAY.search(text, max(0, match.end("before") - 20), match.end("before"))
    return bool(not joins_day or dated or led)


def _is_full(text: str, at: int, after: int) -> bool:
    """Whether no word more would have fitted into the line that ends at *at*, nor into those beside
    it: into one at least, or the sentence ends in the next.
    """
    reach = _LINES_AROUND * (_WRAPPED + 2) * 2
    above = text[max(0, at - reach) : at].split("\n")[-_LINES_AROUND:]
    below = text[after : after + reach].split("\n")[:_LINES_AROUND]
    lines = [*takewhile(str.strip, reversed(above))][::-1]
    at_line = len(lines) - 1
    lines = [line.rstrip() for line in (*lines, *takewhile(str.strip, below))]
    width = max(map(len, lines))
    beside = range(max(0, at_line - 1), min(at_line + 2, len(lines) - 1))
    full = all(_fills(lines[i], lines[i + 1], width) for i in beside)
    alone = len(lines) == 2 and not lines[1].endswith((".", "!", "?"))
    return width >= _NARROWEST and full and not alone


def _fills(line: str, following: str, width: int) -> bool:
    return line.endswith("-") or len(line) + 1 + len(following.split()[0]) > width


def _borders(text: str, start: int, end: int) -> list[int]:
    """Where sentences end inside one paragraph, its own end apart."""
    marks = [m for m in _MARK.finditer(text, start, end) if _ends_sentence(text, start, m, end)]
    if not marks:
        return []
    quotations = _quotations(text, start, end)
    begins = [first for first, _ in quotations]
    borders = []
    for mark in marks:
        before = bisect_left(begins, mark.end()) - 1
        if before < 0 or mark.end() >= quotations[before][1]:
            borders.append(mark.end())
    return borders


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, mark.end(), end)
    word = following.group(1) if following else None
    if word is None:
        return False  # nothing but marks follows: the paragraph's own end is the border
    if word[0].islower():
        return False
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return True
    before = _LAST_WORD.search(text, max(start, mark.start() - 20), mark.start())
    return before is None or _point_ends(before.group().lower(), word)


def _point_ends(before: str, word: str) -> bool:
    """Whether the point after the word *before* ends a sentence when *word* comes next."""
    if before in _OPEN:
        return False
    initial = len(before) == 1 and before.isalpha()
    dotted = "." in before and all(len(part) <= 2 for part in before.split("."))
    if before in _EITHER or initial or dotted:
        return word.lower() in _STARTERS
    return True


def _quotations(text: str, start: int, end: int) -> list[Range]:
    """The stretches inside quotation marks, in order, within one paragraph."""
    found: list[Range] = []
    opened: int | None = None
    for match in re.compile(f'[{_OPENING}{_CLOSING}"]').finditer(text, start, end):
        mark, at = match.group(), match.start()
        if opened is None or mark in _OPENING:
            opened = None if mark in _CLOSING else at
        else:
            if at - opened <= MAX_QUOTATION:
                found.append((opened, at + 1))
            opened = None
    return found

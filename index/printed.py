"""What an article prints about itself: headline, byline, dateline, date and publisher.

Read from the words alone, so a forwarded text tells as much as a web page. Everything here is a
guess that prefers silence: an impossible date, a date from the future, or a day and a month that
could be either way round is no date. Nothing is looked up and nothing is changed.

A *line* is a range of the text without the white space at its ends. The *head* is the few lines
above the first paragraph of prose; the *tail* is the last few lines of the text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from index.article import Range
from index.clock import Moment
from index.dates import DAY, MONTH, believable, complete_date, find_dates
from index.stamps import choose_moment, day_in_title, parts_of, stamp_of, undated
from index.versions import split_marks

# No rule reads further into a line, so a line of a million characters costs what a short one does.
MAX_LINE = 300
# Of 3,000 news texts 2,992 have prose in their first 9 lines, the others none at all. A tail
# holds an agency's name, feedback boxes, a menu and a copyright notice.
HEAD_LINES = 15
TAIL_LINES = 8
# A paragraph that ends in a full stop and has more words than this is prose.
MAX_LINE_WORDS = 12
MAX_TITLE = 200
TITLE_WORDS = 12
# Between two paragraphs of one story stand a picture, its caption, its credit and a teaser.
MAX_GAP = 5
# Menus above the story: of 240 pages that print their date above it one prints it further down.
MAX_HEAD = 50
# Names as agencies and papers sign, in lower case, and the one name we give each.
PUBLISHERS = {
    **{
        name.lower(): name
        for name in (
            "Reuters|AFP|Yonhap|UPI|dpa|Kyodo|Xinhua|TASS|ANSA|EFE|PTI|ANI|IANS|Bernama|Interfax|"
            "Bloomberg|Anadolu|CNN|BBC|BBC News|NPR|PBS|USA TODAY|NBC News|CBS News|"
            "ABC News|Fox News|Al Jazeera|Politico|Axios|The New York Times|The Washington Post|"
            "The Wall Street Journal|Los Angeles Times|Financial Times|The Guardian|The Times|"
            "The Daily Telegraph|The Independent|The Korea Herald|The Korea Times|The Hill|"
            "The Japan Times|South China Morning Post|The Hindu|The Economist|ProPublica|CNBC"
        ).split("|")
    },
    "ap": "Associated Press",
    "associated press": "Associated Press",
    "agence france-presse": "AFP",
    "yonhap news": "Yonhap",
    "yonhap news agency": "Yonhap",
    "kyodo news": "Kyodo",
    "anadolu agency": "Anadolu",
    "thomson reuters": "Reuters",
    "bloomberg news": "Bloomberg",
    "cable news network": "CNN",
    "cnn business": "CNN",
    "usatoday": "USA TODAY",
    "usa today network": "USA TODAY",
    "usa today sports": "USA TODAY",
}

# Places whose name before a colon is a dateline ("Seoul: The minister ..."); any other word there
# ("Opinion:", "Police:") is not.
_PLACES = frozenset(
    "abu dhabi|accra|addis ababa|ahmedabad|algiers|amman|amsterdam|ankara|astana|athens|"
    "atlanta|baghdad|baku|bangkok|beijing|beirut|belgrade|bengaluru|berlin|bern|bogota|boston|"
    "brasilia|bratislava|brussels|bucharest|budapest|buenos aires|busan|cairo|canberra|caracas|"
    "chennai|chicago|colombo|copenhagen|dakar|damascus|dhaka|doha|dubai|dublin|frankfurt|gaza|"
    "gaza city|geneva|hanoi|harare|havana|helsinki|hong kong|houston|hyderabad|islamabad|"
    "istanbul|jakarta|jerusalem|johannesburg|kabul|karachi|kathmandu|khartoum|kigali|kinshasa|"
    "kolkata|kuala lumpur|kuwait city|kyiv|lagos|lahore|lima|lisbon|london|los angeles|"
    "luxembourg|madrid|manama|manila|mexico city|minsk|mogadishu|montreal|moscow|mumbai|muscat|"
    "nairobi|new delhi|new york|nicosia|oslo|ottawa|panmunjom|paris|peshawar|phnom penh|prague|"
    "pretoria|pyongyang|quito|rabat|ramallah|reykjavik|riga|riyadh|rome|san francisco|santiago|"
    "sao paulo|sarajevo|sejong|seoul|shanghai|singapore|sofia|stockholm|strasbourg|sydney|"
    "taipei|tallinn|tashkent|tbilisi|tehran|tel aviv|the hague|tirana|tokyo|toronto|tripoli|"
    "tunis|ulaanbaatar|united nations|vatican city|vienna|vilnius|warsaw|washington|wellington|"
    "yangon|yerevan|zagreb|zurich".split("|")
)

_BY = re.compile(r"(?:(?:Written|Reported|Story|Words|Text) by|By|BY|by)(?::\s*|\s+)(\S.*)")
_PARTICLES = frozenset(
    "de da di du del della van von der den bin ibn al el la le ter ten y".split()
)
_NAME_GLUE = frozenset("and & in of for the with at".split())
_NO_NAMES = frozenset(
    "the a an all any popular accident design chance invitation numbers law default then now "
    "far day night land sea air contrast comparison".split()
)
_ROLE = re.compile(
    r",\s|\s+(?:in|for|of|at)\s|\s+[|•·/–—-]\s"
    r"|\s+(?=(?:staff|senior|special|chief|political|business)\s|(?:reporter|correspondent)\b)",
    re.I,
)
_ROLE_WORDS = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|staff|columnists?|press|news|times|today|"
    r"agency|contributors?|special|network|journalists?)\b",
    re.I,
)

_PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w.]* ){0,3}"
    r"(?:News|Journal|Times|Post|Herald|Press|Register|Tribune|Gazette|Chronicle|"
    r"Telegraph|Courier|Globe|Independent|Republic|Observer|Enquirer|Network|Daily|Record|Wire|"
    r"Mail|Standard|Examiner|Bulletin|Dispatch|Advertiser|Argus|Echo|Gazetteer)"
    r"(?: (?:Journal|Sentinel|Telegram|Herald|Agency))?"
)

_CREDIT = re.compile(r"\(([^()]{2,40})\)[.\s]*$")
_COPYRIGHT = re.compile(
    r"(?:(?:Copyright|©|\(c\))\s*){1,3}(?:by\s)?(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{4})?)?[,\s]*"
    r"(?:by\s)?([^.,|;©]{2,50})",
    re.I,
)
_LABELLED = re.compile(r"(publisher|published by|source)\s*:\s*(.{2,60})", re.I)

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-z][\w.'’\-/]*(?:,?\s[^\W\d_][\w.'’\-/]*){0,5}?)?"
    rf"(?:,?\s(?P<day>{MONTH}\s{DAY}(?:,\s[0-9]{{4}})?),?)?"
    r"\s?(?:\((?P<agency>[^\W\d_][^()]{1,38})\)|\b(?P<sign>CNN(?: Business)?|AP|AFP|Reuters))?"
    r"\s*(?P<mark>--|[—–]|-\s|:)\s*(?=[\s\w\"“‘'$€£]|$)"
)
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"\.[\"'”’»)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.)+$|\.\.\.$")
_LINE = re.compile(r"\S[^\r\n]*")
_DECORATION = " \t\u00a0*_#>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the words of an article say about it; None where they do not."""

    title: str
    publisher: str | None
    byline: str | None
    dateline: str | None
    published: date | None
    printed_time: time | None


def read_printed(text: str, body: Iterable[Range], *, today: date) -> Printed:
    """Read what *text* prints about itself; *body* says which of it is not furniture."""
    lines = find_lines(text)
    words = [plain(text, line) for line in lines]
    inside = _inside(lines, body)
    first = next((i for i in inside if is_prose(words[i])), len(lines))
    head = range(max(0, min(first, len(lines)) - HEAD_LINES), first)
    last = inside[-1] if inside else 0
    tail = range(max(first, last + 1 - TAIL_LINES), min(len(lines), last + 1 + TAIL_LINES))
    dateline = _find_dateline(words, range(max(0, first - 2), min(len(words), first + 2)))
    title = _title([words[i] for i in inside])
    published = _published(text, words, lines, title, dateline, today)
    return Printed(
        title=title,
        publisher=_publisher(words, head, tail, dateline),
        byline=_byline(words, [*head, *tail]),
        dateline=dateline and _dateline_text(dateline),
        published=published and published.day,
        printed_time=published and published.clock,
    )


def find_lines(text: str) -> list[Range]:
    """The lines of *text* that are not blank, without the white space at their ends."""
    return [(m.start(), m.start() + len(m.group().rstrip())) for m in _LINE.finditer(text)]


def plain(text: str, line: Range) -> str:
    """The beginning of a line as the rules read it: no marks of emphasis, single spaces."""
    start, end = line
    return " ".join(text[start : min(end, start + MAX_LINE)].split()).strip(_DECORATION)


def is_prose(line: str) -> bool:
    """A paragraph of running text, not a heading, a caption or a menu."""
    if len(line) > MAX_TITLE:
        return True
    sentence = bool(_ENDS.search(line)) and not _CREDIT.search(line)
    return sentence and len(line.split()) > MAX_LINE_WORDS


def head_of(words: Sequence[str]) -> range:
    """Which lines stand above the first paragraph of prose."""
    first = (i for i, line in enumerate(words[:HEAD_LINES]) if is_prose(line))
    return range(next(first, min(HEAD_LINES, len(words))))


def tail_of(words: Sequence[str]) -> range:
    return range(max(0, len(words) - TAIL_LINES), len(words))


def byline_of(line: str) -> str | None:
    """The names in a line that is nothing but a byline: "By Ann Example" gives "Ann Example"."""
    by = _BY.fullmatch(line) if len(line) <= MAX_TITLE else None
    if by and _are_names(by[1]):
        return _names(by[1])
    name, _, paper = line.strip("—– ").rpartition(", ")
    signed = _paper_of(paper) and _are_names(name) and len(name.split()) <= 6
    return name if signed else None


def is_name(line: str) -> bool:
    """Two to four capitalised words: a name, if the line below it is a publisher's."""
    words = line.split()
    glued = not _NAME_GLUE.isdisjoint(words) or publisher_of(line)
    return 2 <= len(words) <= 4 and len(line) <= 40 and not glued and _are_names(line)


def publisher_of(line: str) -> str | None:
    """The publisher of a line that is nothing else: "YONHAP", "(AP)", "From Reuters"."""
    name = line.strip("()[]—–- ")
    if len(name) > 40 or (name.islower() and name != "dpa"):
        return None
    known = PUBLISHERS.get(name.lower())
    return known or PUBLISHERS.get(name.lower().removeprefix("the ").removeprefix("from "))


def is_credit(words: Sequence[str], i: int) -> bool:
    """Whether a line of the head or the tail is a byline, a date or a publisher, and no more."""
    line = words[i]
    known = byline_of(line) or publisher_of(line) or stamp_of(line) or (i and _masthead(line))
    return bool(known) or _is_signed(words, i)


def _is_signed(words: Sequence[str], i: int) -> bool:
    """Whether line *i* is a name and the line below it a publisher; or some names and a paper."""
    if i + 1 == len(words) or not _paper_of(words[i + 1]):
        return False
    known = publisher_of(words[i + 1]) is not None
    if is_name(words[i]):
        return known or i > 0
    names = re.split(r",\s|\sand\s", words[i])
    return i > 0 and len(names) > 1 and all(is_name(name) for name in names)


def _inside(lines: Sequence[Range], body: Iterable[Range]) -> list[int]:
    """The numbers of the lines that begin inside the body."""
    ranges = iter(body)
    current = next(ranges, None)
    found = []
    for i, (start, _) in enumerate(lines):
        while current and current[1] <= start:
            current = next(ranges, None)
        if current and current[0] <= start:
            found.append(i)
    return found


def _title(inside: Sequence[str]) -> str:
    """The first line of the body if it is a headline, else its first words.

    A name right above the prose is its author's, not a headline.
    """
    lines = [line for line in inside[:3] if not _is_bare_dateline(line)] or ["Untitled"]
    marks, rest = split_marks(lines[0])
    if marks and not rest and len(lines) > 1:
        return f"{lines[0]} {_title(lines[1:])}"
    author = len(lines) > 1 and len(lines[0].split()) <= 3 and is_name(lines[0])
    line = lines[1] if author and is_prose(lines[1]) else lines[0]
    stop = _FULL_STOP.search(line) and not _ABBREVIATION.search(line)
    if len(line) < MAX_TITLE and not stop:
        return line
    short = " ".join(line.split()[:TITLE_WORDS])[:MAX_TITLE].rstrip(",;:—–- ")
    return short + "…" if len(short) < len(line) else short


def _is_bare_dateline(line: str) -> bool:
    match = _DATELINE.fullmatch(line)
    return match is not None and _is_dateline(match)


def _publisher(
    words: Sequence[str], head: range, tail: range, dateline: re.Match[str] | None
) -> str | None:
    """From the surest sign to the weakest: dateline, signature, label, copyright, photo credit."""
    if dateline and (signed := dateline["agency"] or dateline["sign"]):
        return publisher_of(signed) or _as_name(signed)
    near = [words[i] for i in (*head, *tail)]
    for sign in (publisher_of, _paper_in_byline, _labelled, _copyright, _masthead):
        for line in near:
            if found := sign(line):
                return found
    credits = (_CREDIT.search(line) for line in words if len(line) < MAX_LINE)
    known = (publisher_of(credit[1].removesuffix(" Photo")) for credit in credits if credit)
    return next((name for name in known if name), None)


def _masthead(line: str) -> str | None:
    """A paper's name alone, or beside a date: "The Anytown Post | Business | 17 May 2023"."""
    parts = parts_of(line)
    alone = len(parts) == 1 or stamp_of(line) is not None
    return next((paper for part in parts if (paper := _paper_of(part))), None) if alone else None


def _paper_in_byline(line: str) -> str | None:
    return _paper_of(line.rpartition(", ")[2]) if byline_of(line) else None


def _paper_of(name: str) -> str | None:
    """The publisher by that name, known or by its look ("The Anytown Gazette")."""
    return publisher_of(name) or (name if _PAPER.fullmatch(name) else None)


def _labelled(line: str) -> str | None:
    """ "Publisher: X" for any X; "Source: X" only for a publisher, since it may be of a figure."""
    match = _LABELLED.fullmatch(line)
    if not match:
        return None
    known = publisher_of(match[2])
    return known or (None if match[1].lower() == "source" else match[2].strip())


def _copyright(line: str) -> str | None:
    match = _COPYRIGHT.match(line)
    if not match:
        return None
    name = re.split(r"\ball rights\b", match[1], flags=re.I)[0].strip(" -–—")
    return publisher_of(name) or (name if name[:1].isupper() else None)


def _as_name(signed: str) -> str:
    return signed.title() if signed.isupper() and len(signed) > 5 else signed


def _byline(words: Sequence[str], near: Iterable[int]) -> str | None:
    for i in near:
        line = words[i]
        found = line if _is_signed(words, i) else byline_of(line) or byline_of(undated(line))
        if found and not publisher_of(found):
            return found
    return None


def _are_names(text: str) -> bool:
    """Only capitalised words and what stands between names, as in "Jo de Vries and A. B. Cole"."""
    words = text.split()
    if not 2 <= len(words) <= 16 or words[0].lower() in _NO_NAMES:
        return publisher_of(text) is not None
    if re.search(r"[?!:;]|\d", text) or (text.endswith(".") and len(words[-1]) > 3):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    bare = word.strip(",.()|•·/–—-'’‘\"“”")
    return not bare or bare[0].isupper() or bare in _PARTICLES or bare in _NAME_GLUE


def _names(text: str) -> str:
    """The names without the roles and papers behind them."""
    for cut in _ROLE.finditer(text):
        role = _ROLE_WORDS.search(text, cut.end()) or publisher_of(text[cut.end() :])
        if cut.group() != ", " or role:
            return text[: cut.start()].strip(" ,")
    return text


def _find_dateline(words: Sequence[str], near: range) -> re.Match[str] | None:
    for i in near:
        match = _DATELINE.match(words[i])
        if match and _is_dateline(match):
            return match
    return None


def _is_dateline(match: re.Match[str]) -> bool:
    place = match["place"] or ""
    known = all(part.lower() in _PLACES for part in re.split(r",\s|/", place)[:1])
    if match["sign"]:
        return match["mark"] != ":"
    if match["agency"] or match["day"]:
        return bool(place) and (known or place.split(",")[0].isupper() or bool(match["agency"]))
    if match["mark"].strip() in (":", "-"):
        return bool(place) and known
    return bool(place) and (known or (len(place) > 3 and place.split(",")[0].isupper()))


def _dateline_text(match: re.Match[str]) -> str:
    return match.group()[: match.start("mark") - match.start()].strip()


def _published(
    text: str,
    words: Sequence[str],
    lines: Sequence[Range],
    title: str,
    dateline: re.Match[str] | None,
    today: date,
) -> Moment | None:
    """From the surest sign to the weakest: a date line, the dateline, the headline, a caption."""
    head = range(min(_story(words), MAX_HEAD))
    headings = [i for i in range(min(MAX_HEAD, len(lines))) if text.startswith("# ", lines[i][0])]
    stamped = choose_moment(words, head=head, headings=headings, today=today)
    if stamped:
        return stamped
    if dateline and dateline["day"]:
        day = complete_date(dateline["day"], text, today)
    else:
        day = day_in_title(title, today) or _day_of_caption(words, today)
    return Moment(day=day) if day else None


def _story(words: Sequence[str]) -> int:
    """Where a long stretch of prose begins in earnest: a notice or a summary does not."""
    prose = [is_prose(line) for line in words]
    runs: list[list[int]] = []
    for i in (i for i, is_it in enumerate(prose) if is_it):
        if runs and i - runs[-1][-1] <= MAX_GAP:
            runs[-1].append(i)
        else:
            runs.append([i])
    if not runs:
        return len(words)
    sizes = [sum(len(words[i]) for i in run) for run in runs]
    story = next(run for run, size in zip(runs, sizes, strict=True) if 2 * size >= max(sizes))
    dense = (i for i in story if sum(prose[i : i + 4]) >= min(3, len(words) - i))
    return next(dense, story[0])


def _day_of_caption(words: Sequence[str], today: date) -> date | None:
    """The day of the captions, if all print the same one and an agency signs them."""
    captions = (line for line in words if "file" not in line.lower() and _is_signed_caption(line))
    days = {day for line in captions for day in find_dates(line)}
    return days.pop() if len(days) == 1 and believable(min(days), today) else None


def _is_signed_caption(line: str) -> bool:
    credit = _CREDIT.search(line)
    return credit is not None and publisher_of(credit[1].removesuffix(" Photo")) is not None

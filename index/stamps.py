"""The lines that say when an article was published, and which of them to believe.

A *stamp* is such a line: a date with a label, a time or a byline beside it, or nothing at all.
Pages print other dates too: today's, those of other articles, of events, of an update. So a
stamp is believed by what stands beside the date and by where it is; where two that are equally
sure differ, there is no date. The time of day goes with the date beside which it is printed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import IntEnum

from index.clock import Moment, clock_in, only_moment
from index.dates import MONTH_DAY, TIME_ZONES, believable, complete_date, date_spans

# A longer line says more than a date.
MAX_STAMP = 160
MAX_LOOSE = 110
# A note on an article may name the paper that printed it first.
MAX_NOTE = 300
NOTE_WORDS = 12
# Between a headline and its date stand a summary, a byline and a row of buttons.
NEAR_HEADING = 5
# Where a web page prints its buttons one a line ("Share", "1.1k"), lines of one or two words do
# not count, but only for a date with a label, a time or a name: a list of other articles and a
# table of games print bare ones.
BUTTON_WORDS = 2
MAX_BELOW_HEADING = 15

_TIME = re.compile(
    r"(?:\bT)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,6})?\s?(?:[ap]\.?m\b\.?)?"
    r"|\b[0-9]{1,2}\s?[ap]\.?m\b\.?",
    re.I,
)
_CLOCK_NEXT = re.compile(rf"[\s,|@–-]{{0,4}}(?:at\s)?(?:{_TIME.pattern})", re.I)
_PUBLISHED = frozenset("published posted publish issued released written".split())
_UPDATED = frozenset("updated update modified revised edited".split())
_TIME_WORDS = frozenset(
    "on at the last first and original originally et ct mt pt est edt cst cdt mst mdt pst pdt gmt "
    "bst utc cet cest kst jst ist sgt hkt aest aedt z t local uk mon monday tue tues tuesday wed "
    "wednesday thu thur thurs thursday fri friday sat saturday sun sunday min mins minute minutes "
    "read".split()
)
_STAMP_WORDS = _PUBLISHED | _UPDATED | _TIME_WORDS | {"date", "dated"}
_DIVIDER = re.compile(r"\s+[|·•]\s+")
_LETTERS = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(r"\s*(?:[-–—]|to\b|until\b|through\b)", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# Pages run a label into the word before it ("10:12 AM EDTUpdated"); inside a line it has a
# capital.
_LABEL = re.compile(
    r"^\W{0,3}(?i:(?:first |originally |last )?(?:published|posted|updated|modified|edited)\b)"
    r"|(?:\b(?:First|Originally|Last|FIRST|LAST) )?"
    r"(?:Published|Posted|Updated|Modified|PUBLISHED|POSTED|UPDATED)(?![a-z])"
)
_ONLY_LABEL = re.compile(
    r"(?:(?:date|first|last) )?(?:published|posted|updated|modified)(?: on| by)?\s?:?", re.I
)
_YEAR = re.compile(r"[0-9]{4}|[/-][0-9]{2}\b")
_UPDATE = re.compile(r"updated|modified|edited", re.I)
_BY = re.compile(r"(?:\w+ )?(?:By|BY|by)(?::\s*|\s+)(\S+(?:\s\S+){0,11})")
# "Photo by", "Hosted by" and the like sign something else.
_SIGNS_ARTICLE = re.compile(
    r"(?:(?:posted|published|written|reported|updated|story) )?by(?:\b|(?=[A-Z]))", re.I
)
_GLUED_BY = re.compile(r"[Bb]y(?=[A-Z])")
_CREDIT = re.compile(r"(?:[\w&,-]+ ){0,3}by [A-Z]\S*(?: \S+){0,8}", re.I)
_ROLE = re.compile(r"\b(?:reporter|editor|writer|correspondent|columnist)\b", re.I)
_NO_NAMES = frozenset("now then end about noon midnight sunrise early late mid around".split())
_GLUE = frozenset("and de da di du del della van von der den bin ibn al el la le ten for".split())
_KIND = (
    r"(?:story|article|column|report|post|review|interview|essay|list|piece|page|entry|recipe|"
    r"editorial|excerpt)"
)
_NOTE = re.compile(
    r"[•*\W]{0,3}(?:(?:editor|author|reporter|publisher)[’']?s?[’']? note[:.—-]*\s*)?"
    rf"(?:(?:this |the following )?(?:\w+ )?{_KIND}|this)(?: was| is| has been)?"
    r"(?: (?:originally|first|last))?"
    r" (?P<verb>published|posted|printed|appeared|ran|updated|amended|modified|revised)\b"
    r"(?P<rest>.*)",
    re.I,
)
# "Update, May 5, 2021: The ferry ...", and below it "Original story, May 4, 2021: ...". What says
# more than the date is about another: "Correction to May 4, 2021 story: ...".
_DATED_NOTE = re.compile(
    r"(?:Updated?|Correction|Clarification|(?P<verb>Original) (?:story|article|report|post))"
    r"(?:,| on)? (?P<rest>[^:]{6,30}): \S"
)
# What comes out every day or week, with nothing between it and its day: "headlines" and "answers"
# are done to other things.
_EDITION = re.compile(
    r"\b(?:letters to the editor|crossword(?: blog)?(?: (?:&|and) answers)?|horoscopes?|obituaries"
    r"|rankings) for (?P<day>.{6,40}?)(?= by |$)",
    re.I,
)
# Of what to know only a day that is spoken, and then called today, is that of the article.
_SPOKEN = re.compile(
    r"\b(?i:things|all|what) you need to know[.,]? (?P<rest>\w+day,? the [0-9]{1,2}\w\w of "
    r"[A-Z]\w+ [0-9]{4})\. Today\b"
)
_TO_KNOW = re.compile(r"^to know (?:on|for|today) ")
_TODAY = re.compile(r"\btoday(?: is|[’']s date is|:)\s(?P<rest>.{6,40})", re.I)


class Sign(IntEnum):
    """What makes a date an article's own, from the surest to the weakest."""

    PUBLISHED = 0
    TIMED = 1
    BARE = 2
    NOTE = 3
    UPDATED = 4
    LOOSE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The day and the time that a line prints, and what says that they are the article's."""

    day: date
    sign: Sign
    clock: time | None = None


def stamp_of(line: str) -> Stamp | None:
    """The date of a line that prints little else: "Published: 4 March 2021", "News 07:13 ...".

    A masthead or a byline may stand beside it: "The Anytown Post | 17 May 2023", "By Ann Example
    on May 17, 2023".
    """
    if len(line) > MAX_STAMP:
        return None
    return _labelled(line) or _timed(_beside(line) or _alone(line) or _signed(line), line)


def _timed(stamp: Stamp | None, line: str) -> Stamp | None:
    """The stamp with the time of its *line*."""
    return stamp and replace(stamp, clock=clock_in(line))


def undated(line: str) -> str:
    """What stands before the date of a line, without times; all of the line if it has none."""
    split = _split(line)
    return split[0] if split else line


def parts_of(line: str) -> list[str]:
    """The parts of a line that bars or points divide; the line itself if none do."""
    return [part for part in _DIVIDER.split(line) if part]


def choose_moment(
    lines: Sequence[str], *, head: range, headings: Sequence[int], today: date
) -> Moment | None:
    """The day, and its time, that the surest of the *lines* print, if they agree.

    ``head`` holds the lines above the article. A list of other articles prints many dates, so
    outside the head, and away from a heading, a sign counts only if no other of its kind differs.
    """
    stamps = _find_stamps(lines, today)
    near = _near(lines, headings, stamps)
    above = [stamp for i, stamp in stamps.items() if i in head]
    sure = (
        _own(near, above)
        or only_moment(_moments(stamps.values(), Sign.PUBLISHED))
        or _first(_moments(near, Sign.LOOSE))
    )
    if sure or any(_is_unclear(lines, i) for i in head):
        return sure
    return (
        only_moment(_moments(above, Sign.TIMED, Sign.BARE))
        or only_moment(_moments(above, Sign.TIMED))
        or only_moment(_moments(stamps.values(), Sign.NOTE))
        or _first(_moments(near, Sign.UPDATED))
        or _first(_moments(above, Sign.UPDATED))
        or only_moment(_moments(stamps.values(), Sign.UPDATED))
        or only_moment(_moments(above, Sign.LOOSE))
    )


def moment_beside(lines: Sequence[str], *, headings: Sequence[int], today: date) -> Moment | None:
    """The day printed right below a heading, with a label, a time or nothing beside it."""
    return _own(_near(lines, headings, _find_stamps(lines, today)), [])


def _find_stamps(lines: Sequence[str], today: date) -> dict[int, Stamp]:
    """The stamps by the number of their line."""
    stamps = {i: stamp for i in range(len(lines)) if (stamp := _read(lines, i))}
    return {i: stamp for i, stamp in stamps.items() if believable(stamp.day, today)}


def _is_unclear(lines: Sequence[str], at: int) -> bool:
    """Whether a label stands before, or right above, a date that is impossible or could be two."""
    line = lines[at]
    if at and _ONLY_LABEL.fullmatch(lines[at - 1].strip()):
        line = f"Published: {line.strip()}"
    label = _LABEL.match(line) if len(line) <= MAX_STAMP else None
    rest = line[label.end() :] if label else ""
    spans = date_spans(rest)
    return bool(spans) and spans[0][2] is None and not _others(rest[: spans[0][0]])


def _near(
    lines: Sequence[str], headings: Sequence[int], stamps: Mapping[int, Stamp]
) -> list[Stamp]:
    """The stamps right below a heading."""
    found = []
    for heading in headings:
        said = 0
        for i in range(heading + 1, min(len(lines), heading + 1 + MAX_BELOW_HEADING)):
            said += len(lines[i].split()) > BUTTON_WORDS
            near = i - heading <= NEAR_HEADING
            if not near and said > NEAR_HEADING:
                break
            if i in stamps and (near or stamps[i].sign <= Sign.TIMED):
                found.append(stamps[i])
    return found


def _own(near: Sequence[Stamp], above: Sequence[Stamp]) -> Moment | None:
    return (
        _first(_moments(near, Sign.PUBLISHED))
        or _first(_moments(above, Sign.PUBLISHED))
        or _first(_moments(near, Sign.TIMED, Sign.BARE))
    )


def _moments(stamps: Iterable[Stamp], *signs: Sign) -> list[Moment]:
    return [Moment(day=s.day, clock=s.clock) for s in stamps if s.sign in signs]


def day_in_title(title: str, today: date) -> date | None:
    """The date that a later part of a headline is: "Ten things to know: 4 May 2021".

    Or that of the edition it names: "Letters to the editor for May 4, 2021".
    """
    parts = re.split(r":\s|\s[|–—-]\s|(?=to know (?:on|for|today) )", title)[1:]
    if edition := _EDITION.search(title):
        parts.append(edition["day"])
    days = [s.day for part in parts if (s := _alone(_TO_KNOW.sub("", part)))]
    return days[0] if len(days) == 1 and believable(days[0], today) else None


def _first(moments: Sequence[Moment]) -> Moment | None:
    return only_moment([m for m in moments if m.day == moments[0].day])


def _read(lines: Sequence[str], i: int) -> Stamp | None:
    """The stamp on line *i*; its label may be the line above."""
    line = lines[i]
    if not _YEAR.search(line, 0, MAX_NOTE):
        return None
    stamp = stamp_of(line)
    label = _ONLY_LABEL.fullmatch(lines[i - 1]) if i and stamp else None
    if stamp and label:
        sign = Sign.UPDATED if _UPDATE.search(label.group()) else Sign.PUBLISHED
        return replace(stamp, sign=sign)
    if stamp or _is_range(line):
        return stamp
    return _timed(_noted(line) or _loose(line), line)


def _is_range(line: str) -> bool:
    """Whether the first two dates of the line are a first and a last day."""
    spans = date_spans(line) if len(line) <= MAX_STAMP else []
    return len(spans) > 1 and _RANGE.match(line, spans[0][1]) is not None


def _split(line: str) -> tuple[str, date, str] | None:
    """What stands before the first full date of a line, the date, and what stands behind."""
    spans = date_spans(line)
    if not spans:
        return None
    start, end, day = spans[0]
    return (_bare(line[:start]), day, _bare(line[end:])) if day else None


def _split_yearless(part: str, line: str) -> tuple[str, date, str] | None:
    """The same for a day whose year the *line* prints behind another."""
    match = MONTH_DAY.search(part)
    day = complete_date(match.group(), line, date.max - TIME_ZONES) if match else None
    return (
        (_bare(part[: match.start()]), day, _bare(part[match.end() :])) if match and day else None
    )


def _bare(side: str) -> str:
    """One side of a date without times, days of the week and marks at its ends."""
    words = _TIME.sub(" ", side).split()
    while words and _is_time_word(words[-1]):
        words.pop()
    while words and _is_time_word(words[0]):
        words.pop(0)
    return " ".join(words)


def _is_time_word(word: str) -> bool:
    letters = word.strip("|·•,.()/–—-@")
    return letters.lower() in _TIME_WORDS or not letters


def _others(text: str) -> list[str]:
    """The words of *text* that are no dates, times or labels."""
    for start, end, _ in reversed(date_spans(text)):
        text = f"{text[:start]} {text[end:]}"
    return [w for w in _LETTERS.findall(_TIME.sub(" ", text)) if w.lower() not in _STAMP_WORDS]


def _labelled(line: str) -> Stamp | None:
    """The date behind a label in the line; one without a year is none, and so no update is."""
    labels = list(_LABEL.finditer(line))
    if not labels or len(line[: labels[0].start()].split()) > 8:
        return None
    ends = [label.start() for label in labels[1:]] + [len(line)]
    found = []
    above = line[: labels[0].start()]
    if before := _split(above):
        found.append(Stamp(day=before[1], sign=Sign.PUBLISHED, clock=clock_in(above)))
    behind = ""
    for label, end in zip(labels, ends, strict=True):
        part = line[label.end() : end]
        split = _split(part) or _split_yearless(part, line)
        if not split or not (not _others(split[0]) or _is_byline(split[0])):
            return None
        sign = Sign.UPDATED if _UPDATE.search(label.group()) else Sign.PUBLISHED
        found.append(Stamp(day=split[1], sign=sign, clock=clock_in(part)))
        behind = split[2]
    sentence = len(behind.split()) > 8 or (len(behind.split()) > 2 and _SENTENCE_END.search(behind))
    return None if sentence else min(found, key=lambda stamp: stamp.sign)


def _beside(line: str) -> Stamp | None:
    """The date beside a masthead or credits, with a bar or a point between."""
    parts = parts_of(line)
    stamps = [stamp for part in parts if (stamp := _alone(part))]
    others = [part for part in parts if not _alone(part)]
    credited = any(_CREDIT.fullmatch(part) for part in others)
    if not stamps or not others:
        return None
    if all(_is_heading(part) or _CREDIT.fullmatch(part) for part in others):
        sign = Sign.TIMED if credited and stamps[0].sign is Sign.BARE else stamps[0].sign
        return Stamp(day=stamps[0].day, sign=sign)
    return None


def _is_heading(part: str) -> bool:
    words = part.split()
    return len(words) <= 5 and all(word[0].isupper() or word in ("of", "and") for word in words)


def _alone(line: str) -> Stamp | None:
    """The date of a line that says nothing else; two that make a range are none."""
    spans = date_spans(line) if len(line) <= MAX_STAMP else []
    days = [day for _, _, day in spans if day]
    if not days or _is_range(line):
        return None
    rest = line
    for start, end, _ in reversed(spans):
        rest = f"{rest[:start]} {rest[end:]}"
    rest, times = _TIME.subn(" ", rest)
    others = _others(rest)
    titled = len(others) <= 3 and all(word[0].isupper() for word in others)
    section = times and titled and ":" not in rest
    if others and not section:
        return None
    labels = {word.lower() for word in _LETTERS.findall(rest)}
    if labels & _PUBLISHED:
        return Stamp(day=days[0], sign=Sign.PUBLISHED)
    if labels & _UPDATED:
        return Stamp(day=days[0], sign=Sign.UPDATED)
    return Stamp(day=days[0], sign=Sign.TIMED if times else Sign.BARE)


def _signed(line: str) -> Stamp | None:
    """The date behind or before a byline: "By Ann Example on May 4, 2021"."""
    split, spans = _split(line), date_spans(line)
    if not split or len(spans) > 1:
        return None
    before, day, after = split
    timed = _CLOCK_NEXT.match(line, spans[0][1]) and _SIGNS_ARTICLE.match(before)
    few = len(after.split()) <= 3 and not _SENTENCE_END.search(after)
    by = _is_byline(before)
    role = _ROLE.search(before) and ":" not in before
    if (by and timed) or (few and (by or role)) or (not before and _is_byline(after)):
        return Stamp(day=day, sign=Sign.TIMED)
    return None


def _is_byline(text: str) -> bool:
    match = _BY.fullmatch(_GLUED_BY.sub("By ", text, count=1))
    if not match:
        return False
    words = match[1].replace("|", " ").split()
    names = all(_is_name_word(word) for word in words) or (len(words) == 1 and text[0] == "B")
    return names and words[0].lower().strip(",.") not in _NO_NAMES


def _is_name_word(word: str) -> bool:
    bare = word.strip(",.()|•·/–—-'’‘\"“”")
    return not bare or bare[0].isupper() or bare[0] == "@" or bare in _GLUE or bare == "in"


def _noted(line: str) -> Stamp | None:
    """What a note says: "This story was originally published on May 4, 2021"."""
    line = line[:MAX_NOTE]
    if note := _DATED_NOTE.match(line):
        alone = _alone(note["rest"])
        return alone and Stamp(day=alone.day, sign=Sign.NOTE if note["verb"] else Sign.UPDATED)
    if note := _NOTE.match(line):
        sign = Sign.NOTE if note["verb"].lower() in _FIRST_VERBS else Sign.UPDATED
    elif note := _SPOKEN.search(line) or _TODAY.search(line):
        sign = Sign.NOTE
    else:
        return None
    spans = date_spans(note["rest"])
    if not spans or spans[0][2] is None:
        return None
    gap = note["rest"][: spans[0][0]]
    far = len(gap.split()) > (NOTE_WORDS if note.re is _NOTE else 2) or ". " in gap.strip()
    return None if far else Stamp(day=spans[0][2], sign=sign)


_FIRST_VERBS = frozenset("published posted printed appeared ran".split())


def _loose(line: str) -> Stamp | None:
    """A date that begins a short line, or ends one behind names."""
    spans = date_spans(line)
    if not spans or not (day := spans[0][2]):
        return None
    before, after = line[: spans[0][0]].strip(), line[spans[0][1] :]
    short = len(line) <= MAX_LOOSE and not _SENTENCE_END.search(line)
    begins = not re.match(r"\s*[-–—:,]", after) and len(after.split()) <= 10
    # A caption or a name run into the date: "May 4, 2021The mayor ...".
    if not before and (after[:1].isupper() or (short and begins)):
        return Stamp(day=day, sign=Sign.LOOSE)
    words = [word for word in before.split() if word not in _GLUE]
    named = 2 <= len(words) <= 4 and all(w[0].isupper() and w[-1].isalpha() for w in words)
    rest = _bare(after)
    if short and named and len(rest.split()) <= 3:
        return Stamp(day=day, sign=Sign.TIMED if _TIME.search(after) else Sign.LOOSE)
    return None

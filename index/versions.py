"""Which version of a story a headline says it is: "UPDATE 1-Bridge opens", "(2nd LD) Bridge opens".

Agencies send a story again and again. The mark stays in the title as it is printed; here it is
given one name, so that two versions can be told apart where the title is not shown.
"""

import re

# What a mark says, as agencies and papers print it at the head of a headline.
_MARKS = (
    (r"\((?:1st )?(?:LEAD|LD)\)|1ST LD(?:-WRITETHRU)?\b:?", "lead"),
    (r"\((?P<n>[2-9])(?:nd|rd|th) (?:LEAD|LD)\)", "lead"),
    (r"(?P<n>[2-9])(?:nd|rd|th) (?:LD|LEAD)(?:-WRITETHRU)?\b:?", "lead"),
    (r"\(URGENT\)|URGENT-", "urgent"),
    (r"UPDATE ?(?P<n>[0-9]{1,2})\s?[:-]|UPDATE[:-]|[(\[]UPDATED?[)\]]|UPDATED:", "update"),
    (r"WRAPUP ?(?P<n>[0-9]{1,2})\s?[:-]|WRAPUP[:-]", "wrapup"),
    (r"CORRECTED[:-]|CORRECTIONS?:|[(\[]CORRECT(?:ED|ION)[)\]]|CORRECTED REPEAT[:-]", "correction"),
    (r"REFILED?[:-]|[(\[]REFILED?[)\]]", "refiled"),
    (r"RPT ?-|REPEAT[:-]", "repeat"),
)
_HEAD = tuple((re.compile(rf"\s*(?:{mark})\s*", re.I), name) for mark, name in _MARKS)
_TAIL = re.compile(r"\s[(\[](?P<mark>updated|corrected|correction)[)\]]$", re.I)
_ORDINALS = ("", "", "2nd", "3rd", *(f"{n}th" for n in range(4, 10)))


def version_of(title: str) -> str | None:
    """What the marks of a headline say: "update 1", "2nd lead", "correction, update 2"."""
    marks, rest = split_marks(title)
    if not marks and (tail := _TAIL.search(rest)):
        marks = ["update" if tail["mark"].lower() == "updated" else "correction"]
    return ", ".join(marks) or None


def split_marks(title: str) -> tuple[list[str], str]:
    """The names of the marks a headline begins with, and the rest of it."""
    marks = []
    rest = title
    while found := next(((m, name) for mark, name in _HEAD if (m := mark.match(rest))), None):
        match, name = found
        number = match.groupdict().get("n")
        if name == "lead":
            marks.append(f"{_ORDINALS[int(number)]} lead" if number else "lead")
        else:
            marks.append(f"{name} {int(number)}" if number else name)
        rest = rest[match.end() :]
    return marks, rest

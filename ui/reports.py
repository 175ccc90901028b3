"""What became of files that were dropped, in words and file by file, as HTML."""

from collections import Counter
from collections.abc import Iterable, Mapping

from qa import Status
from ui import cards
from ui.state import FileReport, Report
from ui.text import escape

# So many files are listed one by one, and so many reasons among the counts.
MOST_FILES = 200
MOST_REASONS = 20

OUTCOMES = (
    (Status.ADDED, "added"),
    (Status.UPDATED, "updated"),
    (Status.MOVED, "moved"),
    (Status.UNCHANGED, "unchanged"),
    (Status.DUPLICATE, "already here under another name"),
    (Status.REMOVED, "removed"),
    (Status.FAILED, "could not be read"),
)


def tally(report: Report, *, brief: bool = False) -> str:
    """12 added, 3 unchanged, 1 could not be read: budget.txt is empty.

    In *brief* without the reasons, which stand elsewhere.
    """
    said = counted(total(report.files)) or "Nothing was added"
    reasons = [reason for file in report.files for reason in file.reasons]
    ended = _ended(report)
    if brief or not reasons:
        return f'<div class="report" role="status"><p>{said}.</p>{ended}</div>'
    if len(reasons) == 1:
        only = escape(_sentence(reasons[0]))
        return f'<div class="report" role="status"><p>{said}: {only}</p>{ended}</div>'
    listed = "".join(f"<li>{escape(_sentence(reason))}</li>" for reason in reasons[:MOST_REASONS])
    more = len(reasons) - MOST_REASONS
    rest = f"<li>and {more:,} more</li>" if more > 0 else ""
    return f'<div class="report" role="status"><p>{said}:</p><ul>{listed}{rest}</ul>{ended}</div>'


def each_file(report: Report) -> str:
    """A line for each file, those that could not be read first."""
    files = sorted(report.files, key=lambda file: Status.FAILED not in file.counts)
    lines = "".join(_line(file) for file in files[:MOST_FILES])
    more = len(files) - MOST_FILES
    rest = f'<p class="aside">And {more:,} more files.</p>' if more > 0 else ""
    return f'<div class="report"><ul class="files">{lines}</ul>{rest}</div>'


def counted(counts: Mapping[Status, int]) -> str:
    """12 added, 3 unchanged"""
    return ", ".join(f"{counts[each]:,} {words}" for each, words in OUTCOMES if counts.get(each))


def total(files: Iterable[FileReport]) -> Counter[Status]:
    counts: Counter[Status] = Counter()
    for file in files:
        counts.update(file.counts)
    return counts


def _line(file: FileReport) -> str:
    name = f'<b dir="auto">{escape(file.name)}</b>'
    if not file.counts:
        return f"<li>{name}: not read</li>"
    alone = sum(file.counts.values()) == 1
    said = next(w for each, w in OUTCOMES if each in file.counts) if alone else counted(file.counts)
    reasons = [f"<li>{escape(_sentence(reason))}</li>" for reason in file.reasons]
    left = file.counts.get(Status.FAILED, 0) - len(reasons)
    reasons += [f"<li>and {left:,} more</li>"] if left > 0 else []
    why = f"<ul>{''.join(reasons)}</ul>" if reasons else ""
    return f"<li>{name}: {said}{why}</li>"


def _ended(report: Report) -> str:
    """What ended it before its time."""
    if report.fault:
        return cards.fault(report.fault)
    if not report.stopped:
        return ""
    left = sum(not file.counts for file in report.files)
    return (
        f"<p>Stopped before {cards.counted(left, 'file')} of {len(report.files):,} could be read. "
        "Drop them again.</p>"
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."

"""What is said of files that were dropped."""

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit

from qa import Added, LibraryError, Status
from ui import adding, reports, state
from ui.state import FileReport, Report


def file(name: str, reasons: tuple[str, ...] = (), **counts: int) -> FileReport:
    return FileReport(
        name=name, counts={Status(each): n for each, n in counts.items()}, reasons=reasons
    )


def test_a_tally_counts_over_all_files_and_gives_the_one_reason() -> None:
    files = (file("a.csv", added=12), file("b.txt", unchanged=3))
    assert ">12 added, 3 unchanged.<" in reports.tally(Report(files=files))
    files += (file("budget.txt", ("budget.txt is empty.",), failed=1),)
    said = ">12 added, 3 unchanged, 1 could not be read: budget.txt is empty.<"
    assert said in reports.tally(Report(files=files))


def test_several_failures_are_each_given_with_their_reason() -> None:
    files = (file("a", ("<a> is empty",), failed=1), file("b", ("b is a lock",), failed=1))
    said = reports.tally(Report(files=files))
    assert "2 could not be read:" in said
    assert "<li>&lt;a&gt; is empty.</li><li>b is a lock.</li>" in said
    assert "<li>" not in reports.tally(Report(files=files), brief=True)


def test_of_many_reasons_the_first_are_given() -> None:
    reasons = tuple(f"row {n} is empty" for n in range(30))
    said = reports.tally(Report(files=(file("a.csv", reasons, failed=30),)))
    assert said.count("<li>") == 21
    assert "<li>and 10 more</li>" in said


def test_file_by_file_those_that_failed_come_first() -> None:
    files = (
        file("good.txt", added=1),
        file("<b>.csv", ("row 3 is empty",), added=2, failed=4),
        file("left.txt"),
    )
    said = reports.each_file(Report(files=files))
    assert said == (
        '<div class="report"><ul class="files">'
        '<li><b dir="auto">&lt;b&gt;.csv</b>: 2 added, 4 could not be read'
        "<ul><li>row 3 is empty.</li><li>and 3 more</li></ul></li>"
        '<li><b dir="auto">good.txt</b>: added</li>'
        '<li><b dir="auto">left.txt</b>: not read</li></ul></div>'
    )


def test_of_very_many_files_the_rest_is_counted() -> None:
    said = reports.each_file(Report(files=tuple(file(f"{n}.txt", added=1) for n in range(1203))))
    assert said.count("<li>") == 200
    assert "And 1,003 more files." in said


def test_what_was_stopped_says_what_is_left() -> None:
    files = (file("a.txt", added=1), file("b.txt"), file("c.txt"))
    said = reports.tally(Report(files=files, stopped=True))
    assert "Stopped before 2 files of 3 could be read. Drop them again." in said
    fault = reports.tally(Report(files=files[1:], fault="The disk <is> full."))
    assert "Nothing was added." in fault
    assert "The disk &lt;is&gt; full." in fault


# -- adding, watched -----------------------------------------------------------------------------


class Stopped(BaseException):
    """As Streamlit stops a script when the person does something else."""


class Bar:
    """A progress bar that only notes what it was told."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def progress(self, share: float, text: str) -> None:
        assert 0 <= share <= 1
        self.texts.append(text)


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Bar:
    """The bar that is drawn; and a page that is not."""
    drawn = Bar()

    def progress(share: float, text: str) -> Bar:
        drawn.texts.append(text)
        return drawn

    session: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "progress", progress)
    monkeypatch.setattr(streamlit, "session_state", session)
    monkeypatch.setattr(streamlit, "rerun", lambda: None)
    monkeypatch.setattr(adding, "PATIENCE", 0.0)
    return drawn


def added(source: str, status: Status = Status.ADDED, reason: str | None = None) -> Added:
    return Added(source=source, status=status, article=None, reason=reason)


NAMES = ["a.csv", "b.zip", "c (2).txt", "never.txt"]


def work(watch: adding._Watch, ends: BaseException | None) -> Iterator[Added]:
    watch.begun("a.csv")
    yield added("a.csv#2")
    yield added("a.csv#3", Status.FAILED, "a.csv#3 has no text")
    watch.begun("b.zip")
    yield added("b.zip/may/x.html")
    yield added("b.zip/may/y.csv#7", Status.UNCHANGED)
    watch.begun("c (2).txt")
    yield added("c (2).txt (3)")
    if ends:
        raise ends
    watch.begun("never.txt")
    yield added("never.txt", Status.DUPLICATE)


def counts(report: Report | None) -> dict[str, dict[str, int]]:
    assert report is not None
    return {file.name: {str(s): n for s, n in file.counts.items()} for file in report.files}


IN_BY_THEN = {
    "a.csv": {"added": 1, "failed": 1},
    "b.zip": {"added": 1, "unchanged": 1},
    "c (2).txt": {"added": 1},
}


def test_each_result_is_counted_to_its_file_and_the_bar_says_how_far(bar: Bar) -> None:
    watch = adding._Watch(NAMES)
    adding._add(watch, work(watch, None))
    assert counts(state.report()) == IN_BY_THEN | {"never.txt": {"duplicate": 1}}
    assert bar.texts[0] == "Reading 4 files…"
    assert bar.texts[3] == r"1 of 4 files · 1 added, 1 could not be read · a\.csv"
    assert bar.texts[-1].startswith("4 of 4 files · 3 added, 1 unchanged, 1 already here")


def test_what_was_done_when_it_was_stopped_is_reported(bar: Bar) -> None:
    watch = adding._Watch(NAMES)
    with pytest.raises(Stopped):
        adding._add(watch, work(watch, Stopped()))
    report = state.report()
    assert counts(report) == IN_BY_THEN | {"never.txt": {}}
    assert report is not None
    assert report.stopped


def test_a_fault_of_the_library_ends_it_with_its_message(bar: Bar) -> None:
    watch = adding._Watch(NAMES)
    adding._add(watch, work(watch, LibraryError("The disk is full.")))
    report = state.report()
    assert counts(report) == IN_BY_THEN | {"never.txt": {}}
    assert report is not None
    assert (report.stopped, report.fault) == (False, "The disk is full.")

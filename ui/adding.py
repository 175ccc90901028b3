"""Where files are dropped: their way into the library is watched, and told file by file."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import streamlit as st

from qa import SUFFIXES, Added, QASystem, ReportableError, Status
from ui import cards, reports, state
from ui.state import FileReport, Report
from ui.text import plain

# How far adding is, is drawn so often at most.
PATIENCE = 0.15


def drop_zone(system: QASystem, *, each_file: bool = False) -> None:
    """Where files are dropped, and what became of the last; with *each_file* one by one."""
    # One container, so that what is drawn after it always has the same place on the page.
    with st.container(key="dropping"):
        _taking(system)
        if report := state.report():
            _results(report, one_by_one=each_file and len(report.files) > 1)


def _taking(system: QASystem) -> None:
    """Their bytes are copied into the library and let go at once."""
    batch = st.session_state.setdefault("batch", 0)
    files = st.file_uploader(
        "Add articles",
        type=sorted(SUFFIXES),  # with their points: a bare "text" would be any kind of text
        accept_multiple_files=True,
        key=f"files-{batch}",
    )
    if files:
        # A new key is a new, empty drop zone: the bytes are freed, and a rerun adds nothing.
        st.session_state["batch"] = batch + 1
        watch = _Watch([file.name for file in files])
        uploads = ((watch.begun(file.name), file.getvalue()) for file in files)
        _add(watch, system.add_uploads(uploads))


def add_files(system: QASystem, paths: Sequence[Path]) -> None:
    """Add files of this machine, and draw the page anew."""
    watch = _Watch([str(path) for path in paths])
    _add(watch, system.add_files(paths))


def _results(report: Report, *, one_by_one: bool) -> None:
    st.html(reports.tally(report, brief=one_by_one))
    if one_by_one:
        failed = Status.FAILED in reports.total(report.files)
        with st.expander("Each file", expanded=failed or report.stopped, key="each-file"):
            st.html(reports.each_file(report))


def _add(watch: "_Watch", work: Iterable[Added]) -> None:
    """Watch the *work*, keep its report however it ends, and draw the page anew."""
    fault, done = None, False
    try:
        for added in work:
            watch.keep(added)
        done = True
    except ReportableError as error:
        fault = str(error)
    finally:  # a click elsewhere stops it, and what is in by then is in
        state.keep_report(watch.report(stopped=not done and fault is None, fault=fault))
    st.rerun()


class _Watch:
    """Counts what becomes of each of some files, and draws how far it is."""

    def __init__(self, names: Sequence[str]) -> None:
        self._counts: dict[str, Counter[Status]] = {name: Counter() for name in names}
        self._reasons: dict[str, list[str]] = {}
        self._all: Counter[Status] = Counter()
        self._of = len(names)
        self._begun: set[str] = set()
        self._drawn = 0.0
        self._bar = st.progress(0.0, text=f"Reading {cards.counted(self._of, 'file')}…")

    def begun(self, name: str) -> str:
        """Note that the file is being read now; its name."""
        self._begun.add(name)
        self._draw(name)
        return name

    def keep(self, added: Added) -> None:
        """Count one result to the file it is of."""
        name = self._file_of(added.source)
        self._begun.add(name)
        self._counts.setdefault(name, Counter())[added.status] += 1
        self._all[added.status] += 1
        reasons = self._reasons.setdefault(name, [])
        if added.status is Status.FAILED and len(reasons) < reports.MOST_REASONS:
            reasons.append(added.reason or added.source)
        self._draw(name)

    def report(self, *, stopped: bool, fault: str | None) -> Report:
        files = tuple(
            FileReport(
                name=PurePath(name).name,
                counts=dict(counts),
                reasons=tuple(self._reasons.get(name, ())),
            )
            for name, counts in self._counts.items()
        )
        return Report(files=files, stopped=stopped, fault=fault)

    def _file_of(self, source: str) -> str:
        """The file that *source* is, or is a row or a member of, or was renamed from."""
        return next((name for name in _beginnings(source) if name in self._counts), source)

    def _draw(self, name: str) -> None:
        if time.monotonic() - self._drawn < PATIENCE:
            return
        self._drawn = time.monotonic()
        said = reports.counted(self._all)
        parts = [f"{len(self._begun):,} of {cards.counted(self._of, 'file')}", said]
        parts.append(plain(PurePath(name).name))
        share = min(1.0, (len(self._begun) - 1) / max(1, self._of))
        self._bar.progress(share, text=" · ".join(part for part in parts if part))


def _beginnings(source: str) -> Iterator[str]:
    """*source*, and what it begins with before each "#", "/" and " (", the longest first."""
    yield source
    places = [i for i, c in enumerate(source) if c in "#/" or source.startswith(" (", i)]
    for place in reversed(places):
        yield source[:place]

"""A full disk, a read-only folder, two owners, a clock set back: a reason, and nothing lost."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import qa.adding
from index.errors import LibraryError
from index.local import LocalStore
from qa import QASystem
from tests.fakes import fake_system

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def story(n: int) -> tuple[str, bytes]:
    return (
        f"{n}.txt",
        f"Rain in Orrin, day {n}\n\nIt rained {n} days. {'It went on. ' * 99}".encode(),
    )


def added(system: QASystem, numbers: Sequence[int]) -> list[str]:
    return [result.status.value for result in system.add_uploads(map(story, numbers))]


@pytest.fixture
def system(tmp_path: Path) -> Iterator[QASystem]:
    with fake_system(tmp_path / "library.db") as made:
        assert added(made, range(3)) == ["added"] * 3
        yield made


# -- a full disk -----------------------------------------------------------------------------


@contextmanager
def full_disk(system: QASystem) -> Iterator[None]:
    """The library's file may not grow by a page."""
    store = system._index.store
    assert isinstance(store, LocalStore)
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    yield
    store._db.execute("PRAGMA max_page_count = 1000000")


def test_on_a_full_disk_nothing_is_lost_and_it_goes_on_when_there_is_room(
    system: QASystem,
) -> None:
    before = {article.id for article in system.articles()}
    with full_disk(system):
        with pytest.raises(LibraryError, match="the disk is full") as told:
            added(system, range(3, 30))
        assert "free some space and try again" in str(told.value)
        assert before <= {article.id for article in system.articles()}
        assert system.faults() == ()
        assert system.ask("How many days did it rain?").answered
    assert set(added(system, range(30))) == {"added", "unchanged"}
    assert system.faults() == ()


FILLED = """
import resource, sys
from pathlib import Path
from index.errors import LibraryError
from tests.fakes import fake_system, make_article

resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))
with fake_system(Path(sys.argv[1])) as system:
    try:
        for n in range(200):
            system._index.add([make_article(f"It rained {n} days. " * 200, source=str(n))])
    except LibraryError as error:
        print(error)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this system sets no such limit")
def test_a_disk_that_fails_in_mid_write_leaves_whole_articles(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    done = python(FILLED, path)
    out, err = done.communicate()
    assert (done.returncode, err) == (0, "")
    assert "the disk failed" in out or "the disk is full" in out
    with fake_system(path) as system:
        assert system.articles()
        assert system.faults() == ()


# -- a folder that may not be written to -----------------------------------------------------


@contextmanager
def somebody_else() -> Iterator[None]:
    """The superuser may write anywhere; so, for a while, be nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that others can get to, with a library in it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with fake_system(folder / "library.db") as system:
            added(system, range(3))
        (folder / "library.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has other rights")
def test_a_library_in_a_read_only_folder_is_left_alone_and_says_what_to_do(shelf: Path) -> None:
    before = (shelf / "library.db").read_bytes()
    with somebody_else():
        with pytest.raises(LibraryError, match="Copy the library to a folder of your own"):
            fake_system(shelf / "library.db")
        with pytest.raises(LibraryError, match="Name another place"):
            fake_system(shelf / "another.db")
    assert [path.name for path in shelf.iterdir()] == ["library.db"]
    assert (shelf / "library.db").read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has other rights")
def test_a_read_only_library_in_a_folder_of_ones_own_is_read_and_not_written(shelf: Path) -> None:
    shelf.chmod(0o777)
    with somebody_else(), fake_system(shelf / "library.db") as system:
        assert system.ask("How many days did it rain?").answered
        assert system.faults() == ()
        with pytest.raises(LibraryError, match="cannot be written to"):
            added(system, [7])


# -- two owners ------------------------------------------------------------------------------

ADDS = """
import sys
from pathlib import Path
from tests.fakes import fake_system

name, path = sys.argv[2], Path(sys.argv[1])
with fake_system(path) as system:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(25):
        own = f"Rain, {name} day {n}\\n\\nIt rained {n} days. {'It went on. ' * 99}"
        both = f"Sun, day {n}\\n\\nIt shone {n} days. {'It went on. ' * 99}"
        for title, text in ((f"{name}-{n}.txt", own), ("both.txt", both)):
            for result in system.add_uploads([(title, text.encode())]):
                assert result.status != "failed", result
        system.ask("How many days did it rain?")
    if name == "two":
        system.remove([a.id for a in system.articles() if a.source.startswith("two-1")])
"""


def python(program: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.slow
def test_two_processes_that_add_and_remove_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    both = [python(ADDS, path, name) for name in ("one", "two")]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    with fake_system(path) as here:
        for process in both:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert added(here, range(100, 105)) == ["added"] * 5
        assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0)] * 2
        sources = [article.source for article in here.articles()]
        assert sum(source.startswith("one-") for source in sources) == 25
        assert sum(source.startswith("two-") for source in sources) == 25 - 11
        assert sum(source.startswith("both") for source in sources) == 25
        assert len(sources) == 5 + 25 + 14 + 25
        assert here.faults() == ()


# -- a clock set back ------------------------------------------------------------------------


def test_a_clock_set_back_loses_no_article_and_no_version(
    system: QASystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(datetime):
        """A clock whose battery is empty."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(qa.adding, "datetime", Dead)
    assert added(system, [2, 3]) == ["unchanged", "added"]
    again = ("3.txt", b"Rain in Orrin, day 3\n\nIt rained 33 days after all.")
    assert [result.status for result in system.add_uploads([again])] == ["updated"]
    articles = system.articles()
    assert [article.added.year == 2001 for article in articles] == [False, False, False, True]
    assert "33 days" in system.article(articles[-1].id).text
    assert system.faults() == ()

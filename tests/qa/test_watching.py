"""A real folder watched while files are written, moved and deleted in it."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from qa import Added, Gone, QASystem, Status, WatchError, watch
from tests.fakes import fake_system

pytestmark = pytest.mark.slow

BRIDGE = "Bridge opens\n\nThe harbor bridge cost $538 million, the city said."
STRIKE = "Strike ends\n\nThe strike at the plant ended on Friday after 22 days, a union said."
FERRY = "Ferry stops\n\nThe ferry stopped on Monday, its owners said."

# Long enough for a busy machine to write a small file, short enough for a test.
STILL = 0.3
PATIENCE = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    return folder


@pytest.fixture
def system(folder: Path) -> Iterator[QASystem]:
    """The system; its library is in the watched folder, as where people work in one place."""
    made = fake_system(folder / "library.db")
    yield made
    made.close()


class Watcher:
    """The watch of a folder, in a thread of its own, and what it has said."""

    def __init__(self, system: QASystem, folder: Path, **options: Any) -> None:
        self.said: list[Added | Gone | None] = []
        self.error: Exception | None = None
        self._thread = threading.Thread(
            target=self._run, args=(system, folder), kwargs=options, daemon=True
        )
        self._thread.start()
        self.wait(lambda: None in self.said)

    def _run(self, system: QASystem, folder: Path, **options: Any) -> None:
        try:
            with closing(watch(system, [folder], still=STILL, **options)) as seen:
                for each in seen:
                    self.said.append(each)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.error = error

    def end(self) -> None:
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive()

    def wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"not seen in time; said: {self.said}, {self.error}"
            time.sleep(0.02)

    def since(self) -> list[tuple[str, str]]:
        """What was said since the watch began."""
        later = self.said[self.said.index(None) + 1 :]
        return [(getattr(each, "status", "gone"), Path(each.source).name) for each in later if each]

    def expect(self, *said: tuple[str, str]) -> None:
        self.wait(lambda: len(self.since()) >= len(said))
        assert self.since() == list(said)


@pytest.fixture
def watching(system: QASystem, folder: Path) -> Iterator[Callable[..., Watcher]]:
    """Starts watches, which the end of the folder ends."""
    started: list[Watcher] = []

    def start(folder: Path, **options: Any) -> Watcher:
        started.append(Watcher(system, folder, **options))
        return started[-1]

    yield start
    shutil.rmtree(folder)
    for watcher in started:
        watcher.end()


Watching = Callable[..., Watcher]


def test_what_is_there_is_added_and_what_comes_later_too(watching: Watching, folder: Path) -> None:
    watcher = watching(folder)
    assert (folder / "library.db").exists()
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    watcher.expect(("added", "strike.txt"))
    (folder / "bridge.txt").write_text(BRIDGE + " Ferries still run.", encoding="utf-8")
    watcher.expect(("added", "strike.txt"), ("updated", "bridge.txt"))
    (folder / "new").mkdir()
    (folder / "new" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / ".hidden.txt").write_text(FERRY, encoding="utf-8")
    watcher.expect(("added", "strike.txt"), ("updated", "bridge.txt"), ("added", "ferry.txt"))


def test_a_file_is_read_when_it_is_still(
    watching: Watching, system: QASystem, folder: Path
) -> None:
    watcher = watching(folder)
    with (folder / "strike.txt").open("w", encoding="utf-8") as file:
        for word in STRIKE.split(" "):
            file.write(f"{word} ")
            file.flush()
            time.sleep(STILL / 6)
    watcher.expect(("added", "strike.txt"))
    text = next(a for a in system.articles() if a.title == "Strike ends")
    assert system.article(text.id).text.strip() == STRIKE


def test_a_folder_that_moves_is_renamed(watching: Watching, system: QASystem, folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    watcher = watching(folder)
    (folder / "old").rename(folder / "young")
    watcher.expect(("moved", "ferry.txt"))
    assert any("young" in article.source for article in system.articles())


def test_a_deletion_is_told_once_and_undone_by_nothing(
    watching: Watching, system: QASystem, folder: Path
) -> None:
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    watcher = watching(folder)
    (folder / "strike.txt").unlink()
    watcher.expect(("gone", "strike.txt"))
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    watcher.expect(("gone", "strike.txt"), ("added", "ferry.txt"))
    assert len(system.articles()) == 3


def test_a_deletion_is_followed_with_prune(
    watching: Watching, system: QASystem, folder: Path
) -> None:
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    watcher = watching(folder, prune=True)
    (folder / "strike.txt").unlink()
    watcher.expect(("removed", "strike.txt"))
    assert [article.title for article in system.articles()] == ["Bridge opens"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_what_is_touched_and_not_changed_is_not_told(watching: Watching, folder: Path) -> None:
    watcher = watching(folder)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "bridge.txt").touch()
    (folder / "empty").mkdir()
    time.sleep(2 * STILL)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    watcher.expect(("added", "ferry.txt"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_folder_is_not_followed(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(STRIKE, encoding="utf-8")
    watcher = watching(folder)
    (folder / "link.txt").symlink_to(secret)
    time.sleep(2 * STILL)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    watcher.expect(("added", "ferry.txt"))


def test_a_folder_that_is_deleted_ends_the_watch_with_a_message(
    watching: Watching, system: QASystem, folder: Path
) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "a.txt").write_text(FERRY, encoding="utf-8")
    watcher = watching(inner)
    (inner / "a.txt").unlink()
    inner.rmdir()
    watcher.wait(lambda: watcher.error is not None)
    assert isinstance(watcher.error, WatchError)
    assert "the folder is gone" in str(watcher.error)
    assert len(system.articles()) == 1


@pytest.mark.parametrize("name", ["bridge.txt", "nowhere", ""])
def test_only_a_folder_can_be_watched(system: QASystem, folder: Path, name: str) -> None:
    with pytest.raises(WatchError, match="not a folder"):
        next(watch(system, [folder / name if name else ""]))


def test_where_watching_fails_it_says_what_to_do_instead(
    system: QASystem, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.start", refuse)
    with pytest.raises(WatchError, match=r"inotify watch limit reached.*python -m qa add FOLDER"):
        next(watch(system, [folder]))


def test_nothing_is_lost_while_what_is_there_is_added(system: QASystem, folder: Path) -> None:
    with closing(watch(system, [folder], still=STILL)) as seen:
        assert getattr(next(seen), "status", None) is Status.ADDED
        (folder / "aaa.txt").write_text(FERRY, encoding="utf-8")
        (folder / "bridge.txt").write_text(STRIKE, encoding="utf-8")
        later = [next(seen) for _ in range(3)]
    assert [getattr(each, "status", None) for each in later] == [None, "added", "updated"]

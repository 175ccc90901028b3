"""A folder followed: what is put into it is added, what changes is updated.

A file is added once nothing has happened to it for a while, so that one that is still being
written or copied is not read by halves. What is deleted stays in the library unless it is to be
pruned; a file that was moved is found under its new name before it is missed under its old one.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import WatchError
from index.files import library_files, printable
from qa.adding import Added, Progress, Status
from qa.system import QASystem

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

# Longer than an editor or a browser takes between two writes of one file.
STILL_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A file that articles came from has been deleted; they are kept."""

    source: str


class Changes:
    """The paths to which something happened, each with when; filled by the watching thread."""

    def __init__(self, folders: Sequence[Path], library: Path) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._ours = library_files(library)
        self._when: dict[Path, float] = {}
        self._lock = threading.Lock()

    def note(self, event: "FileSystemEvent") -> None:
        """Take note of what happened, unless it is nothing to us."""
        if event.event_type in ("opened", "closed_no_write"):
            return
        if event.is_directory and event.event_type == "modified":
            return  # what was put into it has an event of its own
        now = time.monotonic()
        for name in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(name))
            if name and self._is_followed(path):
                with self._lock:
                    self._when[path] = now

    def still_for(self, seconds: float) -> list[Path]:
        """Take out the paths to which nothing has happened for so long, by name."""
        with self._lock:
            latest = time.monotonic() - seconds
            still = sorted(path for path, when in self._when.items() if when <= latest)
            for path in still:
                del self._when[path]
        return still

    def _is_followed(self, path: Path) -> bool:
        """Whether walking the folders would lead to *path*."""
        for folder in self._folders:
            if path.is_relative_to(folder):
                hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
                inside = Path(os.path.realpath(path)).is_relative_to(folder)
                return inside and not hidden and printable(path) not in self._ours
        return False


def watch(
    system: QASystem,
    folders: Sequence[Path | str],
    *,
    prune: bool = False,
    still: float = STILL_SECONDS,
    progress: Progress | None = None,
) -> Iterator[Added | Gone | None]:
    """Add *folders*, then follow them without end; None when all there was has been added.

    A file is added when nothing has happened to it for *still* seconds; from then on what is
    unchanged is not told.

    Raises:
        WatchError: a folder is none, cannot be watched, or has been deleted.
    """
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    class Noting(FileSystemEventHandler):
        def on_any_event(self, event: "FileSystemEvent") -> None:
            changes.note(event)

    watched = [_folder(folder) for folder in folders]
    changes = Changes(watched, system.settings.library)
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # it remarks on being stopped
    observer = Observer()
    try:
        for folder in watched:  # before they are added, so that no change falls between
            observer.schedule(Noting(), str(folder), recursive=True)
        observer.start()
    except OSError as error:
        raise WatchError(
            f"{', '.join(map(str, folders))}: cannot be watched ({error.strerror or error}). "
            "Add again from time to time instead: python -m qa add FOLDER"
        ) from error
    try:
        yield from system.add_files(watched, progress=progress)
        if prune:
            yield from system.prune(watched)
        missed = set(system.gone(watched))
        yield None
        while True:
            _check_there(watched)
            if paths := changes.still_for(still):
                for added in system.add_files([path for path in paths if _is_something(path)]):
                    if added.status is not Status.UNCHANGED:
                        yield added
                if prune:
                    yield from system.prune(watched)
                gone = system.gone(watched)
                yield from (Gone(source=path) for path in gone if path not in missed)
                missed = set(gone)
            time.sleep(min(still / 4, 0.5))
    finally:
        observer.stop()
        observer.join()


def _folder(folder: Path | str) -> Path:
    if not str(folder) or not Path(folder).is_dir():
        raise WatchError(f"{folder}: not a folder. Name a folder; python -m qa add takes files.")
    return Path(folder).resolve()


def _is_something(path: Path) -> bool:
    """Whether there is a file, or a folder that is not empty."""
    return path.exists() and (not path.is_dir() or any(files for _, _, files in os.walk(path)))


def _check_there(folders: Sequence[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            raise WatchError(f"{folder}: the folder is gone. Its articles stay in the library.")

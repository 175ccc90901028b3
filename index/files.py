"""What is known of a file that was added: enough to tell, when it is met again, what became of it.

A file is known by its path as text (``printable``). It is unchanged if its size and its time are
those it had, or else if its bytes have the same SHA-256; it has moved if they have and nothing is
left where it was.
"""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath

# Raise it when the same bytes are read differently, so that files are read again.
READING = 4

# A file written to within one tick of its clock looks unchanged; FAT's is the coarsest, 2 seconds.
SETTLED_SECONDS = 2.0
# The time of a file that may still be written to: equal to none.
UNSETTLED = -1

# What SQLite keeps beside a library, and the library.
_BESIDE = ("", "-wal", "-shm", "-journal")

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file as it was when it was read.

    ``modified`` is its time in nanoseconds, or UNSETTLED. ``reading`` is the READING that read it;
    0 if some of it could not be read, so that it is read, and that is said, each time.
    """

    path: str
    hash: str
    size: int
    modified: int
    reading: int

    def looks_like(self, other: "FileRecord") -> bool:
        """Whether the file need not even be opened."""
        same = (self.size, self.modified) == (other.size, other.modified)
        return self.reading == READING and same and self.modified != UNSETTLED


def printable(path: Path | str) -> str:
    """*path* as text that can be stored and shown, also where its name is not UTF-8."""
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:  # half a surrogate pair: no file can be called so
        name = str(path).encode("utf-8", "backslashreplace")
    return name.decode("utf-8", "backslashreplace")


def is_gone(path: str) -> bool:
    """Whether there surely is no file any more at *path*, as ``printable`` gave it."""
    raw = os.fsencode(path)
    unescaped = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), raw)
    return all(map(_is_nothing, {raw, unescaped}))


def _is_nothing(path: bytes) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False


def kind_of(path: str) -> tuple[str, ...]:
    """What a file is read as: its suffix, and what a .gz file unpacks to."""
    *inner, last = [suffix.lower() for suffix in PurePath(path).suffixes] or [""]
    return (*inner[-1:], last) if last == ".gz" else (last,)


def library_files(library: Path) -> frozenset[str]:
    """The paths of the library's own files, which are no documents."""
    return frozenset(f"{printable(library.resolve())}{end}" for end in _BESIDE)

"""Parsers in a process of their own, where they can be stopped.

One process reads one document after another; it is started when the first comes, and a new one
takes its place when it hangs or dies. What went wrong is said of the document it was reading.
"""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

from index.errors import DocumentError
from index.formats.content import Content, content_from
from index.formats.limits import MAX_SECONDS

SUFFIXES = frozenset((".pdf", ".docx", ".odt", ".rtf", ".epub"))
PROGRAM = (sys.executable, "-m", "index.formats.worker")

_ROOT = Path(__file__).parents[2]


class Apart:
    """The process that parses, and what to do with it. Not safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def read(self, data: bytes, *, name: str, suffix: str) -> Content:
        """The content of a document of the kind *suffix*.

        Raises:
            DocumentError: it cannot be read, or reading it took too long or ended the process.
        """
        process = self._running()
        hung = threading.Event()
        timer = threading.Timer(MAX_SECONDS, _stop, (process, hung))
        timer.start()
        try:
            reply = _ask(process, data, name=name, suffix=suffix)
        finally:
            timer.cancel()
            timer.join()
        if reply is None or hung.is_set():
            self.close()
        if reply is None:
            raise DocumentError(f"{name}: {_hung() if hung.is_set() else _DIED}")
        if "reason" in reply:
            raise DocumentError(reply["reason"])
        return content_from(reply["content"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            PROGRAM,
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process


_DIED = "its parser failed on it; it may be damaged. Save it again, or as plain text."


def _hung() -> str:
    return f"reading it took over {MAX_SECONDS:.0f} seconds and was stopped. Save it as plain text."


def _stop(process: subprocess.Popen[bytes], hung: threading.Event) -> None:
    hung.set()
    process.kill()


def _ask(
    process: subprocess.Popen[bytes], data: bytes, *, name: str, suffix: str
) -> dict[str, Any] | None:
    """The process's answer; None if it has ended instead."""
    requests, answers = process.stdin, process.stdout
    assert requests is not None
    assert answers is not None
    asked = {"name": name, "suffix": suffix, "size": len(data)}
    with suppress(OSError):  # it has ended, and what it says, which is nothing, says so
        requests.write(json.dumps(asked).encode("ascii") + b"\n" + data)
        requests.flush()
    return _answer(answers)


def _answer(answers: IO[bytes]) -> dict[str, Any] | None:
    size = answers.readline()
    reply = answers.read(int(size)) if size.endswith(b"\n") else b""
    return json.loads(reply) if size and len(reply) == int(size) else None

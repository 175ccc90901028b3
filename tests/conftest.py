"""What holds for every test: nothing leaves the machine, and nothing is imported for nothing."""

import gc
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import index.local

# How long an example takes is a matter of what else the machine does. The examples are the same
# every time, so that a change is not blamed for what it did not do; "explore" looks for others.
settings.register_profile("explore", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")

SHARED = Path(__file__).parent.parent.parent / "shared"


class NetworkUsedError(AssertionError):
    """Something tried to reach another machine."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that is all about what is left out is not even imported."""
    left_out = re.findall(r"\bnot (\w+)", config.option.markexpr)
    if not left_out or collection_path.suffix != ".py":
        return None
    all_about = rf"^pytestmark = .*pytest\.mark\.(?:{'|'.join(left_out)})\b"
    text = collection_path.read_text(encoding="utf-8")
    return True if re.search(all_about, text, re.MULTILINE) else None


def pytest_collection_finish() -> None:
    """What has been imported stays: it need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets are blocked in all but the browser test, which stays on the loopback."""
    if request.node.get_closest_marker("browser") is None:

        def refuse(*args: object, **_: object) -> None:
            raise NetworkUsedError(f"the network was used: {args[1:]}")

        for name in ("connect", "connect_ex", "sendto"):
            monkeypatch.setattr(socket.socket, name, refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> Iterator[None]:
    """Libraries opened here are written as ever, but nobody waits until the disk has them.

    That guards against a power cut, which no test makes; processes are killed in children.
    """
    connect = index.local._connect

    def hurried(path: Path) -> sqlite3.Connection:
        db = connect(path)
        db.execute("PRAGMA synchronous = OFF")
        return db

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index.local, "_connect", hurried)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"no {SHARED.name}/ beside the checkout: real articles are not at hand")
    return SHARED

"""What holds for every test: nothing leaves the machine, and nothing is imported for nothing."""

import re
import socket
from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


class NetworkUsedError(AssertionError):
    """Something tried to reach another machine."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where the weights are left out, a file that is all about them is not even imported."""
    if "not model" not in config.option.markexpr or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text(encoding="utf-8")
    return True if re.search(r"^pytestmark = .*pytest\.mark\.model\b", text, re.MULTILINE) else None


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets are blocked in all but the browser test, which stays on the loopback."""
    if request.node.get_closest_marker("browser") is None:

        def refuse(*args: object, **_: object) -> None:
            raise NetworkUsedError(f"the network was used: {args[1:]}")

        for name in ("connect", "connect_ex", "sendto"):
            monkeypatch.setattr(socket.socket, name, refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"no {SHARED.name}/ beside the checkout: real articles are not at hand")
    return SHARED

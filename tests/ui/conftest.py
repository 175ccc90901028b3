"""What the tests of both pages share: the page over a fake system, and what is seen on it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from qa import QASystem, Settings
from tests.ui.fake_system import FakeSystem

APP = Path(__file__).parent.parent.parent / "app.py"


@pytest.fixture(scope="session")
def components() -> Iterator[None]:
    """Streamlit looks for components in all that is installed: once, not for each test browser."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture
def system(components: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSystem]:
    """The system that the page opens."""
    fake = FakeSystem()

    def opened(_: Settings) -> FakeSystem:
        return fake

    monkeypatch.setattr(QASystem, "open", opened)
    st.cache_resource.clear()
    yield fake
    st.cache_resource.clear()


def shown(page: AppTest) -> str:
    """Everything that the page shows as HTML, scripts apart; spaces that do not break as spaces."""
    assert not page.exception
    bodies = [html.value.replace("\xa0", " ") for html in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<script", "<style")))


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]

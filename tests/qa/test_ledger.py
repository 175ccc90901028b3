"""Every figure is listed once, at its place, and only where its sentence holds the words."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.__main__ import main
from qa.ledger import entries, wanted_of
from tests.fakes import fake_system, make_article

TEXT = (
    "Menu 12 34\n\nThe ferry to Orlan carries 1,900 cars a day. It cost 40 million euros in 1998. "
    "A new one would cost three times as much, the council said on Friday."
)
ARTICLE = replace(
    make_article(TEXT, published=date(2021, 3, 4)), body=((TEXT.index("The ferry"), len(TEXT)),)
)


def listed(words: str) -> list[str]:
    return [entry.citation.exact for entry in entries(ARTICLE, wanted_of(words))]


def test_every_figure_is_listed_in_order_and_furniture_is_not() -> None:
    assert listed("") == ["1,900", "40 million euros", "1998", "three times", "Friday"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ferries", ["1,900"]),
        ("COST", ["40 million euros", "1998", "three times", "Friday"]),
        ("cost council", ["three times", "Friday"]),
        ("1,900", ["1,900"]),
        ("900", []),
        ("submarine", []),
        ("menu", []),
        ("?!", ["1,900", "40 million euros", "1998", "three times", "Friday"]),
    ],
)
def test_words_choose_the_sentences_that_hold_them_all(words: str, expected: list[str]) -> None:
    assert listed(words) == expected


def test_an_entry_is_cited_within_its_sentence_and_dates_are_of_the_day_of_printing() -> None:
    last = list(entries(ARTICLE, frozenset()))[-1]
    assert last.citation.passage_text.startswith("A new one would cost")
    assert last.figure.first == date(2021, 2, 26)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "library.db"
    with fake_system(path) as system:
        list(system.add_uploads([("ferry.txt", TEXT.encode())]))
    monkeypatch.setattr("qa.__main__.QASystem.open", lambda *_, **__: fake_system(path))
    return path


def test_the_terminal_lists_figures_as_printed_and_as_meant(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "euros"]) == 0
    printed = capsys.readouterr().out
    assert "40 million euros  [40000000" in printed
    assert printed.endswith("2 figures\n")


def test_as_json_each_figure_is_a_line_with_its_citation(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "ferry", "--json"]) == 0
    [row] = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["value"] == "1900"
    assert (row["noun"], row["period"]) == ("car", "day")
    assert row["citation"]["exact"] == row["text"] == "1,900"


def test_an_empty_library_has_no_figures_to_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.db"
    monkeypatch.setattr("qa.__main__.QASystem.open", lambda *_, **__: fake_system(empty))
    assert main(["figures"]) == 3
    assert "no articles yet" in capsys.readouterr().err

"""Every figure is listed once, at its place, and only where its sentence holds the words."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.__main__ import main
from qa.figures import Kind
from qa.ledger import Listing, Order, entries, wanted_of
from qa.system import QASystem
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


# -- a part of the list, in an order ----------------------------------------------------------

OLDER = """Bridge News
By Ada Moreau
March 2, 2020

The bridge to Orlan will be 2 miles long. A ferry makes 3 kilometers in ten minutes. The toll is \
$4, and a ticket 900 yen. The council met on May 5, 2019.
"""
NEWER = """Ferry News
By Ada Moreau
March 3, 2021

The ferry to Orlan carries 1,900 cars. It cost 40 million dollars.
"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[QASystem]:
    with fake_system(tmp_path / "library.db") as system:
        list(system.add_uploads([("a.txt", OLDER.encode()), ("b.txt", NEWER.encode())]))
        yield system


def exact(listing: Listing) -> list[str]:
    return [entry.citation.exact for entry in listing.entries]


def test_the_newest_article_comes_first_and_no_more_is_read_than_shown(system: QASystem) -> None:
    looked: list[tuple[int, int]] = []
    listing = system.list_figures(most=1, progress=lambda *at: looked.append(at))
    assert exact(listing) == ["1,900"]
    assert looked == [(0, 2)]
    assert (listing.found, listing.whole) == (2, False)


def test_by_value_the_largest_of_each_kind_and_scale_comes_first(system: QASystem) -> None:
    listing = system.list_figures(order=Order.VALUE, most=20)
    assert (listing.found, listing.whole) == (8, True)
    assert exact(listing) == [
        "40 million dollars", "$4", "900 yen", "1,900", "ten minutes", "2 miles", "3 kilometers",
        "May 5, 2019",
    ]  # fmt: skip


def test_by_source_the_publishers_come_in_turn_and_those_without_last(tmp_path: Path) -> None:
    pages = {"a": "Zeta", "b": "Alpha", "c": ""}
    page = '<html><head><meta property="og:site_name" content="{}"></head><body><p>{}</p></body>'
    with fake_system(tmp_path / "library.db") as system:
        for number, (name, publisher) in enumerate(pages.items(), 1):
            text = f"The ferry to Orlan, which is old and slow, carries {number},900 cars."
            list(system.add_uploads([(f"{name}.html", page.format(publisher, text).encode())]))
        assert exact(system.list_figures(order=Order.SOURCE, most=9)) == ["2,900", "1,900", "3,900"]


def test_a_kind_and_words_narrow_the_list_also_once_it_was_read(system: QASystem) -> None:
    for _ in range(2):
        assert exact(system.list_figures(kind=Kind.MEASURE, most=9)) == ["2 miles", "3 kilometers"]
        assert exact(system.list_figures("ferries", most=9)) == [
            "1,900", "3 kilometers", "ten minutes"
        ]  # fmt: skip
        assert exact(system.list_figures("ferries", kind=Kind.COUNT, most=9)) == ["1,900"]
        assert exact(system.list_figures("submarine", most=9)) == []
        system.list_figures(order=Order.VALUE, most=1)


def test_an_article_that_was_read_is_not_read_again_and_one_removed_is_forgotten(
    system: QASystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = system.list_figures(order=Order.VALUE, most=0).found
    monkeypatch.setattr("qa.ledger.entries", lambda *_: pytest.fail("read again"))
    assert system.list_figures(order=Order.VALUE, most=0).found == before == 8
    system.remove([system.articles()[0].id])
    assert system.list_figures(order=Order.VALUE, most=0).found == 6


def test_what_another_article_prints_for_the_same_thing_is_found(tmp_path: Path) -> None:
    said = (
        "Bridge News\nMarch {day}, 2021\n\nPort Orlan pays ${sum} million a year for its ferry.\n"
    )
    with fake_system(tmp_path / "library.db") as system:
        texts = [said.format(day=3, sum=40), said.format(day=5, sum=45)]
        list(system.add_uploads((f"{n}.txt", text.encode()) for n, text in enumerate(texts)))
        [later, _] = system.list_figures(kind=Kind.MONEY, most=9).entries
        assert [e.citation.exact for e in system.differing(later)] == ["$40 million a year"]

"""Taken out and put back: the library is as it was, to the byte."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.files import READING, FileRecord
from index.hybrid import HybridIndex
from index.imprint import Imprint
from index.local import LocalStore, Put
from tests.fakes import FakeEmbedder, make_article

WORDS = " ".join(f"On day {n} the union and the harbor spoke for {n} hours." for n in range(40))
STRIKE = make_article(WORDS, title="Strike", source="strike.txt")
REPRINT = make_article(f"{WORDS} (Agency)", title="Talks go on", source="reprint.txt")
ROWS = [make_article(f"Row {n} says ${n} million.", source=f"table.csv#{n}") for n in (2, 3)]
TABLE = FileRecord(path="table.csv", hash="1f", size=90, modified=7, reading=READING)
SAID = Imprint(published=date(2019, 11, 1), publisher="The Orrin Post")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def index(path: Path) -> Iterator[HybridIndex]:
    """Two versions of a story, one of them corrected and in two files, and a table."""
    made = opened(path)
    made.add([STRIKE, REPRINT, *ROWS], files={row.source: TABLE.path for row in ROWS})
    made.add([replace(STRIKE, source="copy.txt")])
    made.store.finish_file(TABLE)
    made.store.correct(STRIKE.id, SAID)
    yield made
    made.store.close()


def opened(path: Path) -> HybridIndex:
    return HybridIndex(LocalStore(path, embedder="fake"), FakeEmbedder())


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the file holds, the ids of passages too; but not how versions are numbered."""
    tables = ("article", "source", "correction", "passage", "file", "words_docsize")
    with sqlite3.connect(path) as db:
        held = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        held["version"] = db.execute("SELECT article, story, words, prints FROM version").fetchall()
        held["print"] = db.execute(
            "SELECT print, article FROM print JOIN version ON version = number"
        ).fetchall()
    db.close()
    return {table: sorted(rows, key=repr) for table, rows in held.items()}


QUESTIONS = ("How long did they speak on day 7?", "Row 3 million", "harbor union")


def answers(index: HybridIndex) -> list[object]:
    return [index.search(question, retrieved=50, k=9) for question in QUESTIONS]


@pytest.mark.parametrize(
    "taken", [[STRIKE], [REPRINT], [ROWS[0]], ROWS, [STRIKE, REPRINT, *ROWS], []]
)
def test_what_is_put_back_is_exactly_as_it_was(
    index: HybridIndex, path: Path, taken: list[object]
) -> None:
    before, found = contents(path), answers(index)
    ids = [article.id for article in taken]
    removed = index.store.take_out(ids)
    assert not set(ids) & set(index.store.ids())
    assert index.faults() == []
    assert index.store.put_back(removed) == len(ids)
    assert contents(path) == before
    assert answers(index) == found
    assert index.faults() == []
    other = opened(path)
    assert answers(other) == found
    other.store.close()


def test_taking_out_is_removing(index: HybridIndex, path: Path) -> None:
    removed = index.store.take_out([STRIKE.id, STRIKE.id, "0" * 64])
    assert removed.titles == ("Strike",)
    taken = contents(path)
    index.store.put_back(removed)
    index.store.remove([STRIKE.id])
    assert contents(path) == taken


def test_another_process_sees_both(index: HybridIndex, path: Path) -> None:
    there = opened(path)
    found = answers(there)
    removed = index.store.take_out([STRIKE.id, REPRINT.id])
    assert len(there.search("union", retrieved=50, k=9)) == 2
    index.store.put_back(removed)
    assert answers(there) == found
    assert there.faults() == []
    there.store.close()


def test_what_was_added_again_meanwhile_stays_as_it_is(index: HybridIndex) -> None:
    removed = index.store.take_out([STRIKE.id])
    assert index.add([replace(STRIKE, source="new.txt")]) == [Put.ADDED]
    assert index.store.put_back(removed) == 0
    assert {each.id: each.source for each in index.store.articles()}[STRIKE.id] == "new.txt"
    assert index.add([replace(STRIKE, source="copy.txt")]) == [Put.UNCHANGED]
    assert index.faults() == []


@pytest.mark.parametrize("source", ["strike.txt", "new.txt"])
def test_what_was_added_again_meanwhile_is_corrected_as_it_was(
    index: HybridIndex, source: str
) -> None:
    removed = index.store.take_out([STRIKE.id])
    index.add([replace(STRIKE, source=source)])
    index.store.put_back(removed)
    assert imprint(index) == SAID
    assert index.store.printed(STRIKE.id) == Imprint(published=None, publisher=STRIKE.publisher)
    assert index.faults() == []


def test_another_correction_made_meanwhile_stays(index: HybridIndex) -> None:
    removed = index.store.take_out([STRIKE.id])
    index.add([STRIKE])
    other = Imprint(published=None, publisher="Daily Post")
    index.store.correct(STRIKE.id, other)
    index.store.put_back(removed)
    assert imprint(index) == other


def test_a_date_that_is_read_otherwise_meanwhile_stays(index: HybridIndex) -> None:
    removed = index.store.take_out([STRIKE.id])
    index.add([replace(STRIKE, published=date(2019, 11, 2))])
    index.store.put_back(removed)
    assert imprint(index) == Imprint(published=date(2019, 11, 2), publisher=SAID.publisher)


def imprint(index: HybridIndex) -> Imprint:
    """What the first article goes by."""
    article = index.store.article(STRIKE.id)
    assert article is not None
    return Imprint(published=article.published, publisher=article.publisher)


def test_what_took_its_place_meanwhile_stays_there(index: HybridIndex) -> None:
    removed = index.store.take_out([STRIKE.id])
    newer = make_article("The strike ended.", source="strike.txt")
    index.add([newer])
    assert index.store.put_back(removed) == 1
    sources = {each.id: each.source for each in index.store.articles()}
    assert (sources[newer.id], sources[STRIKE.id]) == ("strike.txt", "copy.txt")
    removed = index.store.take_out([REPRINT.id])
    index.add([replace(newer, source="reprint.txt")])
    assert index.store.put_back(removed) == 0
    assert REPRINT.id not in index.store.ids()
    assert index.faults() == []


def test_a_file_is_known_again_only_if_all_of_it_is_back(index: HybridIndex) -> None:
    first = index.store.take_out([ROWS[0].id])
    index.store.take_out([ROWS[1].id])
    index.store.put_back(first)
    assert index.store.file(TABLE.path) is None
    assert index.store.sources_of(TABLE.path) == {ROWS[0].source: ROWS[0].id}


def test_after_a_rebuild_it_is_put_back_all_the_same(index: HybridIndex) -> None:
    found = [hit.passage.text for hit in index.search("union", retrieved=50, k=9)]
    removed = index.store.take_out([STRIKE.id])
    index.rebuild()
    assert index.store.put_back(removed) == 1
    assert [hit.passage.text for hit in index.search("union", retrieved=50, k=9)] == found
    assert index.faults() == []


def test_a_damaged_article_is_not_taken_out_for_it_could_not_be_put_back(
    index: HybridIndex, path: Path
) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE article SET text = 'x' WHERE id = ?", (STRIKE.id,))
    db.close()
    with pytest.raises(LibraryError, match="damaged"):
        index.store.take_out([REPRINT.id, STRIKE.id])
    assert {STRIKE.id, REPRINT.id} <= set(index.store.ids())


def test_an_undo_that_fails_changes_nothing(index: HybridIndex, path: Path) -> None:
    removed = index.store.take_out([STRIKE.id, REPRINT.id])
    broken = replace(removed.kept[1], passages=())
    before = contents(path)
    with pytest.raises(ValueError, match="zip"):
        index.store.put_back(replace(removed, kept=(removed.kept[0], broken)))
    assert contents(path) == before
    assert index.faults() == []

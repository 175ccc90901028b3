"""Whether the library is whole: every way to damage it is named, and what is derived is mended."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.audit import Mend
from index.errors import LibraryError
from index.hybrid import HybridIndex
from index.local import LocalStore
from tests.fakes import FakeEmbedder, make_article

BRIDGE = make_article(
    "Bridge opens\n\nThe bridge cost $9 million. It opens in May.\n\nShare this\n\nFerries run.",
    title="Bridge opens",
    source="bridge.txt",
    body=((0, 56), (70, 82)),
)
STRIKE = make_article("The strike ended on Friday. Workers won 4 percent.", source="strike.txt")
LONG = make_article(
    " ".join(f"Sentence {n} says that it rained {n} days in Orrin." for n in range(60)),
    source="long.txt",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "library.db"
    index = opened(made)
    index.add([BRIDGE, STRIKE, LONG])
    index.store.remove([STRIKE.id])
    index.add([STRIKE])
    index.store.close()
    return made


@pytest.fixture
def index(path: Path) -> Iterator[HybridIndex]:
    made = opened(path)
    yield made
    made.store.close()


def opened(path: Path) -> HybridIndex:
    embedder = FakeEmbedder()
    return HybridIndex(LocalStore(path, embedder=embedder.fingerprint, adopt=True), embedder)


def damage(path: Path, statements: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(statements)
    db.commit()
    db.close()


def test_a_library_after_adding_and_removing_has_no_faults(index: HybridIndex) -> None:
    assert index.faults() == []


def test_an_emptied_library_has_no_faults(index: HybridIndex) -> None:
    index.store.remove(index.store.ids())
    assert index.faults() == []


def test_an_empty_library_has_no_faults(tmp_path: Path) -> None:
    index = opened(tmp_path / "empty.db")
    assert index.faults() == []
    index.store.close()


OF_LONG = f"article = '{LONG.id}'"
FIRST = f"id = (SELECT min(id) FROM passage WHERE {OF_LONG})"
LAST = f"id = (SELECT max(id) FROM passage WHERE {OF_LONG})"
# The word index is told of a passage, or that it is gone, with words that are not its own.
TELL = "INSERT INTO words (rowid, title, text)"
UNTELL = (
    "INSERT INTO words (words, rowid, title, text) SELECT 'delete', p.id, title,"
    " substr(text, start + 1, end - start) FROM passage p JOIN article a ON a.id = article"
    f" WHERE p.{FIRST};"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"DELETE FROM passage WHERE {OF_LONG}", "words of it are in no passage"),
        (f"DELETE FROM passage WHERE {FIRST}", "words of it are in no passage"),
        (f"DELETE FROM passage WHERE {LAST}", "words of it are in no passage"),
        (f"UPDATE passage SET end = end - 9 WHERE {LAST}", "words of it are in no passage"),
        (f"UPDATE passage SET end = 99999 WHERE {LAST}", "out of order or outside"),
        (f"UPDATE passage SET start = start - 5 WHERE {LAST}", "out of order or outside"),
        (f"UPDATE passage SET article = '{STRIKE.id}' WHERE {LAST}", "in no passage"),
        (f"UPDATE passage SET start = 58, end = 68 WHERE article = '{BRIDGE.id}'", "not in the a"),
        (f"UPDATE passage SET article = 'gone' WHERE {LAST}", "1 of the table passage lead to no"),
        ("UPDATE passage SET vector = x'00'", "another dimension"),
        (f"UPDATE passage SET vector = substr(vector, 5) WHERE {LAST}", "another dimension"),
        (f"UPDATE passage SET vector = zeroblob(256) WHERE {LAST}", "not of unit length"),
        ("UPDATE passage SET vector = CAST(x'0000c07f' || substr(vector, 5) AS BLOB)",
         "not of numbers"),
        ("UPDATE passage SET vector = (SELECT vector FROM passage ORDER BY id LIMIT 1)",
         "is not of its words"),
        (f"DELETE FROM version WHERE {OF_LONG}", "1 articles are in no story"),
        (f"UPDATE version SET story = 'gone' WHERE {OF_LONG}", "1 stories are of no article"),
        ("INSERT INTO print VALUES (7, 99)", "1 prints are of no article"),
        ("DROP TABLE print", "the table print is gone"),
        ("DROP TABLE version", "the table version is gone"),
        ("DROP TABLE file", "the table file is gone"),
        ("UPDATE library SET value = 'another'", "made with another embedder (another"),
        ("DELETE FROM library", "made with another embedder (unknown"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "not in the word index"),
        (f"{TELL} VALUES (999, 'a', 'stray')", "1 entries of the word index are of no passage"),
        (f"{UNTELL} {TELL} SELECT id, 'A headline', 'other words' FROM passage WHERE {FIRST}",
         "not of the passages' words"),
        ("DELETE FROM words_data WHERE id > 10", "word"),
        ("DELETE FROM words_docsize", "not in the word index"),
        ("UPDATE words_docsize SET sz = x'0101'", "not of the passages' words"),
        ("UPDATE words_data SET block = x'030102' WHERE id = 1", "not of the passages' words"),
        ("DROP TABLE words", "the table words is gone"),
        ("DROP TABLE passage", "the table passage is gone"),
        ("UPDATE article SET characters = 3", "said to have 3 characters"),
        ("DELETE FROM source", "no source leads to it"),
        ("UPDATE source SET article = 'gone'", "of the table source lead to no article"),
    ],
)  # fmt: skip
def test_what_is_derived_is_held_to_be_in_step_and_a_rebuild_mends_it(
    path: Path, statement: str, said: str
) -> None:
    damage(path, statement)
    index = opened(path)
    faults = index.faults()
    assert any(said in fault.what for fault in faults), faults
    assert {fault.mend for fault in faults} == {Mend.REBUILD}
    assert index.rebuild() == 3
    assert index.faults() == []
    hits = index.search("strike Workers won 4 percent", retrieved=50, k=1)
    assert hits[0].passage.article == STRIKE
    assert index.add([STRIKE]) != []
    assert index.faults() == []
    index.store.close()


def test_an_index_that_missed_a_change_is_made_anew(path: Path) -> None:
    of_it = "WHERE name = 'article_printed'"
    unlock = "PRAGMA writable_schema = 1;"
    damage(path, f"{unlock} CREATE TABLE kept AS SELECT * FROM sqlite_master {of_it};"
                 f"DELETE FROM sqlite_master {of_it}")  # fmt: skip
    damage(path, "UPDATE article SET published = '2001-01-01'")
    damage(path, f"{unlock} INSERT INTO sqlite_master SELECT * FROM kept; DROP TABLE kept")
    index = opened(path)
    faults = index.faults()
    assert any("missing from index" in fault.what for fault in faults), faults
    assert {fault.mend for fault in faults} == {Mend.REBUILD}
    index.rebuild()
    assert index.faults() == []
    index.store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE article SET text = replace(text, '$9', '$8')", "the text of 'Bridge opens' has"),
        (f"UPDATE article SET text = CAST(x'ff' AS TEXT) WHERE id = '{BRIDGE.id}'", "UTF-8"),
        (f"UPDATE article SET body = '[[5, 2]]' WHERE id = '{BRIDGE.id}'", "out of order"),
        (f"UPDATE article SET body = '{{' WHERE id = '{BRIDGE.id}'", "article"),
        (f"UPDATE article SET published = 'someday' WHERE id = '{BRIDGE.id}'", "someday"),
        (f"UPDATE article SET printed_time = 'noon' WHERE id = '{BRIDGE.id}'", "noon"),
        (f"UPDATE article SET added = '' WHERE id = '{BRIDGE.id}'", "article"),
    ],
)
def test_an_article_that_was_altered_is_named_and_mended_by_adding_it_again(
    path: Path, statement: str, said: str
) -> None:
    damage(path, statement)
    index = opened(path)
    named = [fault for fault in index.faults() if fault.mend is Mend.ADD_AGAIN]
    assert [fault.article for fault in named] == [BRIDGE.id]
    assert said in named[0].what
    with pytest.raises(LibraryError, match="verify"):
        index.rebuild()
    assert index.store.remove([BRIDGE.id]) == 1
    index.add([BRIDGE])
    index.rebuild()
    assert index.faults() == []
    index.store.close()


@pytest.mark.parametrize("table", ["article", "source", "library"])
def test_a_table_that_cannot_be_made_anew_asks_for_a_backup(path: Path, table: str) -> None:
    damage(path, f"DROP TABLE {table}")
    index = opened(path)
    faults = [fault for fault in index.faults() if fault.mend is Mend.BACKUP]
    assert [fault.what for fault in faults] == [f"the table {table} is gone"]
    index.store.close()


def test_neighbours_that_differ_from_the_file_are_noticed(index: HybridIndex) -> None:
    store = index.store
    assert isinstance(store, LocalStore)
    index.search("warm up", retrieved=5, k=5)
    assert store._neighbours is not None
    store._neighbours.remove([min(store._neighbours.ids)])
    assert [fault.what for fault in index.faults()] == ["FAISS differs from the file"]
    index.rebuild()
    assert index.faults() == []


def test_what_another_process_rebuilt_is_not_mistaken_for_what_was_there(path: Path) -> None:
    here, there = opened(path), opened(path)
    here.search("warm up", retrieved=5, k=5)
    there.rebuild()
    assert here.faults() == []
    here.store.close()
    there.store.close()


def test_an_article_that_has_lost_its_story_can_be_removed(path: Path) -> None:
    damage(path, f"DELETE FROM version WHERE article = '{STRIKE.id}'")
    index = opened(path)
    assert index.store.remove([STRIKE.id]) == 1
    assert STRIKE.id not in index.store.ids()
    index.store.close()

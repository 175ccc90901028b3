"""What a person says of an article's date and publisher: kept, used everywhere, and taken back."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.audit import Mend
from index.errors import CorrectionError
from index.filter import Filter
from index.hybrid import HybridIndex, Store
from index.imprint import Imprint, carried, imprint_of
from index.local import FORMAT, LocalStore
from tests.fakes import FakeEmbedder, make_article
from tests.index.format_1 import make_format_1

WORDS = (
    "The harbor bridge of Orrin cost $9 million, twice what had been planned, and opens in May, "
    "the city said on Friday after a week of talks with the two unions whose members built it in "
    "three years of day and night shifts, often in the cold wind that comes down from the hills "
    "and makes the work on the high piers slow and, as one of them put it, a test of character."
)
BRIDGE = make_article(WORDS, title="Bridge opens", source="bridge.txt", published=date(2019, 1, 11))
STRIKE = make_article("The strike ended on Friday. Workers won 4 percent.", source="strike.txt")
# The bridge again, in its file's new version: a sentence more, another headline, the same imprint.
LATER = replace(
    make_article(f"{WORDS} Ferries still run.", title="A bridge at last", source="bridge.txt"),
    published=BRIDGE.published,
)

TRUE = Imprint(published=date(2019, 11, 1), publisher="The Orrin Post")
PRINTED = Imprint(published=date(2019, 1, 11), publisher="Harbor Wire")
TODAY = date(2021, 3, 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def index(path: Path) -> Iterator[HybridIndex]:
    made = opened(path)
    made.add([BRIDGE, STRIKE])
    yield made
    made.store.close()


def opened(path: Path) -> HybridIndex:
    return HybridIndex(LocalStore(path, embedder="fake"), FakeEmbedder())


def imprint(index: HybridIndex, id: str) -> Imprint:
    article = index.store.article(id)
    assert article is not None
    return Imprint(published=article.published, publisher=article.publisher)


def corrected(index: HybridIndex) -> list[str]:
    return [summary.id for summary in index.store.articles() if summary.corrected]


# -- what is kept --------------------------------------------------------------------------------


def test_a_correction_is_what_the_article_goes_by_and_its_text_stays(index: HybridIndex) -> None:
    assert index.store.correct(BRIDGE.id, TRUE)
    article = index.store.article(BRIDGE.id)
    assert article == replace(BRIDGE, published=TRUE.published, publisher=TRUE.publisher)
    assert index.store.printed(BRIDGE.id) == PRINTED
    assert corrected(index) == [BRIDGE.id]
    hit = index.search("What did the bridge cost?", retrieved=50, k=1)[0]
    assert hit.passage.article == article
    assert index.faults() == []


def test_filters_and_orders_go_by_it(index: HybridIndex) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.store.correct(STRIKE.id, Imprint(published=date(2020, 1, 1), publisher=None))
    assert [each.id for each in index.store.articles()] == [STRIKE.id, BRIDGE.id]
    for filter, count in (
        (Filter(publishers=("the orrin post",)), 1),
        (Filter(publishers=("Harbor Wire",)), 0),
        (Filter(since=date(2019, 11, 1), until=date(2019, 11, 1)), 1),
        (Filter(since=date(2019, 1, 11), until=date(2019, 1, 11)), 0),
    ):
        assert index.store.count(filter) == count
        assert len(index.search("bridge", retrieved=50, k=9, filter=filter)) == count


def test_a_correction_can_be_corrected_and_what_was_printed_first_is_kept(
    index: HybridIndex,
) -> None:
    index.store.correct(BRIDGE.id, Imprint(published=None, publisher=None))
    index.store.correct(BRIDGE.id, TRUE)
    assert imprint(index, BRIDGE.id) == TRUE
    assert index.store.printed(BRIDGE.id) == PRINTED


def test_what_it_prints_is_no_correction(index: HybridIndex) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.store.correct(BRIDGE.id, PRINTED)
    assert imprint(index, BRIDGE.id) == PRINTED
    assert index.store.printed(BRIDGE.id) is None
    assert corrected(index) == []


def test_the_printed_time_is_that_of_the_printed_day_alone(path: Path) -> None:
    timed = replace(BRIDGE, printed_time=time(15, 30))
    index = opened(path)
    index.add([timed])
    store = index.store
    store.correct(BRIDGE.id, replace(PRINTED, publisher="The Orrin Post"))
    assert _time(store) == time(15, 30)
    store.correct(BRIDGE.id, TRUE)
    assert _time(store) is None
    assert store.put_back(store.take_out([BRIDGE.id])) == 1
    assert _time(store) is None
    store.correct(BRIDGE.id, PRINTED)
    assert store.article(BRIDGE.id) == timed
    assert index.faults() == []
    store.close()


def _time(store: Store) -> time | None:
    article = store.article(BRIDGE.id)
    assert article is not None
    return article.printed_time


def test_an_article_that_is_not_there_cannot_be_corrected(index: HybridIndex) -> None:
    assert not index.store.correct("0" * 64, TRUE)


# -- what it outlives ----------------------------------------------------------------------------


def test_a_correction_outlives_a_rebuild_another_opening_and_adding_again(
    index: HybridIndex, path: Path
) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.rebuild()
    again = opened(path)
    again.add([BRIDGE, make_article(WORDS, source="copy.txt")])
    assert imprint(again, BRIDGE.id) == TRUE
    assert again.store.printed(BRIDGE.id) == PRINTED
    assert again.faults() == []
    again.store.close()


def test_it_goes_with_its_article(index: HybridIndex) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.store.remove([BRIDGE.id])
    index.add([BRIDGE])
    assert imprint(index, BRIDGE.id) == PRINTED
    assert corrected(index) == []


def test_a_new_version_that_prints_the_same_is_corrected_as_the_old_one_was(
    index: HybridIndex,
) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.add([LATER])
    assert index.store.article(BRIDGE.id) is None
    assert imprint(index, LATER.id) == TRUE
    assert index.store.printed(LATER.id) == PRINTED
    assert index.faults() == []


def test_what_a_new_version_prints_anew_is_believed(index: HybridIndex) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    index.add([replace(LATER, published=date(2019, 11, 2))])
    assert imprint(index, LATER.id) == replace(TRUE, published=date(2019, 11, 2))


def test_another_story_under_the_name_of_a_corrected_one_is_not_corrected(
    index: HybridIndex,
) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    tunnel = make_article(
        "The tunnel cost $10 million.", title="Tunnel", source="bridge.txt",
        published=BRIDGE.published,
    )  # fmt: skip
    index.add([tunnel])
    assert imprint(index, tunnel.id) == PRINTED
    headed = replace(
        make_article("The bridge is shut.", title=tunnel.title, source="bridge.txt"),
        published=BRIDGE.published,
    )
    index.store.correct(tunnel.id, TRUE)
    index.add([headed])
    assert imprint(index, headed.id) == TRUE


def test_a_row_that_another_pushed_down_keeps_its_own_correction(index: HybridIndex) -> None:
    rows = [make_article(f"Row {n} of the table.", source=f"table.csv#{n}") for n in (2, 3)]
    index.add(rows)
    index.store.correct(rows[0].id, TRUE)
    pushed = [
        make_article("A new first row.", source="table.csv#2"),
        replace(rows[0], source="table.csv#3"),
        replace(rows[1], source="table.csv#4"),
    ]
    index.add(pushed, later={each.source for each in pushed})
    assert corrected(index) == [rows[0].id]


dates = st.none() | st.sampled_from([date(2019, 1, 11), date(2019, 11, 1), date(2020, 1, 1)])
imprints = st.builds(Imprint, published=dates, publisher=st.sampled_from([None, "A", "B"]))


@given(imprints, imprints)
def test_a_version_that_prints_the_same_goes_by_the_whole_correction(
    said: Imprint, printed: Imprint
) -> None:
    assert carried(said, printed, printed) == said


# -- what a person may write ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-11-15", date(2019, 11, 15)),
        (" 15 Nov 2019 ", date(2019, 11, 15)),
        ("November 15, 2019", date(2019, 11, 15)),
        ("1800-01-01", date(1800, 1, 1)),
        ("2021-03-04", TODAY),
        ("", None),
        ("  ", None),
    ],
)
def test_a_day_as_people_write_it(written: str, day: date | None) -> None:
    assert imprint_of(written, "", today=TODAY) == Imprint(published=day, publisher=None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-02-30", "'2019-02-30' is not a day: write it as 2019-11-15"),
        ("2019", "is not a day"),
        ("03/04/2019", "is not a day"),
        ("on 2019-11-15", "is not a day"),
        ("yesterday", "is not a day"),
        ("2021-03-06", "2021-03-06 is in the future"),
        ("1799-12-31", "1799-12-31 is before 1800"),
    ],
)
def test_what_is_no_day_of_an_article_is_told_why(written: str, said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        imprint_of(written, "", today=TODAY)


def test_a_publisher_is_one_line_and_no_paragraph() -> None:
    assert imprint_of("", " The\n Orrin  Post ", today=TODAY).publisher == "The Orrin Post"
    for name in ("x" * 201, "Post\u202e", "Post\x00", "Caf\udce9"):
        with pytest.raises(CorrectionError):
            imprint_of("", name, today=TODAY)


@given(st.text(), st.text())
def test_whatever_is_written_is_an_imprint_or_is_told_why_not(
    published: str, publisher: str
) -> None:
    with suppress(CorrectionError):
        imprint_of(published, publisher, today=TODAY)


# -- the file ------------------------------------------------------------------------------------


def test_a_library_of_format_2_is_opened_as_it_is_and_can_be_corrected(path: Path) -> None:
    index = opened(path)
    index.add([BRIDGE, STRIKE])
    before = index.store.articles()
    index.store.close()
    execute(
        path,
        "DROP TABLE correction; ALTER TABLE article DROP COLUMN printed_time;"
        "PRAGMA user_version = 2",
    )
    index = opened(path)
    assert index.store.articles() == before
    index.store.correct(BRIDGE.id, TRUE)
    assert imprint(index, BRIDGE.id) == TRUE
    assert index.faults() == []
    index.store.close()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT,) == (3,)


def test_a_library_of_format_1_can_be_corrected(path: Path) -> None:
    make_format_1(path, [STRIKE])
    index = opened(path)
    index.store.correct(STRIKE.id, TRUE)
    assert imprint(index, STRIKE.id) == TRUE
    index.store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE correction", "the table correction is gone"),
        ("PRAGMA foreign_keys = OFF; UPDATE correction SET article = 'gone'",
         "1 of the table correction lead to no article"),
        ("UPDATE correction SET (published, publisher) = ('2019-11-01', 'The Orrin Post')",
         "its correction corrects nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_correction_is_named_and_a_rebuild_mends_it(
    index: HybridIndex, path: Path, statement: str, said: str
) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    execute(path, statement)
    faults = index.faults()
    assert [(fault.what, fault.mend) for fault in faults] == [(said, Mend.REBUILD)]
    index.rebuild()
    assert index.faults() == []
    assert imprint(index, BRIDGE.id) == TRUE


def test_a_printed_date_that_cannot_be_read_is_named(index: HybridIndex, path: Path) -> None:
    index.store.correct(BRIDGE.id, TRUE)
    execute(path, "UPDATE correction SET published = 'someday'")
    assert [(fault.article, fault.mend) for fault in index.faults()] == [
        (BRIDGE.id, Mend.ADD_AGAIN)
    ]
    index.store.remove([BRIDGE.id])
    index.add([BRIDGE])
    assert index.faults() == []


def execute(path: Path, statements: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(statements)
    db.close()

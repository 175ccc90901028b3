"""The marks of real articles, and how what is read is scored. The text here is our own."""

import json
from pathlib import Path

import pytest

from tests.eval.news import NewsFile
from tests.eval.printed import (
    DATE_MARKS,
    HALVES,
    MARKS,
    NEWS,
    key_of,
    printing,
    read_marks,
    score_dates,
    score_furniture,
)

TEXT = (
    "Bridge opens\n\n4 May 2021\n\nIt was opened on Tuesday.\n\nMore stories\n\nBuy now\n\nRead on"
)


def test_sixty_articles_are_marked_half_of_them_kept_apart() -> None:
    marks = read_marks(MARKS)
    assert [sum(mark["half"] == half for mark in marks) for half in HALVES] == [30, 30]
    assert len({mark["text"] for mark in marks}) == 60


def test_a_mark_holds_no_words_of_an_article() -> None:
    for mark in read_marks(MARKS):
        assert set(mark) == {"text", "half", "furniture"}
        assert len(mark["text"]) == 16
        assert all(isinstance(number, int) for number in mark["furniture"])


def test_the_dates_of_137_articles_are_marked_77_of_which_print_one() -> None:
    marks = read_marks(DATE_MARKS)
    assert len({mark["text"] for mark in marks}) == len(marks) == 137
    assert sum(mark["date"] is not None for mark in marks) == 77
    for mark in marks:
        assert {"text", "date"} <= set(mark) <= {"text", "date", "doubtful"}


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.exists(), reason=f"{NEWS.name} is not in ../shared/data/eval")
def test_of_the_dates_that_news_prints_95_in_100_are_read_and_none_wrongly() -> None:
    by_key = {key_of(text): text for _, text in NewsFile(NEWS).articles()}
    counts = score_dates(read_marks(DATE_MARKS), by_key, show=False)
    assert counts["right"] >= 0.95 * printing(counts)
    assert counts["wrong"] == counts["wrong, prints none"] == 0


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [("2021-05-04", "right"), ("2021-05-05", "wrong"), (None, "wrong, prints none")],
)
def test_a_date_is_right_wrong_or_read_where_none_is(printed: str | None, outcome: str) -> None:
    marks = [{"text": key_of(TEXT), "date": printed}]
    assert score_dates(marks, {key_of(TEXT): TEXT}, show=False) == {outcome: 1}


def test_furniture_is_counted_in_characters(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(json.dumps({"text": key_of(TEXT), "furniture": [1, 3, 4]}), encoding="utf-8")
    counts = score_furniture(read_marks(path), {key_of(TEXT): TEXT}, show=False)
    assert counts["hit"] == len("4 May 2021") + len("More stories") + len("Buy now")
    assert (counts["lost"], counts["kept"]) == (len("Read on"), 0)

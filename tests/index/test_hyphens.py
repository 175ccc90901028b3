"""Words that a line's end parts: which they are, and where they stand."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunk import split_passages
from index.hyphens import join, parted_words, with_whole_words
from tests.fakes import make_article


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("the co-\noperation ended", "the cooperation ended"),
        ("The Govern-\r\nment left", "The Government left"),
        ("inter-\nna-\ntional law", "international law"),
        ("a stub-\nborn thresh-\nold", "a stubborn threshold"),
        ("catégo-\nrie", "catégorie"),
    ],
)
def test_a_word_that_a_lines_end_parts_is_whole_again(printed: str, whole: str) -> None:
    assert join(printed).text == whole


@pytest.mark.parametrize(
    "printed",
    [
        "the Seoul-\nled talks",
        "from 5-\n10 years",
        "Port-\nEllery",
        "a 30-\nyear loan",
        "twenty-\nfive days",
        "a ten-year-\nold ship",
        "self-\nemployed",
        "a state-\nowned bank",
        "a word -\nand another",
        "well-\n\nknown",
        "co- operation",
        "GOVERN-\nMENT",
    ],
)
def test_a_hyphen_that_may_be_the_words_own_stays(printed: str) -> None:
    assert join(printed).text == printed
    assert parted_words(printed) == []
    assert with_whole_words(printed) == printed


def test_a_parted_word_is_found_whole_and_in_its_parts() -> None:
    printed = "The govern-\nment paid. Inter-\nna-\ntional law."
    assert with_whole_words(printed) == (
        "The government govern-\nment paid. International Inter-\nna-\ntional law."
    )
    found = [printed[start:end] for start, end in parted_words(printed)]
    assert found == ["govern-\nment", "Inter-\nna-\ntional"]


def test_a_place_in_the_joined_text_is_one_in_the_printed_text() -> None:
    printed = "The govern-\nment paid $5."
    joined = join(printed)
    for words, stood in (
        ("government", "govern-\nment"), ("govern", "govern"), ("ment", "ment"), ("$5", "$5"),
        ("The", "The"), ("nm", "n-\nm"),
    ):  # fmt: skip
        start = joined.text.index(words)
        first, last = joined.place(start, start + len(words))
        assert printed[first:last] == stood


PIECES = st.sampled_from(
    ["govern", "-\n", "ment", "-\r\n", "Seoul", "led", " ", "\n", "a", "é", "5", "-", ".", "🙂"]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.data())
def test_every_stretch_of_the_joined_text_stands_in_the_printed_text(
    printed: str, data: st.DataObject
) -> None:
    joined = join(printed)
    start = data.draw(st.integers(0, len(joined.text)))
    end = data.draw(st.integers(start, len(joined.text)))
    first, last = joined.place(start, end)
    assert 0 <= first <= last <= len(printed)
    stood = printed[first:last]
    assert stood[:1] == joined.text[start:end][:1]
    assert stood[-1:] == joined.text[start:end][-1:]
    left_out = len(stood) - (end - start)
    assert left_out >= 0
    if start < end:
        before, after = joined.place(0, start)[1], joined.place(end, len(joined.text))[0]
        assert before <= first
        assert last <= after


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_but_hyphens_with_line_ends_and_indents_is_left_out(printed: str) -> None:
    joined = join(printed)
    letters = [printed[joined.place(i, i + 1)[0]] for i in range(len(joined.text))]
    assert "".join(letters) == joined.text
    kept = {joined.place(i, i + 1)[0] for i in range(len(joined.text))}
    rest = "".join("·" if i in kept else c for i, c in enumerate(printed))
    for left_out in filter(None, rest.split("·")):
        assert re.fullmatch(r"[-\u2010\u00ad][ \t]*\r?\n[ \t]*", left_out)


@given(st.lists(PIECES, max_size=30).map("".join), st.data())
def test_parted_words_stay_inside_what_was_asked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    last = start
    for first, after in parted_words(text, start, end):
        assert last <= first < after <= end
        assert "-" in text[first:after]
        last = after


def test_a_passage_never_ends_inside_a_parted_word() -> None:
    text = "word " * 118 + "govern-\nment " + "govern-\nment " * 200
    for start, end in split_passages(make_article(text)):
        assert not text[start:end].endswith("govern-")


@pytest.mark.parametrize("piece", ["a", "a-\n", "ab-\ncd ", "A-\n", "-\n"])
def test_hostile_text_is_joined_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    join(piece * (300_000 // len(piece)))
    with_whole_words(piece * (300_000 // len(piece)))
    assert time.process_time() - begun < 10

"""A draft cut into claims: whole sentences at their places, each with its figures."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.claims import MOST_CHARACTERS, asked, checkable, claim_of, find_claims

DRAFT = (
    "The harbor tunnel cost $412 million, St. Brennan's mayor said. Nobody was surprised.\n\n"
    "It opened on Nov. 4 and carries 9,300 cars a day."
)


def test_a_draft_is_cut_into_its_sentences_each_with_its_figures() -> None:
    claims = find_claims(DRAFT)
    assert [(claim.text, [f.text for f in claim.figures]) for claim in claims] == [
        ("The harbor tunnel cost $412 million, St. Brennan's mayor said.", ["$412 million"]),
        ("Nobody was surprised.", []),
        ("It opened on Nov. 4 and carries 9,300 cars a day.", ["Nov. 4", "9,300"]),
    ]


def test_days_are_counted_from_the_day_of_writing() -> None:
    (claim,) = find_claims("The tunnel opened on Friday.", written=date(2021, 3, 8))
    assert claim.figures[0].first == date(2021, 3, 5)
    (claim,) = find_claims("The tunnel opened on Friday.")
    assert claim.figures[0].first is None


def test_question_words_stand_where_the_figure_stood() -> None:
    claim = claim_of("It cost $412 million in 2021.", 0, 29)
    assert asked(claim, claim.figures[0]) == "It cost how much money in 2021?"
    assert asked(claim, claim.figures[1]) == "When it cost $412 million?"
    claim = claim_of("It is 14 miles long.", 0, 20)
    assert asked(claim, claim.figures[0]) == "It is how much long?"
    claim = claim_of("On May 4, the harbor, three years old, closed.", 0, 46)
    assert asked(claim, claim.figures[0]) == "When the harbor, three years old, closed?"
    assert asked(claim, claim.figures[1]) == "On May 4, the harbor, how old, closed?"


def test_the_places_of_a_claims_figures_are_within_the_claim() -> None:
    for claim in find_claims(DRAFT):
        for figure in claim.figures:
            assert claim.text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize("draft", ["", " \n\t ", "…", "$%—", "\x00\x00"])
def test_a_draft_without_a_word_is_nothing_to_check(draft: str) -> None:
    with pytest.raises(QuestionError, match="nothing to check"):
        checkable(draft)


def test_too_long_a_draft_is_refused_with_its_length() -> None:
    assert checkable("a" * MOST_CHARACTERS)
    with pytest.raises(QuestionError, match="1,000,001 characters"):
        checkable("a" * (MOST_CHARACTERS + 1))


def test_what_cannot_be_read_becomes_a_space_and_moves_nothing() -> None:
    draft = "It\x00cost\ud800$412\x07million.\r\nIt opened\tin 2021."
    read = checkable(draft)
    assert read == "It cost $412 million. \nIt opened\tin 2021."
    assert len(read) == len(draft)


HOSTILE = st.text(alphabet="aZé한🙂$€870.,;- \n\x00“”()%", max_size=200) | st.text(max_size=80)


@settings(deadline=None)
@given(HOSTILE)
def test_claims_are_verbatim_in_order_and_apart(draft: str) -> None:
    try:
        read = checkable(draft)
    except QuestionError:
        return
    assert len(read) == len(draft)
    at = 0
    for claim in find_claims(read):
        assert at <= claim.start < claim.end
        assert read[claim.start : claim.end] == claim.text
        assert all(claim.text[f.start : f.end] == f.text for f in claim.figures)
        at = claim.end


@settings(deadline=None)
@given(HOSTILE)
def test_no_word_of_a_draft_is_in_no_claim(draft: str) -> None:
    try:
        read = checkable(draft)
    except QuestionError:
        return
    told = "".join(claim.text for claim in find_claims(read))
    assert sum(map(str.isalnum, told)) == sum(map(str.isalnum, read))

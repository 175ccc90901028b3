"""The number that decides."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.confidence import (
    FITTED,
    Calibration,
    confidence_word,
    features,
    fitted,
    names_in,
    share_covered,
    share_missing,
)
from tests.fakes import make_article
from tests.qa.test_answer import hits_for, span


def test_a_confidence_is_a_probability() -> None:
    calibration = Calibration(bias=0.0, weights={"margin": 1.0}, threshold=0.5)
    assert calibration.confidence({"margin": 0.0}) == 0.5
    assert calibration.confidence({"margin": 2.0}) == pytest.approx(0.8808, abs=1e-4)


@given(st.floats(-1e6, 1e6))
def test_no_feature_breaks_the_probability(value: float) -> None:
    assert 0 <= Calibration(bias=0, weights={"a": 3}, threshold=0.5).confidence({"a": value}) <= 1


def test_the_words_people_see_follow_the_number() -> None:
    assert [confidence_word(c) for c in (0.95, 0.7, 0.3, 0.0)] == [
        "sure",
        "likely",
        "unsure",
        "unsure",
    ]


def test_names_are_capitals_and_digits_but_not_the_first_word() -> None:
    assert names_in("When did Mark Esper visit Seoul in 2019?") == [
        "Mark",
        "Esper",
        "Seoul",
        "2019",
    ]
    assert names_in("how much does it cost") == []


def test_words_are_compared_by_their_beginnings() -> None:
    assert share_covered(["agreement", "Korean"], "Korea agreed") == 1.0
    assert share_covered(["agreement", "Japan"], "Korea agreed") == 0.5
    assert share_missing(["Japan"], "Korea agreed") == 1.0
    assert share_missing([], "anything") == 0.0


def test_what_ships_was_fitted_on_the_features_there_are() -> None:
    stored = json.loads(FITTED.read_text(encoding="utf-8"))
    article = make_article("Seoul pays $870 million a year.")
    known = features(
        "How much?", span(article, "$870 million", 3.0), hits_for(article)[0], rival=0, sources=1
    )
    assert set(fitted().weights) <= set(known)
    assert 0 < fitted().threshold < 1
    assert stored["fitted_on"]


def test_a_better_margin_is_never_less_confident() -> None:
    assert fitted().weights["margin"] >= 0

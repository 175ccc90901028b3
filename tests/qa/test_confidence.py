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


def test_what_ships_was_fitted_on_the_features_there_are() -> None:
    stored = json.loads(FITTED.read_text(encoding="utf-8"))
    article = make_article("Seoul pays $870 million a year.")
    known = features(span(article, "$870 million", 3.0), hits_for(article)[0], rival=0)
    assert set(fitted().weights) <= set(known)
    assert 0 < fitted().threshold < 1
    assert stored["fitted_on"]


def test_a_lead_is_over_the_best_rival_and_over_silence() -> None:
    article = make_article("Seoul pays $870 million a year.")
    best, hit = span(article, "$870 million", 3.0), hits_for(article)[0]
    assert features(best, hit, rival=1.0)["lead"] == 2.0
    assert features(best, hit, rival=-5.0)["lead"] == 3.0
    assert features(best, hit, rival=-5.0)["margin"] == 3.0


def test_a_better_margin_is_never_less_confident() -> None:
    assert fitted().weights["margin"] >= 0

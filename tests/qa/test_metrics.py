"""How answers are marked, on cases worked by hand."""

import math

import pytest

from qa.training.metrics import (
    QUESTION_WORDS,
    area_under_risk,
    auc,
    best_threshold_f1,
    coverage_at,
    exact_match,
    expected_calibration_error,
    f1,
    is_right,
    normalised,
    question_word,
    reliability,
    risk_coverage,
)


def test_normalisation_is_squads() -> None:
    assert normalised("The  Big-Apple, a city!") == "bigapple city"
    # Punctuation goes before the articles do, so "a.m." is no article and "an-" is.
    assert normalised("9 a.m. an- hour") == "9 am hour"


def test_the_marks_of_print_count_as_punctuation_though_squads_script_keeps_them() -> None:
    assert normalised("“Big–Apple”…") == "bigapple"


def test_exact_match_ignores_case_articles_and_marks() -> None:
    assert exact_match("the Ministry.", ["ministry"])
    assert not exact_match("ministries", ["ministry"])


def test_f1_is_the_harmonic_mean_over_words() -> None:
    # "mark esper" against "u.s. secretary mark esper": precision 1, recall 2/4, F1 2/3.
    assert f1("Mark Esper", ["US Secretary Mark Esper"]) == pytest.approx(2 / 3)
    assert f1("Esper", ["Helvey", "Mark Esper"]) == pytest.approx(2 / 3)
    assert f1("Tokyo", ["Seoul"]) == 0
    assert f1("", [""]) == 1


RIGHT = [
    ("$870 million a year", ["$870 million"]),
    ("nearly US$5 billion", ["nearly US$5 billion annually"]),
    ("U.S. Defense Secretary Mark Esper", ["Mark Esper"]),
    ("28,500-strong", ["28,500-strong U.S. troops", "28,500-strong"]),
]
WRONG = [
    ("$780 million", ["$870 million"]),
    ("$870 million", ["$87 million"]),
    ("South Korea", ["North Korea"]),
    ("Nov. 2", ["Nov. 23"]),
    ("a long sentence that somewhere has Mark Esper in it among much else", ["Mark Esper"]),
    ("anything", []),
]


@pytest.mark.parametrize(("answer", "accepted"), RIGHT)
def test_right_answers_are_marked_right(answer: str, accepted: list[str]) -> None:
    assert is_right(answer, accepted)


@pytest.mark.parametrize(("answer", "accepted"), WRONG)
def test_wrong_answers_are_marked_wrong(answer: str, accepted: list[str]) -> None:
    assert not is_right(answer, accepted)


def test_auc_is_the_chance_of_the_right_order() -> None:
    assert auc([3, 4], [1, 2]) == 1
    assert auc([1], [1]) == 0.5
    # Of the four pairs (2,1) (2,3) (4,1) (4,3) three are in order.
    assert auc([2, 4], [1, 3]) == 0.75


def test_calibration_error_is_the_distance_from_the_truth() -> None:
    # One bin at 0.8: three of four right is 0.75, so the distance is 0.05.
    assert expected_calibration_error([0.8] * 4, [True, True, True, False]) == pytest.approx(0.05)
    assert expected_calibration_error([1.0, 0.0], [True, False]) == 0


# -- margins and confidences -----------------------------------------------------------------


def test_the_best_threshold_answers_where_answering_gains() -> None:
    # Never to answer is worth 1 of 4. Answering from 5: +1, from 3: -1, from 2: +0.8, from 1:
    # +0.5; the best is all of them, 1 + 1 - 1 + 0.8 + 0.5 = 2.3.
    assert best_threshold_f1([5, 3, 2, 1], [1, 0, 0.8, 0.5], [True, False, True, True]) == (
        pytest.approx(2.3 / 4),
        1,
    )
    # Here what stands below the unanswerable one does not pay for it.
    assert best_threshold_f1([5, 3, 2], [1, 0, 0.8], [True, False, True]) == (
        pytest.approx(2 / 3),
        5,
    )


def test_the_f1_of_an_unanswerable_question_is_never_a_gain() -> None:
    assert best_threshold_f1([5, 3], [0.4, 1.0], [True, False]) == (pytest.approx(0.7), 5)


def test_never_to_answer_may_be_the_best_threshold() -> None:
    assert best_threshold_f1([5, 3], [0, 0.5], [False, True]) == (0.5, math.inf)


def test_no_threshold_comes_between_equal_margins() -> None:
    # SQuAD's script would answer the first of the two only, by the chance of their order.
    assert best_threshold_f1([2, 2], [1, 0], [True, False]) == (0.5, math.inf)


def test_reliability_sets_confidence_beside_accuracy() -> None:
    rows = reliability([0.82, 0.86, 1.0, 0.1], [True, False, True, False])
    assert rows == [(0.1, 0, 1), (pytest.approx(0.84), 0.5, 2), (1.0, 1, 1)]
    assert reliability([0.2, 0.6], [False, True], bins=1) == [(pytest.approx(0.4), 0.5, 2)]


def test_a_row_may_weigh_more_than_another() -> None:
    # With the wrong one three times, 1 of 4 is right: the risk of answering all is 3/4.
    assert risk_coverage([0.9, 0.5], [True, False], weights=[1, 3]) == [(0.25, 0), (1.0, 0.75)]
    assert coverage_at(0.8, [0.9, 0.5], [True, False], weights=[4, 1]) == 1.0


def test_risk_grows_as_the_less_sure_is_answered() -> None:
    curve = risk_coverage([0.6, 0.9, 0.8, 0.7], [False, True, True, False])
    assert curve == [(0.25, 0), (0.5, 0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_answers_of_one_confidence_are_given_together() -> None:
    assert risk_coverage([0.5, 0.5], [True, False]) == [(1.0, 0.5)]
    assert coverage_at(0.8, [0.5, 0.5], [True, False]) == 0


def test_the_area_under_risk_is_its_mean_over_coverage() -> None:
    # Risks 0, 0, 1/3 and 1/2, each over a quarter.
    area = area_under_risk([0.6, 0.9, 0.8, 0.7], [False, True, True, False])
    assert area == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert area_under_risk([0.9, 0.1], [True, True]) == 0
    assert area_under_risk([0.9, 0.1], [False, False]) == 1


def test_coverage_is_the_largest_share_answered_at_that_precision() -> None:
    # Right, wrong, right, right, right, wrong: precise enough at 1 of 1 and again at 4 of 5.
    right = [True, False, True, True, True, False]
    assert coverage_at(0.8, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], right) == pytest.approx(5 / 6)
    assert coverage_at(0.9, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], right) == pytest.approx(1 / 6)
    assert coverage_at(0.8, [0.9, 0.8], [False, True]) == 0


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Who built the bridge?", "who"),
        ("whose boat sank", "who"),
        ("Who's the mayor?", "who"),
        ("When did the ferries stop?", "when"),
        ("By how much did the toll rise?", "how much/many"),
        ("HOW MANY piers stand", "how much/many"),
        ("Where is Tamsen?", "where"),
        ("why was the school shut", "why"),
        ("In which year was that?", "what/which"),
        ("whats the toll", "what/which"),
        ("How long is the bridge?", "how"),
        ("After the vote, what happened to those who lost?", "what/which"),
        ("toll of the bridge somewhere", "other"),
        ("Is the bridge open?", "other"),
    ],
)
def test_a_question_is_known_by_its_first_question_word(question: str, word: str) -> None:
    assert question_word(question) == word
    assert word in QUESTION_WORDS

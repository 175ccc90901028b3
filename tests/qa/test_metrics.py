"""How answers are marked, on cases worked by hand."""

import pytest

from qa.training.metrics import (
    auc,
    exact_match,
    expected_calibration_error,
    f1,
    is_right,
    normalised,
)


def test_normalisation_is_squads() -> None:
    assert normalised("The  “Big-Apple”, a city!") == "bigapple city"


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

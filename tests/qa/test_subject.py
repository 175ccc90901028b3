"""Whether two figures are about the same thing: the witnesses, and what they weigh."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Passage
from index.errors import ReaderError
from qa.alignment import MET
from qa.claims import Claim, claim_of
from qa.figures import Figure, find_figures
from qa.logistic import Logistic
from qa.subject import (
    Heard,
    Likeness,
    Subject,
    features,
    fitted_likeness,
    names,
    subject_of,
    told_of_another,
)
from tests.fakes import make_article

TEXT = "Port Ellery keeps 31 ferries. The mayor, Lena Voss, wants 9 more boats in spring."


def claim(text: str) -> Claim:
    return claim_of(text, 0, len(text))


def passage(text: str = TEXT, title: str = "Ferries") -> Passage:
    article = make_article(text, title=title)
    return Passage(id=1, article=article, start=0, end=len(text))


def witnesses(
    wording: str, reported: str, margins: Mapping[str, float] | None = None
) -> dict[str, float]:
    """What speaks for the figure *reported* of TEXT being that of the claim *wording*."""
    figures = {figure.text: figure for figure in find_figures(TEXT)}
    told = {figure: (margins or {}).get(text, 0.0) for text, figure in figures.items()}
    made = claim(wording)
    heard = Heard(met=MET, margins=told)
    figure = made.figures[0]
    return features(subject_of(made, figure), figure, figures[reported], passage(), heard)


def test_a_subject_is_the_claim_without_its_figures() -> None:
    made = claim("Port Ellery paid $4 million for 31 ferries in May.")
    subject = subject_of(made, made.figures[0])
    assert subject == Subject(
        stems=frozenset({"port", "eller", "paid", "ferr"}),
        names=frozenset({"eller"}),
        others=made.figures[1:],
    )


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert names("Ferries of Port Ellery and The Hague") == {"port", "eller", "hagu"}


def test_words_shared_with_the_sentence_speak_for_a_figure() -> None:
    known = witnesses("Port Ellery keeps 31 ferries.", "31")
    assert (known["sentence"], known["passage"], known["missing"]) == (1.0, 1.0, 0.0)
    other = witnesses("Port Ellery keeps 9 ferries.", "9")
    assert (other["sentence"], other["passage"]) == (0.0, 1.0)


def test_names_that_the_passage_lacks_speak_against_it() -> None:
    assert witnesses("The mayor, Lena Voss, wants 9 boats.", "9")["strange"] == 0.0
    assert witnesses("The mayor, Lena Brandt, wants 9 boats.", "9")["strange"] == 0.5


def test_a_figure_leads_if_none_of_its_kind_answers_better() -> None:
    margins = {"9": 3.0, "31": -6.0}
    known = witnesses("The mayor wants 9 boats.", "9", margins)
    assert (known["margin"], known["lead"]) == pytest.approx((0.2, 0.6))
    known = witnesses("The mayor wants 9 boats.", "31", margins)
    assert (known["margin"], known["lead"]) == pytest.approx((-0.4, -0.6))


def test_a_margin_beyond_the_most_says_no_more() -> None:
    known = witnesses("The mayor wants 9 boats.", "9", {"9": 900.0, "31": -900.0})
    assert (known["margin"], known["lead"]) == (1.0, 2.0)


def test_company_is_the_claims_other_figures_in_the_same_sentence() -> None:
    known = witnesses("The mayor wants 9 boats in spring, with 31 ferries.", "9")
    assert (known["company"], known["lonely"]) == (0.0, 1.0)
    known = witnesses("The mayor wants 9 boats.", "9")
    assert (known["company"], known["lonely"]) == (0.0, 0.0)


# "A stands at 42 per cent, B at 37": each figure belongs to the words that lead to it.
LISTS = [
    "Lake Anders, the largest, stood at 42 per cent, Upper Moss at 37 per cent and Tarn at 28.",
    "Cars will pay $5.50 and islanders $2.75, charged by camera.",
    "The mill lost 300 jobs while the shipyard, its neighbour, lost 450 jobs.",
    "The tunnel turns a 40-minute crossing into a six-minute drive.",
]
BELONGS = [
    (3, "The tunnel makes it a 40-minute drive.", "40-minute", True),
    (3, "The tunnel makes it a six-minute drive.", "six-minute", False),
    (3, "The tunnel spares people a 40-minute crossing.", "40-minute", False),
    (3, "The tunnel takes six minutes to drive.", "six-minute", False),
    (0, "Lake Anders stood at 42 per cent.", "42 per cent", False),
    (0, "Lake Anders stood at 37 per cent.", "37 per cent", True),
    (0, "Upper Moss stood at 42 per cent.", "42 per cent", True),
    (0, "Upper Moss was 37 per cent full.", "37 per cent", False),
    (1, "Islanders will pay $5.50.", "$5.50", True),
    (1, "Islanders will pay $2.75.", "$2.75", False),
    (1, "Cars will pay $2.75.", "$2.75", True),
    (1, "Cars will pay $5.50.", "$5.50", False),
    (2, "The mill lost 450 jobs.", "450", True),
    (2, "The shipyard lost 450 jobs.", "450", False),
    # A part of a whole is not a rival: the words that lead to the whole lead to it as well.
    (2, "The neighbour of the mill lost 450 jobs.", "450", False),
]


def placed(sentence: str) -> tuple[Figure, ...]:
    return tuple(find_figures(sentence))


@pytest.mark.parametrize(("which", "wording", "figure", "other"), BELONGS)
def test_in_a_list_a_figure_belongs_to_the_words_before_it(
    which: int, wording: str, figure: str, other: bool
) -> None:
    figures = placed(LISTS[which])
    (reported,) = [f for f in figures if f.text == figure]
    made = claim(wording)
    assert told_of_another(made, made.figures[0], LISTS[which], reported, figures) is other


def test_a_part_of_a_whole_is_not_told_of_the_whole() -> None:
    sentence = "Of 88 change orders sent in by the contractor, Kray, the city approved 61 unseen."
    figures = placed(sentence)
    made = claim("The city approved 61 of the change orders of the contractor unseen.")
    assert not told_of_another(made, made.figures[0], sentence, figures[1], figures)


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"agreeing": 0}', '{"agreeing": {}}'])
def test_a_damaged_file_of_weights_is_named(tmp_path: Path, stored: str) -> None:
    path = tmp_path / "subject.json"
    path.write_text(stored, encoding="utf-8")
    with pytest.raises(ReaderError, match=r"subject\.json"):
        fitted_likeness(path)


def test_what_ships_weighs_only_witnesses_there_are() -> None:
    known = witnesses("The mayor wants 9 boats.", "9")
    for model in (fitted_likeness().agreeing, fitted_likeness().differing):
        assert set(model.weights) <= set(known)
        assert 0 < model.threshold < 1


def test_what_is_stored_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "subject.json"
    model = {"bias": -1, "weights": {"sentence": 2}, "threshold": 0.25}
    path.write_text(json.dumps({"agreeing": model, "differing": model}), encoding="utf-8")
    read = Logistic(bias=-1.0, weights={"sentence": 2.0}, threshold=0.25)
    assert fitted_likeness(path) == Likeness(agreeing=read, differing=read)


@given(st.floats(-50, 50), st.floats(0, 1))
def test_a_likeness_is_a_probability(bias: float, share: float) -> None:
    model = Logistic(bias=bias, weights={"sentence": 4.0}, threshold=0.5)
    assert 0.0 <= model.probability({"sentence": share, "unweighed": 9.0}) <= 1.0

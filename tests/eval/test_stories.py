"""The judged pairs of real articles, and how what is told of them is scored."""

from collections import Counter

from tests.eval.printed import HALVES
from tests.eval.stories import STRATA, read_pairs, score_pairs, weights_of

JUDGED = [
    {"texts": ["a", "b"], "shared": 0.5, "one": True},
    {"texts": ["c", "d"], "shared": 0.5, "one": False},
    {"texts": ["e", "f"], "shared": 0.2, "one": True},
    {"texts": ["g", "h"], "shared": 0.2, "one": False},
]


def test_more_than_two_hundred_pairs_are_judged_each_once() -> None:
    pairs = read_pairs()
    assert len({frozenset(pair["texts"]) for pair in pairs}) == len(pairs) == 275
    assert Counter(pair["half"] for pair in pairs) == {"mending": 135, "held out": 140}


def test_a_judgment_holds_no_words_of_an_article() -> None:
    for pair in read_pairs():
        assert set(pair) == {"texts", "shared", "half", "one"}
        assert [len(text) for text in pair["texts"]] == [16, 16]
        assert pair["shared"] in STRATA
        assert pair["half"] in HALVES


def test_no_text_is_in_a_pair_that_is_one_story_in_both_halves() -> None:
    texts = [
        {t for p in read_pairs() if p["one"] and p["half"] == half for t in p["texts"]}
        for half in HALVES
    ]
    assert texts[0].isdisjoint(texts[1])


def test_a_judged_pair_stands_for_those_of_its_stratum_that_were_not_drawn() -> None:
    weights = weights_of(JUDGED, {0.5: 2, 0.2: 10})
    assert weights == {0.5: 1, 0.2: 5}
    told = {frozenset("ba"), frozenset("cd"), frozenset("xy")}
    assert score_pairs(JUDGED, told, weights) == {
        "hit": 1, "all hit": 1, "wrong": 1, "all wrong": 1,
        "missed": 1, "all missed": 5, "two": 1, "all two": 5,
    }  # fmt: skip

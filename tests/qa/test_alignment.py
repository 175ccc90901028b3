"""How well a passage meets the words of a claim: the worst of them, and all."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.article import Range
from index.neighbours import Vectors
from qa.alignment import MET, align
from qa.claims import Claim, claim_of

# Words with a sense apiece; "stock" and "shares" lie 37 degrees apart.
SENSES = {"stock": (1.0, 0.0, 0.0), "shares": (0.8, 0.6, 0.0), "rose": (0.0, 0.0, 1.0)}


def embed(text: str) -> tuple[Sequence[Range], Vectors]:
    """A token a word, and one of no width at either end."""
    places: list[Range] = [(0, 0)]
    rows = [(0.0, 1.0, 0.0)]
    start = 0
    for word in text.split(" "):
        places.append((start, start + len(word)))
        rows.append(SENSES.get(word.lower(), (0.0, 1.0, 0.0)))
        start += len(word) + 1
    return [*places, (0, 0)], np.array([*rows, (0.0, 1.0, 0.0)], dtype=np.float32)


def claim(text: str) -> Claim:
    return claim_of(text, 0, len(text))


def test_each_word_meets_the_nearest() -> None:
    met = align(claim("stock rose"), "shares rose", embed)
    assert met.worst == pytest.approx(0.8)
    assert (met.worst_two, met.mean) == pytest.approx((0.9, 0.9))


def test_a_word_that_nothing_comes_near_is_the_worst() -> None:
    assert align(claim("stock rose"), "herring rose", embed).worst == pytest.approx(0.0)


def test_words_of_a_figure_and_words_that_tell_nothing_need_not_be_met() -> None:
    assert align(claim("The stock of 9 million"), "stock", embed).worst == pytest.approx(1.0)


def test_where_there_is_nothing_to_meet_everything_is_met() -> None:
    assert align(claim("9 of the 14"), "stock rose", embed) == MET
    assert align(claim("stock rose"), "9 of the 14", embed) == MET

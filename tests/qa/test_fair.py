"""Examples among which a question does not tell by itself whether it is answered."""

import random

import pytest

from qa.training.fair import fair, unanswered_by_words
from qa.training.metrics import auc
from qa.training.rows import Example

pytest.importorskip("sklearn", reason="training needs scikit-learn, which nothing else does")

THINGS = ("bridge", "ferry", "mill", "harbour", "school", "ship", "road")


def asked(words: str, n: int, *, answered: bool) -> Example:
    context = f"Text {n} about the {THINGS[n % 7]}."
    return Example(
        kind="k", context=context, question=f"{words} the {THINGS[n % 7]}?",
        answer=(0, 4) if answered else None,
    )  # fmt: skip


def told_apart(examples: list[Example]) -> float:
    shares = unanswered_by_words(examples)
    absent = [s for s, e in zip(shares, examples, strict=True) if e.answer is None]
    return auc(absent, [s for s, e in zip(shares, examples, strict=True) if e.answer is not None])


def test_what_the_words_betray_is_evened_out() -> None:
    # Four of five "how many" are unanswered, four of five "who" answered.
    betraying = [
        asked("How many built" if many else "Who built", n, answered=(n % 5 == 0) == many)
        for n in range(400)
        for many in (True, False)
    ]
    kept = fair(betraying, random.Random(1))
    assert told_apart(betraying) > 0.75
    assert told_apart(kept) < 0.55
    many = [e for e in kept if e.question.startswith("How many")]
    assert 0.4 < sum(e.answer is None for e in many) / len(many) < 0.6
    assert 0.3 < len(kept) / len(betraying) < 0.5


def test_what_betrays_nothing_is_kept() -> None:
    plain = [asked("Who built", n, answered=n % 3 > 0) for n in range(600)]
    kept = fair(plain, random.Random(1))
    assert len(kept) > 0.7 * len(plain)
    assert {id(e) for e in kept} <= {id(e) for e in plain}
    assert len({id(e) for e in kept}) == len(kept)

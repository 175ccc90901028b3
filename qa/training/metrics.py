"""How answers are marked: SQuAD's exact match and F1, and "right" as a reader would mark it.

Normalisation is that of the official SQuAD script (Rajpurkar et al. 2016): lower case, no
punctuation, no articles, single spaces.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence

_PUNCTUATION = frozenset(string.punctuation + "“”‘’–—…")
_DIGITS = re.compile(r"\d[\d.,]*")

# An answer that is right shares most words with one that is accepted.
LEAST_F1 = 0.6


def normalised(text: str) -> str:
    kept = "".join(c for c in text.lower() if c not in _PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def exact_match(answer: str, accepted: Iterable[str]) -> bool:
    return any(normalised(answer) == normalised(a) for a in accepted)


def f1(answer: str, accepted: Iterable[str]) -> float:
    """The best F1 over words with any of the *accepted* answers, 0 to 1."""
    return max(
        (_f1(normalised(answer).split(), normalised(a).split()) for a in accepted), default=0.0
    )


def is_right(answer: str, accepted: Sequence[str]) -> bool:
    """Whether *answer* gives one of *accepted*: mostly its words, or it whole and little more.

    Digits are never fuzzy: the figures must be the same.
    """
    return any(_gives(answer, a) for a in accepted)


def _gives(answer: str, accepted: str) -> bool:
    if sorted(_figures(answer)) != sorted(_figures(accepted)) and not _holds(answer, accepted):
        return False
    return f1(answer, [accepted]) >= LEAST_F1 or _holds(answer, accepted)


def _holds(answer: str, accepted: str) -> bool:
    """Whether *accepted* stands whole in *answer*, with at most as many words again, or five."""
    said, wanted = normalised(answer).split(), normalised(accepted).split()
    if not wanted or len(said) > len(wanted) + max(5, len(wanted)):
        return False
    return any(said[i : i + len(wanted)] == wanted for i in range(len(said)))


def _figures(text: str) -> list[str]:
    return [figure.strip(".,").replace(",", "") for figure in _DIGITS.findall(text)]


def _f1(said: list[str], wanted: list[str]) -> float:
    shared = sum((Counter(said) & Counter(wanted)).values())
    if not said or not wanted or not shared:
        return float(said == wanted)
    precision, recall = shared / len(said), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive stands above a negative, ties counted half."""
    if not positive or not negative:
        return float("nan")
    ranked = sorted([(v, 1) for v in positive] + [(v, 0) for v in negative])
    rank_sum, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        rank_sum += sum(label for _, label in ranked[i:j]) * (i + 1 + j) / 2
        i = j
    n, m = len(positive), len(negative)
    return (rank_sum - n * (n + 1) / 2) / (n * m)


def expected_calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = 10
) -> float:
    """The mean distance between confidence and accuracy over equal bins, weighted by size."""
    error = 0.0
    for number in range(bins):
        inside = [
            (c, r)
            for c, r in zip(confidences, right, strict=True)
            if number / bins <= c < (number + 1) / bins or (number == bins - 1 and c == 1.0)
        ]
        if inside:
            gap = sum(c for c, _ in inside) / len(inside) - sum(r for _, r in inside) / len(inside)
            error += abs(gap) * len(inside)
    return error / len(confidences)

"""How answers are marked, and how far margins and confidences can be trusted.

Answers are marked by SQuAD's exact match and F1, and as "right" as a reader would mark them.
Normalisation is that of the official SQuAD script (Rajpurkar et al. 2016): lower case, no
punctuation, no articles, single spaces; in that order. It deviates in one thing: the script
removes the 32 marks of ASCII only, we remove curly quotes, dashes and the ellipsis of print too.

Where answers are given in order of confidence, those of one confidence are given together: which
of them comes first is chance, and no figure here profits by it.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

_PUNCTUATION = frozenset(string.punctuation + "“”‘’–—…")
_DIGITS = re.compile(r"\d[\d.,]*")

QUESTION_WORDS = ("who", "when", "how much/many", "where", "why", "what/which", "how", "other")
_ASKS = re.compile(
    r"\b(?:(?P<who>who|whom|whose)|(?P<when>when)|(?P<where>where)|(?P<why>why)"
    r"|(?P<what>what|which)|(?P<much>how\s+(?:much|many))|(?P<how>how))(?:s|d|ll|re)?\b",
    re.IGNORECASE,
)
_CALLED = {"what": "what/which", "much": "how much/many"}

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


def question_word(question: str) -> str:
    """What *question* asks with, one of QUESTION_WORDS: the first such word, wherever it stands."""
    found = _ASKS.search(question)
    if found is None or found.lastgroup is None:
        return "other"
    return _CALLED.get(found.lastgroup, found.lastgroup)


def best_threshold_f1(
    margins: Sequence[float], f1s: Sequence[float], answerable: Sequence[bool]
) -> tuple[float, float]:
    """The best mean F1 that any threshold on the margin gives, and that threshold.

    As SQuAD 2.0's script does it (Rajpurkar et al. 2018): from its threshold on, a question is
    answered and worth its F1, or nothing if it has no answer; below, it is worth 1 if it has no
    answer. The threshold is infinite if never to answer is best.
    """
    worth = [f if has else -1.0 for f, has in zip(f1s, answerable, strict=True)]
    total = float(len(worth) - sum(answerable))
    best, threshold = total, float("inf")
    for margin, of_this in _descending(margins):
        total += sum(worth[i] for i in of_this)
        if total > best:
            best, threshold = total, margin
    return best / len(worth), threshold


def expected_calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = 10
) -> float:
    """The mean distance between confidence and accuracy over equal bins, weighted by size."""
    rows = reliability(confidences, right, bins)
    gaps = sum(abs(confidence - accuracy) * count for confidence, accuracy, count in rows)
    return gaps / len(confidences)


def reliability(
    confidences: Sequence[float], right: Sequence[bool], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Mean confidence, accuracy and count of each of the equal bins that has any."""
    of_bin: dict[int, list[tuple[float, bool]]] = {}
    for pair in zip(confidences, right, strict=True):
        of_bin.setdefault(min(int(pair[0] * bins), bins - 1), []).append(pair)
    return [
        (sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside),
         len(inside))
        for _, inside in sorted(of_bin.items())
    ]  # fmt: skip


def risk_coverage(
    confidences: Sequence[float],
    right: Sequence[bool],
    *,
    weights: Sequence[float] | None = None,
) -> list[tuple[float, float]]:
    """For each confidence, highest first: the share of questions answered down to it, and the
    share of those answers that are wrong (El-Yaniv & Wiener 2010)."""
    weight = _ones(confidences) if weights is None else weights
    total, answered, wrong, curve = sum(weight), 0.0, 0.0, []
    for _, of_this in _descending(confidences):
        answered += sum(weight[i] for i in of_this)
        wrong += sum(weight[i] for i in of_this if not right[i])
        curve.append((answered / total, wrong / answered))
    return curve


def area_under_risk(
    confidences: Sequence[float],
    right: Sequence[bool],
    *,
    weights: Sequence[float] | None = None,
) -> float:
    """The mean risk over all coverages, 0 (best) to 1: the area under ``risk_coverage``."""
    area, before = 0.0, 0.0
    for coverage, risk in risk_coverage(confidences, right, weights=weights):
        area += (coverage - before) * risk
        before = coverage
    return area


def coverage_at(
    precision: float,
    confidences: Sequence[float],
    right: Sequence[bool],
    *,
    weights: Sequence[float] | None = None,
) -> float:
    """The largest share of questions that can be answered, the surest first, with at least
    *precision* of the answers right (Kamath et al. 2020)."""
    curve = risk_coverage(confidences, right, weights=weights)
    # Sums of weights are not exact: 4 right of 5 must count as 0.8.
    return max((share for share, risk in curve if risk <= 1 - precision + 1e-9), default=0.0)


def _ones(values: Sequence[float]) -> list[float]:
    return [1.0] * len(values)


def _descending(values: Sequence[float]) -> Iterator[tuple[float, list[int]]]:
    """Each value that occurs, highest first, with the places where it does."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(values):
        places.setdefault(value, []).append(place)
    yield from sorted(places.items(), reverse=True)

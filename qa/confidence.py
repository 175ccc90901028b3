"""One number that decides: how likely a candidate is to be the answer.

A small logistic model over what the reader and the search already know of a candidate. It is
fitted by ``python -m qa.training.calibrate`` on answerable and unanswerable questions that the
reader was not trained on; its weights, its threshold and what they were fitted on stand in
``weights/confidence.json``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from index.article import Hit
from qa.logistic import Logistic
from qa.reader import Span

FITTED = Path(__file__).parent / "weights" / "confidence.json"

# The words people see, and the least confidence of each.
WORDS = (("sure", 0.8), ("likely", 0.6), ("unsure", 0.0))

# Margins are sums of four logits; beyond this they say no more.
MOST_MARGIN = 20.0


class Calibration(Logistic):
    """The fitted model: a weight for each feature, and where answering begins."""

    __slots__ = ()

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the candidate with these *features* is right."""
        return self.probability(features)


@cache
def fitted(path: Path = FITTED) -> Calibration:
    """The calibration that ships.

    Raises:
        ReaderError: its file is missing, truncated or altered.
    """
    return Calibration.read(path)[0]


def confidence_word(confidence: float) -> str:
    """*confidence* as people see it: sure, likely or unsure."""
    return next(word for word, least in WORDS if confidence >= least)


def features(span: Span, hit: Hit, *, rival: float) -> dict[str, float]:
    """What is known of the candidate whose best span is *span*, found by *hit*.

    *rival* is the margin of the best other candidate; the null answer, whose margin is 0, is
    always a rival.
    """
    return {
        "margin": _clip(span.margin),
        "lead": _clip(span.margin - max(0.0, rival)),
        "null": _clip(span.null),
        "cosine": hit.cosine,
        "rank": 1.0 / hit.rank,
    }


def _clip(value: float) -> float:
    return max(-MOST_MARGIN, min(MOST_MARGIN, value))

"""One number that decides: how likely a candidate is to be the answer.

A small logistic model over what the reader and the search already know of a candidate. It is
fitted by ``python -m qa.training.calibrate`` on answerable and unanswerable questions that the
reader was not trained on; its weights, its threshold and what they were fitted on stand in
``weights/confidence.json``.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.article import Hit
from index.errors import ReaderError
from index.words import telling_words
from qa.reader import MEND, Span

FITTED = Path(__file__).parent / "weights" / "confidence.json"

# The words people see, and the least confidence of each.
WORDS = (("sure", 0.8), ("likely", 0.6), ("unsure", 0.0))

# Margins are sums of four logits; beyond this they say no more.
MOST_MARGIN = 20.0

_STEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The fitted model: a weight for each feature, and where answering begins."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the candidate with these *features* is right."""
        total = self.bias + sum(self.weights[name] * features[name] for name in self.weights)
        assert math.isfinite(total), f"a feature is not a number: {features}"
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def fitted(path: Path = FITTED) -> Calibration:
    """The calibration that ships.

    Raises:
        ReaderError: its file is missing, truncated or altered.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(
            bias=float(stored["bias"]),
            weights={name: float(weight) for name, weight in stored["weights"].items()},
            threshold=float(stored["threshold"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderError(f"{path}: missing, truncated or altered. {MEND}") from error


def confidence_word(confidence: float) -> str:
    """*confidence* as people see it: sure, likely or unsure."""
    return next(word for word, least in WORDS if confidence >= least)


def features(
    question: str, span: Span, hit: Hit, *, rival: float, sources: int
) -> dict[str, float]:
    """What is known of the candidate whose best span is *span*, found by *hit*.

    *rival* is the margin of the best other candidate (the null answer's is 0), *sources* how
    many articles give the candidate.
    """
    said = f"{hit.passage.article.title}\n{hit.passage.text}"
    return {
        "margin": _clip(span.margin),
        "lead": _clip(span.margin - max(0.0, rival)),
        "null": _clip(span.null),
        "cosine": hit.cosine,
        "covered": share_covered(telling_words(question), said),
        "names_missing": share_missing(names_in(question), hit.passage.article.text),
        "rank": 1.0 / hit.rank,
        "sources": math.log(sources),
    }


def share_covered(words: Sequence[str], text: str) -> float:
    """The share of *words* that *text* has, compared by their beginnings; 1 if there are none."""
    there = {_stem(word) for word in re.findall(r"\w+", text)}
    asked = {_stem(part) for word in words for part in re.findall(r"\w+", word)}
    return len(asked & there) / len(asked) if asked else 1.0


def names_in(question: str) -> list[str]:
    """The words of *question* that are names or figures: capitals and digits, the first apart."""
    words = re.findall(r"[\w'’.-]+", question)
    return [
        w.strip(".'’-") for i, w in enumerate(words) if (i and w[0].isupper()) or w[0].isdigit()
    ]


def share_missing(names: Sequence[str], text: str) -> float:
    """The share of *names* that *text* has nowhere; 0 if there are none."""
    return 1.0 - share_covered(names, text) if names else 0.0


def _stem(word: str) -> str:
    """A word by its beginning, so that "agreed" meets "agreement" and "Korea" "Korean"."""
    return word.lower()[:_STEM]


def _clip(value: float) -> float:
    return max(-MOST_MARGIN, min(MOST_MARGIN, value))

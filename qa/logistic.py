"""Small fitted models: a weighted sum of what is known, as a probability, kept as plain JSON."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from index.errors import ReaderError
from qa.windows import MEND

# Beyond this many logits a probability says no more.
MOST_LOGITS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """What each thing known weighs, and from which probability on it is enough."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, known: Mapping[str, float]) -> float:
        """The logistic of the bias and the weighted sum of what is *known*, 0 to 1."""
        total = self.bias + sum(weight * known[name] for name, weight in self.weights.items())
        assert math.isfinite(total), f"a feature is not a number: {known}"
        return 1.0 / (1.0 + math.exp(-max(-MOST_LOGITS, min(MOST_LOGITS, total))))

    @classmethod
    def read(cls, path: Path, *names: str) -> list[Self]:
        """The model stored at *path*; with *names*, those stored under them.

        Raises:
            ReaderError: the file is missing, truncated or altered.
        """
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return [cls._from(stored[name]) for name in names] or [cls._from(stored)]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReaderError(f"{path}: missing, truncated or altered. {MEND}") from error

    @classmethod
    def _from(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            bias=float(stored["bias"]), threshold=float(stored["threshold"]),
            weights={name: float(weight) for name, weight in stored["weights"].items()},
        )  # fmt: skip

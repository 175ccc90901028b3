"""Small fitted models: a weighted sum of what is known, as a probability, kept as plain JSON."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import ReaderError
from qa.reader import MEND

# Beyond this many logits a probability says no more.
MOST_LOGITS = 30.0


def probability(bias: float, weights: Mapping[str, float], known: Mapping[str, float]) -> float:
    """The logistic of *bias* and the weighted sum of what is *known*, 0 to 1."""
    total = bias + sum(weight * known[name] for name, weight in weights.items())
    assert math.isfinite(total), f"a feature is not a number: {known}"
    return 1.0 / (1.0 + math.exp(-max(-MOST_LOGITS, min(MOST_LOGITS, total))))


def read_fitted(path: Path, *thresholds: str) -> dict[str, Any]:
    """The ``bias`` and ``weights`` stored at *path*, and its *thresholds* by their names.

    Raises:
        ReaderError: the file is missing, truncated or altered.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {
            "weights": {name: float(weight) for name, weight in stored["weights"].items()},
            **{name: float(stored[name]) for name in ("bias", *thresholds)},
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderError(f"{path}: missing, truncated or altered. {MEND}") from error

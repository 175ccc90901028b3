"""What the fitted models are worth, as tables: the confidence on rows asked, and verdicts."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from qa.check import Label
from qa.confidence import Calibration
from qa.training.asked import Row
from qa.training.metrics import (
    area_under_risk,
    auc,
    coverage_at,
    expected_calibration_error,
    reliability,
)

NEWS = ("wire", "evidence", "ours")
DISPUTED = "DISPUTED"
# Kamath et al. 2020 report the coverage at this precision.
PRECISION = 0.8


def report(title: str, calibration: Calibration, rows: Sequence[Row]) -> str:
    """Per source: answered and right, silent when nothing answers, and how true the number is."""
    lines = [f"\n{title}", f"{'source':10} {'n':>5}  right of answered  answerable answered right  "
             "unanswerable silent   AUC    ECE"]  # fmt: skip
    for source in [*sorted({row.source for row in rows}), "all"]:
        some = [row for row in rows if source in (row.source, "all")]
        lines.append(f"{source:10} {len(some):5}  {_measures(calibration, some)}")
    return "\n".join(lines)


def _measures(calibration: Calibration, rows: Sequence[Row]) -> str:
    best = [row.best(calibration) for row in rows]
    answered = [(c, right) for c, right in best if c >= calibration.threshold]
    answerable = [b for b, row in zip(best, rows, strict=True) if row.answerable]
    silent = [
        c < calibration.threshold
        for (c, _), row in zip(best, rows, strict=True)
        if not row.answerable
    ]
    right_answered = [right and c >= calibration.threshold for c, right in answerable]
    area = auc([c for c, right in best if right], [c for c, right in best if not right])
    error = expected_calibration_error([c for c, _ in best], [right for _, right in best])
    right_share, answered_share, silent_share = (
        float(np.mean(list(values) or [False]))
        for values in ([right for _, right in answered], right_answered, silent)
    )
    return (
        f"{right_share:17.1%} {answered_share:26.1%} {silent_share:20.1%} {area:6.3f} {error:6.3f}"
    )


def trust(title: str, calibration: Calibration, rows: Sequence[Row]) -> str:
    """How true the confidence is, for news and for all: reliability, coverage and risk."""
    news = [row for row in rows if row.source in NEWS]
    parts = ((f"{title}, news ({', '.join(NEWS)})", news), (f"{title}, all", rows))
    return "\n".join(_trust(name, calibration, some) for name, some in parts if some)


def _trust(title: str, calibration: Calibration, rows: Sequence[Row]) -> str:
    confidences, right = zip(*(row.best(calibration) for row in rows), strict=True)
    half = half_unanswerable(rows)
    lines = [f"\n{title}", "  confidence  accuracy      n"]
    lines += [f"{c:12.3f} {a:9.3f} {n:6}" for c, a, n in reliability(confidences, right)]
    lines += [
        f"expected calibration error {expected_calibration_error(confidences, right):.3f}",
        "with the rows weighted so that half of their weight is unanswerable:",
        f"  coverage at {PRECISION:.0%} precision "
        f"{coverage_at(PRECISION, confidences, right, weights=half):.1%}",
        f"  area under risk-coverage {area_under_risk(confidences, right, weights=half):.3f}",
    ]
    return "\n".join(lines)


def half_unanswerable(rows: Sequence[Row]) -> list[float]:
    """A weight for each of *rows*, so that answerable and unanswerable ones sum to a half each.

    Within a half every row weighs the same, whatever its source.
    """
    answerable = sum(row.answerable for row in rows)
    sizes = {True: answerable, False: len(rows) - answerable}
    return [0.5 / sizes[row.answerable] for row in rows]


def verdict_table(verdicts: Sequence[tuple[str, str]]) -> str:
    """How many claims of each label were given each label, and the shares that matter.

    *verdicts* are the label that people gave a claim (DISPUTED where two papers disagree on it)
    and the one that it was given here.
    """
    counts = Counter(verdicts)
    labels: list[str] = [*Label]
    if any(said == DISPUTED for said, _ in verdicts):
        labels.append(DISPUTED)
    lines = [f"  {'people said':16}" + "".join(f"{label:>16}" for label in labels)]
    for said in labels:
        if any(counts[said, given] for given in labels):
            cells = "".join(f"{counts[said, given]:16}" for given in labels)
            lines.append(f"  {said:16}{cells}")
    return "\n".join([*lines, f"  {_verdict_shares(verdicts)}"])


def _verdict_shares(verdicts: Sequence[tuple[str, str]]) -> str:
    n = len(verdicts)
    right = sum(said == given for said, given in verdicts)
    falsely = [given for said, given in verdicts if said not in (given, DISPUTED)]
    refuted, supported = (falsely.count(label) for label in (Label.REFUTED, Label.SUPPORTED))
    return (
        f"{n} claims, {right / n:.1%} judged rightly, {refuted / n:.1%} falsely refuted, "
        f"{supported / n:.1%} falsely supported"
    )

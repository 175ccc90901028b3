"""Fit the confidence: ``python -m qa.training.calibrate ../shared/data/eval [--write]``.

Questions that the reader was not trained on are asked of small libraries (``qa.training.asked``
says which). Each candidate is marked right or wrong and a logistic model over its features is
fitted. Groups (articles, dates, questions) are split in halves: one fits, the other is looked at
once, for the report.

Asking takes minutes, fitting a second: ``--rows ROWS`` keeps what was measured, and ``--from
ROWS`` fits and reports from it without asking again.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.errors import ReportableError
from qa.confidence import FITTED, Calibration
from qa.training.asked import SEED, Row, keep, kept, measured
from qa.training.report import report, trust

# Measured by leaving out and adding. The share of the question's words and names that the article
# has, and the number of sources, were tried too: they changed the held-out AUC by under 0.005.
FEATURES = ("margin", "lead", "null", "cosine", "rank")

# One question in three that people ask is not answered by their articles: an assumption.
UNANSWERABLE = 1 / 3


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("data", type=Path, nargs="?", help="the folder of the evaluation files")
    given.add_argument("--from", type=Path, dest="kept", metavar="ROWS", help="rows kept before")
    parser.add_argument("--rows", type=Path, help="keep the measured features here (JSON)")
    parser.add_argument("--write", action="store_true", help="replace what ships")
    options = parser.parse_args(arguments)
    try:
        rows = kept(options.kept, FEATURES) if options.kept else measured(options.data)
    except ReportableError as error:
        print(error, file=sys.stderr)
        return 2
    if options.rows:
        keep(rows, options.rows)
    fitting, reporting = halves(rows)
    calibration = fit(fitting)
    # Where answering begins is decided by all but the search queries: nobody asks those of
    # articles, and their labels know only a part of what is right. Our own 64 are too few.
    usual = [row for row in rows if row.source != "wiki"]
    calibration = replace(calibration, threshold=best_threshold(calibration, usual))
    print(json.dumps({**calibration.weights, "bias": calibration.bias}, indent=1))
    print(report("fitted on", calibration, fitting))
    print(report("held out", calibration, reporting))
    print(trust("held out", calibration, reporting))
    if options.write:
        write(calibration, fitting, reporting)
    return 0


def halves(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """*rows* in two, no group in both."""
    groups = sorted({(row.source, row.group) for row in rows})
    random.Random(SEED).shuffle(groups)  # noqa: S311
    first = set(groups[: len(groups) // 2])
    inside = [(row.source, row.group) in first for row in rows]
    fitting = [row for row, is_in in zip(rows, inside, strict=True) if is_in]
    return fitting, [row for row, is_in in zip(rows, inside, strict=True) if not is_in]


def fit(rows: Sequence[Row], names: Sequence[str] = FEATURES) -> Calibration:
    """A logistic model over the candidates of *rows*; every source weighs the same."""
    from sklearn.linear_model import LogisticRegression  # takes longer than all the rest

    known, right, weights = [], [], []
    shares = _shares(rows)
    for row in rows:
        for features, is_right_ in row.candidates:
            known.append([features[name] for name in names])
            right.append(is_right_)
            weights.append(shares[row.source, row.answerable])
    table = np.array(known)
    middle, spread = table.mean(0), table.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit((table - middle) / spread, right, sample_weight=weights)
    slopes = model.coef_[0] / spread
    bias = float(model.intercept_[0] - slopes @ middle)
    named = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return Calibration(bias=round(bias, 4), weights=named, threshold=0.5)


def best_threshold(calibration: Calibration, rows: Sequence[Row]) -> float:
    """Where answering begins, so that most questions of *rows* are handled rightly.

    Rightly means a right answer where there is one and silence where there is none; a wrong
    answer costs a quarter of what a right one gains.
    """
    shares = _shares(rows)
    best = [(*row.best(calibration), shares[row.source, row.answerable], row) for row in rows]

    def gain(threshold: float) -> float:
        answered = sum(w * (1 if right else -0.25) for c, right, w, _ in best if c >= threshold)
        silent = sum(w for c, _, w, row in best if c < threshold and not row.answerable)
        return answered + silent

    return max((n / 100 for n in range(5, 96)), key=gain)


def _shares(rows: Sequence[Row]) -> dict[tuple[str, bool], float]:
    """The weight of a row, so that sources count the same and one in three is unanswerable."""
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.source, row.answerable] = counts.get((row.source, row.answerable), 0) + 1
    wanted = {True: 1 - UNANSWERABLE, False: UNANSWERABLE}
    return {key: 1000 * wanted[key[1]] / count for key, count in counts.items()}


def write(calibration: Calibration, fitting: Sequence[Row], reporting: Sequence[Row]) -> None:
    stored = {
        "bias": calibration.bias,
        "weights": dict(calibration.weights),
        "threshold": calibration.threshold,
        "fitted_on": "half of our dev questions, trecqa_news_devtest, news_evidence_2024, "
        "600 of wikiqa_traindev and what qa.training.written keeps aside, most questions also "
        "without their evidence",
        "fitted": len(fitting),
        "held_out": len(reporting),
    }
    FITTED.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Fit whether two figures are about the same thing: ``python -m qa.training.likeness [--write]``.

The pairs of ``tests/qa/figures/pairs.jsonl`` that are set apart for tuning say which figures of a
passage speak of a claim's: in a supported claim those that agree, in a refuted one the one that is
in its place, in the others none. A logistic model over the witnesses of ``qa.subject`` is fitted
to them, and the two thresholds are those with which most pairs are judged rightly, each pair by
a model that has not seen it. ``tests/eval/claims.py --part test`` judges the other half.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.article import Hit, Passage
from qa.agreement import AGREE, relation_of
from qa.check import Label, Read, judge
from qa.claims import Claim, blanked, claim_of
from qa.figures import Figure, Relation, find_figures
from qa.reader import OnnxReader, Span
from qa.subject import FITTED, Likeness, features, subject_of
from qa.training.questions import bare_passage
from qa.training.report import verdict_table
from qa.training.rows import read_lines

PAIRS = Path(__file__).parents[2] / "tests" / "qa" / "figures" / "pairs.jsonl"
# Of these the passage does speak of the same thing, and is not enough for other reasons.
SAME_THING_ALL_THE_SAME = frozenset(("other year", "offer", "less exact"))
FOLDS = 8
SEED = 3
STEPS = [n / 20 for n in range(4, 18)]
# A wrong word costs a user's trust more than silence.
FALSELY_SAID = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim and a passage, with the verdict that people gave."""

    id: str
    claim: Claim
    hit: Hit
    label: Label
    relation: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A figure of the claim beside one of the passage, and what the witnesses say."""

    claimed: Figure
    reported: Figure
    relation: Relation
    known: dict[str, float]


def reading_once() -> Read:
    """Fills blanks with the reader that ships, each once."""
    reader = OnnxReader()

    @cache
    def filled(statement: str, passage: Passage) -> Sequence[Span]:
        return reader.read(statement, [passage])

    return filled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="replace what ships")
    options = parser.parse_args()
    read = reading_once()
    pairs = read_pairs("dev")
    seen = {pair.id: list(sightings(pair, read)) for pair in pairs}
    folds = folded(pairs)
    models = [fit([p for p in pairs if folds[p.id] != n], seen) for n in range(FOLDS)]
    support, refute = best_thresholds(pairs, folds, models, read)
    unseen = [
        (p.label, judged(p, models[folds[p.id]], support, refute, read)) for p in pairs
    ]  # fmt: skip
    print(f"from {support} on it supports, from {refute} on it refutes; by models that have not "
          f"seen the pair:\n{verdict_table(unseen)}")  # fmt: skip
    fitted = replace(fit(pairs, seen), support=support, refute=refute)
    print(json.dumps(stored(fitted, len(pairs)), indent=1))
    if options.write:
        text = json.dumps(stored(fitted, len(pairs)), indent=2) + "\n"
        FITTED.write_text(text, encoding="utf-8")


def read_pairs(part: str) -> list[Pair]:
    return [_pair(row) for row in read_lines(PAIRS, dict) if row["part"] == part]


def _pair(row: dict[str, Any]) -> Pair:
    published = date.fromisoformat(row["published"])
    passage = bare_passage(row["passage"])
    passage = replace(passage, article=replace(passage.article, published=published))
    return Pair(
        id=row["id"], claim=claim_of(row["claim"], 0, len(row["claim"]), written=published),
        hit=Hit(passage=passage, cosine=1.0, bm25=1.0, rank=1), label=Label(row["label"]),
        relation=row["relation"], reason=row["reason"],
    )  # fmt: skip


def sightings(pair: Pair, read: Read) -> Iterator[Sighting]:
    passage = pair.hit.passage
    for claimed in pair.claim.figures:
        subject, statement = subject_of(pair.claim, claimed), blanked(pair.claim, claimed)
        for reported in find_figures(passage.text, published=passage.article.published):
            relation = relation_of(claimed, reported)
            if relation is not Relation.INCOMPARABLE:
                spans = read(statement, passage)
                known = features(subject, claimed, reported, passage, spans)
                yield Sighting(claimed=claimed, reported=reported, relation=relation, known=known)


def targets(pair: Pair, seen: Sequence[Sighting]) -> Iterator[tuple[Sighting, bool]]:
    """Which sightings are of the same thing; those that the label does not tell are left out."""
    if pair.label is Label.NOT_ENOUGH_INFO:
        if pair.reason not in SAME_THING_ALL_THE_SAME:
            yield from ((sighting, False) for sighting in seen)
        return
    for sighting in seen:
        rivals = [s for s in seen if s.claimed is sighting.claimed]
        if sighting.relation in AGREE:
            yield sighting, True
        elif pair.label is Label.SUPPORTED or any(s.relation in AGREE for s in rivals):
            yield sighting, False
        else:
            yield sighting, sighting is max(rivals, key=lambda s: _in_its_place(pair, s))


def _in_its_place(pair: Pair, sighting: Sighting) -> tuple[bool, float, float]:
    known = sighting.known
    return sighting.relation == pair.relation, known["margin"], known["sentence"]


def fit(pairs: Sequence[Pair], seen: dict[str, list[Sighting]]) -> Likeness:
    known = [target for pair in pairs for target in targets(pair, seen[pair.id])]
    names = list(known[0][0].known)
    table = np.array([[sighting.known[name] for name in names] for sighting, _ in known])
    model = LogisticRegression(C=1.0, max_iter=5000, class_weight="balanced")
    model.fit(table, [same for _, same in known])
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    bias = round(float(model.intercept_[0]), 4)
    return Likeness(bias=bias, weights=weights, support=0.5, refute=0.5)


def folded(pairs: Sequence[Pair]) -> dict[str, int]:
    ids = sorted(pair.id for pair in pairs)
    random.Random(SEED).shuffle(ids)  # noqa: S311  (a sample, not a secret)
    return {id: number % FOLDS for number, id in enumerate(ids)}


def judged(pair: Pair, model: Likeness, support: float, refute: float, read: Read) -> Label:
    likeness = replace(model, support=support, refute=refute)
    return judge(pair.claim, [pair.hit], read, likeness).label


def best_thresholds(
    pairs: Sequence[Pair], folds: dict[str, int], models: Sequence[Likeness], read: Read
) -> tuple[float, float]:
    def gain(thresholds: tuple[float, float]) -> float:
        labels = [judged(p, models[folds[p.id]], *thresholds, read) for p in pairs]
        right = sum(label is p.label for label, p in zip(labels, pairs, strict=True))
        wrong = sum(label not in (p.label, Label.NOT_ENOUGH_INFO)
                    for label, p in zip(labels, pairs, strict=True))  # fmt: skip
        return right - FALSELY_SAID * wrong

    return max(((s, r) for s in STEPS for r in STEPS if r >= s), key=gain)


def stored(likeness: Likeness, pairs: int) -> dict[str, object]:
    return {
        "bias": likeness.bias, "weights": dict(likeness.weights), "support": likeness.support,
        "refute": likeness.refute,
        "fitted_on": f"{pairs} pairs of claims and passages, the dev half of "
        "tests/qa/figures/pairs.jsonl",
    }  # fmt: skip


if __name__ == "__main__":
    main()

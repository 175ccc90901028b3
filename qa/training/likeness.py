"""Fit whether two figures are about the same thing: ``… -m qa.training.likeness DATA [--write]``.

The pairs of ``tests/qa/figures/pairs.jsonl`` that are set apart for tuning, and the claims of
``qa.training.written`` on passages that no reader has learnt from (DATA is the folder of the
question sets they are from), say which figures of a passage speak of a claim's: in a supported
claim those that agree, in a refuted one the one that is in its place, in the others none. Two
logistic models over the witnesses of ``qa.subject`` are fitted to them (and to claims made of the
supported ones, a figure of the passage in the place of another, and to claims beside the passages
of others), one for figures that agree and one for those that differ. Their thresholds are those
with which most pairs are judged rightly, less those judged falsely, each pair by models that have
not seen its passage. ``tests/eval/claims.py --part test`` judges the others.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index.article import Hit, Passage, Range
from index.embed import SentenceEmbedder
from qa.agreement import AGREE, relation_of
from qa.check import Label, Witnesses, heard_of, judge, page_of
from qa.claims import Claim, claim_of
from qa.figures import Figure, Relation, find_figures
from qa.logistic import Logistic
from qa.reader import OnnxReader
from qa.settings import settings_from
from qa.subject import FITTED, Likeness, features, fitted_likeness, subject_of
from qa.training.questions import bare_passage
from qa.training.report import verdict_table
from qa.training.rows import read_lines
from qa.training.written import WrittenClaim, figures_at, written_aside

PAIRS = Path(__file__).parents[2] / "tests" / "qa" / "figures" / "pairs.jsonl"
# Of these the passage does speak of the same thing, and is not enough for other reasons.
SAME_THING_ALL_THE_SAME = frozenset(("other year", "offer", "less exact"))
FOLDS = 8
SEED = 3
STEPS = [n / 20 for n in range(6, 18)]
# The inverse of the penalty. Of 0.1, 1 and 10 the two smaller told alike, 10 a little worse.
STIFFNESS = 0.1
SWAP = "swap"
SWAPPED = frozenset((Relation.DIFFERENT_VALUE, Relation.DIFFERENT_DATE))
# Of one figure. Without a bound a passage of many figures would outweigh the others.
MOST_SWAPS = 2
# What a pair that is made of another weighs. Of 1, 0.3, 0.1 and 0 this one tells pairs that people
# judged nearly as well as the last (figures that agree: AUC .84 of .81 to .86 on our own, .76 of
# .75 to .76 on what was written), and those made nearly as well as the first (.88 of .84 to .90).
OF_MADE = 0.3
# A wrong word costs a user's trust more than silence.
FALSELY_SAID = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim and a passage, with the verdict that people gave.

    ``made`` says that nobody gave it: the pair was made of another. ``swapped`` is where a figure
    begins that the passage gives to something else; ``place`` is the figure in whose place it
    stands, where that is known.
    """

    id: str
    claim: Claim
    hit: Hit
    label: Label
    relation: str | None
    reason: str
    swapped: int | None = None
    place: Figure | None = None
    made: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A figure of the claim beside one of the passage, and what the witnesses say."""

    claimed: Figure
    reported: Figure
    relation: Relation
    known: dict[str, float]


def shipped_witnesses(likeness: Likeness) -> Witnesses:
    """The models that ship, each question asked once."""
    reader, embedder = OnnxReader(), SentenceEmbedder(settings_from().embedder)

    @cache
    def weigh(question: str, passage: Passage, places: tuple[Range, ...]) -> Sequence[float]:
        return reader.weigh(question, passage, places)

    return Witnesses(
        weigh=lambda question, passage, places: weigh(question, passage, tuple(places)),
        embed_tokens=cache(embedder.embed_tokens),
        likeness=likeness,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the question sets")
    parser.add_argument("--write", action="store_true", help="replace what ships")
    options = parser.parse_args()
    witnesses = shipped_witnesses(fitted_likeness())
    ours, of_passages = read_pairs("dev"), written_pairs(options.data)
    read = [*ours, *of_passages]
    made = [*(swap for pair in read for swap in swaps(pair)), *elsewhere(read)]
    pairs = [*read, *made]
    seen = {pair.id: list(sightings(pair, witnesses)) for pair in pairs}
    folds = folded(pairs)
    models = [fit([p for p in pairs if folds[p.id] != n], seen) for n in range(FOLDS)]
    support, refute = best_thresholds(read, folds, models, witnesses)
    print(f"from {support} on it supports, from {refute} on it refutes; by models that have not "
          "seen the passage:")  # fmt: skip
    for told in (ours, of_passages, made):
        unseen = [
            (p.label, judged(p, models[folds[p.id]], support, refute, witnesses)) for p in told
        ]
        print(verdict_table(unseen))
    fitted = with_thresholds(fit(pairs, seen), support, refute)
    print(json.dumps(stored(fitted, len(read)), indent=1))
    if options.write:
        text = json.dumps(stored(fitted, len(read)), indent=2) + "\n"
        FITTED.write_text(text, encoding="utf-8")


def read_pairs(part: str) -> list[Pair]:
    return [_pair(row) for row in read_lines(PAIRS, dict) if row["part"] == part]


def _pair(row: dict[str, Any]) -> Pair:
    published = date.fromisoformat(row["published"])
    passage = bare_passage(row["passage"])
    passage = replace(passage, article=replace(passage.article, published=published))
    claim = claim_of(row["claim"], 0, len(row["claim"]), written=published)
    alone = row["reason"] == SWAP and len(claim.figures) == 1
    return Pair(
        id=row["id"], claim=claim, hit=Hit(passage=passage, cosine=1.0, bm25=1.0, rank=1),
        label=Label(row["label"]), relation=row["relation"], reason=row["reason"],
        swapped=claim.figures[0].start if alone else None,
    )  # fmt: skip


def written_pairs(data: Path) -> list[Pair]:
    _, rows = written_aside(data)
    return [_written_pair(row, f"written {number}") for number, row in enumerate(rows)]


def _written_pair(row: WrittenClaim, id: str) -> Pair:
    """*row* as a pair; of its figures only the one that is judged is known to be told otherwise."""
    passage = bare_passage(row.passage)
    claim = claim_of(row.claim, 0, len(row.claim))
    marked = figures_at(claim.figures, row.claimed)[:1] if row.label == Label.REFUTED else []
    places = figures_at(find_figures(row.passage), row.reported) if marked and row.reported else []
    return Pair(
        id=id, claim=claim, hit=Hit(passage=passage, cosine=1.0, bm25=1.0, rank=1),
        label=Label(row.label), relation=None, reason="written",
        swapped=marked[0].start if marked else None, place=places[0] if places else None,
    )  # fmt: skip


def swaps(pair: Pair) -> Iterator[Pair]:
    """False claims made of a supported one: a figure of its passage in the place of another.

    "The mill lost 300 jobs and the shipyard 450" refutes "the mill lost 450 jobs".
    """
    if pair.label is not Label.SUPPORTED:
        return
    passage = pair.hit.passage
    reported = find_figures(passage.text, published=passage.article.published)
    for claimed in pair.claim.figures:
        placed = [figure for figure in reported if relation_of(claimed, figure) in AGREE]
        others = [f for f in reported if relation_of(claimed, f) in SWAPPED]
        if claimed.hedge is None and len(placed) == 1:
            for other in others[:MOST_SWAPS]:
                yield from _swap(pair, claimed, other, placed[0])


def elsewhere(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Each claim beside another's passage: what a search brings where nothing bears on it."""
    dice = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    for pair in pairs:
        other = dice.choice(pairs)
        if other.hit.passage.text != pair.hit.passage.text:
            yield replace(
                pair, id=f"{pair.id} elsewhere", hit=other.hit, label=Label.NOT_ENOUGH_INFO,
                relation=None, reason="elsewhere", swapped=None, made=True,
            )  # fmt: skip


def _swap(pair: Pair, claimed: Figure, other: Figure, place: Figure) -> Iterator[Pair]:
    text = f"{pair.claim.text[: claimed.start]}{other.text}{pair.claim.text[claimed.end :]}"
    claim = claim_of(text, 0, len(text), written=pair.hit.passage.article.published)
    for figure in claim.figures:
        if figure.start == claimed.start and relation_of(figure, other) is Relation.SAME:
            yield replace(
                pair, id=f"{pair.id} {claimed.start} {other.start}", claim=claim,
                label=Label.REFUTED, reason=SWAP, swapped=figure.start, place=place, made=True,
            )  # fmt: skip


def sightings(pair: Pair, witnesses: Witnesses) -> Iterator[Sighting]:
    page = page_of(pair.claim, pair.hit.passage, witnesses)
    for claimed in pair.claim.figures:
        subject = subject_of(pair.claim, claimed)
        heard = heard_of(pair.claim, claimed, page, witnesses)
        for reported in page.figures:
            relation = relation_of(claimed, reported)
            if relation is not Relation.INCOMPARABLE:
                known = features(subject, claimed, reported, page.passage, heard)
                yield Sighting(claimed=claimed, reported=reported, relation=relation, known=known)


def targets(pair: Pair, seen: Sequence[Sighting]) -> Iterator[tuple[Sighting, bool]]:
    """Which sightings are of the same thing; those that the label does not tell are left out."""
    if pair.label is Label.NOT_ENOUGH_INFO:
        if pair.reason not in SAME_THING_ALL_THE_SAME:
            yield from ((sighting, False) for sighting in seen)
        return
    for sighting in seen:
        rivals = [s for s in seen if s.claimed is sighting.claimed]
        if sighting.claimed.start == pair.swapped:
            yield sighting, sighting.relation not in AGREE and _is_in_place(pair, sighting, rivals)
        elif sighting.relation in AGREE:
            yield sighting, True
        elif pair.label is Label.SUPPORTED or any(s.relation in AGREE for s in rivals):
            yield sighting, False
        else:
            yield sighting, _is_in_place(pair, sighting, rivals)


def _is_in_place(pair: Pair, sighting: Sighting, rivals: Sequence[Sighting]) -> bool:
    if pair.place:
        return sighting.reported == pair.place
    differing = [rival for rival in rivals if rival.relation not in AGREE]
    return sighting is max(differing, key=lambda s: _in_its_place(pair, s))


def _in_its_place(pair: Pair, sighting: Sighting) -> tuple[bool, float, float]:
    known = sighting.known
    return sighting.relation == pair.relation, known["margin"], known["sentence"]


def fit(pairs: Sequence[Pair], seen: dict[str, list[Sighting]]) -> Likeness:
    known = [
        (sighting, same, OF_MADE if pair.made else 1.0)
        for pair in pairs
        for sighting, same in targets(pair, seen[pair.id])
    ]
    return Likeness(
        agreeing=fit_logistic([target for target in known if target[0].relation in AGREE]),
        differing=fit_logistic([target for target in known if target[0].relation not in AGREE]),
    )


def fit_logistic(known: Sequence[tuple[Sighting, bool, float]]) -> Logistic:
    """Fitted on witnesses of equal spread, and written for them as they are.

    *known* are sightings, whether each is of the same thing, and what it weighs.
    """
    from sklearn.linear_model import LogisticRegression  # takes longer than all the rest

    names = list(known[0][0].known)
    table = np.array([[sighting.known[name] for name in names] for sighting, *_ in known])
    middle, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-9)
    model = LogisticRegression(C=STIFFNESS, max_iter=5000, class_weight="balanced")
    model.fit(
        (table - middle) / spread,
        [same for _, same, _ in known],
        sample_weight=[weight for *_, weight in known],
    )
    slopes = model.coef_[0] / spread
    weights = {name: round(float(w), 4) for name, w in zip(names, slopes, strict=True)}
    bias = round(float(model.intercept_[0] - slopes @ middle), 4)
    return Logistic(bias=bias, weights=weights, threshold=0.5)


def folded(pairs: Sequence[Pair]) -> dict[str, int]:
    """Which fold each pair is in, by its id; claims on one passage are in one fold."""
    passages = sorted({pair.hit.passage.text for pair in pairs})
    random.Random(SEED).shuffle(passages)  # noqa: S311  (a sample, not a secret)
    places = {text: number % FOLDS for number, text in enumerate(passages)}
    return {pair.id: places[pair.hit.passage.text] for pair in pairs}


def with_thresholds(model: Likeness, support: float, refute: float) -> Likeness:
    return Likeness(
        agreeing=replace(model.agreeing, threshold=support),
        differing=replace(model.differing, threshold=refute),
    )


def judged(
    pair: Pair, model: Likeness, support: float, refute: float, witnesses: Witnesses
) -> Label:
    likeness = with_thresholds(model, support, refute)
    return judge(pair.claim, [pair.hit], replace(witnesses, likeness=likeness)).label


def best_thresholds(
    pairs: Sequence[Pair], folds: dict[str, int], models: Sequence[Likeness], witnesses: Witnesses
) -> tuple[float, float]:
    def gain(thresholds: tuple[float, float]) -> float:
        labels = [judged(p, models[folds[p.id]], *thresholds, witnesses) for p in pairs]
        right = sum(label is p.label for label, p in zip(labels, pairs, strict=True))
        wrong = sum(label not in (p.label, Label.NOT_ENOUGH_INFO)
                    for label, p in zip(labels, pairs, strict=True))  # fmt: skip
        return right - FALSELY_SAID * wrong

    support = max(STEPS, key=lambda step: gain((step, 0.5)))
    gains = {step: gain((support, step)) for step in STEPS}
    return support, max(STEPS, key=lambda step: gains[step])


def stored(likeness: Likeness, pairs: int) -> dict[str, object]:
    return {
        "agreeing": asdict(likeness.agreeing),
        "differing": asdict(likeness.differing),
        "fitted_on": f"{pairs} pairs of claims and passages, the dev part of "
        "tests/qa/figures/pairs.jsonl and what qa.training.written keeps aside, and pairs made "
        "of them",
    }


if __name__ == "__main__":
    main()

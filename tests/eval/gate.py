"""The quality gate: what is measured must not fall below the pinned floors.

    python tests/eval/gate.py            measure and compare
    python tests/eval/gate.py --show     ... and print every miss of the tuned-on questions
    python tests/eval/gate.py --update   pin what was measured, where it is better

A floor is lowered only with ``--allow-regression``, in a commit that says why. Each set's floors
are pinned with the SHA-256 of its questions, so that neither the score nor the yardstick can
drift unseen. Sets whose articles are not at hand are skipped, and said to be.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from qa import QASystem, Settings, sample_articles
from qa.training.questions import read_questions
from qa.training.rows import read_lines
from tests.eval.figures import TEST_LINES, shares
from tests.eval.measure import HERE, Marked, ask_all, scores
from tests.eval.reader import CountingReader, Item, figures_of, read_items, score, spread

FLOORS = HERE / "floors.json"
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
EVAL = SHARED / "data" / "eval"

# Another processor rounds 8-bit products its own way: one flipped answer of 60 is 0.017.
NOISE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAlone:
    """A file the reader is measured on by itself: which of its questions, and which figures.

    ``figures`` has what ``tests/eval/reader.py`` calls each figure, by its name among the floors.
    """

    choose: Callable[[Sequence[Item]], Sequence[Item]]
    figures: Mapping[str, str]


# Parts of the larger files, so that measuring takes a minute; the order of wikiqa_traindev and
# of onestopqa_guardian goes by question and by article.
READ_ALONE = {
    "news_evidence_2024": ReadAlone(
        choose=lambda items: items,
        figures={"exact_match": "has_answer_exact_match", "f1": "has_answer_f1"},
    ),
    "trecqa_news_devtest": ReadAlone(
        choose=lambda items: items[:1000],
        figures={"auc": "auc", "has_answer_f1": "has_answer_f1"},
    ),
    "wikiqa_traindev": ReadAlone(choose=lambda items: spread(items, 500), figures={"auc": "auc"}),
    "onestopqa_guardian": ReadAlone(
        choose=lambda items: spread(items, 300), figures={"inside": "inside"}
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """Something to measure: the file of its questions, what it needs, and how."""

    questions: Path
    needs: Path
    measure: Callable[[], dict[str, float]]


def measure_library(name: str, paths: tuple[Path, ...], *, show: bool = False) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory() as folder,
        QASystem.open(Settings(library=Path(folder) / "library.db")) as system,
    ):
        failed = [added.reason for added in system.add_files(paths) if added.reason]
        assert not failed, failed
        articles = [system.article(summary.id) for summary in system.articles()]
        questions = read_questions(HERE / name, articles)
        marked = ask_all(system, [q for q in questions if q.part == "test"])
        if show:
            _show(ask_all(system, [q for q in questions if q.part == "dev"]))
    return scores(marked)


def measure_reader(path: Path, what: ReadAlone) -> dict[str, float]:
    reader = CountingReader()
    figures = figures_of([score(item, reader) for item in what.choose(read_items(path))])
    measured = {name: figures[figure] for name, figure in what.figures.items()}
    return {name: value for name, value in measured.items() if value is not None}


def sets(*, show: bool = False) -> dict[str, MeasuredSet]:
    corpus = tuple(sorted(CORPUS.glob("*.txt"))) if CORPUS.is_dir() else ()
    return {
        "samples": MeasuredSet(
            questions=HERE / "questions_samples.jsonl",
            needs=sample_articles()[0],
            measure=lambda: measure_library(
                "questions_samples.jsonl", sample_articles(), show=show
            ),
        ),
        "corpus": MeasuredSet(
            questions=HERE / "questions_corpus.jsonl",
            needs=CORPUS,
            measure=lambda: measure_library("questions_corpus.jsonl", corpus, show=show),
        ),
        "figures": MeasuredSet(
            questions=TEST_LINES,
            needs=TEST_LINES,
            measure=lambda: shares(read_lines(TEST_LINES, dict)),
        ),
        **{name: _alone(EVAL / f"{name}.jsonl.gz", what) for name, what in READ_ALONE.items()},
    }


def _alone(path: Path, what: ReadAlone) -> MeasuredSet:
    return MeasuredSet(questions=path, needs=path, measure=lambda: measure_reader(path, what))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults(
    name: str, measured: Mapping[str, float], pinned: Mapping[str, object] | None, digest: str
) -> list[str]:
    """What is wrong with *measured*, in words; nothing if all is at or above its floor."""
    if pinned is None:
        return [f"{name}: has no floors yet; pin them with --update"]
    if pinned["questions_sha256"] != digest:
        return [f"{name}: the questions are not those its floors were pinned on"]
    floors = pinned["floors"]
    assert isinstance(floors, dict)
    if set(floors) != set(measured):
        return [f"{name}: measured {sorted(measured)}, but {sorted(floors)} are pinned"]
    return [
        f"{name}: {measure} is {value:.3f}, below its floor of {floors[measure]:.3f}"
        for measure, value in measured.items()
        if value < floors[measure] - NOISE
    ]


def updated(
    measured: Mapping[str, float], pinned: Mapping[str, object] | None, digest: str, *, lower: bool
) -> dict[str, object]:
    """The pin to store: the better of old and new, or with *lower* the new."""
    old = pinned["floors"] if pinned and pinned["questions_sha256"] == digest else {}
    assert isinstance(old, dict)
    kept = {k: round(v if lower else max(v, old.get(k, 0.0)), 4) for k, v in measured.items()}
    return {"questions_sha256": digest, "floors": kept}


def store(floors: Mapping[str, object], path: Path) -> None:
    """Write the pins so that nobody ever sees half of them."""
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    parser.add_argument("--show", action="store_true", help="print every miss of the dev questions")
    options = parser.parse_args()
    pins = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    wrong: list[str] = []
    for name, item in sets(show=options.show).items():
        if not item.needs.exists():
            print(f"{name}: skipped, {item.needs.name} is not at hand")
            continue
        measured, digest = item.measure(), sha256(item.questions)
        print(f"{name}: " + ", ".join(f"{k} {v:.3f}" for k, v in measured.items()))
        if options.update:
            pins[name] = updated(measured, pins.get(name), digest, lower=options.allow_regression)
        wrong += faults(name, measured, pins.get(name), digest)
    if options.update:
        store(pins, FLOORS)
    print("\n".join(wrong) or "at or above every floor")
    return 1 if wrong else 0


def _show(marked: list[Marked]) -> None:
    for m in marked:
        if not m.right:
            print(
                f"  {m.asked.id} {m.asked.question}\n    expected {m.asked.answers or 'silence'}, "
                f"best {m.best!r} at {m.confidence:.2f}"
            )
    print("  tuned on:", scores(marked))


if __name__ == "__main__":
    sys.exit(main())

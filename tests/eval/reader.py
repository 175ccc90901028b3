"""Score the reader on its own: every question with the one context that answers it, or does not.

    python tests/eval/reader.py FILE… [--json] [--weights FOLDER] [--limit N]

Reads any file of the format in ``../shared/data/README.md``: JSON Lines (gzipped or not) of
``question, context, answers``; empty ``answers`` mean that the context does not answer. Where a
file has ``critical_span`` in their place (onestopqa_guardian), a span is right if it lies inside
one of them, and there is neither EM nor F1. Of answers that are parts of a list, one suffices.

- EM, F1: over all questions as SQuAD 2.0 counts them, the reader being silent where "not here"
  scores at least as well as its best span. Silence is worth 1 where nothing answers, else 0.
- HasAns, NoAns: the best span of answerable questions, whatever "not here" scores; and the share
  of the unanswerable ones met by silence.
- best F1: of all thresholds on the margin, the one that is best for these very questions.
- AUC: the chance that an answerable question has a higher margin than an unanswerable one.

Spans are at most 30 tokens long, as is usual for SQuAD. Shares are printed as percentages and
given in the JSON as 0 to 1, null where there is nothing to share.
"""

import argparse
import gzip
import json
import math
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.article import Passage
from index.errors import QuestionError, ReportableError
from qa.question import readable
from qa.reader import WEIGHTS, OnnxReader, Span
from qa.training.metrics import (
    QUESTION_WORDS,
    auc,
    best_threshold_f1,
    exact_match,
    f1,
    question_word,
)
from qa.training.questions import bare_passage
from qa.windows import SpanModel, Window

FORMAT = (
    "A file to read has a question, a context and answers on every line "
    "(see ../shared/data/README.md); a file of claims has none."
)

Figures = dict[str, float | int | None]


class FileError(ReportableError):
    """A file is not one of questions, each with a context and its answers."""


class Reads(Protocol):
    """A reader that counts the windows it has read."""

    @property
    def windows(self) -> int: ...

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]: ...


class CountingModel(SpanModel):
    """A model that counts the windows it has read."""

    seen = 0

    def windows(self, question: str, texts: Sequence[str]) -> list[list[Window]]:
        found = super().windows(question, texts)
        CountingModel.seen += sum(map(len, found))
        return found


class CountingReader(OnnxReader):
    """The reader as it ships, counting windows, those read again too."""

    model = CountingModel

    @property
    def windows(self) -> int:
        return CountingModel.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question with its context. ``inside`` has the ranges an answer must lie in, if such
    are given in the place of ``accepted``, the wordings of the answer."""

    question: str
    context: str
    accepted: tuple[str, ...]
    inside: tuple[tuple[int, int], ...]
    source: str

    @property
    def answerable(self) -> bool:
        return bool(self.accepted or self.inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The best span for an item, marked: whether it is exactly right, and its F1, 0 to 1."""

    item: Item
    margin: float
    exact: bool
    overlap: float

    @property
    def silent(self) -> bool:
        return self.margin <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one file, and those of its answerable questions by source and by word."""

    file: str
    figures: Figures
    sources: dict[str, Figures]
    words: dict[str, Figures]


# -- the file --------------------------------------------------------------------------------


def read_items(path: Path, limit: int | None = None) -> list[Item]:
    """The first *limit* questions of the file *path*.

    Raises:
        FileError: it is missing or damaged, or a line is no question with its context.
    """
    source = path.name.split(".")[0]
    items = [_item(line, f"{path}: line {n}", source) for n, line in islice(_lines(path), limit)]
    if not items:
        raise FileError(f"{path}: holds no questions. {FORMAT}")
    if len({bool(item.inside) for item in items if item.answerable}) > 1:
        raise FileError(f"{path}: some lines have answers and some a critical_span. Split it.")
    return items


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """*count* of *items* at equal distances, always the same ones."""
    count = min(count, len(items))
    return [items[number * len(items) // count] for number in range(count)]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            yield from ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise FileError(f"{path}: cannot be read ({error}). {FORMAT}") from error


def _item(line: str, where: str, source: str) -> Item:
    try:
        row = json.loads(line)
        # Half of a surrogate pair may be escaped in JSON, but is no text.
        json.dumps(row, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise FileError(f"{where} is not JSON ({error}). {FORMAT}") from error
    if not isinstance(row, dict):
        raise FileError(f"{where} is not a JSON object. {FORMAT}")
    answers = "critical_span" if "critical_span" in row and "answers" not in row else "answers"
    kinds = {"question": str, "context": str, answers: list}
    if lacking := [name for name, kind in kinds.items() if not isinstance(row.get(name), kind)]:
        raise FileError(f"{where} has no {', no '.join(lacking)}. {FORMAT}")
    try:
        spans = [(str(a["text"]), int(a.get("start", 0))) for a in row[answers]]
        question = readable(row["question"])
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise FileError(f"{where}: {answers} is not a list of text and start. {FORMAT}") from error
    except QuestionError as error:
        raise FileError(f"{where}: {error}") from error
    if answers == "critical_span" and not spans:
        raise FileError(f"{where} has an empty critical_span. {FORMAT}")
    texts = answers == "answers"
    return Item(
        question=question,
        context=row["context"],
        accepted=tuple(text for text, _ in spans if texts),
        inside=tuple((start, start + len(text)) for text, start in spans if not texts),
        source=str(row.get("source") or row.get("level") or source),
    )


# -- the score -------------------------------------------------------------------------------


def score(item: Item, reader: Reads) -> Scored:
    """*item* as *reader* answers it; no span at all is the surest silence."""
    spans = reader.read(item.question, [bare_passage(item.context)])
    if not spans:
        return Scored(item=item, margin=-math.inf, exact=False, overlap=0.0)
    best = spans[0]
    if item.inside:
        exact = any(start <= best.start and best.end <= end for start, end in item.inside)
        return Scored(item=item, margin=best.margin, exact=exact, overlap=float(exact))
    return Scored(
        item=item,
        margin=best.margin,
        exact=exact_match(best.text, item.accepted),
        overlap=f1(best.text, item.accepted),
    )


def figures_of(scored: Sequence[Scored]) -> Figures:
    """All figures of *scored*, shares from 0 to 1; None where there is nothing to share."""
    answered = [s for s in scored if s.item.answerable]
    others = [s for s in scored if not s.item.answerable]
    if answered and answered[0].item.inside:
        return {
            "questions": len(scored),
            "answerable": len(answered),
            "inside": _mean([s.exact for s in answered]),
            "not_silent": _mean([not s.silent for s in answered]),
        }
    best, threshold = best_threshold_f1(
        [s.margin for s in scored],
        [s.overlap for s in scored],
        [s.item.answerable for s in scored],
    )
    return {
        "questions": len(scored),
        "answerable": len(answered),
        "exact_match": _mean([_worth(s, s.exact) for s in scored]),
        "f1": _mean([_worth(s, s.overlap) for s in scored]),
        "has_answer_exact_match": _mean([s.exact for s in answered]),
        "has_answer_f1": _mean([s.overlap for s in answered]),
        "no_answer_accuracy": _mean([s.silent for s in others]),
        "best_f1": best,
        "best_threshold": threshold if math.isfinite(threshold) else None,
        "auc": auc([s.margin for s in answered], [s.margin for s in others])
        if answered and others
        else None,
    }


def by(key: Callable[[Item], str], scored: Sequence[Scored]) -> dict[str, Figures]:
    """The answerable ones of *scored* apart by *key*: how many, and how well they are read."""
    parts: dict[str, list[Scored]] = {}
    for one in scored:
        if one.item.answerable:
            parts.setdefault(key(one.item), []).append(one)
    return {name: _of_answerable(part) for name, part in sorted(parts.items())}


def _of_answerable(part: Sequence[Scored]) -> Figures:
    if part[0].item.inside:
        return {"n": len(part), "inside": _mean([s.exact for s in part])}
    return {
        "n": len(part),
        "has_answer_exact_match": _mean([s.exact for s in part]),
        "has_answer_f1": _mean([s.overlap for s in part]),
    }


def report(file: str, items: Sequence[Item], reader: Reads) -> Report:
    before, began = reader.windows, time.perf_counter()
    scored = [score(item, reader) for item in items]
    seconds, windows = time.perf_counter() - began, reader.windows - before
    per_window = 1000 * seconds / windows if windows else None
    words = by(lambda item: question_word(item.question), scored)
    return Report(
        file=file,
        figures={**figures_of(scored), "windows": windows, "ms_per_window": per_window},
        sources=by(lambda item: item.source, scored),
        words={word: words[word] for word in QUESTION_WORDS if word in words},
    )


def _worth(scored: Scored, answer: float) -> float:
    """What the reader's own decision is worth: its answer where there is one, or its silence."""
    if scored.silent:
        return float(not scored.item.answerable)
    return float(answer) if scored.item.answerable else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


# -- the door --------------------------------------------------------------------------------

NAMES = {
    "exact_match": "EM", "f1": "F1", "has_answer_exact_match": "HasAns EM",
    "has_answer_f1": "HasAns F1", "no_answer_accuracy": "NoAns silent",
    "best_f1": "best-threshold F1", "best_threshold": "at a margin of",
    "auc": "answerability AUC", "inside": "inside the critical span",
    "not_silent": "not silent", "windows": "windows", "ms_per_window": "ms a window",
}  # fmt: skip
# These are no shares.
PLAIN = {"auc": "{:.3f}", "best_threshold": "{:.2f}", "windows": "{:,}", "ms_per_window": "{:.1f}"}


def table(told: Report) -> str:
    figures = told.figures
    lines = [
        f"{told.file}: {figures['questions']:,} questions, {figures['answerable']:,} answerable"
    ]
    lines += [f"  {NAMES[k]:26} {_shown(k, v):>8}" for k, v in figures.items() if k in NAMES]
    for title, rows in (("source", told.sources), ("question word", told.words)):
        heads = [k for k in next(iter(rows.values()), {}) if k != "n"]
        lines.append(f"  {title:32} {'n':>6}" + "".join(f"  {NAMES[head]:>9}" for head in heads))
        for name, row in rows.items():
            cells = "".join(
                f"  {_shown(head, row[head]):>{max(9, len(NAMES[head]))}}" for head in heads
            )
            lines.append(f"    {name:30} {row['n']:6}{cells}")
    return "\n".join(lines) + "\n"


def _shown(name: str, value: float | int | None) -> str:
    if value is None:
        return "-"
    return PLAIN[name].format(value) if name in PLAIN else f"{100 * value:.1f}"


def as_json(reports: Sequence[Report], weights: Path) -> str:
    files: list[dict[str, Any]] = [
        {"file": r.file, **r.figures, "sources": r.sources, "question_words": r.words}
        for r in reports
    ]
    return json.dumps({"weights": str(weights), "files": files}, indent=2, allow_nan=False)


def main(
    arguments: Sequence[str] | None = None, open_reader: Callable[[Path], Reads] = CountingReader
) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON document for all files")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="else those that ship")
    parser.add_argument("--limit", type=_count, help="only the first so many questions of each")
    options = parser.parse_args(arguments)
    reports = []
    try:
        # All files first: a bad one is told at once, not after the minutes of the others.
        read = [(path, read_items(path, options.limit)) for path in options.files]
        reader = open_reader(options.weights)
        for path, items in read:
            reports.append(report(path.name, items, reader))
            if not options.json:
                print(table(reports[-1]), flush=True)
    except ReportableError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(as_json(reports, options.weights))
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())

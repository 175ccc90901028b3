"""The rows of the public question sets: read, chosen, held out, and cut to examples.

``../shared/data/README.md`` describes the files. Contexts are cut to a run of whole sentences
around the answer; single sentences of news are set among their neighbours of the same article.
"""

import gzip
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from index.chunk import sentences
from index.errors import ReportableError

Range = tuple[int, int]
Dice = random.Random
Made = TypeVar("Made")

# Rows taken from each source: what is clean, and what is news, weighs more than its size.
TAKEN: Mapping[str, int] = {
    "squadshifts_newwiki": 8000, "squad_train_sample": 4000, "realtimeqa_evidence": 2400,
    "squadshifts_amazon": 4500, "squadshifts_reddit": 4500, "nq_oracle": 2649,
    "quoref_dev": 900, "quoref_contrast": 500, "timeqa_human": 1300, "tatqa_text": 700,
    "covidqa": 700, "ester": 1200, "fairytaleqa_verbatim": 2500, "qadiscourse_wikinews": 2600,
    "qadiscourse_wikipedia": 600, "qamr_wikinews": 2400, "synth_ares_record": 332,
    "synth_ares_hotpotqa": 400, "synth_ares_nq": 300, "sleepqa": 400, "qed_nq_dev": 321,
    "ifqa": 500, "tweetqa": 400, "clapnq_unanswerable": 300,
}  # fmt: skip
# Sources of single sentences, set among the other sentences of their article.
SINGLE = ("qadiscourse_wikinews", "qadiscourse_wikipedia", "qamr_wikinews")
SENTENCES = (*SINGLE, "qamr_wikipedia", "qanom_wikinews", "qanom_wikipedia", "qasrl_gs_wikinews")
MOST_OF_ONE_SENTENCE = 6
# The answers of these are clauses; the longest annotation is the one to learn.
CLAUSES = ("qadiscourse_wikinews", "qadiscourse_wikipedia", "ester", "fairytaleqa_verbatim")
# Where people are quoted.
SPOKEN = ("realtimeqa_evidence", "ester", "synth_ares_record")
LEFT_OUT = re.compile(r"^(?:he|she|it|they|him|her|them|his|its|their|this|that|who|which)$", re.I)

HELD_OUT_SOURCE, HELD_OUT_SHARE = "squadshifts_newwiki", 0.08


class SourceError(ReportableError):
    """A file of questions is missing or damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question of a source; ``group`` is what it must be split by, so that nothing leaks."""

    source: str
    group: str
    context: str
    question: str
    answers: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question and a context; ``answer`` is None where the context does not answer it."""

    kind: str
    context: str
    question: str
    answer: Range | None
    accepted: tuple[str, ...] = ()


def read_rows(folder: Path, source: str) -> list[Row]:
    """The rows of *source*.

    Raises:
        SourceError: the file is missing or damaged, or an answer does not stand at its start.
    """
    return read_lines(folder / f"{source}.jsonl.gz", lambda stored: _row(stored, source))


def read_examples(path: Path) -> list[Example]:
    """The examples of a file that ``qa.training.mix`` wrote to learn from.

    Raises:
        SourceError: the file is missing or damaged.
    """
    return read_lines(path, _example)


def read_lines(path: Path, made: Callable[[Any], Made]) -> list[Made]:
    """What *made* makes of each line of *path*, a file of JSON Lines, gzipped or not.

    Raises:
        SourceError: the file is missing or damaged, or *made* cannot use a line of it.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            return [made(json.loads(line)) for line in lines]
    except (
        OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, AttributeError,
    ) as error:  # fmt: skip
        raise SourceError(
            f"{path} cannot be read ({type(error).__name__}: {error}). Fetch or make it anew."
        ) from error


def _row(stored: Mapping[str, Any], source: str) -> Row:
    context = stored["context"]
    answers = [(a["start"], a["start"] + len(a["text"])) for a in stored["answers"]]
    for (start, end), answer in zip(answers, stored["answers"], strict=True):
        if start < 0 or start == end or context[start:end] != answer["text"]:
            raise ValueError(f"the answer {answer['text']!r} does not stand at {start}")
    return Row(
        source=source, group=str(stored.get("group") or zlib.crc32(context.encode())),
        context=context, question=stored["question"].strip(), answers=tuple(answers),
    )  # fmt: skip


def _example(stored: Mapping[str, Any]) -> Example:
    context, answer = stored["context"], stored["answer"]
    if answer is not None and not 0 <= answer[0] < answer[1] <= len(context):
        raise ValueError(f"the answer {answer} is not in its context")
    return Example(
        kind=stored["kind"], context=context, question=stored["question"],
        answer=None if answer is None else (answer[0], answer[1]),
    )  # fmt: skip


def held_out(row: Row) -> bool:
    share = zlib.crc32(row.group.encode()) % 1000 / 1000
    return row.source == HELD_OUT_SOURCE and share < HELD_OUT_SHARE


def taken(rows: Sequence[Row], count: int, dice: Dice) -> list[Row]:
    """*count* of *rows* (some twice if there are too few), few of one sentence, none a pronoun."""
    kept, seen = [], Counter[str]()
    for row in dice.sample(rows, len(rows)):
        words = [row.context[a:b] for a, b in row.answers]
        if row.source in SINGLE and (
            seen[row.context] >= MOST_OF_ONE_SENTENCE or any(LEFT_OUT.match(w) for w in words)
        ):
            continue
        seen[row.context] += 1
        kept.append(row)
    return kept[:count] + kept[: max(0, count - len(kept))]


def target(row: Row) -> Range:
    """The one annotation to learn: of clauses the longest, otherwise the most usual."""
    if row.source in CLAUSES:
        return max(row.answers, key=lambda r: r[1] - r[0])
    counts = Counter(row.context[a:b] for a, b in row.answers)
    return max(row.answers, key=lambda r: (counts[row.context[r[0] : r[1]]], r[0] - r[1]))


def window(row: Row, around: Range, dice: Dice) -> tuple[str, int]:
    """A run of whole sentences around *around*, and where in the context it starts."""
    most = dice.choice((50, 80, 110, 140))
    found = sentences(row.context) or [(0, len(row.context))]
    held = [i for i, (a, b) in enumerate(found) if a < around[1] and around[0] < b]
    if not held:
        return row.context, 0
    first, last = held[0], held[-1]
    while True:
        size = len(row.context[found[first][0] : found[last][1]].split())
        wider = [d for d in (-1, 1) if (first > 0 if d < 0 else last < len(found) - 1)]
        if size >= most or not wider:
            break
        if dice.choice(wider) < 0:
            first -= 1
        else:
            last += 1
    start, end = min(found[first][0], around[0]), max(found[last][1], around[1])
    return row.context[start:end], start


class Neighbours:
    """The sentences of each article, in order, as several sources together know them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        documents: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for row in rows:
            document, place = self._place(row.group)
            documents[document][place] = row.context
        self._documents = {d: sorted(s.items()) for d, s in documents.items()}
        self._names = sorted(self._documents)

    @staticmethod
    def _place(group: str) -> tuple[str, tuple[int, int]]:
        document, paragraph, sentence = group.rsplit(":", 2)
        return document, (int(paragraph), int(sentence))

    def embed(self, row: Row, dice: Dice) -> Row:
        """*row* with its sentence set among others: of its article, or of another one."""
        document, place = self._place(row.group)
        known = self._documents[document]
        at = next(i for i, (p, _) in enumerate(known) if p == place)
        before = [s for _, s in known[max(0, at - dice.randint(0, 3)) : at]]
        after = [s for _, s in known[at + 1 : at + 1 + dice.randint(0, 3)]]
        if not before and not after:
            other = self._documents[dice.choice(self._names)]
            after = [s for _, s in other[: dice.randint(0, 3)]]
        shift = sum(len(s) + 1 for s in before)
        return replace(
            row, context=" ".join([*before, row.context, *after]),
            answers=tuple((a + shift, b + shift) for a, b in row.answers),
        )  # fmt: skip

    def runs(self) -> Iterator[str]:
        for name in self._names:
            if "wikinews" in name:
                texts = [s for _, s in self._documents[name]]
                for i in range(0, len(texts), 5):
                    yield " ".join(texts[i : i + 5])


def answerable(row: Row, dice: Dice) -> Example:
    start, end = target(row)
    context, shift = window(row, (start, end), dice)
    accepted = dict.fromkeys(row.context[a:b] for a, b in row.answers)
    return Example(
        kind=row.source, context=context, question=row.question,
        answer=(start - shift, end - shift), accepted=tuple(accepted),
    )  # fmt: skip

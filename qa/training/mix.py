"""What the reader learns from: ``python -m qa.training.mix ../shared/data/reader BASE OUT``.

Rows of public question sets are mixed into examples (question, context, span or "not here"),
seeded, and written to OUT: ``train.jsonl``, one example a line, and ``heldout.jsonl`` in the
format of the question sets, its source the kind of example. What is made beyond the rows:

- "not here": the answering sentence is left out; the likest other paragraph is shown, of the same
  document or of all; or the question is edited while the context stays;
- forms of a question that leave its answer true;
- statements with a blank, and questions known with no more than the sentence that answers;
- "What did NAME say?".

A share of the groups of one source is held out, with edits of kinds that training never sees.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.errors import ReportableError
from qa.reader import WEIGHTS, OnnxReader
from qa.training.absent import other, removed, unanswered
from qa.training.cloze import clozes
from qa.training.edits import EDITS, EDITS_HELD_OUT, Bank, Edit, edited
from qa.training.forms import form, reworded, truly_conditioned
from qa.training.near import near
from qa.training.paired import paired
from qa.training.quotations import quotations
from qa.training.rows import (
    SENTENCES,
    SINGLE,
    SPOKEN,
    TAKEN,
    Dice,
    Example,
    Neighbours,
    Row,
    SourceError,
    answerable,
    held_out,
    read_rows,
    taken,
)

SEED = 7
# The words of the weights to start from, by whichever of its names they are stored.
WORD_EMBEDDINGS = (
    "bert.embeddings.word_embeddings.weight", "embeddings.word_embeddings.weight",
)  # fmt: skip

# Sources of statements that make sense alone.
FACTUAL = ("realtimeqa_evidence", "squadshifts_newwiki", "squad_train_sample", "nq_oracle")
# How many of each unanswerable kind to a hundred answerable ones (about 40 % of the whole).
UNANSWERABLE: Mapping[str, int] = {"removed": 12, "other": 12, "edited": 32}
NEAR = 7000
CLOZES = 4000
QUOTATIONS = 1500


def mixed(
    folder: Path, embedded: NDArray[Any], tokenizer: Tokenizer, reader: OnnxReader
) -> tuple[list[Example], list[Example]]:
    """The examples to learn from, and those held out.

    *embedded* has a row for every token of *tokenizer*; *reader* finds the words that answer
    where a source knows the sentence only.
    """
    dice = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    neighbours = Neighbours(row for name in SENTENCES for row in read_rows(folder, name))
    rows: list[Row] = []
    reserved: list[Row] = []
    for source, count in TAKEN.items():
        every = read_rows(folder, source)
        reserved += [row for row in every if held_out(row)]
        some = taken([row for row in every if not held_out(row)], count, dice)
        rows += [neighbours.embed(row, dice) for row in some] if source in SINGLE else some
    bank = Bank([row for row in rows if row.source not in SINGLE], embedded, tokenizer)

    examples = [_shown(answerable(row, dice), dice) for row in rows if row.answers]
    examples += [unanswered(row, row.context, row.source, dice) for row in rows if not row.answers]
    news = {*neighbours.runs(), *(row.context for row in rows if row.source in SPOKEN)}
    spoken = [e for _ in range(4) for e in quotations(sorted(news), dice)]
    examples += dice.sample(spoken, min(QUOTATIONS, len(spoken)))

    wanted = {kind: len(examples) * share // 100 for kind, share in UNANSWERABLE.items()}
    examples += _unanswerable(rows, examples, wanted, EDITS, bank, dice)
    examples += near([row for row in rows if row.source not in SINGLE], NEAR, dice)
    examples += clozes([e for e in examples if e.kind in FACTUAL], CLOZES, bank, dice)
    examples += paired(folder, reader, dice)
    examples = [replace(e, question=form(e.question, dice)) for e in examples]
    dice.shuffle(examples)

    clean = [answerable(row, dice) for row in reserved]
    half = {"removed": len(clean) // 6, "other": len(clean) // 6, "edited": len(clean)}
    kept = clean + _unanswerable(reserved, clean, half, EDITS_HELD_OUT, bank, dice)
    return examples, kept


def _shown(example: Example, dice: Dice) -> Example:
    """*example* in one of the ways that leave its answer true."""
    roll = dice.random()
    if roll < 0.12:
        return replace(example, question=reworded(example.question, dice))
    return truly_conditioned(example) if roll < 0.24 else example


def _unanswerable(
    rows: Sequence[Row], examples: Sequence[Example], wanted: Mapping[str, int],
    edits: Sequence[tuple[str, Edit, int]], bank: Bank, dice: Dice,
) -> list[Example]:  # fmt: skip
    answered = [row for row in rows if row.answers]
    by_group: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_group[row.source, row.group].add(row.context)
        by_source[row.source].append(row.context)

    def rivals(row: Row) -> list[str]:
        same = sorted(by_group[row.source, row.group])
        return same if len(same) > 2 else dice.choices(by_source[row.source], k=40) + same

    def another() -> Example | None:
        row = dice.choice(answered)
        return other(row, rivals(row), dice)

    plain = [e for e in examples if e.answer is not None]
    ways: Mapping[str, Callable[[], Example | None]] = {
        "removed": lambda: removed(dice.choice(answered), dice),
        "other": another,
        "edited": lambda: edited(plain, edits, bank, dice),
    }
    made: list[Example] = []
    for way, count in wanted.items():
        # Not every row lets itself be changed; three tries for each are enough.
        tries = (ways[way]() for _ in range(3 * count))
        made += islice((example for example in tries if example), count)
    return made


def read_base(folder: Path) -> tuple[NDArray[Any], Tokenizer]:
    """The word embeddings and the tokenizer of the weights in *folder*.

    Raises:
        SourceError: a file of them is missing or damaged.
    """
    weights, words = folder / "model.safetensors", folder / "tokenizer.json"
    for path in (weights, words):
        if not path.is_file():
            raise SourceError(f"{path} is missing. BASE must hold the weights to start from.")
    try:
        stored = load_file(weights)
    except SafetensorError as error:
        raise SourceError(f"{weights} cannot be read ({error}). Fetch it anew.") from error
    name = next((name for name in WORD_EMBEDDINGS if name in stored), None)
    if name is None:
        raise SourceError(f"{weights} has none of {', '.join(WORD_EMBEDDINGS)}.")
    return stored[name], Tokenizer.from_file(str(words))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the question sets")
    parser.add_argument("base", type=Path, help="the folder of the weights to start from")
    parser.add_argument("out", type=Path)
    parser.add_argument("--reader", type=Path, default=WEIGHTS, help="an earlier reader")
    options = parser.parse_args(arguments)
    try:
        reader = OnnxReader(options.reader)
        examples, kept = mixed(options.data, *read_base(options.base), reader)
    except ReportableError as error:
        print(error, file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / "train.jsonl", [to_learn_from(example) for example in examples])
    write(options.out / "heldout.jsonl", [to_measure(n, e) for n, e in enumerate(kept)])
    for title, some in (("to learn from", examples), ("held out", kept)):
        silent = sum(example.answer is None for example in some)
        print(f"{len(some)} {title}, {silent} of them unanswerable")
        for kind, count in Counter(example.kind for example in some).most_common():
            print(f"{count:7} {kind}")
    return 0


def to_learn_from(example: Example) -> dict[str, Any]:
    return {
        "kind": example.kind, "context": example.context, "question": example.question,
        "answer": example.answer,
    }  # fmt: skip


def to_measure(number: int, example: Example) -> dict[str, Any]:
    """*example* as a row of a question set; what is accepted and not in its context is left out."""
    places = [(text, example.context.find(text)) for text in example.accepted]
    return {
        "id": f"heldout-{number}", "context": example.context, "question": example.question,
        "answers": [{"text": text, "start": start} for text, start in places if start >= 0],
        "source": example.kind,
    }  # fmt: skip


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

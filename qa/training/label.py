"""What a teacher thinks of every example: ``python -m qa.training.label EXAMPLES TEACHER OUT``.

TEACHER is a folder of trained weights with its ``tokenizer.json``. For each example that fits one
window its likeliest starts and ends are kept with their log-probabilities, as places in the
context's characters, so that a student of other word pieces can learn from them too (Hinton,
Vinyals & Dean 2015, on distributions as targets). Written in parts of a thousand examples, so that
an interrupted run goes on; ``--first N`` stops early.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering

from qa.training.features import Features, featured
from qa.training.machine import arithmetic, device
from qa.training.rows import Example, SourceError, read_examples

# Of both heads. A guess: how much of a trained teacher's mass is left over was not measured.
KEPT = 10
PART = 1000
BATCH = 32
# The place of "not here", and of no place at all.
NULL, NONE = -1, -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """For each example: *KEPT* places of both heads, and what the teacher gives them.

    Places are characters of the context: where a start's token begins, where an end's token ends.
    ``examples`` has the numbers of the examples that are labelled; the other arrays are of shape
    (examples, KEPT).
    """

    examples: NDArray[np.int32]
    starts: NDArray[np.int32]
    start_logs: NDArray[np.float32]
    ends: NDArray[np.int32]
    end_logs: NDArray[np.float32]


NAMES = tuple(field.name for field in fields(Labels))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=Path, help="train.jsonl of qa.training.mix")
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, help="label only so many examples")
    options = parser.parse_args()
    try:
        examples = read_examples(options.examples)[: options.first]
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    label(examples, options.teacher, options.out)
    return 0


def label(examples: Sequence[Example], teacher: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    model = (
        AutoModelForQuestionAnswering.from_pretrained(
            teacher, attn_implementation="eager", dtype=torch.float32
        )
        .to(device())
        .eval()
    )
    began, fresh = time.time(), 0
    for first in range(0, len(examples), PART):
        path = out / f"part-{first // PART:04}.npz"
        some = examples[first : first + PART]
        if path.exists() and _covers(path) == len(some):
            continue
        labels = _labelled(featured(some, tokenizer), model)
        named = {name: getattr(labels, name) for name in NAMES}
        named["examples"] = named["examples"] + first
        beside = path.with_suffix(".new.npz")
        np.savez(beside, covers=len(some), **named)
        os.replace(beside, path)
        fresh += len(some)
        print(f"{first + len(some)} of {len(examples)}  "
              f"{fresh / (time.time() - began):.1f} examples a second", flush=True)  # fmt: skip


def _covers(path: Path) -> int:
    """How many examples a part was made of; a part begun with ``--first`` may lack some."""
    with np.load(path) as part:
        return int(part["covers"])


def read_labels(folder: Path) -> Labels:
    """All that was labelled so far. Raises SourceError if there is nothing or a part is damaged."""
    found: dict[str, list[NDArray[Any]]] = {name: [] for name in NAMES}
    for path in sorted(folder.glob("part-????.npz")):
        try:
            with np.load(path) as part:
                for name in NAMES:
                    found[name].append(part[name])
        except (OSError, ValueError, KeyError) as error:
            raise SourceError(f"{path}: is damaged ({error}); label again.") from error
    if not found["examples"]:
        raise SourceError(f"{folder}: holds no labels; run qa.training.label first.")
    return Labels(**{name: np.concatenate(parts) for name, parts in found.items()})


def _labelled(features: Features, model: Any) -> Labels:
    rows = np.flatnonzero(features.alone)
    rows = rows[np.argsort(features.lengths[rows], kind="stable")]
    made: list[tuple[NDArray[Any], ...]] = []
    for i in range(0, len(rows), BATCH):
        some = rows[i : i + BATCH]
        batch = features.batch(some, model)
        inputs = {name: torch.from_numpy(v).to(model.device) for name, v in batch.items()}
        with torch.no_grad(), arithmetic(model.device):
            out = model(**inputs)
        heads: list[NDArray[Any]] = []
        for logits, edge in ((out.start_logits, 0), (out.end_logits, 1)):
            heads += _likeliest(logits.float().cpu(), features, some, edge)
        made.append((features.example[some], *heads))
    arrays = map(np.concatenate, zip(*made, strict=True))
    return Labels(**dict(zip(NAMES, arrays, strict=True)))


def _likeliest(
    logits: torch.Tensor, features: Features, rows: NDArray[np.int64], edge: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Of each row the likeliest places (*edge* 0: where a token begins, 1: ends) and their logs."""
    places = np.full((len(rows), logits.shape[1]), NONE, np.int32)
    for i, row in enumerate(rows):
        offsets = features.offsets_of(row)
        second = features.second[row]
        places[i, second : second + len(offsets)] = offsets[:, edge]
        places[i, 0] = NULL
    logs = logits.masked_fill(torch.from_numpy(places == NONE), float("-inf")).log_softmax(-1)
    kept = logs.topk(min(KEPT, logits.shape[1]), dim=-1)
    chosen = np.take_along_axis(places, kept.indices.numpy(), 1)
    return chosen, kept.values.numpy()


if __name__ == "__main__":
    sys.exit(main())

"""How long twelve passages of about 120 words take to read, here and in other ways.

    python tests/benchmarks/reader.py [--float FOLDER] [--weights FINAL]

Always: the reader that ships. With ``--float`` (what ``qa.training.export`` leaves beside it) the
same graph in float32, and with ``--weights`` (what ``qa.training.train`` leaves) the same model in
torch, float32 and bfloat16, all passages in one batch; and in the way that most published readers
go about it: each passage padded to 384 tokens, read alone in float32, the twenty best starts and
ends tried one with another. Rounds are interleaved, so that a busy machine hurts
all alike; the median and the 95th percentile of a round, and its ratio to what ships.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.article import Passage
from index.chunk import split_passages
from index.load import read_article
from qa import sample_articles
from qa.reader import OnnxReader

PASSAGES, WORDS = 12, 120
# Starts and ends that the usual code tries.
BEST = 20
QUESTION = "How much did Seoul agree to pay a year for the troops?"

Round = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--float", type=Path, dest="whole", help="a folder of the float32 graph")
    parser.add_argument("--weights", type=Path, help="a folder of the torch weights")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    passages = some_passages()
    ships = OnnxReader()
    ways: dict[str, Round] = {"ships (8-bit, onnxruntime)": lambda: ships.read(QUESTION, passages)}
    if options.whole:
        whole = OnnxReader(options.whole)
        ways["float32, onnxruntime"] = lambda: whole.read(QUESTION, passages)
    if options.weights:
        ways |= in_torch(options.weights, [passage.text for passage in passages])
    words = statistics.mean(len(passage.text.split()) for passage in passages)
    print(f"{len(passages)} passages of {words:.0f} words, {options.rounds} rounds")
    tell(timed(ways, options.rounds))


def some_passages() -> list[Passage]:
    """Passages of about as many words as the library's, cut from the sample articles."""
    found: list[Passage] = []
    for path in sample_articles():
        article = read_article(path, added=datetime.now(UTC))
        found += [
            Passage(id=len(found) + n, article=article, start=start, end=end)
            for n, (start, end) in enumerate(split_passages(article))
        ]
    found.sort(key=lambda passage: abs(len(passage.text.split()) - WORDS))
    return found[:PASSAGES]


def in_torch(weights: Path, texts: Sequence[str]) -> dict[str, Round]:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(weights)
    model = AutoModelForQuestionAnswering.from_pretrained(weights, dtype=torch.float32).eval()
    asked = [QUESTION] * len(texts)

    def batch() -> object:
        with torch.inference_mode():
            inputs = tokenizer(
                asked, list(texts), padding=True, truncation="only_second", max_length=384,
                return_tensors="pt",
            )  # fmt: skip
            return model(**inputs)

    def batch_in_bfloat16() -> object:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return batch()

    def usual() -> object:
        return [_usual(tokenizer, model, text) for text in texts]

    return {
        "float32, torch, one batch": batch,
        "bfloat16, torch, one batch": batch_in_bfloat16,
        "float32, torch, the usual code": usual,
    }


def _usual(tokenizer: Any, model: Any, text: str) -> tuple[float, str]:
    import torch

    inputs = tokenizer(
        QUESTION, text, padding="max_length", truncation="only_second", max_length=384,
        return_offsets_mapping=True, return_tensors="pt",
    )  # fmt: skip
    offsets = inputs.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        out = model(**inputs)
    starts, ends = out.start_logits[0].tolist(), out.end_logits[0].tolist()
    firsts = sorted(range(len(starts)), key=starts.__getitem__, reverse=True)[:BEST]
    lasts = sorted(range(len(ends)), key=ends.__getitem__, reverse=True)[:BEST]
    tried = [
        (starts[i] + ends[j], text[offsets[i][0] : offsets[j][1]])
        for i in firsts
        for j in lasts
        if i <= j < i + 30
    ]
    return max(tried, default=(0.0, ""))


def timed(ways: dict[str, Round], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every round of every way; the first round of each is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            if number:
                taken[name].append(1000 * (time.perf_counter() - began))
    return taken


def tell(taken: dict[str, list[float]]) -> None:
    first = statistics.median(next(iter(taken.values())))
    for name, values in taken.items():
        middle = statistics.median(values)
        high = statistics.quantiles(values, n=20)[-1]
        print(f"{name:30} p50 {middle:6.0f} ms  p95 {high:6.0f} ms  ratio {middle / first:5.2f}")


if __name__ == "__main__":
    main()

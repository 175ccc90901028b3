"""What share of what the processor can multiply the embedder uses.

    python tests/benchmarks/embedding.py ../shared/data/eval/news_open_2024.jsonl.gz

Measures, in turns within one run, the rate of torch's matrix multiplication at the model's own
shapes (float32, and bfloat16 where the processor multiplies it itself), and the rate of embedding
passages of news, as many (sentence-transformers) and as few are embedded (onnxruntime, always in
float32); prints all as operations a second, and the share. Of one machine on one day.
With ``--threads 1`` processor time is taken, which what else the machine does lengthens less.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import torch

from index.chunk import split_passages
from index.embed import MUCH, SentenceEmbedder
from qa.settings import DEFAULT_EMBEDDER
from tests.eval.news import NewsFile
from tests.fakes import make_article

TURNS = 3
SECONDS = 1.0
# About eight passages, as one batch of the embedder has.
ROWS = 1600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    embedder = SentenceEmbedder(DEFAULT_EMBEDDER)
    texts = passages(options.file, options.passages)
    tokens, operations = work(embedder, texts)
    hidden, inner = sizes(embedder)
    kind = next(embedder._model.parameters()).dtype
    embedder.prepare(MUCH + 1)
    few = SentenceEmbedder(DEFAULT_EMBEDDER)
    peaks, rates, few_rates = [], [], []
    for _ in range(TURNS):
        peaks.append(max(gemm(kind, *shape) for shape in ((hidden, hidden), (hidden, inner))))
        rates.append(operations / timed(lambda: embedder.embed(texts)))
        few_rates.append(operations / timed(lambda: few.embed(texts)))
    peak = statistics.median(peaks)
    print(f"{len(texts)} passages, {tokens:,} tokens; {torch.get_num_threads()} threads, {kind}")
    print(f"matrix multiplication: {peak / 1e9:,.0f} Gflop/s")
    for name, rate in (("many", statistics.median(rates)), ("few", statistics.median(few_rates))):
        second = rate * len(texts) / operations
        print(f"embedding {name}: {rate / 1e9:,.0f} Gflop/s, {second:,.0f} passages a second, "
              f"{rate / peak:.0%} of the peak")  # fmt: skip


def passages(file: Path, most: int) -> list[str]:
    """The first passages of the news, as long as they are in a library."""
    found: list[str] = []
    for _, text in NewsFile(file).articles():
        article = make_article(text)
        found += [article.text[start:end] for start, end in split_passages(article)]
        if len(found) >= most:
            break
    return found[:most]


def sizes(embedder: SentenceEmbedder) -> tuple[int, int]:
    """How wide the model is, and how wide within its feed-forward layers."""
    config = embedder._model[0].auto_model.config
    return config.hidden_size, config.intermediate_size


def work(embedder: SentenceEmbedder, texts: list[str]) -> tuple[int, int]:
    """The tokens of *texts*, and the operations that they need, padding left out.

    A token takes two operations for each weight of the linear layers, and in each layer four for
    each token it attends to and each dimension.
    """
    model = embedder._model
    layers = [m for m in model[0].auto_model.encoder.modules() if isinstance(m, torch.nn.Linear)]
    weights = sum(layer.weight.numel() for layer in layers)
    config = model[0].auto_model.config
    read = model.tokenizer(texts, truncation=True, max_length=model.max_seq_length)["input_ids"]
    lengths = [len(ids) for ids in read]
    attention = 4 * config.num_hidden_layers * config.hidden_size * sum(n * n for n in lengths)
    return sum(lengths), 2 * weights * sum(lengths) + attention


def gemm(kind: torch.dtype, inputs: int, outputs: int) -> float:
    """The operations a second of a linear layer of this shape, at its best."""
    rows = torch.randn(ROWS, inputs).to(kind)
    weights = torch.randn(outputs, inputs).to(kind)
    best = 0.0
    end = time.perf_counter() + SECONDS
    with torch.inference_mode():
        while time.perf_counter() < end:
            seconds = timed(lambda: torch.nn.functional.linear(rows, weights))
            best = max(best, 2 * ROWS * inputs * outputs / seconds)
    return best


def timed(run: Callable[[], object]) -> float:
    clock = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
    began = clock()
    run()
    return clock() - began


if __name__ == "__main__":
    main()

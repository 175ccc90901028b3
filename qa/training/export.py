"""Make trained weights fit to ship: ``python -m qa.training.export WEIGHTS TOKENIZER OUT``.

With ``--base FOLDER --share 0.75`` three quarters of WEIGHTS are blended with a quarter of those
they were trained from: what was learnt last is kept, and less of what was known is forgotten
(Wortsman et al. 2022, robust fine-tuning).

OUT gets ``reader.onnx`` with 8-bit weights (dynamic, per channel), ``tokenizer.json`` and
``card.json``; OUT/float the same in float32, to compare with ``--rows FILE``: how many spans are
the same, and what F1 is lost. Needs the package onnx, which nothing at run time does.
"""

import argparse
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForQuestionAnswering

from qa.reader import OnnxReader
from qa.training.metrics import f1
from qa.training.questions import bare_passage

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")
OPSET = 17
COMPARED = 300


class Bare(torch.nn.Module):
    """The model with plain inputs and outputs, as the graph is to have them."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        out = self.model(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return out.start_logits, out.end_logits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("tokenizer", type=Path, help="the tokenizer.json it was trained with")
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="attest-reader-1")
    parser.add_argument("--base", type=Path, help="the weights they were trained from")
    parser.add_argument("--share", type=float, default=1.0, help="of WEIGHTS in the blend")
    parser.add_argument("--rows", type=Path, help="JSON lines to compare 8-bit and float on")
    options = parser.parse_args()
    whole = options.out / "float"
    whole.mkdir(parents=True, exist_ok=True)
    model = load(options.weights)
    if options.base:
        blend(model, load(options.base), options.share)
    export(model, whole / "reader.onnx")
    quantize_dynamic(
        str(whole / "reader.onnx"), str(options.out / "reader.onnx"),
        per_channel=True, weight_type=QuantType.QInt8,
    )  # fmt: skip
    for folder in (whole, options.out):
        shutil.copyfile(options.tokenizer, folder / "tokenizer.json")
        write_card(folder, options.name)
    if options.rows:
        lines = options.rows.read_text(encoding="utf-8").splitlines()
        answerable = [row for row in map(json.loads, lines) if row["answers"]]
        print(compare(whole, options.out, answerable[:COMPARED]))


def load(weights: Path) -> Any:
    return AutoModelForQuestionAnswering.from_pretrained(
        weights, attn_implementation="eager", dtype=torch.float32
    )


def blend(model: torch.nn.Module, base: torch.nn.Module, share: float) -> None:
    """Draw the weights of *model* back towards those of *base*, in place."""
    with torch.no_grad():
        for weights, old in zip(model.parameters(), base.parameters(), strict=True):
            weights.lerp_(old, 1 - share)


def export(model: torch.nn.Module, path: Path) -> None:
    example = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        Bare(model.eval()), (example, example, torch.zeros_like(example)), str(path),
        input_names=list(INPUTS), output_names=list(OUTPUTS), opset_version=OPSET, dynamo=False,
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*INPUTS, *OUTPUTS)},
    )  # fmt: skip


def write_card(folder: Path, name: str) -> None:
    """The least the reader needs to know of its files; what they are is added by hand."""
    files = ("reader.onnx", "tokenizer.json")
    sums = {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in files}
    card = {"name": name, "inputs": INPUTS, "null": "position 0", "sha256": sums}
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def compare(whole: Path, small: Path, rows: Sequence[Mapping[str, Any]]) -> str:
    readers = OnnxReader(whole), OnnxReader(small)
    same, scores = 0, [0.0, 0.0]
    for row in rows:
        spans = [
            reader.read(row["question"], [bare_passage(row["context"])])[0] for reader in readers
        ]
        same += (spans[0].start, spans[0].end) == (spans[1].start, spans[1].end)
        scores = [s + f1(x.text, row["answers"]) for s, x in zip(scores, spans, strict=True)]
    n = len(rows)
    return (f"{n} questions: same span {same / n:.1%}, F1 {100 * scores[0] / n:.1f} in float, "
            f"{100 * scores[1] / n:.1f} in 8 bits")  # fmt: skip


if __name__ == "__main__":
    main()

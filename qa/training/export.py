"""Make trained weights fit to ship: ``python -m qa.training.export FINAL OUT --name NAME``.

FINAL is what ``qa.training.train`` left: the weights, ``tokenizer.json`` and the plan they were
trained by. OUT gets ``reader.onnx`` with 8-bit weights (dynamic, per channel), ``tokenizer.json``
and ``card.json``; OUT/float the same in float32. With ``--rows FILE`` (of ``qa.training.mix``) the
two read the answerable questions of FILE: how many spans are the same, and what F1 is lost; the
card keeps it.

A large model is stored in 4 bits (``--bits 4``): blocks of weights, each with a scale of its own
(round to nearest, as in Dettmers & Zettlemoyer 2023), which are multiplied in 8
(``qa.training.bytewise``).

Of their 8 bits the weights use 7. Processors with AVX2 or AVX-512 and no VNNI add two products of
8 bits in 16, which overflow (onnxruntime's documentation on quantization), so that the same file
would read worse there than elsewhere.

With ``--base FOLDER --share 0.75`` three quarters of FINAL are blended with a quarter of other
weights (Wortsman et al. 2022). Needs the package onnx, which nothing at run time does.
"""

import argparse
import hashlib
import inspect
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering

from qa.blocks import BLOCK, FILE, PLACES
from qa.reader import OnnxReader
from qa.training.bytewise import write_bytewise
from qa.training.metrics import f1
from qa.training.questions import bare_passage
from qa.training.rows import read_lines

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")
OPSET = 17
PLAN = "plan.json"

# Weights of a word that share a scale; of the layers it is BLOCK. Half as many cost 4 MB more.
BLOCK_OF_WORD = 128


class Bare(torch.nn.Module):
    """The model with plain inputs, in order, and plain outputs, as the graph is to have them."""

    def __init__(self, model: Any, inputs: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.inputs = inputs

    def forward(self, *values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        out = self.model(**dict(zip(self.inputs, values, strict=True)))
        return out.start_logits, out.end_logits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("final", type=Path, help="the folder that qa.training.train left")
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--bits", type=int, choices=(8, 4), default=8, help="of a weight")
    parser.add_argument("--base", type=Path, help="weights to blend with")
    parser.add_argument("--share", type=float, default=1.0, help="of FINAL in the blend")
    parser.add_argument("--rows", type=Path, help="questions to compare 8-bit and float on")
    options = parser.parse_args()
    whole = options.out / "float"
    whole.mkdir(parents=True, exist_ok=True)
    model = load(options.final)
    if options.base:
        blend(model, load(options.base), options.share)
    inputs = inputs_of(model)
    export(model, inputs, whole / "reader.onnx")
    if options.bits == 4:
        write_bytewise(in_blocks(whole / "reader.onnx"), options.out)
    else:
        in_8_bits(whole / "reader.onnx", options.out / "reader.onnx")
    tokenizer = Tokenizer.from_file(str(options.final / "tokenizer.json"))
    # A sentence encoder's pads every text to one length; the reader cuts and pads by itself.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    card = {"name": options.name, "recipe": recipe(options.final), "inputs": inputs,
            "null": "position 0"}  # fmt: skip
    for folder in (whole, options.out):
        tokenizer.save(str(folder / "tokenizer.json"))
        write_card(folder, card)
    if options.rows:
        answered = [row for row in read_lines(options.rows, dict) if row["answers"]]
        loss = compare(whole, options.out, answered)
        write_card(options.out, {**card, "float": loss})
        print(json.dumps(loss))


def load(weights: Path) -> Any:
    return AutoModelForQuestionAnswering.from_pretrained(
        weights, attn_implementation="eager", dtype=torch.float32
    )


def blend(model: torch.nn.Module, base: torch.nn.Module, share: float) -> None:
    """Draw the weights of *model* towards those of *base*, in place."""
    with torch.no_grad():
        for weights, old in zip(model.parameters(), base.parameters(), strict=True):
            weights.lerp_(old, 1 - share)


def inputs_of(model: Any) -> list[str]:
    known = inspect.signature(model.forward).parameters
    return [name for name in INPUTS if name in known]


def export(model: torch.nn.Module, inputs: Sequence[str], path: Path) -> None:
    example = torch.ones(2, 16, dtype=torch.long)
    values = tuple(torch.zeros_like(example) if "type" in n else example for n in inputs)
    torch.onnx.export(
        Bare(model.eval(), inputs), values, str(path),
        input_names=list(inputs), output_names=list(OUTPUTS), opset_version=OPSET, dynamo=False,
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*inputs, *OUTPUTS)},
    )  # fmt: skip


def in_8_bits(whole: Path, small: Path) -> None:
    quantize_dynamic(
        str(whole), str(small), per_channel=True, weight_type=QuantType.QInt8, reduce_range=True
    )


def in_blocks(whole: Path) -> Any:
    """The graph of *whole* with 4-bit weights, in blocks."""
    model = onnx.load(str(whole))
    for kind, axis, size in (("Gather", 1, BLOCK_OF_WORD), ("MatMul", 0, BLOCK)):
        plan = DefaultWeightOnlyQuantConfig(
            block_size=size, is_symmetric=False,
            op_types_to_quantize=(kind,), quant_axes=((kind, axis),),
        )  # fmt: skip
        quantizer = MatMulNBitsQuantizer(model, algo_config=plan)
        quantizer.process()
        model = quantizer.model.model
    return model


def recipe(final: Path) -> dict[str, Any]:
    """The plan the weights were trained by, and its hash."""
    text = (final / PLAN).read_text(encoding="utf-8")
    return {**json.loads(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """What the reader needs to know of its files, and what they are."""
    files = ("reader.onnx", "tokenizer.json", FILE, PLACES)
    there = [folder / name for name in files if (folder / name).is_file()]
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    text = json.dumps({**card, "sha256": sums}, indent=2) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")


def compare(whole: Path, small: Path, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How far the reader of *small* is from that of *whole*: shares and F1 in percent."""
    readers = OnnxReader(whole), OnnxReader(small)
    same, scores = 0, [0.0, 0.0]
    for row in rows:
        accepted = [answer["text"] for answer in row["answers"]]
        spans = [
            reader.read(row["question"], [bare_passage(row["context"])])[0] for reader in readers
        ]
        same += (spans[0].start, spans[0].end) == (spans[1].start, spans[1].end)
        scores = [s + f1(x.text, accepted) for s, x in zip(scores, spans, strict=True)]
    n = len(rows)
    return {
        "questions": n, "same_span": round(100 * same / n, 1),
        "f1": round(100 * scores[0] / n, 2), "f1_as_it_ships": round(100 * scores[1] / n, 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()

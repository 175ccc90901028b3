"""Shipped weights in float again, to train on from: ``python -m qa.training.floats SHIPPED OUT``.

SHIPPED is ``qa/weights`` or ``qa/weights/close``: what ``qa.training.export`` wrote, of 8 or of 4
bits. OUT becomes a folder to start from (``model.safetensors``, ``config.json``,
``tokenizer.json``). Of what is not trained on, the same bits are exported again. Needs the package
onnx.
"""

import argparse
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    MPNetConfig,
    MPNetForQuestionAnswering,
)

from qa.blocks import FILE, halves

Floats = NDArray[np.float32]

# all-MiniLM-L6-v2 and all-mpnet-base-v2: what the weights do not say of themselves.
KNOWN: Mapping[str, tuple[Any, Any, dict[str, Any]]] = {
    "bert": (BertForQuestionAnswering, BertConfig, {"num_attention_heads": 12}),
    "mpnet": (MPNetForQuestionAnswering, MPNetConfig, {"layer_norm_eps": 1e-5}),
}
_STORED = re.compile(r"_(?:Q4|scales?|zero_points?|quantized)$")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shipped", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    blocks = options.shipped / FILE
    weights = floats(blocks if blocks.is_file() else options.shipped / "reader.onnx")
    model = model_of(weights)
    model.save_pretrained(options.out)
    shutil.copyfile(options.shipped / "tokenizer.json", options.out / "tokenizer.json")


def model_of(weights: Mapping[str, Floats]) -> Any:
    """The model of torch that has *weights*."""
    kind = next(iter(weights)).partition(".")[0]
    made, config, said = KNOWN[kind]
    words, width = weights[f"{kind}.embeddings.word_embeddings.weight"].shape
    model = made(config(
        vocab_size=words, hidden_size=width,
        intermediate_size=len(weights[f"{kind}.encoder.layer.0.intermediate.dense.bias"]),
        num_hidden_layers=len({n.split(".")[3] for n in weights if ".encoder.layer." in n}),
        max_position_embeddings=len(weights[f"{kind}.embeddings.position_embeddings.weight"]),
        **said,
    ))  # fmt: skip
    given = {name: torch.from_numpy(array.copy()) for name, array in weights.items()}
    model.load_state_dict(given)
    return model


def floats(path: Path) -> dict[str, Floats]:
    """Every weight of the graph at *path*, by the name torch knows it by, as torch shapes it."""
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    found: dict[str, Floats] = {
        name.removeprefix("model."): numpy_helper.to_array(tensor).astype(np.float32)
        for name, tensor in stored.items()
        if name.startswith("model.") and not _STORED.search(name)
    }
    for node in graph.node:
        name = node.name.removeprefix("/model/").rpartition("/")[0].replace("/", ".") + ".weight"
        used = [stored[key] for key in node.input if key in stored]
        match node.op_type:
            case "MatMulNBits" | "GatherBlockQuantized":
                found[name] = _of_blocks(*used)
            case "MatMulInteger":
                scale = stored[used[0].name.replace("_quantized", "_scale")]
                found[name] = _of_bytes(used[0], scale, used[1]).T
            case "Gather" if used and used[0].name.endswith("_quantized"):
                whole = used[0].name.removesuffix("_quantized")
                found[whole.removeprefix("model.")] = _of_bytes(
                    used[0], stored[f"{whole}_scale"], stored[f"{whole}_zero_point"]
                )
    return found


def _of_bytes(numbers: Any, scale: Any, zero: Any) -> Floats:
    """(q - z) s, of the shape of q."""
    q, s, z = (numpy_helper.to_array(t).astype(np.float32) for t in (numbers, scale, zero))
    return np.asarray((q - z) * s, dtype=np.float32)


def _of_blocks(packed: Any, scales: Any, zeros: Any) -> Floats:
    """(q - z) s, of shape (columns, rows), every block with an s and a z of its own."""
    scale = numpy_helper.to_array(scales)
    columns, blocks = scale.shape
    q, z = (
        halves(np.frombuffer(tensor.raw_data, dtype=np.uint8)).reshape(columns, -1)
        for tensor in (packed, zeros)
    )
    found = (q.reshape(columns, blocks, -1) - z[:, :blocks, None]) * scale[:, :, None]
    return np.asarray(found.reshape(columns, -1), dtype=np.float32)


if __name__ == "__main__":
    main()

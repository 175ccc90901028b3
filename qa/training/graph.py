"""The graph of the embedder, without its weights: ``python -m qa.training.graph``.

Traces the encoder of sentence-transformers and writes ``index/graphs/NAME.onnx``: its weights keep
their names and are said to lie outside, so that ``index.encoder`` can hand in those of the
model's own folder. Prints the SHA-256 that ``index.models`` is to know. Needs the package onnx.
"""

import argparse
import hashlib
from typing import Any

import onnx
import torch
from sentence_transformers import SentenceTransformer

from index.models import WEIGHTS, graph_of, locate_model
from qa.settings import DEFAULT_EMBEDDER

INPUTS = ("input_ids", "attention_mask")
OUTPUT = "token_embeddings"
OPSET = 17


class Bare(torch.nn.Module):
    """The encoder with plain inputs, in order, and the vectors of its last layer."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        vectors: torch.Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", default=DEFAULT_EMBEDDER)
    name = parser.parse_args().name
    path = graph_of(name)
    model = SentenceTransformer(
        str(locate_model(name)), device="cpu", local_files_only=True,
        model_kwargs={"attn_implementation": "eager"},
    )  # fmt: skip
    example = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        Bare(model[0].auto_model.eval()), (example, example), str(path), dynamo=False,
        input_names=list(INPUTS), output_names=[OUTPUT], opset_version=OPSET,
        do_constant_folding=False,  # which would turn weights over, and rename them
        dynamic_axes={each: {0: "batch", 1: "tokens"} for each in (*INPUTS, OUTPUT)},
    )  # fmt: skip
    graph = onnx.load(str(path))
    empty(graph)
    path.write_bytes(graph.SerializeToString())
    print(hashlib.sha256(path.read_bytes()).hexdigest())


def empty(model: Any) -> None:
    """Take the weights out of *model*, in place, and the names that tracing put before theirs."""
    own = {tensor.name: tensor.name.removeprefix("encoder.") for tensor in model.graph.initializer}
    for tensor in model.graph.initializer:
        tensor.name = own[tensor.name]
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=WEIGHTS)
    for node in model.graph.node:
        node.ClearField("doc_string")
        node.input[:] = [own.get(name, name) for name in node.input]


if __name__ == "__main__":
    main()

"""The graph of a model of 4-bit weights that multiplies bytes, as ``qa.blocks`` hands them in.

``write_bytewise`` writes what the quantizer of onnxruntime made of a model (its matrices in blocks
of 4 bits) as three files: that model itself, which holds the weights; where in it each matrix lies;
and a graph without weights, whose products are of bytes. What the graph needs besides (word
vectors, biases) it names by the place in the first file.

Activations are rounded to 8 bits by a scale for each token: one scale for all of them, as
onnxruntime does it by itself, moves the logits two and a half times as far.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from qa.blocks import BLOCK, BYTES, FILE, PLACES, SCALES

QUANTIZED = "MatMulNBits"
# What is smaller stays in the graph, and so does the matrix of the two numbers for every token.
SMALL = 2000
NARROW = 16

CONSTANTS: Mapping[str, Any] = {
    "last_axis": np.array([-1], np.int64), "tiny": np.array(1e-8, np.float32),
    "largest": np.array(127, np.float32), "middle": np.array(128, np.float32),
    "zero": np.array(128, np.uint8),
}  # fmt: skip


def write_bytewise(model: Any, folder: Path) -> None:
    """Write *model*, quantized to blocks of 4 bits, into *folder* as three files."""
    onnx.save(model, str(folder / FILE))
    stored = (folder / FILE).read_bytes()
    graph, places = bytewise(model, stored)
    onnx.save(graph, str(folder / "reader.onnx"))
    lines = (f"{json.dumps(name)}: {json.dumps(place)}" for name, place in places.items())
    (folder / PLACES).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def bytewise(model: Any, stored: bytes) -> tuple[Any, dict[str, dict[str, int]]]:
    """The graph of *model* with products of bytes, and where in *stored* each matrix lies."""
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes: list[Any] = []
    given: list[Any] = []
    places: dict[str, dict[str, int]] = {}
    rounded: set[str] = set()
    for node in model.graph.node:
        if node.op_type != QUANTIZED or weights[node.input[1]].dims[0] < NARROW:
            nodes.append(node)
            continue
        sizes = {each.name: each.i for each in node.attribute}
        columns, rows = sizes["N"], sizes["K"]
        assert sizes["block_size"] == BLOCK
        assert rows % BLOCK == 0
        name = _short(node.name)
        at = [_offset(weights[key], stored) for key in node.input[1:4]]
        places[name] = {"columns": columns, "rows": rows,
                        **dict(zip(("weights", "scales", "zeros"), at, strict=True))}  # fmt: skip
        given.append(_outside(BYTES.format(name), TensorProto.INT8, (columns, rows)))
        given.append(_outside(SCALES.format(name), TensorProto.FLOAT, (1, columns)))
        if node.input[0] not in rounded:
            nodes += _rounded(node.input[0])
            rounded.add(node.input[0])
        nodes += _product(node.input[0], name, node.output[0])
    for node in nodes:
        node.ClearField("doc_string")
    used = {name for node in nodes for name in node.input}
    kept = [_kept(tensor, stored) for tensor in weights.values() if tensor.name in used]
    constants = [numpy_helper.from_array(value, name) for name, value in CONSTANTS.items()]
    made = onnx.ModelProto()
    made.CopyFrom(model)
    for field, values in (("initializer", [*kept, *given, *constants]), ("node", nodes)):
        made.graph.ClearField(field)
        getattr(made.graph, field).extend(values)
    return made, places


def _rounded(x: str) -> Iterator[Any]:
    """*x* in bytes, ``x/bytes``, and the scale of each token, ``x/scale``."""
    yield helper.make_node("Abs", [x], [f"{x}/abs"])
    yield helper.make_node("ReduceMax", [f"{x}/abs", "last_axis"], [f"{x}/most"], keepdims=1)
    yield helper.make_node("Max", [f"{x}/most", "tiny"], [f"{x}/some"])
    yield helper.make_node("Div", [f"{x}/some", "largest"], [f"{x}/scale"])
    yield helper.make_node("Div", [x, f"{x}/scale"], [f"{x}/divided"])
    yield helper.make_node("Round", [f"{x}/divided"], [f"{x}/whole"])
    yield helper.make_node("Add", [f"{x}/whole", "middle"], [f"{x}/shifted"])
    yield helper.make_node("Cast", [f"{x}/shifted"], [f"{x}/bytes"], to=TensorProto.UINT8)


def _product(x: str, name: str, y: str) -> Iterator[Any]:
    """*y*, the product of *x* (already in bytes) and the matrix *name*."""
    yield helper.make_node("Transpose", [BYTES.format(name)], [f"{name}/turned"], perm=[1, 0])
    yield helper.make_node(
        "MatMulInteger", [f"{x}/bytes", f"{name}/turned", "zero"], [f"{name}/sums"]
    )
    yield helper.make_node("Cast", [f"{name}/sums"], [f"{name}/float"], to=TensorProto.FLOAT)
    yield helper.make_node("Mul", [f"{name}/float", SCALES.format(name)], [f"{name}/columns"])
    yield helper.make_node("Mul", [f"{name}/columns", f"{x}/scale"], [y])


def _short(name: str) -> str:
    """``layer.0/output/dense`` of ``/model/mpnet/encoder/layer.0/output/dense/MatMul_Q4``."""
    return name.partition("/encoder/")[2].rpartition("/")[0]


def _kept(tensor: Any, stored: bytes) -> Any:
    if len(tensor.raw_data) < SMALL:
        return tensor
    made = _outside(tensor.name, tensor.data_type, tensor.dims)
    made.external_data.add(key="offset", value=str(_offset(tensor, stored)))
    made.external_data.add(key="length", value=str(len(tensor.raw_data)))
    return made


def _outside(name: str, kind: int, shape: Any) -> Any:
    made = TensorProto(name=name, dims=shape, data_type=kind)
    made.data_location = TensorProto.EXTERNAL
    made.external_data.add(key="location", value=FILE)
    return made


def _offset(tensor: Any, stored: bytes) -> int:
    """Where the values of *tensor* lie in the file."""
    at = stored.find(tensor.raw_data)
    assert at >= 0, tensor.name
    return at

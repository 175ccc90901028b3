"""Weights kept in 4 bits, made ready to be multiplied in 8.

A large model is small on a disk because every 64 weights share a scale and a zero point
(block-wise quantization: Dettmers & Zettlemoyer 2023). Processors multiply bytes, not half bytes:
onnxruntime's own products with such blocks take three times as long as its products of bytes. So
when the model is loaded, each column of a matrix is rounded once more, to bytes of one scale:

    W = round(q' s / c),   q' = q - z,   c = max |q' s| / 63

q being the 4 bits, s and z the scale and zero point of their block. A product of activations x is
then (round(x / a) W) a c, where the graph takes a from the largest activation of each token. Of
the 8 bits 7 are used, so that no sum of two products overflows 16 bits (``qa.training.export``).
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The weights as they were exported, and where in that file each matrix lies.
FILE, PLACES = "blocks.onnx", "blocks.json"
# The names of what is handed to the graph: the bytes of a matrix, and the scales of its columns.
BYTES, SCALES = "{}/bytes", "{}/scales"

# Weights that share a scale, and the largest byte.
BLOCK, LARGEST = 64, 63
# Columns unpacked at once: what is worked on stays in the processor's cache.
AT_ONCE = 64

Array = NDArray[Any]


def unpacked(folder: Path) -> dict[str, Array]:
    """What the graph in *folder* multiplies by: int8 (columns, rows), and float32 (1, columns).

    The two files there are taken to be whole, as the card of the weights says they are.
    """
    places = json.loads((folder / PLACES).read_text(encoding="utf-8"))
    stored = np.memmap(folder / FILE, dtype=np.uint8, mode="r")
    found: dict[str, Array] = {}
    with ThreadPoolExecutor() as pool:
        for name, (weights, scales) in zip(
            places, pool.map(lambda place: _bytes_of(stored, **place), places.values()), strict=True
        ):
            found[BYTES.format(name)], found[SCALES.format(name)] = weights, scales
    return found


def _bytes_of(
    stored: Array, *, columns: int, rows: int, weights: int, scales: int, zeros: int
) -> tuple[Array, Array]:
    """A matrix that lies in *stored* at the three offsets, as bytes and the scale of each column.

    Two weights share a byte, the first of them in its lower half; so do two zero points.
    """
    blocks = rows // BLOCK
    packed = _at(stored, weights, np.uint8, (columns, blocks, BLOCK // 2))
    zero = halves(_at(stored, zeros, np.uint8, (columns, -(-blocks // 2))))[:, :blocks]
    scale = _at(stored, scales, np.float32, (columns, blocks))
    # A block runs from 0 to 15, so this is its largest weight, or a little more.
    column = (np.maximum(zero, 15 - zero) * scale).max(axis=1, keepdims=True) / LARGEST
    column = np.maximum(column, np.finfo(np.float32).tiny)
    scale = (scale / column)[:, :, None]
    zero = zero[:, :, None]
    found = np.empty((columns, blocks, BLOCK), dtype=np.int8)
    for first in range(0, columns, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        part = halves(packed[some])
        part -= zero[some]
        part *= scale[some]
        found[some] = np.rint(part, out=part)
    return found.reshape(columns, rows), column.astype(np.float32).reshape(1, columns)


def _at(stored: Array, offset: int, kind: type, shape: tuple[int, ...]) -> Array:
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    # A copy: what lies in the file need not be aligned.
    return np.frombuffer(bytes(stored[offset : offset + size]), dtype=kind).reshape(shape)


def halves(packed: Array) -> Array:
    """The two numbers of each byte, float32, side by side on the last axis."""
    numbers = np.empty((*packed.shape, 2), dtype=np.float32)
    numbers[..., 0], numbers[..., 1] = packed & 15, packed >> 4
    return numbers.reshape(*packed.shape[:-1], -1)

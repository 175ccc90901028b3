"""Weights kept in 4 bits, made ready to be multiplied in 8."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.blocks import BLOCK, BYTES, FILE, LARGEST, PLACES, SCALES, unpacked
from qa.reader import WEIGHTS
from qa.windows import SpanModel

Floats = NDArray[np.float32]


def kept(folder: Path, matrices: dict[str, tuple[Floats, Floats, Floats]], ahead: int) -> None:
    """Write *matrices* (4-bit numbers, scales, zero points) after *ahead* other bytes."""
    stored, places = b"x" * ahead, {}
    for name, (numbers, scales, zeros) in matrices.items():
        columns, blocks, _ = numbers.shape
        place = {"columns": columns, "rows": blocks * BLOCK}
        odd = np.zeros((columns, blocks % 2))
        for key, content in (
            ("weights", paired(numbers.reshape(columns, -1))),
            ("scales", scales.astype("<f4").tobytes()),
            ("zeros", paired(np.hstack([zeros, odd]))),
        ):
            place[key] = len(stored)
            stored += content
        places[name] = place
    (folder / FILE).write_bytes(stored)
    (folder / PLACES).write_text(json.dumps(places), encoding="utf-8")


def paired(numbers: Floats) -> bytes:
    whole = numbers.astype(np.uint8)
    return (whole[:, 0::2] | whole[:, 1::2] << 4).tobytes()


def some(columns: int, blocks: int, seed: int) -> tuple[Floats, Floats, Floats]:
    dice = np.random.default_rng(seed)
    numbers = dice.integers(0, 16, (columns, blocks, BLOCK))
    # The largest and the smallest of a block are what its scale and zero point were taken from.
    numbers[:, :, 0], numbers[:, :, -1] = 0, 15
    scales = dice.uniform(0.001, 1.0, (columns, blocks))
    return numbers, scales, dice.integers(0, 16, (columns, blocks))  # type: ignore[return-value]


@settings(max_examples=30, deadline=None)
@given(
    columns=st.integers(1, 200), blocks=st.integers(1, 5), seed=st.integers(0, 99),
    ahead=st.integers(0, 5),
)  # fmt: skip
def test_every_weight_is_as_near_as_a_byte_of_its_column_can_be(
    tmp_path_factory: pytest.TempPathFactory, columns: int, blocks: int, seed: int, ahead: int
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    first, second = some(columns, blocks, seed), some(3, 2, seed + 100)
    kept(folder, {"first": first, "second": second}, ahead)
    found = unpacked(folder)
    for name, (numbers, scales, zeros) in (("first", first), ("second", second)):
        true = ((numbers - zeros[:, :, None]) * scales[:, :, None]).reshape(len(numbers), -1)
        bytes_, column = found[BYTES.format(name)], found[SCALES.format(name)]
        assert bytes_.dtype == np.int8
        assert column.shape == (1, len(numbers))
        assert np.abs(bytes_).max() == LARGEST
        step = column.T
        assert (np.abs(bytes_ * step - true) <= 0.501 * step).all()


def test_a_column_of_nothing_is_nothing(tmp_path: Path) -> None:
    numbers, scales, zeros = some(2, 2, 1)
    scales[1] = 0.0
    kept(tmp_path, {"one": (numbers, scales, zeros)}, 0)
    found = unpacked(tmp_path)
    assert np.isfinite(found["one/scales"]).all()
    assert not (found["one/bytes"] * found["one/scales"].T)[1].any()


@pytest.mark.model
def test_the_graph_of_bytes_says_what_the_blocks_themselves_say() -> None:
    folder = WEIGHTS / "close"
    blocks = onnxruntime.InferenceSession(str(folder / FILE), providers=["CPUExecutionProvider"])
    model = SpanModel(folder, at_once=1)
    text = (
        "The council agreed on Tuesday to pay $538 million a year for the bridge over the Calder, "
        "nearly twice what it pays today. Work begins in May and takes three years."
    )
    for question in ("How much will the council pay?", "When does work begin?", "Who is mayor?"):
        [[window]] = model.windows(question, [text])
        read = model._tokenizer.encode(question, text)
        feed = {
            "input_ids": np.array([read.ids], dtype=np.int64),
            "attention_mask": np.array([read.attention_mask], dtype=np.int64),
        }
        starts, ends = blocks.run(["start_logits", "end_logits"], feed)
        inside = [at for at, sequence in enumerate(read.sequence_ids) if sequence == 1]
        # A difference of 0.1 is usual, over logits that run from -8 to 8.
        assert np.abs(window.starts - starts[0, inside]).mean() < 0.3
        assert np.abs(window.ends - ends[0, inside]).mean() < 0.3
        assert abs(window.null - starts[0, 0] - ends[0, 0]) < 1.0

"""A graph of onnxruntime with its weights handed in."""

import numpy as np
import onnxruntime
import pytest

from index.encoder import opened
from qa.blocks import unpacked
from qa.reader import WEIGHTS


@pytest.mark.model
def test_weights_may_change_or_go_once_they_are_handed_in() -> None:
    folder = WEIGHTS / "close"
    weights = unpacked(folder)
    session = opened(str(folder / "reader.onnx"), weights, onnxruntime.SessionOptions())
    ids = np.arange(1000, 1050, dtype=np.int64)[None]
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    before = session.run(None, feed)
    for array in weights.values():
        array[:] = 1
    for one, other in zip(before, session.run(None, feed), strict=True):
        assert np.array_equal(one, other)

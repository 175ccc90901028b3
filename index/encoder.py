"""A sentence encoder run by onnxruntime: ready in half a second.

Importing sentence-transformers takes six seconds of a processor and more, which is too long for a
question or for ten articles. Here stands the graph of the same encoder without its weights (made by
``qa.training.graph``); the weights are read from the model's own folder, as sentence-transformers
reads them. So the vectors are the same, up to rounding.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Encoding, Tokenizer

from index.article import Range
from index.models import WEIGHTS, checked_graph, damaged

Vectors = NDArray[np.float32]

# In the file of the weights, but not in the graph: a head that was for training, and 0, 1, 2, ….
UNUSED = ("pooler.", "embeddings.position_ids")

# The first tokens of a text, as the model's sentence_bert_config.json says.
LONGEST = 256

# Texts of like length that go through the graph together: of news passages on two cores 27 a second
# by 4, 25 by 8, 21 by 16.
BATCH = 4


# Threads of one model that wait for more work hold up those of the others.
CALM = ("session.intra_op.allow_spinning", "0")


def opened(
    graph: str | bytes, weights: Mapping[str, NDArray[Any]], options: onnxruntime.SessionOptions
) -> onnxruntime.InferenceSession:
    """*graph* (its file, or what that holds) with *weights*, by the names it gives them.

    They are copied while it is opened, and may go after that.
    """
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """Texts, and the tokens of a text, to vectors. Not safe to share between threads."""

    def __init__(self, name: str, folder: Path) -> None:
        """Open the graph of the known model *name* with the weights that *folder* holds.

        Raises:
            ModelError: a file is missing, truncated or altered.
        """
        try:
            arrays = load_file(folder / WEIGHTS)
        except (OSError, ValueError, SafetensorError) as error:
            raise damaged(name, folder, error) from error
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing narrower
            raise damaged(name, folder, error) from error
        weights = {key: array for key, array in arrays.items() if not key.startswith(UNUSED)}
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry(*CALM)
        self._session = opened(checked_graph(name), weights, options)
        tokenizer.enable_truncation(LONGEST)
        tokenizer.enable_padding()
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The mean of the vectors of each text's tokens, float32, shape (n, dimension)."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        means: dict[int, Vectors] = {}
        for first in range(0, len(order), BATCH):
            some = order[first : first + BATCH]
            vectors, mask = self._run([texts[n] for n in some])[1:]
            sums = (vectors * mask[:, :, None]).sum(axis=1)
            means |= dict(zip(some, sums / mask.sum(axis=1, keepdims=True), strict=True))
        return np.stack([means[n] for n in range(len(texts))])

    def encode_tokens(self, text: str) -> tuple[tuple[Range, ...], Vectors]:
        """Where each token of *text* stands, and its vector, shape (tokens, dimension)."""
        [read], [vectors], _ = self._run([text])
        return tuple(read.offsets), vectors

    def _run(self, texts: Sequence[str]) -> tuple[list[Encoding], Vectors, Vectors]:
        """*texts* as tokens, a vector for each, and which of them are no filling."""
        read = self._tokenizer.encode_batch(list(texts))
        mask = np.array([encoding.attention_mask for encoding in read], dtype=np.int64)
        ids = np.array([encoding.ids for encoding in read], dtype=np.int64)
        [vectors] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return read, vectors, mask.astype(np.float32)

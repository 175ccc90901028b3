"""Text to vectors: much with sentence-transformers, a question or a few articles without waiting
for it.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.article import Range
from index.encoder import OnnxEncoder
from index.errors import ModelError
from index.models import KNOWN, damaged, fingerprint, locate_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# Passages of about 120 words on two cores: 102 a second in batches of 8, 94 of 16, 69 of 64.
BATCH = 8

# Torch keeps what it has prepared for every shape of a product that it has met. With lengths of
# every number that is 2 GB after 80,000 passages; of every sixteenth 0.6 GB, in the same time.
LENGTHS = {"pad_to_multiple_of": 16}

# From so many characters on (some 500 passages, of fifty news articles) sentence-transformers is
# worth its import of 6 s and more: 2.8 times as fast where the processor multiplies bfloat16, a
# fifth slower where it does not.
MUCH = 400_000


class SentenceEmbedder:
    """A sentence-transformers model from a folder on this machine.

    Opening it checks the weights; loading them waits for the first text. The model that ships
    runs in onnxruntime for questions and few passages (``index.encoder``); much is embedded by
    sentence-transformers, and so is all by any other model.
    """

    def __init__(self, name: str) -> None:
        """Raises ModelError if the model is not on this machine or its weights are altered."""
        self.name = name
        self._folder = locate_model(name)
        self.fingerprint = fingerprint(self._folder, name=name)
        # onnxruntime runs the model that ships, if its folder has the tokenizer that it needs.
        self._starts_at_once = name in KNOWN and (self._folder / "tokenizer.json").is_file()

    def prepare(self, characters: int) -> None:
        """Make ready to embed passages of so many *characters* in all.

        If they are many this takes seconds, in which other threads may embed.

        Raises:
            ModelError: a file of the model is damaged or incomplete.
        """
        if characters > MUCH:
            _ = self._model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, unit length, float32, shape (n, dimension)."""
        if not texts:
            return np.empty((0, 1), dtype=np.float32)
        prepared = "_model" in vars(self)
        if self._starts_at_once and (len(texts) == 1 or not prepared):
            return self._unit(self._quick.encode(texts))
        vectors = np.asarray(
            self._model.encode(
                list(texts),
                batch_size=BATCH,
                show_progress_bar=False,
                processing_kwargs={"text": LENGTHS},
            ),
            dtype=np.float32,
        )
        return self._unit(vectors)

    def embed_tokens(self, text: str) -> tuple[tuple[Range, ...], Vectors]:
        """Where each token of *text* stands, and its vector in that context.

        One row a token, unit length, float32, shape (tokens, dimension). What is beyond the
        model's window (256 tokens) is left out.

        Raises:
            ModelError: the model cannot say where its tokens stand, or gave no finite vector.
        """
        if self._starts_at_once:
            places, vectors = self._quick.encode_tokens(text)
            return places, self._unit(vectors)

        import torch

        model = self._model
        if not model.tokenizer.is_fast:
            raise ModelError(
                f"{self._folder}: its tokenizer cannot say where words stand, so nothing can be "
                "checked with it. Use a model that has a tokenizer.json."
            )
        read = model.tokenizer(
            text, truncation=True, max_length=model.max_seq_length, return_tensors="pt",
            return_offsets_mapping=True, padding=True, **LENGTHS,
        )  # fmt: skip
        tokens = int(read["attention_mask"].sum())
        places = tuple((int(a), int(b)) for a, b in read.pop("offset_mapping")[0][:tokens])
        with torch.inference_mode():
            vectors = model(dict(read))["token_embeddings"][0][:tokens].float().numpy()
        return places, self._unit(vectors)

    def _unit(self, vectors: Vectors) -> Vectors:
        if not np.isfinite(vectors).all():
            raise ModelError(f"{self._folder}: the embedder gave a vector that is not finite.")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
        unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
        return unit

    @cached_property
    def _quick(self) -> OnnxEncoder:
        return OnnxEncoder(self.name, self._folder)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        with _collector_paused():
            import torch
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise damaged(self.name, self._folder, error) from error
        # Half the bytes, 2.8 times the speed where the processor multiplies bfloat16 itself;
        # slower than float32 where it does not. The vectors differ by a cosine under 0.001.
        if torch.cpu.get_capabilities().get("avx512_bf16"):
            model.bfloat16()
        return model


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Import without Python's collector: what is imported stays, and looking for rubbish among it
    costs a sixth of the time (7.4 s with, 6.1 without, medians of three).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

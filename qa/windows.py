"""A model of weights that reads: a question and a text into logits, window by window.

The model gives every token two numbers: how well an answer could start there, and how well it
could end there; the sum at position 0 says how well "not here" fits. Each window is read by
itself: 8-bit activations are scaled by what is in the batch, and a passage's score must not
depend on its neighbours. So of many windows asked for at once each core reads some, where all at
one window after the other would take longer: 0.10 and 0.18 s for twelve passages on two cores.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.article import Range
from index.encoder import CALM, opened
from index.errors import ReaderError
from qa.blocks import PLACES, unpacked

CARD = "card.json"
FILES = ("reader.onnx", "tokenizer.json")

# Devlin et al. 2019 read 384 tokens, 128 apart, three or four of them marks; without these, so
# that models with other marks see the same windows. A passage of 120 words is about 160 tokens, so
# only unusual text (one endless sentence, tables of digits) takes a second one.
WINDOW = 380
STRIDE = 128

# A question is read up to this token; it keeps the larger part of the window for the passage.
QUESTION_TOKENS = 96

MEND = "To mend it, fetch the file again: git checkout -- qa/weights (or download Attest anew)."

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a model says of the tokens of a text that one window shows.

    ``offsets`` are their places in the text; ``starts`` and ``ends``, each of shape (tokens,),
    how well an answer could start and end at each; ``null`` how well "not here" fits.
    """

    offsets: tuple[Range, ...]
    starts: Logits
    ends: Logits
    null: float

    def blended(self, other: "Window", share: float) -> "Window":
        """This window and *other*, of the same tokens, with *share* of the other's logits."""
        return Window(
            offsets=self.offsets,
            starts=(1 - share) * self.starts + share * other.starts,
            ends=(1 - share) * self.ends + share * other.ends,
            null=(1 - share) * self.null + share * other.null,
        )


class SpanModel:
    """Weights run by onnxruntime. Not safe to share between threads.

    Opening it checks its files; loading them waits for the first question, because adding
    articles needs none of them.
    """

    def __init__(self, folder: Path, *, at_once: int) -> None:
        """Open the weights of *folder*; *at_once* is how many windows will mostly be asked for.

        Raises:
            ReaderError: a file of *folder* is missing, truncated or altered.
        """
        self.card = _checked_card(folder)
        self._folder = folder
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(min(_cores(), at_once))

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, _cores() // self._at_once)
        options.add_session_config_entry(*CALM)
        without_weights = PLACES in self.card["sha256"]
        weights = unpacked(self._folder) if without_weights else {}
        return opened(str(self._folder / "reader.onnx"), weights, options)

    def windows(self, question: str, texts: Sequence[str]) -> list[list[Window]]:
        """The question with each window of each of *texts*, as the model was trained to see them.

        Raises:
            ReaderError: the model gave no finite score (a damaged weights file).
        """
        session = self._session
        asked = self._shortened(question)
        marks = self._tokenizer.num_special_tokens_to_add(is_pair=True)
        self._tokenizer.enable_truncation(WINDOW + marks, stride=STRIDE, strategy="only_second")
        encodings = [self._tokenizer.encode(asked, text) for text in texts]
        pieces = [(encoding, *encoding.overflowing) for encoding in encodings]
        read = self._pool.map(partial(self._window, session), chain.from_iterable(pieces))
        return [list(islice(read, len(some))) for some in pieces]

    def _shortened(self, question: str) -> str:
        self._tokenizer.no_truncation()
        offsets = self._tokenizer.encode(question, add_special_tokens=False).offsets
        return (
            question if len(offsets) <= QUESTION_TOKENS else question[: offsets[QUESTION_TOKENS][0]]
        )

    def _window(self, session: onnxruntime.InferenceSession, encoding: Encoding) -> Window:
        every = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        inputs = [node.name for node in session.get_inputs()]
        feed: dict[str, Any] = {n: np.array([every[n]], dtype=np.int64) for n in inputs}
        [starts], [ends] = session.run(["start_logits", "end_logits"], feed)
        if not (np.isfinite(starts).all() and np.isfinite(ends).all()):
            raise ReaderError(
                f"{self._folder}: the reader gave a score that is not a number. {MEND}"
            )
        first, last = _context(encoding)
        return Window(
            offsets=tuple(encoding.offsets[first:last]),
            starts=starts[first:last],
            ends=ends[first:last],
            null=float(starts[0] + ends[0]),
        )


def _cores() -> int:
    return os.cpu_count() or 1


def _context(encoding: Encoding) -> Range:
    """The range of the tokens that are the text's."""
    belongs = [i for i, sequence in enumerate(encoding.sequence_ids) if sequence == 1]
    return (belongs[0], belongs[-1] + 1) if belongs else (0, 0)


def _checked_card(folder: Path) -> dict[str, Any]:
    """The card of *folder*; every file it names is there and is the one it names."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
        files: dict[str, str] = card["sha256"]
        expected_sums = {name: files[name] for name in (*FILES, *files)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReaderError(f"{folder / CARD}: missing or unreadable. {MEND}") from error
    for name, expected in expected_sums.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ReaderError(
                f"{folder / name}: cannot be read ({error.strerror}). {MEND}"
            ) from error
        if found != expected:
            raise ReaderError(
                f"{folder / name}: truncated or altered; its SHA-256 is {found[:12]}…, expected "
                f"{expected[:12]}…. {MEND}"
            )
    return card

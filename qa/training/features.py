"""Examples as the token arrays that a reader learns from, for any fast tokenizer.

A context too long for one window is read in several that overlap. Whether the tokenizer tells
question and context apart by token types (``[CLS] q [SEP] c [SEP]``) or by marks alone
(``<s> q </s></s> c </s>``) makes no difference: tokens are told apart by the text they came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from qa.training.rows import Example, Range

# Shorter windows than the reader's own (384, 128 apart) train faster; most examples fit in one.
MAX_LENGTH = 288
STRIDE = 96
AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The windows of examples; window n is ``starts[n] : starts[n + 1]`` of the flat arrays.

    - ``ids``: tokens, flat; ``offsets``: of each the characters of its text, of shape (tokens, 2);
    - ``second``, ``after``: where in a window the tokens of the context begin and end;
    - ``first``, ``last``: the tokens of the answer, both 0 where nothing answers;
    - ``example``: the number of the window's example;
    - ``alone``: whether the window holds the whole context of its example.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]
    starts: NDArray[np.int64]
    second: NDArray[np.int32]
    after: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    example: NDArray[np.int32]
    alone: NDArray[np.bool_]

    @property
    def lengths(self) -> NDArray[np.int64]:
        return np.diff(self.starts)

    def offsets_of(self, row: int) -> NDArray[np.int32]:
        """Where in the context its tokens of window *row* begin and end, of shape (tokens, 2)."""
        start = int(self.starts[row])
        return self.offsets[start + self.second[row] : start + self.after[row]]

    def batch(self, rows: NDArray[np.integer[Any]], model: Any) -> dict[str, NDArray[np.int64]]:
        """The inputs of *model* (a transformers model) for windows, padded to the longest."""
        lengths = self.lengths[rows]
        shape = len(rows), int(lengths.max())
        ids = np.full(shape, model.config.pad_token_id, np.int64)
        for i, row in enumerate(rows):
            ids[i, : lengths[i]] = self.ids[self.starts[row] : self.starts[row + 1]]
        place = np.arange(shape[1])
        inside = place < lengths[:, None]
        inputs = {"input_ids": ids, "attention_mask": inside.astype(np.int64)}
        if getattr(model.config, "type_vocab_size", 0) > 1:
            context = inside & (place >= self.second[rows][:, None])
            inputs["token_type_ids"] = context.astype(np.int64)
        return inputs


def featured(examples: Sequence[Example], tokenizer: Tokenizer) -> Features:
    """The windows of *examples*, in order; one that holds an answer in part is left out.

    The *tokenizer* is set to cut contexts and not to pad.
    """
    tokenizer.enable_truncation(MAX_LENGTH, stride=STRIDE, strategy="only_second")
    tokenizer.no_padding()
    # Arrays at once, not lists of numbers: tens of millions of small objects would fill the memory.
    ids, offsets = [np.zeros(0, np.int32)], [np.zeros((0, 2), np.int32)]
    windows: list[tuple[int, ...]] = []
    for begin in range(0, len(examples), AT_ONCE):
        some = examples[begin : begin + AT_ONCE]
        encodings = tokenizer.encode_batch([(e.question, e.context) for e in some])
        for number, encoding in enumerate(encodings, begin):
            pieces = [encoding, *encoding.overflowing]
            for piece, place in zip(pieces, _targets(pieces, examples[number].answer), strict=True):
                if place is not None:
                    ids.append(np.array(piece.ids, np.int32))
                    offsets.append(np.array(piece.offsets, np.int32))
                    second = piece.sequence_ids.index(1)
                    after = second + piece.sequence_ids.count(1)
                    windows.append((second, after, *place, number, len(pieces) == 1))
    table = np.array(windows, np.int32).reshape(-1, 6)
    return Features(
        ids=np.concatenate(ids), offsets=np.concatenate(offsets),
        starts=np.cumsum([len(some) for some in ids]),
        second=table[:, 0], after=table[:, 1], first=table[:, 2], last=table[:, 3],
        example=table[:, 4], alone=table[:, 5].astype(np.bool_),
    )  # fmt: skip


def _targets(pieces: Sequence[Encoding], answer: Range | None) -> list[tuple[int, int] | None]:
    """In every window the tokens of *answer*: (0, 0) if it is not there, None if it is cut.

    Cut is what has more tokens in all windows than in this one. Its letters would not do to
    tell: tokenizers drop some (an accent that stands alone), and no token covers them.
    """
    if answer is None:
        return [(0, 0)] * len(pieces)
    held = [_tokens(piece, answer) for piece in pieces]
    spans = [
        (piece.offsets[some[0]][0], piece.offsets[some[-1]][1]) if some else None
        for piece, some in zip(pieces, held, strict=True)
    ]
    found = [span for span in spans if span]
    whole = min((a for a, _ in found), default=0), max((b for _, b in found), default=0)
    return [
        (0, 0) if span is None else (some[0], some[-1]) if span == whole else None
        for span, some in zip(spans, held, strict=True)
    ]


def _tokens(piece: Encoding, answer: Range) -> list[int]:
    return [
        i for i, (a, b) in enumerate(piece.offsets)
        if piece.sequence_ids[i] == 1 and a < answer[1] and answer[0] < b
    ]  # fmt: skip

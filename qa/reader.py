"""The extractive reader: a question and a passage into the exact words, or into "not here".

The model gives every token of a passage two numbers: how well an answer could start there, and
how well it could end there. A span is worth the sum of the two at its ends; the null answer is
worth the same sum at position 0 (Devlin et al. 2019, section 4.3; unanswerable questions as in
SQuAD 2.0, Rajpurkar et al. 2018). Start and end are searched together, so that an end never
comes before its start, and only inside the passage, so that the question is never quoted back.

A word that a line's end parts is read whole; a span of it is the words as they are printed.

Scores are plain sums, not normalised within a passage, so they compare across passages. Each
window is read by itself: 8-bit activations are scaled by what is in the batch, and a passage's
score must not depend on its neighbours.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.article import Article, Passage, Range
from index.chunk import inside_letter, unbreakable
from index.errors import ReaderError
from index.hyphens import join, parted_words
from qa.question import Wants, wants

WEIGHTS = Path(__file__).parent / "weights"
CARD = "card.json"
FILES = ("reader.onnx", "tokenizer.json")

# Two 8-bit products added in 16 bits overflow, where a processor has no VNNI; with this, none do.
# On such a one news_evidence_2024 is read with F1 85.0 instead of 84.6, in the same time.
EXACT_PRODUCTS = ("session.x64quantprecision", "1")

# Devlin et al. 2019 read 384 tokens, 128 apart. A passage of 120 words is about 160 tokens, so
# only unusual text (one endless sentence, tables of digits) takes a second window.
WINDOW = 384
STRIDE = 128

# A question is read up to this token; it keeps the larger part of the window for the passage.
QUESTION_TOKENS = 96

# SQuAD's usual limit of 30 tokens, for facts.
LONGEST_FACT = 30
# A clause or a quotation of several sentences, for reasons and statements.
LONGEST_STATEMENT = 80

# What a stretch weighs that no window shows: less than any that one does.
UNSEEN = -30.0

# An answer never runs from one paragraph into the next.
_PARAGRAPH = re.compile(r"\n\s*\n|\r\n\s*\r\n")

# A given name of two syllables, as Korean names are written; not "Seoul-led".
_NAME = re.compile(
    r"\b[A-Z][a-z]+-(?!led|based|born|made|style|wide|run|owned|backed|bound|era|like|area|only)"
    r"[a-z]{1,5}\b"
)

_YEAR = re.compile(r"\byears?\b", re.IGNORECASE)

# The last word is no abbreviation, so the point after it is the sentence's.
_PLAIN_WORD = re.compile(r"[^\W_]{5,}$|\d$|\W[a-z]{2,}$")

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a passage that may answer: ``passage.article.text[start:end]``.

    ``score`` and ``null`` are sums of two logits: of the span, and of "not here" in the window
    it was found in.
    """

    passage: Passage
    start: int
    end: int
    score: float
    null: float

    @property
    def margin(self) -> float:
        """How much better the span is than "not here"; comparable across passages."""
        return self.score - self.null

    @property
    def article(self) -> Article:
        return self.passage.article

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


class OnnxReader:
    """The reader's weights, run by onnxruntime. Not safe to share between threads."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises ReaderError if a file of *folder* is missing, truncated or altered."""
        _check(folder)
        self._folder = folder
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry(*EXACT_PRODUCTS)
        self._session = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [node.name for node in self._session.get_inputs()]

    def read(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        longest: int = LONGEST_FACT,
        most: int = 3,
    ) -> list[Span]:
        """The stretches of *passages* that best answer *question*, best margin first.

        At most *most* from each window of a passage, none overlapping another of its window,
        each at most *longest* tokens.

        Raises:
            ReaderError: the model gave no finite score (a damaged weights file).
        """
        asked = self._shortened(question)
        self._tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
        found = [s for p in passages for s in self._read_passage(asked, p, longest, most)]
        return sorted(found, key=lambda span: span.margin, reverse=True)

    def weigh(self, question: str, passage: Passage, places: Sequence[Range]) -> list[float]:
        """How well the best span inside each of *places* answers *question*: its margin.

        The places are within ``passage.text``; one that no window shows weighs UNSEEN.

        Raises:
            ReaderError: the model gave no finite score (a damaged weights file).
        """
        asked = self._shortened(question)
        self._tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
        margins = [UNSEEN] * len(places)
        read = join(passage.text)
        for window in self._windows(asked, read.text):
            starts, ends = self._logits(window)
            null = float(starts[0] + ends[0])
            offsets, shown = [read.place(*at) for at in window.offsets], _context(window)
            for n, place in enumerate(places):
                first, last = _touching(offsets, shown, place)
                if first < last:
                    (*_, score), *_ = best_spans(
                        starts[first:last], ends[first:last], longest=LONGEST_FACT, most=1
                    )
                    margins[n] = max(margins[n], score - null)
        return margins

    def _read_passage(
        self, question: str, passage: Passage, longest: int, most: int
    ) -> Iterator[Span]:
        dates = _YEAR.search(question) is None
        read = join(passage.text)
        for window in self._windows(question, read.text):
            starts, ends = self._logits(window)
            null = float(starts[0] + ends[0])
            first, last = _context(window)
            spans = best_spans(starts[first:last], ends[first:last], longest=longest, most=most)
            for i, j, score in spans:
                start, end = read.place(window.offsets[first + i][0], window.offsets[first + j][1])
                start, end = passage.start + start, passage.start + end
                within = passage.start, passage.end
                start, end = whole(passage.article.text, start, end, within, dates=dates)
                if start < end and not _PARAGRAPH.search(passage.article.text, start, end):
                    yield Span(passage=passage, start=start, end=end, score=score, null=null)

    def _windows(self, question: str, text: str) -> list[Encoding]:
        """The question with each window of *text*, as the model was trained to see them."""
        encoding = self._tokenizer.encode(question, text)
        return [encoding, *encoding.overflowing]

    def _shortened(self, question: str) -> str:
        self._tokenizer.no_truncation()
        offsets = self._tokenizer.encode(question, add_special_tokens=False).offsets
        return (
            question if len(offsets) <= QUESTION_TOKENS else question[: offsets[QUESTION_TOKENS][0]]
        )

    def _logits(self, window: Encoding) -> tuple[Logits, Logits]:
        """Start and end logits of one window, each of shape (tokens,)."""
        every = {
            "input_ids": window.ids,
            "attention_mask": window.attention_mask,
            "token_type_ids": window.type_ids,
        }
        feed: dict[str, Any] = {n: np.array([every[n]], dtype=np.int64) for n in self._inputs}
        starts, ends = self._session.run(["start_logits", "end_logits"], feed)
        if not (np.isfinite(starts).all() and np.isfinite(ends).all()):
            raise ReaderError(
                f"{self._folder}: the reader gave a score that is not a number. {MEND}"
            )
        return starts[0], ends[0]


def longest_answer(question: str) -> int:
    """How many tokens an answer to *question* may have: few for a fact, more for a statement."""
    return LONGEST_FACT if wants(question) is Wants.FACT else LONGEST_STATEMENT


def best_spans(
    starts: Logits, ends: Logits, *, longest: int, most: int
) -> list[tuple[int, int, float]]:
    """The *most* best spans (first token, last token, score), none overlapping a better one.

    *starts* and *ends* are the logits of the passage's tokens, shape (n,).
    """
    n = len(starts)
    offset = np.arange(n)[None, :] - np.arange(n)[:, None]
    scores = np.where((offset >= 0) & (offset < longest), starts[:, None] + ends[None, :], -np.inf)
    # A better span overlaps at most this many others, so these suffice to find *most* apart.
    keep = min(scores.size, 40 * most)
    order = np.argpartition(scores, -keep, axis=None)[-keep:] if keep else np.array([], dtype=int)
    chosen: list[tuple[int, int, float]] = []
    for flat in order[np.argsort(-scores.ravel()[order], kind="stable")]:
        i, j = divmod(int(flat), n)
        apart = all(j < first or last < i for first, last, _ in chosen)
        if apart and np.isfinite(scores[i, j]) and len(chosen) < most:
            chosen.append((i, j, float(scores[i, j])))
    return chosen


def whole(text: str, start: int, end: int, within: Range, *, dates: bool = True) -> Range:
    """``text[start:end]`` grown so that it cuts no word and no figure, inside *within*.

    A reader may point at "870" in "$870 million"; quoted so, the figure would be another one.
    With *dates* no date is cut either: only who asks for a year wants the year alone.
    """
    start, end = _trim(text, start, end)
    while start > within[0] and _joined(text, start):
        start -= 1
    while end < within[1] and _joined(text, end):
        end += 1
    near = max(within[0], start - 60), min(within[1], end + 60)
    for first, last in (*parted_words(text, *near), *unbreakable(text, *near, dates=dates)):
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return start, end


def _joined(text: str, at: int) -> bool:
    """Whether *at* lies inside a word of ``text``, or inside a name like "Haye-ah"."""
    if (text[at - 1].isalnum() and text[at].isalnum()) or inside_letter(text, at):
        return True
    return any(m.start() < at < m.end() for m in _NAME.finditer(text, max(0, at - 30), at + 30))


def _trim(text: str, start: int, end: int) -> Range:
    """The range without white space at its ends, nor the marks that only close a sentence."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and _PLAIN_WORD.search(text, start, end - 1):
        end -= 1
    return start, end


def _context(window: Encoding) -> Range:
    """The range of the window's tokens that are the passage's."""
    belongs = [i for i, sequence in enumerate(window.sequence_ids) if sequence == 1]
    return (belongs[0], belongs[-1] + 1) if belongs else (0, 0)


def _touching(offsets: Sequence[Range], shown: Range, place: Range) -> Range:
    """Which of the tokens *shown*, whose places are *offsets*, touch *place* of the passage."""
    first, last = shown
    touching = [
        i for i in range(first, last)
        if offsets[i][0] < place[1] and place[0] < offsets[i][1]
    ]  # fmt: skip
    return (touching[0], touching[-1] + 1) if touching else (0, 0)


MEND = "To mend it, fetch the file again: git checkout -- qa/weights (or download Attest anew)."


def _check(folder: Path) -> None:
    """Every file the card names is there and is the one it names."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        files: dict[str, str] = card["sha256"]
        expected_sums = {name: files[name] for name in FILES}
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

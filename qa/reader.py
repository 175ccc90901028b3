"""The extractive reader: a question and a passage into the exact words, or into "not here".

The model gives every token of a passage two numbers: how well an answer could start there, and
how well it could end there. A span is worth the sum of the two at its ends; the null answer is
worth the same sum at position 0 (Devlin et al. 2019, section 4.3; unanswerable questions as in
SQuAD 2.0, Rajpurkar et al. 2018). Start and end are searched together, so that an end never
comes before its start, and only inside the passage, so that the question is never quoted back.

A word that a line's end parts is read whole; a span of it is the words as they are printed.

Scores are plain sums, not normalised within a passage, so they compare across passages. A small
model reads every passage; a larger one, which tells better what is not here, reads the few that
the small one found best, and there their logits are averaged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.article import Article, Passage, Range
from index.chunk import inside_letter, unbreakable
from index.hyphens import Joined, join, parted_words
from qa.question import Wants, wants
from qa.windows import Logits, SpanModel, Window

WEIGHTS = Path(__file__).parent / "weights"
# A card names here the folder beside it with the weights that read closely.
CLOSELY_BY = "closely"

# How many passages the larger model reads, and its share in the logits there. Of the 48 and 16
# questions for tuning, one passage or four are as good as two, and a share of 0.3 or 0.7 little
# worse than half: right spans against all others AUC 0.77 without it, 0.84 with.
CLOSELY = 2
SHARE = 0.5

# As many passages as are read for a question (``Settings.read``).
PASSAGES = 12

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How spans are cut: at most *longest* tokens, the *most* best of a window, dates whole."""

    longest: int
    most: int
    dates: bool


class OnnxReader:
    """A small model that reads everything, and a larger one for what that found best.

    Not safe to share between threads.
    """

    model = SpanModel

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Open the weights of *folder*, and the larger ones that its card names, if it does.

        Raises:
            ReaderError: a file of them is missing, truncated or altered.
        """
        self._quick = self.model(folder, at_once=PASSAGES)
        close = self._quick.card.get(CLOSELY_BY)
        self._close = self.model(folder / close, at_once=CLOSELY) if close else None

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
            ReaderError: a model gave no finite score (a damaged weights file).
        """
        decoding = Decoding(longest=longest, most=most, dates=_YEAR.search(question) is None)
        texts = [join(passage.text) for passage in passages]
        windows = self._quick.windows(question, [read.text for read in texts])
        found = [
            list(_spans(passage, read, shown, decoding))
            for passage, read, shown in zip(passages, texts, windows, strict=True)
        ]
        best = [max((span.margin for span in some), default=UNSEEN) for some in found]
        first = sorted(range(len(passages)), key=best.__getitem__, reverse=True)[:CLOSELY]
        close = self._closely(question, [texts[n].text for n in first], [windows[n] for n in first])
        for n, shown in zip(first, close, strict=True):
            found[n] = list(_spans(passages[n], texts[n], shown, decoding))
        spans = [span for some in found for span in some]
        return sorted(spans, key=lambda span: span.margin, reverse=True)

    def weigh(self, question: str, passage: Passage, places: Sequence[Range]) -> list[float]:
        """How well the best span inside each of *places* answers *question*: its margin.

        The places are within ``passage.text``; one that no window shows weighs UNSEEN.

        Raises:
            ReaderError: the model gave no finite score (a damaged weights file).
        """
        margins = [UNSEEN] * len(places)
        read = join(passage.text)
        [windows] = self._quick.windows(question, [read.text])
        for window in windows:
            offsets = [read.place(*at) for at in window.offsets]
            for n, place in enumerate(places):
                first, last = _touching(offsets, place)
                if first < last:
                    (*_, score), *_ = best_spans(
                        window.starts[first:last], window.ends[first:last],
                        longest=LONGEST_FACT, most=1,
                    )  # fmt: skip
                    margins[n] = max(margins[n], score - window.null)
        return margins

    def _closely(
        self, question: str, texts: Sequence[str], quick: Sequence[Sequence[Window]]
    ) -> list[list[Window]]:
        """*quick*, of each of *texts*, blended with what the larger model says of them."""
        if self._close is None:
            return [list(windows) for windows in quick]
        close = self._close.windows(question, texts)
        return [_blended(q, c) for q, c in zip(quick, close, strict=True)]


def _blended(quick: Sequence[Window], close: Sequence[Window]) -> list[Window]:
    """What both models say of the same windows, their logits averaged.

    Both cut text into the same word pieces; where they do not, the larger is believed alone.
    """
    if [window.offsets for window in quick] != [window.offsets for window in close]:
        return list(close)
    return [q.blended(c, SHARE) for q, c in zip(quick, close, strict=True)]


def _spans(
    passage: Passage, read: Joined, windows: Sequence[Window], decoding: Decoding
) -> Iterator[Span]:
    """The best spans of each window of *passage*, whose text was read as *read*."""
    text, within = passage.article.text, (passage.start, passage.end)
    for window in windows:
        for i, j, score in best_spans(
            window.starts, window.ends, longest=decoding.longest, most=decoding.most
        ):
            start, end = read.place(window.offsets[i][0], window.offsets[j][1])
            start, end = passage.start + start, passage.start + end
            start, end = whole(text, start, end, within, dates=decoding.dates)
            if start < end and not _PARAGRAPH.search(text, start, end):
                yield Span(passage=passage, start=start, end=end, score=score, null=window.null)


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


def _touching(offsets: Sequence[Range], place: Range) -> Range:
    """Which of the tokens whose places are *offsets* touch *place* of the passage."""
    touching = [i for i, (start, end) in enumerate(offsets) if start < place[1] and place[0] < end]
    return (touching[0], touching[-1] + 1) if touching else (0, 0)

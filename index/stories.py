"""Which articles are versions of one story: reprints, cut or updated, and the same text again.

An article's words are read five at a time, without case, marks and white space; a quarter of
these runs, chosen by their hash (Broder 1997, "On the resemblance and containment of documents"),
are its prints. Runs that two articles share are chosen in both or in neither, so how much of one
stands in the other is told from the prints alone, also where one is cut short. Of an article's
opening half of the runs are prints of their own: what is printed again opens in the same words,
while lists, boxes and background taken over into another report stand further down. Whether two
articles are one story depends on these two only, and a story is all that hang together so; the
order in which they were added changes nothing.
"""

import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from index.article import Article
from index.chunk import headline_end
from index.hyphens import join

# Sorted, each once: whole numbers below 2**48, and 2**48 more in the opening.
Prints: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

RUN = 5
ONE_IN = 4

# So many words are an article's opening, and one in so many of its runs is a print.
OPENING = 100
OPENING_ONE_IN = 2
_OPENS = 1 << 48

# How much of the shorter stands in the other. Of the pairs read on the half "mending" of
# tests/eval/story_pairs.jsonl 30 are one story; this line alone finds 18, and no other.
SHARED = 0.8
# Less is enough where a third of the opening is the same: 28 are found, with one that is none.
# From 0.3 to 0.4 of the opening and 0.5 to 0.6 of all it is 25 to 28, with none to three.
OPEN_ALIKE = 1 / 3
SHARED_THEN = 0.55
# A short text is soon part of a longer one that is no version of it (a teaser in a list), so with
# fewer words than these in either the whole of both must be alike.
FEW_WORDS = 100
ALIKE = 0.6
# Fewer words have too few runs to go by: such texts are one story if they are the same.
LEAST_WORDS = 50

# A line that credits so many pictures, one in so many words, is a gallery that articles share.
GALLERY = 4
CAPTION = 50

# A version with two thirds of the words of the longest is a full one, not cut short.
FULL = 2 / 3

# A passage stands again in another version if so many of its runs do, and all with a digit.
AGAIN = 0.8

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_AGENCY = re.compile(
    r"/\s?(?:AP|AFP|EPA|Getty|Reuters|Shutterstock|Bloomberg|Xinhua|ZUMA|Redux)\b"
    r"|\((?:AP|AFP|EPA|Reuters|Getty|Yonhap|Xinhua)[ /](?:Photo|Images)[^()]{0,60}\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The ids of a story's versions, the earliest full one first; ``id`` is the lowest of all."""

    id: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sketch:
    """What is kept of an article to compare it by: its prints, and how many words it has."""

    words: int
    prints: Prints


def words_of(text: str) -> list[str]:
    """The words of *text* as they are compared; one parted at a line's end is one again."""
    return _WORD.findall(unicodedata.normalize("NFKC", join(text).text).casefold())


def told_words(article: Article) -> list[str]:
    """The words of an article's body without headline and galleries; of all its text if none."""
    headline = headline_end(article)
    body = [article.text[max(start, headline) : end] for start, end in article.body]
    lines = [line for part in body for line in part.splitlines() if not _is_gallery(line)]
    return words_of("\n".join(lines)) or words_of(article.text)


def sketch_of(words: Sequence[str]) -> Sketch:
    """The sketch of an article of these words; of few words one print alone, that of them all."""
    runs = _runs(words)
    chosen = np.unique(runs[runs % ONE_IN == 0] >> np.uint64(16))
    if len(words) < LEAST_WORDS or not len(chosen):
        whole = zlib.crc32(" ".join(words).encode()) + (len(words) << 32)
        chosen = _mixed(np.array([whole], dtype=np.uint64)) >> np.uint64(16)
        return Sketch(words=len(words), prints=chosen.astype(np.int64))
    first = runs[: OPENING - RUN + 1]
    opening = np.unique(first[first % OPENING_ONE_IN == 0] >> np.uint64(16)) | np.uint64(_OPENS)
    return Sketch(words=len(words), prints=np.concatenate([chosen, opening]).astype(np.int64))


def are_one_story(one: Sketch, other: Sketch) -> bool:
    """Whether the articles of these sketches are versions of one story."""
    shared, opening = _count(np.intersect1d(one.prints, other.prints, assume_unique=True))
    counts, openings = zip(_count(one.prints), _count(other.prints), strict=True)
    if min(one.words, other.words) < FEW_WORDS:
        return shared >= ALIKE * (sum(counts) - shared)
    open_alike = opening >= OPEN_ALIKE * min(openings) > 0
    return shared >= (SHARED_THEN if open_alike else SHARED) * min(counts)


def stories_among(sketches: Mapping[str, Sketch]) -> list[set[str]]:
    """The articles of *sketches* (by id) in stories: all that hang together are one."""
    left, stories = set(sketches), []
    while left:
        waiting = [left.pop()]
        story = set(waiting)
        while waiting:
            one = sketches[waiting.pop()]
            found = {id for id in left if are_one_story(one, sketches[id])}
            left -= found
            story |= found
            waiting += found
        stories.append(story)
    return stories


class Wording:
    """What a text says, run by run, to tell whether it is said again elsewhere."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self._runs = _runs(words)
        with_digit = [bool(_DIGIT.search(word)) for word in words]
        self._exact = self._runs[_any_of(with_digit, len(self._runs))]

    def shared_with(self, other: "Wording") -> int:
        """How many of its runs stand in *other*."""
        return int(np.isin(self._runs, other._runs).sum())

    def stands_in(self, other: "Wording") -> bool:
        """Whether *other* says nearly all of it, and each of its figures in the same words."""
        enough = self.shared_with(other) >= AGAIN * len(self._runs) > 0
        return enough and bool(np.isin(self._exact, other._runs).all())


def _is_gallery(line: str) -> bool:
    """Whether a line holds the captions of a photo gallery, run together."""
    return len(_AGENCY.findall(line)) >= max(GALLERY, len(line.split()) / CAPTION)


def _count(prints: Prints) -> tuple[int, int]:
    """How many of the prints are an article's, and how many those of its opening."""
    before = int(np.searchsorted(prints, _OPENS))
    return before, len(prints) - before


def _runs(words: Sequence[str]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """A hash for each five words that follow each other, in order; the same on every machine."""
    hashes = _mixed(np.fromiter((zlib.crc32(w.encode()) for w in words), dtype=np.uint64))
    count = max(0, len(words) - RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + hashes[place : place + count]
    return _mixed(runs)


def _mixed(numbers: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Every bit spread over all (the finaliser of SplitMix64, Steele et al. 2014)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(31))


def _any_of(marked: Sequence[bool], count: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which of *count* runs hold a marked word."""
    before = np.concatenate([[0], np.cumsum(np.array(marked, dtype=np.int64))])
    return before[RUN : RUN + count] > before[:count]

"""How well a passage meets each word of a claim, in sense and not only in spelling.

Every telling word of the claim is matched with the word of the passage whose vector, in its own
context, is nearest: "ended the day higher" meets "closed up", "cod" is not met by "herring". This
is the recall side of BERTScore (Zhang et al., ICLR 2020), word by word: the worst match tells
whether the passage speaks of the same thing at all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Range
from index.embed import Vectors
from index.words import STOP_WORDS
from qa.claims import Claim
from qa.stems import WORD

# Where each token of a text stands, and its vector there: shape (tokens, dimension), unit length.
EmbedTokens = Callable[[str], tuple[Sequence[Range], Vectors]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How near the words of a claim are met, as cosines: the worst, the two worst, all of them."""

    worst: float
    worst_two: float
    mean: float


# Nothing to meet.
MET = Alignment(worst=1.0, worst_two=1.0, mean=1.0)


def align(claim: Claim, text: str, embed: EmbedTokens) -> Alignment:
    """How well *text* meets the words of *claim* that are no part of a figure."""
    wanted = [
        vector for (start, _), vector in _words(claim.text, embed)
        if not any(figure.start <= start < figure.end for figure in claim.figures)
    ]  # fmt: skip
    given = [vector for _, vector in _words(text, embed)]
    if not wanted or not given:
        return MET
    met = np.sort((np.stack(wanted) @ np.stack(given).T).max(axis=1))
    return Alignment(
        worst=float(met[0]), worst_two=float(met[:2].mean()), mean=float(met.mean())
    )  # fmt: skip


def _words(text: str, embed: EmbedTokens) -> list[tuple[Range, Vectors]]:
    """The telling words of *text*, each with the mean of its tokens, of unit length."""
    places, vectors = embed(text)
    seen = [n for n, (start, end) in enumerate(places) if start < end]
    begins, ends = [places[n][0] for n in seen], [places[n][1] for n in seen]
    found = []
    for match in WORD.finditer(text):
        first, last = bisect_right(ends, match.start()), bisect_left(begins, match.end())
        if first < last and match[0].lower() not in STOP_WORDS:
            mean = vectors[seen[first:last]].mean(axis=0)
            found.append((match.span(), mean / max(float(np.linalg.norm(mean)), 1e-12)))
    return found

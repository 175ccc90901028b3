"""Whether a figure in a passage is about what a claim's figure is about.

"28,500 troops" and "28,500 tonnes" have one value and two subjects. What a figure is about is the
rest of its sentence, and three light witnesses speak to it: the words that claim and sentence
share, the names of the claim that the passage lacks, and the reader, asked with the claim's figure
blanked out, which words of the passage fill the blank. A small logistic model weighs them; it is
fitted by ``python -m qa.training.likeness`` on pairs of claims and passages.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.article import Article, Passage, Range
from index.chunk import sentence_around
from index.words import STOP_WORDS
from qa.claims import Claim
from qa.figures import Figure
from qa.logistic import probability, read_fitted
from qa.polarity import borders
from qa.reader import Span
from qa.stems import WORD, stem, stems

FITTED = Path(__file__).parent / "weights" / "subject.json"

# Beyond this a margin says no more.
MOST_MARGIN = 10.0
# A span the reader does not give at all.
UNREAD = -MOST_MARGIN
# So many words that the passage lacks are as bad as more.
MOST_MISSING = 4
_NEXT_WORD = re.compile(r"[\s-]+([^\W\d_]+)")
# These lead on, and name nothing.
_LINKS = frozenset(
    "after against ago among before between during late later since until within without".split()
)
# As many letters of a name are in those of its people: "Korean", "French" only nearly.
NAME_LETTERS = 4
# Stems of names that papers write in several ways: "U.S.", "United States", "American".
_SPELT_OTHERWISE = stems("America American United States America's Britain British Kingdom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a claim says besides the figure: its telling words, and its names."""

    stems: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The fitted model: what each witness weighs, and from which probability on it is enough.

    To support takes ``support``, to refute ``refute``.
    """

    bias: float
    weights: Mapping[str, float]
    support: float
    refute: float

    def probability(self, known: Mapping[str, float]) -> float:
        """That both figures are about the same thing, 0 to 1."""
        return probability(self.bias, self.weights, known)


@cache
def fitted_likeness(path: Path = FITTED) -> Likeness:
    """The model that ships.

    Raises:
        ReaderError: its file is missing, truncated or altered.
    """
    return Likeness(**read_fitted(path, "support", "refute"))


def subject_of(claim: Claim, figure: Figure) -> Subject:
    rest = f"{claim.text[: figure.start]} {claim.text[figure.end :]}"
    for other in claim.figures:
        rest = rest.replace(other.text, " ")
    return Subject(stems=stems(rest), names=names(rest))


def features(
    subject: Subject, claimed: Figure, reported: Figure, passage: Passage, spans: Sequence[Span]
) -> dict[str, float]:
    """What speaks for *reported* being about *subject*; *spans* fill the blank in *passage*.

    The places of *reported* are within the passage's text.
    """
    text = passage.text
    start, end = sentence_around(text, reported.start, reported.end, within=(0, len(text)))
    setting = f"{passage.article.title} {text}"
    given = stems(setting)
    return {
        "sentence": _share(subject.stems, stems(text[start:end])),
        "passage": _share(subject.stems, given),
        "missing": min(MOST_MISSING, len(subject.stems - given)) / MOST_MISSING,
        "strange": 1 - _share(subject.names, names(setting) | given),
        "margin": _margin(spans, passage, reported) / MOST_MARGIN,
        "picked": float(bool(spans) and _overlaps(spans[0], passage, reported)),
        "noun": _nouns(claimed, reported),
    }


def names_strangers(subject: Subject, article: Article) -> bool:
    """Whether *subject* has a name that *article* never writes, in its first letters at least.

    "Korea" is met by "Korean". Of the pairs set apart for tuning, no supported or refuted claim
    has such a name.
    """
    told = f"{article.title} {article.publisher or ''} {article.text}".lower()
    return any(name[:NAME_LETTERS] not in told for name in subject.names - _SPELT_OTHERWISE)


def told_of_another(
    claim: Claim, claimed: Figure, sentence: str, reported: Figure, figures: Sequence[Figure]
) -> bool:
    """Whether *sentence* gives the claim's subject to another figure than *reported*.

    "Lake Orrin stood at 42 per cent, Upper Sella at 37 and Brack Mere at 28" has three figures of
    one kind, each after the words that say whose it is; "a 40-minute crossing into a six-minute
    drive" has two, each before its thing. The places of *figures* are those within *sentence*.
    """
    rivals = [f for f in figures if f.kind is reported.kind and f != reported]
    wanted = stems(_head(claim.text, claimed, claim.figures) or claim.text)
    own = stems(_head(sentence, reported, figures) or "")
    heads = [stems(_head(sentence, rival, figures) or "") for rival in rivals]
    foreign = bool(own - wanted) and len(wanted & own) * 2 <= len(own)
    if foreign and any(
        len(wanted & head) * 2 > len(head) and wanted & head - own for head in heads
    ):
        return True
    thing, here = _thing(claim.text, claimed), _thing(sentence, reported)
    return bool(thing and here and thing != here) and thing in [_thing(sentence, f) for f in rivals]


def _thing(sentence: str, figure: Figure) -> str | None:
    """The stem of the telling word right behind *figure*: "a six-minute drive"."""
    behind = _NEXT_WORD.match(sentence, figure.end)
    found = behind and behind[1].lower() not in _LINKS and stems(behind[1])
    return next(iter(found)) if found else None


def _head(sentence: str, figure: Figure, figures: Iterable[Figure]) -> str | None:
    """The words that lead to *figure*, from where the one of its kind before it is done with.

    None if no border of clauses stands between the two.
    """
    before = max((f.end for f in figures if f.kind is figure.kind and f.end <= figure.start),
                 default=0)  # fmt: skip
    cuts = [cut for cut in borders(sentence) if before <= cut <= figure.start]
    if not before:
        return sentence[: figure.start]
    return sentence[cuts[0] : figure.start] if cuts else None


def names(text: str) -> frozenset[str]:
    """The stems of words that *text* writes large, but for its first."""
    found = list(WORD.finditer(text))
    large = (m[0] for m in found[1:] if m[0][0].isupper() and m[0].lower() not in STOP_WORDS)
    return frozenset(stem(word.lower()) for word in large)


def _share(wanted: Iterable[str], given: frozenset[str]) -> float:
    """How much of *wanted* is in *given*, 0 to 1; all of it if nothing is wanted."""
    every = list(wanted)
    return sum(word in given for word in every) / len(every) if every else 1.0


def _margin(spans: Sequence[Span], passage: Passage, figure: Figure) -> float:
    found = [span.margin for span in spans if _overlaps(span, passage, figure)]
    return max(UNREAD, min(MOST_MARGIN, max(found, default=UNREAD)))


def _overlaps(span: Span, passage: Passage, figure: Figure) -> bool:
    place: Range = (passage.start + figure.start, passage.start + figure.end)
    return span.passage.id == passage.id and span.start < place[1] and place[0] < span.end


def _nouns(claimed: Figure, reported: Figure) -> float:
    """1 if both count the same thing, -1 if they count different ones, 0 if one does not say."""
    if claimed.noun is None or reported.noun is None:
        return 0.0
    return 1.0 if claimed.noun == reported.noun else -1.0

"""Whether a figure in a passage is about what a claim's figure is about.

"28,500 troops" and "28,500 tonnes" have one value and two subjects. What a figure is about is the
rest of its sentence, and four light witnesses speak to it: the words that claim and sentence
share; how near in sense the passage comes to each word of the claim (``qa.alignment``); the
claim's other figures, met in the same sentence or not; and the reader, asked with question words
in the place of the claim's figure, how well each figure of the passage answers.

Two small logistic models weigh them, because two different things are to be told. Where values
agree, the question is whether the passage speaks of another thing that happens to have the same
figure: the words decide. Where they differ, it is whether this figure, of all in the passage,
stands where the claim's should: the reader decides. Both are fitted by ``python -m
qa.training.likeness`` on pairs of claims and passages.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.article import Article, Passage
from index.chunk import sentence_around
from index.words import STOP_WORDS
from qa.agreement import AGREE, relation_of
from qa.alignment import Alignment
from qa.claims import Claim
from qa.figures import Figure
from qa.logistic import Logistic
from qa.polarity import borders
from qa.stems import WORD, stem, stems

FITTED = Path(__file__).parent / "weights" / "subject.json"

# Beyond this a margin says no more.
MOST_MARGIN = 15.0
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
    """What a claim says besides the figure: its telling words, its names, its other figures."""

    stems: frozenset[str]
    names: frozenset[str]
    others: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the models say of a passage: how well it meets the claim's words, and the margin with
    which each of its figures answers the claim's question.
    """

    met: Alignment
    margins: Mapping[Figure, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The fitted models: for figures that agree with the claim's, and for those that differ."""

    agreeing: Logistic
    differing: Logistic


@cache
def fitted_likeness(path: Path = FITTED) -> Likeness:
    """The models that ship.

    Raises:
        ReaderError: their file is missing, truncated or altered.
    """
    agreeing, differing = Logistic.read(path, "agreeing", "differing")
    return Likeness(agreeing=agreeing, differing=differing)


def subject_of(claim: Claim, figure: Figure) -> Subject:
    others = tuple(other for other in claim.figures if other != figure)
    rest = f"{claim.text[: figure.start]} {claim.text[figure.end :]}"
    for other in others:
        rest = rest.replace(other.text, " ")
    return Subject(stems=stems(rest), names=names(rest), others=others)


def features(
    subject: Subject, claimed: Figure, reported: Figure, passage: Passage, heard: Heard
) -> dict[str, float]:
    """What speaks for *reported* being about *subject*, each from 0 to 1 or from -1 to 1.

    The places of *reported*, and of the figures whose margins were *heard*, are within the
    passage's text.
    """
    text = passage.text
    start, end = sentence_around(text, reported.start, reported.end, within=(0, len(text)))
    setting = f"{passage.article.title} {text}"
    given = stems(setting)
    beside = [f for f in heard.margins if start <= f.start and f.end <= end and f != reported]
    company = _company(subject, beside)
    margin = _clipped(heard.margins[reported])
    rivals = [_clipped(heard.margins[f]) for f in heard.margins
              if f.kind is reported.kind and f != reported]  # fmt: skip
    return {
        "sentence": _share(subject.stems, stems(text[start:end])),
        "passage": _share(subject.stems, given),
        "missing": min(MOST_MISSING, len(subject.stems - given)) / MOST_MISSING,
        "strange": 1 - _share(subject.names, names(setting) | given),
        "worst": heard.met.worst,
        "worst_two": heard.met.worst_two,
        "mean": heard.met.mean,
        "company": company,
        "lonely": float(bool(subject.others) and not company),
        "margin": margin,
        "lead": margin - max(rivals, default=-1.0),
        "noun": _nouns(claimed, reported),
    }


def _company(subject: Subject, beside: Sequence[Figure]) -> float:
    """How many of the claim's other figures stand *beside* the one reported, 0 to 1."""
    met = [any(relation_of(other, figure) in AGREE for figure in beside)
           for other in subject.others]  # fmt: skip
    return sum(met) / len(met) if met else 0.0


def _clipped(margin: float) -> float:
    return max(-MOST_MARGIN, min(MOST_MARGIN, margin)) / MOST_MARGIN


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


def _nouns(claimed: Figure, reported: Figure) -> float:
    """1 if both count the same thing, -1 if they count different ones, 0 if one does not say."""
    if claimed.noun is None or reported.noun is None:
        return 0.0
    return 1.0 if claimed.noun == reported.noun else -1.0

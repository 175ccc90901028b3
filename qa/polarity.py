"""What turns a sentence round without touching its figures: direction, denial, and mere intent.

"Rose to 5.5 percent" and "fell to 5.5 percent" share every figure, as do "agreed" and "did not
agree", "paid" and "offered to pay", "will hire" and "will dismiss", "the present deal" and "the
next deal". These are told by closed lists of words; a sentence that goes both ways goes neither,
and it is for the figures alone to say. "In Japan" and "in South Korea", "Seoul pays Washington" and
"Washington pays Seoul" are told by the names.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from index.article import Range
from index.words import STOP_WORDS
from qa.figures.months import MONTHS, WEEKDAYS
from qa.stems import WORD, stem, stems

_UP = frozenset(
    """rise rises rose risen rising raise raises raised raising increase increases increased
    increasing grow grows grew grown growing gain gains gained climb climbs climbed climbing jump
    jumped surge surged soar soared add adds added higher more larger bigger longer up
    create creates created creating expand expanded doubled
    tripled won beat profit profits surplus strengthened""".split()
)
_DOWN = frozenset(
    """fall falls fell fallen falling drop drops dropped dropping decline declines declined
    declining decrease decreases decreased decreasing cut cuts cutting reduce reduces reduced
    reducing lower lowers lowered shrink shrank shrunk slide slid slip slipped sink sank plunge
    plunged tumble tumbled lose loses lost loss losses shed less fewer smaller shorter down
    halved deficit weakened""".split()
)
# These say how sure a number is, not where it went.
_HEDGES = re.compile(r"\b(?:up to|(?:more|less|fewer) than)(?=\W+(?:\d|an?\b|half\b))", re.I)
# "Shut off" goes nowhere.
_TAKEN_OFF = re.compile(r"(?:\d|illion|percent|per cent) off\b")
# Two events of which a figure may well tell one and not the other.
_OTHER_EVENTS = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("begin begins began begun start starts started", "end ends ended ending stop stops"),
        ("open opens opened opening reopen reopened", "close closes closed closing shut"),
        ("hire hires hired hiring recruit recruits recruited",
         "fire fires fired dismiss dismisses dismissed sack sacks sacked"),
        ("kill kills killed died dead deaths",
         "hurt injure injures injured wounded treated survived rescued"),
        ("import imports imported importing", "export exports exported exporting"),
        ("buy buys bought buying", "sell sells sold selling"),
        ("lend lends lent lending", "borrow borrows borrowed borrowing"),
        ("save saves saved saving", "waste wastes wasted wasting"),
        ("early ahead", "late delayed"),
        ("favour favor backed supported", "against opposed"),
        ("highest largest biggest", "lowest smallest fewest"),
    )
)  # fmt: skip
# What stands before a thing is not after it: "before overtime", "after overtime".
_OTHER_SIDES = (("before", "after"), ("with", "without"), ("above", "below"), ("inside", "outside"))
# "Next week" and the like are dates, not another deal.
_SPAN_OF_TIME = r"(?! (?:year|month|week|day|quarter|spring|summer|autumn|fall|winter)s?\b)"
_TIMES = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        "present|current|existing",
        rf"next{_SPAN_OF_TIME}|upcoming|future",
        rf"previous{_SPAN_OF_TIME}|former|preceding",
    )
)
_DENIALS = frozenset(
    """not no never neither nor without cannot deny denies denied refuse refuses refused reject
    rejects rejected fail fails failed""".split()
)
# These deny nothing: "not only", "no more than".
_NO_DENIALS = frozenset("only just merely more less fewer later earlier".split())
_PLACE = re.compile(r"\b[Ii]n ([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})")
_NO_NAMES = STOP_WORDS | MONTHS.keys() | WEEKDAYS.keys()
# A denial reaches so many words on.
_REACH = 4
_INTENTS = frozenset(
    """would could may might should want wants wanted demand demands demanded ask asks asked seek
    seeks sought offer offers offered propose proposes proposed plan plans planned promise promises
    promised expect expects expected hope hopes hoped consider considers considered threaten
    threatens threatened intend intends intended forecast forecasts predict predicts predicted
    urge urges urged call calls called bill reported""".split()
)
# What is said as done. "Will" is neither: papers write it of what is settled.
_DONE = re.compile(
    r"\b(?:has|have|had) (?:already )?(?:agreed|decided|paid|[a-z]+ed|taken|given|won|lost)\b"
    r"|\b(?:paid|pays|pay|agreed|accepted|approved|signed|decided|fell|rose|admitted|dismissed|received)\b",
    re.I,
)


class Turn(StrEnum):
    """How one sentence is turned against another."""

    DIRECTION = "opposite direction"
    DENIAL = "denied"
    DOUBT = "partly turned round"
    INTENT = "intended, not done"
    EVENT = "another event"
    TIME = "another time"
    PLACE = "another place"
    ROLES = "who and whom exchanged"


# The others leave it open whether the claim is true as well.
REFUTING = frozenset((Turn.DIRECTION, Turn.DENIAL))

# Where one clause ends and another begins.
_BORDER = re.compile(
    r"[,;:()—–]\s|\s-\s|\b(?:and|but|while|whereas|although|though|because|after|before|when|which"
    r"|who|that)\b",
    re.I,
)


def turned(claim: str, sentence: str, start: int, end: int) -> Turn | None:
    """How *claim* turns *sentence* round, if it does; its figure stands at start..end there.

    What goes the other way in another clause than the figure's is a doubt, no more; so is what is
    denied there, but if the claim says it with its object ("not renew the lease").
    """
    clause = sentence[slice(*clause_around(sentence, start, end))]
    affirmed = _affirmed(claim)
    if _denied(claim) & _affirmed(sentence) or _denied(clause) & affirmed:
        return Turn.DENIAL
    if any(len(phrase) == 2 and phrase <= affirmed for phrase in _denials(sentence)):
        return Turn.DENIAL
    if _direction(claim) * _direction(clause) < 0:
        return Turn.DIRECTION
    if _denied(sentence) & affirmed or (_denied(claim) and not _denied(sentence)):
        return Turn.DOUBT
    if not _has(_UP | _DOWN, clause) and _direction(claim) * _direction(sentence) < 0:
        return Turn.DOUBT
    if any(_opposed(claim, clause, sentence, *events) for events in _OTHER_EVENTS):
        return Turn.EVENT
    if any(_on_other_side(claim, sentence, *sides) for sides in _OTHER_SIDES):
        return Turn.EVENT
    if _at_another_time(claim, clause):
        return Turn.TIME
    if _elsewhere(claim, sentence, clause):
        return Turn.PLACE
    if _roles_exchanged(claim, sentence):
        return Turn.ROLES
    if _has(_INTENTS, clause) and not _has(_INTENTS, claim) and _DONE.search(claim):
        return Turn.INTENT
    return None


def clause_around(sentence: str, start: int, end: int) -> Range:
    """The clause of *sentence* that start..end is in."""
    cuts = borders(sentence)
    first = max((cut for cut in cuts if cut <= start), default=0)
    return first, min((cut for cut in cuts if cut >= end), default=len(sentence))


def borders(sentence: str) -> list[int]:
    """Where its clauses begin, but for the first."""
    return [m.end() for m in _BORDER.finditer(sentence)]


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def _has(listed: frozenset[str], text: str) -> bool:
    return not listed.isdisjoint(_words(text))


def _direction(text: str) -> int:
    """1 up, -1 down, 0 neither or both."""
    text = _HEDGES.sub(" ", text)
    return _has(_UP, text) - (_has(_DOWN, text) or bool(_TAKEN_OFF.search(text)))


def _opposed(
    claim: str, clause: str, sentence: str, one: frozenset[str], other: frozenset[str]
) -> bool:
    """Whether *claim* has words of *one* and *clause* of *other*, or the other way round.

    Of a clause that has words of neither, the *sentence* speaks.
    """
    said = clause if _has(one | other, clause) else sentence
    ours, theirs = (_has(one, text) - _has(other, text) for text in (claim, said))
    return ours * theirs < 0


def _on_other_side(claim: str, sentence: str, one: str, other: str) -> bool:
    """Whether both name a thing, *one* side of it here and the *other* there."""
    ours = [_behind(side, claim) for side in (one, other)]
    theirs = [_behind(side, sentence) for side in (one, other)]
    return any(ours[side] & theirs[1 - side] - theirs[side] for side in (0, 1))


def _behind(word: str, text: str) -> frozenset[str]:
    """The stems of the telling words right behind *word*."""
    return stems(" ".join(after for before, after in pairwise(_words(text)) if before == word))


def _at_another_time(claim: str, clause: str) -> bool:
    ours, theirs = ({t for t in _TIMES if t.search(text)} for text in (claim, clause))
    return bool(ours and theirs) and not ours & theirs


def _elsewhere(claim: str, sentence: str, clause: str) -> bool:
    """Whether *clause* is "in" a place that *claim* does not name, and the other way round."""
    ours, theirs = _places(claim), _places(clause)
    return bool(ours and theirs) and not (ours & stems(sentence) or theirs & stems(claim))


def _places(text: str) -> frozenset[str]:
    words = (word for match in _PLACE.findall(text) for word in WORD.findall(match))
    return stems(" ".join(word for word in words if word.lower() not in _NO_NAMES))


def _roles_exchanged(claim: str, sentence: str) -> bool:
    """Whether a word that both have follows one name here, and there leads to it.

    "Seoul was paid by" says the same of it from behind, and is left alone.
    """
    ours, theirs = WORD.findall(claim), WORD.findall(sentence)
    if "by" in ours or "by" in theirs:
        return False
    names = _names(ours)
    first = {name: i for i, name in reversed(names)}
    doers = _doers(theirs)
    for i, word in enumerate(ours):
        doer = doers.get(stem(word)) if word.islower() and stems(word) else None
        if doer and names and names[0][0] < i < first.get(doer, -1):
            return True
    return False


def _doers(words: list[str]) -> dict[str, str]:
    """The name last written before each word, where the word stands first; both are stems."""
    names = dict(_names(words))
    found: dict[str, str] = {}
    doer = None
    for i, word in enumerate(words):
        doer = names.get(i, doer)
        if doer and word.islower():
            found.setdefault(stem(word), doer)
    return found


def _names(words: list[str]) -> list[tuple[int, str]]:
    """The places and stems of the *words* written large, but for dates."""
    large = ((i, w.lower()) for i, w in enumerate(words) if w[0].isupper())
    return [(i, stem(word)) for i, word in large if word not in _NO_NAMES]


def _denied(text: str) -> frozenset[str]:
    """The stems that *text* denies: the first telling word after each denial."""
    words = _words(text)
    after = (_telling(words[i + 1 : i + 1 + _REACH]) for i in _denials_in(words))
    return frozenset(stem for found in after for stem in found[:1])


def _denials(text: str) -> list[frozenset[str]]:
    """The first two telling words after each denial: what is denied, and of what."""
    words = _words(text)
    return [frozenset(_telling(words[i + 1 : i + 1 + 2 * _REACH])[:2]) for i in _denials_in(words)]


def _telling(words: list[str]) -> list[str]:
    return [stem(word) for word in words if stems(word)]


def _denials_in(words: list[str]) -> Iterator[int]:
    return (i for i in range(len(words)) if _is_denial(words, i))


def _is_denial(words: list[str], i: int) -> bool:
    """ "Not", "refused", "doesn't"; "declined to", which else is a fall; "voted … against"."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word in ("decline", "declines", "declined"):
        return after == "to"
    if word == "against":
        return any(before.startswith("vot") for before in words[max(0, i - _REACH) : i])
    return (word in _DENIALS or word.endswith("n't")) and after not in _NO_DENIALS


def _affirmed(text: str) -> frozenset[str]:
    return stems(text) - _denied(text)

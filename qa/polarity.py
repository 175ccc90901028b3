"""What turns a sentence round without touching its figures: direction, denial, and mere intent.

"Rose to 5.5 percent" and "fell to 5.5 percent" share every figure, as do "agreed" and "did not
agree", and "paid" and "offered to pay". Each of the three is told by a closed list of words. A
sentence that goes both ways goes neither: it is then for the figures alone to say.
"""

import re
from enum import StrEnum

from qa.stems import WORD, stem, stems

_UP = frozenset(
    """rise rises rose risen rising raise raises raised raising increase increases increased
    increasing grow grows grew grown growing gain gains gained climb climbs climbed climbing jump
    jumped surge surged soar soared add adds added higher more larger bigger longer up above
    expand expanded doubled tripled won beat profit surplus strengthened""".split()
)
_DOWN = frozenset(
    """fall falls fell fallen falling drop drops dropped dropping decline declines declined
    declining decrease decreases decreased decreasing cut cuts cutting reduce reduces reduced
    reducing lower lowers lowered shrink shrank shrunk slide slid slip slipped sink sank plunge
    plunged tumble tumbled lose loses lost shed less fewer smaller shorter down below off halved
    deficit weakened""".split()
)
_DENIALS = frozenset(
    """not no never neither nor without cannot deny denies denied refuse refuses refused reject
    rejects rejected fail fails failed decline declined""".split()
)
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
    r"|\b(?:paid|pays|pay|agreed|decided|fell|rose|admitted|dismissed|received)\b",
    re.I,
)


class Turn(StrEnum):
    """How one sentence is turned against another."""

    DIRECTION = "opposite direction"
    DENIAL = "denied"
    INTENT = "intended, not done"


# Where one clause ends and another begins.
_BORDER = re.compile(
    r"[,;:()—–]\s|\s-\s|\b(?:and|but|while|whereas|although|though|after|before|when|which|who|that)\b",
    re.I,
)


def turned(claim: str, sentence: str, start: int, end: int) -> Turn | None:
    """How *claim* turns *sentence* round, if it does; its figure stands at start..end there."""
    if _denied(claim) & _affirmed(sentence) or _denied(sentence) & _affirmed(claim):
        return Turn.DENIAL
    clause = clause_around(sentence, start, end)
    if _direction(claim) * _direction(clause) < 0:
        return Turn.DIRECTION
    if _has(_INTENTS, clause) and not _has(_INTENTS, claim) and _DONE.search(claim):
        return Turn.INTENT
    return None


def clause_around(sentence: str, start: int, end: int) -> str:
    cuts = [m.end() for m in _BORDER.finditer(sentence)]
    first = max((cut for cut in cuts if cut <= start), default=0)
    last = min((cut for cut in cuts if cut >= end), default=len(sentence))
    return sentence[first:last]


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def _has(listed: frozenset[str], text: str) -> bool:
    return any(word in listed for word in _words(text))


def _direction(text: str) -> int:
    """1 up, -1 down, 0 neither or both."""
    return _has(_UP, text) - _has(_DOWN, text)


def _denied(text: str) -> frozenset[str]:
    """The stems that *text* denies: the first telling word after each denial."""
    words = _words(text)
    found = set()
    for i, word in enumerate(words):
        if word in _DENIALS or word.endswith("n't"):
            after = [w for w in words[i + 1 : i + 1 + _REACH] if stems(w)]
            found |= {stem(w) for w in after[:1]}
    return frozenset(found)


def _affirmed(text: str) -> frozenset[str]:
    return stems(text) - _denied(text)

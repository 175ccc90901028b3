"""Words as they are compared: lower case, without the endings that grammar gives them.

A light stemmer in the manner of Porter's first steps (1980): "pays" and "paying" meet, "paid" and
"pay" do not. Words that stand in nearly every sentence about a figure tell nothing and are left
out.
"""

import re

from index.words import STOP_WORDS

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS = ("'s", "’s", "ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")
_COMMON = frozenset(
    "year years month months week weeks day days annually yearly per nearly almost about around "
    "least roughly some said say says according percent per cent million billion trillion".split()
)


def stems(text: str) -> frozenset[str]:
    """The telling words of *text*, without their endings."""
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(stem(w) for w in words if w not in STOP_WORDS and w not in _COMMON)


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word

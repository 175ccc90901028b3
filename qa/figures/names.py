"""What looks like a figure and is none: "Article 9", "No. 10", "Boeing 737", "World War II".

A name is told by its shape (see ``codes``) or by the words around its number. What is a name is
never read as a figure.
"""

import re

from qa.figures.codes import linked, number_code, numbered_unit, telephone, word_code
from qa.figures.hedges import HEDGE_WORDS
from qa.figures.months import MONTHS, WEEKDAYS
from qa.figures.name_words import (
    AFTER_A_NAME,
    ANY_CASE_PHRASES,
    CAPITAL_HEADS,
    HEADS,
    PHRASES,
    ROMAN_HEADS,
    WEAK_HEADS,
)
from qa.figures.nouns import looks_plural
from qa.figures.number_words import ORDINALS, SCALES, SMALL, TENS
from qa.figures.tokens import (
    DASHES,
    LINK,
    MARK,
    NUMBER,
    WORD,
    Phrases,
    Token,
    past_hyphen,
    starts_sentence,
    touching,
)

_CAPITAL_PHRASES = Phrases(dict.fromkeys(PHRASES, True))
_ANY_PHRASES = Phrases(dict.fromkeys(ANY_CASE_PHRASES, True))
_SMALL_WORDS = frozenset(("of", "&"))
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3}|XL|L)(?:IX|IV|V?I{0,3})")
_POINTED = frozenset("p pp ch art sec fig para vol no nos apt prop".split())
# A number before one of these goes on as a figure: "page 5 million".
_GOES_ON = frozenset(SCALES) | frozenset(
    "% percent per bn years months weeks days hours minutes people dollars euros won yen".split()
)

OPENERS = (
    HEADS | CAPITAL_HEADS | ROMAN_HEADS | frozenset((*SMALL, *TENS, *ORDINALS))
    | _CAPITAL_PHRASES.first_words() | _ANY_PHRASES.first_words()
)  # fmt: skip


def read_name(tokens: list[Token], i: int) -> int | None:
    """Where the name that begins at token *i* ends, or None if none begins there."""
    token = tokens[i]
    if token.kind == LINK:
        return i + 1
    if token.kind == NUMBER:
        return _phrase(tokens, i) or number_code(tokens, i)
    if token.kind == WORD:
        return _word_name(tokens, i)
    if token.text in ("+", "("):
        return telephone(tokens, i, i + 1)
    if token.text in ("#", "@", "№") and tokens[i + 1].kind in (NUMBER, WORD):
        return i + 2 if touching(tokens, i + 1) else None
    return None


def _word_name(tokens: list[Token], i: int) -> int | None:
    named = None
    if tokens[i].low in OPENERS:
        named = _phrase(tokens, i) or _headed(tokens, i) or _capital_numeral(tokens, i)
    return named or word_code(tokens, i) or _roman(tokens, i) or _followed_by_number(tokens, i)


def _phrase(tokens: list[Token], i: int) -> int | None:
    found = _ANY_PHRASES.at(tokens, i)
    if found is None:
        found = _CAPITAL_PHRASES.at(tokens, i)
        end = found[1] if found else i
        large = [t for t in tokens[i:end] if t.kind == WORD and t.low not in _SMALL_WORDS]
        if not all(token.capital for token in large):
            return None
    if found is None or (touching(tokens, found[1]) and tokens[found[1]].kind in (WORD, NUMBER)):
        return None
    return found[1]


def _headed(tokens: list[Token], i: int) -> int | None:
    """ "Article 9", "pp. 3-4", "No. 10", "Boeing 737", "Formula One", "Title IX"."""
    low, printed = tokens[i].low, tokens[i].text
    if low not in HEADS and not (low in CAPITAL_HEADS and printed != low):
        return None
    at = i + 1
    if tokens[at].text == "." and touching(tokens, at) and len(low) <= 4:
        at += 1
    elif low in _POINTED and not (low in ("no", "nos") and tokens[i].capital):
        return None
    if low == "number" and looks_plural(tokens[i - 1].low):
        return None
    if tokens[at].low in ("no", "number"):
        at += 2 if tokens[at + 1].text == "." else 1
    end = _numbered(tokens, at, low)
    return None if end is None or _counts_on(tokens, end, weak=low in WEAK_HEADS) else end


def _numbered(tokens: list[Token], i: int, low: str) -> int | None:
    """Where the number of a numbered thing ends, with those that follow: "Articles 5 and 6"."""
    token = tokens[i]
    if SMALL.get(token.low):
        return i + 1 if low not in _POINTED else None
    if token.kind == WORD and token.capital and touching(tokens, i + 1):
        coded = tokens[past_hyphen(tokens, i + 1)].kind == NUMBER
        return linked(tokens, i) if coded else None
    if token.kind != NUMBER or "," in token.text:
        return None
    end = linked(tokens, i)
    several = low.endswith("s") or low == "pp"
    while several and tokens[end].low in ("and", ",", "to", "-", "–"):
        if tokens[end + 1].kind != NUMBER:
            break
        end += 2
    ranged = tokens[end].text in DASHES and touching(tokens, end) and touching(tokens, end + 1)
    return end + 2 if ranged and tokens[end + 1].kind == NUMBER else end


def _counts_on(tokens: list[Token], i: int, *, weak: bool) -> bool:
    low = tokens[past_hyphen(tokens, i)].low
    return low in _GOES_ON or (weak and tokens[i].kind == WORD and looks_plural(low))


def _capital_numeral(tokens: list[Token], i: int) -> int | None:
    """ "Ninth Circuit", "Third Symphony", "Nineteen Eighty-Four": in capitals inside a sentence."""
    token, after = tokens[i], tokens[i + 1]
    if not (token.capital and after.capital and after.kind == WORD):
        return None
    if token.low in ORDINALS:
        if after.low in ("quarter", "half") or after.low in MONTHS:
            return None
        return numbered_unit(tokens, i) or (None if starts_sentence(tokens, i) else i + 2)
    spelled_year = SMALL.get(token.low, 0) > 10 and after.low in TENS
    if not spelled_year:
        return None
    unit = past_hyphen(tokens, i + 2)
    return unit + 1 if unit > i + 2 and tokens[unit].low in SMALL else i + 2


def _roman(tokens: list[Token], i: int) -> int | None:
    """ "Title IX", "Henry VIII", "Phase III"."""
    named, number = tokens[i].low in ROMAN_HEADS, tokens[i + 1]
    if not (tokens[i].capital or named) or number.kind != WORD:
        return None
    if not number.text.isupper() or not _ROMAN.fullmatch(number.text):
        return None
    numbered = len(number.text) > 1 and not tokens[i].text.isupper()
    return i + 2 if named or numbered else None


def _followed_by_number(tokens: list[Token], i: int) -> int | None:
    """ "Charter 77 had": a word in capitals and a bare number that counts nothing."""
    token, number, after = tokens[i], tokens[i + 1], tokens[i + 2]
    if number.kind != NUMBER or not token.capital or touching(tokens, i + 1):
        return None
    plain = number.text.isdecimal() and 2 <= len(number.text) <= 3 and len(token.text) > 2
    known = token.low in HEDGE_WORDS or token.low in MONTHS or token.low in WEEKDAYS
    if not plain or known or starts_sentence(tokens, i) or token.text.isupper():
        return None
    return i + 2 if after.low in AFTER_A_NAME and after.kind != MARK else None

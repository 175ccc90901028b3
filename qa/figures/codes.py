"""Names told by their shape: "F-35", "10:30 a.m.", "+82 2 398 3114", "v2.3.1", "10 Downing Street".

Letters that touch digits make a code unless they are a currency, a unit or a scale; three numbers
joined by hyphens make one unless they are a date.
"""

import re

from qa.figures.currencies import CODES, PREFIXES, SIGNS
from qa.figures.number_words import ORDINAL_ENDINGS
from qa.figures.tokens import BREAK, HYPHENS, MARK, NUMBER, WORD, Token, past_hyphen, touching

# No name has more tokens.
_LONGEST = 24

# Prefixes of a number, in front of a hyphen, that make no code: "Mid-2019", "Top-10".
_PREFIXES = frozenset(
    "mid pre post late early since under over top sub near plus about nearly from between to and "
    "or magnitude all inter ex non anti pro max min age aged circa last next best jan feb mar apr "
    "may jun jul aug sep sept oct nov dec".split()
)
# Letters that may touch a number's end without making it a code.
_ENDINGS = frozenset(
    "st nd rd th s x bn mn mln mio bln tn trn trln cr k m b p year years yr yrs sec secs min mins "
    "hr hrs day days week weeks month months percent pct dollars euros yen won pounds million "
    "billion trillion thousand lakh crore ft lb lbs oz mi yd ha odd plus strong bp bps pp ppt c f "
    "l t v w g mg kg kgs km kms cm mm ml mph kph kmh kw mw gw tw kwh mwh gwh twh gb mb tb kb pb "
    "hz khz mhz ghz db hp mp nm kt mbps gbps hpa msv bq gal bbl bpd kcal q fold ppm ppb km² m² "
    "km³ m³ ½ ¼ ¾ ⅓ ⅔ ⅛ eur usd".split()
)
# In capitals these are sizes, companies and networks: "4K TV", "3M Co", "5G".
_NOT_IN_CAPITALS = frozenset(("G", "X", "S", "D", "T"))
_SCREENS = frozenset("tv tvs video display".split())

_CLOCKS = frozenset(("am", "pm", "a.m.", "p.m.", "o'clock", "o’clock"))
_ZONES = frozenset("gmt utc kst jst est edt pst pdt cet cest bst ist et ct pt hours hrs".split())
_CALLS = frozenset("call called calling dial dialed dialled dialing phone".split())
_AFTER_ORDINAL = frozenset(
    "street avenue fleet army infantry division airborne cavalry brigade regiment battalion wing "
    "squadron circuit precinct amendment corps marine armored armoured reich republic estate lady "
    "minister bureau century".split()
)
_STREETS = frozenset(
    "street avenue road lane boulevard drive square place court st ave rd blvd ln dr way terrace "
    "crescent".split()
)
_EUROPEAN_OR_DAY = re.compile(
    r"\d{1,3}(?:[.．]\d{3}){2,}(?:,\d+)?|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}\.\d{1,2}\.\d{1,2}"
)
_MOST_DIGITS = 40
_IN_TELEPHONES = HYPHENS | {"(", ")"}


def number_code(tokens: list[Token], i: int) -> int | None:
    """Where the code, clock, telephone number or address that begins with number *i* ends."""
    return (
        _bullet(tokens, i)
        or _clock(tokens, i)
        or _joined(tokens, i)
        or _version(tokens, i)
        or _letters_after(tokens, i)
        or numbered_unit(tokens, i)
        or _address(tokens, i)
        or telephone(tokens, i, i)
        or _dialled(tokens, i)
    )


def word_code(tokens: list[Token], i: int) -> int | None:
    """ "F-35", "COVID-19", "G20", "iPhone12", "v2.3.1", "H1N1"; an address of electronic mail."""
    return _code(tokens, i) or _mail(tokens, i)


def linked(tokens: list[Token], i: int) -> int:
    """Where the letters and numbers end that touch each other from *i* on: "F-35A", "401(k)"."""
    end = i + 1
    while end < i + _LONGEST and touching(tokens, end):
        if tokens[end].kind in (WORD, NUMBER):
            end += 1
        elif past_hyphen(tokens, end) > end and _continues(tokens[end + 1]):
            end += 2
        else:
            break
    return _past_brackets(tokens, end)


def _continues(token: Token) -> bool:
    """Whether a code goes on behind a hyphen: in digits or a few capitals."""
    return token.kind == NUMBER or (token.capital and len(token.text) <= 4)


def _past_brackets(tokens: list[Token], i: int) -> int:
    """Past the brackets of "401(k)" and "Section 230(c)(1)"."""
    while tokens[i].text == "(" and touching(tokens, i) and tokens[i + 2].text == ")":
        if len(tokens[i + 1].text) > 3:
            break
        i += 3
    return i


def _code(tokens: list[Token], i: int) -> int | None:
    token = tokens[i]
    if not touching(tokens, i + 1) or (touching(tokens, i) and tokens[i - 1].kind == NUMBER):
        return None
    at = past_hyphen(tokens, i + 1)
    if at == i + 1:
        return linked(tokens, i) if _letters_make_code(tokens, i) else None
    if token.text in CODES or token.low in _PREFIXES or token.text == token.low:
        return None
    tail = _continues(tokens[at]) and past_hyphen(tokens, at + 1) > at + 1
    numbered = tokens[at].kind == NUMBER or (tail and tokens[at + 2].kind == NUMBER)
    return linked(tokens, i) if numbered else None


def _letters_make_code(tokens: list[Token], i: int) -> bool:
    """Whether letters that touch the number after them make a code: not "USD5", "Q3", "H1"."""
    token, after = tokens[i], tokens[i + 1]
    if after.kind != NUMBER or token.text in CODES or token.text in PREFIXES:
        return False
    if token.low in ("rs", "fy"):
        return False
    part = {"q": ("1", "2", "3", "4"), "h": ("1", "2")}.get(token.low, ())
    return not (after.text in part and not (touching(tokens, i + 2) and tokens[i + 2].kind == WORD))


def _mail(tokens: list[Token], i: int) -> int | None:
    end, at_sign = i + 1, False
    while end < i + _LONGEST and touching(tokens, end):
        at_sign = at_sign or tokens[end].text == "@"
        if tokens[end].kind not in (WORD, NUMBER) and tokens[end].text not in tuple("-‑.@_"):
            break
        end += 1
    while tokens[end - 1].kind == MARK:
        end -= 1
    return end if at_sign and end > i + 1 else None


def _bullet(tokens: list[Token], i: int) -> int | None:
    """ "1." or "2)" at the start of a text or of a paragraph."""
    before, mark = tokens[i - 1], tokens[i + 1]
    first = before.kind == BREAK or before.start > tokens[i].start
    marked = mark.text in (".", ")") and touching(tokens, i + 1) and not touching(tokens, i + 2)
    return i + 2 if first and marked and len(tokens[i].text) <= 2 else None


def _clock(tokens: list[Token], i: int) -> int | None:
    """ "10:30 a.m.", "7pm", "5 o'clock", "0730 GMT"."""
    end = i + 1
    while end < i + 6 and tokens[end].text == ":" and tokens[end + 1].kind == NUMBER:
        if not (touching(tokens, end) and touching(tokens, end + 1)):
            break
        end += 2
    token, zone = tokens[i], tokens[end]
    if zone.low in _CLOCKS:
        return end + 1
    military = len(token.text) == 4 and token.text.isdecimal() and zone.text.isupper()
    if zone.low in _ZONES and (end > i + 1 or military):
        return end + 1
    return end if end > i + 1 else None


def _joined(tokens: list[Token], i: int) -> int | None:
    """Three or more numbers joined by hyphens, and telephone numbers of two: "555-0143"."""
    end, count = i + 1, 1
    while count < _LONGEST and past_hyphen(tokens, end) > end:
        follower = tokens[end + 1]
        if not (follower.kind == NUMBER or follower.text.isupper()):
            break
        end, count = end + 2, count + 1
    lengths = [len(token.text) for token in tokens[i:end] if token.kind == NUMBER]
    if count >= 3 and len(lengths) >= 2 and not _is_day(lengths):
        return linked(tokens, end - 1)
    local = count == 2 and lengths == [3, 4] and not tokens[i + 2].text.endswith("00")
    return end if local else None


def _is_day(lengths: list[int]) -> bool:
    """ "2019-11-23" and "11-23-2019" are dates."""
    return len(lengths) == 3 and max(lengths) == 4 and lengths[1] <= 2 and min(lengths) <= 2


def _version(tokens: list[Token], i: int) -> int | None:
    """ "2.3.1", "192.168.0.1", "007", a serial number; not "1.234.567" nor "23.11.2019"."""
    printed = tokens[i].text
    if len(printed) > _MOST_DIGITS:
        return linked(tokens, i)
    if printed.count(".") >= 2 and "," not in printed and not _EUROPEAN_OR_DAY.fullmatch(printed):
        return linked(tokens, i)
    zeros = len(printed) > 2 and printed.isdecimal() and printed.startswith("0")
    return linked(tokens, i) if zeros and telephone(tokens, i, i) is None else None


def _letters_after(tokens: list[Token], i: int) -> int | None:
    """ "5G", "3D", "737 MAX", "4x4", "401(k)", "7-Eleven"."""
    after = tokens[i + 1]
    if not touching(tokens, i + 1):
        return i + 2 if after.text in ("MAX", "Max") and "," not in tokens[i].text else None
    if past_hyphen(tokens, i + 1) > i + 1:
        return i + 3 if tokens[i + 2].text == "Eleven" else None
    if after.text == "(" and tokens[i + 2].kind == WORD:
        end = _past_brackets(tokens, i + 1)
        return end if end > i + 1 else None
    if after.kind != WORD or after.text in CODES:
        return None
    ends = not (touching(tokens, i + 2) and tokens[i + 2].kind == NUMBER)
    if not (ends and after.low in _ENDINGS) or after.text in _NOT_IN_CAPITALS:
        return linked(tokens, i)
    priced = tokens[i - 1].text in SIGNS or tokens[i - 1].text in CODES
    brand = after.text == "M" and tokens[i + 2].capital and not priced
    screen = after.low == "k" and tokens[i + 2].low in _SCREENS
    return i + 2 if brand or screen else None


def numbered_unit(tokens: list[Token], i: int) -> int | None:
    """ "7th Fleet", "42nd Street", "101st Airborne Division", "Ninth Circuit"."""
    digits = tokens[i].kind == NUMBER
    if digits and not (tokens[i + 1].low in ORDINAL_ENDINGS and touching(tokens, i + 1)):
        return None
    at = begin = i + 2 if digits else i + 1
    while tokens[at].capital and tokens[at].kind == WORD and at < begin + 3:
        if tokens[at].low in _AFTER_ORDINAL:
            return at + 1
        at += 1
    return None


def _address(tokens: list[Token], i: int) -> int | None:
    """ "10 Downing Street", "1600 Pennsylvania Avenue"."""
    at = i + 1
    while tokens[at].kind == WORD and tokens[at].capital and at < i + 5:
        if at > i + 1 and tokens[at].low in _STREETS:
            return at + 1
        at += 1
    return None


def telephone(tokens: list[Token], begin: int, i: int) -> int | None:
    """ "+82 2 398 3114", "(202) 555-0143", "02 398 3114": groups of seven digits or more.

    *begin* is at the plus sign or bracket, *i* at the first group.
    """
    sign = tokens[begin].text
    if sign not in ("+", "(") and not sign.startswith("0"):
        return None
    end, digits, groups = i, 0, 0
    while end < i + _LONGEST:
        if tokens[end].kind == NUMBER and tokens[end].text.isdecimal():
            digits, groups = digits + len(tokens[end].text), groups + 1
        elif tokens[end].text not in _IN_TELEPHONES or tokens[end + 1].kind not in (NUMBER, MARK):
            break
        end += 1
    while end > i and tokens[end - 1].kind != NUMBER:
        end -= 1
    if sign == "(" and not (tokens[i + 1].text == ")" and len(tokens[i].text) == 3):
        return None
    if sign == "+" and not touching(tokens, i):
        return None
    return end if groups >= 2 and 7 <= digits <= 15 else None


def _dialled(tokens: list[Token], i: int) -> int | None:
    """ "call 911", "dial 112"."""
    short = len(tokens[i].text) in (3, 4) and tokens[i].text.isdecimal()
    return i + 1 if short and tokens[i - 1].low in _CALLS else None

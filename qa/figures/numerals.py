"""Numbers in digits, in words, and in both: "28,500", "1.2bn", "twenty-one", "half a million".

A numeral is read as it is spoken: a group below a thousand, a scale word, the next group, until
the scales stop falling. "Vague" numerals name only an order of magnitude ("tens of thousands");
their value is the least they can mean.
"""

from decimal import Decimal
from typing import NamedTuple

from qa.figures.digits import EXACT, Written, read_digits
from qa.figures.number_words import (
    FEW,
    LETTER_SCALES,
    ONE,
    OPENERS,
    PARTS,
    PLURALS,
    SCALES,
    SHORT_SCALES,
    SMALL,
    TENS,
    VULGAR,
)
from qa.figures.tokens import NUMBER, Token, past_hyphen, touching

# Told from metres: "40m people", "5m euros", "3m won".
_COUNTED_IN_LETTERS = frozenset("people yen won yuan rand euro usd eur gbp baht".split())


class Numeral(NamedTuple):
    """A number at tokens ``begin`` up to ``end``: ``mantissa`` times ``scale``.

    ``decimals`` counts the mantissa's printed digits behind the point.
    """

    begin: int
    end: int
    mantissa: Decimal
    scale: Decimal = ONE
    decimals: int = 0
    spelled: bool = False
    vague: bool = False
    ambiguous: bool = False

    @property
    def value(self) -> Decimal:
        return EXACT.multiply(self.mantissa, self.scale)

    @property
    def scaled(self) -> bool:
        return self.scale != ONE

    @property
    def step(self) -> Decimal:
        """What one more in the last printed digit adds.

        The zeros that end a whole number of thousands may be rounding, but two digits are not.
        """
        if self.scaled or self.decimals or self.mantissa < 1000:
            return EXACT.multiply(self.scale, Decimal(1).scaleb(-self.decimals))
        digits = str(int(self.mantissa))
        zeros = len(digits) - len(digits.rstrip("0"))
        return Decimal(1).scaleb(min(zeros, len(digits) - 2))


def read_numeral(tokens: list[Token], i: int, *, money: bool = False) -> Numeral | None:
    """The longest numeral that begins at token *i*; *money* if a currency stands before it."""
    if tokens[i].kind == NUMBER or tokens[i].text == ".":
        return _in_digits(tokens, i, money)
    if tokens[i].low in OPENERS:
        return _part_of_scale(tokens, i) or _vague(tokens, i) or _in_words(tokens, i)
    return None


def read_part(tokens: list[Token], i: int) -> Numeral | None:
    """ "half a", "a quarter of a", "half" before a unit: a numeral only if one follows."""
    begin = i
    i = past_hyphen(tokens, i + 1) if tokens[i].low in ("a", "an") else i
    part = PARTS.get(tokens[i].low) if tokens[i].low != "third" else None
    if part is None:
        return None
    end = i + 1
    if tokens[end].low == "of" and tokens[end + 1].low in ("a", "an"):
        end += 1
    at = past_hyphen(tokens, end)
    if tokens[at].low in ("a", "an"):
        end = at + 1
    return Numeral(begin, end, part, decimals=_places(part), spelled=True)


def _places(fraction: Decimal) -> int:
    """How many digits behind the point a fraction would have: a half one, a quarter two."""
    return max(0, -int(fraction.normalize().as_tuple().exponent))


def _in_digits(tokens: list[Token], i: int, money: bool) -> Numeral | None:
    written, end = _digits(tokens, i)
    if written is None:
        return None
    fraction, end = _fraction_after(tokens, end)
    mantissa = EXACT.add(written.value, fraction)
    decimals = max(written.decimals, _places(fraction))
    scale, end = _scale(tokens, end, money)
    ambiguous = written.ambiguous and scale == ONE
    return Numeral(i, end, mantissa, scale, decimals, ambiguous=ambiguous)


def _digits(tokens: list[Token], i: int) -> tuple[Written | None, int]:
    """Digits at *i*; also those that begin with the point: ".5"."""
    if tokens[i].kind == NUMBER:
        return read_digits(tokens[i].text), i + 1
    joined = touching(tokens, i + 1) and not touching(tokens, i)
    if tokens[i + 1].kind == NUMBER and joined:
        return read_digits("0." + tokens[i + 1].text), i + 2
    return None, i


def _fraction_after(tokens: list[Token], i: int) -> tuple[Decimal, int]:
    """ "½", "1/2" or "and a half" after a whole number."""
    if tokens[i].low in VULGAR:
        return VULGAR[tokens[i].low], i + 1
    over = tokens[i : i + 3]
    if over[0].kind == NUMBER and over[1].text == "/" and over[2].text in ("2", "3", "4", "8"):
        part = read_digits(over[0].text)
        whole = Decimal(over[2].text)
        if part and part.value < whole and not touching(tokens, i):
            return EXACT.divide(part.value, whole).quantize(Decimal("0.000001")), i + 3
    return _and_a_part(tokens, i)


def _and_a_part(tokens: list[Token], i: int) -> tuple[Decimal, int]:
    end = i
    for word in (("and",), ("a", "one")):
        end = past_hyphen(tokens, end)
        if tokens[end].low not in word:
            return Decimal(0), i
        end += 1
    end = past_hyphen(tokens, end)
    part = PARTS.get(tokens[end].low)
    return (part, end + 1) if part else (Decimal(0), i)


def _scale(tokens: list[Token], i: int, money: bool) -> tuple[Decimal, int]:
    """The product of the scale words at *i*: "hundred million", "lakh crore", "bn"."""
    scale = ONE
    while True:
        at = past_hyphen(tokens, i)
        factor = SCALES.get(tokens[at].low) or _short_scale(tokens, at, money)
        if factor is None or (scale != ONE and tokens[at].low in LETTER_SCALES):
            return scale, i
        scale, i = scale * factor, at + 1
        if scale > SCALES["quadrillion"] ** 2:
            return scale, i


def _short_scale(tokens: list[Token], i: int, money: bool) -> Decimal | None:
    word = tokens[i].low
    if word in SHORT_SCALES:
        return SHORT_SCALES[word]
    if word not in LETTER_SCALES or not (touching(tokens, i) or money):
        return None
    following = tokens[i + 1].low
    if money or word == "k" or following in _COUNTED_IN_LETTERS or _is_plural(following):
        return LETTER_SCALES[word]
    return None


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us"))


def _in_words(tokens: list[Token], i: int) -> Numeral | None:
    """ "three hundred and five thousand", "two and a half million", "a dozen"."""
    group, end = _group(tokens, i)
    if group is None:
        return None
    part, end = _and_a_part(tokens, end)
    scale, after = _scale(tokens, end, money=False)
    numeral = Numeral(i, after, part + group, scale, _places(part), spelled=True)
    if tokens[i].low in ("a", "an") and not numeral.scaled:
        return numeral if group >= 100 else None
    return _with_lower_groups(tokens, numeral) if numeral.scaled and not part else numeral


def _with_lower_groups(tokens: list[Token], numeral: Numeral) -> Numeral:
    """ "two million" with the "three hundred thousand" that follows it."""
    total, scale, end = numeral.value, numeral.scale, numeral.end
    while scale > 12:
        at = end + 1 if tokens[end].low == "and" else end
        if tokens[at].low in ("a", "an"):
            break
        group, after = _group(tokens, at)
        below, after = _scale(tokens, after, money=False) if group else (ONE, at)
        whole = at == end or (below == ONE and group is not None and group < 100)
        if group is None or not whole or below >= scale or (at > end and scale > 1000):
            break
        total, scale, end = total + group * below, below, after
    if end == numeral.end:
        part, end = _and_a_part(tokens, end)
        mantissa = numeral.mantissa + part
        return numeral._replace(end=end, mantissa=mantissa, decimals=_places(part))
    return numeral._replace(end=end, mantissa=total, scale=ONE)


def _group(tokens: list[Token], i: int) -> tuple[Decimal | None, int]:
    """A number below a thousand in words, or "a" where a scale word must follow."""
    if tokens[i].low in ("a", "an"):
        small, end = 1, i + 1
        if tokens[past_hyphen(tokens, end)].low not in SCALES:
            return None, i
    else:
        small_or_none, end = _below_hundred(tokens, i)
        if small_or_none is None:
            return None, i
        small = small_or_none
    at = past_hyphen(tokens, end)
    if tokens[at].low != "hundred":
        return Decimal(small), end
    rest_at = at + 2 if tokens[at + 1].low == "and" else at + 1
    rest, after = _below_hundred(tokens, rest_at)
    if rest is None:
        return Decimal(100 * small), at + 1
    return Decimal(100 * small + rest), after


def _below_hundred(tokens: list[Token], i: int) -> tuple[int | None, int]:
    word = tokens[i].low
    if word in SMALL:
        return SMALL[word], i + 1
    if word not in TENS:
        return None, i
    at = past_hyphen(tokens, i + 1)
    unit = SMALL.get(tokens[at].low, 0)
    return (TENS[word] + unit, at + 1) if 0 < unit < 10 else (TENS[word], i + 1)


def _part_of_scale(tokens: list[Token], i: int) -> Numeral | None:
    """ "half a million", "a quarter of a billion", "half-million", "half a dozen", "½ million"."""
    part = Numeral(i, i + 1, VULGAR[tokens[i].low]) if tokens[i].low in VULGAR else None
    part = part or read_part(tokens, i)
    if part is None:
        return None
    scale, end = _scale(tokens, part.end, money=False)
    return part._replace(end=end, scale=scale) if scale != ONE else None


def _vague(tokens: list[Token], i: int) -> Numeral | None:
    """ "tens of thousands", "several hundred", "a couple of"; tens and scores only with "of"."""
    low = tokens[i].low
    if low in PLURALS:
        value, end = _plurals(tokens, i)
        named_elsewhere = low in ("tens", "scores") and tokens[i + 1].low != "of"
        return None if named_elsewhere else Numeral(i, end, value, spelled=True, vague=True)
    at = i + 1 if low == "a" else i
    few = FEW.get(tokens[at].low)
    if few is None:
        return None
    scale, end = _scale(tokens, _past_of(tokens, at + 1), money=False)
    if scale != ONE:
        return Numeral(i, end, few * scale, spelled=True, vague=True)
    is_pair = tokens[at].low == "couple" and tokens[at + 1].low == "of"
    return Numeral(i, at + 1, Decimal(few), spelled=True, vague=True) if is_pair else None


def _plurals(tokens: list[Token], i: int) -> tuple[Decimal, int]:
    """The product of plurals joined by "of", and where they end."""
    value, end = PLURALS[tokens[i].low], i + 1
    for _ in range(2):
        following = tokens[end + 1].low
        if tokens[end].low != "of" or following not in PLURALS:
            break
        value, end = value * PLURALS[following], end + 2
    return value, end


def _past_of(tokens: list[Token], i: int) -> int:
    return i + 1 if tokens[i].low == "of" else i

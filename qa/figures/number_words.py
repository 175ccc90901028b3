"""The words and letters that numbers are made of in English news."""

from decimal import Decimal

ONE = Decimal(1)

SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
# The short scale, and the Indian one.
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "quadrillion": Decimal(10) ** 15,
    "dozen": Decimal(12),
    "lakh": Decimal(10) ** 5,
    "lac": Decimal(10) ** 5,
    "crore": Decimal(10) ** 7,
}
# As newspapers abbreviate them: Guardian style bn and tn, Reuters mln, bln and trln.
SHORT_SCALES = {
    "mn": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "mio": Decimal(10) ** 6,
    "bn": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "tn": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
    "trln": Decimal(10) ** 12,
    "cr": Decimal(10) ** 7,
}
# Letters that are also metres, companies and sizes: a scale only in money or before a plural.
LETTER_SCALES = {"k": Decimal(10) ** 3, "m": Decimal(10) ** 6, "b": Decimal(10) ** 9}

# The least that a plural can mean: two dozen, two score; "hundreds" may be any from a hundred on.
PLURALS = {
    "tens": Decimal(10),
    "dozens": Decimal(24),
    "scores": Decimal(40),
    "hundreds": Decimal(100),
    "thousands": Decimal(10) ** 3,
    "millions": Decimal(10) ** 6,
    "billions": Decimal(10) ** 9,
    "trillions": Decimal(10) ** 12,
    "lakhs": Decimal(10) ** 5,
    "crores": Decimal(10) ** 7,
}
# The least that is meant before a scale word: "a few hundred" is 200 or more, "several" three.
FEW = {"couple": 2, "few": 2, "several": 3}

PARTS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal("0.333333"),
}
VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal("0.333333"),
    "⅔": Decimal("0.666667"),
    "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"),
    "⅝": Decimal("0.625"),
    "⅞": Decimal("0.875"),
}

# What may begin a numeral in words.
OPENERS = frozenset((*SMALL, *TENS, *PLURALS, *FEW, *VULGAR, "a", "an", "half", "quarter"))

_FIRST_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
ORDINALS = {word: number for number, word in enumerate(_FIRST_ORDINALS.split(), 1)}
ORDINALS |= {word: 10 * number for number, word in enumerate(_TENTHS.split(), 2)}
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))

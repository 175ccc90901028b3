"""Currencies as news prints them, and the ISO 4217 codes they stand for.

A sign that several countries share means the one that news in English means when it says no
more: "$" is the US dollar, "£" sterling, "¥" the yen. Letters touching the sign say otherwise
("HK$"), and so does a nationality before the name ("Canadian dollars").
"""

from decimal import Decimal

from qa.figures.tokens import MARK, NUMBER, WORD, Phrases, Token, past_hyphen, touching

WHOLE = Decimal(1)
HUNDREDTH = Decimal("0.01")

SIGNS = {
    "$": "USD",
    "＄": "USD",
    "€": "EUR",
    "£": "GBP",
    "￡": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₩": "KRW",
    "￦": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
    "₱": "PHP",
    "₦": "NGN",
    "₴": "UAH",
    "₸": "KZT",
    "₵": "GHS",
}
# Letters that touch the sign after them (Reuters and AP style).
SIGN_LETTERS = {
    "us": "USD",
    "u.s.": "USD",
    "a": "AUD",
    "au": "AUD",
    "aus": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "can": "CAD",
    "cdn": "CAD",
    "hk": "HKD",
    "nz": "NZD",
    "nt": "TWD",
    "s": "SGD",
    "sg": "SGD",
    "r": "BRL",
    "mex": "MXN",
    "mx": "MXN",
    "j": "JMD",
    "fj": "FJD",
    "tt": "TTD",
    "cn": "CNY",
    "rmb": "CNY",
    "z": "ZWL",
}
# The codes of ISO 4217 that news prints, in capitals; the others there are words elsewhere.
CODES = frozenset(
    "USD EUR GBP JPY KRW KPW CNY CNH INR AUD CAD CHF HKD NZD SGD TWD SEK NOK DKK BRL MXN ZAR RUB "
    "TRY THB IDR MYR PHP VND PKR BDT LKR NPR AED SAR QAR KWD BHD OMR ILS EGP NGN KES GHS ETB UAH "
    "PLN CZK HUF RON BGN ISK CLP COP ARS PEN UYU KZT UZS MNT MMK KHR LAK IQD IRR JOD LBP MAD DZD "
    "TND LYD".split()
)
# Short for a currency before its number, besides the codes; case as printed.
PREFIXES = {"Rs": "INR", "RMB": "CNY", "RM": "MYR", "Rp": "IDR", "SFr": "CHF", "Fr": "CHF"}
PREFIXES |= {"Tk": "BDT", "NT": "TWD", "US": "USD"}

_NATIONS = {
    "USD": ("us", "u.s.", "american", "united states"),
    "AUD": ("australian", "aussie"),
    "CAD": ("canadian",),
    "HKD": ("hong kong",),
    "NZD": ("new zealand",),
    "SGD": ("singapore", "singaporean"),
    "TWD": ("taiwan", "taiwanese", "new taiwan"),
}
_NAMES = {
    "EUR": ("euro", "euros"),
    "JPY": ("yen", "japanese yen"),
    "KRW": ("won", "korean won", "south korean won"),
    "KPW": ("north korean won",),
    "CNY": ("yuan", "renminbi", "chinese yuan", "rmb"),
    "INR": ("rupee", "rupees", "indian rupees"),
    "PKR": ("pakistani rupees", "pakistan rupees"),
    "LKR": ("sri lankan rupees",),
    "NPR": ("nepalese rupees", "nepali rupees"),
    "IDR": ("rupiah", "rupiahs"),
    "MYR": ("ringgit",),
    "THB": ("baht",),
    "VND": ("dong",),
    "PHP": ("philippine pesos",),
    "MXN": ("peso", "pesos", "mexican pesos"),
    "ARS": ("argentine pesos", "argentinian pesos"),
    "CLP": ("chilean pesos",),
    "COP": ("colombian pesos",),
    "CHF": ("franc", "francs", "swiss francs"),
    "SEK": ("krona", "kronor", "swedish crowns", "swedish kronor"),
    "NOK": ("kroner", "norwegian kroner", "norwegian crowns"),
    "DKK": ("danish kroner", "danish crowns"),
    "CZK": ("czech crowns", "koruna", "korunas"),
    "RUB": ("ruble", "rubles", "rouble", "roubles", "russian rubles"),
    "UAH": ("hryvnia", "hryvnias"),
    "TRY": ("lira", "liras", "turkish lira"),
    "ILS": ("shekel", "shekels"),
    "ZAR": ("rand", "south african rand"),
    "NGN": ("naira",),
    "KES": ("kenyan shillings",),
    "EGP": ("egyptian pounds",),
    "LBP": ("lebanese pounds",),
    "SYP": ("syrian pounds",),
    "SAR": ("riyals", "saudi riyals"),
    "QAR": ("qatari riyals",),
    "IRR": ("rials", "rial", "iranian rials", "tomans"),
    "AED": ("dirham", "dirhams"),
    "BRL": ("reais", "brazilian reais"),
    "PLN": ("zloty", "zlotys", "zloties"),
    "HUF": ("forint", "forints"),
    "BDT": ("taka",),
    "KZT": ("tenge",),
    "KWD": ("kuwaiti dinars",),
    "IQD": ("iraqi dinars",),
    "JOD": ("jordanian dinars",),
    "DZD": ("algerian dinars",),
    "RSD": ("serbian dinars",),
    "OMR": ("omani rials",),
    "YER": ("yemeni rials",),
    "GBP": ("pounds sterling", "pound sterling", "british pounds", "sterling", "quid"),
}
_HUNDREDTHS = {
    "USD": ("cent", "cents", "us cents", "u.s. cents"),
    "EUR": ("euro cents", "euro cent", "eurocents"),
    "AUD": ("australian cents",),
    "GBP": ("pence", "penny", "p"),
    "INR": ("paise",),
    "RUB": ("kopecks",),
}


def _names() -> dict[str, tuple[str, Decimal]]:
    names = {"dollar": ("USD", WHOLE), "dollars": ("USD", WHOLE)}
    for code, nations in _NATIONS.items():
        for nation in nations:
            names |= {f"{nation} dollar": (code, WHOLE), f"{nation} dollars": (code, WHOLE)}
    names |= {name: (code, WHOLE) for code, all_names in _NAMES.items() for name in all_names}
    names |= {name: (code, HUNDREDTH) for code, cents in _HUNDREDTHS.items() for name in cents}
    return names


NAMES = Phrases(_names())
_NATIONS_AFTER = {nation: code for code, nations in _NATIONS.items() for nation in nations}

# "5 won" may be "five of them won": these are money only if digits or a scale word say so.
_ALSO_VERBS = frozenset("won rand dong sterling quid penny real p".split())
# Weights too, unless a scale word makes them money.
_POUNDS = frozenset(("pound", "pounds"))
_PAYING = frozenset(
    "pay pays paid paying cost costs costing charge charges charged fine fined fee price priced "
    "worth owe owes owed earn earns earned spend spends spent rent donated".split()
)
# So many tokens before "pounds" a word of paying may stand: "costs at least 85 pounds".
_PAYING_REACH = 4
_RATES = frozenset("year month week day hour night quarter head person".split())
# What several countries call their money: another nationality makes it another currency.
_SHARED = frozenset(
    "dollar dollars peso pesos rupee rupees franc francs lira liras kroner krona cent cents".split()
)


def currency_before(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """The currency that stands at *i* before a number, and where the number begins."""
    first, second = tokens[i], tokens[i + 1]
    if first.text in SIGNS:
        return SIGNS[first.text], i + 1
    if first.kind != WORD:
        return None
    if second.text in SIGNS and touching(tokens, i + 1) and _number_at(tokens, i + 2):
        code = SIGN_LETTERS.get(first.low) or (first.text if first.text in CODES else None)
        return (code, i + 2) if code else None
    code = first.text if first.text in CODES else PREFIXES.get(first.text)
    after = i + 2 if second.text == "." and touching(tokens, i + 1) else i + 1
    return (code, after) if code and _number_at(tokens, after) and first.text != "US" else None


def _number_at(tokens: list[Token], i: int) -> bool:
    return tokens[i].kind == NUMBER or (
        tokens[i].kind == MARK and tokens[i + 1].kind == NUMBER and touching(tokens, i + 1)
    )


def currency_after(
    tokens: list[Token], i: int, *, scaled: bool, digits: bool
) -> tuple[str, Decimal, int] | None:
    """The currency named at *i* after a number, what one is worth of it, and where it ends.

    *scaled* if a scale word stands between, *digits* if the number is in digits.
    """
    at = past_hyphen(tokens, i)
    token = tokens[at]
    if token.text in CODES:
        return token.text, WHOLE, at + 1
    if token.text in SIGNS and not (tokens[at + 1].kind == NUMBER and touching(tokens, at + 1)):
        return SIGNS[token.text], WHOLE, at + 1
    named = NAMES.at(tokens, at) or _behind_nation(tokens, at)
    if named is None:
        return ("GBP", WHOLE, at + 1) if _is_sterling(tokens, at, scaled) else None
    (code, worth), end = named
    if end == at + 1 and token.low in _ALSO_VERBS and not (scaled or _plain(tokens, at, digits)):
        return None
    return code, worth, end


def _behind_nation(tokens: list[Token], i: int) -> tuple[tuple[str, Decimal], int] | None:
    """ "52 billion Czech koruna": the name behind a nationality that it does not need."""
    if not tokens[i].capital or tokens[i].kind != WORD or tokens[i + 1].low in _SHARED:
        return None
    return NAMES.at(tokens, i + 1)


def _is_sterling(tokens: list[Token], i: int, scaled: bool) -> bool:
    """Pounds are money with a scale word, a rate or a word of paying just before them; they are
    weight in "pounds of".
    """
    if tokens[i].low not in _POUNDS or tokens[i + 1].low == "of":
        return False
    rate = tokens[i + 1].low in ("a", "an", "per")
    paid = any(token.low in _PAYING for token in tokens[max(0, i - _PAYING_REACH) : i])
    return scaled or paid or (rate and tokens[i + 2].low in _RATES)


def _plain(tokens: list[Token], i: int, digits: bool) -> bool:
    """Whether a word that is also a verb is a currency: "2,000 won", "50p"."""
    if tokens[i].low == "p":
        return digits and touching(tokens, i)
    return digits and len(tokens[i - 1].text) >= 3


def nation_after(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """ "$5 million Canadian": the currency of the nationality at *i*."""
    code = _NATIONS_AFTER.get(tokens[i].low)
    return (code, i + 1) if code and tokens[i].low in ("canadian", "australian") else None

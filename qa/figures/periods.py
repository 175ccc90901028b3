"""What a rate is counted by: "a year", "per day", "annually", "a barrel", "per person".

An article before a time is no rate where the time is a date in disguise ("sold 500 cars a year
ago"), so the word behind it is looked at too.
"""

from qa.figures.figure import Period
from qa.figures.nouns import noun_of
from qa.figures.tokens import BREAK, WORD, Token, past_hyphen, touching

# What "a" may be followed by; after "per" any noun counts.
COUNTED_BY = frozenset(
    "second minute hour day night week month quarter year decade century season game semester "
    "term person head capita passenger student pupil child family household worker employee share "
    "barrel gallon litre liter ton tonne pound ounce kilogram kilo kg carat bottle unit piece "
    "ticket vote seat mile kilometre kilometer km acre hectare bushel item plate night pack "
    "vehicle car round shift shot dose".split()
)
_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
    "quarterly": "quarter",
    "nightly": "night",
    "apiece": "piece",
}
_ADJECTIVES = _ADVERBS | {"annual": "year"}
_SAME = {
    "annum": "year",
    "yr": "year",
    "capita": "person",
    "head": "head",
    "liter": "litre",
    "kilometer": "kilometre",
    "km": "kilometre",
    "kg": "kilogram",
    "kilo": "kilogram",
    "hr": "hour",
    "h": "hour",
    "diem": "day",
}
# Behind these "a year" is a point in time, or a year old.
_NO_RATE_BEFORE = frozenset("ago earlier later old previously early late hence prior".split())
# Behind these it is one if nothing follows, or if things are counted: "a month before overtime"
# is a rate, "sold 500 cars a year before" is none.
_MAY_DATE = frozenset(("after", "before"))


def period_after(tokens: list[Token], i: int, *, count: bool) -> tuple[Period, int] | None:
    """The period at *i* after a figure, and where it ends; *count* if things are counted."""
    at = past_hyphen(tokens, i)
    word = tokens[at].low
    if word in _ADVERBS and tokens[at].kind == WORD:
        return (_ADVERBS[word], at + 1) if at == i else None
    if word == "/" and touching(tokens, at) and touching(tokens, at + 1):
        return _named(tokens, at + 1, any_noun=False, count=count)
    if word in ("per", "a", "an", "each", "every"):
        return _named(tokens, past_hyphen(tokens, at + 1), any_noun=word == "per", count=count)
    return None


def period_behind_thing(tokens: list[Token], i: int) -> Period | None:
    """The period behind what is measured: "27 tonnes of fuel a year"."""
    thing = noun_of(tokens, i)
    found = period_after(tokens, thing[1], count=True) if thing else None
    return found[0] if found else None


def period_before(tokens: list[Token], i: int) -> Period | None:
    """The period of the adjective right before token *i*: "an annual $870 million"."""
    if tokens[i - 1].kind == BREAK:
        return None
    return _ADJECTIVES.get(tokens[i - 1].low)


def _named(
    tokens: list[Token], i: int, *, any_noun: bool, count: bool
) -> tuple[Period, int] | None:
    word, after = tokens[i].low, tokens[i + 1].low
    if word == "cent" or tokens[i].kind != WORD or after in _NO_RATE_BEFORE:
        return None
    if after in _MAY_DATE and (count or tokens[i + 2].kind != WORD):
        return None
    if not any_noun and word not in COUNTED_BY and word not in _SAME:
        return None
    return _SAME.get(word, word), i + 1

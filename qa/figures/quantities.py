"""Amounts, counts and measures, one or a range: "US$5 billion", "5-10 %", "between 4 and 5 won".

A range is two sides that agree; what one of them leaves out it takes from the other. A change
("rose from 3 percent to 5 percent") is no range but two figures.
"""

from decimal import Decimal

from qa.figures.ages import as_age, is_age
from qa.figures.digits import EXACT
from qa.figures.figure import Draft, Kind
from qa.figures.nouns import noun_after, noun_of
from qa.figures.number_words import SCALES
from qa.figures.sides import Side, read_side
from qa.figures.tokens import DASHES, NUMBER, Token, past_hyphen, starts_sentence, touching

_CHANGES = frozenset(
    "rose rise rises risen rising fell fall falls fallen falling grew grow grows grown growing "
    "increased increase increases increasing decreased decrease raised raise raises raising cut "
    "cuts cutting lowered lower lowering dropped drop drops jumped jump jumps climbed climb "
    "surged surge soared slid slide sank slipped went go goes gone going moved move widened "
    "narrowed shrank reduced reduce boosted boost doubled tripled expanded swelled declined "
    "decline dipped edged changed change revised upgraded downgraded trimmed hiked slashed lost "
    "gained added shed put eased up down".split()
)
# How far before "from" a word of change may stand, and before an amount of change.
_FROM_WINDOW, _BY_WINDOW = 8, 2
# "No one", "this one", "every one": no count.
_BEFORE_A_PRONOUN = frozenset("no this that the any each every".split())
# Between "between" and its first number.
_AFTER_BETWEEN = frozenset("about around roughly an estimated some".split())


def read_quantity(tokens: list[Token], i: int) -> list[Draft]:
    """The figure that begins at token *i*; two where a change names both its ends; or none."""
    left = read_side(tokens, i)
    if left is None:
        return []
    right = _right_side(tokens, left)
    if right is None:
        return _draft(tokens, left, left)
    if _is_change(tokens, left, right):
        left, right = _shared(left, right)
        return _draft(tokens, left, left) + _draft(tokens, right, right)
    left, right = _shared(left, right)
    return _draft(tokens, left, right)


def _right_side(tokens: list[Token], left: Side) -> Side | None:
    """The other end of a range that begins with *left*."""
    at = _past_joiner(tokens, left)
    right = read_side(tokens, at) if at else None
    if at is None or right is None or right.negative:
        return None
    if right.numeral.vague or left.numeral.vague or not _agree(left, right):
        return None
    if tokens[at - 1].low == "or" and not _is_guess(left, right):
        return None
    first, second = _shared(left, right)
    return right if first.value < second.value else None


def _agree(left: Side, right: Side) -> bool:
    """Whether both ends may be of one unit; "5 percent to 10" leaves the second bare."""
    if left.unit and right.unit:
        return left.unit[:2] == right.unit[:2]
    return left.unit is None or left.priced


def _is_guess(left: Side, right: Side) -> bool:
    """ "five or six"; not "five or sixty", nor "five or 6"."""
    alike = left.numeral.spelled == right.numeral.spelled
    return alike and left.unit is None and right.numeral.value <= left.numeral.value * 2


def _past_joiner(tokens: list[Token], left: Side) -> int | None:
    """Past the "to", the dash, or the "and" after "between" that joins two ends of a range."""
    i = left.end
    mark, after = tokens[i], tokens[i + 1]
    if mark.text in DASHES and touching(tokens, i):
        hanging = after.low in ("to", "or")  # "three- to five-year", "five-to-10-year"
        if hanging:
            return past_hyphen(tokens, i + 2)
        return i + 1 if touching(tokens, i + 1) else None
    if mark.text == "~" and after.kind == NUMBER:
        return i + 1
    between = mark.low == "and" and _is_after_between(tokens, left.begin)
    return i + 1 if mark.low in ("to", "or") or between else None


def _is_after_between(tokens: list[Token], i: int) -> bool:
    while tokens[i - 1].low in _AFTER_BETWEEN:
        i -= 1
    return tokens[i - 1].low == "between"


def _shared(left: Side, right: Side) -> tuple[Side, Side]:
    """Both sides with the unit and the scale that only one of them prints."""
    scale, mantissa = _scale_to_share(right)
    if not left.numeral.scaled and scale > 1 and left.numeral.mantissa < mantissa:
        left = left._replace(numeral=left.numeral._replace(scale=scale))
    return left._replace(unit=left.unit or right.unit), right._replace(unit=right.unit or left.unit)


def _scale_to_share(right: Side) -> tuple[Decimal, Decimal]:
    """The scale word of the right side and what it scales: "four to six hundred" too."""
    numeral, hundred = right.numeral, SCALES["hundred"]
    if numeral.spelled and not numeral.scaled and numeral.value % hundred == 0:
        return hundred, numeral.value / hundred
    return numeral.scale, numeral.mantissa


def _is_change(tokens: list[Token], left: Side, right: Side) -> bool:
    """ "rose from 3 to 5 percent", "fell $1.20 to $58.90": both ends are figures."""
    i = left.begin - 1
    if tokens[i].low == "from":
        return any(token.low in _CHANGES for token in tokens[max(0, i - _FROM_WINDOW) : i])
    near = tokens[max(0, left.begin - _BY_WINDOW) : left.begin]
    by = tokens[i].low == "by" and left.unit is None and right.unit is None
    own = (left.unit is not None or by) and tokens[left.end].low == "to"
    return own and any(token.low in _CHANGES for token in near)


def _draft(tokens: list[Token], left: Side, right: Side) -> list[Draft]:
    unit, numeral = right.unit, right.numeral
    draft = Draft(
        begin=left.begin,
        end=right.end,
        kind=unit.kind if unit else Kind.COUNT,
        low=left.value,
        high=None if numeral.vague else right.value,
        step=right.step,
        unit=unit.name if unit else None,
        ambiguous=left.numeral.ambiguous or right.numeral.ambiguous,
    )
    if unit is None:
        counted = _count(tokens, draft, right)
        return [counted] if counted else []
    if unit.kind is Kind.DURATION:
        return [as_age(tokens, draft) or draft]
    if unit.kind is Kind.PERCENT:
        found = noun_of(tokens, draft.end)
        return [draft._replace(noun=found[0] if found else None)]
    return [draft]


def _count(tokens: list[Token], draft: Draft, side: Side) -> Draft | None:
    """A bare number: an age, or a count with its noun; "one" only with a noun."""
    if is_age(tokens, draft):
        return draft._replace(kind=Kind.AGE)
    of = draft.end + 1 if side.numeral.vague and tokens[draft.end].low == "of" else draft.end
    one = EXACT.compare(side.numeral.value, Decimal(1)) == 0
    found = noun_after(tokens, of, one=one)
    if one and side.numeral.spelled and not side.numeral.scaled:
        if tokens[draft.begin].capital and not starts_sentence(tokens, draft.begin):
            return None  # "Space One"
        pronoun = tokens[draft.begin - 1].low in _BEFORE_A_PRONOUN
        if found is None or pronoun or past_hyphen(tokens, draft.end) > draft.end:
            return None
    return draft._replace(noun=found[0] if found else None)

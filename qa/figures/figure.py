"""What a figure is: a quantity or a date, as an article prints it and as it is meant.

A figure keeps the words it came from (``text == source[start:end]``) beside what they mean: exact
decimals, never floats; a range where the words give one; a unit; what it is counted by ("a
year"); how surely it is said ("nearly"). The words that hedge it and the thing it counts stand
outside the stretch, so that "nearly US$5 billion a year" is "US$5 billion a year", hedged.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

# What a rate is counted by: "year", "barrel", "person"; "fiscal year" marks a year of accounts.
Period: TypeAlias = str


class Kind(StrEnum):
    """What is measured."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage points"
    RANK = "rank"
    AGE = "age"
    DURATION = "duration"
    MEASURE = "measure"
    RATIO = "ratio"
    SCORE = "score"
    DATE = "date"


class Hedge(StrEnum):
    """How surely a figure is said; none: flatly."""

    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    UP_TO = "up to"
    LESS_THAN = "less than"
    VAGUE = "vague"


class Relation(StrEnum):
    """How a claimed figure stands to a reported one."""

    SAME = "same"
    ROUNDED = "rounded"
    WITHIN = "within"
    HEDGED = "hedged"
    DIFFERENT_VALUE = "different value"
    DIFFERENT_CURRENCY = "different currency"
    DIFFERENT_PERIOD = "different period"
    DIFFERENT_UNIT = "different unit"
    DIFFERENT_DATE = "different date"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity or date at its place in a text.

    ``low`` and ``high`` are equal for one value and differ for a range; a vague figure has no
    ``high``; a score has its two sides in the order printed; a date has neither. They are in
    units of ``unit``: an ISO 4217 code for money, in percent for percent and points, in years for
    ages, as a fraction for ratios ("one in five" is 0.2).

    ``step`` is what one more in the last printed digit would add: "$0.9 billion" has 100,000,000.

    ``first`` and ``last`` are the days a date means, both included; a date that names no year
    and was not resolved has none, and says in ``partial`` what it does name.

    ``ambiguous``: English and European readers would read it differently, as "1.234"; the values
    are the English reading.
    """

    text: str
    start: int
    end: int
    kind: Kind
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None
    unit: str | None = None
    noun: str | None = None
    period: Period | None = None
    hedge: Hedge | None = None
    first: date | None = None
    last: date | None = None
    partial: str | None = None
    ambiguous: bool = False


class Draft(NamedTuple):
    """A figure while it is read: the tokens from ``begin`` up to ``end`` instead of a stretch."""

    begin: int
    end: int
    kind: Kind
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None
    unit: str | None = None
    noun: str | None = None
    period: Period | None = None
    hedge: Hedge | None = None
    first: date | None = None
    last: date | None = None
    partial: str | None = None
    ambiguous: bool = False

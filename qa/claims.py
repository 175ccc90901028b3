"""A draft cut into claims: its sentences, each with the figures and dates that can be checked.

A claim is checked one figure at a time: question words take its place ("Seoul agreed to pay how
much money a year?") and the rest says what it is about.
"""

import re
from dataclasses import dataclass
from datetime import date

from index.chunk import sentences
from index.errors import QuestionError
from qa.figures import Figure, Kind, find_figures
from qa.question import has_words, legible

# What is asked for a figure of each kind that is no date; for any other, how much.
_ASKED = {
    Kind.MONEY: "how much money",
    Kind.PERCENT: "what percentage",
    Kind.COUNT: "how many",
    Kind.AGE: "how old",
    Kind.DURATION: "how long",
    Kind.RATIO: "what share",
}
_ASKED_OTHERWISE = "how much"
# What leads to a date, and not to "when".
_LEADING = re.compile(r"\b(?:on|in|by|since|from|until|at|for|during|of)\s+(?:the\s+)?$", re.I)
# A book has this many characters; a draft has fewer.
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``text`` is ``draft[start:end]``; the places of its figures are within ``text``."""

    text: str
    start: int
    end: int
    figures: tuple[Figure, ...]


def checkable(draft: str) -> str:
    """*draft* with spaces for what cannot be read, so that every place in it stays.

    Raises:
        QuestionError: there is no word in it, or it is longer than a draft.
    """
    if not has_words(draft):
        raise QuestionError("There is nothing to check: paste a sentence with a figure in it.")
    if len(draft) > MOST_CHARACTERS:
        raise QuestionError(
            f"The draft has {len(draft):,} characters; at most {MOST_CHARACTERS:,} are checked at "
            "once. Check it in parts."
        )
    return legible(draft)


def find_claims(draft: str, *, written: date | None = None) -> list[Claim]:
    """The sentences of *draft*, in order; those without a figure have nothing to check.

    *written* is the day that "Friday" or "last year" are counted from; without it such dates
    stay as said.
    """
    return [claim_of(draft, start, end, written=written) for start, end in sentences(draft)]


def claim_of(draft: str, start: int, end: int, *, written: date | None = None) -> Claim:
    text = draft[start:end]
    figures = tuple(find_figures(text, published=written))
    return Claim(text=text, start=start, end=end, figures=figures)


def asked(claim: Claim, figure: Figure) -> str:
    """*claim* as a question for *figure*: "Seoul agreed to pay how much money a year?"

    A date is asked for first ("When the pact expires?"): of the ways tried on the dev pairs this
    told best which of several dates is meant.
    """
    before, after = claim.text[: figure.start], claim.text[figure.end :]
    if figure.kind is Kind.DATE:
        rest = f"{_LEADING.sub('', before)}{after}".strip(" .,")
        return f"When {rest[:1].lower()}{rest[1:]}?"
    words = _ASKED.get(figure.kind, _ASKED_OTHERWISE)
    return f"{before}{words}{after}".strip(" .") + "?"

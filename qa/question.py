"""A question as it was typed, made fit to be searched and read."""

import re
from enum import StrEnum

from index.errors import QuestionError

MOST_CHARACTERS = 1000

# NUL and its like, and halves of surrogate pairs: no document holds them, no tokenizer takes them.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_WORD = re.compile(r"\w")

_REASON = re.compile(
    r"^\W*(?:why|how come|what (?:is|was|were|are) the (?:reasons?|causes?|motives?|purpose)|"
    r"for what (?:reason|purpose)|what (?:caused|led to|explains?))\b",
    re.IGNORECASE,
)
_SAYING = r"say|said|says|saying|state|stated|argue|argued|warn|warned|tell|told|comment|commented"
_STATEMENT = re.compile(
    r"^\W*(?:what|how) (?:did|does|do|has|have|had|is|was|were)\b.{0,120}"
    rf"\b(?:{_SAYING}|respond|responded|react|reacted|reaction to|response to|describe|described|"
    r"view|opinion|call for|called for)\b",
    re.IGNORECASE | re.DOTALL,
)


class Wants(StrEnum):
    """What would answer a question."""

    FACT = "fact"
    REASON = "reason"
    STATEMENT = "statement"


def readable(question: str) -> str:
    """*question* with single spaces and nothing unreadable in it.

    Raises:
        QuestionError: there is no word in it, or it is longer than a question.
    """
    cleaned = " ".join(legible(question).split())
    if not has_words(cleaned):
        raise QuestionError(
            "The question is empty, or has no word in it: type what you want to know."
        )
    if len(cleaned) > MOST_CHARACTERS:
        raise QuestionError(
            f"The question has {len(cleaned):,} characters; at most {MOST_CHARACTERS:,} are read. "
            "Ask it in a sentence."
        )
    return cleaned


def legible(text: str) -> str:
    """*text* with spaces for what cannot be read, so that every place in it stays."""
    return _UNREADABLE.sub(" ", text)


def has_words(text: str) -> bool:
    return _WORD.search(text) is not None


def wants(question: str) -> Wants:
    """Whether *question* asks for a fact, a reason (why) or a statement (what did X say)."""
    if _REASON.match(question):
        return Wants.REASON
    return Wants.STATEMENT if _STATEMENT.match(question) else Wants.FACT

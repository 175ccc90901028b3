"""The same question as people type it, its answer the same.

For every kind of edit that takes an answer away there is a form here that looks alike and leaves
it true (a condition that holds, a synonym), so that the look of a question gives nothing away.
"""

import re
from dataclasses import replace

from index.chunk import sentences
from qa.training.rows import Dice, Example
from qa.training.wording import DAYS, MONTHS, STOP, SYNONYMS, content, lower_first, put

_SHORT = {
    "when": "date", "where": "place", "why": "reason", "how many": "number of",
    "how much": "amount", "who": "", "what": "", "which": "", "how": "",
}  # fmt: skip


OPENINGS = ("Tell me: ", "I want to know: ", "According to the article, ", "In the article, ",
            "Please say ")  # fmt: skip


def keywords(question: str, dice: Dice) -> str:
    """Only the words that carry meaning: "date of helvey speech"."""
    lowered = question.lower().rstrip("? .")
    head = next((h for h in sorted(_SHORT, key=len, reverse=True) if lowered.startswith(h)), "")
    rest = lowered[len(head) :]
    kept = [w for w in re.findall(r"[^\s?,;]+", rest) if w not in STOP]
    short = _SHORT.get(head, "") if dice.random() < 0.6 else head
    place = dice.random() < 0.6
    return " ".join([short, *kept] if place else [*kept, short]).strip()


def form(question: str, dice: Dice) -> str:
    """*question*, now and then in lower case, without its mark, or in keywords only."""
    roll = dice.random()
    if roll < 0.05 and len(content(question)) > 2:
        return keywords(question, dice)
    if roll < 0.09:
        return question.lower().rstrip("? ")
    if roll < 0.12:
        return question.rstrip("? ")
    if roll < 0.14:
        return question.lower()
    if roll < 0.17:
        return dice.choice(OPENINGS) + lower_first(question)
    return question


def reworded(question: str, dice: Dice) -> str:
    """*question* with one or two words replaced by synonyms."""
    for match in list(re.finditer(r"\b[a-z]+\b", question))[::-1]:
        if match[0] in SYNONYMS and dice.random() < 0.7:
            question = put(question, match.span(), dice.choice(SYNONYMS[match[0]]))
    opinion = re.match(r"(?:According to ([A-Z][^,?]{2,40}), )(.+)", question)
    if opinion:
        return f"In {opinion[1]}'s {dice.choice(('opinion', 'view'))}, {opinion[2]}"
    return question


_WHEN = re.compile(
    r"\b(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter)\s"
    rf"(?:(?:{'|'.join(MONTHS + DAYS)})(?:\s\d{{1,2}}\b)?(?:,?\s\d{{4}})?|(?:1\d|20)\d\d)\b"
)


def truly_conditioned(example: Example) -> Example:
    """A condition added that holds: the year, month, day or name of the answering sentence."""
    assert example.answer is not None
    start, end = example.answer
    around = [r for r in sentences(example.context) if r[0] <= start and end <= r[1]]
    if not around or re.search(r"\bwhen\b|\byear\b|\bdate\b|\bday\b|\d", example.question, re.I):
        return example
    first, last = around[0]
    for match in _WHEN.finditer(example.context[first:last]):
        if first + match.end() <= start or end <= first + match.start():
            phrase = match[0][0].lower() + match[0][1:]
            return replace(example, question=f"{example.question.rstrip('? .')} {phrase}?")
    return example

"""Statements with a blank for what they would say: "Seoul agreed to pay ___ a year".

The checking of claims asks in this form. Statements are made in two ways: a question about its
own subject becomes one by its first words ("Who won the race?", "___ won the race"), and a
sentence of the context loses the answer, a clause or two, and some words to their synonyms. For
each there are statements that the context does not bear out: a name, a figure or a word changed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.chunk import sentences
from qa.training.edits import Bank, Edit, another_figure, another_name, contrary, edited
from qa.training.forms import reworded
from qa.training.rows import Dice, Example
from qa.training.wording import CONTRARY

BLANK = "___"
# Words of an answer that leave a blank somebody could fill.
LONGEST = 6
SHORTEST_CLAUSE = 5
LONGEST_STATEMENT = 30
CHANGED = 0.45

EDITS: Sequence[tuple[str, Edit, int]] = (
    ("name", another_name, 40), ("figure", another_figure, 40),
    ("contrary", contrary(CONTRARY), 20),
)  # fmt: skip

_VERB = (
    r"(?:[a-z]+ed|won|led|made|took|came|began|became|gave|said|told|wrote|built|held|left|sold|"
    r"bought|paid|lost|found|ran|fell|rose|grew|broke|met|sent|got|went|caused|causes|makes|owns|"
    r"runs|leads|controls|plays|provides|produces|contains|includes)\b"
)
_SUBJECT = re.compile(
    rf"(?:(?:Who|What|(?:What|Which) (?!was|were|is|are|ha[sd]|have)[a-z]+) "
    rf"(?P<rest>{_VERB} [^?]{{8,}})"
    rf"|How many (?P<many>[a-z]+ {_VERB} [^?]{{8,}}))\??$"
)
_CUT = re.compile(r"\s*(?:[,;:—–]|\s-\s|\bbut\b|\bwhile\b|\bwhich\b|\bwho\b|\bwhen\b)\s*")


def clozes(examples: Sequence[Example], count: int, bank: Bank, dice: Dice) -> list[Example]:
    """*count* statements that hold, and almost half as many that do not."""
    answered = [e for e in examples if e.answer is not None]
    made: list[Example] = []
    for example in dice.sample(answered, len(answered)):
        statement = from_question(example) or from_sentence(example, dice)
        if statement and len(statement.split()) <= LONGEST_STATEMENT:
            made.append(replace(example, kind="cloze", question=statement))
        if len(made) == count:
            break
    changed = (edited(made, EDITS, bank, dice) for _ in range(round(CHANGED * len(made))))
    return made + [replace(e, kind="cloze-" + e.kind) for e in changed if e]


def from_question(example: Example) -> str | None:
    """The statement that a question about its subject asks to complete."""
    match = _SUBJECT.match(example.question)
    if not match or _words(example) > LONGEST:
        return None
    return f"{BLANK} {match['rest'] or match['many']}"


def from_sentence(example: Example, dice: Dice) -> str | None:
    """The sentence of the answer with a blank for it, shortened and reworded at times."""
    assert example.answer is not None
    start, end = example.answer
    held = [r for r in sentences(example.context) if r[0] <= start and end <= r[1]]
    if not held or _words(example) > LONGEST:
        return None
    first, last = held[0]
    text = example.context[first:start] + BLANK + example.context[end:last]
    if dice.random() < 0.7:
        text = _clauses(text)
    text = reworded(text, dice) if dice.random() < 0.5 else text
    left = text.replace(BLANK, " ").split()
    return text.strip(" .\"“”'") if len(left) >= SHORTEST_CLAUSE else None


def _clauses(text: str) -> str:
    """The clause with the blank, and as many after it or before as make a statement."""
    cuts = [0, *(m.end() for m in _CUT.finditer(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    at = next(i for i, piece in enumerate(pieces) if BLANK in piece)
    first, last = at, at + 1
    while _size(pieces[first:last]) <= SHORTEST_CLAUSE and last - first < len(pieces):
        if last < len(pieces):
            last += 1
        else:
            first -= 1
    return "".join(pieces[first:last]).rstrip(" ,;:—–-")


def _size(pieces: Sequence[str]) -> int:
    return len("".join(pieces).split())


def _words(example: Example) -> int:
    assert example.answer is not None
    start, end = example.answer
    return len(example.context[start:end].split())

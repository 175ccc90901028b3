"""Edits: a question changed by one detail, so that its context no longer answers it.

A name, figure, word or condition is changed while the context stays. Every edit takes a scene, a
bank of names and words, and dice, and gives the new question, or None where the scene has nothing
for it to change or where the change might leave the answer true.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.chunk import sentences
from qa.training.rows import Dice, Example, Range, Row
from qa.training.wording import (
    CONDITIONS,
    CONDITIONS_HELD_OUT,
    CONTRARY,
    CONTRARY_HELD_OUT,
    DAYS,
    MODIFIERS,
    MODIFIERS_HELD_OUT,
    MONTHS,
    NUMBER,
    STOP,
    SYNONYMS,
    YEAR,
    content,
    lower_first,
    names,
    put,
    words,
)  # fmt: skip

# Questions tried before a kind of edit is given up: few have a year or a contrary word.
TRIED = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an edit looks at: an answered question, its context, and the sentence that answers."""

    question: str
    context: str
    sentence: str
    answer: str

    @property
    def said(self) -> set[str]:
        return set(words(self.context))

    def rivals(self, question: str, marker: str) -> bool:
        """Whether some other sentence with *marker* shares much of what *question* asks."""
        asked = content(question) - content(marker)
        return any(
            len(asked & content(self.context[a:b])) > 0.5 * max(1, len(asked))
            for a, b in sentences(self.context)
            if marker in self.context[a:b]
        )


class Bank:
    """Names that questions use, by the word before them; words that are used alike."""

    def __init__(self, rows: Iterable[Row], embedded: NDArray[Any], tokenizer: Tokenizer) -> None:
        self.names: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for match in names(row.question):
                before = words(row.question[: match.start()])
                self.names[before[-1] if before else ""].append(match[0])
        self.all_names = [n for names in self.names.values() for n in names]
        vocabulary = tokenizer.get_vocab()
        self._words = [w for w in vocabulary if w.isalpha() and w.isascii() and len(w) > 3]
        table = embedded[[vocabulary[w] for w in self._words]].astype(np.float32)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)
        self._row = {word: i for i, word in enumerate(self._words)}
        self._near: dict[str, list[str]] = {}

    def name(self, before: str, dice: Dice) -> str:
        return dice.choice(self.names.get(before) or self.all_names)

    def near(self, word: str) -> list[str]:
        """Words used like *word* but not its synonyms, as far as embeddings can tell."""
        if word not in self._row:
            return []
        if word not in self._near:
            order = np.argsort(-(self._table @ self._table[self._row[word]]))[4:40]
            self._near[word] = [
                other
                for other in (self._words[i] for i in order)
                if _ending(other) == _ending(word)
                and other[:4] != word[:4]
                and other not in SYNONYMS.get(word, ())
                and word not in SYNONYMS.get(other, ())
            ]
        return self._near[word]


def _ending(word: str) -> str:
    found = re.search(r"(?:ing|ed|ly|er|est|s)$", word)
    return found[0] if found else ""


Edit = Callable[[Scene, Bank, Dice], str | None]


def another_name(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A name of the question replaced by one of the context, or of another question."""
    found = [m for m in names(scene.question) if set(words(m[0])) & scene.said]
    if not found:
        return None
    match = dice.choice(found)
    used = content(scene.question) | content(scene.sentence) | content(scene.answer)
    if dice.random() < 0.5:
        near = [m[0] for m in names(scene.context) if not content(m[0]) & used]
        near = [n for n in near if abs(len(n.split()) - len(match[0].split())) < 2]
        near = [n for n in near if n.split()[0].lower() not in STOP]
        near = [n for n in near if not scene.rivals(scene.question, n)]
        if near:
            return put(scene.question, match.span(), dice.choice(near))
    before = (words(scene.question[: match.start()]) or [""])[-1]
    for _ in range(8):
        name = bank.name(before, dice)
        if not content(name) & (used | scene.said):
            return put(scene.question, match.span(), name)
    return None


def another_figure(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A year, number, month or weekday of the question replaced."""
    found: list[tuple[Range, str]] = []
    for match in YEAR.finditer(scene.question):
        years = [y for y in YEAR.findall(scene.context) if y not in scene.sentence]
        years = [y for y in years if not scene.rivals(scene.question, y)]
        years = years if dice.random() < 0.5 else []
        found.append((match.span(), dice.choice(years or [_other_year(match[0], dice)])))
    found += [
        (match.span(), _other_number(match[0], dice))
        for match in NUMBER.finditer(scene.question)
        if not YEAR.fullmatch(match[0])
    ]
    for calendar in (MONTHS, DAYS):
        for match in re.finditer(rf"\b(?:{'|'.join(calendar)})\b", scene.question):
            found.append((match.span(), dice.choice([n for n in calendar if n != match[0]])))
    if not found:
        return None
    span, new = dice.choice(found)
    return None if new in scene.sentence else put(scene.question, span, new)


def _other_year(year: str, dice: Dice) -> str:
    return str(int(year) + dice.choice((-30, -10, -5, -3, -2, -1, 1, 2, 3, 4, 7, 12, 25)))


def _other_number(number: str, dice: Dice) -> str:
    value = float(number.replace(",", ""))
    factor = dice.choice((0.5, 2, 3, 10, 0.9, 1.1))
    other_value = value * factor if value > 9 else value + dice.choice((1, 2, 3, 5))
    return f"{other_value:.1f}" if "." in number else f"{other_value:,.0f}"


def contrary(table: Mapping[str, tuple[str, ...]]) -> Edit:
    """A word replaced by its contrary."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        found = [m for m in re.finditer(r"[A-Za-z-]+", scene.question) if m[0].lower() in table]
        found = [m for m in found if m.start() > 0]
        if not found:
            return None
        match = dice.choice(found)
        new = dice.choice(table[match[0].lower()])
        if re.search(rf"\b{re.escape(new)}\b", scene.sentence, re.I):
            return None
        return put(scene.question, match.span(), new)

    return edit


def denied(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    match = re.search(
        r"\b(did|does|do|is|was|were|can|could|has|have|will|would)\b", scene.question
    )
    if not match or "n't" in scene.question or " not " in scene.question:
        return None
    new = {"can": "can't", "will": "won't"}.get(match[0], match[0] + "n't")
    return put(scene.question, match.span(), new)


def conditioned(phrases: Sequence[str]) -> Edit:
    """A condition added that the context does not know."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        phrase = dice.choice(phrases)
        if "{year}" in phrase or "{month}" in phrase or "{day}" in phrase:
            if re.match(
                r"\W*(?:when|what (?:year|date|day|month)|in what year)", scene.question, re.I
            ):
                return None
            if YEAR.search(scene.question):
                return None
        years = [int(y) for y in YEAR.findall(scene.context)] or [dice.randint(1950, 2022)]
        year = dice.choice(years) + dice.choice((-20, -8, -4, -2, -1, 1, 2, 5, 9))
        filled = phrase.format(
            year=year, day=dice.choice(DAYS), month=dice.choice(MONTHS), n=dice.randint(2, 28),
            name=bank.name(dice.choice(("did", "to", "was", "by")), dice),
            place=bank.name("in", dice),
        )  # fmt: skip
        if content(filled) & content(scene.sentence):
            return None
        if dice.random() < 0.15 and not scene.question[:1].isdigit():
            return f"{filled[0].upper()}{filled[1:]}, {lower_first(scene.question)}"
        return f"{scene.question.rstrip('? .')} {filled}?"

    return edit


def modified(modifiers: Sequence[str]) -> Edit:
    """ "the company" made "the other company"."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        found = list(re.finditer(r"\b[Tt]he (?=[a-z]{4,})", scene.question))
        new = dice.choice(modifiers)
        if not found or new in scene.said or new in words(scene.question):
            return None
        at = dice.choice(found).end()
        return f"{scene.question[:at]}{new} {scene.question[at:]}"

    return edit


def another_word(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A word shared with the context replaced by one that is used like it."""
    found = [
        m for m in re.finditer(r"\b[a-z]{4,}\b", scene.question)
        if m[0] not in STOP and m[0] in scene.said
    ]  # fmt: skip
    for match in dice.sample(found, len(found)):
        near = [w for w in bank.near(match[0]) if w not in scene.said]
        if near:
            return put(scene.question, match.span(), dice.choice(near))
    return None


def another_asked(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """When asked for where or why, if the answering sentence says neither."""
    match = re.match(r"(When|Where|How)(?= (?:did|was|were|is|does|do|has|will)\b)", scene.question)
    if not match:
        return None
    cues = {
        "Why": r"\b(?:because|to|for|as|since|due|after|so|over)\b",
        "Where": r"\b(?:in|at|from|near|to|on)\b",
        "When": r"\d|\b(?:when|after|before|day|week|month|year|during|while)\b",
    }
    choices = [w for w, cue in cues.items() if w != match[0] and not re.search(cue, scene.sentence)]
    return dice.choice(choices) + scene.question[match.end() :] if choices else None


# The kinds of edit and how often each is made.
EDITS: Sequence[tuple[str, Edit, int]] = (
    ("name", another_name, 24), ("figure", another_figure, 20),
    ("contrary", contrary(CONTRARY), 22), ("denied", denied, 2),
    ("condition", conditioned(CONDITIONS), 14),
    ("modifier", modified(MODIFIERS), 5), ("word", another_word, 11), ("asked", another_asked, 2),
)  # fmt: skip
EDITS_HELD_OUT: Sequence[tuple[str, Edit, int]] = (
    ("name", another_name, 30), ("figure", another_figure, 20),
    ("contrary", contrary(CONTRARY_HELD_OUT), 25),
    ("condition", conditioned(CONDITIONS_HELD_OUT), 15),
    ("modifier", modified(MODIFIERS_HELD_OUT), 10),
)  # fmt: skip


def edited(
    examples: Sequence[Example], edits: Sequence[tuple[str, Edit, int]], bank: Bank, dice: Dice
) -> Example | None:
    """One of *examples* with its question edited, every kind of edit as often as it weighs."""
    [(name, edit, _)] = dice.choices(edits, [weight for *_, weight in edits])
    for example in dice.choices(examples, k=TRIED):
        scene = _scene(example)
        question = scene and edit(scene, bank, dice)
        if question and question != example.question:
            kind = f"edited:{name}"
            return replace(example, kind=kind, question=question, answer=None, accepted=())
    return None


def _scene(example: Example) -> Scene | None:
    assert example.answer is not None
    start, end = example.answer
    around = [r for r in sentences(example.context) if r[0] < end and start < r[1]]
    if not around:
        return None
    return Scene(
        question=example.question, context=example.context, answer=example.context[start:end],
        sentence=example.context[around[0][0] : around[-1][1]],
    )  # fmt: skip

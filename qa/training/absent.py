"""Contexts that do not answer: the answering sentence left out, or the likest other paragraph."""

from collections.abc import Sequence
from dataclasses import replace

from index.chunk import sentences
from qa.training.rows import Dice, Example, Range, Row, window
from qa.training.wording import content


def removed(row: Row, dice: Dice) -> Example | None:
    """The context without any sentence that holds an answer."""
    texts = [row.context[a:b].lower() for a, b in row.answers]
    clear = [
        (a, b) for a, b in sentences(row.context)
        if not any(a < end and start < b for start, end in row.answers)
    ]  # fmt: skip
    kept = [row.context[a:b] for a, b in clear]
    kept = [s for s in kept if not any(t in s.lower() for t in texts)]
    context = " ".join(kept)
    if len(context.split()) < 20:
        return None
    return unanswered(row, context, "removed", dice)


def other(row: Row, contexts: Sequence[str], dice: Dice) -> Example | None:
    """The context of *contexts* that shares most with the question, but not the answer."""
    texts = [row.context[a:b].lower() for a, b in row.answers]
    asked = content(row.question)
    found = [
        c for c in contexts if c != row.context and not any(t in c.lower() for t in texts)
    ]  # fmt: skip
    if not found:
        return None
    best = max(found, key=lambda c: len(asked & content(c)))
    return unanswered(row, best, "other", dice)


def unanswered(row: Row, context: str, kind: str, dice: Dice) -> Example:
    """The question of *row* with the part of *context* nearest to it."""
    bare = replace(row, context=context, answers=())
    cut, _ = window(bare, _best_place(row.question, context), dice)
    return Example(kind=kind, context=cut, question=row.question, answer=None)


def _best_place(question: str, context: str) -> Range:
    asked = content(question)
    found = sentences(context) or [(0, len(context))]
    return max(found, key=lambda r: len(asked & content(context[r[0] : r[1]])))

"""What the gate measures of the whole house: questions asked of a library."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from qa import QASystem
from qa.training.metrics import is_right
from qa.training.questions import Question

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A question as it was answered, and how that is marked."""

    asked: Question
    answer: str | None
    best: str | None
    confidence: float
    right: bool


def ask_all(system: QASystem, questions: Sequence[Question]) -> list[Marked]:
    return [_mark(system, question) for question in questions]


def _mark(system: QASystem, asked: Question) -> Marked:
    """Right is a right answer first quoted from a right article, or silence if there is none."""
    answer = system.ask(asked.question)
    if answer.text is None:
        right = not asked.answers
    else:
        cited = answer.candidates[0].citations[0].article
        from_there = bool(_keys(cited) & set(asked.articles))
        right = from_there and is_right(answer.text, asked.answers)
    return Marked(
        asked=asked,
        answer=answer.text,
        best=answer.candidates[0].text if answer.candidates else None,
        confidence=answer.confidence,
        right=right,
    )


def scores(marked: Sequence[Marked]) -> dict[str, float]:
    """Shares, 0 to 1: answerable questions answered rightly, unanswerable ones met by silence."""
    right = [m.right for m in marked if m.asked.answers]
    silent = [m.right for m in marked if not m.asked.answers]
    return {"right": sum(right) / len(right), "silent": sum(silent) / len(silent)}


def _keys(article: Article) -> set[str]:
    """What a question set may call an article: its file's name, or its text's SHA-256."""
    return {Path(article.source).name, article.id[:12]}

"""What the gate measures: questions asked of a library, and the reader on its own."""

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article, Passage, article_id
from qa import QASystem
from qa.reader import OnnxReader
from qa.training.metrics import exact_match, f1, is_right

HERE = Path(__file__).parent


def questions(name: str, part: str) -> list[dict[str, Any]]:
    """The rows of a question set of ours; *part* is "dev" (tuned on) or "test" (only measured)."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["part"] == part]


def ask_all(system: QASystem, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each row with what was answered and how it is marked."""
    marked = []
    for row in rows:
        answer = system.ask(row["question"])
        citations = answer.candidates[0].citations if answer.answered else ()
        places = {key for citation in citations[:1] for key in _keys(citation.article)}
        marked.append(
            {
                **row,
                "answer": answer.text,
                "confidence": round(answer.confidence, 3),
                "best": answer.candidates[0].text if answer.candidates else None,
                "right": answer.text is not None and is_right(answer.text, row["answers"]),
                "right_article": bool(places & set(row["articles"])),
            }
        )
    return marked


def scores(marked: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Shares, 0 to 1: answerable answered rightly from the right article; unanswerable silent."""
    answerable = [row for row in marked if row["answers"]]
    unanswerable = [row for row in marked if not row["answers"]]
    right = [row["right"] and row["right_article"] for row in answerable]
    silent = [row["answer"] is None for row in unanswerable]
    return {"right": sum(right) / len(right), "silent": sum(silent) / len(silent)}


def read_evidence(path: Path) -> dict[str, float]:
    """The reader's EM and F1 on questions given with the paragraph that answers them."""
    reader = OnnxReader()
    exact, overlap = [], []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            article = _bare_article(row["context"])
            passage = Passage(id=1, article=article, start=0, end=len(article.text))
            best = reader.read(row["question"], [passage])[0].text
            accepted = [answer["text"] for answer in row["answers"]]
            exact.append(exact_match(best, accepted))
            overlap.append(f1(best, accepted))
    return {"exact_match": sum(exact) / len(exact), "f1": sum(overlap) / len(overlap)}


def _keys(article: Article) -> set[str]:
    """What a question set may call an article: its file's name, or its text's SHA-256."""
    return {Path(article.source).name, article.id[:12]}


def _bare_article(text: str) -> Article:
    return Article(
        id=article_id(text), text=text, title="", source="", publisher=None, byline=None,
        dateline=None, published=None, added=datetime.now(UTC), body=((0, len(text)),),
    )  # fmt: skip

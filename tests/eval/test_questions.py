"""Question sets, and how answers to them are marked."""

import json
from pathlib import Path

import pytest

from qa.training.questions import read_questions
from tests.eval.measure import HERE, Marked, scores
from tests.fakes import make_article

SETS = ["questions_samples.jsonl", "questions_corpus.jsonl"]


def test_an_answer_may_be_given_by_its_place(tmp_path: Path) -> None:
    article = make_article("Seoul pays $870 million a year.")
    row = {
        "id": "x", "question": "How much?", "places": [[article.id[:12], 11, 23]],
        "articles": [article.id[:12]], "part": "dev",
    }  # fmt: skip
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    question = read_questions(tmp_path / "set.jsonl", [article])[0]
    assert question.answers == ("$870 million",)


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_enough_questions_and_a_quarter_without_an_answer(name: str) -> None:
    rows = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for part, least in (("test", 40), ("dev", 20)):
        some = [row for row in rows if row["part"] == part]
        silent = [row for row in some if not (row.get("answers") or row.get("places"))]
        assert len(some) >= least
        assert 0.2 <= len(silent) / len(some) <= 0.3


def test_nothing_of_the_real_articles_is_copied_into_their_questions() -> None:
    lines = (HERE / "questions_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert not any("answers" in json.loads(line) for line in lines)


def test_scores_are_shares_of_the_answerable_and_of_the_unanswerable(tmp_path: Path) -> None:
    def marked(answers: list[str], right: bool) -> Marked:
        row = {"id": "x", "question": "?", "answers": answers, "articles": [], "part": "dev"}
        (tmp_path / "set.jsonl").write_text(json.dumps(row))
        asked = read_questions(tmp_path / "set.jsonl", [])[0]
        return Marked(asked=asked, answer=None, best=None, confidence=0.0, right=right)

    some = [marked(["a"], True), marked(["a"], False), marked([], True)]
    assert scores(some) == {"right": 0.5, "silent": 1.0}

"""What was written to learn from: sound line by line, over passages that are there."""

import json
import random
from pathlib import Path

import pytest

from qa.figures import find_figures
from qa.training.rows import Example
from qa.training.written import (
    BESIDE,
    CLAIMS,
    HELD_OUT,
    QUESTIONS,
    WrittenClaim,
    WrittenQuestion,
    asked_for,
    beside,
    examples,
    fresh,
    is_held_out,
    kept_aside,
    key_of,
    main,
    passages,
    written,
)

SOURCES = Path(__file__).parents[3] / "shared" / "data" / "reader"
PASSAGE = "The council agreed on Tuesday to pay $538 million a year for the bridge."


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_question_says_where_its_answer_is_or_that_there_is_none() -> None:
    rows = lines(QUESTIONS)
    assert all(set(row) == {"passage", "question", "answer"} for row in rows)
    assert all(str(row["question"]).strip() for row in rows)
    absent = sum(row["answer"] is None for row in rows)
    assert 0.4 < absent / len(rows) < 0.6


def test_every_claim_marks_what_is_judged_and_what_is_told() -> None:
    for row in lines(CLAIMS):
        start, end = row["claimed"]  # type: ignore[misc]
        assert 0 <= start < end <= len(str(row["claim"]))  # type: ignore[has-type]
        told = row["reported"] is not None
        assert told == (row["label"] in ("SUPPORTED", "REFUTED")), row


def test_nothing_is_written_twice() -> None:
    for path in (QUESTIONS, CLAIMS):
        every = path.read_text(encoding="utf-8").splitlines()
        assert len(every) == len(set(every))


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the question sets are not here")
def test_every_passage_is_found_and_holds_what_it_is_said_to_hold() -> None:
    questions, claims = written(SOURCES)
    assert len(questions) == len(lines(QUESTIONS))
    assert len(claims) == len(lines(CLAIMS))
    for example in examples(questions, claims):
        if example.answer:
            start, end = example.answer
            words = example.context[start:end]
            assert words == words.strip() != "", example


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the question sets are not here")
def test_what_is_held_out_is_not_learnt_and_a_missing_passage_is_named(tmp_path: Path) -> None:
    mix = tmp_path / "mix.jsonl"
    row = {"kind": "nq_oracle", "context": PASSAGE, "question": "who pays", "answer": [4, 11]}
    mix.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main([str(SOURCES), str(mix), str(tmp_path / "out")]) == 0
    learnt, kept = (lines(tmp_path / "out" / f"{name}.jsonl") for name in ("train", "heldout"))
    assert row in learnt
    assert kept
    assert all(is_held_out(str(each["context"])) for each in kept)
    assert not {each["context"] for each in kept} & {each["context"] for each in learnt}
    assert main([str(tmp_path), str(mix), str(tmp_path / "out")]) == 2


def test_a_claim_is_learnt_as_it_is_asked() -> None:
    def claimed(text: str, words: str) -> WrittenClaim:
        start = text.index(words)
        return WrittenClaim(
            passage=PASSAGE, claim=text, claimed=(start, start + len(words)), label="REFUTED",
            reported=(37, 49),
        )  # fmt: skip

    money = claimed("The bridge costs $500 million a year.", "$500 million")
    assert asked_for(money) == "The bridge costs how much money?"
    day = claimed("On Monday the council agreed.", "Monday")
    assert (asked_for(day) or "").startswith("When ")
    # What is no figure to us cannot be asked for.
    assert not find_figures("the Calder")
    assert asked_for(claimed("The bridge over the Calder costs much.", "the Calder")) is None


def test_what_is_told_is_the_answer_whether_the_claim_is_right_or_not() -> None:
    question = WrittenQuestion(passage=PASSAGE, question="Who pays?", answer=None)
    claim = WrittenClaim(
        passage=PASSAGE, claim="It costs $500 million.", claimed=(9, 21), label="REFUTED",
        reported=(37, 49),
    )  # fmt: skip
    asked, judged = examples([question], [claim])
    assert (asked.kind, asked.answer) == ("written-absent", None)
    assert judged.kind == "claim"
    assert judged.answer is not None
    assert PASSAGE[slice(*judged.answer)] == "$538 million"


def test_beside_ours_stands_a_share_of_each_kind_of_the_mix() -> None:
    few = [Example(kind="ester", context=str(n), question="?", answer=None) for n in range(9)]
    many = [Example(kind="quoref_dev", context=str(n), question="?", answer=None)
            for n in range(BESIDE["quoref_dev"] + 50)]  # fmt: skip
    other = [Example(kind="ifqa", context="x", question="?", answer=None)]
    taken = list(beside([*few, *many, *other], random.Random(1)))
    assert {e.kind for e in taken} == {"ester", "quoref_dev"}
    assert len(taken) == len(few) + BESIDE["quoref_dev"]


def test_what_shares_lines_with_what_was_learnt_is_not_for_measuring() -> None:
    other = "A ferry crossed the sound twice each day until the owner sold it in the spring."
    part = f"{PASSAGE} {other}"
    assert fresh([PASSAGE, other], [part]) == set()
    assert fresh([PASSAGE, other], [PASSAGE]) == {other}
    assert fresh([other], [PASSAGE, "twice each day until the"]) == {other}


def test_what_is_kept_aside_is_not_learnt_from() -> None:
    aside = kept_aside()
    assert len(aside) > 100
    assert all(int(key, 16) % 100 < HELD_OUT for key in aside)
    written_on = {str(row["passage"]) for path in (QUESTIONS, CLAIMS) for row in lines(path)}
    assert aside <= written_on


def test_a_passage_is_held_out_by_its_words_alone() -> None:
    assert key_of("The council agreed.") == "6eace2f0693c"
    share = sum(is_held_out(f"{PASSAGE} {n}") for n in range(3000)) / 3000
    assert 0.05 < share < 0.11


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the question sets are not here")
def test_passages_are_the_same_every_time() -> None:
    assert list(passages(SOURCES)) == list(passages(SOURCES))

"""Scoring verdicts: how they are counted, what stands beside them, and what is not looked at."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa import Label, QASystem, Verdict
from qa.claims import claim_of
from tests.eval.claims import (
    DISPUTED,
    WICE_LABELS,
    Judged,
    Labelled,
    baselines,
    by_reason,
    judge_over,
    main,
    overall,
    read_labelled,
    same_numbers,
    table,
    wrong,
)
from tests.fakes import fake_system

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


def verdict(label: Label) -> Verdict:
    claim = claim_of("It cost $5.", 0, 11)
    return Verdict(claim=claim, label=label, reason="", confidence=0.0, evidence=(), nearest=())


def judged(said: str, given: str, reason: str = "digit") -> Judged:
    return Judged(text="It cost $5.", said=said, given=given, reason=reason)


def labelled(claim: str, evidence: str, label: Label) -> Labelled:
    return Labelled(claim=claim_of(claim, 0, len(claim)), evidence=evidence, label=label)


@pytest.mark.parametrize(
    ("labels", "whole"),
    [
        ([SUPPORTED, SUPPORTED], SUPPORTED),
        ([SUPPORTED, OPEN], OPEN),
        ([OPEN, REFUTED, SUPPORTED], REFUTED),
        ([], OPEN),
    ],
)
def test_a_claim_of_several_sentences_has_one_label(labels: Sequence[Label], whole: Label) -> None:
    assert overall([verdict(label) for label in labels], SUPPORTED) == whole
    assert overall([verdict(label) for label in labels], DISPUTED) == whole


JUDGED = [
    judged(SUPPORTED, SUPPORTED), judged(SUPPORTED, OPEN, "scale"), judged(REFUTED, SUPPORTED),
    judged(OPEN, REFUTED, "offer"), judged(DISPUTED, REFUTED, "disputed"),
]  # fmt: skip


def test_what_is_said_wrongly_is_counted_apart() -> None:
    lines = table(JUDGED).splitlines()
    assert lines[4].split() == ["DISPUTED", "0", "1", "0", "0"]
    assert lines[5] == (
        "  5 claims, 20.0% judged rightly, 20.0% falsely refuted, 20.0% falsely supported"
    )
    assert by_reason(JUDGED).endswith("digit 1/2, disputed 0/1, offer 0/1, scale 0/1")
    assert len(list(wrong(JUDGED))) == 4


def test_the_string_of_a_number_is_a_judge_to_beat() -> None:
    rows = [
        labelled("It cost $5.20 in 2019.", "In 2019 the price was 5.20 dollars.", SUPPORTED),
        labelled("It cost $5.20 in 2019.", "The price was 5.20 dollars.", REFUTED),
        labelled("It took three days.", "It took 3 days.", SUPPORTED),
    ]
    assert [same_numbers(row) for row in rows] == [True, False, False]
    assert baselines(rows, REFUTED) == {
        "always not enough": 0.0,
        "always SUPPORTED": pytest.approx(2 / 3),
        "the number as a string": pytest.approx(2 / 3),
    }


def test_only_claims_with_a_figure_and_evidence_are_judged(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl.gz"
    rows = [
        {"claim": "It cost $5.", "evidence": ["A price.", "It is $5."], "label": "supported"},
        {"claim": "It was dear.", "evidence": ["It is $5."], "label": "supported"},
        {"claim": "It cost $5.", "evidence": [""], "label": "not_supported"},
    ]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (read,) = read_labelled(path, WICE_LABELS)
    assert (read.evidence, read.label) == ("A price.\nIt is $5.", SUPPORTED)


@pytest.fixture
def system(tmp_path: Path) -> QASystem:
    made = fake_system(tmp_path / "library.db")
    uploads = [
        ("one.txt", b"Rent\n\nHanbury pays $870 million in rent."),
        ("two.txt", b"Rent again\n\nHanbury pays $890 million in rent."),
    ]
    list(made.add_uploads(uploads))
    return made


def test_a_dispute_is_right_where_people_saw_one(system: QASystem, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    row = {"claim": "Hanbury pays $870 million in rent.", "label": DISPUTED, "reason": "disputed",
           "part": "dev"}  # fmt: skip
    rows = [row, {**row, "label": SUPPORTED}, {**row, "part": "test"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done, seconds = judge_over(system, path, "dev")
    assert [(j.said, j.given) for j in done] == [(DISPUTED, DISPUTED), (SUPPORTED, SUPPORTED)]
    assert len(seconds) == 2
    system.close()


def test_what_is_only_measured_is_not_listed() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--part", "test", "--wrong"])
    assert stop.value.code == 2

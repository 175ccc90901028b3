"""Scoring the reader on a file: what is counted, what is refused, and what is printed."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.article import Passage
from index.errors import ReaderError
from qa.reader import Span
from tests.eval.reader import (
    FileError,
    by,
    figures_of,
    main,
    read_items,
    report,
    score,
    spread,
)

BRIDGE = "The bridge over Gannet Sound cost $538 million. Ines Calloway opened it in 2021."
TOLL = "Nobody pays a toll at night."


class Scripted:
    """Answers each question with the words and the margin given for it, or with nothing."""

    def __init__(self, answers: dict[str, tuple[str, float]]) -> None:
        self.answers = answers
        self.windows = 0

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        self.windows += len(passages)
        if question not in self.answers:
            return []
        words, margin = self.answers[question]
        start = passages[0].text.index(words)
        end = start + len(words)
        return [Span(passage=passages[0], start=start, end=end, score=margin + 1.0, null=1.0)]


def row(question: str, *answers: str, context: str = BRIDGE, **more: object) -> dict[str, object]:
    found = [{"text": answer, "start": context.index(answer)} for answer in answers]
    return {"id": question, "question": question, "context": context, "answers": found, **more}


def written(folder: Path, *rows: object, name: str = "made.jsonl") -> Path:
    text = "".join(json.dumps(r) + "\n" for r in rows)
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


ROWS = (
    row("What did it cost?", "$538 million", source="tolls"),
    row("Who opened it?", "Ines Calloway", source="people"),
    row("Who paid at night?", context=TOLL, source="people"),
    row("When was it closed?", source="people"),
)
READER = {
    "What did it cost?": ("$538 million", 5.0),  # right, and said
    "Who opened it?": ("Calloway", -1.0),  # F1 2/3, but kept silent
    "Who paid at night?": ("Nobody", 2.0),  # said, though nothing answers
    "When was it closed?": ("2021", -4.0),  # kept silent, as it should
}


def test_silence_is_worth_1_where_nothing_answers_and_0_where_something_does(
    tmp_path: Path,
) -> None:
    items = read_items(written(tmp_path, *ROWS))
    figures = figures_of([score(item, Scripted(READER)) for item in items])
    assert figures == {
        "questions": 4,
        "answerable": 2,
        "exact_match": 0.5,  # 1, 0, 0, 1
        "f1": 0.5,  # 1, 0, 0, 1
        "has_answer_exact_match": 0.5,  # 1, 0
        "has_answer_f1": pytest.approx(5 / 6),  # 1, 2/3
        "no_answer_accuracy": 0.5,  # said, silent
        "best_f1": 0.75,  # from a margin of 5: 1, 0, 1, 1
        "best_threshold": 5.0,
        "auc": 0.75,  # 5 > 2, 5 > -4, -1 > -4, but -1 < 2
    }


def test_a_margin_of_nothing_is_silence(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, ROWS[0]))
    scored = score(items[0], Scripted({"What did it cost?": ("$538 million", 0.0)}))
    assert scored.silent
    assert figures_of([scored])["f1"] == 0
    assert figures_of([scored])["has_answer_f1"] == 1


def test_a_reader_that_gives_no_span_is_silent(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, ROWS[0], ROWS[2]))
    figures = figures_of([score(item, Scripted({})) for item in items])
    assert (figures["f1"], figures["has_answer_f1"], figures["no_answer_accuracy"]) == (0.5, 0, 1)
    assert figures["best_threshold"] is None


def test_what_there_is_none_of_has_no_figure(tmp_path: Path) -> None:
    figures = figures_of(
        [score(i, Scripted(READER)) for i in read_items(written(tmp_path, ROWS[0]))]
    )
    assert figures["no_answer_accuracy"] is None
    assert figures["auc"] is None


def test_an_answer_is_right_anywhere_inside_the_critical_span(tmp_path: Path) -> None:
    critical = [{"text": "Ines Calloway opened it in 2021.", "start": BRIDGE.index("Ines")}]
    rows = [
        {"question": question, "context": BRIDGE, "critical_span": critical, "level": "easy"}
        for question in ("Who opened it?", "What did it cost?")
    ]
    told = report("made", read_items(written(tmp_path, *rows)), Scripted(READER))
    assert told.figures["inside"] == 0.5
    assert told.figures["not_silent"] == 0.5
    assert "f1" not in told.figures
    assert told.sources == {"easy": {"n": 2, "inside": 0.5}}


def test_sources_and_question_words_are_told_apart_for_the_answerable_only(tmp_path: Path) -> None:
    told = report("made", read_items(written(tmp_path, *ROWS)), Scripted(READER))
    right = {"n": 1, "has_answer_exact_match": 1.0, "has_answer_f1": 1.0}
    nearly = {"n": 1, "has_answer_exact_match": 0.0, "has_answer_f1": pytest.approx(2 / 3)}
    assert told.sources == {"people": nearly, "tolls": right}
    assert told.words == {"who": nearly, "what/which": right}
    assert told.figures["windows"] == 4


def test_a_file_without_sources_is_its_own(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, row("Who opened it?", "Ines Calloway")))
    assert list(by(lambda item: item.source, [score(items[0], Scripted(READER))])) == ["made"]


def test_a_file_may_be_gzipped_and_read_in_part(tmp_path: Path) -> None:
    path = written(tmp_path, *ROWS, name="made.jsonl.gz")
    assert [item.question for item in read_items(path)] == [r["question"] for r in ROWS]
    assert len(read_items(path, 3)) == 3


def test_a_sample_is_spread_over_the_whole_file(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, *(row(f"How many, {n}?") for n in range(10))))
    assert [item.question for item in spread(items, 4)] == [
        "How many, 0?", "How many, 2?", "How many, 5?", "How many, 7?",
    ]  # fmt: skip
    assert spread(items, 20) == items


# -- files that are not as they should be ----------------------------------------------------

BAD = [
    ({"claim": "It cost less.", "evidence": "x"}, "line 1 has no question, no context, no answers"),
    ({"question": "Who?", "context": "x"}, "line 1 has no answers"),
    ({"question": 7, "context": "x", "answers": []}, "line 1 has no question"),
    ({"question": "Who?", "context": "x", "answers": ["x"]}, "answers is not a list of text"),
    ({"question": "Who?", "context": "x", "answers": [{"start": 0}]}, "answers is not a list"),
    ({"question": "?!", "context": "x", "answers": []}, "line 1: The question is empty"),
    ({"question": "Who?", "context": "\ud800", "answers": []}, "line 1 is not JSON"),
    ({"question": "Who?", "context": "x", "critical_span": []}, "an empty critical_span"),
    (["Who?"], "line 1 is not a JSON object"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named_with_what_is_missing(
    tmp_path: Path, line: object, message: str
) -> None:
    with pytest.raises(FileError, match=rf"made\.jsonl: .*{message}"):
        read_items(written(tmp_path, line))


def test_the_bad_line_is_the_one_an_editor_shows(tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n\n{half a row", encoding="utf-8")
    with pytest.raises(FileError, match="line 3 is not JSON"):
        read_items(path)


def test_a_file_of_two_kinds_is_refused(tmp_path: Path) -> None:
    critical = {"question": "Who?", "context": "x", "critical_span": [{"text": "x", "start": 0}]}
    with pytest.raises(FileError, match="Split it"):
        read_items(written(tmp_path, ROWS[0], critical))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.jsonl", b""),
        ("latin.jsonl", b"\xe9\n"),
        ("plain.jsonl.gz", b"{}"),
        ("cut.jsonl.gz", gzip.compress(json.dumps(ROWS[0]).encode())[:-20]),
        ("absent.jsonl", None),
    ],
)
def test_a_damaged_file_is_a_plain_message_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main([str(tmp_path / name)], lambda _: Scripted({})) == 2
    printed = capsys.readouterr()
    assert name in printed.err
    assert printed.out == ""


def test_a_bad_file_is_told_before_the_good_ones_are_read(tmp_path: Path) -> None:
    reader = Scripted(READER)
    good = written(tmp_path, *ROWS)
    assert main([str(good), str(tmp_path / "absent.jsonl")], lambda _: reader) == 2
    assert reader.windows == 0


def test_unusable_weights_are_a_plain_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(written(tmp_path, *ROWS)), "--weights", str(tmp_path)]) == 2
    assert "card.json: missing or unreadable" in capsys.readouterr().err

    def broken(_: Path) -> Scripted:
        raise ReaderError("a score that is not a number")

    assert main([str(written(tmp_path, *ROWS))], broken) == 2


@pytest.mark.parametrize("limit", ["0", "-1", "some"])
def test_a_limit_is_a_number_of_questions(tmp_path: Path, limit: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(written(tmp_path, *ROWS)), "--limit", limit], lambda _: Scripted({}))
    assert stop.value.code == 2


# -- what is printed -------------------------------------------------------------------------


def test_the_table_has_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(tmp_path, *ROWS))], lambda _: Scripted(READER)) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "made.jsonl: 4 questions, 2 answerable"
    assert {"EM 50.0", "HasAns F1 83.3", "NoAns silent 50.0", "best-threshold F1 75.0"} < {*lines}
    assert {"answerability AUC 0.750", "windows 4", "people 1 0.0 66.7"} < {*lines}


def test_the_json_is_one_document_for_all_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [written(tmp_path, *ROWS), written(tmp_path, ROWS[0], name="one.jsonl")]
    main([*map(str, files), "--json"], lambda _: Scripted(READER))
    told = json.loads(capsys.readouterr().out)
    assert [file["file"] for file in told["files"]] == ["made.jsonl", "one.jsonl"]
    assert told["files"][0]["auc"] == 0.75
    assert told["files"][0]["question_words"]["what/which"]["n"] == 1
    assert told["files"][1]["auc"] is None


@pytest.mark.model
def test_the_reader_that_ships_is_scored_and_its_windows_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = TOLL + " The committee met again and adjourned without a vote." * 60
    rows = [row("What did the bridge cost?", "$538 million"), row("Who met?", context=long)]
    assert main([str(written(tmp_path, *rows)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["files"][0]
    assert told["has_answer_exact_match"] == 1
    assert told["windows"] > 2
    assert told["ms_per_window"] > 0

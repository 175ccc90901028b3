"""The terminal: commands, exit statuses and the JSON that scripts rely on."""

import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import qa.adding
from index.article import Article
from index.errors import LibraryError
from index.local import LocalStore, Put
from index.neighbours import Vectors
from qa import Added, Gone, QASystem, Settings, watch
from qa.__main__ import main
from tests.corpus import pdf_of
from tests.fakes import FakeEmbedder, fake_system

BRIDGE = "Bridge opens\n\nThe harbor bridge cost $538 million, the city said. Ferries still run."

CITATION = {
    "article": str, "title": str, "publisher": (str, type(None)), "published": (str, type(None)),
    "source": str, "page": (int, type(None)), "start": int, "end": int, "exact": str,
    "prefix": str, "suffix": str, "passage": dict, "confidence": (float, type(None)),
}  # fmt: skip
ANSWER = {
    "question": str, "standalone": str, "answered": bool, "confidence": float,
    "answer": (str, type(None)), "answers": list, "nearest": list, "seconds": dict,
}  # fmt: skip
VERDICT = {
    "claim": str, "start": int, "end": int, "label": str, "reason": str, "confidence": float,
    "disputed": bool, "figures": list, "evidence": list, "nearest": list,
}  # fmt: skip
FIGURE = {
    "text": str, "value": (str, type(None)), "unit": (str, type(None)),
    "period": (str, type(None)), "hedge": (str, type(None)),
}  # fmt: skip

TRUE = "The harbor bridge cost $538 million, the city said."
FALSE = TRUE.replace("538", "583")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a library of its own; status, standard output, standard error."""

    def open_fake(settings: Settings, *, create: bool = True, rebuilding: bool = False) -> QASystem:
        if not create and not settings.library.exists():
            LocalStore(settings.library, embedder="fake", create=False)
        return fake_system(settings.library, columns=settings.columns)

    monkeypatch.setattr(QASystem, "open", open_fake)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--library", str(tmp_path / "library.db")])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(BRIDGE, encoding="utf-8")
    return path


def check_shape(value: dict[str, Any], shape: dict[str, Any]) -> None:
    assert set(value) >= set(shape)
    for name, kind in shape.items():
        assert isinstance(value[name], kind), name


def test_add_prints_its_counts(run: Run, bridge: Path) -> None:
    status, out, _ = run("add", str(bridge), str(bridge.parent / "gone.txt"))
    assert status == 0
    assert out.startswith("1 added, 0 unchanged, 0 updated, 0 duplicate, 1 failed")
    assert "gone.txt" in out


def test_add_that_adds_nothing_fails(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("add", str(tmp_path / "gone.txt"), "--json")
    assert status == 3
    assert json.loads(out)["failed"] == 1
    assert "gone.txt" in json.loads(out)["failures"][0]["reason"]


def test_adding_a_folder_again_says_what_became_of_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "rain.txt").write_text("It rained four days in Orrin.", encoding="utf-8")
    (folder / "snow.txt").write_text("It snowed two days in Orrin.", encoding="utf-8")
    run("add", str(folder))
    (folder / "bridge.txt").rename(folder / "crossing.txt")
    (folder / "rain.txt").unlink()
    status, out, err = run("add", str(folder), "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "added": 0, "unchanged": 1, "updated": 0, "duplicate": 0, "failed": 0, "moved": 1,
        "removed": 0, "failures": [], "stopped": False,
    }  # fmt: skip
    status, out, _ = run("add", str(folder), "--prune")
    assert status == 0
    assert out == ("0 added, 2 unchanged, 0 updated, 0 duplicate, 0 failed, 0 moved, 1 removed\n")
    assert "rain" not in run("list", "--json")[1]


def test_ctrl_c_ends_an_add_with_what_was_done_so_far(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"Story {name}. {BRIDGE}", encoding="utf-8")
    embed = FakeEmbedder.embed

    def interrupted(self: FakeEmbedder, texts: Sequence[str]) -> Vectors:
        if any("Story b" in text for text in texts):
            raise KeyboardInterrupt
        return embed(self, texts)

    monkeypatch.setattr(qa.adding, "BATCH_CHARACTERS", 1)
    with monkeypatch.context() as patched:
        patched.setattr(FakeEmbedder, "embed", interrupted)
        status, out, err = run("add", str(folder), "--json")
    assert status == 130
    assert (json.loads(out)["added"], json.loads(out)["stopped"]) == (1, True)
    assert err == "Stopped. Add again to go on from here.\n"
    assert run("add", str(folder))[1].startswith("2 added, 1 unchanged")


def test_a_fault_in_the_middle_of_an_add_does_not_hide_what_was_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Story {name}. {BRIDGE}", encoding="utf-8")
    put = LocalStore.put

    def full(self: LocalStore, article: Article, *rest: Any, **more: Any) -> Put | None:
        if "Story b" in article.text:
            raise LibraryError("the disk is full")
        return put(self, article, *rest, **more)

    monkeypatch.setattr(qa.adding, "BATCH_CHARACTERS", 1)
    monkeypatch.setattr(LocalStore, "put", full)
    status, out, err = run("add", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert status == 3
    assert out.startswith("1 added")
    assert err == "the disk is full\n"


def test_watch_adds_what_is_there_and_ends_with_ctrl_c(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")

    def watch_for_three(*given: Any, **options: Any) -> Iterator[Added | Gone | None]:
        later = 0
        for each in watch(*given, still=0.1, **options):
            yield each
            if each is None:
                (folder / "rain.txt").write_text("It rained in Orrin.", encoding="utf-8")
                (folder / "empty.txt").touch()
                (folder / "bridge.txt").unlink()
            later += each is None or later > 0
            if later == 4:
                raise KeyboardInterrupt

    monkeypatch.setattr("qa.__main__.watch", watch_for_three)
    status, out, err = run("watch", str(folder), "--json")
    assert status == 0
    assert err == "Watching. Ctrl-C ends it.\n"
    first, *rest = map(json.loads, out.splitlines())
    assert first["added"] == 1
    assert {(Path(row["source"]).name, row["status"]) for row in rest} == {
        ("empty.txt", "failed"), ("rain.txt", "added"), ("bridge.txt", "gone"),
    }  # fmt: skip
    reasons = {row["status"]: row["reason"] for row in rest}
    assert reasons["failed"].startswith("empty.txt: the file is empty")
    assert reasons["gone"] == "its articles are kept; --prune removes them"


def test_what_cannot_be_watched_is_said_so(run: Run, bridge: Path) -> None:
    status, out, err = run("watch", str(bridge))
    assert (status, out) == (3, "")
    assert "not a folder" in err


def test_add_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BRIDGE.encode())))
    assert run("add", "-")[1].startswith("1 added")
    assert "Bridge opens" in run("list")[1]


def test_show_and_citations_say_the_printed_time(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(BRIDGE.replace("\n\n", "\n\nNov. 15, 2019 3:30 PM EST\n\n"), encoding="utf-8")
    run("add", str(path))
    (listed,) = json.loads(run("list", "--json")[1])
    shown = run("show", listed["article"])[1]
    assert "2019-11-15 15:30-05:00" in shown.splitlines()[1]
    assert json.loads(run("show", listed["article"], "--json")[1])["printed_time"] == "15:30-05:00"
    (hit, *_) = json.loads(run("find", "What did the bridge cost?", "--json")[1])["hits"]
    assert hit["citation"]["published"] == "2019-11-15"
    assert hit["citation"]["printed_time"] == "15:30-05:00"


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_add_reads_any_kind_of_file_from_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, pdf_of([(72, 700, "The toll of the bridge is $5 million a year.")]))
    assert run("add", "-")[1].startswith("1 added")
    pipe(monkeypatch, b"Region,Cost\nNorth,$7 million\n")
    assert run("add", "-", "--as", "csv")[1].startswith("1 added")
    cited = json.loads(run("find", "What is the cost in the North region?", "--json")[1])
    assert "Region: North | Cost: $7 million" in {h["citation"]["exact"] for h in cited["hits"]}


def test_standard_input_that_cannot_be_read_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, b"%PDF-1.7 and no more")
    status, out, err = run("add", "-")
    assert status == 3
    assert "standard input: not a PDF, or a damaged one." in out
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("-", "--as", ".xyz"), "'.xyz' is none of .csv"), (("{file}", "--as", ".csv"), "add -")],
)
def test_a_kind_that_is_none_or_of_nothing_is_wrong_usage(
    run: Run, bridge: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        run("add", *(argument.format(file=bridge) for argument in arguments))
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_columns_are_named_where_a_table_has_other_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("Head,Story\nRain falls,It rained in Orrin.\n", encoding="utf-8")
    assert run("add", str(path))[1].startswith("1 added")  # as a table
    status, out, _ = run("add", str(path), "--column", "text=story", "--column", "title=Head")
    assert (status, out) == (
        0,
        "1 added, 0 unchanged, 0 updated, 0 duplicate, 0 failed, 0 moved, 1 removed\n",
    )
    assert "Rain falls" in run("list")[1]
    again = run("add", str(path), "--column", "text=story", "--column", "title=Head")[1]
    assert again.startswith("0 added, 1 unchanged")
    assert run("add", str(path))[1].startswith("0 added, 1 unchanged")
    status, out, _ = run("add", str(path), "--column", "title=Kopf", "--column", "text=story")
    assert status == 3
    assert "dump.csv: no column 'Kopf', which was named for the title; it has Head, Story." in out


def test_a_column_that_cannot_be_named_is_wrong_usage(
    run: Run, bridge: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        run("add", str(bridge), "--column", "body=Story")
    assert stop.value.code == 2
    assert "FIELD one of text, title, publisher, date, author, url" in capsys.readouterr().err


def test_ask_prints_the_quotation_and_its_source(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    status, out, _ = run("ask", "How much did the harbor bridge cost?")
    assert status == 0
    assert out.startswith("“$538 million”")
    assert "The harbor bridge cost $538 million, the city said." in out
    assert "Bridge opens" in out


def test_ask_as_json_has_the_shape_scripts_rely_on(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    answer = json.loads(run("ask", "How much did the harbor bridge cost?", "--json")[1])
    check_shape(answer, ANSWER)
    check_shape(answer["seconds"], {"search": float, "read": float, "total": float})
    first = answer["answers"][0]
    check_shape(first, {"text": str, "confidence": float, "citations": list})
    citation = first["citations"][0]
    check_shape(citation, CITATION)
    check_shape(citation["passage"], {"start": int, "end": int, "text": str})
    assert answer["answer"] == citation["exact"] == "$538 million"
    assert BRIDGE[citation["start"] : citation["end"]] == "$538 million"
    assert BRIDGE.startswith(citation["prefix"][-5:], citation["start"] - 5)
    for near in answer["nearest"]:
        check_shape(near, CITATION)


def test_a_citation_from_a_pdf_says_its_page(run: Run, tmp_path: Path) -> None:
    cost = "The harbor bridge cost $538 million, the city said."
    data = pdf_of([(72, 700, "Bridge opens")], [(72, 700, cost)])
    (tmp_path / "bridge.pdf").write_bytes(data)
    run("add", str(tmp_path / "bridge.pdf"))
    question = "How much did the harbor bridge cost?"
    assert "page 2, characters" in run("ask", question)[1]
    answer = json.loads(run("ask", question, "--json")[1])
    assert answer["answers"][0]["citations"][0]["page"] == 2


def test_the_rows_of_a_file_are_counted_one_by_one(run: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"text": f"It rained {n} days in Orrin."}) for n in (4, 5)]
    (tmp_path / "rain.jsonl").write_text("\n".join([rows[0], "{", rows[1]]), encoding="utf-8")
    status, out, _ = run("add", str(tmp_path / "rain.jsonl"))
    assert status == 0
    assert out.startswith("2 added, 0 unchanged, 0 updated, 0 duplicate, 1 failed")
    assert "rain.jsonl#2: not JSON" in out


def test_ask_says_that_the_articles_do_not_say(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    assert "The articles do not say." in run("ask", "Who built it?")[1]
    assert run("ask", "Who built it?")[0] == 0
    assert run("ask", "Who built it?", "--exit-code")[0] == 1
    answer = json.loads(run("ask", "Who built it?", "--json")[1])
    assert answer["answered"] is False
    assert answer["answer"] is None
    assert answer["nearest"]


def test_verify_holds_a_transcript_against_the_library(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    transcript = tmp_path / "answers.jsonl"
    out = run("ask", "How much did the harbor bridge cost?", "--json")[1]
    transcript.write_text(out, encoding="utf-8")
    quoted = out.count('"exact"')
    status, said, _ = run("verify", str(transcript), "--exit-code")
    assert (status, said) == (
        0, f"{quoted} quotations: {quoted} verbatim, 0 moved, 0 changed, 0 article gone\n"
    )  # fmt: skip
    transcript.write_text(out.replace("$538 million", "$583 million"), encoding="utf-8")
    assert run("verify", str(transcript))[0] == 0
    status, said, _ = run("verify", str(transcript), "--exit-code")
    assert status == 1
    assert "line 1: changed: “$583 million” (article " in said
    held = json.loads(run("verify", str(transcript), "--json")[1])
    assert (held["quotations"], held["verbatim"], held["changed"]) == (quoted, 0, quoted)
    assert held["faults"][0]["exact"] == "$583 million"
    bridge.write_text(f"Corrected.\n\n{BRIDGE}", encoding="utf-8")
    transcript.write_text(out, encoding="utf-8")
    run("add", str(bridge))
    said = run("verify", str(transcript))[1]
    assert "line 1: moved: “$538 million”" in said
    assert "  now in article " in said


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"nothing", "no quotation"), (b"{", "line 1"), (b"\xff\xfe", "UTF-8"), (None, "Name a")],
)  # fmt: skip
def test_verify_says_what_is_no_transcript(
    run: Run, bridge: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    run("add", str(bridge))
    path = tmp_path / "transcript"
    if content is not None:
        path.write_bytes(content)
    status, _, err = run("verify", str(path))
    assert status == 3
    assert str(path) in err
    assert said in err


def test_verify_names_what_is_wrong_in_the_library_and_what_mends_it(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    sound = run("verify", "--exit-code")
    assert sound[:2] == (0, "1 article: texts, passages, vectors and words are in step\n")
    with closing(sqlite3.connect(tmp_path / "library.db")) as db:
        db.execute("DELETE FROM words_docsize")
        db.commit()
    status, out, _ = run("verify", "--exit-code")
    assert status == 1
    assert out == (
        "1 passages are not in the word index\n  `python -m qa rebuild` mends this\n1 fault\n"
    )
    assert json.loads(run("verify", "--json")[1]) == {
        "faults": [
            {"fault": "1 passages are not in the word index", "article": None, "mend": "rebuild"}
        ]
    }
    run("rebuild")
    assert run("verify", "--exit-code")[0] == 0


def test_an_article_that_was_altered_is_removed_and_added_again_as_verify_says(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    id = json.loads(run("list", "--json")[1])[0]["article"]
    with closing(sqlite3.connect(tmp_path / "library.db")) as db:
        db.execute("UPDATE article SET text = replace(text, '538', '583')")
        db.commit()
    out = run("verify")[1]
    assert f"article {id[:12]}: the text of 'Bridge opens' has been altered" in out
    assert f"`python -m qa remove {id}`" in out
    assert run("rebuild")[0] == 3
    assert run("remove", id)[0] == 0
    assert run("add", str(bridge))[1].startswith("1 added")
    run("rebuild")
    assert run("verify", "--exit-code")[0] == 0


def test_a_file_of_questions_is_answered_line_by_line_in_order(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    questions = tmp_path / "questions.jsonl"
    rows = [{"id": n, "question": q} for n, q in enumerate(["How much?", "", "Who?", "x" * 9999])]
    questions.write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    status, out, _ = run("ask", "--questions", str(questions))
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3]
    assert [answer["answered"] for answer in answers] == [True, False, False, False]
    assert "empty" in answers[1]["error"]
    for answer in answers:
        check_shape(answer, ANSWER)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "line 1"), (b'{"question": 3}', "line 1"), (b"[]", "line 1"), (b"\xff\xfe", "UTF-8"),
     (b"[" * 100_000, "line 1")],
)  # fmt: skip
def test_a_damaged_file_of_questions_is_named(
    run: Run, bridge: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    run("add", str(bridge))
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    status, _, err = run("ask", "--questions", str(path))
    assert status == 3
    assert "questions.jsonl" in err
    assert said in err
    assert "Traceback" not in err


def test_a_damaged_line_is_found_before_anything_is_asked(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "How much?"}\n\n{"question": 1}\n', encoding="utf-8")
    status, out, err = run("ask", "--questions", str(path))
    assert (status, out) == (3, "")
    assert "line 3" in err


def test_line_separators_inside_a_question_end_no_line(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": 1, "question": "How\u2028much\x85?"}\r\n', encoding="utf-8")
    assert json.loads(run("ask", "--questions", str(path))[1])["id"] == 1


def test_a_document_does_not_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "steering.txt"
    words = "The bridge cost $5 million \x1b]0;x\x07 they say, and nobody doubts it. " + "So. " * 99
    path.write_text(f"Title \x1b[2K\n\n{words}", encoding="utf-8")
    run("add", str(path))
    id = json.loads(run("list", "--json")[1])[0]["article"]
    for arguments in (["list"], ["show", id], ["ask", "How much?"], ["find", "bridge"],
                      ["check", "The bridge cost $5 million \x1b[2J they say."]):  # fmt: skip
        assert "\x1b" not in run(*arguments)[1]
        assert "\x07" not in run(*arguments)[1]


def test_check_prints_the_word_the_reason_and_the_place(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    status, out, _ = run("check", f"{TRUE} {FALSE} Ferries still run.")
    assert status == 0
    assert out.splitlines()[:4] == [
        f"supported      {TRUE}",
        "               same",
        "               $538 million: agrees, “$538 million”",
        "               — Bridge opens · characters 37-49",
    ]
    assert f"refuted        {FALSE}" in out
    assert "$583 million: different value, “$538 million”" in out
    assert "not enough     Ferries still run.\n               no figure or date to check" in out
    assert out.endswith("1 supported, 1 refuted, 1 not enough\n")


def test_check_as_json_has_the_shape_scripts_rely_on(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    draft = f"  {TRUE}\n\n{FALSE}"
    checked = json.loads(run("check", draft, "--json")[1])
    assert set(checked) == {"text", "claims", "filter"}
    assert checked["text"] == draft
    assert [claim["label"] for claim in checked["claims"]] == ["SUPPORTED", "REFUTED"]
    for claim in checked["claims"]:
        check_shape(claim, VERDICT)
        assert draft[claim["start"] : claim["end"]] == claim["claim"]
        for figure in claim["figures"]:
            check_shape(figure, FIGURE)
        for piece in claim["evidence"]:
            check_shape(piece, {"label": str, "figure": dict, "citation": dict})
            check_shape(piece["figure"], FIGURE)
            check_shape(piece["citation"], CITATION)
        for near in claim["nearest"]:
            check_shape(near, CITATION)
    supported, refuted = checked["claims"]
    assert supported["figures"][0] | {"kind": None, "noun": None} == {
        "text": "$538 million", "value": "538000000", "unit": "USD", "period": None,
        "hedge": None, "kind": None, "noun": None,
    }  # fmt: skip
    assert refuted["evidence"][0]["label"] == "REFUTED"
    assert refuted["evidence"][0]["figure"]["value"] == "538000000"
    assert refuted["evidence"][0]["citation"]["exact"] == "$538 million"


def test_a_draft_is_read_from_standard_input(
    run: Run, bridge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", str(bridge))
    draft = f"\ufeff{TRUE}\r\n\r\n{FALSE}"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(draft.encode())))
    checked = json.loads(run("check", "-", "--json")[1])
    assert checked["text"] == draft[1:]
    assert [claim["claim"] for claim in checked["claims"]] == [TRUE, FALSE]


def test_a_file_of_claims_is_checked_line_by_line_in_order(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    run("add", str(bridge))
    claims = tmp_path / "claims.jsonl"
    rows = [{"id": n, "claim": c} for n, c in enumerate([TRUE, "", FALSE, "x" * 1_000_001])]
    claims.write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    status, out, _ = run("check", "--claims", str(claims))
    checked = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(row["id"], [claim["label"] for claim in row["claims"]]) for row in checked] == [
        (0, ["SUPPORTED"]), (1, []), (2, ["REFUTED"]), (3, []),
    ]  # fmt: skip
    assert "nothing to check" in checked[1]["error"]
    assert "1,000,001 characters" in checked[3]["error"]


@pytest.mark.parametrize(
    ("text", "status"), [(TRUE, 0), (FALSE, 1), ("It cost a lot.", 0), (f"{TRUE} {FALSE}", 1)]
)
def test_a_refuted_claim_fails_scripts_that_ask_for_it(
    run: Run, bridge: Path, text: str, status: int
) -> None:
    run("add", str(bridge))
    assert run("check", text, "--exit-code")[0] == status
    assert run("check", text, "--exit-code", "--json")[0] == status
    assert run("check", text)[0] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "line 1"), (b'{"question": "x"}', '"claim"'), (b'{"claim": 3}', "line 1"),
     (b"\xff\xfe", "UTF-8"), (b'{"claim": "x"}\n[]', "line 2")],
)  # fmt: skip
def test_a_damaged_file_of_claims_is_named_before_any_is_checked(
    run: Run, bridge: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    run("add", str(bridge))
    path = tmp_path / "claims.jsonl"
    path.write_bytes(content)
    status, out, err = run("check", "--claims", str(path))
    assert (status, out) == (3, "")
    assert "claims.jsonl" in err
    assert said in err


def test_a_file_of_claims_that_is_not_there_is_named(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    status, _, err = run("check", "--claims", "no/such.jsonl")
    assert status == 3
    assert "no/such.jsonl" in err


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (None, "closed"),
        (b"", "nothing to check"),
        (b"\xff\xfe\xfa", "UTF-8"),
        (b"\n$\n", "nothing"),
    ],
)
def test_a_draft_that_cannot_be_read_is_a_message(
    run: Run, bridge: Path, monkeypatch: pytest.MonkeyPatch, stdin: bytes | None, said: str
) -> None:
    run("add", str(bridge))
    given = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin))
    monkeypatch.setattr(sys, "stdin", given)
    status, out, err = run("check", "-")
    assert (status, out) == (3, "")
    assert said in err


# -- filters -------------------------------------------------------------------------------------

OLDER = (
    "Bridge planned\n\nHarbor Wire\nPublished: March 4, 2019\n\n"
    "The harbor bridge will cost $400 million, planners told the council of Ellery on Monday."
)
NEWER = (
    "Bridge dearer\n\nThe Meridian Post\nPublished: June 9, 2021\n\n"
    "The harbor bridge has cost $538 million so far, the council of Ellery said on Tuesday."
)
UNDATED = "Bridge song\n\nA song says that the harbor bridge cost 7 pounds and a good many tears."
COST = "How much did the harbor bridge cost?"
REPORT = "\n\n".join(
    [
        "The harbor bridge of Ellery cost $538 million, the council said on Tuesday.",
        "Work began after the old bridge was closed, and went on through two winters. "
        "Engineers had asked for a third year and were told to do without it.",
        "The ferries that took people across will run until the summer. Their crews have been "
        "offered places at the tram depot, where a new line is being laid along the quay.",
        "A toll was dropped from the plan when the union and the grain traders both came out "
        "against it, which left the county to find the money for repairs elsewhere.",
    ]
)


@pytest.fixture
def three(run: Run, tmp_path: Path) -> dict[str, str]:
    """A library of three articles about one bridge: the ids by file name."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("older", OLDER), ("newer", NEWER), ("undated", UNDATED)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run("add", str(folder))[1].startswith("3 added")
    listed = json.loads(run("list", "--json")[1])
    assert [a["published"] for a in listed] == ["2021-06-09", "2019-03-04", None]
    assert [a["publisher"] for a in listed] == ["The Meridian Post", "Harbor Wire", None]
    return {Path(a["source"]).stem: a["article"] for a in listed}


@pytest.mark.parametrize(
    ("filter", "told"),
    [
        (["--since", "2020"], "$538 million"),
        (["--until", "2020-02"], "$400 million"),
        (["--since", "2021-06-09", "--until", "2021-06-09"], "$538 million"),
        (["--publisher", "harbor WIRE"], "$400 million"),
        (["--publisher", "Nobody", "--publisher", "the meridian post"], "$538 million"),
    ],
)
def test_only_what_the_filter_leaves_in_is_asked(
    run: Run, three: dict[str, str], filter: list[str], told: str
) -> None:
    answer = json.loads(run("ask", COST, "--json", *filter)[1])
    assert answer["answer"] == told
    assert {c["publisher"] for a in answer["answers"] for c in a["citations"]} == {
        answer["nearest"][0]["publisher"]
    }
    assert len(json.loads(run("find", "bridge", "--json", *filter)[1])["hits"]) == 1
    assert len(json.loads(run("list", "--json", *filter)[1])) == 1
    figures = [json.loads(line) for line in run("figures", "--json", *filter)[1].splitlines()]
    assert told in [figure["text"] for figure in figures]
    assert len({figure["citation"]["article"] for figure in figures}) == 1


def test_a_claim_is_held_only_against_what_the_filter_leaves_in(
    run: Run, three: dict[str, str]
) -> None:
    claim = "The harbor bridge has cost $538 million so far."
    assert "\nOnly articles from 2020-01-01 on.\n" in run("check", claim, "--since", "2020")[1]
    checked = json.loads(run("check", claim, "--json", "--since", "2020")[1])
    assert checked["claims"][0]["label"] == "SUPPORTED"
    older = json.loads(run("check", claim, "--json", "--until", "2020")[1])
    assert older["claims"][0]["label"] != "SUPPORTED"
    for claims in (checked, older):
        places = [e["citation"] for e in claims["claims"][0]["evidence"]]
        places += claims["claims"][0]["nearest"]
        assert len({place["article"] for place in places}) == 1


def test_an_article_is_asked_by_the_beginning_of_its_id(run: Run, three: dict[str, str]) -> None:
    only = ["--article", three["undated"][:10], "--article", three["older"]]
    hits = json.loads(run("find", "bridge", "--json", *only)[1])["hits"]
    assert {hit["citation"]["article"] for hit in hits} == {three["undated"], three["older"]}
    status, out, err = run("ask", COST, "--article", "0" * 64)
    assert (status, out) == (3, "")
    assert "No article has the id" in err


def test_the_filter_stands_in_the_json_as_it_was_given(run: Run, three: dict[str, str]) -> None:
    only = ["--since", "2019", "--publisher", "harbor wire", "--article", three["older"][:9]]
    given = {
        "since": "2019-01-01", "until": None, "publishers": ["harbor wire"],
        "articles": [three["older"][:9]], "stories": [],
    }  # fmt: skip
    for arguments in (["ask", COST], ["find", COST], ["check", TRUE]):
        assert json.loads(run(*arguments, "--json", *only)[1])["filter"] == given
        assert json.loads(run(*arguments, "--json")[1])["filter"] is None


@pytest.fixture
def reprinted(run: Run, tmp_path: Path) -> dict[str, str]:
    """A library of one report in three papers, and a song: the ids by file name."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for day, paper in enumerate(("Harbor Wire", "The Meridian Post", "Orrin Post"), start=1):
        head = f"{paper}: bridge opens\n\n{paper}\nPublished: May {day}, 2021\n\n"
        (folder / f"{day}.txt").write_text(head + REPORT, encoding="utf-8")
    (folder / "song.txt").write_text("Song\n\nThe harbor bridge cost us tears.", encoding="utf-8")
    assert run("add", str(folder))[1].startswith("4 added")
    return {Path(a["source"]).stem: a["article"] for a in json.loads(run("list", "--json")[1])}


def test_reprints_are_named_below_what_is_cited(run: Run, reprinted: dict[str, str]) -> None:
    also = "also in 2 more: The Meridian Post, Orrin Post\n"
    out = run("ask", COST)[1]
    assert "Harbor Wire: bridge opens · Harbor Wire · 2021-05-01" in out
    assert out.count(also) == 1
    assert run("find", COST)[1].count(also) == 1
    assert run("check", "The harbor bridge of Ellery cost $538 million.")[1].count(also) == 1


def test_a_story_is_asked_and_listed_by_any_of_its_versions(
    run: Run, reprinted: dict[str, str]
) -> None:
    only = ["--story", reprinted["2"][:12]]
    assert run("list", *only)[1].endswith("3 articles\nOnly articles of the story named.\n")
    assert json.loads(run("ask", COST, "--json", *only)[1])["filter"]["stories"] == only[1:]
    for arguments in (["find", "bridge"], ["check", "It cost $538 million."], ["figures"]):
        out = run(*arguments, *only)[1]
        assert "Song" not in out
        assert "Harbor Wire: bridge opens" in out
    figures = run("figures", "--json", *only)[1].splitlines()
    cited = {json.loads(line)["citation"]["article"] for line in figures}
    assert cited == {id for name, id in reprinted.items() if name != "song"}
    status, out, err = run("ask", COST, "--story", "0" * 64)
    assert (status, out) == (3, "")
    assert "No article has the id" in err


def test_many_questions_and_claims_are_filtered_too(
    run: Run, three: dict[str, str], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": 1, "question": COST, "claim": TRUE}), encoding="utf-8")
    answer = json.loads(run("ask", "--questions", str(rows), "--until", "2020")[1])
    assert answer["answer"] == "$400 million"
    checked = json.loads(run("check", "--claims", str(rows), "--until", "2020")[1])
    assert checked["filter"]["until"] == "2020-12-31"
    assert {n["article"] for n in checked["claims"][0]["nearest"]} == {three["older"]}


@pytest.mark.parametrize(
    ("filter", "said"),
    [
        (["--since", "2030"], "No article is from 2030-01-01 on. The articles here are from "
         "2019-03-04 to 2021-06-09; without a date: 1."),
        (["--publisher", "Harbor"], "No article is by Harbor. The publishers here: Harbor Wire, "
         "The Meridian Post."),
        (["--until", "2019", "--publisher", "The Meridian Post"],
         "No article is from 2019-12-31 or before and by The Meridian Post."),
    ],
)  # fmt: skip
def test_a_filter_that_leaves_no_article_says_what_there_is(
    run: Run, three: dict[str, str], filter: list[str], said: str
) -> None:
    for arguments in (["ask", COST], ["find", COST], ["check", TRUE], ["figures"]):
        status, out, err = run(*arguments, *filter)
        assert (status, out) == (3, "")
        assert err.startswith(said)
    assert run("list", *filter)[1].startswith("0 articles\n")


@pytest.mark.parametrize(
    ("filter", "said"),
    [
        (["--since", "2020", "--until", "2019"], "2020-01-01 is after 2019-12-31"),
        (["--since", "last week"], "'last week' is not a date: write it as 2019"),
        (["--until", "2019-02-30"], "'2019-02-30' is not a date"),
    ],
)
def test_dates_that_cannot_be_are_wrong_usage(
    run: Run, three: dict[str, str], capsys: pytest.CaptureFixture[str], filter: list[str],
    said: str,
) -> None:  # fmt: skip
    with pytest.raises(SystemExit) as stop:
        run("ask", COST, *filter)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_find_prints_ranked_passages(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    assert run("find", "harbor bridge")[1].startswith("1. Bridge opens")
    found = json.loads(run("find", "harbor bridge", "--json")[1])
    assert found["question"] == "harbor bridge"
    check_shape(found["hits"][0], {"rank": int, "cosine": float, "citation": dict})
    check_shape(found["hits"][0]["citation"], CITATION)


def test_list_show_and_remove(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    listed = json.loads(run("list", "--json")[1])
    assert [article["title"] for article in listed] == ["Bridge opens"]
    id = listed[0]["article"]
    assert BRIDGE in run("show", id[:10])[1]
    shown = json.loads(run("show", id, "--json")[1])
    assert shown["text"] == BRIDGE
    assert run("remove", id[:10])[1] == "1 article removed\n"
    assert run("list")[1] == "0 articles\n"


def test_correct_says_what_the_article_goes_by_and_what_it_prints(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    id = json.loads(run("list", "--json")[1])[0]["article"]
    status, out, err = run("correct", id[:10], "--published", "15 Nov 2019")
    assert (status, err) == (0, "")
    assert out == ("Bridge opens · no publisher · 2019-11-15\nAs printed: no publisher · no date\n")
    corrected = json.loads(run("correct", id, "--publisher", "Harbor Wire", "--json")[1])
    assert corrected == {
        "article": id, "title": "Bridge opens", "publisher": "Harbor Wire",
        "published": "2019-11-15", "source": str(bridge), "corrected": True,
        "printed": {"published": None, "publisher": None},
    }  # fmt: skip
    assert json.loads(run("list", "--json")[1])[0]["corrected"]
    emptied = json.loads(run("correct", id, "--published", "", "--json")[1])
    assert (emptied["published"], emptied["publisher"]) == (None, "Harbor Wire")
    taken_back = run("correct", id, "--as-printed")[1]
    assert taken_back == "Bridge opens · no publisher · no date\n"
    again = json.loads(run("correct", id, "--as-printed", "--json")[1])
    assert (again["corrected"], again["printed"]) == (False, None)


def test_what_is_not_given_to_correct_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rain.json"
    path.write_text(json.dumps({"text": "It rained.", "publisher": "The Orrin Post " * 14}))
    run("add", str(path))
    before = json.loads(run("list", "--json")[1])[0]
    assert len(before["publisher"]) > 200
    status, out, _ = run("correct", before["article"], "--published", "2019-11-15", "--json")
    assert status == 0
    assert json.loads(out)["publisher"] == before["publisher"]
    assert json.loads(out)["published"] == "2019-11-15"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{id}", "--published", "2019-02-30"], "is not a day"),
        (["{id}", "--published", "2999-01-01"], "is in the future"),
        (["{id}", "--publisher", "x" * 300], "The publisher is longer than 200 characters"),
        (["feed", "--published", "2019-11-15"], "No article has the id 'feed'"),
        (["feed", "--as-printed"], "No article has the id 'feed'"),
    ],
)
def test_a_correction_that_cannot_be_is_reported_and_corrects_nothing(
    run: Run, bridge: Path, arguments: list[str], said: str
) -> None:
    run("add", str(bridge))
    id = json.loads(run("list", "--json")[1])[0]["article"]
    status, out, err = run("correct", *(argument.format(id=id) for argument in arguments))
    assert (status, out) == (3, "")
    assert said in err
    assert not json.loads(run("list", "--json")[1])[0]["corrected"]


def test_lists_and_articles_say_which_version_of_a_story_they_are(run: Run, bridge: Path) -> None:
    bridge.write_text(f"UPDATE 1-{BRIDGE}", encoding="utf-8")
    run("add", str(bridge))
    listed = json.loads(run("list", "--json")[1])
    assert [(a["title"], a["version"]) for a in listed] == [("UPDATE 1-Bridge opens", "update 1")]
    id = listed[0]["article"]
    assert "UPDATE 1-Bridge opens · update 1\n" in run("list")[1]
    assert "\nupdate 1 · " in run("show", id)[1]
    assert json.loads(run("show", id, "--json")[1])["version"] == "update 1"


def test_rebuild_prints_how_many(run: Run, bridge: Path) -> None:
    run("add", str(bridge))
    assert run("rebuild")[1] == "1 article rebuilt\n"
    assert "$538 million" in run("ask", "How much?")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "How much?"],
        ["check", "It cost $5."],
        ["find", "it"],
        ["list"],
        ["show", "a"],
        ["remove", "a"],
        ["correct", "a", "--as-printed"],
        ["rebuild"],
    ],
)
def test_without_a_library_every_command_says_how_to_make_one(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    status, out, err = run(*arguments)
    assert status == 3
    assert out == ""
    assert "python -m qa add" in err
    assert not (tmp_path / "library.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["nothing"],
        ["find", "x", "-k", "0"],
        ["find", "x", "-k", "9" * 30],
        ["find", "x", "-k", "x"],
        ["ask", "--questions", ""],
        ["check"],
        ["check", "It cost $5.", "--claims", "claims.jsonl"],
        ["check", "--claims", ""],
        ["correct", "a"],
        ["correct", "--publisher", "Harbor Wire"],
        ["correct", "a", "--publisher", "Harbor Wire", "--as-printed"],
        [],
    ],
)
def test_wrong_usage_is_status_two(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(*arguments)
    assert stop.value.code == 2


def test_the_library_defaults_to_the_environment(
    run: Run, bridge: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ATTEST_LIBRARY", str(tmp_path / "elsewhere.db"))
    main(["add", str(bridge)])
    assert (tmp_path / "elsewhere.db").exists()
    assert os.path.getsize(tmp_path / "elsewhere.db") > 0

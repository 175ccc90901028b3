"""The hall: what goes in comes out, whatever the documents and the questions are."""

import json
import os
import sqlite3
import threading
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import CorrectionError, EmptyLibraryError, LibraryError, QuestionError
from qa import (
    Filter,
    Imprint,
    Kind,
    Label,
    QASystem,
    Status,
    sample_articles,
    settings_from,
)

BRIDGE = "Bridge opens\n\nThe harbor bridge cost $538 million, the city said. Ferries still run."
STRIKE = "Strike ends\n\nThe strike at the plant ended on Friday after 22 days, a union said."

FERRY = b"Ferry stops\n\nThe ferry stopped on Monday, its owners said."


@pytest.fixture
def bridged(system: QASystem) -> QASystem:
    list(system.add_uploads([("base.txt", BRIDGE.encode())]))
    return system


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    return folder


def statuses(system: QASystem, *paths: Path) -> Counter[Status]:
    return Counter(added.status for added in system.add_files(paths))


def test_a_question_is_answered_with_a_quotation(system: QASystem, folder: Path) -> None:
    assert statuses(system, folder) == {Status.ADDED: 2}
    answer = system.ask("How much did the harbor bridge cost?")
    assert answer.answered
    citation = answer.candidates[0].citations[0]
    assert answer.text == citation.exact == "$538 million"
    assert citation.article.text[citation.start : citation.end] == "$538 million"
    assert citation.article.source.endswith("bridge.txt")
    start, end = citation.sentence
    assert citation.article.text[start:end] == "The harbor bridge cost $538 million, the city said."


def test_a_correction_is_cited_and_can_be_taken_back(bridged: QASystem) -> None:
    [article] = bridged.articles()
    bridged.correct(article.id[:9], published="15 Nov 2019", publisher="The Orrin Post")
    cited = bridged.ask("How much did the harbor bridge cost?").candidates[0].citations[0].article
    assert (cited.published, cited.publisher) == (date(2019, 11, 15), "The Orrin Post")
    assert bridged.printed(article.id) == Imprint(published=None, publisher=None)
    assert len(bridged.articles(filter=Filter(publishers=("the orrin post",)))) == 1
    bridged.take_back(article.id)
    assert bridged.articles() == (article,)
    assert bridged.printed(article.id) is None


def test_what_was_taken_out_is_put_back_with_its_answers_and_its_files(
    system: QASystem, folder: Path
) -> None:
    question = "How much did the harbor bridge cost?"
    list(system.add_files([folder]))
    articles, answer = system.articles(), system.ask(question)
    removed = system.take_out([articles[0].id[:9], articles[1].id])
    assert system.articles() == ()
    assert system.put_back(removed) == 2
    assert system.articles() == articles
    assert replace(system.ask(question), seconds=answer.seconds) == answer
    assert statuses(system, folder) == {Status.UNCHANGED: 2}


def test_a_correction_goes_with_a_file_that_moves_and_is_then_updated(
    system: QASystem, folder: Path
) -> None:
    list(system.add_files([folder / "bridge.txt"]))
    system.correct(system.articles()[0].id, published="2019-11-15", publisher="The Orrin Post")
    moved = (folder / "bridge.txt").rename(folder / "renamed.txt")
    assert statuses(system, moved) == {Status.MOVED: 1}
    moved.write_text(f"{BRIDGE} It is open all night.", encoding="utf-8")
    assert statuses(system, moved) == {Status.UPDATED: 1}
    [article] = system.articles()
    assert (article.published, article.publisher) == (date(2019, 11, 15), "The Orrin Post")
    assert article.corrected
    assert system.rebuild() == 1
    assert system.articles() == (article,)
    assert system.faults() == ()


def test_what_is_no_day_corrects_nothing(bridged: QASystem) -> None:
    before = bridged.articles()
    with pytest.raises(CorrectionError, match="in the future"):
        bridged.correct(before[0].id, published="2999-01-01", publisher="The Orrin Post")
    with pytest.raises(LibraryError, match="No article"):
        bridged.correct("0" * 64, published="", publisher="")
    assert bridged.articles() == before


def test_the_figures_of_a_corrected_article_are_read_anew(system: QASystem) -> None:
    list(system.add_uploads([("strike.txt", STRIKE.encode())]))
    [article] = system.articles()
    days = []
    for published in ("2019-11-15", "2019-11-22"):
        system.correct(article.id, published=published, publisher="")
        entries = system.list_figures(kind=Kind.DATE, most=9).entries
        days += [entry.figure.first for entry in entries]
    assert days == [date(2019, 11, 15), date(2019, 11, 22)]


def test_what_the_articles_do_not_say_is_said_so(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    answer = system.ask("Who designed the harbor bridge?")
    assert not answer.answered
    assert answer.text is None
    assert answer.nearest[0].article.source.endswith("bridge.txt")


def test_found_passages_are_quoted_whole_and_ranked(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    findings = system.find("the strike at the plant")
    assert [finding.rank for finding in findings] == [1, 2]
    assert findings[0].citation.exact == STRIKE.split("\n\n")[1]
    assert len(system.find("the strike", k=1)) == 1


def test_the_same_folder_again_is_unchanged(system: QASystem, folder: Path) -> None:
    statuses(system, folder)
    assert statuses(system, folder) == {Status.UNCHANGED: 2}
    (folder / "strike.txt").write_text(STRIKE + " It was long.", encoding="utf-8")
    assert statuses(system, folder) == {Status.UNCHANGED: 1, Status.UPDATED: 1}
    assert len(system.articles()) == 2


def test_one_bad_file_never_stops_the_others(system: QASystem, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "table.xyz").write_text("unknown")
    (folder / "latin.txt").write_bytes(bytes(range(128, 160)) * 20)
    results = list(system.add_files([folder, folder / "missing.txt"]))
    failed = {Path(r.source).name: r.reason or "" for r in results if r.status is Status.FAILED}
    assert sorted(failed) == ["binary.txt", "empty.txt", "latin.txt", "missing.txt", "table.xyz"]
    assert all(name in reason for name, reason in failed.items())
    assert len(system.articles()) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_a_ring_are_walked_once(system: QASystem, folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert statuses(system, folder) == {Status.ADDED: 2}


def test_uploads_of_one_name_and_two_stories_are_both_kept(system: QASystem) -> None:
    upload = [("story.txt", BRIDGE.encode()), ("story.txt", STRIKE.encode())]
    assert [added.status for added in system.add_uploads(upload[:1])] == [Status.ADDED]
    assert [added.status for added in system.add_uploads(upload[1:])] == [Status.ADDED]
    assert sorted(a.source for a in system.articles()) == ["story.txt", "story.txt (2)"]


def test_uploads_of_one_name_dropped_together_are_all_kept(system: QASystem) -> None:
    upload = [("story.txt", BRIDGE.encode()), ("story.txt", STRIKE.encode())]
    assert [added.status for added in system.add_uploads(upload)] == [Status.ADDED] * 2
    assert sorted(a.source for a in system.articles()) == ["story.txt", "story.txt (2)"]


def test_the_articles_of_an_uploaded_file_are_added_one_by_one(system: QASystem) -> None:
    rows = [json.dumps({"title": text[:6], "text": text}) for text in (BRIDGE, STRIKE)]
    upload = ("dump.jsonl", "\n".join([rows[0], "{", rows[1]]).encode())
    results = list(system.add_uploads([upload, ("strike.txt", b""), ("ferry.txt", FERRY)]))
    assert [(result.source, result.status) for result in results] == [
        ("dump.jsonl#1", Status.ADDED),
        ("dump.jsonl#2", Status.FAILED),
        ("dump.jsonl#3", Status.ADDED),
        ("strike.txt", Status.FAILED),
        ("ferry.txt", Status.ADDED),
    ]
    again = [result.status for result in system.add_uploads([upload])]
    assert again == [Status.UNCHANGED, Status.FAILED, Status.UNCHANGED]


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode on Windows")
def test_a_name_that_is_not_unicode_stops_nothing(system: QASystem, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/\xff.txt", "wb") as file:
        file.write(FERRY)
    assert statuses(system, folder) == {Status.ADDED: 3}
    assert any(article.source.endswith("\\xff.txt") for article in system.articles())


def test_an_upload_of_the_same_story_with_news_in_it_replaces_the_old(system: QASystem) -> None:
    list(system.add_uploads([("story.txt", BRIDGE.encode())]))
    newer = BRIDGE + " Tolls begin in May."
    assert [a.status for a in system.add_uploads([("story.txt", newer.encode())])] == [
        Status.UPDATED
    ]


def test_removing_by_the_beginning_of_an_id(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    first = system.articles()[0]
    assert system.remove([first.id[:8]]) == 1
    assert first.id not in [article.id for article in system.articles()]


def test_removing_what_is_not_there_removes_nothing(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    with pytest.raises(LibraryError, match="python -m qa list"):
        system.remove([system.articles()[0].id, "nothing"])
    assert len(system.articles()) == 2


def test_an_empty_library_says_how_to_fill_it(system: QASystem) -> None:
    with pytest.raises(EmptyLibraryError, match="python -m qa add"):
        system.ask("How much?")
    with pytest.raises(EmptyLibraryError):
        system.find("How much?")


CLAIM = "The harbor bridge cost $538 million, the city said."


def test_a_draft_is_checked_sentence_by_sentence_in_order(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    draft = f"{CLAIM} Nobody was surprised. The strike at the plant ended after 25 days."
    verdicts = list(system.check(draft))
    assert [(v.claim.text, v.label) for v in verdicts] == [
        (CLAIM, Label.SUPPORTED),
        ("Nobody was surprised.", Label.NOT_ENOUGH_INFO),
        ("The strike at the plant ended after 25 days.", Label.REFUTED),
    ]
    assert [e.citation.exact for v in verdicts for e in v.evidence] == ["$538 million", "22 days"]


def test_verdicts_come_as_they_are_judged(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    verdicts = system.check(f"{CLAIM} {CLAIM}")
    assert next(verdicts).label is Label.SUPPORTED
    assert system.remove(article.id for article in system.articles()) == 2
    assert next(verdicts).label is Label.NOT_ENOUGH_INFO


def test_a_draft_half_judged_keeps_nobody_waiting(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    verdicts = system.check(f"{CLAIM} {CLAIM}")
    next(verdicts)
    other = threading.Thread(target=system.articles, daemon=True)
    other.start()
    other.join(timeout=10)
    assert not other.is_alive()


def test_without_articles_nothing_can_be_checked(system: QASystem) -> None:
    with pytest.raises(EmptyLibraryError, match="python -m qa add"):
        list(system.check(CLAIM))


@pytest.mark.parametrize("draft", ["", "  \n", "…"])
def test_an_empty_draft_is_refused(system: QASystem, folder: Path, draft: str) -> None:
    list(system.add_files([folder]))
    with pytest.raises(QuestionError, match="nothing to check"):
        list(system.check(draft))


def test_too_long_a_draft_is_refused(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    with pytest.raises(QuestionError, match="1,000,001 characters"):
        list(system.check("a" * 1_000_001))


def test_the_day_of_writing_is_what_a_drafts_days_are_counted_from(
    system: QASystem, folder: Path
) -> None:
    (folder / "vote.txt").write_text(
        "Vote held\n\nMarch 4, 2021\n\nThe council of Ellery held its vote on March 2, 2021.",
        encoding="utf-8",
    )
    list(system.add_files([folder]))
    claim = "The council of Ellery held its vote on Tuesday."
    (right,) = system.check(claim, written=date(2021, 3, 4))
    (wrong,) = system.check(claim, written=date(2021, 3, 11))
    assert (right.label, wrong.label) == (Label.SUPPORTED, Label.REFUTED)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet="abé한🙂$87“”. \n\x00\ud800\r", max_size=120))
def test_every_claim_stands_verbatim_in_its_draft(bridged: QASystem, noise: str) -> None:
    draft = f"{noise} {CLAIM} {noise}"
    clean = draft.translate(dict.fromkeys([0, 13, 0xD800], " "))
    for verdict in bridged.check(draft):
        claim = verdict.claim
        assert clean[claim.start : claim.end] == claim.text
        given = [*(piece.citation for piece in verdict.evidence), *verdict.nearest]
        for citation in given:
            stored = bridged.article(citation.article.id)
            assert stored.text[citation.start : citation.end] == citation.exact


HOSTILE = [
    '"',
    "NEAR(",
    "*",
    "🙂 how much?",
    "كم تكلفة الجسر؟",
    "how\x00much",
    "a" * 1000,
    "$" * 50 + "x",
]


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_questions_get_an_answer_or_a_message(
    system: QASystem, folder: Path, question: str
) -> None:
    list(system.add_files([folder]))
    try:
        answer = system.ask(question)
    except QuestionError as error:
        message = str(error)
    else:
        message = answer.text or "the articles do not say"
    assert message


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet="abé한🙂$87“”. \n", min_size=1, max_size=300), mark=st.text(max_size=9)
)
def test_every_citation_ever_returned_is_verbatim(bridged: QASystem, text: str, mark: str) -> None:
    list(bridged.add_uploads([("any.txt", text.encode())]))
    for question in (f"How much {mark}?", f"What did he say {mark}?"):
        answer = bridged.ask(question)
        given = [c for candidate in answer.candidates for c in candidate.citations]
        for citation in [*given, *answer.nearest]:
            stored = bridged.article(citation.article.id)
            assert stored.text[citation.start : citation.end] == citation.exact
            assert citation.exact.strip()


def test_asking_while_adding_loses_nothing(system: QASystem, folder: Path) -> None:
    list(system.add_files([folder]))
    faults: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(30):
                assert system.ask("How much did the harbor bridge cost?").text == "$538 million"
        except (AssertionError, LibraryError) as error:
            faults.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for n in range(20):
        list(system.add_uploads([(f"{n}.txt", f"Story {n}\n\nNothing about it.".encode())]))
    thread.join()
    assert not faults
    assert len(system.articles()) == 22


def test_feedback_is_kept_in_the_library(system: QASystem, folder: Path, tmp_path: Path) -> None:
    list(system.add_files([folder]))
    answer = system.ask("How much did the harbor bridge cost?")
    system.keep_feedback(answer.question, answer.candidates[0].citations[0], right=True)
    system.keep_feedback("Who?", None, right=False)
    with sqlite3.connect(tmp_path / "library.db") as db:
        rows = db.execute("SELECT question, exact, right FROM feedback ORDER BY id").fetchall()
    assert rows == [("How much did the harbor bridge cost?", "$538 million", 1), ("Who?", None, 0)]


def test_a_dozen_samples_ship() -> None:
    assert len(sample_articles()) == 12


def test_settings_are_read_from_the_environment() -> None:
    read = settings_from({"ATTEST_LIBRARY": "x/y.db", "ATTEST_EMBEDDER": "models/mine"})
    assert read.library == Path("x/y.db")
    assert read.embedder == "models/mine"
    assert settings_from({}).library == Path("library.db")

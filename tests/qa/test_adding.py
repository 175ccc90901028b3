"""A library kept as its folders are: what is known is not read, what moved is renamed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import qa.adding
from index import files
from index.load import parse_articles
from index.neighbours import Vectors
from qa import Columns, QASystem, Status, Step
from qa.pace import Pace
from tests.fakes import FakeEmbedder, fake_system

BRIDGE = "Bridge opens\n\nThe harbor bridge cost $538 million, the city said."
STRIKE = "Strike ends\n\nThe strike at the plant ended on Friday after 22 days, a union said."
FERRY = "Ferry stops\n\nThe ferry stopped on Monday, its owners said."
RAIN = "Rain falls\n\nIt rained for nine days in Orrin, more than ever before."
ALL = (BRIDGE, STRIKE, FERRY, RAIN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "strike.txt").write_text(STRIKE, encoding="utf-8")
    return folder


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is parsed and what is embedded from here on."""
    done: list[str] = []
    embed = FakeEmbedder.embed

    def parse(data: bytes, *, source: str, **rest: object) -> object:
        done.append(f"parsed {Path(source).name}")
        return parse_articles(data, source=source, **rest)

    def embed_and_note(self: FakeEmbedder, texts: Sequence[str]) -> Vectors:
        done.extend(f"embedded {text.split(chr(10))[0]}" for text in texts)
        return embed(self, texts)

    monkeypatch.setattr(qa.adding, "parse_articles", parse)
    monkeypatch.setattr(FakeEmbedder, "embed", embed_and_note)
    return done


def age(folder: Path) -> None:
    """Make every file an hour older, so that its time can be relied on."""
    for path in folder.rglob("*"):
        if path.is_file():
            when = path.stat().st_mtime - 3600
            os.utime(path, (when, when))


def added(system: QASystem, *paths: Path, prune: bool = False) -> Counter[Status]:
    results = list(system.add_files(paths))
    return Counter(r.status for r in [*results, *(system.prune(paths) if prune else ())])


def sources(system: QASystem) -> dict[str, str]:
    """The first line of each article by the name of its file, and its row."""
    return {
        Path(a.source).name: system.article(a.id).text.split("\n")[0] for a in system.articles()
    }


def rows(*texts: str) -> str:
    return "\n".join(json.dumps({"text": text}) for text in texts)


# -- the same again ------------------------------------------------------------------------------


def test_a_file_that_has_not_changed_is_not_even_opened(
    system: QASystem, folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    age(folder)
    added(system, folder)
    work.clear()
    monkeypatch.setattr(qa.adding, "read_document", None)
    assert added(system, folder) == {Status.UNCHANGED: 2}
    assert work == []


def test_a_file_with_a_new_time_and_the_same_bytes_is_not_parsed(
    system: QASystem, folder: Path, work: list[str]
) -> None:
    added(system, folder)
    work.clear()
    age(folder)
    assert added(system, folder) == {Status.UNCHANGED: 2}
    assert work == []


def test_a_change_within_a_tick_of_the_clock_is_seen(system: QASystem, folder: Path) -> None:
    path = folder / "bridge.txt"
    added(system, folder)
    then = path.stat().st_mtime_ns
    path.write_text(BRIDGE.replace("538", "539"), encoding="utf-8")
    os.utime(path, ns=(then, then))
    assert added(system, folder) == {Status.UPDATED: 1, Status.UNCHANGED: 1}


def test_only_the_file_that_changed_is_read(
    system: QASystem, folder: Path, work: list[str]
) -> None:
    age(folder)
    added(system, folder)
    work.clear()
    (folder / "strike.txt").write_text(STRIKE + " It was long.", encoding="utf-8")
    assert added(system, folder) == {Status.UNCHANGED: 1, Status.UPDATED: 1}
    assert work == ["parsed strike.txt", "embedded Strike ends"]


def test_a_file_with_a_fault_is_read_again_and_says_it_again(
    system: QASystem, folder: Path, work: list[str]
) -> None:
    (folder / "dump.jsonl").write_text(rows(RAIN) + "\n{", encoding="utf-8")
    age(folder)
    assert added(system, folder) == {Status.ADDED: 3, Status.FAILED: 1}
    work.clear()
    assert added(system, folder) == {Status.UNCHANGED: 3, Status.FAILED: 1}
    assert work == ["parsed dump.jsonl"]


def test_what_a_person_removed_comes_back_when_it_is_added_again(
    system: QASystem, folder: Path
) -> None:
    age(folder)
    added(system, folder)
    system.remove([article.id for article in system.articles() if "bridge" in article.source])
    assert added(system, folder) == {Status.ADDED: 1, Status.UNCHANGED: 1}


def test_files_are_read_again_when_reading_has_changed(
    system: QASystem, folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    age(folder)
    added(system, folder)
    work.clear()
    for module in (files, qa.adding):
        monkeypatch.setattr(module, "READING", files.READING + 1)
    assert added(system, folder) == {Status.UNCHANGED: 2}
    assert work == ["parsed bridge.txt", "parsed strike.txt"]


def test_only_files_that_may_hold_rows_are_read_again_where_columns_are_named(
    folder: Path, work: list[str], tmp_path: Path
) -> None:
    (folder / "dump.jsonl").write_text(rows(RAIN, FERRY), encoding="utf-8")
    age(folder)
    with fake_system(tmp_path / "library.db") as system:
        added(system, folder)
    work.clear()
    named = Columns(named=(("text", "text"),))
    with fake_system(tmp_path / "library.db", columns=named) as system:
        assert added(system, folder) == {Status.UNCHANGED: 4}
        assert work == ["parsed dump.jsonl"]
        (folder / "dump.jsonl").rename(folder / "moved.jsonl")
        assert added(system, folder) == {Status.UNCHANGED: 4}
    assert "embedded" not in " ".join(work)


def test_the_librarys_own_files_are_no_documents(folder: Path) -> None:
    (folder / "other.db").touch()
    with fake_system(folder / "library.db") as system:
        assert (folder / "library.db-wal").exists()
        failed = [r for r in system.add_files([folder]) if r.status is Status.FAILED]
    assert [Path(result.source).name for result in failed] == ["other.db"]


# -- moved ---------------------------------------------------------------------------------------


def test_what_moved_is_renamed_and_neither_parsed_nor_embedded(
    system: QASystem, folder: Path, work: list[str]
) -> None:
    (folder / "dump.jsonl").write_text(rows(RAIN, FERRY), encoding="utf-8")
    added(system, folder)
    work.clear()
    (folder / "old").mkdir()
    (folder / "bridge.txt").rename(folder / "old" / "crossing.txt")
    (folder / "dump.jsonl").rename(folder / "old" / "dump.jsonl")
    assert added(system, folder) == {Status.UNCHANGED: 1, Status.MOVED: 3}
    assert work == []
    assert sources(system) == {
        "crossing.txt": "Bridge opens", "strike.txt": "Strike ends",
        "dump.jsonl#1": "Rain falls", "dump.jsonl#2": "Ferry stops",
    }  # fmt: skip
    assert {Path(a.source).parent.name for a in system.articles()} == {"articles", "old"}
    assert added(system, folder) == {Status.UNCHANGED: 4}


def test_a_copy_of_a_file_that_is_still_there_is_a_duplicate(
    system: QASystem, folder: Path
) -> None:
    added(system, folder)
    (folder / "copy.txt").write_text(BRIDGE, encoding="utf-8")
    assert added(system, folder) == {Status.UNCHANGED: 2, Status.DUPLICATE: 1}
    (folder / "bridge.txt").unlink()
    assert added(system, folder, prune=True) == {Status.UNCHANGED: 2, Status.REMOVED: 1}
    assert sources(system) == {"copy.txt": "Bridge opens", "strike.txt": "Strike ends"}


def test_a_file_that_takes_the_place_of_another_replaces_it(system: QASystem, folder: Path) -> None:
    added(system, folder)
    (folder / "bridge.txt").replace(folder / "strike.txt")
    assert added(system, folder) == {Status.MOVED: 1}
    assert sources(system) == {"strike.txt": "Bridge opens"}


def test_the_same_bytes_under_another_suffix_are_read_as_such(
    system: QASystem, folder: Path, work: list[str]
) -> None:
    added(system, folder)
    work.clear()
    (folder / "bridge.txt").rename(folder / "bridge.html")
    added(system, folder)
    assert "parsed bridge.html" in work


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode on Windows")
def test_a_file_whose_name_is_not_unicode_is_not_taken_to_be_gone(
    system: QASystem, folder: Path
) -> None:
    odd = os.fsencode(folder) + b"/\xff.txt"
    with open(odd, "wb") as file:
        file.write(FERRY.encode())
    added(system, folder)
    assert added(system, folder, prune=True) == {Status.UNCHANGED: 3}
    os.unlink(odd)
    assert added(system, folder, prune=True) == {Status.UNCHANGED: 2, Status.REMOVED: 1}


# -- files of many articles ----------------------------------------------------------------------


def test_a_shorter_file_of_rows_leaves_no_old_rows(system: QASystem, folder: Path) -> None:
    path = folder / "dump.jsonl"
    path.write_text(rows(RAIN, FERRY), encoding="utf-8")
    added(system, path)
    path.write_text(rows(RAIN), encoding="utf-8")
    assert added(system, path) == {Status.UNCHANGED: 1, Status.REMOVED: 1}
    assert sources(system) == {"dump.jsonl#1": "Rain falls"}


def test_a_member_taken_out_of_an_archive_leaves_the_library(
    system: QASystem, folder: Path
) -> None:
    path = folder / "stories.zip"

    def pack(*texts: str) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for text in texts:
                archive.writestr(f"{text.split()[0]}.txt", text)

    pack(RAIN, FERRY)
    added(system, path)
    pack(FERRY)
    assert added(system, path) == {Status.UNCHANGED: 1, Status.REMOVED: 1}
    assert sources(system) == {"Ferry.txt": "Ferry stops"}


def test_a_row_put_in_before_others_embeds_none_of_them_again(
    system: QASystem, folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.adding, "BATCH_CHARACTERS", 1)
    path = folder / "dump.jsonl"
    path.write_text(rows(RAIN, FERRY, STRIKE), encoding="utf-8")
    added(system, path)
    work.clear()
    path.write_text(rows(BRIDGE, RAIN, FERRY, STRIKE), encoding="utf-8")
    assert added(system, path) == {Status.UPDATED: 1, Status.MOVED: 3}
    assert work == ["parsed dump.jsonl", "embedded Bridge opens"]
    assert list(sources(system).values()).count("Strike ends") == 1


def test_of_what_cannot_be_read_now_the_former_version_stays(
    system: QASystem, folder: Path
) -> None:
    path = folder / "dump.jsonl"
    path.write_text(rows(RAIN, FERRY, STRIKE), encoding="utf-8")
    added(system, folder)
    path.write_text(rows(RAIN) + "\n{\n", encoding="utf-8")
    (folder / "bridge.txt").write_bytes(b"\x00\x01\x02" * 100)
    assert added(system, folder, prune=True) == {
        Status.UNCHANGED: 2, Status.FAILED: 2, Status.REMOVED: 1,
    }  # fmt: skip
    assert sources(system) == {
        "dump.jsonl#1": "Rain falls", "dump.jsonl#2": "Ferry stops",
        "strike.txt": "Strike ends", "bridge.txt": "Bridge opens",
    }  # fmt: skip


# -- gone ----------------------------------------------------------------------------------------


def test_what_is_gone_stays_unless_it_is_pruned(system: QASystem, folder: Path) -> None:
    added(system, folder)
    (folder / "bridge.txt").unlink()
    assert added(system, folder) == {Status.UNCHANGED: 1}
    assert len(system.articles()) == 2
    assert [Path(path).name for path in system.gone([folder])] == ["bridge.txt"]
    assert added(system, folder, prune=True) == {Status.UNCHANGED: 1, Status.REMOVED: 1}
    assert sources(system) == {"strike.txt": "Strike ends"}
    assert system.gone([folder]) == ()


def test_nothing_outside_the_folders_named_is_pruned(
    system: QASystem, folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "articles too"
    beside.mkdir()
    for text in (RAIN, FERRY):
        (beside / f"{text.split()[0]}.txt").write_text(text, encoding="utf-8")
    list(system.add_uploads([("upload.txt", b"Upload\n\nThis one was dropped into the page.")]))
    added(system, folder, beside)
    (beside / "Rain.txt").unlink()
    (folder / "bridge.txt").unlink()
    assert added(system, folder, prune=True)[Status.REMOVED] == 1
    assert set(sources(system)) == {"strike.txt", "Rain.txt", "Ferry.txt", "upload.txt"}


@pytest.mark.parametrize("left", ["an empty folder", "no folder", "only what cannot be read"])
def test_a_folder_with_nothing_to_read_is_not_pruned(
    system: QASystem, folder: Path, left: str
) -> None:
    added(system, folder)
    for path in list(folder.iterdir()):
        path.unlink()
    if left == "no folder":
        folder.rmdir()
    elif left == "only what cannot be read":
        (folder / "a.xyz").touch()
    assert added(system, folder, prune=True) == {Status.FAILED: 1}
    assert len(system.articles()) == 2


def test_a_file_that_became_a_folder_is_gone(system: QASystem, folder: Path) -> None:
    added(system, folder)
    (folder / "bridge.txt").unlink()
    (folder / "bridge.txt").mkdir()
    assert added(system, folder, prune=True) == {Status.UNCHANGED: 1, Status.REMOVED: 1}


# -- stopped, and gone on with -------------------------------------------------------------------


def test_what_was_stopped_goes_on_where_it_was(
    system: QASystem, folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.adding, "BATCH_CHARACTERS", 1)
    (folder / "dump.jsonl").write_text(rows(RAIN, FERRY), encoding="utf-8")
    age(folder)
    results = system.add_files([folder])
    assert [next(results).status for _ in range(2)] == [Status.ADDED] * 2
    results.close()
    work.clear()
    assert added(system, folder) == {Status.ADDED: 2, Status.UNCHANGED: 2}
    assert work == [
        "parsed dump.jsonl", "embedded Ferry stops", "parsed strike.txt", "embedded Strike ends",
    ]  # fmt: skip


KILLED = """
import sys
from pathlib import Path
import tests.fakes
import qa.adding
qa.adding.BATCH_CHARACTERS = 3000
embed = tests.fakes.FakeEmbedder.embed
def noted(self, texts):
    with open(sys.argv[3], "a", encoding="utf-8") as log:
        log.writelines(text.split("\\n")[0] + "\\n" for text in texts)
    return embed(self, texts)
tests.fakes.FakeEmbedder.embed = noted
with tests.fakes.fake_system(Path(sys.argv[1])) as system:
    print("ready", flush=True)
    for result in system.add_files([sys.argv[2]]):
        print(result.status.value, flush=True)
    list(system.prune([sys.argv[2]]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process")
def test_an_add_killed_again_and_again_is_finished_without_doing_it_twice(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    texts = {f"Story {n}": f"Story {n}\n\nIt cost ${n} million. " + "So. " * 90 for n in range(90)}
    for number, text in enumerate(list(texts.values())[:60]):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    last = rows(*list(texts.values())[60:])
    (folder / "rows.jsonl").write_text(last, encoding="utf-8")
    log = tmp_path / "log"
    command = [sys.executable, "-c", KILLED, str(tmp_path / "library.db"), str(folder), str(log)]
    kills = 0
    for results in (3, 25, 55, 80, None):
        child = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert child.stdout is not None
        for number, _ in enumerate(child.stdout):
            if number == results:
                child.send_signal(signal.SIGKILL)
                kills += 1
                break
        child.communicate()
    assert kills == 4
    with fake_system(tmp_path / "library.db") as system:
        assert {article.title for article in system.articles()} == set(texts)
        assert added(system, folder, prune=True) == {Status.UNCHANGED: 90}
    embedded = Counter(log.read_text(encoding="utf-8").splitlines())
    assert set(embedded) == set(texts)
    # Only a batch, here of 8, that was not yet in when it was killed is embedded again.
    assert sum(count - 1 for count in embedded.values()) <= kills * 8


# -- any sequence --------------------------------------------------------------------------------

NAMES = ("a.txt", "b.txt", "sub/a.txt", "sub/c.txt", "d.jsonl", "sub/e.jsonl")


def held(system: QASystem, folder: Path) -> dict[str, str]:
    """Every source, without the folder's name, and the id of the article it holds."""
    with sqlite3.connect(system.settings.library) as db:
        pairs = db.execute("SELECT source, article FROM source").fetchall()
        orphans = db.execute(
            "SELECT count(*) FROM article a LEFT JOIN source s USING (source)"
            " WHERE s.article IS NOT a.id"
        ).fetchone()
    db.close()
    assert orphans == (0,), "an article is not named after a source of it"
    return {os.path.relpath(source, folder.resolve()): article for source, article in pairs}


class KeepingUp(RuleBasedStateMachine):
    """Files written, moved and deleted; adds with and without prune."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name, "articles")
        (self.folder / "sub").mkdir(parents=True)
        # So that the folder is never empty, which prunes nothing.
        (self.folder / "always.txt").write_text(RAIN, encoding="utf-8")
        self.system = fake_system(Path(self.place.name, "library.db"))
        self.kept: dict[str, str] = {}  # what was added and not pruned, as it was
        self.added = False

    def teardown(self) -> None:
        self.system.close()
        self.place.cleanup()

    @rule(name=st.sampled_from(NAMES), texts=st.lists(st.sampled_from(ALL), min_size=1, max_size=4))
    def write(self, name: str, texts: list[str]) -> None:
        text = texts[0] if name.endswith(".txt") else rows(*texts)
        (self.folder / name).write_text(text, encoding="utf-8")
        self.added = False

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def move(self, old: str, new: str) -> None:
        if (self.folder / old).exists() and Path(old).suffix == Path(new).suffix:
            (self.folder / old).replace(self.folder / new)
            self.added = False

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.added = False

    @rule()
    def let_time_pass(self) -> None:
        age(self.folder)

    @rule(prune=st.booleans())
    def add(self, prune: bool) -> None:
        moved = {
            Path(result.source).relative_to(self.folder.resolve()).as_posix()
            for result in self.system.add_files([self.folder])
            if result.status is Status.MOVED
        }
        fresh = self.fresh()
        there = {source.split("#")[0] for source in fresh}
        now = held(self.system, self.folder)
        gone = {s: id for s, id in now.items() if s.split("#")[0] not in there}
        assert now == {**fresh, **gone}
        # What is gone stays as it was, but for what was found elsewhere.
        expected = {s: id for s, id in self.kept.items() if s.split("#")[0] not in there}
        assert gone.items() <= expected.items()
        assert moved or gone == expected
        if prune:
            list(self.system.prune([self.folder]))
            assert held(self.system, self.folder) == fresh
        self.kept = held(self.system, self.folder)
        self.added = True

    def fresh(self) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as place, fake_system(Path(place, "x.db")) as system:
            list(system.add_files([self.folder]))
            return held(system, self.folder)

    @invariant()
    def every_article_is_found_by_its_words(self) -> None:
        if self.added:
            found = self.system.find("harbor strike ferry rained", k=10)
            ids = {finding.citation.article.id for finding in found}
            assert ids == set(self.kept.values())


KeepingUp.TestCase.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
TestKeepingUp = KeepingUp.TestCase


# -- how it comes along --------------------------------------------------------------------------


def test_every_file_is_counted_and_the_bytes_of_those_to_read(
    system: QASystem, folder: Path
) -> None:
    age(folder)
    added(system, folder)
    dump = rows(RAIN, FERRY)
    (folder / "dump.jsonl").write_text(dump, encoding="utf-8")
    (folder / "x.txt").write_bytes(b"")
    steps: list[Step] = []
    list(system.add_files([folder], progress=steps.append))
    assert [step.files for step in steps if step.size == 0] == [0, 1]
    assert steps[-1] == Step(files=4, of_files=4, size=len(dump), of_size=len(dump))
    sizes = [step.size for step in steps]
    assert sizes == sorted(sizes)


class Stream:
    def __init__(self, live: bool) -> None:
        self.live = live
        self.written = ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize("live", [True, False])
def test_the_rate_and_the_time_left_are_said(live: bool) -> None:
    now = [0.0]
    stream = Stream(live)
    pace = Pace(stream, clock=lambda: now[0])  # type: ignore[arg-type]
    pace.step(Step(files=0, of_files=1200, size=0, of_size=4000))
    now[0] = 5.0
    pace.article(put=False)
    for _ in range(30):
        now[0] += 1.0
        pace.article(put=True)
        pace.step(Step(files=30, of_files=1200, size=1000, of_size=4000))
    pace.clear()
    lines = [line for line in stream.written.replace("\r\x1b[K", "\n").split("\n") if line]
    assert lines[-1].startswith("30 of 1,200 files, 31 articles, 60 a minute, 2 min left") or (
        not live and lines[-1].endswith("left")
    )
    assert ("\x1b" in stream.written) == live
    assert len(lines) == (31 if live else 3)
    assert stream.written.endswith("\x1b[K" if live else "left\n")


def test_what_happens_between_the_look_at_all_files_and_the_turn_of_each_is_seen(
    tmp_path: Path, system: QASystem
) -> None:
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text("Secret\n\nThe vault holds $9 million.\n", encoding="utf-8")
    for name in ("changed", "gone", "link", "same"):
        text = f"Story {name}\n\nThe {name} bridge cost $3 million.\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    age(folder)
    added(system, folder)
    for name in ("new-gone", "new-link"):
        (folder / f"{name}.txt").write_text(f"{name}\n\nThe ferry was sold.\n", encoding="utf-8")

    def meddle(step: Step) -> None:
        if step.files == 0 and (folder / "gone.txt").exists():
            text = "Story changed\n\nThe changed bridge cost $4 million.\n"
            (folder / "changed.txt").write_text(text, encoding="utf-8")
            for name in ("gone", "link", "new-gone", "new-link"):
                (folder / f"{name}.txt").unlink()
            for name in ("link", "new-link"):
                (folder / f"{name}.txt").symlink_to(outside)

    results = {Path(r.source).name: r for r in system.add_files([folder], progress=meddle)}
    assert {name: r.status for name, r in results.items()} == {
        "changed.txt": Status.UPDATED, "same.txt": Status.UNCHANGED,
        "link.txt": Status.FAILED, "new-link.txt": Status.FAILED,
    }  # fmt: skip
    assert "has become a link" in (results["link.txt"].reason or "")
    assert not any("vault" in system.article(a.id).text for a in system.articles())

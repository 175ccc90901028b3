"""The library file: whole after everything, and honest about what is wrong with it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta, timezone
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.audit import Mend
from index.chunk import split_passages
from index.errors import EmptyLibraryError, LibraryError, LibraryMismatchError
from index.hybrid import HybridIndex, headed
from index.local import FORMAT, LocalStore, Put, word_query
from tests.fakes import FakeEmbedder, make_article
from tests.index.format_1 import make_format_1

BRIDGE = make_article("The bridge cost $9 million. It opens in May.", source="bridge.txt")
STRIKE = make_article("The strike ended on Friday. Workers won 4 percent.", source="strike.txt")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def index(path: Path) -> Iterator[HybridIndex]:
    made = open_index(path)
    yield made
    made.store.close()


def open_index(path: Path) -> HybridIndex:
    embedder = FakeEmbedder()
    return HybridIndex(LocalStore(path, embedder=embedder.fingerprint), embedder)


def contents(path: Path) -> list[object]:
    """Everything the file holds but the ids of passages, in an order of its own."""
    with sqlite3.connect(path) as db:
        articles = db.execute("SELECT * FROM article ORDER BY id").fetchall()
        passages = db.execute(
            "SELECT article, start, end, vector FROM passage ORDER BY article, start"
        ).fetchall()
        words = db.execute("SELECT count(*) FROM words WHERE words MATCH 'the OR in OR on'")
        return [articles, passages, words.fetchone()]


def found(index: HybridIndex, question: str) -> list[str]:
    return [hit.passage.article.source for hit in index.search(question, retrieved=50, k=10)]


def test_what_was_added_is_found(index: HybridIndex) -> None:
    assert index.add([BRIDGE, STRIKE]) == [Put.ADDED, Put.ADDED]
    assert found(index, "What did the bridge cost?")[0] == "bridge.txt"
    hit = index.search("bridge cost", retrieved=50, k=1)[0]
    assert hit.passage.text == BRIDGE.text
    assert hit.rank == 1
    assert hit.bm25 is not None
    assert 0 < hit.cosine <= 1.0001


def test_adding_twice_is_adding_once(index: HybridIndex, path: Path) -> None:
    index.add([BRIDGE])
    once = contents(path)
    assert index.add([BRIDGE]) == [Put.UNCHANGED]
    assert contents(path) == once


def test_the_same_text_from_elsewhere_is_a_duplicate(index: HybridIndex) -> None:
    index.add([BRIDGE])
    assert index.add([make_article(BRIDGE.text, source="copy.txt")]) == [Put.DUPLICATE]
    assert [article.source for article in index.store.articles()] == ["bridge.txt"]


def test_a_changed_file_replaces_what_it_was(index: HybridIndex) -> None:
    index.add([BRIDGE, STRIKE])
    newer = make_article("The tunnel cost $10 million.", source="bridge.txt")
    assert index.add([newer]) == [Put.UPDATED]
    assert index.store.article(BRIDGE.id) is None
    assert index.store.matching("bridge opens", 5) == []
    assert found(index, "tunnel cost")[0] == "bridge.txt"


def test_a_word_parted_at_a_line_end_is_embedded_whole() -> None:
    article = make_article("The govern-\nment left.\nPort-\nEllery stayed.", title="A day")
    whole = headed(article, 0, len(article.text))
    assert whole == "A day\nThe government left.\nPort-\nEllery stayed."


def test_a_word_parted_at_a_line_end_is_found_whole_and_in_its_parts(index: HybridIndex) -> None:
    parted = make_article("The har-\nbor of Tamsen paid for the long-\nrange works.")
    index.add([parted, STRIKE])
    for words in ("harbor", "har", "longrange", "long-range", "Tamsen"):
        assert len(index.store.matching(words, 5)) == 1, words
    assert index.faults() == []
    index.store.remove([parted.id])
    assert index.store.matching("harbor", 5) == []
    assert index.faults() == []


def stored_vectors_are_true(index: HybridIndex, path: Path) -> bool:
    """Whether every passage in the file has the vector of its own words."""
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT article, start, end, vector FROM passage").fetchall()
    for id, start, end, vector in rows:
        article = index.store.article(id)
        assert article is not None
        true = FakeEmbedder().embed([headed(article, start, end)])[0]
        if not np.allclose(np.frombuffer(vector, dtype="<f4"), true):
            return False
    return bool(rows)


def test_two_of_one_text_in_a_batch_leave_the_others_their_own_vectors(
    index: HybridIndex, path: Path
) -> None:
    copy = make_article(BRIDGE.text, source="copy.txt")
    other = make_article("A third story of quite other words.", source="other.txt")
    assert index.add([BRIDGE, copy, STRIKE, other]) == [
        Put.ADDED,
        Put.DUPLICATE,
        Put.ADDED,
        Put.ADDED,
    ]
    assert stored_vectors_are_true(index, path)


def test_two_files_that_change_places_are_both_kept(index: HybridIndex) -> None:
    index.add([BRIDGE, STRIKE])
    swapped = [
        make_article(BRIDGE.text, source=STRIKE.source),
        make_article(STRIKE.text, source=BRIDGE.source),
    ]
    index.add(swapped)
    assert {article.id for article in index.store.articles()} == {BRIDGE.id, STRIKE.id}
    assert index.add(swapped) == [Put.UNCHANGED, Put.UNCHANGED]


def test_a_text_that_another_file_still_has_stays(index: HybridIndex) -> None:
    index.add([BRIDGE, make_article(BRIDGE.text, source="copy.txt")])
    index.add([make_article("Now something else.", source=BRIDGE.source)])
    sources = {article.id: article.source for article in index.store.articles()}
    assert sources[BRIDGE.id] == "copy.txt"
    assert len(sources) == 2


def test_two_versions_of_one_file_in_a_batch_leave_the_newer(index: HybridIndex) -> None:
    newer = make_article("The bridge cost $10 million.", source=BRIDGE.source)
    assert index.add([BRIDGE, newer]) == [Put.ADDED, Put.UPDATED]
    assert [article.id for article in index.store.articles()] == [newer.id]


def test_what_was_removed_is_found_by_nothing(index: HybridIndex) -> None:
    index.add([BRIDGE, STRIKE])
    index.search("warm up the neighbours", retrieved=5, k=5)
    assert index.store.remove([BRIDGE.id]) == 1
    assert found(index, "What did the bridge cost?") == ["strike.txt"]
    assert index.store.matching("bridge", 5) == []


TEXTS = st.lists(
    st.text(alphabet="the cat $870 million. In été 한국\n", min_size=3).filter(str.strip),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_add_then_remove_is_as_before(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / f"{time.perf_counter_ns()}.db"
    index = open_index(path)
    index.add([BRIDGE])
    before = contents(path)
    articles = [make_article(text, source=f"{n}") for n, text in enumerate(texts)]
    index.add(articles)
    index.store.remove([article.id for article in articles if article.id != BRIDGE.id])
    assert contents(path) == before
    index.store.close()


def test_an_interrupted_add_changes_nothing(index: HybridIndex, path: Path) -> None:
    index.add([BRIDGE])
    before = contents(path)
    passages = split_passages(STRIKE)
    vectors = FakeEmbedder().embed(["one vector", "and one", "too many"])
    with pytest.raises(ValueError, match="zip"):
        index.store.put(STRIKE, (passages, vectors))
    assert contents(path) == before
    assert index.add([STRIKE]) == [Put.ADDED]


def test_the_newest_printed_date_comes_first(index: HybridIndex) -> None:
    index.add(
        [
            make_article("undated", source="a"),
            make_article("old", source="b", published=date(2019, 10, 18)),
            make_article("new", source="c", published=date(2019, 11, 15)),
        ]
    )
    assert [article.source for article in index.store.articles()] == ["c", "b", "a"]


def test_an_article_comes_back_as_it_was_put(index: HybridIndex) -> None:
    text = "Headline\r\n\r\nIl a dit « oui » 🙂 \u202eabc\u202c e\u0301."
    article = make_article(text, body=((0, 8), (12, len(text))))
    article = replace(article, published=date(2021, 3, 4), printed_time=time_of_day(15, 30))
    index.add([article])
    assert index.store.article(article.id[:10]) == article


def test_an_id_that_several_articles_begin_with_is_refused(index: HybridIndex) -> None:
    index.add([make_article(f"text {n}", source=str(n)) for n in range(40)])
    with pytest.raises(LibraryError, match="Several"):
        index.store.article("1")


# -- questions are never syntax --------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    ['"', "NEAR(", "AND", "", "50% of $3bn?", "*", "a OR NOT b", "title:x", "^bridge", "🙂",
     "כמה עלה הגשר", "-5", "(", "bridge\x00cost", "the of and", '"bridge" NEAR/2 cost', "col : x"],
)  # fmt: skip
def test_no_question_is_a_syntax_error(index: HybridIndex, question: str) -> None:
    index.add([BRIDGE])
    index.store.matching(question, 5)
    index.search(question, retrieved=5, k=5)


def test_stop_words_are_left_out_of_the_word_search() -> None:
    assert word_query("What did the bridge cost?") == '"bridge" OR "cost"'
    assert word_query("The Who") == '"the" OR "who"'
    assert word_query("28,500 troops") == '"28,500" OR "troops"'


@given(st.text(max_size=300))
def test_a_word_query_is_only_quoted_words(question: str) -> None:
    query = word_query(question)
    assert query == "" or all(
        w[0] == w[-1] == '"' and '"' not in w[1:-1] for w in query.split(" OR ")
    )


# -- several processes -----------------------------------------------------------------------


def test_what_another_process_added_and_removed_is_seen(path: Path) -> None:
    here, there = open_index(path), open_index(path)
    here.add([BRIDGE])
    assert found(there, "bridge") == ["bridge.txt"]
    there.add([STRIKE])
    assert "strike.txt" in found(here, "strike")
    here.store.remove([BRIDGE.id])
    assert found(there, "bridge") == ["strike.txt"]
    here.store.close()
    there.store.close()


def test_two_that_add_at_once_lose_nothing(path: Path) -> None:
    open_index(path).store.close()
    failures: list[BaseException] = []

    def add(name: str) -> None:
        index = open_index(path)
        try:
            for n in range(40):
                index.add([make_article(f"{name} story {n}", source=f"{name}-{n}")])
                index.search("story", retrieved=5, k=5)
        except (LibraryError, sqlite3.Error) as error:
            failures.append(error)
        finally:
            index.store.close()

    threads = [threading.Thread(target=add, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert open_index(path).store.count() == 80


# Of the fakes it has its own, which are imported sooner: every vector is the same.
KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from index.article import Article, article_id
from index.hybrid import HybridIndex
from index.local import LocalStore

class Embedder:
    fingerprint = "fake"
    def embed(self, texts):
        return np.full((len(texts), 64), 0.125, dtype=np.float32)

index = HybridIndex(LocalStore(Path(sys.argv[1]), embedder="fake"), Embedder())
print("ready", flush=True)
for n in range(100_000):
    text = " ".join(f"Sentence {m} of story {n} costs ${m} million." for m in range(60))
    index.add([
        Article(
            id=article_id(text), text=text, title="A headline", source=f"{n}", publisher=None,
            byline=None, dateline=None, published=None, added=datetime.now(UTC),
            body=((0, len(text)),),
        )
    ])
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process")
@pytest.mark.parametrize("delay", [0.02, 0.1, 0.25])
def test_a_process_killed_in_mid_add_leaves_a_library_that_opens(path: Path, delay: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    index = open_index(path)
    articles = index.store.articles()
    passages = {a.id: index.store.article(a.id) for a in articles}
    for summary in articles:
        article = passages[summary.id]
        assert article is not None
        assert summary.passages == len(split_passages(article)), "an article half added"
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    index.add([BRIDGE])
    assert "bridge.txt" in found(index, "What did the bridge cost?")
    index.store.close()


def test_four_that_open_a_new_library_at_once_all_open_it(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def open_and_close(path: Path, start: threading.Barrier) -> None:
        start.wait()
        try:
            open_index(path).store.close()
        except LibraryError as error:
            failures.append(error)

    for n in range(10):
        start = threading.Barrier(4)
        arguments = (tmp_path / f"{n}.db", start)
        threads = [threading.Thread(target=open_and_close, args=arguments) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


def test_a_rebuild_with_another_embedder_is_noticed_by_those_who_have_it_open(path: Path) -> None:
    here = open_index(path)
    here.add([BRIDGE])
    here.search("bridge", retrieved=5, k=5)
    other = HybridIndex(LocalStore(path, embedder="other", adopt=True), FakeEmbedder("other"))
    other.rebuild()
    with pytest.raises(LibraryMismatchError, match="another embedder"):
        here.search("bridge", retrieved=5, k=5)
    with pytest.raises(LibraryMismatchError, match="another embedder"):
        here.add([STRIKE])
    here.store.close()
    other.store.close()


# -- files that are not as they should be ----------------------------------------------------


def test_a_library_that_is_not_there_is_not_made_by_asking(path: Path) -> None:
    with pytest.raises(EmptyLibraryError, match="python -m qa add"):
        LocalStore(path, embedder="fake", create=False)
    assert not path.exists()


def test_a_library_of_another_embedder_is_refused_and_kept(path: Path) -> None:
    open_index(path).store.close()
    before = path.read_bytes()
    with pytest.raises(LibraryMismatchError, match="rebuild"):
        LocalStore(path, embedder="another")
    assert path.read_bytes() == before


def test_rebuilding_adopts_another_embedder(path: Path) -> None:
    first = open_index(path)
    first.add([BRIDGE, STRIKE])
    first.store.close()
    other = FakeEmbedder("another")
    index = HybridIndex(LocalStore(path, embedder="another", adopt=True), other)
    assert index.rebuild() == 2
    assert found(index, "bridge cost")[0] == "bridge.txt"
    assert len(index.store.matching("bridge", 5)) == 1
    index.store.close()
    LocalStore(path, embedder="another").close()


def test_a_library_of_format_1_is_used_as_it_is_and_known_files_with_it(path: Path) -> None:
    make_format_1(path, [BRIDGE])
    index = open_index(path)
    assert found(index, "What did the bridge cost?") == ["bridge.txt"]
    assert index.store.file("bridge.txt") is None
    assert index.add([BRIDGE, STRIKE], files={"bridge.txt": "bridge.txt"}) == [
        Put.UNCHANGED,
        Put.ADDED,
    ]
    assert index.store.sources_of("bridge.txt") == {"bridge.txt": BRIDGE.id}
    index.store.close()
    open_index(path).store.close()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        made = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'words%'"))
    new = path.with_name("new.db")
    open_index(new).store.close()
    with sqlite3.connect(new) as db:
        fresh = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'words%'"))
    assert fresh.keys() - made.keys() == {"feedback", "article_printed"}
    assert made["source"] == fresh["source"]


def make_format_2(path: Path, article: Article) -> None:
    """A library of format 2 that holds *article*, of one passage: its words are as printed."""
    index = open_index(path)
    index.add([article])
    index.store.close()
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        row = "SELECT p.id, title, text FROM passage p JOIN article a ON a.id = p.article"
        db.execute(f"INSERT INTO words (rowid, title, text) {row}")
        db.execute("ALTER TABLE article DROP COLUMN printed_time")
        db.execute("PRAGMA user_version = 2")
    db.close()


def test_a_library_of_format_2_finds_parted_words_whole_when_it_is_opened(path: Path) -> None:
    parted = make_article("The har-\nbor cost $9 million.")
    make_format_2(path, parted)
    with sqlite3.connect(path) as db:
        assert not db.execute("SELECT 1 FROM words WHERE words MATCH 'harbor'").fetchall()
    db.close()
    index = open_index(path)
    assert len(index.store.matching("harbor", 5)) == 1
    assert index.faults() == []
    index.store.remove([parted.id])
    assert index.faults() == []
    index.store.close()


def test_an_article_stored_before_times_were_read_learns_its_own(path: Path) -> None:
    day, clock = date(2019, 11, 15), time_of_day(15, 30, tzinfo=timezone(timedelta(hours=9)))
    dated = make_article("The har-\nbor cost $9 million.", published=day)
    make_format_2(path, dated)
    index = open_index(path)
    timed = replace(dated, printed_time=clock)
    assert index.add([timed]) == [Put.UNCHANGED]
    assert index.store.article(dated.id) == timed
    other = replace(dated, printed_time=time_of_day(9, 0))
    assert index.add([other]) == [Put.UNCHANGED]
    assert index.store.article(dated.id) == timed
    index.store.close()


def test_a_damaged_library_of_format_2_still_opens_to_be_verified(path: Path) -> None:
    make_format_2(path, BRIDGE)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE article SET text = CAST(x'ff' AS TEXT)")
    db.close()
    index = open_index(path)
    assert {fault.mend for fault in index.faults()} == {Mend.ADD_AGAIN}
    index.store.close()


def test_a_library_of_format_1_and_another_embedder_is_left_as_it_is(path: Path) -> None:
    make_format_1(path, [BRIDGE], embedder="another")
    with pytest.raises(LibraryMismatchError):
        open_index(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_change_of_format_that_fails_leaves_the_library_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_format_1(path, [BRIDGE])
    monkeypatch.setattr("index.local._CHANGES", {2: ("CREATE TABLE file (x)", "CREATE nonsense")})
    with pytest.raises(sqlite3.OperationalError):
        open_index(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'file'").fetchall()


def test_four_that_open_a_library_of_format_1_at_once_all_open_it(path: Path) -> None:
    make_format_1(path, [BRIDGE])
    failures: list[Exception] = []
    start = threading.Barrier(4)

    def open_and_close() -> None:
        start.wait()
        try:
            open_index(path).store.close()
        except (LibraryError, sqlite3.Error) as error:
            failures.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_what_a_stopped_add_left_over_is_swept_away(index: HybridIndex) -> None:
    index.add([BRIDGE, STRIKE])
    newer = make_article("The tunnel cost $10 million.", source="bridge.txt")
    index.store.put(newer, (split_passages(newer), FakeEmbedder().embed(["x"])), keep=None)
    assert index.store.count() == 3
    index.store.sweep()
    assert {article.id for article in index.store.articles()} == {newer.id, STRIKE.id}
    assert index.store.matching("bridge", 5) == []


def test_a_newer_format_is_refused_and_kept(path: Path) -> None:
    open_index(path).store.close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(LibraryMismatchError, match="newer version"):
        open_index(path)


def test_a_database_of_another_program_is_refused_and_kept(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(LibraryMismatchError, match="another program"):
        open_index(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"not a library at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_damaged_library_is_refused_and_kept(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="left as it is"):
        open_index(path)
    assert path.read_bytes() == content


def test_a_library_damaged_inside_says_so_when_read(path: Path) -> None:
    index = open_index(path)
    index.add([make_article(f"Story {n}. " * 300, source=str(n)) for n in range(30)])
    index.store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = b"\xee" * (len(content) - 4096 * 3)
    path.write_bytes(content)
    damaged = open_index(path)
    with pytest.raises(LibraryError, match="damaged"):
        found(damaged, "story")
    damaged.store.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE article SET text = replace(text, '$9', '$8')",
        "UPDATE article SET text = CAST(x'ff' AS TEXT)",
        "UPDATE article SET body = '[[5, 2]]'",
        "UPDATE article SET body = '{'",
        "UPDATE article SET published = 'someday'",
        "UPDATE article SET added = ''",
        "UPDATE passage SET end = 99999",
        "UPDATE passage SET vector = x'00'",
        "UPDATE passage SET vector = replace(vector, substr(vector, 1, 4), x'0000c07f')",
        "DROP TABLE passage",
        "DROP TABLE version",
        "DELETE FROM library",
    ],
)
def test_what_was_altered_in_the_file_is_noticed_and_never_quoted(path: Path, damage: str) -> None:
    index = open_index(path)
    index.add([BRIDGE])
    index.store.close()
    with sqlite3.connect(path) as db:
        db.execute(damage)
    db.close()
    with pytest.raises(LibraryError, match=r"damaged|another embedder"):
        use(path)


def use(path: Path) -> None:
    """Open the library, list it and search it."""
    index = open_index(path)
    index.store.articles()
    found(index, "bridge")


def test_an_empty_file_is_not_made_a_library_by_asking(path: Path) -> None:
    path.touch()
    with pytest.raises(EmptyLibraryError):
        LocalStore(path, embedder="fake", create=False)
    assert path.read_bytes() == b""


def test_a_library_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "a b?c#%41.db", "서울.db"):
        open_index(Path(name)).store.close()
        assert (tmp_path / name).exists()


def test_a_name_too_long_or_a_folder_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        LocalStore(tmp_path / ("x" * 300), embedder="fake", create=False)
    with pytest.raises(LibraryError, match="it is a folder"):
        open_index(tmp_path)


@pytest.mark.parametrize("prefix", ["", "%", "_", "\udcff", "zz", "A" * 70])
def test_what_is_no_beginning_of_an_id_finds_no_article(index: HybridIndex, prefix: str) -> None:
    index.add([BRIDGE])
    assert index.store.article(prefix) is None


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_index(tmp_path / "nowhere" / "library.db")


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    index = open_index(path)
    assert index.store.count() == 0
    assert index.search("anything", retrieved=5, k=5) == []
    index.store.close()

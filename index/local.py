"""The library on this machine: one SQLite file holds everything, FAISS finds neighbours in it.

The file is the only truth: articles, passages, vectors and words are written in one transaction
(WAL), so a crash leaves the library as it was before or after. What FAISS holds is derived from
it in memory, and caught up whenever another process has written (``PRAGMA data_version``).
Passage ids are never used twice, so catching up is a difference of two sets of ids.
"""

import json
import os
import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from datetime import time as time_of_day
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from index.article import Article, ArticleSummary, Passage, Range, article_id
from index.audit import Fault, Mend, find_faults
from index.errors import EmptyLibraryError, LibraryError, LibraryMismatchError
from index.files import FileRecord
from index.filter import EVERYTHING, Filter
from index.hyphens import with_whole_words
from index.imprint import Imprint, carried, timed
from index.neighbours import Neighbours, Vectors
from index.removed import Kept, Removed
from index.stories import (
    FULL,
    Sketch,
    Story,
    are_one_story,
    sketch_of,
    stories_among,
    told_words,
)
from index.words import telling_words

APPLICATION_ID = 0x41545354  # "ATST"
FORMAT = 3

# Another process may be adding; one article takes milliseconds, so this is ample.
BUSY_SECONDS = 30.0

# SQLite's limit on bound variables is 32,766 since 3.32; older builds had 999.
MOST_VARIABLES = 900

MOST_QUERY_WORDS = 64

# A print that more articles have (a line under every article of a paper) is looked up in so many
# of them: two versions of one story have others in common.
MOST_ALIKE = 64

_SCHEMA = """
CREATE TABLE library (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    byline TEXT, dateline TEXT, published TEXT, added TEXT NOT NULL, body TEXT NOT NULL,
    pages TEXT NOT NULL, characters INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX article_printed ON article (published, publisher, id);
CREATE TABLE source (
    source TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX source_of_article ON source (article);
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY, kept TEXT NOT NULL, question TEXT NOT NULL, article TEXT,
    start INTEGER, end INTEGER, exact TEXT, right INTEGER NOT NULL
);
"""

# What is derived from the articles.
_PASSAGES = """
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passage_of_article ON passage (article);
"""
# Of a word that a line's end parts, the whole and the parts, since format 3.
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""

# Since format 2: the files that articles came from. A row is written when all of the file is in.
_FILES = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, hash TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    reading INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_of_hash ON file (hash);
"""
_FILES_OF_SOURCES = """
ALTER TABLE source ADD COLUMN file TEXT;
CREATE INDEX source_of_file ON source (file);
"""

# And the stories. The prints of an article are kept twice: to find it by one, and together.
_STORIES = """
CREATE TABLE version (
    number INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE REFERENCES article (id) ON DELETE CASCADE,
    story TEXT NOT NULL, words INTEGER NOT NULL, prints BLOB NOT NULL
);
CREATE INDEX version_of_story ON version (story);
CREATE TABLE print (
    print INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (print, version)
) WITHOUT ROWID;
"""

# And since format 3 the time that an article prints beside its date.
_TIMES = "ALTER TABLE article ADD COLUMN printed_time TEXT"

# And what articles print that a person has corrected. The article itself has what the person said,
# so that filters and orders go by it.
_CORRECTIONS = """
CREATE TABLE IF NOT EXISTS correction (
    article TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    published TEXT, printed_time TEXT, publisher TEXT
) WITHOUT ROWID;
"""

# What each format added to the one before.
_CHANGES = {2: (_FILES, _FILES_OF_SOURCES, _STORIES), 3: (_TIMES, _CORRECTIONS)}

# An article's id, or its beginning.
_ID = re.compile(r"[0-9a-f]{1,64}")

_IMPRINT = "published, printed_time, publisher"
_FILE_COLUMNS = "path, hash, size, modified, reading"
_ARTICLE_COLUMNS = (
    "id, source, title, publisher, byline, dateline, published, printed_time, added, body, pages"
)


class Put(StrEnum):
    """What putting an article did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"


class LocalStore:
    """Articles with their passages, vectors and words, in one SQLite file.

    Not safe to share between threads: its owner holds a lock. Several processes may open the
    same file.
    """

    def __init__(
        self, path: Path, *, embedder: str, create: bool = True, adopt: bool = False
    ) -> None:
        """Open the library at *path*, made by the embedder whose fingerprint is *embedder*.

        With *adopt* another embedder may have made it: it is about to be rebuilt with this one.

        Raises:
            EmptyLibraryError: there is no file, and *create* is false.
            LibraryMismatchError: another embedder, another program or a newer version made it.
            LibraryError: it cannot be read or written. The file is left as it is.
        """
        self.path = path
        self._embedder = embedder
        self._neighbours: Neighbours | None = None  # derived, when first searched
        self._version = 0
        if not create and _is_nothing(path):
            raise EmptyLibraryError(
                f"There is no library at {path} yet. Add articles first: python -m qa add PATH"
            )
        with self._faults():
            self._db = _connect(path)
            try:
                self._prepare(adopt)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        self._db.close()

    # -- documents ---------------------------------------------------------------------------

    def put(
        self,
        article: Article,
        derived: tuple[Sequence[Range], Vectors] | None,
        *,
        file: str | None = None,
        keep: Set[str] | None = frozenset(),
    ) -> Put | None:
        """Store *article* under its source, with its passages and their vectors, all or nothing.

        *file* is the file that the source is in. What the source held before goes, unless another
        source holds it too or its id is in *keep* (it is about to be put under another source);
        None keeps everything, until ``finish_file``. A new version is corrected as the one before
        it was, in what both print alike. Returns None, and changes nothing, if the article is not
        stored yet and nothing is *derived*.
        """
        ids: list[int] = []
        gone: list[int] = []
        with self._writing():
            old = self._article_of(article.source)
            if old == article.id:
                self._own(article.source, file)
                self._learn_time(article)
                return Put.UNCHANGED
            stored = self._holds(article.id)
            if not stored and derived is None:
                return None
            if derived is not None and not stored:
                ids = self._insert(article, *derived)
                if old is not None:
                    replaced = keep is not None and old not in keep
                    self._carry_correction(old, article, replaced=replaced)
            self._hold(article.source, article.id, file)
            if old is not None and keep is not None and old not in keep:
                gone = self._release(old)
        self._forget(gone)
        if self._neighbours is not None and derived is not None and ids:
            self._neighbours.add(ids, derived[1])
        if stored:
            return Put.DUPLICATE
        return Put.ADDED if old is None else Put.UPDATED

    def release(self, ids: Iterable[str]) -> None:
        """Delete those articles that no source holds any more."""
        gone: list[int] = []
        with self._writing():
            gone = self._release_all(ids)
        self._forget(gone)

    def holds(self, id: str) -> bool:
        """Whether the article of this *id* is stored."""
        if not _ID.fullmatch(id):
            return False
        with self._faults():
            return self._holds(id)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the articles of these *ids* in one transaction; how many there were."""
        removed, gone = 0, []
        with self._writing():
            for article in ids:
                if self._holds(article):
                    gone += self._delete(article)
                    removed += 1
        self._forget(gone)
        return removed

    def take_out(self, ids: Iterable[str]) -> Removed:
        """Remove the articles of these *ids* in one transaction, and give what puts them back."""
        gone: list[int] = []
        with self._writing():
            kept = tuple(self._kept(id) for id in dict.fromkeys(ids) if self._holds(id))
            paths = sorted({file for each in kept for _, file in each.sources if file})
            known = [(self.file(path), self.sources_of(path)) for path in paths]
            for each in kept:
                gone += self._delete(each.article.id)
        self._forget(gone)
        files = tuple((record, sources) for record, sources in known if record)
        return Removed(kept=kept, files=files)

    def put_back(self, removed: Removed) -> int:
        """Put back what was taken out, as it was, in one transaction; how many articles.

        What has taken an article's place meanwhile stays, and so does the article if it has been
        added again; but that is corrected as it had been, if it is not yet.
        """
        back = 0
        with self._writing():
            for kept in removed.kept:
                free = [place for place in kept.sources if self._article_of(place[0]) is None]
                if self._holds(kept.article.id):
                    self._correct_again(kept)
                elif free:
                    self._restore(kept, [source for source, _ in free])
                    back += 1
                for source, file in free:
                    self._hold(source, kept.article.id, file)
            for record, sources in removed.files:
                if self.sources_of(record.path) == sources and not self.file(record.path):
                    self._note(record)
        if back:
            self._neighbours = None  # in the order of ids again: it decides between equals
        return back

    def correct(self, id: str, imprint: Imprint) -> bool:
        """Have the article's *imprint* be this, and keep what it prints; False if it is not there.

        What it prints itself is no correction.
        """
        with self._writing():
            if not self._holds(id):
                return False
            printed = self._printed(id) or self._imprint(id)
            self._say(id, timed(imprint, printed), printed=printed)
        return True

    def printed(self, id: str) -> Imprint | None:
        """What the article of this *id* prints, where it has been corrected; else None."""
        with self._faults():
            return self._printed(id)

    def rebuild(self, derived: Mapping[str, tuple[Sequence[Range], Vectors]]) -> list[str]:
        """Put new passages and vectors, of our embedder, under every article, all or nothing.

        Returns the ids of articles that *derived* lacks (another process has just added them);
        then nothing was changed.
        """
        with self._writing(adopt=True):
            stored = [row[0] for row in self._db.execute("SELECT id FROM article")]
            lacking = [id for id in stored if id not in derived]
            if not lacking:
                self._drop_derived()
                for id in stored:
                    article = self._articles([id])[id]
                    self._insert_passages(article, *derived[id])
                    self._join_story(article)
                    self._db.execute(
                        "UPDATE article SET characters = ?2 WHERE id = ?1 AND characters != ?2",
                        (id, len(article.text)),
                    )
                self._db.execute(
                    "INSERT OR REPLACE INTO library VALUES ('embedder', ?)", (self._embedder,)
                )
                self._neighbours = None
        return lacking

    def faults(self) -> list[Fault]:
        """What in the file is not as it was made; the neighbours are held against it as well."""
        with self._faults():
            self._db.execute("BEGIN")
            try:
                found = list(find_faults(self._db, embedder=self._embedder, article=self.article))
                if not found and not self._in_step():
                    found.append(Fault(what="FAISS differs from the file", mend=Mend.REBUILD))
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
        return found

    # -- files -------------------------------------------------------------------------------

    def file(self, path: str) -> FileRecord | None:
        """The file at *path* as it was when all of it had been added."""
        with self._faults():
            row = self._db.execute(
                f"SELECT {_FILE_COLUMNS} FROM file WHERE path = ?", (path,)
            ).fetchone()
        return _record_from(row) if row else None

    def files_like(self, hash: str) -> list[FileRecord]:
        """The files that had these bytes."""
        with self._faults():
            rows = self._db.execute(
                f"SELECT {_FILE_COLUMNS} FROM file WHERE hash = ? ORDER BY path", (hash,)
            ).fetchall()
        return [_record_from(row) for row in rows]

    def files_in(self, folder: str) -> list[str]:
        """The paths of the files in *folder*, or below it, that an article came from."""
        inside = folder.rstrip(os.sep) + os.sep
        query = "SELECT path FROM file UNION SELECT file FROM source WHERE file IS NOT NULL"
        with self._faults():
            rows = self._db.execute(
                f"SELECT path FROM ({query}) WHERE substr(path, 1, ?) = ? ORDER BY path",
                (len(inside), inside),
            ).fetchall()
        return [row[0] for row in rows]

    def sources_of(self, file: str) -> dict[str, str]:
        """The sources in *file*, each with the id of the article it holds."""
        with self._faults():
            return dict(
                self._db.execute("SELECT source, article FROM source WHERE file = ?", (file,))
            )

    def finish_file(
        self, record: FileRecord, *, dropped: Iterable[str] = (), formerly: Iterable[str] = ()
    ) -> None:
        """Note that all of a file has been added; *dropped* sources are no longer in it.

        The articles it held *formerly*, by id, are deleted unless a source holds them.
        """
        gone: list[int] = []
        with self._writing():
            released = {*formerly, *self._let_go(dropped)}
            self._note(record)
            gone = self._release_all(released)
        self._forget(gone)

    def move_file(self, path: str, record: FileRecord) -> dict[str, str]:
        """Rename the file at *path*, and its sources; what the new place held goes.

        Returns the new sources, each with the id of its article.
        """
        gone: list[int] = []
        moved: dict[str, str] = {}
        with self._writing():
            replaced = self._let_go(self.sources_of(record.path))
            for source, article in self.sources_of(path).items():
                new = record.path + source.removeprefix(path)
                replaced += self._let_go([new])
                self._db.execute(
                    "UPDATE source SET source = ?, file = ? WHERE source = ?",
                    (new, record.path, source),
                )
                self._db.execute(
                    "UPDATE article SET source = ? WHERE id = ? AND source = ?",
                    (new, article, source),
                )
                moved[new] = article
            self._db.execute("DELETE FROM file WHERE path = ?", (path,))
            self._note(record)
            gone = self._release_all(replaced)
        self._forget(gone)
        return moved

    def remove_file(self, path: str) -> dict[str, str]:
        """Forget the file at *path*; the sources that went, with the ids of what they held."""
        gone: list[int] = []
        with self._writing():
            sources = self.sources_of(path)
            released = self._let_go(sources)
            self._db.execute("DELETE FROM file WHERE path = ?", (path,))
            gone = self._release_all(released)
        self._forget(gone)
        return sources

    def sweep(self) -> None:
        """Delete the articles that no source holds: those that an add left when it was stopped."""
        with self._faults():
            rows = self._db.execute(
                "SELECT id FROM article WHERE id NOT IN (SELECT article FROM source)"
            ).fetchall()
        if rows:
            self.release(row[0] for row in rows)

    def ids(self) -> list[str]:
        """The id of every article."""
        with self._faults():
            return [row[0] for row in self._db.execute("SELECT id FROM article ORDER BY id")]

    def article(self, prefix: str) -> Article | None:
        """The article whose id begins with *prefix*; None if there is none.

        Raises:
            LibraryError: several ids begin so.
        """
        if not _ID.fullmatch(prefix):
            return None
        with self._faults():
            # "g" comes after every hexadecimal digit; so put, the index of ids finds it.
            rows = self._db.execute(
                "SELECT id FROM article WHERE id BETWEEN ? AND ? LIMIT 2", (prefix, f"{prefix}g")
            ).fetchall()
            if len(rows) > 1:
                raise LibraryError(
                    f"Several articles have an id that begins with {prefix}: give more of it."
                )
            return self._articles([rows[0][0]])[rows[0][0]] if rows else None

    def articles(self, filter: Filter = EVERYTHING) -> tuple[ArticleSummary, ...]:
        """The articles without their text: newest printed date first, undated ones last."""
        condition, values = _where(filter)
        with self._faults():
            rows = self._db.execute(
                "SELECT a.id, title, source, publisher, published, added, characters,"
                " (SELECT count(*) FROM passage WHERE article = a.id),"
                " EXISTS (SELECT 1 FROM correction WHERE article = a.id) FROM article a"
                f" WHERE {condition}"
                " ORDER BY published IS NULL, published DESC, added DESC, title",
                values,
            ).fetchall()
            return tuple(_summary_from(row) for row in rows)

    def count(self, filter: Filter = EVERYTHING) -> int:
        """How many articles there are."""
        condition, values = _where(filter)
        query = f"SELECT count(*) FROM article WHERE {condition}"
        with self._faults():
            return int(self._db.execute(query, values).fetchone()[0])

    def source_title(self, source: str) -> str | None:
        """The title of the article that came from *source*, if there is one."""
        with self._faults():
            row = self._db.execute(
                "SELECT title FROM article JOIN source ON article = id WHERE source.source = ?",
                (source,),
            ).fetchone()
        return row[0] if row else None

    def stories(self, ids: Collection[str], filter: Filter = EVERYTHING) -> dict[str, Story]:
        """For each article of *ids* the versions of its story that *filter* leaves in.

        The earliest full version comes first: by its printed date, then the longest, then the
        one added first.
        """
        condition, values = _where(filter)
        among = "SELECT story FROM version WHERE article IN (SELECT value FROM json_each(?))"
        with self._faults():
            rows = self._db.execute(
                "SELECT story, article, words, published, added FROM version"
                f" JOIN article ON id = article WHERE story IN ({among}) AND {condition}",
                (json.dumps(list(ids)), *values),
            ).fetchall()
        told: dict[str, list[Any]] = {}
        for row in rows:
            told.setdefault(row[0], []).append(row)
        stories = [_story_from(versions) for versions in told.values()]
        wanted = set(ids)
        return {id: story for story in stories for id in story.versions if id in wanted}

    # -- searching ---------------------------------------------------------------------------

    def passages_of(self, article: str) -> list[int]:
        """The ids of the article's passages, in their order."""
        with self._faults():
            rows = self._db.execute(
                "SELECT id FROM passage WHERE article = ? ORDER BY start", (article,)
            )
            return [row[0] for row in rows]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of these *ids* that are still there, with their articles."""
        with self._faults():
            rows = self._select("SELECT id, article, start, end FROM passage WHERE id IN", ids)
            articles = self._articles(list({row[1] for row in rows}))
            return {row[0]: _passage_from(row, articles[row[1]]) for row in rows}

    def nearest(
        self, vector: Vectors, k: int, filter: Filter = EVERYTHING
    ) -> list[tuple[int, float]]:
        """The *k* passages nearest to *vector* (unit length), as (id, cosine), best first."""
        with self._faults():
            neighbours = self._caught_up()
            if not filter:
                return neighbours.search(vector, k)
            rows = self._db.execute(*_passages_of(filter))
            return neighbours.search(vector, k, among={row[0] for row in rows})

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        """How near the passages of these *ids* are to *vector* (unit length)."""
        with self._faults():
            return self._caught_up().cosines(vector, ids)

    def matching(
        self, question: str, k: int, filter: Filter = EVERYTHING
    ) -> list[tuple[int, float]]:
        """The *k* passages that share most words with *question*, as (id, BM25), best first.

        How much a word weighs is counted over the whole library, whatever the *filter*.
        """
        query = word_query(question)
        if not query:
            return []
        # The plus keeps SQLite from looking up every allowed passage by itself, which took
        # seconds with 7,000 of 50,000 allowed; to leave out after matching takes 10 ms.
        allowed, values = _passages_of(filter) if filter else ("", ())
        only = f"AND +rowid IN ({allowed})" if filter else ""
        with self._faults():
            rows = self._db.execute(
                f"SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? {only}"
                " ORDER BY rank LIMIT ?",
                (query, *values, k),
            ).fetchall()
        return [(int(id), float(bm25)) for id, bm25 in rows]

    # -- what people said --------------------------------------------------------------------

    def keep_feedback(
        self, question: str, *, place: tuple[str, int, int, str] | None, right: bool, kept: datetime
    ) -> None:
        """Keep that the answer at *place* (article, start, end, words) was right, or was not."""
        question = question.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
        row = (kept.isoformat(), question, *(place or (None, None, None, None)), right)
        with self._writing():
            self._db.execute(
                "INSERT INTO feedback (kept, question, article, start, end, exact, right)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    # -- opening -----------------------------------------------------------------------------

    def _prepare(self, adopt: bool) -> None:
        """Check whose file this is; make the tables if it is new."""
        application, version, tables = self._whose()
        if application != APPLICATION_ID and tables:
            raise LibraryMismatchError(
                f"{self.path} belongs to another program; it was left as it is. "
                "Choose another library with --library."
            )
        if version > FORMAT:
            raise LibraryMismatchError(
                f"{self.path} was made by a newer version of Attest (format {version}; this one "
                f"reads {FORMAT}). Update Attest; the library was left as it is."
            )
        if application != APPLICATION_ID:
            self._create()
        self._use_wal()
        if not adopt:
            self._check_embedder()
        if application == APPLICATION_ID and version < FORMAT:
            with self._transaction():
                self._renew()

    def _whose(self) -> tuple[int, int, int]:
        """The file's application id, format and number of tables, all of one moment."""
        self._db.execute("BEGIN")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        self._db.execute("COMMIT")
        return application, version, tables

    def _create(self) -> None:
        with self._transaction():
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return  # another process has just made it
            self._execute_all(f"{_SCHEMA}{_PASSAGES}{_WORDS}")
            self._db.execute("INSERT INTO library VALUES ('embedder', ?)", (self._embedder,))
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._db.execute("PRAGMA user_version = 1")
            self._renew()

    def _renew(self) -> None:
        """Bring the tables to our format from that of the file, which may just have been."""
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        for newer in range(version + 1, FORMAT + 1):
            for statements in _CHANGES[newer]:
                self._execute_all(statements)
        if version < 2:
            for (id,) in self._db.execute("SELECT id FROM article").fetchall():
                self._join_story(self._articles([id])[id])
        if version < 3:
            self._index_words()
        self._db.execute(f"PRAGMA user_version = {FORMAT}")

    def _index_words(self) -> None:
        """Make the word index anew: until format 3 it knew parted words by their parts only."""
        self._db.execute("DROP TABLE IF EXISTS words")
        self._execute_all(_WORDS)
        rows = self._db.execute(
            "SELECT p.id, CAST(title AS BLOB), CAST(text AS BLOB), start, end"
            " FROM passage p JOIN article a ON a.id = p.article ORDER BY p.id"
        )
        for passage, title, text, start, end in rows.fetchall():
            self._add_words(passage, _readable(title), _readable(text)[start:end])

    def _add_words(self, passage: int, title: str, text: str) -> None:
        """Tell the word index of a passage."""
        self._db.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (passage, title, with_whole_words(text)),
        )

    def _execute_all(self, statements: str) -> None:
        for statement in statements.split(";\n"):
            self._db.execute(statement)

    def _use_wal(self) -> None:
        """Switch to write-ahead logging; this one step does not wait for others by itself."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _check_embedder(self) -> None:
        """Raise LibraryMismatchError if another embedder made the vectors in the file."""
        row = self._db.execute("SELECT value FROM library WHERE key = 'embedder'").fetchone()
        made_by = str(row[0]) if row else "unknown"
        if made_by != self._embedder:
            raise LibraryMismatchError(
                f"{self.path} was made with another embedder ({made_by[:12]}…; the one set "
                f"now is {self._embedder[:12]}…). Set ATTEST_EMBEDDER to the one that made it, or "
                "make everything anew with this one: "
                f"python -m qa rebuild --library {self.path}"
            )

    # -- writing -----------------------------------------------------------------------------

    def _article_of(self, source: str) -> str | None:
        """The id of the article that *source* holds."""
        row = self._db.execute("SELECT article FROM source WHERE source = ?", (source,)).fetchone()
        return str(row[0]) if row else None

    def _holds(self, id: str) -> bool:
        found = self._db.execute("SELECT 1 FROM article WHERE id = ?", (id,)).fetchone()
        return found is not None

    def _hold(self, source: str, id: str, file: str | None) -> None:
        """Make *source*, in *file*, hold the article."""
        self._db.execute(
            "INSERT INTO source (source, article, file) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET article = ?2, file = ?3",
            (source, id, file),
        )

    def _own(self, source: str, file: str | None) -> None:
        """Note the file that *source* is in."""
        self._db.execute(
            "UPDATE source SET file = ? WHERE source = ? AND file IS NOT ?1", (file, source)
        )

    def _learn_time(self, article: Article) -> None:
        """Note the time that *article* prints, if it was stored before times were read."""
        if article.printed_time and article.published:
            self._db.execute(
                "UPDATE article SET printed_time = ? WHERE id = ? AND published = ?"
                " AND printed_time IS NULL",
                (
                    article.printed_time.isoformat(), article.id, article.published.isoformat(),
                ),
            )  # fmt: skip

    def _note(self, record: FileRecord) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO file ({_FILE_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
            (record.path, record.hash, record.size, record.modified, record.reading),
        )

    def _let_go(self, sources: Iterable[str]) -> list[str]:
        """Delete *sources*; the ids of the articles they held."""
        held = []
        for source in sources:
            id = self._article_of(source)
            if id is not None:
                held.append(id)
                self._db.execute("DELETE FROM source WHERE source = ?", (source,))
        return held

    def _release_all(self, ids: Iterable[str]) -> list[int]:
        return [passage for id in ids if self._holds(id) for passage in self._release(id)]

    def _release(self, id: str) -> list[int]:
        """Delete the article if no source holds it any more; else name it after one that does.

        The ids of the passages that went with it.
        """
        first = self._db.execute(
            "SELECT s.source, s.source = a.source FROM source s JOIN article a ON a.id = s.article"
            " WHERE a.id = ? ORDER BY s.source = a.source DESC, s.source LIMIT 1",
            (id,),
        ).fetchone()
        if first is None:
            return self._delete(id)
        source, is_named = first
        if not is_named:
            self._db.execute("UPDATE article SET source = ? WHERE id = ?", (source, id))
        return []

    def _kept(self, id: str) -> Kept:
        """The article and all that stands beside it."""
        rows = self._db.execute(
            "SELECT id, start, end, vector FROM passage WHERE article = ? ORDER BY id", (id,)
        ).fetchall()
        sources = self._db.execute(
            "SELECT source, file FROM source WHERE article = ? ORDER BY source", (id,)
        ).fetchall()
        return Kept(
            article=self._articles([id])[id],
            printed=self._printed(id),
            sources=tuple((source, file) for source, file in sources),
            numbers=tuple(row[0] for row in rows),
            passages=tuple((row[1], row[2]) for row in rows),
            vectors=_stack([row[3] for row in rows]),
        )

    def _restore(self, kept: Kept, sources: Sequence[str]) -> None:
        """Insert the article again, named after one of the *sources* that are to hold it."""
        named = kept.article.source
        source = named if named in sources else sources[0]
        article = replace(kept.article, source=source)
        self._insert(article, kept.passages, kept.vectors, numbers=kept.numbers)
        if kept.printed:
            self._say(article.id, _imprint_of(article), printed=kept.printed)

    def _correct_again(self, kept: Kept) -> None:
        """Correct the article, which has been added again, as it had been, if it is not yet."""
        id = kept.article.id
        if kept.printed and not self._printed(id):
            now = self._imprint(id)
            self._say(id, carried(_imprint_of(kept.article), kept.printed, now), printed=now)

    def _insert(
        self,
        article: Article,
        passages: Sequence[Range],
        vectors: Vectors,
        *,
        numbers: Sequence[int] | None = None,
    ) -> list[int]:
        self._db.execute(
            f"INSERT INTO article ({_ARTICLE_COLUMNS}, characters, text)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                article.id, article.source, article.title, article.publisher, article.byline,
                article.dateline, article.published.isoformat() if article.published else None,
                article.printed_time.isoformat() if article.printed_time else None,
                article.added.isoformat(), json.dumps(article.body), json.dumps(article.pages),
                len(article.text), article.text,
            ),
        )  # fmt: skip
        self._join_story(article)
        return self._insert_passages(article, passages, vectors, numbers)

    def _insert_passages(
        self,
        article: Article,
        passages: Sequence[Range],
        vectors: Vectors,
        numbers: Sequence[int] | None = None,
    ) -> list[int]:
        """The ids of the passages: *numbers* that they had before, or else new ones."""
        ids: list[int] = []
        former: Sequence[int | None] = numbers or [None] * len(passages)
        for number, (start, end), vector in zip(former, passages, vectors, strict=True):
            row = self._db.execute(
                "INSERT INTO passage (id, article, start, end, vector) VALUES (?, ?, ?, ?, ?)",
                (number, article.id, start, end, vector.astype("<f4").tobytes()),
            )
            ids.append(int(row.lastrowid or 0))
            self._add_words(ids[-1], article.title, article.text[start:end])
        return ids

    def _drop_derived(self) -> None:
        """Make the tables of passages, words and stories anew, and mend what leads to articles.

        Passage ids go on from where they were: others tell by them what is new.
        """
        sequence = self._db.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'passage'"
        ).fetchone()
        for table in ("words", "passage", "print", "version"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._execute_all(f"{_PASSAGES}{_WORDS}{_FILES}{_STORIES}{_CORRECTIONS}")
        if sequence:
            self._db.execute("INSERT INTO sqlite_sequence VALUES ('passage', ?)", sequence)
        self._db.execute("REINDEX")
        self._db.execute(
            "DELETE FROM correction WHERE NOT EXISTS (SELECT 1 FROM article a WHERE id = article"
            " AND (a.published, a.publisher) IS NOT (correction.published, correction.publisher))"
        )
        gone = "FROM source WHERE article NOT IN (SELECT id FROM article)"
        self._db.execute(f"DELETE FROM file WHERE path IN (SELECT file {gone})")
        self._db.execute(f"DELETE {gone}")
        self._db.execute(
            "INSERT OR REPLACE INTO source (source, article) SELECT source, id FROM article"
            " WHERE id NOT IN (SELECT article FROM source)"
        )

    def _delete(self, id: str) -> list[int]:
        """Delete the article; the ids of the passages that went with it.

        The word table keeps no text of its own, so it must be told what it had been given. A file
        that held it is no longer known, so that it is read when it is added again.
        """
        title, text = (  # as bytes, because a damaged article can be removed too
            _readable(words)
            for words in self._db.execute(
                "SELECT CAST(title AS BLOB), CAST(text AS BLOB) FROM article WHERE id = ?", (id,)
            ).fetchone()
        )
        self._db.execute(
            "DELETE FROM file WHERE path IN (SELECT file FROM source WHERE article = ?)", (id,)
        )
        rows = self._db.execute(
            "SELECT id, start, end FROM passage WHERE article = ?", (id,)
        ).fetchall()
        for passage, start, end in rows:
            self._db.execute(
                "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
                (passage, title, with_whole_words(text[start:end])),
            )
        self._leave_story(id)
        self._db.execute("DELETE FROM article WHERE id = ?", (id,))
        return [row[0] for row in rows]

    # -- corrections -------------------------------------------------------------------------

    def _imprint(self, id: str) -> Imprint:
        """The imprint that the article goes by."""
        row = self._db.execute(f"SELECT {_IMPRINT} FROM article WHERE id = ?", (id,))
        return _imprint_from(row.fetchone(), id)

    def _printed(self, id: str) -> Imprint | None:
        """What the article prints, where that has been corrected."""
        query = f"SELECT {_IMPRINT} FROM correction WHERE article = ?"
        row = self._db.execute(query, (id,)).fetchone()
        return _imprint_from(row, id) if row else None

    def _say(self, id: str, imprint: Imprint, *, printed: Imprint) -> None:
        """Have the article go by *imprint*; what it has *printed* is kept if that is another."""
        self._db.execute(
            "UPDATE article SET published = ?, printed_time = ?, publisher = ? WHERE id = ?",
            (*_row(imprint), id),
        )
        self._db.execute("DELETE FROM correction WHERE article = ?", (id,))
        if imprint != printed:
            self._db.execute("INSERT INTO correction VALUES (?, ?, ?, ?)", (id, *_row(printed)))

    def _carry_correction(self, old: str, new: Article, *, replaced: bool) -> None:
        """Correct *new*, just put where *old* was, as that had been, if it is a version of it.

        It is if it tells the same story, or where it has *replaced* it under the same headline;
        a row that another pushed down is neither.
        """
        printed = self._printed(old)
        if printed is not None and (
            self._are_one(old, new.id) or (replaced and self._is_headed(old, new.title))
        ):
            now = _imprint_of(new)
            self._say(new.id, carried(self._imprint(old), printed, now), printed=now)

    def _are_one(self, one: str, other: str) -> bool:
        """Whether two articles are versions of one story."""
        query = "SELECT count(DISTINCT story), count(*) FROM version WHERE article IN (?, ?)"
        return tuple(self._db.execute(query, (one, other)).fetchone()) == (1, 2)

    def _is_headed(self, id: str, title: str) -> bool:
        query = "SELECT 1 FROM article WHERE id = ? AND title = ?"
        return self._db.execute(query, (id, title)).fetchone() is not None

    # -- stories -----------------------------------------------------------------------------

    def _join_story(self, article: Article) -> None:
        """Make *article* a version of the story it tells; it may join two into one."""
        sketch = sketch_of(told_words(article))
        stories = self._stories_of(sketch)
        story = min(article.id, *stories) if stories else article.id
        self._db.executemany(
            "UPDATE version SET story = ? WHERE story = ?",
            [(story, other) for other in stories if other != story],
        )
        number = self._db.execute(
            "INSERT INTO version (article, story, words, prints) VALUES (?, ?, ?, ?)",
            (article.id, story, sketch.words, sketch.prints.astype("<i8").tobytes()),
        ).lastrowid
        self._db.executemany(
            "INSERT INTO print VALUES (?, ?)", ((each, number) for each in sketch.prints.tolist())
        )

    def _stories_of(self, sketch: Sketch) -> set[str]:
        """The stories of which some version is one story with an article of this *sketch*."""
        found = "SELECT version FROM print WHERE print = ? LIMIT ?"
        numbers: set[int] = set()
        for each in sketch.prints.tolist():
            numbers.update(row[0] for row in self._db.execute(found, (each, MOST_ALIKE)))
        query = "SELECT story, words, prints FROM version WHERE number IN"
        stories: set[str] = set()
        for story, *other in self._select(query, sorted(numbers)):
            if story not in stories and are_one_story(sketch, _sketch_from(other)):
                stories.add(story)
        return stories

    def _leave_story(self, id: str) -> None:
        """Take the article out of its story, which may fall apart without it."""
        row = self._db.execute(
            "SELECT number, story, words, prints FROM version WHERE article = ?", (id,)
        ).fetchone()
        if row is None:  # a damaged library: it can be removed all the same
            return
        number, story, *sketch = row
        self._db.executemany(
            "DELETE FROM print WHERE print = ? AND version = ?",
            ((each, number) for each in _sketch_from(sketch).prints.tolist()),
        )
        self._db.execute("DELETE FROM version WHERE number = ?", (number,))
        rest = "SELECT article, words, prints FROM version WHERE story = ?"
        left = {
            article: _sketch_from(sketch) for article, *sketch in self._db.execute(rest, (story,))
        }
        for versions in stories_among(left):
            self._db.executemany(
                "UPDATE version SET story = ? WHERE article = ?",
                [(min(versions), article) for article in versions],
            )

    @contextmanager
    def _writing(self, *, adopt: bool = False) -> Iterator[None]:
        """One transaction, in a library that is still of our embedder unless we *adopt* it."""
        with self._faults(), self._transaction():
            if not adopt:
                self._check_embedder()
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # -- neighbours --------------------------------------------------------------------------

    def _caught_up(self) -> Neighbours:
        """The neighbours, in step with the file."""
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        if self._neighbours is None:
            self._neighbours = self._all_neighbours()
        elif version != self._version:
            self._check_embedder()
            stored = {row[0] for row in self._db.execute("SELECT id FROM passage")}
            self._neighbours.remove(list(self._neighbours.ids - stored))
            new = sorted(stored - self._neighbours.ids)
            if new and new[0] < max(self._neighbours.ids, default=0):  # it was put back
                self._neighbours = self._all_neighbours()
                new = []
            rows = self._select("SELECT id, vector FROM passage WHERE id IN", new)
            self._neighbours.add([row[0] for row in rows], _stack([row[1] for row in rows]))
        self._version = version
        return self._neighbours

    def _forget(self, gone: Sequence[int]) -> None:
        """Follow the file, which has lost these passages."""
        if self._neighbours is not None:
            self._neighbours.remove(gone)

    def _in_step(self) -> bool:
        """Whether the neighbours are the vectors of the file, no more and no fewer."""
        neighbours = self._caught_up()
        rows = self._db.execute("SELECT id, vector FROM passage ORDER BY id").fetchall()
        ids = [row[0] for row in rows]
        return neighbours.holds(ids, _stack([row[1] for row in rows]))

    def _all_neighbours(self) -> Neighbours:
        rows = self._db.execute("SELECT id, vector FROM passage ORDER BY id").fetchall()
        neighbours = Neighbours()
        neighbours.add([row[0] for row in rows], _stack([row[1] for row in rows]))
        return neighbours

    # -- reading -----------------------------------------------------------------------------

    def _articles(self, ids: Sequence[str]) -> dict[str, Article]:
        rows = self._select(f"SELECT {_ARTICLE_COLUMNS}, text FROM article WHERE id IN", ids)
        return {row[0]: _article_from(row) for row in rows}

    def _select(self, query: str, ids: Sequence[int] | Sequence[str]) -> list[Any]:
        """The rows of *query*, which ends in ``IN``, for any number of *ids*."""
        rows = []
        for first in range(0, len(ids), MOST_VARIABLES):
            some = ids[first : first + MOST_VARIABLES]
            marks = ",".join("?" * len(some))
            rows += self._db.execute(f"{query} ({marks})", tuple(some)).fetchall()
        return rows

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The faults of the file that a person can mend, said so that they can."""
        try:
            yield
        except _DamagedError as error:
            raise LibraryError(f"{self.path}: {_DAMAGED} ({error})") from error
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code is None or str(error).startswith("no such"):  # not UTF-8; a table is missing
                raise LibraryError(f"{self.path}: {_DAMAGED} ({error})") from error
            reason = _REASONS.get(code & 0xFF)
            if reason is None:
                raise
            raise LibraryError(f"{self.path}: {reason}") from error


class _DamagedError(Exception):
    """What was read from the file is not what was ever written."""


_DAMAGED = (
    "the library file is damaged. It was left as it is: `python -m qa verify` says what mends it; "
    "else put a copy from a backup in its place, or add the articles to a new library."
)
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program has been writing to the library for too long. Try again "
    "when it has finished.",
    sqlite3.SQLITE_LOCKED: "another program is writing to the library. Try again.",
    sqlite3.SQLITE_PERM: "no permission to use the library file.",
    sqlite3.SQLITE_READONLY: "the library or its folder cannot be written to. Copy the library to "
    "a folder of your own and name it with --library.",
    sqlite3.SQLITE_CANTOPEN: "the library cannot be opened: it is a folder, or its folder does "
    "not exist or cannot be written to. Name another place with --library.",
    sqlite3.SQLITE_IOERR: "the disk failed while the library was read or written. The library is "
    "as it was before; check the disk.",
    sqlite3.SQLITE_FULL: "the disk is full. Nothing was changed; free some space and try again.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: "this file is not a library, or is damaged. It was left as it is: name "
    "another with --library.",
}


def word_query(question: str) -> str:
    """*question* as an FTS5 query: any of its words, each quoted, so that no word is syntax."""
    words = [word.lower() for word in telling_words(question)]
    return " OR ".join(f'"{word}"' for word in words[:MOST_QUERY_WORDS])


def _where(filter: Filter) -> tuple[str, tuple[str, ...]]:
    """Which rows of the article table *filter* leaves in, as a condition and its values."""
    wanted: list[tuple[str, str]] = []
    if filter.since:
        wanted.append(("published >= ?", filter.since.isoformat()))
    if filter.until:
        wanted.append(("published <= ?", filter.until.isoformat()))
    if filter.publishers:
        names = json.dumps([name.casefold() for name in filter.publishers])
        wanted.append(("casefold(publisher) IN (SELECT value FROM json_each(?))", names))
    if filter.articles:
        wanted.append(("id IN (SELECT value FROM json_each(?))", json.dumps(filter.articles)))
    if filter.stories:
        named = "SELECT story FROM version WHERE article IN (SELECT value FROM json_each(?))"
        told = f"id IN (SELECT article FROM version WHERE story IN ({named}))"
        wanted.append((told, json.dumps(filter.stories)))
    condition = " AND ".join(condition for condition, _ in wanted) or "TRUE"
    return condition, tuple(value for _, value in wanted)


def _passages_of(filter: Filter) -> tuple[str, tuple[str, ...]]:
    """The ids of the passages that *filter* leaves in, as a query and its values."""
    condition, values = _where(filter)
    articles = f"SELECT id FROM article WHERE {condition}"
    return f"SELECT id FROM passage WHERE article IN ({articles})", values


def _is_nothing(path: Path) -> bool:
    """Whether there is no file at *path*, or one without a byte in it."""
    try:
        return not path.exists() or (path.is_file() and path.stat().st_size == 0)
    except OSError as error:
        raise LibraryError(
            f"{path}: the library cannot be opened ({error.strerror}). "
            "Name another place with --library."
        ) from error


def _connect(path: Path) -> sqlite3.Connection:
    # The absolute path, because SQLite keeps a library named ":memory:" in memory.
    db = sqlite3.connect(
        path.absolute(), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    db.execute("PRAGMA foreign_keys = ON")
    # SQLite's own lower() knows the letters of ASCII only.
    db.create_function("casefold", 1, _casefold, deterministic=True)
    # In WAL mode a power cut may undo the last transactions but never breaks the file.
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _casefold(name: str | None) -> str | None:
    return None if name is None else name.casefold()


def _article_from(row: Sequence[Any]) -> Article:
    """The article as it was put; its id vouches for its text to the letter."""
    id, source, title, publisher, byline, dateline, published, clock, added, body, pages, text = row
    try:
        if article_id(text) != id:
            raise _DamagedError(f"the text of {title!r} has been altered")
        return Article(
            id=id, text=text, title=title, source=source, publisher=publisher, byline=byline,
            dateline=dateline, published=date.fromisoformat(published) if published else None,
            printed_time=time_of_day.fromisoformat(clock) if clock else None,
            added=datetime.fromisoformat(added), pages=tuple(json.loads(pages)),
            body=tuple((start, end) for start, end in json.loads(body)),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, AssertionError) as error:
        raise _DamagedError(f"article {id}: {error}") from error


def _readable(words: bytes) -> str:
    """Words of the file as text, also where they are damaged."""
    return words.decode("utf-8", "replace")


def _imprint_from(row: Sequence[Any], id: str) -> Imprint:
    published, clock, publisher = row
    try:
        day = date.fromisoformat(published) if published else None
        time = time_of_day.fromisoformat(clock) if clock else None
    except (ValueError, TypeError) as error:
        raise _DamagedError(f"article {id}: {error}") from error
    return Imprint(published=day, printed_time=time, publisher=publisher)


def _imprint_of(article: Article) -> Imprint:
    return Imprint(
        published=article.published, printed_time=article.printed_time, publisher=article.publisher
    )


def _row(imprint: Imprint) -> tuple[str | None, str | None, str | None]:
    published, time = imprint.published, imprint.printed_time
    return (
        published.isoformat() if published else None,
        time.isoformat() if time else None,
        imprint.publisher,
    )


def _record_from(row: Sequence[Any]) -> FileRecord:
    path, hash, size, modified, reading = row
    return FileRecord(path=path, hash=hash, size=size, modified=modified, reading=reading)


def _summary_from(row: Sequence[Any]) -> ArticleSummary:
    id, title, source, publisher, published, added, characters, passages, corrected = row
    try:
        return ArticleSummary(
            id=id, title=title, source=source, publisher=publisher,
            published=date.fromisoformat(published) if published else None,
            added=datetime.fromisoformat(added), characters=characters, passages=passages,
            corrected=bool(corrected),
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise _DamagedError(f"article {id}: {error}") from error


def _passage_from(row: Sequence[Any], article: Article) -> Passage:
    id, _, start, end = row
    if not 0 <= start < end <= len(article.text):
        raise _DamagedError(f"passage {id} is not in its article")
    return Passage(id=id, article=article, start=start, end=end)


def _sketch_from(row: Sequence[Any]) -> Sketch:
    words, prints = row
    try:
        return Sketch(words=words, prints=np.frombuffer(prints, dtype="<i8").astype(np.int64))
    except (ValueError, TypeError) as error:
        raise _DamagedError(f"the prints of an article: {error}") from error


def _story_from(rows: Sequence[Any]) -> Story:
    """The story of these versions, put in order; no date comes after every date."""
    full = FULL * max(words for _, _, words, _, _ in rows)
    rows = sorted(rows, key=lambda row: (row[2] < full, row[3] or "~", -row[2], row[4], row[1]))
    return Story(id=rows[0][0], versions=tuple(row[1] for row in rows))


def _stack(blobs: Sequence[bytes]) -> Vectors:
    """Stored vectors as one array of shape (n, dimension); (0, 1) for none."""
    if not blobs:
        return np.empty((0, 1), dtype=np.float32)
    try:
        vectors = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
    except (ValueError, TypeError) as error:
        raise _DamagedError(f"a vector is of another length: {error}") from error
    if not np.isfinite(vectors).all():
        raise _DamagedError("a vector is not of numbers")
    return vectors

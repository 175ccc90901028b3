"""Whether a library file is whole: everything derived is held against what it is derived from.

An article's id vouches for its text to the letter. Passages must be stretches of its body, in
order, with every word of it but the headline in one; vectors finite and of unit length; the word
index exactly what the passages' words make it: it is made anew beside it and the two compared.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from index.article import Article, Range
from index.errors import LibraryError
from index.hyphens import with_whole_words

# How far from 1 a vector's length may be: float32 rounds a thousand times finer, a changed byte
# seldom.
_UNIT = 1e-3
# More faults of one kind say nothing new.
_MOST = 20

# What `PRAGMA integrity_check` says of an index that can be made anew from its table.
_INDEX_FAULTS = ("missing from index", "wrong # of entries in index", "non-unique entry in index")


class Mend(StrEnum):
    """What mends a fault."""

    REBUILD = "rebuild"
    ADD_AGAIN = "add again"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the library that is not as it was made, and what mends it."""

    what: str
    mend: Mend
    article: str | None = None


_TABLES = {
    "library": Mend.BACKUP, "article": Mend.BACKUP, "source": Mend.BACKUP,
    "passage": Mend.REBUILD, "words": Mend.REBUILD, "version": Mend.REBUILD,
    "print": Mend.REBUILD, "file": Mend.REBUILD, "correction": Mend.REBUILD,
}  # fmt: skip


def find_faults(
    db: sqlite3.Connection, *, embedder: str, article: Callable[[str], Article | None]
) -> Iterator[Fault]:
    """What is wrong in the library that *db* has open; *article* reads one of an id.

    All within a transaction that the caller takes back: tables are made to compare with.
    """
    yield from _of_the_file(db)
    gone = list(_tables_gone(db))
    yield from gone
    if gone:
        return
    yield from _of_the_embedder(db, embedder)
    yield from _of_sources(db)
    yield from _of_stories(db)
    yield from _of_corrections(db)
    try:
        yield from _of_what_is_derived(db, article)
    except sqlite3.DatabaseError as error:
        yield _derived(f"passages or words cannot be read ({error})")


def _of_stories(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every article has a story, and whatever is kept of stories is of an article."""
    for what, query in (
        ("articles are in no story", "article WHERE id NOT IN (SELECT article FROM version)"),
        ("stories are of no article", "version WHERE story NOT IN (SELECT id FROM article)"),
        ("prints are of no article", "print WHERE version NOT IN (SELECT number FROM version)"),
    ):
        if found := db.execute(f"SELECT count(*) FROM {query}").fetchone()[0]:
            yield _derived(f"{found} {what}")


def _of_corrections(db: sqlite3.Connection) -> Iterator[Fault]:
    """What an article printed before it was corrected can be read, and was corrected."""
    rows = db.execute(
        "SELECT id, c.published, (c.published, c.publisher) IS (a.published, a.publisher)"
        " FROM correction c JOIN article a ON id = article ORDER BY id"
    )
    for id, printed, is_same in rows.fetchall():
        if is_same:
            yield _derived("its correction corrects nothing", id)
        elif printed is not None and not _is_day(printed):
            what = f"what it printed before it was corrected is no date: {printed!r}"
            yield Fault(what=what, mend=Mend.ADD_AGAIN, article=id)


def _is_day(printed: object) -> bool:
    try:
        date.fromisoformat(str(printed))
    except ValueError:
        return False
    return True


def _of_what_is_derived(
    db: sqlite3.Connection, article: Callable[[str], Article | None]
) -> Iterator[Fault]:
    dimension = _dimension(db)
    _begin_words(db)
    whole = True
    for id in [str(row[0]) for row in db.execute("SELECT id FROM article ORDER BY id")]:
        try:
            read = article(id)
        except LibraryError as error:
            whole = False
            yield Fault(what=str(error.__cause__), mend=Mend.ADD_AGAIN, article=id)
            continue
        if read is None:
            whole = False
            yield Fault(what=f"the id {id!r} is none", mend=Mend.BACKUP)
        else:
            yield from _of_the_article(db, read, dimension)
    if whole:  # else what the words of all passages are is not known
        yield from _of_words(db)


def _derived(what: str, article: str | None = None) -> Fault:
    return Fault(what=what, mend=Mend.REBUILD, article=article)


def _of_the_file(db: sqlite3.Connection) -> Iterator[Fault]:
    try:
        for (said,) in db.execute(f"PRAGMA integrity_check({_MOST})"):
            if said != "ok":
                index = any(fault in said for fault in _INDEX_FAULTS)
                yield Fault(what=f"the file: {said}", mend=Mend.REBUILD if index else Mend.BACKUP)
    except sqlite3.DatabaseError as error:
        yield Fault(what=f"the file: {error}", mend=Mend.BACKUP)


def _tables_gone(db: sqlite3.Connection) -> Iterator[Fault]:
    there = {row[0] for row in db.execute("SELECT name FROM main.sqlite_master")}
    for table, mend in _TABLES.items():
        if table not in there:
            yield Fault(what=f"the table {table} is gone", mend=mend)


def _of_the_embedder(db: sqlite3.Connection, embedder: str) -> Iterator[Fault]:
    row = db.execute("SELECT value FROM library WHERE key = 'embedder'").fetchone()
    made_by = str(row[0]) if row else "unknown"
    if made_by != embedder:
        yield _derived(f"made with another embedder ({made_by[:12]}; set now: {embedder[:12]})")


def _of_sources(db: sqlite3.Connection) -> Iterator[Fault]:
    """Rows that lead to no article, and articles that no source leads to."""
    strays = Counter(row[0] for row in db.execute("PRAGMA foreign_key_check"))
    for table, number in sorted(strays.items()):
        yield _derived(f"{number} of the table {table} lead to no article")
    query = "SELECT id FROM article WHERE id NOT IN (SELECT article FROM source)"
    for (id,) in db.execute(query).fetchall():
        yield _derived("no source leads to it", id)


def _dimension(db: sqlite3.Connection) -> int:
    """The bytes that most vectors have."""
    query = "SELECT length(vector), count(*) FROM passage GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0


def _of_the_article(db: sqlite3.Connection, article: Article, dimension: int) -> Iterator[Fault]:
    """What is wrong with what was derived from *article*; its words are noted for ``_of_words``."""
    (characters,) = db.execute(
        "SELECT characters FROM article WHERE id = ?", (article.id,)
    ).fetchone()
    if characters != len(article.text):
        yield _derived(f"said to have {characters} characters, not {len(article.text)}", article.id)
    rows = db.execute(
        "SELECT id, start, end, vector FROM passage WHERE article = ? ORDER BY id", (article.id,)
    ).fetchall()
    for what in (
        _misplaced(article, [(start, end) for _, start, end, _ in rows]),
        _misshapen([vector for *_, vector in rows], dimension),
    ):
        if what:
            yield _derived(what, article.id)
    db.executemany(
        "INSERT INTO temp.true_words (rowid, title, text) VALUES (?, ?, ?)",
        [
            (id, article.title, with_whole_words(article.text[start:end]))
            for id, start, end, _ in rows
        ],
    )


def _misplaced(article: Article, passages: Sequence[Range]) -> str | None:
    """What is wrong with where the passages are, if anything is."""
    text, last, between = article.text, 0, []
    for start, end in passages:
        if not last <= start < end <= len(text):
            return f"passage {start}-{end} is out of order or outside the text"
        if not any(first <= start and end <= close for first, close in article.body):
            return f"passage {start}-{end} is not in the article's body"
        between.append((last, start))
        last = end
    between.append((last, len(text)))
    above, *rest = (_body_words(article, gap) for gap in between)
    headline = above.lstrip("#").strip() in ("", article.title)
    if any(rest) or not headline or not passages:
        return "words of it are in no passage"
    return None


def _body_words(article: Article, gap: Range) -> str:
    """The words of the body that stand in *gap*."""
    pieces = (
        article.text[max(first, gap[0]) : min(last, gap[1])]
        for first, last in article.body
        if first < gap[1] and gap[0] < last
    )
    return "".join(pieces).strip()


def _misshapen(vectors: Sequence[bytes], dimension: int) -> str | None:
    """What is wrong with the vectors of some passages, if anything is."""
    if any(len(vector) != dimension or dimension % 4 for vector in vectors):
        return "a vector has another dimension than the others"
    numbers = np.frombuffer(b"".join(vectors), dtype="<f4").reshape(-1, dimension // 4 or 1)
    if not np.isfinite(numbers).all():
        return "a vector is not of numbers"
    lengths = np.linalg.norm(numbers.astype(np.float64), axis=1)
    return "a vector is not of unit length" if (abs(lengths - 1) > _UNIT).any() else None


# -- words ---------------------------------------------------------------------------------------


def _begin_words(db: sqlite3.Connection) -> None:
    """An empty word index, declared as that of the library is."""
    (declared,) = db.execute("SELECT sql FROM main.sqlite_master WHERE name = 'words'").fetchone()
    options = declared.partition("(")[2]
    db.execute(f"CREATE VIRTUAL TABLE temp.true_words USING fts5({options}")


def _of_words(db: sqlite3.Connection) -> Iterator[Fault]:
    """Where the word index differs from the one that the passages' words make."""
    rows = "SELECT id, sz FROM {}_docsize ORDER BY id"
    stored = dict(db.execute(rows.format("main.words")))
    true = dict(db.execute(rows.format("temp.true_words")))
    if lacking := len(true.keys() - stored.keys()):
        yield _derived(f"{lacking} passages are not in the word index")
    if stray := len(stored.keys() - true.keys()):
        yield _derived(f"{stray} entries of the word index are of no passage")
    if lacking or stray:
        return
    db.execute("CREATE VIRTUAL TABLE temp.stored_terms USING fts5vocab(main, words, instance)")
    db.execute("CREATE VIRTUAL TABLE temp.true_terms USING fts5vocab(temp, true_words, instance)")
    same_totals = _totals(db, "main.words") == _totals(db, "temp.true_words")
    if stored != true or not same_totals or not _same_terms(db):
        yield _derived("the word index is not of the passages' words")


def _totals(db: sqlite3.Connection, table: str) -> bytes:
    """How many entries and words there are, as FTS5 notes it for BM25."""
    row = db.execute(f"SELECT block FROM {table}_data WHERE id = 1").fetchone()
    return bytes(row[0]) if row and any(row[0]) else b""  # zeros, in one that was emptied


def _same_terms(db: sqlite3.Connection) -> bool:
    """Whether both indexes have the same words at the same places; they come sorted."""
    stored, true = (
        db.execute(f"SELECT term, doc, col, offset FROM temp.{table}")
        for table in ("stored_terms", "true_terms")
    )
    while rows := true.fetchmany(10_000):
        if stored.fetchmany(10_000) != rows:
            return False
    return stored.fetchone() is None

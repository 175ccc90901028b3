"""A library as the first format had it, made without the code that reads it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from index.article import Article
from index.hybrid import headed
from tests.fakes import FakeEmbedder

# The tables of format 1, but for those of words and feedback, which are as they were.
FORMAT_1 = """
CREATE TABLE library (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    byline TEXT, dateline TEXT, published TEXT, added TEXT NOT NULL, body TEXT NOT NULL,
    pages TEXT NOT NULL, characters INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE TABLE source (
    source TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX source_of_article ON source (article);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passage_of_article ON passage (article);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""


def make_format_1(path: Path, articles: Sequence[Article], *, embedder: str = "fake") -> None:
    """A library of format 1 that holds *articles*, each of one passage."""
    with sqlite3.connect(path) as db:
        db.executescript(FORMAT_1)
        db.execute("INSERT INTO library VALUES ('embedder', ?)", (embedder,))
        for each in articles:
            length = len(each.text)
            db.execute(
                "INSERT INTO article VALUES (?,?,?,?,NULL,NULL,NULL,?,?,'[]',?,?)",
                (
                    each.id, each.source, each.title, each.publisher, each.added.isoformat(),
                    f"[[0, {length}]]", length, each.text,
                ),
            )  # fmt: skip
            db.execute("INSERT INTO source VALUES (?, ?)", (each.source, each.id))
            vector = FakeEmbedder().embed([headed(each, 0, length)])[0].astype("<f4").tobytes()
            number = db.execute(
                "INSERT INTO passage (article, start, end, vector) VALUES (?, 0, ?, ?)",
                (each.id, length, vector),
            ).lastrowid
            db.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                (number, each.title, each.text),
            )
        db.execute("PRAGMA application_id = 0x41545354")
        db.execute("PRAGMA user_version = 1")
    db.close()

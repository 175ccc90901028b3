"""What comes without a name: its kind is told from its content, or said."""

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.formats.apart import Apart
from index.formats.kinds import SUFFIXES
from index.formats.signature import told_kind
from index.load import STDIN, Unread, parse_articles
from tests.corpus import (
    ONE_A_FILE,
    as_csv,
    as_docx,
    as_html,
    as_jsonl,
    as_text,
    make_story,
    repacked,
    zipped,
)

ADDED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
STORY = make_story(random.Random(3))
OTHER = make_story(random.Random(4))
# What no sign tells from plain text, and what is another name for a kind.
ALIKE = {".md": ".txt", ".htm": ".html"}


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as apart:
        yield apart


def read(apart: Apart, data: bytes, kind: str | None = None) -> list[Article | Unread]:
    return list(parse_articles(data, source=STDIN, added=ADDED, apart=apart, kind=kind))


@pytest.mark.parametrize("suffix", ONE_A_FILE)
def test_the_content_tells_its_kind(apart: Apart, suffix: str) -> None:
    data = ONE_A_FILE[suffix](STORY)
    assert told_kind(data, name="standard input") == ALIKE.get(suffix, suffix)
    (article,) = read(apart, data)
    assert isinstance(article, Article)
    assert STORY.sentence in article.text
    assert article.source == STDIN


@pytest.mark.parametrize("suffix", ONE_A_FILE)
def test_what_is_said_is_read_as_it_is_said(apart: Apart, suffix: str) -> None:
    (article,) = read(apart, ONE_A_FILE[suffix](STORY), kind=suffix)
    assert isinstance(article, Article)
    assert STORY.sentence in article.text


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\n \n%PDF-1.7", ".pdf"),
        (b"\xd0\xcf\x11\xe0", ".docx"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><p>a", ".html"),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<html>", ".html"),
        ("<html><p>é".encode("utf-16"), ".html"),
        (b"  <div>It rained.</div>", ".html"),
        (b"<3 rain", ".txt"),
        (b'[{"text": "It rained."}]', ".json"),
        (b'{"text": "It rained.",\n "title": "Rain"}\n', ".json"),
        (b'{"text": "It rained."}\n{"text": "It hailed."}\n', ".jsonl"),
        (b'{"text": "It rained."}\n{"text": \n', ".jsonl"),
        (b'{"text": "It rained', ".json"),
        (b"[Update] It rained.", ".txt"),
        (b"{It rained.}", ".txt"),
        (b"[" * 100_000, ".json"),
        (b"From: a@b.c\r\nTo: d@e.f\r\n\r\nIt rained.", ".eml"),
        (b"From ann Mon May 4\nReceived: by x\n\tfor y\nSubject: Rain\n\nIt rained.", ".eml"),
        (b"Title: Rain\nDate: 4 May 2020\n\nIt rained.", ".txt"),
        (b"Breaking: it rained.\nSubject: rain\nFrom: here it came.", ".txt"),
        (b"Breaking: it rained.\nIt rained.", ".txt"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; a=b\n\n--b", ".mhtml"),
        (b"From: <Saved>\nSnapshot-Content-Location: http://a\n\n--b", ".mhtml"),
        (b"", ".txt"),
    ],
)
def test_a_beginning_tells_the_kind(beginning: bytes, kind: str) -> None:
    assert told_kind(beginning, name="standard input") == kind


def test_rows_have_addresses_of_their_own(apart: Apart) -> None:
    items = read(apart, as_jsonl([STORY, OTHER]))
    assert [item.source for item in items] == ["-#1", "-#2"]
    items = read(apart, as_csv([STORY, OTHER]), kind=".csv")
    assert [item.source for item in items] == ["-#2", "-#3"]
    items = read(apart, zipped({"a.txt": as_text(STORY), "b.html": as_html(OTHER)}))
    assert [item.source for item in items] == ["-/a.txt", "-/b.html"]


@pytest.mark.parametrize("kind", [None, ".gz"])
def test_what_is_packed_tells_its_kind_when_it_is_unpacked(apart: Apart, kind: str | None) -> None:
    (article,) = read(apart, gzip.compress(as_docx(STORY)), kind=kind)
    assert isinstance(article, Article)
    assert article.title == STORY.title


def test_what_is_said_of_packed_bytes_is_said_of_what_is_in_them(apart: Apart) -> None:
    items = read(apart, gzip.compress(as_csv([STORY, OTHER])), kind=".csv")
    assert [item.source for item in items] == ["-#2", "-#3"]
    assert all(isinstance(item, Article) for item in items)


@pytest.mark.parametrize(
    ("data", "said", "reason"),
    [
        (ONE_A_FILE[".pdf"](STORY), ".csv", "a .pdf file, not of a .csv file as --as says. Say"),
        (ONE_A_FILE[".rtf"](STORY), ".md", "a .rtf file, not of a .md file"),
        (as_docx(STORY), ".txt", "a .docx file, not of a .txt file"),
        (as_docx(STORY), ".epub", "a .docx file, not of a .epub file"),
        (zipped({"a.txt": "It rained."}), ".html", "a .zip file, not of a .html file"),
        (as_html(STORY), ".pdf", "a .html file, not of a .pdf file"),
        (gzip.compress(as_docx(STORY)), ".csv", "a .docx file, not of a .csv file"),
        (ONE_A_FILE[".pdf"](STORY), ".gz", "a .pdf file, not of a .gz file"),
    ],
)
def test_what_is_plainly_not_as_it_is_said_is_named(
    apart: Apart, data: bytes, said: str, reason: str
) -> None:
    (item,) = read(apart, data, kind=said)
    assert isinstance(item, Unread)
    assert item.reason.startswith(f"standard input: its content is that of {reason}")


def test_a_table_of_another_program_is_no_table_by_being_said_to_be_one(apart: Apart) -> None:
    (item,) = read(apart, zipped({"xl/workbook.xml": "<a/>"}), kind=".csv")
    assert isinstance(item, Unread)
    assert item.reason.startswith("standard input: .xlsx files are not read.")


def test_a_kind_that_only_seems_another_is_read_as_it_is_said(apart: Apart) -> None:
    (article,) = read(apart, b"<p>It rained</p>, all day, said the mayor.", kind=".txt")
    assert isinstance(article, Article)
    assert article.text.startswith("<p>It rained</p>")
    items = read(apart, zipped({"a.txt": "It rained.", "content.xml": "<a/>"}), kind=".zip")
    assert [isinstance(item, Article) for item in items] == [True, False]


def test_an_archive_in_an_archive_is_refused(apart: Apart) -> None:
    (item,) = read(apart, gzip.compress(zipped({"a.txt": "It rained."})))
    assert isinstance(item, Unread)
    assert item.reason.startswith("standard input: an archive in an archive.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 and no more", "standard input: not a PDF, or a damaged one."),
        (
            b"PK\x03\x04 and no more",
            "standard input: not in the format .zip, .docx, .odt or .epub, or damaged.",
        ),
        (b"\x1f\x8b and no more", "standard input: not a .gz file, or a damaged one."),
        (b"{\\rtf1 It rained\\u1114112?.}", "standard input: its characters cannot be decoded"),
        (b'{"text": "It rained', "standard input: not JSON"),
        (b"[" * 100_000, "standard input: nested too deep."),
        (b"\xd0\xcf\x11\xe0", "standard input: protected by a password, or of an older format."),
        (zipped({"xl/workbook.xml": "<a/>"}), "standard input: .xlsx files are not read."),
        (b"\x00\x01\x02", "standard input: binary content, not text."),
        (b"", "standard input: the file is empty."),
        (b"<div>" * 10_000, "standard input: its HTML is nested too deep"),
        (gzip.compress(b"a" * 10_000_000), "standard input: unpacks to over 200 times its size"),
        (b"a" * 20_000_001, "standard input: 20 MB; at most 20 MB are read."),
    ],
)
def test_what_cannot_be_read_is_named(apart: Apart, data: bytes, reason: str) -> None:
    (item,) = read(apart, data)
    assert isinstance(item, Unread)
    assert item.reason.startswith(reason)
    assert item.source == STDIN


def test_a_damaged_zip_file_is_no_traceback(apart: Apart) -> None:
    sound = repacked(as_docx(STORY), {})
    chance = random.Random(5)
    for _ in range(60):
        broken = bytearray(sound)
        for _ in range(20):
            broken[chance.randrange(4, len(sound))] = chance.randrange(256)
        for item in read(apart, bytes(broken)):
            assert isinstance(item, Article) or item.reason.startswith("standard input")


BEGINNINGS = st.sampled_from(
    [b"", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"{\\rtf", b"<html>", b"From: a\nTo: b\n", b"{",
     b"[", b"\xff\xfe", b"\xef\xbb\xbf{"]
)  # fmt: skip


@settings(deadline=None)
@given(BEGINNINGS, st.binary() | st.text().map(str.encode))
def test_any_bytes_from_standard_input_are_articles_or_a_failure(
    apart: Apart, beginning: bytes, rest: bytes
) -> None:
    assert told_kind(b"" if beginning.startswith(b"PK") else beginning + rest, name="x") in SUFFIXES
    items = read(apart, beginning + rest)
    assert items
    for item in items:
        assert isinstance(item, Article) or item.reason.startswith("standard input")


def test_a_row_of_json_keeps_its_fields(apart: Apart) -> None:
    (article,) = read(apart, json.dumps({"headline": "Rain", "body": "It rained."}).encode())
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Rain", "It rained.")

"""Files into articles. All texts here are our own."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, article_id
from index.errors import DocumentError
from index.formats.apart import Apart
from index.formats.kinds import SUFFIXES
from index.formats.limits import MAX_TEXT
from index.load import (
    STDIN,
    Found,
    Unread,
    find_files,
    parse_articles,
    read_article,
)

SHARED = Path(__file__).parents[2].parent / "shared" / "corpus"
ADDED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)

STORY = (
    "Anyville opens its bridge after three years\r\n\r\n"
    "By Ann Example\r\n\r\n"
    "ANYVILLE, May 4 (Yonhap) -- The new bridge over the river was opened on Tuesday after three "
    "years of work and two floods, the mayor said.\r\n\r\n"
    "Published: May 5, 2021\r\n"
)
MARKDOWN = """---
title: "A bridge, at last"
date: 2021-05-05
author: Ann Example
publisher: The Anyville Gazette
---

# Anyville opens its **bridge** #

The new bridge over the river was opened on Tuesday.
"""
PAGE = "<html><body><h1>The bridge</h1><p>It opened on Tuesday.</p></body></html>"


def parse_article(data: bytes, *, source: str, added: datetime) -> Article:
    """The one article of a file."""
    with Apart() as apart:
        (item,) = parse_articles(data, source=source, added=added, apart=apart)
    if isinstance(item, Unread):
        raise DocumentError(item.reason)
    return item


def parse(text: str, source: str = "a.txt") -> Article:
    return parse_article(text.encode(), source=source, added=ADDED)


def body(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.body]


def write(path: Path, content: str = "It rained.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def names(found: list[Found], root: Path) -> list[str]:
    return [str(item.path.relative_to(root)) for item in found if item.error is None]


# Articles


def test_an_article_says_where_it_is_from_and_when_it_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", STORY)
    monkeypatch.chdir(tmp_path)
    article = read_article(Path("a.txt"), added=ADDED)
    assert article.source == str(path.resolve())
    assert article.added == ADDED


def test_what_an_article_prints_is_read() -> None:
    article = parse(STORY)
    assert article.title == "Anyville opens its bridge after three years"
    assert article.byline == "Ann Example"
    assert article.dateline == "ANYVILLE, May 4 (Yonhap)"
    assert article.publisher == "Yonhap"
    assert article.published == date(2021, 5, 5)


def test_line_ends_and_spaces_stay_as_they_were() -> None:
    assert parse(f"  {STORY}\n \t").text == f"  {STORY}\n \t"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_a_text_is_stored_as_it_was_decoded(text: str) -> None:
    stored = f"Rain falls\r\n{text}"
    article = parse(stored)
    assert article.text == stored
    assert article.id == article_id(stored)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_is_no_part_of_its_identity(encoding: str) -> None:
    text = "The mayor’s bridge “opened” – on Tuesday…"
    article = parse_article(text.encode(encoding), source="a.txt", added=ADDED)
    assert article.id == article_id(text)


def test_text_from_standard_input_needs_no_name() -> None:
    assert parse(STORY, STDIN).title == "Anyville opens its bridge after three years"


@pytest.mark.parametrize("name", ["A.TXT", "b.Html", "/tmp/c.d/e.md", "é 한.txt"])
def test_the_kind_of_a_file_is_in_its_suffix(name: str) -> None:
    assert parse(PAGE, name).source == name


def test_a_markdown_file_is_not_converted_and_its_front_matter_is_read() -> None:
    article = parse(MARKDOWN, "a.md")
    assert article.text == MARKDOWN
    assert article.title == "A bridge, at last"
    assert article.byline == "Ann Example"
    assert article.publisher == "The Anyville Gazette"
    assert article.published == date(2021, 5, 5)
    assert body(article) == [MARKDOWN.split("---\n\n")[1].strip()]


def test_a_markdown_heading_is_the_title_where_no_front_matter_says_it() -> None:
    article = parse(MARKDOWN.split("---\n\n")[1], "a.md")
    assert article.title == "Anyville opens its **bridge**"


@pytest.mark.parametrize(
    "text", ["---\n", "---\nnot closed\n", "--- x\n---\n", "a\n---\nb: c\n---\n"]
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    article = parse(f"{text}It rained in Anyville.", "a.md")
    assert "It rained in Anyville." in "".join(body(article))


def test_a_page_is_stored_as_its_visible_text() -> None:
    article = parse(PAGE, "a.html")
    assert article.text == "The bridge\n\nIt opened on Tuesday."
    assert article.title == "The bridge"


@pytest.mark.parametrize("day", ["2030-01-01", "1700-01-01", "2021-02-30", "soon"])
def test_a_stated_date_that_cannot_be_true_is_not_believed(day: str) -> None:
    assert parse(MARKDOWN.replace("2021-05-05", day), "a.md").published is None


def test_a_headline_as_long_as_a_page_is_none() -> None:
    page = PAGE.replace("<body>", f"<title>{'bridge ' * 200}</title><body>")
    assert parse(page, "a.html").title == "The bridge"


# Failures

FAILURES = {
    "a.doc": (b"\xd0\xcf", ".doc files are not read. Save it as one of .csv .docx"),
    "a": (b"It rained.", "a file without a suffix is not read. Save it as one of"),
    "empty.txt": (b"", "the file is empty. Check that it was saved."),
    "binary.txt": (b"\x00\x01", "binary content, not text. Save it as plain text or HTML."),
    "letters.txt": (b"\x81 \x8d", "its characters cannot be decoded. Save it as UTF-8."),
    "menu.txt": (b"Menu\nLog in", "only menus and notices, no article, in this text. Check"),
    "menu.html": (b"<p>Menu</p><p>Log in</p>", "only menus and notices, no article, in this page."),
    "app.html": (b"<script>app()</script>", "no text in this page (made by a script?). Copy it"),
    "deep.html": (b"<div>" * 5000, "its HTML is nested too deep to be read to its end. Save it"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_names_the_file_the_fault_and_the_cure(name: str) -> None:
    content, message = FAILURES[name]
    with pytest.raises(DocumentError) as caught:
        parse_article(content, source=f"/somewhere/{name}", added=ADDED)
    assert str(caught.value).startswith(f"{name}: {message}")


def test_text_from_standard_input_fails_under_that_name() -> None:
    with pytest.raises(DocumentError, match=r"^standard input: the file is empty"):
        parse_article(b"", source=STDIN, added=ADDED)


def test_a_file_that_is_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(DocumentError, match=r"^big\.txt: 50 MB; at most 20 MB are read\. Split it"):
        read_article(path, added=ADDED)


def test_an_upload_that_is_too_big_is_refused() -> None:
    with pytest.raises(DocumentError, match="at most 20 MB"):
        parse_article(b"a" * (MAX_TEXT + 1), source="a.txt", added=ADDED)


def test_a_missing_file_and_a_folder_are_failures(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^gone\.txt: does not exist\. Check the path"):
        read_article(tmp_path / "gone.txt", added=ADDED)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DocumentError, match=r"^folder\.txt: is a folder, not a file\. Add"):
        read_article(tmp_path / "folder.txt", added=ADDED)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match=r"^pipe\.txt: a pipe or a device"):
        read_article(tmp_path / "pipe.txt", added=ADDED)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.txt")
    path.chmod(0)
    with pytest.raises(DocumentError, match=r"^secret\.txt: may not be read\. Change its perm"):
        read_article(path, added=ADDED)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as apart:
        yield apart


@settings(deadline=None)  # the first of some kinds starts a process
@given(st.binary(), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_are_articles_or_a_failure_by_name(
    apart: Apart, data: bytes, suffix: str
) -> None:
    outcomes = list(parse_articles(data, source=f"a{suffix}", added=ADDED, apart=apart))
    assert outcomes
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            assert outcome.reason.startswith(f"a{suffix}")
        else:
            assert outcome.title
            assert outcome.body
            assert "\0" not in outcome.text


# Files and folders


def test_a_folder_is_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c/d.html", "c/.hidden.txt", ".git/e.txt", ".DS_Store"):
        write(tmp_path / name)
    assert names(list(find_files([tmp_path])), tmp_path) == ["a.md", "b.txt", "c/d.html"]


def test_a_hidden_file_is_read_if_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / ".a.txt")
    assert [(item.path, item.error) for item in find_files([str(path)])] == [(path, None)]


def test_a_file_asked_for_twice_is_found_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert names(list(find_files([path, tmp_path, path])), tmp_path) == ["a.txt"]


def test_links_neither_loop_nor_duplicate(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    (tmp_path / "c.txt").symlink_to(tmp_path / "a" / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = list(find_files([tmp_path]))
    assert names(found, tmp_path) == ["a/b.txt"]
    assert [item.path.name for item in found if item.error] == ["loop"]


def test_a_link_out_of_the_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "secret.txt")
    write(tmp_path / "mine" / "a.txt")
    (tmp_path / "mine" / "link.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (tmp_path / "mine" / "folder").symlink_to(tmp_path / "elsewhere")
    found = list(find_files([tmp_path / "mine"]))
    assert names(found, tmp_path / "mine") == ["a.txt"]
    refused = {item.path.name: item.error for item in found if item.error}
    assert sorted(refused) == ["folder", "link.txt"]
    assert refused["folder"] == (
        "folder: a link out of the folder. Add what it leads to by its own path."
    )


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert names(list(find_files([tmp_path / "link"])), tmp_path) == ["link/a.txt"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.doc", "a.doc: .doc files are not read. Save it as one of"),
        ("gone.txt", "gone.txt: does not exist. Check the path."),
        ("broken.txt", "broken.txt: does not exist. Check the path."),
        ("pipe.txt", "pipe.txt: a pipe or a device. Save its content to a file."),
        ("empty", "empty: no files to read in this folder. Choose another."),
        ("nul\0.txt", "nul\0.txt: is no path (embedded null byte). Check the path."),
    ],
)
def test_one_bad_path_is_named_and_the_others_are_found(
    tmp_path: Path, name: str, message: str
) -> None:
    write(tmp_path / "a.doc")
    good = write(tmp_path / "good.txt")
    (tmp_path / "broken.txt").symlink_to("nowhere")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    bad, *others = find_files([tmp_path / name, good])
    assert bad.error is not None
    assert bad.error.startswith(message)
    assert [(item.path, item.error) for item in others] == [(good, None)]


def test_an_unknown_kind_in_a_folder_is_named_too(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.xyz")
    found = list(find_files([tmp_path]))
    assert [(item.path.name, item.error is None) for item in found] == [
        ("a.txt", True),
        ("b.xyz", False),
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the client's two articles are not here")
def test_the_clients_articles_say_who_where_and_when() -> None:
    first, second = (read_article(item.path, added=ADDED) for item in find_files([SHARED]))
    assert (first.publisher, first.published, first.dateline, first.byline) == (
        "Yonhap",
        date(2019, 11, 15),
        "Seoul",
        None,
    )
    assert (second.publisher, second.published, second.dateline, second.byline) == (
        "Yonhap",
        date(2019, 10, 18),
        "WASHINGTON, Oct. 17 (Yonhap)",
        "Lee Haye-ah",
    )

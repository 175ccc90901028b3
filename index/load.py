"""Files into articles: find them, read their bytes, decode them, mark what is article.

A text file's text is kept exactly as it was decoded, its line ends included; a web page's text is
its visible text (``index.html``). Every fault is a ``DocumentError`` that begins with the file's
name, so that one bad file is reported and the others are added.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath

from index.article import Article, Range, article_id
from index.clean import body_ranges
from index.dates import believable, find_dates
from index.decode import decode
from index.errors import DocumentError
from index.html import parse_page
from index.printed import read_printed

PLAIN = frozenset((".txt", ".text"))
MARKDOWN = frozenset((".md", ".markdown"))
HTML = frozenset((".html", ".htm"))
SUFFIXES = PLAIN | MARKDOWN | HTML

# A year of one reporter's articles in one file; larger "texts" are data.
MAX_BYTES = 20_000_000
# No headline comes near it; longer "titles" are a page's keywords.
MAX_FIELD = 300
# The source of text from standard input.
STDIN = "-"

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:(?!---)[^\n]*\n){0,100}?---[^\S\n]*(?:\n|$)")
_FIELD = re.compile(r"^([\w-]{1,40}):(.+)$", re.M)
_HEADING = re.compile(r"^#[^\S\n]+(\S[^\n]*)$", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read; or, with an ``error``, a path that cannot be read and why."""

    path: Path
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a file's format says, before its words are asked."""

    text: str
    body: tuple[Range, ...]
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: date | None = None


def find_files(paths: Iterable[Path | str]) -> Iterator[Found]:
    """Walk files and folders: every file once, by name; hidden ones only if asked for by name.

    A folder is walked once, however many links lead to it. Nothing is opened.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        if not str(given):  # Path("") would be the folder we stand in
            yield _failed(path, "an empty path. Name a file or a folder.")
            continue
        found = False
        for item in _walk(path, seen):
            found = True
            yield item
        if not found and path.is_dir():
            yield _failed(path, "no files to read in this folder. Choose another.")


def read_article(path: Path, *, added: datetime) -> Article:
    """Read a file.

    Raises:
        DocumentError: it cannot be read, or holds no article.
    """
    try:
        status = path.stat()
        _check_kind(path.name, status.st_mode)
        _check_size(path.name, status.st_size)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: {_reason(error)}") from error
    return parse_article(data, source=printable(path.resolve()), added=added)


def printable(path: Path) -> str:
    """*path* as text that can be stored and shown, also where its name is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def parse_article(data: bytes, *, source: str, added: datetime) -> Article:
    """Make an article of a file's content; *source* is its path, its name, or "-".

    Raises:
        DocumentError: the content cannot be read, or holds no article.
    """
    name = "standard input" if source == STDIN else PurePath(source).name or source
    suffix = ".txt" if source == STDIN else PurePath(source).suffix.lower()
    _check_suffix(name, suffix)
    _check_size(name, len(data))
    text = decode(data, name=name, html=suffix in HTML)
    content = _parse(text, name=name, suffix=suffix, today=added.date())
    if not content.body:
        raise DocumentError(f"{name}: {_nothing(content.text, suffix)}")
    return _article(content, source=source, added=added)


def _walk(top: Path, seen: set[Path]) -> Iterator[Found]:
    stack = [top]
    while stack:
        path = stack.pop()
        try:
            mode, real = path.stat().st_mode, path.resolve()
            if real in seen:
                continue
            seen.add(real)
            if stat.S_ISDIR(mode):
                inside = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                stack += [child for child in inside if not child.name.startswith(".")]
                continue
        except (OSError, ValueError) as error:
            yield _failed(path, _reason(error))
        else:
            yield _found(path, mode)


def _found(path: Path, mode: int) -> Found:
    try:
        _check_suffix(path.name, path.suffix.lower())
        _check_kind(path.name, mode)
    except DocumentError as error:
        return Found(path=path, error=str(error))
    return Found(path=path, error=None)


def _failed(path: Path, reason: str) -> Found:
    return Found(path=path, error=f"{path.name or path}: {reason}")


def _reason(error: OSError | ValueError) -> str:
    """What went wrong with a path, and what to do."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "does not exist. Check the path."
        case PermissionError():
            return "may not be read. Change its permissions."
        case IsADirectoryError():
            return "is a folder, not a file. Add the files in it."
        case OSError():
            return f"cannot be read ({error.strerror}). Copy it elsewhere and try again."
        case _:
            return f"is no path ({error}). Check the path."


def _check_suffix(name: str, suffix: str) -> None:
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        kind = f"{suffix} files are" if suffix else "a file without a suffix is"
        raise DocumentError(f"{name}: {kind} not read. Save it as one of {known}.")


def _check_kind(name: str, mode: int) -> None:
    """A pipe or a device would be read for ever; a folder's own error says more."""
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise DocumentError(f"{name}: a pipe or a device. Save its content to a file.")


def _check_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise DocumentError(
            f"{name}: {size / 1_000_000:.0f} MB; at most {most} MB are read. Split it."
        )


def _nothing(text: str, suffix: str) -> str:
    """Why there is no article in a text."""
    if not text:
        return "no text in this page (made by a script?). Copy it from the browser to a .txt file."
    what = "page" if suffix in HTML else "text"
    return f"only menus and notices, no article, in this {what}. Check that all of it was saved."


def _parse(text: str, *, name: str, suffix: str, today: date) -> _Content:
    if suffix in HTML:
        page = parse_page(text, name=name, today=today)
        return _Content(
            text=page.text,
            body=page.body,
            title=page.title,
            publisher=page.publisher,
            byline=page.byline,
            published=page.published,
        )
    if suffix in MARKDOWN:
        return _parse_markdown(text)
    return _Content(text=text, body=body_ranges(text))


def _parse_markdown(text: str) -> _Content:
    """Markdown is not converted; its front matter is furniture, and read."""
    match = _FRONT_MATTER.match(text)
    start = match.end() if match else 0
    fields = {
        key.lower(): value.strip().strip("\"'")
        for key, value in _FIELD.findall(match[0] if match else "")
    }
    heading = _HEADING.search(text, start)
    dates = find_dates(fields.get("date") or fields.get("published") or "")
    return _Content(
        text=text,
        body=tuple((start + first, start + last) for first, last in body_ranges(text[start:])),
        title=fields.get("title") or (heading and heading[1].rstrip("# ")) or None,
        publisher=fields.get("publisher") or fields.get("source"),
        byline=fields.get("author") or fields.get("byline"),
        published=next(iter(dates), None),
    )


def _article(content: _Content, *, source: str, added: datetime) -> Article:
    """The article; what its format does not say, or says at length, is taken from its words."""
    printed = read_printed(content.text, content.body, today=added.date())
    stated = content.published
    return Article(
        id=article_id(content.text),
        text=content.text,
        title=_short(content.title) or printed.title,
        source=source,
        publisher=_short(content.publisher) or printed.publisher,
        byline=_short(content.byline) or printed.byline,
        dateline=printed.dateline,
        published=stated if stated and believable(stated, added.date()) else printed.published,
        added=added,
        body=content.body,
    )


def _short(field: str | None) -> str | None:
    """The field on one line; None if it is empty or too long to be what it says it is."""
    line = " ".join((field or "").split())
    return line if 0 < len(line) <= MAX_FIELD else None

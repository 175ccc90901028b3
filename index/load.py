"""Files into articles: find them, read their bytes, make an article of each text in them.

What a format says is read in ``index/formats``. A text file's text is kept exactly as it was
decoded, its line ends included. One file may hold many articles, each with an address of its own
("dump.jsonl#12", "stories.zip/may/a.html"). Every fault is named by the file, or by the row or
the member of it, so that one that is bad is reported and the others are added.
"""

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from index.article import Article, article_id
from index.dates import believable
from index.errors import DocumentError
from index.files import SETTLED_SECONDS, UNSETTLED, FileRecord, printable
from index.formats.apart import Apart
from index.formats.columns import USUAL, Columns
from index.formats.content import Content
from index.formats.kinds import HTML, check_size, check_suffix, read_parts, read_unnamed
from index.printed import read_printed

# No headline comes near it; longer "titles" are a page's keywords.
MAX_FIELD = 300
_OUTSIDE = "a link out of the folder. Add what it leads to by its own path."
# The source of what comes from standard input.
STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read, as a look at its folder shows it; or a path that cannot be read, and why."""

    path: Path
    record: FileRecord | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What could not be made an article, and why."""

    source: str
    reason: str


def find_files(paths: Iterable[Path | str]) -> Iterator[Found]:
    """Walk files and folders: every file once, by name; hidden ones only if asked for by name.

    A folder is walked once, however many links lead to it; a link that leads out of the folder
    that was named is not followed. Nothing is opened.
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


def is_still(found: Found) -> bool:
    """Whether the file has the size and the time that it was found with, perhaps long ago."""
    try:
        status = found.path.stat()
    except OSError:
        return False
    record = found.record
    return record is not None and (status.st_size, status.st_mtime_ns) == (
        record.size, record.modified
    )  # fmt: skip


def now_leads_elsewhere(found: Found) -> bool:
    """Whether a link has taken the place of the file since it was found."""
    record = found.record
    return record is not None and printable(found.path.resolve()) != record.path


def read_document(path: Path) -> tuple[FileRecord, bytes]:
    """The bytes of the file at *path*, and what will tell whether it has changed.

    Raises:
        DocumentError: there is none, it is too large, of a kind that is not read, or unreadable.
    """
    try:
        status, real = path.stat(), path.resolve()
        _check_kind(path.name, status.st_mode)
        check_suffix(path.name, path.suffix.lower())
        check_size(path.name, path.suffix.lower(), status.st_size)
        record = _record_of(real, status)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: {_reason(error)}") from error
    return replace(record, hash=hashlib.sha256(data).hexdigest(), size=len(data)), data


def read_article(path: Path, *, added: datetime) -> Article:
    """The first article of a file.

    Raises:
        DocumentError: it cannot be read, or holds no article.
    """
    record, data = read_document(path)
    with Apart() as apart:
        item = next(parse_articles(data, source=record.path, added=added, apart=apart))
    if isinstance(item, Unread):
        raise DocumentError(item.reason)
    return item


def parse_articles(
    data: bytes,
    *,
    source: str,
    added: datetime,
    apart: Apart,
    columns: Columns = USUAL,
    kind: str | None = None,
) -> Iterator[Article | Unread]:
    """The articles of a file's content; *source* is its path, its name, or "-".

    *columns* are those that have been named, for tables in it. What comes from standard input is
    of the *kind* that is said (a suffix), or that its content tells.
    """
    name = "standard input" if source == STDIN else PurePath(source).name or source
    empty = True
    try:
        if source == STDIN:
            parts = read_unnamed(
                data, name=name, kind=kind, today=added.date(), apart=apart, columns=columns
            )
        else:
            suffix = PurePath(source).suffix.lower()
            parts = read_parts(
                data, name=name, suffix=suffix, today=added.date(), apart=apart, columns=columns
            )
        for part in parts:
            empty = False
            address = source + part.address
            if part.content is None:
                yield Unread(source=address, reason=part.reason or "")
            elif not part.content.body:
                reason = _nothing(part.content.text, address.lower().removesuffix(".gz"))
                yield Unread(source=address, reason=f"{name}{part.address}: {reason}")
            else:
                yield _article(part.content, source=address, added=added)
    except DocumentError as error:
        yield Unread(source=source, reason=str(error))
    else:
        if empty:
            yield Unread(source=source, reason=f"{name}: nothing to read in it. Check its content.")


def _walk(top: Path, seen: set[Path]) -> Iterator[Found]:
    stack: list[tuple[Path, Path | None]] = [(top, None)]
    root: Path | None = None
    while stack:
        path, folder = stack.pop()
        try:
            status = path.stat()
            # Nothing but a link leads elsewhere; resolving each path would take half the time.
            leads = folder is None or path.is_symlink()
            real = path.resolve() if folder is None or leads else folder / path.name
            root = root or real
            if real in seen:
                continue
            if leads and not real.is_relative_to(root):
                yield _failed(path, _OUTSIDE)
                continue
            seen.add(real)
            if stat.S_ISDIR(status.st_mode):
                inside = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                stack += [(child, real) for child in inside if not child.name.startswith(".")]
                continue
        except (OSError, ValueError) as error:
            yield _failed(path, _reason(error))
        else:
            yield _found(path, real, status)


def _found(path: Path, real: Path, status: os.stat_result) -> Found:
    try:
        check_suffix(path.name, path.suffix.lower())
        _check_kind(path.name, status.st_mode)
    except DocumentError as error:
        return Found(path=path, error=str(error))
    return Found(path=path, record=_record_of(real, status))


def _record_of(real: Path, status: os.stat_result) -> FileRecord:
    """A file that has not been read; its hash is not known."""
    settled = time.time_ns() - status.st_mtime_ns > SETTLED_SECONDS * 1e9
    return FileRecord(
        path=printable(real),
        hash="",
        size=status.st_size,
        modified=status.st_mtime_ns if settled else UNSETTLED,
        reading=0,
    )


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


def _check_kind(name: str, mode: int) -> None:
    """A pipe or a device would be read for ever; a folder's own error says more."""
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise DocumentError(f"{name}: a pipe or a device. Save its content to a file.")


def _nothing(text: str, address: str) -> str:
    """Why there is no article in a text."""
    is_page = PurePath(address).suffix in HTML
    if not text and not is_page:
        return "no text in it. Check that all of it was saved."
    if not text:
        return "no text in this page (made by a script?). Copy it from the browser to a .txt file."
    what = "page" if is_page else "text"
    return f"only menus and notices, no article, in this {what}. Check that all of it was saved."


def _article(content: Content, *, source: str, added: datetime) -> Article:
    """The article; what its format does not say, or says at length, is taken from its words."""
    printed = read_printed(content.text, content.body, today=added.date())
    stated = content.published
    if stated is None or not believable(stated, added.date()):
        stated = None
    clock = printed.printed_time if stated in (None, printed.published) else None
    return Article(
        id=article_id(content.text),
        text=content.text,
        title=_short(content.title) or printed.title,
        source=source,
        publisher=_short(content.publisher) or printed.publisher,
        byline=_short(content.byline) or printed.byline,
        dateline=printed.dateline,
        published=stated or printed.published,
        printed_time=(content.printed_time if stated else None) or clock,
        added=added,
        body=content.body,
        pages=content.pages,
    )


def _short(field: str | None) -> str | None:
    """The field on one line; None if it is empty or too long to be what it says it is."""
    line = " ".join((field or "").split())
    return line if 0 < len(line) <= MAX_FIELD else None

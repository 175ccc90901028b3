"""Which kinds of files are read, and by what."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from index.decode import decode
from index.errors import DocumentError
from index.formats import archives, mail, rows, text
from index.formats.apart import SUFFIXES as APART
from index.formats.apart import Apart
from index.formats.columns import USUAL, Columns
from index.formats.content import Content, Part
from index.formats.html import parse_page
from index.formats.limits import MAX_FILE, MAX_TEXT
from index.formats.signature import told_kind

PLAIN = frozenset((".txt", ".text"))
MARKDOWN = frozenset((".md", ".markdown"))
HTML = frozenset((".html", ".htm"))
MAIL = frozenset((".eml", ".mhtml", ".mht"))
ROWS = {".csv": rows.read_csv, ".json": rows.read_json, ".jsonl": rows.read_jsonl}
ARCHIVES = frozenset((".zip", ".gz"))
SUFFIXES = PLAIN | MARKDOWN | HTML | MAIL | ROWS.keys() | ARCHIVES | APART
# Kinds of which one may look like another, and zip files, of which one may be read as an archive.
_WRITTEN = PLAIN | MARKDOWN | HTML | MAIL | ROWS.keys()
_ZIPPED = frozenset((".zip", ".docx", ".odt", ".epub"))


def read_parts(
    data: bytes,
    *,
    name: str,
    suffix: str,
    today: date,
    apart: Apart,
    columns: Columns = USUAL,
) -> Iterator[Part]:
    """The articles of a file, as they are read; a broken one among them is named in its part.

    *columns* are those that have been named, for tables in it.

    Raises:
        DocumentError: the file as a whole, or the rest of it, cannot be read.
    """
    check_suffix(name, suffix)
    check_size(name, suffix, len(data))
    if suffix == ".zip":
        for member in archives.read_zip(data, name=name):
            yield from _member_parts(member, name=name, today=today, apart=apart, columns=columns)
    elif suffix == ".gz":
        inner = PurePosixPath(name).with_suffix("").suffix.lower()
        _refuse_archive(name, inner)
        data = archives.unzip(data, name=name)
        yield from read_parts(
            data, name=name, suffix=inner, today=today, apart=apart, columns=columns
        )
    elif suffix in ROWS:
        yield from ROWS[suffix](data, name=name, columns=columns)
    else:
        content = _read_one(data, name=name, suffix=suffix, today=today, apart=apart)
        yield Part(address="", content=content)


def read_unnamed(
    data: bytes,
    *,
    name: str,
    kind: str | None,
    today: date,
    apart: Apart,
    columns: Columns = USUAL,
) -> Iterator[Part]:
    """The articles of bytes without a file's name, of the *kind* that is said or that they tell.

    *name* is what faults are named by. What is packed is of that kind when it is unpacked.

    Raises:
        DocumentError: they cannot be read as a whole, or the rest of them cannot.
    """
    told = told_kind(data, name=name)
    if told == ".gz":
        check_size(name, told, len(data))
        data = archives.unzip(data, name=name)
        told = told_kind(data, name=name)
        kind = None if kind == ".gz" else kind
        _refuse_archive(name, told)
    suffix = kind or told
    _check_said(name, suffix, told)
    yield from read_parts(data, name=name, suffix=suffix, today=today, apart=apart, columns=columns)


def _check_said(name: str, said: str, told: str) -> None:
    """Refuse bytes of a kind that is plainly not the one they are *said* to be."""
    alike = {said, told} <= _WRITTEN or (".zip" in (said, told) and {said, told} <= _ZIPPED)
    if alike or told in (said, ".txt"):
        return
    check_suffix(name, told)
    raise DocumentError(
        f"{name}: its content is that of a {told} file, not of a {said} file as --as says. "
        f"Say --as {told}, or leave out --as."
    )


def check_suffix(name: str, suffix: str) -> None:
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        kind = f"{suffix} files are" if suffix else "a file without a suffix is"
        raise DocumentError(f"{name}: {kind} not read. Save it as one of {known}.")


def check_size(name: str, suffix: str, size: int) -> None:
    """Text alone may be smaller than what has pictures in it or many articles."""
    most = MAX_TEXT if suffix in PLAIN | MARKDOWN | HTML | {".json"} else MAX_FILE
    if size > most:
        raise DocumentError(
            f"{name}: {size / 1_000_000:.0f} MB; at most {most // 1_000_000} MB are read. Split it."
        )


def may_hold_rows(suffix: str) -> bool:
    """Whether a file of this kind may be read otherwise when its columns are named."""
    return suffix in ROWS or suffix in ARCHIVES


def _member_parts(
    member: archives.Member, *, name: str, today: date, apart: Apart, columns: Columns
) -> Iterator[Part]:
    """The articles of a file in an archive; its faults are its own."""
    address = f"/{member.path}"
    inner = f"{name}{address}"
    suffix = PurePosixPath(member.path).suffix.lower()
    try:
        if member.reason is not None:
            raise DocumentError(member.reason)
        _refuse_archive(inner, suffix)
        parts = read_parts(
            member.data, name=inner, suffix=suffix, today=today, apart=apart, columns=columns
        )
        for part in parts:
            yield Part(address=address + part.address, content=part.content, reason=part.reason)
    except DocumentError as error:
        yield Part(address=address, reason=str(error))


def _refuse_archive(name: str, suffix: str) -> None:
    if suffix in ARCHIVES:
        raise DocumentError(f"{name}: an archive in an archive. Unpack it, and add what is in it.")


def _read_one(data: bytes, *, name: str, suffix: str, today: date, apart: Apart) -> Content:
    if suffix in APART:
        return apart.read(data, name=name, suffix=suffix)
    if suffix == ".eml":
        return mail.read_mail(data, name=name)
    if suffix in MAIL:
        return mail.read_mhtml(data, name=name, today=today)
    words = decode(data, name=name, html=suffix in HTML)
    if suffix in HTML:
        return parse_page(words, name=name, today=today)
    return text.read_markdown(words) if suffix in MARKDOWN else text.read_text(words)

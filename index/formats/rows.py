"""Files of rows: CSV, JSON and JSON lines, one article a row, or a table to quote row by row.

Columns and keys are known by their usual names, or as a person has named them. A row's address is
what a person counts: the line of JSON lines, the place in a JSON list, the row of the spreadsheet,
in which the header is row 1.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from index.clean import body_ranges
from index.clock import moment_of
from index.decode import decode
from index.errors import DocumentError
from index.formats.columns import USUAL, USUAL_NAMES, Columns
from index.formats.content import Block, Content, Part, compose, tidy
from index.formats.limits import MAX_BROKEN_ROWS, MAX_COLUMNS, MAX_ROWS, MAX_TABLE_ROWS, MAX_TEXT
from index.formats.tables import is_headed, row_line

# A column called "content" or "article" may hold the names of goods; a headline has this length.
MIN_MEAN_TEXT = 40
# Rows looked at to see what a file holds.
_LOOKED_AT = 100
# Keys that are named in a message, and how much of each.
_MOST_KEYS, _MOST_OF_KEY = 12, 40
_DELIMITERS = ",;\t|"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# The module's own limit is 131,072 characters; a cell here is an article.
csv.field_size_limit(MAX_TEXT)

_Row = Mapping[str, Any]


def read_csv(data: bytes, *, name: str, columns: Columns = USUAL) -> Iterator[Part]:
    """The articles of a CSV file; or, if no column holds a text, one article of all its rows.

    Raises:
        DocumentError: it cannot be decoded, is empty, or lacks one of *columns*.
    """
    rows = _limited(_records(decode(data, name=name)), name)
    number, header = next(rows, (1, []))
    if isinstance(header, str):
        raise DocumentError(f"{name}#{number}: {header}")
    first = list(islice(rows, _LOOKED_AT))
    column = _text_column(header, [cells for _, cells in first if isinstance(cells, list)], columns)
    _refuse_lacking([dict.fromkeys(header)], columns, name, has_text=column is not None)
    table: list[list[str]] = []
    for number, cells in chain(first, rows):
        if column is not None or isinstance(cells, str):
            yield _csv_part(header, column or 0, number, cells, name, columns)
        elif len(table) == MAX_TABLE_ROWS:
            raise DocumentError(f"{name}: a table of over {MAX_TABLE_ROWS:,} rows. Split it.")
        else:
            table.append(cells)
    if column is None:
        yield Part(address="", content=_table(header, table, name))


def read_jsonl(data: bytes, *, name: str, columns: Columns = USUAL) -> Iterator[Part]:
    """The articles of a JSON lines file, one a line.

    Raises:
        DocumentError: no row has a text, or one of *columns*.
    """
    rows = _lines(data, name)
    first = list(islice(rows, _LOOKED_AT))
    _refuse_unknown([row for _, row in first if isinstance(row, dict)], columns, name)
    for number, row in _limited(chain(first, rows), name):
        yield _json_part(f"#{number}", row, name, columns)


def read_json(data: bytes, *, name: str, columns: Columns = USUAL) -> Iterator[Part]:
    """The articles of a JSON file: an object, a list of objects, or an object that holds one.

    Raises:
        DocumentError: it is not JSON, has no text under any name we know, or lacks a column.
    """
    try:
        value = json.loads(decode(data, name=name))
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{name}: {_not_json(error)}") from error
    if isinstance(value, dict) and _key(value, "text", columns) is None:
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        value = lists[0] if len(lists) == 1 else value
    if isinstance(value, list):
        _refuse_unknown([row for row in value[:_LOOKED_AT] if isinstance(row, dict)], columns, name)
        for number, row in _limited(enumerate(map(_row, value), start=1), name):
            yield _json_part(f"#{number}", row, name, columns)
        return
    _refuse_lacking([value] if isinstance(value, dict) else [], columns, name)
    yield _json_part("", _row(value), name, columns)


# -- rows ------------------------------------------------------------------------------------


def _limited(rows: Iterable[tuple[int, Any]], name: str) -> Iterator[tuple[int, Any]]:
    """*rows*, until there are too many, or too many of them are broken."""
    broken = 0
    for count, (number, row) in enumerate(rows, start=1):
        broken += isinstance(row, str)
        if count > MAX_ROWS:
            raise DocumentError(f"{name}: over {MAX_ROWS:,} rows. Split it.")
        if broken > MAX_BROKEN_ROWS:
            raise DocumentError(
                f"{name}: over {MAX_BROKEN_ROWS:,} broken rows; nothing was read from row {number} "
                "on. Save it again."
            )
        yield number, row


def _refuse_unknown(rows: Sequence[_Row], columns: Columns, name: str) -> None:
    """Refuse a file of which no row has a text, or a named column, before each is refused."""
    _refuse_lacking(rows, columns, name)
    if rows and all(_key(row, "text", columns) is None for row in rows):
        raise DocumentError(f"{name}: {_no_text(rows[0])}")


def _refuse_lacking(
    rows: Sequence[_Row], columns: Columns, name: str, *, has_text: bool = True
) -> None:
    """Refuse a file that has neither the column that was named for a field nor a usual one."""
    for field in columns.fields if rows else ():
        found = any(_key(row, field, columns) is not None for row in rows)
        if not found or (field == "text" and not has_text):
            said = " or ".join(repr(each[:_MOST_OF_KEY]) for each in columns.names_of(field))
            raise DocumentError(
                f"{name}: no column {said}, which was named for the {field}; it has "
                f"{_keys_of(rows[0])}. Name one of them, or add this file without."
            )


def _no_text(row: _Row) -> str:
    known = ", ".join(USUAL_NAMES["text"].split()[:3])
    return (
        f"no text: its keys are {_keys_of(row)}. Name the one that holds it {known} or the like, "
        "or, in the terminal, say which it is: --column text=NAME."
    )


def _keys_of(row: _Row) -> str:
    keys = ", ".join(str(key)[:_MOST_OF_KEY] for key in list(row)[:_MOST_KEYS])
    return tidy(keys) or "none"


def _json_part(address: str, row: object, name: str, columns: Columns) -> Part:
    """A row's article; a string is the reason why there is none."""
    name = name + address
    if isinstance(row, str):
        return Part(address=address, reason=f"{name}: {row}")
    if not isinstance(row, dict):
        kind = "a list" if isinstance(row, list) else "a bare value"
        return Part(address=address, reason=f"{name}: {kind}, not an object with a text.")
    key = _key(row, "text", columns)
    if key is None:
        return Part(address=address, reason=f"{name}: {_no_text(row)}")
    return _part(address, row, _words(row[key], "\n\n"), name, columns)


def _part(address: str, row: _Row, text: str | None, name: str, columns: Columns) -> Part:
    """The article of *text* with what its *row* says of it."""
    if text is None or not text.strip():
        return Part(address=address, reason=f"{name}: its text is empty. Fill it in.")
    if len(text) > MAX_TEXT:
        most = MAX_TEXT // 1_000_000
        return Part(address=address, reason=f"{name}: over {most} MB of text. Split it.")
    text = tidy(text)
    said = {field: _field(row, field, columns) for field in USUAL_NAMES if field != "text"}
    published = moment_of((said["date"] or "")[:100])
    content = Content(
        text=text,
        body=body_ranges(text),
        title=said["title"],
        publisher=said["publisher"] or _host(said["url"]),
        byline=said["author"],
        published=published and published.day,
        printed_time=published and published.clock,
    )
    return Part(address=address, content=content)


def _key(row: _Row, field: str, columns: Columns) -> str | None:
    """The key or column of *row* that holds *field*."""
    return columns.find(field, map(str, row))


def _field(row: _Row, field: str, columns: Columns) -> str | None:
    key = _key(row, field, columns)
    return None if key is None else _words(row[key], ", ")


def _words(value: object, between: str) -> str | None:
    """A value as words: a string, the strings of a list, or an object's own name."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = between.join(word for item in value if (word := _words(item, between)))
    return tidy(value) if isinstance(value, str) else None


def _host(url: str | None) -> str | None:
    """The site a page was on."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


# -- CSV -------------------------------------------------------------------------------------


def _records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows that are not blank, with their numbers; a string says why one cannot be read."""
    line = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"a broken row ({error}). Check its quotation marks."
            continue
        if len(cells) > MAX_COLUMNS:
            yield number, f"a row of over {MAX_COLUMNS:,} cells. Check its quotation marks."
        elif any(cell.strip() for cell in cells):
            yield number, cells


def _text_column(
    header: Sequence[str], rows: Sequence[Sequence[str]], columns: Columns
) -> int | None:
    """The column that holds articles: the one that was named, or one that looks so."""
    key = _key(dict.fromkeys(header), "text", columns)
    if key is None:
        return None
    column = header.index(key)
    if key.strip().casefold() in map(str.casefold, columns.names_of("text")):
        return column
    lengths = [len(row[column].strip()) for row in rows if column < len(row)]
    filled = [length for length in lengths if length]
    return column if not filled or sum(filled) >= MIN_MEAN_TEXT * len(filled) else None


def _csv_part(
    header: Sequence[str],
    column: int,
    number: int,
    cells: list[str] | str,
    name: str,
    columns: Columns,
) -> Part:
    address = f"#{number}"
    name += address
    if isinstance(cells, str):
        return Part(address=address, reason=f"{name}: {cells}")
    if len(cells) > len(header):
        return Part(
            address=address,
            reason=f"{name}: {len(cells)} cells under {len(header)} headers. Check its quotation "
            "marks and commas.",
        )
    row = dict(zip(header, cells, strict=False))
    return _part(address, row, cells[column] if column < len(cells) else None, name, columns)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> Content:
    """All the rows as one article, each a line that says its headers."""
    first, *table = ([" ".join(cell.split()) for cell in row] for row in (header, *rows))
    if not is_headed([first, *table[:_LOOKED_AT]], marked=bool(table) and _are_names(first)):
        table, first = [first, *table], []
    text, body = compose(Block(text=row_line(first, row), is_row=True) for row in table)
    return Content(text=text, body=body, title=PurePath(name).stem)


def _are_names(header: Sequence[str]) -> bool:
    """Whether the first row of a file, where a header is usual, is one."""
    distinct = len(set(header)) == len(header)
    return distinct and all(cell and not cell[0].isdigit() for cell in header)


# -- JSON ------------------------------------------------------------------------------------


def _lines(data: bytes, name: str) -> Iterator[tuple[int, object]]:
    """The values of a file's lines, with their numbers; a string says why one cannot be read.

    Lines are decoded one by one, so that a damaged one harms no other.
    """
    if data.startswith(_UTF_16):
        data = decode(data, name=name).encode("utf-8")
    for number, line in enumerate(io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")), start=1):
        if line.strip():
            yield number, _value(line, name)


def _value(line: bytes, name: str) -> object:
    try:
        return _row(json.loads(line.decode("utf-8")))
    except UnicodeDecodeError:
        return "its characters cannot be decoded. Save it as UTF-8."
    except (ValueError, RecursionError) as error:
        return _not_json(error)


def _row(value: object) -> object:
    """The value of a row; of one that is itself a string, why it is none."""
    return "a bare value, not an object with a text." if isinstance(value, str) else value


def _not_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep. Take its text out of the lists around it."
    return f"not JSON ({str(error)[:100]}). Save it again."

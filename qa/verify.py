"""An exported transcript held against the library: does every quotation still stand where it says?

A transcript is what the doors export: the JSON of ``ask``, ``find``, ``check`` and ``figures``,
one value or one a line; and the Markdown and the table that the page Check saves. Whatever else
is written in it, a quotation is an address with the words that stand there. It is verbatim if
they do, and so do all other words that are shown as being around them. An article that came
again, changed, from the same source is looked through for the words of its former self.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.article import Article, Range
from index.errors import TranscriptError
from qa.citation import CONTEXT

# Words that stand in more places than this are named by the first of them.
MOST_PLACES = 5

_ADDRESS = re.compile(r"<!-- (\{.*?\}) -->")
# A quotation with its source, as it is listed under a claim.
_EVIDENCE = re.compile(r"    - .*” \(\*")
_CSV_ADDRESS = {"article", "start", "end", "exact", "sentence"}
# What begins a formula in a spreadsheet: such a cell is saved with an apostrophe before it.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What a page shows otherwise than it is written (ui/text.py), left out on both sides.
_UNSEEN = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)), " "),
    **dict.fromkeys((*range(0x2066, 0x206A), *range(0xD800, 0xE000)), " "),
    **dict.fromkeys((*range(0x2400, 0x2422), 0xFFFD), " "),
}


class Standing(StrEnum):
    """How a quotation stands today."""

    VERBATIM = "verbatim"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "article gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation as a transcript has it; ``line`` is where, from 1.

    ``around`` are other words with their own ranges: what stands before and after, the passage.
    ``shown`` must be *exact* again (the answer in large print); ``within`` must hold it and stand
    in the article, but for its white space.
    """

    line: int
    article: str
    start: int
    end: int
    exact: str
    source: str | None = None
    around: tuple[tuple[int, int, str], ...] = ()
    shown: tuple[str, ...] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How *quotation* stands; where it was moved, ``places`` of the article ``found``."""

    quotation: Quotation
    standing: Standing
    found: str | None = None
    places: tuple[Range, ...] = ()


def verified(
    quotation: Quotation,
    article: Callable[[str], Article | None],
    successor: Callable[[str], Article | None],
) -> Verified:
    """How *quotation* stands; *article* is that of an id, *successor* what a source has now."""
    said = quotation
    now = article(said.article)
    if now is not None and _stands(said, now.text):
        return Verified(quotation=said, standing=Standing.VERBATIM)
    own = now is not None and _at(now.text, said.start, said.end) == said.exact
    if now is None and said.source is not None:
        now = successor(said.source)
    if now is None:
        return Verified(quotation=said, standing=Standing.GONE)
    places = () if own else tuple(_places(now.text, said.exact))
    if not places or any(shown != said.exact for shown in said.shown):
        return Verified(quotation=said, standing=Standing.CHANGED)
    return Verified(quotation=said, standing=Standing.MOVED, found=now.id, places=places)


def _stands(said: Quotation, text: str) -> bool:
    if not said.exact:
        return False
    stretches = ((said.start, said.end, said.exact), *said.around)
    if any(_at(text, start, end) != words for start, end, words in stretches):
        return False
    if any(shown != said.exact for shown in said.shown):
        return False
    within = _seen(said.within or said.exact)
    return _seen(said.exact) in within and within in _seen(text)


def _at(text: str, start: int, end: int) -> str | None:
    return text[start:end] if 0 <= start <= end <= len(text) else None


def _places(text: str, exact: str) -> Iterator[Range]:
    at = text.find(exact) if exact else -1
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at, at + len(exact)
        at = text.find(exact, at + 1)


def _seen(words: str) -> str:
    """*words* as they look on a page, on one line."""
    return " ".join(words.translate(_UNSEEN).split())


# -- reading -------------------------------------------------------------------------------------


def quotations(text: str) -> list[Quotation]:
    """Every quotation of a transcript, in order.

    Raises:
        TranscriptError: it is none of ours, or a quotation in it has no whole address.
    """
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head in ("{", "["):
        return list(_of_json(text.removeprefix("\ufeff")))
    table = _table(text.removeprefix("\ufeff"))
    if table is not None:
        return list(_of_table(table))
    found = list(_of_markdown(text))
    if not found and not text.startswith("# Checked draft"):
        raise TranscriptError(
            "no quotation with an address is in it. Give what `ask`, `find`, `check` or `figures` "
            "print with --json, or what the page Check saves."
        )
    return found


def _of_json(text: str) -> Iterator[Quotation]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):  # then one value a line
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield from _walked(_parsed(line, number), number)
    else:
        yield from _walked(whole, 1)


def _parsed(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TranscriptError(f"line {number}: not JSON ({error}).") from error


def _walked(value: Any, line: int) -> Iterator[Quotation]:
    """The quotations in a JSON value, wherever they are; in order, without recursion."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(value, ())]
    while stack:
        here, shown = stack.pop()
        if shown and not here:
            raise TranscriptError(_without_address(line))
        if isinstance(here, list):
            # What is shown is the first of them.
            stack += [(item, () if n else shown) for n, item in reversed([*enumerate(here)])]
        elif isinstance(here, dict) and "exact" in here:
            yield _quotation(here, line, shown)
        elif isinstance(here, dict):
            inner = [(item, _shown_as(here, key, shown)) for key, item in here.items()]
            stack += reversed(inner)


def _shown_as(value: Mapping[str, Any], key: str, shown: tuple[str, ...]) -> tuple[str, ...]:
    """The words that *value* shows for the first quotation under *key*."""
    figure = value.get("figure")
    said = {
        "answers": value.get("answer"),
        "citations": value.get("text"),
        "citation": figure.get("text") if isinstance(figure, dict) else value.get("text"),
    }.get(key)
    below = shown if key == "citations" else ()
    return (*below, said) if isinstance(said, str) else below


def _quotation(value: Mapping[str, Any], line: int, shown: tuple[str, ...]) -> Quotation:
    start, end, exact = (value.get(name) for name in ("start", "end", "exact"))
    article, source = value.get("article"), value.get("source")
    passage = value.get("passage", {"start": start, "end": end, "text": exact})
    prefix, suffix = value.get("prefix", ""), value.get("suffix", "")
    if not (
        isinstance(article, str) and _is_address(start, end, exact)
        and isinstance(passage, dict)
        and _is_address(passage.get("start"), passage.get("end"), passage.get("text"))
        and isinstance(prefix, str) and isinstance(suffix, str)
    ):  # fmt: skip
        raise TranscriptError(_without_address(line))
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert isinstance(exact, str)
    around = [(passage["start"], passage["end"], passage["text"])]
    if "prefix" in value:
        around.append((max(0, start - CONTEXT), start, prefix))
    if "suffix" in value:
        around.append((end, end + len(suffix), suffix))
    return Quotation(
        line=line, article=article, source=source if isinstance(source, str) else None,
        start=start, end=end, exact=exact, around=tuple(around), shown=shown,
    )  # fmt: skip


def _without_address(line: int) -> str:
    return (
        f"line {line}: a quotation without its whole address (article, start, end, exact). "
        "Export the transcript again."
    )


def _is_address(start: object, end: object, words: object) -> bool:
    return type(start) is int and type(end) is int and isinstance(words, str)


def _of_markdown(text: str) -> Iterator[Quotation]:
    """Each address stands in a comment behind the words that are seen, which must be its own."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _EVIDENCE.match(line) and not _ADDRESS.search(line):
            raise TranscriptError(_without_address(number))
        for match in _ADDRESS.finditer(line):
            value = _parsed(match.group(1), number)
            quotation = _quotation(value, number, ())
            seen = _seen(_ESCAPED.sub(r"\1", line[: match.start()]))
            sentence = _seen(quotation.around[0][2])
            changed = () if f"“{sentence}”" in seen else (seen,)
            yield Quotation(
                line=number, article=quotation.article, start=quotation.start, end=quotation.end,
                exact=quotation.exact, around=quotation.around, shown=changed,
            )  # fmt: skip


def _table(text: str) -> "csv.DictReader[str] | None":
    """*text* as the table that the page Check saves, whatever parts its cells, if it is one."""
    for delimiter in ",;\t":
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        if set(_names(table)) >= _CSV_ADDRESS:
            return table
    return None


def _names(table: "csv.DictReader[str]") -> Iterable[str]:
    try:
        return table.fieldnames or ()
    except csv.Error:
        return ()


def _of_table(table: "csv.DictReader[str]") -> Iterator[Quotation]:
    try:
        for row in table:
            if row["article"]:
                yield _row(row, table.line_num)
    except csv.Error as error:
        raise TranscriptError(f"line {table.line_num}: no row of a table ({error}).") from error


def _row(row: Mapping[str, str | None], line: int) -> Quotation:
    cells = {name: row[name] or "" for name in _CSV_ADDRESS}
    if not all(cells[name].isascii() and cells[name].isdigit() for name in ("start", "end")):
        raise TranscriptError(
            f"line {line}: start and end of a quotation are no numbers. Export the table again."
        )
    start, end = int(cells["start"][:18]), int(cells["end"][:18])
    exact, sentence = cells["exact"], cells["sentence"]
    exact = exact if len(exact) == end - start else _plain(exact)
    within = _plain(sentence)
    return Quotation(
        line=line, article=cells["article"], start=start, end=end,
        exact=exact, within=within if exact in within else sentence,
    )  # fmt: skip


def _plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell

"""How figures are marked: a line of news is read right if all of it is.

A line says which figures it holds and what each means; nothing else may be found in it, and each
must have the same words, value, unit, noun, period and hedge. ``lines.jsonl`` was read while the
parser was written; ``lines_test.jsonl`` was written by someone who had not seen the parser, and
is only measured.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from qa.figures import Figure, find_figures, find_names

FOLDER = Path(__file__).parents[1] / "qa" / "figures"
LINES, TEST_LINES = FOLDER / "lines.jsonl", FOLDER / "lines_test.jsonl"


def shares(lines: list[dict[str, Any]]) -> dict[str, float]:
    """The shares, 0 to 1, of the lines and of the traps among them that are wholly right."""
    right = {line["id"]: not misread(line) for line in lines}
    traps = [right[line["id"]] for line in lines if line["group"] == "trap"]
    return {"lines": sum(right.values()) / len(lines), "traps": sum(traps) / len(traps)}


def misread(line: dict[str, Any]) -> list[str]:
    """What is read otherwise than the line says, in words; nothing if all is right."""
    text, published = line["text"], line.get("published")
    figures = find_figures(text, published=date.fromisoformat(published) if published else None)
    stretches = [figure["text"] for figure in line["figures"]]
    if [figure.text for figure in figures] != stretches:
        return [f"read {[figure.text for figure in figures]}, not {stretches}"]
    wrong = []
    for written, read in zip(line["figures"], figures, strict=True):
        have, want = found(read, placed="nth" in written), expected(text, written)
        wrong += [
            f"{read.text}: {k} is {have[k]}, not {want[k]}" for k in want if have[k] != want[k]
        ]
    names = find_names(text)
    return wrong + [f"{n} is no name" for n in line.get("names", []) if not meets(text, n, names)]


def expected(text: str, figure: dict[str, Any]) -> dict[str, Any]:
    """A figure as a line writes it, with every key: numbers as decimals, dates as dates."""
    value = figure.get("value")
    low, high = value if isinstance(value, list) else (value, value)
    return {
        "text": figure["text"],
        "start": nth(text, figure["text"], figure["nth"]) if "nth" in figure else None,
        "kind": figure["kind"],
        "low": None if low is None else Decimal(low),
        "high": None if high is None else Decimal(high),
        "first": figure.get("first"),
        "last": figure.get("last"),
        "hedge": figure.get("hedge"),
        "ambiguous": figure.get("ambiguous", False),
    } | {key: figure.get(key) for key in ("unit", "noun", "period", "partial")}


def found(figure: Figure, *, placed: bool) -> dict[str, Any]:
    return {
        "text": figure.text,
        "start": figure.start if placed else None,
        "kind": figure.kind.name,
        "low": figure.low,
        "high": figure.high,
        "first": figure.first and figure.first.isoformat(),
        "last": figure.last and figure.last.isoformat(),
        "hedge": figure.hedge and figure.hedge.name,
        "ambiguous": figure.ambiguous,
        "unit": figure.unit,
        "noun": figure.noun,
        "period": figure.period,
        "partial": figure.partial,
    }


def nth(text: str, stretch: str, which: int) -> int:
    at = -1
    for _ in range(which):
        at = text.index(stretch, at + 1)
    return at


def meets(text: str, name: str, spans: list[tuple[int, int]]) -> bool:
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    return any(a < at + len(name) and at < b for at in starts for a, b in spans)

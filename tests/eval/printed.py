"""Score what an article prints about itself: its date, and which of its lines are furniture.

    python tests/eval/printed.py [--half "held out"] [--show]

The articles are real ones, not in this project: ``../shared/data/eval``. Marks hold no word of
theirs, only the hash of a text (the first 16 digits of its SHA-256):

- ``furniture_marks.jsonl``: ``text``, ``half``, and ``furniture``, the numbers of the lines
  (blank ones not counted) that a reader of the article would not miss;
- ``date_marks.jsonl``: ``text`` and ``date``, the day the article prints as its own, null where it
  prints others only; ``doubtful`` where a reader may think otherwise (a headline that names an
  edition, an old column under a new introduction, a year that the next line gives). Of 8,953
  articles of news these 77 print one, marked by somebody who had not seen the rules.

Rules of furniture may be mended on the half "mending"; the other is only to be looked at.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.clean import body_lines, body_ranges
from index.printed import find_lines, read_printed
from tests.eval.news import NewsFile

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data" / "eval"
NEWS = SHARED / "news_open_2024.jsonl.gz"
PAGES = SHARED / "wice_claim_dev.jsonl.gz"
MARKS = HERE / "furniture_marks.jsonl"
DATE_MARKS = HERE / "date_marks.jsonl"
HALVES = ("mending", "held out")
# Every date in the marks is believable on this day.
TODAY = date(2026, 1, 1)

Marks = list[dict[str, Any]]


def texts() -> Iterator[str]:
    """Every article: the news with its headline, and the pages that Wikipedia cites."""
    for _, text in NewsFile(NEWS).articles():
        yield text
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)["evidence"]
            yield "\n\n".join(part for part in page if not part.startswith("(meta data)"))


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def read_marks(path: Path) -> Marks:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score_dates(marks: Marks, by_key: dict[str, str], *, show: bool) -> Counter[str]:
    """How often the date read is right, wrong, missing; or rightly silent."""
    counts: Counter[str] = Counter()
    for mark in marks:
        text = by_key[mark["text"]]
        found = read_printed(text, body_ranges(text), today=TODAY).published
        wanted = date.fromisoformat(mark["date"]) if mark["date"] else None
        outcome = _outcome(found, wanted)
        counts[outcome] += 1
        if show and found != wanted:
            print(f"{mark['text']} {outcome}: read {found}, printed {wanted}")
    return counts


def _outcome(found: date | None, wanted: date | None) -> str:
    if wanted is None:
        return "silent" if found is None else "wrong, prints none"
    return "right" if found == wanted else "missing" if found is None else "wrong"


def score_furniture(marks: Marks, by_key: dict[str, str], *, show: bool) -> Counter[str]:
    """Characters marked as furniture and called furniture, and the lines called wrongly."""
    counts: Counter[str] = Counter()
    for mark in marks:
        text = by_key[mark["text"]]
        lines = find_lines(text)
        kept = body_lines(text, lines)
        marked = set(mark["furniture"])
        for i, (start, end) in enumerate(lines):
            outcome = {(True, True): "hit", (True, False): "lost", (False, True): "kept"}.get(
                (not kept[i], i in marked), "body"
            )
            counts[outcome] += end - start
            counts[f"{outcome} lines"] += 1
            if show and outcome in ("lost", "kept"):
                print(f"{mark['text']} {outcome} {i}: {text[start:end][:100]}")
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--show", action="store_true", help="name what is wrong")
    options = parser.parse_args()
    if missing := [path for path in (NEWS, PAGES) if not path.exists()]:
        print(f"Skipped: {missing[0].name} is not in ../shared/data/eval.")
        return 0
    by_key = {key_of(text): text for text in texts()}
    for half in (options.half,) if options.half else HALVES:
        furniture = [mark for mark in read_marks(MARKS) if mark["half"] == half]
        f = score_furniture(furniture, by_key, show=options.show)
        print(f"{half}: furniture of {len(furniture)} articles, in characters: "
              f"precision {f['hit'] / (f['hit'] + f['lost'] or 1):.1%}, "
              f"recall {f['hit'] / (f['hit'] + f['kept'] or 1):.1%}; "
              f"{f['lost lines']} lines of {f['body lines'] + f['lost lines']} lost")  # fmt: skip
    marks = read_marks(DATE_MARKS)
    d = score_dates(marks, by_key, show=options.show)
    sure = score_dates([m for m in marks if not m.get("doubtful")], by_key, show=False)
    print(f"dates of {printing(d)} articles that print one: {d['right']} right "
          f"({d['right'] / printing(d):.1%}), {d['wrong']} wrong, {d['missing']} missing; "
          f"of {printing(sure)} that leave no doubt {sure['right']} right; "
          f"of {d['silent'] + d['wrong, prints none']} that print none "
          f"{d['wrong, prints none']} wrong")  # fmt: skip
    return 0


def printing(counts: Counter[str]) -> int:
    """How many articles print a date."""
    return counts["right"] + counts["wrong"] + counts["missing"]


if __name__ == "__main__":
    sys.exit(main())

"""The day a web page states for machines: JSON-LD, meta elements, time elements.

An impossible date is no date and is not mended, and one from the future is not believed; what the
page states elsewhere may still be. Days of updates are not read.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from index.dates import believable, find_dates

# The surest first; as they are compared: lower case, letters and digits only.
_META = (
    "articlepublishedtime ogarticlepublishedtime ogpublishedtime datepublished rnewsdatepublished "
    "articlepublished parselypubdate sailthrudate cxenseparserecspublishtime "
    "originalpublicationdate citationpublicationdate dcdateissued dctermsissued dctermscreated "
    "dcdatecreated dcdate dctermsdate pubdate publishdate publicationdate date"
).split()
_OF_ARTICLE = re.compile(r"Article|Posting|Report|Review|Recipe")
_MARKED = re.compile(r"\bpublished\b|\bpubdate\b|\bentry-date\b", re.I)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?=$|T[0-9]{4})")
# No date is longer with its time, its zone and its label.
MAX_STATED = 60


def stated_day(root: etree._Element, *, today: date) -> date | None:
    """The day on which the page says it was published; None if it does not say, or says two."""
    for days in (_linked_data(root), _meta(root), _times(root, marked=True), _times(root)):
        believed = {day for day in days if believable(day, today)}
        if believed:
            return believed.pop() if len(believed) == 1 else None
    return None


def _day(stated: Any) -> date | None:
    words = stated.strip() if isinstance(stated, str) else ""
    compact = _COMPACT.match(words)
    written = "-".join(compact.groups()) if compact else words[:MAX_STATED]
    return next(iter(find_dates(written)), None)


def _linked_data(root: etree._Element) -> Iterator[date]:
    """The days of the articles that stand at the top of the page's JSON-LD."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads("".join(script.itertext()), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if _OF_ARTICLE.search(str(thing.get("@type"))) and (
                day := _day(thing.get("datePublished"))
            ):
                yield day


def _things(data: Any) -> Iterator[dict[str, Any]]:
    tops = data if isinstance(data, list) else [data]
    for top in tops:
        if isinstance(top, dict):
            yield top
            graph = top.get("@graph")
            yield from (t for t in graph if isinstance(t, dict)) if isinstance(graph, list) else ()


def _meta(root: etree._Element) -> Iterator[date]:
    """The day in the surest of the meta elements that state one."""
    stated: dict[str, date] = {}
    for element in root.iter("meta"):
        names = (element.get(key) or "" for key in ("property", "name", "itemprop"))
        name = re.sub(r"[\W_]", "", next((n for n in names if n), "").lower())
        if name in _META and (day := _day(element.get("content"))):
            stated.setdefault(name, day)
    if stated:
        yield stated[min(stated, key=_META.index)]


def _times(root: etree._Element, *, marked: bool = False) -> Iterator[date]:
    """The days of the time elements, or of those that are *marked* as the day of publication."""
    for element in root.iter("time"):
        marks = " ".join(element.get(key) or "" for key in ("itemprop", "class", "rel"))
        if "modified" in marks.lower() or "update" in marks.lower():
            continue
        named = "datepublished" in marks.lower() or _MARKED.search(marks)
        if marked and not named and element.get("pubdate") is None:
            continue
        if day := _day(element.get("datetime") or "".join(element.itertext())):
            yield day

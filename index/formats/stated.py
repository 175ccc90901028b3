"""The day and the time a web page states for machines: JSON-LD, meta elements, time elements.

An impossible date is no date and is not mended, and one from the future is not believed; what the
page states elsewhere may still be. Days of updates are not read.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from index.clock import Moment, moment_of, only_moment
from index.dates import believable

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


def stated_moment(root: etree._Element, *, today: date) -> Moment | None:
    """When the page says it was published; None if it does not say, or says two days."""
    for moments in (_linked_data(root), _meta(root), _times(root, marked=True), _times(root)):
        believed = [moment for moment in moments if believable(moment.day, today)]
        if believed:
            return only_moment(believed)
    return None


def _moment(stated: Any) -> Moment | None:
    words = stated.strip() if isinstance(stated, str) else ""
    compact = _COMPACT.match(words)
    return moment_of("-".join(compact.groups()) if compact else words[:MAX_STATED])


def _linked_data(root: etree._Element) -> Iterator[Moment]:
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
                moment := _moment(thing.get("datePublished"))
            ):
                yield moment


def _things(data: Any) -> Iterator[dict[str, Any]]:
    tops = data if isinstance(data, list) else [data]
    for top in tops:
        if isinstance(top, dict):
            yield top
            graph = top.get("@graph")
            yield from (t for t in graph if isinstance(t, dict)) if isinstance(graph, list) else ()


def _meta(root: etree._Element) -> Iterator[Moment]:
    """The day in the surest of the meta elements that state one."""
    stated: dict[str, Moment] = {}
    for element in root.iter("meta"):
        names = (element.get(key) or "" for key in ("property", "name", "itemprop"))
        name = re.sub(r"[\W_]", "", next((n for n in names if n), "").lower())
        if name in _META and (moment := _moment(element.get("content"))):
            stated.setdefault(name, moment)
    if stated:
        yield stated[min(stated, key=_META.index)]


def _times(root: etree._Element, *, marked: bool = False) -> Iterator[Moment]:
    """The days of the time elements, or of those that are *marked* as the day of publication."""
    for element in root.iter("time"):
        marks = " ".join(element.get(key) or "" for key in ("itemprop", "class", "rel"))
        if "modified" in marks.lower() or "update" in marks.lower():
            continue
        named = "datepublished" in marks.lower() or _MARKED.search(marks)
        if marked and not named and element.get("pubdate") is None:
            continue
        if moment := _moment(element.get("datetime") or "".join(element.itertext())):
            yield moment

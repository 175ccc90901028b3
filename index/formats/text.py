"""Plain text and Markdown, kept exactly as decoded."""

import re

from index.clean import body_ranges
from index.clock import moment_of
from index.formats.content import Content

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:(?!---)[^\n]*\n){0,100}?---[^\S\n]*(?:\n|$)")
_FIELD = re.compile(r"^([\w-]{1,40}):(.+)$", re.M)
_HEADING = re.compile(r"^#[^\S\n]+(\S[^\n]*)$", re.M)


def read_text(text: str) -> Content:
    return Content(text=text, body=body_ranges(text))


def read_markdown(text: str) -> Content:
    """Markdown is not converted; its front matter is furniture, and read."""
    match = _FRONT_MATTER.match(text)
    start = match.end() if match else 0
    fields = {
        key.lower(): value.strip().strip("\"'")
        for key, value in _FIELD.findall(match[0] if match else "")
    }
    heading = _HEADING.search(text, start)
    published = moment_of(fields.get("date") or fields.get("published") or "")
    return Content(
        text=text,
        body=tuple((start + first, start + last) for first, last in body_ranges(text[start:])),
        title=fields.get("title") or (heading and heading[1].rstrip("# ")) or None,
        publisher=fields.get("publisher") or fields.get("source"),
        byline=fields.get("author") or fields.get("byline"),
        published=published and published.day,
        printed_time=published and published.clock,
    )

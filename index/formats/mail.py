"""Mail, and web pages saved whole, which are mail in form: the text, never what is attached."""

import email
import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator, Sequence
from datetime import date
from email.message import Message

from index.article import Range
from index.clean import body_ranges
from index.clock import Moment
from index.decode import decode
from index.errors import DocumentError
from index.formats.content import Block, Content, compose, tidy
from index.formats.html import parse_page
from index.formats.limits import MAX_PARTS, MAX_PARTS_DEEP
from index.formats.visible import page_blocks

# No subject and no sender comes near it.
_MAX_HEADER = 1_000
_BORDER = b"\n--"
_NESTED = re.compile(rb"^content-type:\s*multipart/", re.I | re.M)
_HEAD = re.compile(rb"(?:[\x21-\x39\x3b-\x7e]{1,76}:|From )[^\n]*\n", re.I)


def read_mail(data: bytes, *, name: str) -> Content:
    """Read an .eml file: its subject, then its text; an HTML text as the words one sees.

    Raises:
        DocumentError: it is no mail, or has no text.
    """
    message = _parsed(data, name)
    subject = _header(message, "subject")
    text, body = _text(list(_parts(message)), subject, name)
    sent = _sent(message)
    return Content(
        text=text,
        body=body,
        title=subject,
        byline=email.utils.parseaddr(_header(message, "from") or "")[0] or None,
        published=sent and sent.day,
        printed_time=sent and sent.clock,
    )


def _text(
    parts: Sequence[Message], subject: str | None, name: str
) -> tuple[str, tuple[Range, ...]]:
    """The subject and the plain text, or else the page, and which of it is article."""
    plain = next((p for p in parts if p.get_content_type() == "text/plain"), None)
    text = _decoded(plain, name) if plain is not None else ""
    if text.strip():
        whole = tidy(f"{subject}\n\n{text}" if subject else text)
        return whole, body_ranges(whole)
    page = next((p for p in parts if p.get_content_type() == "text/html"), None)
    blocks = [] if page is None else list(page_blocks(_decoded(page, name), name=name))
    if not blocks:
        raise DocumentError(f"{name}: no text in this mail. Save what is attached, and add that.")
    return compose([Block(text=subject or ""), *blocks])


def read_mhtml(data: bytes, *, name: str, today: date) -> Content:
    """Read a web page saved with all its parts in one file.

    Raises:
        DocumentError: it is none, or has no page in it.
    """
    for part in _parts(_parsed(data, name)):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return parse_page(_decoded(part, name), name=name, today=today)
    raise DocumentError(f"{name}: no page in this file. Save the page again as .html.")


def _parsed(data: bytes, name: str) -> Message:
    if data.count(_BORDER) > MAX_PARTS:
        raise DocumentError(f"{name}: over {MAX_PARTS:,} parts in it. Save its text as .txt.")
    if len(_NESTED.findall(data)) > MAX_PARTS_DEEP:
        raise DocumentError(
            f"{name}: over {MAX_PARTS_DEEP} parts within parts. Save its text as .txt."
        )
    if not _HEAD.match(data.lstrip()):
        raise DocumentError(f"{name}: not a mail, or a damaged one. Save it again.")
    return email.message_from_bytes(data)


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are shown, in order: not what is attached, nor the mail in a mail."""
    if message.get_content_disposition() == "attachment":
        return
    if message.get_content_maintype() != "multipart":
        yield message
    elif message.is_multipart():
        for part in message.get_payload():
            assert isinstance(part, Message), "a message of parts has no other payload"
            yield from _parts(part)


def _decoded(part: Message, name: str) -> str:
    """The part's text, in the encoding it names or, without a name, in the one that fits."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    is_html = part.get_content_type() != "text/plain"
    text = decode(data, name=name, html=is_html, declared=part.get_content_charset())
    return text.replace("\r\n", "\n")


def _header(message: Message, field: str) -> str | None:
    """A header's words on one line."""
    raw = str(message.get(field, ""))[:_MAX_HEADER]
    try:
        words = str(email.header.make_header(email.header.decode_header(raw)))
    except (email.errors.HeaderParseError, UnicodeDecodeError, LookupError, ValueError):
        words = raw
    return " ".join(tidy(words).split()) or None


def _sent(message: Message) -> Moment | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(message.get("date", ""))[:100])
    except (ValueError, TypeError, OverflowError):  # a year of twelve digits
        return None
    return Moment(day=sent.date(), clock=sent.timetz().replace(second=0, microsecond=0))

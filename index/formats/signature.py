"""What kind of file some bytes are, where no name says it: told from how they begin.

What has no sign of its own (CSV, Markdown) is plain text, and so is what only looks like another
kind at its first letter ("[Update] It rained").
"""

import json
import re

from index.formats.limits import MAX_TEXT
from index.formats.packed import Packed

_PDF, _GZIP, _RTF = b"%PDF-", b"\x1f\x8b", b"{\\rtf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Word's older format, or a protected file: the reader of .docx says which.
_COMPOUND = b"\xd0\xcf\x11\xe0"

# What some zip files say of themselves, or have in them; the first that fits.
_TYPES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_MEMBERS = {
    "word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx",
    "META-INF/container.xml": ".epub", "content.xml": ".odt",
}  # fmt: skip
_MOST_OF_TYPE = 100

# So much is looked at: the headers of a mail that went through many hands.
_BEGINNING = 60_000
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
_PAGE = re.compile(
    r"(?:<\?xml[^<>]*>\s*|<!--.{0,5000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|section|header|"
    r"nav|div|p|h[1-6]|table|ul|ol|span|a|br)\b",
    re.I | re.S,
)
_OBJECT = re.compile(r"(?:\[\s*)?\{\s*\"")
# A line of a mail's head, or one that goes on from the line before.
_FIELD = re.compile(r"([\x21-\x39\x3b-\x7e]{1,76}):[^\n]*|[ \t][^\n]*|From [^\n]*")
# Two of these in the lines above the first blank one make a mail.
_OF_MAIL = frozenset(
    "from to subject date cc sender reply-to message-id mime-version content-type received "
    "return-path delivered-to content-transfer-encoding snapshot-content-location".split()
)
_OF_PAGE = re.compile(
    r"^(?:snapshot-content-location:|content-type:\s*multipart/related)", re.I | re.M
)


def told_kind(data: bytes, *, name: str) -> str:
    """The suffix that *data* would have as a file; ".txt" where nothing tells.

    Raises:
        DocumentError: it is a zip file that cannot be looked into.
    """
    beginning = data[:_BEGINNING].lstrip()
    if beginning.startswith(_PDF):
        return ".pdf"
    if data.startswith(_GZIP):
        return ".gz"
    if data.startswith(_ZIP):
        return _packed_kind(Packed(data, name=name))
    if data.startswith(_COMPOUND):
        return ".docx"
    if beginning.startswith(_RTF):
        return ".rtf"
    return _text_kind(_beginning(data), data)


def _packed_kind(packed: Packed) -> str:
    said = packed.read("mimetype")[:_MOST_OF_TYPE].strip() if "mimetype" in packed else b""
    inside = (kind for path, kind in _MEMBERS.items() if path in packed)
    return _TYPES.get(said) or next(inside, ".zip")


def _beginning(data: bytes) -> str:
    """The first letters as far as they are ASCII, whatever the encoding."""
    encoding = next((e for mark, e in _MARKS.items() if data.startswith(mark)), "latin-1")
    return (
        data[:_BEGINNING].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    )


def _text_kind(beginning: str, data: bytes) -> str:
    if _PAGE.match(beginning):
        return ".html"
    if beginning[:1] in ("{", "["):
        return _json_kind(beginning, data)
    return _mail_kind(beginning) or ".txt"


def _json_kind(beginning: str, data: bytes) -> str:
    if len(data) <= MAX_TEXT and _is_json(data):
        return ".json"
    if beginning[0] == "{" and _is_json(data.lstrip().partition(b"\n")[0]):
        return ".jsonl"
    return ".json" if _OBJECT.match(beginning) else ".txt"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except RecursionError:
        return True  # its reader will say that it is nested too deep
    except ValueError:
        return False
    return True


def _mail_kind(beginning: str) -> str | None:
    """What has the head of a mail; None if it has none."""
    head, ends, _ = beginning.partition("\n\n")
    fields = [_FIELD.fullmatch(line) for line in head.split("\n")]
    known = {field[1].lower() for field in fields if field and field[1]} & _OF_MAIL
    if not ends or not all(fields) or len(known) < 2:
        return None
    return ".mhtml" if _OF_PAGE.search(head) else ".eml"

"""Bytes into text: which encoding a file is in, and whether it is text at all.

A quotation must have the letters its author wrote, so an encoding is believed only where it can
be told. A file that is refused can be saved again; a wrong letter in a quotation cannot be seen.
"""

import re
from collections.abc import Iterator

import charset_normalizer

from index.errors import DocumentError

# The HTML Standard (4.2.5.4) asks for the declaration in the first 1024; real pages are later.
DECLARATION_BYTES = 4096
# Text has a form feed now and then; a program or a picture is full of such characters.
MAX_CONTROL_SHARE = 0.02
# A text with a larger share of characters beyond ASCII is not read as Windows-1252: in French
# paragraphs it is 10 to 15 %, in Greek ones 85 %.
MAX_WESTERN_SHARE = 0.2
# charset-normalizer's own measure of disorder, 0 to 1: 0.03 at most where it was right on news
# paragraphs in nine encodings. It cannot tell the encodings of Latin letters apart (Polish in
# Windows-1250 came out as Windows-1252), so it is believed about other scripts only: a file that
# is not read can be saved again, a wrong letter in a quotation cannot be seen.
MAX_CHAOS = 0.1
MAX_LATIN_SHARE = 0.1
# charset-normalizer did not know a Korean paragraph of two sentences; its script tells. Chinese
# in GB 2312 comes out of EUC-KR half Hangul, half Chinese.
MIN_HANGUL_SHARE = 0.9

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I
)
# Only encodings of text: Python would also "decode" rot13 or punycode.
_ENCODING = re.compile(
    r"(?:windows-|cp)(?:125\d|874|932|949)|iso-8859-\d{1,2}|koi8-[ru]|euc-(?:kr|jp)|ks_c_5601-1987|"
    r"shift[-_]jis|iso-2022-(?:jp|kr)|gb2312|gbk|gb18030|big5(?:-hkscs)?|macintosh|tis-620"
)
# What browsers read these names as (Encoding Standard, 4.2).
_WIDER = {
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-932": "cp932",
    "windows-949": "cp949",
    "windows-874": "cp874",
}
_TYPOGRAPHY = frozenset("‘’‚“”„–—…•€£§©®°·«»¡¿½¼¾ºª´\u00a0\u00adˆ˜™‹›†‡¢¥×±¶")
# Both in one text are Czech ř and ě in another encoding: no western language has both.
_CZECH = frozenset("øì")
# Slovak ľ in another encoding.
_IN_WORD = re.compile(r"[a-z][¼¾]|[¼¾][a-z]")
_WESTERN = frozenset("ŠŒŽšœžŸ") | frozenset(map(chr, range(0xC0, 0x100))) - frozenset("ÐÝÞðýþ×÷")

# Encodings that shift between alphabets (ISO 2022) are ASCII to the eye, but for this.
_ESCAPE = b"\x1b"
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, *, name: str, html: bool = False, declared: str | None = None) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as it declares, or as it looks.

    *declared* is the encoding that was named with it, as in the head of a mail.

    Raises:
        DocumentError: it is empty, binary, or in no encoding that can be told.
    """
    if not data.strip():
        raise DocumentError(f"{name}: the file is empty. Check that it was saved.")
    text = next(_decodings(data, _known(declared or (_declared(data) if html else ""))), None)
    if "\0" in (text if text is not None else data.decode("latin-1")) or _is_binary(text or ""):
        raise DocumentError(f"{name}: binary content, not text. Save it as plain text or HTML.")
    if text is None:
        raise DocumentError(f"{name}: its characters cannot be decoded. Save it as UTF-8.")
    if not text.strip():
        raise DocumentError(f"{name}: the file is empty. Check that it was saved.")
    return text


def _decodings(data: bytes, declared: str | None) -> Iterator[str]:
    """The text as each encoding that fits reads it, the surest first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield from _try(data[len(mark) :], encoding)
            return
    if declared and _ESCAPE in data:
        yield from _try(data, declared)
    yield from _try(data, "utf-8")
    if b"\0" in data or _is_damaged_utf8(data):
        return
    if declared:
        yield from _try(data, declared)
    yield from (text for text in _try(data, "cp1252") if _is_western(text))
    yield from (text for text in _try(data, "euc_kr") if _is_korean(text))
    best = charset_normalizer.from_bytes(data).best()
    if best and best.chaos <= MAX_CHAOS and best.coherence > 0:
        yield from (text for text in _try(data, best.encoding) if not _is_latin(text))


def _try(data: bytes, encoding: str) -> Iterator[str]:
    try:
        yield data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data, 0, DECLARATION_BYTES)
    return match[1].decode("ascii") if match else ""


def _known(declared: str) -> str | None:
    """The encoding of that name, if it is one of text."""
    name = declared.lower()
    return _WIDER.get(name, name) if _ENCODING.fullmatch(name) else None


def _is_western(text: str) -> bool:
    """Whether a text read as Windows-1252 looks like a language that is written in it."""
    beyond = [c for c in text if c > "\x7f"]
    if len(beyond) > MAX_WESTERN_SHARE * len(text):
        return False
    if set(beyond) >= _CZECH or _IN_WORD.search(text):
        return False
    return all(c in _TYPOGRAPHY or c in _WESTERN for c in beyond)


def _is_korean(text: str) -> bool:
    """Whether a text read as EUC-KR is Hangul: no other language comes out so, however short."""
    beyond = [c for c in text if c > "\x7f"]
    return sum("가" <= c <= "힣" for c in beyond) > MIN_HANGUL_SHARE * len(beyond)


def _is_latin(text: str) -> bool:
    """Whether the letters beyond ASCII are Latin ones, whose encodings look alike."""
    beyond = [c for c in text if c > "\x7f"]
    return sum(c < "\u0250" for c in beyond) > MAX_LATIN_SHARE * len(beyond)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII are letters in UTF-8, in a file that is not UTF-8."""
    letters = sum(len(m.group()) for m in _UTF8_LETTER.finditer(data))
    return 2 * letters > len(_BEYOND_ASCII.findall(data))


def _is_binary(text: str) -> bool:
    beginning = text[:100_000]
    controls = sum(c < " " and c not in "\t\n\r\f" for c in beginning)
    return controls > MAX_CONTROL_SHARE * len(beginning)

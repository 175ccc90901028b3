"""Files packed in one file: read in memory, counted while they unpack, never written anywhere.

A member's path is only a name here, so "../" in it leads nowhere. Sizes are counted as bytes come
out, because what an archive says of itself may be a lie.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from lxml import etree

from index.errors import DocumentError
from index.formats.limits import MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, MIN_BOMB

# Every member has one of these in the archive's list, whatever the list says of its length.
_LISTED = b"PK\x01\x02"
# A protected Office file, and the formats before it, are of Microsoft's older kind.
_COMPOUND = b"\xd0\xcf\x11\xe0"
# Others are rare, and some let the archive say how much memory they take.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1_000_000
# What zipfile raises where a byte is wrong.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OSError, RuntimeError,
)  # fmt: skip
_ENCRYPTED = 0x1
_ZIPPED = ".zip, .docx, .odt or .epub"


class Packed:
    """A zip file in memory."""

    def __init__(self, data: bytes, *, name: str) -> None:
        """Read the list of members.

        Raises:
            DocumentError: it is no zip file, or lists too many members.
        """
        self._name = name
        self._unpacked = 0
        if data.startswith(_COMPOUND):
            raise DocumentError(
                f"{name}: protected by a password, or of an older format. Save it again without."
            )
        if data.count(_LISTED) > MAX_MEMBERS:
            raise DocumentError(f"{name}: over {MAX_MEMBERS:,} files in it. Split it.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise DocumentError(
                f"{name}: not in the format {_kind(name, _ZIPPED)}, or damaged. Save it again."
            ) from error

    @property
    def members(self) -> Sequence[zipfile.ZipInfo]:
        return self._archive.infolist()

    def __contains__(self, path: str) -> bool:
        return path in self._archive.NameToInfo

    def read(self, path: str | zipfile.ZipInfo, *, name: str | None = None) -> bytes:
        """The content of a member; *name* is what its faults are named by.

        Raises:
            DocumentError: there is none of that path, or it cannot or must not be unpacked.
        """
        name = name or self._name
        try:
            info = path if isinstance(path, zipfile.ZipInfo) else self._archive.getinfo(path)
            if info.flag_bits & _ENCRYPTED:
                raise DocumentError(f"{name}: protected by a password. Save it without.")
            if info.compress_type not in _METHODS:
                raise DocumentError(f"{name}: packed in a rare way. Pack it again as a plain zip.")
            with self._archive.open(info) as member:
                return self._count(member, info, name)
        except KeyError as error:
            raise DocumentError(
                f"{name}: not in the format {_kind(name)}: it has no {path}. Save it again."
            ) from error
        except _FAULTS as error:
            raise DocumentError(f"{name}: damaged ({error}). Get it again.") from error

    def _count(self, member: IO[bytes], info: zipfile.ZipInfo, name: str) -> bytes:
        pieces = []
        size = 0
        while piece := member.read(_CHUNK):
            size += len(piece)
            self._unpacked += len(piece)
            check_unpacked(size, packed=info.compress_size, name=name)
            if self._unpacked > MAX_UNPACKED:
                raise DocumentError(
                    f"{name}: the archive unpacks to over {MAX_UNPACKED // 1_000_000:,} MB. "
                    "Split it."
                )
            pieces.append(piece)
        return b"".join(pieces)


def check_unpacked(size: int, *, packed: int, name: str) -> None:
    """Refuse what has unpacked to *size* bytes so far and is too much of it."""
    if size > MAX_FILE:
        raise DocumentError(f"{name}: unpacks to over {MAX_FILE // 1_000_000} MB. Split it.")
    if size > MIN_BOMB and size > MAX_RATIO * packed:
        raise DocumentError(
            f"{name}: unpacks to over {MAX_RATIO} times its size, as zip bombs do. "
            "If it is none, unpack it first."
        )


def parse_xml(data: bytes, *, name: str) -> etree._Element:
    """The tree of an XML file; its entities stay unread and nothing is fetched.

    Raises:
        DocumentError: it is no XML, or nested deeper or grown larger than libxml2 allows.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: its XML cannot be read ({error}). Save it again.") from error


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _kind(name: str, nameless: str = ".zip") -> str:
    """The kind that a file's name says; *nameless* for standard input, which has none."""
    _, point, last = name.rpartition(".")
    return point + last.lower() if point else nameless

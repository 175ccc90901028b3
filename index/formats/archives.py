"""What is in .zip and .gz files: each file of one, read in memory, never written anywhere."""

import gzip
import io
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipInfo

from index.errors import DocumentError
from index.formats.packed import Packed, check_unpacked

# What macOS puts beside the files of an archive.
_SHADOWS = "__MACOSX/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of an archive, by the path it has there; or why it cannot be read."""

    path: str
    data: bytes = b""
    reason: str | None = None


def read_zip(data: bytes, *, name: str) -> Iterator[Member]:
    """The files of a zip file, in its order; hidden ones are left out, as in a folder.

    Raises:
        DocumentError: it is none, is damaged, or is too large.
    """
    packed = Packed(data, name=name)
    for info in packed.members:
        path = info.filename.replace("\\", "/")
        if path.endswith("/") or _is_hidden(path):
            continue
        try:
            yield _member(packed, info, path, f"{name}/{path}")
        except DocumentError as error:
            yield Member(path=path, reason=str(error))


def _member(packed: Packed, info: ZipInfo, path: str, name: str) -> Member:
    if stat.S_ISLNK(info.external_attr >> 16):
        raise DocumentError(f"{name}: a link, not a file. Pack the file itself.")
    return Member(path=path, data=packed.read(info, name=name))


def _is_hidden(path: str) -> bool:
    return path.startswith(_SHADOWS) or any(
        part.startswith(".") and part not in (".", "..") for part in path.split("/")
    )


def unzip(data: bytes, *, name: str) -> bytes:
    """The content of a .gz file.

    Raises:
        DocumentError: it is none, is damaged, or is too large.
    """
    pieces = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while piece := file.read(1_000_000):
                size += len(piece)
                check_unpacked(size, packed=len(data), name=name)
                pieces.append(piece)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DocumentError(f"{name}: not a .gz file, or a damaged one. Get it again.") from error
    return b"".join(pieces)

"""Documents into the library, and the library kept as they are: added, moved, removed.

What is finished is in the file, so that adding may be stopped at any instant and started again:
articles go in by transactions of their own, and a file is noted as known when its last one is in.
A known file whose bytes are the same is neither read nor embedded again.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePath

from index.article import Article
from index.errors import DocumentError
from index.files import READING, FileRecord, is_gone, kind_of, library_files, printable
from index.formats.apart import Apart
from index.formats.columns import USUAL, Columns
from index.formats.kinds import may_hold_rows
from index.hybrid import HybridIndex
from index.load import (
    Found,
    Unread,
    find_files,
    is_still,
    now_leads_elsewhere,
    parse_articles,
    read_document,
)
from index.local import Put

# Articles are embedded together up to this many characters (some 25 passages): enough to sort
# them by length, little enough that progress is seen and a question asked meanwhile waits briefly.
BATCH_CHARACTERS = 20_000
# So many looks at files are remembered between counting them and adding them: 70 to 90 MB.
MOST_REMEMBERED = 100_000
# What waits for a batch to fill, files that need no embedding among it.
MOST_WAITING = 200

_BECAME_A_LINK = "has become a link since it was found. Add the folder again."


class Status(StrEnum):
    """What became of a document."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one document: its article's id, or the reason it failed."""

    source: str
    status: Status
    article: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far adding has come: files, and the bytes of those that are new or have changed."""

    files: int
    of_files: int
    size: int
    of_size: int


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A file that was found, and whether that was enough to know that it has not changed."""

    found: Found
    as_it_was: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An article that was read, the file it is in, and the ids of what the file held before.

    ``size`` is how many of the file's bytes it may have been made of.
    """

    article: Article
    file: str | None = None
    formerly: frozenset[str] = frozenset()
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finished:
    """All of a file has been read; *dropped* is what it held before and holds no longer."""

    record: FileRecord
    dropped: dict[str, str]
    formerly: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passed:
    """So many bytes that were new are done, and with them perhaps a file."""

    size: int
    files: int = 1


_Item = _Read | _Finished | _Passed | Added


class Adding:
    """Puts documents into an index, of *library*; *lock* is held while it is used.

    *columns* are those that have been named for tables.
    """

    def __init__(
        self,
        index: HybridIndex,
        lock: threading.RLock,
        library: Path,
        columns: Columns = USUAL,
    ) -> None:
        self._index = index
        self._lock = lock
        self._library = library
        self._columns = columns

    def files(self, paths: Sequence[Path | str], progress: Progress | None) -> Iterator[Added]:
        """Add files, and every file of folders; one result an article, as it is done."""
        now = datetime.now(UTC)
        step, looks = self._survey(paths) if progress else (None, self._look(paths))
        if progress and step:
            progress(step)
        with Apart() as apart:
            items = (item for look in looks for item in self._file(look, now, apart))
            for item in self._in_batches(items):
                if not isinstance(item, _Passed):
                    yield item
                elif progress and step:
                    files, size = step.files + item.files, step.size + item.size
                    step = replace(step, files=files, size=size)
                    progress(step)
        with self._lock:
            self._index.store.sweep()

    def uploads(
        self, uploads: Iterable[tuple[str, bytes]], kind: str | None = None
    ) -> Iterator[Added]:
        """Add documents given as (file name, content); *kind* is that of standard input."""
        now = datetime.now(UTC)
        taken: dict[str, str] = {}
        with Apart() as apart:
            items = (
                _failed(item) if isinstance(item, Unread) else self._named(item, taken)
                for name, data in uploads
                for item in self._parse(data, printable(name), now, apart, kind)
            )
            for item in self._in_batches(items):
                if isinstance(item, Added):
                    yield item

    def gone(self, folders: Iterable[Path | str]) -> tuple[str, ...]:
        """The files that articles came from and that are no longer there, of these *folders*.

        A folder in which there is nothing to read says nothing: its disk may not be mounted.
        """
        found: dict[str, None] = {}
        for folder in folders:
            if not str(folder) or not Path(folder).is_dir():
                continue
            if all(item.record is None for item in find_files([folder])):
                continue
            with self._lock:
                paths = self._index.store.files_in(printable(Path(folder).resolve()))
            found |= dict.fromkeys(path for path in paths if is_gone(path))
        return tuple(found)

    def prune(self, folders: Iterable[Path | str]) -> Iterator[Added]:
        """Remove what came from files that are ``gone``, unless it came from others too."""
        for path in self.gone(folders):
            with self._lock:
                sources = self._index.store.remove_file(path)
            for source, article in sources.items():
                yield Added(source=source, status=Status.REMOVED, article=article)

    # -- one file ----------------------------------------------------------------------------

    def _survey(self, paths: Sequence[Path | str]) -> tuple[Step, Iterable[_Look]]:
        """What there is to do, and the looks at the files; of very many each is looked at again."""
        files = size = 0
        looks: list[_Look] = []
        for look in self._look(paths):
            if look.found.record is not None:
                files += 1
                size += 0 if look.as_it_was else look.found.record.size
            if len(looks) <= MOST_REMEMBERED:
                looks.append(look)
        few = len(looks) <= MOST_REMEMBERED
        step = Step(files=0, of_files=files, size=0, of_size=size)
        return step, looks if few else self._look(paths)

    def _look(self, paths: Sequence[Path | str]) -> Iterator[_Look]:
        """The files to read, without the library's own, which people keep beside them."""
        ours = library_files(self._library)
        for found in find_files(paths):
            if found.record is not None:
                yield _Look(found=found, as_it_was=self._is_as_it_was(found.record))
            elif printable(found.path.absolute()) not in ours:
                yield _Look(found=found, as_it_was=False)

    def _file(self, look: _Look, added: datetime, apart: Apart) -> Iterator[_Item]:
        found = look.found
        if found.record is None:
            yield _failed(Unread(source=printable(found.path), reason=found.error or ""))
            return
        left = 0
        try:
            if look.as_it_was and is_still(found):
                yield from self._held(found.record.path)
            elif not os.path.lexists(found.path):
                pass  # it has gone since; what came from it stays, as ever
            elif now_leads_elsewhere(found):
                raise DocumentError(f"{found.path.name}: {_BECAME_A_LINK}")
            else:
                record, data = read_document(found.path)
                left = record.size
                for item in self._document(record, data, added, apart):
                    left -= item.size if isinstance(item, _Read) else 0
                    yield item
        except DocumentError as error:
            yield _failed(Unread(source=found.record.path, reason=str(error)))
        yield _Passed(size=left)

    def _document(
        self, record: FileRecord, data: bytes, added: datetime, apart: Apart
    ) -> Iterator[_Item]:
        """A file that may have changed: its bytes tell."""
        read = replace(record, reading=READING)
        known = self._known(record.path)
        same = known is not None and (known.hash, known.reading) == (read.hash, READING)
        moved = {} if same else self._moved(read)
        if self._depends_on_columns(record):
            yield from self._articles(read, data, added, apart)
        elif same:
            if known != read:
                with self._lock:
                    self._index.store.finish_file(read)
            yield from self._held(read.path)
        elif moved:
            for source, article in moved.items():
                yield Added(source=source, status=Status.MOVED, article=article)
        else:
            yield from self._articles(read, data, added, apart)

    def _parse(
        self, data: bytes, source: str, added: datetime, apart: Apart, kind: str | None = None
    ) -> Iterator[Article | Unread]:
        return parse_articles(
            data, source=source, added=added, apart=apart, columns=self._columns, kind=kind
        )

    def _depends_on_columns(self, record: FileRecord) -> bool:
        """Whether the file must be read to know what it says under the columns that are named."""
        return bool(self._columns) and may_hold_rows(PurePath(record.path).suffix.lower())

    def _articles(
        self, record: FileRecord, data: bytes, added: datetime, apart: Apart
    ) -> Iterator[_Item]:
        """What is in a file; what it held before stays until the last of it is in.

        Of what cannot be read now, the former version stays.
        """
        with self._lock:
            before = self._index.store.sources_of(record.path)
        # Of a file with one article, the new version takes the place of the old in one step.
        formerly = frozenset(before.values() if len(before) > 1 else ())
        sources, failed = set[str](), set[str]()
        left = record.size
        for item in self._parse(data, record.path, added, apart):
            if isinstance(item, Unread):
                failed.add(item.source)
                yield _failed(item)
            else:
                sources.add(item.source)
                size = min(left, len(item.text))
                left -= size
                yield _Read(article=item, file=record.path, formerly=formerly, size=size)
        if record.path not in failed:
            dropped = {
                source: id
                for source, id in before.items()
                if source not in sources and {source, source.rpartition("#")[0]}.isdisjoint(failed)
            }
            known = replace(record, reading=0) if failed else record
            yield _Finished(record=known, dropped=dropped, formerly=formerly)

    def _known(self, path: str) -> FileRecord | None:
        with self._lock:
            return self._index.store.file(path)

    def _is_as_it_was(self, record: FileRecord) -> bool:
        """Whether a look is enough to know that the file has not changed."""
        known = self._known(record.path)
        sure = known is not None and known.looks_like(record)
        return sure and not self._depends_on_columns(record)

    def _held(self, path: str) -> Iterator[Added]:
        """What came from a file that is as it was."""
        with self._lock:
            held = self._index.store.sources_of(path)
        for source, article in held.items():
            yield Added(source=source, status=Status.UNCHANGED, article=article)

    def _moved(self, record: FileRecord) -> dict[str, str]:
        """What came from the file that was elsewhere, under its new name; none if none was."""
        with self._lock:
            for like in self._index.store.files_like(record.hash):
                same = like.reading == READING and kind_of(like.path) == kind_of(record.path)
                if same and is_gone(like.path):
                    return self._index.store.move_file(like.path, record)
        return {}

    def _named(self, upload: Article, taken: dict[str, str]) -> _Read:
        """The upload under a name that no other story has, here or in *taken*."""
        name = upload.source
        n = 1
        with self._lock:
            while self._headline_of(name, taken) not in (None, upload.title):
                n += 1
                name = f"{upload.source} ({n})"
        taken[name] = upload.title
        return _Read(article=replace(upload, source=name))

    def _headline_of(self, source: str, taken: dict[str, str]) -> str | None:
        return taken.get(source) or self._index.store.source_title(source)

    # -- batches -----------------------------------------------------------------------------

    def _in_batches(self, items: Iterable[_Item]) -> Iterator[Added | _Passed]:
        """Put what was read into the index, some articles at a time; results in order."""
        batch: list[_Item] = []
        characters = so_far = 0
        for item in items:
            batch.append(item)
            if isinstance(item, _Read):
                characters += len(item.article.text)
                so_far += len(item.article.text)
                self._index.embedder.prepare(so_far)  # without the lock: it may take seconds
            if not 0 < characters < BATCH_CHARACTERS or len(batch) >= MOST_WAITING:
                yield from self._add_batch(batch)
                batch, characters = [], 0
        yield from self._add_batch(batch)

    def _add_batch(self, batch: Sequence[_Item]) -> Iterator[Added | _Passed]:
        with self._lock:
            done = iter(self._put([item for item in batch if isinstance(item, _Read)]))
            for item in batch:
                if isinstance(item, _Finished):
                    self._index.store.finish_file(
                        item.record, dropped=item.dropped, formerly=item.formerly
                    )
        for item in batch:
            match item:
                case _Read(article=article):
                    status = Status(next(done))
                    if status is Status.DUPLICATE and article.id in item.formerly:
                        status = Status.MOVED  # to another row of the same file
                    yield Added(source=article.source, status=status, article=article.id)
                    yield _Passed(size=item.size, files=0)
                case _Finished(dropped=dropped):
                    for source, id in dropped.items():
                        yield Added(source=source, status=Status.REMOVED, article=id)
                case _:
                    yield item

    def _put(self, read: Sequence[_Read]) -> list[Put]:
        if not read:
            return []
        return self._index.add(
            [item.article for item in read],
            files={item.article.source: item.file for item in read if item.file},
            later={item.article.source for item in read if item.formerly},
        )


def _failed(unread: Unread) -> Added:
    return Added(source=unread.source, status=Status.FAILED, reason=unread.reason)

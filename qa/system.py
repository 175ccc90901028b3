"""The hall: opens what a question and a document need, wires it, and holds the one lock."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self

from index.article import Article, ArticleSummary, Passage
from index.embed import SentenceEmbedder
from index.errors import EmptyLibraryError, LibraryError
from index.formats.apart import Apart
from index.hybrid import HybridIndex
from index.load import Found, Unread, find_files, parse_articles, printable, read_articles
from index.local import LocalStore
from qa.answer import Answer, Seconds, compose, nearest_passages
from qa.check import Verdict, judge
from qa.citation import Citation, Finding, finding
from qa.claims import Claim, checkable, find_claims
from qa.confidence import Calibration, fitted
from qa.ledger import Entry, entries, wanted_of
from qa.question import MOST_CHARACTERS, readable
from qa.reader import OnnxReader, Span, longest_answer
from qa.settings import Settings
from qa.subject import Likeness, fitted_likeness
from qa.suggest import possible_questions

SAMPLES = Path(__file__).parent / "samples"

# Articles are embedded together up to this many characters (some 25 passages): enough to sort
# them by length, little enough that progress is seen and a question asked meanwhile waits briefly.
BATCH_CHARACTERS = 20_000


# Suggestions are looked for among the newest articles, and cost an answer each to try.
SUGGESTING_ARTICLES = 40
SUGGESTIONS_TRIED = 8
SURE = 0.8


class Status(StrEnum):
    """What became of a document."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one document: its article's id, or the reason it failed."""

    source: str
    status: Status
    article: str | None = None
    reason: str | None = None


class Reader(Protocol):
    """Finds the spans that answer. Docstring: qa/reader.py."""

    def read(
        self, question: str, passages: Sequence[Passage], *, longest: int = ..., most: int = ...
    ) -> list[Span]: ...


class QASystem:
    """Answers questions over one library. Safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        *,
        index: HybridIndex,
        reader: Reader,
        calibration: Calibration,
        likeness: Likeness,
    ) -> None:
        self.settings = settings
        self._index = index
        self._reader = reader
        self._calibration = calibration
        self._likeness = likeness
        # Fast tokenizers and SQLite connections are not safe to share between threads.
        self._lock = threading.RLock()

    @classmethod
    def open(cls, settings: Settings, *, create: bool = True, rebuilding: bool = False) -> Self:
        """Open the library of *settings* with the models that ship.

        With *create* a library that does not exist is made; with *rebuilding* it may have been
        made by another embedder.

        Raises:
            ModelError: a model file is missing, truncated or altered.
            LibraryError: the library cannot be used as it is; the file is left so.
        """
        embedder = SentenceEmbedder(settings.embedder)
        reader = OnnxReader()
        store = LocalStore(
            settings.library, embedder=embedder.fingerprint, create=create, adopt=rebuilding
        )
        index = HybridIndex(store, embedder)
        return cls(
            settings,
            index=index,
            reader=reader,
            calibration=fitted(),
            likeness=fitted_likeness(),
        )

    def close(self) -> None:
        with self._lock:
            self._index.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- questions ---------------------------------------------------------------------------

    def ask(self, question: str) -> Answer:
        """What the articles say to *question*, or that they do not say.

        Raises:
            QuestionError: the question is empty or too long.
            EmptyLibraryError: there is nothing to ask yet.
        """
        asked = readable(question)
        with self._lock:
            began = time.perf_counter()
            self._refuse_empty()
            settings = self.settings
            hits = self._index.search(asked, retrieved=settings.retrieved, k=settings.read)
            searched = time.perf_counter()
            passages = [hit.passage for hit in hits]
            spans = self._reader.read(asked, passages, longest=longest_answer(asked))
            candidates, answered = compose(asked, hits, spans, self._calibration)
            done = time.perf_counter()
        return Answer(
            question=question,
            standalone=asked,
            answered=answered,
            confidence=candidates[0].confidence if candidates else 0.0,
            candidates=candidates,
            nearest=nearest_passages(hits),
            seconds=Seconds(search=searched - began, read=done - searched, total=done - began),
        )

    def find(self, question: str, *, k: int = 10) -> tuple[Finding, ...]:
        """The *k* passages that bear most on *question*, best first. Raises as ``ask`` does."""
        asked = readable(question)
        with self._lock:
            self._refuse_empty()
            retrieved = max(k, self.settings.retrieved)
            return tuple(map(finding, self._index.search(asked, retrieved=retrieved, k=k)))

    def check(self, draft: str, *, written: date | None = None) -> Iterator[Verdict]:
        """What the articles say to each sentence of *draft*, in order, as it is judged.

        *written* is the day that "Friday" or "last year" in the draft are counted from.

        Raises:
            QuestionError: the draft is empty or too long.
            EmptyLibraryError: there is nothing to check it against yet.
        """
        claims = find_claims(checkable(draft), written=written)
        with self._lock:
            self._refuse_empty()
        for claim in claims:
            with self._lock:
                verdict = self._check(claim)
            yield verdict

    def _check(self, claim: Claim) -> Verdict:
        asked = claim.text[:MOST_CHARACTERS]
        settings = self.settings
        hits = self._index.search(asked, retrieved=settings.retrieved, k=settings.checked)
        return judge(claim, hits, self._fill, self._likeness)

    def _fill(self, statement: str, passage: Passage) -> list[Span]:
        return self._reader.read(statement, [passage])

    def figures(self, words: str = "") -> Iterator[Entry]:
        """Every figure and date of the articles in whose sentence *words* stand, newest first.

        Raises:
            EmptyLibraryError: there is nothing to list yet.
        """
        wanted = wanted_of(words)
        with self._lock:
            self._refuse_empty()
        for summary in self.articles():
            yield from entries(self.article(summary.id), wanted)

    def suggestions(self, *, k: int = 3) -> tuple[str, ...]:
        """At most *k* questions that the newest articles answer surely, one an article."""
        found: list[str] = []
        tried = 0
        for summary in self.articles()[:SUGGESTING_ARTICLES]:
            article = self.article(summary.id)
            for question in possible_questions(article):
                if len(found) == k or tried == SUGGESTIONS_TRIED:
                    return tuple(found)
                tried += 1
                answer = self.ask(question)
                if answer.confidence >= SURE and _answers_from(answer, article):
                    found.append(question)
                    break
        return tuple(found)

    def keep_feedback(self, question: str, citation: Citation | None, right: bool) -> None:
        """Keep in the library that *citation* (None: the silence) was right, or was not."""
        place = (
            (citation.article.id, citation.start, citation.end, citation.exact)
            if citation
            else None
        )
        with self._lock:
            self._index.store.keep_feedback(
                question, place=place, right=right, kept=datetime.now(UTC)
            )

    # -- articles ----------------------------------------------------------------------------

    def articles(self) -> tuple[ArticleSummary, ...]:
        """Every article, newest printed date first."""
        with self._lock:
            return self._index.store.articles()

    def article(self, id: str) -> Article:
        """The article whose id is or begins with *id*.

        Raises:
            LibraryError: there is none, or several.
        """
        with self._lock:
            found = self._index.store.article(id)
        if found is None:
            raise LibraryError(
                f"No article has the id {id!r}, or one that begins so. "
                "`python -m qa list` shows the ids."
            )
        return found

    def add_files(self, paths: Iterable[Path | str]) -> Iterator[Added]:
        """Add files, and every file of folders; one result an article, as it is done.

        A file, or a row or member of one, that cannot be read is a FAILED result and stops no
        other.
        """
        now = datetime.now(UTC)
        with Apart() as apart:
            yield from self._add(
                item for found in find_files(paths) for item in _read(found, now, apart)
            )

    def add_uploads(self, uploads: Iterable[tuple[str, bytes]]) -> Iterator[Added]:
        """Add documents given as (file name, content).

        A name alone is no address: an upload replaces an earlier one of its name only if the
        headline is the same too; otherwise both are kept.
        """
        now = datetime.now(UTC)
        taken: dict[str, str] = {}
        with Apart() as apart:
            yield from self._add(
                self._named(item, taken) if isinstance(item, Article) else item
                for name, data in uploads
                for item in parse_articles(data, source=name, added=now, apart=apart)
            )

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the articles of these *ids* or beginnings of ids; how many were removed.

        Raises:
            LibraryError: one of them is no article's; then none is removed.
        """
        with self._lock:
            whole = {self.article(id).id for id in ids}
            return self._index.store.remove(whole)

    def rebuild(self) -> int:
        """Derive passages, vectors and words anew from the articles; how many articles."""
        with self._lock:
            return self._index.rebuild()

    def _refuse_empty(self) -> None:
        if not self._index.store.count():
            raise EmptyLibraryError(
                "The library has no articles yet. Add some first: python -m qa add PATH"
            )

    def _named(self, upload: Article, taken: dict[str, str]) -> Article:
        """The upload under a name that no other story has, here or in *taken*."""
        name = upload.source
        n = 1
        with self._lock:
            while self._headline_of(name, taken) not in (None, upload.title):
                n += 1
                name = f"{upload.source} ({n})"
        taken[name] = upload.title
        return replace(upload, source=name)

    def _headline_of(self, source: str, taken: dict[str, str]) -> str | None:
        return taken.get(source) or self._index.store.source_title(source)

    def _add(self, items: Iterable[Article | Unread]) -> Iterator[Added]:
        """Add articles in batches as they are read; results in order."""
        batch: list[Article | Unread] = []
        characters = 0
        for item in items:
            batch.append(item)
            if isinstance(item, Article):
                characters += len(item.text)
            if characters >= BATCH_CHARACTERS:
                yield from self._add_batch(batch)
                batch, characters = [], 0
        yield from self._add_batch(batch)

    def _add_batch(self, batch: Sequence[Article | Unread]) -> Iterator[Added]:
        articles = [item for item in batch if isinstance(item, Article)]
        with self._lock:
            done = iter(self._index.add(articles))
        for item in batch:
            if isinstance(item, Unread):
                yield Added(source=item.source, status=Status.FAILED, reason=item.reason)
            else:
                yield Added(source=item.source, status=Status(next(done)), article=item.id)


def _answers_from(answer: Answer, article: Article) -> bool:
    return any(c.article.id == article.id for c in answer.candidates[0].citations)


def _read(found: Found, added: datetime, apart: Apart) -> Iterator[Article | Unread]:
    if found.error is not None:
        yield Unread(source=printable(found.path), reason=found.error)
    else:
        yield from read_articles(found.path, added=added, apart=apart)


def sample_articles() -> tuple[Path, ...]:
    """The articles that ship with the project, to look around with."""
    return tuple(sorted(path for path in SAMPLES.iterdir() if path.is_file()))

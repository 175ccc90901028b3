"""The hall: opens what a question and a document need, wires it, and holds the one lock."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol, Self

from index.article import Article, ArticleSummary, Passage, Range
from index.audit import Fault
from index.chunk import sentences
from index.embed import SentenceEmbedder
from index.errors import EmptyLibraryError, FilterError, LibraryError
from index.filter import EVERYTHING, Filter
from index.hybrid import HybridIndex
from index.imprint import Imprint, imprint_of
from index.local import LocalStore
from index.removed import Removed
from index.stories import Story
from qa.adding import Added, Adding, Progress
from qa.answer import Answer, Seconds, compose, nearest_passages
from qa.check import Verdict, Witnesses, judge
from qa.citation import Citation, Finding, finding
from qa.claims import Claim, checkable, find_claims
from qa.confidence import Calibration, fitted
from qa.dispute import differing
from qa.figures import Kind
from qa.ledger import Entry, Ledger, Listing, Order, entries, entries_of, wanted_of
from qa.question import MOST_CHARACTERS, readable
from qa.reader import OnnxReader, Span, longest_answer
from qa.settings import Settings
from qa.subject import Likeness, fitted_likeness
from qa.suggest import possible_questions
from qa.verify import Quotation, Verified, verified

SAMPLES = Path(__file__).parent / "samples"

# The claims of a draft meet the same passages; the vectors of so many of them take 25 MB.
REMEMBERED_TEXTS = 64

# Suggestions are looked for among the newest articles, and cost an answer each to try.
SUGGESTING_ARTICLES = 40
SUGGESTIONS_TRIED = 8
SURE = 0.8

# Articles kept in memory while a transcript is verified: an answer cites tens, the next many of
# the same.
VERIFIED_AT_ONCE = 50

# More publishers than this are not all named where a filter knows none of them.
MOST_NAMED = 12


class Reader(Protocol):
    """Finds the spans that answer. Docstring: qa/reader.py."""

    def read(
        self, question: str, passages: Sequence[Passage], *, longest: int = ..., most: int = ...
    ) -> list[Span]: ...
    def weigh(
        self, question: str, passage: Passage, places: Sequence[Range]
    ) -> Sequence[float]: ...


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
        self._witnesses = Witnesses(
            weigh=reader.weigh,
            embed_tokens=lru_cache(REMEMBERED_TEXTS)(index.embedder.embed_tokens),
            likeness=likeness,
        )
        self._ledger = Ledger()
        # Fast tokenizers and SQLite connections are not safe to share between threads.
        self._lock = threading.RLock()
        self._adding = Adding(index, self._lock, settings.library, settings.columns)

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

    def ask(self, question: str, *, filter: Filter = EVERYTHING) -> Answer:
        """What the articles of *filter* say to *question*, or that they do not say.

        Raises:
            QuestionError: the question is empty or too long.
            EmptyLibraryError: there is nothing to ask yet.
            FilterError: no article is left to ask.
            LibraryError: the filter names an article that is not there.
        """
        asked = readable(question)
        with self._lock:
            began = time.perf_counter()
            only = self._only(filter)
            settings = self.settings
            hits = self._index.search(
                asked, retrieved=settings.retrieved, k=settings.read, filter=only
            )
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

    def find(
        self, question: str, *, k: int = 10, filter: Filter = EVERYTHING
    ) -> tuple[Finding, ...]:
        """The *k* passages of *filter* that bear most on *question*, best first.

        Raises as ``ask`` does.
        """
        asked = readable(question)
        with self._lock:
            only = self._only(filter)
            retrieved = max(k, self.settings.retrieved)
            hits = self._index.search(asked, retrieved=retrieved, k=k, filter=only)
        return tuple(map(finding, hits))

    def check(
        self, draft: str, *, written: date | None = None, filter: Filter = EVERYTHING
    ) -> Iterator[Verdict]:
        """What the articles of *filter* say to each sentence of *draft*, in order, as it is judged.

        *written* is the day that "Friday" or "last year" in the draft are counted from.

        Raises:
            QuestionError: the draft is empty or too long.
            EmptyLibraryError: there is nothing to check it against yet.
            FilterError, LibraryError: as for ``ask``.
        """
        claims = find_claims(checkable(draft), written=written)
        with self._lock:
            only = self._only(filter)
        for claim in claims:
            with self._lock:
                verdict = self._check(claim, only)
            yield verdict

    def _check(self, claim: Claim, only: Filter) -> Verdict:
        asked = claim.text[:MOST_CHARACTERS]
        settings = self.settings
        hits = self._index.search(
            asked, retrieved=settings.retrieved, k=settings.checked, filter=only
        )
        return judge(claim, hits, self._witnesses)

    def figures(self, words: str = "", *, filter: Filter = EVERYTHING) -> Iterator[Entry]:
        """Every figure and date, in the articles of *filter*, in whose sentence *words* stand.

        The newest article comes first.

        Raises:
            EmptyLibraryError: there is nothing to list yet.
            FilterError, LibraryError: as for ``ask``.
        """
        wanted = wanted_of(words)
        with self._lock:
            only = self._only(filter)
        for summary in self.articles(filter=only):
            yield from entries(self.article(summary.id), wanted)

    def list_figures(
        self,
        words: str = "",
        *,
        kind: Kind | None = None,
        order: Order = Order.NEWEST,
        most: int,
        progress: Callable[[int, int], None] = lambda done, of: None,
        filter: Filter = EVERYTHING,
    ) -> Listing:
        """At most *most* of the figures said with *words* in the articles of *filter*, in *order*.

        What was read for it is remembered, but for the text.

        Raises:
            EmptyLibraryError: there is nothing to list yet.
            FilterError: *filter* leaves no article.
        """
        with self._lock:
            only = self._only(filter)
        self._ledger.keep_only(self.articles())
        summaries = self.articles(filter=only)
        return self._ledger.listing(
            summaries, self.article, words, kind=kind, order=order, most=most, progress=progress
        )

    def differing(self, entry: Entry) -> tuple[Entry, ...]:
        """What other articles print for the same thing, where that is another value."""
        with self._lock:
            hits = self._index.search(
                readable(entry.citation.passage_text[:MOST_CHARACTERS]),
                retrieved=self.settings.retrieved, k=self.settings.checked,
            )  # fmt: skip
        places = [
            (hit.passage.article, start, end)
            for hit in hits
            for start, end in sentences(
                hit.passage.article.text, hit.passage.start, hit.passage.end
            )
        ]
        return differing(entry, (found for place in places for found in entries_of(*place)))

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

    def articles(self, *, filter: Filter = EVERYTHING) -> tuple[ArticleSummary, ...]:
        """Every article of *filter*, newest printed date first.

        Raises:
            LibraryError: the filter names an article that is not there.
        """
        with self._lock:
            return self._index.store.articles(self._whole(filter))

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

    def add_files(
        self, paths: Iterable[Path | str], *, progress: Progress | None = None
    ) -> Iterator[Added]:
        """Add files, and every file of folders; one result an article, as it is done.

        A file that has not changed is not read again. One that cannot be read, or a row or member
        of one, is a FAILED result and stops no other. *progress* is told of each file.
        """
        return self._adding.files(tuple(paths), progress)

    def add_uploads(
        self, uploads: Iterable[tuple[str, bytes]], *, kind: str | None = None
    ) -> Iterator[Added]:
        """Add documents given as (file name, content).

        One named "-" is of the *kind* that is said (a suffix: ".csv"), or that its content tells.

        A name alone is no address: an upload replaces an earlier one of its name only if the
        headline is the same too; otherwise both are kept.
        """
        return self._adding.uploads(uploads, kind)

    def gone(self, folders: Iterable[Path | str]) -> tuple[str, ...]:
        """The files of *folders*, at any depth, that articles came from and that are there no more.

        A folder in which there is nothing to read says nothing: its disk may not be mounted.
        """
        return self._adding.gone(folders)

    def prune(self, folders: Iterable[Path | str]) -> Iterator[Added]:
        """Remove the articles of files that are ``gone``; those that others hold too stay."""
        return self._adding.prune(folders)

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the articles of these *ids* or beginnings of ids; how many were removed.

        Raises:
            LibraryError: one of them is no article's; then none is removed.
        """
        with self._lock:
            # One that is damaged cannot be read, but removed by its whole id.
            return self._index.store.remove(dict.fromkeys(self._whole_ids(ids)))

    def take_out(self, ids: Iterable[str]) -> Removed:
        """Remove as ``remove`` does, and give what ``put_back`` puts back; it holds their text.

        Raises:
            LibraryError: one of them is no article's, or is damaged; then none is removed.
        """
        with self._lock:
            return self._index.store.take_out(self._whole_ids(ids))

    def put_back(self, removed: Removed) -> int:
        """Put back what was taken out, exactly as it was; how many articles.

        One that has been added again meanwhile stays as it is, but gets back the correction that it
        had if it has none; what has come in under the name of one stays there instead of it.
        """
        with self._lock:
            return self._index.store.put_back(removed)

    def stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """For each article of *ids* the versions of its story, the earliest full one first."""
        with self._lock:
            return self._index.store.stories(list(ids))

    def correct(
        self, id: str, *, published: str | None = None, publisher: str | None = None
    ) -> None:
        """Say when and by whom the article of *id* was printed, as a person writes it.

        Empty is not known; what is None stays as it is. Filters, orders and citations go by it;
        the text stays as it is. It stays with the article, and with a new version that prints what
        the old one did.

        Raises:
            CorrectionError: no article can have been printed then, or by that.
            LibraryError: there is no such article.
        """
        imprint = imprint_of(published or "", publisher or "", today=datetime.now(UTC).date())
        with self._lock:
            article = self.article(id)
            if published is None:
                imprint = replace(imprint, published=article.published)
            if publisher is None:
                imprint = replace(imprint, publisher=article.publisher)
            self._index.store.correct(article.id, imprint)

    def printed(self, id: str) -> Imprint | None:
        """What the article of *id* prints itself, where it has been corrected; else None.

        Raises:
            LibraryError: there is no such article.
        """
        with self._lock:
            return self._index.store.printed(self.article(id).id)

    def take_back(self, id: str) -> None:
        """Have the article of *id* go by what it prints again.

        Raises:
            LibraryError: there is no such article.
        """
        with self._lock:
            if (printed := self.printed(id)) is not None:
                self._index.store.correct(self.article(id).id, printed)

    def rebuild(self) -> int:
        """Derive passages, vectors and words anew from the articles; how many articles."""
        with self._lock:
            return self._index.rebuild()

    # -- verifying ---------------------------------------------------------------------------

    def faults(self) -> tuple[Fault, ...]:
        """What in the library is not as it was made, and what mends it."""
        with self._lock:
            return tuple(self._index.faults())

    def verify(self, quotations: Iterable[Quotation]) -> Iterator[Verified]:
        """How each of *quotations* stands in the library today, in order."""
        now = {summary.source: summary.id for summary in self.articles()}

        @lru_cache(maxsize=VERIFIED_AT_ONCE)
        def article(id: str) -> Article | None:
            with self._lock:
                store = self._index.store
                return store.article(id) if store.holds(id) else None

        for quotation in quotations:
            yield verified(quotation, article, lambda source: article(now.get(source, "")))

    def _only(self, filter: Filter) -> Filter:
        """*filter* with whole ids, if it leaves any article in."""
        store = self._index.store
        if not store.count():
            raise EmptyLibraryError(
                "The library has no articles yet. Add some first: python -m qa add PATH"
            )
        only = self._whole(filter)
        if only and not store.count(only):
            raise FilterError(f"No article is {only}.{_what_there_is(store.articles(), only)}")
        return only

    def _whole(self, filter: Filter) -> Filter:
        """*filter* with the whole ids of the articles and stories it names."""
        articles, stories = self._whole_ids(filter.articles), self._whole_ids(filter.stories)
        return replace(filter, articles=articles, stories=stories)

    def _whole_ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids that *ids* are or begin."""
        holds = self._index.store.holds
        return tuple(id if holds(id) else self.article(id).id for id in ids)


def _what_there_is(articles: Sequence[ArticleSummary], filter: Filter) -> str:
    """What *filter* could have asked for: the dates and the publishers of *articles*."""
    said = ""
    if filter.since or filter.until:
        days = sorted(article.published for article in articles if article.published)
        printed = f"are from {days[0]} to {days[-1]}" if days else "have no date"
        undated = len(articles) - len(days)
        besides = f"; without a date: {undated:,}" if days and undated else ""
        said += f" The articles here {printed}{besides}."
    if filter.publishers:
        names = sorted({article.publisher for article in articles if article.publisher})
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        listed = ", ".join(names[:MOST_NAMED]) or "none is known"
        said += f" The publishers here: {listed}{more}."
    return said


def _answers_from(answer: Answer, article: Article) -> bool:
    return any(c.article.id == article.id for c in answer.candidates[0].citations)


def sample_articles() -> tuple[Path, ...]:
    """The articles that ship with the project, to look around with."""
    return tuple(sorted(path for path in SAMPLES.iterdir() if path.is_file()))

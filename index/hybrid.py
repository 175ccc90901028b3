"""The counter: articles go in, and the passages that bear on a question come out.

Two rankings, by meaning (cosine) and by words (BM25), are fused by rank. Adding BM25 to
all-MiniLM-L6-v2 lifts NanoBEIR from 56.6 to 62.3 nDCG@10 at no cost in speed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from index.article import Article, ArticleSummary, Hit, Passage, Range
from index.audit import Fault, Mend
from index.chunk import split_passages
from index.files import FileRecord
from index.filter import EVERYTHING, Filter
from index.fuse import reciprocal_rank_fusion
from index.hyphens import join
from index.imprint import Imprint
from index.local import Put
from index.neighbours import Vectors
from index.removed import Removed
from index.stories import Story, Wording

# Of a story printed more often, so many versions are looked at.
MOST_VERSIONS = 50

# Reprints may fill the rankings: then they are asked for four times as many, and again.
TIMES_MORE = (1, 4, 16)

# Articles of which a passage is embedded again to see that vectors are of their words: enough to
# notice that three in a hundred are not, 19 times in 20 (0.97 ** 100), in a second or two.
SAMPLE = 100
# The same words embedded on another processor (bfloat16) differ by a cosine under 0.001.
SAME = 0.99


class Embedder(Protocol):
    """Text to unit vectors; ``fingerprint`` names the weights that made them."""

    @property
    def fingerprint(self) -> str: ...

    def prepare(self, characters: int) -> None: ...
    def embed(self, texts: Sequence[str]) -> Vectors: ...
    def embed_tokens(self, text: str) -> tuple[Sequence[Range], Vectors]: ...


class Store(Protocol):
    """Where articles are kept and searched. Docstrings: index/local.py."""

    def put(
        self,
        article: Article,
        derived: tuple[Sequence[Range], Vectors] | None,
        *,
        file: str | None = ...,
        keep: Set[str] | None = ...,
    ) -> Put | None: ...
    def holds(self, id: str) -> bool: ...
    def release(self, ids: Iterable[str]) -> None: ...
    def remove(self, ids: Iterable[str]) -> int: ...
    def take_out(self, ids: Iterable[str]) -> Removed: ...
    def put_back(self, removed: Removed) -> int: ...
    def correct(self, id: str, imprint: Imprint) -> bool: ...
    def printed(self, id: str) -> Imprint | None: ...
    def rebuild(self, derived: dict[str, tuple[Sequence[Range], Vectors]]) -> list[str]: ...
    def faults(self) -> list[Fault]: ...
    def file(self, path: str) -> FileRecord | None: ...
    def files_like(self, hash: str) -> list[FileRecord]: ...
    def files_in(self, folder: str) -> list[str]: ...
    def sources_of(self, file: str) -> dict[str, str]: ...
    def finish_file(
        self, record: FileRecord, *, dropped: Iterable[str] = ..., formerly: Iterable[str] = ...
    ) -> None: ...
    def move_file(self, path: str, record: FileRecord) -> dict[str, str]: ...
    def remove_file(self, path: str) -> dict[str, str]: ...
    def sweep(self) -> None: ...
    def ids(self) -> list[str]: ...
    def article(self, prefix: str) -> Article | None: ...
    def articles(self, filter: Filter = ...) -> tuple[ArticleSummary, ...]: ...
    def count(self, filter: Filter = ...) -> int: ...
    def source_title(self, source: str) -> str | None: ...
    def stories(self, ids: Collection[str], filter: Filter = ...) -> dict[str, Story]: ...
    def passages_of(self, article: str) -> list[int]: ...
    def passages(self, ids: Sequence[int]) -> dict[int, Passage]: ...
    def nearest(self, vector: Vectors, k: int, filter: Filter = ...) -> list[tuple[int, float]]: ...
    def cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]: ...
    def matching(self, question: str, k: int, filter: Filter = ...) -> list[tuple[int, float]]: ...
    def keep_feedback(
        self, question: str, *, place: tuple[str, int, int, str] | None, right: bool, kept: datetime
    ) -> None: ...
    def close(self) -> None: ...


class HybridIndex:
    """A store and the embedder that reads for it."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder

    def add(
        self,
        articles: Sequence[Article],
        *,
        files: Mapping[str, str] | None = None,
        later: Set[str] = frozenset(),
    ) -> list[Put]:
        """Add *articles*, each in a transaction of its own; what became of each, in order.

        All are embedded together, before the first transaction opens. *files* are the files that
        sources are in; what sources of *later* held is kept until ``finish_file`` releases it.
        """
        file_of = files or {}
        ids = {article.id for article in articles}
        derived = self._derive([a for a in articles if not self.store.holds(a.id)])
        done = []
        for article in articles:
            file = file_of.get(article.source)
            keep = None if article.source in later else ids
            put = self.store.put(article, derived.get(article.id), file=file, keep=keep)
            while put is None:  # another process has just removed it
                again = self._derive([article])[article.id]
                put = self.store.put(article, again, file=file, keep=keep)
            done.append(put)
        if not {Put.UPDATED, Put.DUPLICATE}.isdisjoint(done):
            self.store.release(ids)
        return done

    def rebuild(self) -> int:
        """Derive every passage, vector and word anew; how many articles there are."""
        derived: dict[str, tuple[Sequence[Range], Vectors]] = {}
        characters = 0
        lacking = self.store.ids()
        while lacking:
            for id in lacking:
                article = self.store.article(id)
                if article is not None:
                    characters += len(article.text)
                    self.embedder.prepare(characters)
                    derived |= self._derive([article])
            lacking = self.store.rebuild(derived)
        return len(derived)

    def faults(self) -> list[Fault]:
        """What in the library is not as it was made; vectors are tried on a sample of passages."""
        return self.store.faults() or list(self._strange_vectors())

    def _strange_vectors(self) -> Iterator[Fault]:
        """Passages, at most one of an article, whose vectors are not of their words."""
        ids = self.store.ids()
        some = ids[:: -(-len(ids) // SAMPLE) or 1]
        probe = self.embedder.embed(["passage"])[0]
        passages: list[Passage] = []
        for id in some:
            nearest = self.store.nearest(probe, 1, Filter(articles=(id,)))
            passages += self.store.passages([passage for passage, _ in nearest]).values()
        texts = [headed(p.article, p.start, p.end) for p in passages]
        for passage, vector in zip(passages, self.embedder.embed(texts), strict=True):
            cosine = self.store.cosines(vector, [passage.id])[passage.id]
            if not cosine >= SAME:
                yield Fault(
                    what=f"the vector of passage {passage.start}-{passage.end} is not of its words",
                    mend=Mend.REBUILD, article=passage.article.id,
                )  # fmt: skip

    def search(
        self, question: str, *, retrieved: int, k: int, filter: Filter = EVERYTHING
    ) -> list[Hit]:
        """The *k* passages that bear most on *question*, best first.

        Each ranking contributes the first *retrieved* passages that *filter* leaves in.
        """
        vector = self.embedder.embed([question])[0]
        stories = _Stories(self.store, filter)
        for times in TIMES_MORE:
            most = retrieved * times
            by_meaning = [id for id, _ in self.store.nearest(vector, most, filter)]
            bm25 = dict(self.store.matching(question, most, filter))
            fused = reciprocal_rank_fusion([by_meaning, list(bm25)])
            found = self._fold(fused, k, stories)
            if len(found) == k or len(by_meaning) < most:
                break
        cosines = self.store.cosines(vector, list(found))
        there = [passage for id, passage in found.items() if id in cosines]
        return [
            Hit(passage=passage, cosine=cosines[passage.id], bm25=bm25.get(passage.id), rank=rank)
            for rank, passage in enumerate(there, start=1)
        ]

    def _fold(self, ids: Sequence[int], k: int, stories: "_Stories") -> dict[int, Passage]:
        """The first *k* passages of *ids*; what several versions of a story say is one of them."""
        found: dict[int, Passage] = {}
        for first in range(0, len(ids), k):
            passages = self.store.passages(ids[first : first + k])
            stories.look_up({passage.article.id for passage in passages.values()})
            for id in ids[first : first + k]:
                if id in passages and len(found) < k:
                    earliest = stories.earliest(passages[id])
                    found.setdefault(earliest.id, earliest)
            if len(found) == k:
                break
        return found

    def _derive(self, articles: Sequence[Article]) -> dict[str, tuple[Sequence[Range], Vectors]]:
        """The passages of *articles* and their vectors, by article id."""
        unique = {article.id: article for article in articles}
        ranges = {id: split_passages(article) for id, article in unique.items()}
        texts = [headed(unique[id], *r) for id, passages in ranges.items() for r in passages]
        vectors = self.embedder.embed(texts)
        derived: dict[str, tuple[Sequence[Range], Vectors]] = {}
        first = 0
        for id, passages in ranges.items():
            derived[id] = passages, vectors[first : first + len(passages)]
            first += len(passages)
        return derived


class _Stories:
    """The stories of the articles that a search finds, each version read once."""

    def __init__(self, store: Store, filter: Filter) -> None:
        self._store = store
        self._filter = filter
        self._stories: dict[str, Story] = {}
        self._articles: dict[str, Article] = {}
        self._wordings: dict[str, Wording] = {}
        self._passages: dict[str, list[tuple[Wording, Passage]]] = {}

    def look_up(self, ids: Collection[str]) -> None:
        """Learn which stories the articles of these *ids* tell."""
        self._stories |= self._store.stories(ids, self._filter)

    def earliest(self, passage: Passage) -> Passage:
        """The passage of the earliest full version that says what *passage* says."""
        story = self._stories.get(passage.article.id)
        if story is None or len(story.versions) == 1:
            return passage
        versions = self._versions(story, passage.article)
        wording = Wording(passage.text)
        for version in versions:
            if version.id == passage.article.id:
                break
            if wording.stands_in(self._wording(version)):
                passage = self._nearest(wording, version)
                break
        return replace(passage, story=story.id, versions=versions)

    def _versions(self, story: Story, own: Article) -> tuple[Article, ...]:
        ids = story.versions[:MOST_VERSIONS]
        for id in ids:
            article = self._articles.get(id) or self._store.article(id)
            if article is not None:  # else another process has just removed it
                self._articles[id] = article
        versions = tuple(self._articles[id] for id in ids if id in self._articles)
        return versions if own.id in ids else (*versions, own)

    def _wording(self, version: Article) -> Wording:
        if version.id not in self._wordings:
            self._wordings[version.id] = Wording(version.text)
        return self._wordings[version.id]

    def _nearest(self, wording: Wording, version: Article) -> Passage:
        """The passage of *version* that shares most with *wording*."""
        if version.id not in self._passages:
            passages = self._store.passages(self._store.passages_of(version.id)).values()
            self._passages[version.id] = [(Wording(passage.text), passage) for passage in passages]
        return max(self._passages[version.id], key=lambda said: wording.shared_with(said[0]))[1]


def headed(article: Article, start: int, end: int) -> str:
    """A passage as it is embedded: under its headline, which says what "it" and "he" are.

    A word that a line's end parts is one again; the text itself keeps it as it is printed.
    """
    return f"{article.title}\n{join(article.text[start:end]).text}"

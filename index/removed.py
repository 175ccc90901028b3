"""What is needed to put removed articles back exactly as they were."""

from dataclasses import dataclass

from index.article import Article, Range
from index.files import FileRecord
from index.imprint import Imprint
from index.neighbours import Vectors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """A removed article with all that stood beside it.

    ``printed`` is its imprint before it was corrected; None where it was not. ``sources`` are what
    held it, each with its file. ``numbers``, ``passages`` and ``vectors`` go together.
    """

    article: Article
    printed: Imprint | None
    sources: tuple[tuple[str, str | None], ...]
    numbers: tuple[int, ...]
    passages: tuple[Range, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Removed:
    """Articles that were removed together.

    ``files`` are those that were known because all of them was in: each with its sources then, and
    the articles these held.
    """

    kept: tuple[Kept, ...]
    files: tuple[tuple[FileRecord, dict[str, str]], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(kept.article.title.strip() or kept.article.source for kept in self.kept)

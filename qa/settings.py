"""The settings, read once at the doors."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.formats.columns import USUAL, Columns

DEFAULT_LIBRARY = "library.db"
DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the library is, which embedder reads it, and how much is read for a question.

    ``embedder`` is a model's name or a folder. ``retrieved`` is how many passages each of the
    two rankings contributes; of the fused list the reader reads ``read`` for a question, and
    ``checked`` for each figure of a claim. ``columns`` are those that have been named for tables
    that are added.
    """

    library: Path = Path(DEFAULT_LIBRARY)
    embedder: str = DEFAULT_EMBEDDER
    retrieved: int = 50
    read: int = 12
    checked: int = 6
    columns: Columns = USUAL


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ``ATTEST_LIBRARY`` and ``ATTEST_EMBEDDER``; what is unset keeps its default."""
    return Settings(
        library=Path(environment.get("ATTEST_LIBRARY") or DEFAULT_LIBRARY),
        embedder=environment.get("ATTEST_EMBEDDER") or DEFAULT_EMBEDDER,
    )

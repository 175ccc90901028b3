"""The nearest vectors, exactly, by FAISS: derived from the library and never the truth.

Exact search, because up to a few hundred thousand passages it takes milliseconds, while HNSW
loses 2.6 points of recall at 100,000 and cannot delete.
"""

import sys
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

if sys.platform == "darwin":
    import torch  # noqa: F401  (macOS crashes when faiss is imported before torch)
import faiss

Vectors = NDArray[np.float32]


class Neighbours:
    """Unit vectors by id; the nearest by cosine."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._index: Any = None  # faiss.IndexIDMap2; its dimension comes with the first vectors

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add *vectors*, shape (n, dimension), unit length, under *ids* not yet taken."""
        if ids:
            if self._index is None:
                self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.array(ids, dtype=np.int64))
            self.ids.update(ids)

    def remove(self, ids: Sequence[int]) -> None:
        gone = self.ids.intersection(ids)
        if self._index is not None and gone:
            self._index.remove_ids(np.array(sorted(gone), dtype=np.int64))
            self.ids -= gone

    def search(
        self, vector: Vectors, k: int, *, among: Set[int] | None = None
    ) -> list[tuple[int, float]]:
        """The *k* nearest to *vector* as (id, cosine), best first; of *among*, if that is given."""
        allowed = self.ids if among is None else self.ids & among
        if self._index is None or not allowed:
            return []
        parameters: Any = None
        if among is not None:
            selected = np.fromiter(allowed, dtype=np.int64, count=len(allowed))
            selector = faiss.IDSelectorBatch(selected)  # FAISS only borrows it
            parameters = faiss.SearchParameters()
            parameters.sel = selector
        with _one_thread():
            cosines, ids = self._index.search(
                vector.reshape(1, -1), min(k, len(allowed)), params=parameters
            )
        return [(int(i), float(c)) for i, c in zip(ids[0], cosines[0], strict=True)]

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        """How near each of *ids* is to *vector*; unknown ids are left out."""
        if self._index is None:
            return {}
        return {i: float(self._index.reconstruct(i) @ vector) for i in ids if i in self.ids}

    def holds(self, ids: Sequence[int], vectors: Vectors) -> bool:
        """Whether these *vectors*, under these *ids*, are all there is."""
        if self.ids != set(ids) or (self._index is not None and self._index.ntotal != len(ids)):
            return False
        pairs = zip(ids, vectors, strict=True)
        return all(np.array_equal(self._index.reconstruct(i), vector) for i, vector in pairs)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let FAISS search with this thread alone.

    One query over 50,000 vectors takes one core 6 ms, and memory is what it waits for. Two threads
    that wait for each other took 30 to 100 ms on two cores that others used too.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)

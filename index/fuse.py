"""Two rankings made into one: reciprocal rank fusion.

Cosine and BM25 live on different scales, and averaging raw scores loses a third of the gain;
ranks can be added. Source: Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion outperforms
Condorcet and individual Rank Learning Methods", SIGIR 2009.
"""

from collections.abc import Sequence

# Fixed by the paper in a pilot study, and the value used since.
RRF_K = 60


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]]) -> list[int]:
    """The ids of all *rankings*, best first; ties go to the ranking named first."""
    gains: dict[int, float] = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking, start=1):
            gains[found] = gains.get(found, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(gains, key=gains.__getitem__, reverse=True)

"""Reciprocal rank fusion."""

from index.fuse import reciprocal_rank_fusion


def test_what_both_rankings_found_comes_first() -> None:
    assert reciprocal_rank_fusion([[1, 2, 3], [4, 3, 5]])[0] == 3


def test_ties_go_to_the_ranking_named_first() -> None:
    assert reciprocal_rank_fusion([[1, 2], [3, 4]]) == [1, 3, 2, 4]


def test_a_gain_is_one_over_sixty_plus_the_rank() -> None:
    # 1: 1/61 + 1/63 = 0.03227; 2: 1/62 + 1/62 = 0.03226 (the example of a near tie).
    assert reciprocal_rank_fusion([[1, 2, 3], [3, 2, 1]]) == [1, 3, 2]


def test_nothing_found_is_nothing_fused() -> None:
    assert reciprocal_rank_fusion([[], []]) == []

"""How a claim's figure stands to one that is reported, whatever they count."""

import pytest

from qa.agreement import relation_of
from qa.figures import Relation, find_figures


@pytest.mark.parametrize(
    ("claimed", "reported", "relation"),
    [
        ("480 jobs", "480 people", Relation.SAME),
        ("2,000 soldiers", "20,000 troops", Relation.DIFFERENT_VALUE),
        ("63% of activists", "57% of votes", Relation.DIFFERENT_VALUE),
        ("a third of Americans", "33 percent of the population", Relation.ROUNDED),
        ("half of Americans", "one-third of the population", Relation.DIFFERENT_VALUE),
        ("204", "204 millimetres", Relation.SAME),
        ("28,500 troops", "28,500 tonnes", Relation.INCOMPARABLE),
    ],
)
def test_what_is_counted_is_for_the_words_to_say(
    claimed: str, reported: str, relation: Relation
) -> None:
    [one], [other] = find_figures(claimed), find_figures(reported)
    assert relation_of(one, other) is relation

"""Articles are said to differ only if all speaks for one thing; otherwise nothing is said."""

from datetime import date

import pytest

from qa.dispute import differing, disputes
from qa.ledger import Entry, entries
from tests.fakes import make_article

DAY, NEXT_DAY, NEXT_MONTH = date(2020, 5, 4), date(2020, 5, 5), date(2020, 6, 8)
PAYS = "Port Lorne pays $40 million a year to keep the Lorne Sound dredged for its ferries."


def told(text: str, published: date | None = DAY) -> list[Entry]:
    return list(entries(make_article(text, published=published), frozenset()))


def differ(one: str, other: str, *, printed: date | None = NEXT_DAY) -> list[list[str]]:
    """What is put side by side, as printed."""
    groups = disputes([*told(one), *told(other, printed)])
    return [[entry.citation.exact for entry in group] for group in groups]


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (PAYS, PAYS.replace("40", "45"), ["$40 million a year", "$45 million a year"]),
        (PAYS, "Port Lorne pays $45 million a year, for the Lorne Sound silts up.",
         ["$40 million a year", "$45 million a year"]),
        ("The quake at Port Lorne destroyed 1,400 homes in the harbour.",
         "In Port Lorne some 1,200 homes in the harbour were destroyed.", ["1,400", "1,200"]),
        ("The new Lorne bridge will be 3.4 kilometers long.",
         "The new Lorne bridge will be 4.3 kilometers long.", ["3.4 kilometers", "4.3 kilometers"]),
    ],
)  # fmt: skip
def test_two_values_of_one_thing_are_put_side_by_side(
    one: str, other: str, values: list[str]
) -> None:
    assert differ(one, other) == [values]


@pytest.mark.parametrize(
    "other",
    [
        PAYS,
        PAYS.replace("$40 million", "about $40 million"),
        PAYS.replace("$40 million", "€45 million"),
        PAYS.replace("a year", "a month").replace("40", "45"),
        PAYS.replace("$40 million a year", "45 ferries"),
        PAYS.replace("40", "400"),
        PAYS.replace("40", "45").replace("Lorne", "Ellery") + " Port Lorne is far from there.",
        PAYS.replace("$40 million", "more than $25 million"),
        PAYS.replace("$40 million a year", "$45 million"),
        PAYS.replace("pays $40", "plans to pay $45"),
        PAYS.replace("40", "45") + " The contract says $40 million a year.",
        "Port Lorne pays its captains. Ferries earn $45 million a year.",
    ],
)
def test_what_agrees_or_is_of_another_thing_is_not(other: str) -> None:
    assert differ(PAYS, other) == []
    assert differ(other, PAYS) == []
    [one, *_] = told(PAYS)
    assert differing(one, told(other, NEXT_DAY)) == ()


def test_a_sentence_that_several_papers_print_is_put_there_once() -> None:
    dearer = PAYS.replace("40", "45")
    papers = [told(f"{dearer} {more}", NEXT_DAY) for more in ("", "It may rain.", "It will.")]
    every = [entry for paper in papers for entry in paper]
    [group] = disputes([*told(PAYS), *every, *told(f"{PAYS} So it is said.", NEXT_DAY)])
    assert group == (told(PAYS)[0], every[0])
    assert differing(told(PAYS)[0], every) == (every[0],)


def test_what_a_sentence_gives_to_another_thing_is_not_compared() -> None:
    bridge = "The new bridge turns a crossing of Lorne Sound into a 30-minute drive."
    another = "The new bridge turns a 40-minute crossing of Lorne Sound into a 12-minute drive."
    assert differ(bridge, another) == []
    assert differ(bridge, bridge.replace("30", "40")) != []


def test_sentences_that_name_nobody_are_not_compared() -> None:
    tickets = "Tickets for the evening boat cost {} for adults."
    assert differ(tickets.format("$40"), tickets.format("$45")) == []
    named = tickets.replace("evening", "Lorne")
    assert differ(named.format("$40"), named.format("$45")) != []


def test_what_goes_the_other_way_is_another_thing() -> None:
    rose = "The toll income of Port Lorne rose by 4.5 per cent on Lorne Sound."
    assert differ(rose, rose.replace("4.5", "4.8")) != []
    assert differ(rose, rose.replace("rose by 4.5", "fell by 4.8")) == []


def test_a_sentence_with_many_figures_is_a_table() -> None:
    tolls = "Port Lorne tolls on the Lorne Sound: cars ${}"
    assert differ(tolls.format("4."), tolls.format("5.")) != []
    many = ", 12 feet, 13 feet, 14 feet, 15 feet, 16 feet, 17 feet, 18 feet, 19 feet."
    assert differ(tolls.format("4."), tolls.format("5") + many) == []


@pytest.mark.parametrize("printed", [NEXT_MONTH, None])
def test_articles_of_another_time_or_of_none_do_not_differ(printed: date | None) -> None:
    assert differ(PAYS, PAYS.replace("40", "45"), printed=printed) == []


def test_two_values_on_two_days_do_not_differ() -> None:
    flights = "Lorne airport cancelled 70 flights on {} as snow fell on Lorne."
    assert differ(flights.format("May 2"), flights.format("May 3").replace("70", "95")) == []
    assert differ(flights.format("May 2"), flights.format("May 2").replace("70", "95")) != []


@pytest.mark.parametrize(
    "text",
    ["Port Lorne has had ferries since {} on the Lorne Sound.",
     "Edith Vane, {}, of Port Lorne runs the Lorne Sound ferry."],
)  # fmt: skip
def test_dates_and_ages_are_never_compared(text: str) -> None:
    assert differ(text.format("1931"), text.format("1935")) == []
    assert differ(text.format("81"), text.format("84")) == []


def test_one_article_never_differs_from_itself() -> None:
    assert disputes(told(f"{PAYS} {PAYS.replace('40', '45')}")) == ()


def test_of_those_that_differ_each_article_has_one() -> None:
    [one] = told(PAYS)
    others = [*told(PAYS.replace("40", "45") + " " + PAYS.replace("40", "46"), NEXT_DAY),
              *told(PAYS.replace("40", "47"), NEXT_DAY)]  # fmt: skip
    exact = [entry.citation.exact for entry in differing(one, others)]
    assert exact == ["$45 million a year", "$47 million a year"]

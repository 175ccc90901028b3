"""The filter: what it lets through is found exactly as if nothing else were there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, Passage
from index.errors import FilterError
from index.filter import EVERYTHING, Filter, days_of
from index.hybrid import HybridIndex
from index.local import LocalStore
from tests.fakes import FakeEmbedder, make_article

FIRST = date(2019, 1, 1)
PUBLISHERS = ("Harbor Wire", "The Meridian Post", "Straße Heute", None)
WORDS = "bridge harbor cost million troops talks ferry strike union vote water dam".split()
QUESTIONS = ("harbor bridge cost", "the strike", "ferry water dam vote union", "nothing of it")


def story(n: int) -> Article:
    """Every third has no date; words, dates and publishers go round at different speeds."""
    said = [WORDS[(n * step + step) % len(WORDS)] for step in (1, 2, 5, 7)]
    paragraphs = [f"In story {n} the {word} is told of. " * 20 for word in said[: 1 + n % 4]]
    return make_article(
        "\n\n".join(paragraphs),
        title=f"Story {n}",
        source=f"{n}.txt",
        publisher=PUBLISHERS[n % 4],
        published=None if n % 3 == 0 else FIRST + timedelta(days=n % 10),
    )


STORIES = [story(n) for n in range(60)]


def opened(path: Path, articles: list[Article]) -> HybridIndex:
    embedder = FakeEmbedder()
    index = HybridIndex(LocalStore(path, embedder=embedder.fingerprint), embedder)
    index.add(articles)
    return index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridIndex]:
    made = opened(tmp_path_factory.mktemp("filter") / "library.db", STORIES)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def passages(index: HybridIndex) -> dict[int, Passage]:
    """Every passage there is, by its id."""
    return index.store.passages(range(1, 1000))


DAYS = st.none() | st.integers(-2, 12).map(lambda n: FIRST + timedelta(days=n))
FILTERS = st.builds(
    lambda days, publishers, articles: Filter(
        since=min(days) if None not in days else days[0],
        until=max(days) if None not in days else days[1],
        publishers=tuple(publishers),
        articles=tuple(STORIES[n].id for n in articles),
    ),
    st.tuples(DAYS, DAYS),
    st.lists(st.sampled_from(("Harbor Wire", "the MERIDIAN post", "STRASSE HEUTE", "Harbor"))),
    st.lists(st.integers(0, 59), max_size=40),
)


def allowed(filter: Filter) -> list[Article]:
    """What the filter lets through, said again in plain words."""
    found = STORIES
    if filter.since:
        found = [a for a in found if a.published and a.published >= filter.since]
    if filter.until:
        found = [a for a in found if a.published and a.published <= filter.until]
    if filter.publishers:
        wanted = [publisher.casefold() for publisher in filter.publishers]
        found = [a for a in found if a.publisher and a.publisher.casefold() in wanted]
    if filter.articles:
        found = [a for a in found if a.id in filter.articles]
    return found


def sources(index: HybridIndex, found: list[tuple[int, float]]) -> set[str]:
    return {p.article.source for p in index.store.passages([id for id, _ in found]).values()}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filter=FILTERS, question=st.sampled_from(QUESTIONS), k=st.integers(1, 40))
def test_the_best_of_what_is_left_in_are_found_wherever_they_stand(
    index: HybridIndex, passages: dict[int, Passage], filter: Filter, question: str, k: int
) -> None:
    store, names = index.store, {article.source for article in allowed(filter)}
    inside = {id for id, passage in passages.items() if passage.article.source in names}
    vector = FakeEmbedder().embed([question])[0]
    for best, of_all in (
        (store.nearest(vector, k, filter), store.nearest(vector, 1000)),
        (store.matching(question, k, filter), store.matching(question, 1000)),
    ):
        expected = [(id, score) for id, score in of_all if id in inside]
        assert len(best) == len({id for id, _ in best}) == min(k, len(expected))
        # Of equally good ones any may come first.
        assert [s for _, s in best] == pytest.approx([s for _, s in expected[:k]], abs=1e-6)
        for id, score in best:
            assert score == pytest.approx(dict(expected)[id], abs=1e-6)
    assert {article.source for article in store.articles(filter)} == names
    assert store.count(filter) == len(names)


def test_it_is_as_if_the_library_held_nothing_else(index: HybridIndex, tmp_path: Path) -> None:
    filter = Filter(since=date(2019, 1, 5), publishers=("harbor wire", "the meridian post"))
    alone = opened(tmp_path / "alone.db", allowed(filter))
    assert 0 < alone.store.count() < 20
    for question in QUESTIONS:
        vector = FakeEmbedder().embed([question])[0]
        here, there = index.store.nearest(vector, 9, filter), alone.store.nearest(vector, 9)
        assert [c for _, c in here] == pytest.approx([c for _, c in there], abs=1e-6)
        both = (index.store.matching(question, 99, filter), alone.store.matching(question, 99))
        assert sources(index, both[0]) == sources(alone, both[1])
        hits = index.search(question, retrieved=50, k=8, filter=filter)
        assert {hit.passage.article.source for hit in hits} <= {a.source for a in allowed(filter)}
        assert len(hits) == 8
    alone.store.close()


def test_what_was_just_added_or_removed_is_let_through_or_not(tmp_path: Path) -> None:
    index = opened(tmp_path / "library.db", STORIES[:8])
    filter = Filter(publishers=("Harbor Wire",))

    def found() -> set[str]:
        hits = index.search("bridge", retrieved=50, k=50, filter=filter)
        return {hit.passage.article.source for hit in hits}

    assert found() == {"0.txt", "4.txt"}
    index.add(STORIES[8:10])
    index.store.remove([STORIES[0].id])
    assert found() == {"4.txt", "8.txt"}
    index.store.close()


def test_both_days_are_in_and_the_undated_are_out(index: HybridIndex) -> None:
    day = FIRST + timedelta(days=4)
    printed = {article.published for article in index.store.articles(Filter(since=day, until=day))}
    assert printed == {day}
    assert None not in {a.published for a in index.store.articles(Filter(until=date(2100, 1, 1)))}
    assert index.store.count(EVERYTHING) == 60


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-2", date(2019, 2, 1), date(2019, 2, 28)),
        (" 2019-11-15 ", date(2019, 11, 15), date(2019, 11, 15)),
    ],
)
def test_a_year_and_a_month_are_their_days(written: str, first: date, last: date) -> None:
    assert days_of(written) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "19",
        "2019-00",
        "2019-13",
        "2019-01-00",
        "2019-02-30",
        "0000",
        "2019-11-15T10",
        "15 Nov 2019",
        "२०१९",
        "9" * 40,
    ],
)
def test_what_is_no_date_is_told_how_to_write_one(written: str) -> None:
    with pytest.raises(FilterError, match=r"is not a date: write it as 2019"):
        days_of(written)


def test_a_filter_says_what_it_lets_through() -> None:
    days = {"since": date(2019, 1, 1), "until": date(2019, 12, 31)}
    assert str(Filter(**days)) == "from 2019-01-01 to 2019-12-31"
    assert str(Filter(since=date(2030, 1, 1))) == "from 2030-01-01 on"
    assert str(Filter(until=date(2030, 1, 1), publishers=("A", "B"), articles=("f",))) == (
        "from 2030-01-01 or before and by A or B and among those named"
    )
    assert not EVERYTHING
    assert not Filter()
    assert Filter(articles=("f",))


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(FilterError, match="2020-01-01 is after 2019-01-01"):
        Filter(since=date(2020, 1, 1), until=date(2019, 1, 1))

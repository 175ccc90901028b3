"""Which articles are one story, and that the library keeps knowing it. The words are made up."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.errors import LibraryError
from index.filter import Filter
from index.hybrid import HybridIndex
from index.local import FORMAT, MOST_ALIKE, LocalStore
from index.stories import Wording, are_one_story, sketch_of, stories_among, told_words
from tests.fakes import FakeEmbedder, make_article
from tests.index.format_1 import make_format_1

TOPIC = """the a of in to and on for by with after before while council bridge harbour ferry cost
workers mayor plan vote toll steel repair minister budget contract delay engineers river traffic
union report said told would could agreed signed opened closed paid promised warned new old two
first last north south city million percent weeks months people ships lanes""".split()


def paragraph(seed: int, words: int = 45) -> str:
    """Sentences on one topic, always the same for one seed."""
    chosen = random.Random(seed).choices(TOPIC, k=words)
    cuts = [*range(0, words, 15), words]
    return " ".join(" ".join(chosen[a:b]).capitalize() + "." for a, b in pairwise(cuts))


def told(*seeds: int, headline: str = "Bridge to open late", **known: object) -> Article:
    """An article of the paragraphs of these *seeds*, under a headline."""
    text = "\n\n".join([headline, *map(paragraph, seeds)])
    source = str(known.pop("source", f"{headline} {seeds}.txt"))
    return make_article(text, title=headline, source=source, **known)  # type: ignore[arg-type]


def one_story(one: Article, other: Article) -> bool:
    return are_one_story(*(sketch_of(told_words(article)) for article in (one, other)))


LONG = told(*range(8))
SEEDS = st.integers(0, 10_000)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(3, 12), st.sampled_from(["\n", "  \n\t", "\r\n", " \u00a0"]))
def test_white_space_case_and_marks_make_no_other_story(seed: int, size: int, gap: str) -> None:
    article = told(*range(seed, seed + size))
    wrapped = make_article(article.text.replace(" ", gap).replace(".", " —"), title="")
    assert told_words(wrapped)[4:] == told_words(article)
    assert one_story(article, make_article(article.text.upper(), title=""))
    assert one_story(article, wrapped)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(4, 12), st.data())
def test_a_changed_headline_byline_or_paragraph_added_or_cut_is_the_same_story(
    seed: int, size: int, data: st.DataObject
) -> None:
    seeds = list(range(seed, seed + size))
    article = told(*seeds)
    byline = f"By {paragraph(seed + 500, 2)[:-1].title()}, The Meridian Post\n\n{article.text}"
    at = data.draw(st.integers(0, size))
    cut = data.draw(st.integers(3, size))
    for other in (
        told(*seeds, headline="A far longer headline about quite another side of it all"),
        make_article(byline, title="Bridge to open late"),
        told(*seeds[:at], seed + 900, *seeds[at:]),
        told(*seeds[:cut], headline="Bridge late"),
    ):
        assert one_story(article, other)
        assert one_story(other, article)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 12), st.integers(1, 12))
def test_two_stories_on_one_topic_are_two(seed: int, one: int, other: int) -> None:
    first = told(*range(seed, seed + one))
    second = told(*range(seed + 20, seed + 20 + other))
    assert not one_story(first, second)


def test_two_articles_that_share_a_paragraph_are_two_stories() -> None:
    assert not one_story(told(1, 2, 3, 4), told(5, 6, 3, 7))


def test_what_opens_alike_and_shares_more_than_half_is_one_story() -> None:
    assert one_story(told(*range(8)), told(0, 1, 2, 3, 4, 15, 16, 17))


def test_background_taken_over_into_a_report_that_opens_anew_makes_no_version() -> None:
    assert not one_story(told(*range(8)), told(15, 16, 17, 3, 4, 5, 6, 7))


def test_one_opening_over_two_stories_makes_no_version() -> None:
    assert not one_story(told(*range(8)), told(0, 1, *range(12, 18)))


GALLERY = " ".join(f"{paragraph(seed, 15)} Ann Example/AFP/Getty Images" for seed in range(90, 120))


def test_two_articles_with_one_photo_gallery_are_two_stories() -> None:
    first, second = (told(*seeds).text for seeds in ((1, 2, 3), (4, 5, 6)))
    with_gallery = [make_article(f"{text}\n\n{GALLERY}") for text in (first, second)]
    assert not one_story(*with_gallery)
    assert one_story(with_gallery[0], make_article(first))
    assert one_story(make_article(GALLERY), make_article(f"{GALLERY} More pictures."))


def test_a_sketch_from_before_openings_had_prints_is_still_compared() -> None:
    sketches = [sketch_of(told_words(article)) for article in (LONG, told(*range(7)))]
    old = replace(sketches[0], prints=sketches[0].prints[sketches[0].prints < 1 << 48])
    assert are_one_story(old, sketches[1])


def test_a_teaser_in_a_list_of_others_is_not_the_list() -> None:
    assert not one_story(told(3), told(1, 2, 3, 4, 5, 6, 7, 8))


SHORT = "The bridge cost $9 million. It opens in May."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("the bridge  cost $9 million;\nit opens in May", True),
        ("The bridge cost $8 million. It opens in May.", False),
        ("The bridge cost $9 million. It opens in June.", False),
        ("…", False),
    ],
)
def test_a_few_words_are_one_story_only_if_they_are_the_same(other: str, same: bool) -> None:
    assert one_story(make_article(SHORT), make_article(other)) is same


def test_a_word_parted_at_a_line_end_is_compared_whole() -> None:
    assert Wording("the govern-\nment paid five ships").stands_in(
        Wording("Yes, the government paid five ships.")
    )


def test_what_stands_again_has_every_figure_again() -> None:
    said = f"{paragraph(1)} It cost $870 million in all."
    assert Wording(said).stands_in(Wording(f"{paragraph(2)} {said} {paragraph(3)}"))
    assert not Wording(said).stands_in(Wording(said.replace("870", "890")))
    assert not Wording("Two words.").stands_in(Wording("Two words."))


# -- in the library ------------------------------------------------------------------------------


def opened(path: Path) -> HybridIndex:
    embedder = FakeEmbedder()
    return HybridIndex(LocalStore(path, embedder=embedder.fingerprint), embedder)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[HybridIndex]:
    made = opened(tmp_path / "library.db")
    yield made
    made.store.close()


# Two stories that no article has in common, one that a third holds together, and a lone one.
BRIDGE = [told(1, 2, 3, 4, 5), told(1, 2, 3, headline="Cut"), told(9, 1, 2, 3, 4, 5, headline="+")]
PARTS = [told(21, 22, 23), told(24, 25, 26), told(21, 22, 23, 24, 25, 26)]
LONE = told(31, 32, 33, 34)
EVERY = [*BRIDGE, *PARTS, LONE]


def stories_in(index: HybridIndex) -> set[frozenset[str]]:
    """The articles' sources, story by story."""
    sources = {article.id: article.source for article in index.store.articles()}
    stories = index.store.stories(list(sources)).values()
    assert all(story.id == min(story.versions) for story in stories)
    return {frozenset(sources[id] for id in story.versions) for story in stories}


def sources_of(*groups: Sequence[Article]) -> set[frozenset[str]]:
    return {frozenset(article.source for article in group) for group in groups}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(EVERY), gone=st.sets(st.sampled_from(range(7)), max_size=4))
def test_stories_do_not_depend_on_the_order_of_adding_nor_on_what_was_removed(
    tmp_path_factory: pytest.TempPathFactory, order: list[Article], gone: set[int]
) -> None:
    index = opened(tmp_path_factory.mktemp("order") / "library.db")
    index.add(order)
    assert stories_in(index) == sources_of(BRIDGE, PARTS, [LONE])
    index.store.remove([EVERY[n].id for n in gone])
    left = [article for article in order if EVERY.index(article) not in gone]
    by_id = {article.id: article for article in left}
    sketches = {id: sketch_of(told_words(article)) for id, article in by_id.items()}
    expected = [[by_id[id] for id in story] for story in stories_among(sketches)]
    assert stories_in(index) == sources_of(*expected)
    index.store.close()


def test_a_story_falls_apart_without_the_version_that_held_it_together(index: HybridIndex) -> None:
    index.add(EVERY)
    index.store.remove([PARTS[2].id])
    assert stories_in(index) == sources_of(BRIDGE, PARTS[:1], PARTS[1:2], [LONE])
    index.add([PARTS[2]])
    assert stories_in(index) == sources_of(BRIDGE, PARTS, [LONE])


def test_a_changed_file_leaves_the_story_it_told(index: HybridIndex) -> None:
    index.add(EVERY)
    index.add([told(41, 42, 43, source=BRIDGE[0].source)])
    assert frozenset([BRIDGE[0].source]) in stories_in(index)


def test_rebuilding_tells_the_stories_anew(index: HybridIndex, tmp_path: Path) -> None:
    index.add(EVERY)
    with sqlite3.connect(tmp_path / "library.db") as db:
        db.execute("UPDATE version SET story = article, words = 1, prints = x''")
        db.execute("DELETE FROM print")
    assert len(stories_in(index)) == 7
    index.rebuild()
    assert stories_in(index) == sources_of(BRIDGE, PARTS, [LONE])
    index.add([told(1, 2, 3, 4, headline="One more")])
    assert max(map(len, stories_in(index))) == 4


def test_removing_everything_leaves_no_print(index: HybridIndex, tmp_path: Path) -> None:
    index.add(EVERY)
    index.store.remove([article.id for article in EVERY])
    with sqlite3.connect(tmp_path / "library.db") as db:
        assert db.execute("SELECT count(*) FROM print").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM version").fetchone() == (0,)


def test_more_copies_than_are_looked_up_are_still_one_story(index: HybridIndex) -> None:
    copies = [told(1, 2, 3, headline=f"Copy {n}") for n in range(MOST_ALIKE + 6)]
    index.add(copies)
    assert stories_in(index) == sources_of(copies)


def test_the_earliest_full_version_comes_first(index: HybridIndex) -> None:
    versions = [
        told(1, 2, 3, headline="Cut", published=date(2020, 1, 1)),
        told(1, 2, 3, 4, 5, headline="Wire", published=date(2020, 1, 2)),
        told(1, 2, 3, 4, 5, 6, headline="Longer", published=date(2020, 1, 3)),
        told(1, 2, 3, 4, 5, 7, 8, headline="Undated and longest"),
    ]
    index.add(versions[::-1])
    story = index.store.stories([versions[0].id])[versions[0].id]
    assert story.versions == tuple(versions[n].id for n in (1, 2, 3, 0))
    later = index.store.stories([versions[2].id], Filter(since=date(2020, 1, 3)))
    assert later[versions[2].id].versions == (versions[2].id,)
    named = index.store.articles(Filter(stories=(versions[3].id,)))
    assert {article.id for article in named} == {article.id for article in versions}


def test_five_reprints_are_found_once_and_leave_room_for_other_stories(index: HybridIndex) -> None:
    copies = [
        told(*range(8), headline=f"Copy {n}", published=date(2020, 1, 9 - n)) for n in range(5)
    ]
    index.add([*copies, told(50, 51, headline="Other"), told(60, 61, headline="Third")])
    hits = index.search(paragraph(2), retrieved=4, k=4)
    assert len(hits) == 4
    firsts = {(hit.passage.article.title, hit.passage.start) for hit in hits}
    assert len(firsts) == 4
    assert {title for title, _ in firsts} <= {"Copy 4", "Other", "Third"}
    best = hits[0].passage
    assert best.article.title == "Copy 4"
    assert [version.title for version in best.versions] == [f"Copy {n}" for n in (4, 3, 2, 1, 0)]
    among = Filter(articles=tuple(copy.id for copy in copies[:2]))
    best = index.search(paragraph(2), retrieved=4, k=1, filter=among)[0].passage
    assert [version.title for version in best.versions] == ["Copy 1", "Copy 0"]


def test_a_version_with_another_figure_is_found_beside_the_first(index: HybridIndex) -> None:
    text = f"{paragraph(1)} It cost $870 million.\n\n{paragraph(2)}\n\n{paragraph(3)}"
    first = make_article(text, title="First", source="a", published=date(2020, 1, 1))
    mended = make_article(
        text.replace("870", "890"), title="Mended", source="b", published=date(2020, 1, 2)
    )
    index.add([first, mended])
    assert stories_in(index) == sources_of([first, mended])
    hits = index.search("It cost how many million?", retrieved=10, k=10)
    assert {hit.passage.article.title for hit in hits if "cost $8" in hit.passage.text} == {
        "First", "Mended",
    }  # fmt: skip


# -- libraries of format 1 -----------------------------------------------------------------------


def version_of(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_a_library_of_format_1_is_told_its_stories_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make_format_1(path, EVERY)
    index = opened(path)
    assert version_of(path) == FORMAT
    assert stories_in(index) == sources_of(BRIDGE, PARTS, [LONE])
    assert index.search(paragraph(32), retrieved=5, k=1)[0].passage.article == LONE
    index.store.remove([PARTS[2].id])
    index.store.close()
    again = opened(path)
    assert len(stories_in(again)) == 4
    again.store.close()


def test_a_library_of_format_1_that_is_damaged_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make_format_1(path, EVERY)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE article SET text = 'other' WHERE id = ?", (LONE.id,))
    with pytest.raises(LibraryError, match="damaged"):
        opened(path)
    assert version_of(path) == 1
    with sqlite3.connect(path) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    assert not {"version", "print"} & tables


def test_a_library_of_format_1_made_by_another_embedder_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make_format_1(path, EVERY)
    with pytest.raises(LibraryError, match="another embedder"):
        LocalStore(path, embedder="another")
    assert version_of(path) == 1

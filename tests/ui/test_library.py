"""The page "Library" as a person uses it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from index.article import Article
from index.errors import LibraryError
from qa import Filter, QASystem, Settings, Status
from tests.fakes import fake_system
from tests.ui.conftest import APP, labels, shown
from tests.ui.fake_system import (
    FERRY_ARTICLE,
    HOSTILE_ARTICLE,
    LATER_ARTICLE,
    PAY,
    PAYS,
    REPRINTS,
    TALKS_ARTICLE,
    FakeSystem,
)
from ui import library, state


@pytest.fixture
def page(system: FakeSystem) -> AppTest:
    return at_library()


def at_library() -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=20)
    page._page_hash = calc_hash("library")
    return page


def to_page(page: AppTest, path: str) -> AppTest:
    """As a click on the link to *path*; the test browser itself follows links to files only."""
    page._page_hash = calc_hash(path)
    page.query_params.clear()
    return page.run()


def rows(page: AppTest) -> list[str]:
    return [b.label for b in page.button if (b.key or "").startswith("open-row-")]


def open_row(page: AppTest, id: str) -> AppTest:
    return page.button(key=f"open-row-{id}").click().run()


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def choose(page: AppTest, *ids: str) -> AppTest:
    for id in ids:
        page.checkbox(key=f"choose-{id}").check()
    return page.run()


def many(count: int) -> list[Article]:
    return [
        replace(TALKS_ARTICLE, id=f"{n:064x}", title=f"Talks, day {n}", source=f"{n}.txt")
        for n in range(count)
    ]


# -- the list ------------------------------------------------------------------------------------


def test_every_article_is_listed_with_publisher_date_and_version(
    page: AppTest, system: FakeSystem
) -> None:
    system.held.append(replace(FERRY_ARTICLE, id="f" * 64, title="(2nd LD) Ferry sails"))
    said = shown(page.run())
    assert rows(page) == [
        "Envoys near an agreement",
        "Seoul and Washington open talks on cost of troops",
        "Ferry out of service for 19 days",
        r"\(2nd LD\) Ferry sails",
    ]
    assert '<p class="meta">Daily Post · 3 Jan 2020</p>' in said
    assert '<p class="meta">Harbor Wire · no date · 2nd lead</p>' in said
    assert 'role="status">4 articles</p>' in said


def test_the_sidebar_leaves_out_what_the_page_has(page: AppTest) -> None:
    page.run()
    assert len(page.file_uploader) == 1
    assert not [b for b in page.button if (b.key or "").startswith("article-")]
    to_page(page, "")
    assert len(page.file_uploader) == 1
    assert [b for b in page.button if (b.key or "").startswith("article-")]


def test_a_large_library_is_shown_a_screenful_at_once(page: AppTest, system: FakeSystem) -> None:
    system.held = many(60)
    page.run()
    assert len(rows(page)) == library.SHOWN == 25
    press(page, "Show more: 25 of 60 are here")
    press(page, "Show more: 50 of 60 are here")
    assert len(rows(page)) == 60
    assert not [label for label in labels(page) if label.startswith("Show more")]


def test_titles_and_publishers_are_searched_and_the_words_have_an_address(
    page: AppTest, system: FakeSystem
) -> None:
    system.held = [*many(60), LATER_ARTICLE]
    page.run()
    press(page, "Show more: 25 of 61 are here")
    page.text_input(key="titles").set_value("POST envoys").run()
    assert rows(page) == ["Envoys near an agreement"]
    assert 'role="status">1 article found</p>' in shown(page)
    page.text_input(key="titles").set_value("talks").run()
    assert len(rows(page)) == 25
    page.text_input(key="titles").set_value("no such words").run()
    assert "No title or publisher has these words." in shown(page)
    assert rows(page) == []


def test_an_address_with_words_gives_what_they_find(page: AppTest) -> None:
    page.query_params["titles"] = "ferry"
    page.run()
    assert rows(page) == ["Ferry out of service for 19 days"]


def test_the_words_stay_in_the_address_beside_the_filter_and_the_article(page: AppTest) -> None:
    page.query_params["titles"] = "ferry"
    open_row(page.run(), FERRY_ARTICLE.id)
    address = {"titles": ["ferry"], "article": [FERRY_ARTICLE.id]}
    assert link(page) == address
    page.multiselect(key="publishers").set_value(["Harbor Wire"]).run()
    assert link(page) == address | {"publisher": ["Harbor Wire"]}
    press(page, "Close")
    page.button(key="clear-sidebar").click().run()
    assert link(page) == {"titles": ["ferry"]}


def link(page: AppTest) -> dict[str, list[str]]:
    """The address; the test browser gives lists where a value was given as one."""
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in page.query_params.items()
    }


def test_the_filter_narrows_the_list(page: AppTest) -> None:
    page.run().text_input(key="since").set_value("2020").run()
    assert rows(page) == ["Envoys near an agreement"]
    said = shown(page)
    assert "1 of 3 articles" in said
    assert said.count("<b>Only:</b> from 1 Jan 2020</p>") == 2
    page.text_input(key="since").set_value("2025").run()
    assert "No article is left by the filter." in shown(page)


def test_a_library_that_cannot_be_read_is_told(
    page: AppTest, system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(ids: object) -> None:
        raise LibraryError("The library <file> is damaged.")

    monkeypatch.setattr(system, "stories", damaged)
    assert "The library &lt;file&gt; is damaged." in shown(page.run())


def test_an_empty_library_is_welcomed_here_too(page: AppTest, system: FakeSystem) -> None:
    system.held.clear()
    assert "Every answer is a quotation from your own articles" in shown(page.run())
    page.button(key="add-samples").click().run()
    assert len(rows(page)) == 12
    assert "12 added." in shown(page)


# -- adding --------------------------------------------------------------------------------------

NEWS = b"A ferry sank\n\nThe ferry sank in the harbour on Monday morning, the police said.\n"


def test_files_are_told_one_by_one_with_reasons(page: AppTest) -> None:
    files = [
        ("ferry.txt", NEWS, "text/plain"),
        ("budget $5 <b>.txt", b" ", "text/plain"),
        ("again.txt", NEWS, "text/plain"),
    ]
    page.run().file_uploader[0].set_value(files).run()
    said = shown(page)
    assert "<p>1 added, 1 unchanged, 1 could not be read.</p>" in said
    assert (
        '<ul class="files"><li><b dir="auto">budget $5 &lt;b&gt;.txt</b>: could not be read'
        "<ul><li>budget $5 &lt;b&gt;.txt is empty.</li></ul></li>"
        '<li><b dir="auto">ferry.txt</b>: added</li>'
        '<li><b dir="auto">again.txt</b>: unchanged</li></ul>'
    ) in said
    assert [(e.label, e.proto.expanded) for e in page.main.expander] == [("Each file", True)]
    to_page(page, "")
    assert "1 could not be read: budget $5 &lt;b&gt;.txt is empty." in shown(page)


# -- opening -------------------------------------------------------------------------------------


def test_a_title_opens_the_article_with_its_furniture_greyed(page: AppTest) -> None:
    said = shown(open_row(page.run(), TALKS_ARTICLE.id))
    assert '<span class="furniture">Home  News  Weather</span>' in said
    assert "What is grey is menus and the like: it is not searched." in said
    assert page.query_params == {"article": TALKS_ARTICLE.id}
    said = shown(press(page, "Close"))
    assert '<article class="article">' not in said
    assert page.query_params == {}


def test_a_link_opens_its_article_and_going_back_closes_it(page: AppTest) -> None:
    page.query_params["article"] = LATER_ARTICLE.id
    page.query_params["since"] = "2019"
    assert "Seoul would pay $890 million" in shown(page.run())
    del page.query_params["article"]
    said = shown(page.run())
    assert '<article class="article">' not in said
    assert "from 1 Jan 2019" in said
    page.query_params["article"] = "0" * 64
    assert "The article in this link is not in the library." in shown(page.run())


def test_another_page_begins_with_nothing_open(page: AppTest) -> None:
    open_row(page.run(), TALKS_ARTICLE.id)
    assert '<article class="article">' not in shown(to_page(page, ""))
    assert '<article class="article">' not in shown(to_page(page, "library"))


# -- stories -------------------------------------------------------------------------------------


def test_an_article_names_its_copies_and_they_open(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    page.run()
    folded = [e.label for e in page.main.expander]
    assert folded[0] == r"Also in 2: Daily Post\, \<b\>Wire\<\/b\> \& \$on"
    assert len(folded) == 3
    page.button(key=f"copy-{TALKS_ARTICLE.id}-{REPRINTS[0].id}").click().run()
    said = shown(page)
    assert '<h2 dir="auto">Troop cost talks open</h2>' in said
    copies = [b.label for b in page.button if (b.key or "").startswith("copy-pane-")]
    assert copies[0] == (
        "Yonhap · Seoul and Washington open talks on cost of troops · 15 Nov 2019 ▸"
    )
    assert len(copies) == 2


def test_one_story_is_asked_alone(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    page.run().button(key=f"ask-story-{REPRINTS[0].id}").click().run()
    said = shown(page)
    assert "3 of 5 articles" in said
    assert "<b>Only:</b> the story “Seoul and Washington open talks on cost of troops”" in said
    assert len(rows(page)) == 3
    assert page.query_params == {"story": TALKS_ARTICLE.id}
    assert not [b for b in page.button if (b.key or "").startswith("ask-story-")]
    to_page(page, "")
    page.chat_input[0].set_value(PAY).run()
    assert system.filters == [Filter(stories=(TALKS_ARTICLE.id,))]


# -- correcting ----------------------------------------------------------------------------------


def correct(page: AppTest, published: str, publisher: str) -> AppTest:
    by_key = {(box.key or "").partition("-")[0]: box for box in page.text_input}
    by_key["published"].set_value(published)
    by_key["publisher"].set_value(publisher)
    return press(page, "Save")


def test_date_and_publisher_are_corrected_by_hand_and_taken_back(
    page: AppTest, system: FakeSystem
) -> None:
    open_row(page.run(), FERRY_ARTICLE.id)
    assert "As printed:" not in shown(page)
    said = shown(correct(page, "14 Mar 2018", "The Orrin Post"))
    assert system.article(FERRY_ARTICLE.id).published == date(2018, 3, 14)
    assert "Corrected: “Ferry out of service for 19 days”." in said
    assert '<p class="meta">The Orrin Post · 14 Mar 2018 · corrected by hand</p>' in said
    assert "As printed: no date, Harbor Wire." in said
    said = shown(press(page, "Take the correction back"))
    assert "As printed again: “Ferry out of service for 19 days”." in said
    assert '<p class="meta">Harbor Wire · no date</p>' in said
    assert system.article(FERRY_ARTICLE.id) == FERRY_ARTICLE
    values = {(box.key or "").partition("-")[0]: box.value for box in page.text_input}
    assert (values["published"], values["publisher"]) == ("", "Harbor Wire")


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2019-02-30", "&#x27;2019-02-30&#x27; is not a day: write it as 2019-11-15"),
        ("2999-01-01", "2999-01-01 is in the future"),
        ("1712-01-01", "1712-01-01 is before 1800"),
    ],
)
def test_what_cannot_be_is_told_and_stays_in_its_box(
    page: AppTest, system: FakeSystem, published: str, told: str
) -> None:
    open_row(page.run(), FERRY_ARTICLE.id)
    assert told in shown(correct(page, published, "X"))
    assert system.article(FERRY_ARTICLE.id) == FERRY_ARTICLE
    assert published in [box.value for box in page.text_input]


def test_what_was_cited_before_is_shown_with_the_correction(
    page: AppTest, system: FakeSystem
) -> None:
    to_page(page, "")
    page.chat_input[0].set_value(PAY).run()
    to_page(page, "check")
    page.text_area[0].set_value(PAYS)
    press(page, "Check")
    to_page(page, "library")
    open_row(page, TALKS_ARTICLE.id)
    correct(page, "2019-11-14", "The Orrin Post")
    said = shown(to_page(page, ""))
    assert '<b dir="auto">The Orrin Post</b>' in said
    assert "<time>14 Nov 2019</time>" in said
    assert "<time>15 Nov 2019</time>" not in said
    assert system.asked == [PAY]
    said = shown(to_page(page, "check"))
    assert "<time>14 Nov 2019</time>" in said
    assert system.checked == [PAYS]


# -- removing ------------------------------------------------------------------------------------


def test_several_are_removed_at_once_and_put_back(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), LATER_ARTICLE.id, FERRY_ARTICLE.id)
    assert "3 articles, 2 chosen" in shown(page)
    press(page, "Remove these 2")
    said = shown(page)
    assert "Removed 2 articles." in said
    assert rows(page) == ["Seoul and Washington open talks on cost of troops"]
    said = shown(press(page, "Undo"))
    assert {each.id for each in system.held} == {
        LATER_ARTICLE.id, TALKS_ARTICLE.id, FERRY_ARTICLE.id
    }  # fmt: skip
    assert len(rows(page)) == 3
    assert "Removed" not in said
    assert "chosen" not in said


def test_a_second_click_on_remove_does_nothing(system: FakeSystem) -> None:
    def twice(system, id):  # type: ignore[no-untyped-def]  # names here are not known there
        import streamlit as st

        from ui import state, undo

        for _ in range(2):
            undo.remove(system, [id])
        st.write(f"told: {state.told()}")

    page = AppTest.from_function(twice, args=(system, FERRY_ARTICLE.id)).run()
    assert not page.exception
    assert [each.value for each in page.markdown] == ["told: None"]
    assert FERRY_ARTICLE.id not in {each.id for each in system.held}


def test_one_is_removed_where_it_is_open_and_put_back(page: AppTest, system: FakeSystem) -> None:
    open_row(page.run(), LATER_ARTICLE.id)
    press(page, "Remove from the library")
    said = shown(press(page, "Remove"))
    assert "Removed “Envoys near an agreement”." in said
    assert '<article class="article">' not in said
    press(page, "Undo")
    assert LATER_ARTICLE in system.held


def test_a_removal_can_be_undone_until_the_next_act(page: AppTest) -> None:
    choose(page.run(), LATER_ARTICLE.id)
    press(page, "Remove it")
    assert "Undo" in labels(page)
    page.text_input(key="titles").set_value("ferry").run()
    assert "Undo" not in labels(page)
    assert "Removed" not in shown(page)


def test_the_last_one_can_be_put_back_too(page: AppTest, system: FakeSystem) -> None:
    system.held = [LATER_ARTICLE]
    choose(page.run(), LATER_ARTICLE.id)
    said = shown(press(page, "Remove it"))
    assert "Every answer is a quotation from your own articles" in said
    press(page, "Undo")
    assert rows(page) == ["Envoys near an agreement"]


def test_an_undo_that_fails_is_told_and_can_be_tried_again(
    page: AppTest, system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page.run(), LATER_ARTICLE.id)
    press(page, "Remove it")
    with monkeypatch.context() as patch:
        patch.setattr(system, "put_back", full)
        assert "The disk is full." in shown(press(page, "Undo"))
    press(page, "Undo")
    assert LATER_ARTICLE in system.held


def full(removed: object) -> int:
    raise LibraryError("The disk is full.")


def test_what_came_back_by_itself_meanwhile_is_told(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), LATER_ARTICLE.id)
    press(page, "Remove it")
    system.held.append(LATER_ARTICLE)
    said = shown(press(page, "Undo"))
    assert "0 of 1 are back. The others, or newer versions of them, had been" in said


def test_all_shown_can_be_chosen_and_none(page: AppTest, system: FakeSystem) -> None:
    system.held = many(30)
    page.run()
    press(page, "Choose all 25 shown")
    assert "30 articles, 25 chosen" in shown(page)
    press(page, "Choose none")
    assert "chosen" not in shown(page)


def test_what_the_search_leaves_out_is_not_chosen(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), LATER_ARTICLE.id, FERRY_ARTICLE.id)
    page.text_input(key="titles").set_value("ferry").run()
    press(page, "Remove it")
    assert LATER_ARTICLE in system.held
    assert FERRY_ARTICLE not in system.held


# -- hostile text --------------------------------------------------------------------------------


def test_hostile_text_shows_as_itself_on_every_row_and_in_every_box(
    page: AppTest, system: FakeSystem
) -> None:
    system.held.insert(0, HOSTILE_ARTICLE)
    choose(page.run(), HOSTILE_ARTICLE.id)
    open_row(page, HOSTILE_ARTICLE.id)
    correct(page, "", "<img src=x onerror=alert(1)>")
    press(page, "Remove it")
    said = shown(page)
    assert "Removed “&lt;script&gt;alert(1)&lt;/script&gt;" in said
    press(page, "Undo")
    said += shown(open_row(page, HOSTILE_ARTICLE.id))
    for element in ("<script", "<img", "<b>"):
        assert element not in said
    assert not page.markdown
    label = page.checkbox(key=f"choose-{HOSTILE_ARTICLE.id}").label
    assert label == "Choose script alert 1 script bold 5 and 6 x javascript alert 1 smile"


# -- the real system -----------------------------------------------------------------------------


@pytest.fixture
def real(components: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QASystem]:
    """A real library file under the page, with stand-ins for the models alone."""
    with fake_system(tmp_path / "library.db") as made:

        def opened(_: Settings) -> QASystem:
            return made

        monkeypatch.setattr(QASystem, "open", opened)
        st.cache_resource.clear()
        yield made
        st.cache_resource.clear()


def test_over_a_real_library_all_of_it_holds_together(real: QASystem, tmp_path: Path) -> None:
    story = " ".join(f"On day {n} the two sides spoke for {n} hours in Orrin." for n in range(40))
    for name, text in (("one", story), ("two", f"{story} (Agency)"), ("three", "Rain fell.")):
        (tmp_path / f"{name}.txt").write_text(f"{name.title()} it is\n\n{text}", encoding="utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    list(real.add_files(paths))
    page = at_library().run()
    assert rows(page) == ["One it is", "Three it is", "Two it is"]
    one, _, two = real.articles()
    assert [e.label for e in page.main.expander][:1] == ["Also in 1: Two it is"]
    open_row(page, one.id)
    correct(page, "2019-11-15", "The Orrin Post")
    before = real.articles()
    assert before[0] == replace(
        one, published=date(2019, 11, 15), publisher="The Orrin Post", corrected=True
    )
    press(page, "Close")
    choose(page, one.id, two.id)
    press(page, "Remove these 2")
    assert len(real.articles()) == 1
    press(page, "Undo")
    assert real.articles() == before
    assert {each.status for each in real.add_files(paths)} == {Status.UNCHANGED}
    assert real.faults() == ()


@pytest.mark.parametrize("act", [state.search_titles, state.narrow])
def test_a_box_that_says_what_it_said_before_takes_no_undo_away(
    act: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"titles": "taps", "searched": "taps", "since": "2019", "until": "", "removed": "kept",
            "publishers": [], "boxes": ("2019", "", ())}  # fmt: skip
    monkeypatch.setattr(state.st, "session_state", said)
    act()
    assert said["removed"] == "kept"
    said |= {"titles": "tap", "since": "2020"}
    act()
    assert said["removed"] is None

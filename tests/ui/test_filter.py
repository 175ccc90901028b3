"""The filter as a person uses it: chosen in the sidebar, said wherever it holds, and linked to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from qa import EVERYTHING, Filter, FilterError, QASystem, Settings, days_of
from tests.ui.fake_system import (
    FERRY_ARTICLE,
    HOSTILE_ARTICLE,
    PAY,
    PAYS,
    REPRINTS,
    SILENT,
    TALKS_ARTICLE,
    FakeSystem,
)
from ui import cards, state
from ui.text import visible

APP = Path(__file__).parent.parent.parent / "app.py"

YEAR = Filter(since=date(2019, 1, 1), until=date(2019, 12, 31))
YONHAP = replace(YEAR, publishers=("Yonhap",))
TALKS = Filter(articles=(TALKS_ARTICLE.id,))
STORY_OF_TALKS = Filter(stories=(TALKS_ARTICLE.id,))


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSystem]:
    """The system that the page opens."""
    fake = FakeSystem()

    def opened(_: Settings) -> FakeSystem:
        return fake

    monkeypatch.setattr(QASystem, "open", opened)
    streamlit.cache_resource.clear()
    yield fake
    streamlit.cache_resource.clear()


@pytest.fixture
def page(system: FakeSystem) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=20)


def shown(page: AppTest) -> str:
    assert not page.exception
    bodies = [html.value.replace("\xa0", " ") for html in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<script", "<style")))


def ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def choose(page: AppTest, since: str, until: str, *publishers: str) -> AppTest:
    page.text_input(key="since").set_value(since)
    page.text_input(key="until").set_value(until)
    page.multiselect(key="publishers").set_value(list(publishers))
    return page.run()


def to_page(page: AppTest, path: str) -> AppTest:
    """As a click on the link to *path*; the test browser itself follows links to files only."""
    page._page_hash = calc_hash(path)
    page.query_params.clear()
    return page.run()


def link(page: AppTest) -> dict[str, list[str]]:
    """The address; the test browser gives lists where a value was given as one."""
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in page.query_params.items()
    }


def follow(page: AppTest, address: dict[str, list[str]]) -> AppTest:
    page.query_params.clear()
    for name, values in address.items():
        page.query_params[name] = values
    return page.run()


# -- choosing ------------------------------------------------------------------------------------


def test_until_it_is_used_it_is_folded_away_and_says_nothing(
    page: AppTest, system: FakeSystem
) -> None:
    said = shown(ask(page.run(), PAY))
    assert [(e.label, e.proto.expanded) for e in page.sidebar.expander] == [("Filter", False)]
    assert "Only:" not in said
    assert "Clear" not in [button.label for button in page.button]
    assert system.filters == [EVERYTHING]


def test_what_is_chosen_is_asked_and_said_on_the_card(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), "2019", "2019", "Yonhap")
    said = shown(ask(page, PAY))
    assert system.filters == [YONHAP]
    # In the sidebar, by the question box, and on the card.
    assert said.count("<b>Only:</b> 2019, Yonhap</p>") == 3
    assert "1 of 3 articles" in said
    rows = [button.key for button in page.button if button.key.startswith("article-")]
    assert rows == [f"article-{TALKS_ARTICLE.id}"]


def test_a_card_keeps_the_filter_it_was_asked_under(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), "2019", "")
    ask(page, SILENT)
    page.button(key="clear-box").click().run()
    said = shown(ask(page, PAY))
    assert system.filters == [Filter(since=date(2019, 1, 1)), EVERYTHING]
    assert said.count("<b>Only:</b> from 1 Jan 2019</p>") == 1
    assert "3 articles" in said
    assert page.text_input(key="since").value == ""


def test_passages_are_filtered_too(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), "", "2019-11-15")
    page.segmented_control[0].set_value("Passages")
    said = shown(ask(page, PAY))
    assert system.filters == [Filter(until=date(2019, 11, 15))]
    assert "<b>Only:</b> until 15 Nov 2019</p>" in said


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("yesterday", "", "&#x27;yesterday&#x27; is not a date: write it as 2019, 2019-11 or"),
        ("2020", "2019", "2020-01-01 is after 2019-12-31"),
    ],
)
def test_what_is_no_filter_is_told_and_the_last_one_holds(
    page: AppTest, system: FakeSystem, since: str, until: str, told: str
) -> None:
    choose(page.run(), "2019", "2019")
    choose(page, since, until)
    assert told in shown(page)
    assert page.text_input(key="since").value == since
    ask(page, PAY)
    assert system.filters == [YEAR]
    assert told not in shown(choose(page, "", ""))


def test_a_filter_that_leaves_no_article_is_told_in_the_conversation(
    page: AppTest, system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(question: str, *, filter: Filter) -> None:
        raise FilterError(f"No article is {filter}.")

    monkeypatch.setattr(system, "ask", nothing)
    said = shown(ask(choose(page.run(), "2030", ""), PAY))
    assert "<p>No article is from 2030-01-01 on.</p>" in said
    assert "0 of 3 articles" in said


def test_an_open_article_is_asked_alone_with_one_click(page: AppTest, system: FakeSystem) -> None:
    page.run().button(key=f"article-{TALKS_ARTICLE.id}").click().run()
    page.button(key="ask-only").click().run()
    said = shown(ask(page, PAY))
    assert system.filters == [TALKS]
    assert "<b>Only:</b> “Seoul and Washington open talks on cost of troops”</p>" in said
    assert "ask-only" not in [button.key for button in page.button]
    page.button(key="clear-sidebar").click().run()
    assert "3 articles" in shown(page)


def test_a_filter_goes_with_the_article_it_names(page: AppTest, system: FakeSystem) -> None:
    page.run().button(key=f"article-{TALKS_ARTICLE.id}").click().run()
    page.button(key="ask-only").click().run()
    page.button(key="remove").click().run()
    page.button(key="remove-now").click().run()
    said = shown(page)
    assert "2 articles" in said
    assert "Only:" not in said


def test_nothing_is_suggested_that_the_filter_may_leave_out(page: AppTest) -> None:
    choose(page.run(), "2019", "")
    assert not [button for button in page.button if button.key.startswith("suggestion")]


# -- other pages ---------------------------------------------------------------------------------


def test_it_holds_on_every_page_and_a_draft_is_checked_under_it(
    page: AppTest, system: FakeSystem
) -> None:
    choose(page.run(), "2019", "2019", "Yonhap")
    to_page(page, "check")
    assert page.text_input(key="since").value == "2019"
    assert page.multiselect(key="publishers").value == ["Yonhap"]
    assert link(page) == {"since": ["2019"], "until": ["2019"], "publisher": ["Yonhap"]}
    page.text_area[0].set_value(PAYS)
    page.button(key="check").click().run()
    said = shown(page)
    assert system.filters == [YONHAP]
    assert said.count("<b>Only:</b> 2019, Yonhap</p>") == 3
    assert "The filter has changed since." not in said
    page.button(key="clear-desk").click().run()
    said = shown(page)
    assert "The filter has changed since." in said
    assert said.count("<b>Only:</b> 2019, Yonhap</p>") == 1
    assert link(page) == {}
    to_page(page, "")
    assert "Only:" not in shown(page)


# -- the address ---------------------------------------------------------------------------------

ADDRESS = {"q": [PAY], "since": ["2019-11"], "until": ["2019"], "publisher": ["Yonhap", "X & Y"]}


def test_a_filtered_question_has_an_address_that_asks_it_again(
    page: AppTest, system: FakeSystem
) -> None:
    follow(page, ADDRESS)
    asked = Filter(
        since=date(2019, 11, 1), until=date(2019, 12, 31), publishers=("Yonhap", "X & Y")
    )
    assert system.filters == [asked]
    assert page.text_input(key="since").value == "2019-11"
    assert link(page) == ADDRESS
    page.button(key="open-0").click().run()
    assert link(page) == ADDRESS | {
        "article": [TALKS_ARTICLE.id], "start": ["161"], "end": ["173"]
    }  # fmt: skip
    page.run()
    assert system.filters == [asked]


def test_the_address_keeps_the_filter_of_the_question_it_gives(
    page: AppTest, system: FakeSystem
) -> None:
    ask(choose(page.run(), "2019", ""), PAY)
    assert link(page) == {"q": [PAY], "since": ["2019"]}
    page.button(key="clear-box").click().run()
    assert link(page) == {"q": [PAY], "since": ["2019"]}
    page.run()
    ask(page, PAY)
    assert link(page) == {"q": [PAY]}
    assert system.filters == [Filter(since=date(2019, 1, 1)), EVERYTHING]


def test_going_back_brings_the_filter_back(page: AppTest, system: FakeSystem) -> None:
    choose(page.run(), "2019", "")
    assert link(page) == {"since": ["2019"]}
    follow(page, {})
    assert page.text_input(key="since").value == ""
    follow(page, {"since": ["2019"]})
    assert page.text_input(key="since").value == "2019"
    ask(page, PAY)
    assert system.filters == [Filter(since=date(2019, 1, 1))]


def test_a_link_to_one_article_opens_nothing(page: AppTest, system: FakeSystem) -> None:
    said = shown(follow(page, {"q": [PAY], "only": [TALKS_ARTICLE.id]}))
    assert system.filters == [TALKS]
    assert '<article class="article">' not in said


def test_a_story_is_asked_alone_and_linked_to(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    page.run().button(key=f"article-{REPRINTS[0].id}").click().run()
    page.button(key="ask-story-pane").click().run()
    said = shown(ask(page, PAY))
    assert system.filters == [STORY_OF_TALKS]
    assert "<b>Only:</b> the story “Seoul and Washington open talks on cost of troops”</p>" in said
    assert "3 of 5 articles" in said
    assert link(page)["story"] == [TALKS_ARTICLE.id]
    assert "ask-story-pane" not in [button.key for button in page.button]
    choose(page, "2019", "")
    ask(page, SILENT)
    assert system.filters[-1] == replace(STORY_OF_TALKS, since=date(2019, 1, 1))


def test_a_link_to_a_story_asks_all_its_versions(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    said = shown(follow(page, {"q": [PAY], "story": [TALKS_ARTICLE.id], "until": ["2019"]}))
    assert system.filters == [replace(STORY_OF_TALKS, until=date(2019, 12, 31))]
    assert "<b>Only:</b> until 31 Dec 2019, the story “Seoul and Washington" in said
    assert "2 of 5 articles" in said


def test_a_filter_goes_with_the_story_it_names(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    follow(page, {"story": [TALKS_ARTICLE.id]})
    page.button(key=f"article-{TALKS_ARTICLE.id}").click().run()
    page.button(key="remove").click().run()
    page.button(key="remove-now").click().run()
    said = shown(page)
    assert "4 articles" in said
    assert "Only:" not in said


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"story": ["0" * 64]}, "is in the library."),
        ({"since": ["soon"]}, "&#x27;soon&#x27; is not a date"),
        ({"since": ["2020"], "until": ["2019"]}, "2020-01-01 is after 2019-12-31"),
        ({"only": ["0" * 64]}, "is in the library."),
    ],
)
def test_a_filter_that_cannot_be_is_left_out_of_the_link(
    page: AppTest, system: FakeSystem, address: dict[str, list[str]], told: str
) -> None:
    said = shown(follow(page, address))
    assert "The filter in this link was left out." in said
    assert told in said
    assert "Only:" not in said


def test_a_checked_claim_is_linked_to_with_its_filter(page: AppTest, system: FakeSystem) -> None:
    page._page_hash = calc_hash("check")
    follow(page, {"claim": [PAYS], "publisher": ["Yonhap"]})
    assert system.filters == [Filter(publishers=("Yonhap",))]
    assert link(page) == {"claim": [PAYS], "publisher": ["Yonhap"]}


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filter", "words"),
    [
        (YEAR, "2019"),
        (Filter(since=date(2019, 11, 1), until=date(2019, 11, 30)), "Nov 2019"),
        (Filter(since=date(2019, 1, 1), until=date(2020, 12, 31)), "1 Jan 2019 – 31 Dec 2020"),
        (Filter(since=date(2019, 11, 5), until=date(2019, 11, 5)), "5 Nov 2019"),
        (Filter(publishers=("A", "B"), since=date(2019, 1, 1)), "from 1 Jan 2019, A or B"),
        (Filter(since=date(999, 1, 1), until=date(999, 12, 31)), "0999"),
        (EVERYTHING, ""),
    ],
)
def test_a_filter_in_words(filter: Filter, words: str) -> None:
    assert cards.only_words(filter, []) == words


@given(st.dates(), st.sampled_from((0, 1)))
def test_a_day_as_it_is_written_is_read_as_itself(day: date, end: int) -> None:
    assert days_of(state._written(day, end))[end] == day


@given(st.text(max_size=60))
def test_a_name_in_a_box_is_one_line_that_hides_nothing(name: str) -> None:
    assert not set(visible(name)) & set("\n\r\t\x00\x1b\u202e\u2066\ud800")


def test_hostile_names_show_as_themselves(page: AppTest, system: FakeSystem) -> None:
    system.held = [HOSTILE_ARTICLE, FERRY_ARTICLE]
    choose(page.run(), "", "", "<b>Wire</b> & $on")
    said = shown(page)
    assert "<b>Only:</b> &lt;b&gt;Wire&lt;/b&gt; &amp; $on</p>" in said
    page.button(key=f"article-{HOSTILE_ARTICLE.id}").click().run()
    page.button(key="ask-only").click().run()
    assert "<b>Only:</b> “&lt;script&gt;alert(1)&lt;/script&gt;" in shown(page)

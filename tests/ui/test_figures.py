"""The page "Figures" as a person uses it, driven through Streamlit's own test browser."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from index.errors import LibraryError
from qa import Figure, find_figures
from tests.ui.conftest import APP, shown
from tests.ui.fake_system import HOSTILE_ARTICLE, FakeSystem, article
from ui import figures as figures_room
from ui import rows

HARBOUR = article(
    "Port Lorne pays $40 million a year to keep the Lorne Sound dredged for its ferries.\n",
    "What the sound costs", "Harbor Wire", date(2020, 5, 4),
)  # fmt: skip
ANOTHER = article(
    "Port Lorne pays $45 million a year to keep Lorne Sound dredged, its mayor said.\n",
    "Dredging", "Daily Post", date(2020, 5, 9),
)  # fmt: skip


@pytest.fixture
def page(system: FakeSystem) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=20)
    page._page_hash = calc_hash("figures")
    return page


def printed(page: AppTest) -> list[str]:
    """The figures listed, as printed, in order."""
    said = shown(page).split('<p class="printed" dir="auto">')[1:]
    return [part.split("</p>")[0] for part in said]


def search(page: AppTest, words: str) -> AppTest:
    return page.text_input(key="words").set_value(words).run()


def test_every_figure_is_listed_as_printed_and_as_meant_with_its_sentence_and_source(
    page: AppTest,
) -> None:
    said = shown(page.run())
    assert "$870 million a year" in printed(page)
    assert "870,000,000 USD per year" in said
    assert "South Korea is due to pay <mark>$870 million a year</mark>." in said
    assert '<b dir="auto">Yonhap</b>' in said
    assert "<time>15 Nov 2019</time>" in said


def test_words_choose_the_sentences_and_no_match_is_said_calmly(page: AppTest) -> None:
    found = printed(search(page.run(), "deal pays"))
    assert found == [
        "two", "$890 million", "first", "Friday", "end of the year", "$870 million a year"
    ]  # fmt: skip
    assert "No figure is said with these words." in shown(search(page, "submarine"))


def test_words_and_a_filter_stand_in_the_address_together(page: AppTest) -> None:
    page.query_params["words"] = "pay"
    page.run().text_input(key="since").set_value("2020").run()
    assert printed(page) == ["two", "$890 million", "first", "Friday"]
    assert page.query_params["words"] in ("pay", ["pay"])
    assert page.query_params["since"] in ("2020", ["2020"])


def test_the_kind_narrows_the_list(page: AppTest) -> None:
    page.run().selectbox(key="kind").set_value("Lengths of time").run()
    assert printed(page) == ["19 days"]
    page.selectbox(key="kind").set_value("Scores").run()
    assert "No figure of this kind is in your articles." in shown(page)


def test_the_order_may_be_by_value(page: AppTest) -> None:
    page.run().selectbox(key="kind").set_value("Money").run()
    page.selectbox(key="sort").set_value("Largest value first").run()
    assert printed(page)[:3] == ["$5 billion", "$890 million", "$870 million a year"]


def test_the_address_chooses_words_kind_and_order(page: AppTest) -> None:
    page.query_params.update({"words": "pay", "kind": "Money", "sort": "Largest value first"})
    assert printed(page.run()) == ["$890 million", "$870 million a year"]
    assert page.text_input(key="words").value == "pay"


def test_words_that_are_too_long_are_cut(page: AppTest) -> None:
    page.query_params["words"] = "pay " * 500
    assert "$870 million a year" in printed(page.run())
    assert len(page.text_input(key="words").value) == 200


@pytest.mark.parametrize("name", ["kind", "sort"])
def test_an_unknown_kind_or_order_in_the_address_shows_everything(page: AppTest, name: str) -> None:
    page.query_params[name] = "<b>nonsense</b>"
    said = shown(page.run())
    assert "nonsense" not in said
    assert "$870 million a year" in printed(page)


def test_an_empty_library_welcomes_here_too(page: AppTest, system: FakeSystem) -> None:
    system.held.clear()
    assert "Every answer is a quotation from your own articles" in shown(page.run())
    assert not page.selectbox


def test_a_fault_while_reading_is_told(
    page: AppTest, system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: FakeSystem, id: str) -> None:
        raise LibraryError("The library file is damaged.")

    monkeypatch.setattr(FakeSystem, "article", broken)
    assert "The library file is damaged." in shown(page.run())


def test_a_click_opens_the_article_at_the_figure_and_looks_for_nothing_again(
    page: AppTest, system: FakeSystem
) -> None:
    search(page.run(), "deal pay")
    looked = list(system.listed)
    page.button(key="open-figure-5").click().run()
    assert '<mark class="quoted place">$870 million a year</mark>' in shown(page)
    page.button(key="close").click().run()
    assert '<article class="article">' not in shown(page)
    assert system.listed == looked


def test_a_click_puts_beside_it_what_another_article_prints_instead(
    page: AppTest, system: FakeSystem
) -> None:
    system.held[:] = [ANOTHER, HARBOUR]
    assert "Articles differ" not in shown(page.run())
    page.button(key="open-figure-0").click().run()
    said = shown(page)
    assert "Articles differ" in said
    assert said.count('class="figure-card"') == 2
    assert "Articles differ" in shown(page.button(key="close").click().run())


def test_what_was_beside_it_goes_with_its_article(page: AppTest, system: FakeSystem) -> None:
    system.held[:] = [ANOTHER, HARBOUR]
    page.run().button(key="open-figure-0").click().run()
    system.held.remove(HARBOUR)
    said = shown(page.run())
    assert printed(page) == ["$45 million a year"]
    assert "Articles differ" not in said


def test_values_that_differ_among_those_found_are_put_side_by_side(
    page: AppTest, system: FakeSystem
) -> None:
    system.held += [ANOTHER, HARBOUR]
    said = shown(search(page.run(), "dredged"))
    assert said.index("Articles differ") < said.index('class="tally"')
    assert "2 articles give different values" in said
    assert printed(page) == ["$45 million a year", "$40 million a year"] * 2


def test_of_many_figures_some_are_drawn_and_a_click_draws_more(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_room, "SHOWN", 3)
    page.run()
    assert len(printed(page)) == 3
    assert "The first 3 figures" in shown(page)
    page.button(key="more-figures").click().run()
    assert len(printed(page)) == 6
    search(page, "deal")
    assert len(printed(page)) == 3


def test_an_article_added_meanwhile_is_listed(page: AppTest, system: FakeSystem) -> None:
    assert "$45 million a year" not in printed(page.run())
    system.held.append(ANOTHER)
    assert "$45 million a year" in printed(page.run())


def test_hostile_text_shows_as_itself(page: AppTest, system: FakeSystem) -> None:
    system.held[:] = [HOSTILE_ARTICLE]
    said = shown(page.run())
    assert "<script" not in said
    assert "<img" not in said
    assert "&lt;img src=x onerror=alert(1)&gt;" in said
    assert not page.markdown


# -- as meant ------------------------------------------------------------------------------------


def only(text: str) -> Figure:
    [figure] = find_figures(text, published=date(2021, 3, 4))
    return figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs nearly US$5 billion annually.", "nearly 5,000,000,000 USD per year"),
        ("The toll is $5.50.", "5.50 USD"),
        ("They are 28,500 troops.", "28,500 · troop"),
        ("It carries about 1,900 vehicles a day.", "about 1,900 per day · vehicle"),
        ("The fee is 8.5 to 10.75 percent.", "8.5–10.75 percent"),
        ("It fell by 2 percentage points.", "2 percentage points"),
        ("The piles go 22 meters deeper.", "22 metres"),
        ("The step is 1 foot high.", "1 foot"),
        ("It is six feet long.", "6 feet"),
        ("Gusts exceed 36 kilometres an hour.", "more than 36 kilometres per hour"),
        ("The owner, Edith Vane, 81, left.", "81 years old"),
        ("They won 3-1.", "3–1"),
        ("It cost three times as much.", "3 times"),
        ("It opens on 12 May 2021.", "12 May 2021"),
        ("It opened in 2017.", "1 Jan 2017 – 31 Dec 2017"),
        ("Dozens of ferries sank.", "24 or more · ferry"),
    ],
)
def test_a_figure_is_said_in_plain_words(text: str, expected: str) -> None:
    assert rows.meant(only(text)) == expected


def test_a_date_without_a_year_says_so() -> None:
    [figure] = find_figures("It opens on 30 June.")
    assert rows.meant(figure) == "30 June, year not said"
    [figure] = find_figures("It opens in June.")
    assert rows.meant(figure) == "June, year not said"


def test_of_a_long_sentence_what_is_around_the_figure_is_shown() -> None:
    text = f"{'word ' * 200}for $40 million a year {'word ' * 200}\n"
    [entry] = FakeSystem(held=[article(text, "Long", None, None)]).list_figures(
        most=1, progress=lambda done, of: None
    ).entries  # fmt: skip
    said = rows.sentence(entry)
    assert said.startswith('<p class="sentence" dir="auto">… word ')
    assert said.endswith("word …</p>")
    assert len(said) < 600


def test_progress_is_said_only_of_what_takes_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((0.0, 0.1, 0.5, 0.5))
    monkeypatch.setattr(figures_room.time, "monotonic", lambda: next(moments))
    said: list[str] = []
    show: Callable[..., None] = lambda share, text: said.append(text)  # noqa: E731
    progress = figures_room._watched(show)
    progress(0, 5000)
    progress(1200, 5000)
    assert said == ["Reading the figures of 1,200 of 5,000 articles"]


def test_the_filter_narrows_the_list_and_is_said(page: AppTest, system: FakeSystem) -> None:
    system.held[:] = [HARBOUR, ANOTHER]
    page.query_params["publisher"] = "Daily Post"
    page.run()
    assert printed(page) == ["$45 million a year"]
    assert "Only:" in shown(page)
    assert page.query_params["publisher"] == "Daily Post"

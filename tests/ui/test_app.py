"""The page as a person uses it, driven through Streamlit's own test browser."""

from dataclasses import replace
from inspect import signature

import pytest
from streamlit.testing.v1 import AppTest

from index.article import Article
from index.errors import LibraryError
from qa import SUFFIXES, QASystem, Settings
from tests.ui.conftest import APP, labels, shown
from tests.ui.fake_system import (
    HOSTILE_ARTICLE,
    HOSTILE_TITLE,
    LATER_ARTICLE,
    PAY,
    REPRINTED,
    REPRINTS,
    SILENT,
    TALKS_ARTICLE,
    TOO_LONG,
    FakeSystem,
)


@pytest.fixture
def page(system: FakeSystem) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=20)


def ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


# -- asking --------------------------------------------------------------------------------------


def test_an_answer_is_a_quotation_with_its_sentence_source_and_confidence(page: AppTest) -> None:
    card = shown(ask(page.run(), PAY))
    assert "“$870 million”" in card
    assert "is due to pay <mark>$870 million</mark> a year." in card
    assert "<time>15 Nov 2019</time>" in card
    assert "About 9 of 10 answers at this level were right in our tests (93%)." in card
    assert "The articles do not say." not in card


def test_other_answers_follow_newest_first_and_open(page: AppTest) -> None:
    ask(page.run(), PAY)
    others = [label for label in labels(page) if label.startswith(("Also", "Disagrees"))]
    assert others == [
        r"Disagrees: “\$890 million” · Daily Post · 3 Jan 2020 ▸",
        r"Also: “\$5 billion” · Yonhap · 15 Nov 2019 ▸",
    ]
    assert '<mark class="quoted place">$890 million</mark>' in shown(press(page, others[0]))


def test_the_same_answer_elsewhere_is_folded_and_opens(page: AppTest) -> None:
    ask(page.run(), PAY)
    assert [each.label for each in page.main.expander] == ["Also in 1 other article"]
    press(page, "Harbor Wire · Ferry out of service for 19 days ▸")
    assert '<mark class="quoted place">19 days</mark>' in shown(page)


def test_reprints_fold_into_one_line_and_each_opens(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    ask(page.run(), REPRINTED)
    assert [each.label for each in page.main.expander] == ["Also in 2 papers"]
    press(page, "Daily Post · Troop cost talks open · 16 Nov 2019 ▸")
    said = shown(page)
    assert '<mark class="quoted place">$870 million</mark>' in said
    assert '<h2 dir="auto">Troop cost talks open</h2>' in said


def test_a_reprint_cannot_be_markup(page: AppTest, system: FakeSystem) -> None:
    system.held += REPRINTS
    ask(page.run(), REPRINTED)
    label = next(label for label in labels(page) if "Wire" in label)
    assert r"\<b\>Wire\<\/b\> \& \$on" in label
    assert r"\<script\>alert\(1\)" in label
    assert "<script>alert" not in shown(press(page, label))


def test_where_the_articles_do_not_say_the_page_says_so_and_shows_what_is_closest(
    page: AppTest,
) -> None:
    said = shown(ask(page.run(), SILENT))
    assert "The articles do not say." in said
    assert "The closest passages:" in said
    assert said.count('class="passage brief"') == 3
    assert 'class="quotation' not in said
    assert labels(page).count("Open") == 3


def test_passages_are_one_switch_away(page: AppTest, system: FakeSystem) -> None:
    page.run().segmented_control[0].set_value("Passages")
    found = shown(ask(page, "What is Korea due to pay?"))
    assert "<mark>Korea</mark> is <mark>due</mark> to <mark>pay</mark> $870 million" in found
    assert '<span class="rank">4</span>' in found
    assert "do not say" not in found
    assert labels(page).count("Open") == 4


def test_the_whole_conversation_is_drawn_again_without_asking_again(
    page: AppTest, system: FakeSystem
) -> None:
    ask(page.run(), PAY)
    ask(page, SILENT)
    said = shown(page)
    assert "“$870 million”" in said
    assert "The articles do not say." in said
    assert r"Disagrees: “\$890 million” · Daily Post · 3 Jan 2020 ▸" in labels(page)
    assert system.asked == [PAY, SILENT]


def test_buttons_of_earlier_turns_still_work(page: AppTest, system: FakeSystem) -> None:
    ask(page.run(), PAY)
    ask(page, SILENT)
    page.button(key="open-0").click().run()
    assert '<mark class="quoted place">$870 million</mark>' in shown(page)
    assert system.asked == [PAY, SILENT]


def test_a_question_of_nothing_but_spaces_is_not_asked(page: AppTest, system: FakeSystem) -> None:
    ask(page.run(), "   ")
    assert system.asked == []


def test_a_question_that_cannot_be_read_is_told_so_and_the_conversation_stays(
    page: AppTest,
) -> None:
    ask(page.run(), PAY)
    said = shown(ask(page, TOO_LONG))
    assert "The question is longer than 1,000 characters. Shorten it." in said
    assert "“$870 million”" in said


def test_a_suggestion_is_asked_with_one_click(page: AppTest) -> None:
    page.run()
    suggested = next(label for label in labels(page) if label.endswith("?"))
    assert suggested == PAY.replace("?", r"\?")
    assert "“$870 million”" in shown(press(page, suggested))


def test_a_new_conversation_begins_empty(page: AppTest) -> None:
    ask(page.run(), PAY)
    page.button(key="open-0").click().run()
    said = shown(press(page, "New conversation"))
    assert "$870 million" not in said
    assert "Ask your articles" in said
    assert page.query_params == {}


def test_right_and_wrong_are_kept_once_with_the_quotation(
    page: AppTest, system: FakeSystem
) -> None:
    ask(page.run(), PAY)
    press(page, "No")
    [(question, citation, right)] = system.feedback
    assert (question, right) == (PAY, False)
    assert citation is not None
    assert citation.exact == "$870 million"
    assert "Kept as wrong." in shown(page)
    assert "No" not in labels(page)


def test_the_silence_can_be_called_right_too(page: AppTest, system: FakeSystem) -> None:
    ask(page.run(), SILENT)
    press(page, "Yes")
    assert system.feedback == [(SILENT, None, True)]


def test_a_quotation_can_be_copied_plain_and_as_markdown(page: AppTest) -> None:
    ask(page.run(), PAY)
    plain, markdown = (code.value for code in page.code)
    assert plain.startswith("“$870 million” (Seoul and Washington open talks on cost of troops, ")
    assert markdown.startswith("> “\\$870 million”\n>\n> *Seoul and Washington")


# -- the article ---------------------------------------------------------------------------------


def test_open_shows_the_article_at_the_place_and_close_puts_it_away(page: AppTest) -> None:
    ask(page.run(), PAY)
    assert '<article class="article">' not in shown(page)
    page.button(key="open-0").click().run()
    pane = shown(page)
    assert '<mark class="quoted place">$870 million</mark>' in pane
    assert "By Ada Moreau" in pane
    assert "Talks go on in Honolulu" in pane
    assert '<article class="article">' not in shown(press(page, "Close"))


def test_no_script_has_a_word_of_an_article_or_a_question(page: AppTest) -> None:
    ask(page.run(), PAY)
    page.button(key="open-0").click().run()
    scripts = [html for html in page.get("html") if html.proto.unsafe_allow_javascript]
    assert len(scripts) == 3
    for script in scripts:
        assert script.value.startswith("<script>")
        assert "870" not in script.value
        assert "Korea" not in script.value


def test_the_address_says_what_is_shown(page: AppTest) -> None:
    ask(page.run(), PAY)
    page.button(key="open-0").click().run()
    assert page.query_params == {
        "q": PAY,
        "article": TALKS_ARTICLE.id,
        "start": "161",
        "end": "173",
    }


def test_a_link_asks_its_question_and_opens_its_place(page: AppTest) -> None:
    for name, value in {
        "q": PAY,
        "article": TALKS_ARTICLE.id,
        "start": "161",
        "end": "173",
    }.items():
        page.query_params[name] = value
    said = shown(page.run())
    assert "“$870 million”" in said
    assert '<mark class="quoted place">$870 million</mark>' in said


def test_going_back_closes_the_article_and_asks_nothing_again(
    page: AppTest, system: FakeSystem
) -> None:
    ask(page.run(), PAY)
    page.button(key="open-0").click().run()
    page.query_params.clear()
    page.query_params["q"] = PAY
    said = shown(page.run())
    assert '<article class="article">' not in said
    assert "“$870 million”" in said
    page.query_params.clear()
    assert "“$870 million”" in shown(page.run())
    assert system.asked == [PAY]
    assert page.query_params == {}


def test_a_link_to_passages_finds_passages(page: AppTest) -> None:
    page.query_params["q"] = PAY
    page.query_params["mode"] = "passages"
    assert '<span class="rank">1</span>' in shown(page.run())


@pytest.mark.parametrize(
    ("start", "end"),
    [("9", "5"), ("0", "99999"), ("-1", "5"), ("x", "5"), ("", "5"), ("²", "5"), ("9" * 30, "5")],
)
def test_a_link_to_a_place_that_is_not_there_opens_the_beginning_and_says_so(
    page: AppTest, start: str, end: str
) -> None:
    page.query_params["article"] = TALKS_ARTICLE.id
    page.query_params["start"] = start
    page.query_params["end"] = end
    said = shown(page.run())
    assert "The place in this link is not in the article" in said
    assert '<article class="article">' in said
    assert "quoted" not in said


def test_a_link_to_an_unknown_article_says_so(page: AppTest) -> None:
    page.query_params["article"] = "0" * 64
    said = shown(page.run())
    assert "The article in this link is not in the library." in said
    assert '<article class="article">' not in said


def test_an_article_removed_meanwhile_is_told_so(page: AppTest, system: FakeSystem) -> None:
    ask(page.run(), PAY)
    system.held.remove(TALKS_ARTICLE)
    page.button(key="open-0").click().run()
    assert f"No article {TALKS_ARTICLE.id} is in the library." in shown(page)


# -- the library ---------------------------------------------------------------------------------


def test_the_library_lists_its_articles_and_opens_them(page: AppTest) -> None:
    listed = shown(page.run())
    assert "3 articles" in listed
    assert "Daily Post · 3 Jan 2020" in listed
    assert "Harbor Wire · no date" in listed
    page.button(key=f"article-{LATER_ARTICLE.id}").click().run()
    assert "Seoul would pay $890 million" in shown(page)


def test_an_empty_library_says_what_this_is_and_offers_samples(
    page: AppTest, system: FakeSystem
) -> None:
    system.held.clear()
    said = shown(page.run())
    assert "Every answer is a quotation from your own articles" in said
    assert not page.chat_input
    assert len(page.file_uploader) == 1
    page.button(key="add-samples").click().run()
    assert len(system.held) == 12
    assert "12 added." in shown(page)
    assert page.chat_input


def test_uploads_are_added_once_and_reported_in_plain_words(
    page: AppTest, system: FakeSystem
) -> None:
    news = b"A ferry sank\n\nThe ferry sank in the harbour on Monday morning, the police said.\n"
    files = [
        ("ferry.txt", news, "text/plain"),
        ("again.txt", news, "text/plain"),
        ("budget $5 & $6.txt", b" ", "text/plain"),
    ]
    page.run().file_uploader[0].set_value(files).run()
    report = "1 added, 1 unchanged, 1 could not be read: budget $5 &amp; $6.txt is empty."
    assert report in shown(page)
    assert "4 articles" in shown(page)
    page.run()
    assert len(system.held) == 4
    assert page.file_uploader[0].value == []


def test_every_kind_of_file_that_is_read_can_be_dropped(page: AppTest) -> None:
    offered = set(page.run().file_uploader[0].proto.type)
    assert offered == SUFFIXES
    assert {".pdf", ".docx", ".csv", ".zip"} < offered


def test_an_article_is_removed_only_after_a_second_click(page: AppTest, system: FakeSystem) -> None:
    page.run().button(key=f"article-{LATER_ARTICLE.id}").click().run()
    press(page, "Remove from the library")
    assert LATER_ARTICLE in system.held
    press(page, "Keep")
    assert LATER_ARTICLE in system.held
    press(page, "Remove from the library")
    press(page, "Remove")
    assert LATER_ARTICLE not in system.held
    said = shown(page)
    assert "Removed “Envoys near an agreement”." in said
    assert "2 articles" in said
    assert '<article class="article">' not in said


def test_the_last_article_can_be_removed(page: AppTest, system: FakeSystem) -> None:
    system.held = [LATER_ARTICLE]
    page.run().button(key=f"article-{LATER_ARTICLE.id}").click().run()
    press(page, "Remove from the library")
    press(page, "Remove")
    assert "Removed “Envoys near an agreement”." in shown(page)
    assert "Every answer is a quotation from your own articles" in shown(page)


def test_a_large_library_is_filtered_by_title(page: AppTest, system: FakeSystem) -> None:
    system.held = [LATER_ARTICLE, *many_articles(40)]
    page.run()
    assert "The newest 30 of 41." in shown(page)
    page.text_input(key="filter").set_value("AGREEMENT envoys").run()
    rows = [button for button in page.button if button.key.startswith("article-")]
    assert [row.label for row in rows] == ["Envoys near an agreement"]
    page.text_input(key="filter").set_value("no such words").run()
    assert "No title has these words." in shown(page)


def many_articles(count: int) -> list[Article]:
    return [
        replace(TALKS_ARTICLE, id=f"{number:064x}", title=f"Talks, day {number}")
        for number in range(count)
    ]


# -- errors and hostile text ---------------------------------------------------------------------


def test_a_library_that_cannot_be_opened_is_the_whole_page(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: Settings) -> FakeSystem:
        raise LibraryError("library.db is damaged <here>. Restore it from a copy.")

    monkeypatch.setattr(QASystem, "open", damaged)
    assert shown(page.run()) == (
        '<div class="fault" role="alert"><p>library.db is damaged &lt;here&gt;. Restore it from a '
        "copy.</p></div>"
    )
    assert not page.chat_input
    assert not page.button


def test_hostile_text_shows_as_itself_wherever_it_stands(page: AppTest, system: FakeSystem) -> None:
    system.held.insert(0, HOSTILE_ARTICLE)
    ask(page.run(), "hostile")
    page.button(key="open-0").click().run()
    ask(page, "<img src=x onerror=alert(1)> $5 and $6")
    press(page, "Close")
    page.button(key=f"article-{HOSTILE_ARTICLE.id}").click().run()
    said = shown(page)
    for element in ("<script", "<img", "<b>", "<b>bold"):
        assert element not in said.replace('<b dir="auto">', "")
    assert "“&lt;img src=x onerror=alert(1)&gt;”" in said
    assert "&lt;b&gt;Wire&lt;/b&gt; &amp; $on" in said
    assert not page.markdown
    label = page.button(key=f"article-{HOSTILE_ARTICLE.id}").label
    assert label.startswith(r"\<script\>alert\(1\)\<\/script\> \*\*bold\*\* \$5 and \$6 \[x\]\(")
    assert HOSTILE_TITLE not in "".join(labels(page))


def test_a_hostile_file_name_shows_as_itself(page: AppTest) -> None:
    page.run().file_uploader[0].upload("<i>$5 *and* $6 :smile:.txt", b"", "text/plain").run()
    assert "1 could not be read: &lt;i&gt;$5 *and* $6 :smile:.txt is empty." in shown(page)


def test_the_stand_in_has_the_methods_of_the_real_system() -> None:
    for name, method in vars(FakeSystem).items():
        if not name.startswith("_") and callable(method):
            real = signature(getattr(QASystem, name))
            assert list(signature(method).parameters) == list(real.parameters), name

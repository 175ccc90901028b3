"""The page "Check" as a person uses it, driven through Streamlit's own test browser."""

from collections.abc import Iterator
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from index.errors import ReaderError
from qa import EVERYTHING, Filter, Verdict
from tests.ui.conftest import APP, labels, shown
from tests.ui.fake_system import (
    CRANES,
    DRAFT,
    PAY,
    PAYS,
    PAYS_LESS,
    TALKS_ARTICLE,
    TENSE,
    WILL_PAY,
    FakeSystem,
)
from ui import check as check_room
from ui import state
from ui.state import Checked


@pytest.fixture
def page(system: FakeSystem) -> AppTest:
    return to_page(AppTest.from_file(str(APP), default_timeout=20), "check")


def to_page(page: AppTest, path: str) -> AppTest:
    """As a click on the link to *path*; the test browser itself follows links to files only."""
    page._page_hash = calc_hash(path)
    page.query_params.clear()
    return page


def check(page: AppTest, draft: str) -> AppTest:
    page.text_area[0].set_value(draft)
    page.button(key="check").click()
    return page.run()


def test_the_page_says_what_it_does_and_waits(page: AppTest, system: FakeSystem) -> None:
    said = shown(page.run())
    assert "Check a claim or a draft" in said
    assert 'class="draft"' not in said
    assert system.checked == []


def test_a_draft_is_redrawn_with_its_verdicts_and_summed_up(page: AppTest) -> None:
    said = shown(check(page.run(), DRAFT))
    assert (
        "2 supported · 1 refuted · 1 not enough · 1 nothing to check · articles disagree on 1"
    ) in said
    assert 'href="#claim-2"><b>2</b> refuted</a>' in said
    assert 'href="#claim-3"><b>3</b> supported, articles disagree</a>' in said


def test_the_evidence_has_its_reason_the_marked_sentence_and_its_source(page: AppTest) -> None:
    said = shown(check(page.run(), PAYS_LESS))
    assert "The articles say $870 million a year; you wrote $780 million a year." in said
    assert "is due to pay <mark>$870 million a year</mark>." in said
    assert '<b dir="auto">Yonhap</b>' in said
    assert "<time>15 Nov 2019</time>" in said


def test_of_articles_that_disagree_both_are_shown_and_the_rest_is_folded(page: AppTest) -> None:
    said = shown(check(page.run(), WILL_PAY))
    assert "<mark>$890 million</mark>" in said
    assert "Yonhap says $870 million; you wrote $890 million." in said
    assert [each.label for each in page.main.expander] == ["1 more place"]
    assert r"refuted: “\$5 billion” · Yonhap · 15 Nov 2019 ▸" in labels(page)


def test_where_nothing_is_found_the_closest_passage_is_shown(page: AppTest) -> None:
    said = shown(check(page.run(), CRANES))
    assert "The articles do not say." in said
    assert "The closest passage:" in said
    assert "The Lady Anstey was out of service" in said
    assert labels(page).count("Open") == 1


def test_what_has_nothing_to_check_is_listed_apart(page: AppTest) -> None:
    said = shown(check(page.run(), f"{PAYS} {TENSE}"))
    assert [each.label for each in page.main.expander] == ["Nothing to check in 1 sentence"]
    assert f'<li dir="auto">{TENSE}</li>' in said


def test_a_click_opens_the_article_at_the_place_and_checks_nothing_again(
    page: AppTest, system: FakeSystem
) -> None:
    check(page.run(), PAYS_LESS)
    page.button(key="open-claim-1-0-0").click().run()
    said = shown(page)
    assert '<mark class="quoted place">$870 million a year</mark>' in said
    assert "1 refuted" in said
    page.button(key="close").click().run()
    assert '<article class="article">' not in shown(page)
    assert system.checked == [PAYS_LESS]


def test_editing_the_box_keeps_the_last_result_and_says_so(
    page: AppTest, system: FakeSystem
) -> None:
    check(page.run(), PAYS_LESS)
    assert "The box has changed since" not in shown(page)
    page.text_area[0].set_value(PAYS).run()
    said = shown(page)
    assert "1 refuted" in said
    assert "The box has changed since; this is the text that was checked." in said
    assert system.checked == [PAYS_LESS]


def test_the_result_and_the_box_are_there_when_one_comes_back(
    page: AppTest, system: FakeSystem
) -> None:
    check(page.run(), PAYS_LESS)
    page.text_area[0].set_value(PAYS).run()
    to_page(page, "").run()
    assert page.chat_input
    assert "refuted" not in shown(page)
    to_page(page, "check").run()
    assert page.text_area[0].value == PAYS
    assert "1 refuted" in shown(page)
    assert system.checked == [PAYS_LESS]


def test_an_article_opened_on_one_page_is_not_open_on_the_other(page: AppTest) -> None:
    check(page.run(), PAYS)
    page.button(key="open-claim-1-0-0").click().run()
    assert '<article class="article">' not in shown(to_page(page, "").run())
    page.query_params["article"] = TALKS_ARTICLE.id
    assert '<article class="article">' in shown(page.run())
    assert '<article class="article">' not in shown(to_page(page, "check").run())


@pytest.mark.parametrize("draft", ["", "   ", "…"])
def test_an_empty_box_is_told_so_and_the_last_result_stays(page: AppTest, draft: str) -> None:
    check(page.run(), PAYS_LESS)
    said = shown(check(page, draft))
    assert "There is nothing to check: paste a sentence with a figure in it." in said
    assert "1 refuted" in said
    assert "nothing to check: paste" not in shown(check(page, PAYS))


def test_a_text_that_is_too_long_is_told_so(page: AppTest) -> None:
    said = shown(check(page.run(), "One. " * 200_001))
    assert "The draft has 1,000,005 characters; at most 1,000,000 are checked at once." in said


def test_a_draft_without_any_figure_has_nothing_to_check(page: AppTest) -> None:
    said = shown(check(page.run(), f"{TENSE} Nobody spoke."))
    assert "2 nothing to check" in said
    assert "refuted</a>" not in said


def test_an_empty_library_welcomes_here_too(page: AppTest, system: FakeSystem) -> None:
    system.held.clear()
    said = shown(page.run())
    assert "Every answer is a quotation from your own articles" in said
    assert not page.text_area


def test_a_fault_in_the_middle_is_told_and_the_last_result_stays(
    page: AppTest, system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(page.run(), PAYS_LESS)
    whole = FakeSystem.check

    def broken(
        self: FakeSystem, draft: str, *, written: date | None = None, filter: Filter = EVERYTHING
    ) -> Iterator[Verdict]:
        yield next(whole(self, draft, written=written))
        raise ReaderError("The reader gave no finite score.")

    monkeypatch.setattr(FakeSystem, "check", broken)
    said = shown(check(page, DRAFT))
    assert "The reader gave no finite score." in said
    assert "1 refuted" in said


def test_what_was_judged_before_a_stop_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = list(FakeSystem().check(DRAFT))[:2]
    session = {"checking": DRAFT, "judged": judged, "judged-among": EVERYTHING}
    monkeypatch.setattr(st, "session_state", session)
    state.stop_checking()
    assert state.checking() is None
    assert state.checked() == Checked(draft=DRAFT, verdicts=tuple(judged), stopped=True)


def test_a_stop_before_anything_was_judged_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {"checking": DRAFT, "judged": []})
    state.stop_checking()
    assert state.checking() is None
    assert state.checked() is None


def test_a_stopped_draft_says_so(page: AppTest) -> None:
    verdicts = tuple(FakeSystem().check(DRAFT))[:2]
    page.session_state["checked"] = Checked(draft=DRAFT, verdicts=verdicts, stopped=True)
    said = shown(page.run())
    assert "1 supported · 1 refuted<" in said
    assert "Stopped: the grey part was not checked." in said
    assert f'<span class="unread">\n\n{WILL_PAY}' in said


def test_of_many_claims_some_have_their_evidence_drawn_and_a_click_draws_more(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_room, "SHOWN", 2)
    check(page.run(), DRAFT)
    assert shown(page).count('class="claim"') == 2
    page.button(key="more").click().run()
    assert shown(page).count('class="claim"') == 4
    assert "more" not in [button.key for button in page.button]


def test_both_exports_are_offered(page: AppTest) -> None:
    check(page.run(), DRAFT)
    offered = [each.proto.label for each in page.get("download_button")]
    assert offered == ["Save as Markdown", "Save as table (CSV)"]


def test_a_hostile_draft_shows_as_itself(page: AppTest) -> None:
    said = shown(check(page.run(), "<script>go()</script> *cost* $5 and $6 [x](javascript:go())."))
    assert "<script" not in said
    assert "&lt;script&gt;go()&lt;/script&gt; *cost* <b>$5</b> and <b>$6</b>" in said
    assert "[x](javascript:go())." in said
    assert not page.markdown


# -- coming from a question ----------------------------------------------------------------------


def offers(page: AppTest) -> list[str]:
    """The addresses of the links that offer a check."""
    links = [each.proto for each in page.get("page_link")]
    return [link.query_string for link in links if link.label == "Check this claim ▸"]


def test_a_question_that_states_a_figure_is_offered_to_be_checked(page: AppTest) -> None:
    to_page(page, "").run()
    page.chat_input[0].set_value(PAY).run()
    assert offers(page) == []
    page.chat_input[0].set_value("Seoul pays $780 million a year").run()
    assert offers(page) == ["claim=Seoul+pays+%24780+million+a+year"]


def test_a_linked_claim_is_put_into_the_box_and_checked_once(
    page: AppTest, system: FakeSystem
) -> None:
    page.query_params["claim"] = PAYS_LESS
    assert "1 refuted" in shown(page.run())
    assert page.text_area[0].value == PAYS_LESS
    page.run()
    assert system.checked == [PAYS_LESS]
    check(page, PAYS)
    assert "1 supported" in shown(page)
    assert page.query_params == {}
    page.run()
    assert system.checked == [PAYS_LESS, PAYS]

"""What is said on the page."""

from dataclasses import replace
from datetime import UTC, time, timedelta, timezone

import pytest

from qa import Candidate
from tests.ui.fake_system import (
    FERRY_ARTICLE,
    HOSTILE_ARTICLE,
    LATER_ARTICLE,
    PAY,
    TALKS_ARTICLE,
    FakeSystem,
    cite,
    whole,
)
from ui import cards
from ui.article import article_html, masthead_html
from ui.state import Place

QUOTED = cite(TALKS_ARTICLE, "$870 million")


def test_the_quotation_comes_first_then_its_sentence_marked_then_its_source() -> None:
    card = cards.answer(Candidate(confidence=0.9, citations=(QUOTED,)))
    quotation = card.index("“$870 million”")
    sentence = card.index("South Korea is due to pay <mark>$870 million</mark> a year.")
    source = card.index(
        '<b dir="auto">Yonhap</b>&nbsp;· <cite dir="auto">Seoul and Washington open talks on cost '
        "of troops</cite>&nbsp;· <time>15 Nov 2019</time>"
    )
    assert quotation < sentence < source


def test_a_quotation_that_is_its_sentence_is_shown_once() -> None:
    whole_sentence = cite(TALKS_ARTICLE, "The United States now asks for $5 billion.")
    card = cards.answer(Candidate(confidence=0.9, citations=(whole_sentence,)))
    assert card.count("The United States now asks for $5 billion.") == 1


def test_the_page_is_in_the_source_where_there_are_pages() -> None:
    paged = replace(TALKS_ARTICLE, pages=(0, 100))
    assert "p.&nbsp;2" in cards.source(cite(paged, "$870 million"))


@pytest.mark.parametrize(
    ("confidence", "meaning"),
    [
        (0.93, "About 9 of 10 answers at this level were right in our tests (93%)."),
        (0.99, "Nearly all answers at this level were right in our tests (99%)."),
        (0.02, "About 1 of 10 answers at this level were right in our tests (2%)."),
    ],
)
def test_a_confidence_says_how_often_it_is_right(confidence: float, meaning: str) -> None:
    assert cards.meaning_of(confidence) == meaning
    assert meaning in cards.confidence(confidence)


def test_other_answers_are_the_surest_three_newest_first_and_never_the_unlikely() -> None:
    answer = FakeSystem().ask(PAY)
    assert [other.text for other in cards.others(answer)] == ["$890 million", "$5 billion"]
    many = tuple(
        Candidate(confidence=confidence, citations=(cite(TALKS_ARTICLE, exact),))
        for confidence, exact in [(0.9, "a"), (0.5, "e"), (0.4, "i"), (0.3, "o"), (0.25, "u")]
    )
    crowded = replace(answer, candidates=many)
    assert [other.text for other in cards.others(crowded)] == ["e", "i", "o"]


def test_another_answer_is_one_line_of_escaped_markdown() -> None:
    candidates = FakeSystem().ask(PAY).candidates
    best, other = candidates[0], next(c for c in candidates if c.text == "$890 million")
    label = r"“\$890 million” · Daily Post · 3 Jan 2020 ▸"
    assert cards.other_label(best, other) == f"Disagrees: {label}"
    assert cards.other_label(other, other) == f"Also: {label}"


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (None, "15 Nov 2019"),
        (time(9, 5), "15 Nov 2019, 09:05"),
        (time(14, 5, tzinfo=UTC), "15 Nov 2019, 14:05 UTC"),
        (time(14, 5, tzinfo=timezone(timedelta(hours=9))), "15 Nov 2019, 14:05 UTC+09:00"),
    ],
)
def test_the_time_that_is_printed_stands_beside_the_date_of_the_opened_article_alone(
    clock: time | None, said: str
) -> None:
    timed = replace(TALKS_ARTICLE, printed_time=clock)
    assert f"Yonhap&nbsp;· {said}&nbsp;· By Ada Moreau</p>" in masthead_html(timed)
    assert "<time>15 Nov 2019</time>" in cards.source(cite(timed, "$870 million"))


def test_two_versions_of_a_story_can_be_told_apart() -> None:
    lead = replace(TALKS_ARTICLE, title=f"(2nd LD) {TALKS_ARTICLE.title}")
    second = cite(lead, "$870 million")
    assert cards.quotation_label(QUOTED) == r"“\$870 million” · Yonhap · 15 Nov 2019"
    assert cards.quotation_label(second) == r"“\$870 million” · Yonhap · 15 Nov 2019 · 2nd lead"
    assert cards.source(second).endswith("<time>15 Nov 2019</time>&nbsp;· 2nd lead</p>")
    assert "&nbsp;· 2nd lead</p>" in masthead_html(lead)


def test_a_copied_quotation_names_title_publisher_date_and_place() -> None:
    assert cards.copied(QUOTED) == (
        "“$870 million” (Seoul and Washington open talks on cost of troops, Yonhap, 15 Nov 2019, "
        "characters 161–173)"
    )
    assert TALKS_ARTICLE.text[161:173] == "$870 million"


def test_a_copied_quotation_in_markdown_shows_itself() -> None:
    assert cards.copied_markdown(QUOTED) == (
        "> “\\$870 million”\n>\n> *Seoul and Washington open talks on cost of troops*, Yonhap, "
        "15 Nov 2019, characters 161–173"
    )


def test_the_question_s_words_are_marked_in_a_passage() -> None:
    found = whole(FERRY_ARTICLE, "Lady Anstey")
    passage = cards.passage(found, "Why was the ferry's gearbox slow?")
    assert "<mark>gearbox</mark> failed" in passage


@pytest.mark.parametrize(
    "page",
    [
        cards.answer(Candidate(confidence=0.9, citations=(cite(HOSTILE_ARTICLE, "$890"),))),
        cards.passage(whole(HOSTILE_ARTICLE, "$890"), "code danger <b>"),
        cards.question("<img src=x onerror=alert(1)> <b>"),
        cards.fault("<img src=x onerror=alert(1)> <b>"),
        cards.notice("<img src=x onerror=alert(1)> <b>"),
        masthead_html(HOSTILE_ARTICLE),
        article_html(HOSTILE_ARTICLE, Place(article="", opening=1, quotation=(6, 18))),
    ],
)
def test_no_words_of_a_document_become_elements(page: str) -> None:
    assert "<img" not in page
    assert "<script" not in page
    assert "<b>" not in page
    assert "\u202e" not in page


def test_an_opened_article_greys_furniture_tints_the_passage_and_marks_the_quotation() -> None:
    place = Place(article="", opening=1, quotation=(161, 173), passage=QUOTED.passage)
    page = article_html(TALKS_ARTICLE, place)
    assert '<span class="furniture">Home  News  Weather</span>' in page
    assert '<span class="furniture">Found a mistake? Tell us</span>' in page
    assert '<mark class="quoted place">$870 million</mark>' in page
    assert '<span class="tint">Under the current deal, which runs out' in page
    assert page.count("place") == 1


def test_what_is_grey_is_said_only_where_something_is() -> None:
    legend = '<p class="legend">'
    assert legend in article_html(TALKS_ARTICLE, Place(article="", opening=1))
    bare = replace(FERRY_ARTICLE, body=((0, len(FERRY_ARTICLE.text)),))
    assert legend not in article_html(bare, Place(article="", opening=1))


def test_the_title_is_said_once_in_an_opened_article() -> None:
    page = article_html(TALKS_ARTICLE, Place(article="", opening=1))
    page += masthead_html(TALKS_ARTICLE)
    assert page.count("Seoul and Washington open talks on cost of troops") == 1
    assert "place" not in page


def test_a_title_that_is_quoted_stays_in_its_place() -> None:
    start = TALKS_ARTICLE.text.index("Washington")
    place = Place(article="", opening=1, quotation=(start, start + 10))
    assert '<mark class="quoted place">Washington</mark>' in article_html(TALKS_ARTICLE, place)


def test_a_passage_is_opened_as_a_passage_and_a_bare_place_with_its_sentence() -> None:
    cited = whole(LATER_ARTICLE, "$890 million")
    place = Place(article="", opening=1, quotation=(cited.start, cited.end), passage=cited.passage)
    assert '<span class="tint place">The two sides' in article_html(LATER_ARTICLE, place)
    bare = article_html(TALKS_ARTICLE, Place(article="", opening=1, quotation=(161, 173)))
    assert '<span class="tint"> a year.</span>' in bare
    assert "The United States" in bare.split("a year.</span>")[1]

"""A checked draft: as HTML, as Markdown, as a table."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from qa import Citation, Evidence, Label, Standing, Verdict, find_figures, quotations
from qa.claims import find_claims
from qa.figures import Relation
from qa.polarity import Turn
from qa.verify import verified
from tests.fakes import make_article
from tests.ui.fake_system import (
    CRANES,
    DRAFT,
    FERRY_ARTICLE,
    HOSTILE_ARTICLE,
    IDLE,
    LATER_ARTICLE,
    PAYS,
    PAYS_LESS,
    TALKS_ARTICLE,
    TENSE,
    WILL_PAY,
    cite,
    verdict_on,
)
from tests.ui.test_text import seen
from ui import drafts


def checked(draft: str) -> list[Verdict]:
    return [verdict_on(claim) for claim in find_claims(draft)]


def piece(claimed: str, source: Article, exact: str, reason: str) -> Evidence:
    return Evidence(
        label=Label.REFUTED,
        relation=Relation.DIFFERENT_VALUE,
        reason=reason,
        claimed=find_figures(claimed)[0],
        reported=find_figures(exact, published=source.published)[0],
        citation=cite(source, exact),
        confidence=0.9,
    )


# -- what is a claim, and its word ---------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Seoul pays $780 million a year",
        "The ferry was out of service for 19 days.",
        "“28,500 troops are in the country”",
        "Talks end on Nov. 23",
    ],
)
def test_a_statement_with_a_figure_is_a_claim(words: str) -> None:
    assert drafts.is_claim(words)


@pytest.mark.parametrize(
    "words",
    [
        "Does Seoul pay $780 million?",
        "Did Seoul pay $780 million",
        "how many of the 28,500 troops left",
        "Who pays $5 billion",
        "Seoul pays too much",
        "$870 million?",
        "",
    ],
)
def test_what_asks_or_has_no_figure_is_no_claim(words: str) -> None:
    assert not drafts.is_claim(words)


def test_a_summary_counts_each_word_once_and_leaves_out_what_is_not_there() -> None:
    assert drafts.summary(checked(DRAFT)) == (
        "2 supported · 1 refuted · 1 not enough · 1 nothing to check · articles disagree on 1"
    )
    assert drafts.summary(checked(PAYS)) == "1 supported"


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        (PAYS, "supported"),
        (PAYS_LESS, "refuted"),
        (WILL_PAY, "supported, articles disagree"),
        (CRANES, "not enough"),
        (TENSE, "nothing to check"),
    ],
)
def test_a_verdict_has_a_word(sentence: str, word: str) -> None:
    assert drafts.word(checked(sentence)[0]) == word


# -- reasons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("same", "The articles say so: $870 million a year."),
        ("different value", "The articles say $870 million a year; you wrote $780 million a year."),
        (
            "different currency",
            "Another currency: the articles say $870 million a year; you wrote $780 million a "
            "year.",
        ),
        (
            "rounded",
            "Rounded: the articles say $870 million a year; you wrote $780 million a year.",
        ),
        ("opposite direction", "The figure is there, but it goes the other way."),
        ("denied", "The figure is there, but the sentence says the opposite."),
        ("intended, not done", "The figure is there, but said as planned, not as done."),
        (
            "some new reason",
            "Some new reason: the articles say $870 million a year; you wrote $780 million a year.",
        ),
    ],
)
def test_a_reason_is_said_in_plain_words(reason: str, words: str) -> None:
    found = piece(PAYS_LESS, TALKS_ARTICLE, "$870 million a year", reason)
    assert drafts.because(found) == words


@pytest.mark.parametrize("reason", [*map(str, Relation), *map(str, Turn)])
def test_every_reason_has_a_sentence(reason: str) -> None:
    said = drafts.because(piece(PAYS_LESS, TALKS_ARTICLE, "$870 million a year", reason))
    assert said[0].isupper()
    assert said.endswith(".")


def test_a_bare_date_is_given_with_the_day_it_means() -> None:
    found = piece("They met on Jan. 15.", TALKS_ARTICLE, "Jan. 14", "different date")
    assert drafts.because(found) == (
        "Another date: the articles say Jan. 14 (14 Jan 2020); you wrote Jan. 15."
    )


def test_where_articles_disagree_the_figure_is_that_of_one() -> None:
    found = piece(PAYS_LESS, TALKS_ARTICLE, "$870 million a year", "different value")
    assert drafts.because(found, disputed=True) == (
        "Yonhap says $870 million a year; you wrote $780 million a year."
    )


def test_the_evidence_shows_the_reason_then_the_sentence_with_the_figure_marked() -> None:
    shown = drafts.evidence(checked(PAYS_LESS)[0].evidence[0])
    reason = shown.index("The articles say $870 million a year; you wrote $780 million a year.")
    assert reason < shown.index("is due to pay <mark>$870 million a year</mark>.")


def test_of_a_disputed_figure_the_strongest_of_each_side_come_first() -> None:
    [(figure, found)] = drafts.by_figure(checked(WILL_PAY)[0])
    assert figure.text == "$890 million"
    assert [each.citation.exact for each in found] == ["$890 million", "$870 million", "$5 billion"]
    shown = [each.citation.exact for each in drafts.foremost(found)]
    assert shown == ["$890 million", "$870 million"]


def test_each_figure_has_its_own_evidence_or_none() -> None:
    found = drafts.by_figure(checked(IDLE)[0])
    assert [(figure.text, len(pieces)) for figure, pieces in found] == [("19 days", 1), ("May", 0)]
    assert drafts.foremost(found[1][1]) == []


# -- the annotated draft -------------------------------------------------------------------------


def test_each_claim_is_underlined_and_has_a_word_and_the_rest_is_plain() -> None:
    page = drafts.annotated(DRAFT, checked(DRAFT), linked=9)
    assert (
        '<span class="said supported" id="said-1">South Korea pays <b>$870 million a year</b>.'
        '</span>&nbsp;<a class="tag supported" href="#claim-1"><b>1</b> supported</a>'
    ) in page
    assert 'href="#claim-2"><b>2</b> refuted</a>' in page
    assert 'href="#claim-3"><b>3</b> supported, articles disagree</a>' in page
    assert 'class="tag open" href="#claim-4"><b>4</b> not enough</a> The mood was tense.' in page
    assert page.count('class="said') == 4


def test_the_draft_keeps_its_own_words_and_lines() -> None:
    text = seen(drafts.annotated(DRAFT, checked(DRAFT), linked=0)).text
    for tag in (
        "\xa01 supported",
        "\xa02 refuted",
        "\xa03 supported, articles disagree",
        "\xa04 not enough",
    ):
        text = text.replace(tag, "", 1)
    assert text == DRAFT


def test_what_was_not_reached_is_set_apart() -> None:
    page = drafts.annotated(DRAFT, checked(DRAFT)[:2], linked=9)
    assert f'<span class="unread">\n\n{WILL_PAY} {CRANES} {TENSE}</span>' in page


def test_a_claim_whose_evidence_is_not_drawn_has_no_link_to_it() -> None:
    page = drafts.annotated(DRAFT, checked(DRAFT), linked=1)
    assert page.count("href=") == 1
    assert '<span class="tag refuted"><b>2</b> refuted</span>' in page


HOSTILE_DRAFT = (
    "<script>alert(1)</script> costs $5 and $6 million *now* [x](javascript:alert(1)).\n"
    "- 40 <img src=x onerror=alert(1)> cranes.\n# 3 ships & `code`.\n    =1+1 is 2.\n1. One\n"
)


def test_a_hostile_draft_shows_as_itself() -> None:
    page = seen(drafts.annotated(HOSTILE_DRAFT, checked(HOSTILE_DRAFT), linked=9))
    assert set(page.elements) == {"div", "span", "b", "a"}
    assert "<script>alert(1)</script> costs" in page.text
    heads = "".join(drafts.head(v, 1) + drafts.unchecked([v]) for v in checked(HOSTILE_DRAFT))
    assert set(seen(heads).elements) <= {"div", "h3", "a", "b", "p", "ul", "li"}
    found = piece("It cost $5 million.", HOSTILE_ARTICLE, "$870 million", "different value")
    assert set(seen(drafts.evidence(found)).elements) == {"div", "p", "mark"}


@given(st.text(max_size=200))
def test_no_draft_becomes_an_element(draft: str) -> None:
    elements = seen(drafts.annotated(draft, checked(draft), linked=9)).elements
    assert set(elements) <= {"div", "span", "b", "a"}


# -- exports -------------------------------------------------------------------------------------


def test_the_markdown_has_the_summary_the_annotated_draft_and_the_evidence() -> None:
    said = drafts.as_markdown(f"{PAYS_LESS} {TENSE}", checked(f"{PAYS_LESS} {TENSE}"))
    assert said == (
        "# Checked draft\n\n1 refuted · 1 nothing to check\n\n"
        "South Korea pays \\$780 million a year. **(1 refuted)** The mood was tense.\n\n"
        "## Evidence\n\n"
        "1. **refuted** South Korea pays \\$780 million a year.\n"
        "    - The articles say \\$870 million a year; you wrote \\$780 million a year. “Under the "
        "current deal, which runs out at the end of the year, South Korea is due to pay \\$870 "
        "million a year.” (*Seoul and Washington open talks on cost of troops*, Yonhap, 15 Nov "
        "2019, characters 161–180) "
        f'<!-- {{"article": "{TALKS_ARTICLE.id}", "start": 161, "end": 180, "exact": "$870 million '
        'a year", "passage": {"start": 72, "end": 181, "text": "Under the current deal, which runs '
        'out at the end of the year, South Korea is due to pay $870 million a year."}} -->\n'
    )


def test_a_hostile_draft_in_markdown_is_no_markdown() -> None:
    said = drafts.as_markdown(HOSTILE_DRAFT, checked(HOSTILE_DRAFT))
    assert r"\<script\>alert(1)\</script\> costs \$5" in said
    assert r"\*now\* \[x\](javascript:alert(1))" in said
    assert "\n\\- 40 \\<img" in said
    assert "\n\\# 3 ships" in said
    assert "\n\\=1+1 is 2" in said
    assert "\n1\\. One" in said


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(drafts.as_csv(checked(text)), newline="")))


def test_the_table_has_a_row_for_each_piece_of_evidence() -> None:
    head, pays, *_ = rows(DRAFT)
    assert dict(zip(head, pays, strict=True)) == {
        "claim": "1",
        "text": PAYS,
        "verdict": "supported",
        "figure": "$870 million a year",
        "evidence": "supported",
        "reason": "The articles say so: $870 million a year.",
        "article says": "$870 million a year",
        "sentence": "Under the current deal, which runs out at the end of the year, South Korea is "
        "due to pay $870 million a year.",
        "publisher": "Yonhap",
        "title": "Seoul and Washington open talks on cost of troops",
        "date": "2019-11-15",
        "start": "161",
        "end": "180",
        "article": TALKS_ARTICLE.id,
        "exact": "$870 million a year",
    }
    assert [row[0] for row in rows(DRAFT)[1:]] == ["1", "2", "3", "3", "3", "4", ""]


def test_the_table_says_where_nothing_was_found_and_where_nothing_is_to_check() -> None:
    *_, cranes, tense = rows(DRAFT)
    assert (
        cranes
        == ["4", CRANES, "not enough", "40", "not enough", "The articles do not say."] + [""] * 9
    )
    assert tense == ["", TENSE, "nothing to check"] + [""] * 12


ARTICLES = {each.id: each for each in (TALKS_ARTICLE, LATER_ARTICLE, FERRY_ARTICLE)}


def standings(transcript: str, articles: dict[str, Article]) -> list[Standing]:
    said = quotations(transcript)
    return [verified(each, articles.get, {}.get).standing for each in said]


def test_what_is_saved_can_be_verified_and_what_was_changed_in_it_is_noticed() -> None:
    text = f"{DRAFT} {IDLE}"
    verdicts = checked(text)
    quoted = sum(len(verdict.evidence) for verdict in verdicts)
    for saved in (drafts.as_markdown(text, verdicts), drafts.as_csv(verdicts)):
        assert standings(saved, ARTICLES) == [Standing.VERBATIM] * quoted
        altered = standings(saved.replace("is due to pay", "is glad to pay"), ARTICLES)
        assert altered.count(Standing.CHANGED) == 3


@pytest.mark.parametrize("exact", ["-5 percent", "=-5 percent -->, *it*", "'=3 cm", "`x` <b>"])
def test_a_formula_or_markup_in_a_quotation_is_verified_as_it_stands(exact: str) -> None:
    text = "Fell.\n=-5 percent -->, *it* said: `x` <b>\r\n\u202eand 'more' \\& more.\n'=3 cm tall."
    article = make_article(text)
    [verdict] = checked(PAYS_LESS)
    start = text.index(exact)
    citation = Citation(
        article=article, start=start, end=start + len(exact), passage=(0, len(text))
    )
    quoting = replace(verdict, evidence=(replace(verdict.evidence[0], citation=citation),))
    for saved in (drafts.as_markdown(PAYS_LESS, [quoting]), drafts.as_csv([quoting])):
        assert [said.exact for said in quotations(saved)] == [exact]
        assert standings(saved, {article.id: article}) == [Standing.VERBATIM]
    assert drafts.as_markdown(PAYS_LESS, [quoting]).count("-->") == 1


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_of_the_table_is_a_formula(begin: str) -> None:
    verdicts = checked(f"{begin}SUM(A1) is 40 cranes.")
    assert verdicts
    for row in csv.reader(io.StringIO(drafts.as_csv(verdicts), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]


@given(st.text(max_size=120))
def test_every_row_of_the_table_is_as_wide_as_its_head(draft: str) -> None:
    assert {len(row) for row in rows(draft)} == {15}


def test_articles_without_a_date_or_publisher_have_empty_cells() -> None:
    ferry = next(row for row in rows(IDLE) if row[3] == "19 days")
    assert ferry[8:11] == ["Harbor Wire", FERRY_ARTICLE.title, ""]

"""Which spans are one answer, and what an answer quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Hit, Passage
from qa.answer import compose, disagree, group_by_value, same_value, statement_around
from qa.confidence import Calibration
from qa.reader import Span
from tests.fakes import make_article

CALIBRATION = Calibration(bias=0.0, weights={"margin": 1.0}, threshold=0.5)

SAME = [
    ("$870 million", "$870 million"),
    ("the ministry", "Ministry"),
    ("Esper", "Mark Esper"),
    ("Mark Esper", "Esper"),
    ("$870 million", "$870 million a year"),
    ("Nov. 23", "Nov 23"),
    ("“Nov. 23”", "Nov. 23"),
    ("28,500", "28,500 troops"),
]
DIFFERENT = [
    ("$870 million", "$780 million"),
    ("$870 million", "870 million"),
    ("$870 million", "€870 million"),
    ("$870 million a year", "$870 million a month"),
    ("5", "5 million"),
    ("5 million", "1.5 million"),
    ("5 percent", "5 percentage points"),
    ("1.5", "15"),
    ("28,500", "28,500.5"),
    ("Seoul", "Seoul and Tokyo"),
    ("Korea", "South Korea"),
    ("North Korea", "South Korea"),
    ("Nov. 2", "Nov. 23"),
    ("agreed", "not agreed"),
    ("2 years", "2 months"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_wordings_of_one_value_are_the_same(one: str, other: str) -> None:
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_digits_units_and_names_are_never_fuzzy(one: str, other: str) -> None:
    assert not same_value(one, other)
    assert not same_value(other, one)


@given(st.text(max_size=40), st.text(max_size=40))
def test_being_the_same_goes_both_ways(one: str, other: str) -> None:
    assert same_value(one, other) == same_value(other, one)
    assert same_value(one, one)


@given(st.from_regex(r"\$[1-9][0-9]{0,3}(\.[0-9])? (million|billion)", fullmatch=True), st.data())
def test_changing_a_digit_changes_the_value(figure: str, data: st.DataObject) -> None:
    places = [i for i, c in enumerate(figure) if c.isdigit()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "123456789" if d != figure[at]]))
    assert not same_value(figure, figure[:at] + other + figure[at + 1 :])


def span(article: Article, words: str, margin: float, *, id: int = 1) -> Span:
    start = article.text.index(words)
    passage = Passage(id=id, article=article, start=0, end=len(article.text))
    return Span(passage=passage, start=start, end=start + len(words), score=margin, null=0.0)


ONE = make_article("Seoul pays $870 million a year.", source="one")
TWO = make_article("The sum is $870 million, a ministry says.", source="two")
THREE = make_article("Seoul pays $890 million a year.", source="three")


def hits_for(*articles: Article) -> list[Hit]:
    return [
        Hit(
            passage=Passage(id=n, article=article, start=0, end=len(article.text)),
            cosine=0.5,
            bm25=1.0,
            rank=n,
        )
        for n, article in enumerate(articles, start=1)
    ]


def test_one_value_from_two_sources_is_one_candidate_with_two_citations() -> None:
    spans = [
        span(ONE, "$870 million", 3.0),
        span(TWO, "$870 million", 2.0, id=2),
        span(THREE, "$890 million", 2.5, id=3),
    ]
    candidates, answered = compose("How much?", hits_for(ONE, TWO, THREE), spans, CALIBRATION)
    assert answered
    assert [candidate.text for candidate in candidates] == ["$870 million", "$890 million"]
    assert [c.article.source for c in candidates[0].citations] == ["one", "two"]


def test_overlapping_spans_are_one_place_quoted_once() -> None:
    spans = [span(ONE, "$870 million", 3.0), span(ONE, "pays $870 million a year", 2.0)]
    candidates, _ = compose("How much?", hits_for(ONE), spans, CALIBRATION)
    assert len(candidates) == 1
    assert len(candidates[0].citations) == 1


def test_a_wording_joins_only_a_group_it_agrees_with_throughout() -> None:
    months = make_article("It is $870 million a month.", source="months")
    spans = [
        span(TWO, "$870 million", 3.0),
        span(ONE, "$870 million a year", 2.0, id=2),
        span(months, "$870 million a month", 1.0, id=3),
    ]
    assert [len(group) for group in group_by_value(spans)] == [2, 1]


FORMS = ["$870 million", "870 million dollars", "US$0.87bn", "$870 million a year"]
OTHERS = ["$890 million", "€870 million", "$870 billion", "870 million won"]


def articles_saying(*values: str) -> list[Article]:
    return [
        make_article(f"Seoul pays {value} under the deal.", source=f"paper {n}")
        for n, value in enumerate(values)
    ]


def spans_of(articles: list[Article], *values: str) -> list[Span]:
    pairs = zip(articles, values, strict=True)
    return [span(a, value, 9.0 - n, id=n + 1) for n, (a, value) in enumerate(pairs)]


def test_one_value_in_many_forms_is_one_answer_with_many_sources() -> None:
    spans = spans_of(articles_saying(*FORMS), *FORMS)
    assert [len(group) for group in group_by_value(spans)] == [len(FORMS)]


@pytest.mark.parametrize("other", OTHERS)
def test_another_value_is_another_answer_and_disagrees(other: str) -> None:
    articles = articles_saying(FORMS[0], other)
    spans = spans_of(articles, FORMS[0], other)
    candidates, _ = compose("How much?", hits_for(*articles), spans, CALIBRATION)
    first, second = candidates
    assert second.text == other
    assert disagree(first, second)
    assert not disagree(first, first)


def test_two_figures_of_one_article_do_not_disagree() -> None:
    article = make_article("Seoul pays $870 million; Washington wants $5 billion.")
    spans = [span(article, "$870 million", 3.0), span(article, "$5 billion", 2.0)]
    first, second = compose("How much?", hits_for(article), spans, CALIBRATION)[0]
    assert not disagree(first, second)


def test_below_the_threshold_there_is_no_answer_but_the_candidates_stay() -> None:
    spans = [span(ONE, "$870 million", -3.0)]
    candidates, answered = compose("How much?", hits_for(ONE), spans, CALIBRATION)
    assert not answered
    assert candidates[0].confidence < 0.5


def test_no_spans_are_no_answer() -> None:
    assert compose("How much?", [], [], CALIBRATION) == ((), False)


SAID = make_article("He waited. “We will pay. We must,” Han said on Friday. It rained.")


def test_a_statement_is_quoted_whole() -> None:
    assert SAID.text[slice(*statement_around(span(SAID, "must", 1.0)))] == "We will pay. We must"
    candidates, _ = compose(
        "What did Han say?", hits_for(SAID), [span(SAID, "must", 1.0)], CALIBRATION
    )
    assert candidates[0].text == "We will pay. We must"


def test_outside_quotation_marks_a_statement_is_its_sentence() -> None:
    article = make_article("It rained. Han said that nobody would pay. He left.")
    found = statement_around(span(article, "nobody", 1.0))
    assert article.text[slice(*found)] == "Han said that nobody would pay."


@given(st.data())
def test_every_citation_is_verbatim(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab $87“”.\n", min_size=2, max_size=80))
    article = make_article(text)
    spans = []
    for n in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        passage = Passage(id=1, article=article, start=0, end=len(text))
        spans.append(Span(passage=passage, start=start, end=end, score=3.0 - n, null=0.0))
    question = data.draw(st.sampled_from(["What did he say?", "How much?"]))
    candidates, _ = compose(question, hits_for(article), spans, CALIBRATION)
    for candidate in candidates:
        for citation in candidate.citations:
            assert article.text[citation.start : citation.end] == citation.exact
            assert candidate.text == candidate.citations[0].exact

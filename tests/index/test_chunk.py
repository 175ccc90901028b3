"""Sentences and passages: where borders fall, and where they never do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunk import (
    MAX_WORDS,
    quotation_around,
    sentence_around,
    sentences,
    split_passages,
    unbreakable,
)
from tests.fakes import make_article

# One line each: sentences that look like several, with a bar where a border belongs.
ABBREVIATIONS = [
    "The U.S. Defense Department paid.| It said so.",
    "Talks end on Nov. 23 at noon.| Nobody knows why.",
    "S. Korea and N. Korea met.| They left.",
    "It is No. 3 in the world.| No. 4 is far.",
    "Mr. Han and Dr. J. K. Ode spoke.| Sen. Vale did not.",
    "They live in the U.S.| The talks failed.",
    "He works at Velt Corp. in Port Ellery.| She does not.",
    "It rose 3.5 percent.| It fell 1.2 points.",
    "It opens at 9 a.m. Friday.| Doors close at noon.",
]
QUOTATIONS = [
    "“We agree. We always did,” she said.| He left.",
    '"We agree. We always did," she said.| He left.',
    "“Stop!” he cried.| Nobody moved.",
    '"It is over." |The crowd went home.',
]
OTHERS = [
    "Is it over?| Yes!| No… not yet.",
    "GSOMIA ... with Japan was renewed.",
    "第一文。|第二文。",
]


@pytest.mark.parametrize("line", [*ABBREVIATIONS, *QUOTATIONS, *OTHERS])
def test_sentences_end_where_a_reader_would_end_them(line: str) -> None:
    text = line.replace("|", "")
    found = [text[start:end] for start, end in sentences(text)]
    assert found == [piece.strip() for piece in line.split("|")]


def test_a_line_break_inside_a_wrapped_line_is_no_border() -> None:
    text = "The harbor authority said on Monday that the new bridge would\nopen in May.\n\nIt will."
    assert len(sentences(text)) == 2


def test_a_word_hyphenated_at_a_line_end_is_in_one_sentence() -> None:
    text = "It was the govern-\nment that paid.\nNobody else would.\nGo-\n- a list"
    found = [text[start:end] for start, end in sentences(text)]
    assert found == ["It was the govern-\nment that paid.", "Nobody else would.", "Go-", "- a list"]


@pytest.mark.parametrize(
    "text", ["It rose by 10-\n12 per cent.", "It cost $10–\r\n$12.", "It is a 30-\nyear loan."]
)
def test_a_figure_that_a_line_end_parts_is_in_one_sentence(text: str) -> None:
    assert sentences(text) == [(0, len(text))]


# Prose in lines of 30 to 50 characters, each of which parts a date.
NARROW = (
    "The council said that works on\nthe bridge would begin on 12\nJune 2031 and last a winter.",
    "The old ferry will stay until June\n2031, whatever it costs, and then go\nto Tamsen.",
    "It was said on Tuesday that Nov.\n23, 2031, would be the last day of\nthe old ferry.",
    "The works on the bridge begin on June 12,\r\n2031, the mayor said.",
)
# The same words where no sentence goes on, or lines are not filled.
APART = (
    "Plans for the bridge in June\n2031 was the hardest year that the town had seen, he said.",
    "Works on the bridge\nEnd on 12\nJune and May are shut",
    "Opening\nWorks begin: June\n2031: the ferry goes",
    "The month of the works | June\n2031, and so on, the year of the works",
    "What the council of the town said on 12\nJune 2031",
    "until June\n2031, or",
    "Tolls on the bridge fell in May\n12 held after a quarrel on the quay\nMayor to step down",
    "A lorry hits 12\nMay to be the wettest month in years\nThe mayor of Tamsen is to step down",
)


@pytest.mark.parametrize("text", NARROW)
def test_a_date_that_a_line_end_parts_is_in_one_sentence(text: str) -> None:
    [held] = [text[start:end] for start, end in sentences(text) if "2031" in text[start:end]]
    assert "June" in held or "Nov." in held
    assert "\n" in held


@pytest.mark.parametrize("text", APART)
def test_short_lines_that_are_no_prose_are_not_joined_by_what_may_be_a_date(text: str) -> None:
    assert len(sentences(text)) == text.count("\n") + 1


def test_short_lines_are_sentences_of_their_own() -> None:
    assert len(sentences("Send us a note\nTell us more\nGo back")) == 3


def test_the_sentence_around_a_quotation_is_whole() -> None:
    text = "It rained. Seoul pays $870 million a year, officials say. It stopped."
    start = text.index("$870")
    first, last = sentence_around(text, start, start + 12, within=(0, len(text)))
    assert text[first:last] == "Seoul pays $870 million a year, officials say."


def test_the_quotation_around_words_is_what_stands_between_the_marks() -> None:
    text = "He said, “We will pay. We must,” and left."
    start = text.index("must")
    found = quotation_around(text, start, start + 4, within=(0, len(text)))
    assert found is not None
    assert text[slice(*found)] == "We will pay. We must"
    assert quotation_around(text, 0, 2, within=(0, len(text))) is None


@pytest.mark.parametrize(
    "figure",
    ["$870 million", "US$1.5 billion", "28,500", "5 percentage points", "Nov. 23, 2019",
     "23 November 2019", "No. 3", "€1.2bn", "50 cents", "3.5%", "₩1.2 trillion"],
)  # fmt: skip
def test_a_figure_is_one_piece(figure: str) -> None:
    text = f"They said {figure} was enough."
    assert figure in [text[start:end] for start, end in unbreakable(text, 0, len(text))]


def test_a_figure_is_never_cut_between_passages() -> None:
    words = "word " * (MAX_WORDS // 2)
    text = (words + "worth $870 million and 5 percentage points since Nov. 23, 2019, ") * 8
    cuts = {end for _, end in split_passages(make_article(text))}
    for start, end in unbreakable(text, 0, len(text)):
        assert not any(start < cut < end for cut in cuts), text[start:end]


def test_a_passage_is_about_120_words() -> None:
    text = " ".join(f"Sentence number {n} has exactly eight words here." for n in range(200))
    lengths = [len(text[start:end].split()) for start, end in split_passages(make_article(text))]
    assert all(100 <= length <= MAX_WORDS for length in lengths)


def test_a_passage_never_reaches_over_furniture() -> None:
    text = "The bridge opens in May.\n\nShare this\n\nIt cost $9 million."
    menu = text.index("Share this")
    body = ((0, menu - 2), (menu + 12, len(text)))
    found = [text[start:end] for start, end in split_passages(make_article(text, body=body))]
    assert found == ["The bridge opens in May.", "It cost $9 million."]


def test_the_headline_is_no_passage() -> None:
    article = make_article("Bridge opens\n\nIt cost $9 million.", title="Bridge opens")
    assert [article.text[slice(*p)] for p in split_passages(article)] == ["It cost $9 million."]


def test_a_heading_of_markdown_is_a_headline_too() -> None:
    article = make_article("# Bridge opens\n\nIt cost $9 million.", title="Bridge opens")
    assert [article.text[slice(*p)] for p in split_passages(article)] == ["It cost $9 million."]


def test_a_headline_that_is_all_there_is_stays_a_passage() -> None:
    assert split_passages(make_article("Bridge opens\n", title="Bridge opens")) == [(0, 12)]


def test_a_first_sentence_that_begins_like_the_headline_stays_whole() -> None:
    article = make_article("Bridge opens late. It cost $9 million.", title="Bridge opens")
    assert split_passages(article) == [(0, len(article.text))]


PIECES = st.sampled_from(
    ["Word", "word", " ", "\n", "\n\n", ". ", "? ", "“", "”", '"', "$870 million", "U.S. ", "3.5",
     "Nov. 23", "é", "한국", "\u202e", "🙂", "x" * 50, "1,2" * 20]
)  # fmt: skip


@given(st.lists(PIECES, max_size=400).map("".join))
def test_passages_cover_the_body_in_order(text: str) -> None:
    article = make_article(text or "x")
    passages = split_passages(article)
    last = 0
    for start, end in passages:
        assert last <= start < end <= len(article.text)
        assert not article.text[last:start].strip(), "words between passages"
        last = end
    assert not article.text[last:].strip(), "words after the last passage"


@given(st.lists(PIECES, max_size=200).map("".join))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["a", "1", "$", "1,", '" ', ". ", "\n \n", "A. ", " ", "“", '."', "\n", "$1 ", ".", "!?", "。"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.perf_counter()
        split_passages(make_article(text))
        return time.perf_counter() - began

    small, large = seconds(20_000), seconds(200_000)
    assert large < 60 * max(small, 0.005), f"ten times the text took {large / small:.0f} times"

"""What is a question, and what it asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from index.words import telling_words
from qa.question import MOST_CHARACTERS, Wants, readable, wants

FACTS = [
    "How much did Seoul agree to pay?",
    "Who said that?",
    "How many troops did he say there are?",
    "when does the pact expire",
    "cost of the deal per year",
]
REASONS = ["Why did the strike end?", "what is the reason for the delay?", "What caused the leak?"]
STATEMENTS = [
    "What did Esper say about GSOMIA?",
    "How did Tokyo respond?",
    "what has the union said",
    "What was the ministry's reaction to the offer?",
]


@pytest.mark.parametrize("question", FACTS)
def test_most_questions_ask_for_a_fact(question: str) -> None:
    assert wants(question) is Wants.FACT


@pytest.mark.parametrize("question", REASONS)
def test_why_asks_for_a_reason(question: str) -> None:
    assert wants(question) is Wants.REASON


@pytest.mark.parametrize("question", STATEMENTS)
def test_what_somebody_said_asks_for_a_statement(question: str) -> None:
    assert wants(question) is Wants.STATEMENT


@pytest.mark.parametrize("question", ["", "   ", "?", "\x00", "…", "\ud800", "🙂"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        readable(question)


def test_a_question_longer_than_a_question_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionError, match="10,000 characters"):
        readable("x" * 10_000)
    assert readable("x" * MOST_CHARACTERS)


def test_what_cannot_be_read_is_left_out() -> None:
    assert readable("who\x00 is\n\ud800 it?\u202e") == "who is it?\u202e"


@given(st.text(max_size=500))
def test_every_question_is_readable_or_refused(question: str) -> None:
    try:
        cleaned = readable(question)
    except QuestionError:
        return
    cleaned.encode("utf-8")
    wants(cleaned)


def test_telling_words_are_those_that_are_not_everywhere() -> None:
    assert telling_words("What did Seoul pay Seoul for 28,500 troops?") == [
        "Seoul",
        "pay",
        "28,500",
        "troops",
    ]


def test_a_question_of_stop_words_keeps_them() -> None:
    assert telling_words("Who was that?") == ["Who", "was", "that"]

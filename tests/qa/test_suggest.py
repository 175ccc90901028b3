"""Questions made from an article's own sentences."""

from qa.suggest import possible_questions
from tests.fakes import make_article


def questions(text: str) -> list[str]:
    return list(possible_questions(make_article(text)))


def test_who_pays_a_sum_is_asked_how_much() -> None:
    assert questions("In the end Tamsen Water agreed to pay $12 million for the pipes.") == [
        "How much did Tamsen Water agree to pay?"
    ]


def test_a_count_in_a_place_is_asked_for() -> None:
    assert questions("It keeps 28,500 soldiers in South Korea for now.") == [
        "How many soldiers are there in South Korea?"
    ]


def test_a_speaker_is_asked_about() -> None:
    assert questions("“We will wait,” said Han Do-yun on Friday.") == ["What did Han Do-yun say?"]
    assert questions('"We will wait," Rosa Tennant said.') == ["What did Rosa Tennant say?"]


def test_figures_come_before_speakers() -> None:
    text = "“We will wait,” said Han Do-yun. In the end Seoul pays $5 million."
    assert questions(text) == ["How much does Seoul pay?", "What did Han Do-yun say?"]


def test_a_pronoun_is_no_name() -> None:
    assert questions("“We will wait,” He said. It cost $5 million.") == []


def test_each_question_is_made_once() -> None:
    assert len(questions("Seoul pays $5 million. Seoul pays $5 million, they say.")) == 1


def test_furniture_makes_no_questions() -> None:
    text = "Seoul pays $5 million."
    assert list(possible_questions(make_article(text, body=()))) == []

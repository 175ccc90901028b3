"""Questions an article may well answer, made from its own sentences.

A few plain forms, read by pattern: who pays or costs how much, how many there are of something,
and what somebody said. They are only guesses; the system shows those that it can answer from the
article they were made of.
"""

import re
from collections.abc import Iterator

from index.article import Article
from index.chunk import sentences

# A longer sentence is no sentence, and the patterns below look at every start of a name in it.
LONGEST_SENTENCE = 600

_NAME = r"(?P<name>(?:South |North |New )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
_SUM = r"(?:about |nearly |more than |up to )?(?:US)?[$€£¥₩]\s?\d"

# What a sentence says of a sum, and the question that asks for it.
_SUMS = [
    (re.compile(rf"\b{_NAME} agreed to pay {_SUM}"), "How much did {name} agree to pay?"),
    (re.compile(rf"\b{_NAME} pays {_SUM}"), "How much does {name} pay?"),
    (re.compile(rf"\b{_NAME} paid {_SUM}"), "How much did {name} pay?"),
    (re.compile(rf"\b{_NAME} will cost {_SUM}"), "How much will {name} cost?"),
    (re.compile(rf"\b{_NAME} cost {_SUM}"), "How much did {name} cost?"),
    (re.compile(rf"\b{_NAME} (?:lost|loses) {_SUM}"), "How much did {name} lose?"),
    (re.compile(rf"\b{_NAME} (?:spent|spends) {_SUM}"), "How much did {name} spend?"),
]
_COUNT = re.compile(
    r"\b\d[\d,]* (?P<noun>[a-z]{4,}s)\b"
    r"(?P<rest> (?:in|of|at|on) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
_SAID = re.compile(rf"[”\"] (?:said {_NAME}|{_NAME.replace('?P<name>', '?P<after>')} said)\b")

_NOT_NAMES = frozenset(("He", "She", "They", "It", "We", "The", "One", "A", "That", "This"))


def possible_questions(article: Article) -> Iterator[str]:
    """Questions made from the sentences of *article*'s body, each once, figures first."""
    found: dict[str, None] = {}
    for first, last in article.body:
        for start, end in sentences(article.text, first, last):
            if end - start <= LONGEST_SENTENCE:
                found |= dict.fromkeys(_from_sentence(article.text[start:end]))
    yield from sorted(found, key=lambda question: not question.startswith("How"))


def _from_sentence(sentence: str) -> Iterator[str]:
    for pattern, question in _SUMS:
        match = pattern.search(sentence)
        if match and _is_name(match["name"]):
            yield question.format(name=match["name"])
    count = _COUNT.search(sentence)
    if count:
        yield f"How many {count['noun']} are there{count['rest']}?"
    said = _SAID.search(sentence)
    name = said and (said["name"] or said["after"])
    if name and _is_name(name) and " " in name:
        yield f"What did {name} say?"


def _is_name(words: str) -> bool:
    return words.split()[0] not in _NOT_NAMES

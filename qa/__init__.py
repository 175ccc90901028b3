"""Attest: answers that are quotations, over one's own articles.

from qa import QASystem, settings_from

with QASystem.open(settings_from()) as system:
    answer = system.ask("How much did South Korea agree to pay?")
    print(answer.text, answer.candidates[0].citations[0].article.title)
"""

from index.article import Article, ArticleSummary
from index.chunk import sentence_around, sentences
from index.errors import (
    DocumentError,
    EmptyLibraryError,
    LibraryError,
    LibraryMismatchError,
    ModelError,
    QuestionError,
    ReaderError,
    ReportableError,
)
from index.formats.kinds import SUFFIXES
from index.words import telling_words
from qa.answer import Answer, Candidate, Seconds, disagree
from qa.check import Evidence, Label, Verdict
from qa.citation import Citation, Finding
from qa.claims import Claim
from qa.confidence import confidence_word
from qa.contract import (
    answer_json,
    article_json,
    check_json,
    entry_json,
    figure_json,
    findings_json,
    refused_json,
    summary_json,
)
from qa.figures import Figure, find_figures
from qa.ledger import Entry
from qa.settings import Settings, settings_from
from qa.system import Added, QASystem, Status, sample_articles

__all__ = [
    "SUFFIXES",
    "Added",
    "Answer",
    "Article",
    "ArticleSummary",
    "Candidate",
    "Citation",
    "Claim",
    "DocumentError",
    "EmptyLibraryError",
    "Entry",
    "Evidence",
    "Figure",
    "Finding",
    "Label",
    "LibraryError",
    "LibraryMismatchError",
    "ModelError",
    "QASystem",
    "QuestionError",
    "ReaderError",
    "ReportableError",
    "Seconds",
    "Settings",
    "Status",
    "Verdict",
    "answer_json",
    "article_json",
    "check_json",
    "confidence_word",
    "disagree",
    "entry_json",
    "figure_json",
    "find_figures",
    "findings_json",
    "refused_json",
    "sample_articles",
    "sentence_around",
    "sentences",
    "settings_from",
    "summary_json",
    "telling_words",
]

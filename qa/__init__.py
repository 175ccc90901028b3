"""Attest: answers that are quotations, over one's own articles.

from qa import QASystem, settings_from

with QASystem.open(settings_from()) as system:
    answer = system.ask("How much did South Korea agree to pay?")
    print(answer.text, answer.candidates[0].citations[0].article.title)
"""

from index.article import Article, ArticleSummary
from index.audit import Fault, Mend
from index.chunk import sentence_around, sentences
from index.errors import (
    ColumnError,
    CorrectionError,
    DocumentError,
    EmptyLibraryError,
    FilterError,
    LibraryError,
    LibraryMismatchError,
    ModelError,
    QuestionError,
    ReaderError,
    ReportableError,
    TranscriptError,
    WatchError,
)
from index.filter import EVERYTHING, Filter, days_of
from index.formats.columns import Columns, named_column
from index.formats.kinds import SUFFIXES
from index.imprint import Imprint
from index.load import STDIN
from index.removed import Removed
from index.stories import Story
from index.words import telling_words
from qa.adding import Added, Status, Step
from qa.answer import Answer, Candidate, Seconds, disagree
from qa.check import Evidence, Label, Verdict
from qa.citation import Citation, Finding, Reprint
from qa.claims import Claim
from qa.confidence import confidence_word
from qa.contract import (
    answer_json,
    article_json,
    check_json,
    corrected_json,
    entry_json,
    faults_json,
    figure_json,
    findings_json,
    printed_time,
    refused_json,
    summary_json,
    verified_json,
)
from qa.dispute import disputes
from qa.figures import Figure, Hedge, Kind, find_figures
from qa.ledger import Entry, Listing, Order
from qa.pace import Pace
from qa.settings import Settings, settings_from
from qa.system import QASystem, sample_articles
from qa.verify import Quotation, Standing, Verified, quotations
from qa.watching import Gone, watch

__all__ = [
    "EVERYTHING",
    "STDIN",
    "SUFFIXES",
    "Added",
    "Answer",
    "Article",
    "ArticleSummary",
    "Candidate",
    "Citation",
    "Claim",
    "ColumnError",
    "Columns",
    "CorrectionError",
    "DocumentError",
    "EmptyLibraryError",
    "Entry",
    "Evidence",
    "Fault",
    "Figure",
    "Filter",
    "FilterError",
    "Finding",
    "Gone",
    "Hedge",
    "Imprint",
    "Kind",
    "Label",
    "LibraryError",
    "LibraryMismatchError",
    "Listing",
    "Mend",
    "ModelError",
    "Order",
    "Pace",
    "QASystem",
    "QuestionError",
    "Quotation",
    "ReaderError",
    "Removed",
    "ReportableError",
    "Reprint",
    "Seconds",
    "Settings",
    "Standing",
    "Status",
    "Step",
    "Story",
    "TranscriptError",
    "Verdict",
    "Verified",
    "WatchError",
    "answer_json",
    "article_json",
    "check_json",
    "confidence_word",
    "corrected_json",
    "days_of",
    "disagree",
    "disputes",
    "entry_json",
    "faults_json",
    "figure_json",
    "find_figures",
    "findings_json",
    "named_column",
    "printed_time",
    "quotations",
    "refused_json",
    "sample_articles",
    "sentence_around",
    "sentences",
    "settings_from",
    "summary_json",
    "telling_words",
    "verified_json",
    "watch",
]

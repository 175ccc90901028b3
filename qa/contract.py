"""Values as the JSON that scripts rely on. Names and shapes here stay as they are."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from index.article import Article, ArticleSummary
from index.audit import Fault
from index.filter import EVERYTHING, Filter
from index.imprint import Imprint
from qa.answer import Answer, Candidate, Seconds, disagree
from qa.check import Label, Verdict
from qa.citation import Citation, Finding
from qa.figures import Figure, Kind
from qa.ledger import Entry
from qa.verify import Standing, Verified


def citation_json(citation: Citation) -> dict[str, Any]:
    start, end = citation.passage
    return {
        **_about(citation.article),
        "printed_time": printed_time(citation.article),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "exact": citation.exact,
        "prefix": citation.prefix,
        "suffix": citation.suffix,
        "passage": {"start": start, "end": end, "text": citation.passage_text},
        "confidence": _rounded(citation.confidence),
        "also_in": [
            {**_about(reprint.article), "start": reprint.start, "end": reprint.end}
            for reprint in citation.also_in
        ],
    }


def printed_time(article: Article) -> str | None:
    """The time of its day that the article prints: "15:30", or "15:30+09:00" if it says so."""
    return article.printed_time.isoformat("minutes") if article.printed_time else None


def answer_json(answer: Answer, filter: Filter = EVERYTHING) -> dict[str, Any]:
    seconds = answer.seconds
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "answered": answer.answered,
        "confidence": _rounded(answer.confidence),
        "answer": answer.text,
        "answers": [
            {**_candidate_json(candidate), "disagrees": disagree(answer.candidates[0], candidate)}
            for candidate in answer.candidates
        ],
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "seconds": {
            "search": _rounded(seconds.search),
            "read": _rounded(seconds.read),
            "total": _rounded(seconds.total),
        },
        "filter": filter_json(filter),
    }


def refused_json(question: str, reason: str, filter: Filter = EVERYTHING) -> dict[str, Any]:
    """A question of many that could not be read: an answer's shape, silent, with the reason."""
    nothing = Answer(
        question=question,
        standalone=question,
        answered=False,
        confidence=0.0,
        candidates=(),
        nearest=(),
        seconds=Seconds(search=0.0, read=0.0, total=0.0),
    )
    return {**answer_json(nothing, filter), "error": reason}


def findings_json(
    question: str, findings: tuple[Finding, ...], filter: Filter = EVERYTHING
) -> dict[str, Any]:
    return {
        "question": question,
        "hits": [
            {
                "rank": finding.rank,
                "cosine": _rounded(finding.cosine),
                "bm25": _rounded(finding.bm25),
                "citation": citation_json(finding.citation),
            }
            for finding in findings
        ],
        "filter": filter_json(filter),
    }


def check_json(
    text: str, verdicts: Sequence[Verdict], filter: Filter = EVERYTHING
) -> dict[str, Any]:
    return {
        "text": text,
        "claims": [_verdict_json(verdict) for verdict in verdicts],
        "filter": filter_json(filter),
    }


def filter_json(filter: Filter) -> dict[str, Any] | None:
    """The filter as it was given; None where nothing was left out."""
    if not filter:
        return None
    return {
        "since": filter.since.isoformat() if filter.since else None,
        "until": filter.until.isoformat() if filter.until else None,
        "publishers": list(filter.publishers),
        "articles": list(filter.articles),
        "stories": list(filter.stories),
    }


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    claim = verdict.claim
    return {
        "claim": claim.text,
        "start": claim.start,
        "end": claim.end,
        "label": verdict.label,
        "reason": verdict.reason,
        "disputed": verdict.disputed,
        "stories": {
            "supporting": verdict.stories(Label.SUPPORTED),
            "refuting": verdict.stories(Label.REFUTED),
        },
        "confidence": _rounded(verdict.confidence),
        "figures": [figure_json(figure) for figure in claim.figures],
        "evidence": [
            {
                "label": piece.label,
                "reason": piece.reason,
                "claimed": figure_json(piece.claimed),
                "figure": figure_json(piece.reported),
                "citation": citation_json(piece.citation),
            }
            for piece in verdict.evidence
        ],
        "nearest": [citation_json(citation) for citation in verdict.nearest],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    return {**figure_json(entry.figure), "citation": citation_json(entry.citation)}


def figure_json(figure: Figure) -> dict[str, Any]:
    """``value`` is one value, or two with a slash between; a date's is its day or days."""
    return {
        "text": figure.text,
        "kind": figure.kind,
        "value": _value(figure),
        "unit": figure.unit,
        "noun": figure.noun,
        "period": figure.period,
        "hedge": figure.hedge,
    }


def _value(figure: Figure) -> str | None:
    if figure.kind is Kind.DATE:
        low, high = figure.first, figure.last
        return f"{low}" if low == high and low else f"{low}/{high}" if low else figure.partial
    if figure.low is None:
        return None
    if figure.high is None:
        return f"{_plain(figure.low)}/.."
    if figure.low == figure.high and figure.kind is not Kind.SCORE:
        return _plain(figure.low)
    return f"{_plain(figure.low)}/{_plain(figure.high)}"


def _plain(value: Decimal) -> str:
    """Digits only, no exponent, no zeros that say nothing."""
    return f"{value.normalize():f}"


def summary_json(summary: ArticleSummary) -> dict[str, Any]:
    return {
        **_about(summary),
        "version": summary.version,
        "corrected": summary.corrected,
        "added": summary.added.isoformat(),
        "passages": summary.passages,
        "characters": summary.characters,
    }


def article_json(article: Article) -> dict[str, Any]:
    return {
        **_about(article),
        "printed_time": printed_time(article),
        "version": article.version,
        "byline": article.byline,
        "dateline": article.dateline,
        "added": article.added.isoformat(),
        "body": [list(span) for span in article.body],
        "pages": list(article.pages),
        "text": article.text,
    }


def corrected_json(article: Article, printed: Imprint | None) -> dict[str, Any]:
    """What the article goes by, and what it prints where that is another."""
    as_printed = printed and {
        "published": printed.published.isoformat() if printed.published else None,
        "publisher": printed.publisher,
    }
    return {**_about(article), "corrected": printed is not None, "printed": as_printed}


def verified_json(verified: Sequence[Verified]) -> dict[str, Any]:
    """How many quotations stand how, and each that is not verbatim."""
    counts = Counter(each.standing for each in verified)
    return {
        "quotations": len(verified),
        **{standing.name.lower(): counts[standing] for standing in Standing},
        "faults": [
            {
                "line": each.quotation.line,
                "article": each.quotation.article,
                "start": each.quotation.start,
                "end": each.quotation.end,
                "exact": each.quotation.exact,
                "standing": each.standing,
                "found": [
                    {"article": each.found, "start": start, "end": end}
                    for start, end in each.places
                ],
            }
            for each in verified
            if each.standing is not Standing.VERBATIM
        ],
    }


def faults_json(faults: Sequence[Fault]) -> dict[str, Any]:
    return {"faults": [{"fault": f.what, "article": f.article, "mend": f.mend} for f in faults]}


def _about(article: Article | ArticleSummary) -> dict[str, Any]:
    return {
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
    }


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "text": candidate.text,
        "confidence": _rounded(candidate.confidence),
        "citations": [citation_json(citation) for citation in candidate.citations],
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)

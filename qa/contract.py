"""Values as the JSON that scripts rely on. Names and shapes here stay as they are."""

from typing import Any

from index.article import Article, ArticleSummary
from qa.answer import Answer, Candidate, Seconds
from qa.citation import Citation, Finding


def citation_json(citation: Citation) -> dict[str, Any]:
    start, end = citation.passage
    return {
        **_about(citation.article),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "exact": citation.exact,
        "prefix": citation.prefix,
        "suffix": citation.suffix,
        "passage": {"start": start, "end": end, "text": citation.passage_text},
        "confidence": _rounded(citation.confidence),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    seconds = answer.seconds
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "answered": answer.answered,
        "confidence": _rounded(answer.confidence),
        "answer": answer.text,
        "answers": [_candidate_json(candidate) for candidate in answer.candidates],
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "seconds": {
            "search": _rounded(seconds.search),
            "read": _rounded(seconds.read),
            "total": _rounded(seconds.total),
        },
    }


def refused_json(question: str, reason: str) -> dict[str, Any]:
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
    return {**answer_json(nothing), "error": reason}


def findings_json(question: str, findings: tuple[Finding, ...]) -> dict[str, Any]:
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
    }


def summary_json(summary: ArticleSummary) -> dict[str, Any]:
    return {
        **_about(summary),
        "added": summary.added.isoformat(),
        "passages": summary.passages,
        "characters": summary.characters,
    }


def article_json(article: Article) -> dict[str, Any]:
    return {
        **_about(article),
        "byline": article.byline,
        "dateline": article.dateline,
        "added": article.added.isoformat(),
        "body": [list(span) for span in article.body],
        "pages": list(article.pages),
        "text": article.text,
    }


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

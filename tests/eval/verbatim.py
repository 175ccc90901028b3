"""Promise 1 at full size: every citation of thousands of answers, checked against its article.

    python tests/eval/verbatim.py ../shared/data/eval/news_open_2024.jsonl.gz --library ../news.db

Builds the library if it is not there, asks every question of the file in five forms, and checks
each citation returned against the text as the library holds it and as the file had it.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from qa import QASystem, QuestionError, Settings, telling_words
from tests.eval.news import NewsFile, add_news


def forms(question: str, evidence: str) -> list[str]:
    """A question as people type it: whole, in lower case, as keywords, cut off, as a statement."""
    words = telling_words(question)
    return [
        question,
        question.lower().rstrip("?"),
        " ".join(words),
        " ".join(words[: max(1, len(words) // 2)]) + "?",
        evidence[:900] or question,
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2500)
    parser.add_argument("--questions", type=int, default=5000)
    options = parser.parse_args()

    news = NewsFile(options.file)
    counts: Counter[str] = Counter()
    with QASystem.open(Settings(library=options.library)) as system:
        texts = add_news(system, news, options.articles)
        print(f"{len(system.articles()):,} articles", flush=True)
        began = time.perf_counter()
        asked = (form for row in news.rows for form in forms(row["question"], row["evidence"]))
        for question in asked:
            if counts["questions"] >= options.questions:
                break
            counts["questions"] += 1
            try:
                answer = system.ask(question)
            except QuestionError:
                counts["refused"] += 1
                continue
            counts["answered"] += answer.answered
            given = [c for candidate in answer.candidates for c in candidate.citations]
            for citation in [*given, *answer.nearest]:
                stored = system.article(citation.article.id).text
                source = texts.get(citation.article.source)
                there = stored[citation.start : citation.end] == citation.exact != ""
                counts["citations"] += 1
                counts["verbatim"] += there and source in (None, stored)
            if counts["questions"] % 500 == 0:
                print(dict(counts), f"{time.perf_counter() - began:.0f} s", flush=True)
    share = counts["verbatim"] / counts["citations"]
    print(f"{counts['questions']:,} questions, {counts['answered']:,} answered, "
          f"{counts['citations']:,} citations, {share:.2%} verbatim")  # fmt: skip
    return 0 if counts["verbatim"] == counts["citations"] else 1


if __name__ == "__main__":
    sys.exit(main())

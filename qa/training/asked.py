"""The questions the confidence is fitted on, asked of small libraries as a person's are.

Most are also asked with their own evidence left out, so that nothing there answers them. Each
candidate that the reader and the search then give is marked right or wrong.

- wire: factoid questions over newswire sentences, each with the sentences that were judged for
  it (trecqa_news_devtest); without evidence: only those judged not to answer.
- evidence: news quiz questions, each with its evidence paragraph and 20 others
  (news_evidence_2024).
- ours: the questions of ``tests/eval`` that are set apart for tuning, over the sample articles
  and over the two wire articles beside the data; all of them answer or do not as they stand.
- written: questions of ``qa.training.written`` on passages that no reader has learnt from, each
  with its passage and 20 others; half of them are not answered there.
- wiki: search queries, each with an encyclopedia summary that people judged to answer it or not
  (wikiqa_traindev).
"""

import json
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article, Hit
from index.embed import SentenceEmbedder
from index.errors import ReportableError
from index.hybrid import HybridIndex
from index.load import read_article
from index.local import LocalStore
from qa.answer import judge
from qa.confidence import Calibration
from qa.question import readable
from qa.reader import OnnxReader, Span, longest_answer
from qa.settings import DEFAULT_EMBEDDER, Settings
from qa.system import sample_articles
from qa.training.metrics import is_right
from qa.training.questions import bare_article, read_questions
from qa.training.rows import read_lines
from qa.training.written import written_aside

# Of the candidates of a question, the first few are what a wrong answer would be made of.
CANDIDATES = 3
WIKI_QUESTIONS = 600
QUESTIONS = Path(__file__).parents[2] / "tests" / "eval"
# How many other paragraphs a small library has.
OTHERS = 20
SEED = 2024

ANEW = "Ask the questions anew with --rows."


class KeptRowsError(ReportableError):
    """A file of kept rows is missing or damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question; which passages it may see, and which spans are right (None: nothing is)."""

    source: str
    group: str
    question: str
    visible: Callable[[Hit], bool]
    right: Callable[[Span], bool] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case as asked: the features of its first candidates, and which are right."""

    source: str
    group: str
    answerable: bool
    candidates: Sequence[tuple[Mapping[str, float], bool]]

    def best(self, calibration: Calibration) -> tuple[float, bool]:
        """The confidence of the surest candidate, and whether that one is right."""
        scored = [(calibration.confidence(known), right) for known, right in self.candidates]
        return max(scored, key=lambda pair: pair[0], default=(0.0, False))


Library = tuple[list[Article], list[Case]]


def measured(data: Path) -> list[Row]:
    """Every case of the evaluation files in *data*, asked of the reader that ships."""
    embedder, reader = SentenceEmbedder(DEFAULT_EMBEDDER), OnnxReader()
    rows: list[Row] = []
    for load in (ours, wire, evidence, near_misses, wiki):
        articles, cases = load(data)
        with tempfile.TemporaryDirectory() as folder:
            store = LocalStore(Path(folder) / "library.db", embedder=embedder.fingerprint)
            index = HybridIndex(store, embedder)
            index.add(articles)
            for number, case in enumerate(cases, start=1):
                rows.append(ask(case, index, reader))
                if number % 200 == 0:
                    print(f"{load.__name__}: {number} of {len(cases)}", flush=True)
            store.close()
    return rows


def keep(rows: Sequence[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")


def kept(path: Path, features: Sequence[str]) -> list[Row]:
    """The rows that ``keep`` wrote to *path*, with at least these *features*.

    Raises:
        KeptRowsError: the file is missing or damaged, or lacks one of *features*.
    """
    try:
        rows = [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
        known = [set(known) for row in rows for known, _ in row.candidates]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise KeptRowsError(f"{path}: cannot be read ({error}). {ANEW}") from error
    if lacking := [name for name in features if not known or not all(name in k for k in known)]:
        raise KeptRowsError(f"{path}: not measured there: {', '.join(lacking)}. {ANEW}")
    return rows


def ask(case: Case, index: HybridIndex, reader: OnnxReader) -> Row:
    settings = Settings()
    question = readable(case.question)
    everything = index.search(question, retrieved=2000, k=4000)
    seen = [hit for hit in everything if case.visible(hit)][: settings.read]
    hits = [replace(hit, rank=rank) for rank, hit in enumerate(seen, start=1)]
    passages = [hit.passage for hit in hits]
    spans = reader.read(question, passages, longest=longest_answer(question))
    return Row(
        source=case.source,
        group=case.group,
        answerable=case.right is not None,
        candidates=tuple(
            (judged.features, case.right is not None and case.right(judged.spans[0]))
            for judged in judge(hits, spans)[:CANDIDATES]
        ),
    )


# -- the questions ---------------------------------------------------------------------------


def wire(data: Path) -> Library:
    judged: dict[str, list[dict[str, Any]]] = {}
    for row in read_lines(data / "trecqa_news_devtest.jsonl.gz", dict):
        judged.setdefault(row["question"], []).append(row)
    articles: dict[str, Article] = {}
    cases = []
    for question, rows in judged.items():
        sentences = {row["context"]: bare_article(row["context"], "") for row in rows}
        articles |= {article.id: article for article in sentences.values()}
        accepted = [answer["text"] for row in rows for answer in row["answers"]]
        answering = {sentences[row["context"]].id for row in rows if row["answers"]}
        every = {article.id for article in sentences.values()}
        if accepted:
            cases.append(_case("wire", question, question, _gives(accepted), _shows(every)))
        if every - answering:
            cases.append(_case("wire", question, question, None, _shows(every - answering)))
    return list(articles.values()), cases


def evidence(data: Path) -> Library:
    rows = read_lines(data / "news_evidence_2024.jsonl.gz", dict)
    articles = [bare_article(row["context"], " ".join(row["context"].split()[:8])) for row in rows]
    chance = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    cases = []
    for row, article in zip(rows, articles, strict=True):
        others = {other.id for other in chance.sample(articles, OTHERS)} - {article.id}
        right = _gives([answer["text"] for answer in row["answers"]])
        visible = _shows(others | {article.id})
        cases.append(_case("evidence", row["group"], row["question"], right, visible))
        cases.append(_case("evidence", row["group"], row["question"], None, _shows(others)))
    return articles, cases


def ours(data: Path) -> Library:
    every: list[Article] = []
    cases = []
    corpus = sorted((data.parents[1] / "corpus").glob("*.txt"))
    for name, paths in (("samples", sample_articles()), ("corpus", corpus)):
        articles = [read_article(path, added=datetime.now(UTC)) for path in paths]
        every += articles
        visible = _shows({article.id for article in articles})
        for row in read_questions(QUESTIONS / f"questions_{name}.jsonl", articles) if paths else ():
            if row.part == "dev":
                right = _gives(row.answers) if row.answers else None
                cases.append(_case("ours", row.id, row.question, right, visible))
    return every, cases


def near_misses(data: Path) -> Library:
    rows, _ = written_aside(data.parent / "reader")
    articles = {
        text: bare_article(text, " ".join(text.split()[:8]))
        for text in dict.fromkeys(row.passage for row in rows)
    }
    chance = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    cases = []
    for row in rows:
        article = articles[row.passage]
        others = {other.id for other in chance.sample(list(articles.values()), OTHERS)}
        right = _gives([row.passage[slice(*row.answer)]]) if row.answer else None
        visible = _shows(others | {article.id})
        cases.append(_case("written", article.id, row.question, right, visible))
    return list(articles.values()), cases


def wiki(data: Path) -> Library:
    rows = read_lines(data / "wikiqa_traindev.jsonl.gz", dict)
    random.Random(SEED).shuffle(rows)  # noqa: S311
    articles, cases = [], []
    for row in rows[:WIKI_QUESTIONS]:
        article = bare_article(row["context"], " ".join(row["context"].split()[:5]))
        articles.append(article)
        accepted = [answer["text"] for answer in row["answers"]]
        shows = _shows({article.id})
        right = _gives(accepted) if accepted else None
        cases.append(_case("wiki", article.id, row["question"], right, shows))
    return articles, cases


def _case(
    source: str,
    group: str,
    question: str,
    right: Callable[[Span], bool] | None,
    visible: Callable[[Hit], bool],
) -> Case:
    return Case(source=source, group=group, question=question, right=right, visible=visible)


def _gives(accepted: Sequence[str]) -> Callable[[Span], bool]:
    return lambda span: is_right(span.text, accepted)


def _shows(articles: Set[str]) -> Callable[[Hit], bool]:
    return lambda hit: hit.passage.article.id in articles

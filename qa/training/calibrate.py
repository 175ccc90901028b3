"""Fit the confidence: ``python -m qa.training.calibrate ../shared/data/eval [--write]``.

Questions that the reader was not trained on are asked of small libraries, as a person's are;
most are also asked with their own evidence left out, so that nothing there answers them. Each
candidate is marked right or wrong and a logistic model over its features is fitted. Groups
(articles, dates, questions) are split in halves: one fits, the other is looked at once, for the
report.

- wire: factoid questions over newswire sentences, each with the sentences that were judged for
  it (trecqa_news_devtest); without evidence: only those judged not to answer.
- evidence: news quiz questions, each with its evidence paragraph and 20 others
  (news_evidence_2024).
- ours: the questions of ``tests/eval`` that are set apart for tuning, over the sample articles
  and over the two wire articles beside the data; all of them answer or do not as they stand.
- wiki: search queries, each with an encyclopedia summary that people judged to answer it or not
  (wikiqa_traindev).
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.article import Article, Hit
from index.embed import SentenceEmbedder
from index.hybrid import HybridIndex
from index.load import read_article
from index.local import LocalStore
from qa.answer import judge
from qa.confidence import FITTED, Calibration
from qa.question import readable
from qa.reader import OnnxReader, Span, longest_answer
from qa.settings import DEFAULT_EMBEDDER, Settings
from qa.system import sample_articles
from qa.training.metrics import auc, expected_calibration_error, is_right
from qa.training.questions import bare_article, read_questions

# Measured by leaving out and adding. The share of the question's words and names that the article
# has, and the number of sources, were tried too: they changed the held-out AUC by under 0.005.
FEATURES = ("margin", "lead", "null", "cosine", "rank")

# Of the candidates of a question, the first few are what a wrong answer would be made of.
CANDIDATES = 3
# One question in three that people ask is not answered by their articles: an assumption.
UNANSWERABLE = 1 / 3
WIKI_QUESTIONS = 600
QUESTIONS = Path(__file__).parents[2] / "tests" / "eval"
# How many other paragraphs a small library has.
OTHERS = 20
SEED = 2024


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
    candidates: tuple[tuple[Mapping[str, float], bool], ...]


Library = tuple[list[Article], list[Case]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the evaluation files")
    parser.add_argument("--write", action="store_true", help="replace what ships")
    parser.add_argument("--rows", type=Path, help="keep the measured features here (JSON)")
    options = parser.parse_args()
    rows = measured(options.data, options.rows)
    fitting, reporting = halves(rows)
    calibration = fit(fitting)
    # The questions of people over small libraries decide where answering begins: all of ours
    # that are set apart for tuning.
    tuning = [row for row in rows if row.source == "ours"]
    calibration = replace(calibration, threshold=best_threshold(calibration, tuning))
    print(json.dumps({**calibration.weights, "bias": calibration.bias}, indent=1))
    print(report("fitted on", calibration, fitting))
    print(report("held out", calibration, reporting))
    if options.write:
        write(calibration, fitting, reporting)


def measured(data: Path, kept: Path | None) -> list[Row]:
    """Every case asked; read from *kept* if it is there, and put there otherwise."""
    if kept and kept.exists():
        return [Row(**row) for row in json.loads(kept.read_text(encoding="utf-8"))]
    embedder, reader = SentenceEmbedder(DEFAULT_EMBEDDER), OnnxReader()
    rows: list[Row] = []
    for load in (ours, wire, evidence, wiki):
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
    if kept:
        kept.write_text(json.dumps([_plain(row) for row in rows]), encoding="utf-8")
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
    for row in _rows(data / "trecqa_news_devtest.jsonl.gz"):
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
    rows = list(_rows(data / "news_evidence_2024.jsonl.gz"))
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


def wiki(data: Path) -> Library:
    rows = list(_rows(data / "wikiqa_traindev.jsonl.gz"))
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


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


# -- the fit ---------------------------------------------------------------------------------


def halves(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """*rows* in two, no group in both."""
    groups = sorted({(row.source, row.group) for row in rows})
    random.Random(SEED).shuffle(groups)  # noqa: S311
    first = set(groups[: len(groups) // 2])
    inside = [(row.source, row.group) in first for row in rows]
    fitting = [row for row, is_in in zip(rows, inside, strict=True) if is_in]
    return fitting, [row for row, is_in in zip(rows, inside, strict=True) if not is_in]


def fit(rows: Sequence[Row], names: Sequence[str] = FEATURES) -> Calibration:
    """A logistic model over the candidates of *rows*; every source weighs the same."""
    known, right, weights = [], [], []
    shares = _shares(rows)
    for row in rows:
        for features, is_right_ in row.candidates:
            known.append([features[name] for name in names])
            right.append(is_right_)
            weights.append(shares[row.source, row.answerable])
    table = np.array(known)
    middle, spread = table.mean(0), table.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit((table - middle) / spread, right, sample_weight=weights)
    slopes = model.coef_[0] / spread
    bias = float(model.intercept_[0] - slopes @ middle)
    named = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return Calibration(bias=round(bias, 4), weights=named, threshold=0.5)


def best_threshold(calibration: Calibration, rows: Sequence[Row]) -> float:
    """Where answering begins, so that most questions of *rows* are handled rightly.

    Rightly means a right answer where there is one and silence where there is none; a wrong
    answer costs a quarter of what a right one gains.
    """
    shares = _shares(rows)
    best = [(*_best(calibration, row), shares[row.source, row.answerable], row) for row in rows]

    def gain(threshold: float) -> float:
        answered = sum(w * (1 if right else -0.25) for c, right, w, _ in best if c >= threshold)
        silent = sum(w for c, _, w, row in best if c < threshold and not row.answerable)
        return answered + silent

    return max((n / 100 for n in range(5, 96)), key=gain)


def _shares(rows: Sequence[Row]) -> dict[tuple[str, bool], float]:
    """The weight of a row, so that sources count the same and one in three is unanswerable."""
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.source, row.answerable] = counts.get((row.source, row.answerable), 0) + 1
    wanted = {True: 1 - UNANSWERABLE, False: UNANSWERABLE}
    return {key: 1000 * wanted[key[1]] / count for key, count in counts.items()}


def report(title: str, calibration: Calibration, rows: Sequence[Row]) -> str:
    """Per source: answered and right, silent when nothing answers, and how true the number is."""
    lines = [f"\n{title}", f"{'source':10} {'n':>5}  right of answered  answerable answered right  "
             "unanswerable silent   AUC    ECE"]  # fmt: skip
    for source in [*sorted({row.source for row in rows}), "all"]:
        some = [row for row in rows if source in (row.source, "all")]
        lines.append(f"{source:10} {len(some):5}  {_measures(calibration, some)}")
    return "\n".join(lines)


def _measures(calibration: Calibration, rows: Sequence[Row]) -> str:
    best = [_best(calibration, row) for row in rows]
    answered = [(c, right) for c, right in best if c >= calibration.threshold]
    answerable = [b for b, row in zip(best, rows, strict=True) if row.answerable]
    silent = [
        c < calibration.threshold
        for (c, _), row in zip(best, rows, strict=True)
        if not row.answerable
    ]
    right_answered = [right and c >= calibration.threshold for c, right in answerable]
    area = auc([c for c, right in best if right], [c for c, right in best if not right])
    error = expected_calibration_error([c for c, _ in best], [right for _, right in best])
    right_share, answered_share, silent_share = (
        float(np.mean(list(values) or [False]))
        for values in ([right for _, right in answered], right_answered, silent)
    )
    return (
        f"{right_share:17.1%} {answered_share:26.1%} {silent_share:20.1%} {area:6.3f} {error:6.3f}"
    )


def _best(calibration: Calibration, row: Row) -> tuple[float, bool]:
    scored = [(calibration.confidence(features), right) for features, right in row.candidates]
    return max(scored, key=lambda pair: pair[0], default=(0.0, False))


def write(calibration: Calibration, fitting: Sequence[Row], reporting: Sequence[Row]) -> None:
    stored = {
        "bias": calibration.bias,
        "weights": dict(calibration.weights),
        "threshold": calibration.threshold,
        "fitted_on": "half of our dev questions, trecqa_news_devtest, news_evidence_2024 and "
        "600 of wikiqa_traindev, most questions also without their evidence",
        "fitted": len(fitting),
        "held_out": len(reporting),
    }
    FITTED.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _plain(row: Row) -> dict[str, Any]:
    return {
        "source": row.source, "group": row.group, "answerable": row.answerable,
        "candidates": [[dict(features), right] for features, right in row.candidates],
    }  # fmt: skip


if __name__ == "__main__":
    main()

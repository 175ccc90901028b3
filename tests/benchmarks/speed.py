"""How long people wait, and how much memory it takes.

    python tests/benchmarks/speed.py ../shared/data/eval/news_open_2024.jsonl.gz --folder ../bench

Prints articles added a minute; ``ask`` p50 and p95 over 1,000 and over 50,000 passages, split
into search and read; ``check`` of a claim and of a draft; cold start of ``python -m qa ask`` and
of the app to its first answer; and peak memory. Libraries are kept in the folder, so that a
second run only asks. Timings of one machine on one day: compare ratios within a run.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from qa import QASystem, Settings
from qa.training.rows import read_lines
from tests.eval.news import NewsFile, add_news

PAIRS = ROOT / "tests" / "qa" / "figures" / "pairs.jsonl"
CLAIMS, SENTENCES = 60, 40

APP = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=120)
app.query_params["q"] = sys.argv[1]
app.run()
assert not app.exception, app.exception
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="*", default=[1_000, 50_000])
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    news = NewsFile(options.file)
    questions = [row["question"] for row in news.rows[: options.questions]]

    for passages in options.passages:
        library = options.folder / f"{passages}.db"
        with QASystem.open(Settings(library=library)) as system:
            fill(system, news, passages)
            ask_all(system, questions, passages)
            check_all(system)
        cold_starts(library, questions[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process, adding and asking: {peak:,.0f} MB")


def fill(system: QASystem, news: NewsFile, passages: int) -> None:
    """Add articles until the library has about *passages* passages."""
    if system.articles():
        return
    began, most = time.perf_counter(), max(20, passages // 9)
    add_news(system, news, most)
    held = system.articles()
    seconds = time.perf_counter() - began
    print(f"{len(held):,} articles, {sum(a.passages for a in held):,} passages added in "
          f"{seconds:,.0f} s: {60 * len(held) / seconds:,.0f} articles a minute")  # fmt: skip


def ask_all(system: QASystem, questions: list[str], passages: int) -> None:
    began = time.perf_counter()
    system.ask(questions[0])
    print(
        f"\n{passages:,} passages; first answer after opening {time.perf_counter() - began:.2f} s"
    )
    seconds = [system.ask(question).seconds for question in questions]
    for part in ("search", "read", "total"):
        taken = sorted(getattr(second, part) * 1000 for second in seconds)
        p95 = taken[int(0.95 * len(taken))]
        print(f"  {part:7} p50 {statistics.median(taken):6.0f} ms   p95 {p95:6.0f} ms")


def check_all(system: QASystem) -> None:
    pairs = read_lines(PAIRS, dict)
    claims = [pair["claim"] for pair in pairs if pair["part"] == "dev"][:CLAIMS]
    taken = []
    for claim in claims:
        began = time.perf_counter()
        list(system.check(claim))
        taken.append(1000 * (time.perf_counter() - began))
    p95 = sorted(taken)[int(0.95 * len(taken))]
    print(f"  check   p50 {statistics.median(taken):6.0f} ms   p95 {p95:6.0f} ms")
    began = time.perf_counter()
    sentences = sum(1 for _ in system.check(" ".join(claims[:SENTENCES])))
    print(f"  a draft of {sentences} sentences: {time.perf_counter() - began:.1f} s")


def cold_starts(library: Path, question: str) -> None:
    """Whole processes, from nothing to the first answer; the median of three."""
    environment = {**os.environ, "ATTEST_LIBRARY": str(library)}
    commands = {
        "python -m qa ask": [sys.executable, "-m", "qa", "ask", question],
        "app to first answer": [sys.executable, "-c", APP, question],
    }
    for name, command in commands.items():
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            taken.append(time.perf_counter() - began)
        print(f"  cold start, {name}: {statistics.median(taken):.1f} s")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  peak memory of the largest of them: {children:,.0f} MB")


if __name__ == "__main__":
    main()

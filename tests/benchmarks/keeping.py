"""How long keeping a library up with its folder takes, and how much memory.

    python tests/benchmarks/keeping.py ../bench --files 10000

Writes so many files into the folder, adds them, adds them again, adds ten more, moves the folder
and prunes it, each in a process of its own. Vectors are hashed words, as in the tests, but for
the ten, which the embedder that ships reads. Ten are added twice: by a process that has just
started and must load the embedder first, as ``add`` does, and by one that has it loaded, as the
page and ``watch`` do.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

WORDS = (
    "harbor council bridge ferry strike union plant minister budget court river valley school "
    "report director county voters market prices winter season repair railway line the of and to "
    "in a said that for on was were had would after before between under over about until while"
).split()
# 450 words, 4 passages: a short news article.
SENTENCES, WORDS_A_SENTENCE = 30, 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--add", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--embedder", choices=("hashed", "cold", "warm"), default="hashed",
                        help=argparse.SUPPRESS)  # fmt: skip
    options = parser.parse_args()
    library = options.folder / "library.db"
    if options.add:
        add(library, options.add, options.embedder)
        return
    for path in (options.folder / "articles", options.folder / "moved"):
        shutil.rmtree(path, ignore_errors=True)
    for path in options.folder.glob("library.db*"):
        path.unlink()
    articles = options.folder / "articles"
    write(articles, range(options.files))
    measure("the first time", articles, options)
    measure("the same again", articles, options)
    write(articles, range(options.files, options.files + 10))
    measure("ten more, from the start", articles, options, "--embedder", "cold")
    write(articles, range(options.files + 10, options.files + 20))
    measure("ten more, once it runs", articles, options, "--embedder", "warm")
    articles.rename(options.folder / "moved")
    measure("all moved", options.folder / "moved", options)
    for path in list((options.folder / "moved").iterdir())[: options.files // 2]:
        path.unlink()
    measure("half pruned", options.folder / "moved", options)


def write(folder: Path, numbers: range) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    old = time.time() - 3600
    for number in numbers:
        chance = random.Random(number)
        sentences = (
            " ".join(chance.choices(WORDS, k=WORDS_A_SENTENCE)).capitalize()
            + f" ${chance.randrange(999)} million."
            for _ in range(SENTENCES)
        )
        path = folder / f"{number:06}.txt"
        path.write_text(f"Story {number}\n\n{' '.join(sentences)}", encoding="utf-8")
        os.utime(path, (old, old))


def measure(what: str, articles: Path, options: argparse.Namespace, *more: str) -> None:
    print(f"{what}: ", end="", flush=True)
    command = [sys.executable, __file__, str(options.folder), "--add", str(articles), *more]
    subprocess.run(command, check=True)


def add(library: Path, folder: Path, embedder: str) -> None:
    """Add *folder* as ``python -m qa add --prune`` does; what was done, in which time."""
    began = time.perf_counter()
    from qa import QASystem, Settings, Step
    from tests.fakes import FakeEmbedder

    with QASystem.open(Settings(library=library)) as system:
        if embedder == "hashed":
            system._index.embedder = FakeEmbedder()
        if embedder == "warm":
            system._index.embedder.embed(["Some words."])
        loaded = time.perf_counter()
        steps: list[Step] = []
        counts = Counter(r.status.value for r in system.add_files([folder], progress=steps.append))
        counts.update(r.status.value for r in system.prune([folder]))
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in library.parent.glob("library.db*")) / 1e6
    print(f"{dict(counts)} in {ended - loaded:.1f} s after {loaded - began:.1f} s of starting, "
          f"{peak:,.0f} MB at most; the library {size:,.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()

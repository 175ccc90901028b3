"""Kill the library's owner at random instants; it must open as it was before or after.

    python tests/benchmarks/kill.py --kills 100 --seed 1

Each process adds, updates, removes or rebuilds over a copy of one library, with stand-ins for the
models, and is killed (SIGKILL) at an instant drawn from the time the whole would take. Then the
library is opened, verified, and held against what it is after each transaction of the same work
done in peace. Exit status 1 if any differs.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np

from index.article import Article
from index.hybrid import HybridIndex
from index.local import LocalStore
from index.neighbours import Vectors
from tests.fakes import DIMENSION, FakeEmbedder, make_article

STORIES, SENTENCES = 8, range(120)
# Of the time that the work takes, the first part is splitting articles: nothing is written yet.
FIRST = 0.3


class QuickEmbedder(FakeEmbedder):
    """One place of 64 a text, by its fingerprint: no time is spent outside of transactions."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        places = [zlib.crc32(f"{self.fingerprint} {text}".encode()) % DIMENSION for text in texts]
        return np.eye(DIMENSION, dtype=np.float32)[places]


FAKE, OTHER = QuickEmbedder(), QuickEmbedder("other")


def stories(first: int, *, version: int = 1) -> list[Article]:
    return [
        make_article(
            " ".join(f"Version {version}, story {n}: line {i} cost ${i}." for i in SENTENCES),
            source=f"{n}.txt",
        )
        for n in range(first, first + STORIES)
    ]


def opened(path: Path, name: str) -> HybridIndex:
    embedder = OTHER if name == "rebuild" else FAKE
    return HybridIndex(LocalStore(path, embedder=embedder.fingerprint, adopt=True), embedder)


WORK: Mapping[str, Callable[[HybridIndex], object]] = {
    "add": lambda index: index.add(stories(STORIES)),
    "update": lambda index: index.add(stories(0, version=2)),
    "remove": lambda index: index.store.remove([article.id for article in stories(0)]),
    "rebuild": lambda index: index.rebuild(),
}


def state(path: Path) -> str:
    """All that the library holds but the ids of passages, as one number."""
    sums = hashlib.sha256()
    with closing(sqlite3.connect(path)) as db:
        for query in (
            "SELECT * FROM library ORDER BY key",
            "SELECT * FROM article ORDER BY id",
            "SELECT * FROM source ORDER BY source",
            "SELECT article, start, end, vector FROM passage ORDER BY article, start",
            "SELECT count(*) FROM words",
        ):
            for row in db.execute(query):
                sums.update(repr(row).encode())
    return sums.hexdigest()


def fresh(base: Path, path: Path) -> None:
    """Copy the library over whatever another process has left there."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(base, path)


def started(path: Path, name: str) -> int:
    """The id of a process that does the work and ends."""
    child = os.fork()
    if not child:
        try:
            WORK[name](opened(path, name))
        finally:
            os._exit(0)
    return child


def in_peace(base: Path, path: Path, name: str) -> tuple[list[str], float]:
    """Every state between the transactions of the work, in order, and the seconds it takes."""
    fresh(base, path)
    began = time.perf_counter()
    os.waitpid(started(path, name), 0)
    taken = time.perf_counter() - began
    fresh(base, path)
    found: list[str] = []

    def note(statement: str) -> None:
        if statement.startswith("BEGIN"):
            found.append(state(path))

    index = opened(path, name)
    index.store._db.set_trace_callback(note)
    WORK[name](index)
    index.store.close()
    return [*dict.fromkeys([*found, state(path)])], taken


def faults_after(path: Path, name: str, states: Sequence[str]) -> tuple[str, list[str]]:
    """Where in its work the process was when it was killed, and what is wrong with the library."""
    with closing(sqlite3.connect(path)) as db:
        made_by = db.execute("SELECT value FROM library").fetchone()[0]
    now = state(path)
    where = {states[0]: "before", states[-1]: "after"}.get(now, "between two transactions")
    wrong = [] if now in states else ["it is neither as it was before nor after a transaction"]
    index = opened(path, "rebuild" if made_by == OTHER.fingerprint else "add")
    wrong += [fault.what for fault in index.faults()]
    index.store.close()
    index = opened(path, name)
    WORK[name](index)
    wrong += [f"after doing it again: {fault.what}" for fault in index.faults()]
    index.store.close()
    if state(path) != states[-1]:
        wrong.append("doing it again does not finish it")
    return where, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    met: Counter[str] = Counter()
    failed = 0
    with tempfile.TemporaryDirectory() as made:
        base, path = Path(made) / "base.db", Path(made) / "library.db"
        index = opened(base, "add")
        index.add(stories(0))
        index.store.close()
        peace = {name: in_peace(base, Path(made) / f"{name}.db", name) for name in WORK}
        for n in range(options.kills):
            name = [*WORK][n % len(WORK)]
            states, taken = peace[name]
            fresh(base, path)
            child = started(path, name)
            time.sleep(chance.uniform(FIRST * taken, 1.1 * taken))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            where, wrong = faults_after(path, name, states)
            met[f"{name}: {where}"] += 1
            failed += bool(wrong)
            for what in wrong:
                print(f"{name}, {where}: {what}")
    for what, count in sorted(met.items()):
        print(f"  {count:3} {what}")
    print(f"{options.kills} kills, {failed} libraries with a fault")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

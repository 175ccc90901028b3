"""Which real web articles are versions of one story, and what telling them apart costs.

    python tests/eval/stories.py ../shared/data/eval/news_open_2024.jsonl.gz
    python tests/eval/stories.py FILE --read 0.5 0.9      prints pairs to be judged by reading

Pairs are those that share half the runs of five words of the shorter. Two texts under one address
are versions of one page, so how many of these are found needs no reader; the others are printed
with how much they share, what they begin with and the longest stretch they have in common. Times
are those of a library without a model: embedding an article takes a tenth of a second more.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from index.hybrid import HybridIndex
from index.local import LocalStore
from index.stories import Wording, are_one_story, sketch_of, words_of
from tests.eval.news import NewsFile
from tests.fakes import FakeEmbedder, make_article

# A print that more texts have is a line under every article of a paper.
MOST_ALIKE = 400
BEGINNING = 20


class Web:
    """The texts of the file, each once, with addresses, titles and sketches."""

    def __init__(self, news: NewsFile) -> None:
        rows = {a["text"]: a for row in news.rows for a in row["articles"] if a["text"].strip()}
        self.texts = list(rows)
        self.titles = [row["title"] for row in rows.values()]
        self.addresses = [_address(row["url"]) for row in rows.values()]
        began = time.perf_counter()
        self.sketches = [sketch_of(words_of(text)) for text in self.texts]
        self.seconds = time.perf_counter() - began

    def pairs(self) -> dict[tuple[int, int], float]:
        """The pairs that share at least half the runs of the shorter, and what share."""
        having: dict[int, list[int]] = defaultdict(list)
        for number, sketch in enumerate(self.sketches):
            for each in sketch.prints.tolist():
                having[each].append(number)
        shared: Counter[tuple[int, int]] = Counter()
        for numbers in having.values():
            if len(numbers) <= MOST_ALIKE:
                shared.update(combinations(numbers, 2))
        least = [0.4 * len(sketch.prints) for sketch in self.sketches]
        likely = [pair for pair, n in shared.items() if n >= min(least[pair[0]], least[pair[1]])]
        exact = {pair: self._share(*pair) for pair in likely}
        return {pair: share for pair, share in exact.items() if share >= 0.5}

    def _share(self, one: int, other: int) -> float:
        left, right = Wording(self.texts[one]), Wording(self.texts[other])
        shares = [
            a.shared_with(b) / max(1, a.shared_with(a)) for a, b in ((left, right), (right, left))
        ]
        return max(shares)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--read", type=float, nargs=2, metavar=("LOW", "HIGH"))
    options = parser.parse_args()
    web = Web(NewsFile(options.file))
    count, prints = len(web.texts), np.mean([len(sketch.prints) for sketch in web.sketches])
    print(f"{count:,} texts, {1000 * web.seconds / count:.1f} ms and {prints:.0f} prints each")
    pairs = web.pairs()
    _print_shares(web, pairs)
    if options.read:
        _print_pairs(web, pairs, *options.read)
    else:
        _fill(web)


def _print_shares(web: Web, pairs: dict[tuple[int, int], float]) -> None:
    for same, words in ((True, "under one address"), (False, "under two")):
        here = {p: s for p, s in pairs.items() if _is_one_address(web, p) is same}
        found = sum(_is_one_story(web, pair) for pair in here)
        print(f"{len(here)} pairs {words} share half or more; {found} are told to be one story")
        for low in (0.5, 0.6, 0.7, 0.8, 0.9):
            some = [pair for pair, share in here.items() if low <= share < low + 0.1 + (low == 0.9)]
            found = sum(_is_one_story(web, pair) for pair in some)
            print(f"  share {low:.1f} and more: {len(some):3} pairs, {found:3} one story")


def _print_pairs(web: Web, pairs: dict[tuple[int, int], float], low: float, high: float) -> None:
    for pair, share in sorted(pairs.items(), key=lambda item: item[1]):
        if not low <= share < high or _is_one_address(web, pair):
            continue
        said = "ONE STORY" if _is_one_story(web, pair) else "two"
        print(f"\n{share:.2f} {said}")
        words = [web.texts[n].split() for n in pair]
        for n, begins in zip(pair, words, strict=True):
            print(
                f"  {web.addresses[n][-70:]}\n  {web.titles[n]} :: {' '.join(begins[:BEGINNING])}"
            )
        common = SequenceMatcher(None, *words, autojunk=False).find_longest_match()
        shared = words[0][common.a : common.a + min(common.size, BEGINNING)]
        print(f"  {common.size} words in common: {' '.join(shared)}")


def _fill(web: Web) -> None:
    """Add all texts to a library, then ten reworded, and say what that took."""
    with tempfile.TemporaryDirectory() as folder:
        embedder = FakeEmbedder()
        path = Path(folder) / "library.db"
        index = HybridIndex(LocalStore(path, embedder=embedder.fingerprint), embedder)
        texts = [
            make_article(text, title=title, source=str(n))
            for n, (text, title) in enumerate(zip(web.texts, web.titles, strict=True))
        ]
        began = time.perf_counter()
        for first in range(0, len(texts), 10):
            index.add(texts[first : first + 10])
        seconds = time.perf_counter() - began
        print(f"{len(texts):,} added in {seconds:.0f} s, {path.stat().st_size / 2**20:.0f} MB")
        stories = Counter(s.id for s in index.store.stories(index.store.ids()).values())
        sizes = sorted(stories.values(), reverse=True)
        several = [size for size in sizes if size > 1]
        print(f"{len(sizes):,} stories; {len(several)} of several versions ({sum(several)} texts),"
              f" the largest of {sizes[0]}")  # fmt: skip
        again = [
            make_article(f"Printed again.\n\n{text}", title="Again", source=f"again {n}")
            for n, text in enumerate(web.texts[:10])
        ]
        began = time.perf_counter()
        index.add(again)
        print(f"ten more, each a reprint: {time.perf_counter() - began:.2f} s")
        joined = index.store.stories([article.id for article in again])
        print(f"  {sum(len(story.versions) > 1 for story in joined.values())} of 10 joined theirs")
        began = time.perf_counter()
        index.rebuild()
        print(f"everything derived anew: {time.perf_counter() - began:.0f} s")
        index.store.close()


def _is_one_story(web: Web, pair: tuple[int, int]) -> bool:
    one, other = (web.sketches[n] for n in pair)
    return are_one_story(one, other)


def _is_one_address(web: Web, pair: tuple[int, int]) -> bool:
    return web.addresses[pair[0]] == web.addresses[pair[1]]


def _address(url: str) -> str:
    """The address without what does not change the page."""
    return re.sub(r"^\w+://(www\.)?", "", url).split("?")[0].rstrip("/!")


if __name__ == "__main__":
    main()

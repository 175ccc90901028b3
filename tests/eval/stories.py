"""Which real web articles are versions of one story, and what telling them apart costs.

    python tests/eval/stories.py [FILE] [--half mending]
    python tests/eval/stories.py FILE --read 0.5 0.9      prints pairs to be judged by reading

The articles are real ones, not in this project: ``../shared/data/eval``. Of their pairs under two
addresses 275 were read, two openings and what differs side by side, without seeing what is told
of them: all that share half the runs of five words of the shorter, and some of the others, drawn
by how much they share. Those of one question that share nearly nothing are a stratum of their own.
``story_pairs.jsonl`` holds no word of theirs: ``texts``, the first 16 digits of the SHA-256 of
each, ``shared``, the lowest share of the stratum, ``half``, and whether they are ``one`` story:

- one: the report stands in both in the same words: printed again, cut, edited for another town,
  with a paragraph more, or carried on with its body kept;
- two: a report that opens anew, with its own lead and news, though it takes over background; an
  entry in a list or a digest; articles that share a list, a box, a gallery or a form.

The rules may be mended on the half "mending"; the other is only to be looked at. Articles that
share half of the shorter are in one half. Two texts under one address are versions of one page,
so how many of these are found needs no reader. Times are those of a library without a model:
embedding an article takes a tenth of a second more.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from index.article import Article
from index.clean import body_ranges
from index.hybrid import HybridIndex
from index.local import LocalStore
from index.stories import Wording, are_one_story, sketch_of, told_words
from tests.eval.news import NewsFile
from tests.eval.printed import HALVES, NEWS, key_of
from tests.fakes import FakeEmbedder, make_article

PAIRS = Path(__file__).parent / "story_pairs.jsonl"
# How many pairs of news_open_2024 were in each stratum when its pairs were drawn.
STRATA = {0.5: 125, 0.4: 67, 0.3: 152, 0.2: 357, 0.15: 1856, 0.0: 42426}

OUTCOMES = {
    (True, True): "hit",
    (True, False): "wrong",
    (False, True): "missed",
    (False, False): "two",
}
Judged = list[dict[str, Any]]
Pair = tuple[int, int]

# A print that more texts have is a line under every article of a paper.
MOST_ALIKE = 400
# What is printed of a pair to be read, in words.
BEGINNING = 40
SHOWN = 9
SHORTEST = 5


class Web:
    """The texts of the file, each once, with addresses, titles and sketches."""

    def __init__(self, news: NewsFile) -> None:
        rows = {a["text"]: a for row in news.rows for a in row["articles"] if a["text"].strip()}
        self.texts = list(rows)
        self.titles = [row["title"] for row in rows.values()]
        self.addresses = [_address(row["url"]) for row in rows.values()]
        self.articles = [_article(text, row["title"]) for text, row in rows.items()]
        began = time.process_time()
        self.sketches = [sketch_of(told_words(article)) for article in self.articles]
        self.seconds = time.process_time() - began
        self.likely = self._likely()
        self.stories: dict[int, set[int]] = {}
        for one, other in self.likely:
            if are_one_story(self.sketches[one], self.sketches[other]):
                self._join(one, other)

    def are_one_story(self, pair: Pair) -> bool:
        """Whether the two hang together, also through others."""
        return self.stories.get(pair[0], {pair[0]}) is self.stories.get(pair[1])

    def keys_of(self, pair: Pair) -> frozenset[str]:
        return frozenset(key_of(self.texts[number]) for number in pair)

    def under_one_address(self, pair: Pair) -> bool:
        return self.addresses[pair[0]] == self.addresses[pair[1]]

    def found_under_two(self) -> set[Pair]:
        """The pairs under two addresses that are told to be one story."""
        pairs = {pair for story in self.stories.values() for pair in combinations(sorted(story), 2)}
        return {pair for pair in pairs if not self.under_one_address(pair)}

    def shares(self) -> dict[Pair, float]:
        """The pairs that share at least half the runs of the shorter, and what share."""
        exact = {pair: self._share(*pair) for pair in self.likely}
        return {pair: share for pair, share in exact.items() if share >= 0.5}

    def _likely(self) -> list[Pair]:
        having: dict[int, list[int]] = defaultdict(list)
        for number, sketch in enumerate(self.sketches):
            for each in sketch.prints.tolist():
                having[each].append(number)
        shared: Counter[Pair] = Counter()
        for numbers in having.values():
            if len(numbers) <= MOST_ALIKE:
                shared.update(combinations(numbers, 2))
        least = [0.35 * len(sketch.prints) for sketch in self.sketches]
        return [pair for pair, n in shared.items() if n >= min(least[pair[0]], least[pair[1]])]

    def _join(self, one: int, other: int) -> None:
        story = self.stories.get(one, {one}) | self.stories.get(other, {other})
        self.stories.update((number, story) for number in story)

    def _share(self, one: int, other: int) -> float:
        left, right = (Wording(" ".join(told_words(self.articles[n]))) for n in (one, other))
        shares = [
            a.shared_with(b) / max(1, a.shared_with(a)) for a, b in ((left, right), (right, left))
        ]
        return max(shares)


def read_pairs(path: Path = PAIRS) -> Judged:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def weights_of(judged: Judged, sizes: Mapping[float, int]) -> dict[float, float]:
    """For how many pairs of its stratum each judged one stands."""
    drawn = Counter(pair["shared"] for pair in judged)
    return {stratum: sizes[stratum] / count for stratum, count in drawn.items()}


def score_pairs(
    judged: Judged, told: Collection[frozenset[str]], weights: Mapping[float, float]
) -> dict[str, float]:
    """How many pairs are told rightly ("hit"), wrongly, or missed; and weighed ("all hit", ...)."""
    counts: Counter[str] = Counter()
    for pair in judged:
        found = frozenset(pair["texts"]) in told
        outcome = OUTCOMES[found, pair["one"]]
        counts[outcome] += 1
        counts[f"all {outcome}"] += weights[pair["shared"]]
    return dict(counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", default=NEWS)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--show", action="store_true", help="name what is wrong")
    parser.add_argument("--read", type=float, nargs=2, metavar=("LOW", "HIGH"))
    options = parser.parse_args()
    if not options.file.exists():
        print(f"Skipped: there is no {options.file.name} in {options.file.parent.name}/.")
        return 0
    web = Web(NewsFile(options.file))
    if options.read:
        _print_pairs(web, *options.read)
        return 0
    count, prints = len(web.texts), np.mean([len(sketch.prints) for sketch in web.sketches])
    print(f"{count:,} texts, {1000 * web.seconds / count:.1f} ms and {prints:.0f} prints each")
    for half in (options.half,) if options.half else HALVES:
        _print_judged(web, half, show=options.show)
    if not options.half:
        _print_found(web)
        _fill(web)
    return 0


def _print_judged(web: Web, half: str, *, show: bool) -> None:
    judged = read_pairs()
    weights = weights_of(judged, STRATA)
    some = [pair for pair in judged if pair["half"] == half]
    told = {web.keys_of(pair) for pair in web.found_under_two()}
    n = Counter(score_pairs(some, told, weights))
    print(f"{half}: {len(some)} pairs read, {n['hit'] + n['missed']:.0f} one story: "
          f"{n['hit']:.0f} found, {n['missed']:.0f} missed, {n['wrong']:.0f} told wrongly; "
          f"weighed: precision {_share_of(n['all hit'], n['all wrong'])}, "
          f"recall {_share_of(n['all hit'], n['all missed'])}")  # fmt: skip
    wrong = [pair for pair in some if (frozenset(pair["texts"]) in told) != pair["one"]]
    for pair in wrong if show else []:
        print(f"  {'missed' if pair['one'] else 'wrong '} {' '.join(pair['texts'])}")


def _share_of(part: float, rest: float) -> str:
    return f"{part / (part + rest or 1):.1%}"


def _print_found(web: Web) -> None:
    """What is told of pairs that were not read, and of pairs under one address."""
    found = {web.keys_of(pair) for pair in web.found_under_two()}
    unread = found - {frozenset(pair["texts"]) for pair in read_pairs()}
    print(f"under two addresses {len(found)} pairs are told to be one story, {len(unread)} unread")
    alike = [p for p, share in web.shares().items() if web.under_one_address(p) and share >= 0.5]
    hits = sum(map(web.are_one_story, alike))
    print(f"{len(alike)} pairs under one address share half or more; {hits} are told to be one")


def _print_pairs(web: Web, low: float, high: float) -> None:
    """Pairs under two addresses: what they begin with, and what differs between them."""
    for pair, share in sorted(web.shares().items()):
        if not low <= share < high or web.under_one_address(pair):
            continue
        words = [web.texts[n].split() for n in pair]
        print(f"\n{' '.join(map(key_of, (web.texts[n] for n in pair)))}")
        for n, begins in zip(pair, words, strict=True):
            print(f"  {web.titles[n]} [{len(begins)}] {' '.join(begins[:BEGINNING])}")
        for mark, some in _differences(*words):
            print(f"  {mark} {len(some)}: {' '.join(some[:SHOWN])} … {' '.join(some[-SHOWN:])}")


def _differences(one: list[str], other: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The stretches that both have ("="), or one of them ("<", ">"), in order."""
    left = right = 0
    for match in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        if match.size >= SHORTEST or match.a == len(one):
            yield "<", one[left : match.a]
            yield ">", other[right : match.b]
            left, right = match.a + match.size, match.b + match.size
            yield "=", one[match.a : left]


def _fill(web: Web) -> None:
    """Add all texts to a library, then ten reworded, and say what that took."""
    with tempfile.TemporaryDirectory() as folder:
        embedder = FakeEmbedder()
        path = Path(folder) / "library.db"
        index = HybridIndex(LocalStore(path, embedder=embedder.fingerprint), embedder)
        texts = web.articles
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


def _article(text: str, title: str) -> Article:
    whole = f"{title}\n\n{text}"
    return make_article(whole, title=title, source=key_of(text), body=body_ranges(whole))


def _address(url: str) -> str:
    """The address without what does not change the page."""
    return re.sub(r"^\w+://(www\.)?", "", url).split("?")[0].rstrip("/!")


if __name__ == "__main__":
    sys.exit(main())

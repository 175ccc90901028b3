"""Real web articles with quiz questions (news_open_2024.jsonl.gz), for measuring only."""

import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from qa import QASystem, Status
from qa.training.rows import read_lines


class NewsFile:
    """The file's questions, and its articles, each text once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return read_lines(self.path, dict)

    def articles(self) -> Iterator[tuple[str, str]]:
        """Every article as (name, text): its headline on a line of its own, then the words."""
        seen: set[str] = set()
        for row in self.rows:
            for article in row["articles"]:
                if article["text"].strip() and article["text"] not in seen:
                    seen.add(article["text"])
                    yield f"{len(seen):05}.txt", f"{article['title']}\n\n{article['text']}"


def add_news(system: QASystem, news: NewsFile, most: int) -> dict[str, str]:
    """Add the first *most* articles unless they are there; every text by its name."""
    texts = dict(pair for pair, _ in zip(news.articles(), range(most), strict=False))
    if len(system.articles()) < 0.9 * len(texts):
        began = time.perf_counter()
        failed = 0
        uploads = ((name, text.encode()) for name, text in texts.items())
        for number, added in enumerate(system.add_uploads(uploads), start=1):
            failed += added.status is Status.FAILED
            if added.status is Status.FAILED:
                print(f"  {added.reason}", file=sys.stderr)
            if number % 500 == 0:
                rate = 60 * number / (time.perf_counter() - began)
                print(f"{number:,} added, {rate:.0f} a minute", flush=True)
        rate = 60 * len(texts) / (time.perf_counter() - began)
        print(f"{len(texts):,} articles added, {failed} failed, {rate:.0f} a minute", flush=True)
    return texts

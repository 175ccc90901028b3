"""How adding comes along, said while it does: files, articles, the rate and the time left."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from qa.adding import Step

# On a terminal the line is written anew; elsewhere, a log perhaps, every line stays.
LIVE_SECONDS, LOG_SECONDS = 0.1, 10.0
# A rate of less than this much work is chance.
SOON = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How far adding has come: the articles seen, those of them put in, and since when."""

    step: Step
    articles: int
    put: int
    seconds: float

    def __str__(self) -> str:
        said = [f"{self.step.files:,} of {_counted(self.step.of_files, 'file')}"]
        said.append(_counted(self.articles, "article"))
        if self.put and self.seconds >= SOON:
            said.append(f"{60 * self.put / self.seconds:,.0f} a minute")
        if self.step.size and self.seconds >= SOON:
            left = self.seconds * (self.step.of_size - self.step.size) / self.step.size
            said.append(f"{_lasting(left)} left")
        return ", ".join(said)


class Pace:
    """Writes how far adding has come to a stream, now and then."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._live = stream.isatty()
        self._step = Step(files=0, of_files=0, size=0, of_size=0)
        self._articles = self._put = 0
        self._began = self._said = clock()

    def step(self, step: Step) -> None:
        """Take note of *step*; for ``add_files`` to call."""
        self._step = step
        self._say()

    def article(self, *, put: bool) -> None:
        """Count an article; *put* if work was done on it."""
        self._articles += 1
        self._put += put
        self._say()

    def clear(self) -> None:
        """Take the line away, where it would stand in the way of what follows."""
        if self._live:
            print("\r\x1b[K", end="", file=self._stream, flush=True)

    def _say(self) -> None:
        now = self._clock()
        if not self._put and not self._step.size:  # what is known already goes by in no time
            self._began = now
        if now - self._said < (LIVE_SECONDS if self._live else LOG_SECONDS):
            return
        self._said = now
        done = Done(
            step=self._step, articles=self._articles, put=self._put, seconds=now - self._began
        )
        start, end = ("\r\x1b[K", "") if self._live else ("", "\n")
        print(f"{start}{done}", end=end, file=self._stream, flush=True)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _lasting(seconds: float) -> str:
    """Rounded up, as nobody minds being early: 40 s, 3 min, 2 h."""
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{math.ceil(minutes / 60)} h"

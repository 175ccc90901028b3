"""Which articles are asked: printed on some days, by some publishers, named, or of some stories.

What a filter leaves out is left out before anything is ranked. So the best of what it leaves in
is found, however far down it stands in the whole library.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from index.errors import FilterError

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Articles printed from ``since`` to ``until``, by any of ``publishers``, among ``articles``,
    versions of any of ``stories``.

    None or empty leaves nothing out. Both days are in; an article without a date is left out by
    either. Publishers are compared whole and without case. ``articles`` are ids, and for
    ``QASystem`` also beginnings of ids; ``stories`` too: a story goes by any of its versions.

    Raises:
        FilterError: ``since`` is after ``until``.
    """

    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise FilterError(
                f"{self.since} is after {self.until}, so no article is between them. Exchange them."
            )

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self != EVERYTHING

    def __str__(self) -> str:
        """What an article of it is: "from 2019-01-01 to 2019-12-31 and by Yonhap"."""
        said = []
        if self.since and self.until:
            said.append(f"from {self.since} to {self.until}")
        elif self.since:
            said.append(f"from {self.since} on")
        elif self.until:
            said.append(f"from {self.until} or before")
        if self.publishers:
            said.append(f"by {' or '.join(self.publishers)}")
        if self.articles:
            said.append("among those named")
        if self.stories:
            said.append("of the stories named" if len(self.stories) > 1 else "of the story named")
        return " and ".join(said)


EVERYTHING = Filter()


def days_of(written: str) -> tuple[date, date]:
    """The first and the last day of "2019", "2019-11" or "2019-11-15".

    Raises:
        FilterError: it is none of these, or there is no such day.
    """
    match = _DATE.fullmatch(written.strip())
    try:
        parts = [int(part) for part in match.groups() if part] if match else [0]
        year, month, day = [*parts, 1, 1][:3]
        first = date(year, month, day)
    except ValueError as error:
        raise FilterError(
            f"{written[:40]!r} is not a date: write it as 2019, 2019-11 or 2019-11-15."
        ) from error
    if len(parts) == 3:
        return first, first
    last = month if len(parts) == 2 else 12
    return first, date(year, last, monthrange(year, last)[1])

"""When and by whom an article was printed: as it says itself, or as a person has corrected it.

A correction says of a date or a publisher what the article does not print, or prints wrongly. The
text of the article, and with it its id and every place in it, never changes.
"""

from dataclasses import dataclass, replace
from datetime import date, time

from index.dates import EARLIEST, believable, date_spans
from index.errors import CorrectionError

# A name longer than this is a pasted paragraph.
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The day an article was printed and its publisher; None where that is not known.

    ``printed_time`` is the time of that day, which only an article says.
    """

    published: date | None
    publisher: str | None
    printed_time: time | None = None


def imprint_of(published: str, publisher: str, *, today: date) -> Imprint:
    """The imprint that a person writes; empty is not known.

    A day is written as 2019-11-15, 15 Nov 2019 or November 15, 2019.

    Raises:
        CorrectionError: there is no such day, or no article can have been printed on it; or the
            publisher is no name.
    """
    name = " ".join(publisher.split())
    # Half a surrogate pair, which stands for bytes that a terminal could not decode, is one.
    if not name.isprintable():
        raise CorrectionError("The publisher has characters that cannot be read. Write it anew.")
    if len(name) > MOST_CHARACTERS:
        raise CorrectionError(
            f"The publisher is longer than {MOST_CHARACTERS} characters: {name[:40]}… Shorten it."
        )
    return Imprint(published=_day_of(published, today), publisher=name or None)


def carried(corrected: Imprint, printed: Imprint, now: Imprint) -> Imprint:
    """The imprint of a new version that prints *now*, where the one before it printed *printed*
    and had been *corrected*: what is printed as before stays corrected.
    """
    same_day = now.published == printed.published
    same_publisher = now.publisher == printed.publisher
    imprint = Imprint(
        published=corrected.published if same_day else now.published,
        publisher=corrected.publisher if same_publisher else now.publisher,
    )
    return timed(imprint, now)


def timed(imprint: Imprint, printed: Imprint) -> Imprint:
    """*imprint* with the time that is *printed*, if that is of its day."""
    same_day = imprint.published == printed.published
    return replace(imprint, printed_time=printed.printed_time if same_day else None)


def _day_of(written: str, today: date) -> date | None:
    words = written.strip()
    if not words:
        return None
    days = [day for start, end, day in date_spans(words) if (start, end) == (0, len(words))]
    if not days or days[0] is None:
        raise CorrectionError(
            f"{words[:40]!r} is not a day: write it as 2019-11-15, or leave it empty."
        )
    if not believable(days[0], today):
        why = f"before {EARLIEST.year}" if days[0] < EARLIEST else "in the future"
        raise CorrectionError(f"{days[0]} is {why}: no article can have been printed then.")
    return days[0]

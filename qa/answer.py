"""The desk where spans become an answer, or the plain word that the documents do not say.

An answer has no text of its own: its text is its first citation.
"""

from dataclasses import dataclass

from qa.citation import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value the articles give, with every place that gives it, the surest first.

    ``confidence`` is the calibrated probability that the value answers the question.
    """

    confidence: float
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        return self.citations[0].exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """How long the answer took, by the clock."""

    search: float
    read: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the articles say to a question.

    ``candidates`` are grouped by value, the best first, and may be there even where
    ``answered`` is false: then none was sure enough. ``nearest`` are the closest passages, best
    first, always there.
    """

    question: str
    standalone: str
    answered: bool
    confidence: float
    candidates: tuple[Candidate, ...]
    nearest: tuple[Citation, ...]
    seconds: Seconds

    @property
    def text(self) -> str | None:
        """The answer's words; None where the documents do not say."""
        return self.candidates[0].text if self.answered else None

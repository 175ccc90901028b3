"""What a browser tab remembers: the conversation, the opened place, the checked draft, the address.

The system itself is shared by all tabs and kept by Streamlit's resource cache. A turn is frozen;
answering it replaces it. Everything drawn can be drawn again from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from qa import (
    Answer,
    Citation,
    Entry,
    Finding,
    Kind,
    Listing,
    Order,
    QASystem,
    ReportableError,
    Verdict,
    settings_from,
)
from ui.text import Range


class Mode(StrEnum):
    """What is made of a question."""

    ANSWER = "Answer"
    PASSAGES = "Passages"


Outcome = Answer | tuple[Finding, ...] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and what came of it.

    ``outcome`` is an answer, the passages found, or the message of what went wrong; None while
    the question waits to be answered.
    """

    number: int
    question: str
    mode: Mode
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An opened article, and the stretch of it to show; ``opening`` counts openings.

    ``passage`` is the stretch around the quotation, where it is known.
    """

    article: str
    opening: int
    quotation: Range | None = None
    passage: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft and the verdicts on its sentences, in order; fewer of them where it was *stopped*."""

    draft: str
    verdicts: tuple[Verdict, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The figures found for what was *asked*, and the groups of them that differ.

    Asked are the words, the kind, the order, the state of the library, and how many.
    """

    asked: tuple[str, Kind | None, Order, int, int]
    listing: Listing
    differing: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure that was opened, and what other articles print in its place; None: not known yet."""

    entry: Entry
    differing: tuple[Entry, ...] | None


@st.cache_resource(show_spinner="Loading the reader…")
def open_system() -> QASystem:
    """The one system of this process.

    Raises:
        ReportableError: the library or a model cannot be used; nothing is kept, so that the
            next visit tries again.
    """
    return QASystem.open(settings_from())


# Finding questions that the articles answer means asking some: once for each state of the library.
@st.cache_resource(show_spinner="Looking for questions to suggest…", max_entries=4)
def suggested(_system: QASystem, articles: tuple[str, ...]) -> tuple[str, ...]:
    """Three questions to begin with, for a library of just these *articles* (their ids)."""
    return _system.suggestions(k=3)


def turns() -> list[Turn]:
    """The conversation, oldest first."""
    found: list[Turn] = st.session_state.setdefault("turns", [])
    return found


def ask(question: str, mode: Mode) -> None:
    """Put *question* at the end of the conversation, to be answered when it is drawn."""
    if question.strip():
        st.session_state["report"] = None
        st.session_state["acted"] = True
        turns().append(Turn(number=len(turns()), question=question.strip(), mode=mode))


def ask_typed() -> None:
    """Ask what stands in the question box."""
    ask(st.session_state["question"] or "", Mode(st.session_state.get("mode") or Mode.ANSWER))


def settle(turn: Turn, outcome: Outcome) -> Turn:
    """Keep what came of *turn*."""
    settled = replace(turn, outcome=outcome)
    turns()[turn.number] = settled
    return settled


def start_anew() -> None:
    """Forget the conversation and close the article."""
    st.session_state["turns"] = []
    st.session_state["verdicts"] = {}
    close()


def arrive(page: str) -> None:
    """Note that *page* is shown; one comes to another page with no article open."""
    if st.session_state.get("page", page) != page:
        st.session_state["opened"] = st.session_state["removing"] = None
        st.session_state["link"] = st.session_state["linked-claim"] = None
        st.session_state["acted"] = False
    st.session_state["page"] = page


def draft() -> str:
    """What stands in the box of the page "Check"."""
    text: str = st.session_state.get("kept-draft", "")
    return text


def keep_draft() -> None:
    """Keep what stands in the box; Streamlit forgets a box that another page does not draw."""
    st.session_state["kept-draft"] = st.session_state["draft"]


def restore_draft() -> None:
    """Put what was kept back into the box, before it is drawn."""
    st.session_state.setdefault("draft", draft())


def check_draft() -> None:
    """Have what stands in the box judged."""
    keep_draft()
    st.query_params.clear()
    _check(draft())


def read_claim(_: QASystem) -> None:
    """Put the claim of the address into the box, and have it judged; once for each arrival."""
    claim = st.query_params.get("claim", "").strip()
    if not claim or claim == st.session_state.get("linked-claim"):
        return
    st.session_state["linked-claim"] = claim
    st.session_state["kept-draft"] = st.session_state["draft"] = claim
    last = checked()
    if last is None or claim != last.draft:
        _check(claim)


def _check(text: str) -> None:
    st.session_state["checking"] = text
    st.session_state["check-fault"] = None


def checking() -> str | None:
    """The draft that is to be judged; None where none waits."""
    waiting: str | None = st.session_state.get("checking")
    return waiting


def begin_judging() -> None:
    """Forget what was judged of the draft that waits: whatever stopped that, it begins anew."""
    st.session_state["judged"] = []


def keep_judged(verdict: Verdict) -> None:
    st.session_state["judged"].append(verdict)


def stop_checking() -> None:
    """Keep what has been judged so far, if anything has."""
    if st.session_state.get("judged"):
        settle_check(stopped=True)
    st.session_state["checking"] = None


def settle_check(*, stopped: bool = False, fault: str | None = None) -> None:
    """Keep the verdicts on the draft that waited, or what went wrong."""
    if fault is None and (waited := st.session_state.get("checking")) is not None:
        verdicts = tuple(st.session_state["judged"])
        st.session_state["checked"] = Checked(draft=waited, verdicts=verdicts, stopped=stopped)
        st.session_state["more-shown"] = 0
        st.session_state["opened"] = None
    st.session_state["check-fault"] = fault
    st.session_state["checking"] = None


def checked() -> Checked | None:
    """The last draft that was judged."""
    found: Checked | None = st.session_state.get("checked")
    return found


def check_fault() -> str | None:
    """Why the draft in the box could not be judged."""
    message: str | None = st.session_state.get("check-fault")
    return message


def more_shown() -> int:
    """How often more evidence was asked for."""
    times: int = st.session_state.get("more-shown", 0)
    return times


def show_more() -> None:
    st.session_state["more-shown"] = more_shown() + 1


def look_anew() -> None:
    """Begin the list of figures at its head."""
    st.session_state["more-figures-shown"] = 0
    st.session_state["compared"] = None


def more_figures() -> int:
    """How often more figures were asked for."""
    times: int = st.session_state.get("more-figures-shown", 0)
    return times


def show_more_figures() -> None:
    st.session_state["more-figures-shown"] = more_figures() + 1


def keep_library(ids: Iterable[str]) -> None:
    """Keep which articles there are, so that a list of figures is known to be of these."""
    stamp = hash(tuple(ids))
    if stamp != st.session_state.get("library"):
        st.session_state["compared"] = None
    st.session_state["library"] = stamp


def library() -> int:
    """Stands for the articles there were when the page was drawn."""
    stamp: int = st.session_state["library"]
    return stamp


def listed() -> Listed | None:
    """The last list of figures."""
    found: Listed | None = st.session_state.get("listed")
    return found


def keep_listed(found: Listed) -> Listed:
    st.session_state["listed"] = found
    return found


def compared() -> Compared | None:
    """The figure last opened."""
    found: Compared | None = st.session_state.get("compared")
    return found


def compare(entry: Entry, differing: tuple[Entry, ...] | None = None) -> Compared:
    """Keep that *entry* was opened, and what differs from it, once that is known."""
    kept = Compared(entry=entry, differing=differing)
    st.session_state["compared"] = kept
    return kept


def opened() -> Place | None:
    found: Place | None = st.session_state.get("opened")
    return found


def openings() -> int:
    """How many times an article has been opened."""
    count: int = st.session_state.get("openings", 0)
    return count


def open_article(id: str) -> None:
    _show(Place(article=id, opening=_next_opening()))


def open_citation(citation: Citation) -> None:
    """Open the article at the quotation; for a whole passage, at the passage."""
    _show(
        Place(
            article=citation.article.id,
            opening=_next_opening(),
            quotation=(citation.start, citation.end),
            passage=citation.passage,
        )
    )


def close() -> None:
    _show(None)


def verdict(turn: Turn) -> bool | None:
    """Whether the person called the answer right; None where they have not said."""
    said: dict[int, bool] = st.session_state.setdefault("verdicts", {})
    return said.get(turn.number)


def keep_verdict(system: QASystem, turn: Turn, citation: Citation | None, right: bool) -> None:
    """Keep the person's word on an answer, in the library and on the page."""
    try:
        system.keep_feedback(turn.question, citation, right)
    except ReportableError as error:
        tell(str(error))
    else:
        st.session_state.setdefault("verdicts", {})[turn.number] = right


def tell(message: str) -> None:
    """Say *message* on the next page drawn."""
    st.session_state["notice"] = message


def told() -> str | None:
    """The message to be said now; it is said once."""
    message: str | None = st.session_state.pop("notice", None)
    return message


def read_link(system: QASystem) -> None:
    """Ask and open what the address says, where it is a link or the browser's Back brought it.

    A click may arrive with the address of a moment before; then the click is what counts.
    """
    link = st.query_params.to_dict()
    acted = st.session_state.pop("acted", False)
    if acted or link == st.session_state.get("link"):
        return
    st.session_state["link"] = link
    question = link.get("q", "").strip()
    if question not in [turn.question for turn in turns()]:
        passages = link.get("mode") == Mode.PASSAGES.lower()
        ask(question, Mode.PASSAGES if passages else Mode.ANSWER)
    close()
    if link.get("article"):
        _follow(system, link)
    st.session_state["shown"] = _shown()


def write_link() -> None:
    """Make the address say what is shown, once that has changed, so that it can be kept or sent.

    An address just read is left as it is: to write it anew would take the browser's Back away.
    """
    st.session_state["acted"] = False
    link = _shown()
    if link != st.session_state.get("shown"):
        st.session_state["shown"] = st.session_state["link"] = link
        st.query_params.from_dict(link)


def _shown() -> dict[str, str]:
    """The last question and the opened place, as the address gives them."""
    link: dict[str, str] = {}
    if asked := turns():
        link["q"] = asked[-1].question
        if asked[-1].mode is Mode.PASSAGES:
            link["mode"] = Mode.PASSAGES.lower()
    if place := opened():
        link["article"] = place.article
        if place.quotation:
            link["start"], link["end"] = map(str, place.quotation)
    return link


def _follow(system: QASystem, link: Mapping[str, str]) -> None:
    """Open the linked article, at the linked place if there is such a place in it."""
    try:
        article = system.article(link["article"])
    except ReportableError:
        tell("The article in this link is not in the library.")
        return
    place = Place(article=article.id, opening=_next_opening())
    if "start" in link or "end" in link:
        quotation = _range_in(link, len(article.text))
        place = replace(place, quotation=quotation)
        if quotation is None:
            tell("The place in this link is not in the article, so it opens at its beginning.")
    _show(place)


def _range_in(link: Mapping[str, str], length: int) -> Range | None:
    start, end = link.get("start", ""), link.get("end", "")
    if not (_is_offset(start) and _is_offset(end)):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None


def _is_offset(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _show(place: Place | None) -> None:
    st.session_state["opened"] = place
    st.session_state["removing"] = None
    st.session_state["acted"] = True


def _next_opening() -> int:
    st.session_state["openings"] = openings() + 1
    return openings()

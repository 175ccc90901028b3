"""What a browser tab remembers: the conversation, the opened place, the checked draft, the address.

The system itself is shared by all tabs and kept by Streamlit's resource cache. A turn is frozen;
answering it replaces it. Everything drawn can be drawn again from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import streamlit as st

from qa import (
    EVERYTHING,
    Answer,
    Article,
    ArticleSummary,
    Citation,
    Entry,
    Filter,
    FilterError,
    Finding,
    Kind,
    Listing,
    Order,
    QASystem,
    Removed,
    ReportableError,
    Reprint,
    Status,
    Verdict,
    days_of,
    settings_from,
)
from ui.text import Range

# What an address calls the parts of the filter; "article" is the opened one.
FILTER_NAMES = ("since", "until", "publisher", "only", "story")

# What boxes keep in the address by themselves (``bind="query-params"``).
BOUND = frozenset(("words", "kind", "sort", "titles"))

# The boxes of the filter, empty: from, to, publishers.
NO_BOXES: tuple[str, str, tuple[str, ...]] = ("", "", ())

# What the page "Ask" alone writes into the address. Its last writing may come when one has just
# left for another page.
ASKED = frozenset(("q", "mode", "start", "end"))


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
    filter: Filter = EVERYTHING
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
    filter: Filter = EVERYTHING
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The figures found for what was *asked*, and the groups of them that differ.

    Asked are the words, the kind, the order, the state of the library, and how many.
    """

    asked: tuple[str, Kind | None, Order, Filter, int, int]
    listing: Listing
    differing: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of a file: how many of its articles were added, and why others were not.

    A file without any was not reached. ``reasons`` are the first of them.
    """

    name: str
    counts: Mapping[Status, int]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of files that were dropped; ``fault`` is what ended it before its time."""

    files: tuple[FileReport, ...]
    stopped: bool = False
    fault: str | None = None


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
        keep_report(None)
        st.session_state["acted"] = True
        asked = Turn(number=len(turns()), question=question.strip(), mode=mode, filter=only())
        turns().append(asked)


def ask_typed() -> None:
    """Ask what stands in the question box."""
    ask(st.session_state["question"] or "", Mode(st.session_state.get("mode") or Mode.ANSWER))


def ask_suggested(question: str) -> None:
    """Ask a question that was suggested; with the first one, a conversation begins."""
    ask(question, Mode.ANSWER)
    draw_all()


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
        _forget_removed()
        st.session_state["link"] = st.session_state["linked-claim"] = None
        st.session_state["linked-article"] = None
        st.session_state["linked-filter"] = {}
        st.session_state["refill"] = True
        st.session_state["acted"] = False
    st.session_state["page"] = page


def draw_all() -> None:
    """Have the whole page drawn anew: what was done in a part of it concerns all of it."""
    st.session_state["draw-all"] = True


def is_to_draw_all() -> bool:
    """Whether the whole page is to be drawn anew; so once."""
    wanted: bool = st.session_state.pop("draw-all", False)
    return wanted


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
    _write_address({})
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
    st.session_state["judged-among"] = only()


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
        among = st.session_state["judged-among"]
        st.session_state["checked"] = Checked(
            draft=waited, verdicts=verdicts, filter=among, stopped=stopped
        )
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


def keep_library(articles: Iterable[ArticleSummary]) -> None:
    """Keep which articles there are, so that a list of figures is known to be of these."""
    stamp = hash(tuple((each.id, each.published, each.publisher) for each in articles))
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


# -- the library ---------------------------------------------------------------------------------


def report() -> Report | None:
    """What became of the files last dropped."""
    found: Report | None = st.session_state.get("report")
    return found


def keep_report(report: Report | None) -> None:
    st.session_state["report"] = report
    _forget_removed()


def more_articles() -> int:
    """How often more of the articles were asked for."""
    times: int = st.session_state.get("more-articles-shown", 0)
    return times


def show_more_articles() -> None:
    st.session_state["more-articles-shown"] = more_articles() + 1


def search_titles() -> None:
    """Begin the list of articles at its head.

    A box may also say what it said before, when the page is drawn without it for a moment.
    """
    words = st.session_state["titles"] or ""
    if words != st.session_state.get("searched", ""):
        _forget_removed()
        st.session_state["searched"] = words
        st.session_state["more-articles-shown"] = 0


def is_chosen(id: str) -> bool:
    """Whether the article's box is ticked; one that is not drawn is not."""
    chosen: bool = st.session_state.get(f"choose-{id}", False)
    return chosen


def choose(ids: Iterable[str], chosen: bool) -> None:
    """Tick the boxes of these articles, or clear them."""
    st.session_state.update({f"choose-{id}": chosen for id in ids})


def keep_removed(removed: Removed) -> None:
    """Keep what was just removed until the next act, so that it can be put back."""
    st.session_state["removed"] = removed
    st.session_state["report"] = None
    close()
    draw_all()
    gone = {kept.article.id for kept in removed.kept}
    if gone.intersection(only().articles + only().stories):
        ask_everything()


def just_removed() -> Removed | None:
    """What the last act removed."""
    found: Removed | None = st.session_state.get("removed")
    return found


def are_just_removed(ids: Iterable[str]) -> bool:
    """Whether the last act removed the articles of *ids*."""
    removed = just_removed()
    gone = {kept.article.id for kept in removed.kept} if removed else set()
    return gone.issuperset(ids)


def stay_removed() -> None:
    """An act that changes nothing: what was just removed stays so, and so does the way back."""
    st.session_state["acted"] = True
    draw_all()


def _forget_removed() -> None:
    """Another act: what was removed before it stays so."""
    st.session_state["removed"] = None


def put_back(system: QASystem) -> None:
    """Undo the last removal."""
    removed: Removed | None = st.session_state.get("removed")
    if removed is None:
        return
    st.session_state["acted"] = True
    try:
        back = system.put_back(removed)
    except ReportableError as error:
        tell(str(error))
        return
    st.session_state["removed"] = None
    if back < len(removed.kept):
        tell(
            f"{back} of {len(removed.kept)} are back. The others, or newer versions of them, had "
            "been added meanwhile."
        )


def corrections() -> int:
    """How many corrections have been made, so that a form is filled in anew after each."""
    count: int = st.session_state.get("corrections", 0)
    return count


def correction_fault() -> str | None:
    """Why the opened article was not corrected."""
    message: str | None = st.session_state.get("correction-fault")
    return message


def keep_correction_fault(message: str) -> None:
    st.session_state["correction-fault"] = message


def keep_corrected(article: Article) -> None:
    """Show the corrected article wherever it has been cited in this conversation."""
    st.session_state["corrections"] = corrections() + 1
    st.session_state["correction-fault"] = None
    draw_all()
    _forget_removed()
    for turn in turns():
        settle(turn, _renewed(turn.outcome, article))
    if (last := checked()) is not None:
        st.session_state["checked"] = _renewed(last, article)


def _renewed(value: Any, article: Article) -> Any:
    """*value*, frozen all through, with *article* in the place of what it was."""
    if isinstance(value, Article):
        return article if value.id == article.id else value
    if isinstance(value, tuple):
        return tuple(_renewed(each, article) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {part.name: getattr(value, part.name) for part in fields(value) if part.init}
    new = {name: _renewed(part, article) for name, part in parts.items()}
    return value if all(new[n] is parts[n] for n in parts) else replace(value, **new)


# -- the opened article --------------------------------------------------------------------------


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


def open_reprint(reprint: Reprint) -> None:
    """Open another version of the story at the same words."""
    place = (reprint.start, reprint.end)
    _show(Place(article=reprint.article.id, opening=_next_opening(), quotation=place))


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


# -- the filter ----------------------------------------------------------------------------------


def only() -> Filter:
    """Which articles are asked, on every page."""
    chosen: Filter = st.session_state.get("only", EVERYTHING)
    return chosen


def filter_fault() -> str | None:
    """Why what stands in the boxes is no filter; the one before it holds."""
    message: str | None = st.session_state.get("filter-fault")
    return message


def narrow() -> None:
    """Ask only what the boxes say; an article or a story that was named stays so."""
    since, until = st.session_state["since"].strip(), st.session_state["until"].strip()
    publishers = tuple(st.session_state.get("publishers", ()))
    if (since, until, publishers) != st.session_state.get("boxes", NO_BOXES):
        _forget_removed()
    st.session_state["boxes"] = since, until, publishers
    st.session_state["acted"] = True
    try:
        chosen = Filter(
            since=days_of(since)[0] if since else None,
            until=days_of(until)[1] if until else None,
            publishers=publishers,
            articles=only().articles,
            stories=only().stories,
        )
    except FilterError as error:
        st.session_state["filter-fault"] = str(error)
    else:
        st.session_state["filter-fault"] = None
        st.session_state["only"] = chosen


def ask_only(article: str) -> None:
    """Ask only the article of this id."""
    _choose(Filter(articles=(article,)))
    draw_all()


def ask_only_story(version: str) -> None:
    """Ask only the story of which the article of this id is a version."""
    _choose(Filter(stories=(version,)))
    draw_all()


def ask_everything() -> None:
    """Clear the filter."""
    _choose(EVERYTHING)


def restore_filter() -> None:
    """Put what was chosen back into the boxes, before they are drawn."""
    refill = st.session_state.pop("refill", False)
    kept = st.session_state.get("boxes", NO_BOXES)
    for box, value in zip(("since", "until", "publishers"), kept, strict=True):
        if refill or box not in st.session_state:
            st.session_state[box] = list(value) if box == "publishers" else value


def read_filter(system: QASystem) -> None:
    """Take the filter from the address, where it is a link or the browser's Back brought it."""
    named = {n: st.query_params.get_all(n) for n in FILTER_NAMES if n in st.query_params}
    if st.session_state.get("acted") or named == st.session_state.get("linked-filter", {}):
        return
    st.session_state["linked-filter"] = named
    try:
        chosen = Filter(
            since=days_of(named["since"][-1])[0] if "since" in named else None,
            until=days_of(named["until"][-1])[1] if "until" in named else None,
            publishers=tuple(named.get("publisher", ())),
            articles=tuple(system.article(id).id for id in named.get("only", ())),
            stories=tuple(system.article(id).id for id in named.get("story", ())),
        )
    except ReportableError as error:
        tell(f"The filter in this link was left out. {error}")
        chosen = EVERYTHING
    _choose(chosen)
    st.session_state["acted"] = False


def write_filter() -> None:
    """Make the address of another page than "Ask" give the filter, beside what else it gives."""
    is_told = filter_link(only()) == st.session_state.get("linked-filter", {})
    if not is_told or not ASKED.isdisjoint(st.query_params):
        link = _without_filter()
        _write_address({name: link[name] for name in link.keys() - ASKED})


def filter_link(filter: Filter) -> dict[str, list[str]]:
    """*filter* as an address gives it."""
    link = {
        "since": [_written(filter.since, 0)] if filter.since else [],
        "until": [_written(filter.until, 1)] if filter.until else [],
        "publisher": list(filter.publishers),
        "only": list(filter.articles),
        "story": list(filter.stories),
    }
    return {name: values for name, values in link.items() if values}


def _choose(filter: Filter) -> None:
    since = _written(filter.since, 0) if filter.since else ""
    until = _written(filter.until, 1) if filter.until else ""
    st.session_state["only"] = filter
    st.session_state["boxes"] = since, until, filter.publishers
    st.session_state["filter-fault"] = None
    st.session_state["refill"] = st.session_state["acted"] = True


def _written(day: date, end: int) -> str:
    """The year or the month that begins (*end* 0) or ends (1) with *day*, or else the day."""
    full = day.isoformat()
    return next(short for short in (full[:4], full[:7], full) if days_of(short)[end] == day)


def _without_filter() -> dict[str, str]:
    """The address but for the filter."""
    link = st.query_params.to_dict()
    return {name: value for name, value in link.items() if name not in FILTER_NAMES}


def _write_address(link: Mapping[str, str], filter: Filter | None = None) -> None:
    """Make the address *link* and *filter*, which is else the one that holds.

    What boxes write into it themselves is left to them: to set it again is an error.
    """
    part = filter_link(only() if filter is None else filter)
    st.session_state["linked-filter"] = part
    address = {name: value for name, value in {**link, **part}.items() if name not in BOUND}
    if BOUND.isdisjoint(st.query_params):
        st.query_params.from_dict(address)
        return
    for name in set(st.query_params) - BOUND - address.keys():
        del st.query_params[name]
    changed = {
        name: value
        for name, value in address.items()
        if st.query_params.get_all(name) != ([value] if isinstance(value, str) else value)
    }
    if changed:
        st.query_params.update(changed)


# -- messages and the address --------------------------------------------------------------------


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
    link = _without_filter()
    acted = st.session_state.pop("acted", False)
    if acted or link == st.session_state.get("link"):
        return
    st.session_state["link"] = link
    question = link.get("q", "").strip()
    if (question, only()) not in [(turn.question, turn.filter) for turn in turns()]:
        passages = link.get("mode") == Mode.PASSAGES.lower()
        ask(question, Mode.PASSAGES if passages else Mode.ANSWER)
    close()
    if link.get("article"):
        _follow(system, link)
    st.session_state["shown"] = _shown(), _shown_filter()


def write_link() -> None:
    """Make the address say what is shown, once that has changed, so that it can be kept or sent.

    An address just read is left as it is: to write it anew would take the browser's Back away.
    """
    st.session_state["acted"] = False
    link, filter = _shown(), _shown_filter()
    if (link, filter) != st.session_state.get("shown"):
        st.session_state["shown"] = link, filter
        st.session_state["link"] = link
        _write_address(link, filter)


def read_opened(system: QASystem) -> None:
    """Open the article that the address of the page "Library" gives, as ``read_link`` does."""
    link = _without_filter()
    acted = st.session_state.pop("acted", False)
    if acted or link.get("article") == st.session_state.get("linked-article"):
        return
    st.session_state["linked-article"] = link.get("article")
    close()
    if link.get("article"):
        _follow(system, link)
    st.session_state["acted"] = False


def write_opened() -> None:
    """Make the address of the page "Library" give the opened article and the filter."""
    st.session_state["acted"] = False
    place = opened()
    id = place.article if place else None
    if id != st.session_state.get("linked-article"):
        st.session_state["linked-article"] = id
        link = {name: value for name, value in _without_filter().items() if name != "article"}
        _write_address(link | ({"article": id} if id else {}))
    write_filter()


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


def _shown_filter() -> Filter:
    """The filter of the last question; before any, the one that waits for it."""
    asked = turns()
    return asked[-1].filter if asked else only()


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
    st.session_state["removing"] = st.session_state["correction-fault"] = None
    st.session_state["acted"] = True


def _next_opening() -> int:
    st.session_state["openings"] = openings() + 1
    return openings()

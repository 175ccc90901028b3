"""The page "Figures": every figure and date of the articles, to be searched, sorted, compared."""

import time
from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qa import Entry, Kind, Listing, Order, QASystem, ReportableError, disputes
from ui import cards, filter, rows, state, undo
from ui.state import Listed

# So many figures are shown at once; a button shows as many again.
SHOWN = 40
# Of those said with the words, so many are looked at for values that differ.
LOOKED_AT = 300
# So many groups of values that differ are shown, and so many of a group.
MOST_GROUPS = 3
MOST_IN_A_GROUP = 4
# A search that takes longer than this says how far it is, and says so again this often.
PATIENCE = 0.4

MOST_CHARACTERS = 200
SORTS = {
    "Newest article first": Order.NEWEST,
    "Largest value first": Order.VALUE,
    "By publisher and title": Order.SOURCE,
}


def desk(system: QASystem) -> None:
    """The head of the page: the words, the kind and the order, which its address has too."""
    undo.notices(system)
    st.html(
        '<div class="desk"><h1>Figures</h1><p>Every figure and date in your articles, as printed '
        "and as meant.</p></div>"
    )
    with st.container(key="filtering"), st.container(key="filters"):
        st.text_input(
            "Words in the sentence", key="words", bind="query-params", max_chars=MOST_CHARACTERS,
            placeholder="For example: bridge cost", on_change=state.look_anew,
        )  # fmt: skip
        st.selectbox(
            "Kind", list(rows.KINDS), key="kind", bind="query-params", on_change=state.look_anew
        )
        st.selectbox(
            "Order", list(SORTS), key="sort", bind="query-params", on_change=state.look_anew
        )
    filter.line(system, "figures")


def result(system: QASystem) -> DeltaGenerator | None:
    """The figures asked for, a screenful or two at once; above them, those that differ.

    Returns the place below the figure that was last opened, if it is among them.
    """
    # One container, so that what is drawn after it always has the same place on the page.
    with st.container(key="listing"):
        words = (st.session_state["words"] or "").strip()
        kind = rows.KINDS[st.session_state["kind"]]
        most = SHOWN * (1 + state.more_figures())
        bar = st.empty()
        try:
            order = SORTS[st.session_state["sort"]]
            listed = _listed(system, words, kind, order, most, _watched(bar.progress))
        except ReportableError as error:
            st.html(cards.fault(str(error)))
            return None
        bar.empty()
        if not listed.listing.entries:
            st.html(rows.nothing(words, kind))
            return None
        for number, group in enumerate(listed.differing[:MOST_GROUPS]):
            _side_by_side(group[:MOST_IN_A_GROUP], f"group-{number}")
        return _list(listed.listing, most)


def _list(listing: Listing, most: int) -> DeltaGenerator | None:
    entries = listing.entries[:most]
    compared = state.compared()
    slot = None
    st.html(rows.tally(listing, len(entries)))
    with st.container(key="figures"):
        for number, entry in enumerate(entries):
            with st.container(key=f"figure-{number}"):
                st.html(rows.row(entry))
                _source(entry, f"open-figure-{number}", then=state.compare)
                if compared and compared.entry == entry:
                    slot = st.empty()
    if listing.found > len(entries):
        of = f" of {listing.found:,}" if listing.whole else ""
        label = f"Show more: {len(entries):,}{of} are here"
        st.button(label, key="more-figures", on_click=state.show_more_figures)
    return slot


def beside(system: QASystem, slot: DeltaGenerator | None) -> None:
    """Below the figure that was opened, what other articles print in its place.

    It comes last, for the first search of a process loads the model that finds passages.
    """
    compared = state.compared()
    if slot is None or compared is None:
        return
    if compared.differing is None:
        with slot, st.spinner("Looking for what other articles say…"):
            compared = state.compare(compared.entry, _differing(system, compared.entry))
    if compared.differing:
        group = (compared.entry, *compared.differing[: MOST_IN_A_GROUP - 1])
        with slot.container():
            _side_by_side(group, "beside")
    else:
        slot.empty()


def _differing(system: QASystem, entry: Entry) -> tuple[Entry, ...]:
    try:
        return system.differing(entry)
    except ReportableError as error:
        state.tell(str(error))
        return ()


def _side_by_side(group: Sequence[Entry], key: str) -> None:
    with st.container(key=f"differ-{key}"):
        st.html(rows.differ(len(group)))
        with st.container(key=f"sides-{key}"):
            for number, entry in enumerate(group):
                with st.container(key=f"side-{key}-{number}"):
                    st.html(rows.card(entry))
                    _source(entry, f"open-{key}-{number}")


def _source(entry: Entry, key: str, *, then: Callable[[Entry], object] | None = None) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.html(cards.source(entry.citation))
        st.button("Open", key=key, on_click=_open, args=(entry, then))


def _open(entry: Entry, then: Callable[[Entry], object] | None) -> None:
    state.open_citation(entry.citation)
    if then:
        then(entry)


def _listed(
    system: QASystem,
    words: str,
    kind: Kind | None,
    order: Order,
    most: int,
    progress: Callable[[int, int], None],
) -> Listed:
    """What was asked for, found once for each question and state of the library."""
    only = state.only()
    asked = (words, kind, order, only, state.library(), most)
    kept = state.listed()
    if kept and kept.asked == asked:
        return kept
    looked_at = max(most, LOOKED_AT) if words else most
    listing = system.list_figures(
        words, kind=kind, order=order, most=looked_at, progress=progress, filter=only
    )
    differing = disputes(listing.entries) if words else ()
    return state.keep_listed(Listed(asked=asked, listing=listing, differing=differing))


def _watched(show: Callable[..., object]) -> Callable[[int, int], None]:
    """Draws how far the search is, but not for what is done at once, nor too often."""
    shown = time.monotonic()

    def progress(done: int, of: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > PATIENCE:
            shown = time.monotonic()
            show(done / of, text=f"Reading the figures of {done:,} of {of:,} articles")

    return progress

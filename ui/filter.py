"""The filter in the sidebar, and the line that says what is asked where that is not everything."""

from collections.abc import Iterable, Sequence

import streamlit as st

from qa import ArticleSummary, Filter, QASystem, ReportableError
from ui import cards, state
from ui.text import visible


def boxes(articles: Sequence[ArticleSummary]) -> None:
    """Dates and publishers to choose, folded away until they are wanted."""
    chosen = state.only().publishers
    printed = {article.publisher for article in articles if article.publisher}
    publishers = sorted(printed | set(chosen), key=str.casefold)
    state.restore_filter()
    with st.expander("Filter", key="filter-boxes"):
        with st.container(horizontal=True, wrap=False, key="filter-dates"):
            st.text_input("From", key="since", placeholder="2019", on_change=state.narrow)
            st.text_input("To", key="until", placeholder="2019-11", on_change=state.narrow)
        if publishers:
            st.multiselect(
                "Publisher",
                publishers,
                format_func=visible,
                key="publishers",
                placeholder="Any",
                on_change=state.narrow,
            )
        if fault := state.filter_fault():
            st.html(cards.fault(fault))


def line(system: QASystem, place: str) -> None:
    """What is asked now, if that is not everything, and a way to clear it."""
    if filter := state.only():
        with st.container(horizontal=True, key=f"only-{place}", vertical_alignment="center"):
            st.html(_only(system, filter), width="content")
            st.button("Clear", key=f"clear-{place}", type="tertiary", on_click=state.ask_everything)


def said(system: QASystem, filter: Filter) -> None:
    """What was asked then, if that was not everything."""
    if filter:
        st.html(_only(system, filter))


def words(system: QASystem, filter: Filter) -> str:
    """What *filter* asks, in words."""
    return cards.only_words(
        filter, _titles(system, filter.articles), _titles(system, filter.stories)
    )


def _only(system: QASystem, filter: Filter) -> str:
    return cards.only(filter, _titles(system, filter.articles), _titles(system, filter.stories))


def left_in(system: QASystem, articles: Sequence[ArticleSummary]) -> Sequence[ArticleSummary]:
    """Those of all *articles* that the filter leaves in; none if it names one that is gone."""
    try:
        return system.articles(filter=state.only()) if state.only() else articles
    except ReportableError:
        return ()


def _titles(system: QASystem, ids: Iterable[str]) -> list[str]:
    """The titles of the articles of these *ids*."""
    found = []
    for id in ids:
        try:
            found.append(cards.title(system.article(id)))
        except ReportableError:
            found.append("an article that was removed")
    return found

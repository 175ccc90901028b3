"""Attest in the browser: ``streamlit run app.py``."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

import streamlit as st

from qa import QASystem, ReportableError
from ui import article, ask, cards, check, figures, library, sidebar, state

STYLE = Path(__file__).parent / "ui" / "style.css"


def main() -> None:
    st.set_page_config(page_icon="❝", layout="wide")
    st.html(STYLE)
    st.navigation([ASK, CHECK, FIGURES, LIBRARY], position="hidden").run()


def ask_page() -> None:
    if system := entrance("ask", state.read_link):
        ask.question_box(system)
        reading(system)


def check_page() -> None:
    if system := entrance("check", state.read_claim):
        check.desk(system)
        checking(system)
        state.write_filter()


def figures_page() -> None:
    if system := entrance("figures"):
        figures.desk(system)
        listing(system)
        state.write_filter()


def library_page() -> None:
    if system := entrance("library", state.read_opened):
        library.desk(system)
        shelving(system)


def entrance(page: str, read_link: Callable[[QASystem], None] = lambda _: None) -> QASystem | None:
    """What every page begins with; the system, if it can be used and has articles."""
    try:
        system = state.open_system()
        articles = system.articles()
    except ReportableError as error:
        st.html(cards.fault(str(error)))
        return None
    state.is_to_draw_all()  # it is
    state.arrive(page)
    state.read_filter(system)
    state.keep_library(articles)
    read_link(system)
    sidebar.sidebar(system, articles, page_links, with_list=page != "library")
    if not articles:
        sidebar.welcome(system)
        return None
    return system


def part(draw: Callable[[QASystem], None]) -> Callable[[QASystem], None]:
    """A part of a page: what is done in it redraws it alone, if it does not concern the rest."""

    @st.fragment
    @wraps(draw)
    def drawn(system: QASystem) -> None:
        if state.is_to_draw_all():
            st.rerun()
        draw(system)

    return drawn


@part
def reading(system: QASystem) -> None:
    """The conversation and the opened article: opening one redraws these two and nothing else."""
    ask.conversation(system, offer_check)
    article.pane(system)
    state.write_link()


@part
def checking(system: QASystem) -> None:
    """The checked draft and the opened article, for the same reason."""
    check.result(system)
    article.pane(system)


@part
def listing(system: QASystem) -> None:
    """The figures and the opened article, likewise."""
    slot = figures.result(system)
    article.pane(system)
    figures.beside(system, slot)


@part
def shelving(system: QASystem) -> None:
    """The articles and the opened one, likewise."""
    library.shelf(system)
    article.pane(system)
    state.write_opened()


def page_links() -> None:
    st.page_link(ASK, label="Ask")
    st.page_link(CHECK, label="Check")
    st.page_link(FIGURES, label="Figures")
    st.page_link(LIBRARY, label="Library")


def offer_check(claim: str) -> None:
    st.page_link(CHECK, label="Check this claim ▸", query_params={"claim": claim})


ASK = st.Page(ask_page, title="Attest", default=True)
CHECK = st.Page(check_page, title="Check · Attest", url_path="check")
FIGURES = st.Page(figures_page, title="Figures · Attest", url_path="figures")
LIBRARY = st.Page(library_page, title="Library · Attest", url_path="library")

main()

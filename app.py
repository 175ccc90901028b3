"""Attest in the browser: ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from qa import QASystem, ReportableError
from ui import article, ask, cards, library, state

STYLE = Path(__file__).parent / "ui" / "style.css"


def main() -> None:
    st.set_page_config(page_title="Attest", page_icon="❝", layout="wide")
    st.html(STYLE)
    try:
        system = state.open_system()
        articles = system.articles()
    except ReportableError as error:
        st.html(cards.fault(str(error)))
        return
    state.read_link(system)
    library.sidebar(system, articles)
    if not articles:
        library.welcome(system)
        return
    ask.question_box()
    reading(system)


@st.fragment
def reading(system: QASystem) -> None:
    """The conversation and the opened article: opening one redraws these two and nothing else."""
    ask.conversation(system)
    article.pane(system)
    state.write_link()


main()

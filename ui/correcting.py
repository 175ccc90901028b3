"""The form in which a person corrects when and by whom an article was printed."""

import streamlit as st

from qa import Article, Imprint, QASystem, ReportableError
from ui import cards, state


def form(system: QASystem, article: Article, printed: Imprint | None) -> None:
    """Date and publisher of the *article*, to be corrected, and a way back to what is *printed*."""
    with st.expander("Correct date or publisher", key="correcting"):
        place = f"{article.id}-{state.corrections()}"  # filled in anew after each correction
        with st.form("imprint", border=False):
            st.text_input(
                "Printed on",
                article.published.isoformat() if article.published else "",
                key=f"published-{place}",
                placeholder="2019-11-15",
                help="A day, as 2019-11-15 or 15 Nov 2019. Leave it empty if it is not known.",
            )
            st.text_input(
                "Publisher", article.publisher or "", key=f"publisher-{place}",
                help="Leave it empty if it is not known.",
            )  # fmt: skip
            st.form_submit_button("Save", on_click=_save, args=(system, article, place))
        if fault := state.correction_fault():
            st.html(cards.fault(fault))
        if printed is not None:
            st.html(cards.printed(printed))
            st.button(
                "Take the correction back",
                key="take-back",
                on_click=_take_back,
                args=(system, article),
            )


def _save(system: QASystem, article: Article, place: str) -> None:
    published = st.session_state[f"published-{place}"]
    publisher = st.session_state[f"publisher-{place}"]
    try:
        system.correct(article.id, published=published, publisher=publisher)
        corrected = system.article(article.id)
    except ReportableError as error:
        state.keep_correction_fault(str(error))
    else:
        _keep(corrected, "Corrected")


def _take_back(system: QASystem, article: Article) -> None:
    try:
        system.take_back(article.id)
        corrected = system.article(article.id)
    except ReportableError as error:
        state.keep_correction_fault(str(error))
    else:
        _keep(corrected, "As printed again")


def _keep(corrected: Article, done: str) -> None:
    state.keep_corrected(corrected)
    state.tell(f"{done}: “{cards.title(corrected)}”.")

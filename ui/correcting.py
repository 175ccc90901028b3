"""The form in which a person corrects when and by whom an article was printed."""

import streamlit as st

from qa import Article, Imprint, QASystem, ReportableError
from ui import cards, state


def form(system: QASystem, article: Article, printed: Imprint | None) -> None:
    """Date and publisher of the *article*, to be corrected, and a way back to what is *printed*."""
    with st.expander("Correct date or publisher", key="correcting"):
        place = f"{article.id}-{state.corrections()}"  # filled in anew after each correction
        with st.form("imprint", border=False):
            published = st.text_input(
                "Printed on",
                article.published.isoformat() if article.published else "",
                key=f"published-{place}",
                placeholder="2019-11-15",
                help="A day, as 2019-11-15 or 15 Nov 2019. Leave it empty if it is not known.",
            )
            publisher = st.text_input(
                "Publisher", article.publisher or "", key=f"publisher-{place}",
                help="Leave it empty if it is not known.",
            )  # fmt: skip
            save = st.form_submit_button("Save")
        if save:
            _save(system, article, published, publisher)
        if printed is not None:
            st.html(cards.printed(printed))
            if st.button("Take the correction back", key="take-back"):
                _take_back(system, article)


def _save(system: QASystem, article: Article, published: str, publisher: str) -> None:
    try:
        system.correct(article.id, published=published, publisher=publisher)
    except ReportableError as error:
        st.html(cards.fault(str(error)))
    else:
        _draw_anew(system, article, "Corrected")


def _take_back(system: QASystem, article: Article) -> None:
    try:
        system.take_back(article.id)
    except ReportableError as error:
        st.html(cards.fault(str(error)))
    else:
        _draw_anew(system, article, "As printed again")


def _draw_anew(system: QASystem, article: Article, done: str) -> None:
    """Draw the whole page with what the *article* goes by now."""
    state.keep_corrected(system.article(article.id))
    state.tell(f"{done}: “{cards.title(article)}”.")
    st.rerun()

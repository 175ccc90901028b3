"""Where words stand: the article with a button that opens it, and the other versions of its story
that have the same words, folded into one line.
"""

import streamlit as st

from qa import Citation
from ui import cards, state


def source(citation: Citation, *, button: str, folded: str) -> None:
    """The line that says where *citation* stands and opens it there, and its reprints.

    *button* and *folded* are the keys of the two.
    """
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.html(cards.source(citation))
        open_button(citation, button)
    fold(citation, folded)


def open_button(citation: Citation, key: str) -> None:
    st.button("Open", key=key, on_click=state.open_citation, args=(citation,))


def fold(citation: Citation, key: str) -> None:
    """Where the words of *citation* were printed again; each place opens."""
    if not citation.also_in:
        return
    with st.expander(f"Also in {cards.counted(len(citation.also_in), 'paper')}"):
        for number, reprint in enumerate(citation.also_in):
            st.button(
                cards.place_label(reprint),
                key=f"reprint-{key}-{number}",
                type="tertiary",
                on_click=state.open_reprint,
                args=(reprint,),
            )

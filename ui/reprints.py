"""The other versions of a story that have the same words, folded into one line."""

import streamlit as st

from qa import Citation
from ui import cards, state


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

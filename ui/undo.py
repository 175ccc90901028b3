"""Removing articles, the line that undoes it, and whatever else there is to be told."""

from collections.abc import Iterable

import streamlit as st

from qa import QASystem, ReportableError
from ui import cards, state


def remove(system: QASystem, ids: Iterable[str]) -> None:
    """Remove these articles, all or none, and draw the page anew with a way back.

    A second click may come before the page is drawn anew: it has nothing left to do.
    """
    ids = tuple(ids)
    if state.are_just_removed(ids):
        state.stay_removed()
        return
    try:
        state.keep_removed(system.take_out(ids))
    except ReportableError as error:
        state.tell(str(error))
        state.draw_all()


def notices(system: QASystem) -> None:
    """What there is to be told, once; and until the next act, what was removed, and its undo."""
    # One container, so that what is drawn after it always has the same place on the page.
    with st.container(key="notices", gap=None):
        if message := state.told():
            st.html(cards.notice(message))
        if removed := state.just_removed():
            with st.container(horizontal=True, key="removed", vertical_alignment="center"):
                st.html(cards.notice(cards.removed(removed.titles)), width="content")
                st.button(
                    "Undo", key="undo", type="tertiary", on_click=state.put_back, args=(system,)
                )

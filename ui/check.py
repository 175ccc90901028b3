"""The page "Check": a claim or a draft in a box, redrawn with its verdicts and their evidence."""

from collections.abc import Sequence

import streamlit as st

from qa import Citation, Evidence, QASystem, ReportableError, Verdict, sentences
from ui import cards, drafts, filter, reprints, state, undo
from ui.state import Checked

# So many claims have their evidence drawn at once; a button draws as many again.
SHOWN = 40
# Of a claim that the articles are silent on, so many of the closest passages.
CLOSEST = 1
# So many further places of a figure are listed.
MOST_PLACES = 6


def desk(system: QASystem) -> None:
    """The box, its button, and the progress of what is being judged."""
    undo.notices(system)
    st.html(
        '<div class="desk"><h1>Check a claim or a draft</h1><p>Each figure and date is held '
        "against your articles: supported, refuted, or not enough to say.</p></div>"
    )
    state.restore_draft()
    st.text_area(
        "What to check",
        key="draft",
        height=150,
        placeholder="Paste a sentence, or a whole draft …",
        label_visibility="collapsed",
        on_change=state.keep_draft,
    )
    filter.line(system, "desk")
    with st.container(horizontal=True, key="judging", vertical_alignment="center"):
        st.button("Check", key="check", type="primary", on_click=state.check_draft)
        if (draft := state.checking()) is not None:
            st.button("Stop", key="stop", on_click=state.stop_checking)
            _judge(system, draft)
            st.rerun()
    if fault := state.check_fault():
        st.html(cards.fault(fault))


def _judge(system: QASystem, draft: str) -> None:
    """Judge *draft* sentence by sentence; what is judged is kept even if it is stopped."""
    state.begin_judging()
    bar = st.progress(0.0, text="Reading the draft…")
    total = 0
    try:
        for number, verdict in enumerate(system.check(draft, filter=state.only()), 1):
            total = total or len(sentences(draft))
            state.keep_judged(verdict)
            share = min(1.0, number / max(1, total))
            bar.progress(share, text=f"{number:,} of {cards.counted(total, 'sentence')}")
    except ReportableError as error:
        state.settle_check(fault=str(error))
    else:
        state.settle_check()


def result(system: QASystem) -> None:
    """The last draft that was checked, with its verdicts, and the evidence beside it."""
    checked = state.checked()
    if checked is None:
        return
    claims = [(number, verdict) for number, verdict in drafts.numbered(checked.verdicts) if number]
    shown = min(len(claims), SHOWN * (1 + state.more_shown()))
    with st.container(key="summary", gap="small"):
        with st.container(horizontal=True, key="outcome", vertical_alignment="center"):
            st.html(drafts.tally(checked.verdicts))
            _exports(checked, filter.words(system, checked.filter))
        filter.said(system, checked.filter)
        for words in _asides(checked):
            st.html(f'<p class="aside" role="status">{words}</p>')
    with st.container(key="checked"):
        with st.container(key="draft-side"):
            st.html(drafts.annotated(checked.draft, checked.verdicts, linked=shown))
        with st.container(key="evidence-side"):
            for number, verdict in claims[:shown]:
                with st.container(key=f"claim-{number}"):
                    _claim(number, verdict)
            if shown < len(claims):
                label = f"Show more: {shown:,} of {len(claims):,} are here"
                st.button(label, key="more", on_click=state.show_more)
            _unchecked(checked.verdicts)


def _asides(checked: Checked) -> list[str]:
    said = []
    if checked.stopped:
        said.append("Stopped: the grey part was not checked.")
    if state.draft().strip() != checked.draft.strip():
        said.append("The box has changed since; this is the text that was checked.")
    if state.only() != checked.filter:
        said.append("The filter has changed since.")
    return said


def _exports(checked: Checked, only: str) -> None:
    text, verdicts = checked.draft, checked.verdicts
    with st.container(horizontal=True, key="exports", width="content"):
        for label, data, name, mime in (
            (
                "Save as Markdown",
                drafts.as_markdown(text, verdicts, only=only),
                "checked.md",
                "text/markdown",
            ),
            ("Save as table (CSV)", drafts.as_csv(verdicts), "checked.csv", "text/csv"),
        ):
            # A spreadsheet needs the mark at the beginning to read UTF-8 as such.
            encoding = "utf-8-sig" if mime == "text/csv" else "utf-8"
            st.download_button(
                label, data.encode(encoding, "replace"), name, mime, key=name, on_click="ignore"
            )


def _claim(number: int, verdict: Verdict) -> None:
    """One claim's verdict, and for each of its figures what the articles say."""
    st.html(drafts.head(verdict, number))
    if not verdict.evidence:
        st.html(drafts.silence())
        _closest(number, verdict)
        return
    rest: list[Evidence] = []
    for at, (figure, found) in enumerate(drafts.by_figure(verdict)):
        if not found:
            st.html(drafts.silence(figure))
        foremost = drafts.foremost(found)
        for place, piece in enumerate(foremost):
            st.html(drafts.evidence(piece, disputed=len(foremost) > 1))
            _source(piece.citation, f"open-claim-{number}-{at}-{place}")
        rest += [piece for piece in found if piece not in foremost][:MOST_PLACES]
    if rest:
        with st.expander(f"{cards.counted(len(rest), 'more place')}"):
            for place, piece in enumerate(rest):
                st.button(
                    drafts.place_label(piece),
                    key=f"place-{number}-{place}",
                    type="tertiary",
                    on_click=state.open_citation,
                    args=(piece.citation,),
                )


def _closest(number: int, verdict: Verdict) -> None:
    for place, citation in enumerate(verdict.nearest[:CLOSEST]):
        st.html('<p class="aside">The closest passage:</p>')
        st.html(cards.passage(citation, verdict.claim.text, brief=True))
        _source(citation, f"open-near-{number}-{place}")


def _source(citation: Citation, key: str) -> None:
    reprints.source(citation, button=key, folded=key)


def _unchecked(verdicts: Sequence[Verdict]) -> None:
    plain = sum(not verdict.claim.figures for verdict in verdicts)
    if plain:
        with st.expander(f"Nothing to check in {cards.counted(plain, 'sentence')}"):
            st.html(drafts.unchecked(verdicts))

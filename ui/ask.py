"""The conversation: questions, answers with their evidence, and the box to ask in."""

from collections.abc import Callable

import streamlit as st

from qa import Answer, Candidate, Citation, Finding, QASystem, ReportableError
from ui import cards, drafts, filter, reprints, state, undo
from ui.state import Mode, Outcome, Turn
from ui.text import plain

# Draws a way to have a claim checked.
Offer = Callable[[str], None]

# How many passages are shown: where the articles do not say, and where passages were asked for.
CLOSEST = 3
FOUND = 8

# Ours alone, and constant but for the turn's number: no word of a question is in it.
_SCROLL = """<script>
/* %s */
requestAnimationFrame(() => {
  const turn = document.querySelector(".st-key-turn-%d");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (turn) turn.scrollIntoView({block: "start", behavior: still ? "auto" : "smooth"});
});
</script>"""


def question_box(system: QASystem) -> None:
    """The box at the foot of the page, with the switch between answers and passages."""
    with st.bottom:
        undo.notices(system)
        filter.line(system, "box")
        with st.container(horizontal=True, key="switch", vertical_alignment="center"):
            st.segmented_control(
                "What to look for",
                list(Mode),
                default=Mode.ANSWER,
                required=True,
                key="mode",
                label_visibility="collapsed",
            )
            if state.turns():
                st.button(
                    "New conversation", key="anew", type="tertiary", on_click=state.start_anew
                )
        st.chat_input("Ask your articles …", key="question", on_submit=state.ask_typed)


def conversation(system: QASystem, offer_check: Offer) -> None:
    """All turns with their evidence, oldest first; a turn that waits is answered in its place.

    What states a figure rather than asks for one is offered to be checked.
    """
    with st.container(key="turns"):
        if not state.turns():
            _suggestions(system)
        for turn in list(state.turns()):
            with st.container(key=f"turn-{turn.number}"):
                st.html(cards.question(turn.question))
                filter.said(system, turn.filter)
                _bring_into_sight(turn, "asked")
                turn = turn if turn.outcome is not None else _answered(system, turn)
                _draw(system, turn, offer_check if drafts.is_claim(turn.question) else None)
                _bring_into_sight(turn, "answered")


def _bring_into_sight(turn: Turn, when: str) -> None:
    """Scroll to the turn. A script runs when it is first drawn, and not when it is drawn again."""
    st.html(_SCROLL % (when, turn.number), unsafe_allow_javascript=True)


def _answered(system: QASystem, turn: Turn) -> Turn:
    with st.spinner("Reading the articles…"):
        return state.settle(turn, _outcome(system, turn))


def _outcome(system: QASystem, turn: Turn) -> Outcome:
    try:
        if turn.mode is Mode.PASSAGES:
            return system.find(turn.question, k=FOUND, filter=turn.filter)
        return system.ask(turn.question, filter=turn.filter)
    except ReportableError as error:
        return str(error)


def _draw(system: QASystem, turn: Turn, offer: Offer | None) -> None:
    match turn.outcome:
        case str() as message:
            st.html(cards.fault(message))
        case Answer(answered=True) as answer:
            _draw_answer(system, turn, answer)
            _draw_offer(turn, offer)
        case Answer() as answer:
            st.html(cards.abstention())
            _draw_offer(turn, offer)
            _draw_closest(system, turn, answer)
        case findings:
            _draw_offer(turn, offer)
            _draw_passages(turn, findings or ())


def _draw_offer(turn: Turn, offer: Offer | None) -> None:
    if offer is not None:
        with st.container(key=f"offer-{turn.number}"):
            offer(turn.question)


def _draw_answer(system: QASystem, turn: Turn, answer: Answer) -> None:
    best = answer.candidates[0]
    citation = best.citations[0]
    st.html(cards.answer(best, understood=cards.understood(answer)))
    with st.container(horizontal=True, key=f"actions-{turn.number}", vertical_alignment="center"):
        st.html(cards.confidence(best.confidence), width="content")
        reprints.open_button(citation, f"open-{turn.number}")
        _copying(citation, turn)
        _feedback(system, turn, citation)
    reprints.fold(citation, f"{turn.number}")
    _same_elsewhere(turn, best)
    if others := cards.others(answer):
        with st.container(key=f"others-{turn.number}", gap=None):
            for number, other in enumerate(others):
                citation = other.citations[0]
                _line(cards.other_label(best, other), citation, f"other-{turn.number}-{number}")


def _draw_closest(system: QASystem, turn: Turn, answer: Answer) -> None:
    st.html(cards.closest())
    for number, citation in enumerate(answer.nearest[:CLOSEST]):
        _draw_passage(turn, citation, number, cards.passage(citation, turn.question, brief=True))
    with st.container(horizontal=True, key=f"actions-{turn.number}", vertical_alignment="center"):
        _feedback(system, turn, None)


def _draw_passages(turn: Turn, findings: tuple[Finding, ...]) -> None:
    if not findings:
        st.html('<div class="card silent"><p class="verdict">No passage bears on this.</p></div>')
    for number, finding in enumerate(findings):
        shown = cards.passage(finding.citation, turn.question, rank=finding.rank)
        _draw_passage(turn, finding.citation, number, shown)


def _draw_passage(turn: Turn, citation: Citation, number: int, shown: str) -> None:
    with st.container(key=f"passage-{turn.number}-{number}", gap=None):
        st.html(shown)
        place = f"{turn.number}-{number}"
        reprints.source(citation, button=f"open-{place}", folded=place)


def _line(label: str, citation: Citation, key: str) -> None:
    st.button(label, key=key, type="tertiary", on_click=state.open_citation, args=(citation,))


def _copying(citation: Citation, turn: Turn) -> None:
    with st.popover("Copy quotation", key=f"copy-{turn.number}"):
        st.code(cards.copied(citation), language=None, wrap_lines=True)
        st.html('<p class="aside">Markdown</p>')
        st.code(cards.copied_markdown(citation), language=None, wrap_lines=True)


def _feedback(system: QASystem, turn: Turn, citation: Citation | None) -> None:
    said = state.verdict(turn)
    if said is not None:
        kept = "right" if said else "wrong"
        st.html(f'<span class="aside" role="status">Kept as {kept}.</span>', width="content")
        return
    with st.container(horizontal=True, wrap=False, width="content", vertical_alignment="center"):
        st.html('<span class="aside">Was it right?</span>', width="content")
        for label, right in (("Yes", True), ("No", False)):
            st.button(
                label,
                key=f"{label}-{turn.number}".lower(),
                type="tertiary",
                on_click=state.keep_verdict,
                args=(system, turn, citation, right),
            )


def _same_elsewhere(turn: Turn, best: Candidate) -> None:
    """Which other stories say the same, folded into one line."""
    first = best.citations[0].told_by
    elsewhere = {c.told_by: c for c in reversed(best.citations) if c.told_by != first}
    if elsewhere:
        with st.expander(f"Also in {cards.counted(len(elsewhere), 'other article')}"):
            for number, citation in enumerate(reversed(elsewhere.values())):
                _line(cards.place_label(citation), citation, f"same-{turn.number}-{number}")


def _suggestions(system: QASystem) -> None:
    st.html(cards.opening("Every answer is a quotation, and opens at its place in the article."))
    if state.only():
        return  # they are found in all articles
    try:
        suggested = state.suggested(system, tuple(article.id for article in system.articles()))
    except ReportableError as error:
        st.html(cards.fault(str(error)))
        return
    if not suggested:
        return
    with st.container(key="suggestions", gap="small"):
        st.html('<p class="aside">For example:</p>')
        for number, question in enumerate(suggested):
            st.button(
                plain(question),
                key=f"suggestion-{number}",
                on_click=state.ask_suggested,
                args=(question,),
            )

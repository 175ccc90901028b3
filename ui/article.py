"""The article pane: one article, whole, opened at a place."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from qa import Article, QASystem, ReportableError, sentences
from ui import cards, correcting, state, stories, undo
from ui.state import Place
from ui.text import Range, day, escape, paragraphs, pieces

# Ours alone, and constant but for the count of openings: the text of an article is never in a
# script. The pane scrolls to the quotation, and takes the focus so that a keyboard goes on there.
_SCROLL = """<script>
/* opening %d */
requestAnimationFrame(() => {
  const pane = document.querySelector(".st-key-pane");
  const place = pane && pane.querySelector(".place");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (place) {
    const top = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    const into = pane.scrollTop + top - pane.clientHeight / 3;
    pane.scrollTo({top: into, behavior: still ? "auto" : "smooth"});
  } else if (pane) {
    pane.scrollTo({top: 0});
  }
  const head = pane && pane.querySelector(".masthead");
  if (head && !pane.contains(document.activeElement)) {
    window.attestOpener = document.activeElement;
    head.focus({preventScroll: true});
  }
});
</script>"""

_LEGEND = '<p class="legend">What is grey is menus and the like: it is not searched.</p>'

# Closing gives the focus back to what opened the article.
_RETURN = """<script>
/* after opening %d */
requestAnimationFrame(() => {
  const opener = window.attestOpener;
  if (opener && opener.isConnected) opener.focus({preventScroll: true});
  window.attestOpener = null;
});
</script>"""


def pane(system: QASystem) -> None:
    """The opened article, if one is, with its place in sight."""
    place = state.opened()
    if place is None:
        if openings := state.openings():
            st.html(_RETURN % openings, unsafe_allow_javascript=True)
        return
    try:
        article = system.article(place.article)
        story = system.stories([article.id]).get(article.id)
        printed = system.printed(article.id)
    except ReportableError as error:
        state.close()
        st.html(cards.fault(str(error)))
        return
    with st.container(key="pane"):
        with st.container(horizontal=True, key="pane-bar", vertical_alignment="center"):
            st.html('<span class="count">Article</span>')
            if state.only().articles != (article.id,):
                _narrowing(article)
            st.button("Close", key="close", on_click=state.close)
        st.html(masthead_html(article))
        with st.container(key="of-article", gap=None):
            stories.fold(system, article.id, story, "pane")
            correcting.form(system, article, printed)
        st.html(article_html(article, place))
        _removal(system, article)
        st.html(_SCROLL % place.opening, unsafe_allow_javascript=True)


def article_html(article: Article, place: Place) -> str:
    """The article's text, whole: furniture greyed, the passage tinted, the quotation marked."""
    quotation = place.quotation
    passage = place.passage or (quotation and _sentence_of(article.text, quotation))
    if quotation == passage:
        quotation = None  # a whole passage is shown as one, not as a quotation in itself
    shown = {
        "body": article.body,
        "passage": [passage] if passage else [],
        "quotation": [quotation] if quotation else [],
    }
    first = (quotation or passage or (-1, 0))[0]
    text = "".join(_paragraphs(article, shown, first))
    return f'<article class="article">{_grey(article)}{text}</article>'


def masthead_html(article: Article) -> str:
    """The article's title, and when (to the minute, if it says so) and by whom it was printed."""
    facts = [escape(fact) for fact in (article.publisher, article.byline) if fact]
    if article.published:
        facts.insert(1 if article.publisher else 0, f"{day(article.published)}{_clock(article)}")
    if article.version:
        facts.append(article.version)
    return (
        '<header class="masthead" tabindex="-1">'
        f'<h2 dir="auto">{escape(cards.title(article))}</h2>'
        f'<p class="source">{"&nbsp;· ".join(facts)}</p></header>'
    )


def _clock(article: Article) -> str:
    """The time of day that the article prints beside its date: ", 14:05", ", 14:05 UTC+09:00"."""
    clock = article.printed_time
    return f", {clock:%H:%M} {clock:%Z}".rstrip() if clock else ""


def _grey(article: Article) -> str:
    """What the grey lines are, where there are any."""
    edges = [0, *(edge for stretch in article.body for edge in stretch), len(article.text)]
    between = zip(edges[::2], edges[1::2], strict=True)
    return _LEGEND if any(article.text[a:b].strip() for a, b in between) else ""


def _paragraphs(
    article: Article, shown: Mapping[str, Sequence[Range]], first: int
) -> Iterator[str]:
    """Each paragraph as HTML; the title, which the masthead has, is not said twice."""
    text, title = article.text, article.title.split()
    for start, end in paragraphs(text):
        if text[start:end].split() == title and not start <= first < end:
            title = []
            continue
        parts = [_part(text, *piece, first) for piece in pieces(start, end, shown)]
        yield f'<p dir="auto">{"".join(parts)}</p>'


def _part(text: str, start: int, end: int, over: frozenset[str], first: int) -> str:
    words = escape(text[start:end])
    place = " place" if start == first else ""
    if "quotation" in over:
        return f'<mark class="quoted{place}">{words}</mark>'
    if "passage" in over:
        return f'<span class="tint{place}">{words}</span>'
    return words if "body" in over else f'<span class="furniture">{words}</span>'


def _sentence_of(text: str, quotation: Range) -> Range:
    """The sentences that hold the quotation, where nothing says which passage it came from."""
    start, end = quotation
    touching = [s for s in sentences(text) if s[0] < end and start < s[1]]
    return (min(start, touching[0][0]), max(end, touching[-1][1])) if touching else quotation


def _narrowing(article: Article) -> None:
    """A way to ask this article alone."""
    st.button(
        "Ask only this article",
        key="ask-only",
        type="tertiary",
        on_click=state.ask_only,
        args=(article.id,),
    )


def _removal(system: QASystem, article: Article) -> None:
    """A way to remove the article, which asks first."""
    if st.session_state.get("removing") != article.id:
        st.button(
            "Remove from the library",
            key="remove",
            type="tertiary",
            on_click=st.session_state.update,
            args=({"removing": article.id},),
        )
        return
    st.html('<p class="aside" role="status">Remove this article? The file it came from stays.</p>')
    with st.container(horizontal=True):
        st.button(
            "Remove",
            key="remove-now",
            type="primary",
            on_click=undo.remove,
            args=(system, [article.id]),
        )
        st.button(
            "Keep",
            key="keep",
            on_click=st.session_state.update,
            args=({"removing": None},),
        )

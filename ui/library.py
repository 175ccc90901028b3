"""The library's side of the page: what is in it, adding to it, and the welcome when it is empty."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath

import streamlit as st

from qa import SUFFIXES, Added, ArticleSummary, QASystem, ReportableError, sample_articles
from ui import cards, filter, state
from ui.text import day, escape, plain, shortened

# More articles than this are not all listed: a filter narrows them down.
MOST_LISTED = 30


def sidebar(
    system: QASystem, articles: Sequence[ArticleSummary], pages: Callable[[], None]
) -> None:
    """The wordmark, the links to the *pages*, the drop zone, and the articles, newest first."""
    with st.sidebar:
        st.html('<p class="wordmark">Attest</p>')
        if not articles:
            return
        with st.container(horizontal=True, key="pages"):
            pages()
        left_in = filter.left_in(system, articles)
        of = f"{len(left_in):,} of " if state.only() else ""
        st.html(f'<p class="count">{of}{cards.counted(len(articles), "article")}</p>')
        drop_zone(system)
        filter.boxes(articles)
        filter.line(system, "sidebar")
        _list(left_in)


def welcome(system: QASystem) -> None:
    """What is shown while there is nothing to ask: what this is, and two ways to begin."""
    samples = sample_articles()
    if message := state.told():
        st.html(cards.notice(message))
    st.html(
        cards.opening(
            "Every answer is a quotation from your own articles, and opens at its place there. "
            "Nothing leaves this computer."
        )
    )
    drop_zone(system)
    if not samples:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="samples"):
        st.html('<span class="aside">or</span>', width="content")
        look = st.button(f"look around with {len(samples)} sample articles", key="add-samples")
    if look:
        _add(system.add_files(samples), len(samples))


def drop_zone(system: QASystem) -> None:
    """Where files are dropped. Their bytes are copied into the library and let go at once."""
    batch = st.session_state.setdefault("batch", 0)
    files = st.file_uploader(
        "Add articles",
        type=sorted(SUFFIXES),  # with their points: a bare "text" would be any kind of text
        accept_multiple_files=True,
        key=f"files-{batch}",
    )
    if files:
        # A new key is a new, empty drop zone: the bytes are freed, and a rerun adds nothing.
        st.session_state["batch"] = batch + 1
        _add(system.add_uploads((file.name, file.getvalue()) for file in files), len(files))
    if report := st.session_state.get("report"):
        st.html(report)


def _add(work: Iterable[Added], count: int) -> None:
    """Draw the progress of *work*, keep its report, and draw the page anew."""
    try:
        done = list(_watched(work, count))
    except ReportableError as error:
        st.session_state["report"] = cards.fault(str(error))
    else:
        st.session_state["report"] = cards.tally(done)
    st.rerun()


def _watched(work: Iterable[Added], count: int) -> Iterator[Added]:
    bar = st.progress(0.0, text=f"Reading {cards.counted(count, 'article')}…")
    for number, added in enumerate(work, 1):
        name = plain(PurePath(added.source).name)
        bar.progress(min(1.0, number / count), text=f"{number}: {name}")
        yield added


def _list(articles: Sequence[ArticleSummary]) -> None:
    shown = articles
    if len(articles) > MOST_LISTED:
        words = st.text_input("Filter by title", key="filter", placeholder="Filter by title")
        wanted = words.casefold().split()
        shown = [a for a in articles if all(word in a.title.casefold() for word in wanted)]
    with st.container(key="articles", gap=None):
        for article in shown[:MOST_LISTED]:
            _row(article)
    if len(shown) > MOST_LISTED:
        st.html(f'<p class="aside">The newest {MOST_LISTED} of {len(shown):,}.</p>')
    elif articles and not shown:
        st.html('<p class="aside">No title has these words.</p>')


def _row(article: ArticleSummary) -> None:
    name = article.title.strip() or PurePath(article.source).name
    st.button(
        plain(shortened(name, 90)),
        key=f"article-{article.id}",
        type="tertiary",
        on_click=state.open_article,
        args=(article.id,),
    )
    printed = day(article.published) if article.published else "no date"
    publisher = f"{escape(article.publisher)} · " if article.publisher else ""
    version = f" · {article.version}" if article.version else ""
    st.html(f'<p class="meta">{publisher}{printed}{version}</p>')

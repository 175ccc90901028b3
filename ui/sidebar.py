"""The sidebar: the pages, what is in the library and what of it is asked; and the first welcome."""

from collections.abc import Callable, Sequence

import streamlit as st

from qa import ArticleSummary, QASystem, sample_articles
from ui import adding, cards, filter, state, undo

# More articles than this are not all listed: a filter narrows them down, and the page "Library"
# has them all.
MOST_LISTED = 30


def sidebar(
    system: QASystem,
    articles: Sequence[ArticleSummary],
    pages: Callable[[], None],
    *,
    with_list: bool = True,
) -> None:
    """The wordmark, the links to the *pages*, the drop zone, and the articles, newest first.

    Drop zone and articles are left out where the page itself has them.
    """
    with st.sidebar:
        st.html('<p class="wordmark">Attest</p>')
        if not articles:
            return
        with st.container(horizontal=True, key="pages"):
            pages()
        left_in = filter.left_in(system, articles)
        of = f"{len(left_in):,} of " if state.only() else ""
        st.html(f'<p class="count">{of}{cards.counted(len(articles), "article")}</p>')
        if with_list:
            adding.drop_zone(system)
        filter.boxes(articles)
        filter.line(system, "sidebar")
        if with_list:
            _list(left_in)


def welcome(system: QASystem) -> None:
    """What is shown while there is nothing to ask: what this is, and two ways to begin."""
    samples = sample_articles()
    undo.notices(system)
    st.html(
        cards.opening(
            "Every answer is a quotation from your own articles, and opens at its place there. "
            "Nothing leaves this computer."
        )
    )
    adding.drop_zone(system, each_file=True)
    if not samples:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="samples"):
        st.html('<span class="aside">or</span>', width="content")
        look = st.button(f"look around with {len(samples)} sample articles", key="add-samples")
    if look:
        adding.add_files(system, samples)


def _list(articles: Sequence[ArticleSummary]) -> None:
    shown = articles
    if len(articles) > MOST_LISTED:
        words = st.text_input("Filter by title", key="filter", placeholder="Filter by title")
        wanted = words.casefold().split()
        shown = [a for a in articles if all(word in a.title.casefold() for word in wanted)]
    with st.container(key="articles", gap=None):
        for article in shown[:MOST_LISTED]:
            entry(article, f"article-{article.id}")
    if len(shown) > MOST_LISTED:
        st.html(f'<p class="aside">The newest {MOST_LISTED} of {len(shown):,}.</p>')
    elif articles and not shown:
        st.html('<p class="aside">No title has these words.</p>')


def entry(article: ArticleSummary, key: str) -> None:
    """An article in a list: its title, a button *key* that opens it, and where it is from."""
    st.button(
        cards.row_label(article),
        key=key,
        type="tertiary",
        on_click=state.open_article,
        args=(article.id,),
    )
    st.html(cards.about(article))

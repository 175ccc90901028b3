"""The page "Library": files in, and every article: searched, opened, corrected, removed."""

from collections.abc import Sequence

import streamlit as st

from qa import ArticleSummary, QASystem, ReportableError, Story
from ui import adding, cards, filter, sidebar, state, stories, undo
from ui.text import shortened, spoken

# So many articles are shown at once; a button shows as many again.
SHOWN = 25

MOST_CHARACTERS = 200


def desk(system: QASystem) -> None:
    """The head of the page: where files are dropped, what became of them, and the search."""
    undo.notices(system)
    st.html('<div class="desk"><h1>Library</h1><p>Every article, newest first.</p></div>')
    adding.drop_zone(system, each_file=True)
    st.text_input(
        "Title or publisher", key="titles", bind="query-params", max_chars=MOST_CHARACTERS,
        placeholder="For example: bridge", on_change=state.search_titles,
    )  # fmt: skip
    filter.line(system, "library")


def shelf(system: QASystem) -> None:
    """The articles that the words and the filter leave in, a screenful or two at once."""
    # One container, so that what is drawn after it always has the same place on the page.
    with st.container(key="shelf"):
        words = (st.session_state["titles"] or "").strip()
        try:
            found = search(filter.left_in(system, system.articles()), words)
            shown = found[: SHOWN * (1 + state.more_articles())]
            told = system.stories([each.id for each in shown])
        except ReportableError as error:
            st.html(cards.fault(str(error)))
            return
        if not found:
            st.html(cards.no_article(words))
            return
        _bar(system, shown, found=len(found), narrowed=bool(words or state.only()))
        with st.container(key="rows", gap=None):
            for article in shown:
                _row(system, article, told.get(article.id))
        if len(found) > len(shown):
            st.button(
                f"Show more: {len(shown):,} of {len(found):,} are here",
                key="more-articles",
                on_click=state.show_more_articles,
            )


def search(articles: Sequence[ArticleSummary], words: str) -> Sequence[ArticleSummary]:
    """Those in whose title or publisher each of the *words* stands."""
    wanted = words.casefold().split()
    if not wanted:
        return articles
    return [each for each in articles if all(word in _searched(each) for word in wanted)]


def _searched(article: ArticleSummary) -> str:
    return f"{cards.title(article)} {article.publisher or ''}".casefold()


def _bar(system: QASystem, shown: Sequence[ArticleSummary], *, found: int, narrowed: bool) -> None:
    """How many articles there are; and what can be done with those that are chosen."""
    chosen = [each.id for each in shown if state.is_chosen(each.id)]
    with st.container(horizontal=True, key="shelf-bar", vertical_alignment="center"):
        st.html(cards.shelved(found, len(chosen), narrowed=narrowed), width="content")
        if chosen:
            count = "it" if len(chosen) == 1 else f"these {len(chosen):,}"
            st.button(
                f"Remove {count}", key="remove-chosen", on_click=undo.remove, args=(system, chosen)
            )
        if len(chosen) < len(shown):
            _choosing(f"Choose all {len(shown):,} shown", "choose-all", shown, chosen=True)
        if chosen:
            _choosing("Choose none", "choose-none", shown, chosen=False)


def _choosing(label: str, key: str, shown: Sequence[ArticleSummary], *, chosen: bool) -> None:
    ids = [each.id for each in shown]
    st.button(label, key=key, type="tertiary", on_click=state.choose, args=(ids, chosen))


def _row(system: QASystem, article: ArticleSummary, story: Story | None) -> None:
    """One article: a box to choose it, its title, which opens it, and where it is from."""
    with st.container(horizontal=True, wrap=False, key=f"row-{article.id}"):
        with st.container(width="content"):
            label = f"Choose {spoken(shortened(cards.title(article), 90))}"
            st.checkbox(label, key=f"choose-{article.id}", label_visibility="collapsed")
        with st.container(gap=None, key=f"about-{article.id}"):
            sidebar.entry(article, f"open-row-{article.id}")
            stories.fold(system, article.id, story, article.id)

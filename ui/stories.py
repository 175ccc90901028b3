"""The other versions of an article's story, folded into one line: to open, or to ask alone."""

import streamlit as st

from qa import ArticleSummary, Filter, QASystem, Story
from ui import cards, state
from ui.text import plain, shortened

# Of a story printed more often, so many versions are listed.
MOST_COPIES = 30


def fold(system: QASystem, id: str, story: Story | None, key: str) -> None:
    """Where else the *story* of the article of *id* is printed, if it is; each version opens."""
    if story is None or len(story.versions) == 1:
        return
    copies = _copies(system, id, story)
    if not copies:
        return
    with st.expander(label(copies), key=f"copies-{key}"):
        for copy in copies[:MOST_COPIES]:
            st.button(
                cards.copy_label(copy),
                key=f"copy-{key}-{copy.id}",
                type="tertiary",
                on_click=state.open_article,
                args=(copy.id,),
            )
        if (more := len(copies) - MOST_COPIES) > 0:
            st.html(f'<p class="aside">And {more:,} more.</p>')
        if not {id, story.versions[0]}.intersection(state.only().stories):
            st.button(
                "Ask only this story",
                key=f"ask-story-{key}",
                on_click=state.ask_only_story,
                args=(story.versions[0],),
            )


def label(copies: list[ArticleSummary]) -> str:
    """Also in 2: Daily Post, The Meridian Post"""
    names = dict.fromkeys(copy.publisher or cards.title(copy) for copy in copies)
    named = ", ".join(shortened(name, 40) for name in names)
    return f"Also in {len(copies):,}: {plain(shortened(named, 90))}"


def _copies(system: QASystem, id: str, story: Story) -> list[ArticleSummary]:
    """The other versions of the story, the earliest full one first."""
    told = {each.id: each for each in system.articles(filter=Filter(stories=(id,)))}
    return [told[version] for version in story.versions if version in told and version != id]

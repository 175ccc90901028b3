"""Versions of a story, as headlines say them. All headlines here are our own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import body_ranges
from index.printed import read_printed
from index.versions import split_marks, version_of

HEADLINE = "Anyville opens its bridge"
PROSE = "The new bridge over the river was opened on Tuesday after three years of work, he said."
VERSIONS = {
    f"(LEAD) {HEADLINE}": "lead",
    f"(2nd LD) {HEADLINE}": "2nd lead",
    f"(3rd LD) (URGENT) {HEADLINE}": "3rd lead, urgent",
    f"2nd LD-Writethru: {HEADLINE}": "2nd lead",
    f"(URGENT) {HEADLINE}": "urgent",
    f"UPDATE 1-{HEADLINE}": "update 1",
    f"UPDATE 12 - {HEADLINE}": "update 12",
    f"UPDATE: {HEADLINE}": "update",
    f"WRAPUP 2-{HEADLINE}": "wrapup 2",
    f"CORRECTED-UPDATE 2-{HEADLINE}": "correction, update 2",
    f"Correction: {HEADLINE}": "correction",
    f"REFILE-{HEADLINE}": "refiled",
    f"Refiled: {HEADLINE}": "refiled",
    f"RPT-{HEADLINE}": "repeat",
    f"{HEADLINE} (Updated)": "update",
    f"{HEADLINE} [Corrected]": "correction",
    HEADLINE: None,
    "Update on the bridge": None,
    "Correction officers strike": None,
    "Lead: found in the river": None,
    "Urgent repairs on the bridge": None,
    "Repeat offenders cross it": None,
    "": None,
}


@pytest.mark.parametrize("title", VERSIONS)
def test_a_headline_says_which_version_of_its_story_it_is(title: str) -> None:
    assert version_of(title) == VERSIONS[title]


@pytest.mark.parametrize("mark", ["(LEAD)", "(2nd LD)", "UPDATE 1-", "CORRECTED-"])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_the_mark_stays_in_the_title_also_on_a_line_of_its_own(mark: str, between: str) -> None:
    text = f"{mark}{between}{HEADLINE}\n\n{PROSE}"
    title = read_printed(text, body_ranges(text), today=date(2024, 6, 1)).title
    assert title == f"{mark} {HEADLINE}"
    assert version_of(title) is not None


@given(st.text() | st.lists(st.sampled_from([*VERSIONS, "(LEAD) "])).map("".join))
def test_no_word_of_a_headline_is_lost(title: str) -> None:
    marks, rest = split_marks(title)
    assert title.endswith(rest)
    assert bool(marks) == (rest != title)

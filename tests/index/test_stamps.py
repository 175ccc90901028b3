"""Lines that say when an article was published. All texts here are our own."""

from datetime import date

import pytest

from index.clean import body_ranges
from index.dates import find_dates
from index.printed import read_printed
from index.stamps import moment_beside, stamp_of

TODAY = date(2024, 6, 1)
HEADLINE = "Anyville opens its bridge after three years"
STORY = [
    "The new bridge over the river was opened on Tuesday after three years of work, he said.",
    "It cost a quarter more than the council had allowed for it when the old one had to go.",
    "Two hundred people crossed it on foot behind the mayor, who had promised to go first.",
    "The ferry that carried them until now will be sold to the town on the other side.",
]
DAY = date(2021, 5, 4)


def published(*lines: str) -> date | None:
    text = "\n\n".join(lines)
    return read_printed(text, body_ranges(text), today=TODAY).published


OWN = {
    "a byline before": "By Ann Example on May 4, 2021",
    "a byline behind": "May 4, 2021 by Ann Example",
    "a bar": "by Ann Example | May 4, 2021",
    "a time, whatever is behind": (
        "By ANN EXAMPLE, Town Editor | Tuesday May 4, 2021 @ 6:43pm EDTTags: bridges, ferry, toll"
    ),
    "credits": "Story by Ann Example and Bo Sample | Photos by Di Test | May 4, 2021",
    "posted by": "Posted May 4, 2021 by Ann in Town news",
    "a name": "Ann Example May 4, 2021",
    "a reporter": "Ann Example Senior reporter covering the river towns May 4, 2021",
    "a time": "May 4, 2021 at 8:00 am Ann Example 0 comments",
    "a label behind a name": "Ann Example Published May 4, 2021 Updated June 7, 2022 Comments",
    "labels run together": "Published Tue, May 4 2021 10:12 AM EDTUpdated Fri, May 7 2021 2:16 PM",
    "the update first": "Updated: 7 May 2021 4:13 amPosted: 4 May 2021",
    "only the update labelled": "ByAnyville Live08:00, 4 MAY 2021Updated13:14, 30 JUN 2021",
    "the year behind": "Published: May 4 Updated: May 7, 2021",
    "two dates run together": "May 4, 2021June 12, 2021 Ann Example",
    "a time run in": "May 4, 20211:30 PM EDT",
    "a caption run in": "May 4, 2021FILE -",
    "written": "Written on the 4 May 2021",
    "a note": "Editor’s note: This story was originally published on May 4, 2021.",
    "a note of a paper": "This column first appeared in the Anyville Post of Tuesday, May 4, 2021.",
    "a list": "List updated on May 4, 2021",
}


@pytest.mark.parametrize("form", OWN)
def test_a_date_with_a_label_a_time_or_a_name_is_the_articles_own(form: str) -> None:
    assert published(HEADLINE, OWN[form], *STORY) == DAY


NOT_OWN = [
    "4 May 2021 - 7 May 2022",
    "On view from 4 May 2021 to 7 May 2021",
    "Released: May 4, 2021 • Available everywhere",
    "Birth date: May 4, 2021",
    "May 4, 2021: the bridge falls",
    "The bridge will be closed on May 4, 2021",
    "Editor’s note: A previous version of this story appeared on May 4, 2021.",
    "This story is an updated version of an article published on May 4, 2021.",
    "By May 4, 2021",
    "By the end of May 4, 2021",
    "Updated 05/04/12 or 04/05/12",
    "Share 3 | 4 | 21",
]


@pytest.mark.parametrize("line", NOT_OWN)
def test_the_date_of_something_else_is_no_date_of_the_article(line: str) -> None:
    assert published(HEADLINE, line, *STORY) is None


def test_a_date_far_above_the_story_is_found_behind_menus_and_notices() -> None:
    menus = ["Home", "News", "This site keeps small files on your machine to know you again."]
    assert published(*menus, HEADLINE, "A summary of it.", "4 May 2021", *STORY) == DAY


def test_the_dates_of_other_articles_below_the_story_are_not_read() -> None:
    teasers = ["The ferry is sold", "5 May 2021", "The mayor resigns", "6 May 2021"]
    assert published(HEADLINE, *STORY, *teasers) is None
    assert published(HEADLINE, "4 May 2021", *STORY, *teasers) == DAY


def test_two_dates_above_the_story_are_none() -> None:
    assert published("Front page", "5 May 2021", HEADLINE, "4 May 2021", *STORY) is None


def test_a_label_before_a_date_that_could_be_two_says_that_no_other_is_the_articles() -> None:
    page = ("Home", "June 7, 2021", HEADLINE)
    assert published(*page, *STORY) == date(2021, 6, 7)
    assert published(*page, "First posted: 05/04/21 05:18 PM", *STORY) is None
    assert published(*page, "First posted: 05-24-21 05:18 PM", *STORY) == date(2021, 5, 24)


BUTTONS = ["1.1k", "Share", "Tweet", "Print", "What's this?", "Image: Di Test"]
SIGNED = "By Ann Example2021-05-04 21:32:46 UTC"


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ([*BUTTONS, SIGNED], DAY),
        ([*BUTTONS, "4 May 2021"], None),  # a list of other articles, a table of games
        ([*BUTTONS, "The ferry is sold", SIGNED], DAY),
        (["The ferry is sold"] * 6 + [SIGNED], None),
        ([*["Share"] * 20, SIGNED], None),
    ],
)
def test_a_column_of_buttons_may_stand_between_a_headline_and_a_signed_date(
    below: list[str], day: date | None
) -> None:
    found = moment_beside([HEADLINE, *below], headings=[0], today=TODAY)
    assert (found and found.day) == day


def test_of_two_dates_the_one_below_the_headline_is_the_articles() -> None:
    assert published("Home", "5 May 2021", f"# {HEADLINE}", "4 May 2021", *STORY) == DAY


def test_a_list_of_games_dates_no_article() -> None:
    games = ["First game", "Date: May 4, 2021", "Second game", "Date: May 9, 2021"]
    assert published(HEADLINE, *games, *STORY) is None


def test_a_label_on_the_line_above_counts() -> None:
    lines = ["Updated:", "May 7, 2021 at 4:51 a.m.", "Published:", "May 4, 2021 at 1:04 p.m."]
    assert published(HEADLINE, *lines, *STORY) == DAY


def test_a_headline_may_end_in_its_date() -> None:
    assert published("Five things to know: 4 May 2021 | The Anyville Post", *STORY) == DAY
    assert published("4 May 2021: The bridge opens", *STORY) is None


def test_a_headline_may_name_the_day_of_an_edition_and_not_of_an_event() -> None:
    assert published("Letters to the editor for Tuesday, May 4, 2021", *STORY) == DAY
    assert published("Crossword blog and answers for May 4, 2021 by Di Test", *STORY) == DAY
    assert published("Council sets a hearing for May 4, 2021", *STORY) is None
    assert published("Singer headlines a festival set for May 4, 2021", *STORY) is None
    assert published("Mayor answers critics, sets a vote for May 4, 2021", *STORY) is None
    assert published("New rankings release set for May 4, 2021", *STORY) is None
    assert (
        published("Letters wanted for a time capsule for May 4, 2021, the town says", *STORY)
        is None
    )


def test_who_says_what_day_it_is_dates_what_he_says() -> None:
    assert published(HEADLINE, "Good morning. Today is Tuesday, May 4, 2021.", *STORY) == DAY


@pytest.mark.parametrize(
    ("spoken", "day"),
    [
        (
            "I'm Di Test and this is all you need to know Tuesday, the 4th of May 2021. Today, a",
            DAY,
        ),
        ("This is Di Test with what you need to know. Tuesday the 4th of May 2021. Today, a", DAY),
        ("Here is what to know for Tuesday, May 4, 2021, when the bridge opens to all", None),
        ("People came to know Tuesday the 4th of May 2021 as the day of the flood, and a", None),
        ("Here is all you need to know. Tuesday, the 4th of May 2021 was the day of a", None),
    ],
)
def test_what_to_know_is_dated_by_a_spoken_day_not_by_one_to_come(
    spoken: str, day: date | None
) -> None:
    assert published(HEADLINE, f"{spoken} ferry is sold, and the council meets.", *STORY) == day


def test_an_original_story_below_its_update_was_published_first() -> None:
    update = "Update, May 5, 2021: The council has voted."
    assert published(HEADLINE, update, *STORY) == date(2021, 5, 5)
    first = "Original story, May 4, 2021: The council meets tonight."
    assert published(HEADLINE, update, "***", first, *STORY) == DAY


@pytest.mark.parametrize(
    "note",
    [
        "Correction to May 4, 2021 story: The name was wrong.",
        "Correction to an obituary of 4 May 2021: His age was 78.",
        "Update on May 4, 2021 fire: It is out.",
        "Update your calendar for May 4, 2021: The festival is back.",
        "Updated figures for May 4, 2021: Sales rose.",
        "Original report of May 4, 2021: The commission found nothing.",
        "Original article in Ferries, 2021-05-04: The bridge.",
    ],
)
def test_a_note_about_what_another_day_brought_dates_no_article(note: str) -> None:
    assert published(HEADLINE, note, *STORY) is None


def test_a_correction_dates_an_article_that_prints_no_other_day() -> None:
    note = "Correction, 5 May 2021: An earlier version misnamed the ferry."
    assert published(HEADLINE, *STORY, note) == date(2021, 5, 5)
    assert published(HEADLINE, "Published: 4 May 2021", *STORY, note) == DAY


def test_a_caption_counts_only_if_an_agency_signs_it() -> None:
    assert published(HEADLINE, "The bridge May 4, 2021. (Yonhap)", *STORY) == DAY
    assert published(HEADLINE, "The bridge was begun May 4, 2021 (26 tons)", *STORY) is None


def test_the_names_beside_a_date_are_the_byline() -> None:
    text = "\n\n".join([HEADLINE, "By Ann Example on May 4, 2021", *STORY])
    assert read_printed(text, body_ranges(text), today=TODAY).byline == "Ann Example"


def test_a_short_date_is_read_where_it_can_be_but_one() -> None:
    assert published(HEADLINE, "Updated 05/24/21", *STORY) == date(2021, 5, 24)


def test_a_stamp_is_furniture_and_a_sentence_with_a_date_is_none() -> None:
    assert stamp_of("By Ann Example on May 4, 2021") is not None
    assert stamp_of("Posted signs say that the bridge of May 4, 2021, is closed.") is None


SHORT = [
    ("05/04/21", []),
    ("05/24/21", [date(2021, 5, 24)]),
    ("24/05/21", []),  # or 21 May 2024
    ("24/05/95", [date(1995, 5, 24)]),
    ("1/2/3", []),
    ("99/99/99", []),
    ("05-24-21", [date(2021, 5, 24)]),
    ("05-04-21", []),
    ("3-2-95", []),  # a score
    ("555-01-24-95", []),
]


@pytest.mark.parametrize(("written", "days"), SHORT)
def test_a_year_of_two_digits_is_read_where_only_one_reading_is_possible(
    written: str, days: list[date]
) -> None:
    assert find_dates(written) == days


@pytest.mark.parametrize(
    "line",
    [
        "Photo by Ann Example, May 4, 2021, 9:30 am: the old bridge before it was taken down again",
        "Presented by Anyville Opera on May 4, 2021 at 7:30 p.m. at the Town Hall, tickets are $20",
        "May 4, 2021 to May 9, 2021",
        "05-24-21 through 05-31-21",
    ],
)
def test_a_picture_an_event_and_a_range_of_days_date_no_article(line: str) -> None:
    assert published(HEADLINE, line, *STORY) is None


def test_a_label_above_an_unclear_date_lets_no_other_be_read() -> None:
    unclear = ("Published", "05/06/2021", "Updated", "June 13, 2021")
    assert published(HEADLINE, *unclear, *STORY) is None
    assert published(HEADLINE, "Published", "05/24/2021", *unclear[2:], *STORY) == date(2021, 5, 24)

"""What an article prints about itself. All texts here are our own."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import body_ranges
from index.dates import find_dates
from index.printed import Printed, byline_of, read_printed

TODAY = date(2024, 6, 1)
HEADLINE = "Anyville opens its bridge after three years"
PROSE = (
    "The new bridge over the river was opened on Tuesday after three years of work and two floods, "
    "the mayor said."
)


def read(*paragraphs: str) -> Printed:
    text = "\n\n".join(paragraphs)
    return read_printed(text, body_ranges(text), today=TODAY)


def test_a_wire_story_tells_everything() -> None:
    assert read(
        "All News 07:13 May 5, 2021",
        HEADLINE,
        "By Ann Example",
        f"ANYVILLE, May 4 (Yonhap) -- {PROSE}",
    ) == Printed(
        title=HEADLINE,
        publisher="Yonhap",
        byline="Ann Example",
        dateline="ANYVILLE, May 4 (Yonhap)",
        published=date(2021, 5, 5),
        printed_time=time(7, 13),
    )


TITLES = [
    ([HEADLINE, PROSE], HEADLINE),
    (["Search in Site", HEADLINE, PROSE], HEADLINE),
    (["Who pays for the bridge?", PROSE], "Who pays for the bridge?"),
    (["Bridge opens in the U.S.", PROSE], "Bridge opens in the U.S."),
    ([PROSE], "The new bridge over the river was opened on Tuesday after three…"),
    (["It rained."], "It rained."),
    (["Ann Example", PROSE], "The new bridge over the river was opened on Tuesday after three…"),
    (["Oslo CNN —", "It rained in Anyville"], "It rained in Anyville"),
    (["# Bridge *opens*", PROSE], "Bridge *opens"),
    ([], "Untitled"),
]


@pytest.mark.parametrize(("paragraphs", "title"), TITLES)
def test_the_title_is_the_headline_or_the_first_words(paragraphs: list[str], title: str) -> None:
    assert read(*paragraphs).title == title


DATES = [
    ("All News 09:05 May 5, 2021", date(2021, 5, 5)),
    ("Published: 4 March 2021", date(2021, 3, 4)),
    ("Posted on March 9th, 2021 at 5:12 pm", date(2021, 3, 9)),
    ("2021-05-05", date(2021, 5, 5)),
    ("2019-11-15T07:13:00Z", date(2019, 11, 15)),
    ("Updated 5:12 PM EST, Mon January 8, 2024", date(2024, 1, 8)),
    ("Sept. 3, 2020 | 3 min read", date(2020, 9, 3)),
    ("The Anyville Post | Business | 17 May 2023", date(2023, 5, 17)),
    ("The Anyville Post · Published: 13 November 2019", date(2019, 11, 13)),
    ("World | November 21, 2019", date(2019, 11, 21)),
    ("25/12/2021", date(2021, 12, 25)),
    ("12.25.2021", date(2021, 12, 25)),
    ("04/04/2021", date(2021, 4, 4)),
    ("2019년 11월 15일", date(2019, 11, 15)),
    ("03/04/2021", None),
    ("February 30, 2021", None),
    ("0000-00-00", None),
    ("June 3, 2024", None),
    ("May 4, 1799", None),
    ("The treaty of May 4, 2021", None),
    ("Kickoff: 8:15 p.m. Thursday, May 4, 2021", None),
]


@pytest.mark.parametrize(("line", "day"), DATES)
def test_a_line_that_is_only_a_date_dates_the_article(line: str, day: date | None) -> None:
    assert read(HEADLINE, line, PROSE).published == day


def test_the_day_of_publication_is_preferred_to_that_of_an_update() -> None:
    lines = ["Updated May 9, 2021", "Published May 5, 2021"]
    assert read(HEADLINE, *lines, PROSE).published == date(2021, 5, 5)


def test_a_date_in_the_prose_is_no_date_of_the_article() -> None:
    assert read(HEADLINE, PROSE, "The old one fell on May 4, 2015.").published is None


YEARS = [
    ("It was promised on April 30, 2021.", date(2021, 5, 4)),
    ("The old one fell on May 4, 2015, the mayor said. It was promised on May 1, 2021.", None),
    ("It was begun on March 1, 2018.", None),
    ("Nobody said when.", None),
]


@pytest.mark.parametrize(("sentence", "day"), YEARS)
def test_a_dateline_takes_its_year_from_a_date_near_it(sentence: str, day: date | None) -> None:
    assert read(f"ANYVILLE, May 4 (Yonhap) -- {PROSE}", sentence).published == day


def test_a_captions_date_is_the_last_resort() -> None:
    caption = "The mayor opens the bridge May 4, 2021. (Yonhap)"
    assert read(HEADLINE, caption, PROSE).published == date(2021, 5, 4)
    file_photo = "The mayor opens a bridge May 4, 2011. (Yonhap file photo)"
    assert read(HEADLINE, file_photo, PROSE).published is None


DATELINES = [
    ("BUSAN, March 3 (Yonhap) -- ", "BUSAN, March 3 (Yonhap)", "Yonhap"),
    ("Seoul: ", "Seoul", None),
    ("TOKYO (AP) — ", "TOKYO (AP)", "Associated Press"),
    ("KYIV, Ukraine (Reuters) - ", "KYIV, Ukraine (Reuters)", "Reuters"),
    ("Tainan, Taiwan CNN — ", "Tainan, Taiwan CNN", "CNN"),
    ("NEW YORK – ", "NEW YORK", None),
    ("ANYVILLE, May 4 (BERNAMA) -- ", "ANYVILLE, May 4 (BERNAMA)", "Bernama"),
    ("Opinion: ", None, None),
    ("WATCH: ", None, None),
    ("The mayor — ", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("opening", "dateline", "publisher"), DATELINES)
def test_a_dateline_is_a_place_with_its_agency_before_the_prose(
    opening: str, dateline: str | None, publisher: str | None
) -> None:
    printed = read(HEADLINE, opening + PROSE)
    assert (printed.dateline, printed.publisher) == (dateline, publisher)


PUBLISHERS = [
    ("The Anyville Post | Business | 17 May 2023", "The Anyville Post"),
    ("Anyville Daily", "Anyville Daily"),
    ("YONHAP", "Yonhap"),
    ("(AP)", "Associated Press"),
    ("– Reuters", "Reuters"),
    ("Source: Reuters", "Reuters"),
    ("Publisher: The Anyville Gazette", "The Anyville Gazette"),
    ("Copyright 2021 The Associated Press. All rights reserved.", "Associated Press"),
    ("© 2021 The Anyville Gazette", "The Anyville Gazette"),
    ("A bridge. (Yonhap)", "Yonhap"),
    ("Source: Ministry of Bridges", None),
    ("All rights reserved.", None),
]


@pytest.mark.parametrize(("line", "publisher"), PUBLISHERS)
def test_the_publisher_signs_at_the_end(line: str, publisher: str | None) -> None:
    assert read(HEADLINE, PROSE, line).publisher == publisher


BYLINES = [
    ("By Kim Exam-ple", "Kim Exam-ple"),
    ("BY ANN EXAMPLE", "ANN EXAMPLE"),
    ("By Ann Example and Bo de Sample", "Ann Example and Bo de Sample"),
    ("By Ann Example, Staff Writer", "Ann Example"),
    ("By Ann Example in Oslo", "Ann Example"),
    ("By Ann Example | The Anyville Gazette", "Ann Example"),
    ("Written by Ann B. Example", "Ann B. Example"),
    ("Ann Example, USA TODAY", "Ann Example"),
    ("Ann Example, The Anyville Gazette", "Ann Example"),
    ("By Friday", None),
    ("By the Numbers", None),
    ("By Popular Demand", None),
    ("By all accounts it was late", None),
    ("Anyville, Norway", None),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_a_byline_names_people(line: str, names: str | None) -> None:
    assert byline_of(line) == names


@given(st.text())
def test_any_text_has_a_title_and_raises_nothing(text: str) -> None:
    assert read_printed(text, body_ranges(text), today=TODAY).title


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%B {d}, {y}", "{d} %b {y}", "{y}-%m-%d"]))
def test_every_date_is_read_as_it_was_written(day: date, form: str) -> None:
    assert find_dates(day.strftime(form).format(d=day.day, y=day.year)) == [day]

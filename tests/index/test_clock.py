"""Times of day as printed: which are read, and which stay unread. All texts here are our own."""

import email.message
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.clean import body_ranges
from index.clock import clock_in, moment_of
from index.formats.apart import Apart
from index.load import parse_articles
from index.printed import read_printed

TODAY = date(2024, 6, 1)
ADDED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
STORY = (
    "The new bridge over the river was opened on Tuesday after three years of work, he said.\n\n"
    "It cost a quarter more than the council had allowed for it when the old one had to go.\n\n"
    "Two hundred people crossed it on foot behind the mayor, who had promised to go first."
)


def east(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Nov. 15, 2019 3:30 PM EST", time(15, 30, tzinfo=east(-5))),
        ("15:30 KST, Nov. 15, 2019", time(15, 30, tzinfo=east(9))),
        ("All News 07:13 November 15, 2019", time(7, 13)),
        ("Published: 15 November 2019 at 4.05 p.m.", time(16, 5)),
        ("November 15, 2019 8 a.m.", time(8, 0)),
        ("Nov. 15, 2019 12:00 AM", time(0, 0)),
        ("Nov. 15, 2019 12:10 p.m. (GMT)", time(12, 10, tzinfo=east(0))),
        ("2019-11-15T23:59:59Z", time(23, 59, tzinfo=east(0))),
        ("2019-11-15T07:13:00.123+05:30", time(7, 13, tzinfo=east(5.5))),
        ("2019-11-15T07:13:00-0800", time(7, 13, tzinfo=east(-8))),
        ("15 Nov 2019 18:20 GMT+9", time(18, 20, tzinfo=east(9))),
        ("Updated 10:12 AM EDTPosted May 4, 2021", time(10, 12)),
        ("July 5, 20181:30 PM", time(13, 30)),
        ("Nov. 15, 2019 15:30 IST", time(15, 30)),
        ("Nov. 15, 2019 15:30 CST", time(15, 30)),
        ("15:30, 15 November 2019, read at 15:30", time(15, 30)),
    ],
)
def test_a_time_is_read_with_its_offset_only_if_that_is_stated(text: str, clock: time) -> None:
    assert clock_in(text) == clock
    assert clock_in(text).tzinfo == clock.tzinfo


@pytest.mark.parametrize(
    "text",
    [
        "Nov. 15, 2019",
        "Nov. 15, 2019 3:30",
        "Nov. 15, 2019 25:10",
        "Nov. 15, 2019 13:30 PM",
        "Nov. 15, 2019 10:75",
        "10:30 or 11:30 on Nov. 15, 2019",
        "it cost $12.50 on Nov. 15, 2019",
        "15.11.2019",
        "",
    ],
)
def test_what_may_be_another_time_or_none_is_none(text: str) -> None:
    assert clock_in(text) is None


@pytest.mark.parametrize("stated", ["2019-11-15", "2019-11-15T00:00:00Z", "2019-11-15 00:00"])
def test_a_machines_midnight_is_a_whole_day(stated: str) -> None:
    moment = moment_of(stated)
    assert moment is not None
    assert (moment.day, moment.clock) == (date(2019, 11, 15), None)


def test_without_a_day_there_is_no_time() -> None:
    assert moment_of("15:30 KST") is None


@given(st.text(alphabet="0123456789:.TZ+- apmKSTGUCEDMt()Nov,", max_size=60))
def test_any_text_has_a_time_or_none(text: str) -> None:
    clock = clock_in(text)
    assert clock is None or (clock.second, clock.microsecond) == (0, 0)
    if clock is not None:
        assert time.fromisoformat(clock.isoformat()) == clock


# Articles


def printed(*lines: str) -> tuple[date | None, time | None]:
    text = "\n\n".join(("Anyville opens its bridge after three years", *lines, STORY))
    found = read_printed(text, body_ranges(text), today=TODAY)
    return found.published, found.printed_time


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("May 4, 2021 3:30 PM", time(15, 30)),
        ("By Ann Example on May 4, 2021 at 15:30", time(15, 30)),
        ("The Anytown Post | 4 May 2021 15:30 GMT", time(15, 30, tzinfo=UTC)),
        (
            "Published Tue, May 4 2021 10:12 AM EDTUpdated Fri, May 7 2021 2:16 PM",
            time(10, 12, tzinfo=east(-4)),
        ),
        ("Updated: 7 May 2021 4:13 amPosted: 4 May 2021", None),
        ("Published May 4, 2021 Updated May 4, 2021 6:00 PM", None),
        ("This story was originally published on May 4, 2021 at 9:05 a.m.", time(9, 5)),
        ("May 4, 2021", None),
    ],
)
def test_an_articles_time_is_that_beside_its_date(line: str, clock: time | None) -> None:
    assert printed(line) == (date(2021, 5, 4), clock)


def test_the_time_of_an_update_is_not_the_articles() -> None:
    assert printed("Published: May 4, 2021", "Updated: May 4, 2021 6:00 PM")[1] is None


def only(source: str, data: str) -> Article:
    with Apart() as apart:
        (article,) = parse_articles(data.encode(), source=source, added=ADDED, apart=apart)
    assert isinstance(article, Article)
    return article


def page(head: str = "", below: str = "") -> Article:
    paragraphs = "".join(f"<p>{words}</p>" for words in STORY.split("\n\n"))
    return only(
        "a.html",
        f"<html><head>{head}</head><body><article><h1>Anyville opens its bridge</h1>{below}"
        f"{paragraphs}</article></body></html>",
    )


META = '<meta property="article:published_time" content="2021-05-04T07:13:00+09:00">'
LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", '
    '"datePublished": "2021-05-04T07:13:00+09:00"}</script>'
)


@pytest.mark.parametrize("head", [META, LINKED, LINKED + META.replace("07:13", "08:00")])
def test_the_time_a_page_states_is_read_with_its_offset(head: str) -> None:
    article = page(head)
    assert (article.published, article.printed_time) == (
        date(2021, 5, 4),
        time(7, 13, tzinfo=east(9)),
    )


def test_the_time_that_a_page_prints_comes_before_the_stated_one() -> None:
    assert page(META, "<p>May 4, 2021 7:15 AM</p>").printed_time == time(7, 15)
    assert page(META, "<p>May 4, 2021</p>").printed_time == time(7, 13, tzinfo=east(9))
    assert page(META, "<p>May 3, 2021</p>").printed_time is None


def test_rows_mails_and_front_matter_say_the_time_too() -> None:
    row = '{"text": "It rained.", "publishedAt": "2020-05-04T10:05:00Z"}'
    assert only("a.json", row).printed_time == time(10, 5, tzinfo=UTC)
    assert only("a.md", "---\ndate: 2020-05-04 10:05\n---\nIt rained.").printed_time == time(10, 5)
    mail = email.message.EmailMessage()
    mail["Subject"], mail["Date"] = "Rain", "Mon, 4 May 2020 10:05:09 -0700"
    mail.set_content("It rained in Orrin.")
    assert only("a.eml", mail.as_string()).printed_time == time(10, 5, tzinfo=east(-7))
    assert only("a.json", row.replace("2020", "2999")).printed_time is None

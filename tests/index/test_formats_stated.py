"""The day a web page states for machines, and the day it prints. All pages here are our own."""

import json
from datetime import date

import pytest

from index.formats.html import parse_page

TODAY = date(2024, 6, 1)
HEADLINE = "Anyville opens its bridge after three years"
STORY = """<p>The new bridge over the river was opened on Tuesday after three years of work.</p>
<p>It cost a quarter more than the council had allowed for it when the old one had to go.</p>
<p>Two hundred people crossed it on foot behind the mayor, who had promised to go first.</p>"""
DAY = date(2021, 5, 4)


def published(head: str = "", *, below: str = "", above: str = "", after: str = "") -> date | None:
    html = (
        f"<html><head><title>{HEADLINE}</title>{head}</head><body>{above}<article>"
        f"<h1>{HEADLINE}</h1>{below}{STORY}</article>{after}</body></html>"
    )
    return parse_page(html, name="a.html", today=TODAY).published


def linked(*things: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things
    )


def article(day: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": day}


def meta(name: str, day: str) -> str:
    return f'<meta property="{name}" content="{day}">'


STATED = {
    "JSON-LD": linked(article("2021-05-04T07:13:00+09:00")),
    "JSON-LD in a list": linked([{"@type": "Organization"}, article("2021-05-04")]),
    "JSON-LD in a graph": linked({"@graph": [{"@type": "WebSite"}, article("2021-05-04")]}),
    "two types": linked({**article("2021-05-04"), "@type": ["Thing", "BlogPosting"]}),
    "in words": linked(article("May 4, 2021")),
    "without hyphens": meta("article:published_time", "20210504T0713"),
    "Open Graph": meta("article:published_time", "2021-05-04T07:13:00Z"),
    "Dublin Core": '<meta name="DC.date.issued" content="2021-05-04">',
    "a plain name": '<meta name="pubdate" content="Tue, 04 May 2021 07:13:00 GMT">',
    "the article before what it is linked to": linked(article("2021-05-04"))
    + meta("article:published_time", "2021-05-09"),
    "no JSON": '<script type="application/ld+json">{"@type": </script>'
    + meta("article:published_time", "2021-05-04"),
    "JSON-LD of a site": linked({"@type": "WebSite", "datePublished": "2011-01-01"})
    + meta("article:published_time", "2021-05-04"),
}


@pytest.mark.parametrize("form", STATED)
def test_the_day_a_page_states_is_read(form: str) -> None:
    assert published(STATED[form]) == DAY


@pytest.mark.parametrize(
    "element",
    [
        '<time datetime="2021-05-04">three years ago</time>',
        '<time pubdate datetime="2021-05-04">then</time><time datetime="2021-06-09">now</time>',
        '<time class="entry-date published">4 May 2021</time> <time>5 June 2021</time>',
        '<time itemprop="datePublished" content="">4 May 2021</time>',
        '<time datetime="2021-05-04">then</time><time class="updated" datetime="2021-06-09"/>',
    ],
)
def test_the_day_of_a_time_element_is_read(element: str) -> None:
    assert published(below=f"<p>Some words first, and then {element}</p>") == DAY


NOT_BELIEVED = ["2021-02-30", "2021-13-01", "0000-00-00", "2031-05-04", "1721-05-04", "", "1620108"]


@pytest.mark.parametrize("day", NOT_BELIEVED)
def test_an_impossible_date_is_no_date_and_is_not_mended(day: str) -> None:
    assert published(linked(article(day))) is None
    assert published(meta("article:published_time", day)) is None
    assert published(below=f'<time datetime="{day}">then</time>') is None


@pytest.mark.parametrize("day", [*NOT_BELIEVED, None, 5, ["2021-05-04"], {"a": 1}])
def test_a_date_that_is_not_believed_leaves_the_word_to_the_others(day: object) -> None:
    head = linked(article(day)) + meta("article:published_time", "2021-05-04")
    assert published(head) == DAY


def test_articles_of_a_page_that_differ_state_no_day() -> None:
    assert published(linked(article("2021-05-04"), article("2021-05-09"))) is None


def test_the_days_of_other_articles_are_not_read() -> None:
    teasers = "".join(f'<li>Another <time datetime="2021-05-0{n}">x</time></li>' for n in (5, 6))
    assert published(after=f"<ul>{teasers}</ul>") is None
    assert published('<meta property="article:modified_time" content="2021-05-09">') is None


def test_what_a_page_prints_below_its_headline_is_believed_before_what_it_states() -> None:
    moved = meta("article:published_time", "2023-01-01T00:00:00Z")
    assert published(moved, below="<p>Published: 4 May 2021</p>") == DAY
    assert published(moved, below="<p>By Ann Example</p><p>4 May 2021</p>") == DAY
    zone = meta("article:published_time", "2021-05-05T02:30:00Z")
    assert published(zone, below="<p>May 4, 2021 10:30 p.m. EDT</p>") == DAY


def test_a_printed_day_that_is_later_is_that_of_an_update() -> None:
    stated = meta("article:published_time", "2021-05-04")
    assert published(stated, below="<p>9 June 2021</p>") == DAY


def test_todays_date_above_the_headline_is_not_believed_before_what_a_page_states() -> None:
    stated = meta("article:published_time", "2021-05-04")
    assert published(stated, above="<p>1 May 2021</p>") == DAY


def test_a_page_that_states_nothing_is_read_as_it_is_printed() -> None:
    assert published(below="<p>Published: 4 May 2021</p>") == DAY
    assert published(below="<p>Published: 30 February 2021</p>") is None

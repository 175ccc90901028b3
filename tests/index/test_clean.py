"""Which lines are furniture. All texts here are our own."""

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import body_ranges

SHARED = Path(__file__).parents[2].parent / "shared" / "corpus"

CAPTION = "The mayor of Anyville opens the new bridge over the river on May 4, 2021. (Newswire)"
STORY = (
    "ANYVILLE, May 4 (Newswire) -- The new bridge over the river was opened on Tuesday after "
    "three years of work and two floods, the mayor said."
)
SECOND = "It cost $12.5 million, a quarter more than the council had allowed for it in 2018."

ARTICLE = "\n\n".join(
    [
        "Go to Contents Go to Navigation",
        "Home | News | Sports",
        "Anyville opens its bridge after three years",
        "All News 07:13 May 5, 2021",
        "By Ann Example",
        CAPTION,
        CAPTION,
        STORY,
        "Advertisement",
        SECOND,
        "(Newswire)",
        "REUTERS",
        "Send feedback\nHow can we improve?\nPrint",
    ]
)

FURNITURE = {
    "navigation": ["Search in Site", "Skip to main content", "Back to top", "Log in", "Menu"],
    "menus": ["Home | News | Sports", "News • Business • World", "Home > Asia > Korea"],
    "sharing": [
        "Share this article",
        "Facebook Twitter Email Print",
        "Follow us on Twitter",
        "Follow Ann Example on X: @annexample",
    ],
    "subscribing": [
        "Sign up for our newsletter",
        "Subscribe to our free weekly newsletter",
        "Get the best stories in your inbox every Friday",
    ],
    "advertising": ["Advertisement", "ADVERTISEMENT", "Sponsored content", "Ad Feedback"],
    "more": ["Read more:", "READ MORE: Another bridge falls", "Related stories", "See also", "*"],
    "links": [
        "More:Council fights over the ferry",
        "RELATED:Another bridge falls, and nobody minds.",
        "See also: Ten bridges to cross",
        "Read a full review of the Anyville Inn.",
    ],
    "credits": [
        "Photo: Ann Example",
        "CREDIT: Ann Example/Getty Images",
        "Ann Example/AFP/Getty Images",
        "(AP Photo/Ann Example, File)",
        "CNN —",
    ],
    "notices": [
        "Sign up for the Anyville newsletter. Learn what the river brings, who crosses it and why.",
        "We use cookies to ensure that you have the best time on our site, and to know you again.",
        "If you're a subscriber, thank you. If not, become one today, and help us to stay afloat.",
        "You must be logged in to post a comment.",
        "Ann Example, Bo Sample and Cy Trial in Otherville contributed to this report.",
        "Follow the reporter Ann Example on Twitter at @annexample, or write to her at any time.",
        "Contents © copyright 2021 The Anyville Gazette.",
    ],
    "legal": [
        "All rights reserved.",
        "Copyright 2021 The Anyville Gazette",
        "© 2021 Newswire. This text may not be printed, sent, read aloud or sung by anyone at all.",
        "Privacy policy | Terms of use",
        "Accept all cookies",
        "This site uses cookies",
    ],
    "feedback": ["Send Feedback", "How can we improve?", "Thanks for your feedback!"],
    "sign-off": [
        "(Reporting by Ann Example; Editing by Bo Sample)",
        "Contact Ann Example at ann@example.org.",
        "ann@example.org",
        "(END)",
        "___",
    ],
}
KEPT = [
    "The ministry asked visitors to search the site for the forms they need.",
    "Share prices fell.",
    "Follow the money, she said.",
    "Advertising revenue fell 5%",
    "Readers who want to read more can sign up for the newsletter of the ministry, it said Monday.",
    "Copyright law is older than the camera.",
    "“Thanks for your feedback!”",
    '"How can we improve?"',
    "And?",
    "Cookies",
    "Privacy",
    "Reuters reported the deal first.",
    "Related parties own 30% of it.",
    "Home prices | 4.1 | 3.9",
    "The news: Seoul will pay 8% more",
    "By Friday",
    "By the numbers",
    "The contact said the menu was closed and the video would play in the home page of the group.",
    "Subscribe or else",
    "More on Monday",
    "More than half of them crossed it: two hundred",
    "Related: he is her uncle, she said, and the mayor is theirs, as everyone in Anyville knows.",
    "The ferry/bridge question",
    "Former mayor Ann Example. Bo Sample/Getty Images",
    "We use the bridge every day.",
    "The union contributed to this fund, which has reported no loss in the year that ended in May.",
]


def body(text: str) -> list[str]:
    return [text[start:end] for start, end in body_ranges(text)]


def test_an_article_is_what_remains_between_the_furniture() -> None:
    assert body(ARTICLE) == [
        "Anyville opens its bridge after three years",
        CAPTION,
        STORY,
        f"{SECOND}\n\n(Newswire)",
    ]


def test_neighbouring_paragraphs_are_one_range() -> None:
    assert body(f"{STORY}\n\n{SECOND}") == [f"{STORY}\n\n{SECOND}"]


@pytest.mark.parametrize("line", [line for lines in FURNITURE.values() for line in lines])
def test_furniture_is_furniture_wherever_it_stands(line: str) -> None:
    story = [STORY, *(f"{SECOND} {n}" for n in range(20))]
    text = "\n\n".join([*story[:10], line, *story[10:]])
    assert line not in "\n".join(body(text)).split("\n")


@pytest.mark.parametrize("line", KEPT)
def test_a_sentence_or_a_heading_with_such_words_stays(line: str) -> None:
    assert body(f"{STORY}\n\n{line}\n\n{SECOND}") == [f"{STORY}\n\n{line}\n\n{SECOND}"]


@pytest.mark.parametrize("line", ["REUTERS", "(AP)", "The Associated Press", "By Ann Example"])
def test_a_credit_is_furniture_only_near_the_ends(line: str) -> None:
    story = [f"{SECOND} {n}" for n in range(20)]
    assert line not in "\n".join(body("\n".join([*story, line]))).split("\n")
    assert line in "\n".join(body("\n".join([*story, line, *story[::-1]]))).split("\n")


LINKS = ["The ferry is sold", "5 May 2021", "Who owns the river?", "### Ten bridges to cross"]


@pytest.mark.parametrize(
    "heading", ["Related:", "## Most viewed", "Popular on Anyville Live", "You might also like"]
)
def test_the_headlines_below_a_heading_over_links_are_furniture(heading: str) -> None:
    assert body("\n\n".join([STORY, heading, *LINKS])) == [STORY]
    assert body("\n\n".join([STORY, heading, *LINKS, SECOND])) == [STORY, SECOND]


def test_a_short_sentence_or_a_quotation_ends_the_links() -> None:
    short = "It was not.\n\nAll the same"
    assert body("\n\n".join([STORY, "Related:", *LINKS, short])) == [STORY, short]
    quoted = "“We would build it again"
    assert body("\n\n".join([STORY, "Related:", *LINKS, quoted])) == [STORY, quoted]


@pytest.mark.parametrize("names", ["Ann Example", "Ann Example and Bo Sample", "A. B. Cole, Di Ex"])
def test_names_above_their_paper_are_a_byline(names: str) -> None:
    text = "\n\n".join(["Anyville opens its bridge", names, "The Anyville Gazette", STORY])
    assert body(text) == ["Anyville opens its bridge", STORY]


def test_a_headline_above_a_paper_is_no_name() -> None:
    text = "\n\n".join(["Anyville Bridge", "The Anyville Gazette", STORY])
    assert body(text)[0] == "Anyville Bridge"


def test_a_short_line_may_be_said_twice() -> None:
    text = f"{STORY}\n\nIt was not.\n\n{SECOND}\n\nIt was not."
    assert body(text) == [text]


def test_the_labels_of_a_list_may_be_printed_twice() -> None:
    place = "Where: the large hall of the old town hall, 1 Market Square"
    text = f"{STORY}\n\n{place}\n\n{SECOND}\n\n{place}"
    assert body(text) == [text]


@pytest.mark.parametrize(
    "fact", ["Bridges are closed with few exceptions there.", "Where: the old town hall, at 8 p.m."]
)
def test_a_short_fact_may_be_true_of_two_things(fact: str) -> None:
    text = "\n\n".join(["North", fact, STORY, SECOND, "South", fact, "East", "West"])
    assert body(text) == [text]


def test_a_sentence_printed_again_at_once_is_furniture() -> None:
    fact = "Bridges are closed with few exceptions there."
    assert body(f"{STORY}\n\n{fact}\n\n{fact}\n\n{SECOND}") == [f"{STORY}\n\n{fact}", SECOND]


def test_a_wrapped_paragraph_printed_twice_goes_as_a_whole() -> None:
    wrapped = textwrap.fill(STORY, 70)
    assert body(f"{wrapped}\n\n{SECOND}\n\n{wrapped}") == [f"{wrapped}\n\n{SECOND}"]


def test_windows_line_ends_change_nothing() -> None:
    assert body(ARTICLE.replace("\n", "\r\n")) == [b.replace("\n", "\r\n") for b in body(ARTICLE)]


@pytest.mark.parametrize("text", ["", " \n\t ", "\n" * 50, "Search in Site", "***"])
def test_a_text_without_article_has_no_body(text: str) -> None:
    assert body_ranges(text) == ()


LINES = st.sampled_from([line for lines in FURNITURE.values() for line in lines] + KEPT + [CAPTION])
TEXTS = st.text() | st.lists(LINES | st.text(max_size=80)).map("\n".join)


@given(TEXTS)
def test_body_ranges_ascend_are_disjoint_and_stripped(text: str) -> None:
    last = 0
    for start, end in body_ranges(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


@given(TEXTS)
def test_outside_the_body_there_are_only_whole_lines(text: str) -> None:
    for start, end in body_ranges(text):
        assert not text[:start].split("\n")[-1].split("\r")[-1].strip()
        assert not text[end:].split("\n")[0].split("\r")[0].strip()


# A million characters each; the slowest takes half a second on a small machine.
HOSTILE = {
    "one line": "a" * 1_000_000,
    "line ends": "\n" * 1_000_000,
    "bylines": "By " * 333_333,
    "digits": "1" * 1_000_000,
    "spaces": "a" + " " * 1_000_000 + "b",
    "menus": "a | " * 250_000,
    "openings": "(a" * 500_000,
    "go to": ("go to contents " * 10 + "x\n") * 6_500,
    "the same": f"{SECOND}\n\n" * 11_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_longer_than_an_honest_one(name: str) -> None:
    begun = time.perf_counter()
    body_ranges(HOSTILE[name])
    assert time.perf_counter() - begun < 5


@pytest.mark.skipif(not SHARED.exists(), reason="the client's two articles are not here")
def test_the_clients_articles_lose_their_furniture_and_nothing_else() -> None:
    first, second = (p.read_text(encoding="utf-8") for p in sorted(SHARED.glob("*.txt")))
    assert body_ranges(first) == ((0, 212), (360, 2332))
    assert body_ranges(second) == ((33, 93), (144, 2532))


PROSE_AROUND = "The new bridge was opened on Tuesday after three years of work, the mayor said."


@pytest.mark.parametrize(
    "bar", ["Straight to the story | All sections | Sign in", "Front page / Weather / Water watch"]
)
def test_a_row_of_short_items_is_a_menu_only_above_or_below_the_article(bar: str) -> None:
    paragraphs = [PROSE_AROUND.replace("three", f"{n}") for n in range(20)]
    text = "\n\n".join([bar, "Bridge opens", *paragraphs[:10], bar, *paragraphs[10:], bar])
    outside = [text[:s] for s, _ in body_ranges(text)[:1]]
    assert outside == [bar + "\n\n"]
    assert text[slice(*body_ranges(text)[0])].count(bar) == 1

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
    "labels": [
        "STORY: Ferry workers want more",
        "Live updates: The river rises over the old quay",
        "RIVER LEAGUE CENTRAL: The latest scores, tables, odds, rumours and more.",
        "Read more here.",
        "← The last column of the old editorFerry sold →",
        "Click here for the full list.",
    ],
    "glued links": [
        "Bridge opens late:Mayor blames two floods and the council",
        "Who pays for the bridge?The council has a plan that nobody has read",
        "'We are late':Builders say sorry to Anyville",
        "How late is it?:What the council knew, and when.",
        "MORE ON THE FERRY:Workers walk out on Monday. Here is what to know.",
    ],
    "boxes": [
        "Need a break? Play the Anyville Gazette crossword.",
        "What will the river do next? Sign up for our River Watch newsletter for daily forecasts.",
        "Get Anyville's weekly newsletter Sign up here to get The River Is In every Tuesday.",
        "We occasionally recommend interesting products. If you buy one, we may be paid for it.",
        "The Anyville Gazette may earn a commission if you buy through our links.",
        "Our reporting on the river is supported in part by a grant from the Bridge Trust.",
        "Journalism like this takes time. Please support us with a subscription to the Gazette.",
        "Polls open soon: See who is running for mayor and what they want, in our Voter Guide",
        "A version of this story appeared in the River Watch newsletter. Get it in your inbox.",
        "Contact Ann Example at (302) 555-0101 or ann@example.org. Follow her on X at @annexample.",
        "Got a tip or a story idea? Contact Ann Example at ann@example.org or call her any time.",
        "Let us know what you think in the comments below.",
        "Tags: bridges, ferries, Anyville",
        "We understand that you use an ad blocker, but it takes time and money to cross a river.",
    ],
    "counted menus": [
        "Bridges (12) Ferries (4) Floods (31) Quays (2) Towers (7) Fish (38) Mayors (9) Boats (3)",
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
    "Where to go: The old town hall on the left bank",
    "WINNER: Ann Example",
    "Editor’s note:This story was changed after the mayor had read it",
    "“Will it open?” she asked the mayor and all the others on the bridge.",
    "Clubs:Anyville Rovers (1930)Otherville Town (1932)Anyville Rovers again (1935)",
    "Where does the money come from?We asked the mayor, who told us that most of it is lent by the "
    "bank of the river union.",
    "Residents can sign up for the newsletter of the town, and get its alerts by e-mail, it said.",
    "She may earn a commission on every bridge, the contract says.",
    "Anyone who saw the boat is asked to contact the police at 302-555-0102, or to follow them.",
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


LIST = ["Go:By ferry from the old quay", "See:The tower and the town hall", "Eat:Fish on the quay"]


def test_three_labelled_lines_in_a_row_are_a_list_and_stay() -> None:
    assert body("\n\n".join([STORY, *LIST, SECOND])) == ["\n\n".join([STORY, *LIST, SECOND])]
    assert body("\n\n".join([STORY, *LIST[:2], SECOND])) == [STORY, SECOND]


@pytest.mark.parametrize("headline", ["Video: Bridge opens", "Late:The bridge opens at long last"])
def test_a_headline_is_no_link(headline: str) -> None:
    assert body(f"{headline}\n\n{STORY}\n\n{SECOND}")[0].startswith(headline)


PROSE = [f"{SECOND} Another {n} were spent on the quay." for n in range(4)]
SIGNS = ["Skip to main content", "Log in"]
HEADLINES = [
    "### Ferry workers walk out on Monday",
    "### Who owns the old river quay now",
    "### Ten bridges that nobody has crossed",
]


def page(*below: str, above: tuple[str, ...] = ()) -> str:
    return "\n\n".join([*SIGNS, *above, "# The bridge opens", *PROSE, *below])


STORY_OF_PAGE = ["\n\n".join(["# The bridge opens", *PROSE])]


def test_what_stands_above_the_title_of_a_page_is_furniture_unless_it_is_a_sentence() -> None:
    assert body(page(above=("Anyville and around", "Point of view"))) == STORY_OF_PAGE
    lead = "The mayor cut the ribbon on Tuesday in the rain."
    assert body(page(above=(lead, "Point of view"))) == [lead, *STORY_OF_PAGE]


def test_bylines_and_dates_right_below_the_title_of_a_page_are_furniture() -> None:
    text = page().replace("opens\n", "opens\n\nBy Ann Example\n\nWednesday, 5 May 2021\n", 1)
    assert body(text) == ["# The bridge opens", "\n\n".join(PROSE)]


def test_a_title_and_what_it_says_end_a_list_of_links_above_them() -> None:
    deck = (
        "## The mayor cut the ribbon on Tuesday, and a thousand people saw him do it in the rain."
    )
    text = page(above=("Most read", *LINKS)).replace(
        "opens\n", f"opens\n\n{deck}\n\nBy Ann Example\n", 1
    )
    assert body(text)[0].startswith(f"# The bridge opens\n\n{deck}")


@pytest.mark.parametrize(
    "between",
    [
        (),
        ("21 August 2021",),
        (
            "By Ann Example",
            "The mayor is asked about it, and says what he has said to all the others.",
        ),
        ("It was said on Monday that nobody would ever cross the river again, and [...]",),
    ],
)
def test_headlines_of_other_articles_below_one_are_furniture(between: tuple[str, ...]) -> None:
    teasers = [line for headline in HEADLINES for line in (headline, *between)]
    assert body(page("### More", *teasers)) == STORY_OF_PAGE
    assert body(page(*teasers[: -len(teasers) // 3])) != STORY_OF_PAGE


def test_in_a_text_of_ones_own_headings_stay_and_so_does_what_is_above_the_first() -> None:
    notes = "\n\n".join(["Bring the rope", "Ask Ann", "# The bridge", *PROSE, *HEADLINES])
    assert body(notes) == [notes]


def test_the_parts_of_an_article_stay_under_their_headings() -> None:
    parts = [line for n, head in enumerate(HEADLINES) for line in (head, PROSE[n], PROSE[n + 1])]
    asked = [
        "### When does the bridge open?",
        "At 9 a.m.",
        "### What does it cost then?",
        "Nothing",
    ]
    text = "\n\n".join([*SIGNS, "# The bridge opens", STORY, *parts, *asked])
    kept = "\n".join(body(text))
    assert all(line in kept for line in (*HEADLINES, *asked))


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


# A million characters each; the slowest takes two thirds of a second on a small machine.
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


@pytest.mark.slow
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

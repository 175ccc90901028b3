"""Web pages as text. All pages here are our own."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentError
from index.formats.content import Content
from index.formats.html import match_lines, parse_page

TODAY = date(2024, 6, 1)
HEADLINE = "Anyville opens its bridge after three years"
FIRST = (
    "The new bridge over the river was opened on Tuesday after three years of work and two floods, "
    "the mayor said."
)
SECOND = "It cost $12.5 million, a quarter more than the council had allowed for it in 2018."
THIRD = "“We would build it again,” said the mayor, who crossed it on foot with two hundred others."

PAGE = f"""<!doctype html>
<html><head>
  <title>{HEADLINE} - The Anyville Gazette</title>
  <meta property="og:title" content="{HEADLINE}">
  <meta property="og:site_name" content="The Anyville Gazette">
  <meta name="author" content="Ann Example">
  <meta property="article:published_time" content="2021-05-05T07:13:00Z">
  <style>p {{ color: red }}</style><script>document.write("<p>script</p>")</script>
</head><body>
  <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
  <div class="teasers"><a href="/bridge">{HEADLINE}</a></div>
  <main><article>
    <h1>{HEADLINE}</h1>
    <div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
    <p>{FIRST}</p>
    <aside class="newsletter"><p>Sign up for our newsletter</p></aside>
    <p>It cost <b>$12.5</b>
       million, a quarter more&nbsp;than the council had allowed for <i>it</i> in 2018.</p>
    <noscript><p>noscript</p></noscript><template><p>template</p></template>
    <p hidden>hidden</p><p style="display: none">hidden</p>
    <p>{THIRD}</p>
  </article></main>
  <section><h2>Related stories</h2><a href="/1">The council approves a tunnel</a></section>
  <footer><p>Copyright 2021 The Anyville Gazette</p></footer>
</body></html>"""


def parse(html: str) -> Content:
    return parse_page(html, name="a.html", today=TODAY)


def body(page: Content) -> list[str]:
    return [page.text[start:end] for start, end in page.body]


def test_the_text_is_all_that_a_reader_sees_in_its_order() -> None:
    assert parse(PAGE).text.split("\n\n") == [
        "Home",
        "News",
        HEADLINE,
        HEADLINE,
        "Share Tweet",
        FIRST,
        "Sign up for our newsletter",
        SECOND,
        THIRD,
        "Related stories",
        "The council approves a tunnel",
        "Copyright 2021 The Anyville Gazette",
    ]


def test_the_body_is_the_headline_and_the_article() -> None:
    assert body(parse(PAGE)) == [HEADLINE, FIRST, f"{SECOND}\n\n{THIRD}"]


def test_the_headline_of_the_body_is_the_one_above_the_article() -> None:
    page = parse(PAGE)
    assert page.body[0][0] == page.text.index(HEADLINE, page.text.index(HEADLINE) + 1)


def test_the_metadata_is_read() -> None:
    page = parse(PAGE)
    assert page.title == HEADLINE
    assert page.publisher == "The Anyville Gazette"
    assert page.byline == "Ann Example"
    assert page.published == date(2021, 5, 5)


def test_a_page_in_which_no_article_is_found_is_cleaned_as_plain_text() -> None:
    page = parse(f"<body><p>Search in Site</p><p>{SECOND}</p><p>Advertisement</p></body>")
    assert body(page) == [SECOND]


TEXTS = [
    ("<p>a<br>b</p><p>c</p>", "a\nb\n\nc"),
    ("<p>one <b>two</b>three</p>", "one twothree"),
    ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
    ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\n\nc"),
    ("<ul><li>a<li>b</ul>", "a\n\nb"),
    ("<pre>a  b\nc</pre>", "a b\nc"),
    ("<p>a<!-- no -->b<script>no</script>c</p>", "abc"),
    ("<p>&lt;script&gt;&amp;amp; &#8212; &nosuch;</p>", "<script>&amp; — &nosuch;"),
    ("<p>a&#0;b&#xD800;c</p>", "a\ufffdb\ufffdc"),
    ("a\x1eb\x1fc", "a b c"),
    ("<?xml version='1.0' encoding='utf-16'?><p>é", "é"),
    ("<svg><text>no</text></svg><select><option>no</select>yes", "yes"),
    ("<frameset><frame src=x></frameset>", ""),
    ("<!-- -->", ""),
    ("<", "<"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_blocks_are_paragraphs_and_white_space_is_one_space(html: str, text: str) -> None:
    assert parse(html).text == text


def test_a_page_nested_deeper_than_it_can_be_read_is_refused_not_cut() -> None:
    with pytest.raises(DocumentError, match=r"^a\.html: .* nested too deep"):
        parse("<div>" * 10_000 + "the end")


HOSTILE = {
    "deep": "<div>" * 1_900 + "the end",
    "unclosed": "<p>para <b>bold <i>it\n" * 2_000 + "the end",
    "scripts": "<p>a<script>if(a<b){'</scr'+'ipt>'}</script>b</p>" * 500 + "the end",
    "attribute": f"<p class='{'a' * 1_000_000}'>the end",
    "entities": "&amp;&#0;&#xD800;&#1114112;&nosuch;" * 5_000 + "the end",
    "brackets": "<" * 100_000 + " the end",
    "nested data": f"<script type='application/ld+json'>{'[' * 100_000}</script>the end",
    "many lines": "<p>a</p>" * 10_000 + "the end",
    "tables": "<table><tr><td>a" * 200 + "the end",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_neither_crashes_nor_hangs_nor_loses_its_end(name: str) -> None:
    begun = time.perf_counter()
    assert parse(HOSTILE[name]).text.endswith("the end")
    assert time.perf_counter() - begun < 5


TAGS = st.sampled_from(
    "<p> </p> <div> </div> <br> <!-- --> <script> </script> <b &# ; \" '".split()
)


@given(st.lists(TAGS | st.text(max_size=20)).map("".join))
def test_any_page_is_a_text_without_ranges_out_of_place(html: str) -> None:
    page = parse("".join(c for c in html if not "\ud800" <= c <= "\udfff"))
    last = 0
    for start, end in page.body:
        assert last <= start < end <= len(page.text)
        last = end
    assert "\0" not in page.text
    page.text.encode("utf-8")


@given(st.lists(st.sampled_from("abcd")), st.data())
def test_lines_are_matched_in_order_and_each_once(page: list[str], data: st.DataObject) -> None:
    kept = [line for line in page if data.draw(st.booleans())]
    matched = match_lines(page, kept)
    assert [line for line, main in zip(page, matched, strict=True) if main] == kept


def test_a_line_printed_twice_is_matched_next_to_its_neighbours() -> None:
    page = ["title", "menu", "title", "text", "title"]
    assert match_lines(page, ["title", "text"]) == [False, False, True, True, False]

"""Tables of pages, books and PDFs as rows with their headers. All of them are our own."""

import io
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from index.article import Article
from index.chunk import split_passages
from index.formats.apart import Apart
from index.formats.content import Content
from index.formats.html import parse_page
from index.formats.visible import parse_tree, visible_blocks
from index.load import parse_articles
from qa.citation import Citation
from tests.corpus import Story, as_epub, pdf_of, repacked

FIRST = (
    "The new bridge over the river was opened on Tuesday after three years of work and two floods, "
    "the mayor said."
)
LAST = "“We would build it again,” said the mayor, who crossed it on foot with two hundred others."
NORTH = "Region: North | Cost: $5 million | Year: 2019"
SOUTH = "Region: South | Cost: $7 million"
MARKED = (
    "<table><thead><tr><th>Region</th><th>Cost</th><th>Year</th></tr></thead><tbody>"
    "<tr><td>North</td><td>$5 million</td><td>2019</td></tr>"
    "<tr><td>South</td><td>$7 million</td><td></td></tr></tbody></table>"
)
UNMARKED = MARKED.replace("th>", "td>").replace("thead>", "tbody>")
ADDED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as apart:
        yield apart


def parse(html: str) -> Content:
    return parse_page(html, name="a.html", today=date(2024, 6, 1))


def lines(html: str) -> list[str]:
    return parse(html).text.split("\n\n")


def story(table: str) -> str:
    return (
        "<html><body><nav><a href='/'>Home</a></nav><article><h1>Anyville opens its bridge</h1>"
        f"<p>{FIRST}</p>{table}<p>{LAST}</p></article></body></html>"
    )


def table(*rows: str) -> str:
    """Rows of cells with bars between them; a cell that begins with a ! is a header."""
    made = ""
    for row in rows:
        cells = (("th", c[1:]) if c[:1] == "!" else ("td", c) for c in row.split("|"))
        made += "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for tag, cell in cells) + "</tr>"
    return f"<table>{made}</table>"


# Pages


@pytest.mark.parametrize("html", [MARKED, UNMARKED])
def test_the_rows_of_a_pages_table_say_their_headers_and_are_article(html: str) -> None:
    page = parse(story(html))
    assert page.text.split("\n\n")[-4:] == [FIRST, NORTH, SOUTH, LAST]
    body = "\n".join(page.text[start:end] for start, end in page.body)
    assert all(line in body for line in (FIRST, NORTH, SOUTH, LAST))


def test_a_row_of_a_pages_table_is_quoted_as_a_sentence_of_its_own(apart: Apart) -> None:
    data = story(MARKED).encode()
    (article,) = parse_articles(data, source="a.html", added=ADDED, apart=apart)
    assert isinstance(article, Article)
    start = article.text.index("$5 million")
    passage = next(p for p in split_passages(article) if p[0] <= start < p[1])
    cited = Citation(article=article, start=start, end=start + 10, passage=passage)
    first, last = cited.sentence
    assert article.text[first:last] == NORTH


def test_a_caption_belongs_to_its_table() -> None:
    caption = "<caption>What the bridges cost</caption>"
    page = parse(story(MARKED.replace("<table>", f"<table>{caption}")))
    assert "What the bridges cost\n\nRegion: North" in page.text
    assert any("What the bridges cost" in page.text[s:e] for s, e in page.body)


def test_a_row_over_all_columns_is_a_heading() -> None:
    rows = table("!Region|!Cost", "North|$5", "South|$7")
    rows = rows.replace(
        "<tr><td>South", "<tr><td colspan=2>Beyond the river</td></tr><tr><td>South"
    )
    rows = rows.replace("<table>", "<table><tr><th colspan=2>Costs, in millions</th></tr>")
    assert lines(rows) == [
        "Costs, in millions",
        "Region: North | Cost: $5",
        "Beyond the river",
        "Region: South | Cost: $7",
    ]


def test_a_header_of_two_rows_is_said_as_one() -> None:
    html = (
        "<table><tr><th rowspan=2>Region</th><th colspan=2>Cost</th></tr>"
        "<tr><th>2018</th><th>2019</th></tr><tr><td>North</td><td>$5</td><td>$6</td></tr></table>"
    )
    assert lines(html) == ["Region: North | Cost 2018: $5 | Cost 2019: $6"]


def test_a_cell_over_several_rows_is_said_in_each() -> None:
    html = (
        "<table><tr><th>Region</th><th>Town</th><th>Cost</th></tr>"
        "<tr><td rowspan=2>North</td><td>Orrin</td><td>$5</td></tr>"
        "<tr><td>Tamsen</td><td>$6</td></tr>"
        "<tr><td colspan=2>All</td><td>$11</td></tr></table>"
    )
    assert lines(html) == [
        "Region: North | Town: Orrin | Cost: $5",
        "Region: North | Town: Tamsen | Cost: $6",
        "Region: All | Cost: $11",
    ]


def test_a_header_without_a_name_is_none() -> None:
    html = table("!|!2018|!2019", "!North|4|5", "!|!2018|!2019", "!South|6|7")
    assert lines(html) == ["North | 2018: 4 | 2019: 5", "South | 2018: 6 | 2019: 7"]


def test_what_is_hidden_in_a_table_is_not_there() -> None:
    html = table("!Region|!Cost", "North|$5", "South|$7")
    html = html.replace("<tr><td>South", "<tr hidden><td>South")
    html = html.replace("<td>$5", "<td style='display:none'>$4</td><td>$5")
    assert lines(html) == ["Region: North | Cost: $5"]


def test_a_table_in_a_cell_follows_the_row_that_it_is_in() -> None:
    inner = table("!Year|!Paid", "2018|$3", "2019|$4")
    html = table("!Region|!Cost", f"North|$7 in all {inner} at first", "South|$9")
    expected = ["Region: North | Cost: $7 in all at first", "Year: 2018 | Paid: $3"]
    expected += ["Year: 2019 | Paid: $4", "Region: South | Cost: $9"]
    assert lines(html) == expected
    page = parse(story(html))
    body = "\n".join(page.text[start:end] for start, end in page.body)
    assert all(line in body for line in (FIRST, *expected, LAST))


def test_a_table_in_a_cell_that_lays_it_out_is_words_of_the_cell() -> None:
    html = table("!Region|!Cost", f"North|{table('$3', 'in 2018')}", "South|$9")
    assert lines(html) == ["Region: North | Cost: $3 in 2018", "Region: South | Cost: $9"]


LAYOUTS = {
    "one column": table("!Menu", "Home 1", "News 2"),
    "one row": table("Home|News|Sport 3"),
    "no figures": table("Ann|Harbor Wire", "Jo|Daily Post", "Piet|Orrin Post"),
    "links above": table("<a>Home</a>|<a>News</a>", "Sport 1|Video 2", "Jobs 3|Shop 4"),
    "long cells": table("!Left|!Right", f"{'word ' * 300}1|2"),
    "a table in it": table("a|b", f"{MARKED}|1", "c|2"),
    "only a table in a row": table("!a|!b", MARKED, "c|1"),
    "a table in its header": table(f"!a|!{MARKED}", "b|1"),
    "a table in a table in it": table("!a|!b", f"{table(f'{MARKED}|c')}|1"),
    "said to be none": table("!Region|!Cost", "North|$5").replace("le>", "le role=none>", 1),
    "too few rows": table("Region|Cost", "North|$5"),
    "uneven": table("Region|Cost", "North|$5|2019", "South|$6"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_table_that_lays_out_a_page_says_no_headers(name: str) -> None:
    text = parse(LAYOUTS[name]).text
    outside = text.replace(NORTH, "").replace(SOUTH, "")
    assert ": " not in outside
    assert " | " not in outside


def test_a_table_outside_the_article_stays_outside() -> None:
    scores = table("!Team|!Goals", "Orrin|3", "Tamsen|4")
    page = parse(story(MARKED).replace("</body>", f"<aside>{scores}</aside></body>"))
    assert "Team: Orrin | Goals: 3" in page.text
    assert not any("Team: Orrin" in page.text[start:end] for start, end in page.body)


def test_rows_of_a_page_without_an_article_are_kept() -> None:
    page = parse(f"<body><p>Search in Site</p>{MARKED}</body>")
    assert [page.text[start:end] for start, end in page.body] == [f"{NORTH}\n\n{SOUTH}"]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th>" + "a" * 90 + "<th>b</tr>" + "<tr><td>1<td>2</tr>" * 10_000 + "</table>",
        "<table><tr><th rowspan=9999 colspan=9999>a" + "<tr><td>1" * 20_000 + "</table>",
        "<table><tr><th>a<th>b<tr><td rowspan=9999>c<td>d" + "<tr><td>1" * 19_000 + "</table>",
        ("<table><tr><th>" + "a" * 90 + "<th>b<tr><td>1<td>2</table>") * 5_000,
    ],
)
def test_a_hostile_table_neither_hangs_nor_grows_without_end(html: str) -> None:
    root = parse_tree(html, name="a.html")
    begun = time.process_time()
    assert sum(len(block.text) for block in visible_blocks(root)) < 40_000_000
    assert time.process_time() - begun < 10


PARTS = st.sampled_from(
    "<table> </table> <tr> <thead> <tbody> <th> <td> <th:colspan=3> <td:rowspan=2> <caption> a 1 "
    "<p> </p> <b> Region $5 | <table:hidden>".split()
)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=60))
def test_no_table_loses_a_place_of_its_text(parts: list[str]) -> None:
    page = parse(" ".join(parts).replace(":", " "))
    last = 0
    for start, end in page.body:
        assert last <= start < end <= len(page.text)
        last = end


# Books


def test_the_rows_of_a_books_table_say_their_headers_and_are_article(apart: Apart) -> None:
    book = as_epub(
        Story(
            title="Bridges", publisher="", byline="", published=date(2020, 5, 4),
            paragraphs=(FIRST,), sentence="",
        )
    )  # fmt: skip
    chapter = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{MARKED}</body></html>"
    data = repacked(book, {"OEBPS/c0.xhtml": chapter.encode()})
    (article,) = parse_articles(data, source="a.epub", added=ADDED, apart=apart)
    assert isinstance(article, Article)
    assert article.text == f"{NORTH}\n\n{SOUTH}"
    assert article.body == ((0, len(article.text)),)


# PDFs

COSTS = (
    ("Region", "Cost", "Share"),
    ("North", "$5 million", "40.5%"),
    ("South of the river", "$17 million", "9%"),
    ("East", "", "50.5%"),
)


def pdf_with(
    rows: tuple[tuple[str, ...], ...],
    *,
    align: str = "LEFT",
    valign: str = "BOTTOM",
    grid: bool = False,
    below: str = LAST,
) -> bytes:
    """A page with a paragraph, a table set by reportlab, and a paragraph."""
    file = io.BytesIO()
    style = [("ALIGN", (1, 0), (-1, -1), align), ("VALIGN", (0, 0), (-1, -1), valign)]
    set_rows = Table(
        rows, style=TableStyle([*style, ("GRID", (0, 0), (-1, -1), 1, "black")][: 2 + grid])
    )
    words = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(file, invariant=1).build(
        [Paragraph(FIRST, words), set_rows, Paragraph(below, words)]
    )
    return file.getvalue()


def of_pdf(apart: Apart, data: bytes) -> Article:
    (article,) = parse_articles(data, source="a.pdf", added=ADDED, apart=apart)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("align", ["LEFT", "RIGHT", "CENTER"])
@pytest.mark.parametrize("grid", [False, True])
def test_the_rows_of_a_pdfs_table_say_their_headers(apart: Apart, align: str, grid: bool) -> None:
    article = of_pdf(apart, pdf_with(COSTS, align=align, grid=grid))
    assert article.text.split("\n\n") == [
        FIRST,
        "Region: North | Cost: $5 million | Share: 40.5%",
        "Region: South of the river | Cost: $17 million | Share: 9%",
        "Region: East | Share: 50.5%",
        LAST,
    ]
    assert article.body == ((0, len(article.text)),)


def test_the_first_column_of_a_pdfs_table_need_have_no_name(apart: Apart) -> None:
    rows = (("", "Cost", "Share"), *COSTS[1:])
    assert "North | Cost: $5 million | Share: 40.5%" in of_pdf(apart, pdf_with(rows)).text


def test_years_name_the_columns_of_a_pdfs_table(apart: Apart) -> None:
    rows = (("Region", "2018", "2019"), ("North", "4", "5"), ("South", "6", "7"))
    assert "Region: South | 2018: 6 | 2019: 7" in of_pdf(apart, pdf_with(rows)).text


WRAPPED = (
    ("Region", "Cost in\n2019", "Share of\nthe costs"),
    ("North", "$5 million", "40.5%"),
    ("South of\nthe river\nand the town", "$17 million", "9%"),
    ("East", "$3 million", "50.5%"),
)
UNWRAPPED = [
    "Region: North | Cost in 2019: $5 million | Share of the costs: 40.5%",
    "Region: South of the river and the town | Cost in 2019: $17 million | Share of the costs: 9%",
    "Region: East | Cost in 2019: $3 million | Share of the costs: 50.5%",
]


@pytest.mark.parametrize("align", ["LEFT", "RIGHT", "CENTER"])
@pytest.mark.parametrize("valign", ["TOP", "BOTTOM"])
def test_wrapped_names_and_cells_of_a_pdfs_table_are_read_whole(
    apart: Apart, align: str, valign: str
) -> None:
    article = of_pdf(apart, pdf_with(WRAPPED, align=align, valign=valign))
    assert article.text.split("\n\n") == [FIRST, *UNWRAPPED, LAST]
    names = (WRAPPED[0], *COSTS[1:3])
    text = of_pdf(apart, pdf_with(names, align=align, valign=valign)).text
    assert "South of the river | Cost in 2019: $17 million | Share of the costs: 9%" in text
    cells = (COSTS[0], *WRAPPED[1:])
    text = of_pdf(apart, pdf_with(cells, align=align, valign=valign)).text
    assert "Region: South of the river and the town | Cost: $17 million | Share: 9%" in text


def test_a_note_below_a_pdfs_table_is_no_part_of_its_last_cell(apart: Apart) -> None:
    rows = (WRAPPED[0], *COSTS[1:2], ("East\nestimated", "$1", "5%"))
    assert " | " not in of_pdf(apart, pdf_with(rows, valign="TOP")).text
    both = (*rows[:2], ("South of\nthe river", "$2", "7%"), rows[2])
    assert "Region: East estimated | " in of_pdf(apart, pdf_with(both, valign="TOP")).text


def test_a_heading_above_a_pdfs_table_is_no_part_of_its_first_name(apart: Apart) -> None:
    rows = (("Costs\nRegion", "Cost", "Share"), *COSTS[1:3])
    assert "\n\nCosts\n\nRegion: North | Cost: $5" in of_pdf(apart, pdf_with(rows)).text


DOUBTFUL = {
    "no names": COSTS[1:],
    "one row": COSTS[:2],
    "names in two rows": (("", "Cost", "Share"), ("Region", "in 2019", "of all"), *COSTS[1:]),
    "no figures": (("Name", "Paper"), ("Ann", "Harbor Wire"), ("Jo", "Daily Post")),
    "prose": (("The bridge", "Its owners"), ("opened in", "say that"), ("2019.", "it is old.")),
    "a wrapped cell": (*COSTS[:2], ("South of", "$17 million", "9%"), ("the river", "", "")),
    "another wrapped cell": (*COSTS[:2], ("South", "$17", "9%"), ("", "million", "")),
    "a cell under no name": (("Region", "Cost", ""), *COSTS[1:]),
    "two rows as near as lines": (COSTS[0], ("North\nSouth", "$5\n$6", "9%\n8%"), *COSTS[1:3]),
    "a word parted in a cell": (COSTS[0], ("The govern-\nment", "$5", "9%"), *COSTS[1:3]),
    "a figure wrapped": (*COSTS[:2], ("South", "$17\nmillion", "9%"), ("East", "$1", "5%")),
    "a cell under two names": (("A", "B"), ("North and $5 million", ""), ("5", "7"), ("6", "8")),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_may_be_no_table_in_a_pdf_stays_as_it_is(apart: Apart, name: str) -> None:
    rows = DOUBTFUL[name]
    text = of_pdf(apart, pdf_with(rows)).text
    assert " | " not in text
    assert " ".join(word for row in rows for cell in row for word in cell.split()) in " ".join(
        text.split()
    )


NAMES = [(72, 700, "Region"), (200, 700, "Cost"), (270, 700, "Share")]
YEARS = [(72, 700, "Region"), (200, 700, "2018"), (270, 700, "2019")]
NORTH_CELLS = [(72, 680, "North"), (200, 680, "$5"), (270, 680, "$6")]
SOUTH_CELLS = [(72, 660, "South"), (200, 660, "$7"), (270, 660, "$8")]
SET = {
    "a name over two columns": [(200, 712, "Cost"), *YEARS, *NORTH_CELLS, *SOUTH_CELLS],
    "a name between two": [(235, 712, "Cost"), *YEARS, *NORTH_CELLS, *SOUTH_CELLS],
    "a name over all of two": [(205, 712, "Cost of the works"), *YEARS, *NORTH_CELLS, *SOUTH_CELLS],
    "rows by twos": [
        *NAMES, *NORTH_CELLS, (72, 668, "West"), (72, 640, "East"), (200, 640, "$1"),
        (270, 640, "$2"), (72, 628, "South"),
    ],
    "no figures": [
        (72, 700, "Date"), (200, 700, "Place"), (72, 680, "In May"), (200, 680, "Orrin"),
        (72, 668, "(Friday)"), (72, 640, "In June"), (200, 640, "Tamsen"),
    ],
    "figures of two rows": [
        *NAMES, (72, 676, "All before"), (200, 676, "$7"), (270, 676, "$8"), (72, 664, "the year"),
        (72, 640, "Cash"), (200, 640, "$5"), (72, 628, "Sales"), (270, 628, "$4"),
        (72, 604, "Rent"), (200, 604, "$6"), (270, 604, "n/a"),
    ],
    "lines as near as rows": [
        *NAMES, (72, 688, "North"), (200, 688, "$5"), (270, 688, "4"), (72, 676, "of it"),
        (72, 664, "South"), (200, 664, "$7"), (270, 664, "8"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SET)
def test_what_may_be_no_wrapped_cell_in_a_pdf_stays_as_it_is(apart: Apart, name: str) -> None:
    assert " | " not in of_pdf(apart, pdf_of(SET[name])).text


def test_a_row_of_a_table_says_its_page(apart: Apart) -> None:
    cells = [
        (x, 700 - 14 * n, word)
        for n, row in enumerate(COSTS)
        for x, word in zip((72, 200, 330), row, strict=True)
    ]
    article = of_pdf(apart, pdf_of([(72, 700, "Tolls rise")], cells))
    assert article.page_at(article.text.index("Region: North")) == 2
    assert article.page_at(article.text.index("Tolls")) == 1

"""Each format into articles. The files are made here, by the formats' own libraries."""

import gzip
import io
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import odfdo
import pytest

from index.article import Article
from index.chunk import split_passages
from index.errors import ColumnError, DocumentError
from index.formats import apart as apart_module
from index.formats import limits, worker
from index.formats.apart import Apart
from index.formats.columns import Columns, named_column
from index.formats.content import body_with, stated_in
from index.formats.pdf import _check_letters
from index.formats.tables import table_lines
from index.load import Unread, parse_articles
from qa.citation import Citation
from qa.contract import citation_json
from tests.corpus import (
    MANY_A_FILE,
    ONE_A_FILE,
    Story,
    as_csv,
    as_docx,
    as_epub,
    as_jsonl,
    as_odt,
    as_pdf,
    as_text,
    make_story,
    pdf_of,
    repacked,
    zipped,
)

ADDED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
STORY = make_story(random.Random(3))
OTHER = make_story(random.Random(4))
COSTS = (("Region", "Cost", "Year"), ("North", "$5 million", "2019"), ("South", "$7 million", ""))


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as apart:
        yield apart


def read(apart: Apart, name: str, data: bytes) -> list[Article | Unread]:
    return list(parse_articles(data, source=f"/x/{name}", added=ADDED, apart=apart))


def only(apart: Apart, name: str, data: bytes) -> Article:
    (item,) = read(apart, name, data)
    assert isinstance(item, Article), item
    return item


def refused(apart: Apart, name: str, data: bytes) -> str:
    (item,) = read(apart, name, data)
    assert isinstance(item, Unread), item
    return item.reason


def cited(article: Article, words: str) -> Citation:
    """The citation of *words*, which stand in one of the article's passages."""
    start = article.text.index(words)
    end = start + len(words)
    passage = next(p for p in split_passages(article) if p[0] <= start and end <= p[1])
    return Citation(article=article, start=start, end=end, passage=passage)


def body(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.body]


# Every format


@pytest.mark.parametrize("suffix", ONE_A_FILE)
def test_a_known_sentence_is_quoted_from_every_format(apart: Apart, suffix: str) -> None:
    article = only(apart, f"a{suffix}", ONE_A_FILE[suffix](STORY))
    citation = cited(article, STORY.sentence)
    assert citation.exact == STORY.sentence
    assert article.text[citation.start : citation.end] == STORY.sentence
    assert article.title == STORY.title
    assert article.source == f"/x/a{suffix}"


@pytest.mark.parametrize("suffix", MANY_A_FILE)
def test_a_file_of_many_articles_gives_each_an_address(apart: Apart, suffix: str) -> None:
    make, first = MANY_A_FILE[suffix]
    articles = read(apart, f"a{suffix}", make([STORY, OTHER]))
    assert [a.source for a in articles] == [f"/x/a{suffix}#{n}" for n in (first, first + 1)]
    for article, story in zip(articles, (STORY, OTHER), strict=True):
        assert isinstance(article, Article)
        assert article.text == "\n\n".join(story.paragraphs)
        assert cited(article, story.sentence).exact == story.sentence
        assert (article.title, article.publisher) == (story.title, story.publisher)
        assert (article.byline, article.published) == (story.byline, story.published)


def test_articles_come_as_they_are_read(apart: Apart) -> None:
    data = as_jsonl([STORY] * 500)
    articles = parse_articles(data, source="a.jsonl", added=ADDED, apart=apart)
    assert isinstance(next(articles), Article)


# PDF


LEFT = (
    "The bridge over the Tamsen was built by the govern-",
    "ment of the province and cost $538 million, as the",
    "mayor said on Tuesday. It opens in May.",
)
RIGHT = (
    "Its owners say that the ferry will stop on 4 June,",
    "after 22 years and more than three million people",
    "whom it has carried across.",
)


def test_a_quotation_from_a_pdf_says_its_page(apart: Apart) -> None:
    pages = [[(72, 700, f"Toll {n} of them is put at ${n} million.")] for n in (11, 12, 13)]
    article = only(apart, "a.pdf", pdf_of([(72, 700, "Tolls rise")], *pages))
    assert article.pages == (0, 12, 52, 92)
    quoted = [cited(article, f"${n} million") for n in (11, 12, 13)]
    assert [citation_json(citation)["page"] for citation in quoted] == [2, 3, 4]


def test_running_heads_and_page_numbers_are_furniture(apart: Apart) -> None:
    long = Story(
        title=STORY.title,
        publisher="The Tamsen Register",
        byline="",
        published=STORY.published,
        paragraphs=tuple(f"Point {n} of a list. {STORY.sentence}" for n in range(150)),
        sentence="",
    )
    article = only(apart, "a.pdf", as_pdf(long))
    assert len(article.pages) == 4
    assert article.text.count("The Tamsen Register") == 4
    assert "\n\n3\n\n" in article.text
    assert "Register" not in "".join(body(article))
    assert not {"1", "2", "3", "4"} & {line for part in body(article) for line in part.split("\n")}
    assert "".join(body(article)).count("Point ") == 150


def test_the_columns_of_a_pdf_are_read_one_after_the_other(apart: Apart) -> None:
    """Also where the file writes line by line across both."""
    lines = [(72, 740 - 12 * n, words) for n, words in enumerate(LEFT)]
    across = [line for n, left in enumerate(lines) for line in (left, (330, left[1], RIGHT[n]))]
    article = only(apart, "a.pdf", pdf_of([(72, 780, "Bridge opens in Tamsen"), *across]))
    joined = "The bridge over the Tamsen was built by the govern-\nment of the province and cost"
    assert f"{joined} $538 million, as the mayor said on Tuesday." in article.text
    assert article.text.index("opens in May.") < article.text.index("Its owners say")
    assert "4 June, after 22 years and more than three million people" in article.text


def test_two_columns_of_paragraphs_are_two_runs_of_text(apart: Apart) -> None:
    story = Story(
        title="Bridge agreed",
        publisher="",
        byline="",
        published=STORY.published,
        paragraphs=tuple(f"{n}. {' '.join(STORY.paragraphs)}" for n in range(20)),
        sentence="",
    )
    article = only(apart, "a.pdf", as_pdf(story, columns=2))
    for paragraph in story.paragraphs[:4]:
        assert paragraph in article.text


def test_a_word_hyphenated_at_a_line_end_stays_as_it_is_and_its_sentence_whole(
    apart: Apart,
) -> None:
    lines = [(72, 740 - 12 * n, words) for n, words in enumerate(LEFT)]
    article = only(apart, "a.pdf", pdf_of([(72, 780, "Bridge opens in Tamsen"), *lines]))
    sentence = LEFT[0] + "\n" + LEFT[1] + " mayor said on Tuesday."
    start, end = cited(article, "$538 million").sentence
    assert article.text[start:end] == sentence


def test_the_rows_of_a_pdf_table_say_their_headers(apart: Apart) -> None:
    cells = [
        (x, 700 - 14 * n, word)
        for n, row in enumerate(COSTS)
        for x, word in zip((72, 200, 330), row, strict=True)
    ]
    article = only(apart, "a.pdf", pdf_of(cells))
    assert article.text.split("\n\n") == [
        "Region: North | Cost: $5 million | Year: 2019",
        "Region: South | Cost: $7 million",
    ]


def test_a_page_shown_turned_is_read_as_it_is_shown(apart: Apart) -> None:
    lines = [(72, 500 - 12 * n, words) for n, words in enumerate(RIGHT)]
    article = only(apart, "a.pdf", pdf_of(lines, turned=90))
    assert " ".join(RIGHT) in article.text


def test_empty_pages_count_as_pages(apart: Apart) -> None:
    line = "The toll of the bridge is $5 million a year."
    article = only(apart, "a.pdf", pdf_of([(72, 700, "Tolls")], [], [(72, 700, line)], []))
    assert [article.page_at(article.text.index(words)) for words in ("Tolls", "$5")] == [1, 3]
    assert max(article.pages) <= len(article.text)


def test_letters_that_no_font_names_are_not_guessed() -> None:
    with pytest.raises(DocumentError, match=r"its fonts do not say .* Run OCR on it first"):
        _check_letters("It r\ufffd\ufffd\ue001ned", "a.pdf")


def test_a_title_that_no_line_says_is_a_drafts_name(apart: Apart) -> None:
    assert stated_in("Bridge opens\n\nIt cost $5.", " Bridge  opens ") == "Bridge opens"
    assert stated_in("Bridge opens\n\nIt cost $5.", "Bridge") is None


# Tables


def test_a_row_says_its_headers() -> None:
    assert list(table_lines(COSTS)) == [
        "Region: North | Cost: $5 million | Year: 2019",
        "Region: South | Cost: $7 million",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (("Name", "Ann"), ("Paper", "Harbor Wire")),  # no figure below
        (("North", "$5 million"), ("South", "$7 million")),  # a figure in the first row
        (("Cost", "Cost"), ("1", "2")),  # names nothing
    ],
)
def test_a_first_row_that_may_be_no_header_is_a_row(rows: tuple[tuple[str, ...], ...]) -> None:
    assert list(table_lines(rows)) == [" | ".join(row) for row in rows]


def test_years_may_be_headers() -> None:
    rows = (("Region", "2018", "2019"), ("North", "4", "5"))
    assert list(table_lines(rows)) == ["Region: North | 2018: 4 | 2019: 5"]


@pytest.mark.parametrize(("suffix", "make"), [(".docx", as_docx), (".odt", as_odt)])
def test_the_rows_of_a_documents_table_can_be_quoted(
    apart: Apart, suffix: str, make: object
) -> None:
    article = only(apart, f"a{suffix}", make(STORY, table=COSTS))  # type: ignore[operator]
    start, end = cited(article, "$5 million").sentence
    assert article.text[start:end] == "Region: North | Cost: $5 million | Year: 2019"
    assert STORY.sentence in article.text


def test_the_rows_of_an_rtf_table_can_be_quoted(apart: Apart) -> None:
    rows = "".join(
        "\\trowd\\cellx1000 " + "".join(f"{cell}\\cell " for cell in row) + "\\row "
        for row in COSTS
    )
    article = only(apart, "a.rtf", f"{{\\rtf1 Costs of the work\\par {rows}\\pard}}".encode())
    assert body(article) == [
        "Costs of the work\n\nRegion: North | Cost: $5 million | Year: 2019\n\n"
        "Region: South | Cost: $7 million"
    ]


def test_a_csv_without_a_text_is_a_table(apart: Apart) -> None:
    article = only(apart, "costs.csv", b"Region;Cost;Year\r\nNorth;$5 million;2019\r\nSouth;\r\n")
    assert article.text == "Region: North | Cost: $5 million | Year: 2019\n\nRegion: South"
    assert article.title == "costs"
    assert article.body == ((0, len(article.text)),)


def test_a_column_of_short_words_is_no_text(apart: Apart) -> None:
    article = only(apart, "goods.csv", b"Article,Price\nBolt,3\nNut,4\n")
    assert article.text == "Article: Bolt | Price: 3\n\nArticle: Nut | Price: 4"


# Rows


def test_a_cell_with_commas_quotation_marks_and_lines_is_kept_as_it_is(apart: Apart) -> None:
    words = 'He said, "It rained in Orrin for forty days",\nand then, as if to prove it, it rained.'
    story = Story(
        title="Rain",
        publisher="Harbor Wire",
        byline="Ann Example",
        published=date(2020, 5, 4),
        paragraphs=(words,),
        sentence="",
    )
    for delimiter in ",;\t|":
        assert only(apart, "a.csv", as_csv([story], delimiter=delimiter)).text == words


def test_an_object_may_hold_the_list_and_other_objects(apart: Apart) -> None:
    row = {
        "Headline": "Rain",
        "source": {"id": 7, "name": "Harbor Wire"},
        "authors": ["Ann Example", "Jonas Reller"],
        "publishedAt": "2020-05-04T10:00:00Z",
        "content": ["It rained in Orrin.", "It snowed in Tamsen."],
    }
    article = only(apart, "a.json", json.dumps({"status": "ok", "articles": [row]}).encode())
    assert article.text == "It rained in Orrin.\n\nIt snowed in Tamsen."
    assert (article.title, article.publisher) == ("Rain", "Harbor Wire")
    assert (article.byline, article.published) == ("Ann Example, Jonas Reller", date(2020, 5, 4))


def test_where_no_publisher_is_named_the_site_is(apart: Apart) -> None:
    row = {"text": "It rained in Orrin.", "url": "https://www.example.org/rain"}
    assert only(apart, "a.json", json.dumps(row).encode()).publisher == "example.org"


NAMED = Columns(
    named=(
        ("text", "Story"), ("title", "Head"), ("publisher", "Paper"), ("author", "Who"),
        ("date", "When"), ("url", "Where"),
    )
)  # fmt: skip
ODD = {
    "head": "Rain", "STORY": "It rained.", "Paper": "Harbor Wire", "Who": "Ann Example",
    "When": "2020-05-04", "text": "no",
}  # fmt: skip


def as_named_csv() -> bytes:
    return "\n".join(",".join(row) for row in (ODD.keys(), ODD.values())).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", as_named_csv()),
        ("a.json", json.dumps([ODD]).encode()),
        ("a.json", json.dumps({"rows": [{**ODD, "x": 1}]}).encode()),
        ("a.json", json.dumps(ODD).encode()),
        ("a.jsonl", json.dumps(ODD).encode()),
        ("a.zip", zipped({"b.jsonl": json.dumps(ODD)})),
        ("a.csv.gz", gzip.compress(as_named_csv())),
    ],
)
def test_columns_that_are_named_are_used(apart: Apart, name: str, data: bytes) -> None:
    named = replace(NAMED, named=NAMED.named[:-1])
    (article,) = parse_articles(data, source=name, added=ADDED, apart=apart, columns=named)
    assert isinstance(article, Article)
    assert (article.text, article.title, article.publisher) == ("It rained.", "Rain", "Harbor Wire")
    assert (article.byline, article.published) == ("Ann Example", date(2020, 5, 4))


def test_a_table_without_the_named_column_is_read_by_the_usual_names(apart: Apart) -> None:
    row = as_csv([STORY])
    named = Columns(named=(("text", "Story"), ("title", "Head")))
    (article,) = parse_articles(row, source="a.csv", added=ADDED, apart=apart, columns=named)
    assert isinstance(article, Article)
    assert article.title == STORY.title


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"Region,Cost\nNorth,5\n"),
        ("a.jsonl", b'{"Region": "North", "Cost": 5}'),
        ("a.json", b'[{"Region": "North", "Cost": 5}]'),
        ("a.json", b'{"Region": "North", "Cost": 5}'),
    ],
)
def test_a_named_column_that_no_row_has_is_said_of_the_file(
    apart: Apart, name: str, data: bytes
) -> None:
    named = Columns(named=(("text", "Story"), ("text", "Tale")))
    (item,) = parse_articles(data, source=name, added=ADDED, apart=apart, columns=named)
    assert isinstance(item, Unread)
    assert item.reason == (
        f"{name}: no column 'Story' or 'Tale', which was named for the text; it has Region, Cost. "
        "Name one of them, or add this file without."
    )


def test_a_named_title_that_no_row_has_is_said_too(apart: Apart) -> None:
    named = Columns(named=(("title", "Head"),))
    (item,) = parse_articles(
        b'{"text": "It rained."}', source="a.jsonl", added=ADDED, apart=apart, columns=named
    )
    assert isinstance(item, Unread)
    assert "no column 'Head', which was named for the title" in item.reason


@pytest.mark.parametrize("said", ["Story", "body=Story", "text=", "=Story", ""])
def test_what_names_no_column_is_refused(said: str) -> None:
    with pytest.raises(ColumnError, match=r"names no (field|column)"):
        named_column(said)


def test_a_name_may_hold_an_equals_sign() -> None:
    assert named_column(" Text = a=b ") == ("text", "a=b")


def test_broken_rows_are_given_up_on_at_last(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.formats.rows.MAX_BROKEN_ROWS", 3)
    items = read(apart, "a.jsonl", as_jsonl([STORY]) + b"{\n" * 9)
    assert isinstance(items[0], Article)
    assert [item.source for item in items[1:]] == [
        *(f"/x/a.jsonl#{n}" for n in (2, 3, 4)),
        "/x/a.jsonl",
    ]
    last = items[-1]
    assert isinstance(last, Unread)
    assert "over 3 broken rows; nothing was read from row 5 on" in last.reason


def test_a_text_that_cannot_be_stored_is_made_fit(apart: Apart) -> None:
    assert only(apart, "a.json", rb'{"text": "It\u0000 rained\ud800."}').text == "It rained."


# Documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHANGED = (
    f"<w:document {W}><w:body>"
    "<w:p><w:r><w:t>The toll is </w:t></w:r><w:del><w:r><w:delText>$4</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>$5</w:t></w:r></w:ins><w:r><w:tab/><w:t>a day.</w:t></w:r></w:p>"
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>It rained in a form.</w:t></w:r></w:p></w:sdtContent>"
    "</w:sdt><w:p><w:r><w:txbxContent><w:p><w:r><w:t>It rained in a box.</w:t></w:r></w:p>"
    "</w:txbxContent><w:t>It rained beside it.</w:t></w:r></w:p></w:body></w:document>"
)
NOTES = (
    f'<w:footnotes {W}><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>'
    "<w:p><w:r><w:t>It rained in a note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def test_a_word_document_is_read_as_it_is_printed(apart: Apart) -> None:
    made = {"word/document.xml": CHANGED.encode(), "word/footnotes.xml": NOTES.encode()}
    assert only(apart, "a.docx", repacked(as_docx(STORY), made)).text.split("\n\n") == [
        "The toll is $5 a day.",
        "It rained in a form.",
        "It rained beside it.",
        "It rained in a box.",
        "It rained in a note.",
    ]


def test_a_merged_cell_is_said_in_every_row_it_spans(apart: Apart) -> None:
    def cell(words: str, marks: str = "") -> str:
        return f"<w:tc><w:tcPr>{marks}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"

    rows = (
        cell("Region") + cell("Town") + cell("Cost"),
        cell("North", '<w:vMerge w:val="restart"/>') + cell("Orrin") + cell("$5"),
        cell("", "<w:vMerge/>") + cell("Tamsen") + cell("$6"),
        cell("All", '<w:gridSpan w:val="2"/>') + cell("$11"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    xml = f"<w:document {W}><w:body><w:tbl>{table}</w:tbl></w:body></w:document>"
    article = only(apart, "a.docx", repacked(as_docx(STORY), {"word/document.xml": xml.encode()}))
    assert article.text.split("\n\n") == [
        "Region: North | Town: Orrin | Cost: $5",
        "Region: North | Town: Tamsen | Cost: $6",
        "Region: All | Cost: $11",
    ]


def test_an_opendocument_text_is_read_as_it_is_printed(apart: Apart) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    paragraph = odfdo.Paragraph("The toll  is $5")
    paragraph.insert_note(after="toll", note_id="n1", citation="1", body="It rained in a note.")
    paragraph.insert_annotation(after="is", body="Is it?", creator="Ann")
    document.body.append(paragraph)
    file = io.BytesIO()
    document.save(file)
    article = only(apart, "a.odt", file.getvalue())
    assert article.text == "The toll  is $5\n\nIt rained in a note."


def test_a_million_repeated_cells_are_no_million_words(apart: Apart) -> None:
    xml = (
        '<a xmlns:t="t"><t:body><t:text><t:table><t:table-row t:number-rows-repeated="1048576">'
        '<t:table-cell t:number-columns-repeated="9999999"><t:p>rain 1</t:p></t:table-cell>'
        "</t:table-row></t:table></t:text></t:body></a>"
    )
    article = only(apart, "a.odt", repacked(as_odt(STORY), {"content.xml": xml.encode()}))
    assert article.text.count("rain") == limits.MAX_COLUMNS


def test_a_book_is_read_in_its_own_order_and_says_what_it_is(apart: Apart) -> None:
    article = only(apart, "a.epub", as_epub(STORY))
    assert article.text == "\n\n".join(STORY.paragraphs)
    assert (article.title, article.byline) == (STORY.title, STORY.byline)
    assert (article.publisher, article.published) == (STORY.publisher, STORY.published)


def test_a_book_whose_fonts_alone_are_scrambled_is_read(apart: Apart) -> None:
    fonts = "<e><m Algorithm='http://www.idpf.org/2008/embedding'/></e>"
    data = as_epub(STORY, more={"META-INF/encryption.xml": fonts})
    assert STORY.sentence in only(apart, "a.epub", data).text


@pytest.mark.parametrize("number", [b"1114112", b"99999999999221", b"-99999999999"])
def test_a_letter_that_there_is_not_is_said_of_an_rtf_file(apart: Apart, number: bytes) -> None:
    reason = refused(apart, "a.rtf", b"{\\rtf1 It rained\\u" + number + b"? in Orrin.}")
    assert reason.startswith("a.rtf: its characters cannot be decoded (")


@pytest.mark.parametrize("year", ["20999999999990", "99999"])
def test_a_mail_of_no_believable_date_is_read_without_it(apart: Apart, year: str) -> None:
    head = f"Subject: Rain\nDate: Wed, 01 Jan {year} 10:00:00 +0000\n\n"
    assert only(apart, "a.eml", head.encode() + b"It rained in Orrin.").published is None


def test_letters_beyond_the_first_plane_are_whole_in_rtf(apart: Apart) -> None:
    article = only(apart, "a.rtf", rb"{\rtf1\ansi It rained \u-10180?\u-8448? caf\'e9s.}")
    assert article.text == "It rained \U0001f300 cafés."


def test_where_a_link_leads_is_not_in_the_text(apart: Apart) -> None:
    link = rb'{\field{\*\fldinst{HYPERLINK "http://x.example"}}{\fldrslt{It rained}}}'
    assert only(apart, "a.rtf", rb"{\rtf1 " + link + b" in Orrin.}").text == "It rained in Orrin."


def test_a_mail_is_its_subject_and_its_text(apart: Apart) -> None:
    data = (
        b"Subject: =?utf-8?q?Caf=C3=A9?=\r\nFrom: Ann Example <ann@example.org>\r\n"
        b"Date: Mon, 4 May 2020 10:00:00 +0000\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nIt rained on the caf\xe9.\r\n"
    )
    article = only(apart, "a.eml", data)
    assert article.text == "Café\n\nIt rained on the café.\n"
    assert (article.title, article.byline) == ("Café", "Ann Example")
    assert article.published == date(2020, 5, 4)


def test_a_mail_in_an_encoding_of_escapes_is_decoded(apart: Apart) -> None:
    words = "ソウルで雨が降った。"
    head = b"Subject: Rain\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert words in only(apart, "a.eml", head + words.encode("iso-2022-jp")).text


def test_a_mail_of_a_million_parts_is_refused_before_it_is_read(apart: Apart) -> None:
    head = b"Subject: Rain\nContent-Type: multipart/mixed; boundary=b\n"
    assert "over 10,000 parts" in refused(apart, "a.eml", head + b"\n--b\n" * 1_000_000)


def test_a_broken_row_of_a_table_is_named_and_the_others_are_quoted(apart: Apart) -> None:
    wide = b"," * 1_000_000
    broken, table = read(apart, "a.csv", b"Region,Cost\n" + wide + b"\nNorth,$5 million\n")
    assert isinstance(broken, Unread)
    assert broken.reason.startswith("a.csv#2: a row of over 1,000 cells.")
    assert isinstance(table, Article)
    assert table.text == "Region: North | Cost: $5 million"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b'"",""\n,,\n', "no text in it"),
        ("a.json", b'["It rained.", "It hailed."]', "a bare value, not an object"),
        ("a.json", b'"It rained."', "a bare value, not an object"),
        ("a.jsonl", b'"It rained."', "a bare value, not an object"),
        ("a.json", b'{"text": {"html": "It rained."}}', "its text is empty"),
    ],
)
def test_what_is_no_row_is_named(apart: Apart, name: str, data: bytes, reason: str) -> None:
    for item in read(apart, name, data):
        assert isinstance(item, Unread)
        assert reason in item.reason


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_key_that_cannot_be_written_is_named_without_what_cannot(apart: Apart, name: str) -> None:
    reason = refused(apart, name, rb'{"\ud800id\u0000": 1}')
    assert reason.encode().startswith(f"{name}: no text: its keys are id.".encode())


def test_a_table_without_headers_is_its_rows(apart: Apart) -> None:
    assert only(apart, "a.csv", b"North,5\nSouth,7\n").text == "North | 5\n\nSouth | 7"


# Archives


def test_the_path_of_a_member_is_only_a_name(apart: Apart) -> None:
    items = read(apart, "a.zip", zipped({"../../up.txt": "It rained.", "/etc/b.txt": "It hailed."}))
    assert [item.source for item in items] == ["/x/a.zip/../../up.txt", "/x/a.zip//etc/b.txt"]


def test_rows_in_an_archive_have_an_address(apart: Apart) -> None:
    items = read(apart, "a.zip", zipped({"may/b.jsonl": as_jsonl([STORY, OTHER])}))
    assert [item.source for item in items] == ["/x/a.zip/may/b.jsonl#1", "/x/a.zip/may/b.jsonl#2"]


def test_all_of_an_archive_is_counted_as_it_unpacks(
    apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.formats.packed.MAX_UNPACKED", 25)
    items = read(apart, "a.zip", zipped({f"{n}.txt": "It rained today." for n in range(3)}))
    assert isinstance(items[0], Article)
    assert all(isinstance(i, Unread) and "unpacks to over" in i.reason for i in items[1:])


def test_an_archive_that_belittles_its_content_is_refused(apart: Apart) -> None:
    data = bytearray(zipped({"a.txt": "It rained. " * 2_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")  # the size said in its list
    assert "damaged" in refused(apart, "a.zip", bytes(data))


# Damage

SOUND = {
    **{suffix: make(STORY) for suffix, make in ONE_A_FILE.items()},
    ".csv": as_csv([STORY, OTHER]),
    ".jsonl": as_jsonl([STORY, OTHER]),
    ".zip": zipped({"a.txt": as_text(STORY), "b.md": as_text(OTHER)}),
    ".txt.gz": gzip.compress(as_text(STORY)),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """*data* with bytes changed, cut off, left out, or repeated."""
    broken = bytearray(data)
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    match chance.randrange(4):
        case 0:
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(data))] = chance.randrange(256)
        case 1:
            del broken[first:]
        case 2:
            del broken[first:last]
        case _:
            broken[last:last] = broken[first:last]
    return bytes(broken)


@pytest.mark.parametrize("suffix", SOUND)
def test_a_damaged_file_is_articles_or_named(apart: Apart, suffix: str) -> None:
    chance = random.Random(11)
    for _ in range(12):
        items = read(apart, f"a{suffix}", damaged(SOUND[suffix], chance))
        assert items
        for item in items:
            assert isinstance(item, Article) or item.reason.startswith(f"a{suffix}")


def test_every_single_byte_of_an_archives_list_may_be_wrong(apart: Apart) -> None:
    sound = zipped({"a.txt": "It rained."})
    for at in range(len(sound)):
        for wrong in (0x00, 0x20, 0x7F, 0xFF):
            data = sound[:at] + bytes([wrong]) + sound[at + 1 :]
            assert read(apart, "a.zip", data)


# Where parsers can be stopped

# striprtf searches a field for its address in time that grows with the cube of its length.
SLOW_RTF = b"{\\rtf1 " + b'{\\field{\\*\\fldinst{{{HYPERLINK "x" ' * 4_000 + b"}"


@pytest.mark.slow
def test_a_parser_that_hangs_is_stopped_and_the_next_document_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart_module, "MAX_SECONDS", 1.5)
    with Apart() as apart:
        reason = refused(apart, "slow.rtf", SLOW_RTF)
        assert reason.startswith("slow.rtf: reading it took over 2 seconds and was stopped.")
        assert only(apart, "a.rtf", b"{\\rtf1 It rained.}").text == "It rained."


def test_a_parser_that_crashes_is_named_and_the_next_document_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Apart() as apart:
        with monkeypatch.context() as patched:
            dies = (sys.executable, "-c", "input(); raise SystemExit(1)")
            patched.setattr(apart_module, "PROGRAM", dies)
            reason = refused(apart, "a.rtf", b"{\\rtf1 It rained.}")
        assert reason.startswith("a.rtf: its parser failed on it; it may be damaged.")
        assert only(apart, "a.rtf", b"{\\rtf1 It rained.}")


def test_a_process_that_ended_between_two_documents_is_no_fault_of_the_second() -> None:
    with Apart() as apart:
        assert only(apart, "a.rtf", b"{\\rtf1 It rained.}")
        assert apart._process is not None
        apart._process.kill()
        apart._process.wait()
        assert only(apart, "a.rtf", b"{\\rtf1 It rained.}")


def test_a_parser_without_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(data: bytes, *, name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "READERS", {".pdf": greedy})
    reply = worker._answer({"name": "a.pdf", "suffix": ".pdf"}, b"")
    assert reply == {"reason": "a.pdf: takes too much memory to read. Split it."}


def test_the_worker_reads_what_is_read_apart() -> None:
    assert set(worker.READERS) == apart_module.SUFFIXES


def test_nothing_is_started_for_text() -> None:
    with Apart() as apart:
        assert only(apart, "a.txt", b"It rained.")
        assert apart._process is None


# What documents may not do


@pytest.mark.parametrize("kind", [".docx", ".odt", ".epub"])
def test_an_entity_is_not_looked_up(apart: Apart, tmp_path: Path, kind: str) -> None:
    (tmp_path / "secret.txt").write_text("swordfish")
    address = (tmp_path / "secret.txt").as_uri()
    head = f'<!DOCTYPE a [<!ENTITY secret SYSTEM "{address}">]>'
    documents = {
        ".docx": f"<w:document {W}><w:body><w:p><w:r><w:t>It rained &secret;</w:t></w:r></w:p>"
        "</w:body></w:document>",
        ".odt": "<a xmlns:t='t'><t:body><t:text><t:p>It rained &secret;</t:p></t:text></t:body>"
        "</a>",
        ".epub": "<html><body><p>It rained &secret;</p></body></html>",
    }
    made, path = {
        ".docx": (as_docx, "word/document.xml"),
        ".odt": (as_odt, "content.xml"),
        ".epub": (as_epub, "OEBPS/c0.xhtml"),
    }[kind]
    data = repacked(made(STORY), {path: (head + documents[kind]).encode()})
    text = only(apart, f"a{kind}", data).text
    assert "It rained" in text
    assert "swordfish" not in text


def test_lines_are_furniture_or_not_as_is_said() -> None:
    text = "Menu\nIt rained in Orrin.\nLog in"
    assert body_with(text, [(0, 4)], dropped=[(5, 24)]) == ((0, 4),)

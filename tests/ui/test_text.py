"""Words that are not ours, made fit to be shown."""

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import (
    day,
    escape,
    markdown,
    marked,
    paragraphs,
    pieces,
    plain,
    shortened,
    spoken,
    word_matches,
)

JOINER = "\u2060"


class Seen(HTMLParser):
    """What a browser would make of HTML: its elements, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onload="x', "&quot; onload=&quot;x"),
        ("' & '", "&#x27; &amp; &#x27;"),
        ("&lt;", "&amp;lt;"),
        ("$870 million … $890 million", "$870 million … $890 million"),
        ("a\x00b\x1bc\x7f", "a␀b␛c␡"),
        ("a\x9db", "a\ufffdb"),
        ("tab\tline\r\n", "tab\tline\r\n"),
        ("87\u202e0\u202c \u2066x\u2069", "870 x"),
        ("\ud800 half", "\ufffd half"),
        ("שלום\u200f 12", "שלום\u200f 12"),
    ],
)
def test_escaped_text_shows_itself_and_does_nothing(text: str, shown: str) -> None:
    assert escape(text) == shown


@given(st.text())
def test_no_text_becomes_an_element(text: str) -> None:
    page = seen(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert page.elements == ["p"]


@given(st.text())
def test_whatever_is_escaped_can_be_sent_to_a_browser(text: str) -> None:
    (escape(text) + plain(text) + markdown(text)).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("$5 and $6", r"\$5 and \$6"),
        ("**bold** _under_", r"\*\*bold\*\* \_under\_"),
        ("[x](javascript:alert(1))", rf"\[x\]\(javascript\:{JOINER}alert\(1\)\)"),
        ("<script>", r"\<script\>"),
        ("`code`", r"\`code\`"),
        (":smile:", rf"\:{JOINER}smile\:"),
        (":material/home:", rf"\:{JOINER}material\/home\:"),
        (":red[danger]", rf"\:{JOINER}red\[danger\]"),
        ("a -> b", rf"a \-{JOINER}\> b"),
        ("a -- b", rf"a \-{JOINER}\- b"),
        ("www.example.com", rf"www{JOINER}\.example\.com"),
        ("http://example.com", rf"http\:{JOINER}\/\/example\.com"),
        ("me@example.com", rf"me\@{JOINER}example\.com"),
        ("# one\n\n2. two", r"\# one 2\. two"),
        ("    four spaces", "four spaces"),
        ("a\\b", r"a\\b"),
    ],
)
def test_a_label_shows_itself_and_is_no_markdown(text: str, label: str) -> None:
    assert plain(text) == label


@given(st.text())
def test_every_mark_in_a_label_is_escaped(text: str) -> None:
    label = plain(text)
    bare = label.replace("\\\\", "").replace("\\", "\x00")
    for at, character in enumerate(bare):
        if character.isascii() and not character.isalnum() and character not in " \x00":
            assert bare[at - 1] == "\x00", label


def test_markdown_to_paste_escapes_what_would_mean_something() -> None:
    assert markdown("*$5* [a](b) # x_y") == r"\*\$5\* \[a\](b) \# x\_y"


def test_marks_are_cut_at_their_offsets_out_of_the_unescaped_text() -> None:
    text = "<b> & <b>"
    assert marked(text, 0, len(text), [(4, 5)]) == "&lt;b&gt; <mark>&amp;</mark> &lt;b&gt;"


def test_marks_outside_the_stretch_are_left_out_and_marks_across_it_are_cut() -> None:
    assert marked("abcdef", 2, 4, [(0, 1), (3, 6)]) == "c<mark>d</mark>"


@given(st.text(), st.data())
def test_marking_changes_no_character(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    marks = [tuple(sorted(data.draw(st.tuples(offset, offset)))) for _ in range(3)]
    page = marked(text, 0, len(text), marks)
    assert page.replace("<mark>", "").replace("</mark>", "") == "".join(map(escape, text))


def test_pieces_say_which_layers_cover_them() -> None:
    layers = {"passage": [(1, 6)], "quotation": [(3, 4)]}
    assert list(pieces(0, 8, layers)) == [
        (0, 1, frozenset()),
        (1, 3, frozenset({"passage"})),
        (3, 4, frozenset({"passage", "quotation"})),
        (4, 6, frozenset({"passage"})),
        (6, 8, frozenset()),
    ]


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("What did Korea agree to pay?", "Korea agreed to pay.", ["Korea", "agreed", "pay"]),
        ("Who is the envoy?", "The envoys met.", ["envoys"]),
        ("the cost of Seoul's troops", "SEOUL pays", ["SEOUL"]),
        ("28,500 troops", "28,500 or 28,501", ["28,500"]),
        ("pay", "payment", []),
    ],
)
def test_the_words_of_the_question_are_found_in_any_form(
    question: str, text: str, found: list[str]
) -> None:
    assert [text[a:b] for a, b in word_matches(question, text, 0, len(text))] == found


WRAPPED = "This line was wrapped by hand at a width that leaves it long\nand goes on here."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("\n\n  One \n \n\n Two\n", ["One", "Two"]),
        ("Short line\nNext", ["Short line", "Next"]),
        (WRAPPED, [WRAPPED]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("", []),
    ],
)
def test_paragraphs_end_at_blank_lines_and_at_lines_that_were_not_wrapped(
    text: str, found: list[str]
) -> None:
    assert [text[a:b] for a, b in paragraphs(text)] == found


@given(st.text(alphabet="ab .\n\r", max_size=200))
def test_nothing_but_white_space_is_left_out_of_paragraphs(text: str) -> None:
    kept = "".join("".join(text[a:b].split()) for a, b in paragraphs(text))
    assert kept == "".join(text.split())


def test_a_date_is_written_as_an_archive_prints_it() -> None:
    assert day(date(2019, 11, 5)) == "5 Nov 2019"


def test_a_long_line_is_cut_at_a_word_and_the_cut_shows() -> None:
    assert shortened("one two\n three four", 12) == "one two…"
    assert shortened("one two", 12) == "one two"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Battery workers back after 22-day strike", "Battery workers back after 22 day strike"),
        ("![x](http://a.b) $5 _and_ :smile: <b>", "x http a b 5 and smile b"),
        ("1. Été in 서울\u202e", "1 Été in 서울"),
        ("\x00\ud800 …", ""),
    ],
)
def test_what_is_only_read_aloud_is_words_alone(text: str, said: str) -> None:
    assert spoken(text) == said

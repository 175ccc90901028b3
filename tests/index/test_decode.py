"""Bytes into text. Paragraphs written for this test, in the encodings news has been saved in."""

import pytest

from index.decode import decode
from index.errors import DocumentError

ENGLISH = (
    "The minister’s aide said “talks will go on” – in the old town’s café… They cost £3 or €5."
)
GERMAN = "Die Gespräche würden nächste Woche fortgesetzt, sagte die Ministerin. „Das ist Spaß“"
FRENCH = "« Le pont sera rouvert », a déclaré lundi le maire. L’été a été sec à Évreux."
RUSSIAN = (
    "Министр заявил в понедельник, что переговоры продолжатся на следующей неделе в Москве. По его "
    "словам, стороны обсудили вопросы безопасности и экономического сотрудничества."
)
KOREAN = (
    "국방부 장관은 월요일 기자회견에서 방위비 분담금 협상이 다음 주에도 계속될 것이라고 밝혔다. "
    "그는 양측이 안보 문제를 논의했다고 말했다."
)
POLISH = "Minister powiedział w poniedziałek, że rozmowy będą trwały przez cały tydzień w Łodzi."
SLOVAK = "Minister povedal, že rokovania budú pokračovať budúci týždeň a že je veľmi rád."
CZECH = "Ministr řekl, že jednání budou pokračovat příští týden v Praze a že je příznivě nakloněn."
TURKISH = "Bakan pazartesi günü görüşmelerin gelecek hafta Ankara’da süreceğini söyledi."

TOLD = [
    (ENGLISH, "utf-8"),
    (ENGLISH, "utf-8-sig"),
    (ENGLISH, "utf-16"),
    (ENGLISH, "utf-32"),
    (POLISH, "utf-8"),
    (ENGLISH, "cp1252"),
    (GERMAN, "cp1252"),
    (FRENCH, "cp1252"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (KOREAN, "euc-kr"),
]
NOT_TOLD = [
    (POLISH, "cp1250"),
    (POLISH, "iso8859-2"),
    (CZECH, "cp1250"),
    (SLOVAK, "cp1250"),
    (TURKISH, "cp1254"),
]


@pytest.mark.parametrize(("text", "encoding"), TOLD)
def test_news_is_read_in_the_letters_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), name="a.txt", html=False) == text


@pytest.mark.parametrize(("text", "encoding"), NOT_TOLD)
def test_an_encoding_that_cannot_be_told_is_refused_rather_than_guessed(
    text: str, encoding: str
) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt: .* cannot be decoded\. Save it as UTF-8"):
        decode(text.encode(encoding), name="a.txt", html=False)


@pytest.mark.parametrize(("text", "encoding"), [*NOT_TOLD, (RUSSIAN, "koi8-r"), (KOREAN, "euc-kr")])
def test_a_page_is_read_in_the_encoding_it_declares(text: str, encoding: str) -> None:
    name = encoding.replace("cp", "windows-").replace("iso8859", "iso-8859")
    page = f'<html><head><meta charset="{name}"></head><body>{text}</body></html>'
    assert decode(page.encode(encoding), name="a.html", html=True) == page


@pytest.mark.parametrize("declared", ["rot13", "utf-7", "iso-8859-99", "undefined", "../x", ""])
def test_a_page_that_declares_no_encoding_of_text_is_read_as_it_looks(declared: str) -> None:
    page = f"<meta charset={declared}>{ENGLISH}"
    assert decode(page.encode("cp1252"), name="a.html", html=True) == page


REFUSED = {
    "empty": b"",
    "only white space": b" \r\n\t",
    "only a mark": b"\xef\xbb\xbf",
    "only white space after a mark": "\ufeff \n".encode("utf-16-le"),
    "a zero byte": b"text\0text",
    "a picture": bytes(range(256)) * 8,
    "control characters": b"\x01\x02\x03 text",
    "half a character": "text".encode("utf-16")[:-1],
    "an undefined byte": b"text \x81\x8d\x8f text",
    "damaged UTF-8": ENGLISH.encode() + b"\xff",
    "UTF-16 without its mark": "text".encode("utf-16-le"),
    "a zero character in UTF-16": "a\0b".encode("utf-16"),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_not_text_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt: .*\. (Save|Check)"):
        decode(content, name="a.txt", html=False)

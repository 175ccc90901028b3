"""A corpus in every format that is read, good and bad, made here: our own words, seeded.

``python tests/corpus.py FOLDER`` writes it out to be looked at.
"""

import csv
import gzip
import io
import json
import random
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import odfdo
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

PLACES = "Tamsen Veltane Orrin Ellery Anstey Corvale Dunmere Halloway Istrel Marrow".split()
THINGS = (
    "harbour bridge|tram line|reservoir|ferry dock|grain store|county hospital|"
    "sea wall|fish market|rail depot|water tower"
).split("|")
BODIES = "council|ministry|harbour board|audit office|planning court".split("|")
PAPERS = "The Tamsen Register|Harbor Wire|The Orrin Post|Veltane Daily".split("|")
PEOPLE = "Ann Example|Jonas Reller|Mira Tolland|Piet Aldersen".split("|")
SENTENCES = (
    "The work took {n} months and was held up twice by floods.",
    "Some {n} people who live beside it had asked for another place.",
    "A first plan had been dropped in {year} after {n} objections.",
    "“We paid what it was worth,” said {person}, who led the work.",
    "The {body} will look at its books again in {year}.",
    "Nobody was hurt when part of the old one fell, the police said.",
    "Its upkeep is put at ${n},000 a year.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article, and the one sentence of it that is looked for."""

    title: str
    publisher: str
    byline: str
    published: date
    paragraphs: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What should become of what is at *address*, below the corpus's folder."""

    address: str
    sentence: str | None = None
    reason: str | None = None


def make_story(chance: random.Random) -> Story:
    place, thing, body = (chance.choice(words) for words in (PLACES, THINGS, BODIES))
    cost, person = chance.randint(1000, 9999), chance.choice(PEOPLE)
    sentence = f"The {thing} in {place} cost ${cost} million, the {body} said."
    known = {"person": person, "body": body}
    paragraphs = []
    for size in (2, 3, 2):
        lines = chance.sample(SENTENCES, size)
        told = (
            line.format(n=chance.randint(11, 999), year=chance.randint(1990, 2020), **known)
            for line in lines
        )
        paragraphs.append(" ".join(told))
    paragraphs[chance.randrange(3)] += f" {sentence}"
    return Story(
        title=f"{place} counts what its {thing} cost",
        publisher=chance.choice(PAPERS),
        byline=chance.choice(PEOPLE),
        published=date(2020, chance.randint(1, 12), chance.randint(1, 28)),
        paragraphs=tuple(paragraphs),
        sentence=sentence,
    )


# -- one format each ---------------------------------------------------------------------------


def as_text(story: Story) -> bytes:
    return "\n\n".join((story.title, *story.paragraphs)).encode()


def as_markdown(story: Story) -> bytes:
    head = f"---\ntitle: {story.title}\ndate: {story.published}\n---\n\n# {story.title}\n\n"
    return (head + "\n\n".join(story.paragraphs)).encode()


def as_html(story: Story) -> bytes:
    body = "".join(f"<p>{words}</p>" for words in story.paragraphs)
    page = f"<title>{story.title}</title><nav>Home | News | Sport</nav><h1>{story.title}</h1>"
    return f"<html><meta charset=utf-8><body>{page}<article>{body}</article></body></html>".encode()


def as_pdf(story: Story, *, columns: int = 1, password: str | None = None) -> bytes:
    """Set on pages with a running head and a page number."""
    style = getSampleStyleSheet()
    width = (480 - 20 * (columns - 1)) / columns
    frames = [Frame(57 + i * (width + 20), 60, width, 700, 0, 0, 0, 0) for i in range(columns)]

    def head(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(57, 810, story.publisher)
        canvas.drawCentredString(297, 30, str(document.page))

    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=(595, 842),
        title=story.title,
        encrypt=StandardEncryption(password) if password else None,
        invariant=1,
    )
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head))
    words = [Paragraph(paragraph, style["BodyText"]) for paragraph in story.paragraphs]
    document.build([Paragraph(story.title, style["Heading1"]), *words])
    return file.getvalue()


def as_docx(story: Story, *, table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    document.add_paragraph(story.title, style="Title")
    for paragraph in story.paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_odt(story: Story, *, table: Sequence[Sequence[str]] = ()) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, story.title))
    for paragraph in story.paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    if table:
        made = odfdo.Table("Costs", width=len(table[0]), height=len(table))
        made.set_values(table)
        document.body.append(made)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_rtf(story: Story) -> bytes:
    def escaped(words: str) -> str:
        return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in words)

    lines = "\\par\n".join(escaped(words) for words in (story.title, "", *story.paragraphs))
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {lines}\\par}}".encode()


def as_epub(story: Story, *, more: Mapping[str, str] | None = None) -> bytes:
    """One chapter a paragraph."""
    chapters = {
        f"c{n}.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>"
        f"<p>{words}</p></body></html>"
        for n, words in enumerate(story.paragraphs)
    }
    items = "".join(
        f"<item id='{path}' href='{path}' media-type='application/xhtml+xml'/>" for path in chapters
    )
    spine = "".join(f"<itemref idref='{path}'/>" for path in chapters)
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'>"
        "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>{story.title}</dc:title><dc:creator>{story.byline}</dc:creator>"
        f"<dc:publisher>{story.publisher}</dc:publisher><dc:date>{story.published}</dc:date>"
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='OEBPS/book.opf'/></rootfiles></container>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            **{f"OEBPS/{path}": words for path, words in chapters.items()},
            **(more or {}),
        }
    )


def as_mail(story: Story) -> bytes:
    message = EmailMessage()
    message["Subject"] = story.title
    message["From"] = f"{story.byline} <news@example.org>"
    message["Date"] = f"{story.published:%a, %d %b %Y} 10:00:00 +0000"
    message.set_content("\n\n".join(story.paragraphs))
    message.add_alternative(as_html(story).decode(), subtype="html")
    message.add_attachment(b"not read", maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


def as_mhtml(story: Story) -> bytes:
    message = EmailMessage()
    message["Subject"] = story.title
    message["Snapshot-Content-Location"] = "https://example.org/story"
    message.set_content(as_html(story).decode(), subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<a@example.org>")
    return message.as_bytes()


def as_row(story: Story) -> dict[str, str]:
    return {
        "title": story.title,
        "publisher": story.publisher,
        "author": story.byline,
        "date": story.published.isoformat(),
        "text": "\n\n".join(story.paragraphs),
    }


def as_json(story: Story) -> bytes:
    return json.dumps(as_row(story), ensure_ascii=False).encode()


def as_jsonl(stories: Sequence[Story]) -> bytes:
    return b"\n".join(map(as_json, stories)) + b"\n"


def as_json_list(stories: Sequence[Story]) -> bytes:
    return json.dumps({"status": "ok", "articles": [as_row(story) for story in stories]}).encode()


def as_csv(stories: Sequence[Story], *, delimiter: str = ",") -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(as_row(stories[0])), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(map(as_row, stories))
    return file.getvalue().encode()


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return file.getvalue()


ONE_A_FILE: Mapping[str, Callable[[Story], bytes]] = {
    ".txt": as_text,
    ".md": as_markdown,
    ".html": as_html,
    ".htm": as_html,
    ".pdf": as_pdf,
    ".docx": as_docx,
    ".odt": as_odt,
    ".rtf": as_rtf,
    ".epub": as_epub,
    ".eml": as_mail,
    ".mhtml": as_mhtml,
    ".json": as_json,
}
MANY_A_FILE: Mapping[str, tuple[Callable[[Sequence[Story]], bytes], int]] = {
    # and the number of the first article
    ".jsonl": (as_jsonl, 1),
    ".csv": (as_csv, 2),
    ".json": (as_json_list, 1),
}


Placed = Sequence[tuple[int, int, str]]


def pdf_of(*pages: Placed, turned: int = 0) -> bytes:
    """Lines of 10 points, each at (x, y) from the foot of its page, shown *turned* by degrees."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    for lines in pages:
        canvas.setFont("Helvetica", 10)
        if turned:
            canvas.setPageRotation(turned)
            canvas.rotate(turned)
            canvas.translate(0, -595)
        for x, y, words in lines:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


# -- what is wrong -------------------------------------------------------------------------------


def drawn_pdf() -> bytes:
    """A page with a picture and no letter on it, as a scanner makes them."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def repacked(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The zip file *data* with members exchanged, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, bytes | None] = {n: archive.read(n) for n in archive.namelist()}
    files |= changed
    return zipped({path: content for path, content in files.items() if content is not None})


def locked(data: bytes) -> bytes:
    """The zip file *data* with every member said to be encrypted."""
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(mark)
        parts[1:] = [p[: flags - 4] + bytes([p[flags - 4] | 1]) + p[flags - 3 :] for p in parts[1:]]
        data = mark.join(parts)
    return data


def linked() -> bytes:
    """A zip file with a link in it that leads out of the archive."""
    info = zipfile.ZipInfo("passwords.txt")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return file.getvalue()


def spoiled(data: bytes, path: str) -> bytes:
    """The zip file *data*, one byte of the member at *path* changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo(path).header_offset + 30 + len(path) + 20
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE a [<!ENTITY e0 "boom">{ENTITIES}]>'.encode()
DEEP_JSON = b"[" * 200_000


def bad_files(story: Story) -> Iterator[tuple[str, bytes, str]]:
    """Names, contents, and what the reason for refusing each must say."""
    text, page = as_text(story), as_html(story)
    doc, open_doc, book, sheet = as_docx(story), as_odt(story), as_epub(story), as_pdf(story)
    zip_file, packed = zipped({"a.txt": text}), gzip.compress(text)
    yield "empty.txt", b"", "the file is empty"
    yield "blank.md", b" \n\n ", "the file is empty"
    yield "binary.txt", bytes(range(32)) * 20, "binary content, not text"
    yield "letters.txt", b"It rained in \x81\x8d\x8f today.", "cannot be decoded"
    yield "damaged-utf-8.txt", "Grüße aus Köln.".encode()[:-8] + b"\xc3(", "cannot be decoded"
    yield "menu.txt", b"Menu\nLog in\n", "only menus and notices"
    yield "menu.html", b"<p>Menu</p><p>Log in</p>", "only menus and notices"
    yield "script.html", b"<script>draw()</script>", "no text in this page"
    yield "deep.html", b"<div>" * 5_000 + b"x", "nested too deep"
    yield "attributes.htm", b"<p " + b"a=1 " * 9_000 + b">x</p>", "thousands of attributes"
    yield "big.txt", b"It rained. " * 2_000_000, "at most 20 MB are read"
    yield "old.doc", b"\xd0\xcf\x11\xe0", ".doc files are not read"
    yield "program.exe", b"MZ", ".exe files are not read"
    yield "no-suffix", text, "a file without a suffix is not read"

    yield "scan.pdf", drawn_pdf(), "no text in its page (a scan?). Run OCR on it first"
    yield "locked.pdf", as_pdf(story, password="open sesame"), "protected by a password"
    yield "head-only.pdf", b"%PDF-1.7\n", "not a PDF, or a damaged one"
    yield "text.pdf", text, "not a PDF, or a damaged one"
    yield "empty.pdf", b"", "not a PDF, or a damaged one"
    yield "cut.pdf", sheet[:400], "not a PDF, or a damaged one"
    torn = sheet.replace(b"/Kids [ 5 0 R ]", b"/Kids [ 3 0 R ]")
    yield "torn.pdf", torn, "its page 1 is damaged"

    yield "text.docx", text, "not in the format .docx, or damaged"
    yield "locked.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"
    yield "cut.docx", doc[:-300], "not in the format .docx, or damaged"
    yield "hollow.docx", zipped({"a.txt": "a"}), "it has no _rels/.rels"
    yield "headless.docx", repacked(doc, {"word/document.xml": None}), "it has no word/document.xml"
    yield "no-xml.docx", repacked(doc, {"word/document.xml": text}), "its XML cannot be read"
    yield "boom.docx", repacked(doc, {"word/document.xml": BOMB + b"<a b='&e11;'/>"}), "its XML"
    deep = b"<a>" * 3_000 + b"</a>" * 3_000
    yield "deep.docx", repacked(doc, {"word/document.xml": deep}), "its XML cannot be read"
    bloated = {"word/document.xml": b"<a>" + bytes(9_000_000) + b"</a>"}
    yield "bomb.docx", repacked(doc, bloated), "as zip bombs do"
    yield "blank.docx", as_docx(silent(story)), "no text"
    yield "spoiled.docx", spoiled(doc, "word/document.xml"), "damaged"

    yield "text.odt", text, "not in the format .odt, or damaged"
    manifest = b"<manifest><encryption-data/></manifest>"
    yield "locked.odt", repacked(open_doc, {"META-INF/manifest.xml": manifest}), "by a password"
    yield "hollow.odt", zip_file, "it has no content.xml"
    yield "cells.odt", repacked(open_doc, {"content.xml": b"<a><body/></a>"}), "not a text document"
    yield "boom.odt", repacked(open_doc, {"content.xml": BOMB + b"<a b='&e11;'/>"}), "its XML"

    yield "text.rtf", text, "not a Rich Text file"
    yield "letters.rtf", b"{\\rtf1\\ansi It rained \\'81\\'8d.}", "cannot be decoded"
    yield "blank.rtf", b"{\\rtf1\\ansi\\par}", "no text"

    yield "text.epub", text, "not in the format .epub, or damaged"
    yield "hollow.epub", zip_file, "it has no META-INF/container.xml"
    drm = "<encryption><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>"
    yield "sold.epub", as_epub(story, more={"META-INF/encryption.xml": drm}), "protected against"
    yield "torn.epub", repacked(book, {"OEBPS/c1.xhtml": None}), "it has no OEBPS/c1.xhtml"

    yield "text.eml", text, "not a mail"
    yield "attached.eml", b"Subject: Look\nContent-Type: image/png\n\nx", "no text in this mail"
    nested = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 500
    yield "nested.eml", b"Subject: In\n" + nested, "parts within parts"
    yield "letters.eml", b"Subject: Look\n\nIt rained \x81\x8d in Orrin.", "cannot be decoded"
    yield "no-page.mhtml", b"Subject: Look\nContent-Type: text/plain\n\nx", "no page in this file"

    yield "not.json", b"{text: 1}", "not JSON"
    yield "deep.json", DEEP_JSON, "nested too deep"
    yield "keys.json", b'{"id": 1, "name": "x"}', "its keys are id, name"
    yield "numbers.json", b"17", "a bare value, not an object"
    yield "none.json", b"[]", "nothing to read in it"
    yield "unwritten.json", b'{"text": ""}', "its text is empty"
    yield "number.json", b'{"text": 7}', "its text is empty"
    yield "keys.jsonl", b'{"id": 1}\n{"id": 2}\n', "its keys are id"
    yield "empty.csv", b"", "the file is empty"
    yield "binary.csv", bytes(range(32)) * 20, "binary content"
    yield "header.csv", b"title,text\n", "nothing to read in it"

    yield "text.zip", text, "not in the format .zip, or damaged"
    yield "cut.zip", zip_file[:-30], "not in the format .zip, or damaged"
    yield "none.zip", zipped({}), "nothing to read in it"
    yield "crowd.zip", zipped({f"{n}.txt": "" for n in range(10_001)}, 0), "over 10,000 files"
    yield "text.txt.gz", text, "not a .gz file, or a damaged one"
    yield "cut.txt.gz", packed[:-20], "not a .gz file, or a damaged one"
    yield "bomb.txt.gz", gzip.compress(bytes(30_000_000)), "as zip bombs do"
    yield "in.zip.gz", gzip.compress(zip_file), "an archive in an archive"
    yield "story.gz", packed, "a file without a suffix"
    yield "page.html.gz", gzip.compress(page[:0] + b"<script>x</script>"), "no text in this page"


def bad_members(story: Story) -> Iterator[tuple[str, bytes, str]]:
    """Archives with one file that is refused: the file's address, the archive, the reason."""
    text = as_text(story)
    yield "locked.zip/a.txt", locked(zipped({"a.txt": text})), "protected by a password"
    yield "linked.zip/passwords.txt", linked(), "a link, not a file"
    yield "spoiled.zip/a.txt", spoiled(zipped({"a.txt": text}), "a.txt"), "damaged"
    yield "inner.zip/b.zip", zipped({"b.zip": zipped({"a.txt": text})}), "an archive in an archive"
    yield "bomb.zip/a.txt", zipped({"a.txt": bytes(30_000_000)}), "as zip bombs do"
    yield "rare.zip/a.txt", zipped({"a.txt": text}, zipfile.ZIP_LZMA), "packed in a rare way"
    yield "mixed.zip/a.exe", zipped({"a.exe": b"MZ"}), ".exe files are not read"


def silent(story: Story) -> Story:
    return Story(
        title="",
        publisher=story.publisher,
        byline=story.byline,
        published=story.published,
        paragraphs=(),
        sentence="",
    )


# -- the corpus ----------------------------------------------------------------------------------


def make_corpus(folder: Path, *, seed: int = 7, each: int = 17) -> list[Expected]:
    """Write the corpus: *each* good files of every format, and every bad one."""
    chance = random.Random(seed)
    expected: list[Expected] = []

    def write(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)

    def good(address: str, story: Story) -> None:
        expected.append(Expected(address=address, sentence=story.sentence))

    for suffix, make in ONE_A_FILE.items():
        for n in range(each):
            story = make_story(chance)
            write(f"one-{n}{suffix}", make(story))
            good(f"one-{n}{suffix}", story)
    for suffix, (make_many, first) in MANY_A_FILE.items():
        for n in range(each // 3):
            stories = [make_story(chance) for _ in range(4)]
            write(f"many-{n}{suffix}", make_many(stories))
            for number, story in enumerate(stories, first):
                good(f"many-{n}{suffix}#{number}", story)
    for n in range(each // 3):
        _archives(n, chance, write, good)
    for name, data, reason in bad_files(make_story(chance)):
        write(f"bad-{name}", data)
        expected.append(Expected(address=f"bad-{name}", reason=reason))
    for address, data, reason in bad_members(make_story(chance)):
        write(address.split("/")[0], data)
        expected.append(Expected(address=address, reason=reason))
    _broken_rows(chance, write, good, expected)
    return expected


def _archives(
    n: int,
    chance: random.Random,
    write: Callable[[str, bytes], None],
    good: Callable[[str, Story], None],
) -> None:
    """A zip file with files of several kinds in it, and one packed file."""
    members = {"may/a.html": as_html, "b.pdf": as_pdf, "../../up.txt": as_text, "/top.eml": as_mail}
    stories = {path: make_story(chance) for path in members}
    files = {path: make(stories[path]) for path, make in members.items()}
    files |= {"__MACOSX/._b.pdf": b"x", ".hidden.txt": b"x"}
    write(f"pack-{n}.zip", zipped(files))
    for path, story in stories.items():
        good(f"pack-{n}.zip/{path}", story)
    story = make_story(chance)
    write(f"pack-{n}.jsonl.gz", gzip.compress(as_jsonl([story])))
    good(f"pack-{n}.jsonl.gz#1", story)


def _broken_rows(
    chance: random.Random,
    write: Callable[[str, bytes], None],
    good: Callable[[str, Story], None],
    expected: list[Expected],
) -> None:
    """Files of rows in which some are broken and the others are read."""
    stories = [make_story(chance) for _ in range(6)]
    one, two, three = map(as_json, stories[:3])
    lines = [one, b"{broken", two, b'{"id": 7}', b"\xff\xfe\xfa", b"[1]", b'{"text": " "}', three]
    write("broken.jsonl", b"\n".join(lines))
    for number, story in zip((1, 3, 8), stories, strict=False):
        good(f"broken.jsonl#{number}", story)
    for number, reason in (
        (2, "not JSON"),
        (4, "its keys are id"),
        (5, "cannot be decoded"),
        (6, "a list, not an object"),
        (7, "its text is empty"),
    ):
        expected.append(Expected(address=f"broken.jsonl#{number}", reason=reason))
    head, *rows = as_csv(stories[3:]).decode().split("\r\n", 1)
    rest = rows[0]
    extra = 'A title,,,,"A text, and",more,cells\r\n"A "title",,,,x\r\nNo text,,,,\r\n'
    write("broken.csv", f"{head}\r\n{extra}{rest}".encode())
    for number, story in enumerate(stories[3:], 5):
        good(f"broken.csv#{number}", story)
    for number, reason in ((2, "7 cells under 5"), (3, "a broken row"), (4, "its text is empty")):
        expected.append(Expected(address=f"broken.csv#{number}", reason=reason))


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    for made in make_corpus(Path(sys.argv[1])):
        print(made.address, made.sentence or made.reason)

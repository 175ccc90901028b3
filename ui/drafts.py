"""A checked draft, as HTML, as Markdown and as a table: each claim with its verdict and evidence.

Nothing here draws or decides; every word that is not ours comes through ``ui.text``. Claims are
numbered from 1 in the order of the draft, sentences with nothing to check apart; the places of
claims count characters of the draft, half-open.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from qa import Citation, Evidence, Figure, Label, Verdict, find_figures
from ui import cards
from ui.text import day, escape, markdown, marked, pieces, shortened

NOTHING = "nothing to check"
DISAGREE = "articles disagree"

_STYLES = {
    Label.SUPPORTED: "supported",
    Label.REFUTED: "refuted",
    Label.NOT_ENOUGH_INFO: "open",
}

# A verdict's reason, in a sentence. {said} is what the articles say, {wrote} what the draft says.
_BECAUSE = {
    "same": "The articles say so: {said}.",
    "rounded": "Rounded: the articles say {said}; you wrote {wrote}.",
    "within": "It fits the range: the articles say {said}; you wrote {wrote}.",
    "hedged": "It fits: the articles say {said}; you wrote {wrote}.",
    "different value": "The articles say {said}; you wrote {wrote}.",
    "different currency": "Another currency: the articles say {said}; you wrote {wrote}.",
    "different period": "Another period: the articles say {said}; you wrote {wrote}.",
    "different unit": "Another unit: the articles say {said}; you wrote {wrote}.",
    "different date": "Another date: the articles say {said}; you wrote {wrote}.",
    "opposite direction": "The figure is there, but it goes the other way.",
    "denied": "The figure is there, but the sentence says the opposite.",
    "partly turned round": "The figure is there, but part of the sentence says otherwise.",
    "intended, not done": "The figure is there, but said as planned, not as done.",
    "another event": "The figure is there, but of something else that happened.",
    "another time": "The figure is there, but of another time.",
    "another place": "The figure is there, but of another place.",
    "who and whom exchanged": "The figure is there, but who and whom are exchanged.",
    "by another period": "The figure is there, but by another period.",
    "period not said": "The articles say {said}, but not by what it counts; you wrote {wrote}.",
    "more exact than the article": "The articles say {said}, no more exactly; you wrote {wrote}.",
    "paired with another figure": "The figure is there, but it goes with another figure.",
}
SILENT = "The articles do not say."

# Words that begin a question, also where its mark was left out.
_ASKING = frozenset(
    """who whom whose what when where which why how is are was were am do does did has have had
    can could will would shall should may might must""".split()
)

_CSV_HEAD = (
    "claim", "text", "verdict", "figure", "evidence", "reason", "article says", "sentence",
    "publisher", "title", "date", "start", "end", "article", "exact",
)  # fmt: skip

# A spreadsheet runs a cell that begins so (OWASP, "CSV Injection"); an apostrophe makes it text.
_FORMULA = tuple("=+-@\t\r＝＋－＠")

# What would end a comment, or mean something in Markdown, in JSON's own way of writing it.
_COMMENTED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>-&`"}

# What would begin a list, a heading or a block of code at the head of a line of Markdown.
_LINE_HEAD = re.compile(r"^[^\S\n]*(?:([-+=])|(\d{1,9})([.)]))?", re.MULTILINE)


def is_claim(words: str) -> bool:
    """Whether *words* state something with a figure rather than ask for it."""
    first = re.match(r"\W*(\w*)", words)
    asks = "?" in words or (first and first.group(1).casefold() in _ASKING)
    return not asks and bool(find_figures(words))


def word(verdict: Verdict) -> str:
    """The verdict in words: "refuted", "supported, articles disagree", "nothing to check"."""
    if not verdict.claim.figures:
        return NOTHING
    return verdict.label.word + (f", {DISAGREE}" if verdict.disputed else "")


def numbered(verdicts: Iterable[Verdict]) -> Iterator[tuple[int, Verdict]]:
    """Each verdict with its claim's number; 0 where there is nothing to check."""
    number = 0
    for verdict in verdicts:
        number += bool(verdict.claim.figures)
        yield number if verdict.claim.figures else 0, verdict


def summary(verdicts: Sequence[Verdict]) -> str:
    """3 supported · 1 refuted · 2 not enough · 1 nothing to check"""
    counts = Counter(v.label.word if v.claim.figures else NOTHING for v in verdicts)
    said = [f"{counts[w]:,} {w}" for w in (*(label.word for label in Label), NOTHING) if counts[w]]
    if disputed := sum(verdict.disputed for verdict in verdicts):
        said.append(f"{DISAGREE} on {disputed:,}")
    return " · ".join(said)


# -- the page ------------------------------------------------------------------------------------


def annotated(draft: str, verdicts: Sequence[Verdict], *, linked: int) -> str:
    """The draft as it was pasted, each claim underlined and followed by its number and word.

    The first *linked* of them lead to their evidence.
    """
    parts = []
    at = 0
    for number, verdict in numbered(verdicts):
        claim = verdict.claim
        parts.append(escape(draft[at : claim.start]))
        at = claim.end
        if number:
            parts.append(_underlined(draft, verdict, number, linked=number <= linked))
        else:
            parts.append(escape(draft[claim.start : claim.end]))
    if rest := draft[at:].rstrip():
        parts.append(f'<span class="unread">{escape(rest)}</span>')
    return f'<div class="draft" dir="auto">{"".join(parts)}</div>'


def _underlined(draft: str, verdict: Verdict, number: int, *, linked: bool) -> str:
    claim, style = verdict.claim, _STYLES[verdict.label]
    figures = [(claim.start + f.start, claim.start + f.end) for f in claim.figures]
    said = "".join(
        f"<b>{escape(draft[left:right])}</b>" if over else escape(draft[left:right])
        for left, right, over in pieces(claim.start, claim.end, {"figure": figures})
    )
    tag = _tag(verdict, number, leads_to=f"claim-{number}" if linked else None)
    return f'<span class="said {style}" id="said-{number}">{said}</span>&nbsp;{tag}'


def _tag(verdict: Verdict, number: int, *, leads_to: str | None) -> str:
    """The claim's number and its word; not to be read as a count, the number stands apart."""
    style, words = _STYLES[verdict.label], f"<b>{number}</b> {word(verdict)}"
    if leads_to is None:
        return f'<span class="tag {style}">{words}</span>'
    return f'<a class="tag {style}" href="#{leads_to}">{words}</a>'


def tally(verdicts: Sequence[Verdict]) -> str:
    """The summary; a line ends between its parts, not within them."""
    said = summary(verdicts).replace(" ", "\xa0").replace("\xa0·\xa0", " ·\xa0")
    return f'<p class="tally" role="status">{escape(said)}</p>'


def head(verdict: Verdict, number: int) -> str:
    """The head of a claim's evidence: its number, its word, and the claim again."""
    said = escape(shortened(verdict.claim.text, 300))
    return (
        f'<div class="claim" id="claim-{number}">'
        f"<h3>{_tag(verdict, number, leads_to=f'said-{number}')}</h3>"
        f'<p class="aside" dir="auto">{said}</p></div>'
    )


def evidence(piece: Evidence, *, disputed: bool = False) -> str:
    """The reason in a sentence, and the article's own with the figure marked."""
    citation = piece.citation
    start, end = citation.sentence
    words = marked(citation.article.text, start, end, [(citation.start, citation.end)])
    return (
        f'<div class="evidence"><p class="reason" dir="auto">'
        f"{escape(because(piece, disputed=disputed))}</p>"
        f'<p class="sentence" dir="auto">{words}</p></div>'
    )


def silence(figure: Figure | None = None) -> str:
    """That the articles do not say; of *figure*, where others of the claim were found."""
    said = f"“{figure.text}”: the articles do not say." if figure else SILENT
    return f'<p class="reason" dir="auto">{escape(said)}</p>'


def unchecked(verdicts: Iterable[Verdict]) -> str:
    """The sentences with nothing to check, listed quietly."""
    items = "".join(
        f'<li dir="auto">{escape(shortened(verdict.claim.text, 160))}</li>'
        for verdict in verdicts
        if not verdict.claim.figures
    )
    return f'<ul class="unchecked">{items}</ul>'


def because(piece: Evidence, *, disputed: bool = False) -> str:
    """The reason in plain words: "The articles say $870 million; you wrote $780 million."

    Where the articles disagree, the one that says so is named by its publisher.
    """
    other = piece.reason.capitalize() + ": the articles say {said}; you wrote {wrote}."
    sentence = _BECAUSE.get(piece.reason, other)
    said = sentence.format(said=_said(piece.reported), wrote=_said(piece.claimed))
    if not disputed:
        return said
    publisher = piece.citation.article.publisher or "one article"
    said = said.replace("The articles say", f"{publisher} says", 1)
    said = said.replace("the articles say", f"{publisher} says", 1)
    return said[0].upper() + said[1:]


def by_figure(verdict: Verdict) -> list[tuple[Figure, list[Evidence]]]:
    """Each figure of the claim with its evidence, the strongest first, each place once."""
    found = []
    for figure in verdict.claim.figures:
        places: dict[tuple[str, int], Evidence] = {}
        for piece in verdict.evidence:
            if piece.claimed == figure:
                places.setdefault((piece.citation.article.id, piece.citation.start), piece)
        found.append((figure, list(places.values())))
    return found


def foremost(found: Sequence[Evidence]) -> list[Evidence]:
    """The strongest piece, and where another says the opposite, the strongest of those."""
    opposite = {Label.SUPPORTED: Label.REFUTED, Label.REFUTED: Label.SUPPORTED}
    against = [e for e in found if e.label is opposite.get(found[0].label)]
    return [*found[:1], *against[:1]]


def place_label(piece: Evidence) -> str:
    """One line for a button, in Markdown: refuted: “$890 million” · Daily Post · 3 Jan 2020 ▸"""
    return f"{piece.label.word}: {cards.quotation_label(piece.citation)} ▸"


def _said(figure: Figure) -> str:
    """A figure as printed, with its hedge, and with the day that a bare date means."""
    hedge = f"{figure.hedge} " if figure.hedge and figure.hedge != "vague" else ""
    words = " ".join(figure.text.split())
    if figure.first and figure.first == figure.last and str(figure.first.year) not in words:
        words += f" ({day(figure.first)})"
    return hedge + words


# -- to take away --------------------------------------------------------------------------------


def as_markdown(draft: str, verdicts: Sequence[Verdict], *, only: str = "") -> str:
    """The annotated draft, then the evidence for each claim; *only* is what was asked."""
    parts = []
    at = 0
    for number, verdict in numbered(verdicts):
        parts.append(markdown(draft[at : verdict.claim.end]))
        at = verdict.claim.end
        if number:
            parts.append(f" **({number} {word(verdict)})**")
    parts.append(markdown(draft[at:]))
    lines = "\n".join("".join(parts).strip().splitlines())
    text = _LINE_HEAD.sub(_line_head, lines)
    among = f"\n\nOnly: {_one_line(only)}" if only else ""
    sections = [f"# Checked draft\n\n{summary(verdicts)}{among}", text, "## Evidence"]
    sections += [
        _markdown_claim(number, verdict) for number, verdict in numbered(verdicts) if number
    ]
    return "\n\n".join(sections) + "\n"


def _markdown_claim(number: int, verdict: Verdict) -> str:
    lines = [f"{number}. **{word(verdict)}** {_one_line(verdict.claim.text)}"]
    for figure, found in by_figure(verdict):
        if not found:
            lines.append(f"    - {_one_line(f'“{figure.text}”: the articles do not say.')}")
        for piece in found:
            why = _one_line(because(piece, disputed=verdict.disputed))
            start, end = piece.citation.sentence
            quoted = _one_line(piece.citation.article.text[start:end])
            name, *rest = map(markdown, cards.reference(piece.citation))
            source = ", ".join([f"*{name}*", *rest])
            lines.append(f"    - {why} “{quoted}” ({source}) {_address(piece.citation)}")
    return "\n".join(lines)


def _address(citation: Citation) -> str:
    """Where the quotation stands, as a comment that no reader sees and `verify` reads."""
    start, end = citation.sentence
    sentence = {"start": start, "end": end, "text": citation.article.text[start:end]}
    address = {
        "article": citation.article.id, "start": citation.start, "end": citation.end,
        "exact": citation.exact, "passage": sentence,
    }  # fmt: skip
    return f"<!-- {json.dumps(address).translate(_COMMENTED)} -->"


def _one_line(text: str) -> str:
    return markdown(" ".join(text.split()))


def _line_head(match: re.Match[str]) -> str:
    mark, digits, point = match.groups()
    if digits:
        return f"{digits}\\{point}"
    return f"\\{mark}" if mark else ""


def as_csv(verdicts: Sequence[Verdict]) -> str:
    """A row for each piece of evidence; one for a claim, or a figure, without any."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(_CSV_HEAD)
    for number, verdict in numbered(verdicts):
        claim = (number or "", verdict.claim.text, word(verdict))
        for row in _rows(verdict):
            writer.writerow([_defused(cell) for cell in (*claim, *row)])
    return table.getvalue()


def _rows(verdict: Verdict) -> Iterator[tuple[str | int, ...]]:
    if not verdict.claim.figures:
        yield ("",) * 12
    for figure, found in by_figure(verdict):
        if not found:
            yield (figure.text, Label.NOT_ENOUGH_INFO.word, SILENT, *("",) * 9)
        for piece in found:
            yield (
                figure.text, piece.label.word, because(piece, disputed=verdict.disputed),
                _said(piece.reported),
                *_cells(piece.citation),
            )  # fmt: skip


def _cells(citation: Citation) -> tuple[str | int, ...]:
    article = citation.article
    start, end = citation.sentence
    return (
        article.text[start:end],
        article.publisher or "",
        cards.title(article),
        article.published.isoformat() if article.published else "",
        citation.start,
        citation.end,
        article.id,
        citation.exact,
    )


def _defused(cell: str | int) -> str:
    words = str(cell)
    return f"'{words}" if words.startswith(_FORMULA) else words

"""What is said on the page, as HTML and as text to copy: answers, passages, sources, reports.

Nothing here draws or decides; every word that is not ours comes through ``ui.text``.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePath

from qa import (
    Answer,
    Article,
    ArticleSummary,
    Candidate,
    Citation,
    Filter,
    Imprint,
    Reprint,
    confidence_word,
    days_of,
    disagree,
)
from ui.text import day, escape, markdown, marked, paragraphs, plain, shortened, word_matches

# Other answers worth a line: the three surest, if their confidence is at least one in five.
MOST_OTHERS = 3
LEAST_CONFIDENCE = 0.2

# A quotation longer than this is set in a smaller size.
LONG_QUOTATION = 90


def opening(promise: str) -> str:
    """The head of a page on which nothing has been asked."""
    return f'<div class="opening"><h1>Ask your articles</h1><p>{promise}</p></div>'


def question(words: str) -> str:
    return f'<h2 class="question" dir="auto">{escape(words)}</h2>'


def only(filter: Filter, titles: Iterable[str], stories: Iterable[str] = ()) -> str:
    """What is asked, where that is not everything.

    *titles* are those of the articles it names, *stories* those by which it names stories.
    """
    said = escape(only_words(filter, titles, stories))
    return f'<p class="only" dir="auto" role="note"><b>Only:</b> {said}</p>'


def only_words(filter: Filter, titles: Iterable[str], stories: Iterable[str] = ()) -> str:
    """2019, Yonhap or Daily Post, “Pentagon chief calls for …”, the story “Talks open”"""
    said = [_period(filter.since, filter.until), " or ".join(filter.publishers)]
    said += [" or ".join(f"“{shortened(title, 60)}”" for title in titles)]
    said += [" or ".join(f"the story “{shortened(title, 60)}”" for title in stories)]
    return ", ".join(part for part in said if part)


def _period(since: date | None, until: date | None) -> str:
    """2019 · Nov 2019 · 15 Nov 2019 – 3 Jan 2020 · from 15 Nov 2019 · until 3 Jan 2020"""
    if since and until:
        full = since.isoformat()
        if days_of(full[:4]) == (since, until):
            return full[:4]
        if days_of(full[:7]) == (since, until):
            return f"{since:%b %Y}"
        return day(since) if since == until else f"{day(since)} – {day(until)}"
    if since:
        return f"from {day(since)}"
    return f"until {day(until)}" if until else ""


def answer(best: Candidate, *, understood: str | None = None) -> str:
    """The quotation, the sentence around it, its source; first the question as understood."""
    citation = best.citations[0]
    size = "quotation long" if len(citation.exact) > LONG_QUOTATION else "quotation"
    said = f'<p class="aside">Understood as: {escape(understood)}</p>' if understood else ""
    return (
        f'<div class="card">{said}'
        f'<blockquote class="{size}" dir="auto">“{escape(citation.exact)}”</blockquote>'
        f"{_sentence(citation)}{source(citation)}</div>"
    )


def understood(said: Answer) -> str | None:
    """The question as it was understood, where that is not as it was asked."""
    asked, alone = " ".join(said.question.split()), " ".join(said.standalone.split())
    return said.standalone if asked != alone else None


def source(citation: Citation) -> str:
    """Publisher, title, date and page on one line."""
    article = citation.article
    parts = [f'<cite dir="auto">{escape(title(article))}</cite>']
    if article.publisher:
        parts.insert(0, f'<b dir="auto">{escape(article.publisher)}</b>')
    if article.published:
        parts.append(f"<time>{day(article.published)}</time>")
    if article.version:
        parts.append(article.version)
    if citation.page:
        parts.append(f"p.&nbsp;{citation.page}")
    return f'<p class="source">{"&nbsp;· ".join(parts)}</p>'


def confidence(value: float) -> str:
    """The confidence in a word; the number and its meaning show on hover and on focus."""
    word = confidence_word(value)
    meaning = meaning_of(value)
    return (
        f'<span class="confidence {escape(word)}" tabindex="0" role="note" '
        f'aria-label="{escape(word)}. {meaning}">{escape(word)}'
        f'<span class="tip" aria-hidden="true">{meaning}</span></span>'
    )


def meaning_of(value: float) -> str:
    """What a confidence means, in words: how often answers at its level were right."""
    share = "Nearly all" if value >= 0.95 else f"About {max(1, round(value * 10))} of 10"
    return f"{share} answers at this level were right in our tests ({value:.0%})."


def abstention() -> str:
    return '<div class="card silent"><p class="verdict">The articles do not say.</p></div>'


def closest() -> str:
    return '<p class="aside">The closest passages:</p>'


def passage(citation: Citation, asked: str, *, rank: int | None = None, brief: bool = False) -> str:
    """A passage with the question's words marked; *brief* shows its first lines."""
    text, within = citation.article.text, citation.passage
    marks = word_matches(asked, text, *within)
    said = " ".join(f"<p>{marked(text, *piece, marks)}</p>" for piece in paragraphs(text, *within))
    number = f'<span class="rank">{rank}</span>' if rank else ""
    style = "passage brief" if brief else "passage"
    return f'<div class="{style}">{number}<blockquote dir="auto">{said}</blockquote></div>'


def fault(message: str) -> str:
    """A calm box: what happened and what to do, in the words of the error."""
    return f'<div class="fault" role="alert"><p>{escape(message)}</p></div>'


def notice(message: str) -> str:
    return f'<p class="notice" role="status">{escape(message)}</p>'


def title(article: Article | ArticleSummary) -> str:
    """The article's title, or where it came from."""
    return article.title.strip() or article.source


def row_label(article: ArticleSummary) -> str:
    """The title of an article in a list, in Markdown."""
    name = article.title.strip() or PurePath(article.source).name
    return plain(shortened(name, 90))


def about(article: ArticleSummary) -> str:
    """Where an article in a list is from: publisher, date, version, and what a person has said."""
    parts = [escape(article.publisher)] if article.publisher else []
    parts.append(day(article.published) if article.published else "no date")
    parts += [article.version] if article.version else []
    parts += ["corrected by hand"] if article.corrected else []
    return f'<p class="meta">{" · ".join(parts)}</p>'


def printed(imprint: Imprint) -> str:
    """What an article that was corrected prints itself."""
    published = day(imprint.published) if imprint.published else "no date"
    publisher = escape(imprint.publisher) if imprint.publisher else "no publisher"
    return f'<p class="aside">As printed: {published}, {publisher}.</p>'


def removed(titles: Sequence[str]) -> str:
    """That articles were removed: Removed “Ferry out of service”."""
    if len(titles) == 1:
        return f"Removed “{shortened(titles[0], 90)}”."
    return f"Removed {counted(len(titles), 'article')}."


def shelved(found: int, chosen: int, *, narrowed: bool) -> str:
    """How many articles there are, or were found, and how many of them are chosen."""
    said = f"{counted(found, 'article')}{' found' if narrowed else ''}"
    also = f", {chosen:,} chosen" if chosen else ""
    return f'<p class="tally" role="status">{said}{also}</p>'


def no_article(words: str) -> str:
    """That the search, or the filter, leaves nothing in."""
    said = (
        "No title or publisher has these words." if words else "No article is left by the filter."
    )
    return f'<div class="card silent"><p class="verdict" role="status">{said}</p></div>'


def others(said: Answer) -> list[Candidate]:
    """The other answers worth a line, newest first, the undated last."""
    sure = [c for c in said.candidates[1:] if c.confidence >= LEAST_CONFIDENCE]
    return sorted(sure[:MOST_OTHERS], key=_printed, reverse=True)


def other_label(best: Candidate, other: Candidate) -> str:
    """One line for a button, in Markdown: Also: “$890 million” · Daily Post · 3 Jan 2020 ▸

    It begins with "Disagrees" where both values cannot be right.
    """
    word = "Disagrees" if disagree(best, other) else "Also"
    return f"{word}: {quotation_label(other.citations[0])} ▸"


def place_label(citation: Citation | Reprint) -> str:
    """One line for a button, in Markdown: where else the same is said."""
    return copy_label(citation.article)


def copy_label(article: Article | ArticleSummary) -> str:
    """One line for a button, in Markdown: another version of a story."""
    printed = day(article.published) if article.published else None
    parts = (article.publisher, shortened(title(article), 70), printed, article.version)
    return " · ".join(plain(part) for part in parts if part) + " ▸"


def quotation_label(citation: Citation) -> str:
    article = citation.article
    parts = [f"“{plain(shortened(citation.exact, 90))}”"]
    parts.append(plain(article.publisher or shortened(title(article), 50)))
    if article.published:
        parts.append(day(article.published))
    if article.version:
        parts.append(article.version)
    return " · ".join(parts)


def copied(citation: Citation) -> str:
    """The quotation with its source, as plain text to paste."""
    return f"“{citation.exact}” ({', '.join(reference(citation))})"


def copied_markdown(citation: Citation) -> str:
    """The quotation with its source, as Markdown to paste."""
    quoted = "\n> ".join(markdown(citation.exact).splitlines())
    name, *rest = (markdown(part) for part in reference(citation))
    return f"> “{quoted}”\n>\n> {', '.join([f'*{name}*', *rest])}"


def reference(citation: Citation) -> Iterable[str]:
    """Title, publisher, date, page and place of the quotation."""
    article = citation.article
    yield title(article)
    if article.publisher:
        yield article.publisher
    if article.published:
        yield day(article.published)
    if citation.page:
        yield f"p. {citation.page}"
    yield f"characters {citation.start}–{citation.end}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _sentence(citation: Citation) -> str:
    """The sentence with the quotation marked; nothing where the quotation is the sentence."""
    start, end = citation.sentence
    if (start, end) == (citation.start, citation.end):
        return ""
    words = marked(citation.article.text, start, end, [(citation.start, citation.end)])
    return f'<p class="sentence" dir="auto">{words}</p>'


def _printed(candidate: Candidate) -> str:
    published = candidate.citations[0].article.published
    return published.isoformat() if published else ""

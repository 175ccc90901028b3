"""The terminal: ``python -m qa COMMAND [--library PATH] [--json]``."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from qa import (
    EVERYTHING,
    Added,
    Answer,
    ArticleSummary,
    Citation,
    DocumentError,
    Entry,
    Filter,
    FilterError,
    Label,
    QASystem,
    QuestionError,
    ReportableError,
    Settings,
    Status,
    Verdict,
    answer_json,
    article_json,
    check_json,
    confidence_word,
    days_of,
    disagree,
    entry_json,
    figure_json,
    findings_json,
    refused_json,
    settings_from,
    summary_json,
)

DONE, NOT_IN_DOCUMENTS, WRONG_USAGE, REPORTED = 0, 1, 2, 3
REFUTED = NOT_IN_DOCUMENTS

# A draft has tens of questions, an exam thousands; a file of more than this is a mistake.
MOST_BYTES_OF_QUESTIONS = 200_000_000
# More than this of standard input is no article; what is read of it is refused with the reason.
MOST_BYTES_OF_INPUT = 30_000_000
MOST_PASSAGES = 1000

# A document's control characters shown as their pictures (U+2400 and up), not obeyed.
_CONTROLS: dict[int, int | None] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x7F: 0x2421,
    0x0D: None,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    _speak_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.filter = _filter(options)
    except FilterError as error:
        parser.error(str(error))
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except ReportableError as error:
        print(_shown(str(error)), file=sys.stderr)
        return REPORTED
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return DONE
    except OSError as error:  # all others are reported by the rooms that meet them
        print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
        return REPORTED
    except KeyboardInterrupt:
        kept = " What was already added stays added." if options.run is add else ""
        print(f"Stopped.{kept}", file=sys.stderr)
        return 130
    return status


def add(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options)) as system:
        results = list(_reported(_added(system, options.paths)))
    counts = Counter(result.status for result in results)
    failures = [result for result in results if result.status is Status.FAILED]
    if options.json:
        _print_json(
            {
                **{status.value: counts[status] for status in Status},
                "failures": [{"source": f.source, "reason": f.reason} for f in failures],
            }
        )
    else:
        print(", ".join(f"{counts[status]} {status.value}" for status in Status))
        for failure in failures:
            print(_shown(f"  {failure.reason}"))
    nothing_added = len(failures) == len(results)
    return REPORTED if failures and nothing_added else DONE


def list_articles(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        articles = system.articles(filter=options.filter)
    if options.json:
        _print_json([summary_json(article) for article in articles])
    else:
        for article in articles:
            print(_shown(_line(article)))
        print(_counted(len(articles)))
        _print_filter(options.filter)
    return DONE


def show(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        article = system.article(options.id)
    if options.json:
        _print_json(article_json(article))
    else:
        print(_shown(article.title))
        print(_shown(_source_line(article.publisher, article.published, article.source)))
        print(f"{article.id}\n")
        print(_shown(article.text))
    return DONE


def remove(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        removed = system.remove(options.ids)
    if options.json:
        _print_json({"removed": removed})
    else:
        print(f"{_counted(removed)} removed")
    return DONE


def rebuild(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False, rebuilding=True) as system:
        rebuilt = system.rebuild()
    if options.json:
        _print_json({"rebuilt": rebuilt})
    else:
        print(f"{_counted(rebuilt)} rebuilt")
    return DONE


def ask(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        if options.questions is not None:
            return _ask_all(system, Path(options.questions), options.filter)
        answer = system.ask(options.question, filter=options.filter)
    if options.json:
        _print_json(answer_json(answer, options.filter))
    else:
        _print_answer(answer)
        _print_filter(options.filter)
    return NOT_IN_DOCUMENTS if options.exit_code and not answer.answered else DONE


def find(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        findings = system.find(options.question, k=options.k, filter=options.filter)
    if options.json:
        _print_json(findings_json(options.question, findings, options.filter))
    else:
        for finding in findings:
            print(_shown(f"{finding.rank}. {_cited(finding.citation)}"))
            print(_shown(_indented(finding.citation.exact)))
            if reprints := _reprints(finding.citation):
                print(_shown(f"  {reprints}"))
        _print_filter(options.filter)
    return DONE


def check(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        if options.claims is not None:
            return _check_all(system, Path(options.claims), options.filter)
        draft = _draft() if options.text == "-" else options.text
        verdicts = []
        for verdict in system.check(draft, filter=options.filter):
            verdicts.append(verdict)
            if not options.json:
                print(_shown("\n".join(_judged(verdict))), flush=True)
    if options.json:
        _print_json(check_json(draft, verdicts, options.filter))
    else:
        print(_summed_up(verdicts))
        _print_filter(options.filter)
    refuted = any(verdict.label is Label.REFUTED for verdict in verdicts)
    return REFUTED if options.exit_code and refuted else DONE


def figures(options: argparse.Namespace) -> int:
    """Printed as they are found: a large library has hundreds of thousands."""
    with QASystem.open(_settings(options), create=False) as system:
        listed = 0
        for entry in system.figures(options.words, filter=options.filter):
            listed += 1
            if options.json:
                _print_json(entry_json(entry))
            else:
                print(_shown(_entered(entry)))
    if not options.json:
        print("1 figure" if listed == 1 else f"{listed:,} figures")
        _print_filter(options.filter)
    return DONE


def _ask_all(system: QASystem, path: Path, filter: Filter) -> int:
    """One JSON line a question, in order; the file is read whole before the first is asked."""
    for id, question in list(_rows(path, "question")):
        try:
            answered = answer_json(system.ask(question, filter=filter), filter)
        except QuestionError as error:
            answered = refused_json(question, str(error), filter)
        _print_json({"id": id, **answered})
    return DONE


def _check_all(system: QASystem, path: Path, filter: Filter) -> int:
    """One JSON line a claim, in order; the file is read whole before the first is checked."""
    for id, claim in list(_rows(path, "claim")):
        try:
            checked = check_json(claim, list(system.check(claim, filter=filter)), filter)
        except QuestionError as error:
            checked = {**check_json(claim, [], filter), "error": str(error)}
        _print_json({"id": id, **checked})
    return DONE


def _draft() -> str:
    """Standard input, whole."""
    if sys.stdin is None:
        raise QuestionError("Standard input is closed: pipe a draft into this command.")
    try:
        return sys.stdin.buffer.read(MOST_BYTES_OF_INPUT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError("The draft is not UTF-8 text. Save it as UTF-8.") from error


def _rows(path: Path, wanted: str) -> Iterator[tuple[Any, str]]:
    """The ids and questions, or claims, of a JSONL file, blank lines left out."""
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, allow_nan=False)
        except (ValueError, RecursionError) as error:
            raise QuestionError(f"{path}, line {number}: not JSON ({error}).") from error
        if not isinstance(row, dict) or not isinstance(row.get(wanted), str):
            raise QuestionError(
                f'{path}, line {number}: expected {{"id": …, "{wanted}": "…"}}, one a line.'
            )
        yield row.get("id"), row[wanted]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES_OF_QUESTIONS:
            raise QuestionError(f"{path}: over {MOST_BYTES_OF_QUESTIONS:,} bytes. Split it.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path}: not UTF-8 text. Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise QuestionError(f"{path}: cannot be read. Name a JSONL file.") from error


def _added(system: QASystem, paths: Sequence[str]) -> Iterator[Added]:
    """Files and folders, and for ``-`` standard input."""
    for path in paths:
        if path == "-":
            if sys.stdin is None:
                raise DocumentError("Standard input is closed: pipe a text into this command.")
            yield from system.add_uploads([("-", sys.stdin.buffer.read(MOST_BYTES_OF_INPUT))])
    yield from system.add_files([path for path in paths if path != "-"])


def _reported(results: Iterable[Added]) -> Iterator[Added]:
    """*results*, with progress on standard error."""
    live = sys.stderr.isatty()
    for number, result in enumerate(results, start=1):
        if live:
            print(f"\r\x1b[K{number} {_shown(Path(result.source).name)}", end="", file=sys.stderr)
        elif number % 100 == 0:
            print(f"{number} files", file=sys.stderr)
        yield result
    if live:
        print("\r\x1b[K", end="", file=sys.stderr)


def _print_answer(answer: Answer) -> None:
    print(_shown("\n".join(_told(answer))))


def _print_filter(filter: Filter) -> None:
    """What was asked, where that is not every article."""
    if filter:
        print(_shown(f"Only articles {filter}."))


def _told(answer: Answer) -> Iterator[str]:
    """The lines of an answer, or of the silence with the closest passages."""
    if not answer.answered:
        yield "The articles do not say. The closest passages:\n"
        for citation in answer.nearest[:3]:
            yield _cited(citation)
            yield _indented(citation.exact) + "\n"
        return
    best = answer.candidates[0]
    yield f"“{best.text}”  ({confidence_word(best.confidence)}, {best.confidence:.2f})\n"
    for citation in best.citations:
        yield _indented(citation.article.text[slice(*citation.sentence)])
        yield f"  — {_cited(citation)}"
        if reprints := _reprints(citation):
            yield f"    {reprints}"
        yield ""
    for other in answer.candidates[1:]:
        if other.confidence >= 0.2:
            word = "Disagrees" if disagree(best, other) else "Also"
            yield f"{word}: “{other.text}” ({other.confidence:.2f}), {_cited(other.citations[0])}"


def _judged(verdict: Verdict) -> Iterator[str]:
    """The lines of a verdict: the claim, the word, and the evidence with its place."""
    yield f"{verdict.label.word:13}  {' '.join(verdict.claim.text.split())}"
    disputed = "; the articles disagree" if verdict.disputed else ""
    yield f"{'':15}{verdict.reason}{disputed}"
    for piece in verdict.evidence:
        word = "agrees" if piece.label is Label.SUPPORTED else piece.reason
        yield f"{'':15}{piece.claimed.text}: {word}, “{piece.citation.exact}”"
        yield f"{'':15}— {_cited(piece.citation)}"
        if reprints := _reprints(piece.citation):
            yield f"{'':17}{reprints}"


def _summed_up(verdicts: Sequence[Verdict]) -> str:
    counts = Counter(verdict.label for verdict in verdicts)
    return ", ".join(f"{counts[label]} {label.word}" for label in Label)


def _entered(entry: Entry) -> str:
    """A line for a figure: as printed, as meant, its sentence, its place."""
    known = figure_json(entry.figure)
    meant = " ".join(
        str(known[name]) for name in ("hedge", "value", "unit", "noun", "period") if known[name]
    )
    sentence = " ".join(entry.citation.passage_text.split())
    return f"{entry.citation.exact}  [{meant}]\n  {sentence}\n  — {_cited(entry.citation)}"


def _shown(text: str) -> str:
    """*text* as a terminal may show it: nothing in it moves the cursor or changes a colour."""
    return text.translate(_CONTROLS)


def _cited(citation: Citation) -> str:
    article = citation.article
    page = f"page {citation.page}, " if citation.page else ""
    place = f"{page}characters {citation.start}-{citation.end}"
    return f"{article.title} · {_source_line(article.publisher, article.published, place)}"


def _reprints(citation: Citation) -> str:
    """also in 2 more: Harbor Wire, The Meridian Post; nothing where the words are nowhere else."""
    articles = [reprint.article for reprint in citation.also_in]
    names = ", ".join(dict.fromkeys(a.publisher or a.title or a.source for a in articles))
    return f"also in {len(articles)} more: {names}" if articles else ""


def _source_line(publisher: str | None, published: object, place: str) -> str:
    return " · ".join(str(part) for part in (publisher, published, place) if part)


def _line(article: ArticleSummary) -> str:
    published = article.published.isoformat() if article.published else "undated   "
    publisher = f" · {article.publisher}" if article.publisher else ""
    return f"{article.id[:12]}  {published}  {article.title}{publisher}"


def _counted(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles} articles"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines() if line.strip())


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _speak_utf8() -> None:
    """Quotations have characters that a terminal's old code page lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _settings(options: argparse.Namespace) -> Settings:
    settings = settings_from()
    return replace(settings, library=Path(options.library)) if options.library else settings


def _filter(options: argparse.Namespace) -> Filter:
    """The filter that was typed; for a command without one, everything."""
    if "publisher" not in options:
        return EVERYTHING
    return Filter(
        since=options.since,
        until=options.until,
        publishers=tuple(options.publisher),
        articles=tuple(options.article),
        stories=tuple(options.story),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa", description="Ask your articles: every answer is a quotation."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--library", type=_path, metavar="PATH", help="default: $ATTEST_LIBRARY, else library.db"
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    filtering = _filtering()

    def command(
        name: str,
        run: Callable[[argparse.Namespace], int],
        help: str,
        *more: argparse.ArgumentParser,
    ) -> Any:
        made = commands.add_parser(name, parents=[common, *more], help=help, description=help)
        made.set_defaults(run=run)
        return made

    adding = command(
        "add", add, "Add files, folders with all that is in them, or - (standard input)."
    )
    adding.add_argument("paths", nargs="+", metavar="PATH")
    command(
        "list", list_articles, "List the library's articles, newest printed date first.", filtering
    )
    showing = command("show", show, "Show one article.")
    showing.add_argument("id", metavar="ID", help="an article's id, or its beginning")
    removing = command("remove", remove, "Remove articles.")
    removing.add_argument("ids", nargs="+", metavar="ID")
    command("rebuild", rebuild, "Derive everything derived anew from the articles.")
    asking = command("ask", ask, "Ask a question; the answer is a quotation.", filtering)
    one_or_many = asking.add_mutually_exclusive_group(required=True)
    one_or_many.add_argument("question", nargs="?", metavar="QUESTION")
    one_or_many.add_argument(
        "--questions",
        type=_path,
        metavar="FILE",
        help='JSONL, {"id", "question"} a line; JSON lines come out',
    )
    asking.add_argument(
        "--exit-code", action="store_true", help="exit 1 if the articles do not say"
    )
    checking = command(
        "check", check, "Check the figures and dates of a claim, or of a draft.", filtering
    )
    one_or_all = checking.add_mutually_exclusive_group(required=True)
    one_or_all.add_argument(
        "text", nargs="?", metavar="TEXT", help="a claim or a draft, or - (standard input)"
    )
    one_or_all.add_argument(
        "--claims",
        type=_path,
        metavar="FILE",
        help='JSONL, {"id", "claim"} a line; JSON lines come out',
    )
    checking.add_argument("--exit-code", action="store_true", help="exit 1 if a claim is refuted")
    listing = command(
        "figures", figures, "List every figure and date, or those said with WORDS.", filtering
    )
    listing.add_argument("words", nargs="?", default="", metavar="WORDS")
    finding = command("find", find, "Find the passages that bear on a question.", filtering)
    finding.add_argument("question", metavar="QUESTION")
    finding.add_argument("-k", type=_how_many, default=10, help="how many (default 10)")
    return parser


def _filtering() -> argparse.ArgumentParser:
    """The options that say which articles are asked."""
    parser = argparse.ArgumentParser(add_help=False)
    only = parser.add_argument_group("which articles", "DATE is 2019, 2019-11 or 2019-11-15.")
    only.add_argument(
        "--since", type=_first_day, metavar="DATE", help="printed on this day or later"
    )
    only.add_argument(
        "--until", type=_last_day, metavar="DATE", help="printed on this day or before"
    )
    only.add_argument(
        "--publisher", action="append", default=[], metavar="NAME", help="may be repeated"
    )
    only.add_argument(
        "--article",
        action="append",
        default=[],
        metavar="ID",
        help="an id or its beginning; may be repeated",
    )
    only.add_argument(
        "--story",
        action="append",
        default=[],
        metavar="ID",
        help="an article by its id, and all other versions of it; may be repeated",
    )
    return parser


def _first_day(text: str) -> date:
    return _days(text)[0]


def _last_day(text: str) -> date:
    return _days(text)[1]


def _days(text: str) -> tuple[date, date]:
    try:
        return days_of(text)
    except FilterError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _how_many(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PASSAGES:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_PASSAGES}")


def _path(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return text


if __name__ == "__main__":
    sys.exit(main())

"""The terminal: ``python -m qa COMMAND [--library PATH] [--json]``."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from qa import (
    EVERYTHING,
    STDIN,
    SUFFIXES,
    Added,
    Answer,
    ArticleSummary,
    Citation,
    ColumnError,
    Columns,
    DocumentError,
    Entry,
    Fault,
    Filter,
    FilterError,
    Gone,
    Imprint,
    Label,
    Mend,
    Pace,
    QASystem,
    QuestionError,
    ReportableError,
    Settings,
    Standing,
    Status,
    TranscriptError,
    Verdict,
    Verified,
    answer_json,
    article_json,
    check_json,
    confidence_word,
    corrected_json,
    days_of,
    disagree,
    entry_json,
    faults_json,
    figure_json,
    findings_json,
    named_column,
    printed_time,
    quotations,
    refused_json,
    settings_from,
    summary_json,
    verified_json,
    watch,
)

DONE, NOT_IN_DOCUMENTS, WRONG_USAGE, REPORTED = 0, 1, 2, 3
REFUTED = FAULTY = NOT_IN_DOCUMENTS
STOPPED = 130  # as a shell has it for Ctrl-C

# A draft has tens of questions, an exam thousands; a file of more than this is a mistake.
MOST_BYTES_OF_QUESTIONS = 200_000_000
# More than this of standard input is no draft, or no document; what is read of it is refused with
# the reason.
MOST_BYTES_OF_DRAFT = 30_000_000
MOST_BYTES_OF_DOCUMENT = 110_000_000
MOST_PASSAGES = 1000

_MENDS = {
    Mend.REBUILD: "`python -m qa rebuild` mends this",
    Mend.ADD_AGAIN: "remove it (`python -m qa remove {id}`), add its file again, then "
    "`python -m qa rebuild`",
    Mend.BACKUP: "put a copy of the library from a backup in its place",
}

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
    if options.run is add and options.kind and STDIN not in options.paths:
        parser.error(f"--as says what standard input is: add {STDIN}")
    if options.run is correct and options.as_printed == (_corrections(options) != {}):
        parser.error("say --published or --publisher, or --as-printed alone")
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
        print("Stopped.", file=sys.stderr)
        return STOPPED
    return status


def add(options: argparse.Namespace) -> int:
    tally, pace = Tally(), Pace(sys.stderr)
    stopped = False
    with QASystem.open(_settings(options)) as system:
        try:
            for result in _added(system, options, pace):
                tally.count(result)
                pace.article(put=result.status not in (Status.UNCHANGED, Status.FAILED))
        except KeyboardInterrupt:
            stopped = True
        except ReportableError:  # the disk is full, perhaps: what went in before stays
            pace.clear()
            if tally.counts:
                _print_tally(tally, options.json, stopped=True)
            raise
    pace.clear()
    _print_tally(tally, options.json, stopped)
    if stopped:
        print("Stopped. Add again to go on from here.", file=sys.stderr)
        return STOPPED
    nothing_added = tally.counts.total() == len(tally.failures)
    return REPORTED if tally.failures and nothing_added else DONE


def watch_folders(options: argparse.Namespace) -> int:
    tally, pace = Tally(), Pace(sys.stderr)
    following = False
    with QASystem.open(_settings(options)) as system:
        try:
            for seen in watch(system, options.folders, prune=options.prune, progress=pace.step):
                if seen is None:
                    following = True
                    pace.clear()
                    _print_tally(tally, options.json, stopped=False)
                    print("Watching. Ctrl-C ends it.", file=sys.stderr)
                elif following:
                    _print_seen(seen, options.json)
                elif isinstance(seen, Added):
                    tally.count(seen)
                    pace.article(put=seen.status not in (Status.UNCHANGED, Status.FAILED))
        except KeyboardInterrupt:
            if following:
                return DONE
            pace.clear()
            _print_tally(tally, options.json, stopped=True)
    return STOPPED


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
        when = " ".join(str(said) for said in (article.published, printed_time(article)) if said)
        facts = (article.publisher, when, article.version, article.source)
        print(_shown(_source_line(*facts)))
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


def correct(options: argparse.Namespace) -> int:
    with QASystem.open(_settings(options), create=False) as system:
        if options.as_printed:
            system.take_back(options.id)
        else:
            system.correct(options.id, **_corrections(options))
        article, printed = system.article(options.id), system.printed(options.id)
    if options.json:
        _print_json(corrected_json(article, printed))
    else:
        now = Imprint(published=article.published, publisher=article.publisher)
        print(_shown(f"{article.title} · {_imprinted(now)}"))
        if printed:
            print(_shown(f"As printed: {_imprinted(printed)}"))
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


def verify(options: argparse.Namespace) -> int:
    """What of a transcript does not stand as it says; without one, what is wrong in the library."""
    with QASystem.open(_settings(options), create=False, rebuilding=True) as system:
        if options.file is None:
            return _verify_library(system, options)
        try:
            said = quotations(_text(Path(options.file), "a transcript"))
        except TranscriptError as error:
            raise TranscriptError(f"{options.file}: {error}") from error
        held = list(system.verify(said))
    if options.json:
        _print_json(verified_json(held))
    else:
        print(_shown("\n".join(_standing(held))))
    all_stand = all(each.standing is Standing.VERBATIM for each in held)
    return FAULTY if options.exit_code and not all_stand else DONE


def _verify_library(system: QASystem, options: argparse.Namespace) -> int:
    faults = system.faults()
    articles = 0 if faults else len(system.articles())
    if options.json:
        _print_json(faults_json(faults))
    else:
        print(_shown("\n".join(_faulty(articles, faults))))
    return FAULTY if options.exit_code and faults else DONE


def _faulty(articles: int, faults: Sequence[Fault]) -> Iterator[str]:
    """The lines of what is wrong in the library, each with what mends it."""
    for fault in faults:
        where = f"article {fault.article[:12]}: " if fault.article else ""
        yield f"{where}{fault.what}"
        yield f"  {_MENDS[fault.mend].format(id=fault.article)}"
    if faults:
        yield "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    else:
        yield f"{_counted(articles)}: texts, passages, vectors and words are in step"


def _standing(held: Sequence[Verified]) -> Iterator[str]:
    """The lines of what is not verbatim, and the counts."""
    for each in held:
        said = each.quotation
        if each.standing is not Standing.VERBATIM:
            words = " ".join(said.exact.split())
            place = f"article {said.article[:12]}, characters {said.start}-{said.end}"
            yield f"line {said.line}: {each.standing}: “{words}” ({place})"
        for start, end in each.places:
            yield f"  now in article {(each.found or '')[:12]}, characters {start}-{end}"
    counts = Counter(each.standing for each in held)
    total = "1 quotation" if len(held) == 1 else f"{len(held)} quotations"
    yield f"{total}: " + ", ".join(f"{counts[standing]} {standing}" for standing in Standing)


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
        return sys.stdin.buffer.read(MOST_BYTES_OF_DRAFT).decode("utf-8-sig")
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


def _text(path: Path, kind: str = "a JSONL file") -> str:
    """The file's text, its line ends as they are."""
    try:
        if path.stat().st_size > MOST_BYTES_OF_QUESTIONS:
            raise QuestionError(f"{path}: over {MOST_BYTES_OF_QUESTIONS:,} bytes. Split it.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path}: not UTF-8 text. Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise QuestionError(f"{path}: cannot be read. Name {kind}.") from error


class Tally:
    """What became of documents: how many of each, and every failure."""

    def __init__(self) -> None:
        self.counts: Counter[Status] = Counter()
        self.failures: list[Added] = []

    def count(self, result: Added) -> None:
        self.counts[result.status] += 1
        if result.status is Status.FAILED:
            self.failures.append(result)


def _added(system: QASystem, options: argparse.Namespace, pace: Pace) -> Iterator[Added]:
    """Files and folders, and for ``-`` standard input."""
    for path in options.paths:
        if path == STDIN:
            if sys.stdin is None:
                raise DocumentError("Standard input is closed: pipe a document into this command.")
            data = sys.stdin.buffer.read(MOST_BYTES_OF_DOCUMENT)
            yield from system.add_uploads([(STDIN, data)], kind=options.kind)
    named = [path for path in options.paths if path != STDIN]
    yield from system.add_files(named, progress=pace.step)
    if options.prune:
        yield from system.prune(named)


def _print_tally(tally: Tally, as_json: bool, stopped: bool) -> None:
    counts = tally.counts
    if as_json:
        failures = [{"source": f.source, "reason": f.reason} for f in tally.failures]
        counted = {status.value: counts[status] for status in Status}
        _print_json({**counted, "failures": failures, "stopped": stopped})
        return
    print(", ".join(f"{counts[status]} {status.value}" for status in Status))
    for failure in tally.failures:
        print(_shown(f"  {failure.reason}"))
    sys.stdout.flush()


def _print_seen(seen: Added | Gone, as_json: bool) -> None:
    """A line for what became of a document while its folder was watched."""
    status, article = "gone", None
    reason: str | None = "its articles are kept; --prune removes them"
    if isinstance(seen, Added):
        status, article, reason = seen.status.value, seen.article, seen.reason
    if as_json:
        _print_json({"source": seen.source, "status": status, "article": article, "reason": reason})
    else:
        why = f": {reason}" if reason else ""
        print(_shown(f"{status:9}  {seen.source}{why}"), flush=True)


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
    facts = (article.publisher, article.published, article.version, place)
    return f"{article.title} · {_source_line(*facts)}"


def _reprints(citation: Citation) -> str:
    """also in 2 more: Harbor Wire, The Meridian Post; nothing where the words are nowhere else."""
    articles = [reprint.article for reprint in citation.also_in]
    names = ", ".join(dict.fromkeys(a.publisher or a.title or a.source for a in articles))
    return f"also in {len(articles)} more: {names}" if articles else ""


def _imprinted(imprint: Imprint) -> str:
    return f"{imprint.publisher or 'no publisher'} · {imprint.published or 'no date'}"


def _source_line(*facts: object) -> str:
    return " · ".join(str(fact) for fact in facts if fact)


def _line(article: ArticleSummary) -> str:
    published = article.published.isoformat() if article.published else "undated   "
    publisher = f" · {article.publisher}" if article.publisher else ""
    version = f" · {article.version}" if article.version else ""
    return f"{article.id[:12]}  {published}  {article.title}{publisher}{version}"


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
    if options.library:
        settings = replace(settings, library=Path(options.library))
    if "column" in options:
        settings = replace(settings, columns=Columns(named=tuple(options.column)))
    return settings


def _corrections(options: argparse.Namespace) -> dict[str, str]:
    """The fields that a person corrects; empty is not known."""
    said = {"published": options.published, "publisher": options.publisher}
    return {field: value for field, value in said.items() if value is not None}


def _filter(options: argparse.Namespace) -> Filter:
    """The filter that was typed; for a command without one, everything."""
    if "since" not in options:
        return EVERYTHING
    return Filter(
        since=options.since,
        until=options.until,
        publishers=tuple(options.publisher),
        articles=tuple(options.article),
        stories=tuple(options.story),
    )


@cache
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
    adding.add_argument(
        "--as",
        dest="kind",
        type=_kind,
        metavar=".KIND",
        help="what standard input is, if its content does not tell (.csv, .md)",
    )
    watching = command("watch", watch_folders, "Add folders, then follow what changes in them.")
    watching.add_argument("folders", nargs="+", metavar="FOLDER")
    for keeping in (adding, watching):
        keeping.add_argument(
            "--prune",
            action="store_true",
            help="remove articles whose files in these folders are gone",
        )
        keeping.add_argument(
            "--column",
            action="append",
            default=[],
            type=_column,
            metavar="FIELD=NAME",
            help="which column or key of a .csv, .json or .jsonl holds the text, title, publisher, "
            "date, author or url, as in text=Story; may be repeated",
        )
    command(
        "list", list_articles, "List the library's articles, newest printed date first.", filtering
    )
    showing = command("show", show, "Show one article.")
    showing.add_argument("id", metavar="ID", help="an article's id, or its beginning")
    removing = command("remove", remove, "Remove articles.")
    removing.add_argument("ids", nargs="+", metavar="ID")
    correcting = command("correct", correct, "Correct when or by whom an article was printed.")
    correcting.add_argument("id", metavar="ID", help="an article's id, or its beginning")
    correcting.add_argument(
        "--published", metavar="DATE", help='2019-11-15 or "15 Nov 2019"; "" if it is not known'
    )
    correcting.add_argument(
        "--publisher",
        metavar="NAME",
        help='"" if it is not known; what is not given stays as it is',
    )
    correcting.add_argument(
        "--as-printed", action="store_true", help="take the correction back, both of it"
    )
    command("rebuild", rebuild, "Derive everything derived anew from the articles.")
    verifying = command(
        "verify", verify, "Hold a transcript against the library; without one, the library itself."
    )
    verifying.add_argument(
        "file",
        nargs="?",
        type=_path,
        metavar="FILE",
        help="what ask, find, check or figures printed with --json, or the page Check saved",
    )
    verifying.add_argument(
        "--exit-code", action="store_true", help="exit 1 if anything is not as it was"
    )
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


def _column(text: str) -> tuple[str, str]:
    try:
        return named_column(text)
    except ColumnError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _kind(text: str) -> str:
    kind = f".{text.lower().removeprefix('.')}"
    if kind not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {' '.join(sorted(SUFFIXES))}")
    return kind


def _path(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return text


if __name__ == "__main__":
    sys.exit(main())

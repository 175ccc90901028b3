"""Hostile files, questions and names by the thousand: nothing but a reason may come back.

    python tests/benchmarks/fuzz.py --files 20000 --questions 20000 --seed 1 --keep ../fuzz

Files of every format are flipped, cut, repeated and spliced, also inside their packed members,
and read as ``add`` reads them. Questions, drafts, names, ids and filters of hostile pieces go
through the system and through the terminal, with stand-ins for the models. A traceback, a hang or
memory that grows is a finding; what led to it is kept in the folder, and the exit status is 1.
"""

import argparse
import io
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.errors import ReportableError
from index.formats.apart import Apart
from index.load import Unread, parse_articles
from index.local import LocalStore
from qa import EVERYTHING, Filter, QASystem, Settings
from qa.__main__ import main as terminal
from qa.verify import quotations
from tests import corpus
from tests.fakes import fake_system, make_article

ADDED = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
# What apart.py says of a parser whose process ended, or had to be.
ENDED = ("its parser failed on it", "seconds and was stopped")
SLOW, HANGS = 5.0, 90
LARGEST_SEED = 200_000
# Memory may still grow while caches fill; what it is after a quarter is what it is compared with.
GROWN = 150_000_000


@dataclass(slots=True)
class Findings:
    """What went wrong, and where what led to it is kept."""

    keep: Path | None
    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    memory: int = 0

    def note(self, name: str, what: str, data: bytes) -> None:
        self.faults.append(f"{name}: {what}")
        print(f"  {name}: {what}", flush=True)
        if self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{len(self.faults):03}-{Path(name).name}").write_bytes(data)

    @contextmanager
    def watching(self, name: str, data: bytes) -> Iterator[None]:
        """Note whatever is raised inside, or takes this process too long, whatever others do."""
        began = time.process_time()
        signal.alarm(HANGS)
        try:
            yield
        except Exception as error:  # noqa: BLE001 (that any may come is what is looked for)
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            self.note(name, f"{type(error).__name__}: {error} ({where})"[:400], data)
        finally:
            signal.alarm(0)
        taken = time.process_time() - began
        self.seconds.append(taken)
        if taken > SLOW:
            self.note(name, f"took {taken:.1f} s", data)

    def measure(self, done: int, of: int, apart: Apart | None = None) -> None:
        """Compare memory at the end with that after a quarter; that of *apart* with it."""
        if done == of // 4:
            self.memory = resident(apart)
        if done == of and self.memory:
            grown = resident(apart) - self.memory
            print(f"  memory after a quarter {self.memory / 1e6:,.0f} MB, grown by then on "
                  f"{grown / 1e6:,.0f} MB")  # fmt: skip
            if grown > GROWN:
                self.faults.append(f"memory grew by {grown / 1e6:,.0f} MB")

    def report(self, what: str) -> None:
        taken = [1000 * seconds for seconds in sorted(self.seconds)]
        median, most = taken[len(taken) // 2], taken[int(0.99 * len(taken))]
        print(f"{len(taken):,} {what}: {len(self.faults)} findings")
        print(f"  median {median:.1f} ms of processor, 99 in 100 under {most:.0f} ms, "
              f"longest {taken[-1]:.0f} ms")  # fmt: skip
        print("  " + ", ".join(f"{count:,} {name}" for name, count in self.outcomes.most_common()))


def resident(apart: Apart | None) -> int:
    """The bytes of memory held now, here and by the parsers; 0 where the system does not say."""
    parsers = apart and apart._process
    try:
        pages = [
            int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
            for process in ("self", *([parsers.pid] if parsers else []))
        ]
    except OSError:
        return 0
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


# -- files ---------------------------------------------------------------------------------------


def seeds(chance: random.Random) -> list[tuple[str, bytes]]:
    """Files of every format, good and bad, as (name, content)."""
    found: list[tuple[str, bytes]] = []
    for n in range(2):
        story = corpus.make_story(chance)
        made: Mapping[str, Callable[[corpus.Story], bytes]] = corpus.ONE_A_FILE
        found += [(f"one{n}{suffix}", make(story)) for suffix, make in made.items()]
        many = [corpus.make_story(chance) for _ in range(3)]
        found += [(f"many{n}{s}", make(many)) for s, (make, _) in corpus.MANY_A_FILE.items()]
    rows = [["City", "Cost"], ["Orrin", "$9 million"], ["Tamsen", "1,200"]]
    story = corpus.make_story(chance)
    found += [
        ("table.docx", corpus.as_docx(story, table=rows)),
        ("table.odt", corpus.as_odt(story, table=rows)),
        ("columns.pdf", corpus.as_pdf(story, columns=2)),
        (
            "pack.zip",
            corpus.zipped({"a.html": corpus.as_html(story), "b.eml": corpus.as_mail(story)}),
        ),
    ]
    bad = [(name, data) for name, data, _ in corpus.bad_files(story) if len(data) < LARGEST_SEED]
    return found + bad


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """*data* with one to eight things done to it."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(made) + 1)
        size = min(chance.choice((1, 2, 4, 16, 64, 512)), len(made) - at)
        match chance.randrange(8):
            case 0 if made and at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 50, 1000))
            case 3:
                made[at : at + size] = chance.randbytes(size)
            case 4:
                other = chance.choice(others)
                first = chance.randrange(len(other) + 1)
                made[at : at + size] = other[first : first + chance.choice((8, 64, 1024))]
            case 5:
                made[at:at] = chance.choice(PIECES_OF_FILES) * chance.choice((1, 1, 3, 500))
            case 6:
                del made[at:]
            case _:
                numbers = [i for i in range(at, min(at + 400, len(made))) if 48 <= made[i] <= 57]
                if numbers:
                    i = chance.choice(numbers)
                    made[i : i + 1] = chance.choice((b"0", b"-1", b"99999999999", b"4294967296"))
        made = made[: 4 * LARGEST_SEED]
    return bytes(made)


PIECES_OF_FILES = (
    b"<", b">", b"</p>", b"<div>", b"<table><tr><td>", b"<!--", b"]]>", b"<![CDATA[", b"&",
    b"&#0;", b"&#x110000;", b"<?xml version='1.0'?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b'"', b'""', b"'",
    b",", b"\n", b"\r", b"\r\n\r\n", b"{", b"[", b"\\", b"\\ud800", b"NaN", b"1e999", b"{\\rtf1",
    b"\\u-1", b"\\bin9999 ", b"\\'", b"obj", b"endstream", b"/Kids [1 0 R]", b"/Count 99999",
    b"PK\x03\x04", b"PK\x01\x02", b"=?utf-8?q?=00?=", b"charset=utf-7", b"<meta charset=rot13>",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"charset=\x00",
    b"Content-Transfer-Encoding: base64\n", b"<time datetime='99999-99-99'>",
    b'<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": 3}</script>',
    b"date: 0000-00-00\n", b"<meta property='article:published_time' content='2020-13-45'>",
)  # fmt: skip


def mutated_inside(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A packed file of which one member is mutated, and packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            path = chance.choice(archive.namelist())
            member = archive.read(path)
        return corpus.repacked(data, {path: mutated(member, others, chance)})
    except (zipfile.BadZipFile, zlib.error, IndexError, ValueError, RuntimeError, OSError):
        return mutated(data, others, chance)


def fuzz_files(count: int, *, seed: int, keep: Path | None) -> Findings:
    findings = Findings(keep)
    chance = random.Random(seed)
    originals = seeds(chance)
    contents = [data for _, data in originals]
    with Apart() as apart:
        for n in range(count):
            name, data = originals[n % len(originals)]
            mutate = mutated_inside if data[:2] == b"PK" and chance.random() < 0.7 else mutated
            data = mutate(data, contents, chance)
            if chance.random() < 0.02:  # read as another format than it is
                name = f"as{Path(chance.choice(originals)[0]).suffix}"
            with findings.watching(name, data):
                for item in parse_articles(data, source=name, added=ADDED, apart=apart):
                    if not isinstance(item, Unread):
                        item.text.encode("utf-8")
                        item.title.encode("utf-8")
                        assert "\x00" not in item.text
                        findings.outcomes["articles"] += 1
                    elif any(words in item.reason for words in ENDED):
                        findings.outcomes["parsers that ended"] += 1
                        findings.note(name, item.reason, data)
                    else:
                        item.reason.encode("utf-8")
                        findings.outcomes["reasons"] += 1
            findings.measure(n + 1, count, apart)
    return findings


# -- questions and names -------------------------------------------------------------------------

PIECES = (
    '"', "'", "NEAR(", "AND", "OR", "NOT", "*", "^", ":", "(", ")", "{", "}", "[", "\\", "--", ";",
    "%", "%s", "{0}", "$", "$870 million", "870", "₩1.2tn", "50%", "-5", "1e999", "١٢٣", "½",
    "1,2,3,4", "1.2.3.4", "Nov. 31", "Feb 29, 2019", "9999-99-99", "year", "per", "between", "and",
    "from", "to", "more than", "a third", "half", "1/0", "0/0", "\x00", "\x1b[2J", "\r", "\n",
    "\n\n", "\t", "\u202e", "\u2066", "\ufeff", "\ud800", "\udfff", "e\u0301", "🙂", "👩\u200d👧",
    "한국", "كم", "ﬁ", "İ", "ß", "ǅ", "\u0300" * 40, "<script>", "&amp;", "../", "..\\", "/", "~",
    "C:\\", "con", ".txt", ".pdf", ".zip", "#3", "//", "DROP TABLE article", "SELECT",
    "What did the bridge cost?", "How much", "How many", "Who", "why", "the", "Mr.", "U.S.",
    "The bridge cost $9 million.", "“", "”", "«", "…", "?!", "x" * 300, "0" * 300, "9" * 60,
    " " * 200, "a " * 150, "million " * 60, "twenty-" * 30, "the first of " * 20,
)  # fmt: skip
COMMANDS = "ask find check figures list show remove correct add verify rebuild".split()
OPTIONS = (
    "--json --since --until --publisher --article -k --questions --exit-code --claims -".split()
)


def hostile(chance: random.Random) -> str:
    """A text of hostile pieces, now and then a long one."""
    many = chance.choice((0, 1, 1, 2, 3, 5, 8, 13, 40))
    joined = chance.choice(("", " ", "  ")).join(chance.choice(PIECES) for _ in range(many))
    if chance.random() < 0.3:
        noise = (
            chr(chance.choice((chance.randrange(256), chance.randrange(0x110000))))
            for _ in "1234567"
        )
        joined += "".join(noise)
    return joined[:4000]


def doors(system: QASystem, folder: Path) -> Mapping[str, Callable[[str, random.Random], object]]:
    """Each way in for words that somebody typed, named."""

    def run(words: str, chance: random.Random) -> object:
        more = [
            chance.choice((*OPTIONS, words, hostile(chance))) for _ in range(chance.randrange(4))
        ]
        arguments = [chance.choice(COMMANDS), *more, words]
        chance.shuffle(more)
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            try:
                status = terminal([*arguments, "--library", str(folder / "terminal.db")])
            except SystemExit as stop:
                status = int(str(stop.code))
        assert status in (0, 1, 2, 3), status
        assert "Traceback" not in out.getvalue()
        return status

    def filtered(words: str, chance: random.Random) -> object:
        only = Filter(publishers=(words,), until=chance.choice((None, date.min, date.max)))
        return system.ask("How much did the bridge cost?", filter=only)

    return {
        "ask": lambda words, _: system.ask(words),
        "find": lambda words, _: system.find(words),
        "check": lambda words, _: list(system.check(words)),
        "figures": lambda words, _: list(system.figures(words)),
        "publisher": filtered,
        "article": lambda words, _: system.ask("How much?", filter=Filter(articles=(words,))),
        "show": lambda words, _: system.article(words),
        "remove": lambda words, _: system.remove([words]),
        "upload": lambda words, _: list(system.add_uploads([(words, b"It rained 3 days.")])),
        "path": lambda words, _: list(system.add_files([f"/nowhere/{words}"])),
        "transcript": lambda words, _: list(system.verify(quotations(words))),
        "feedback": lambda words, _: system.keep_feedback(words, None, False),
        "terminal": run,
    }


def fuzz_questions(count: int, *, seed: int, keep: Path | None) -> Findings:
    findings = Findings(keep)
    chance = random.Random(seed)
    opened, here = QASystem.open, Path.cwd()

    def open_fake(settings: Settings, *, create: bool = True, rebuilding: bool = False) -> QASystem:
        if not create and not settings.library.exists():
            LocalStore(settings.library, embedder="fake", create=False)
        return fake_system(settings.library)

    with tempfile.TemporaryDirectory() as made, fake_system(Path(made) / "library.db") as system:
        # Words like "../" are added as folders: above this one is nothing of the machine's.
        folder = Path(made, *["deep"] * 8)
        folder.mkdir(parents=True)
        os.chdir(folder)
        texts = (
            "The bridge cost $9 million. It opens in May.",
            "It rained 3 days in 2019, or 50%.",
        )
        system._index.add([make_article(text, source=f"{n}") for n, text in enumerate(texts)])
        ways = doors(system, folder)
        QASystem.open = open_fake  # type: ignore[method-assign, assignment]
        try:
            for n in range(count):
                way, words = chance.choice([*ways]), hostile(chance)
                data = f"{way}\n{words}".encode("utf-8", "surrogatepass")
                with findings.watching(f"question-{way}", data):
                    try:
                        ways[way](words, chance)
                        findings.outcomes[way] += 1
                    except ReportableError:
                        findings.outcomes["reasons"] += 1
                if n % 500 == 0:
                    grown = [a.id for a in system.articles(filter=EVERYTHING)][50:]
                    system.remove(grown)
                findings.measure(n + 1, count)
        finally:
            QASystem.open = opened  # type: ignore[method-assign]
            os.chdir(here)
        left = system.faults()
        if left:
            findings.faults.append(f"the library after it all: {left}")
    return findings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=lambda name: Path(name).resolve())
    options = parser.parse_args()

    def hung(*_: object) -> None:
        raise TimeoutError(f"over {HANGS} seconds")

    signal.signal(signal.SIGALRM, hung)
    faults = 0
    if options.questions:
        found = fuzz_questions(options.questions, seed=options.seed, keep=options.keep)
        found.report("questions and names")
        faults += len(found.faults)
    if options.files:
        found = fuzz_files(options.files, seed=options.seed, keep=options.keep)
        found.report("files")
        faults += len(found.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

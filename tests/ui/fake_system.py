"""A system of the same shape as qa.QASystem, over three short texts of our own.

It answers from a table of questions, so that what the page shows is known to the letter.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from index.article import Article, ArticleSummary, article_id
from index.errors import LibraryError, QuestionError
from index.imprint import Imprint, imprint_of
from index.removed import Kept
from qa import (
    EVERYTHING,
    Added,
    Answer,
    Candidate,
    Citation,
    Claim,
    Entry,
    Evidence,
    Filter,
    Finding,
    Kind,
    Label,
    Listing,
    Order,
    Removed,
    Reprint,
    Status,
    Story,
    Verdict,
    find_figures,
)
from qa.answer import Seconds
from qa.claims import checkable, find_claims
from qa.dispute import differing
from qa.figures import Relation
from qa.ledger import Ledger, entries

TALKS = """Home  News  Weather

Seoul and Washington open talks on cost of troops

Under the current deal, which runs out at the end of the year, South Korea is due to pay $870 \
million a year. The United States now asks for $5 billion.

"The number has to mean something," the envoy said. Talks go on in Honolulu on Jan. 14.

Found a mistake? Tell us
"""
LATER = """Envoys near an agreement

The two sides are close to a deal under which Seoul would pay $890 million in the first year, \
an official said on Friday.
"""
FERRY = """Ferry out of service for 19 days

The Lady Anstey was out of service for 19 days in July after its gearbox failed.
"""
HOSTILE_TITLE = "<script>alert(1)</script> **bold** $5 and $6 [x](javascript:alert(1)) :smile:"
HOSTILE = """Cost: $870 million or $890 million <img src=x onerror=alert(1)> & `code` \
:red[danger] :material/home: \u202eesrever\u202c _under_ *star* <b>bold</b> "quoted" 'single'.
"""


def article(text: str, title: str, publisher: str | None, published: date | None) -> Article:
    found = [text.find(line) for line in text.splitlines() if len(line) > 40]
    last = max(text.find(line) + len(line) for line in text.splitlines() if len(line) > 40)
    return Article(
        id=article_id(text),
        text=text,
        title=title,
        source=f"{title}.txt",
        publisher=publisher,
        byline="By Ada Moreau" if publisher else None,
        dateline=None,
        published=published,
        added=datetime(2026, 1, 1, tzinfo=UTC),
        body=((min(found), last),),
    )


TALKS_ARTICLE = article(
    TALKS, "Seoul and Washington open talks on cost of troops", "Yonhap", date(2019, 11, 15)
)
LATER_ARTICLE = article(LATER, "Envoys near an agreement", "Daily Post", date(2020, 1, 3))
FERRY_ARTICLE = article(FERRY, "Ferry out of service for 19 days", "Harbor Wire", None)
HOSTILE_ARTICLE = article(HOSTILE, HOSTILE_TITLE, "<b>Wire</b> & $on", date(2021, 2, 3))

# The talks again: in another paper, and where title and publisher try to be markup.
REPRINTS = (
    article(TALKS.replace("News  ", ""), "Troop cost talks open", "Daily Post", date(2019, 11, 16)),
    article(TALKS.replace("Weather", ""), HOSTILE_TITLE, "<b>Wire</b> & $on", None),
)

PAY = "How much did South Korea agree to pay?"
REPRINTED = "How much is South Korea due to pay?"
SILENT = "Who won the Nobel Prize?"
TOO_LONG = "Why? " * 300


def cite(source: Article, exact: str, passage: str | None = None) -> Citation:
    start = source.text.index(exact)
    around = passage or next(p for p in source.text.split("\n\n") if exact in p).strip()
    first = source.text.index(around)
    return Citation(
        article=source,
        start=start,
        end=start + len(exact),
        passage=(first, first + len(around)),
        confidence=0.9,
    )


def reprinted(exact: str) -> Citation:
    """*exact* in the talks, which two other papers have too."""
    places = [(each, each.text.index(exact)) for each in REPRINTS]
    return replace(
        cite(TALKS_ARTICLE, exact),
        story=TALKS_ARTICLE.id,
        also_in=tuple(
            Reprint(article=each, start=start, end=start + len(exact)) for each, start in places
        ),
    )


def whole(source: Article, exact: str) -> Citation:
    cited = cite(source, exact)
    first, last = cited.passage
    return Citation(article=source, start=first, end=last, passage=cited.passage)


# What is said to the sentences of a draft: a label and a reason, and each article's figure with
# its label and its relation.
PAYS = "South Korea pays $870 million a year."
PAYS_LESS = "South Korea pays $780 million a year."
WILL_PAY = "Seoul would pay $890 million."
CRANES = "The harbour has 40 cranes."
TENSE = "The mood was tense."
IDLE = "The ferry lay idle for 19 days in May."
DRAFT = f"{PAYS} {PAYS_LESS}\n\n{WILL_PAY} {CRANES} {TENSE}"

SAME, DIFFERENT = Relation.SAME, Relation.DIFFERENT_VALUE
YES, NO, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
CHECKED = {
    PAYS: (YES, SAME, [(YES, SAME, TALKS_ARTICLE, "$870 million a year")]),
    PAYS_LESS: (NO, DIFFERENT, [(NO, DIFFERENT, TALKS_ARTICLE, "$870 million a year")]),
    WILL_PAY: (
        YES,
        SAME,
        [
            (YES, SAME, LATER_ARTICLE, "$890 million"),
            (NO, DIFFERENT, TALKS_ARTICLE, "$870 million"),
            (NO, DIFFERENT, TALKS_ARTICLE, "$5 billion"),
        ],
    ),
    IDLE: (OPEN, "not found", [(YES, SAME, FERRY_ARTICLE, "19 days")]),
}


def verdict_on(claim: Claim) -> Verdict:
    """What CHECKED says of the first figure of *claim*; of what it does not list: not found."""
    label, reason, pieces = CHECKED.get(claim.text, (OPEN, "not found", []))
    return Verdict(
        claim=claim,
        label=label,
        reason=str(reason),
        confidence=0.9,
        evidence=tuple(
            Evidence(
                label=each,
                relation=relation,
                reason=str(relation),
                claimed=claim.figures[0],
                reported=find_figures(exact)[0],
                citation=cite(source, exact),
                confidence=0.9,
            )
            for each, relation, source, exact in pieces
        ),
        nearest=(whole(FERRY_ARTICLE, "Lady Anstey"),),
    )


# The versions of a story, the earliest first.
STORY = (TALKS_ARTICLE.id, *(each.id for each in REPRINTS))


def _lets_through(filter: Filter, each: Article) -> bool:
    told = STORY if each.id in STORY else (each.id,)
    printed = each.published or date.min
    return (
        (not filter.since or printed >= filter.since)
        and (not filter.until or date.min < printed <= filter.until)
        and (not filter.publishers or each.publisher in filter.publishers)
        and (not filter.articles or each.id in filter.articles)
        and (not filter.stories or bool(set(told) & set(filter.stories)))
    )


@dataclass
class FakeSystem:
    """Articles in a list, answers in a table, and everything it was told."""

    held: list[Article] = field(
        default_factory=lambda: [LATER_ARTICLE, TALKS_ARTICLE, FERRY_ARTICLE]
    )
    feedback: list[tuple[str, Citation | None, bool]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    as_printed: dict[str, Imprint] = field(default_factory=dict)

    def suggestions(self, *, k: int = 3) -> tuple[str, ...]:
        return (PAY, "How long was the Lady Anstey out of service?", SILENT)[:k]

    def ask(self, question: str, *, filter: Filter = EVERYTHING) -> Answer:
        self.asked.append(question)
        self.filters.append(filter)
        if len(question) > 1000:
            raise QuestionError("The question is longer than 1,000 characters. Shorten it.")
        candidates: tuple[Candidate, ...] = ()
        if question == PAY:
            candidates = (
                Candidate(
                    confidence=0.93,
                    citations=(
                        cite(TALKS_ARTICLE, "$870 million"),
                        cite(FERRY_ARTICLE, "19 days"),
                    ),
                ),
                Candidate(confidence=0.6, citations=(cite(TALKS_ARTICLE, "$5 billion"),)),
                Candidate(confidence=0.4, citations=(cite(LATER_ARTICLE, "$890 million"),)),
                Candidate(confidence=0.1, citations=(cite(FERRY_ARTICLE, "July"),)),
            )
        if question == REPRINTED:
            candidates = (Candidate(confidence=0.9, citations=(reprinted("$870 million"),)),)
        if question == "hostile":
            candidates = (
                Candidate(
                    confidence=0.7,
                    citations=(cite(HOSTILE_ARTICLE, "<img src=x onerror=alert(1)>"),),
                ),
                Candidate(confidence=0.5, citations=(cite(HOSTILE_ARTICLE, "$890 million"),)),
            )
        return Answer(
            question=question,
            standalone=question,
            answered=bool(candidates),
            confidence=candidates[0].confidence if candidates else 0.04,
            candidates=candidates,
            nearest=tuple(finding.citation for finding in self._found()),
            seconds=Seconds(search=0.01, read=0.1, total=0.11),
        )

    def find(
        self, question: str, *, k: int = 10, filter: Filter = EVERYTHING
    ) -> tuple[Finding, ...]:
        self.asked.append(question)
        self.filters.append(filter)
        return self._found()[:k]

    def check(
        self, draft: str, *, written: date | None = None, filter: Filter = EVERYTHING
    ) -> Iterator[Verdict]:
        self.filters.append(filter)
        for claim in find_claims(checkable(draft), written=written):
            self.checked.append(claim.text)
            yield verdict_on(claim)

    def list_figures(
        self,
        words: str = "",
        *,
        kind: Kind | None = None,
        order: Order = Order.NEWEST,
        most: int,
        progress: Callable[[int, int], None],
        filter: Filter = EVERYTHING,
    ) -> Listing:
        self.listed.append(words)
        return Ledger().listing(
            self.articles(filter=filter), self.article, words, kind=kind, order=order, most=most,
            progress=progress,
        )  # fmt: skip

    def differing(self, entry: Entry) -> tuple[Entry, ...]:
        every = (other for article in self.held for other in entries(article, frozenset()))
        return differing(entry, every)

    def _found(self) -> tuple[Finding, ...]:
        places = [
            whole(TALKS_ARTICLE, "$870 million"),
            whole(LATER_ARTICLE, "$890 million"),
            whole(FERRY_ARTICLE, "Lady Anstey"),
            whole(TALKS_ARTICLE, "Honolulu"),
        ]
        return tuple(
            Finding(rank=rank, cosine=0.5, bm25=None, citation=citation)
            for rank, citation in enumerate(places, 1)
        )

    def articles(self, *, filter: Filter = EVERYTHING) -> tuple[ArticleSummary, ...]:
        left_in = [each for each in self.held if _lets_through(filter, each)]
        return tuple(
            ArticleSummary(
                id=each.id,
                title=each.title,
                source=each.source,
                publisher=each.publisher,
                published=each.published,
                added=each.added,
                passages=1,
                characters=len(each.text),
                corrected=each.id in self.as_printed,
            )
            for each in left_in
        )

    def article(self, id: str) -> Article:
        for each in self.held:
            if each.id == id:
                return each
        raise LibraryError(f"No article {id} is in the library.")

    def take_out(self, ids: Iterable[str]) -> Removed:
        gone = [self.article(id) for id in ids]
        self.held = [each for each in self.held if each not in gone]
        nothing = np.empty((0, 1), dtype=np.float32)
        kept = tuple(
            Kept(
                article=each, printed=self.as_printed.get(each.id), sources=(), numbers=(),
                passages=(), vectors=nothing,
            )
            for each in gone
        )  # fmt: skip
        return Removed(kept=kept, files=())

    def put_back(self, removed: Removed) -> int:
        back = [kept.article for kept in removed.kept if kept.article not in self.held]
        self.held += back
        return len(back)

    def stories(self, ids: Iterable[str]) -> dict[str, Story]:
        held = {each.id for each in self.held}
        versions = tuple(id for id in STORY if id in held)
        return {
            id: Story(id=min(STORY), versions=versions)
            if id in versions
            else Story(id=id, versions=(id,))
            for id in ids
            if id in held
        }

    def correct(self, id: str, *, published: str, publisher: str) -> None:
        said = imprint_of(published, publisher, today=date(2026, 1, 1))
        own = self.article(id)
        printed = Imprint(published=own.published, publisher=own.publisher)
        self.as_printed.setdefault(id, printed)
        self._say(id, said)

    def printed(self, id: str) -> Imprint | None:
        return self.as_printed.get(id)

    def take_back(self, id: str) -> None:
        self._say(id, self.as_printed.pop(id))

    def _say(self, id: str, said: Imprint) -> None:
        self.held = [
            replace(each, published=said.published, publisher=said.publisher)
            if each.id == id
            else each
            for each in self.held
        ]

    def add_files(self, paths: Iterable[Path | str], *, progress: object = None) -> Iterator[Added]:
        for path in paths:
            text = Path(path).read_text(encoding="utf-8")
            yield self._add(str(path), text)

    def add_uploads(
        self, uploads: Iterable[tuple[str, bytes]], *, kind: str | None = None
    ) -> Iterator[Added]:
        for name, content in uploads:
            yield self._add(name, content.decode())

    def _add(self, name: str, text: str) -> Added:
        if not text.strip():
            reason = f"{Path(name).name} is empty."
            return Added(source=name, status=Status.FAILED, article=None, reason=reason)
        known = article_id(text) in {each.id for each in self.held}
        if not known:
            first, *_ = text.strip().splitlines()
            self.held.insert(0, article(text, first[:80], "Our Own", date(2021, 3, 4)))
        status = Status.UNCHANGED if known else Status.ADDED
        return Added(source=name, status=status, article=article_id(text), reason=None)

    def keep_feedback(self, question: str, citation: Citation | None, right: bool) -> None:
        self.feedback.append((question, citation, right))

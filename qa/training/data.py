"""What the reader learns from: ``python -m qa.training.data ../shared/data/reader OUT``.

Rows of public question sets are mixed into examples (question, context, span or "not here") and
written as token arrays, seeded. What is made here beyond the rows themselves:

- contexts are cut to a run of sentences around the answer; single news sentences are set among
  their neighbours of the same article;
- "not here": the answering sentence is left out; the likest other paragraph is shown; or the
  question is edited (a name, figure, date, word or condition changed) while the context stays;
- for every kind of edit there are answerable questions that look alike (a true condition added, a
  word replaced by its synonym, other forms), so that the look of a question gives nothing away;
- "What did NAME say?", answered by the whole quotation.

A share of the groups of one source is held out, with edits of kinds that training never sees.
"""

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.chunk import sentences

Range = tuple[int, int]
Dice = random.Random

SEED = 7
WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
MAX_LENGTH = 288
STRIDE = 96

# Rows taken from each source: what is clean, and what is news, weighs more than its size.
TAKEN: Mapping[str, int] = {
    "squadshifts_newwiki": 8000, "squad_train_sample": 4000, "realtimeqa_evidence": 2400,
    "squadshifts_amazon": 2000, "squadshifts_reddit": 2000, "nq_oracle": 2649,
    "quoref_dev": 900, "quoref_contrast": 500, "timeqa_human": 1300, "tatqa_text": 700,
    "covidqa": 700, "ester": 1200, "fairytaleqa_verbatim": 1500, "qadiscourse_wikinews": 2600,
    "qadiscourse_wikipedia": 600, "qamr_wikinews": 2400, "synth_ares_record": 332,
    "synth_ares_hotpotqa": 400, "synth_ares_nq": 300, "sleepqa": 400, "qed_nq_dev": 321,
    "ifqa": 500, "tweetqa": 400, "clapnq_unanswerable": 300,
}  # fmt: skip
# Sources of single sentences, set among the other sentences of their article.
SINGLE = ("qadiscourse_wikinews", "qadiscourse_wikipedia", "qamr_wikinews")
SENTENCES = (*SINGLE, "qamr_wikipedia", "qanom_wikinews", "qanom_wikipedia", "qasrl_gs_wikinews")
MOST_OF_ONE_SENTENCE = 6
# The answers of these are clauses; the longest annotation is the one to learn.
CLAUSES = ("qadiscourse_wikinews", "qadiscourse_wikipedia", "ester", "fairytaleqa_verbatim")
# Where people are quoted.
SPOKEN = ("realtimeqa_evidence", "ester", "synth_ares_record")
LEFT_OUT = re.compile(r"^(?:he|she|it|they|him|her|them|his|its|their|this|that|who|which)$", re.I)

HELD_OUT_SOURCE, HELD_OUT_SHARE = "squadshifts_newwiki", 0.08

# How many of each unanswerable kind to a hundred answerable ones (about 38 % of the whole).
UNANSWERABLE: Mapping[str, int] = {"removed": 14, "other": 10, "edited": 36}
QUOTATIONS = 1500
# Questions tried before a kind of edit is given up: few have a year or a contrary word.
TRIED = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    source: str
    group: str
    context: str
    question: str
    answers: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question and a context; ``answer`` is None where the context does not answer it."""

    kind: str
    context: str
    question: str
    answer: Range | None
    accepted: tuple[str, ...] = ()


# -- reading ---------------------------------------------------------------------------------


def read_rows(folder: Path, source: str) -> list[Row]:
    with gzip.open(folder / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [_row(json.loads(line), source) for line in lines]


def _row(stored: Mapping[str, Any], source: str) -> Row:
    answers = [(a["start"], a["start"] + len(a["text"])) for a in stored["answers"]]
    return Row(
        source=source, group=str(stored.get("group") or zlib.crc32(stored["context"].encode())),
        context=stored["context"], question=stored["question"].strip(), answers=tuple(answers),
    )  # fmt: skip


def held_out(row: Row) -> bool:
    share = zlib.crc32(row.group.encode()) % 1000 / 1000
    return row.source == HELD_OUT_SOURCE and share < HELD_OUT_SHARE


def taken(rows: Sequence[Row], count: int, dice: Dice) -> list[Row]:
    """*count* of *rows* (some twice if there are too few), few of one sentence, none a pronoun."""
    kept, seen = [], Counter[str]()
    for row in dice.sample(rows, len(rows)):
        words = [row.context[a:b] for a, b in row.answers]
        if row.source in SINGLE and (
            seen[row.context] >= MOST_OF_ONE_SENTENCE or any(LEFT_OUT.match(w) for w in words)
        ):
            continue
        seen[row.context] += 1
        kept.append(row)
    return kept[:count] + kept[: max(0, count - len(kept))]


# -- contexts --------------------------------------------------------------------------------


def target(row: Row) -> Range:
    """The one annotation to learn: of clauses the longest, otherwise the most usual."""
    if row.source in CLAUSES:
        return max(row.answers, key=lambda r: r[1] - r[0])
    counts = Counter(row.context[a:b] for a, b in row.answers)
    return max(row.answers, key=lambda r: (counts[row.context[r[0] : r[1]]], r[0] - r[1]))


def window(row: Row, around: Range, dice: Dice) -> tuple[str, int]:
    """A run of whole sentences around *around*, and where in the context it starts."""
    most = dice.choice((50, 80, 110, 140))
    found = sentences(row.context) or [(0, len(row.context))]
    held = [i for i, (a, b) in enumerate(found) if a < around[1] and around[0] < b]
    if not held:
        return row.context, 0
    first, last = held[0], held[-1]
    while True:
        size = len(row.context[found[first][0] : found[last][1]].split())
        wider = [d for d in (-1, 1) if (first > 0 if d < 0 else last < len(found) - 1)]
        if size >= most or not wider:
            break
        if dice.choice(wider) < 0:
            first -= 1
        else:
            last += 1
    start, end = min(found[first][0], around[0]), max(found[last][1], around[1])
    return row.context[start:end], start


class Neighbours:
    """The sentences of each article, in order, as several sources together know them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        documents: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for row in rows:
            document, place = self._place(row.group)
            documents[document][place] = row.context
        self._documents = {d: sorted(s.items()) for d, s in documents.items()}
        self._names = sorted(self._documents)

    @staticmethod
    def _place(group: str) -> tuple[str, tuple[int, int]]:
        document, paragraph, sentence = group.rsplit(":", 2)
        return document, (int(paragraph), int(sentence))

    def embed(self, row: Row, dice: Dice) -> Row:
        """*row* with its sentence set among others: of its article, or of another one."""
        document, place = self._place(row.group)
        known = self._documents[document]
        at = next(i for i, (p, _) in enumerate(known) if p == place)
        before = [s for _, s in known[max(0, at - dice.randint(0, 3)) : at]]
        after = [s for _, s in known[at + 1 : at + 1 + dice.randint(0, 3)]]
        if not before and not after:
            other = self._documents[dice.choice(self._names)]
            after = [s for _, s in other[: dice.randint(0, 3)]]
        shift = sum(len(s) + 1 for s in before)
        return replace(
            row, context=" ".join([*before, row.context, *after]),
            answers=tuple((a + shift, b + shift) for a, b in row.answers),
        )  # fmt: skip

    def runs(self) -> Iterator[str]:
        for name in self._names:
            if "wikinews" in name:
                texts = [s for _, s in self._documents[name]]
                for i in range(0, len(texts), 5):
                    yield " ".join(texts[i : i + 5])


def answerable(row: Row, dice: Dice) -> Example:
    start, end = target(row)
    context, shift = window(row, (start, end), dice)
    accepted = dict.fromkeys(row.context[a:b] for a, b in row.answers)
    return Example(
        kind=row.source, context=context, question=row.question,
        answer=(start - shift, end - shift), accepted=tuple(accepted),
    )  # fmt: skip


# -- words -----------------------------------------------------------------------------------

STOP = frozenset(
    """a an the of in on at to for from by with and or is are was were be been did do does has have
    had will would can could should may might that which who whom whose what when where why how it
    its his her their this these those as than into about during after before not many much there
    he she they you i we s""".split()
)
WORD = re.compile(r"[A-Za-z]+(?:['’]t)?|\d[\d,.]*\d|\d")
NAME = re.compile(
    r"(?<=\s)[A-Z][\w’'.&-]*\w(?:\s(?:(?:of|the|de|al|van)\s)?[A-Z][\w’'.&-]*\w){0,3}"
)
MONTHS = ("January February March April May June July August September October November "
          "December").split()  # fmt: skip
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# Written large at times, and no names all the same.
NO_NAMES = frozenset(
    """He She It They I We The This That Who What When Where How Why Jan Feb Mar Apr Jun Jul Aug
    Sep Oct Nov Dec""".split()
).union(MONTHS, DAYS)
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")

# What changes a question when it is put for the other: not always a contrary, never the same.
_CONTRARY = """
before|after  next|previous  first|last  first|second  second|third  most|least
highest|lowest  largest|smallest  biggest|smallest  oldest|youngest  newest|oldest  best|worst
more|fewer  more|less  earlier|later  increase|decrease  increased|decreased  rise|fall  rose|fell
won|lost  win|lose  month|year  day|week  year|decade  north|south  east|west  northern|southern
eastern|western  male|female  man|woman  men|women  son|daughter  father|mother  brother|sister
husband|wife  king|queen  start|end  began|ended  begin|end  started|stopped  open|close
bought|sold  buy|sell  joined|left  join|leave  support|oppose  supported|opposed  allow|ban
allowed|forbidden  accepted|rejected  accept|refuse  agreed|refused  agree|refuse  like|dislike
likes|dislikes  love|hate  loves|hates  liked|disliked  good|bad  early|late  young|old  long|short
old|new  top|bottom  positive|negative  advantage|disadvantage  current|former  future|past
offered|paid  offer|pay  asked|answered  gained|lost  gain|lose  major|minor  majority|minority
black|white  left|right  hot|cold  cheap|expensive  easy|difficult  high|low  higher|lower
longer|shorter  faster|slower  president|vice-president  minister|opposition  raise|cut
raised|cut  import|export  imports|exports  strong|weak  strengthen|weaken  public|private
married|divorced  friend|enemy  success|failure  succeed|fail  arrived|departed  arrive|depart
attack|defend  attacked|defended  happy|sad  rich|poor  urban|rural  domestic|foreign
beginning|end  final|opening  many|few  always|never  often|rarely  minimum|maximum
morning|evening  summer|winter  spring|autumn  popular|unpopular  legal|illegal  approve|reject
approved|rejected  praised|criticised  praise|criticise  created|destroyed  built|demolished"""
_CONTRARY_HELD_OUT = """
born|died  published|banned  inside|outside  spend|save  spent|saved
add|remove  added|removed  largest|second-largest  hired|dismissed  same|different  main|secondary
upper|lower  teacher|pupil  army|navy  song|film  book|play  city|village  team|club
school|hospital  name|age  number|price  church|bank  water|oil  river|mountain  book|letter
war|treaty  used|avoided  said|denied  known|unknown  given|refused  founded|dissolved
become|remain  live|work  died|married  made|broke  called|visited  company|union
country|county  system|festival  group|museum"""
_SYNONYMS = """
profit|benefit  begin|start  began|started  end|finish  ended|finished  big|large
buy|purchase  bought|purchased  help|assist  job|post  job|position  leader|head  company|firm
say|state  said|stated  say|claim  agree|consent  agreed|consented  get|receive  got|received
give|provide  gave|provided  show|display  happen|occur  happened|occurred  kill|murder
killed|slain  make|produce  made|produced  need|require  needed|required  want|wish  wanted|wished
use|employ  used|employed  choose|select  chose|selected  chosen|selected  build|construct
built|constructed  purpose|aim  aim|goal  reason|cause  money|funds  city|town  country|nation
people|persons  kids|children  film|movie  author|writer  picture|image  area|region  car|vehicle
illness|disease  doctor|physician  lawyer|attorney  find|discover  found|discovered  quit|leave
keep|retain  kept|retained  try|attempt  tried|attempted  important|significant  main|chief
quick|fast  difficult|hard  famous|well-known  kind|sort  kind|type  called|named  become|turn
live|reside  lived|resided  die|perish  create|form  created|formed  establish|found
established|founded  name|title  near|close to  about|concerning  allow|permit  allowed|permitted
stop|halt  stopped|halted  fight|battle  win|gain  won|gained  meet|encounter  think|believe
thought|believed  many|numerous  often|frequently  also|too  occur|happen  pay|hand over
increase|rise  increased|grew  decrease|drop  decreased|fell  accept|take  refuse|decline
refused|declined  reject|turn down  rejected|turned down  attack|assault  vote|ballot
protest|demonstration  talks|negotiations  deal|agreement  agreement|accord  plan|scheme
law|legislation  ban|prohibition  banned|prohibited  election|poll  lead|head  led|headed
announce|declare  announced|declared  complain|protest  expect|anticipate  expected|anticipated"""


def pairs(text: str, *, both_ways: bool = True) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for pair in re.split(r"\s{2,}|\n", text.strip()):
        left, right = pair.split("|")
        table[left].append(right)
        if both_ways and " " not in right:
            table[right].append(left)
    return {word: tuple(others) for word, others in table.items()}


CONTRARY, CONTRARY_HELD_OUT = pairs(_CONTRARY), pairs(_CONTRARY_HELD_OUT)
SYNONYMS = pairs(_SYNONYMS)

# Conditions put at the end of a question; {year} is one that the context does not name.
CONDITIONS = (
    "in {year}", "before {year}", "after {year}", "by {year}", "until {year}", "since {year}",
    "before the war", "after the war", "in the previous year", "the year before", "a year later",
    "a decade earlier", "last month", "next year", "for the second time", "in the second half",
    "in the original version", "under the previous government", "before the current one",
    "after leaving office", "per month", "each week", "on {day}", "in {month}", "on {month} {n}",
    "according to {name}", "with {name}", "in {place}", "for {name}", "from {place}",
    "at the second meeting", "in childhood", "after the election", "before the agreement",
    "outside {place}", "besides {name}", "instead of {name}", "other than the first",
)  # fmt: skip
CONDITIONS_HELD_OUT = (
    "at the age of {n}", "ahead of {year}", "during the strike", "following the merger",
    "in the third edition", "in the opinion of {name}", "under the old rules", "while in {place}",
    "as early as {year}", "in the final week", "twice", "prior to the reform",
)  # fmt: skip
MODIFIERS = ("other", "second", "previous", "original", "former", "next", "last", "third", "new")
MODIFIERS_HELD_OUT = ("earlier", "fourth", "rival", "future", "secret")


def words(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


def content(text: str) -> set[str]:
    return {w for w in words(text) if w not in STOP}


# -- edits: a question that the context no longer answers ------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an edit looks at: an answered question, its context, and the sentence that answers."""

    question: str
    context: str
    sentence: str
    answer: str

    @property
    def said(self) -> set[str]:
        return set(words(self.context))

    def rivals(self, question: str, marker: str) -> bool:
        """Whether some other sentence with *marker* shares much of what *question* asks."""
        asked = content(question) - content(marker)
        return any(
            len(asked & content(self.context[a:b])) > 0.5 * max(1, len(asked))
            for a, b in sentences(self.context)
            if marker in self.context[a:b]
        )


class Bank:
    """Names that questions use, by the word before them; words that are used alike."""

    def __init__(self, rows: Iterable[Row], embedded: NDArray[Any], tokenizer: Tokenizer) -> None:
        self.names: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for match in _names(row.question):
                before = words(row.question[: match.start()])
                self.names[before[-1] if before else ""].append(match[0])
        self.all_names = [n for names in self.names.values() for n in names]
        vocabulary = tokenizer.get_vocab()
        self._words = [w for w in vocabulary if w.isalpha() and w.isascii() and len(w) > 3]
        table = embedded[[vocabulary[w] for w in self._words]].astype(np.float32)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)
        self._row = {word: i for i, word in enumerate(self._words)}
        self._near: dict[str, list[str]] = {}

    def name(self, before: str, dice: Dice) -> str:
        return dice.choice(self.names.get(before) or self.all_names)

    def near(self, word: str) -> list[str]:
        """Words used like *word* but not its synonyms, as far as embeddings can tell."""
        if word not in self._row:
            return []
        if word not in self._near:
            order = np.argsort(-(self._table @ self._table[self._row[word]]))[4:40]
            self._near[word] = [
                other
                for other in (self._words[i] for i in order)
                if _ending(other) == _ending(word)
                and other[:4] != word[:4]
                and other not in SYNONYMS.get(word, ())
                and word not in SYNONYMS.get(other, ())
            ]
        return self._near[word]


def _ending(word: str) -> str:
    found = re.search(r"(?:ing|ed|ly|er|est|s)$", word)
    return found[0] if found else ""


Edit = Callable[[Scene, Bank, Dice], str | None]


def another_name(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A name of the question replaced by one of the context, or of another question."""
    found = [m for m in _names(scene.question) if set(words(m[0])) & scene.said]
    if not found:
        return None
    match = dice.choice(found)
    used = content(scene.question) | content(scene.sentence) | content(scene.answer)
    if dice.random() < 0.5:
        near = [m[0] for m in _names(scene.context) if not content(m[0]) & used]
        near = [n for n in near if abs(len(n.split()) - len(match[0].split())) < 2]
        near = [n for n in near if n.split()[0].lower() not in STOP]
        near = [n for n in near if not scene.rivals(scene.question, n)]
        if near:
            return _put(scene.question, match.span(), dice.choice(near))
    before = (words(scene.question[: match.start()]) or [""])[-1]
    for _ in range(8):
        name = bank.name(before, dice)
        if not content(name) & (used | scene.said):
            return _put(scene.question, match.span(), name)
    return None


def _names(text: str) -> list[re.Match[str]]:
    return [match for match in NAME.finditer(text) if match[0].split()[0] not in NO_NAMES]


def another_figure(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A year, number, month or weekday of the question replaced."""
    found: list[tuple[Range, str]] = []
    for match in YEAR.finditer(scene.question):
        years = [y for y in YEAR.findall(scene.context) if y not in scene.sentence]
        years = [y for y in years if not scene.rivals(scene.question, y)]
        years = years if dice.random() < 0.5 else []
        found.append((match.span(), dice.choice(years or [_other_year(match[0], dice)])))
    found += [
        (match.span(), _other_number(match[0], dice))
        for match in NUMBER.finditer(scene.question)
        if not YEAR.fullmatch(match[0])
    ]
    for names in (MONTHS, DAYS):
        for match in re.finditer(rf"\b(?:{'|'.join(names)})\b", scene.question):
            found.append((match.span(), dice.choice([n for n in names if n != match[0]])))
    if not found:
        return None
    span, new = dice.choice(found)
    return None if new in scene.sentence else _put(scene.question, span, new)


def _other_year(year: str, dice: Dice) -> str:
    return str(int(year) + dice.choice((-30, -10, -5, -3, -2, -1, 1, 2, 3, 4, 7, 12, 25)))


def _other_number(number: str, dice: Dice) -> str:
    value = float(number.replace(",", ""))
    factor = dice.choice((0.5, 2, 3, 10, 0.9, 1.1))
    other_value = value * factor if value > 9 else value + dice.choice((1, 2, 3, 5))
    return f"{other_value:.1f}" if "." in number else f"{other_value:,.0f}"


def contrary(table: Mapping[str, tuple[str, ...]]) -> Edit:
    """A word replaced by its contrary."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        found = [m for m in re.finditer(r"[A-Za-z-]+", scene.question) if m[0].lower() in table]
        found = [m for m in found if m.start() > 0]
        if not found:
            return None
        match = dice.choice(found)
        new = dice.choice(table[match[0].lower()])
        if re.search(rf"\b{re.escape(new)}\b", scene.sentence, re.I):
            return None
        return _put(scene.question, match.span(), new)

    return edit


def denied(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    match = re.search(
        r"\b(did|does|do|is|was|were|can|could|has|have|will|would)\b", scene.question
    )
    if not match or "n't" in scene.question or " not " in scene.question:
        return None
    new = {"can": "can't", "will": "won't"}.get(match[0], match[0] + "n't")
    return _put(scene.question, match.span(), new)


def conditioned(phrases: Sequence[str]) -> Edit:
    """A condition added that the context does not know."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        phrase = dice.choice(phrases)
        if "{year}" in phrase or "{month}" in phrase or "{day}" in phrase:
            if re.match(
                r"\W*(?:when|what (?:year|date|day|month)|in what year)", scene.question, re.I
            ):
                return None
            if YEAR.search(scene.question):
                return None
        years = [int(y) for y in YEAR.findall(scene.context)] or [dice.randint(1950, 2022)]
        year = dice.choice(years) + dice.choice((-20, -8, -4, -2, -1, 1, 2, 5, 9))
        filled = phrase.format(
            year=year, day=dice.choice(DAYS), month=dice.choice(MONTHS), n=dice.randint(2, 28),
            name=bank.name(dice.choice(("did", "to", "was", "by")), dice),
            place=bank.name("in", dice),
        )  # fmt: skip
        if content(filled) & content(scene.sentence):
            return None
        if dice.random() < 0.15 and not scene.question[:1].isdigit():
            return f"{filled[0].upper()}{filled[1:]}, {_lower_first(scene.question)}"
        return f"{scene.question.rstrip('? .')} {filled}?"

    return edit


def modified(modifiers: Sequence[str]) -> Edit:
    """ "the company" made "the other company"."""

    def edit(scene: Scene, bank: Bank, dice: Dice) -> str | None:
        found = list(re.finditer(r"\b[Tt]he (?=[a-z]{4,})", scene.question))
        new = dice.choice(modifiers)
        if not found or new in scene.said or new in words(scene.question):
            return None
        at = dice.choice(found).end()
        return f"{scene.question[:at]}{new} {scene.question[at:]}"

    return edit


def another_word(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """A word shared with the context replaced by one that is used like it."""
    found = [
        m for m in re.finditer(r"\b[a-z]{4,}\b", scene.question)
        if m[0] not in STOP and m[0] in scene.said
    ]  # fmt: skip
    for match in dice.sample(found, len(found)):
        near = [w for w in bank.near(match[0]) if w not in scene.said]
        if near:
            return _put(scene.question, match.span(), dice.choice(near))
    return None


def another_asked(scene: Scene, bank: Bank, dice: Dice) -> str | None:
    """When asked for where or why, if the answering sentence says neither."""
    match = re.match(r"(When|Where|How)(?= (?:did|was|were|is|does|do|has|will)\b)", scene.question)
    if not match:
        return None
    cues = {
        "Why": r"\b(?:because|to|for|as|since|due|after|so|over)\b",
        "Where": r"\b(?:in|at|from|near|to|on)\b",
        "When": r"\d|\b(?:when|after|before|day|week|month|year|during|while)\b",
    }
    choices = [w for w, cue in cues.items() if w != match[0] and not re.search(cue, scene.sentence)]
    return dice.choice(choices) + scene.question[match.end() :] if choices else None


def _put(text: str, span: Range, new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _lower_first(question: str) -> str:
    first = question.split()[0] if question.split() else ""
    known = first.lower() in STOP
    return question[:1].lower() + question[1:] if known else question


# The kinds of edit and how often each is made.
EDITS: Sequence[tuple[str, Edit, int]] = (
    ("name", another_name, 24), ("figure", another_figure, 20),
    ("contrary", contrary(CONTRARY), 22), ("denied", denied, 2),
    ("condition", conditioned(CONDITIONS), 14),
    ("modifier", modified(MODIFIERS), 5), ("word", another_word, 11), ("asked", another_asked, 2),
)  # fmt: skip
EDITS_HELD_OUT: Sequence[tuple[str, Edit, int]] = (
    ("name", another_name, 30), ("figure", another_figure, 20),
    ("contrary", contrary(CONTRARY_HELD_OUT), 25),
    ("condition", conditioned(CONDITIONS_HELD_OUT), 15),
    ("modifier", modified(MODIFIERS_HELD_OUT), 10),
)  # fmt: skip


def edited(
    examples: Sequence[Example], edits: Sequence[tuple[str, Edit, int]], bank: Bank, dice: Dice
) -> Example | None:
    """One of *examples* with its question edited, every kind of edit as often as it weighs."""
    [(name, edit, _)] = dice.choices(edits, [weight for *_, weight in edits])
    for example in dice.choices(examples, k=TRIED):
        scene = _scene(example)
        question = scene and edit(scene, bank, dice)
        if question and question != example.question:
            kind = f"edited:{name}"
            return replace(example, kind=kind, question=question, answer=None, accepted=())
    return None


def _scene(example: Example) -> Scene | None:
    assert example.answer is not None
    start, end = example.answer
    around = [r for r in sentences(example.context) if r[0] < end and start < r[1]]
    if not around:
        return None
    return Scene(
        question=example.question, context=example.context, answer=example.context[start:end],
        sentence=example.context[around[0][0] : around[-1][1]],
    )  # fmt: skip


# -- other unanswerable contexts -------------------------------------------------------------


def removed(row: Row, dice: Dice) -> Example | None:
    """The context without any sentence that holds an answer."""
    texts = [row.context[a:b].lower() for a, b in row.answers]
    kept = [row.context[a:b] for a, b in sentences(row.context)]
    kept = [s for s in kept if not any(t in s.lower() for t in texts)]
    context = " ".join(kept)
    if len(context.split()) < 20:
        return None
    return _unanswered(row, context, "removed", dice)


def other(row: Row, contexts: Sequence[str], dice: Dice) -> Example | None:
    """The context of *contexts* that shares most with the question, but not the answer."""
    texts = [row.context[a:b].lower() for a, b in row.answers]
    asked = content(row.question)
    found = [
        c for c in contexts if c != row.context and not any(t in c.lower() for t in texts)
    ]  # fmt: skip
    if not found:
        return None
    best = max(found, key=lambda c: len(asked & content(c)))
    return _unanswered(row, best, "other", dice)


def _unanswered(row: Row, context: str, kind: str, dice: Dice) -> Example:
    """The question of *row* with the part of *context* nearest to it."""
    bare = replace(row, context=context, answers=())
    cut, _ = window(bare, _best_place(row.question, context), dice)
    return Example(kind=kind, context=cut, question=row.question, answer=None)


def _best_place(question: str, context: str) -> Range:
    asked = content(question)
    found = sentences(context) or [(0, len(context))]
    return max(found, key=lambda r: len(asked & content(context[r[0] : r[1]])))


# -- forms: the same question as people type it ----------------------------------------------

_SHORT = {
    "when": "date", "where": "place", "why": "reason", "how many": "number of",
    "how much": "amount", "who": "", "what": "", "which": "", "how": "",
}  # fmt: skip


OPENINGS = ("Tell me: ", "I want to know: ", "According to the article, ", "In the article, ",
            "Please say ")  # fmt: skip


def keywords(question: str, dice: Dice) -> str:
    """Only the words that carry meaning: "date of helvey speech"."""
    lowered = question.lower().rstrip("? .")
    head = next((h for h in sorted(_SHORT, key=len, reverse=True) if lowered.startswith(h)), "")
    rest = lowered[len(head) :]
    kept = [w for w in re.findall(r"[^\s?,;]+", rest) if w not in STOP]
    short = _SHORT.get(head, "") if dice.random() < 0.6 else head
    place = dice.random() < 0.6
    return " ".join([short, *kept] if place else [*kept, short]).strip()


def form(question: str, dice: Dice) -> str:
    """*question*, now and then in lower case, without its mark, or in keywords only."""
    roll = dice.random()
    if roll < 0.05 and len(content(question)) > 2:
        return keywords(question, dice)
    if roll < 0.09:
        return question.lower().rstrip("? ")
    if roll < 0.12:
        return question.rstrip("? ")
    if roll < 0.14:
        return question.lower()
    if roll < 0.17:
        return dice.choice(OPENINGS) + _lower_first(question)
    return question


def reworded(question: str, dice: Dice) -> str:
    """*question* with one or two words replaced by synonyms."""
    for match in list(re.finditer(r"\b[a-z]+\b", question))[::-1]:
        if match[0] in SYNONYMS and dice.random() < 0.7:
            question = _put(question, match.span(), dice.choice(SYNONYMS[match[0]]))
    opinion = re.match(r"(?:According to ([A-Z][^,?]{2,40}), )(.+)", question)
    if opinion:
        return f"In {opinion[1]}'s {dice.choice(('opinion', 'view'))}, {opinion[2]}"
    return question


_WHEN = re.compile(
    r"\b(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter)\s"
    rf"(?:(?:{'|'.join(MONTHS + DAYS)})(?:\s\d{{1,2}}\b)?(?:,?\s\d{{4}})?|(?:1\d|20)\d\d)\b"
)


def truly_conditioned(example: Example) -> Example:
    """A condition added that holds: the year, month, day or name of the answering sentence."""
    assert example.answer is not None
    start, end = example.answer
    around = [r for r in sentences(example.context) if r[0] <= start and end <= r[1]]
    if not around or re.search(r"\bwhen\b|\byear\b|\bdate\b|\bday\b|\d", example.question, re.I):
        return example
    first, last = around[0]
    for match in _WHEN.finditer(example.context[first:last]):
        if first + match.end() <= start or end <= first + match.start():
            phrase = match[0][0].lower() + match[0][1:]
            return replace(example, question=f"{example.question.rstrip('? .')} {phrase}?")
    return example


# -- quotations ------------------------------------------------------------------------------

_SPEAKER = (
    r"(?:[A-Z][\w.'’-]+\s){0,3}[A-Z][\w'’-]+|(?:[Tt]he|[Aa]|[Hh]is|[Hh]er)\s(?:[a-z]+\s){1,3}"
)
_SAYS = r"(?:said|says|stated|told [\w ]{2,25}|added|commented|explained|warned|argued|insisted)"
_QUOTED = (
    re.compile(rf'[“"](?P<said>[^“”"]{{25,400}}?)[,.!?]?[”"],?\s{_SAYS}\s(?P<who>{_SPEAKER})\b'),
    re.compile(rf'[“"](?P<said>[^“”"]{{25,400}}?)[,.!?]?[”"],?\s(?P<who>{_SPEAKER})\s{_SAYS}\b'),
    re.compile(rf'(?P<who>{_SPEAKER})\s{_SAYS}[,:]?\s[“"](?P<said>[^“”"]{{25,400}}?)[.!?,]?[”"]'),
    re.compile(rf"(?P<who>{_SPEAKER})\s{_SAYS} that (?P<said>[^“”\".;]{{25,250}})(?=[.;])"),
)
_PRONOUN = re.compile(r"^(?:He|She|It|They|I|We|But|And|In|The|This|That|As)\b")


def quotations(contexts: Iterable[str], dice: Dice) -> list[Example]:
    """Of every speech in *contexts*: "What did NAME say (about …)?"."""
    return [
        Example(
            kind="quotation", context=context,
            question=_what_said(match["who"].strip(), match["said"], dice),
            answer=match.span("said"), accepted=(match["said"],),
        )
        for context in contexts
        for pattern in _QUOTED
        for match in pattern.finditer(context)
        if not _PRONOUN.match(match["who"])
    ]  # fmt: skip


def _what_said(who: str, said: str, dice: Dice) -> str:
    topics = re.findall(
        r"\b(?:the|our|their|his|this|a|an|of|for|on)\s((?:[a-z]{4,}\s)?[a-z]{5,})\b", said
    )
    verb = dice.choice(("say", "say", "say", "state", "tell reporters", "comment"))
    if topics and dice.random() < 0.6:
        about = f"the {dice.choice(topics)}" if dice.random() < 0.7 else dice.choice(topics)
        return dice.choice((
            f"What did {who} {verb} about {about}?", f"What does {who} say about {about}?",
            f"What was {who}'s view of {about}?", f"How did {who} comment on {about}?",
        ))  # fmt: skip
    return dice.choice(
        (f"What did {who} {verb}?", f"What did {who} {verb}?", f"How did {who} respond?")
    )


# -- the mix ---------------------------------------------------------------------------------


def mixed(
    folder: Path, embedded: NDArray[Any], tokenizer: Tokenizer
) -> tuple[list[Example], list[Example]]:
    """The examples to learn from, and those held out; *embedded* has a row for every token."""
    dice = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    neighbours = Neighbours(row for name in SENTENCES for row in read_rows(folder, name))
    rows: list[Row] = []
    reserved: list[Row] = []
    for source, count in TAKEN.items():
        every = read_rows(folder, source)
        reserved += [row for row in every if held_out(row)]
        some = taken([row for row in every if not held_out(row)], count, dice)
        rows += [neighbours.embed(row, dice) for row in some] if source in SINGLE else some
    bank = Bank([row for row in rows if row.source not in SINGLE], embedded, tokenizer)

    examples = [_shown(answerable(row, dice), dice) for row in rows if row.answers]
    examples += [_unanswered(row, row.context, row.source, dice) for row in rows if not row.answers]
    news = {*neighbours.runs(), *(row.context for row in rows if row.source in SPOKEN)}
    spoken = [e for _ in range(4) for e in quotations(sorted(news), dice)]
    examples += dice.sample(spoken, min(QUOTATIONS, len(spoken)))

    wanted = {kind: len(examples) * share // 100 for kind, share in UNANSWERABLE.items()}
    examples += _unanswerable(rows, examples, wanted, EDITS, bank, dice)
    examples = [replace(e, question=form(e.question, dice)) for e in examples]
    dice.shuffle(examples)

    clean = [answerable(row, dice) for row in reserved]
    half = {"removed": len(clean) // 6, "other": len(clean) // 6, "edited": len(clean)}
    kept = clean + _unanswerable(reserved, clean, half, EDITS_HELD_OUT, bank, dice)
    return examples, kept


def _shown(example: Example, dice: Dice) -> Example:
    """*example* in one of the ways that leave its answer true."""
    roll = dice.random()
    if roll < 0.12:
        return replace(example, question=reworded(example.question, dice))
    return truly_conditioned(example) if roll < 0.24 else example


def _unanswerable(
    rows: Sequence[Row], examples: Sequence[Example], wanted: Mapping[str, int],
    edits: Sequence[tuple[str, Edit, int]], bank: Bank, dice: Dice,
) -> list[Example]:  # fmt: skip
    answered = [row for row in rows if row.answers]
    by_group: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_group[row.source, row.group].add(row.context)
        by_source[row.source].append(row.context)

    def rivals(row: Row) -> list[str]:
        same = sorted(by_group[row.source, row.group])
        return same if len(same) > 2 else dice.choices(by_source[row.source], k=40) + same

    def another() -> Example | None:
        row = dice.choice(answered)
        return other(row, rivals(row), dice)

    plain = [e for e in examples if e.answer is not None]
    ways: Mapping[str, Callable[[], Example | None]] = {
        "removed": lambda: removed(dice.choice(answered), dice),
        "other": another,
        "edited": lambda: edited(plain, edits, bank, dice),
    }
    made: list[Example] = []
    for way, count in wanted.items():
        # Not every row lets itself be changed; three tries for each are enough.
        tries = (ways[way]() for _ in range(3 * count))
        made += islice((example for example in tries if example), count)
    return made


# -- arrays ----------------------------------------------------------------------------------


def arrays(examples: Sequence[Example], tokenizer: Tokenizer) -> dict[str, Any]:
    """Every window of every example: flat token ids, where each starts, and its two targets.

    ``second`` is where the context's tokens begin; targets are 0 where nothing answers.
    """
    tokenizer.enable_truncation(MAX_LENGTH, stride=STRIDE, strategy="only_second")
    tokenizer.no_padding()
    ids: list[int] = []
    starts, second, first, last = [0], [], [], []
    for number in range(0, len(examples), 1000):
        some = examples[number : number + 1000]
        for example, encoding in zip(
            some, tokenizer.encode_batch([(e.question, e.context) for e in some]), strict=True
        ):
            for piece in [encoding, *encoding.overflowing]:
                place = _target(piece, example.answer)
                if place is None:
                    continue
                ids += piece.ids
                starts.append(len(ids))
                second.append(piece.type_ids.index(1))
                first.append(place[0])
                last.append(place[1])
    return {
        "ids": np.array(ids, np.int32), "starts": np.array(starts, np.int64),
        "second": np.array(second, np.int32), "first": np.array(first, np.int32),
        "last": np.array(last, np.int32),
    }  # fmt: skip


def _target(piece: Any, answer: Range | None) -> tuple[int, int] | None:
    """The tokens of *answer*, (0, 0) if it is not here, None if it is cut."""
    if answer is None:
        return 0, 0
    held = [
        i for i, (a, b) in enumerate(piece.offsets)
        if piece.sequence_ids[i] == 1 and a < answer[1] and answer[0] < b
    ]  # fmt: skip
    if not held:
        return 0, 0
    whole = piece.offsets[held[0]][0] <= answer[0] and answer[1] <= piece.offsets[held[-1]][1]
    return (held[0], held[-1]) if whole else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the question sets")
    parser.add_argument("base", type=Path, help="the folder of the weights to start from")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    embedded = load_file(options.base / "model.safetensors")[WORD_EMBEDDINGS]
    examples, kept = mixed(options.data, embedded, tokenizer)
    np.savez(options.out / "train.npz", **arrays(examples, tokenizer))
    lines = [_stored(example) for example in kept]
    (options.out / "heldout.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for title, some in (("to learn from", examples), ("held out", kept)):
        silent = sum(example.answer is None for example in some)
        print(f"{len(some)} {title}, {silent} of them unanswerable")
        for kind, count in Counter(example.kind for example in some).most_common():
            print(f"{count:7} {kind}")


def _stored(example: Example) -> str:
    return json.dumps(
        {
            "kind": example.kind, "context": example.context, "question": example.question,
            "answers": list(example.accepted),
        }
    )  # fmt: skip


if __name__ == "__main__":
    main()

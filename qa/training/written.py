"""Questions and claims of our own: ``python -m qa.training.written DATA MIX OUT``.

DATA is the folder of the question sets, MIX the ``train.jsonl`` of ``qa.training.mix``; OUT gets
``train.jsonl``, our own examples with a share of MIX's, so that nothing learnt is forgotten, and
``heldout.jsonl``, ours on passages that are kept aside, which ``aside.txt`` names.

Question sets seldom ask what a passage nearly says, and none claims things of it. So for several
thousand passages of news and encyclopedic text there are questions in other words than theirs, as
many that a passage seems to answer and does not, and claims with a figure that it bears out,
contradicts or does not speak of (``handwritten/*.jsonl``). The passages are not ours to keep: a
line names its passage by a hash, and where in it the answer is.

A claim is learnt as the check asks it (``asked`` in ``qa.claims``):
where the passage tells of that very thing, rightly or not, its figure is the answer.
"""

import argparse
import hashlib
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.chunk import sentences
from index.errors import ReportableError
from qa.claims import asked, claim_of
from qa.figures import Figure
from qa.training.fair import fair
from qa.training.mix import to_learn_from, to_measure, write
from qa.training.rows import (
    SENTENCES,
    Example,
    Neighbours,
    Range,
    held_out,
    read_examples,
    read_lines,
    read_rows,
)

WRITTEN = Path(__file__).parent / "handwritten"
QUESTIONS, CLAIMS = WRITTEN / "questions.jsonl", WRITTEN / "claims.jsonl"
# The passages that are kept aside and share hardly a line with what the readers that ship learnt:
# what ``main`` wrote to OUT when they did.
ASIDE = WRITTEN / "aside.txt"

NEWS = ("ester", "realtimeqa_articles_distant", "synth_ares_record")
ENCYCLOPEDIC = ("squadshifts_newwiki", "squad_train_sample")
SHORTEST, LONGEST = 50, 230
# Longer texts are cut to about so many words, from where at least ENOUGH are left.
ABOUT, ENOUGH = 170, 120
SEED = 41
# Of a hundred passages so many are not for learning; those are for measuring that share less than
# a tenth of their runs of five words with anything learnt (parts of one article overlap).
HELD_OUT = 8
RUN, MOST_SHARED = 5, 0.1
# Taken from the mix beside them: people's own questions first, and of what is made the cleanest.
BESIDE: Mapping[str, int] = {
    "squadshifts_newwiki": 2400, "squad_train_sample": 1200, "realtimeqa_evidence": 1800,
    "nq_oracle": 1200, "squadshifts_reddit": 400, "squadshifts_amazon": 400, "ester": 300,
    "quotation": 400, "removed": 700, "other": 400, "near": 400, "cloze": 400, "timeqa_human": 200,
    "quoref_dev": 150, "qadiscourse_wikinews": 200, "qamr_wikinews": 200, "tatqa_text": 100,
    "synth_ares_record": 100, "clapnq_unanswerable": 200,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuestion:
    """A question on *passage*; ``answer`` is None where that does not answer it."""

    passage: str
    question: str
    answer: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClaim:
    """A claim on *passage* and the figure of it that is judged, with the figure told there.

    ``label`` is one of FEVER's; ``reported`` is None where it is NOT_ENOUGH_INFO.
    """

    passage: str
    claim: str
    claimed: Range
    label: str
    reported: Range | None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the question sets")
    parser.add_argument("mix", type=Path, help="train.jsonl of qa.training.mix")
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    dice = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    try:
        questions, claims = written(options.data)
        ours = [*fair(list(examples(questions, [])), dice), *fair(list(examples([], claims)), dice)]
        learnt = [e for e in ours if not is_held_out(e.context)]
        learnt += beside(read_examples(options.mix), dice)
    except ReportableError as error:
        print(error, file=sys.stderr)
        return 2
    dice.shuffle(learnt)
    options.out.mkdir(parents=True, exist_ok=True)
    aside = fresh({e.context for e in ours if is_held_out(e.context)}, [e.context for e in learnt])
    kept = [e for e in ours if e.context in aside]
    keys = "".join(f"{key}\n" for key in sorted(map(key_of, aside)))
    (options.out / ASIDE.name).write_text(keys, encoding="utf-8")
    write(options.out / "train.jsonl", [to_learn_from(e) for e in learnt])
    write(options.out / "heldout.jsonl", [to_measure(n, e) for n, e in enumerate(kept)])
    print(f"{len(learnt)} to learn from, {len(kept)} held out")
    for kind, count in Counter(e.kind for e in learnt).most_common():
        print(f"{count:7} {kind}")
    return 0


def beside(mixed: Sequence[Example], dice: random.Random) -> Iterator[Example]:
    """The share of *mixed* that is learnt again."""
    by_kind: dict[str, list[Example]] = defaultdict(list)
    for example in mixed:
        by_kind[example.kind].append(example)
    for kind, count in BESIDE.items():
        yield from dice.sample(by_kind[kind], min(count, len(by_kind[kind])))


def written(folder: Path) -> tuple[list[WrittenQuestion], list[WrittenClaim]]:
    """All that was written, over the sources in *folder*.

    Raises:
        SourceError: a source or a file of ours is missing or damaged, or a passage is not there.
    """
    texts = {key_of(text): text for text in passages(folder)}
    questions = read_lines(QUESTIONS, lambda row: _question(row, texts))
    return questions, read_lines(CLAIMS, lambda row: _claim(row, texts))


def written_aside(folder: Path) -> tuple[list[WrittenQuestion], list[WrittenClaim]]:
    """As ``written``, but only what is on passages that are for measuring."""
    aside = kept_aside()
    questions, claims = written(folder)
    return (
        [row for row in questions if key_of(row.passage) in aside],
        [row for row in claims if key_of(row.passage) in aside],
    )


def figures_at(figures: Iterable[Figure], place: Range) -> list[Figure]:
    """Those of *figures* that share letters with *place*."""
    return [f for f in figures if f.start < place[1] and place[0] < f.end]


def examples(
    questions: Sequence[WrittenQuestion], claims: Sequence[WrittenClaim]
) -> Iterator[Example]:
    """What a reader learns from them, held out or not."""
    for row in questions:
        kind = "written" if row.answer else "written-absent"
        yield _example(kind, row.passage, row.question, row.answer)
    for claim in claims:
        kind = "claim" if claim.reported else "claim-absent"
        question = asked_for(claim)
        if question:
            yield _example(kind, claim.passage, question, claim.reported)


def _example(kind: str, passage: str, question: str, answer: Range | None) -> Example:
    accepted = (passage[slice(*answer)],) if answer else ()
    return Example(
        kind=kind, context=passage, question=question, answer=answer, accepted=accepted
    )  # fmt: skip


def asked_for(row: WrittenClaim) -> str | None:
    """The claim as a question for its figure; None where that figure is not read as one."""
    claim = claim_of(row.claim, 0, len(row.claim), written=None)
    found = figures_at(claim.figures, row.claimed)
    return asked(claim, found[0]) if len(found) == 1 else None


def kept_aside() -> frozenset[str]:
    """The keys of the passages that are for measuring."""
    return frozenset(ASIDE.read_text(encoding="utf-8").split())


def fresh(texts: Iterable[str], learnt: Iterable[str]) -> set[str]:
    """Those of *texts* that share hardly a run of words with anything *learnt*."""
    known = {run for text in set(learnt) for run in _runs(text)}
    return {t for t in texts if len(_runs(t) & known) < MOST_SHARED * len(_runs(t))}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def is_held_out(passage: str) -> bool:
    return int(key_of(passage), 16) % 100 < HELD_OUT


def key_of(passage: str) -> str:
    return hashlib.sha256(passage.encode()).hexdigest()[:12]


def passages(folder: Path) -> Iterator[str]:
    """Every passage that might have been written on: runs of whole sentences, spaces made single.

    What ``qa.training.mix`` holds out is not among them.
    """
    dice = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    found: dict[str, None] = {}
    for source in NEWS:
        found |= dict.fromkeys(_cut(text, dice) for text in _contexts(folder, source))
    runs = list(Neighbours(row for name in SENTENCES for row in read_rows(folder, name)).runs())
    dice.shuffle(runs)
    found |= dict.fromkeys(_cut(text, dice) for text in runs)
    for source in ENCYCLOPEDIC:
        found |= dict.fromkeys(_cut(text, dice) for text in _contexts(folder, source))
    for text in found:
        if SHORTEST <= len(text.split()) <= LONGEST:
            yield re.sub(r"\s+", " ", text)


def _contexts(folder: Path, source: str) -> dict[str, None]:
    return dict.fromkeys(r.context for r in read_rows(folder, source) if not held_out(r))


def _cut(text: str, dice: random.Random) -> str:
    places = sentences(text)
    sizes = [len(text[a:b].split()) for a, b in places]
    if not places:
        return ""
    first = 0
    if sum(sizes) > ABOUT:
        enough = [n for n in range(len(sizes)) if sum(sizes[n:]) >= ENOUGH]
        first = dice.choice(enough) if enough else 0
    last, words = first, sizes[first]
    while last + 1 < len(sizes) and words + sizes[last + 1] <= ABOUT:
        last += 1
        words += sizes[last]
    return text[places[first][0] : places[last][1]].strip()


def _question(row: Mapping[str, Any], texts: Mapping[str, str]) -> WrittenQuestion:
    return WrittenQuestion(
        passage=texts[row["passage"]], question=row["question"], answer=_range(row["answer"])
    )


def _claim(row: Mapping[str, Any], texts: Mapping[str, str]) -> WrittenClaim:
    start, end = row["claimed"]
    return WrittenClaim(
        passage=texts[row["passage"]], claim=row["claim"], claimed=(start, end),
        label=row["label"], reported=_range(row["reported"]),
    )  # fmt: skip


def _range(stored: list[int] | None) -> Range | None:
    return (stored[0], stored[1]) if stored else None


if __name__ == "__main__":
    sys.exit(main())

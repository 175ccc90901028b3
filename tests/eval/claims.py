"""Score verdicts on claims: beside their passage, over whole libraries, and on two public sets.

    python tests/eval/claims.py [--part dev|test] [--wrong]

Judges the part named (dev: tuned on; test: only measured) of

- ``pairs.jsonl``: a claim beside one passage;
- ``sample_claims.jsonl``: claims over a library of all sample articles, as ``check`` has them. A
  claim on which two papers disagree is right if the verdict is disputed;
- ``corpus_claims.jsonl``: the same over the articles of ``../shared/corpus``, if they are there.

Then the claims with a figure or date of two sets that others labelled, from ``../shared/data``:
``fever_symmetric_dev`` (supported or refuted) and ``wice_claim_dev`` (supported or not: there a
verdict is right if it is SUPPORTED just where the label is). Beside them, what two judges without
judgement would get: one that always says the same (that there is not enough to say, and the
commonest label), and one that supports a claim if all its numbers stand in the evidence.

``--wrong`` lists what was judged wrongly: for the dev part only.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.article import Hit
from qa import QASystem, Settings, Verdict, sample_articles
from qa.check import Label, Witnesses, judge
from qa.claims import Claim, claim_of
from qa.subject import fitted_likeness
from qa.training.likeness import PAIRS, read_pairs, shipped_witnesses
from qa.training.questions import bare_passage
from qa.training.report import DISPUTED, verdict_table
from qa.training.rows import read_lines

SHARED = ROOT.parent / "shared"
FEVER = SHARED / "data/eval/fever_symmetric_dev.jsonl.gz"
WICE = SHARED / "data/eval/wice_claim_dev.jsonl.gz"
FEVER_LABELS = {"SUPPORTS": Label.SUPPORTED, "REFUTES": Label.REFUTED}
# WiCE's "partially" and "not supported" say that something is missing, not that it is denied.
WICE_LABELS = {
    "supported": Label.SUPPORTED,
    "partially_supported": Label.NOT_ENOUGH_INFO,
    "not_supported": Label.NOT_ENOUGH_INFO,
}

_DIGITS = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with the label that people gave it, the one it was given here, and why."""

    text: str
    said: str
    given: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A claim of a public set with its evidence in one piece."""

    claim: Claim
    evidence: str
    label: Label


# -- the project's own claims ----------------------------------------------------------------


def judge_pairs(part: str, witnesses: Witnesses) -> list[Judged]:
    return [
        Judged(text=pair.claim.text, said=pair.label, reason=pair.reason,
               given=judge(pair.claim, [pair.hit], witnesses).label)
        for pair in read_pairs(part)
    ]  # fmt: skip


def judge_over(system: QASystem, path: Path, part: str) -> tuple[list[Judged], list[float]]:
    """The claims of *path* over the library of *system*, and the seconds that each took."""
    done, seconds = [], []
    for row in read_lines(path, dict):
        if row["part"] == part:
            began = time.perf_counter()
            given = overall(list(system.check(row["claim"])), row["label"])
            seconds.append(time.perf_counter() - began)
            done.append(
                Judged(text=row["claim"], said=row["label"], given=given, reason=row["reason"])
            )
    return done, seconds


def overall(verdicts: Sequence[Verdict], said: str) -> str:
    """One label for all sentences of a claim: any refuted one refutes it, all must be supported.

    A verdict that is disputed counts as such where people said so.
    """
    if said == DISPUTED and any(verdict.disputed for verdict in verdicts):
        return DISPUTED
    labels = {verdict.label for verdict in verdicts}
    if Label.REFUTED in labels:
        return Label.REFUTED
    return Label.SUPPORTED if labels == {Label.SUPPORTED} else Label.NOT_ENOUGH_INFO


# -- the public sets -------------------------------------------------------------------------


def read_labelled(path: Path, labels: dict[str, Label]) -> list[Labelled]:
    """The rows of *path* whose claim holds a figure or a date; *labels* are ours for theirs."""
    found = []
    for row in read_lines(path, dict):
        claim = claim_of(row["claim"], 0, len(row["claim"]))
        evidence = row["evidence"]
        text = evidence if isinstance(evidence, str) else "\n".join(evidence)
        if claim.figures and text.strip():
            found.append(Labelled(claim=claim, evidence=text, label=labels[row["label"]]))
    return found


def judge_labelled(rows: Iterable[Labelled], witnesses: Witnesses) -> list[Judged]:
    done = []
    for row in rows:
        hit = Hit(passage=bare_passage(row.evidence), cosine=1.0, bm25=1.0, rank=1)
        verdict = judge(row.claim, [hit], witnesses)
        done.append(
            Judged(text=row.claim.text, said=row.label, given=verdict.label, reason=verdict.reason)
        )
    return done


def same_numbers(row: Labelled) -> bool:
    """Whether every number of the claim stands in the evidence, as a string."""
    return all(number in row.evidence for number in _numbers(row.claim))


def _numbers(claim: Claim) -> Iterator[str]:
    for figure in claim.figures:
        yield from _DIGITS.findall(figure.text) or [figure.text]


def baselines(rows: Sequence[Labelled], otherwise: Label) -> dict[str, float]:
    """The shares that judges without judgement get right; *otherwise*: numbers are missing."""
    commonest = Counter(row.label for row in rows).most_common(1)[0][0]
    judges: dict[str, Callable[[Labelled], Label]] = {
        "always not enough": lambda _: Label.NOT_ENOUGH_INFO,
        f"always {commonest}": lambda _: commonest,
        "the number as a string": lambda row: Label.SUPPORTED if same_numbers(row) else otherwise,
    }
    return {name: _share(guess(row) is row.label for row in rows) for name, guess in judges.items()}


# -- what is printed -------------------------------------------------------------------------


def table(judged: Sequence[Judged]) -> str:
    return verdict_table([(j.said, j.given) for j in judged])


def by_reason(judged: Sequence[Judged]) -> str:
    reasons: dict[str, list[Judged]] = {}
    for j in judged:
        reasons.setdefault(j.reason, []).append(j)
    cells = [f"{reason} {sum(j.said == j.given for j in some)}/{len(some)}"
             for reason, some in sorted(reasons.items())]  # fmt: skip
    return "  right, by reason: " + ", ".join(cells)


def wrong(judged: Sequence[Judged]) -> Iterator[str]:
    for j in judged:
        if j.said != j.given:
            yield f"    {j.said}, given {j.given} ({j.reason}): {j.text}"


def _share(right: Iterable[bool]) -> float:
    every = list(right)
    return sum(every) / len(every) if every else 0.0


# -- the door --------------------------------------------------------------------------------


def report_own(part: str, witnesses: Witnesses, *, list_wrong: bool) -> None:
    told = {"pairs.jsonl: a claim beside one passage": (judge_pairs(part, witnesses), [])}
    libraries = {"sample_claims.jsonl": sample_articles(),
                 "corpus_claims.jsonl": sorted((SHARED / "corpus").glob("*.txt"))}  # fmt: skip
    for name, articles in libraries.items():
        path = PAIRS.parent / name
        if articles and any(row["part"] == part for row in read_lines(path, dict)):
            with tempfile.TemporaryDirectory() as folder:
                settings = Settings(library=Path(folder) / "library.db")
                with QASystem.open(settings) as system:
                    list(system.add_files(articles))
                    told[f"{name}: over {len(articles)} articles"] = judge_over(system, path, part)
    for name, (judged, seconds) in told.items():
        print(f"{name} ({part})\n{table(judged)}\n{by_reason(judged)}")
        if seconds:
            print(f"  {statistics.median(seconds):.2f} s a claim (median), {max(seconds):.2f} most")
        if list_wrong:
            print(*wrong(judged), sep="\n")
        print(flush=True)


def report_public(witnesses: Witnesses) -> None:
    if FEVER.exists():
        rows = read_labelled(FEVER, FEVER_LABELS)
        judged = judge_labelled(rows, witnesses)
        print(f"{FEVER.name}: the {len(rows)} whose claim holds a figure\n{table(judged)}")
        _print_beside(baselines(rows, Label.REFUTED))
    if WICE.exists():
        rows = read_labelled(WICE, WICE_LABELS)
        judged = judge_labelled(rows, witnesses)
        either = _share((j.given == Label.SUPPORTED) == (j.said == Label.SUPPORTED) for j in judged)
        print(f"{WICE.name}: the {len(rows)} whose claim holds a figure\n{table(judged)}")
        print(f"  supported or not: {either:.1%} judged rightly")
        _print_beside(baselines(rows, Label.NOT_ENOUGH_INFO))


def _print_beside(shares: dict[str, float]) -> None:
    print(*(f"  beside: {name} {share:.1%}" for name, share in shares.items()), "", sep="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--wrong", action="store_true", help="list what is judged wrongly (dev)")
    options = parser.parse_args(arguments)
    if options.wrong and options.part == "test":
        parser.error("what is only measured is not looked at: --wrong is for the dev part")
    witnesses = shipped_witnesses(fitted_likeness())
    report_own(options.part, witnesses, list_wrong=options.wrong)
    report_public(witnesses)
    return 0


if __name__ == "__main__":
    sys.exit(main())

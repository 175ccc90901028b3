"""Train a reader: ``python -m qa.training.train EXAMPLES BASE RUN --steps 3000``.

EXAMPLES is what ``qa.training.mix`` wrote, BASE a folder of weights to start from with their
``tokenizer.json``; teacher and student are trained by the same command. With ``--labels`` (of
``qa.training.label``) the target is not only the span: it is blended with what a teacher thinks
of every place (Hinton, Vinyals & Dean 2015).

Every few minutes the state is kept in RUN, and the same command goes on from there. The learning
rate falls to nothing at the last step, or at the time given with ``--until``, whichever is nearer.

The last part of the way can be gone in the 8-bit arithmetic of what ships (``--round-after 0.6``,
see ``qa.training.rounded``).

What costs speed on two cores, measured: Python's collector over many small objects (features are
arrays, and what is alive is frozen), dropout (off), padding (batches are sorted by length within
a pool), float32 where the processor has bfloat16 (``qa.training.machine``), and the embeddings of
a large model (``--freeze-embeddings``).
"""

import argparse
import gc
import hashlib
import json
import math
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering

from index.errors import ReportableError
from qa.training.features import Features, featured
from qa.training.label import NULL, Labels, read_labels
from qa.training.machine import arithmetic, device
from qa.training.rounded import round_from_now
from qa.training.rows import read_examples

Ints = NDArray[np.int64]

# Batches of one pool are cut from rows sorted by length, so that little is padded.
POOL = 1600
WARM_UP = 60
WEIGHT_DECAY = 0.01
CLIP = 1.0
KEEP_SECONDS = 300
TELL_SECONDS = 20
# Low enough that padding never starts an answer.
NEVER = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What must be the same for a kept state to go on from."""

    examples: str
    base: str
    labels: str
    share: float
    steps: int
    batch: int
    rate: float
    freeze_embeddings: bool
    freeze_layers: int
    round_after: float
    seed: int


class TrainingError(ReportableError):
    """A training that cannot start, or that must not go on."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=Path, help="train.jsonl of qa.training.mix")
    parser.add_argument("base", type=Path, help="the folder of the weights to start from")
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--until", help="stop by this time of today, HH:MM")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--labels", type=Path, help="the folder of qa.training.label")
    parser.add_argument("--share", type=float, default=0.5, help="of the teacher in the target")
    parser.add_argument("--freeze-embeddings", action="store_true")
    parser.add_argument("--freeze-layers", type=int, default=0, help="the first so many")
    parser.add_argument("--round-after", type=float, default=1.0,
                        help="learn with 8-bit arithmetic after this share of the way")  # fmt: skip
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    until = _today_at(options.until) if options.until else math.inf
    try:
        plan = Plan(
            examples=_digest(options.examples), base=_digest(options.base / "model.safetensors"),
            labels=str(options.labels or ""), share=options.share if options.labels else 0.0,
            steps=options.steps, batch=options.batch, rate=options.rate,
            freeze_embeddings=options.freeze_embeddings, freeze_layers=options.freeze_layers,
            round_after=options.round_after, seed=options.seed,
        )  # fmt: skip
        examples = read_examples(options.examples)
        labels = read_labels(options.labels) if options.labels else None
        tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
        features = featured(examples, tokenizer)
        targets = Targets(features, labels, plan.share)
        options.run.mkdir(parents=True, exist_ok=True)
        train(plan, features, targets, options.base, options.run, until=until)
    except ReportableError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def train(
    plan: Plan, features: Features, targets: "Targets", base: Path, run: Path, *, until: float
) -> None:
    """Train to the plan's last step or to *until* (seconds since the epoch).

    Raises:
        TrainingError: *run* holds the state of another plan, or the loss is not a number; then
            the last state kept is a good one.
    """
    torch.manual_seed(plan.seed)
    model = _load(base, plan)
    learnt = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=plan.rate, weight_decay=WEIGHT_DECAY)
    step, began = _resume(plan, run, model, optimizer)
    per_epoch = len(batches(features.lengths, plan, 0))
    gc.collect()
    gc.freeze()
    told = kept = resumed = time.time()
    seen, losses = 0, [0.0]
    epoch, order, rounding = -1, list[Ints](), False
    while step < plan.steps and time.time() < until:
        if step // per_epoch != epoch:
            epoch = step // per_epoch
            order = batches(features.lengths, plan, epoch)
        rows = order[step % per_epoch]
        passed = max(step / plan.steps, (time.time() - began) / (until - began))
        if passed >= plan.round_after and not rounding:
            round_from_now(model)
            rounding = True
        rate = plan.rate * min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - passed)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = _learn(model, learnt, optimizer, features, targets, rows)
        if not math.isfinite(loss):
            raise TrainingError(f"{run}: the loss is {loss} at step {step}; the state kept before "
                                "is sound. Go on from it with a lower --rate.")  # fmt: skip
        step += 1
        seen += len(rows)
        losses = [*losses[-199:], loss]
        if time.time() - told > TELL_SECONDS:
            told = time.time()
            print(f"{time.strftime('%H:%M:%S')} step {step} of {plan.steps}  "
                  f"loss {np.mean(losses):.3f}  rate {rate:.1e}  "
                  f"{seen / (told - resumed):.1f} examples a second", flush=True)  # fmt: skip
        if time.time() - kept > KEEP_SECONDS:
            kept = time.time()
            _keep(plan, run, model, optimizer, step, began)
    _keep(plan, run, model, optimizer, step, began)
    model.save_pretrained(run / "final")
    (run / "final" / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    (run / "final" / "plan.json").write_text(json.dumps(asdict(plan)) + "\n", encoding="utf-8")


class Targets:
    """What each head should give for rows of features: the span, blended with a teacher's view."""

    def __init__(self, features: Features, labels: Labels | None, share: float) -> None:
        self._features = features
        self._labels = labels
        self._share = share
        known = labels.examples if labels else np.zeros(0, np.int32)
        at = np.full(int(features.example.max(initial=-1)) + 1, -1)
        at[known] = np.arange(len(known))
        self._label = np.where(features.alone, at[features.example], -1)

    def of(self, rows: Ints, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """For starts and for ends, a distribution over *width* tokens: each (rows, width)."""
        firsts = self._head(rows, width, 0, self._features.first)
        lasts = self._head(rows, width, 1, self._features.last)
        return torch.from_numpy(firsts), torch.from_numpy(lasts)

    def _head(self, rows: Ints, width: int, edge: int, spans: NDArray[Any]) -> NDArray[np.float32]:
        made = np.zeros((len(rows), width), np.float32)
        made[np.arange(len(rows)), spans[rows]] = 1.0
        for i, row in enumerate(rows):
            if self._label[row] >= 0:
                view = self._view(row, width, edge)
                made[i] = (1 - self._share) * made[i] + self._share * view
        return made

    def _view(self, row: int, width: int, edge: int) -> NDArray[np.float32]:
        """The teacher's distribution, by the student's tokens that begin or end where its do."""
        assert self._labels is not None
        labels, at = self._labels, self._label[row]
        places = (labels.ends if edge else labels.starts)[at]
        logs = (labels.end_logs if edge else labels.start_logs)[at]
        tokens = {int(p): self._features.second[row] + n
                  for n, p in enumerate(self._features.offsets_of(row)[:, edge])}  # fmt: skip
        tokens[NULL] = 0
        view = np.zeros(width, np.float32)
        for place, log in zip(places, logs, strict=True):
            if int(place) in tokens:
                view[tokens[int(place)]] += math.exp(log)
        total = view.sum()
        return view / total if total > 0 else view


def batches(lengths: NDArray[Any], plan: Plan, epoch: int) -> list[Ints]:
    """The rows of each batch of an epoch; *lengths* are those of the rows, in tokens."""
    dice = np.random.default_rng((plan.seed, epoch))
    order = dice.permutation(len(lengths))
    found: list[Ints] = []
    for i in range(0, len(order), POOL):
        pool = order[i : i + POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        pieces = [pool[j : j + plan.batch] for j in range(0, len(pool), plan.batch)]
        found += [pieces[k] for k in dice.permutation(len(pieces))]
    return found


def _learn(
    model: Any, learnt: list[Any], optimizer: torch.optim.Optimizer,
    features: Features, targets: Targets, rows: Ints,
) -> float:  # fmt: skip
    place = model.device
    batch = features.batch(rows, model)
    inputs = {name: torch.from_numpy(values).to(place) for name, values in batch.items()}
    with arithmetic(place):
        out = model(**inputs)
    padding = inputs["attention_mask"] == 0
    loss = torch.zeros((), device=place)
    wanted = targets.of(rows, padding.shape[1])
    for logits, target in zip((out.start_logits, out.end_logits), wanted, strict=True):
        masked = logits.float().masked_fill(padding, NEVER)
        loss = loss + torch.nn.functional.cross_entropy(masked, target.to(place)) / 2
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(learnt, CLIP)
    optimizer.step()
    return loss.item()


def _load(base: Path, plan: Plan) -> Any:
    model = AutoModelForQuestionAnswering.from_pretrained(
        base, attn_implementation="eager", dtype=torch.float32
    )
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    if plan.freeze_embeddings:
        model.base_model.embeddings.requires_grad_(False)
    for layer in model.base_model.encoder.layer[: plan.freeze_layers]:
        layer.requires_grad_(False)
    return model.to(device()).train()


def _resume(
    plan: Plan, run: Path, model: Any, optimizer: torch.optim.Optimizer
) -> tuple[int, float]:
    """The step to go on from, and when the training began."""
    if not (run / "state.pt").exists():
        return 0, time.time()
    state = torch.load(run / "state.pt", map_location=model.device, weights_only=True)
    if state["plan"] != asdict(plan):
        raise TrainingError(
            f"{run}: holds the state of another plan, {json.dumps(state['plan'])}; "
            "give another folder."
        )
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["step"], state["began"]


def _keep(
    plan: Plan, run: Path, model: Any, optimizer: torch.optim.Optimizer, step: int, began: float
) -> None:
    state = {"plan": asdict(plan), "model": model.state_dict(),
             "optimizer": optimizer.state_dict(), "step": step, "began": began}  # fmt: skip
    torch.save(state, run / "state.new")
    os.replace(run / "state.new", run / "state.pt")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise TrainingError(f"{path}: cannot be read ({error.strerror}).") from error


def _today_at(clock: str) -> float:
    return time.mktime(time.strptime(time.strftime("%Y%m%d ") + clock, "%Y%m%d %H:%M"))


if __name__ == "__main__":
    sys.exit(main())

"""Train the reader: ``python -m qa.training.train DATA BASE OUT --steps 3000 [--until 20:30]``.

DATA is what ``qa.training.data`` wrote, BASE a folder of weights to start from. Every few minutes
the state is kept in OUT and training goes on from there when started again; the learning rate
falls to nothing at the last step, or at the hour given, whichever is nearer.

What costs speed on two cores, measured: Python's collector over many small objects (features are
arrays, and what is alive is frozen), dropout (off), padding (batches are sorted by length within
a pool), and float32 (bfloat16 autocast, weights stay float32).
"""

import argparse
import gc
import json
import math
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForQuestionAnswering

Ints = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]

BATCH = 32
# Batches of one pool are cut from rows sorted by length, so that little is padded.
POOL = 50
WARM_UP = 40
WEIGHT_DECAY = 0.01
CLIP = 1.0
KEEP_SECONDS = 300
TELL_SECONDS = 10
# Low enough that padding never starts an answer.
NEVER = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What must be the same for a kept state to go on from."""

    data: str
    base: str
    steps: int
    rate: float
    seed: int


class WrongStateError(Exception):
    """The kept state is of another plan."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="train.npz of qa.training.data")
    parser.add_argument("base", type=Path, help="the folder of the weights to start from")
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--until", help="stop by this time of today, HH:MM")
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    plan = Plan(
        data=str(options.data), base=str(options.base),
        steps=options.steps, rate=options.rate, seed=options.seed,
    )  # fmt: skip
    options.out.mkdir(parents=True, exist_ok=True)
    train(plan, options.out, until=_today_at(options.until) if options.until else math.inf)


def train(plan: Plan, out: Path, *, until: float) -> None:
    """Train to the plan's last step or to *until* (seconds since the epoch).

    Raises:
        WrongStateError: *out* holds the state of another plan.
        FloatingPointError: the loss is not a number; the last state kept is a good one.
    """
    with np.load(plan.data) as stored:
        arrays = {name: stored[name] for name in ("ids", "starts", "second", "first", "last")}
    torch.manual_seed(plan.seed)
    model = _load(plan.base)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=WEIGHT_DECAY)
    step, began = _resume(plan, out, model, optimizer)
    per_epoch = len(batches(arrays["starts"], plan.seed, 0))
    gc.collect()
    gc.freeze()
    told = kept = resumed = time.time()
    seen, losses = 0, [0.0]
    epoch, order = -1, list[Ints]()
    while step < plan.steps and time.time() < until:
        if step // per_epoch != epoch:
            epoch = step // per_epoch
            order = batches(arrays["starts"], plan.seed, epoch)
        rows = order[step % per_epoch]
        passed = max(step / plan.steps, (time.time() - began) / (until - began))
        _set_rate(optimizer, plan.rate * min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - passed))
        loss = _learn(model, optimizer, arrays, rows)
        if not math.isfinite(loss):
            raise FloatingPointError(f"{out}: the loss is {loss} at step {step}.")
        step += 1
        seen += len(rows)
        losses = [*losses[-99:], loss]
        if time.time() - told > TELL_SECONDS:
            told = time.time()
            print(f"step {step} of {plan.steps}  loss {np.mean(losses):.3f}  "
                  f"{seen / (told - resumed):.1f} examples a second", flush=True)  # fmt: skip
        if time.time() - kept > KEEP_SECONDS:
            kept = time.time()
            _keep(plan, out, model, optimizer, step, began)
    _keep(plan, out, model, optimizer, step, began)


def batches(starts: Ints, seed: int, epoch: int) -> list[Ints]:
    """The rows of each batch of an epoch; *starts* says where each row's tokens start."""
    dice = np.random.default_rng((seed, epoch))
    order = dice.permutation(len(starts) - 1)
    lengths = np.diff(starts)
    found: list[Ints] = []
    for i in range(0, len(order), BATCH * POOL):
        pool = order[i : i + BATCH * POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        pieces = [pool[j : j + BATCH] for j in range(0, len(pool), BATCH)]
        found += [pieces[k] for k in dice.permutation(len(pieces))]
    return found


def collate(arrays: Arrays, rows: Ints) -> dict[str, torch.Tensor]:
    """The model's inputs for *rows*, padded to the longest: each of shape (rows, tokens)."""
    starts = arrays["starts"]
    longest = int((starts[rows + 1] - starts[rows]).max())
    names = ("input_ids", "attention_mask", "token_type_ids")
    made = {name: np.zeros((len(rows), longest), np.int64) for name in names}
    for i, row in enumerate(rows):
        ids = arrays["ids"][starts[row] : starts[row + 1]]
        made["input_ids"][i, : len(ids)] = ids
        made["attention_mask"][i, : len(ids)] = 1
        made["token_type_ids"][i, arrays["second"][row] : len(ids)] = 1
    return {name: torch.from_numpy(values) for name, values in made.items()}


def _learn(
    model: torch.nn.Module, optimizer: torch.optim.Optimizer, arrays: Arrays, rows: Ints
) -> float:
    inputs = collate(arrays, rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**inputs)
    padding = inputs["attention_mask"] == 0
    loss = torch.zeros(())
    for values, name in ((logits.start_logits, "first"), (logits.end_logits, "last")):
        wanted = torch.from_numpy(arrays[name][rows].astype(np.int64))
        masked = values.float().masked_fill(padding, NEVER)
        loss = loss + torch.nn.functional.cross_entropy(masked, wanted) / 2
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    return loss.item()


def _load(base: str) -> Any:
    model = AutoModelForQuestionAnswering.from_pretrained(
        base, attn_implementation="eager", dtype=torch.float32
    )
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return model.train()


def _resume(
    plan: Plan, out: Path, model: Any, optimizer: torch.optim.Optimizer
) -> tuple[int, float]:
    """The step to go on from, and when the training began."""
    if not (out / "state.pt").exists():
        return 0, time.time()
    state = torch.load(out / "state.pt")
    if state["plan"] != asdict(plan):
        raise WrongStateError(f"{out}: holds the state of {json.dumps(state['plan'])}.")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["step"], state["began"]


def _keep(
    plan: Plan, out: Path, model: Any, optimizer: torch.optim.Optimizer, step: int, began: float
) -> None:
    state = {"plan": asdict(plan), "model": model.state_dict(),
             "optimizer": optimizer.state_dict(), "step": step, "began": began}  # fmt: skip
    torch.save(state, out / "state.new")
    os.replace(out / "state.new", out / "state.pt")
    model.save_pretrained(out / f"step-{step}")


def _set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate


def _today_at(clock: str) -> float:
    return time.mktime(time.strptime(time.strftime("%Y%m%d ") + clock, "%Y%m%d %H:%M"))


if __name__ == "__main__":
    main()

"""Learning, teaching, rounding, and going on from where it stopped, with models of few weights."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForQuestionAnswering

from qa.training import train as training
from qa.training.features import Features, featured
from qa.training.label import KEPT, NONE, NULL, Labels, label, read_labels
from qa.training.machine import has_bfloat16
from qa.training.rounded import round_from_now, rounded_activations, rounded_weights
from qa.training.rows import Example, SourceError, read_examples
from qa.training.train import Plan, Targets, TrainingError, main, train

pytestmark = pytest.mark.model

TEXTS = [
    ("who sold the ferry", "the bank sold the ferry in may", "the bank"),
    ("when was it sold", "the bank sold the ferry in may", "may"),
    ("who bought it", "the bank sold the ferry in may", None),
    ("who sold the boat", "in may the bank sold the ferry", None),
]
EXAMPLES = [
    Example(
        kind="ours", context=context, question=question,
        answer=(context.index(a), context.index(a) + len(a)) if a else None,
    )
    for question, context, a in TEXTS * 4
]  # fmt: skip
MARKS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]")
PLAN = Plan(
    examples="", base="", labels="", share=0.0, steps=6, batch=4, rate=1e-3,
    freeze_embeddings=False, freeze_layers=0, round_after=1.0, seed=3,
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small random weights and a tokenizer that knows the words of TEXTS."""
    folder = tmp_path_factory.mktemp("base")
    known = [*MARKS, *sorted({word for q, c, _ in TEXTS for word in f"{q} {c}".split()})]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(known)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )  # fmt: skip
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(known), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, pad_token_id=0,
    )  # fmt: skip
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def features(base: Path) -> Features:
    return featured(EXAMPLES, Tokenizer.from_file(str(base / "tokenizer.json")))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    rows = [
        {"kind": e.kind, "context": e.context, "question": e.question, "answer": e.answer}
        for e in EXAMPLES
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def learn(plan: Plan, features: Features, base: Path, run: Path) -> dict[str, torch.Tensor]:
    run.mkdir(exist_ok=True)
    train(plan, features, Targets(features, None, 0.0), base, run, until=math.inf)
    state: dict[str, torch.Tensor] = torch.load(run / "state.pt", weights_only=True)["model"]
    return state


def test_what_is_learnt_is_the_same_every_time(
    features: Features, base: Path, tmp_path: Path
) -> None:
    one, two = (learn(PLAN, features, base, tmp_path / name) for name in "ab")
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert json.loads((tmp_path / "a" / "final" / "plan.json").read_text())["steps"] == 6


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(
    features: Features, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = learn(PLAN, features, base, tmp_path / "whole")
    steps = iter(range(100))
    learnt = training._learn

    def interrupted(*arguments: object) -> float:
        if next(steps) == 4:
            raise KeyboardInterrupt
        return learnt(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(training, "KEEP_SECONDS", -1)
        patch.setattr(training, "_learn", interrupted)
        with pytest.raises(KeyboardInterrupt):
            learn(PLAN, features, base, tmp_path / "halved")
    halved = learn(PLAN, features, base, tmp_path / "halved")
    assert all(torch.allclose(whole[name], halved[name], atol=1e-6) for name in whole)


def test_the_state_of_another_plan_is_refused(
    features: Features, base: Path, tmp_path: Path
) -> None:
    learn(PLAN, features, base, tmp_path / "run")
    with pytest.raises(TrainingError, match="another plan"):
        learn(replace(PLAN, rate=1e-5), features, base, tmp_path / "run")


def test_a_loss_that_is_not_a_number_stops_the_run_and_keeps_the_last_good_state(
    features: Features, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(replace(PLAN, steps=2), features, base, tmp_path / "run")
    kept = (tmp_path / "run" / "state.pt").read_bytes()
    monkeypatch.setattr(training, "_resume", lambda *_: (0, 0.0))
    monkeypatch.setattr(training, "_learn", lambda *_: math.nan)
    with pytest.raises(TrainingError, match="nan at step 0"):
        learn(PLAN, features, base, tmp_path / "run")
    assert (tmp_path / "run" / "state.pt").read_bytes() == kept


def test_learning_in_8_bits_changes_what_is_learnt(
    features: Features, base: Path, tmp_path: Path
) -> None:
    whole = learn(PLAN, features, base, tmp_path / "whole")
    rounded = learn(replace(PLAN, round_after=0.5), features, base, tmp_path / "rounded")
    assert list(whole) == list(rounded)
    assert any(not torch.equal(whole[name], rounded[name]) for name in whole)


def test_frozen_embeddings_stay_as_they_were(
    features: Features, base: Path, tmp_path: Path
) -> None:
    before = BertForQuestionAnswering.from_pretrained(base).state_dict()
    after = learn(replace(PLAN, freeze_embeddings=True), features, base, tmp_path / "run")
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {name for name in before if "embeddings" in name} <= same
    assert "qa_outputs.weight" not in same


def test_frozen_layers_stay_as_they_were(features: Features, base: Path, tmp_path: Path) -> None:
    before = BertForQuestionAnswering.from_pretrained(base).state_dict()
    after = learn(replace(PLAN, freeze_layers=1), features, base, tmp_path / "run")
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {name for name in before if "encoder.layer.0." in name} <= same
    assert not {name for name in same if "embeddings.word" in name}


@pytest.mark.parametrize("missing", ["model.safetensors", "train.jsonl"])
def test_what_is_missing_is_named(
    written: Path, base: Path, tmp_path: Path, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if missing == "train.jsonl":
        written.unlink()
    folder = tmp_path if missing == "model.safetensors" else base
    assert main([str(written), str(folder), str(tmp_path / "run"), "--steps", "1"]) == 2
    assert missing in capsys.readouterr().err


# -- what a teacher thinks -------------------------------------------------------------------


def test_a_teacher_labels_every_example_and_an_interrupted_run_goes_on(
    written: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.training.label.PART", 5)
    examples = read_examples(written)
    label(examples[:7], base, tmp_path / "labels")
    first = (tmp_path / "labels" / "part-0000.npz").stat().st_mtime_ns
    label(examples, base, tmp_path / "labels")
    labels = read_labels(tmp_path / "labels")
    assert (tmp_path / "labels" / "part-0000.npz").stat().st_mtime_ns == first
    assert sorted(labels.examples.tolist()) == list(range(16))
    assert labels.starts.shape == labels.end_logs.shape == (16, labels.starts.shape[1])
    assert np.exp(labels.start_logs).sum(1) == pytest.approx(1, abs=0.02)
    assert (labels.starts == NULL).any(1).all()


def test_no_labels_and_damaged_ones_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no labels"):
        read_labels(tmp_path)
    (tmp_path / "part-0000.npz").write_bytes(b"PK")
    with pytest.raises(SourceError, match=r"part-0000\.npz"):
        read_labels(tmp_path)


def test_a_target_blends_the_span_with_what_the_teacher_thinks(features: Features) -> None:
    context = EXAMPLES[0].context
    places = [[NULL, context.index("bank")] + [NONE] * (KEPT - 2)]
    logs = np.array([[math.log(0.25), math.log(0.75)] + [-99.0] * (KEPT - 2)], np.float32)
    ends = [[NULL, context.index("bank") + 4] + [NONE] * (KEPT - 2)]
    labels = Labels(
        examples=np.array([0], np.int32), starts=np.array(places, np.int32), start_logs=logs,
        ends=np.array(ends, np.int32), end_logs=logs,
    )  # fmt: skip
    rows = np.array([0, 1])
    width = int(features.lengths[rows].max())
    firsts, lasts = Targets(features, labels, 0.4).of(rows, width)
    second = int(features.second[0])
    assert firsts[0, 0].item() == pytest.approx(0.4 * 0.25)
    assert firsts[0, second].item() == pytest.approx(0.6)
    assert firsts[0, second + 1].item() == pytest.approx(0.4 * 0.75)
    assert lasts[0, second + 1].item() == pytest.approx(0.6 + 0.4 * 0.75)
    assert firsts.sum(1).tolist() == pytest.approx([1, 1])
    assert firsts[1].max().item() == 1


# -- learning in 8 bits ----------------------------------------------------------------------


def test_rounded_weights_keep_one_scale_an_output_and_pass_their_gradient() -> None:
    weights = torch.tensor([[1.27, -0.004, 0.5], [0.0254, 0.0, -0.01]], requires_grad=True)
    found = rounded_weights(weights)
    expected = [[1.27, 0.0, 0.5], [0.0254, 0.0, -0.01]]
    assert torch.allclose(found, torch.tensor(expected), atol=1e-6)
    found.sum().backward()
    assert torch.equal(weights.grad, torch.ones(2, 3))


def test_rounded_activations_have_at_most_256_values_each_text_its_own() -> None:
    values = torch.randn(2, 50, 40) * torch.tensor([1.0, 100.0])[:, None, None]
    found = rounded_activations(values)
    assert all(len(text.unique()) <= 256 for text in found)
    spread = values.amax((1, 2)) - values.amin((1, 2))
    error = (found - values).abs().amax((1, 2))
    assert (error <= spread / 255).all()


def test_a_model_that_rounds_keeps_the_names_and_values_of_its_weights() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.GELU(), torch.nn.Linear(4, 2))
    before = {name: values.clone() for name, values in model.state_dict().items()}
    values = torch.randn(3, 5, 8)
    whole = model(values)
    round_from_now(model)
    after = model.state_dict()
    assert list(after) == list(before)
    assert all(torch.equal(after[name], before[name]) for name in before)
    assert 0 < (model(values) - whole).abs().max() < 0.1


@pytest.mark.parametrize("known", [{}, {"avx2": True}, {"avx512_bf16": False}])
def test_bfloat16_is_never_imitated(
    known: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known)
    assert not has_bfloat16(torch.device("cpu"))


@pytest.mark.parametrize("name", ["avx512_bf16", "amx_bf16"])
def test_bfloat16_is_used_where_the_processor_has_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {name: True})
    assert has_bfloat16(torch.device("cpu"))

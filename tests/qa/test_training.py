"""What the reader learns from: no edit keeps its answer, and nothing held out gets into training.

All texts are our own. The mix is made over small invented question sets.
"""

import gzip
import json
import random
import unicodedata
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from qa.reader import WEIGHTS
from qa.training import paired, rows
from qa.training.absent import other, removed
from qa.training.cloze import BLANK, from_question, from_sentence
from qa.training.edits import EDITS, EDITS_HELD_OUT, TRIED, Bank, Edit, edited
from qa.training.features import MAX_LENGTH, featured
from qa.training.forms import form, keywords, reworded, truly_conditioned
from qa.training.mix import WORD_EMBEDDINGS, main, read_base
from qa.training.quotations import quotations
from qa.training.rows import (
    SENTENCES,
    TAKEN,
    Example,
    Neighbours,
    Row,
    SourceError,
    answerable,
    read_examples,
    read_rows,
    taken,
)
from qa.training.wording import (
    CONDITIONS,
    CONDITIONS_HELD_OUT,
    CONTRARY,
    CONTRARY_HELD_OUT,
    MODIFIERS,
    MODIFIERS_HELD_OUT,
)
from tests.fakes import FakeReader

SEEDS = range(30)
FERRY = (
    "The ferry to Orlan stopped running on Monday. Its owner, Petra Voss, bought the ship in 1998 "
    "for 40 million crowns from a bank in Tarrow. The village council had asked for a bridge "
    "before the winter. Nobody on the island of Skell has a boat of that size. The minister of "
    "transport promised an answer in March. Fishermen carry the mail twice each week."
)
BANK = "The bank in Tarrow sold the ship. It had 900 clients and a small office near the harbour."


def example(question: str, answer: str, context: str = FERRY) -> Example:
    start = context.index(answer)
    return Example(
        kind="ours", context=context, question=question, answer=(start, start + len(answer)),
        accepted=(answer,),
    )  # fmt: skip


def row(question: str, *answers: str, context: str = FERRY, source: str = "ours") -> Row:
    spans = tuple((context.index(a), context.index(a) + len(a)) for a in answers)
    return Row(source=source, group="g", context=context, question=question, answers=spans)


# For every kind of edit a question that it can change.
EDITED = {
    "name": example("What did the owner Petra Voss buy?", "the ship"),
    "figure": example("Who bought the ship in 1998 for 40 million crowns?", "Petra Voss"),
    "contrary": example("What did the village council ask for before the winter?", "a bridge"),
    "denied": example("Who has promised an answer?", "The minister of transport"),
    "condition": example("What do fishermen carry?", "the mail"),
    "modifier": example("What did the council ask for?", "a bridge"),
    "word": example("Where is the bank that sold the ship?", "Tarrow"),
    "asked": example("When did the minister promise an answer?", "in March"),
}
EDITED_HELD_OUT = {
    **{kind: EDITED[kind] for kind in ("name", "figure", "condition", "modifier")},
    "contrary": example("What did the village council ask for?", "a bridge"),
}
KINDS = [(kind, edit, EDITED[kind]) for kind, edit, _ in EDITS]
KINDS += [(kind, edit, EDITED_HELD_OUT[kind]) for kind, edit, _ in EDITS_HELD_OUT]


def word_tokenizer() -> Tokenizer:
    """A token for every word of ours and for some that are used alike."""
    words = sorted({w.lower() for w in FERRY.split() if w.isalpha()})
    alike = [f"{a}{b}{c}{d}" for a in "bdf" for b in "aeo" for c in "lmn" for d in "aeo"]
    numbered = {word: number for number, word in enumerate(["?", *words, *alike])}
    tokenizer = Tokenizer(models.WordLevel(numbered, "?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def embeddings() -> np.ndarray:
    shape = word_tokenizer().get_vocab_size(), 8
    return np.random.default_rng(7).normal(size=shape).astype(np.float32)


@pytest.fixture(scope="module")
def bank() -> Bank:
    asked = [
        "Where does Mara Quill live in Norrby?",
        "Who met Edgar Lunt?",
        "What did Osk Line do?",
    ]
    return Bank([row(question) for question in asked], embeddings(), word_tokenizer())


# -- edits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "edit", "before"), KINDS)
def test_an_edit_changes_the_question_and_leaves_no_answer(
    kind: str, edit: Edit, before: Example, bank: Bank
) -> None:
    made = [edited([before], [(kind, edit, 1)], bank, random.Random(seed)) for seed in SEEDS]
    changed = [after for after in made if after]
    assert changed
    for after in changed:
        assert after.question != before.question
        assert (after.answer, after.accepted) == (None, ())
        assert (after.kind, after.context) == (f"edited:{kind}", before.context)


UNCHANGED = [
    ("name", "What was bought?", "the ship"),
    ("figure", "What was bought?", "the ship"),
    ("contrary", "What was carried?", "the mail"),
    ("denied", "Who didn't promise anything?", "The minister of transport"),
    ("modifier", "What do fishermen carry?", "the mail"),
    ("asked", "Who owns it?", "Petra Voss"),
]


@pytest.mark.parametrize(("kind", "question", "answer"), UNCHANGED)
def test_an_edit_with_nothing_to_change_gives_up(
    kind: str, question: str, answer: str, bank: Bank
) -> None:
    edits = [edit for edit in EDITS if edit[0] == kind]
    assert edited([example(question, answer)] * TRIED, edits, bank, random.Random(1)) is None


def test_a_contrary_that_the_answering_sentence_says_too_is_not_put(bank: Bank) -> None:
    both = example("Who rose first?", "Ann", "Ann rose first and Ben rose last, second or third.")
    edits = [edit for edit in EDITS if edit[0] == "contrary"]
    made = [edited([both], edits, bank, random.Random(seed)) for seed in SEEDS]
    questions = {after.question for after in made if after}
    assert not {q for q in questions if "last" in q or "second" in q}


def test_words_and_phrases_held_out_are_none_of_training() -> None:
    taught = {frozenset((word, other)) for word in CONTRARY for other in CONTRARY[word]}
    kept = {frozenset((word, other)) for word, them in CONTRARY_HELD_OUT.items() for other in them}
    assert not taught & kept
    assert not set(CONDITIONS) & set(CONDITIONS_HELD_OUT)
    assert not set(MODIFIERS) & set(MODIFIERS_HELD_OUT)


# -- contexts that do not answer -------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_context_without_the_answering_sentence_holds_no_accepted_answer(seed: int) -> None:
    asked = row("Who owns the ferry?", "Petra Voss", "Its owner, Petra Voss")
    made = removed(asked, random.Random(seed))
    assert made is not None
    assert made.answer is None
    assert "Voss" not in made.context
    assert made.question == asked.question


def test_an_answer_of_two_sentences_is_removed_too() -> None:
    answer = "stopped running on Monday. Its owner, Petra Voss"
    made = removed(row("What happened?", answer), random.Random(1))
    assert made is None or answer not in made.context


def test_a_context_that_is_little_without_its_answer_is_not_shown() -> None:
    assert removed(row("Who sold it?", "The bank", context=BANK), random.Random(1)) is None


def test_the_other_context_is_the_likest_without_the_answer() -> None:
    asked = row("How much did the ship of the bank in Tarrow cost?", "40 million crowns")
    answering = "In Tarrow the ship of the bank cost 40 Million Crowns."
    rival = "The bank in Tarrow let no ship leave, and much did it cost."
    made = other(asked, [FERRY, answering, "Rain fell.", rival], random.Random(1))
    assert made is not None
    assert (made.context, made.answer) == (rival, None)
    assert other(asked, [FERRY, answering], random.Random(1)) is None


# -- forms -----------------------------------------------------------------------------------


def test_keywords_are_the_words_that_carry_meaning() -> None:
    made = {keywords("When did the ferry to Orlan stop?", random.Random(seed)) for seed in SEEDS}
    assert made == {
        "date ferry orlan stop", "ferry orlan stop date", "when ferry orlan stop",
        "ferry orlan stop when",
    }  # fmt: skip


def test_most_questions_keep_their_form_and_a_few_lose_case_or_mark() -> None:
    question = "When did the ferry to Orlan stop?"
    made = [form(question, random.Random(seed)) for seed in range(300)]
    assert made.count(question) > 200
    changed = {"when did the ferry to orlan stop", "Tell me: when did the ferry to Orlan stop?"}
    assert changed < set(made)


def test_a_synonym_leaves_the_rest_of_the_question() -> None:
    made = {reworded("Who bought it?", random.Random(seed)) for seed in SEEDS}
    assert made == {"Who bought it?", "Who purchased it?"}


def test_a_condition_that_is_added_stands_in_the_answering_sentence() -> None:
    before = example("Who bought the ship?", "Petra Voss")
    after = truly_conditioned(before)
    assert after.question == "Who bought the ship in 1998?"
    assert (after.answer, after.context) == (before.answer, before.context)


def test_a_condition_that_is_the_answer_is_not_added() -> None:
    before = example("What was the day?", "on Monday")
    assert truly_conditioned(before) is before


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("“We will not wait for another winter,” said Petra Voss.",
         "We will not wait for another winter"),
        ("Petra Voss said that the island would have its ferry by May.",
         "the island would have its ferry by May"),
    ],
)  # fmt: skip
def test_a_quotation_is_answered_whole(context: str, said: str) -> None:
    [made] = quotations([context], random.Random(1))
    assert made.answer is not None
    assert context[slice(*made.answer)] == said
    assert "Petra Voss" in made.question


def test_what_a_pronoun_said_is_not_asked() -> None:
    assert quotations(["“We will not wait for another winter,” she said."], random.Random(1)) == []


# -- rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_stands_in_the_part_that_is_cut_around_it(seed: int) -> None:
    made = answerable(row("What did she pay?", "40 million crowns"), random.Random(seed))
    assert made.answer is not None
    assert made.context[slice(*made.answer)] == "40 million crowns"


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_stands_in_its_sentence_set_among_others(seed: int) -> None:
    said = ["Rain fell on Skell.", "The ferry left at noon.", "Nobody was on board."]
    known = [
        Row(source="ours", group=f"d:1:{n}", context=text, question="?", answers=((4, 9),))
        for n, text in enumerate(said)
    ]
    made = Neighbours(known).embed(known[1], random.Random(seed))
    assert [made.context[a:b] for a, b in made.answers] == ["ferry"]


def test_of_one_sentence_few_questions_are_taken_and_none_with_a_pronoun_for_answer() -> None:
    source = rows.SINGLE[0]
    many = [row(f"Question {n}?", "The bank", context=BANK, source=source) for n in range(20)]
    pronoun = row("What had clients?", "It", context=BANK, source=source)
    some = taken([*many, pronoun], 6, random.Random(1))
    assert len(some) == 6
    assert pronoun not in some


STORED = {"context": FERRY, "question": "Who?", "answers": [{"text": "Petra Voss", "start": 57}]}
DAMAGED = {
    "not gzip": json.dumps(STORED).encode(),
    "cut short": gzip.compress(json.dumps(STORED).encode())[:-20],
    "not JSON": gzip.compress(b'{"context": '),
    "not Unicode": gzip.compress(b"\xff\xfe"),
    "no object": gzip.compress(b"[]"),
    "no question": gzip.compress(json.dumps(STORED | {"question": None}).encode()),
    "no answers": gzip.compress(json.dumps({"context": "", "question": ""}).encode()),
    "an answer that is elsewhere": gzip.compress(
        json.dumps(STORED | {"answers": [{"text": "Petra Voss", "start": 56}]}).encode()
    ),
    "an answer before the start": gzip.compress(
        json.dumps(STORED | {"answers": [{"text": "k.", "start": -2}]}).encode()
    ),
}


def test_a_sound_source_is_read(tmp_path: Path) -> None:
    (tmp_path / "ours.jsonl.gz").write_bytes(gzip.compress(json.dumps(STORED).encode()))
    [read] = read_rows(tmp_path, "ours")
    assert [read.context[a:b] for a, b in read.answers] == ["Petra Voss"]


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_source_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ours.jsonl.gz").write_bytes(content)
    with pytest.raises(SourceError, match=r"ours\.jsonl\.gz"):
        read_rows(tmp_path, "ours")


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ours\.jsonl\.gz"):
        read_rows(tmp_path, "ours")


@pytest.mark.parametrize("line", ["{", "[]", "{}", "null"])
def test_damaged_examples_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(SourceError, match=r"train\.jsonl"):
        read_examples(path)


# -- the mix ---------------------------------------------------------------------------------


def town(number: int) -> str:
    """A name of its own for every article."""
    return "Vel" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


ARTICLES = range(60)
HELD_OUT = {town(n) for n in ARTICLES if zlib.crc32(town(n).encode()) % 1000 < 80}


def article(number: int) -> list[dict[str, object]]:
    name = town(number)
    context = (
        f"The old bridge at {name} was closed in {1950 + number} after a flood. Engineers from "
        f"{name} asked the council of {name} for {number + 100} million crowns. The council "
        f"refused before the election. A ferry carries the children of {name} to school."
    )
    asked = {
        f"How much did engineers ask the council of {name} for?": f"{number + 100} million crowns",
        f"What was closed in {1950 + number} in {name} after a flood?": f"The old bridge at {name}",
    }
    return [
        {
            "context": context, "question": question, "group": name,
            "answers": [{"text": answer, "start": context.index(answer)}],
        }
        for question, answer in asked.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Question sets of the names that the mix takes, all but one empty, and a base's files."""
    folder = tmp_path_factory.mktemp("sources")
    for source in {*TAKEN, *SENTENCES}:
        (folder / f"{source}.jsonl.gz").write_bytes(gzip.compress(b"", 1))
    lines = [json.dumps(asked) for number in ARTICLES for asked in article(number)]
    newwiki = folder / f"{rows.HELD_OUT_SOURCE}.jsonl.gz"
    newwiki.write_bytes(gzip.compress("\n".join(lines).encode(), 1))
    (folder / f"{paired.SOURCE}.jsonl.gz").write_bytes(
        gzip.compress("\n".join(json.dumps(pair) for pair in PAIRS).encode(), 1)
    )
    word_tokenizer().save(str(folder / "tokenizer.json"))
    save_file({WORD_EMBEDDINGS[0]: embeddings()}, folder / "model.safetensors")
    return folder


PAIRS = [
    {
        "question": f"How much did the museum of lamps pay for lamp number {n}?",
        "sentence": f"The museum of lamps paid {n} million crowns for a brass lamp of that number.",
    }
    for n in range(3, 23)
]


def stored(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rows are taken as there are, none twice; and words are found without a model."""
    monkeypatch.setattr("qa.training.mix.OnnxReader", lambda folder: FakeReader())
    monkeypatch.setattr("qa.training.mix.TAKEN", {**TAKEN, rows.HELD_OUT_SOURCE: 120})


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_no_group_that_is_held_out_gets_into_training(sources: Path, tmp_path: Path) -> None:
    assert main([str(sources), str(sources), str(tmp_path)]) == 0
    examples = read_examples(tmp_path / "train.jsonl")
    kept = stored(tmp_path / "heldout.jsonl")
    towns = {town(number) for number in ARTICLES}
    learnt = {name for e in examples for name in towns if name in e.context + e.question}
    assert HELD_OUT
    assert learnt == towns - HELD_OUT
    assert {name for e in kept for name in towns if name in e["context"]} == HELD_OUT


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_the_mix_is_the_same_every_time_and_its_answers_stand(
    sources: Path, tmp_path: Path
) -> None:
    for out in ("a", "b"):
        main([str(sources), str(sources), str(tmp_path / out)])
    for name in ("train.jsonl", "heldout.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    examples = read_examples(tmp_path / "a" / "train.jsonl")
    answers = [e.context[slice(*e.answer)] for e in examples if e.answer]
    assert all(a.endswith((" million crowns", " million")) or "bridge" in a for a in answers)
    assert 0.25 < 1 - len(answers) / len(examples) < 0.6
    for kept in stored(tmp_path / "a" / "heldout.jsonl"):
        assert kept.keys() == {"id", "context", "question", "answers", "source"}
        for answer in kept["answers"]:
            assert kept["context"].startswith(answer["text"], answer["start"])


def test_the_mix_stops_at_a_damaged_source_and_writes_nothing(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    (data / f"{SENTENCES[0]}.jsonl.gz").write_bytes(b"no archive")
    assert main([str(data), str(sources), str(out)]) == 2
    assert f"{SENTENCES[0]}.jsonl.gz" in capsys.readouterr().err
    assert not out.exists()


def test_a_base_without_its_weights_is_named(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(sources), str(tmp_path), str(tmp_path / "out")]) == 2
    assert str(tmp_path / "model.safetensors") in capsys.readouterr().err


@pytest.mark.parametrize("name", WORD_EMBEDDINGS)
def test_the_embeddings_are_found_by_either_name(name: str, tmp_path: Path) -> None:
    word_tokenizer().save(str(tmp_path / "tokenizer.json"))
    save_file({name: embeddings(), "other": np.zeros(2)}, tmp_path / "model.safetensors")
    found, _ = read_base(tmp_path)
    assert found.shape == embeddings().shape


# -- features --------------------------------------------------------------------------------

# A question and a context told apart by token types, or by marks alone.
LAYOUTS = {
    "BERT": "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
    "MPNet": "[CLS]:0 $A:0 [SEP]:0 [SEP]:0 $B:0 [SEP]:0",
}


@pytest.fixture(scope="module", params=LAYOUTS)
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    """The reader's own, told to pad as stored tokenizers may be, its marks in either layout."""
    made = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    marks = [(mark, made.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair=LAYOUTS[request.param], special_tokens=marks
    )
    made.enable_padding(length=2 * MAX_LENGTH)
    return made


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "answer", ["Łódź’s “Größe”", "Zoë Brûlée", "José Núñez-Ávila", "1.5 million", "$40 (a third)"]
)
def test_the_tokens_of_an_answer_give_its_words_back(
    tokenizer: Tokenizer, answer: str, form: str
) -> None:
    answer = unicodedata.normalize(form, answer)
    context = unicodedata.normalize(form, f"Çelik’s café, naïvely: {answer} is what Zoë wrote.")
    features = featured([example("Où est-ce?", answer, context)], tokenizer)
    [first], [last], [second] = features.first, features.last, features.second
    offsets = features.offsets_of(0)
    assert context[offsets[first - second][0] : offsets[last - second][1]] == answer
    assert features.alone.tolist() == [True]
    assert len(features.ids) < 100


def test_an_accent_that_no_token_covers_does_not_lose_the_answer(tokenizer: Tokenizer) -> None:
    context = unicodedata.normalize("NFD", "It was Zoë Brûlé who wrote.")
    answer = unicodedata.normalize("NFD", "Zoë Brûlé")
    features = featured([example("Who wrote?", answer, context)], tokenizer)
    offsets = features.offsets_of(0)
    [first], [last] = features.first - features.second, features.last - features.second
    assert context[offsets[first][0] : offsets[last][1]] == answer.removesuffix("\u0301")


def test_the_context_begins_at_its_first_token_in_either_layout(tokenizer: Tokenizer) -> None:
    features = featured([example("Who owns it?", "Petra Voss")], tokenizer)
    [second], [after] = features.second, features.after
    assert tokenizer.decode(features.ids[second:after].tolist()) == tokenizer.decode(
        tokenizer.encode(FERRY, add_special_tokens=False).ids
    )


def test_nothing_here_is_the_first_token(tokenizer: Tokenizer) -> None:
    silent = Example(kind="ours", context=FERRY, question="Who sang?", answer=None)
    features = featured([silent], tokenizer)
    assert (features.first.tolist(), features.last.tolist()) == ([0], [0])


def test_a_long_context_is_read_in_windows_and_its_answer_found_where_it_is_whole(
    tokenizer: Tokenizer,
) -> None:
    filler = "Rain fell on the harbour again. " * 60
    long = example("Who owns it?", "Petra Voss", filler + FERRY + filler)
    features = featured([example("Who owns it?", "Petra Voss"), long], tokenizer)
    assert features.example[0] == 0
    assert set(features.example[1:].tolist()) == {1}
    assert features.alone.tolist() == [True, *[False] * (len(features.alone) - 1)]
    assert max(features.lengths) == MAX_LENGTH
    words = [
        long.context[offsets[first][0] : offsets[last][1]]
        for offsets, first, last in (
            (features.offsets_of(n), features.first[n] - features.second[n],
             features.last[n] - features.second[n])
            for n in range(1, len(features.alone)) if features.first[n]
        )
    ]  # fmt: skip
    assert words
    assert set(words) == {"Petra Voss"}


def test_an_answer_longer_than_every_window_is_left_out(tokenizer: Tokenizer) -> None:
    long = "Rain fell on the harbour again. " * 100
    whole = Example(kind="ours", context=long, question="What?", answer=(0, len(long)))
    assert len(featured([whole], tokenizer).alone) == 0


def test_a_batch_is_padded_and_typed_as_its_model_wants(tokenizer: Tokenizer) -> None:
    two = [example("Who owns it?", "Petra Voss"), example("Who sold it?", "The bank", BANK)]
    features = featured(two, tokenizer)
    bert = SimpleNamespace(config=SimpleNamespace(pad_token_id=0, type_vocab_size=2))
    mpnet = SimpleNamespace(config=SimpleNamespace(pad_token_id=1))
    batch = features.batch(np.array([1, 0]), bert)
    short, long = features.lengths[[1, 0]]
    assert batch["input_ids"].shape == (2, long)
    assert batch["attention_mask"].sum(axis=1).tolist() == [short, long]
    assert batch["token_type_ids"].sum(axis=1).tolist() == [
        short - features.second[1], long - features.second[0]
    ]  # fmt: skip
    assert set(batch["input_ids"][0, short:].tolist()) == {0}
    plain = features.batch(np.array([1, 0]), mpnet)
    assert plain.keys() == {"input_ids", "attention_mask"}
    assert set(plain["input_ids"][0, short:].tolist()) == {1}


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_every_kind_of_example_gets_into_the_mix(sources: Path, tmp_path: Path) -> None:
    main([str(sources), str(sources), str(tmp_path)])
    examples = read_examples(tmp_path / "train.jsonl")
    kinds = {e.kind.split(":")[0] for e in examples}
    assert {"removed", "other", "edited", "near", "cloze", "paired", "paired-absent"} <= kinds
    for example in examples:
        if example.kind in ("near", "paired-absent"):
            assert example.answer is None
        if example.kind == "cloze":
            assert BLANK in example.question


# -- statements with a blank -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Who sold the ferry to the bank?", "___ sold the ferry to the bank"),
        ("Which bank opened an office in Tarrow?", "___ opened an office in Tarrow"),
        ("How many people left the town in 1950?", "___ people left the town in 1950"),
        ("Who was the owner of the ferry?", None),
        ("What did the bank sell in Tarrow?", None),
        ("When did the ferry stop running?", None),
    ],
)
def test_a_question_about_its_subject_becomes_a_statement(
    question: str, statement: str | None
) -> None:
    example = Example(kind="ours", context=FERRY, question=question, answer=(57, 67))
    assert from_question(example) == statement


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sentence_of_the_answer_loses_it_to_a_blank(seed: int) -> None:
    example = answerable(row("Who owns it?", "Petra Voss"), random.Random(seed))
    statement = from_sentence(example, random.Random(seed))
    assert statement is not None
    assert statement.count(BLANK) == 1
    assert "Petra Voss" not in statement

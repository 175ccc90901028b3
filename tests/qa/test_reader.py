"""From logits to words: the span decoding, with numbers spelled out."""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Passage
from index.chunk import unbreakable
from index.errors import ReaderError
from index.hyphens import parted_words
from qa.reader import CLOSELY_BY, SHARE, UNSEEN, WEIGHTS, OnnxReader, best_spans, whole
from qa.windows import Window
from tests.fakes import make_article


def logits(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_start_and_end_are_chosen_together() -> None:
    # The best start (3, at 2) comes after the best end (4, at 0): 0-0 is worth 1+4, 2-2 3+1.
    assert best_spans(logits(1, 0, 3), logits(4, 0, 1), longest=30, most=1) == [(0, 0, 5.0)]


def test_an_end_never_comes_before_its_start() -> None:
    # 0-2 would be worth -9+9 = 0, 2-2 9-9... the best that runs forward is 2-2.
    found = best_spans(logits(-9, -9, 9), logits(9, -9, -8), longest=30, most=1)
    assert found == [(2, 2, 1.0)]


def test_a_span_is_at_most_so_long() -> None:
    starts, ends = logits(9, 0, 0, 0), logits(0, 0, 0, 9)
    assert best_spans(starts, ends, longest=4, most=1) == [(0, 3, 18.0)]
    assert best_spans(starts, ends, longest=3, most=1)[0][2] == 9.0


def test_further_spans_do_not_overlap_better_ones() -> None:
    found = best_spans(logits(5, 4, 0, 3), logits(5, 4, 0, 3), longest=2, most=3)
    assert found == [(0, 0, 10.0), (1, 1, 8.0), (3, 3, 6.0)]


def test_no_tokens_give_no_spans() -> None:
    assert best_spans(logits(), logits(), longest=30, most=3) == []


LOGITS = st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=40)


@given(LOGITS, st.integers(1, 8), st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_best_span_is_the_best_of_all(starts, longest, most, random) -> None:
    ends = [random.uniform(-10, 10) for _ in starts]
    found = best_spans(logits(*starts), logits(*ends), longest=longest, most=most)
    s, e = logits(*starts), logits(*ends)
    every = [float(s[i] + e[j]) for i in range(len(s)) for j in range(i, min(len(s), i + longest))]
    assert found[0][2] == max(every)
    assert all(0 <= i <= j < i + longest for i, j, _ in found)
    assert [score for _, _, score in found] == sorted((f[2] for f in found), reverse=True)
    taken = [set(range(i, j + 1)) for i, j, _ in found]
    assert sum(map(len, taken)) == len(set().union(*taken))


@pytest.mark.parametrize(
    ("text", "pointed_at", "quoted"),
    [
        ("to pay $870 million a year", "870", "$870 million"),
        ("nearly US$5 billion now", "5", "US$5 billion"),
        ("a rise of 5 percentage points", "5 percent", "5 percentage points"),
        ("the 28,500-strong force", "28", "28,500"),
        ("on Nov. 23, 2019, in", "2019", "Nov. 23, 2019"),
        ("By Lee Haye-ah in Seoul", "Lee Haye", "Lee Haye-ah"),
        ("the Seoul-led talks", "Seoul", "Seoul"),
        ("in South Korea.", "South Korea.", "South Korea"),
        ("in the U.S. now", "U.S.", "U.S."),
        ("it was good, he", "good,", "good"),
        ("an unanswered call", "answer", "unanswered"),
        ("the co-\noperation of", "co", "co-\noperation"),
        ("the co-\noperation of", "operation", "co-\noperation"),
        ("the Seoul-\nled talks", "Seoul", "Seoul"),
        ("by Jose\u0301 on Monday", "Jose", "Jose\u0301"),
        ("the 👨\u200d👩 family", "👨", "👨\u200d👩"),
    ],
)
def test_a_quotation_cuts_no_word_and_no_figure(text: str, pointed_at: str, quoted: str) -> None:
    start = text.index(pointed_at)
    found = whole(text, start, start + len(pointed_at), (0, len(text)))
    assert text[slice(*found)] == quoted


def test_who_asks_for_a_year_gets_the_year_alone() -> None:
    text = "on Nov. 23, 2019, in"
    start = text.index("2019")
    found = whole(text, start, start + 4, (0, len(text)), dates=False)
    assert text[slice(*found)] == "2019"


@given(st.text(alphabet="a1$., U\n-é", min_size=1, max_size=60), st.data())
def test_what_is_quoted_stays_inside_its_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = whole(text, start, end, (0, len(text)))
    assert 0 <= first <= last <= len(text)
    for left, right in unbreakable(text, 0, len(text), dates=False):
        if last - first and right - left < 30:
            assert not left < first < right


# -- two models, hand-written ----------------------------------------------------------------


class WordModel:
    """A model whose tokens are words: it points at "$5" if small, at "$7" if large."""

    def __init__(self, folder: Path, *, at_once: int) -> None:
        self.card = {CLOSELY_BY: "close"} if folder.name == "small" else {}
        self.sought = "$5" if folder.name == "small" else "$7"
        self.cut = "cut" in folder.parts and folder.name == "close"
        self.seen: list[str] = []

    def windows(self, question: str, texts: Sequence[str]) -> list[list[Window]]:
        self.seen += texts
        return [self._windows(text) for text in texts]

    def _windows(self, text: str) -> list[Window]:
        words = [m.span() for m in re.finditer(r"\S+", text)][1 if self.cut else 0 :]
        logits = [4.0 if text[slice(*word)] == self.sought else 0.0 for word in words]
        return [
            Window(
                offsets=tuple(words),
                starts=np.array(logits, dtype=np.float32),
                ends=np.array(logits, dtype=np.float32),
                null=1.0,
            )
        ]


class WordReader(OnnxReader):
    model = WordModel  # type: ignore[assignment]


def test_the_larger_model_reads_what_the_smaller_found_best() -> None:
    reader = WordReader(Path("any/small"))
    texts = ["Nothing here.", "It cost $5 in all.", "No word.", "Or $5 or $7 it was."]
    found = reader.read("How much?", [passage_of(text) for text in texts], most=1)
    assert reader._quick.seen == texts
    assert sorted(reader._close.seen) == sorted([texts[1], texts[3]])
    assert found[0].text == ("$7" if SHARE > 0.5 else "$5")


def test_where_both_have_read_their_logits_are_averaged() -> None:
    reader = WordReader(Path("any/small"))
    (span,) = reader.read("How much?", [passage_of("Or $5 or later.")], most=1)
    assert span.text == "$5"
    assert span.score == pytest.approx(8 * (1 - SHARE))
    assert span.null == pytest.approx(1.0)


def test_a_larger_model_with_other_words_is_believed_alone() -> None:
    reader = WordReader(Path("cut/small"))
    (span,) = reader.read("How much?", [passage_of("$5 or rather $7 now")], most=1)
    assert (span.text, span.score) == ("$7", 8.0)


# -- with the real weights -------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader()


@pytest.fixture(scope="module")
def quick_reader() -> OnnxReader:
    """The small model alone, which is what weighs places."""
    reader = OnnxReader()
    reader._close = None
    return reader


def passage_of(text: str) -> Passage:
    return Passage(id=1, article=make_article(text), start=0, end=len(text))


@pytest.mark.model
def test_the_reader_finds_the_words(reader: OnnxReader) -> None:
    text = "The harbor bridge, finished in 2021, cost the city $538 million. Ferries still run."
    best = reader.read("How much did the bridge cost?", [passage_of(text)])[0]
    assert best.text == "$538 million"
    assert best.margin > 5


@pytest.mark.model
def test_a_word_parted_at_a_line_end_is_read_whole_and_quoted_as_it_stands(
    reader: OnnxReader, quick_reader: OnnxReader
) -> None:
    text = "In May the old ferry was sold to a coop-\nerative. It had run\nfor nine years."
    question = "To whom was the ferry sold?"
    best = reader.read(question, [passage_of(text)])[0]
    assert "coop-\nerative" in best.text
    assert best.text == text[best.start : best.end]
    whole = reader.read(question, [passage_of(text.replace("-\n", ""))])[0]
    assert (best.score, best.null) == (whole.score, whole.null)
    best = quick_reader.read(question, [passage_of(text)])[0]
    (weight,) = reader.weigh(question, passage_of(text), [(best.start, best.end)])
    assert weight == pytest.approx(best.margin)


PIECES = st.sampled_from(
    ["The govern-\nment ", "paid $870 mil-\nlion", "Seoul-\nled ", "5-\n10", " on Nov-\nember 3.",
     "\n\n", "co-\r\noper-\nation ", "é-\nà ", "🙂 "]
)  # fmt: skip


@pytest.mark.model
@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_what_is_read_of_parted_words_stands_in_the_text(reader: OnnxReader, text: str) -> None:
    article = make_article(f"Before it. {text} After.")
    passage = Passage(id=1, article=article, start=11, end=11 + len(text))
    for span in reader.read("Who paid how much, and when?", [passage], most=5):
        assert 11 <= span.start < span.end <= 11 + len(text)
        assert span.text == article.text[span.start : span.end]
        assert span.text.strip() == span.text
        for first, last in parted_words(article.text):
            assert not first < span.start < last
            assert not first < span.end < last


@pytest.mark.model
def test_the_reader_says_that_it_is_not_here(reader: OnnxReader) -> None:
    text = "The harbor bridge, finished in 2021, cost the city $538 million. Ferries still run."
    best = reader.read("Who won the chess championship?", [passage_of(text)])[0]
    assert best.margin < 0


@pytest.mark.model
def test_a_score_does_not_depend_on_the_other_passages(reader: OnnxReader) -> None:
    one = passage_of("The bridge cost $538 million.")
    other = passage_of("The strike lasted 22 days, and nobody was paid for any of them. " * 5)
    alone = reader.read("How much did the bridge cost?", [one])
    together = reader.read("How much did the bridge cost?", [other, one])
    assert alone == [span for span in together if span.passage == one]


@pytest.mark.model
def test_each_text_gets_the_windows_that_are_its_own(reader: OnnxReader) -> None:
    long, short = "The committee met again without a vote. " * 120, "The bridge cost $538 million."
    question = "How much did the bridge cost?"
    first, many, last = reader._quick.windows(question, [short, long, short])
    assert len(many) > 1
    assert [w.offsets for w in first] == [w.offsets for w in last]
    assert [w.null for w in first] == [w.null for w in last]
    assert {w.null for w in first}.isdisjoint(w.null for w in many)


@pytest.mark.model
def test_an_answer_far_into_a_long_passage_is_found_in_its_window(reader: OnnxReader) -> None:
    filler = "The committee met again and adjourned without a vote on the matter. " * 60
    text = filler + "The harbor bridge cost the city $538 million. " + filler
    best = reader.read("How much did the harbor bridge cost?", [passage_of(text)])[0]
    assert best.text == "$538 million"
    assert best.start == text.index("$538")


@pytest.mark.model
def test_a_place_weighs_what_the_best_span_inside_it_does(
    reader: OnnxReader, quick_reader: OnnxReader
) -> None:
    filler = "The committee met again and adjourned without a vote on the matter. " * 60
    text = f"{filler}The harbor bridge cost the city $538 million, and a ferry $7 million."
    passage, question = passage_of(text), "How much did the harbor bridge cost?"
    places = [(text.index(words), text.index(words) + len(words))
              for words in ("$538 million", "$7 million", "committee")]  # fmt: skip
    bridge, ferry, other = reader.weigh(question, passage, places)
    assert bridge > max(0, ferry) > other
    assert bridge == pytest.approx(quick_reader.read(question, [passage])[0].margin)
    assert reader.weigh(question, passage, []) == []
    assert reader.weigh(question, passage, [(len(text), len(text) + 1)]) == [UNSEEN]


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "İstanbul’da köprü 5 milyon €",
        "de\u0301ja\u0300 vu, cost ½ of $5",
        "🙂🙂 the price 👨\u200d👩\u200d👧 is $5 million",
        "한국은 8억 7천만 달러를 낸다",
        "ﬁnance ﬂoods the ofﬁce",
        "\u202eabc\u202c costs $7",
        "ß Ǆ ŉ costs £3m",
        "a\u0000b",
        "x" * 5000,
        "\t\n \u00a0 word",
    ],
)
def test_offsets_are_exact_for_every_text(reader: OnnxReader, text: str) -> None:
    passage = passage_of(text)
    for span in reader.read("What does it cost?", [passage]):
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert span.text.strip()


@pytest.mark.model
def test_the_question_is_never_quoted_back(reader: OnnxReader) -> None:
    for span in reader.read("Was it $538 million or $600 million?", [passage_of("It was late.")]):
        assert "million" not in span.text


@pytest.mark.model
def test_a_very_long_question_is_read_from_its_beginning(reader: OnnxReader) -> None:
    question = "How much did the bridge cost? " + "🙂 " * 900
    assert reader.read(question, [passage_of("The bridge cost $538 million.")])


# -- weights that are not as they should be --------------------------------------------------


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return shutil.copytree(WEIGHTS, tmp_path / "weights")


def test_a_missing_file_is_named_with_what_mends_it(weights: Path) -> None:
    (weights / "reader.onnx").unlink()
    with pytest.raises(ReaderError, match=r"reader\.onnx: cannot be read.*git checkout"):
        OnnxReader(weights)


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json"])
def test_a_truncated_file_is_named_with_what_was_expected(weights: Path, name: str) -> None:
    content = (weights / name).read_bytes()
    (weights / name).write_bytes(content[: len(content) // 2])
    expected = json.loads((weights / "card.json").read_text())["sha256"][name][:12]
    with pytest.raises(ReaderError, match=f"{name}: truncated or altered.*{expected}"):
        OnnxReader(weights)


def test_a_damaged_card_is_named(weights: Path) -> None:
    (weights / "card.json").write_text("{")
    with pytest.raises(ReaderError, match=r"card\.json"):
        OnnxReader(weights)


class Broken:
    """A session whose weights give no numbers."""

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="input_ids")]

    def run(self, names: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        shape = next(iter(feed.values())).shape
        return [np.full(shape, np.nan, dtype=np.float32)] * 2


def test_scores_that_are_not_numbers_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = OnnxReader()
    monkeypatch.setattr(reader._quick, "_session", Broken())
    with pytest.raises(ReaderError, match="not a number"):
        reader.read("What?", [passage_of("Some words.")])

"""Questions known with the sentence that answers them, but not with the words.

An earlier reader picks the words in that sentence alone, where it can hardly go wrong; where it
is not sure, the question is left out (self-training; Yarowsky 1995). The sentence is then set
among others like it, which also serve, without it, as a context that does not answer.
"""

from collections.abc import Mapping
from pathlib import Path

from qa.reader import OnnxReader
from qa.training.near import Likest
from qa.training.questions import bare_passage
from qa.training.rows import Dice, Example, read_lines

SOURCE = "squad_train_question_sentence_pairs"
# In logits, over "not here". A guess: how often the words picked at it are wrong was not measured.
SURE = 3.0
LONGEST = 12
# Others set around the sentence, at most.
AROUND = 4
ABSENT = 0.4


def paired(folder: Path, reader: OnnxReader, dice: Dice) -> list[Example]:
    pairs = read_lines(folder / f"{SOURCE}.jsonl.gz", _pair)
    sentences = sorted({sentence for _, sentence in pairs})
    likest = Likest(sentences).to([sentence for _, sentence in pairs], 2 * AROUND)
    made: list[Example] = []
    for (question, sentence), others in zip(pairs, likest, strict=True):
        span = reader.read(question, [bare_passage(sentence)])[0]
        words = span.text
        if span.margin < SURE or len(words.split()) > LONGEST:
            continue
        around = [s for s in others if s != sentence and words.lower() not in s.lower()]
        some = dice.sample(around, min(len(around), dice.randint(1, AROUND)))
        at = dice.randint(0, len(some))
        before = "".join(f"{s} " for s in some[:at])
        start = len(before) + span.start
        made.append(
            Example(
                kind="paired", context=" ".join([*some[:at], sentence, *some[at:]]),
                question=question, answer=(start, start + len(words)), accepted=(words,),
            )
        )  # fmt: skip
        if len(around) > 2 and dice.random() < ABSENT:
            context = " ".join(around[: AROUND + 1])
            made.append(Example(kind="paired-absent", context=context, question=question,
                                answer=None))  # fmt: skip
    return made


def _pair(stored: Mapping[str, str]) -> tuple[str, str]:
    return stored["question"].strip(), stored["sentence"].strip()

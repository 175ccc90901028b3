"""Examples among which a question does not tell by itself whether it is answered.

Whoever writes questions that a passage does not answer asks "how many" and "when" more often than
whoever writes those that it does; a reader would learn that, and never look at the passage
(Gururangan et al. 2018 found as much in sets made by crowds). So how often a question like this
one is unanswered is estimated from its words alone, each by a model that has not seen its passage,
and of questions with like estimates one share of either kind is kept.
"""

from collections.abc import Sequence

from qa.training.rows import Dice, Example

FOLDS = 5
BINS = 20
# A word or two words in a row, met in so many questions.
SEEN = 3


def fair(examples: Sequence[Example], dice: Dice) -> list[Example]:
    """The most of *examples* with one share of unanswered ones, whatever their question's words."""
    shares = unanswered_by_words(examples)
    order = sorted(range(len(examples)), key=shares.__getitem__)
    absent = sum(example.answer is None for example in examples)
    ratio = absent / max(1, len(examples) - absent)
    size = max(1, len(order) // BINS)
    kept: list[Example] = []
    for first in range(0, len(order), size):
        alike = [examples[n] for n in order[first : first + size]]
        told = [example for example in alike if example.answer is not None]
        not_told = [example for example in alike if example.answer is None]
        kept += dice.sample(told, min(len(told), round(len(not_told) / ratio)))
        kept += dice.sample(not_told, min(len(not_told), round(len(told) * ratio)))
    return kept


def unanswered_by_words(examples: Sequence[Example]) -> list[float]:
    """How likely each is unanswered, by the words of its question, 0 to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # both take longer than the rest
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=SEEN), LogisticRegression(max_iter=1000)
    )
    shares = cross_val_predict(
        model, [e.question for e in examples], [e.answer is None for e in examples],
        groups=[e.context for e in examples], cv=GroupKFold(FOLDS), method="predict_proba",
    )  # fmt: skip
    return [float(share) for share in shares[:, 1]]

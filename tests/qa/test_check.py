"""The judge: what supports a claim, what refutes it, and what leaves it open."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.article import Article, Hit, Passage, Range
from index.neighbours import Vectors
from qa.agreement import ANOTHER_PERIOD, MORE_EXACT, PAIRED_OTHERWISE, PERIOD_NOT_SAID
from qa.check import (
    MOST_FIGURES,
    NOT_FOUND,
    NOTHING_TO_CHECK,
    TOO_MANY,
    Label,
    Verdict,
    Witnesses,
    judge,
)
from qa.claims import claim_of
from qa.figures import Relation, find_figures
from qa.polarity import Turn
from tests.fakes import LIKENESS, FakeEmbedder, make_article

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
PRINTED = date(2021, 3, 4)  # a Thursday

RENT = "Hanbury pays $870 million a year in rent for the harbor."
SITES = "The harbor authority keeps 28,500 containers on 14 sites."


def hits_of(*articles: Article | str) -> list[Hit]:
    made = [a if isinstance(a, Article) else make_article(a, published=PRINTED) for a in articles]
    return [
        Hit(passage=Passage(id=n, article=article, start=0, end=len(article.text)), cosine=0.5,
            bm25=1.0, rank=n)
        for n, article in enumerate(made, start=1)
    ]  # fmt: skip


class Asked:
    """Weighs all places alike, and remembers what it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.texts: list[str] = []
        self.witnesses = Witnesses(weigh=self.weigh, embed_tokens=self.embed, likeness=LIKENESS)

    def weigh(self, question: str, passage: Passage, places: Sequence[Range]) -> list[float]:
        self.questions.append(question)
        return [0.0] * len(places)

    def embed(self, text: str) -> tuple[Sequence[Range], Vectors]:
        self.texts.append(text)
        return FakeEmbedder().embed_tokens(text)


def check(text: str, *articles: Article | str, written: date | None = PRINTED) -> Verdict:
    claim = claim_of(text, 0, len(text), written=written)
    return judge(claim, hits_of(*articles), Asked().witnesses)


# A claim, a passage, the verdict and its reason. Our own sentences.
JUDGED = [
    ("Some 24,000 vehicles pass through Hanbury every hour.",
     "Some 24,000 vehicles pass through Hanbury each day, and of them 4,000 are trucks.", REFUTED,
     ANOTHER_PERIOD),
    ("Some 24,000 vehicles pass through Hanbury daily.",
     "Some 24,000 vehicles pass through Hanbury each day, and of them 4,000 are trucks.", SUPPORTED,
     "same"),
    ("Some 24,000 vehicles pass through Hanbury each day.",
     "A year ago 24,000 vehicles pass through Hanbury each day.", SUPPORTED, "same"),
    ("Hanbury pays $870 million a year in rent.", RENT, SUPPORTED, "same"),
    ("Hanbury pays US$0.87bn a year in rent.", RENT, SUPPORTED, "same"),
    ("Hanbury pays 870 million dollars annually in rent.", RENT, SUPPORTED, "same"),
    ("Hanbury pays $0.9 billion a year in rent.", RENT, SUPPORTED, "rounded"),
    ("Hanbury pays more than $800 million a year in rent.", RENT, SUPPORTED, "hedged"),
    ("Hanbury pays between $800 million and $900 million a year in rent.", RENT, SUPPORTED,
     "within"),
    ("Hanbury expects about seven storms.", "Hanbury expects between six and eight storms.",
     SUPPORTED, "within"),
    ("Hanbury pays $780 million a year in rent.", RENT, REFUTED, "different value"),
    ("Hanbury pays $870 billion a year in rent.", RENT, REFUTED, "different value"),
    ("Hanbury pays more than $900 million a year in rent.", RENT, REFUTED, "different value"),
    ("Hanbury pays €870 million a year in rent.", RENT, REFUTED, "different currency"),
    ("Hanbury pays $870 million a month in rent.", RENT, REFUTED, "different period"),
    ("The harbor lies 14 miles from Hanbury.", "The harbor lies 14 kilometers from Hanbury.",
     REFUTED, "different unit"),
    ("Rents in Hanbury rose by 5 percentage points.", "Rents in Hanbury rose by 5 percent.",
     REFUTED, "different unit"),
    ("The Hanbury harbor opens on May 4.", "The Hanbury harbor opens on May 14.", REFUTED,
     "different date"),
    ("The Hanbury harbor opens in May.", "The Hanbury harbor opens on May 14.", SUPPORTED,
     "within"),
    ("The harbor authority keeps 28,500 containers.", SITES, SUPPORTED, "same"),
    ("The harbor authority keeps 28,500 tonnes.", SITES, OPEN, NOT_FOUND),
    # Turned round, though the figures are the same.
    ("Rents in Hanbury fell by 5 percent.", "Rents in Hanbury rose by 5 percent.", REFUTED,
     Turn.DIRECTION),
    ("Hanbury did not pay $870 million in rent for the harbor.",
     "Hanbury had to pay $870 million in rent for the harbor.", REFUTED, Turn.DENIAL),
    ("Hanbury has paid $870 million in rent for the harbor.",
     "Hanbury offered $870 million in rent for the harbor.", OPEN, Turn.INTENT),
    ("The Hanbury harbor ban ends on May 14.", "The Hanbury harbor ban begins on May 14.", OPEN,
     Turn.EVENT),
    # A claim that says more than its source.
    ("Hanbury may use 110 liters of harbor water a week.",
     "Hanbury may use 110 liters of harbor water.", OPEN, PERIOD_NOT_SAID),
    ("Hanbury harbor lifts 240 containers a year.",
     "Hanbury harbor lifts 240 containers this year.", OPEN, PERIOD_NOT_SAID),
    ("Hanbury harbor lifts 240 containers a year.",
     "Hanbury harbor earns $9 million a year, and lifts 240 containers.", OPEN, PERIOD_NOT_SAID),
    ("Hanbury may use 110 liters of harbor water a day.",
     "By day Hanbury may use 110 liters of harbor water.", SUPPORTED, "same"),
    ("The harbor authority keeps 28,521 containers.", SITES, OPEN, MORE_EXACT),
    ("The harbor authority keeps 28,521 containers.",
     "The harbor authority keeps about 28,500 containers.", OPEN, MORE_EXACT),
    ("The harbor authority keeps 810 containers.",
     "The harbor authority keeps more than 800 containers.", OPEN, MORE_EXACT),
    ("Hanbury expects seven storms.", "Hanbury expects between six and eight storms.", OPEN,
     MORE_EXACT),
    ("Hanbury expects up to seven storms.", "Hanbury expects between six and eight storms.", OPEN,
     MORE_EXACT),
    ("Hanbury expects at least six storms.", "Hanbury expects between six and eight storms.",
     SUPPORTED, "within"),
    ("The harbor lies 10,120 meters from Hanbury.", "The harbor lies 10 kilometers from Hanbury.",
     OPEN, MORE_EXACT),
    ("The Hanbury harbor opens on May 14.", "The Hanbury harbor opens in May.", OPEN, MORE_EXACT),
    ("The Hanbury harbor opens on May 14, 2021.", "The Hanbury harbor opens in 2021.", OPEN,
     MORE_EXACT),
    ("A first breach brings a fine of £60.",
     "A first breach brings a warning and a second breach brings a fine of £60.", OPEN,
     PAIRED_OTHERWISE),
    # Somewhere else, of something else, or nowhere.
    ("Lake Anders stood at 37 per cent.", "Lake Anders stood at 42 per cent, Lake Moss at 37.",
     REFUTED, "different value"),
    ("A dentist in Carrow earns $870 million a year.", RENT, OPEN, NOT_FOUND),
    ("The harbor of Oslo pays $870 million a year in rent.", RENT, OPEN, NOT_FOUND),
    ("The harbor of Oslo pays $890 million a year in rent.", RENT, OPEN, NOT_FOUND),
    # Two occasions have two values; of several days in a passage one may be the claimed one.
    ("Hanbury rents rose 4 percent in 2019.", "Hanbury rents rose 2 percent in 2018.", OPEN,
     NOT_FOUND),
    ("Hanbury rents rose 4 percent in 2018.", "Hanbury rents rose 2 percent in 2018.", REFUTED,
     "different value"),
    ("Hanbury pays a great deal of rent.", RENT, OPEN, NOTHING_TO_CHECK),
    ("Hanbury pays $870 million a year in rent.", "The harbor was quiet.", OPEN, NOT_FOUND),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "label", "reason"), JUDGED)
def test_a_claim_is_judged_by_its_figure_and_its_words(
    claim: str, passage: str, label: Label, reason: str
) -> None:
    verdict = check(claim, passage)
    assert (verdict.label, verdict.reason) == (label, reason)


def test_a_claim_is_as_strong_as_its_weakest_figure() -> None:
    both = "The harbor authority keeps 28,500 containers on 14 sites."
    assert check(both, SITES).label is SUPPORTED
    assert check(both.replace("14", "16"), SITES).label is REFUTED
    assert check(both.replace("on 14 sites", "for 9 weeks"), SITES).label is OPEN


def test_one_refuted_figure_outweighs_one_that_is_not_found() -> None:
    claim = "The harbor authority keeps 28,500 containers on 16 sites for 9 weeks."
    assert check(claim, SITES).label is REFUTED


def test_another_occasion_of_a_value_that_agrees_leaves_the_claim_open() -> None:
    claim = "In June 2019 the Hanbury harbor had 61 storms."
    passage = "In June 2020 the Hanbury harbor had 61 storms."
    assert (check(claim, passage).label, check(claim, passage).reason) == (OPEN, NOT_FOUND)


def test_another_day_of_what_happened_once_refutes() -> None:
    claim = "On June 4, 2019, the Hanbury harbor had 61 storms."
    verdict = check(claim, claim.replace("June 4", "June 5"))
    assert (verdict.label, verdict.reason) == (REFUTED, "different date")


def test_a_day_that_the_passage_names_is_not_refuted_by_its_other_days() -> None:
    claim = "The Hanbury harbor closes on May 14."
    passage = "On May 2 the Hanbury harbor opens. A party is held on May 14."
    assert check(claim, passage).label is OPEN


def test_a_place_that_says_enough_comes_before_one_that_says_too_little() -> None:
    claim = "The Hanbury harbor opens on May 14."
    vague = make_article("The Hanbury harbor opens in May.", published=PRINTED)
    exact = make_article("Harbor news: the Hanbury harbor of Ellery opens on May 14.",
                         published=PRINTED)  # fmt: skip
    verdict = check(claim, vague, exact)
    assert (verdict.label, verdict.reason) == (SUPPORTED, "same")
    assert [piece.label for piece in verdict.evidence] == [SUPPORTED, OPEN]


def test_a_place_that_says_too_little_does_not_hide_one_that_refutes() -> None:
    claim = "The Hanbury harbor opens on May 14."
    vague = make_article("The Hanbury harbor opens in May.", published=PRINTED)
    other = make_article("The Hanbury harbor opens on May 2.", published=PRINTED)
    verdict = check(claim, vague, other)
    assert (verdict.label, verdict.reason) == (REFUTED, "different date")
    assert not verdict.disputed


def test_days_are_counted_from_the_day_of_the_article_and_of_the_draft() -> None:
    claim, passage = "The Hanbury harbor opened on Tuesday.", "The Hanbury harbor opened March 2."
    assert check(claim, passage).label is SUPPORTED
    assert check(claim, passage, written=date(2021, 3, 11)).label is REFUTED


OTHER_RENT = RENT.replace("870", "890")


def test_articles_that_disagree_are_both_shown() -> None:
    verdict = check("Hanbury pays $870 million a year in rent.", RENT, OTHER_RENT)
    assert verdict.label is SUPPORTED
    assert verdict.disputed
    assert [(e.label, e.citation.exact) for e in verdict.evidence] == [
        (SUPPORTED, "$870 million a year"),
        (REFUTED, "$890 million a year"),
    ]


def test_articles_that_agree_dispute_nothing() -> None:
    again = "Rent: Hanbury pays $870 million a year for its harbor."
    verdict = check("Hanbury pays $870 million a year in rent.", RENT, again)
    assert len(verdict.evidence) == 2
    assert not verdict.disputed


def test_an_article_that_gives_the_claimed_value_is_not_held_against_it() -> None:
    both = f"{RENT} {OTHER_RENT}"
    verdict = check("Hanbury pays $870 million a year in rent.", both)
    assert verdict.label is SUPPORTED
    assert [e.reported.text for e in verdict.evidence] == ["$870 million a year"]


def test_each_figure_is_asked_for_once_a_passage_that_has_one_like_it() -> None:
    asked = Asked()
    text = "The harbor authority keeps 28,500 containers on 14 sites."
    judge(claim_of(text, 0, len(text)), hits_of(SITES, RENT), asked.witnesses)
    assert asked.questions == [
        "The harbor authority keeps how many containers on 14 sites?",
        "The harbor authority keeps 28,500 containers on how many sites?",
    ]
    assert asked.texts == [text, SITES]


def test_without_passages_nothing_is_found() -> None:
    verdict = check("Hanbury pays $870 million a year in rent.")
    assert (verdict.label, verdict.reason, verdict.evidence) == (OPEN, NOT_FOUND, ())
    assert verdict.nearest == ()


def test_a_table_is_no_claim() -> None:
    asked = Asked()
    text = "The harbor took in " + ", ".join(f"${n} million" for n in range(MOST_FIGURES + 1))
    verdict = judge(claim_of(text, 0, len(text)), hits_of(text), asked.witnesses)
    assert (verdict.label, verdict.reason) == (OPEN, TOO_MANY)
    assert asked.questions == []


def test_the_nearest_passages_are_there_whatever_the_verdict() -> None:
    for claim in ("Nobody knows.", "Hanbury pays $870 million a year in rent.", "It is 12."):
        assert [c.exact for c in check(claim, RENT).nearest] == [RENT]


# -- laws ------------------------------------------------------------------------------------

AMOUNTS = st.builds(
    "{}{} {}{}".format,
    st.sampled_from(["$", "€", "£"]),
    st.integers(2, 9999),
    st.sampled_from(["million", "billion"]),
    st.sampled_from(["", " a year", " a month"]),
)
QUANTITIES = st.builds(
    "{} {}".format,
    st.one_of(st.integers(2, 99_999).map("{:,}".format), st.decimals(1, 99, places=1).map(str)),
    st.sampled_from(["percent", "containers", "kilometers", "years"]),
)
FIGURES = AMOUNTS | QUANTITIES
FRAMES = st.sampled_from(
    ["Hanbury harbor counted {} in rent.", "{} of rent went to Hanbury harbor.",
     "The rent of the harbor, {}, is Hanbury's."]
)  # fmt: skip
OTHER_WORDS = {
    "$": "€£", "€": "$£", "£": "$€",
    "million": ["billion", "thousand", "trillion"], "billion": ["million", "trillion"],
    "a year": ["a month", "a week", "a day"], "a month": ["a year", "a day"],
    "percent": ["percentage points"], "kilometers": ["miles", "meters"], "years": ["months"],
}  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(frame=FRAMES, figure=FIGURES)
def test_a_claim_is_supported_by_its_own_words(frame: str, figure: str) -> None:
    text = frame.format(figure)
    assert check(text, text).label is SUPPORTED


@settings(deadline=None, max_examples=300)
@given(frame=FRAMES, figure=FIGURES, data=st.data())
def test_a_changed_digit_is_never_supported_but_as_a_fair_rounding(
    frame: str, figure: str, data: st.DataObject
) -> None:
    places = [i for i, c in enumerate(figure) if c.isdigit()]
    at = data.draw(st.sampled_from(places))
    digits = "123456789" if at == places[0] else "0123456789"
    digit = data.draw(st.sampled_from([d for d in digits if d != figure[at]]))
    changed = figure[:at] + digit + figure[at + 1 :]
    verdict = check(frame.format(changed), frame.format(figure))
    if verdict.label is SUPPORTED:
        assert digit == "0"
        assert verdict.reason == Relation.ROUNDED
        true, claimed = (_value(text) for text in (figure, changed))
        assert abs(true - claimed) <= true / 8
    else:
        assert verdict.label is REFUTED or verdict.reason == MORE_EXACT


def _value(figure: str) -> Decimal:
    (found,) = find_figures(figure)
    assert found.low is not None
    return found.low


@settings(deadline=None, max_examples=200)
@given(frame=FRAMES, figure=FIGURES, data=st.data())
def test_another_currency_scale_unit_or_period_is_never_supported(
    frame: str, figure: str, data: st.DataObject
) -> None:
    parts = [word for word in OTHER_WORDS if word in figure]
    assume(parts)
    word = data.draw(st.sampled_from(parts))
    other = data.draw(st.sampled_from(list(OTHER_WORDS[word])))
    changed = figure.replace(word, other)
    assert check(frame.format(changed), frame.format(figure)).label is not SUPPORTED


@settings(deadline=None, max_examples=100)
@given(
    claim=st.text(alphabet="aHé한🙂 $€870.,%-\n", max_size=60),
    passage=st.text(alphabet="aHé한🙂 $€870.,%-\n", min_size=1, max_size=120),
    figure=FIGURES,
)
def test_every_piece_of_evidence_is_verbatim(claim: str, passage: str, figure: str) -> None:
    verdict = check(f"{claim} Hanbury rent {figure}", f"{passage} Hanbury rent {figure}", RENT)
    for piece in verdict.evidence:
        citation = piece.citation
        assert citation.article.text[citation.start : citation.end] == piece.reported.text
        held = verdict.claim.text
        assert held[piece.claimed.start : piece.claimed.end] == piece.claimed.text

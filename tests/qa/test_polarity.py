"""What turns a sentence round though its figures stay: direction, denial, intent, and the names."""

import time

import pytest

from qa.polarity import REFUTING, Turn, borders, clause_around, turned

# A claim, a sentence, the figure in it, and how the one turns the other. Our own sentences.
TURNED = [
    ("Rents fell by 5 percent.", "Rents rose by 5 percent in Ellery.", "5 percent",
     Turn.DIRECTION),
    ("The mill puts its profit at $9 million.", "The mill puts its losses at $9 million.",
     "$9 million", Turn.DIRECTION),
    ("Unemployment is higher, at 6 percent.", "Unemployment is lower, at 6 percent.", "6 percent",
     Turn.DOUBT),
    ("Hanbury did not agree to pay $40 million.", "Hanbury agreed to pay $40 million.",
     "$40 million", Turn.DENIAL),
    ("Hanbury agreed to pay $40 million.", "Hanbury refused to agree to pay $40 million.",
     "$40 million", Turn.DENIAL),
    ("The board doesn’t own 12 ferries.", "The board owns 12 ferries.", "12", Turn.DENIAL),
    ("The council voted 7-4 against borrowing $96 million.",
     "The council voted 7-4 to borrow $96 million.", "$96 million", Turn.DENIAL),
    ("Lena Voss, 31, voted for the contract.", "Lena Voss, 31, voted against the contract.", "31",
     Turn.DOUBT),
    ("Hanbury approved a loan of $40 million.",
     "Hanbury could not approve it, because tolls must repay a loan of $40 million.",
     "$40 million", Turn.DOUBT),
    ("Hanbury will renew its $40 million lease.",
     "Hanbury would not renew the lease, which costs it $40 million.", "$40 million", Turn.DENIAL),
    ("The council refused a gift of $40 million.", "The council took out a loan of $40 million.",
     "$40 million", Turn.DOUBT),
    ("The ban ends on May 4.", "The ban begins on May 4.", "May 4", Turn.EVENT),
    ("The plant will dismiss 180 workers.", "The plant will hire 180 workers.", "180", Turn.EVENT),
    ("Four people were killed.", "Four people were injured.", "Four", Turn.EVENT),
    ("The port will open 20 months early.", "The port will open 20 months late.", "20 months",
     Turn.EVENT),
    ("Lena Voss, 31, exports cranes.", "Lena Voss, 31, who imports cranes, spoke.", "31",
     Turn.EVENT),
    ("Ellery exports 9 cranes.", "Ellery imports 9 cranes.", "9", Turn.EVENT),
    ("The court ruled in favour of 9 mills.", "The court ruled against 9 mills.", "9", Turn.EVENT),
    ("She earns $900 after taxes.", "She earns $900, before taxes.", "$900", Turn.EVENT),
    ("Hanbury accepted a rise of 9 percent.", "Hanbury wants a rise of 9 percent.", "9 percent",
     Turn.INTENT),
    ("Hanbury pays $9 million under the next lease.",
     "Hanbury pays $9 million under the present lease.", "$9 million", Turn.TIME),
    ("Hanbury paid $9 million under the previous lease.",
     "Hanbury pays $9 million under the current lease.", "$9 million", Turn.TIME),
    ("There are 700 Dutch soldiers in Denmark.", "It keeps 700 Dutch soldiers in Norway.", "700",
     Turn.PLACE),
    ("Norway pays Denmark $9 million.", "Denmark pays Norway $9 million.", "$9 million",
     Turn.ROLES),
    ("Hanbury paid $40 million.", "Hanbury offered to pay $40 million.", "$40 million",
     Turn.INTENT),
]  # fmt: skip

NOT_TURNED = [
    ("Rents rose by 5 percent.", "Rents climbed 5 percent.", "5 percent"),
    ("Rents rose to 5 percent.", "Rents stand at 5 percent.", "5 percent"),
    # Up and down in one clause go neither way.
    ("Losses rose to $9 million.", "Higher losses came to $9 million.", "$9 million"),
    ("Rents fell by 5 percent.", "Wages rose, and rents fell by 5 percent.", "5 percent"),
    ("Up to 400 houses fell down in the storm.", "Up to 400 houses fell down.", "400"),
    ("Taps were shut in 46,000 homes by lower pressure.",
     "Taps ran dry in 46,000 homes, after more than 70 years.", "46,000"),
    # "Declined" is a fall, "declined to" a refusal.
    ("Rents declined 5 percent.", "Rents fell 5 percent.", "5 percent"),
    ("No shift may last longer than 10 hours.", "No shift may last longer than 10 hours.",
     "10 hours"),
    ("No fewer than 300 people came.", "At least 300 people came.", "300"),
    ("The strike ended after 22 days.", "The contract ends a strike of 22 days.", "22 days"),
    ("Three died and nine were injured.", "Three died and nine were injured.", "nine"),
    ("Rain fell for 3 days, against the usual 9.", "Rain fell for 3 days.", "3 days"),
    ("Pay rises 2 percent next year under the present deal.",
     "Under the present deal pay rises 2 percent.", "2 percent"),
    ("In August the town had 31 fires.", "In Ellery there were 31 fires.", "31"),
    ("There are 700 soldiers in Norway.", "Some 700 soldiers are stationed in North Norway.",
     "700"),
    ("Rain from April to July filled 9 lakes.", "From April to July rain filled 9 lakes.", "9"),
    ("Before taxes she earns $900.", "She earns $900 before taxes, $700 after taxes.", "$900"),
    ("Norway was paid $9 million by Denmark.", "Denmark paid Norway $9 million.", "$9 million"),
    ("Norway and Denmark share 9 bases.", "Denmark and Norway share 9 bases.", "9"),
    ("Hanbury offered to pay $40 million.", "Hanbury offered to pay $40 million.", "$40 million"),
]  # fmt: skip


def how(claim: str, sentence: str, figure: str) -> Turn | None:
    start = sentence.index(figure)
    return turned(claim, sentence, start, start + len(figure))


@pytest.mark.parametrize(("claim", "sentence", "figure", "turn"), TURNED)
def test_what_turns_a_sentence_round_is_told(
    claim: str, sentence: str, figure: str, turn: Turn
) -> None:
    assert how(claim, sentence, figure) is turn


@pytest.mark.parametrize(("claim", "sentence", "figure"), NOT_TURNED)
def test_what_says_the_same_is_not_turned(claim: str, sentence: str, figure: str) -> None:
    assert how(claim, sentence, figure) is None


@pytest.mark.parametrize("sentence", [row[1] for row in TURNED] + [row[1] for row in NOT_TURNED])
def test_a_sentence_never_turns_itself_round(sentence: str) -> None:
    assert turned(sentence, sentence, 0, len(sentence)) is None


def test_only_direction_and_denial_refute() -> None:
    assert {Turn.DIRECTION, Turn.DENIAL} == REFUTING


def test_a_clause_ends_at_commas_and_conjunctions() -> None:
    sentence = "Cars will pay $5.50 and islanders $2.75, charged by camera."
    at = sentence.index("$2.75")
    assert sentence[slice(*clause_around(sentence, at, at + 5))] == " islanders $2.75, "
    assert [sentence[cut:][:9] for cut in borders(sentence)] == [" islander", "charged b"]


def test_a_comma_inside_a_number_is_no_border() -> None:
    assert borders("It has 2,340 members") == []


@pytest.mark.slow
def test_a_sentence_without_end_takes_no_longer_than_its_length() -> None:
    claim = "Norway pays Denmark " * 10_000 + "$9 million."
    began = time.perf_counter()
    turned(claim, "Denmark pays Norway $9 million.", 20, 30)
    assert time.perf_counter() - began < 30

"""Figures: read whole and exactly where they stand, told from names, compared without mercy."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.figures import Figure, Hedge, Kind, Relation, compare, find_figures, find_names
from qa.training.rows import read_lines
from tests.eval.figures import LINES, misread

PRINTED = date(2019, 11, 15)  # a Friday

# The machine that runs the tests may be busy; what is measured here is not how fast they are.
quick = settings(deadline=None, max_examples=60)


EXAMPLES = read_lines(LINES, dict)
GROUPS = sorted({line["group"] for line in EXAMPLES})


@pytest.mark.parametrize("group", GROUPS)
def test_lines_of_news_are_read_as_they_are_meant(group: str) -> None:
    """Every line of the group, but for the failures that it is known by; those must fail."""
    lines = [line for line in EXAMPLES if line["group"] == group]
    wrong = {line["id"]: misread(line) for line in lines}
    known = {line["id"] for line in lines if "xfail" in line}
    assert {id: faults for id, faults in wrong.items() if bool(faults) != (id in known)} == {}


def only(text: str) -> Figure:
    """The one figure of *text*."""
    (figure,) = find_figures(text, published=PRINTED)
    return figure


# Readings that other parsers are known to get wrong (probes of three of them).
PITFALLS = [
    ("It cost €1.2bn.", "€1.2bn", "1200000000", "EUR"),
    ("It cost US$1.5bn.", "US$1.5bn", "1500000000", "USD"),
    ("It cost ($870 million).", "$870 million", "870000000", "USD"),
    ("It cost half a million dollars.", "half a million dollars", "500000", "USD"),
    ("It cost Rs 3 crore.", "Rs 3 crore", "30000000", "INR"),
    ("It cost USD34.6 million.", "USD34.6 million", "34600000", "USD"),
]


@pytest.mark.parametrize(("text", "stretch", "value", "unit"), PITFALLS)
def test_what_other_parsers_get_wrong_is_right(
    text: str, stretch: str, value: str, unit: str
) -> None:
    figure = only(text)
    assert (figure.text, figure.low, figure.unit) == (stretch, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Feb. 28 then", "2020-02-28", "2020-02-28"),  # nearest, ahead of the day of printing
        ("on Oct. 2 then", "2019-10-02", "2019-10-02"),
        ("on Friday then", "2019-11-15", "2019-11-15"),
        ("on Saturday then", "2019-11-09", "2019-11-09"),
        ("next Friday then", "2019-11-22", "2019-11-22"),
        ("last Friday then", "2019-11-08", "2019-11-08"),
        ("until Monday then", "2019-11-18", "2019-11-18"),
        ("yesterday then", "2019-11-14", "2019-11-14"),
        ("last week then", "2019-11-04", "2019-11-10"),
        ("last month then", "2019-10-01", "2019-10-31"),
        ("next year then", "2020-01-01", "2020-12-31"),
        ("last December then", "2018-12-01", "2018-12-31"),
        ("late last year then", "2018-09-01", "2018-12-31"),
        ("by the end of the month then", "2019-11-21", "2019-11-30"),
        ("from Dec. 30 to Jan. 2 then", "2019-12-30", "2020-01-02"),
        ("in the third quarter then", "2019-07-01", "2019-09-30"),
    ],
)
def test_a_partial_date_is_resolved_against_the_day_of_printing(
    text: str, first: str, last: str
) -> None:
    figure = only(text)
    assert figure.first == date.fromisoformat(first)
    assert figure.last == date.fromisoformat(last)


def test_a_date_that_does_not_exist_means_no_days() -> None:
    figure = only("due on Feb. 30, 2019, they say")
    assert (figure.kind, figure.first, figure.last) == (Kind.DATE, None, None)


@pytest.mark.parametrize(
    "text", ["", "   ", "no figure here", "\n\n", "$", "a", "the one of the", "€ ,"]
)
def test_where_there_is_no_figure_none_is_found(text: str) -> None:
    assert find_figures(text) == []


# --- laws


@quick
@given(st.text(max_size=300))
@example("$\ud800 5")
@example("Nov. 23, ٣٤ ² ½ 1.234,5 İ 7")
def test_every_figure_stands_where_it_says(text: str) -> None:
    end = 0
    for figure in find_figures(text, published=PRINTED):
        assert text[figure.start : figure.end] == figure.text != ""
        assert figure.start >= end
        end = figure.end
    assert all(0 <= start < end <= len(text) for start, end in find_names(text))


PIECES = (
    "$ US$ 5 1,000 28,500 3.5 million billion to and between from - – % percent Nov. 23 2019 "
    "Friday one two hundred half a third of the years year-old a year , . ( ) ' \n\n twice 1.234 "
    "00 9/11 late next end of won per F-35 No. + ~ @ # ½ Q3 FY II "
    "million-dollar dozens thousands few"
).split(" ")


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " "]), st.dates())
def test_no_heap_of_pieces_is_too_much(pieces: list[str], glue: str, published: date) -> None:
    text = glue.join(pieces)
    names = find_names(text)
    for figure in find_figures(text, published=published):
        assert text[figure.start : figure.end] == figure.text
        assert not any(a < figure.end and figure.start < b for a, b in names)
        assert compare(figure, figure) in (Relation.SAME, Relation.INCOMPARABLE)


SCALES = {"": 1, " million": 10**6, " billion": 10**9, "m": 10**6, "bn": 10**9, " crore": 10**7}
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "A$": "AUD", "KRW ": "KRW"}
amounts = st.decimals(min_value=0, max_value=99999, places=2)


@quick
@given(amounts, st.sampled_from(list(SCALES)), st.sampled_from(list(SIGNS)))
def test_an_amount_of_money_reads_back_as_itself(amount: Decimal, scale: str, sign: str) -> None:
    printed = f"{sign}{amount:,}{scale}"
    figure = only(f"It paid {printed} for it.")
    assert (figure.text, figure.kind, figure.unit) == (printed, Kind.MONEY, SIGNS[sign])
    assert figure.low == figure.high == amount * SCALES[scale]


@quick
@given(st.integers(min_value=2, max_value=10**12))
def test_a_count_reads_back_as_itself(count: int) -> None:
    figure = only(f"There were {count:,} soldiers there.")
    assert (figure.text, figure.kind, figure.noun) == (f"{count:,}", Kind.COUNT, "soldier")
    assert figure.low == count


@quick
@given(
    st.decimals(min_value=0, max_value=400, places=1),
    st.sampled_from(["%", " percent", " per cent"]),
)
def test_a_percentage_reads_back_as_itself(value: Decimal, unit: str) -> None:
    figure = only(f"It grew by {value}{unit} then.")
    assert (figure.text, figure.kind, figure.low) == (f"{value}{unit}", Kind.PERCENT, value)


@quick
@given(
    st.dates(date(1600, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%B %-d, %Y", "%-d %B %Y", "%Y-%m-%d", "%b. %-d, %Y"]),
)
def test_a_date_reads_back_as_itself(day: date, style: str) -> None:
    printed = day.strftime(style).replace("May.", "May")
    figure = only(f"It was signed on {printed} there.")
    assert (figure.text, figure.first, figure.last) == (printed, day, day)


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
ONES += "fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int) -> str:
    """*number* in words, as newspapers write it."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, one = TENS[number // 10 - 2], number % 10
        return f"{tens}-{ONES[one]}" if one else tens
    if number < 1000:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = f" {spelled(number % 1000)}" if number % 1000 else ""
    return f"{spelled(number // 1000)} thousand{rest}"


@quick
@given(st.integers(min_value=2, max_value=999_999))
def test_a_number_in_words_reads_back_as_itself(number: int) -> None:
    figure = only(f"There were {spelled(number)} soldiers there.")
    assert (figure.text, figure.low, figure.noun) == (spelled(number), number, "soldier")


FIGURES = [
    "$870 million a year",
    "US$5.25 billion",
    "28,500",
    "€1.2bn",
    "38.5 percent",
    "three to 15 km",
    "Nov. 23, 2019",
    "2019-11-23",
    "1987",
    "14-12",
    "21st",
    "6.4-magnitude",
    "25 basis points",
    "34-year-old",
    "1,23,456",
    "1 in 25",
    "$4-$5 billion",
    "45 minutes",
]


@pytest.mark.parametrize("printed", FIGURES)
def test_changing_one_digit_never_leaves_it_the_same(printed: str) -> None:
    original = only(f"It was in {printed} then.")
    for at in (at for at, mark in enumerate(printed) if mark.isdigit()):
        for digit in "0123456789":
            changed = printed[:at] + digit + printed[at + 1 :]
            if changed == printed:
                continue
            for figure in find_figures(f"It was in {changed} then.", published=PRINTED):
                assert compare(figure, original) is not Relation.SAME
                assert compare(original, figure) is not Relation.SAME


ALIKE = {Relation.ROUNDED, Relation.WITHIN, Relation.HEDGED}
COMPARED = (
    *FIGURES,
    "nearly $5 billion a year",
    "more than $800 million",
    "$0.9 billion",
    "about 28,000",
    "between 4 and 5 billion dollars",
    "hundreds of soldiers",
    "several thousand troops",
    "870 million won",
    "5 percentage points",
    "half of them",
    "three years",
    "36 months",
    "90 days",
    "12 miles",
    "August",
    "Nov. 23",
    "2019",
    "late November",
    "12-14 win",
    "1.234",
    "fewer than 30,000",
    "at least 28,000",
    "up to 29,000",
    "minus 5 degrees Celsius",
)


@quick
@given(st.sampled_from(COMPARED), st.sampled_from(COMPARED), st.sampled_from([None, PRINTED]))
def test_difference_does_not_depend_on_which_is_the_claim(
    one: str, other: str, published: date | None
) -> None:
    for ours in find_figures(f"It was {one} then.", published=published):
        for theirs in find_figures(f"It was {other} then.", published=published):
            there, back = compare(ours, theirs), compare(theirs, ours)
            assert there is back or {there, back} <= ALIKE


# --- comparing

# claimed, reported, relation
RELATIONS = [
    # one value, other forms
    ("$870 million", "870 million dollars", Relation.SAME),
    ("$870 million", "US$0.87bn", Relation.SAME),
    ("€1.2bn", "1.2 billion euros", Relation.SAME),
    ("half a million people", "500,000 people", Relation.SAME),
    ("50 basis points", "0.5 percentage points", Relation.SAME),
    ("50 basis points", "half a percentage point", Relation.SAME),
    ("3 crore rupees", "Rs 30 million", Relation.SAME),
    ("50 cents", "$0.50", Relation.SAME),
    ("three years", "36 months", Relation.SAME),
    ("two weeks", "14 days", Relation.SAME),
    ("1 kilometre", "1,000 metres", Relation.SAME),
    ("half of voters", "50 percent of voters", Relation.SAME),
    ("one in five voters", "20 percent of voters", Relation.SAME),
    ("a dozen soldiers", "12 soldiers", Relation.SAME),
    ("28,500 soldiers", "28,500 troops", Relation.SAME),
    ("28,500 troops", "28,500", Relation.SAME),
    ("$870 million", "$870 million a year", Relation.SAME),
    ("$870 million a year", "$870 million", Relation.SAME),
    ("$870 million annually", "an annual $870 million", Relation.SAME),
    ("about 28,500 troops", "28,500 troops", Relation.SAME),
    ("4 to 5 billion won", "4-5 billion won", Relation.SAME),
    ("third", "3rd", Relation.SAME),
    ("twofold", "twice as many", Relation.SAME),
    # rounded
    ("$0.9 billion", "$870 million", Relation.ROUNDED),
    ("29,000 troops", "28,500 troops", Relation.ROUNDED),
    ("about 900 million dollars", "$870 million", Relation.ROUNDED),
    ("3 percent", "3.1 percent", Relation.ROUNDED),
    ("two-thirds of voters", "67 percent of voters", Relation.ROUNDED),
    ("10 miles", "16 kilometres", Relation.ROUNDED),
    ("90 days", "three months", Relation.ROUNDED),
    ("C$18 million", "C$18.4 million", Relation.ROUNDED),
    # within
    ("4.7 billion won", "between 4 and 5 billion won", Relation.WITHIN),
    ("between 4 and 5 billion won", "4.7 billion won", Relation.WITHIN),
    ("about seven sections", "six to eight sections", Relation.WITHIN),
    # consistent with the hedge
    ("more than $800 million", "$870 million", Relation.HEDGED),
    ("nearly $5 billion", "$4.9 billion", Relation.HEDGED),
    ("nearly $5 billion", "$5 billion", Relation.HEDGED),
    ("at least 20 people", "23 people", Relation.HEDGED),
    ("up to 400 houses", "380 houses", Relation.HEDGED),
    ("less than five percent", "4.6 percent", Relation.HEDGED),
    ("hundreds of people", "870 people", Relation.HEDGED),
    ("several thousand people", "4,200 people", Relation.HEDGED),
    # another value
    ("$890 million", "$870 million", Relation.DIFFERENT_VALUE),
    ("$780 million", "$870 million", Relation.DIFFERENT_VALUE),
    ("$870 billion", "$870 million", Relation.DIFFERENT_VALUE),
    ("28,000 troops", "28,500 troops", Relation.DIFFERENT_VALUE),
    ("about 25,000 troops", "28,500 troops", Relation.DIFFERENT_VALUE),
    ("10,000 people", "11,000 people", Relation.DIFFERENT_VALUE),
    ("2 percent", "1.6 percent", Relation.DIFFERENT_VALUE),
    ("more than $900 million", "$870 million", Relation.DIFFERENT_VALUE),
    ("nearly $5 billion", "$4.2 billion", Relation.DIFFERENT_VALUE),
    ("fewer than 20 people", "21 people", Relation.DIFFERENT_VALUE),
    ("hundreds of people", "40 people", Relation.DIFFERENT_VALUE),
    ("4 to 6 billion won", "4 to 5 billion won", Relation.DIFFERENT_VALUE),
    ("minus 5 degrees Celsius", "5 degrees Celsius", Relation.DIFFERENT_VALUE),
    ("won 3-1", "won 3-2", Relation.DIFFERENT_VALUE),
    ("third", "fourth", Relation.DIFFERENT_VALUE),
    # another currency, period, unit
    ("870 million won", "$870 million", Relation.DIFFERENT_CURRENCY),
    ("A$870 million", "$870 million", Relation.DIFFERENT_CURRENCY),
    ("$870 million a month", "$870 million a year", Relation.DIFFERENT_PERIOD),
    ("18 gigawatt-hours a month", "18 gigawatt-hours a year", Relation.DIFFERENT_PERIOD),
    ("5 percent", "5 percentage points", Relation.DIFFERENT_UNIT),
    ("six months", "six weeks", Relation.DIFFERENT_UNIT),
    ("3.4 miles", "3.4 kilometres", Relation.DIFFERENT_UNIT),
    ("640 kilograms", "640 tonnes", Relation.DIFFERENT_UNIT),
    ("1,100 square kilometres", "1,100 hectares", Relation.DIFFERENT_UNIT),
    # dates
    ("Nov. 23, 2019", "23 November 2019", Relation.SAME),
    ("Nov. 23, 2019", "November 2019", Relation.WITHIN),
    ("2019", "Nov. 23, 2019", Relation.WITHIN),
    ("Nov. 22, 2019", "Nov. 23, 2019", Relation.DIFFERENT_DATE),
    ("the 1980s", "1991", Relation.DIFFERENT_DATE),
    ("Q3 2019", "August 2019", Relation.WITHIN),
    # other things
    ("28,500 troops", "28,500 tonnes", Relation.INCOMPARABLE),
    ("28,500 troops", "28,500 voters", Relation.INCOMPARABLE),
    ("three years", "three-year-old", Relation.INCOMPARABLE),
    ("fewer than 20 people", "20 people", Relation.INCOMPARABLE),
    ("20 people", "more than 20 people", Relation.INCOMPARABLE),
    ("won 3-1", "lost 1-3", Relation.INCOMPARABLE),
    ("more than $100 million", "$870 million", Relation.INCOMPARABLE),
    ("$870 million", "870 million people", Relation.INCOMPARABLE),
    ("1.234 tonnes", "1,234 tonnes", Relation.INCOMPARABLE),
]


@pytest.mark.parametrize(("claimed", "reported", "relation"), RELATIONS)
def test_two_figures_stand_to_each_other(claimed: str, reported: str, relation: Relation) -> None:
    ours = only(f"They {claimed} then." if "won " in claimed[:4] else f"It was {claimed} then.")
    theirs = only(f"They {reported} then." if "lost" in reported else f"It was {reported} then.")
    assert compare(ours, theirs) is relation


@pytest.mark.parametrize(
    ("claimed", "reported", "relation"),
    [
        ("on Monday", "on Monday", Relation.SAME),
        ("on Monday", "on Sunday", Relation.DIFFERENT_DATE),
        ("on Monday", "on Sunday, November 20, 2022", Relation.DIFFERENT_DATE),
        # It may be another Sunday.
        ("on Sunday", "on Sunday, November 20, 2022", Relation.INCOMPARABLE),
        ("on Sunday", "in November 2022", Relation.INCOMPARABLE),
    ],
)
def test_days_of_the_week_are_apart_and_seldom_one(
    claimed: str, reported: str, relation: Relation
) -> None:
    [one], [other] = find_figures(claimed), find_figures(reported)
    assert compare(one, other) is relation
    assert compare(other, one) is relation


def test_dates_without_a_year_compare_by_what_they_name() -> None:
    def unresolved(text: str) -> Figure:
        (figure,) = find_figures(text)
        return figure

    day = unresolved("on Nov. 23 then")
    assert compare(day, unresolved("on 23 November then")) is Relation.SAME
    assert compare(day, unresolved("on Nov. 23, 2019 then")) is Relation.SAME
    assert compare(day, unresolved("in November then")) is Relation.WITHIN
    assert compare(day, unresolved("on Nov. 24 then")) is Relation.DIFFERENT_DATE
    assert compare(day, unresolved("last year then")) is Relation.INCOMPARABLE


def test_a_figure_keeps_its_hedge_outside_its_words() -> None:
    figure = only("It asked for nearly US$5 billion a year then.")
    assert (figure.text, figure.hedge) == ("US$5 billion a year", Hedge.NEARLY)


# --- time

HOSTILE = {
    "digits": "7",
    "dollars": "$",
    "commas": ",",
    "points": "1.",
    "groups": "1,",
    "numbers": "1 ",
    "dashes": "1-",
    "prices": "$1 ",
    "ranges": "1 to ",
    "betweens": "between 1 and ",
    "words": "five ",
    "scales": "million ",
    "hundreds": "one hundred and ",
    "addresses": "a@",
    "codes": "A1-",
    "brackets": "(1)",
    "slashes": "1/",
    "months": "Nov. ",
    "articles": "Article 5, ",
    "quotes": "' ",
    "lines": "\n ",
    "links": "www..",
    "letters": "a.",
    "parts": "two and a half ",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    piece = HOSTILE[name]
    once = piece * (1_000 // len(piece))
    most = 8 * min(seconds(once) for _ in range(3)) + 0.02
    # Four times the text; a quadratic walk would take sixteen times as long, each time.
    assert any(seconds(once * 4) < most for _ in range(3))


def seconds(text: str) -> float:
    """The processor time of a reading."""
    begin = time.process_time()
    find_figures(text)
    return time.process_time() - begin


def test_a_row_of_digits_without_end_is_no_figure() -> None:
    assert find_figures("7" * 100_000) == []
    assert find_figures("1," * 100_000) == []
    assert find_figures("$" * 100_000) == []


@pytest.mark.parametrize("published", [date.min, date.max, date(2020, 2, 29)])
def test_no_day_of_printing_is_too_early_or_too_late(published: date) -> None:
    text = "Feb. 29, May 3, Friday, next week, last year, yesterday, next month, late January, Q1."
    for figure in find_figures(text, published=published):
        assert figure.kind is Kind.DATE
        assert (figure.last or date.max) - (figure.first or date.min) >= timedelta(0)


@pytest.mark.parametrize(
    ("text", "printed", "low", "high", "unit"),
    [
        ("They set aside $870 mil-\nlion for it.", "$870 mil-\nlion", 870_000_000, None, "USD"),
        ("It has $640 mil\u00ad\nlion.", "$640 mil\u00ad\nlion", 640_000_000, None, "USD"),
        ("It has $320 mil\u2010\r\nlion.", "$320 mil\u2010\r\nlion", 320_000_000, None, "USD"),
        ("It has $410 mil- \n  lion.", "$410 mil- \n  lion", 410_000_000, None, "USD"),
        ("It has four thou-\nsand workers.", "four thou-\nsand", 4000, None, None),
        ("It took twenty-\nfive days.", "twenty-\nfive days", 25, None, "day"),
        ("It takes 20-\n30 years.", "20-\n30 years", 20, 30, "year"),
        ("A lake of 12 kilo-\nmetres.", "12 kilo-\nmetres", 12, None, "kilometre"),
        ("It rose 10-\n12 per cent.", "10-\n12 per cent", 10, 12, "percent"),
        ("It rose 10–\n12 per cent.", "10–\n12 per cent", 10, 12, "percent"),
        ("It rose 10%-\n12%.", "10%-\n12%", 10, 12, "percent"),
        ("It rose 10 percent–\r\n 12 percent.", "10 percent–\r\n 12 percent", 10, 12, "percent"),
        ("It rose ten-\ntwelve per cent.", "ten-\ntwelve per cent", 10, 12, "percent"),
        ("It cost $10-\n$12.", "$10-\n$12", 10, 12, "USD"),
        ("It cost £10m–\n£12m.", "£10m–\n£12m", 10_000_000, 12_000_000, "GBP"),
        ("It is a four-\nyear plan.", "four-\nyear", 4, None, "year"),
    ],
)
def test_a_figure_that_a_line_end_parts_is_read_whole_and_stands_as_printed(
    text: str, printed: str, low: int, high: int | None, unit: str | None
) -> None:
    [figure] = find_figures(text)
    assert text[figure.start : figure.end] == figure.text == printed
    assert (figure.low, figure.high, figure.unit) == (low, high or low, unit)


@pytest.mark.parametrize(
    "text", ["He left –\n12 men stayed.", "It had 10 -\n12 had been asked.", "Of 10-\n\n12 came."]
)
def test_a_dash_at_a_line_end_that_joins_no_figures_is_none_of_theirs(text: str) -> None:
    assert [figure.high for figure in find_figures(text)][-1:] == [12]
    assert all(figure.low == figure.high for figure in find_figures(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("It opens in June\n2031, they said.", "June\n2031"),
        ("It opens on 12\n  June 2031.", "12\n  June 2031"),
        ("It opens on June 12,\r\n2031 if it can.", "June 12,\r\n2031"),
        ("It opens on June\n12, 2031, they said.", "June\n12, 2031"),
        ("June\n2031 was warm.", "June\n2031"),
        ("The town (in June\n2031) was warm.", "June\n2031"),
        ("What the council of the town had said in the June\n2031", "June\n2031"),
    ],
)
def test_a_date_that_a_line_end_parts_in_prose_is_one(text: str, printed: str) -> None:
    [figure] = find_figures(text)
    assert text[figure.start : figure.end] == figure.text == printed
    assert figure.first is not None
    assert (figure.kind, figure.first.year, figure.first.month) == (Kind.DATE, 2031, 6)


@pytest.mark.parametrize(
    "text",
    [
        "Month\nJune\n12\nBoats\n40",
        "The works begin: June\n2031: the ferry goes",
        "Region: North | Month: June\n2031 | 40",
        "12\nJune\n2031",
        "Tolls on the bridge fell in May\n12 held after a quarrel on the quay",
        "A lorry hits 12\nMay to be the wettest month",
        "They lost in May\n5-year plans were made",
        "Works end on 12\nJune 40",
        "- Ferry, until June\n2031\n- Bridge, from June\n2032\n",
    ],
)
def test_lines_of_a_list_or_a_table_are_no_date(text: str) -> None:
    assert all("\n" not in figure.text for figure in find_figures(text))

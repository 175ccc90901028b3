"""Transcripts: a quotation is verbatim, moved, changed, or its article is gone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import TranscriptError
from qa import QASystem, answer_json, check_json, entry_json, findings_json
from qa.verify import Quotation, Standing, quotations, verified
from tests.fakes import fake_system, make_article

BRIDGE = make_article(
    "The harbor bridge cost $538 million, the city said. Ferries still run.", source="bridge.txt"
)
ECHO = make_article("The harbor bridge cost $538 million, a report said.", source="echo.txt")
CLAIM = "The harbor bridge cost $583 million, the city said."


@pytest.fixture
def system(tmp_path: Path) -> Iterator[QASystem]:
    with fake_system(tmp_path / "library.db") as made:
        made._index.add([BRIDGE, ECHO])
        yield made


def transcripts(system: QASystem) -> list[dict[str, Any]]:
    """What ask, find, check and figures export."""
    question = "How much did the harbor bridge cost?"
    return [
        answer_json(system.ask(question)),
        answer_json(system.ask("Who built it?")),
        findings_json(question, system.find(question)),
        check_json(CLAIM, list(system.check(CLAIM))),
        *map(entry_json, system.figures()),
    ]


def standings(system: QASystem, text: str) -> list[Standing]:
    return [each.standing for each in system.verify(quotations(text))]


def test_every_quotation_that_a_door_exports_is_found_and_verbatim(system: QASystem) -> None:
    exported = transcripts(system)
    for value in exported:
        held = standings(system, json.dumps(value))
        assert len(held) == json.dumps(value).count('"exact"') > 0
        assert set(held) == {Standing.VERBATIM}
    lines = "\n".join(json.dumps(value) for value in exported)
    found = quotations(lines)
    assert {said.line for said in found} == set(range(1, len(exported) + 1))
    assert set(standings(system, "\ufeff" + lines.replace("\n", "\r\n\r\n"))) == {"verbatim"}
    assert set(standings(system, json.dumps(exported, indent=2))) == {"verbatim"}


@pytest.mark.parametrize("key", ["exact", "prefix", "suffix", "text", "answer", "start", "end"])
def test_whatever_is_altered_in_an_answer_is_noticed(system: QASystem, key: str) -> None:
    answer = answer_json(system.ask("How much did the harbor bridge cost?"))
    clean = json.dumps(answer)
    assert set(standings(system, clean)) == {Standing.VERBATIM}
    altered = 0
    for holder in every_object(answer):
        value = holder.get(key)
        if value is None or value == "":
            continue
        holder[key] = value + 1 if isinstance(value, int) else f"{value[:-1]}~"
        assert set(standings(system, json.dumps(answer))) != {Standing.VERBATIM}, holder
        holder[key] = value
        altered += 1
    assert altered
    assert json.dumps(answer) == clean


def every_object(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from every_object(item)


@pytest.mark.parametrize("door", ["check", "figures"])
def test_another_figure_shown_than_quoted_is_noticed(system: QASystem, door: str) -> None:
    exported = {
        "check": check_json(CLAIM, list(system.check(CLAIM))),
        "figures": entry_json(next(system.figures())),
    }[door]
    holders = [o for o in every_object(exported) if "citation" in o]
    assert holders
    shown = holders[0].get("figure", holders[0])
    shown["text"] = "$539 million"
    assert standings(system, json.dumps(exported))[0] is Standing.CHANGED


SAID = Quotation(
    line=1, article=BRIDGE.id, source=BRIDGE.source, start=23, end=35, exact="$538 million"
)


def test_words_at_another_place_of_the_article_were_moved(system: QASystem) -> None:
    [held] = system.verify([Quotation(line=1, article=BRIDGE.id, start=4, end=10, exact="Ferries")])
    assert (held.standing, held.found, held.places) == ("moved", BRIDGE.id, ((52, 59),))


def test_of_an_article_that_came_again_the_newer_is_looked_through(system: QASystem) -> None:
    newer = make_article(f"Corrected. {BRIDGE.text}", source=BRIDGE.source)
    system._index.add([newer])
    [held] = system.verify([SAID])
    assert (held.standing, held.found, held.places) == ("moved", newer.id, ((34, 46),))
    system._index.add([make_article("It cost $540 million.", source=BRIDGE.source)])
    assert [held.standing for held in system.verify([SAID])] == [Standing.CHANGED]


def test_of_an_article_that_was_removed_it_is_said(system: QASystem) -> None:
    system.remove([BRIDGE.id])
    assert [held.standing for held in system.verify([SAID])] == [Standing.GONE]


def test_the_beginning_of_an_id_is_no_address(system: QASystem) -> None:
    said = Quotation(line=1, article=BRIDGE.id[:8], start=23, end=35, exact="$538 million")
    assert [held.standing for held in system.verify([said])] == [Standing.GONE]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no quotation with an address"),
        ("A letter to nobody.", "no quotation with an address"),
        ("{", "line 1: not JSON"),
        ('{"a": 1}\nnot', "line 2: not JSON"),
        ("[" * 100_000, "line 1: not JSON"),
        ('{"exact": "x"}', "line 1: a quotation without its whole address"),
        ('{"article": "a", "start": "1", "end": 2, "exact": "x"}', "line 1: a quotation without"),
        ('{"article": "a", "start": true, "end": 2, "exact": "x"}', "line 1: a quotation without"),
        ('{"article": "a", "start": 1, "end": 2, "exact": "x", "passage": []}', "without its whol"),
        ('{"answer": "$9", "answers": []}', "line 1: a quotation without its whole address"),
        ('{"answers": [{"text": "$9", "citations": []}]}', "line 1: a quotation without its whole"),
        ("# Checked draft\n    - So: “It rained.” (*Rain*, 1)", "line 2: a quotation without its"),
        ("article,start,end,exact,sentence\na,1,b,x,x", "line 2: start and end"),
        ('x <!-- {"article": 3} -->', "line 1: a quotation without"),
        ('x <!-- {"article": } -->', "line 1: not JSON"),
    ],
)
def test_what_is_no_transcript_is_said_to_be_none(text: str, message: str) -> None:
    with pytest.raises(TranscriptError, match=message):
        quotations(text)


@pytest.mark.parametrize("place", [(-5, -1), (5, 2), (0, 10**30), (10**30, 10**31), (0, 0)])
def test_a_place_that_is_none_is_not_verbatim(place: tuple[int, int]) -> None:
    for exact in ("", "run.", "$538 million"):
        said = Quotation(line=1, article="a", start=place[0], end=place[1], exact=exact)
        held = verified(said, lambda _: BRIDGE, lambda _: None)
        assert held.standing is not Standing.VERBATIM


def test_a_transcript_without_a_quotation_is_one(system: QASystem) -> None:
    assert quotations('{"question": "Who?", "answers": [], "nearest": []}') == []
    assert quotations("# Checked draft\n\n1 nothing to check\n") == []


def test_a_table_saved_by_a_spreadsheet_is_read(system: QASystem) -> None:
    row = f"{BRIDGE.id};23;35;$538 million;The harbor bridge cost $538 million, the city said."
    table = f"\ufeffarticle;start;end;exact;sentence\r\n{row}\r\n"
    assert standings(system, table) == [Standing.VERBATIM]
    assert standings(system, table.replace("cost $538", "cost only $538")) == [Standing.CHANGED]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just(BRIDGE.id),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from("article start end exact passage answers citations text figure".split()),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_no_json_breaks_it(value: Any) -> None:
    try:
        found = quotations(json.dumps([value]))
    except TranscriptError:
        return
    for said in found:
        verified(said, lambda _: BRIDGE, lambda _: None)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for hostile in (text, "article,start,end,exact,sentence\n" + text, f"[{text}"):
        try:
            quotations(hostile)
        except TranscriptError:
            continue

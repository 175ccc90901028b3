"""Reprints: cited once, from the earliest full version, and counted once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Hit, Passage
from qa import Answer, Citation, Filter, QASystem, answer_json, check_json
from qa.answer import compose
from qa.check import Label, Verdict, judge
from qa.citation import cite, cite_passage
from qa.claims import claim_of
from tests.fakes import fake_system, make_article
from tests.qa.test_answer import CALIBRATION, span
from tests.qa.test_check import Asked

PAID = "Hanbury pays $870 million a year in rent for the harbor, the council said."
BEFORE = "Hanbury paid $650 million a year in rent for the harbor."
WIRE = make_article(
    f"{PAID}\n\nNobody knew.\n\n{BEFORE}", source="wire", published=date(2020, 1, 1)
)
POST = make_article(f"HANBURY —\n{PAID}\n\nNobody knew.\n\n{BEFORE}", source="post")
CUT = make_article(f"Rent is up.\n\n{BEFORE}", source="cut")
OTHER = make_article("The rent that Hanbury pays is $870 million a year.", source="other")


def whole(article: Article, *versions: Article, id: int = 1) -> Passage:
    """All of *article* as one passage, with the *versions* of its story."""
    story = min(version.id for version in versions) if versions else None
    return Passage(
        id=id, article=article, start=0, end=len(article.text), story=story, versions=versions
    )


def cited(words: str, article: Article, *versions: Article) -> Citation:
    start = article.text.index(words)
    return cite(whole(article, *versions), start, start + len(words))


def sources(citation: Citation) -> list[str]:
    return [citation.article.source, *(r.article.source for r in citation.also_in)]


def test_the_first_version_is_cited_and_the_others_stand_beside_it() -> None:
    versions = (WIRE, POST, CUT)
    for article in (WIRE, POST):
        citation = cited("$870 million", article, *versions)
        assert sources(citation) == ["wire", "post"]
        assert citation.sentence == (0, len(PAID))
        [reprint] = citation.also_in
        assert POST.text[reprint.start : reprint.end] == reprint.exact == "$870 million"
    for article in versions:
        assert sources(cited("$650 million", article, *versions)) == ["wire", "post", "cut"]


def test_an_article_that_alone_tells_its_story_is_cited_as_ever() -> None:
    citation = cited("$870 million", WIRE)
    assert (citation.article, citation.also_in, citation.told_by) == (WIRE, (), WIRE.id)
    assert citation.passage == (0, len(WIRE.text))


def test_a_passage_is_reprinted_only_where_all_its_words_are() -> None:
    passage = replace(whole(WIRE, WIRE, POST, CUT), end=len(PAID))
    assert sources(cite_passage(passage)) == ["wire", "post"]


@pytest.mark.parametrize(
    "other",
    [
        "Hanbury pays $890 million a year in rent for the harbor, the council said.",
        "Hanbury pays US$870 million a year in rent for the harbor, the council said.",
        "Hanbury pays $870 millions a year in rent for the harbor, the council said.",
        "Hanbury pays $870\nmillion a year in rent for the harbor, the council said.",
        "It lost $870 million to the floods.",
    ],
)
def test_another_figure_or_the_same_about_something_else_is_no_reprint(other: str) -> None:
    assert sources(cited("$870 million", WIRE, WIRE, make_article(other))) == ["wire"]


@pytest.mark.parametrize("printed", ["1.5 million", "$5 million", "5 million.5", "15 million"])
def test_a_figure_within_another_is_no_reprint_of_it(printed: str) -> None:
    said = make_article("The council spent 5 million on the ferry dock.", source="said")
    other = make_article(f"The council spent {printed} on the ferry dock.", source="other")
    assert sources(cited("5 million", said, said, other)) == ["said"]


@given(st.data())
def test_every_reprint_is_verbatim(data: st.DataObject) -> None:
    text = st.text(alphabet="ab $87“”.\n", min_size=2, max_size=60)
    articles = [make_article(data.draw(text), source=str(n)) for n in range(3)]
    own = data.draw(st.sampled_from(articles))
    start = data.draw(st.integers(0, len(own.text) - 1))
    end = data.draw(st.integers(start + 1, len(own.text)))
    citation = cite(whole(own, *articles), start, end)
    assert citation.exact == own.text[start:end]
    assert citation.passage[0] <= citation.start < citation.end <= citation.passage[1]
    for reprint in citation.also_in:
        assert reprint.article.text[reprint.start : reprint.end] == citation.exact


def hits_of(*passages: Passage) -> list[Hit]:
    numbered = enumerate(passages, start=1)
    return [Hit(passage=passage, cosine=0.5, bm25=1.0, rank=n) for n, passage in numbered]


def test_an_answer_that_reprints_repeat_has_one_place_a_story() -> None:
    passages = [
        whole(article, *versions, id=n)
        for n, (article, *versions) in enumerate([(POST, WIRE, POST), (WIRE, WIRE, POST), (OTHER,)])
    ]
    spans = [replace(span(p.article, "$870 million", 9.0 - p.id), passage=p) for p in passages]
    [candidate], _ = compose("How much?", hits_of(*passages), spans, CALIBRATION)
    assert [sources(c) for c in candidate.citations] == [["wire", "post"], ["other"]]
    assert len({c.told_by for c in candidate.citations}) == 2


def verdict_on(text: str, *passages: Passage) -> Verdict:
    claim = claim_of(text, 0, len(text), written=date(2020, 1, 2))
    return judge(claim, hits_of(*passages), Asked().witnesses)


CLAIM = "Hanbury pays $870 million a year in rent for the harbor."


def test_reprints_that_agree_are_one_story_that_does() -> None:
    one = verdict_on(CLAIM, whole(WIRE, WIRE, POST), whole(POST, WIRE, POST, id=2), whole(OTHER))
    apart = verdict_on(CLAIM, whole(WIRE), whole(POST, id=2), whole(OTHER, id=3))
    assert (one.label, apart.label) == (Label.SUPPORTED, Label.SUPPORTED)
    assert (one.stories(Label.SUPPORTED), apart.stories(Label.SUPPORTED)) == (2, 3)
    assert [sources(piece.citation) for piece in one.evidence] == [["wire", "post"], ["other"]]
    [claim] = check_json(CLAIM, [one])["claims"]
    assert claim["stories"] == {"supporting": 2, "refuting": 0}


def test_a_version_cut_short_does_not_dispute_what_it_left_out() -> None:
    assert verdict_on(CLAIM, whole(WIRE), whole(CUT, id=2)).disputed
    versions = (WIRE, POST, CUT)
    verdict = verdict_on(CLAIM, whole(WIRE, *versions), whole(CUT, *versions, id=2))
    assert verdict.label is Label.SUPPORTED
    assert not verdict.disputed


def test_a_version_with_another_figure_does_dispute_it() -> None:
    mended = make_article(WIRE.text.replace("870", "890"), source="mended")
    versions = (WIRE, mended)
    verdict = verdict_on(CLAIM, whole(WIRE, *versions), whole(mended, *versions, id=2))
    assert verdict.disputed


# -- from files to answers -----------------------------------------------------------------------

REPORT = "\n\n".join(
    [
        "The harbor bridge of Ellery cost $538 million, the council said on Tuesday.",
        "Work began after the old bridge was closed, and went on through two winters. "
        "Engineers had asked for a third year and were told to do without it.",
        "The ferries that took people across will run until the summer. Their crews have been "
        "offered places at the tram depot, where a new line is being laid along the quay.",
        "A toll was dropped from the plan when the union and the grain traders both came out "
        "against it, which left the county to find the money for repairs elsewhere.",
        "The first to walk over it was a class of children from the school on the east bank. "
        "They had drawn it from their windows every spring since the first pile was driven.",
    ]
)
PAPERS = ("Harbor Wire", "The Meridian Post", "The Tamsen Register")
QUESTION = "How much did the harbor bridge cost?"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[QASystem]:
    for day, paper in enumerate(PAPERS, start=1):
        head = f"{paper} on the bridge\n\n{paper}\nPublished: May {day}, 2021\n\n"
        (tmp_path / f"{day}.txt").write_text(head + REPORT, encoding="utf-8")
    (tmp_path / "song.txt").write_text("Song\n\nThe harbor bridge cost us tears.", encoding="utf-8")
    system = fake_system(tmp_path / "library.db")
    list(system.add_files(sorted(tmp_path.glob("*.txt"), reverse=True)))
    yield system
    system.close()


def best(answer: Answer) -> Citation:
    return answer.candidates[0].citations[0]


def test_the_earliest_paper_is_cited_and_the_others_are_in_the_json(system: QASystem) -> None:
    answer = system.ask(QUESTION)
    assert answer.text == "$538 million"
    assert best(answer).article.publisher == "Harbor Wire"
    [citation, *more] = answer_json(answer)["answers"][0]["citations"]
    assert not [c for c in more if c["exact"] == "$538 million"]
    assert [also["publisher"] for also in citation["also_in"]] == [*PAPERS[1:]]
    for also in citation["also_in"]:
        assert set(also) == {
            "article", "title", "publisher", "published", "source", "start", "end",
        }  # fmt: skip
        text = system.article(also["article"]).text
        assert text[also["start"] : also["end"]] == citation["exact"]


def test_found_passages_are_each_of_another_story_or_place(system: QASystem) -> None:
    found = system.find(QUESTION, k=10)
    assert {f.citation.article.publisher for f in found} == {"Harbor Wire", None}
    assert [finding.rank for finding in found] == list(range(1, len(found) + 1))
    first = next(f.citation for f in found if "538" in f.citation.exact)
    assert [r.article.publisher for r in first.also_in] == [*PAPERS[1:]]


def test_every_copy_stays_readable_and_citable(system: QASystem) -> None:
    for article in system.articles():
        if article.publisher:
            only = Filter(articles=(article.id,))
            citation = best(system.ask(QUESTION, filter=only))
            assert citation.article.id == article.id
            assert citation.also_in == ()


def test_a_story_is_asked_by_any_of_its_versions(system: QASystem) -> None:
    ids = [article.id for article in system.articles() if article.publisher]
    for id in ids:
        only = Filter(stories=(id[:12],))
        assert {a.id for a in system.articles(filter=only)} == set(ids)
        assert len(best(system.ask(QUESTION, filter=only)).also_in) == 2
        assert {f.citation.article.title for f in system.find("bridge", filter=only)} == {
            "Harbor Wire on the bridge"
        }


def test_without_the_earliest_the_next_is_cited(system: QASystem) -> None:
    system.remove([best(system.ask(QUESTION)).article.id])
    citation = best(system.ask(QUESTION))
    assert citation.article.publisher == "The Meridian Post"
    assert [r.article.publisher for r in citation.also_in] == ["The Tamsen Register"]

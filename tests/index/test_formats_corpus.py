"""Three hundred files of every kind at once: all good ones are added, all bad ones are named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa import Added, QASystem, Status
from tests.corpus import Expected, make_corpus
from tests.fakes import fake_system

pytestmark = pytest.mark.slow

LEAST_FILES, LEAST_BAD = 300, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was expected of the corpus, and what became of it, by address."""

    system: QASystem
    folder: Path
    expected: dict[str, Expected]
    results: list[Added]

    def source(self, address: str) -> str:
        return f"{self.folder.resolve()}/{address}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("corpus")
    expected = make_corpus(folder)
    with fake_system(tmp_path_factory.mktemp("library") / "library.db") as system:
        results = list(system.add_files([folder]))
        by_address = {item.address: item for item in expected}
        yield Run(system=system, folder=folder, expected=by_address, results=results)


def test_the_corpus_is_large_enough(run: Run) -> None:
    assert len(list(run.folder.iterdir())) >= LEAST_FILES
    assert sum(item.reason is not None for item in run.expected.values()) >= LEAST_BAD


def test_nothing_is_lost_and_nothing_is_made_up(run: Run) -> None:
    assert sorted(r.source for r in run.results) == sorted(map(run.source, run.expected))


def test_all_that_is_good_is_added_and_quoted_verbatim(run: Run) -> None:
    results = {result.source: result for result in run.results}
    for item in run.expected.values():
        if item.sentence is not None:
            result = results[run.source(item.address)]
            assert (result.status, result.reason) == (Status.ADDED, None), item.address
            article = run.system.article(result.article or "")
            start = article.text.index(item.sentence)
            end = start + len(item.sentence)
            assert any(first <= start and end <= last for first, last in article.body), item


def test_all_that_is_bad_is_named_with_its_reason(run: Run) -> None:
    results = {result.source: result for result in run.results}
    for item in run.expected.values():
        if item.reason is not None:
            result = results[run.source(item.address)]
            assert result.status is Status.FAILED, item.address
            assert (result.reason or "").startswith(f"{item.address}: "), result.reason
            assert item.reason in (result.reason or ""), item.address


def test_a_sentence_of_any_kind_of_file_is_found_and_cited_as_it_stands(run: Run) -> None:
    for address in run.expected:
        if address.startswith(("one-0.", "many-0.", "pack-0.")):
            sentence = run.expected[address].sentence or ""
            cited = [finding.citation for finding in run.system.find(sentence, k=100)]
            holding = [c for c in cited if c.article.source == run.source(address)]
            assert any(sentence in citation.exact for citation in holding), address


def test_the_same_corpus_again_changes_nothing(run: Run) -> None:
    again = {r.status for r in run.system.add_files([run.folder])}
    assert again == {Status.UNCHANGED, Status.FAILED}

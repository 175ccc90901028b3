"""Fitting the confidence from kept rows, and the report on what it is worth."""

import json
from pathlib import Path

import pytest

from qa.confidence import Calibration
from qa.training.asked import KeptRowsError, Row, keep, kept
from qa.training.calibrate import FEATURES, halves, main
from qa.training.report import half_unanswerable, report, trust

MARGIN = Calibration(bias=0.0, weights={"margin": 1.0}, threshold=0.5)


def asked(margin: float, *, right: bool, source: str = "wire", group: str = "g") -> Row:
    """A question whose only candidate has this margin; it is answerable if that is right."""
    features = {"margin": margin, "lead": margin, "null": 0.0, "cosine": 0.5, "rank": 1.0}
    return Row(source=source, group=group, answerable=right, candidates=((features, right),))


def many() -> list[Row]:
    """Right ones above 0 and wrong ones below, but for one of ten each; two sources."""
    return [
        asked((n % 5 + 1) * (1 if right else -1) * (-1 if n == 9 else 1), right=right,
              source=source, group=f"{source}{n}{right}")
        for source in ("ours", "wiki") for right in (True, False) for n in range(10)
    ]  # fmt: skip


def test_the_surest_candidate_speaks_for_its_question() -> None:
    row = Row(
        source="wire", group="g", answerable=True,
        candidates=(({"margin": -2.0}, True), ({"margin": 0.0}, False)),
    )  # fmt: skip
    assert row.best(MARGIN) == (0.5, False)
    assert Row(source="w", group="g", answerable=True, candidates=()).best(MARGIN) == (0.0, False)


def test_half_of_the_weight_is_unanswerable() -> None:
    rows = [asked(1, right=True)] * 3 + [asked(1, right=False)]
    assert half_unanswerable(rows) == [pytest.approx(1 / 6)] * 3 + [0.5]


def test_no_group_is_in_both_halves() -> None:
    rows = [asked(1, right=True, group=str(n % 7)) for n in range(30)]
    fitting, reporting = halves(rows)
    assert len(fitting) + len(reporting) == 30
    assert not {row.group for row in fitting} & {row.group for row in reporting}


def test_the_report_tells_news_from_all() -> None:
    # Confidences 0.98 (right), 0.98 (right) and 0.27 (wrong); one more at 0.73, wrong, not news.
    rows = [asked(4, right=True), asked(4, right=True), asked(-1, right=False)]
    told = trust("held out", MARGIN, [*rows, asked(1, right=False, source="wiki")])
    news, every = told.split("held out, all")
    assert "news (wire, evidence, ours)" in news
    assert "       0.982     1.000      2" in news
    assert "calibration error 0.102" in news  # (2 x 0.018 + 0.269) / 3
    assert "coverage at 80% precision 50.0%" in news
    assert "area under risk-coverage 0.250" in news  # 0 over a half, 0.5 over the other
    assert "       0.731     0.000      1" in every
    assert "area under risk-coverage 0.208" in every  # 0, then 1/3 and 1/2 over a quarter each


def test_the_table_has_a_line_for_each_source() -> None:
    lines = report("title", MARGIN, many()).splitlines()
    assert [line.split()[0] for line in lines[3:]] == ["ours", "wiki", "all"]


# -- kept rows -------------------------------------------------------------------------------


@pytest.mark.slow
def test_kept_rows_are_fitted_without_asking_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(many(), tmp_path / "rows.json")
    assert main(["--from", str(tmp_path / "rows.json")]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed[: printed.index("}") + 1])["margin"] > 0
    assert "held out, news" in printed


def test_rows_are_kept_as_they_were(tmp_path: Path) -> None:
    keep(many(), tmp_path / "rows.json")
    assert [row.best(MARGIN) for row in kept(tmp_path / "rows.json", FEATURES)] == [
        row.best(MARGIN) for row in many()
    ]


@pytest.mark.parametrize("content", ["", "{}", "[]", "[1]", '[{"source": "wire"}]', None])
def test_unusable_rows_are_a_plain_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        (tmp_path / "rows.json").write_text(content, encoding="utf-8")
    assert main(["--from", str(tmp_path / "rows.json")]) == 2
    assert "rows.json: " in capsys.readouterr().err


def test_rows_of_other_features_are_refused(tmp_path: Path) -> None:
    keep(many(), tmp_path / "rows.json")
    with pytest.raises(KeptRowsError, match="not measured there: length"):
        kept(tmp_path / "rows.json", ["margin", "length"])

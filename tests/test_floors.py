"""The floors of the house: imports only go down, and the doors use only qa's public names."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Lowest first. A module may import from floors below its own, never from its own or above.
FLOORS = [
    ["index"],
    ["index.errors", "index.versions"],
    [
        "index.article",
        "index.dates",
        "index.files",
        "index.filter",
        "index.fuse",
        "index.neighbours",
        "index.words",
    ],
    ["index.clock", "index.decode", "index.hyphens", "index.models"],
    ["index.audit", "index.imprint", "index.stamps"],
    ["index.printed", "index.removed"],
    ["index.chunk", "index.clean"],
    ["index.stories"],
    ["index.encoder"],
    ["index.embed", "index.local"],
    ["index.hybrid"],
    ["index.formats.limits"],
    [
        "index.formats.content",
        "index.formats.columns",
        "index.formats.packed",
        "index.formats.tables",
    ],
    ["index.formats.aligned", "index.formats.grids", "index.formats.signature"],
    ["index.formats.visible", "index.formats.stated"],
    ["index.formats.html", "index.formats.text", "index.formats.rows", "index.formats.pdf"],
    ["index.formats.docx", "index.formats.odt", "index.formats.rtf"],
    ["index.formats.epub", "index.formats.mail", "index.formats.archives"],
    ["index.formats.worker", "index.formats.apart"],
    ["index.formats.kinds"],
    ["index.load"],
    [
        "qa.figures.figure",
        "qa.figures.tokens",
        "qa.figures.digits",
        "qa.figures.number_words",
        "qa.figures.name_words",
        "qa.figures.days",
    ],
    [
        "qa.figures.currencies",
        "qa.figures.units",
        "qa.figures.hedges",
        "qa.figures.nouns",
        "qa.figures.numerals",
    ],
    [
        "qa.figures.codes",
        "qa.figures.compare",
        "qa.figures.periods",
        "qa.figures.ratios",
        "qa.figures.sides",
        "qa.figures.years",
    ],
    ["qa.figures.months", "qa.figures.ranks"],
    ["qa.figures.ages", "qa.figures.dates", "qa.figures.names"],
    ["qa.figures.quantities"],
    ["qa.figures.reading"],
    ["qa.figures"],
    ["qa.settings", "qa.blocks", "qa.citation", "qa.question", "qa.suggest", "qa.stems"],
    ["qa.windows", "qa.polarity", "qa.claims", "qa.verify"],
    ["qa.reader", "qa.logistic"],
    ["qa.confidence", "qa.ledger", "qa.agreement", "qa.alignment"],
    ["qa.answer", "qa.subject"],
    ["qa.dispute"],
    ["qa.check"],
    ["qa.contract"],
    ["qa.adding"],
    ["qa.system", "qa.pace"],
    ["qa.watching"],
    ["qa", "qa.training.machine", "qa.training.metrics", "qa.training.rows"],
    [
        "qa.training.features",
        "qa.training.questions",
        "qa.training.quotations",
        "qa.training.wording",
    ],
    ["qa.training.absent", "qa.training.edits", "qa.training.forms", "qa.training.label"],
    [
        "qa.training.bytewise",
        "qa.training.cloze",
        "qa.training.fair",
        "qa.training.near",
        "qa.training.rounded",
    ],
    ["qa.training.paired", "qa.training.train"],
    ["qa.training.mix"],
    ["qa.training.floats", "qa.training.written"],
    ["qa.training.asked"],
    ["qa.training.report"],
    [
        "qa.__main__",
        "qa.training.calibrate",
        "qa.training.export",
        "qa.training.graph",
        "qa.training.likeness",
    ],
    ["ui.text"],
    ["ui.cards", "ui.state"],
    [
        "ui.correcting",
        "ui.drafts",
        "ui.filter",
        "ui.reports",
        "ui.reprints",
        "ui.rows",
        "ui.stories",
        "ui.undo",
    ],
    ["ui.adding"],
    ["ui.article", "ui.ask", "ui.check", "ui.figures", "ui.sidebar"],
    ["ui.library"],
    ["app"],
]
FLOOR = {module: number for number, modules in enumerate(FLOORS) for module in modules}
DOORS = ("app", "ui.", "qa.__main__")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of ours; a package whose __init__ says nothing is no module."""
    paths = [ROOT / "app.py", *(p for d in ("index", "qa", "ui") for p in (ROOT / d).rglob("*.py"))]
    return {name_of(path): path for path in paths if path.exists() and path.stat().st_size}


@cache
def import_nodes(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """Every import of *path*, wherever in the file it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def imports_of(path: Path) -> set[str]:
    """Our own modules that *path* imports."""
    found = set()
    for node in import_nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, f"{path}: a relative import hides its floor"
            whole = {f"{node.module}.{alias.name}" for alias in node.names} & set(FLOOR)
            found |= whole or {str(node.module)}
    return {name for name in found if name.split(".")[0] in ("index", "qa", "ui", "app")}


def imports_of_all() -> set[str]:
    """The top-level packages that our modules import, ours and others'."""
    nodes = [node for path in modules().values() for node in import_nodes(path)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_only_go_down(module: str) -> None:
    assert module in FLOOR, f"{module} has no floor yet: give it one in {__file__}"
    for imported in imports_of(modules()[module]):
        assert FLOOR[imported] < FLOOR[module], f"{module} imports {imported}, which is above it"


@pytest.mark.parametrize("module", sorted(m for m in modules() if m.startswith(DOORS)))
def test_the_doors_use_only_the_public_names_of_qa(module: str) -> None:
    outside = {name for name in imports_of(modules()[module]) if name.split(".")[0] != "ui"}
    assert outside <= {"qa"}, f"{module} reaches past qa's public names: {outside}"


def test_nothing_at_run_time_imports_the_training() -> None:
    for module, path in modules().items():
        if not module.startswith("qa.training"):
            assert not any(name.startswith("qa.training") for name in imports_of(path)), module

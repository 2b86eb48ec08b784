"""Rooms and doors: which package may import which, and where each library may be known."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("indexer", "service", "eval")
"""Each may import itself and those before it."""

LAYERS = (
    ("results",),
    ("words",),
    ("when",),
    ("bodies",),
    ("reading",),
    ("scope",),
    ("matching",),
    ("overview",),
    ("over_time",),
    ("finding",),
    ("questions",),
    ("answering",),
    ("opening",),
    ("engine",),
    ("ready",),
    ("models",),
    ("files",),
    ("pages", "api"),
    ("cli",),
)
"""The rooms of `service`: each may import itself and those before it. The two of the web know each
other: the API serves the pages, which read what it opens."""

FLAT = {"results", "opening", "engine", "ready"}
"""The rooms of `service` that are a module: what comes out of it, and the door."""

SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 400

ROOMS = {
    "faiss": {"indexer/index.py", "eval/peers/flat_window.py"},
    "onnx": {"indexer/model/onnx_graph.py", "eval/bench_encoder.py"},
    "onnxruntime": {
        "indexer/encoder.py",
        "indexer/model/onnx_graph.py",
        "eval/bench_encoder.py",
    },
    "tokenizers": {"indexer/encoder.py"},
    "torch": {"indexer/encoder.py", "eval/adapt/"},
    "sentence_transformers": {"indexer/encoder.py"},
    "huggingface_hub": {"indexer/encoder.py"},
    "fastapi": {"service/api/", "service/pages/"},
    "jinja2": {"service/pages/render.py"},
    "snowballstemmer": {"indexer/analysis.py", "indexer/thesaurus.py"},
    "PIL": {"indexer/readers/pdf/", "service/files/draw.py", "eval/roundtrip/"},
    "scipy": {
        "service/overview/grouping.py",
        "indexer/readers/pdf/picture.py",
        "service/overview/about.py",
        "service/overview/similar.py",
        "service/over_time/continuation.py",
        "service/over_time/diff.py",
        "eval/calibrate.py",
        "eval/calibrate_similar.py",
    },
    "rapidfuzz": {
        "service/words/did_you_mean.py",
        "service/reading/spelling.py",
        "service/overview/suggesting.py",
        "service/bodies/names.py",
        "service/over_time/changes.py",
        "indexer/thesaurus.py",
        "eval/roundtrip/compare.py",
        "eval/damage.py",
    },
    "icalendar": {"service/files/calendar.py"},
    "openpyxl": {"service/files/export.py"},
    "docx": {"indexer/readers/docx.py", "eval/roundtrip/word.py"},
    "pptx": {"indexer/readers/pptx.py"},
    "lxml": {"indexer/readers/html.py", "indexer/readers/odt.py"},
    "reportlab": {"eval/roundtrip/", "eval/peers/flat_window.py"},
    "pypdf": {"indexer/readers/pdf/document.py", "eval/peers/flat_window.py"},
    "pypdfium2": {"indexer/readers/pdf/", "eval/roundtrip/", "eval/pdf_speed.py"},
    "pdfplumber": {"eval/icdar.py", "eval/pdf_speed.py"},
    "txtai": {"eval/peers/with_txtai.py"},
    "haiku": {"eval/peers/with_haiku.py"},
    "docling_core": {"eval/peers/with_haiku.py"},
    "chromadb": {"eval/peers/with_chromadb.py"},
    "langchain_text_splitters": {"eval/peers/with_chromadb.py"},
}
"""The modules and folders where each library may be imported; nowhere else. The benchmark of
encoders makes models of its own; the stemmer is the index's for Norwegian and the thesaurus's for
English. Peers have environments of their own: the last five are no dependencies."""

RUN_BY_PEERS = ("with_txtai", "with_haiku", "with_chromadb", "flat_window", "exchange", "vectors")
"""Modules of `eval/peers` that run where nothing of the project's dependencies is installed."""

TALKS = ("service/cli/", "eval/")
"""The modules and folders that speak to a person on the terminal."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The full names of what a module imports, at its head or anywhere within."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(PACKAGES)
    assert any("indexer" in name for path in SOURCES for name in imports(path))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_never_go_backwards(path: Path) -> None:
    own = PACKAGES.index(path.relative_to(ROOT).parts[0])
    later = {*PACKAGES[own + 1 :], "tests"}
    backwards = {name for name in imports(path) if name.split(".")[0] in later}
    assert not backwards


def modules() -> dict[str, Path]:
    """The modules and packages of `service` by their full names."""
    paths = (path for path in SOURCES if name_of(path).startswith("service/"))
    dotted = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name.removesuffix(".__init__"): path for name, path in dotted.items()}


def imported_modules(path: Path, known: Container[str]) -> set[str]:
    """Those of the modules known that a module imports, whether at its head, within a function or
    for the type checker alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module or "" for name in names}
    return {name for name in found if name in known}


def test_every_module_of_the_service_stands_in_a_room() -> None:
    rooms = {room for layer in LAYERS for room in layer}
    assert len(rooms) == sum(map(len, LAYERS))
    inside = [path.relative_to(ROOT / "service") for path in modules().values()]
    assert {path.stem for path in inside if len(path.parts) == 1} - {"__init__"} == FLAT
    assert {path.parts[0] for path in inside if len(path.parts) > 1} == rooms - FLAT


@pytest.mark.parametrize("name", sorted(modules().keys() - {"service"}))
def test_a_room_imports_only_those_before_it(name: str) -> None:
    order = {room: place for place, layer in enumerate(LAYERS) for room in layer}
    own = order[name.split(".")[1]]
    imported = imported_modules(modules()[name], modules()) - {"service"}
    assert not [each for each in imported if order[each.split(".")[1]] > own]


def test_no_modules_of_the_service_import_each_other() -> None:
    known = modules()
    left = {name: imported_modules(path, known) - {name} for name, path in known.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    assert not left


def test_a_room_says_what_it_is_for_and_hands_on_nothing() -> None:
    for room in {room for layer in LAYERS for room in layer} - FLAT - {"models", "api", "cli"}:
        parsed = ast.parse((ROOT / "service" / room / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(parsed), room
        assert len(parsed.body) == 1, room


def test_records_and_errors_import_nothing_of_ours() -> None:
    for name in ("records", "errors"):
        ours = [i for i in imports(ROOT / "indexer" / f"{name}.py") if i.startswith(PACKAGES)]
        assert ours == []


def test_eval_reaches_the_engine_and_not_the_web() -> None:
    for path in SOURCES:
        if name_of(path).startswith("eval/"):
            web = ("service.api", "service.cli", "fastapi")
            assert not [name for name in imports(path) if name.startswith(web)], path


def test_nobody_hides_the_builtin_eval() -> None:
    for path in (*SOURCES, *(ROOT / "tests").glob("*.py")):
        assert "eval" not in set(imports(path)), path


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_a_library_is_known_in_its_room_only(library: str) -> None:
    users = {
        name_of(path)
        for path in SOURCES
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert not [name for name in users if not name.startswith(tuple(ROOMS[library]))]
    assert users, f"{library} is imported nowhere"


def test_a_pdf_library_is_known_to_readers_only() -> None:
    users = {name_of(path) for path in SOURCES if "pypdf" in set(imports(path))}
    assert users
    assert all(name.startswith(("indexer/readers/", "eval/peers/")) for name in users)


@pytest.mark.parametrize("name", RUN_BY_PEERS)
def test_what_peers_run_needs_nothing_of_the_project_but_each_other(name: str) -> None:
    allowed = {f"eval.peers.{each}" for each in RUN_BY_PEERS}
    ours = {
        each
        for each in imports(ROOT / "eval" / "peers" / f"{name}.py")
        if each.split(".")[0] in PACKAGES
    }
    assert ours <= allowed


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_module_is_too_long_to_read_alone(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_commands_print(path: Path) -> None:
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not calls or name_of(path).startswith(TALKS)


def test_the_corpus_is_data() -> None:
    assert list((ROOT / "corpus").rglob("*.py")) == []

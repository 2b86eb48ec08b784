"""What goes wrong at an operator's: one line that says what, where and what to do; exit status 1.

Plans of two lines, so that each build takes a second.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.index import current_version
from service.cli import main

FJORD = (
    "Handlingsplan for fjorden 2030-2031\n\nMål\tTiltak\tAnsvar\tFrist\n"
    "Trygg havn\tBygge naust\tAskvoll kommune\t2030\n"
)
FJELL = FJORD.replace("fjorden", "fjellet").replace("Bygge naust", "Merke stier")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    def failed(self) -> str:
        """The one line that a failed command says."""
        last = self.err.strip().split("\n")[-1]
        assert (self.status, self.out) == (1, "")
        assert last.startswith("plansok: ")
        assert "Traceback" not in self.err
        return last


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*argv: str | Path) -> Ran:
        status = main([str(each) for each in argv])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A corpus of one plan without an entry."""
    folder = tmp_path / "corpus"
    (folder / "plans").mkdir(parents=True)
    (folder / "plans/fjord.txt").write_text(FJORD, encoding="utf-8")
    return folder


# ── folders that cannot be written ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("file", "is a file, no folder"),
        ("file/x", "Not a directory"),
        ("/proc/plansok", "No such file or directory"),
    ],
)
def test_an_index_folder_that_cannot_be_written_is_said(
    tmp_path: Path, own: Path, run: Callable[..., Ran], where: str, says: str
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    said = run("index", own, "--index", tmp_path / where).failed()
    assert str(tmp_path / where) in said
    assert says in said
    assert "--index DIR" in said


def test_a_manifest_that_is_a_folder_is_said(
    tmp_path: Path, own: Path, run: Callable[..., Ran]
) -> None:
    (own / "manifest.toml").mkdir()
    said = run("index", own, "--index", tmp_path / "index").failed()
    assert f"{own / 'manifest.toml'} cannot be read (Is a directory)" in said


def test_a_corpus_that_cannot_be_written_is_said(own: Path, run: Callable[..., Ran]) -> None:
    argv = ("--corpus", "/proc", "--title", "Plan", "--region", "forde", "--period", "2030")
    said = run("add", own / "plans/fjord.txt", *argv).failed()
    assert "cannot be copied to /proc/plans/" in said
    assert "--corpus DIR" in said


# ── an index of a model that is not here ─────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["foo-model", "nobody/no-model", "/no/such/folder"])
def test_an_index_of_an_unknown_model_says_so_at_once_and_asks_no_network(
    tmp_path: Path,
    own: Path,
    run: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    asked: list[object] = []

    def no_network(*to: object, **_: object) -> None:
        asked.append(to)
        raise OSError("no network")

    index = tmp_path / "index"
    assert run("index", own, "--index", index).status == 0
    path = index / (current_version(index) or "") / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["encoder"]["name"] = name
    path.write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    assert "fjord" in run("plans", "--index", index).out
    said = run("search", "naust", "--index", index).failed()
    assert f"encoder '{name}', which cannot be loaded" in said
    assert f"plansok index --model {name}" in said
    assert f"rebuild it with the default: plansok index --index {index}" in said
    assert asked == []

"""What goes wrong at an operator's: one line that says what, where and what to do; exit status 1.

Plans of two lines, so that each build takes a second.
"""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.build import BuildReport, build_index
from indexer.errors import PlansLost
from indexer.index import current_version, load_index
from indexer.manifest import load_corpus
from indexer.sandbox import LIMITS
from service.cli import main
from tests.test_index import HashedWords

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


# ── a plan that is in service is not lost ────────────────────────────────────────────────

FIRST = FJORD.replace("fjorden", "Helsefellesskapet Vestfold")
ENTRY = f"""# Planer.
[[plan]]
id = "fjell"
title = "Fjellet"
region = "forde"
file = "plans/fjell.txt"

[[plan]]
id = "fjord"  # [[plan]]
title = "Fjorden"
region = "vestfold"
period = [2030, 2032]
file = "plans/fjord.txt"
sha256 = "{hashlib.sha256(FIRST.encode()).hexdigest()}"  # av første utgave
origin = "Kari"
"""


@pytest.fixture
def two(own: Path) -> Path:
    """A corpus of two plans with entries; one has a sum."""
    (own / "plans/fjord.txt").write_text(FIRST, encoding="utf-8")
    (own / "plans/fjell.txt").write_text(FJELL, encoding="utf-8")
    (own / "manifest.toml").write_text(ENTRY, encoding="utf-8")
    return own


def build(corpus: Path, *drop: str) -> BuildReport:
    index = corpus.parent / "index"
    return build_index(corpus, index, HashedWords(), lambda *_: None, LIMITS, drop)


def served(corpus: Path) -> list[str]:
    return [plan.plan_id for plan in load_index(corpus.parent / "index").plans]


def changed(corpus: Path) -> None:
    (corpus / "plans/fjord.txt").write_text(FIRST + "\nMer.\n", encoding="utf-8")


def gone(corpus: Path) -> None:
    (corpus / "plans/fjord.txt").unlink()


def mistyped(corpus: Path) -> None:
    text = ENTRY.replace("period =", "periode =")
    (corpus / "manifest.toml").write_text(text, encoding="utf-8")


def emptied(corpus: Path) -> None:
    (corpus / "manifest.toml").write_text(ENTRY.partition('sha256 = "')[0], encoding="utf-8")
    (corpus / "plans/fjord.txt").write_text("", encoding="utf-8")


def taken_out(corpus: Path) -> None:
    text = ENTRY.partition('\n\n[[plan]]\nid = "fjord"')[0]
    (corpus / "manifest.toml").write_text(text, encoding="utf-8")
    (corpus / "plans/fjord.txt").unlink()


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (changed, "plans/fjord.txt has changed"),
        (gone, "plans/fjord.txt is not there"),
        (mistyped, "periode: is no field; did you mean period?"),
        (emptied, "is empty"),
        (taken_out, "fjord: is no longer in the corpus"),
    ],
)
def test_what_would_lose_a_plan_is_not_published_unless_that_is_said(
    two: Path, happens: Callable[[Path], None], says: str
) -> None:
    build(two)
    happens(two)
    for drop in ((), ("fjell",), ("fjordd",)):
        with pytest.raises(PlansLost) as raised:
            build(two, *drop)
        assert says in str(raised.value)
        assert str(raised.value).endswith("--drop fjord")
        assert served(two) == ["fjell", "fjord"]
    assert build(two, "fjord").dropped == ("fjord",)
    assert served(two) == ["fjell"]
    assert build(two).dropped == ()


def test_what_was_never_read_and_what_has_another_id_now_is_not_lost(two: Path) -> None:
    (two / "plans/tom.txt").write_text("", encoding="utf-8")
    for _ in range(2):
        assert [name for name, _ in build(two).problems] == ["tom"]
    text = ENTRY.replace('id = "fjord"', 'id = "vestfold-2030"')
    (two / "manifest.toml").write_text(text, encoding="utf-8")
    assert build(two).dropped == ()
    assert served(two) == ["fjell", "vestfold-2030"]


def test_a_plan_gets_its_newer_version_by_one_command(
    tmp_path: Path, two: Path, run: Callable[..., Ran]
) -> None:
    newer = tmp_path / "utgave 2.txt"
    newer.write_text(FIRST.replace("naust", "kai"), encoding="utf-8")
    ran = run("add", "--replace", "fjord", newer, "--corpus", two)
    assert ran.status == 0
    assert "period: oppføringen sier 2030-2032, dokumentet 2030-2031 (line 1:" in ran.err
    sum_ = hashlib.sha256(newer.read_bytes()).hexdigest()
    manifest = (two / "manifest.toml").read_text(encoding="utf-8")
    old = ENTRY[ENTRY.index("sha256") : ENTRY.index("\norigin")]
    assert manifest == ENTRY.replace(old, f'sha256 = "{sum_}"')
    assert (two / "plans/fjord.txt").read_bytes() == newer.read_bytes()
    assert load_corpus(two).problems == ()
    assert sorted(path.name for path in two.iterdir()) == ["manifest.toml", "plans"]


@pytest.mark.parametrize("plan_id", ["fjord", "fjell"])
def test_a_newer_version_that_lies_in_its_place_or_beside_it_is_taken(
    two: Path, run: Callable[..., Ran], plan_id: str
) -> None:
    changed(two)
    assert run("add", "--replace", "fjord", two / "plans/fjord.txt", "--corpus", two).status == 0
    (two / "plans/ny").mkdir()
    (two / "plans/ny/v2.md").write_text(FJELL + "\nMer.\n", encoding="utf-8")
    ran = run("add", "--replace", plan_id, two / "plans/ny/v2.md", "--corpus", two, "--json")
    assert f"Fjernet: plans/{plan_id}.txt" in ran.err
    assert json.loads(ran.out)[0]["file"] == "plans/ny/v2.md"
    corpus = load_corpus(two)
    assert (corpus.problems, corpus.unlisted) == ((), ())
    assert next(p for p in corpus.plans if p.plan_id == plan_id).file == "plans/ny/v2.md"


@pytest.mark.parametrize(
    ("plan_id", "text", "says"),
    [
        ("fjorde", FJELL + "\nMer.\n", "has no plan 'fjorde' (near it: fjord"),
        ("fjord", FIRST, "is what fjord has already (plans/fjord.txt)"),
        ("fjord", FJELL, "is the same document as that of fjell (plans/fjell.txt)"),
        ("fjord", "", "is empty"),
    ],
)
def test_what_is_no_newer_version_replaces_nothing(
    tmp_path: Path, two: Path, run: Callable[..., Ran], plan_id: str, text: str, says: str
) -> None:
    newer = tmp_path / "v2.txt"
    newer.write_text(text, encoding="utf-8")
    said = run("add", "--replace", plan_id, newer, "--corpus", two).failed()
    assert says in said
    assert (two / "manifest.toml").read_text(encoding="utf-8") == ENTRY
    assert (two / "plans/fjord.txt").read_text(encoding="utf-8") == FIRST
    assert sorted(path.name for path in (two / "plans").iterdir()) == ["fjell.txt", "fjord.txt"]


@pytest.mark.parametrize("more", [("b.txt",), ("--title", "X"), ("--id", "x"), ("--region", "x")])
def test_replacing_takes_one_file_and_no_new_entry(more: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["add", "--replace", "fjord", "a.txt", *more])
    assert raised.value.code == 2


@pytest.mark.parametrize("name", ["korrupt.pdf", "korrupt.DOCX"])
@pytest.mark.parametrize("data", [b"ikke\x00noe", b"\x81\x8d\x8f"])
def test_a_damaged_document_is_called_so(
    tmp_path: Path, run: Callable[..., Ran], name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    said = run("show", tmp_path / name).failed()
    assert f"{name} is no " in said
    assert "it is damaged or was not copied whole; fetch it anew" in said


def test_a_document_in_a_folder_under_plans_gets_its_entry_where_it_lies(
    own: Path, run: Callable[..., Ran]
) -> None:
    (own / "plans/2030").mkdir()
    path = own / "plans/2030/Fjell.txt"
    path.write_text(FJELL, encoding="utf-8")
    assert run("add", path, "--corpus", own, "--region", "forde").status == 0
    corpus = load_corpus(own)
    assert [plan.file for plan in corpus.plans] == ["plans/2030/Fjell.txt"]
    assert [plan_id for plan_id, _ in corpus.unlisted] == ["fjord"]
    assert corpus.problems == ()

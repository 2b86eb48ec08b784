"""The index on disk: built from what changed, published whole, checked when loaded."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.analysis import tokenize
from indexer.build import BuildReport, build_index
from indexer.encoder import Encoded, Encoder, Progress, alike, unit
from indexer.errors import (
    EncoderMismatch,
    IndexDamaged,
    IndexFault,
    IndexMissing,
    PlansLost,
)
from indexer.index import current_version, load_index
from indexer.lexical import FIELD_GAP, Field, texts_of
from indexer.manifest import load_corpus
from indexer.passages import glossed
from indexer.read import read_plan
from indexer.records import Passage
from indexer.sandbox import LIMITS
from service.engine import open_engine

ROOT = Path(__file__).resolve().parents[1]


class HashedWords:
    """A deterministic encoder: a bag of stems, hashed to components; texts that share words are
    near. `seed` makes another encoder of it."""

    dimensions = 256
    query_prefix = ""
    passage_prefix = ""

    def __init__(self, seed: int = 0) -> None:
        self.name = f"hashed-words-{seed}"
        self.fingerprint = hashlib.sha256(self.name.encode()).hexdigest()
        self._seed = seed

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        words = [[token.stem for token in tokenize(text)] for text in texts]
        tokens = []
        for row, stems in enumerate(words):
            own = np.zeros((len(stems), self.dimensions), dtype=np.float32)
            for place, stem in enumerate(stems):
                own[place, zlib.crc32(stem.encode(), self._seed) % self.dimensions] = 1.0
            tokens.append(own)
            if progress is not None:
                progress(row + 1)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, own in enumerate(tokens):
            vectors[row] = own.sum(axis=0)
        return alike(unit(vectors), tuple(tokens))


class FailsHalfway(HashedWords):
    """The same, but for a disk or a processor that gives up after some texts."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        super().encode_passages(texts[: len(texts) // 2], progress)
        raise MemoryError("no memory left for the second half")


def build(
    corpus: Path, index_dir: Path, encoder: Encoder | None = None, drop: Sequence[str] = ()
) -> BuildReport:
    return build_index(corpus, index_dir, encoder or HashedWords(), lambda *_: None, LIMITS, drop)


@pytest.fixture(scope="module")
def small(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two of the plans: building it takes a second."""
    folder = tmp_path_factory.mktemp("small") / "corpus"
    shutil.copytree(corpus, folder)
    head, *entries = (folder / "manifest.toml").read_text(encoding="utf-8").split("[[plan]]")
    kept = [entry for entry in entries if "ostfold" in entry or "stolav" in entry]
    (folder / "manifest.toml").write_text("[[plan]]".join([head, *kept]), encoding="utf-8")
    for path in (folder / "plans").iterdir():
        if not path.name.startswith(("ostfold", "stolav")):
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def built(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small corpus by the hashed encoder; tests take copies of it."""
    folder = tmp_path_factory.mktemp("hashed") / "index"
    build(small, folder)
    return folder


@pytest.fixture
def index_copy(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def corpus_copy(small: Path, tmp_path: Path) -> Path:
    shutil.copytree(small, tmp_path / "corpus")
    return tmp_path / "corpus"


def contents(folder: Path) -> dict[str, str]:
    """The checksum of every published file, and which version readers open."""
    version = current_version(folder)
    assert version is not None
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / version).rglob("*")
        if path.is_file()
    }
    return {**found, "CURRENT": version}


def read_places(passage: Passage) -> dict[str, list[int]]:
    """Where each term stands in a passage, in words, read from its texts."""
    found: dict[str, list[int]] = {}
    place = 0
    for text in texts_of(passage).values():
        for token in tokenize(text):
            for term in (token.stem, *token.parts):
                found.setdefault(term, []).append(place)
            place += 1
        place += FIELD_GAP
    return found


@pytest.mark.parametrize("width", [1, 4])
def test_words_that_stand_together_are_those_that_reading_finds(built: Path, width: int) -> None:
    index = load_index(built)
    read = [read_places(passage) for passage in index.passages]
    terms = sorted(index.lexicon.places.places)[::60]
    pairs = [(one, other) for one in terms for other in ("kommun", "sykehus", "finnes-ikke", one)]
    for names in [*pairs, *((*pair, "og") for pair in pairs)]:
        expected = [
            order
            for order, places in enumerate(read)
            if any(
                all(any(abs(p - first) <= width for p in places.get(n, ())) for n in names[1:])
                for first in places.get(names[0], ())
            )
        ]
        assert index.lexicon.places.together(names, width).tolist() == expected


# ── what is built ────────────────────────────────────────────────────────────────────────


def test_what_is_loaded_is_what_was_read(small: Path, built: Path) -> None:
    found = load_corpus(small)
    names = found.communities.names()
    reads = [read_plan(plan, found.path(plan), names) for plan in found.plans]
    index = load_index(built)
    assert index.plans == tuple(read.plan for read in reads)
    assert index.passages == tuple(glossed(p) for read in reads for p in read.passages)
    assert index.rejected == tuple(r for read in reads for r in read.rejected)
    assert dict(index.repairs) == {read.plan.plan_id: read.repairs for read in reads}
    for read in reads:
        counts = index.counts[read.plan.plan_id]
        assert counts.rows == counts.measures + counts.rejected == read.rows
        assert (counts.measures, counts.passages) == (len(read.measures), len(read.passages))
        assert counts.warnings == read.warnings


def test_the_manifest_says_where_everything_comes_from(built: Path) -> None:
    manifest = load_index(built).manifest
    encoder = HashedWords()
    assert manifest["encoder"]["fingerprint"] == encoder.fingerprint
    assert manifest["encoder"]["dimensions"] == encoder.dimensions
    assert {"faiss-cpu", "numpy"} <= set(manifest["libraries"])
    assert manifest["problems"] == []
    version = built / (current_version(built) or "")
    on_disk = {p.relative_to(version).as_posix() for p in version.rglob("*") if p.is_file()}
    assert set(manifest["files"]) == on_disk - {"manifest.json"}


def test_the_index_keeps_each_document_as_it_was(small: Path, built: Path) -> None:
    index = load_index(built)
    for plan in index.plans:
        kept = index.folder / "documents" / f"{plan.plan_id}.txt"
        assert kept.read_bytes() == (small / plan.file).read_bytes()


def test_cosines_are_those_of_numpy(built: Path) -> None:
    index, encoder = load_index(built), HashedWords()
    vectors = encoder.encode_passages([passage.for_encoder for passage in index.passages]).vectors
    queries = encoder.encode_queries(
        ["FACT Ung for barn og unge", "fallforebygging", "xyzzy"]
    ).vectors
    np.testing.assert_allclose(index.cosines(queries), queries @ vectors.T, atol=1e-6)
    for order in (0, 57, len(index.passages) - 1):
        np.testing.assert_array_equal(index.vector(order), vectors[order])
    best = int(np.argmax(index.cosines(queries[:1])[0]))
    assert "FACT" in index.passages[best].text


def test_postings_are_those_of_a_plain_count(built: Path) -> None:
    index = load_index(built)
    for word in ("kommune", "habilitering", "demens"):
        stem = tokenize(word)[0].stem
        orders, counts = index.lexicon.fields[Field.CONTEXT].of(stem)
        expected = {
            i: sum(token.stem == stem for token in tokenize(passage.encoded))
            for i, passage in enumerate(index.passages)
            if passage.measure is None
        }
        prose = {
            int(order): int(count)
            for order, count in zip(orders, counts, strict=True)
            if index.passages[int(order)].measure is None
        }
        assert prose == {order: count for order, count in expected.items() if count}
        assert list(orders) == sorted(orders)
    assert index.lexicon.fields[Field.TEXT].of("finnesikke")[0].size == 0


def test_nothing_is_pickled(built: Path) -> None:
    files = [path for path in built.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.suffix in (".pkl", ".pickle", ".joblib", ".pt")]
    for path in files:
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
    for folder in ("indexer", "service", "eval"):
        for source in (ROOT / folder).rglob("*.py"):
            text = source.read_text(encoding="utf-8")
            assert "import pickle" not in text, source
            assert "allow_pickle=True" not in text, source


# ── building again ───────────────────────────────────────────────────────────────────────


def test_a_second_build_encodes_nothing(small: Path, index_copy: Path) -> None:
    before = load_index(index_copy)
    report = build(small, index_copy)
    assert (report.encoded, report.reused) == (0, len(before.passages))
    after = load_index(index_copy)
    assert after.passages == before.passages
    np.testing.assert_array_equal(_vectors(after), _vectors(before))


def _vectors(index: object) -> NDArray[np.float32]:
    found: NDArray[np.float32] = index.vectors.reconstruct_n(0, index.vectors.ntotal)  # type: ignore[attr-defined]
    return found


def test_only_what_changed_is_encoded(corpus_copy: Path, index_copy: Path) -> None:
    path = corpus_copy / "plans" / "stolav-2022-2024.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count("Utarbeide årshjul.") == 1
    path.write_text(text.replace("Utarbeide årshjul.", "Utarbeide tiårshjul."), encoding="utf-8")
    manifest = corpus_copy / "manifest.toml"
    sums = manifest.read_text(encoding="utf-8").replace(
        hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(path.read_bytes()).hexdigest()
    )
    manifest.write_text(sums, encoding="utf-8")
    report = build(corpus_copy, index_copy)
    assert report.problems == ()
    assert report.encoded == 1
    index = load_index(index_copy)
    encoder = HashedWords()
    expected = encoder.encode_passages([passage.for_encoder for passage in index.passages]).vectors
    np.testing.assert_array_equal(_vectors(index), expected)


def test_a_plan_that_is_gone_is_gone_only_where_that_is_said(
    corpus_copy: Path, index_copy: Path
) -> None:
    (corpus_copy / "plans" / "ostfold-2023-2024.txt").unlink()
    before = contents(index_copy)
    with pytest.raises(PlansLost) as raised:
        build(corpus_copy, index_copy)
    assert contents(index_copy) == before
    assert "ostfold-2023-2024: plans/ostfold-2023-2024.txt is not there" in str(raised.value)
    assert f"--index {index_copy} --drop ostfold-2023-2024" in str(raised.value)
    report = build(corpus_copy, index_copy, drop=["ostfold-2023-2024"])
    assert [name for name, _ in report.problems] == ["ostfold-2023-2024"]
    assert report.dropped == ("ostfold-2023-2024",)
    assert report.encoded == 0
    index = load_index(index_copy)
    assert "ostfold-2023-2024" not in {passage.plan_id for passage in index.passages}
    assert len(index.plans) == 1


def test_another_encoder_encodes_everything_anew(small: Path, index_copy: Path) -> None:
    report = build(small, index_copy, HashedWords(seed=7))
    assert report.reused == 0
    assert load_index(index_copy).manifest["encoder"]["name"] == "hashed-words-7"


def test_a_damaged_index_is_built_anew(small: Path, index_copy: Path) -> None:
    (index_copy / (current_version(index_copy) or "") / "vectors.faiss").write_bytes(b"no index")
    report = build(small, index_copy)
    assert report.reused == 0
    assert len(load_index(index_copy).passages) == report.encoded


def test_old_versions_are_dropped_but_the_last(small: Path, index_copy: Path) -> None:
    first = current_version(index_copy)
    build(small, index_copy)
    second = current_version(index_copy)
    build(small, index_copy)
    third = current_version(index_copy)
    assert len({first, second, third}) == 3
    assert {path.name for path in index_copy.iterdir() if path.is_dir()} == {second, third}


# ── a build that does not end ────────────────────────────────────────────────────────────


def test_a_build_that_fails_halfway_leaves_the_index_as_it_was(
    corpus_copy: Path, index_copy: Path
) -> None:
    before = contents(index_copy)
    with pytest.raises(MemoryError):
        build(corpus_copy, index_copy, FailsHalfway(seed=3))
    assert contents(index_copy) == before
    load_index(index_copy)
    assert build(corpus_copy, index_copy).encoded == 0


BUILDS_SLOWLY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from indexer.build import build_index
from test_index import HashedWords

class Endless(HashedWords):
    def encode_passages(self, texts, progress=None):
        print("encoding", flush=True)
        while True:
            super().encode_passages(texts, progress)

build_index(Path(sys.argv[2]), Path(sys.argv[3]), Endless(seed=5), lambda *_: None)
"""


def slow_build(corpus: Path, index_dir: Path) -> subprocess.Popen[str]:
    """Another process that is in the middle of a build of the same index."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDS_SLOWLY, str(ROOT / "tests"), str(corpus), str(index_dir)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "encoding\n"
    return process


def test_a_second_build_waits_for_none_and_a_killed_one_leaves_the_index(
    small: Path, index_copy: Path
) -> None:
    before = contents(index_copy)
    with slow_build(small, index_copy) as process:
        try:
            started = time.perf_counter()
            with pytest.raises(IndexFault, match="another plansok index is writing") as raised:
                build(small, index_copy)
            assert time.perf_counter() - started < 5
            assert str(index_copy) in str(raised.value)
            assert contents(index_copy) == before
        finally:
            process.kill()
        assert process.wait(timeout=10) == -signal.SIGKILL
    assert contents(index_copy) == before
    load_index(index_copy)
    assert build(small, index_copy).encoded == 0


def test_what_a_killed_build_left_is_cleared_away(small: Path, index_copy: Path) -> None:
    left = index_copy / "draft-20300101T000000000000"
    left.mkdir()
    (left / "passages.jsonl").write_text("{", encoding="utf-8")
    build(small, index_copy)
    assert not left.exists()


def test_the_lock_is_given_back(small: Path, index_copy: Path) -> None:
    build(small, index_copy)
    with (index_copy / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_an_index_that_is_open_outlives_the_next_build(small: Path, index_copy: Path) -> None:
    opened = load_index(index_copy)
    build(small, index_copy)
    orders, _ = opened.lexicon.fields[Field.TEXT].of(tokenize("kommuner")[0].stem)
    assert orders.size
    assert (opened.folder / "manifest.json").exists()


# ── what is wrong with an index ──────────────────────────────────────────────────────────


def test_a_missing_index_is_said_with_the_command(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "ingen"):
        with pytest.raises(IndexMissing, match=r"build it: plansok index") as raised:
            load_index(folder)
        assert str(folder) in str(raised.value)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "name",
    [
        "passages.jsonl",
        "plans.jsonl",
        "rejected.jsonl",
        "own.faiss",
        "vectors.faiss",
        "lexical/terms.json",
        "lexical/text.counts.npy",
        "repairs/stolav-2022-2024.jsonl",
        "documents/stolav-2022-2024.txt",
        "health_communities.toml",
    ],
)
@pytest.mark.parametrize("damage", [_flip, Path.unlink], ids=["changed", "gone"])
def test_a_damaged_file_is_named(
    index_copy: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(index_copy / (current_version(index_copy) or "") / name)
    with pytest.raises(IndexDamaged) as raised:
        load_index(index_copy)
    assert name in str(raised.value)
    assert f"plansok index --index {index_copy}" in str(raised.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 99}'])
def test_a_damaged_manifest_is_said(index_copy: Path, text: str) -> None:
    version = index_copy / (current_version(index_copy) or "")
    (version / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="plansok index"):
        load_index(index_copy)


def test_a_pointer_to_nothing_is_said(index_copy: Path) -> None:
    (index_copy / "CURRENT").write_text("v-finnesikke\n", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="v-finnesikke"):
        load_index(index_copy)


def test_an_index_of_another_encoder_is_refused(index_dir: Path, tmp_path: Path) -> None:
    """The manifest names the real encoder, but its vectors are said to be another's."""
    shutil.copytree(index_dir, tmp_path / "index")
    path = tmp_path / "index" / (current_version(tmp_path / "index") or "") / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["encoder"]["fingerprint"] = HashedWords().fingerprint
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EncoderMismatch) as raised:
        open_engine(tmp_path / "index")
    said = str(raised.value)
    assert manifest["encoder"]["name"] in said
    assert HashedWords().fingerprint[:12] in said
    assert "384" in said
    assert f"rebuild it: plansok index --index {tmp_path / 'index'}" in said

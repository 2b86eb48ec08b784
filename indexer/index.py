"""The index on disk: published whole, checked when loaded, searched exactly.

    DIR/CURRENT             names the version that readers open
    DIR/<version>/          manifest.json, passages.jsonl, plans.jsonl, rejected.jsonl,
                            repairs/, vectors.faiss, own.faiss, tokens/, middle/, lexical/,
                            documents/, transcripts/

The only place that knows FAISS. Nothing is pickled.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamaged, IndexMissing
from indexer.late import TokenVectors, load_tokens
from indexer.lexical import Lexicon, load_lexicon
from indexer.manifest import sha256
from indexer.records import Kind, Measure, Passage, Plan, Rejected, Repair
from indexer.store import PASSAGES, PLANS, REJECTED, REPAIRS, read_lines
from indexer.unread import UnreadTable, unread_tables

FORMAT = 7
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
VECTORS, OWN_VECTORS = "vectors.faiss", "own.faiss"
LEXICAL = "lexical"
TOKENS = "tokens"
MIDDLE = "middle"
DOCUMENTS = "documents"
TRANSCRIPTS = "transcripts"


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What was read out of one plan; `rows == measures + rejected`.

    `unreadable` are pages of which nothing could be read, each with the reason; `unread` are the
    tables that were not understood and may be of measures.
    """

    pages: int | None
    lines: int
    rows: int
    measures: int
    rejected: int
    passages: int
    seconds: float
    warnings: tuple[str, ...] = ()
    unreadable: tuple[tuple[int, str], ...] = ()
    unread: tuple[UnreadTable, ...] = ()


@dataclass(frozen=True)
class Index:
    """A loaded index; passage i has row i of the vectors and order i in the lexicon."""

    folder: Path
    manifest: Mapping[str, Any]
    plans: tuple[Plan, ...]
    counts: Mapping[str, PlanCounts]
    problems: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    rejected: tuple[Rejected, ...]
    repairs: Mapping[str, tuple[Repair, ...]]
    lexicon: Lexicon
    vectors: Any
    own_vectors: Any
    tokens: TokenVectors
    middle: TokenVectors

    @cached_property
    def orders(self) -> Mapping[str, int]:
        """Passage id -> which passage it is."""
        return {passage.passage_id: order for order, passage in enumerate(self.passages)}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, in the order of the passages."""
        return tuple(passage.measure for passage in self.passages if passage.measure)

    @cached_property
    def prose(self) -> NDArray[np.bool_]:
        """(passages,): which are prose, not measures. Not to be written to."""
        found = np.asarray([passage.kind is Kind.PROSE for passage in self.passages], dtype=bool)
        found.flags.writeable = False
        return found

    @cached_property
    def plan_of(self) -> NDArray[np.int32]:
        """(passages,): which of the plans each is of. Not to be written to."""
        place = {plan.plan_id: number for number, plan in enumerate(self.plans)}
        found = np.asarray([place[passage.plan_id] for passage in self.passages], dtype=np.int32)
        found.flags.writeable = False
        return found

    def is_unread(self, passage: Passage) -> bool:
        """Whether a passage is of a table that was not understood, and so is no text to quote."""
        counts = self.counts.get(passage.plan_id)
        tables = counts.unread if counts else ()
        return passage.measure is None and any(table.has(passage.source) for table in tables)

    def document(self, plan: Plan) -> Path:
        """The plan's source file as it was indexed."""
        return self.folder / DOCUMENTS / f"{plan.plan_id}{Path(plan.file).suffix}"

    def transcript(self, plan_id: str) -> Path | None:
        """The lines that a reader took from a plan's file; null where the file is text itself."""
        path = self.folder / TRANSCRIPTS / f"{plan_id}.txt"
        return path if path.relative_to(self.folder).as_posix() in self.manifest["files"] else None

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(queries, passages): the cosine of each unit vector with every passage, exact."""
        import faiss

        shape = len(vectors), self.vectors.ntotal
        cosines = np.empty(shape, dtype=np.float32)
        # A search for all of them would sort them, which takes longer than the products.
        every = np.ascontiguousarray(np.broadcast_to(np.arange(shape[1]), shape))
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        pointers = [faiss.swig_ptr(array) for array in (queries, cosines, every)]
        self.vectors.compute_distance_subset(shape[0], pointers[0], shape[1], *pointers[1:])
        return cosines

    def vector(self, order: int) -> NDArray[np.float32]:
        """(dimensions,): the unit vector of a passage."""
        found: NDArray[np.float32] = self.vectors.reconstruct(order)
        return found

    def own_vector(self, order: int) -> NDArray[np.float32]:
        """(dimensions,): the unit vector of what the plan says in its own words, without glosses;
        with them two measures about one thing are alike, whatever they do about it."""
        found: NDArray[np.float32] = self.own_vectors.reconstruct(order)
        return found


def exact(vectors: NDArray[np.float32]) -> Any:
    """(passages, dimensions) unit vectors as an index of inner products."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def write_vectors(vectors: NDArray[np.float32], path: Path) -> None:
    """Write (passages, dimensions) unit vectors as an exact inner-product index."""
    import faiss

    faiss.write_index(exact(vectors), str(path))


def checksums(folder: Path) -> dict[str, str]:
    """sha256 of every file below a folder but its manifest, by its path there."""
    return {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def publish(index_dir: Path, version: str) -> None:
    """Make a finished version the one that readers open, and drop those before the last."""
    pointer = index_dir / f".{CURRENT}.{os.getpid()}"
    pointer.write_text(version + "\n", encoding="utf-8")
    _sync(pointer)
    previous = current_version(index_dir)
    pointer.replace(index_dir / CURRENT)
    kept = {version, previous}
    for folder in index_dir.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def current_version(index_dir: Path) -> str | None:
    """The published version's name, or null where nothing is published."""
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def published_plans(index_dir: Path) -> dict[str, str]:
    """The checksum of each plan's document in the published index, of whatever format; nothing
    where none is published or it cannot be read."""
    folder = index_dir / (current_version(index_dir) or "")
    try:
        with (folder / "plans.jsonl").open(encoding="utf-8") as lines:
            plans = [json.loads(line) for line in lines]
        return {str(plan["plan_id"]): str(plan["sha256"]) for plan in plans}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def load_index(index_dir: Path) -> Index:
    """The published index. Raises `IndexMissing` or `IndexDamaged`."""
    version = current_version(index_dir)
    if version is None:
        raise IndexMissing(
            f"there is no index in {index_dir}; build it: plansok index --index {index_dir}"
        )
    folder = index_dir / version
    mend = f"build it anew: plansok index --index {index_dir}"
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise IndexDamaged(f"{folder} has format {manifest['format']}, not {FORMAT}; {mend}")
        _check(folder, manifest["files"], mend)
        return _load(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as exc:
        raise IndexDamaged(f"the index {folder} cannot be read ({exc}); {mend}") from exc


def _check(folder: Path, expected: Mapping[str, str], mend: str) -> None:
    actual = checksums(folder)
    wrong = [name for name, sha in expected.items() if actual.get(name) != sha]
    if wrong:
        raise IndexDamaged(f"the index {folder} is damaged: {', '.join(wrong)}; {mend}")


def _load(folder: Path, manifest: dict[str, Any]) -> Index:
    import faiss

    passages = tuple(read_lines(folder / "passages.jsonl", PASSAGES))
    vectors, own = (faiss.read_index(str(folder / name)) for name in (VECTORS, OWN_VECTORS))
    for each in (vectors, own):
        if each.ntotal != len(passages):
            raise ValueError(f"{len(passages)} passages but {each.ntotal} vectors")
    tokens, middle = load_tokens(folder / TOKENS), load_tokens(folder / MIDDLE, kept=0)
    for part in (tokens, middle):
        if len(part) != len(passages):
            raise ValueError(f"{len(passages)} passages but tokens of {len(part)}")
    rejected = tuple(read_lines(folder / "rejected.jsonl", REJECTED))
    return Index(
        folder=folder,
        manifest=manifest,
        plans=tuple(read_lines(folder / "plans.jsonl", PLANS)),
        counts=_counts(manifest["plans"], rejected),
        problems=tuple((name, message) for name, message in manifest["problems"]),
        passages=passages,
        rejected=rejected,
        repairs=_repairs(folder, manifest["plans"]),
        lexicon=load_lexicon(folder / LEXICAL),
        vectors=vectors,
        own_vectors=own,
        tokens=tokens,
        middle=middle,
    )


def _counts(
    plans: Mapping[str, dict[str, Any]], rejected: Sequence[Rejected]
) -> dict[str, PlanCounts]:
    unread = unread_tables(rejected, {name: own["measures"] for name, own in plans.items()})
    return {
        plan_id: PlanCounts(
            **{
                **counts,
                "warnings": tuple(counts["warnings"]),
                "unreadable": tuple((page, reason) for page, reason in counts["unreadable"]),
                "unread": unread.get(plan_id, ()),
            }
        )
        for plan_id, counts in plans.items()
    }


def _repairs(folder: Path, plan_ids: Sequence[str]) -> dict[str, tuple[Repair, ...]]:
    return {
        plan_id: tuple(read_lines(folder / "repairs" / f"{plan_id}.jsonl", REPAIRS))
        for plan_id in plan_ids
    }

"""Build an index from a corpus: read, encode what is new, write, publish."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.apart import jobs_of
from indexer.communities import FILE as COMMUNITIES
from indexer.corrections import apply_corrections, load_overlay, overlays_without_plan
from indexer.encoder import Encoder
from indexer.errors import (
    DocumentError,
    IndexFault,
    IndexUnwritable,
    ManifestError,
    PlansLost,
    told_of,
)
from indexer.index import (
    DOCUMENTS,
    FORMAT,
    LEXICAL,
    MANIFEST,
    MIDDLE,
    OWN_VECTORS,
    TOKENS,
    TRANSCRIPTS,
    VECTORS,
    PlanCounts,
    checksums,
    load_index,
    publish,
    published_plans,
    write_vectors,
)
from indexer.late import write_tokens
from indexer.lexical import write_lexicon
from indexer.manifest import Corpus, load_corpus
from indexer.passages import glossed
from indexer.records import Passage, PlanRead
from indexer.sandbox import LIMITS, Limits, cores, read_all_apart
from indexer.store import PASSAGES, PLANS, REJECTED, REPAIRS, write_json, write_lines

Floats = NDArray[np.float32]

NO_TEXT = (
    "has no text that could be read; put a document with text there, or where it is a picture the "
    "document that it was taken of"
)

Report = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan's line in the report."""

    plan_id: str
    counts: PlanCounts


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built: plans in order of id, documents that could not be read, plans that the index
    before had and this one has not, and the work."""

    plans: tuple[PlanLine, ...]
    problems: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    encoded: int
    reused: int
    seconds: float


def build_index(
    corpus_dir: Path,
    index_dir: Path,
    encoder: Encoder,
    report: Report,
    limits: Limits = LIMITS,
    drop: Collection[str] = (),
) -> BuildReport:
    """Read every plan of the corpus and publish an index of them.

    Vectors of passages that did not change are taken from the index before. A document that
    cannot be read is a problem in the report and the others are indexed; the index before
    stays as it is until the new one is whole, and where that would lack a plan which it has and
    `drop` does not name. Raises `PlansLost` then, `ManifestError` where nothing can be read,
    `IndexFault` where another build is running, `IndexUnwritable` where the folder cannot be
    written.
    """
    started = time.perf_counter()
    corpus = load_corpus(corpus_dir)
    with _alone(index_dir):
        reads, seconds, problems = _read_all(corpus, limits, report)
        passages = tuple(glossed(passage) for read in reads for passage in read.passages)
        if not passages:
            reasons = "; ".join(f"{name}: {message}" for name, message in problems)
            raise ManifestError(f"nothing could be read from {corpus_dir}: {reasons}")
        dropped = _lost(index_dir, reads)
        if kept := [plan_id for plan_id in dropped if plan_id not in drop]:
            raise _plans_lost(kept, dropped, problems, corpus_dir, index_dir)
        _assert_unique(passages)
        encodings, reused = _encode(passages, index_dir, encoder, report)
        counts = {
            read.plan.plan_id: _counts(read, spent)
            for read, spent in zip(reads, seconds, strict=True)
        }
        with _writing(index_dir):
            draft = index_dir / f"draft-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
            draft.mkdir()
            _write(draft, corpus, reads, passages)
            write_vectors(np.stack([each.vector for each in encodings]), draft / VECTORS)
            write_vectors(np.stack([each.own for each in encodings]), draft / OWN_VECTORS)
            write_tokens(draft / TOKENS, [each.tokens for each in encodings])
            write_tokens(draft / MIDDLE, [each.middle for each in encodings])
            write_json(draft / MANIFEST, _manifest(draft, encoder, counts, problems))
            version = f"v-{hashlib.sha256(draft.name.encode()).hexdigest()[:12]}"
            draft.rename(index_dir / version)
            publish(index_dir, version)
    return BuildReport(
        plans=tuple(PlanLine(plan_id, count) for plan_id, count in counts.items()),
        problems=problems,
        dropped=dropped,
        encoded=len(passages) - reused,
        reused=reused,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class Encodings:
    """Of one passage, (dimensions,) its vector and that of what the plan says in its own words,
    without glosses (of prose the same); (tokens, dimensions) its token vectors, and what a
    re-ranker goes on from."""

    vector: Floats
    own: Floats
    tokens: Floats
    middle: Floats


@contextmanager
def _alone(index_dir: Path) -> Iterator[None]:
    """Keep other builds of the same index out; its folder is made if it is not there."""
    if index_dir.exists() and not index_dir.is_dir():
        raise IndexUnwritable(f"{index_dir} is a file, no folder; name a folder: --index DIR")
    with _writing(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        lock_file = (index_dir / ".lock").open("w")
    with lock_file as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise IndexFault(f"another plansok index is writing {index_dir}; wait for it") from exc
        for left in index_dir.glob("draft-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def _writing(index_dir: Path) -> Iterator[None]:
    """What the system refuses within is an `IndexUnwritable`."""
    try:
        yield
    except OSError as exc:
        raise IndexUnwritable(
            f"the index folder {index_dir} cannot be written ({told_of(exc)}); mend that, or name "
            "another folder: --index DIR"
        ) from exc


def _read_all(
    corpus: Corpus, limits: Limits, report: Report
) -> tuple[list[PlanRead], list[float], tuple[tuple[str, str], ...]]:
    """Every plan that could be read, in order of id, with the seconds it took; and the problems."""
    problems = [(name, str(error)) for name, error in corpus.problems]
    jobs = jobs_of(corpus, limits)
    report("read", 0, len(jobs))
    results = read_all_apart(
        tuple(jobs.values()), cores(), lambda done: report("read", done, len(jobs))
    )
    found: list[tuple[PlanRead, float]] = []
    for name, result in zip(jobs, results, strict=True):
        if isinstance(result, DocumentError):
            problems.append((name, str(result)))
            continue
        read, seconds = result
        if not (read.passages or read.rows or read.unreadable):
            problems.append((name, f"{read.plan.file} {NO_TEXT}"))
        else:
            overlay = load_overlay(corpus.folder, name)
            found.append((apply_corrections(read, overlay), seconds))
    for name in overlays_without_plan(corpus.folder, (*jobs, *(name for name, _ in problems))):
        problems.append((name, "corrects no plan of the corpus; name it after a plan's id"))
    found.sort(key=lambda each: each[0].plan.plan_id)
    return [read for read, _ in found], [seconds for _, seconds in found], tuple(problems)


def _lost(index_dir: Path, reads: Sequence[PlanRead]) -> tuple[str, ...]:
    """Plans of the published index that are not read now, by id; a document that is read under
    another id is not lost."""
    ids = {read.plan.plan_id for read in reads}
    sums = {read.plan.sha256 for read in reads}
    published = published_plans(index_dir)
    return tuple(sorted(p for p, sum_ in published.items() if p not in ids and sum_ not in sums))


def _plans_lost(
    kept: Sequence[str],
    dropped: Sequence[str],
    problems: Sequence[tuple[str, str]],
    corpus_dir: Path,
    index_dir: Path,
) -> PlansLost:
    """Which plans would be gone and why, what else is wrong, and how to go on."""
    reasons = dict(problems)
    lost = [f"{name}: {reasons.pop(name, 'is no longer in the corpus')}" for name in kept]
    besides = [f"{name}: {message}" for name, message in reasons.items() if name not in dropped]
    beside = f"; besides ({'; '.join(besides)})" if besides else ""
    options = " ".join(f"--drop {name}" for name in dropped)
    return PlansLost(
        f"nothing was published, {index_dir} stays as it was: it has plans that would be gone "
        f"({'; '.join(lost)}){beside}; mend "
        f"that, or publish without them: plansok index {corpus_dir} --index {index_dir} {options}"
    )


def _assert_unique(passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    for passage in passages:
        assert passage.passage_id not in seen, f"two passages are called {passage.passage_id}"
        seen.add(passage.passage_id)


def _encode(
    passages: Sequence[Passage], index_dir: Path, encoder: Encoder, report: Report
) -> tuple[list[Encodings], int]:
    """What is encoded, in the order of the passages, and how many were taken from the index
    before."""
    known = _known(index_dir, encoder)
    found = [known.get(passage.for_encoder) for passage in passages]
    fresh = [i for i, each in enumerate(found) if each is None]
    if fresh:
        report("encode", 0, len(fresh))
        encoded = encoder.encode_passages(
            [passages[i].for_encoder for i in fresh],
            lambda done: report("encode", done, len(fresh)),
        )
        own = encoded.vectors.copy()
        asked = [passages[i] for i in fresh]
        glossed = [row for row, p in enumerate(asked) if p.measure and p.glosses]
        if glossed:
            texts = [asked[row].encoded for row in glossed]
            own[glossed] = encoder.encode_passages(texts).vectors
        parts = zip(encoded.vectors, own, encoded.tokens, encoded.middle, strict=True)
        for i, each in zip(fresh, parts, strict=True):
            found[i] = Encodings(*each)
    return [each for each in found if each is not None], len(passages) - len(fresh)


def _known(index_dir: Path, encoder: Encoder) -> dict[str, Encodings]:
    with suppress(IndexFault):
        index = load_index(index_dir)
        if index.manifest["encoder"]["fingerprint"] == encoder.fingerprint:
            return {
                p.for_encoder: Encodings(
                    index.vector(i), index.own_vector(i), index.tokens.of(i), index.middle.of(i)
                )
                for i, p in enumerate(index.passages)
            }
    return {}


def _write(
    folder: Path,
    corpus: Corpus,
    reads: Sequence[PlanRead],
    passages: Sequence[Passage],
) -> None:
    write_lines(folder / "passages.jsonl", PASSAGES, passages)
    write_lines(folder / "plans.jsonl", PLANS, (read.plan for read in reads))
    write_lines(folder / "rejected.jsonl", REJECTED, (r for read in reads for r in read.rejected))
    (folder / "repairs").mkdir()
    (folder / DOCUMENTS).mkdir()
    (folder / TRANSCRIPTS).mkdir()
    for read in reads:
        plan = read.plan
        write_lines(folder / "repairs" / f"{plan.plan_id}.jsonl", REPAIRS, read.repairs)
        source = corpus.path(plan)
        shutil.copyfile(source, folder / DOCUMENTS / f"{plan.plan_id}{source.suffix}")
        if read.transcript is not None:
            text = "\n".join(line.text for line in read.transcript)
            (folder / TRANSCRIPTS / f"{plan.plan_id}.txt").write_bytes(text.encode())
    if (corpus.folder / COMMUNITIES).exists():
        shutil.copyfile(corpus.folder / COMMUNITIES, folder / COMMUNITIES)
    write_lexicon(passages, folder / LEXICAL)


def _counts(read: PlanRead, seconds: float) -> PlanCounts:
    return PlanCounts(
        pages=read.pages,
        lines=read.lines,
        rows=read.rows,
        measures=len(read.measures),
        rejected=len(read.rejected),
        passages=len(read.passages),
        seconds=round(seconds, 3),
        warnings=read.warnings,
        unreadable=read.unreadable,
    )


def _manifest(
    folder: Path,
    encoder: Encoder,
    counts: dict[str, PlanCounts],
    problems: Sequence[tuple[str, str]],
) -> dict[str, object]:
    libraries = ("faiss-cpu", "onnxruntime", "tokenizers", "snowballstemmer", "numpy")
    return {
        "format": FORMAT,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "plansok": importlib.metadata.version("plansok"),
        "encoder": {
            "name": encoder.name,
            "fingerprint": encoder.fingerprint,
            "dimensions": encoder.dimensions,
            "query_prefix": encoder.query_prefix,
            "passage_prefix": encoder.passage_prefix,
        },
        "libraries": {name: importlib.metadata.version(name) for name in libraries},
        "plans": {plan_id: asdict(count) for plan_id, count in counts.items()},
        "problems": list(problems),
        "files": checksums(folder),
    }

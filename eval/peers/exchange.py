"""What passes between this project and a peer: folders of JSON lines and TREC runs.

    TASK/task.json         how (`Task`)
    TASK/documents.jsonl   {"id", "text"}      whole plans, or ready passages
    TASK/questions.jsonl   {"id", "text"}
    TASK/run.trec          question Q0 chunk rank score peer         best first
    TASK/chunks.jsonl      {"id", "document", "text"}                what the peer made of them
    TASK/told.json         versions, how it was set, processor milliseconds a question

Peers run in environments of their own, which have none of the project's libraries: this module
and the runners import the standard library and the peer, and nothing else of the project.
"""

from __future__ import annotations

import importlib.metadata
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

TASK, DOCUMENTS, QUESTIONS = "task.json", "documents.jsonl", "questions.jsonl"
RUN, CHUNKS, TOLD = "run.trec", "chunks.jsonl", "told.json"


@dataclass(frozen=True, slots=True)
class Document:
    """A plan, or a passage of one."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a peer made of a document and returns; a ready document is one chunk."""

    id: str
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """How documents are to be searched: `ready` ones are to stay whole; `setting` is one of the
    peer's own, or nothing.

    `encoder` is a sentence-transformers folder, `address` (…/v1) a server that encodes with the
    same weights.
    """

    ready: bool
    setting: str
    encoder: str
    address: str
    dimensions: int
    k: int


Found = Sequence[tuple[str, float]]
"""Ids of chunks with scores, best first."""


class Peer(Protocol):
    """A system with its documents."""

    settings: str
    """How it was set, in words."""

    def add(self, documents: Sequence[Document]) -> Sequence[Chunk]:
        """Take the documents in; what they were cut into."""
        ...

    def search(self, question: str, k: int) -> Found:
        """The k best chunks."""
        ...


def whole(documents: Sequence[Document]) -> list[Chunk]:
    """Each document a chunk."""
    return [Chunk(each.id, each.id, each.text) for each in documents]


def cut(documents: Sequence[Document], split: Callable[[str], Sequence[str]]) -> list[Chunk]:
    """Each document in pieces, numbered; blank ones are left out."""
    return [
        Chunk(f"{each.id}#{number}", each.id, text)
        for each in documents
        for number, text in enumerate(split(each.text), start=1)
        if text and text.strip()
    ]


def perform(
    name: str, libraries: Sequence[str], make: Callable[[Task, Path], Peer], *folders: str
) -> None:
    """Do the tasks in the folders: index, ask every question, write the run."""
    for folder in map(Path, folders or sys.argv[1:]):
        task = Task(**json.loads((folder / TASK).read_text(encoding="utf-8")))
        documents = [Document(**line) for line in read_lines(folder / DOCUMENTS)]
        questions = [Question(**line) for line in read_lines(folder / QUESTIONS)]
        peer = make(task, folder)
        chunks = peer.add(documents)
        times, run = [], {}
        for question in questions:
            started = time.process_time()
            run[question.id] = peer.search(question.text, task.k)
            times.append((time.process_time() - started) * 1000)
        write_run(folder / RUN, run, name)
        write_lines(folder / CHUNKS, chunks)
        told = {
            "name": name,
            "versions": {each: importlib.metadata.version(each) for each in libraries},
            "settings": peer.settings,
            "chunks": len(chunks),
            "CPU ms": round(statistics.median(times), 2),
        }
        (folder / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        print(f"{name}: {folder.name}: {told}", file=sys.stderr)


def is_done(
    folder: Path, task: Task, documents: Sequence[Document], questions: Sequence[Question]
) -> bool:
    """Whether the folder has a run of just this; the server's address may be another."""
    if not (folder / TOLD).exists():
        return False
    done = json.loads((folder / TASK).read_text(encoding="utf-8"))
    return (
        {**done, "address": ""} == {**asdict(task), "address": ""}
        and list(read_lines(folder / DOCUMENTS)) == [asdict(each) for each in documents]
        and list(read_lines(folder / QUESTIONS)) == [asdict(each) for each in questions]
    )


def write_task(
    folder: Path, task: Task, documents: Sequence[Document], questions: Sequence[Question]
) -> None:
    """A folder that a peer can work on."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in (RUN, CHUNKS, TOLD):
        (folder / left).unlink(missing_ok=True)
    (folder / TASK).write_text(json.dumps(asdict(task)), encoding="utf-8")
    write_lines(folder / DOCUMENTS, documents)
    write_lines(folder / QUESTIONS, questions)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def write_lines(path: Path, records: Sequence[Document | Question | Chunk]) -> None:
    """Records as JSON lines."""
    lines = (json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in records)
    path.write_text("".join(lines), encoding="utf-8")


def write_run(path: Path, run: Mapping[str, Found], name: str) -> None:
    """A run as TREC has it; ids hold no blanks."""
    lines = [
        f"{question} Q0 {chunk} {rank} {score:.6f} {name}\n"
        for question, found in run.items()
        for rank, (chunk, score) in enumerate(found, start=1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def read_run(path: Path) -> dict[str, list[str]]:
    """Question id -> ids of chunks by rank.

    By rank and not by score: how equal scores are ordered is the peer's to say.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, _, chunk, rank, _, _ = line.split(" ")
        found.setdefault(question, []).append((int(rank), chunk))
    return {question: [chunk for _, chunk in sorted(own)] for question, own in found.items()}

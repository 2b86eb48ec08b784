"""Peers beside Plansøk, on the same plans and questions, with the same encoder.

    eval/peers/install.sh
    python -m eval.peers build/index [--write] [--again]

Peers run one after the other, in their own environments under `build/peers/`. Runs that are there,
of the same documents and questions, are scored and not made again, but for `--again`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.blocks import write_block
from eval.gold import Gold, Targets
from eval.peers.endpoint import encoder_of, served
from eval.peers.exchange import (
    CHUNKS,
    RUN,
    TOLD,
    Chunk,
    Document,
    Question,
    Task,
    is_done,
    read_lines,
    read_run,
    write_task,
)
from eval.peers.places import Places
from eval.peers.scoring import (
    PARTS,
    Judge,
    Row,
    held_by_chunks,
    held_by_passages,
    opened,
    opened_at_best,
    table,
)
from eval.rereading import read_again
from eval.uncertainty import needs_of
from indexer.index import DOCUMENTS, load_index
from indexer.model import BASE_MODEL, DEFAULT_MODEL, DIMENSIONS, ensure_packaged_model
from service.engine import Engine
from service.results import Filters

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "peers"
K = 100
"""Chunks that are asked for; Plansøk is asked for as many passages."""

ENCODERS = {"base": BASE_MODEL, "adapted": DEFAULT_MODEL}
PLANS, PASSAGES = "whole plans", "Plansøk's passages"
CONDITIONS = ((PASSAGES, "base"), (PASSAGES, "adapted"), (PLANS, "base"))


@dataclass(frozen=True, slots=True)
class System:
    """A peer: its runner and a setting of it, the environment that has it, and whether it takes
    ready passages."""

    name: str
    runner: str
    setting: str
    environment: str
    takes_ready: bool = True


SYSTEMS = (
    System("txtai", "with_txtai", "", "common"),
    System("txtai, bayes", "with_txtai", "bayes", "common"),
    System("haiku.rag", "with_haiku", "", "haiku"),
    System("chromadb", "with_chromadb", "", "common"),
    System("pypdf and FAISS", "flat_window", "", "common", takes_ready=False),
)


class Bench:
    """The index, its judgements, and the texts that all are given."""

    def __init__(self, index_dir: Path) -> None:
        gold = Gold()
        self.index_dir = index_dir
        self.index = load_index(index_dir)
        self.judge = Judge(gold, Targets(gold, self.index.passages), needs_of(gold))
        self.questions = [Question(each.query_id, each.text) for each in self.judge.queries]
        documents = self.index.folder / DOCUMENTS
        self.texts = {
            plan.plan_id: (documents / f"{plan.plan_id}.txt").read_bytes().decode("utf-8")
            for plan in self.index.plans
        }
        self.places = Places(self.index.passages, self.texts)

    def documents(self, kind: str) -> list[Document]:
        """Whole plans, or the passages as Plansøk encodes them: with their heading, goal and
        target group, cleaned and repaired."""
        if kind == PLANS:
            return [Document(plan, text) for plan, text in self.texts.items()]
        return [Document(each.passage_id, each.encoded) for each in self.index.passages]

    def scored(self, system: System, kind: str, encoder: str, folder: Path) -> Row:
        """A run that is there."""
        run = read_run(folder / RUN)
        run = {each.id: run.get(each.id, []) for each in self.questions}
        targets = self.judge.targets
        if kind == PASSAGES:
            held = held_by_passages(self.index.passages, targets)
            return self.judge.row(kind, system.name, encoder, opened(run, held))
        chunks = [Chunk(**line) for line in read_lines(folder / CHUNKS)]
        held = held_by_chunks(chunks, self.places, targets)
        best = opened_at_best(run, held, self.judge.qrels)
        return self.judge.row(kind, system.name, encoder, opened(run, held), best)

    def plansok(self, encoder: str) -> tuple[Row, float]:
        """Plansøk itself, and the median milliseconds of processor that a search takes
        without its encoding.

        With the base encoder the corpus is read again; the weights of features stay those that
        were fitted with the adapted one.
        """
        with self._engine(encoder) as engine:
            targets = Targets(Gold(), engine.passages)
            found, times = {}, []
            for question in self.questions:
                engine.search(question.text, Filters(), k=K)  # everything is encoded now
                started = time.process_time()
                hits = engine.search(question.text, Filters(), k=K).hits
                times.append((time.process_time() - started) * 1000)
                found[question.id] = list(dict.fromkeys(targets.of(h.passage) for h in hits))
        row = self.judge.row(PLANS, "**Plansøk**", encoder, found)
        return row, statistics.median(times)

    @contextmanager
    def _engine(self, encoder: str) -> Iterator[Engine]:
        if ENCODERS[encoder] == self.index.manifest["encoder"]["name"]:
            yield Engine(self.index, encoder_of(ENCODERS[encoder]), self.index_dir)
            return
        with tempfile.TemporaryDirectory() as folder:
            remembering = encoder_of(ENCODERS[encoder])
            index = read_again(ROOT / "corpus", Path(folder), remembering)
            yield Engine(index, remembering, index.folder)


def tasks() -> Iterator[tuple[System, str, str, Path]]:
    """System, documents, encoder, and the folder of the task."""
    for system in SYSTEMS:
        for kind, encoder in CONDITIONS:
            if kind == PLANS or system.takes_ready:
                parts = ("plans" if kind == PLANS else "passages", encoder, system.setting)
                name = "-".join(part for part in parts if part)
                yield system, kind, encoder, WORK / "tasks" / system.runner / name


def perform_all(bench: Bench, again: bool) -> None:
    """Write the tasks and have the peers do those that have no run yet."""
    with served() as address:
        for system in SYSTEMS:
            folders = []
            for own, kind, encoder, folder in tasks():
                if own is not system:
                    continue
                model = ENCODERS[encoder]
                task = Task(
                    ready=kind == PASSAGES,
                    setting=system.setting,
                    encoder=str(ensure_packaged_model(model)),
                    address=f"{address}/{model}/v1",
                    dimensions=DIMENSIONS,
                    k=K,
                )
                documents = bench.documents(kind)
                if again or not is_done(folder, task, documents, bench.questions):
                    encoder_of(model).encode_queries([each.text for each in bench.questions])
                    write_task(folder, task, documents, bench.questions)
                    folders.append(str(folder))
            if folders:
                _run(system, folders)


def _run(system: System, folders: Sequence[str]) -> None:
    python = WORK / system.environment / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{python} is missing; install the peers: eval/peers/install.sh")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [str(python), "-m", f"eval.peers.{system.runner}", *folders]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


def made_of(told: Mapping[tuple[str, str], Mapping[str, Any]], ours: float) -> Iterator[str]:
    """How each was set, and what a question takes."""
    yield "| system | documents | how it was set | versions | chunks | CPU ms |"
    yield "|---|---|---|---|---:|---:|"
    yield f"| **Plansøk** | {PLANS} | as it ships | | | {ours:.1f} |"
    for (name, kind), one in told.items():
        versions = ", ".join(f"{library} {version}" for library, version in one["versions"].items())
        cells = (name, kind, one["settings"], versions, str(one["chunks"]), f"{one['CPU ms']:.1f}")
        yield f"| {' | '.join(cells)} |"


def report(bench: Bench) -> Iterator[str]:
    """All tables, as Markdown."""
    ours = {encoder: bench.plansok(encoder) for encoder in ENCODERS}
    plansok = {encoder: row for encoder, (row, _) in ours.items()}
    rows, told = list(plansok.values()), {}
    for system, kind, encoder, folder in sorted(tasks(), key=lambda each: each[1] == PLANS):
        rows.append(bench.scored(system, kind, encoder, folder))
        own = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        told[system.name, kind] = own
    for part in reversed(PARTS):
        yield from table(rows, bench.judge, part, plansok)
        yield ""
    yield from made_of(told, ours["adapted"][1])


def main() -> None:
    """Run, score and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--write", action="store_true", help="put the tables into eval/README.md")
    parser.add_argument("--again", action="store_true", help="make runs that are there anew")
    args = parser.parse_args()
    bench = Bench(args.index)
    perform_all(bench, args.again)
    write_block("peers", "\n".join(report(bench)), args.write)


if __name__ == "__main__":
    main()

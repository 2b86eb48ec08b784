"""Where the time of a search goes, stage by stage, in a small index and in a large one.

    python -m eval.bench_search build/index [--passages 100000] [--keep FOLDER] [--write]

The large one is made out of the small one (`eval.grown`). One run, one thread; every figure is
over questions that are asked once each, after some others to warm up, so that a word's passages
are worked out where they are needed. A stage's time is its own, without the stages within it.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

import service.engine
from eval.blocks import write_block
from eval.gold import Gold
from eval.grown import grow
from indexer.encoder import OnnxEncoder
from indexer.index import Index, load_index
from indexer.reranker import Reranker
from service.engine import Engine, open_engine
from service.finding.ask import Asker
from service.matching.match import Matcher
from service.matching.reranking import RerankingMatcher
from service.overview.facets import Facets
from service.reading.spelling import Spelling
from service.reading.understand import Reader
from service.results import Filters

QUESTIONS, WARM_UP = 200, 20

TOTAL, REST = "a search", "… sorting and the rest"
STAGES: Sequence[tuple[str, Any, str]] = (
    ("understanding the question", Reader, "read"),
    ("… spelling", Spelling, "repair"),
    ("narrowing to places and years", Asker, "narrowed"),
    ("encoding it", OnnxEncoder, "encode_queries"),
    ("cosines of all passages", Index, "cosines"),
    ("late interaction", Matcher, "_near"),
    ("groups of words", Matcher, "_group"),
    ("BM25", Matcher, "_bm25"),
    ("… putting the match together", Matcher, "match"),
    ("reading the likeliest", Reranker, "read"),
    ("… choosing them", RerankingMatcher, "match"),
    ("relevance", service.engine, "likely"),
    ("… whether there is anything", service.engine, "finds"),
    ("… whether any surely answers", service.engine, "is_sure"),
    ("facets", Facets, "of"),
    ("ten hits", Engine, "_hit"),
    (REST, Engine, "search"),
)
"""What is timed: the stage, and the function in which it happens."""


class Clock:
    """Milliseconds by stage of what runs under it, each without the stages within."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[float] = []

    def timed(self, stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        def timed_run(*args: Any, **named: Any) -> Any:
            self._open.append(0.0)
            started = self._now()
            try:
                return run(*args, **named)
            finally:
                whole = (self._now() - started) * 1000
                self.spent[stage] += whole - self._open.pop()
                if self._open:
                    self._open[-1] += whole

        return timed_run


@contextmanager
def stages(clock: Clock, watched: Sequence[tuple[str, Any, str]] = STAGES) -> Iterator[None]:
    """Every stage timed, for as long as the block runs."""
    before = [(owner, name, getattr(owner, name)) for _, owner, name in watched]
    try:
        for stage, owner, name in watched:
            setattr(owner, name, clock.timed(stage, getattr(owner, name)))
        yield
    finally:
        for owner, name, run in before:
            setattr(owner, name, run)


Times = Mapping[str, Sequence[float]]


def measure(engine: Engine, texts: Sequence[str], now: Callable[[], float]) -> Times:
    """Stage -> milliseconds of each question after the warm-up."""
    times: dict[str, list[float]] = defaultdict(list)
    for number, text in enumerate(texts):
        clock = Clock(now)
        with stages(clock):
            engine.search(text, Filters())
        if number >= WARM_UP:
            times[TOTAL].append(sum(clock.spent.values()))
            for stage, _, _ in STAGES:
                times[stage].append(clock.spent[stage])
    return times


def memory() -> float:
    """Resident megabytes of this process that are its own, not those of a mapped file."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def rows(found: Mapping[int, Times]) -> Iterator[str]:
    """A row a stage, two columns an index."""
    sizes = " | ".join(f"{size:,}: p50 | p95" for size in found)
    yield f"| ms | {sizes} |"
    yield "|---|" + "---:|" * 2 * len(found)
    for stage in (TOTAL, *(name for name, _, _ in STAGES)):
        cells = [
            f"{value:.1f}"
            for times in found.values()
            for value in np.percentile(times[stage], [50, 95])
        ]
        yield f"| {stage} | {' | '.join(cells)} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both and print or write the table."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench_search", description=__doc__.split("\n")[0]
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="where the large index is, or is to be kept")
    parser.add_argument("--cpu", action="store_true", help="processor time, all threads together")
    parser.add_argument("--write", action="store_true", help="write the README's table")
    options = parser.parse_args(arguments)
    queries = [query for query in Gold().queries if query.split == "tune"]
    every = len(queries) // (QUESTIONS + WARM_UP)
    texts = [query.text for query in queries[:: max(every, 1)]][: QUESTIONS + WARM_UP]
    now = time.process_time if options.cpu else time.perf_counter
    found: dict[int, Times] = {}
    told = []
    with tempfile.TemporaryDirectory() as folder:
        large = options.keep or Path(folder) / "index"
        if not large.exists():
            grow(load_index(options.index), options.passages, large)
        for index_dir in (options.index, large):
            gc.collect()
            before, started = memory(), time.perf_counter()
            engine = open_engine(index_dir)
            opened = time.perf_counter() - started
            size = len(engine.passages)
            loaded = memory() - before
            found[size] = measure(engine, texts, now)
            told.append(
                f"{size:,} passages: opened in {opened:.1f} s; {loaded:.0f} MB once open, "
                f"{memory() - before:.0f} MB after {len(texts)} searches."
            )
            del engine
    asked = f"{len(found[size][TOTAL])} questions of *tune*, one run."
    write_block("search speed", "\n".join([*rows(found), "", asked, "", *told]), options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())

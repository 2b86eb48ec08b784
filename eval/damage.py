"""How search holds up as letters of documents are misread and questions mistyped.

    python -m eval.damage build/index [--write]

Only *held* questions that have an answer. Documents go through reading, repair and encoding
again; a judged measure is the one that is read from its lines with nearly its text, and one that
is no longer read cannot be found. Figures are means over `SEEDS` draws of the damage.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from eval.blocks import write_block
from eval.damages import misread, mistype
from eval.encodings import Remembering
from eval.gold import Gold, Query, Targets
from eval.metrics import RANKED, rankings
from eval.parts import Part, PartEngine
from eval.plain import Floats, PlainBM25, dense_scores
from eval.rereading import read_again
from eval.uncertainty import interval, needs_of
from indexer.encoder import load_encoder
from indexer.index import Index, load_index
from indexer.records import Measure, Passage
from service.results import Filters

CORPUS = Path("corpus")
SHARES = (0.0, 0.01, 0.02, 0.05, 0.1)
SLIPS = (0, 1, 2)
SEEDS = ("a", "b")
LOOKED_AT = 30
ALIKE = 60
"""Of 100, how alike a measure's text must be to count as the judged one; one in ten words misread
leaves it above 95, another item of the same cell lies below 50."""

Values = dict[str, list[float]]
"""Query id -> nDCG@10 of each draw."""


@dataclass(slots=True)
class Curve:
    """What each way of searching reaches at one degree of damage."""

    values: dict[str, Values] = field(default_factory=dict)
    read: list[int] = field(default_factory=list)

    def add(self, way: str, found: Mapping[str, float]) -> None:
        """The values of one draw."""
        own = self.values.setdefault(way, {})
        for query, value in found.items():
            own.setdefault(query, []).append(value)

    def shown(self, needs: Mapping[str, str]) -> Iterator[str]:
        """The mean over queries and draws, with its interval, a way each."""
        for values in self.values.values():
            parts = {query: (sum(v) / len(v), 1.0) for query, v in values.items()}
            yield str(interval(parts, needs))


class Bench:
    """The questions and the undamaged index that damage is measured against."""

    def __init__(self, index_dir: Path) -> None:
        self.gold = Gold()
        self.needs = needs_of(self.gold)
        self.index = load_index(index_dir)
        self.encoder = Remembering(load_encoder(self.index.manifest["encoder"]["name"]))
        self.targets = Targets(self.gold, self.index.passages)
        self.queries = [
            query
            for query in self.gold.queries
            if query.split == "held" and self.gold.qrels.get(query.query_id)
        ]

    def targets_in(self, passages: Sequence[Passage]) -> Targets:
        """What the judgements mean in an index of damaged texts."""
        clean = {p.passage_id: p.measure for p in self.index.passages if p.measure}
        measures = [p.measure for p in passages if p.measure]
        pairs = [
            (alike, key, measure.measure_id)
            for key, measure_id in self.targets.measure_of.items()
            for measure in measures
            if (alike := _alike(clean[measure_id], measure)) >= ALIKE
        ]
        key_of: dict[str, str] = {}
        for _, key, measure_id in sorted(pairs, key=lambda pair: -pair[0]):
            if measure_id not in key_of and key not in key_of.values():
                key_of[measure_id] = key
        return Targets(self.gold, passages, key_of)

    def searched(
        self, index: Index, targets: Targets, texts: Mapping[str, str], part: Part | None = None
    ) -> Mapping[str, float]:
        """nDCG@10 of the engine, by query."""
        engine = PartEngine(index, self.encoder, index.folder, part)
        run: dict[str, dict[str, float]] = {}
        for query_id, text in texts.items():
            own = run.setdefault(query_id, {})
            for hit in engine.search(text, Filters(), k=LOOKED_AT).hits:
                own.setdefault(targets.of(hit.passage), 1.0 / hit.rank)
        return self._values(targets, run)

    def plainly(
        self, index: Index, targets: Targets, texts: Mapping[str, str]
    ) -> Iterator[tuple[str, Mapping[str, float]]]:
        """nDCG@10 of plain BM25 and of plain vectors, by query."""
        bm25 = PlainBM25([passage.encoded for passage in index.passages])
        ways = {"plain BM25": bm25.scores, "plain vectors": self._cosines(index)}
        for way, scored in ways.items():
            run = {
                query_id: _best(targets, index.passages, scored(text))
                for query_id, text in texts.items()
            }
            yield way, self._values(targets, run)

    def _cosines(self, index: Index) -> Callable[[str], Floats]:
        return lambda text: dense_scores(index, self.encoder, text)

    def _values(
        self, targets: Targets, run: Mapping[str, Mapping[str, float]]
    ) -> Mapping[str, float]:
        return rankings(targets.qrels(self.gold), run)[RANKED]


def _alike(one: Measure, other: Measure) -> float:
    """How alike the texts of two measures are, 0 to 100; 0 where they share no line."""
    apart = one.plan_id != other.plan_id or (
        other.source.line > one.source.end_line or one.source.line > other.source.end_line
    )
    return 0.0 if apart else float(fuzz.ratio(one.text, other.text))


def _best(targets: Targets, passages: Sequence[Passage], scores: Floats) -> dict[str, float]:
    found: dict[str, float] = {}
    for order in np.lexsort((np.arange(len(scores)), -np.round(scores, 6)))[:LOOKED_AT]:
        if scores[order] > 0:
            found.setdefault(targets.of(passages[int(order)]), float(scores[order]))
    return found


def documents(bench: Bench) -> Iterator[tuple[float, Curve]]:
    """For each share of words misread, what is still found."""
    texts = {query.query_id: query.text for query in bench.queries}
    for share in SHARES:
        curve = Curve()
        for seed in SEEDS if share else SEEDS[:1]:
            for mended in (True, False):
                with tempfile.TemporaryDirectory() as folder:
                    index = read_again(
                        CORPUS,
                        Path(folder),
                        bench.encoder,
                        partial(_misread_plan, share, seed),
                        mended,
                    )
                    targets = bench.targets_in(index.passages)
                    way = "Plansøk" if mended else "… without repair"
                    curve.add(way, bench.searched(index, targets, texts))
                    if mended:
                        curve.read.append(len(targets.key_of))
                        for plain, found in bench.plainly(index, targets, texts):
                            curve.add(plain, found)
        yield share, curve


def questions(bench: Bench) -> Iterator[tuple[int, Curve]]:
    """For each number of slips in a question, what is still found."""
    for slips in SLIPS:
        curve = Curve()
        for seed in SEEDS if slips else SEEDS[:1]:
            texts = {q.query_id: _typed(q, slips, seed) for q in bench.queries}
            curve.add("Plansøk", bench.searched(bench.index, bench.targets, texts))
            unmended = bench.searched(bench.index, bench.targets, texts, Part.SPELLING)
            curve.add("… without repair", unmended)
            for plain, found in bench.plainly(bench.index, bench.targets, texts):
                curve.add(plain, found)
        yield slips, curve


def _misread_plan(share: float, seed: str, plan_id: str, text: str) -> str:
    return misread(text, share, f"{plan_id}{share}{seed}")


def _typed(query: Query, slips: int, seed: str) -> str:
    return mistype(query.text, slips, f"{query.query_id}{slips}{seed}")


def lines(bench: Bench) -> Iterator[str]:
    """Two tables: damaged documents, mistyped questions."""
    for number, (share, curve) in enumerate(documents(bench)):
        if not number:
            yield f"| words misread | measures still read | {' | '.join(curve.values)} |"
            yield "|---|---:|" + "---:|" * len(curve.values)
        read = sum(curve.read) / len(curve.read)
        yield f"| {share:.0%} | {read:.0f} | {' | '.join(curve.shown(bench.needs))} |"
    yield ""
    for number, (slips, curve) in enumerate(questions(bench)):
        if not number:
            yield f"| slips in a question | {' | '.join(curve.values)} |"
            yield "|---|" + "---:|" * len(curve.values)
        yield f"| {slips} | {' | '.join(curve.shown(bench.needs))} |"


def main(index_dir: Path, write: bool) -> None:
    """Measure and print or write the tables."""
    found = []
    for line in lines(Bench(index_dir)):
        print(line, file=sys.stderr, flush=True)
        found.append(line)
    write_block("damage", "\n".join(found), write)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)

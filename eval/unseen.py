"""The whole system on invented plans of `eval/training`, as it would meet a stranger's.

    python -m eval.unseen [c12] [--model multilingual-e5-small] [--most 400] [--first-look]

Each collection is indexed by itself and asked its own questions, without the re-ranker with
`--first-look`. On c12 and c36 nothing was trained, fitted or chosen; figures of the others are too
good (see `eval.adapt.collections.APART`).
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eval.adapt.collections import APART, TRAINING, Wording, load_collection
from eval.strangers import engine_of
from indexer.encoder import Encoder, load_encoder
from indexer.model import DEFAULT_MODEL
from indexer.records import Kind
from service.engine import Engine
from service.results import Filters

FIRST = 10
"""Hits that are looked at."""


@dataclass(slots=True)
class Tally:
    """What one collection's questions came to."""

    ndcg: list[float] = field(default_factory=list)
    answered: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    found: int = 0
    said: int = 0
    judged: int = 0
    plans_found: int = 0
    plans_said: int = 0
    plans_judged: int = 0

    def line(self, name: str) -> str:
        """A row of the table."""
        refused = self.answered[False, False]
        cells = (
            f"{np.mean(self.ndcg):.3f}",
            f"{_share(refused, refused + self.answered[True, False])}",
            f"{_share(refused, refused + self.answered[False, True])}",
            f"{_share(self.found, self.said)} / {_share(self.found, self.judged)}",
            f"{_share(self.plans_found, self.plans_said)} / "
            f"{_share(self.plans_found, self.plans_judged)}",
        )
        return f"| {name} | {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def measure(engine: Engine, wordings: Sequence[Wording]) -> Tally:
    """Search and ask each wording."""
    tally = Tally()
    measures = {p.passage_id for p in engine.passages if p.kind is Kind.MEASURE}
    for wording in wordings:
        if wording.answers:
            tally.ndcg.append(_ndcg(engine, wording, measures))
        answer = engine.ask(wording.text)
        tally.answered[bool(wording.answers), answer.answered] += 1
        right = wording.answers & measures
        said = {finding.measure.measure_id for finding in answer.findings}
        if wording.answers:
            tally.found += len(said & right)
            tally.said += len(said - wording.related)
            tally.judged += len(right)
            plans, plans_said = _plans(right), _plans(said)
            tally.plans_found += len(plans & plans_said)
            tally.plans_said += len(plans_said)
            tally.plans_judged += len(plans)
    return tally


def _plans(measure_ids: frozenset[str] | set[str]) -> set[str]:
    return {measure_id.split(":")[0] for measure_id in measure_ids}


def _ndcg(engine: Engine, wording: Wording, measures: set[str]) -> float:
    """nDCG@10 over measures and judged prose; other prose is unjudged and left out."""
    judged = measures | wording.answers | wording.related
    hits = engine.search(wording.text, Filters(), k=40).hits
    shown = [h.passage.passage_id for h in hits if h.passage.passage_id in judged][:FIRST]
    gains = [2.0 if i in wording.answers else float(i in wording.related) for i in shown]
    best = ([2.0] * len(wording.answers) + [1.0] * len(wording.related))[:FIRST]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / float(np.log2(place + 2)) for place, gain in enumerate(gains))


def indexed(name: str, folder: Path, encoder: Encoder) -> Engine:
    """The collection as a corpus whose manifest has no entries."""
    return engine_of(TRAINING / name / "plans", folder, encoder)


def main() -> None:
    """Index, ask and print a row a collection."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="*")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--most", type=int, default=400, help="wordings asked of each")
    parser.add_argument("--first-look", action="store_true")
    args = parser.parse_args()
    encoder = load_encoder(args.model, from_hub=True)
    print("| collection | nDCG@10 | refusal P | refusal R | findings P / R | coverage P / R |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in args.collections or APART[1:]:
        with tempfile.TemporaryDirectory() as folder:
            engine = indexed(name, Path(folder), encoder)
            if args.first_look:
                engine.matcher.takes_second_look = False
            wordings = list(load_collection(name, engine.passages).wordings)
            random.Random(2).shuffle(wordings)
            print(measure(engine, wordings[: args.most]).line(name), flush=True)


if __name__ == "__main__":
    main()

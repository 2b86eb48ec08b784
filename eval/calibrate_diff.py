"""Fit the model of what became of a measure in the next plan.

    python -m eval.calibrate_diff build/index

On the judged pairs of plans of the training collections (`successors.tsv`) but c12's, and on the
two Ahus plans (`gold/diff.jsonl`). Prints the verdicts that are right with each pair left out in
turn, and those of c12, which nothing is fitted on.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.adapt.collections import TRAINING
from eval.gold import Gold, Targets
from eval.successors import Became, GoldDiff, became_in
from eval.unseen import indexed
from indexer.encoder import load_encoder
from indexer.model import DEFAULT_MODEL
from service.engine import Engine, open_engine
from service.over_time.continuation import FEATURES, Floats, Measures, Rarity, features
from service.over_time.diff import linked

MEASURED = "c12"
"""The collection that nothing is fitted on."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A plan and its successor."""

    name: str
    became: Became
    olds: Measures
    news: Measures
    rarity: Rarity
    x: Floats

    @property
    def ids(self) -> list[list[tuple[str, str]]]:
        """(old, new): the pairs by id."""
        return [[(a.measure_id, b.measure_id) for b in self.news] for a in self.olds]

    def truth(self, pairs: frozenset[tuple[str, str]]) -> NDArray[np.bool_]:
        """(old, new): which are among the pairs."""
        return np.asarray([[pair in pairs for pair in row] for row in self.ids])


def sample(name: str, engine: Engine, became: Became) -> Sample:
    """The judged pair of plans with its features."""
    olds, news, cosine, rarity = engine.over_time.sides(*became.plans)
    return Sample(name, became, olds, news, rarity, features(olds, news, cosine, rarity))


def samples(engine: Engine) -> list[Sample]:
    """The Ahus plans, and those of the collections."""
    targets = Targets(Gold(), engine.passages)
    gold = GoldDiff().became
    of = targets.measure_of
    must, may = (
        frozenset((of[old], of[new]) for old, new in pairs) for pairs in (gold.must, gold.may)
    )
    by_id = Became(gold.plans, tuple(of[key] for key in gold.measures), must, may)
    found = [sample("ahus", engine, by_id)]
    encoder = load_encoder(DEFAULT_MODEL)
    for path in sorted(TRAINING.glob("*/successors.tsv")):
        name = path.parent.name
        with tempfile.TemporaryDirectory() as folder:
            stranger = indexed(name, Path(folder), encoder)
            found.append(sample(name, stranger, became_in(name, stranger.passages)))
    return found


def fit(data: Sequence[Sample]) -> tuple[Floats, float]:
    """Weights by feature, for features as they are, and the bias. Pairs that a reader could judge
    either way count for nothing."""
    x = np.concatenate([each.x.reshape(-1, len(FEATURES)) for each in data])
    y = np.concatenate([each.truth(each.became.must).ravel() for each in data])
    counts = np.concatenate([~each.truth(each.became.may).ravel() for each in data])
    scale = x.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit(x / scale, y, sample_weight=counts)
    weights: Floats = model.coef_[0] / scale
    return weights, float(model.intercept_[0])


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Measures rightly placed, of all; pairs found that are right, wrong, and all judged."""

    right: int
    judged: int
    true: int
    false: int
    pairs: int

    def __str__(self) -> str:
        share = self.right / self.judged
        return (
            f"{self.right}/{self.judged} ({share:.2f}) | {self.true}/{self.pairs} | {self.false} |"
        )


def verdicts(one: Sample, weights: Floats, bias: float) -> Verdicts:
    """What the model says of a pair of plans, against the judgements."""
    scores = 1.0 / (1.0 + np.exp(-(one.x @ weights + bias)))
    links = linked(scores, one.olds, one.news, one.rarity)
    found = frozenset(one.ids[row][column] for row, column in links.pairs)
    judged = one.became
    return Verdicts(
        len(judged.measures) - len(judged.misplaced(found)),
        len(judged.measures),
        len(found & judged.must),
        len(found - judged.must - judged.may),
        len(judged.must),
    )


def total(found: Sequence[Verdicts]) -> Verdicts:
    """All together."""
    return Verdicts(*(sum(getattr(v, name) for v in found) for name in Verdicts.__slots__))


def main(index_dir: Path, out: Path) -> None:
    """Fit, say how good it is, and write the model."""
    data = samples(open_engine(index_dir))
    fitted_on = [each for each in data if each.name != MEASURED]
    print("| plans | verdicts right | pairs found, of judged | wrong pairs |")
    print("|---|---:|---:|---:|")
    left_out = []
    for one in data:
        found = verdicts(one, *fit([each for each in fitted_on if each is not one]))
        print(f"| {one.name}, left out | {found}", flush=True)
        left_out.append(found)
    print(f"| all | {total(left_out)}")
    weights, bias = fit(fitted_on)
    print(f"| all, as fitted | {total([verdicts(one, weights, bias) for one in data])}")
    fitted = {
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "bias": round(bias, 4),
    }
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "continuation.json")

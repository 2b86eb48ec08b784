"""Fit the model of counterparts on the tuning part of the judged ones.

    python -m eval.calibrate_similar build/index

Weights first: they make a measure's judged counterparts the likeliest among the measures of other
regions (cross-entropy of a softmax, a ridge on the weights of standardised features, none below
0). Then a scale, which makes a probability of the score over all pairs, those of measures without
a counterpart among them. Cross-validation leaves out one group of counterparts at a time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.gold import Gold, Targets
from service.engine import Engine, open_engine
from service.overview.similar import FEATURES, model

Floats = NDArray[np.float64]

RIDGE = 0.03
"""Strength of the penalty on the weights; 0.01 and 0.1 move no figure by more than one measure."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The measures of other regions: features, and which are a measure's counterparts."""

    key: str
    x: Floats
    y: NDArray[np.bool_]


def samples(engine: Engine, gold: Gold) -> list[Sample]:
    """A sample for each judged measure of the tuning part."""
    targets = Targets(gold, engine.passages)
    measures = [engine.passages[order] for order in engine.likeness.orders]
    regions = [engine.plan(p.plan_id).region for p in measures]
    keys = [targets.key_of.get(p.passage_id) for p in measures]
    rows = {p.passage_id: row for row, p in enumerate(measures)}
    found = []
    for key, counterparts in gold.similar.items():
        if gold.similar_split[key] != "tune":
            continue
        own = rows[targets.measure_of[key]]
        other = np.asarray([region != regions[own] for region in regions])
        y = np.asarray([each in counterparts for each in keys])
        x = engine.likeness.features(engine.likeness.orders[own]).astype(np.float64)
        found.append(Sample(key, x[other], y[other]))
    return found


def fit(data: Sequence[Sample]) -> Floats:
    """(features,): the weights, for features as they are."""
    scale = np.concatenate([sample.x for sample in data]).std(axis=0) + 1e-9
    judged = [sample for sample in data if sample.y.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for sample in judged:
            x = sample.x / scale
            logits = x @ weights
            likely = np.exp(logits - logits.max())
            likely /= likely.sum()
            wanted = sample.y / sample.y.sum()
            value -= float(wanted @ np.log(likely + 1e-12)) / len(judged)
            slope = slope + x.T @ (likely - wanted) / len(judged)
        return value, slope

    start = np.full(len(scale), 0.3)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(scale))
    weights: Floats = found.x / scale
    return weights


def fit_scale(data: Sequence[Sample], weights: Floats) -> tuple[float, float]:
    """Slope and offset that make a probability of a score (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    scores = np.concatenate([sample.x @ weights for sample in data])
    truth = np.concatenate([sample.y for sample in data])
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(scores[:, None], truth)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def cross_validated(data: Sequence[Sample], groups: Sequence[str]) -> tuple[int, int, int, int]:
    """First ones right, measures asked; counterparts within ten, all; each group fitted without."""
    first = asked = within = total = 0
    for group in sorted(set(groups)):
        weights = fit([s for s, own in zip(data, groups, strict=True) if own != group])
        for sample, own in zip(data, groups, strict=True):
            if own == group and sample.y.any():
                ranked = sample.y[np.argsort(-(sample.x @ weights), kind="stable")]
                first, asked = first + int(ranked[0]), asked + 1
                within, total = within + int(ranked[:10].sum()), total + int(ranked.sum())
    return first, asked, within, total


def groups_of(gold: Gold) -> dict[str, str]:
    """Judged measure -> one name for all that are linked by counterparts."""
    group = {key: key for key in gold.similar}
    changed = True
    while changed:
        changed = False
        for key, counterparts in gold.similar.items():
            linked = [each for each in (key, *counterparts) if each in group]
            least = min(group[each] for each in linked)
            changed |= any(group[each] != least for each in linked)
            group.update(dict.fromkeys(linked, least))
    return group


def main(index_dir: Path, out: Path) -> None:
    """Fit on the index and write the model."""
    engine, gold = open_engine(index_dir), Gold()
    data = samples(engine, gold)
    groups = groups_of(gold)
    first, asked, within, total = cross_validated(data, [groups[s.key] for s in data])
    print(f"cross-validated: first {first}/{asked}, within ten {within}/{total}")
    weights = fit(data)
    slope, offset = fit_scale(data, weights)
    fitted = {
        "weights": {n: round(float(slope * w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "bias": round(offset, 4),
    }
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    model.cache_clear()
    print(json.dumps(fitted, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "similar.json")

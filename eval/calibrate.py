"""Fit the relevance model on the tuning part of the judged questions.

    python -m eval.calibrate build/index

A logistic regression of the features of `service.relevance` on whether a passage is judged to
answer. Every question weighs the same, and so do its answers and the rest. Prose that nobody
judged is left out; passages on the same subject (grade 1) are too, since they are neither. The
thresholds are those that give the best F1 over (question, passage) pairs. Only the tuning part
is read.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.gold import Gold, Targets
from indexer.records import Kind
from service.engine import Engine, open_engine
from service.relevance import FEATURES, features

Floats = NDArray[np.float32]

RIDGE = 1.0
"""Inverse strength of the penalty on large weights; 0.1 to 10 gave the same F1 to 0.01."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of one question: features, whether each answers, whether it is prose."""

    query_id: str
    x: Floats
    y: NDArray[np.bool_]
    prose: NDArray[np.bool_]


def samples(engine: Engine, gold: Gold) -> list[Sample]:
    """A sample for every question of the tuning part that has words to look for."""
    targets = Targets(gold, engine.passages)
    prose = np.asarray([p.kind is Kind.PROSE for p in engine.passages])
    qrels = targets.qrels(gold)
    found = []
    for query in gold.queries:
        question = engine.reader.read(query.text)
        if query.split != "tune" or not question.groups:
            continue
        regions = {region for place in question.places for region in place.regions}
        wanted = qrels.get(query.query_id, {})
        grades = [
            wanted.get(targets.of(passage), None if passage.kind is Kind.PROSE else 0)
            for passage in engine.passages
        ]
        unjudged_is_wrong = not wanted
        kept = np.asarray(
            [
                (grade in (0, 2) or (grade is None and unjudged_is_wrong))
                and (not regions or engine.plan(p.plan_id).region.region_id in regions)
                for grade, p in zip(grades, engine.passages, strict=True)
            ]
        )
        if not kept.any():
            continue
        x = features(engine.matcher.match(question), prose)
        y = np.asarray([grade == 2 for grade in grades])
        found.append(Sample(query.query_id, x[kept], y[kept], prose[kept]))
    return found


def fit(data: list[Sample]) -> tuple[Floats, float]:
    """Weights and bias of the logistic regression."""
    from sklearn.linear_model import LogisticRegression

    x = np.concatenate([sample.x for sample in data])
    y = np.concatenate([sample.y for sample in data])
    weights = np.concatenate([_weights(sample) for sample in data])
    fitted = LogisticRegression(C=RIDGE, max_iter=5000).fit(x, y, sample_weight=weights)
    return fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0])


def _weights(sample: Sample) -> Floats:
    """Each answer weighs 1; those that do not weigh together as much as five answers."""
    wrong = max(int((~sample.y).sum()), 1)
    return np.where(sample.y, 1.0 / max(int(sample.y.sum()), 1) * 3, 12.0 / wrong).astype(np.float32)


def best_threshold(data: list[Sample], weights: Floats, bias: float, prose: bool) -> float:
    """The probability above which taking passages as answers has the best F1."""
    pairs = [
        (p, y)
        for sample in data
        for p, y, is_prose in zip(
            _probability(sample.x, weights, bias), sample.y, sample.prose, strict=True
        )
        if is_prose == prose
    ]
    scores = np.asarray([p for p, _ in pairs])
    truth = np.asarray([y for _, y in pairs])

    def f1(threshold: float) -> float:
        said = scores >= threshold
        hit = float((said & truth).sum())
        return 2 * hit / max(float(said.sum() + truth.sum()), 1.0)

    candidates = np.linspace(0.1, 0.95, 86)
    return float(max(candidates, key=f1))


def _probability(x: Floats, weights: Floats, bias: float) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-(x @ weights + bias)))
    return result


def main(index_dir: Path, out: Path) -> None:
    """Fit on the index and write the model."""
    data = samples(open_engine(index_dir), Gold())
    weights, bias = fit(data)
    model = {
        "bias": round(bias, 4),
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "measure_threshold": round(best_threshold(data, weights, bias, False), 2),
        "prose_threshold": round(best_threshold(data, weights, bias, True), 2),
    }
    out.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(model, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "relevance.json")

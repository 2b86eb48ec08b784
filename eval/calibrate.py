"""Fit the relevance model on the tuning part of the judged questions.

    python -m eval.calibrate build/index

First the weights: a ridge logistic regression of the features of `service.relevance` on whether
a passage is judged to answer. Then a scale each for measures and for prose, which makes a
probability of the score, and the threshold above which passages are answers. Every question
weighs the same, and so do its answers and the rest. Prose that nobody judged is left out;
passages on the same subject (grade 1) are too, since they are neither. Only the tuning part is
read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.gold import Gold, GoldAnswer, Targets
from indexer.records import Kind
from service.engine import Engine, open_engine
from service.relevance import (
    FEATURES,
    QUESTION_FEATURES,
    features,
    is_broad,
    model,
    question_features,
)
from service.results import Filters

Floats = NDArray[np.float32]

RIDGE = 0.01
"""Inverse strength of the penalty on large weights: 10, 1, 0.1 and 0.01 gave nDCG@10 0.73, 0.84,
0.86 and 0.87 in five-fold cross-validation on the tuning part."""


LOOSE = 3.0
"""Inverse strength of the penalty for questions: 0.3, 1 and 3 gave F1 of refusals 0.82, 0.84 and
0.85 in five-fold cross-validation on the tuning part."""

OVERLOOKED = 2.0
"""How much worse an overlooked measure is than one too many, whose citation shows what it is: a
measure of probability p is an answer from p = 1 / (1 + OVERLOOKED)."""

CAUTION = 0.02
"""F1 of refusals given up for refusing more: not found is a good answer, a guess is not."""

REGIONAL = 0.05
"""What a question put to one region weighs beside one that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of one question: features, whether each answers, whether it is prose."""

    query_id: str
    broad: bool
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
        x = features(engine.matcher.match(question))
        y = np.asarray([grade == 2 for grade in grades])
        found.append(
            Sample(query.query_id, is_broad(question.intent), x[kept], y[kept], prose[kept])
        )
    return found


def fit(data: list[Sample]) -> Floats:
    """The weights that tell answers from the rest."""
    from sklearn.linear_model import LogisticRegression

    x = np.concatenate([sample.x for sample in data])
    y = np.concatenate([sample.y for sample in data])
    weights = np.concatenate([_weights(sample.y) for sample in data])
    fitted = LogisticRegression(C=RIDGE, max_iter=5000).fit(x, y, sample_weight=weights)
    found: Floats = fitted.coef_[0].astype(np.float32)
    return found


def _weights(y: NDArray[np.bool_]) -> Floats:
    """A question's answers weigh 3 together, the rest 12, however many they are."""
    answers = 3.0 / max(int(y.sum()), 1)
    rest = 12.0 / max(int((~y).sum()), 1)
    return np.where(y, answers, rest).astype(np.float32)


def fit_scale(data: list[Sample], weights: Floats, prose: bool) -> dict[str, float]:
    """Slope and offset of the scale for measures or prose, and its thresholds."""
    from sklearn.linear_model import LogisticRegression

    own = [(s.x[s.prose == prose] @ weights, s.y[s.prose == prose], s.broad) for s in data]
    scores = np.concatenate([score for score, _, _ in own])
    truth = np.concatenate([y for _, y, _ in own])
    broad = np.concatenate([np.full(len(y), is_broad) for _, y, is_broad in own])
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(scores[:, None], truth)
    slope, offset = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    probabilities = 1.0 / (1.0 + np.exp(-(slope * scores + offset)))
    return {
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "threshold": _threshold(probabilities[~broad], truth[~broad], prose),
        "broad_threshold": _threshold(probabilities[broad], truth[broad], prose),
    }


def _threshold(probabilities: Floats, truth: NDArray[np.bool_], prose: bool) -> float:
    """For measures what overlooking costs; for prose, where one is enough, the best F1."""
    fixed = 1.0 / (1.0 + OVERLOOKED)
    return round(_best_threshold(probabilities, truth) if prose else fixed, 2)


def _best_threshold(probabilities: Floats, truth: NDArray[np.bool_], slack: float = 0.0) -> float:
    """The probability from which saying yes has the best F1; the highest of equals.

    With some slack the lowest whose F1 falls short of the best by no more than that.
    """

    def f1(threshold: float) -> float:
        said = probabilities >= threshold
        hit = float((said & truth).sum())
        return 2 * hit / max(float(said.sum() + truth.sum()), 1.0)

    thresholds = np.linspace(0.95, 0.05, 91)
    best = float(max(thresholds, key=f1))
    good = [t for t in thresholds if f1(t) >= f1(best) - slack]
    return float(min(good)) if slack else best


def fit_question(engine: Engine, gold: Gold) -> dict[str, float]:
    """The weights that tell questions with an answer from those without, and the threshold.

    A question without a place is also asked of each region by itself: where the judgements say
    that a region has nothing, that is a near miss like "… i Østfold?". The threshold has nearly
    the best F1 of refusals, on the cautious side.
    """
    from sklearn.linear_model import LogisticRegression

    asked = [
        sample
        for query in gold.queries
        if query.split == "tune" and query.query_id in gold.answers
        for sample in _asked(engine, query.text, gold.answers[query.query_id])
    ]
    x = np.stack([sample for sample, _, _ in asked])
    truth = np.asarray([answerable for _, answerable, _ in asked])
    weights = np.asarray([weight for _, _, weight in asked])
    fitted = LogisticRegression(C=LOOSE, max_iter=5000).fit(x, truth, sample_weight=weights)
    refusing = fitted.predict_proba(x)[:, 0]
    whole = weights == 1.0
    found = dict(zip(QUESTION_FEATURES, (round(float(w), 4) for w in fitted.coef_[0]), strict=True))
    found["bias"] = round(float(fitted.intercept_[0]), 4)
    cautious = _best_threshold(refusing[whole], ~truth[whole], CAUTION)
    found["threshold"] = round(1.0 - cautious, 2)
    return found


def _asked(engine: Engine, text: str, answer: GoldAnswer) -> Iterator[tuple[Floats, bool, float]]:
    """(features, whether there is an answer, weight) of a question, and of it in each region."""
    question = engine.reader.read(text)
    narrowed = engine.asker.narrowed(question, Filters())
    kept = narrowed.kept & engine.asker.able(question)
    if not question.groups or not kept.any():
        return
    match = engine.matcher.match(question)
    yield question_features(match, kept), not answer.reasons, 1.0
    if question.places or answer.reasons or question.asks_quantity:
        return
    regions = sorted({plan.region.region_id for plan in engine.plans})
    for region in regions:
        plans = {p.plan_id for p in engine.plans if p.region.region_id == region}
        has = any(answer.coverage.get(plan_id) == "yes" for plan_id in plans)
        own = kept & np.asarray([p.plan_id in plans for p in engine.passages])
        if own.any():
            yield question_features(match, own), has, REGIONAL


def main(index_dir: Path, out: Path) -> None:
    """Fit on the index and write the model."""
    engine, gold = open_engine(index_dir), Gold()
    data = samples(engine, gold)
    weights = fit(data)
    fitted: dict[str, object] = {
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "measure": fit_scale(data, weights, prose=False),
        "prose": fit_scale(data, weights, prose=True),
        "question": {**dict.fromkeys(QUESTION_FEATURES, 0.0), "bias": 0.0, "threshold": 0.5},
    }
    _write(fitted, out)  # what a question has is read off the passage that the new weights prefer
    fitted["question"] = fit_question(engine, gold)
    _write(fitted, out)
    print(json.dumps(fitted, indent=2))


def _write(fitted: dict[str, object], out: Path) -> None:
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    model.cache_clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "relevance.json")

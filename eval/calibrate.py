"""Fit the relevance model on the tuning part of the judged questions.

    python -m eval.calibrate build/index

First the weights: a ridge logistic regression of the features of `service.relevance` on whether
a passage is judged to answer. Then a scale each for measures and for prose, which makes a
probability of the score, and the threshold above which passages are answers. Every question
weighs the same, and so do its answers and the rest. Prose that nobody judged is left out;
passages on the same subject (grade 1) are too, since they are neither. Only the tuning part is
read, and beside it, weighing less, the questions to invented plans that the encoder was not
adapted on (`BESIDE`): they are put in words that no plan of the corpus has.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.adapt.collections import Collection, load_collection
from eval.gold import Gold, GoldAnswer, Targets
from eval.unseen import indexed
from indexer.encoder import load_encoder
from indexer.model import DEFAULT_MODEL
from indexer.records import Kind
from service.engine import Engine, open_engine
from service.match import Match
from service.relevance import (
    FEATURES,
    QUESTION_FEATURES,
    features,
    is_broad,
    model,
    question_features,
)
from service.results import Filters
from service.understand import Question

Floats = NDArray[np.float32]

RIDGE = 0.01
"""Inverse strength of the penalty on large weights: 10, 1, 0.1 and 0.01 gave nDCG@10 0.73, 0.84,
0.86 and 0.87 in five-fold cross-validation on the tuning part."""


LOOSE = 3.0
"""Inverse strength of the penalty for questions: 0.3, 1 and 3 gave F1 of refusals 0.82, 0.84 and
0.85 in five-fold cross-validation on the tuning part."""

OVERLOOKED = 3.5
"""How much worse an overlooked measure is than one too many, whose citation shows what it is: a
measure of probability p is an answer from p = 1 / (1 + OVERLOOKED). With it coverage has about
the same precision and recall on the tuning part."""

PROSE_ANSWERS = 0.25
"""Probability from which prose answers; beside the threshold of measures it says which of them is
the answer. With 0.08 to 0.3 prose answers 57 or 58 of 65 questions about plans on the tuning part
and none of 441 others; with 0.44, the best F1, 54."""

CAUTION = 0.02
"""F1 of refusals given up for refusing more: not found is a good answer, a guess is not. On the
tuning part F1 hardly falls up to 0.6 for questions about one thing and 0.72 for those about a
topic; on c10 and c11, which nothing here is fitted on, the best lie at 0.66 to 0.84
and 0.72 to 0.78."""

BESIDE, PASSAGES_BESIDE, QUESTIONS_BESIDE = "c9", 0.3, 0.1
"""A collection of `eval/training` that the encoder was not adapted on, and what all its questions
weigh beside all of the tuning part. With 0.3 for passages nDCG@10 gains 0.0003 in cross-validation
on the tuning part and 0.004 on c12, which nothing is fitted on; with 1 the tuning part loses 0.005.
The area under the curve of refusals is 0.943 on the tuning part with 0.03, 0.944 with 0.1 to 1, and
on c12 0.782, 0.786, 0.791, 0.793 and 0.794 with 0.03, 0.1, 0.3, 0.6 and 1."""

EVEN = {"threshold": 0.5, "broad_threshold": 0.5}
"""The thresholds of a question until they are fitted."""

REGIONAL = 0.05
"""What a question put to one region weighs beside one that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of one question: features, whether each answers, whether it is prose."""

    query_id: str
    weight: float
    x: Floats
    y: NDArray[np.bool_]
    prose: NDArray[np.bool_]


def samples(engine: Engine, gold: Gold) -> list[Sample]:
    """A sample for every question of the tuning part that has words to look for."""
    targets = Targets(gold, engine.passages)
    qrels = targets.qrels(gold)
    found: list[Sample] = []
    for query in gold.queries:
        if query.split == "tune":
            wanted = qrels.get(query.query_id, {})
            grades = {
                passage.passage_id: grade
                for passage in engine.passages
                if (grade := wanted.get(targets.of(passage))) is not None
            }
            found += _sample(engine, query.query_id, query.text, grades, bool(wanted))
    return found


def samples_beside(engine: Engine, collection: Collection, size: int) -> list[Sample]:
    """A sample for every question of a collection; together they weigh a share of `size`."""
    found = [
        sample
        for order, wording in enumerate(collection.wordings)
        for sample in _sample(
            engine,
            f"{collection.name}-{order}",
            wording.text,
            dict.fromkeys(wording.related, 1) | dict.fromkeys(wording.answers, 2),
            bool(wording.answers),
        )
    ]
    weight = PASSAGES_BESIDE * size / len(found)
    return [replace(sample, weight=weight) for sample in found]


def _sample(
    engine: Engine, query_id: str, text: str, grades: Mapping[str, int], has_judged: bool
) -> Iterator[Sample]:
    """The passages that are judged, by id, and measures that are not, which are no answers;
    prose that nobody judged neither, of a question that has none. Nothing of other regions."""
    question = engine.reader.read(text)
    if not question.groups:
        return
    regions = {region for place in question.places for region in place.regions}
    prose = np.asarray([p.kind is Kind.PROSE for p in engine.passages])
    graded = [
        grades.get(p.passage_id, None if p.kind is Kind.PROSE else 0) for p in engine.passages
    ]
    kept = np.asarray(
        [
            (grade in (0, 2) or (grade is None and not has_judged))
            and (not regions or engine.plan(p.plan_id).region.region_id in regions)
            for grade, p in zip(graded, engine.passages, strict=True)
        ]
    )
    if not kept.any():
        return
    x = features(engine.matcher.match(question))
    y = np.asarray([grade == 2 for grade in graded])
    yield Sample(query_id, 1.0, x[kept], y[kept], prose[kept])


def fit(data: list[Sample]) -> Floats:
    """The weights that tell answers from the rest."""
    from sklearn.linear_model import LogisticRegression

    x = np.concatenate([sample.x for sample in data])
    y = np.concatenate([sample.y for sample in data])
    weights = np.concatenate([sample.weight * _weights(sample.y) for sample in data])
    fitted = LogisticRegression(C=RIDGE, max_iter=5000).fit(x, y, sample_weight=weights)
    found: Floats = fitted.coef_[0].astype(np.float32)
    return found


def _weights(y: NDArray[np.bool_]) -> Floats:
    """A question's answers weigh 3 together, the rest 12, however many they are."""
    answers = 3.0 / max(int(y.sum()), 1)
    rest = 12.0 / max(int((~y).sum()), 1)
    return np.where(y, answers, rest).astype(np.float32)


def fit_scale(data: list[Sample], weights: Floats, prose: bool) -> dict[str, float]:
    """Slope and offset of the scale for measures or prose, and its threshold."""
    from sklearn.linear_model import LogisticRegression

    scores = np.concatenate([s.x[s.prose == prose] @ weights for s in data])
    truth = np.concatenate([s.y[s.prose == prose] for s in data])
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(scores[:, None], truth)
    slope, offset = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    return {
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "threshold": round(PROSE_ANSWERS if prose else 1.0 / (1.0 + OVERLOOKED), 2),
    }


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


def fit_question(
    engine: Engine, gold: Gold, beside: tuple[Engine, Collection] | None = None
) -> dict[str, float]:
    """The weights that tell questions with an answer from those without, and two thresholds, for
    questions about one thing and about a topic.

    A question without a place is also asked of each region by itself: where the judgements say
    that a region has nothing, that is a near miss like "… i Østfold?". The thresholds have nearly
    the best F1 of refusals, on the cautious side.
    """
    from sklearn.linear_model import LogisticRegression

    asked = [
        each
        for query in gold.queries
        if query.split == "tune" and query.query_id in gold.answers
        for each in _asked(engine, query.text, gold.answers[query.query_id])
    ]
    if beside:
        other, wordings = beside[0], beside[1].wordings
        weight = QUESTIONS_BESIDE * sum(each.weight == 1.0 for each in asked) / len(wordings)
        for wording in wordings:
            asked += _of(_put(other, wording.text), bool(wording.answers), weight)
    x = np.stack([each.x for each in asked])
    truth = np.asarray([each.has_answer for each in asked])
    weights = np.asarray([each.weight for each in asked])
    broad = np.asarray([each.broad for each in asked])
    fitted = LogisticRegression(C=LOOSE, max_iter=5000).fit(x, truth, sample_weight=weights)
    refusing = fitted.predict_proba(x)[:, 0]
    found = dict(zip(QUESTION_FEATURES, (round(float(w), 4) for w in fitted.coef_[0]), strict=True))
    found["bias"] = round(float(fitted.intercept_[0]), 4)
    for name, own in (("threshold", ~broad), ("broad_threshold", broad)):
        whole = own & (weights == 1.0)
        cautious = _best_threshold(refusing[whole], ~truth[whole], CAUTION)
        found[name] = round(1.0 - cautious, 2)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked of some passages: its features, whether it has an answer there."""

    x: Floats
    broad: bool
    has_answer: bool
    weight: float


def _asked(engine: Engine, text: str, answer: GoldAnswer) -> Iterator[Asked]:
    """A question, and the same in each region."""
    put = _put(engine, text)
    yield from _of(put, not answer.reasons, 1.0)
    if put.question.places or answer.reasons or put.question.asks_quantity:
        return
    for region in sorted({plan.region.region_id for plan in engine.plans}):
        plans = {p.plan_id for p in engine.plans if p.region.region_id == region}
        has = any(answer.coverage.get(plan_id) == "yes" for plan_id in plans)
        own = np.asarray([p.plan_id in plans for p in engine.passages])
        yield from _of(replace(put, kept=put.kept & own), has, REGIONAL)


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to an index, and (passages,): those that it is about."""

    question: Question
    match: Match
    kept: NDArray[np.bool_]


def _put(engine: Engine, text: str) -> Put:
    question = engine.reader.read(text)
    kept = engine.asker.narrowed(question, Filters()).kept & engine.asker.able(question)
    return Put(question, engine.matcher.match(question), kept)


def _of(put: Put, has_answer: bool, weight: float) -> Iterator[Asked]:
    """What a question has among the passages that it is put to."""
    if put.question.groups and put.kept.any():
        x = question_features(put.match, put.kept)
        yield Asked(x, is_broad(put.question.intent), has_answer, weight)


def main(index_dir: Path, out: Path) -> None:
    """Fit on the index and write the model."""
    engine, gold = open_engine(index_dir), Gold()
    with tempfile.TemporaryDirectory() as folder:
        beside = indexed(BESIDE, Path(folder), load_encoder(DEFAULT_MODEL))
        _fit_all(engine, gold, beside, load_collection(BESIDE, beside.passages), out)


def _fit_all(engine: Engine, gold: Gold, beside: Engine, collection: Collection, out: Path) -> None:
    data = samples(engine, gold)
    weights = fit([*data, *samples_beside(beside, collection, len(data))])
    fitted: dict[str, object] = {
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "measure": fit_scale(data, weights, prose=False),
        "prose": fit_scale(data, weights, prose=True),
        "question": {**dict.fromkeys(QUESTION_FEATURES, 0.0), "bias": 0.0} | EVEN,
    }
    _write(fitted, out)  # what a question has is read off the passage that the new weights prefer
    fitted["question"] = fit_question(engine, gold, (beside, collection))
    _write(fitted, out)
    print(json.dumps(fitted, indent=2))


def _write(fitted: dict[str, object], out: Path) -> None:
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    model.cache_clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "relevance.json")

"""Whether a question has an answer at all: fitted on the tuning part, for `eval.calibrate`.

First from what the questions' words and vectors find, then, for those that the re-ranker has read
for, from the logit of that and the best it says. Each with two thresholds, for questions about
one thing and about a topic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.adapt.collections import Collection
from eval.gold import Gold, GoldAnswer
from service.engine import Engine
from service.match import Match
from service.relevance import QUESTION_FEATURES, best_read, is_broad, question_features
from service.results import Filters
from service.understand import Question

Floats = NDArray[np.float32]

LOOSE = 3.0
"""Inverse strength of the penalty for questions: 0.3, 1 and 3 gave F1 of refusals 0.82, 0.84 and
0.85 in five-fold cross-validation on the tuning part."""

SLACK = 0.005
"""F1 of refusals given up for answering more."""

BESIDE = 0.1
"""What all questions of the collection beside weigh beside all of the tuning part: the area under
the curve of refusals is 0.943 on the tuning part with 0.03, 0.944 with 0.1 to 1, and on c12 0.782,
0.786, 0.791, 0.793 and 0.794 with 0.03, 0.1, 0.3, 0.6 and 1."""

EVEN = {"one": 0.5, "topic": 0.5}
"""The thresholds of a question until they are fitted."""

REGIONAL = 0.05
"""What a question put to one region weighs beside one that somebody wrote."""

NAMES = ("first", "read", "behind", "farthest")
"""What a second look at a passage looks at; at a question, the first two."""


def second_look(weights: Sequence[float], offset: float) -> dict[str, float]:
    """What `service.relevance.SecondLook` is made of; a weight that was not fitted is 0."""
    every = dict.fromkeys(NAMES, 0.0) | dict(zip(NAMES, map(float, weights), strict=False))
    return {name: round(w, 4) for name, w in every.items()} | {"offset": round(float(offset), 4)}


def _best_threshold(
    probabilities: Floats, truth: NDArray[np.bool_], parts: Sequence[NDArray[np.bool_]]
) -> float:
    """The highest probability from which saying yes has the best F1 but for some slack, in the
    mean of some parts."""

    def f1(threshold: float) -> float:
        return float(np.mean([_f1(probabilities[p] >= threshold, truth[p]) for p in parts]))

    thresholds = np.linspace(0.95, 0.05, 91)
    found = [f1(threshold) for threshold in thresholds]
    good = [t for t, each in zip(thresholds, found, strict=True) if each >= max(found) - SLACK]
    return float(max(good))


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return 2 * float((said & truth).sum()) / max(float(said.sum() + truth.sum()), 1.0)


@dataclass(frozen=True, slots=True)
class QuestionFit:
    """Weights by name, thresholds by name, and the same of the second look, null without one."""

    weights: dict[str, float]
    thresholds: dict[str, float]
    second: dict[str, float] | None
    second_thresholds: dict[str, float] | None


def fit_question(
    engine: Engine, gold: Gold, beside: tuple[Engine, Collection] | None = None
) -> QuestionFit:
    """The weights that tell questions with an answer from those without, and two thresholds, for
    questions about one thing and about a topic.

    A question without a place is also asked of each region by itself: where the judgements say
    that a region has nothing, that is a near miss like "… i Østfold?". The thresholds have nearly
    the best F1 of refusals, in the mean of the tuning part and of the collection beside: near
    misses of plans that nobody chose words for are refused too seldom by the first alone.
    """
    from sklearn.linear_model import LogisticRegression

    asked = [
        each
        for query in gold.queries
        if query.split == "tune" and query.query_id in gold.answers
        for each in _asked(engine, query.text, gold.answers[query.query_id])
    ]
    own = len(asked)
    if beside:
        other, wordings = beside[0], beside[1].wordings
        weight = BESIDE * sum(each.weight == 1.0 for each in asked) / len(wordings)
        for wording in wordings:
            asked += _of(put_to(other, wording.text), bool(wording.answers), weight)
    x = np.stack([each.x for each in asked])
    truth = np.asarray([each.has_answer for each in asked])
    weights = np.asarray([each.weight for each in asked])
    broad = np.asarray([each.broad for each in asked])
    fitted = LogisticRegression(C=LOOSE, max_iter=5000).fit(x, truth, sample_weight=weights)
    found = dict(zip(QUESTION_FEATURES, (round(float(w), 4) for w in fitted.coef_[0]), strict=True))
    found["bias"] = round(float(fitted.intercept_[0]), 4)
    from_beside = np.arange(len(asked)) >= own
    parts = [part for part in (weights == 1.0, from_beside) if part.any()]
    thresholds = _thresholds(fitted.predict_proba(x)[:, 0], truth, broad, parts)
    read = np.asarray([np.nan if each.read is None else each.read for each in asked])
    seen = np.isfinite(read)
    if not seen.any():
        return QuestionFit(found, thresholds, None, None)
    both = np.stack([fitted.decision_function(x[seen]), read[seen]], axis=1)
    second = LogisticRegression(C=LOOSE, max_iter=5000).fit(
        both, truth[seen], sample_weight=weights[seen]
    )
    refusing = second.predict_proba(both)[:, 0]
    return QuestionFit(
        found,
        thresholds,
        second_look(second.coef_[0], second.intercept_[0]),
        _thresholds(refusing, truth[seen], broad[seen], [part[seen] for part in parts]),
    )


def _thresholds(
    refusing: Floats,
    truth: NDArray[np.bool_],
    broad: NDArray[np.bool_],
    parts: Sequence[NDArray[np.bool_]],
) -> dict[str, float]:
    """The confidences above which questions about one thing and about a topic are answered."""
    return {
        name: round(1.0 - _best_threshold(refusing, ~truth, [kind & part for part in parts]), 2)
        for name, kind in (("one", ~broad), ("topic", broad))
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked of some passages: its features, the best that the re-ranker says
    of one, whether it has an answer there."""

    x: Floats
    read: float | None
    broad: bool
    has_answer: bool
    weight: float


def _asked(engine: Engine, text: str, answer: GoldAnswer) -> Iterator[Asked]:
    """A question, and the same in each region."""
    put = put_to(engine, text)
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


def put_to(engine: Engine, text: str) -> Put:
    """A question as it is put to an index."""
    question = engine.reader.read(text)
    kept = engine.asker.narrowed(question, Filters()).kept & engine.asker.able(question)
    return Put(question, engine.matcher.match(question, kept), kept)


def _of(put: Put, has_answer: bool, weight: float) -> Iterator[Asked]:
    """What a question has among the passages that it is put to."""
    if put.question.groups and put.kept.any():
        x = question_features(put.match, put.kept)
        yield Asked(
            x, best_read(put.match, put.kept), is_broad(put.question.intent), has_answer, weight
        )

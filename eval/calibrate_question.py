"""Whether a question has an answer at all: fitted on the tuning part, for `eval.calibrate`.

First from what the questions' words and vectors find, then, for those that the re-ranker has read
for, from what it says and how far one passage has all that is asked about. Each with two
thresholds, for questions about one thing and about a topic.

    python -m eval.calibrate_question build/index

fits the second alone and writes it, beside all else as it is.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.adapt.collections import Collection, load_collection
from eval.gold import Gold, GoldAnswer
from eval.unseen import indexed
from indexer.encoder import load_encoder
from indexer.model import DEFAULT_MODEL
from service.engine import Engine, open_engine
from service.matching.match import Match
from service.matching.relevance import (
    QUESTION_FEATURES,
    REREAD_FEATURES,
    is_broad,
    question_features,
    reread_features,
)
from service.reading.understand import Question
from service.results import Filters

Floats = NDArray[np.float32]

LOOSE = 3.0
"""Inverse strength of the penalty for questions: 0.3, 1 and 3 gave F1 of refusals 0.82, 0.84 and
0.85 in five-fold cross-validation on the tuning part."""

SLACK = 0.005
"""F1 of refusals given up: at first sight for answering more, once passages were read for refusing
more, since what is answered then is shown to somebody as an answer."""

BESIDE = 0.1
"""What all questions of the collection beside weigh beside all of the tuning part: the area under
the curve of refusals is 0.943 on the tuning part with 0.03, 0.944 with 0.1 to 1, and on c12 0.782,
0.786, 0.791, 0.793 and 0.794 with 0.03, 0.1, 0.3, 0.6 and 1."""

EVEN = {"one": 0.5, "topic": 0.5}
"""The thresholds of a question until they are fitted."""

TUNE, REGIONS = "tune", "regions"
"""Where questions come from, beside the collections: as they were written, and put to a region."""

REGIONAL = 0.05
"""What a question put to one region weighs beside one that somebody wrote."""

STRANGER, MOST = "c9", 1200
"""The collection of invented plans whose questions are asked too, and how many of them: one that
neither the encoder nor the re-ranker was trained on, which says more of its own collections (an
area under the curve of refusals of 0.99) than of others (0.97)."""

LENGTHS = (2, 3, 4, 6, 8, 11)
"""Words from which a question is a length longer."""

MOST_EVEN = 8.0
"""What a question may weigh at most to stand for others of its length."""


def _best_threshold(
    probabilities: Floats,
    truth: NDArray[np.bool_],
    parts: Sequence[NDArray[np.bool_]],
    lowest: bool,
) -> float:
    """The highest or the lowest probability from which saying yes has the best F1 but for some
    slack, in the mean of some parts."""

    def f1(threshold: float) -> float:
        return float(np.mean([_f1(probabilities[p] >= threshold, truth[p]) for p in parts]))

    thresholds = np.linspace(0.95, 0.05, 91)
    found = [f1(threshold) for threshold in thresholds]
    good = [t for t, each in zip(thresholds, found, strict=True) if each >= max(found) - SLACK]
    return float(min(good) if lowest else max(good))


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return 2 * float((said & truth).sum()) / max(float(said.sum() + truth.sum()), 1.0)


@dataclass(frozen=True, slots=True)
class QuestionFit:
    """Weights by name and thresholds by name; null where the re-ranker read nothing."""

    weights: dict[str, float]
    thresholds: dict[str, float]


def fit_question(asked: Sequence[Asked]) -> QuestionFit:
    """The weights that tell at first sight questions with an answer from those without, and two
    thresholds, for questions about one thing and about a topic.

    The thresholds have nearly the best F1 of refusals, in the mean of the tuning part and of the
    collection beside, whose questions weigh `BESIDE` together: near misses of plans that
    nobody chose words for are refused too seldom by the first alone.
    """
    from sklearn.linear_model import LogisticRegression

    used = [each for each in asked if each.source in (TUNE, REGIONS, STRANGER)]
    x = np.stack([each.x for each in used])
    truth = np.asarray([each.has_answer for each in used])
    of_tune, of_beside = (
        np.asarray([each.source == source for each in used]) for source in (TUNE, STRANGER)
    )
    beside = BESIDE * float(of_tune.sum()) / max(float(of_beside.sum()), 1.0)
    weights = np.asarray([REGIONAL if each.source == REGIONS else 1.0 for each in used])
    weights[of_beside] = beside
    fitted = LogisticRegression(C=LOOSE, max_iter=5000).fit(x, truth, sample_weight=weights)
    parts = [part for part in (of_tune, of_beside) if part.any()]
    broad = np.asarray([each.broad for each in used])
    return QuestionFit(
        _named(QUESTION_FEATURES, fitted.coef_[0], fitted.intercept_[0]),
        _thresholds(fitted.predict_proba(x)[:, 0], truth, broad, parts),
    )


def fit_reread(asked: Sequence[Asked]) -> QuestionFit | None:
    """The same for those that were read; null without any.

    In every source questions with and without an answer weigh the same at each length, or the model
    would take the length of what somebody wrote down for unanswerable as a sign. What it says is
    then made a probability on the tuning part (Platt 1999), and the thresholds have nearly the best
    F1 of refusals in the mean of the tuning part and of all the collections together.
    """
    from sklearn.linear_model import LogisticRegression

    used = [each for each in asked if each.reread is not None]
    if not used:
        return None
    x = np.stack([each.reread for each in used if each.reread is not None])
    truth = np.asarray([each.has_answer for each in used])
    fitted = LogisticRegression(C=LOOSE, max_iter=5000).fit(x, truth, sample_weight=_even(used))
    logits = fitted.decision_function(x)
    of_tune = np.asarray([each.source == TUNE for each in used])
    scale = LogisticRegression(C=1e6, max_iter=5000).fit(logits[of_tune, None], truth[of_tune])
    slope, offset = float(scale.coef_[0][0]), float(scale.intercept_[0])
    broad = np.asarray([each.broad for each in used])
    strange = np.asarray([each.source == STRANGER for each in used])
    return QuestionFit(
        _named(REREAD_FEATURES, slope * fitted.coef_[0], slope * fitted.intercept_[0] + offset),
        _thresholds(
            scale.predict_proba(logits[:, None])[:, 0],
            truth,
            broad,
            [part for part in (of_tune, strange) if part.any()],
            cautious=True,
        ),
    )


def _named(names: Sequence[str], weights: Sequence[float], bias: float) -> dict[str, float]:
    found = {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}
    return found | {"bias": round(float(bias), 4)}


def _even(asked: Sequence[Asked]) -> Floats:
    """What each weighs, so that those with and without an answer weigh the same at each length."""
    kinds = [(each.source, int(np.digitize(each.words, LENGTHS))) for each in asked]
    truth = [each.has_answer for each in asked]
    count = Counter(kinds)
    alike = Counter(zip(kinds, truth, strict=True))
    return np.asarray(
        [
            0.0
            if alike[kind, yes] == count[kind]
            else min(count[kind] / 2 / alike[kind, yes], MOST_EVEN)
            * (REGIONAL if kind[0] == REGIONS else 1.0)
            for kind, yes in zip(kinds, truth, strict=True)
        ],
        dtype=np.float32,
    )


def _thresholds(
    refusing: Floats,
    truth: NDArray[np.bool_],
    broad: NDArray[np.bool_],
    parts: Sequence[NDArray[np.bool_]],
    cautious: bool = False,
) -> dict[str, float]:
    """The confidences above which questions about one thing and about a topic are answered; higher
    ones of those that are as good where it is to be `cautious`."""
    kinds = {"one": ~broad, "topic": broad}
    refused = {
        name: _best_threshold(refusing, ~truth, [kind & part for part in parts], cautious)
        for name, kind in kinds.items()
    }
    return {name: round(1.0 - least, 2) for name, least in refused.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked of some passages: what it has at first sight and once passages
    were read, null where none was; how many words it has; whether it has an answer there."""

    x: Floats
    reread: Floats | None
    words: int
    broad: bool
    has_answer: bool
    source: str


def asked_of(engine: Engine, gold: Gold) -> list[Asked]:
    """The tuning part. A question without a place is also asked of each region by itself: where the
    judgements say that a region has nothing, that is a near miss like "… i Østfold?"."""
    return [
        each
        for query in gold.queries
        if query.split == "tune" and query.query_id in gold.answers
        for each in _asked(engine, query.text, gold.answers[query.query_id])
    ]


@contextmanager
def stranger() -> Iterator[tuple[Engine, Collection]]:
    """The collection beside the tuning part, indexed by itself."""
    with tempfile.TemporaryDirectory() as folder:
        engine = indexed(STRANGER, Path(folder), load_encoder(DEFAULT_MODEL))
        yield engine, load_collection(STRANGER, engine.passages)


def asked_of_stranger(engine: Engine, collection: Collection) -> Iterator[Asked]:
    """Questions to that collection, over the engine of it."""
    wordings = list(collection.wordings)
    random.Random(2).shuffle(wordings)
    for wording in wordings[:MOST]:
        yield from _of(put_to(engine, wording.text), bool(wording.answers), STRANGER)


def _asked(engine: Engine, text: str, answer: GoldAnswer) -> Iterator[Asked]:
    """A question, and the same in each region."""
    put = put_to(engine, text)
    yield from _of(put, not answer.reasons, TUNE)
    if put.question.places or answer.reasons or put.question.asks_quantity:
        return
    for region in sorted({plan.region.region_id for plan in engine.plans}):
        plans = {p.plan_id for p in engine.plans if p.region.region_id == region}
        has = any(answer.coverage.get(plan_id) == "yes" for plan_id in plans)
        own = np.asarray([p.plan_id in plans for p in engine.passages])
        yield from _of(replace(put, kept=put.kept & own), has, REGIONS)


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


def _of(put: Put, has_answer: bool, source: str) -> Iterator[Asked]:
    """What a question has among the passages that it is put to."""
    if put.question.groups and put.kept.any():
        yield Asked(
            question_features(put.match, put.kept),
            reread_features(put.match, put.kept),
            len(put.match.wordings[0].split()),
            is_broad(put.question.intent),
            has_answer,
            source,
        )


def main(index_dir: Path, out: Path) -> None:
    """Fit the second look anew on the index and write it into the model."""
    with stranger() as beside:
        asked = [*asked_of(open_engine(index_dir), Gold()), *asked_of_stranger(*beside)]
    fitted = fit_reread(asked)
    if fitted is None:
        sys.exit("nothing was read: the index's encoder has no re-ranker")
    data = json.loads(out.read_text(encoding="utf-8"))
    data["read"] |= {"question": fitted.weights, "thresholds": fitted.thresholds}
    out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(data["read"], indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "relevance.json")

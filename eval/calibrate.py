"""Fit the relevance model on the tuning part of the judged questions.

    python -m eval.calibrate build/index

First the weights: a ridge logistic regression of the features of `service.matching.relevance` on
whether a passage is judged to answer. Then a scale each for measures and for prose, which makes a
probability of the score, and the threshold above which passages are answers. Every question
weighs the same, and so do its answers and the rest. Prose that nobody judged is left out;
passages on the same subject (grade 1) are too, since they are neither. Only the tuning part is
read, and beside it, weighing less, the questions to invented plans that the encoder was not
adapted on (`eval.calibrate_question.STRANGER`): they are put in words that no plan of the corpus
has.

Then the second look, for passages and questions that the re-ranker has read, from the logits of
the first and from what it says. It was trained on neither the tuning part nor that collection.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.adapt.collections import Collection
from eval.calibrate_question import (
    EVEN,
    asked_of,
    asked_of_stranger,
    fit_question,
    fit_reread,
    stranger,
)
from eval.gold import Gold, Targets
from indexer.records import Kind
from service.engine import Engine, open_engine
from service.matching.relevance import (
    FEATURES,
    QUESTION_FEATURES,
    REREAD_FEATURES,
    Model,
    features,
    model,
)

Floats = NDArray[np.float32]

RIDGE = 0.01
"""Inverse strength of the penalty on large weights: 10, 1, 0.1 and 0.01 gave nDCG@10 0.73, 0.84,
0.86 and 0.87 in five-fold cross-validation on the tuning part."""


OVERLOOKED = 2.0
"""How much worse an overlooked measure is than one too many, whose citation shows what it is: a
measure of probability p is an answer from p = 1 / (1 + OVERLOOKED). With it coverage has the same
precision and recall on the tuning part, 0.898; with 0.22, 0.3, 0.36 and 0.42 for 0.33 0.873 and
0.918, 0.883 and 0.905, 0.900 and 0.896, 0.907 and 0.882."""

PROSE_ANSWERS = 0.25
"""Probability from which prose answers; beside the threshold of measures it says which of them is
the answer. With 0.08 to 0.3 prose answers 57 or 58 of 65 questions about plans on the tuning part
and none of 441 others; with 0.44, the best F1, 54."""

PASSAGES_BESIDE = 0.3
"""What all questions of the collection that the encoder was not adapted on weigh
beside all of the tuning part. With 0.3 nDCG@10 gains 0.0003 in cross-validation on the tuning
part and 0.004 on c12, which nothing is fitted on; with 1 the tuning part loses 0.005."""

READ_BESIDE = 1.0
"""The same for the second look: with 0, 0.3, 1 and 3 the best F1 of measures that were read is
0.856, 0.855, 0.853 and 0.848 on the tuning part and 0.779, 0.786, 0.795 and 0.804 on c9."""

NO_SECOND_LOOK = {"first": 1.0, "read": 0.0, "behind": 0.0, "farthest": 0.0, "offset": 0.0}
"""Until it is fitted."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of one question: features, whether each answers, whether it is prose; what the
    re-ranker says of it, not a number where it was not read, how far that is behind, and how near
    the farthest thing asked about comes."""

    query_id: str
    weight: float
    x: Floats
    y: NDArray[np.bool_]
    prose: NDArray[np.bool_]
    read: Floats
    behind: Floats
    farthest: Floats


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
    match = engine.matcher.match(question)
    x, read = features(match), np.full(len(kept), np.nan, dtype=np.float32)
    if match.read is not None:
        read = match.read
    behind = read - np.nanmax(read) if np.isfinite(read).any() else read
    y = np.asarray([grade == 2 for grade in graded])
    own = (x[kept], y[kept], prose[kept], read[kept], behind[kept], match.farthest[kept])
    yield Sample(query_id, 1.0, *own)


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


def fit_second_look(data: list[Sample], first: Model, prose: bool) -> dict[str, float]:
    """The second look at measures or at prose, from those that were read; at measures for questions
    that have an answer, since whether there is one is told by the question's own second look. How
    far prose is behind the best counts for nothing: fitted, it was for prose to be behind."""
    from sklearn.linear_model import LogisticRegression

    scale = first.prose if prose else first.measure
    rows, truth, weights = [], [], []
    for sample in (each for each in data if prose or each.y.any()):
        own = (sample.prose == prose) & np.isfinite(sample.read)
        logits = scale.slope * (sample.x[own] @ first.weights) + scale.offset
        behind = sample.behind[own] * (not prose)
        seen = (logits, sample.read[own], behind, sample.farthest[own])
        rows.append(np.stack(seen, axis=1))
        truth.append(sample.y[own])
        weights.append(np.full(int(own.sum()), sample.weight))
    fitted = LogisticRegression(C=1e6, max_iter=5000).fit(
        np.concatenate(rows), np.concatenate(truth), sample_weight=np.concatenate(weights)
    )
    every = zip(NO_SECOND_LOOK, (*fitted.coef_[0], fitted.intercept_[0]), strict=True)
    return {name: round(float(weight), 4) for name, weight in every}


def main(index_dir: Path, out: Path) -> None:
    """Fit on the index and write the model."""
    engine, gold = open_engine(index_dir), Gold()
    with stranger() as beside:
        _fit_all(engine, gold, *beside, out)


def _fit_all(engine: Engine, gold: Gold, beside: Engine, collection: Collection, out: Path) -> None:
    data = samples(engine, gold)
    apart = samples_beside(beside, collection, len(data))
    weights = fit([*data, *apart])
    fitted: dict[str, Any] = {
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "measure": fit_scale(data, weights, prose=False),
        "prose": fit_scale(data, weights, prose=True),
        "question": dict.fromkeys((*QUESTION_FEATURES, "bias"), 0.0),
        "thresholds": EVEN,
        "read": {
            "measure": NO_SECOND_LOOK,
            "prose": NO_SECOND_LOOK,
            "question": dict.fromkeys((*REREAD_FEATURES, "bias"), 0.0),
            "thresholds": EVEN,
        },
    }
    _write(fitted, out)
    first = model()
    weight = READ_BESIDE * len(data) / len(apart)
    looked = [*data, *(replace(sample, weight=weight) for sample in apart)]
    looks = {
        "measure": fit_second_look(looked, first, prose=False),
        "prose": fit_second_look(looked, first, prose=True),
    }
    fitted["read"] |= looks
    _write(fitted, out)  # what a question has is read off the passages that these prefer
    asked = [*asked_of(engine, gold), *asked_of_stranger(beside, collection)]
    question, reread = fit_question(asked), fit_reread(asked)
    if reread is None:
        raise ValueError("nothing was read: the index's encoder has no re-ranker")
    fitted["question"], fitted["thresholds"] = question.weights, question.thresholds
    fitted["read"] |= {"question": reread.weights, "thresholds": reread.thresholds}
    _write(fitted, out)
    print(json.dumps(fitted, indent=2))


def _write(fitted: dict[str, Any], out: Path) -> None:
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    model.cache_clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "service" / "data" / "relevance.json")

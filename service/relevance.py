"""How likely a passage is to answer: a logistic model of words and vectors, calibrated.

The weights are fitted by `eval/calibrate.py` on the judged questions' tuning part and kept as
data; what each feature is, is said here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from service.match import Match

Floats = NDArray[np.float32]

FEATURES = (
    "coverage",
    "own",
    "complete",
    "weakest",
    "dense",
    "cosine",
    "prose",
    "nothing_asked",
)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, and the thresholds above which a passage answers."""

    bias: float
    weights: Floats
    measure_threshold: float
    prose_threshold: float


@cache
def model() -> Model:
    """The model that ships with Plansøk."""
    data = json.loads(files("service").joinpath("data/relevance.json").read_text("utf-8"))
    return Model(
        bias=data["bias"],
        weights=np.asarray([data["weights"][name] for name in FEATURES], dtype=np.float32),
        measure_threshold=data["measure_threshold"],
        prose_threshold=data["prose_threshold"],
    )


def features(match: Match, prose: NDArray[np.bool_]) -> Floats:
    """(passages, features): what the model looks at.

    `coverage` and `own` are how much of what was asked is there, and in the text itself;
    `complete` is coverage to the fourth power (all of it, or nearly); `weakest` the thing asked
    about that is least there; `dense` and `cosine` are of the vectors; `prose` is 1 for prose;
    `nothing_asked` is 1 where the question has no words of a topic.
    """
    size = len(match.coverage)
    asked = len(match.groups) > 0
    weakest = match.groups.min(axis=0) if asked else np.zeros(size, dtype=np.float32)
    columns = (
        match.coverage,
        match.own,
        match.coverage**4,
        weakest,
        np.clip(match.dense, -3, 5) / 5,
        (match.cosine - 0.8) * 10,
        prose.astype(np.float32),
        np.full(size, 0.0 if asked else 1.0, dtype=np.float32),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def relevance(match: Match, prose: NDArray[np.bool_]) -> Floats:
    """(passages,): the probability that each answers, 0 to 1."""
    fitted = model()
    logits = features(match, prose) @ fitted.weights + fitted.bias
    probabilities: Floats = 1.0 / (1.0 + np.exp(-logits))
    return probabilities

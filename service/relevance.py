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
    "relative",
    "dense",
    "nearest",
    "cosine",
    "unknown",
    "prose",
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
    about that is least there; `relative` is coverage as a share of the best passage's;
    `dense` and `cosine` are of the vectors, `nearest` how far below the best one; `unknown` is
    the share of what was asked that stands nowhere; `prose` is 1 for prose.
    """
    size = len(match.coverage)
    asked = len(match.groups) > 0
    best = float(match.coverage.max()) if size else 0.0
    nowhere = match.groups.max(axis=1) == 0 if asked else np.zeros(0, dtype=bool)
    total = float(match.weights.sum()) or 1.0
    weakest = match.groups.min(axis=0) if asked else np.zeros(size, dtype=np.float32)
    columns = (
        match.coverage,
        match.own,
        match.coverage**4,
        weakest,
        match.coverage / best if best else np.zeros(size, dtype=np.float32),
        np.clip(match.dense, -3, 5) / 5,
        np.clip(match.dense - match.dense.max(), -5, 0) / 5,
        (match.cosine - 0.8) * 10,
        np.full(size, float(match.weights[nowhere].sum()) / total, dtype=np.float32),
        prose.astype(np.float32),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def relevance(match: Match, prose: NDArray[np.bool_]) -> Floats:
    """(passages,): the probability that each answers, 0 to 1."""
    fitted = model()
    logits = features(match, prose) @ fitted.weights + fitted.bias
    probabilities: Floats = 1.0 / (1.0 + np.exp(-logits))
    return probabilities

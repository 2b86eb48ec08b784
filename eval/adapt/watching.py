"""How a re-ranker does on needs that it was not trained on, while it trains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from eval.adapt.batches import NEAREST, Label, Needs

FIRST = 10
"""Ranks that nDCG looks at."""

Logits = Callable[[Tensor, Tensor], Tensor]
"""(needs,) and (needs, places) to logits (needs, places)."""


def figures(needs: Needs, cosines: Tensor, rows: Tensor, logits: Logits) -> str:
    """What comes of reading, for these needs, the passages that are nearest by vectors."""
    labels = needs.labels[rows]
    near = cosines[rows].masked_fill(labels < 0, -9).topk(min(NEAREST, labels.shape[1])).indices
    with torch.no_grad():
        said = logits(rows, near).cpu().numpy()
    right = (labels.gather(1, near) == Label.ANSWER).cpu().numpy()
    answers = (labels == Label.ANSWER).sum(1).cpu().numpy()
    has = answers > 0
    return (
        f"nDCG@{FIRST} {ndcg(said[has], right[has], answers[has]):.3f}, area under the curve of "
        f"refusals {area(said[has].max(1), said[~has].max(1)):.3f}, average precision "
        f"{average_precision(said[has], right[has]):.3f}"
    )


def ndcg(said: NDArray[np.float32], right: NDArray[np.bool_], answers: NDArray[np.int64]) -> float:
    """The mean over questions; (questions, passages) each, and how many answers each has in all."""
    order = np.argsort(-said, axis=1, kind="stable")[:, :FIRST]
    gains = np.take_along_axis(right, order, axis=1)
    discounts = 1 / np.log2(np.arange(FIRST) + 2)
    ideal = np.cumsum(discounts)[np.minimum(answers, FIRST) - 1]
    return float((gains @ discounts[: gains.shape[1]] / ideal).mean())


def area(answered: NDArray[np.float32], unanswered: NDArray[np.float32]) -> float:
    """The share of pairs in which the question with an answer has the better logit."""
    apart = answered[:, None] - unanswered
    return float((apart > 0).mean() + (apart == 0).mean() / 2)


def average_precision(said: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """Of the pairs of all questions together."""
    hits = right.ravel()[np.argsort(-said.ravel(), kind="stable")]
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())

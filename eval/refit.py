"""The relevance model fitted anew for an engine, without writing it into the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from eval.calibrate import (
    NO_SECOND_LOOK,
    Sample,
    fit,
    fit_scale,
    fit_second_look,
    samples,
)
from eval.calibrate_question import EVEN, fit_question
from eval.gold import Gold
from service.engine import Engine
from service.relevance import (
    FEATURES,
    QUESTION_FEATURES,
    Model,
    Rereading,
    Scale,
    SecondLook,
    Thresholds,
)

_UNREAD = SecondLook(**NO_SECOND_LOOK)


def refitted(
    engine: Engine, gold: Gold, seen: Sequence[Sample] | None = None, zeroed: Sequence[str] = ()
) -> Model:
    """The model as `eval.calibrate` would fit it, without what it has beside the tuning part;
    features in `zeroed` are not seen by it.

    `seen` are the engine's samples, where they are known already.
    """
    columns = [FEATURES.index(name) for name in zeroed]
    data = []
    for sample in seen or samples(engine, gold):
        x = sample.x.copy()
        x[:, columns] = 0.0
        data.append(replace(sample, x=x))
    weights = fit(data)
    model = Model(
        weights,
        Scale(**fit_scale(data, weights, prose=False)),
        Scale(**fit_scale(data, weights, prose=True)),
        np.zeros(len(QUESTION_FEATURES), dtype=np.float32),
        0.0,
        Thresholds(**EVEN),
        Rereading(_UNREAD, _UNREAD, _UNREAD, Thresholds(**EVEN)),
    )
    with using(model):
        fitted = fit_question(engine, gold)
    question = np.asarray([fitted.weights[name] for name in QUESTION_FEATURES], dtype=np.float32)
    first = replace(
        model,
        question=question,
        question_bias=fitted.weights["bias"],
        thresholds=Thresholds(**fitted.thresholds),
    )
    if fitted.second is None or fitted.second_thresholds is None:
        return first
    read = Rereading(
        SecondLook(**fit_second_look(data, model, prose=False)),
        SecondLook(**fit_second_look(data, model, prose=True)),
        SecondLook(**fitted.second),
        Thresholds(**fitted.second_thresholds),
    )
    return replace(first, read=read)


@contextmanager
def using(model: Model) -> Iterator[None]:
    """Let the service rank and refuse with this model, for as long as it lasts."""
    with (
        patch("service.relevance.model", lambda: model),
        patch("service.ask.model", lambda: model),
    ):
        yield

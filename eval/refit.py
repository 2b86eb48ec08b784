"""The relevance model fitted anew for an engine, without writing it into the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from eval.calibrate import (
    NO_SECOND_LOOK,
    Sample,
    fit,
    fit_scale,
    fit_second_look,
    samples,
)
from eval.calibrate_question import EVEN, QuestionFit, asked_of, fit_question, fit_reread
from eval.gold import Gold
from service.engine import Engine
from service.matching.relevance import (
    FEATURES,
    QUESTION_FEATURES,
    REREAD_FEATURES,
    Model,
    Rereading,
    Scale,
    SecondLook,
    Thresholds,
)

_UNREAD = SecondLook(**NO_SECOND_LOOK)
_NOTHING_READ = np.zeros(len(REREAD_FEATURES), dtype=np.float32)


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
        Rereading(_UNREAD, _UNREAD, _NOTHING_READ, 0.0, Thresholds(**EVEN)),
    )
    seen_anew = model.read
    if any(np.isfinite(sample.read).any() for sample in data):
        seen_anew = replace(
            seen_anew,
            measure=SecondLook(**fit_second_look(data, model, prose=False)),
            prose=SecondLook(**fit_second_look(data, model, prose=True)),
        )
    with using(replace(model, read=seen_anew)):
        asked = asked_of(engine, gold)
    question, reread = fit_question(asked), fit_reread(asked)
    first = replace(
        model,
        question=_weights(question, QUESTION_FEATURES),
        question_bias=question.weights["bias"],
        thresholds=Thresholds(**question.thresholds),
    )
    if reread is None:
        return first
    read = replace(
        seen_anew,
        question=_weights(reread, REREAD_FEATURES),
        question_bias=reread.weights["bias"],
        thresholds=Thresholds(**reread.thresholds),
    )
    return replace(first, read=read)


def _weights(fitted: QuestionFit, names: Sequence[str]) -> NDArray[np.float32]:
    return np.asarray([fitted.weights[name] for name in names], dtype=np.float32)


@contextmanager
def using(model: Model) -> Iterator[None]:
    """Let the service rank and refuse with this model, for as long as it lasts."""
    with (
        patch("service.matching.relevance.model", lambda: model),
        patch("service.finding.ask.model", lambda: model),
    ):
        yield

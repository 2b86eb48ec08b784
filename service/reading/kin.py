"""Whom a question is about, where only what names them too is for them: people of an age, and
children of those who are ill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.records import Passage
from service.reading.ages import of_age
from service.words.word_lists import word_list

Floats = NDArray[np.float32]


@cache
def _kin() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = word_list("kin")
    return re.compile("|".join(data["asked"])), re.compile("|".join(data["said"]))


def asks_for_kin(text: str) -> bool:
    """Whether a question is about children of those who are ill, or such parents."""
    return bool(_kin()[0].search(text.lower()))


def names_kin(passage: Passage) -> bool:
    """Whether a text names children of those who are ill, or such parents."""
    measure = passage.measure
    beside = (measure.goal, measure.target_group, *measure.heading) if measure else ()
    return bool(_kin()[1].search("\n".join(filter(None, (passage.text, *beside))).lower()))


def for_whom(
    text: str, passages: Sequence[Passage], measures: Floats, prose: Floats
) -> tuple[Floats, Floats]:
    """Probabilities of measures and prose that may be for those whom a question is about."""
    measures = of_age(text, passages, measures)
    if not asks_for_kin(text):
        return measures, prose
    named = np.zeros(len(measures), dtype=bool)
    for order in np.flatnonzero((measures > 0) | (prose > 0)):
        named[order] = names_kin(passages[int(order)])
    return np.where(named, measures, 0.0), np.where(named, prose, 0.0)

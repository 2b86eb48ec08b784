"""Whom a question and a measure are about by age: the young, the grown, or both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.records import Measure, Passage
from service.words.word_lists import word_list

Floats = NDArray[np.float32]

YOUNG, GROWN = "young", "grown"


@dataclass(frozen=True, slots=True)
class _Ages:
    young: re.Pattern[str]
    grown: re.Pattern[str]
    measure_grown: re.Pattern[str]
    between: re.Pattern[str]


@cache
def _ages() -> _Ages:
    return _Ages(**{name: re.compile(said) for name, said in word_list("ages").items()})


def ages_in(text: str) -> frozenset[str]:
    """The ages that a text names; who is in between is both."""
    known, lowered = _ages(), text.lower()
    if known.between.search(lowered):
        return frozenset((YOUNG, GROWN))
    named = ((YOUNG, known.young), (GROWN, known.grown))
    return frozenset(age for age, said in named if said.search(lowered))


def is_for_others(measure: Measure, asked: frozenset[str]) -> bool:
    """Whether a measure names only people of another age than those asked about.

    Its target group says whom it is for, unless its own words name those asked about too: who is
    in between is what the target group says.
    """
    own = "\n".join(filter(None, (measure.text, measure.goal, *measure.heading)))
    also = {GROWN} if _ages().measure_grown.search(own.lower()) else frozenset[str]()
    group = ages_in(measure.target_group or "")
    named = group or ages_in(own)
    if not named or (named | also) & asked:
        return False
    return not ages_in(_ages().between.sub(" ", own.lower())) & asked


def of_age(text: str, passages: Sequence[Passage], measures: Floats) -> Floats:
    """Probabilities without measures that name only people of another age than a question does."""
    asked = ages_in(text)
    if len(asked) != 1:
        return measures
    kept = measures.copy()
    for order in np.flatnonzero(measures > 0):
        measure = passages[int(order)].measure
        if measure is not None and is_for_others(measure, asked):
            kept[order] = 0.0
    return kept

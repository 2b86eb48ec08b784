"""Which passages are hits of a search, and how likely each is meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from service.matching.match import Match
from service.matching.relevance import confidence, prose_prior, ranking
from service.matching.telling import has_no_trace
from service.reading.understand import Question
from service.results import Intent

FLOOR = 0.001
"""Probability below which a passage is no hit; "0 hits" is better than noise."""

QUIET = 0.125
"""Confidence below which words that are none of the plans' field have no hits at all."""

NAMED = 0.9
"""Probability given at least to a measure that names the place asked for."""

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def likely(question: Question, match: Match, prose: Mask, kept: Mask, named: Mask) -> Floats:
    """(passages,): how likely each of those kept is meant, 0 for others; `named` are those that
    name a place asked for. Where no topic is asked about, all that is kept is a hit."""
    prior = prose_prior(prose, question.asks_plan_fact)
    scores = np.where(kept, ranking(match, prior), 0.0)
    scores = np.where(kept & named, np.maximum(scores, NAMED), scores)
    if not question.groups:
        scores = np.where(kept, np.maximum(scores, FLOOR), 0.0)
    return scores.astype(np.float32)


def finds(question: Question, match: Match, kept: Mask) -> bool:
    """Whether anything is a hit: not where nothing is said, or only words that no plan has."""
    if question.numbers or not question.groups:
        return says_what(question)
    known = any(group.known or group.of_field for group in question.groups)
    nearness = float(match.nearness[kept].max(initial=0.0))
    return known or (not has_no_trace(match, nearness) and confidence(match, kept) >= QUIET)


def says_what(question: Question) -> bool:
    """Whether it is said what is looked for in any way: by a topic, a place, a time, a number,
    how far a measure is, or as all that plans have ("tiltak", "frist")."""
    named = (question.groups, question.places, question.times, question.status, question.noted)
    all_named = (*named, question.numbers)
    return any(all_named) or question.mentions_plans or question.intent is Intent.STATUS

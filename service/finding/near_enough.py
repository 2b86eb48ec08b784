"""Which measures answer, of how likely each is to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.matching.match import Match
from service.matching.relevance import is_broad, model, near_best
from service.matching.telling import NAMED, SURE
from service.overview.about import empty_stems
from service.reading.groups import SYNONYM, Group
from service.reading.understand import Question
from service.words.word_lists import written_out

Floats = NDArray[np.float32]

FACT = 1.8
FACT_ASKED = 0.5
"""How many times likelier than the best measure prose must be to be the answer, each beside its
threshold; the second where the question's words ask for a fact about a plan or an amount. With 1,
1.5, 1.8 and 2.5 prose is the answer of 73, 71, 71 and 67 of 79 questions on the tuning part that
are about a plan, and of 11, 1, 1 and 1 of 519 about measures; of c9 of 47 of 50 by each, and of 18,
13, 11 and 9 of 837."""

LEAST = 0.4
"""Share of its threshold that the best passage must reach in a question that has an answer."""

_JOINT = re.compile(written_out(r"\s*(?:,|/|,?\s*\b{and_or}\b)(?:\s+(?:den|det|the|til|for))?\s*"))
"""What joins two things that are asked about."""


def chosen(
    measures: Floats, match: Match, question: Question, plans: NDArray[np.int32]
) -> list[int]:
    """The measures near enough to the likeliest, in their order; `plans` (passages,) tells them
    apart by plan.

    What is near enough is told within a plan: one of which the best is likely by itself, and names
    all that is asked about, is not without it because another plan says it in more of the
    question's words. Of who, when and status on the tuning part this finds what the question names
    in a plan more, and 2 measures in 380 questions that are not judged to answer; where the
    likeliest of any plan is enough, 5.
    """
    threshold, best = model().measure.threshold, float(measures.max(initial=0.0))
    near = measures >= max(min(threshold, best), near_best(question.intent) * best)
    others = (measures >= threshold) & ~np.isin(plans, plans[near])
    others &= _names_all(match, question.groups)
    for plan in np.unique(plans[others]):
        own = np.where(others & (plans == plan), measures, 0.0)
        near |= own == own.max()
    if not (is_broad(question.intent) or _joins_things(question)):
        near &= ~_with_less(near, match, question.groups, plans)
    return [int(order) for order in np.flatnonzero(near & (measures > 0))]


def best_kind(measures: Floats, prose: Floats, question: Question) -> tuple[bool, bool]:
    """Whether the best passage is likely enough for a question that has an answer, and whether
    that answer is prose and not a measure."""
    best_measure, best_prose = float(measures.max()), float(prose.max())
    as_measure = best_measure / model().measure.threshold
    as_fact = best_prose / model().prose.threshold
    likely = max(as_fact, as_measure) >= LEAST
    least = as_measure * (FACT_ASKED if question.asks_fact else FACT)
    measure_sure = best_measure >= max(SURE, best_prose)
    return likely, likely and not measure_sure and as_fact >= least


def _joins_things(question: Question) -> bool:
    """Whether a question asks about one thing and another, each of which may be another measure's:
    "kjernejournal og legemiddelliste"."""
    return any(
        _JOINT.fullmatch(question.text[one.end : other.start].lower())
        for one, other in pairwise(question.groups)
    )


def _with_less(
    near: NDArray[np.bool_], match: Match, groups: Sequence[Group], plans: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """(passages,): which of those near enough say nothing of a thing asked about, where another of
    the plan names all: by "fagdagen om samvalg" the one on samvalg is meant, and no other."""
    all_named = near & _names_all(match, groups)
    if not all_named.any():
        return np.zeros(near.shape, dtype=bool)
    stands = match.groups.max(axis=1, initial=0.0) > 0
    things = stands & np.asarray([not _is_process(group) for group in groups], dtype=bool)
    lacks = (match.groups[things] == 0).any(axis=0)
    return np.asarray(lacks & np.isin(plans, plans[all_named]), dtype=bool)


def _names_all(match: Match, groups: Sequence[Group]) -> NDArray[np.bool_]:
    """(passages,): which have each thing asked about by one of its names: not what stands nowhere,
    nor words for what is done with it ("innført")."""
    if len(match.groups) != len(groups):
        return np.zeros(match.groups.shape[1], dtype=bool)
    stands = match.groups.max(axis=1, initial=0.0) > 0
    things = stands & np.asarray([not _is_process(group) for group in groups], dtype=bool)
    if not things.any():
        return np.zeros(match.groups.shape[1], dtype=bool)
    return np.asarray((match.groups[things] >= NAMED).all(axis=0))


def _is_process(group: Group) -> bool:
    """Whether a thing asked about is what is done, and not to what: at least half of its names."""
    names = [way.stems for way in group.ways if way.strength >= SYNONYM and not way.parts]
    process = [stems for stems in names if empty_stems().issuperset(stems)]
    return 2 * len(process) >= len(names) > 0

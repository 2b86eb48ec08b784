"""What comes nearest to a question that nothing surely answers: where it stands, and no more.

It is no answer, so nothing of it is quoted beside the refusal: whoever asked may look it up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.records import Passage, Plan
from service.finding.evidence import Evidence
from service.results import Reason

Floats = NDArray[np.float32]

NEAR = 0.4
"""Probability from which something is near. Of eleven questions refused though a plan has the
measure eight have it first, at 0.44 to 0.89; "romfart" and "veibygging" have 0.30 and 0.25."""


def nearest(passages: Sequence[Passage], likely: Floats) -> Passage | None:
    """The likeliest passage by the probabilities (passages,), ties by their order; null where
    nothing is near."""
    best = int(likely.argmax()) if len(likely) else 0
    return passages[best] if len(likely) and likely[best] >= NEAR else None


def told_near(
    evidence: Evidence,
    plans: Mapping[str, Plan],
    say: Callable[..., str],
    title_of: Callable[[Plan], str],
) -> list[str]:
    """The line of a refusal that says where the nearest stands; none where nothing does, or the
    question is refused for another reason than that nothing surely answers it."""
    near = evidence.near
    if near is None or evidence.reason is not Reason.NO_EVIDENCE:
        return []
    source, number = near.source, near.measure.number if near.measure else None
    place = "near_page" if source.page else "near_line"
    where = say(place, page=source.page, line=source.line)
    named = f"{say('near_measure', number=number)}, {where}" if number else where
    return [say("near", plan=title_of(plans[near.plan_id]), where=named)]


def told_beside(evidence: Evidence, say: Callable[..., str]) -> list[str]:
    """What stands before texts of plans that have none of the measures, with their number."""
    plans = len({fact.plan_id for fact in evidence.facts})
    return [say("beside_one" if plans == 1 else "beside", plans=plans)] if plans else []

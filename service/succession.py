"""Which plan follows which: the same region, a later period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.records import Plan


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The plans of the region before and after a plan; null where there is none."""

    predecessor: Plan | None
    successor: Plan | None


def succession(plans: Sequence[Plan]) -> Mapping[str, Neighbours]:
    """Each plan's neighbours, by plan id.

    The successor is the region's next plan in time, one that begins later and does not end
    earlier: periods may overlap. Plans of one period (two versions, two subjects) do not succeed
    each other; a plan without a period has no neighbours. Where several could be next, the one
    that ends first is, then the first by id. A plan's predecessor is the last of those whose
    successor it is.
    """
    ordered = sorted(
        (plan for plan in plans if plan.period), key=lambda plan: (plan.period, plan.plan_id)
    )
    after = {
        plan.plan_id: next((other for other in ordered if _follows(other, plan)), None)
        for plan in ordered
    }
    before: dict[str, Plan] = {}
    for plan in ordered:
        successor = after[plan.plan_id]
        if successor is not None:
            before[successor.plan_id] = plan
    return {
        plan.plan_id: Neighbours(before.get(plan.plan_id), after.get(plan.plan_id))
        for plan in plans
    }


def _follows(other: Plan, plan: Plan) -> bool:
    if other.period is None or plan.period is None or other.region != plan.region:
        return False
    return other.period[0] > plan.period[0] and other.period[1] >= plan.period[1]

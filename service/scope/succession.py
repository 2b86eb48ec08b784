"""Which plan follows which (the same region, a later period), and the newest first."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.owners import line_of, municipality_of
from indexer.records import Measure, Passage, Plan


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The plans of the region before and after a plan; null where there is none."""

    predecessor: Plan | None
    successor: Plan | None


def succession(plans: Sequence[Plan]) -> Mapping[str, Neighbours]:
    """Each plan's neighbours, by plan id.

    The successor is the region's next plan in time, one that begins later and does not end
    earlier: periods may overlap. A municipality's own plans follow each other by their kind, not
    the community's. Where the region is not known, plans of one publisher follow each other. Plans
    of one period (two versions, two subjects) do not succeed each other; a plan without a period
    has no neighbours. Where several could be next, the one that ends first is, then the first by
    id. A plan's predecessor is the last of those whose
    successor it is.
    """
    ordered = sorted(
        (plan for plan in plans if plan.period), key=lambda plan: (plan.period, plan.plan_id)
    )
    lines: dict[tuple[str, str | None, str | None], list[Plan]] = defaultdict(list)
    for plan in ordered:
        lines[line_of(plan)].append(plan)
    after: dict[str, Plan | None] = {}
    for line in lines.values():
        begins = [plan.period[0] for plan in line if plan.period]  # ascending
        for plan, begin in zip(line, begins, strict=True):
            later = islice(line, bisect_right(begins, begin), None)
            after[plan.plan_id] = next((other for other in later if _follows(other, plan)), None)
    before: dict[str, Plan] = {}
    for plan in ordered:
        successor = after[plan.plan_id]
        if successor is not None:
            before[successor.plan_id] = plan
    return {
        plan.plan_id: Neighbours(before.get(plan.plan_id), after.get(plan.plan_id))
        for plan in plans
    }


def with_newer(plans: Sequence[Plan]) -> frozenset[str]:
    """The ids of the plans whose region has a newer one."""
    return frozenset(plan_id for plan_id, near in succession(plans).items() if near.successor)


def by_region(
    measures: Sequence[Measure], plans: Sequence[Plan], first: Collection[str] = ()
) -> tuple[Measure, ...]:
    """Measures by region, those of the plans `first` first, then of each its community's and its
    newest plan first, within a plan in its own order."""
    known = {plan.plan_id: plan for plan in plans}

    def place(measure: Measure) -> tuple[bool, str, str, list[int], str]:
        plan = known[measure.plan_id]
        own = municipality_of(plan) or ""
        after = plan.plan_id not in first
        return after, plan.region.region_id, own, _newest(plan), plan.plan_id

    return tuple(sorted(measures, key=place))


def newest_first(facts: Sequence[Passage], plans: Sequence[Plan]) -> tuple[Passage, ...]:
    """Facts of a region together, those of its newest plan first, regions as they come."""
    known = {plan.plan_id: plan for plan in plans}
    regions = list(dict.fromkeys(known[fact.plan_id].region for fact in facts))

    def place(fact: Passage) -> tuple[int, list[int]]:
        plan = known[fact.plan_id]
        return regions.index(plan.region), _newest(plan)

    return tuple(sorted(facts, key=place))


def _newest(plan: Plan) -> list[int]:
    return [-year for year in reversed(plan.period or (0, 0))]


def _follows(other: Plan, plan: Plan) -> bool:
    """Whether a plan of the same line follows another."""
    if other.period is None or plan.period is None:
        return False
    if not plan.region.is_known and (plan.publisher is None or other.publisher != plan.publisher):
        return False
    return other.period[0] > plan.period[0] and other.period[1] >= plan.period[1]

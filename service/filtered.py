"""What filters by measures leave of each plan, and how an answer says so: what was not looked
through is not said to be without what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index, PlanCounts
from indexer.records import Kind, Plan
from service.evidence import Evidence
from service.phrases import phrase
from service.results import Filters, Reason
from service.said import Said, Stands


@dataclass(frozen=True, slots=True)
class Filtered:
    """What (checked) filters leave: `counts` are the plans' own with the measures that are left;
    of the plans `out` nothing is."""

    filters: Filters
    counts: Mapping[str, PlanCounts]
    out: frozenset[str]

    def within(self, language: str) -> str:
        """What was looked through, in a language; empty where it is all of the plans."""
        return within(self.filters, language) if _narrows(self.filters) else ""

    def plans(self, plans: Sequence[Plan], found: Collection[str]) -> tuple[Plan, ...]:
        """Those of some plans of which anything is left, or in which something was found."""
        return tuple(p for p in plans if p.plan_id not in self.out or p.plan_id in found)

    def of(self, evidence: Evidence) -> Evidence:
        """Evidence with what was looked through for it."""
        words = self.within(evidence.question.language)
        if not words:
            return evidence
        found = {measure.plan_id for measure in evidence.measures}
        found |= {fact.plan_id for fact in evidence.facts}
        said = Said("within", Stands.FIRST, {"within": words})
        nothing = evidence.reason is Reason.NOT_ABOUT_PLANS  # of what is left, not of the plans
        return replace(
            evidence,
            plans=self.plans(evidence.plans, found),
            said=(said, *evidence.said),
            within=words,
            reason=Reason.NO_EVIDENCE if nothing else evidence.reason,
        )


def filtered(
    filters: Filters, left_by: Callable[[Filters], NDArray[np.bool_]], index: Index
) -> Filtered:
    """What (checked) filters leave of an index, of which `left_by` says it by passage.

    A plan that was not read whole is not left out: what could not be read may be meant.
    """
    if not _narrows(filters):
        return Filtered(filters, index.counts, frozenset())
    left = [index.passages[int(order)] for order in np.flatnonzero(left_by(filters))]
    measures = Counter(p.plan_id for p in left if p.kind is Kind.MEASURE)
    counts = {
        plan_id: replace(count, measures=measures[plan_id])
        for plan_id, count in index.counts.items()
    }
    having = {passage.plan_id for passage in left}
    out = {p for p, count in index.counts.items() if p not in having and not _is_unread(count)}
    return Filtered(filters, counts, frozenset(out))


def within(filters: Filters, language: str) -> str:
    """What filters by measures leave, in words: "tiltak med målgruppe Barn/unge, år 2027"."""

    def say(name: str, /, **values: object) -> str:
        return phrase(language, name, **values)

    named: dict[str, Sequence[str]] = {
        "within_target_group": filters.target_group,
        "within_responsible": filters.responsible,
        "within_year": [str(year) for year in filters.year],
        "within_status": [say(f"within_{status}") for status in filters.status],
    }
    joint = f" {say('within_or')} "
    parts = [say(name, value=joint.join(values)) for name, values in named.items() if values]
    if not parts:
        return say("within_prose" if Kind.PROSE in filters.kind else "within_measures")
    return say("within_measures_with", parts=", ".join(parts))


def _narrows(filters: Filters) -> bool:
    """Whether filters leave a part of plans, and not plans as they are."""
    kinds = len(set(filters.kind)) == 1
    of_measures = (filters.target_group, filters.responsible, filters.year, filters.status)
    return kinds or any(of_measures)


def _is_unread(count: PlanCounts) -> bool:
    return bool(count.unreadable or count.unread or count.measures == 0)

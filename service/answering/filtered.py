"""What filters by measures leave of each plan, and how an answer says so: what was not looked
through is not said to be without what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index, PlanCounts
from indexer.records import Kind, Plan
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.results import Filters, Reason
from service.words.phrases import phrase


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
    left = left_by(filters)
    passages, measures = _by_plan(index, left), _by_plan(index, left & ~index.prose)
    counts = {p: replace(count, measures=measures[p]) for p, count in index.counts.items()}
    out = {p for p, count in index.counts.items() if not (passages[p] or _is_unread(count))}
    return Filtered(filters, counts, frozenset(out))


def _by_plan(index: Index, passages: NDArray[np.bool_]) -> dict[str, int]:
    """How many of some passages (passages,) each plan has."""
    found = np.bincount(index.plan_of[passages], minlength=len(index.plans))
    return {plan.plan_id: int(count) for plan, count in zip(index.plans, found, strict=True)}


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

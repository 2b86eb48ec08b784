"""What a question asks of a plan beside the one before it: what is new, gone, or goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.owners import line_of
from indexer.records import Measure, Plan
from service.over_time.plans import OverTime
from service.reading.asking import ABOUT_NEXT, CONTINUED, GONE, NEW
from service.reading.notes import Note, Noted
from service.results import Filters
from service.scope.filters import Narrower
from service.scope.narrowing import QuestionScope
from service.scope.succession import with_newer

Pair = tuple[Plan, Plan]


@dataclass(frozen=True, slots=True)
class Told:
    """The ids of the measures that became what was asked for, and the plans that these are older
    than: what such a plan itself notes as new was so then."""

    measures: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()

    def has(self, measure: Measure, marked: bool) -> bool:
        """Whether a measure is meant, or is marked by its plan and meant by that."""
        return measure.measure_id in self.measures or (
            marked and measure.plan_id not in self.outdated
        )


class Became:
    """Tells what is new, gone or goes on in the plans of a question. Safe to share by threads."""

    def __init__(self, over_time: OverTime, narrower: Narrower, plans: Sequence[Plan]) -> None:
        self._over_time = over_time
        self._narrower = narrower
        self._plans = {plan.plan_id: plan for plan in plans}
        self._earlier = with_newer(plans)

    def look(
        self, name: str | None, scope: QuestionScope, filters: Filters
    ) -> tuple[QuestionScope, Told]:
        """The measures that became what is asked for, and a scope that holds them.

        A plan that the question names is compared with the one before it, and is what something
        is gone from where there is a later one; where two are named, these are. Where none is,
        it is the newest of each region. `filters` are those that came with the question.
        """
        if name is None or name not in ABOUT_NEXT:
            return scope, Told()
        named = [self._plans[plan_id] for plan_id in scope.filters.plan]
        region = replace(scope.filters, plan=filters.plan, responsible=(), year=())
        pairs = self._pairs(name, named or self._newest(self._narrower.plans(region)))
        if not pairs:
            return replace(scope, notes=[*scope.notes, Note(Noted.NOTHING_TO_COMPARE)]), Told()
        found: set[str] = set()
        holds: dict[str, None] = {}
        for old, new in pairs:
            of_old = name == GONE or (old in named and new not in named)
            holds[(old if of_old else new).plan_id] = None
            found |= self._ids(name, old, new, of_old)
        outdated = frozenset(old.plan_id for old, _ in pairs) if name == NEW else frozenset()
        told = Told(frozenset(found), outdated)
        notes = [Note(Noted.COMPARED, ids=(new.plan_id, old.plan_id)) for old, new in pairs]
        if filters.plan or not named:
            return replace(scope, notes=[*scope.notes, *notes]), told
        within = replace(scope.filters, plan=tuple(holds))
        notes[:0] = [note for note in scope.notes if note.kind is not Noted.PLAN]
        return replace(scope, filters=within, notes=notes, times=[]), told

    def _ids(self, name: str, old: Plan, new: Plan, of_old: bool) -> set[str]:
        found = self._over_time.diff(old.plan_id, new.plan_id)
        if name == CONTINUED:
            return {(e.old if of_old else e.new).measure_id for e in found.continued}
        return {each.measure_id for each in (found.added if name == NEW else found.gone)}

    def _newest(self, plans: Sequence[Plan]) -> list[Plan]:
        return [plan for plan in plans if plan.plan_id not in self._earlier]

    def _pairs(self, name: str, plans: Sequence[Plan]) -> list[Pair]:
        """The pairs of older and newer plans that are to be compared."""
        found: list[Pair] = []
        for line in dict.fromkeys(map(line_of, plans)):
            own = [plan for plan in plans if line_of(plan) == line and plan.period]
            own.sort(key=lambda plan: (plan.period, plan.plan_id))
            if len(own) > 1:
                found.append((own[0], own[-1]))
            elif own:
                near = self._over_time.neighbours(own[0].plan_id)
                before = near.predecessor and (near.predecessor, own[0])
                after = near.successor and (own[0], near.successor)
                first, second = (after, before) if name == GONE else (before, after)
                pair = first or (second if name != NEW else None)
                found += [pair] if pair else []
        return found

"""What a filter narrows the plans to; an unknown value is an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.errors import NoPlanLeft, UnknownFilter
from indexer.records import Kind, Measure, Passage, Plan
from service.bodies.names import same
from service.bodies.register import Namesakes, Register
from service.results import Filters
from service.when.progress import Progress, all_progress_of
from service.words.did_you_mean import alike

MOST_SUGGESTIONS = 5

UNCERTAIN = 0.2
"""Share of measures with a field that could not be read, from which a plan is hard to read: a plan
read from pictures has 8 of 21, text exports none."""


@dataclass(frozen=True, slots=True)
class Values:
    """Every value that a filter can have in an index, in order."""

    region: tuple[str, ...]
    plan: tuple[str, ...]
    target_group: tuple[str, ...]
    responsible: tuple[str, ...]
    year: tuple[int, ...]


def values_of(plans: Sequence[Plan], passages: Sequence[Passage]) -> Values:
    """The values that the plans and measures of an index have."""
    measures = [passage.measure for passage in passages if passage.measure]
    return Values(
        region=_ordered(plan.region.region_id for plan in plans),
        plan=_ordered(plan.plan_id for plan in plans),
        target_group=_ordered(m.target_group for m in measures if m.target_group),
        responsible=_ordered(body for m in measures for body in m.responsible),
        year=tuple(sorted({year for m in measures for year in m.years})),
    )


def hard_to_read(passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of plans of which a good share of measures has a field that could not be read."""
    measures = [passage.measure for passage in passages if passage.measure]
    every = Counter(measure.plan_id for measure in measures)
    uncertain = Counter(measure.plan_id for measure in measures if measure.uncertain)
    return frozenset(p for p, count in uncertain.items() if count >= UNCERTAIN * every[p])


def without_status(passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of plans with measures that state of none how far it is, or was to be."""
    measures = [passage.measure for passage in passages if passage.measure]
    stating = {m.plan_id for m in measures if m.status or m.moved_from}
    return frozenset(m.plan_id for m in measures) - stating


def _ordered(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values), key=lambda value: (fold(value), value)))


class Narrower:
    """Checks filters against an index and keeps the passages that they leave.

    A body is meant under all its spellings, whichever it is called by.
    """

    def __init__(
        self, plans: Sequence[Plan], values: Values, register: Callable[[], Register]
    ) -> None:
        self._register = register
        self._plans = {plan.plan_id: plan for plan in plans}
        self._values = values
        self._regions = {
            same(name): plan.region.region_id
            for plan in plans
            for name in (plan.region.region_id, plan.region.name)
        }

    @property
    def register(self) -> Register:
        """The bodies that plans make responsible."""
        return self._register()

    def check(self, filters: Filters) -> Filters:
        """The filters with values as the index spells them. Raises `UnknownFilter`."""
        known = self._values
        return Filters(
            region=tuple(
                self._regions.get(same(value)) or _unknown("region", value, known.region)
                for value in filters.region
            ),
            plan=_known("plan", filters.plan, known.plan),
            target_group=_known("target_group", filters.target_group, known.target_group),
            responsible=tuple(self._body(value) for value in filters.responsible),
            year=tuple(
                year if year in known.year else int(_unknown("year", str(year), known.year))
                for year in filters.year
            ),
            kind=_known("kind", filters.kind, [kind.value for kind in Kind]),
            status=_known("status", filters.status, [each.value for each in Progress]),
        )

    def given(self, filters: Filters) -> Filters:
        """The filters as `check` has them. Raises `UnknownFilter`, and `NoPlanLeft` where they name
        regions and plans of which none is the other's: nothing would be searched."""
        checked = self.check(filters)
        if self._plans and not self.plans(checked):
            regions, plans = (", ".join(each) for each in (checked.region, checked.plan))
            raise NoPlanLeft(
                f"no plan is left by region={regions} and plan={plans} together; "
                "leave one of them out"
            )
        return checked

    def _body(self, value: str) -> str:
        """A body as a plan writes it, or its id."""
        if ":" in value and self._register().has(value):
            return value
        return _known("responsible", [value], self._values.responsible)[0]

    def namesakes(self, filters: Filters) -> tuple[Namesakes, ...]:
        """The bodies of (checked) filters that are several, one in each of some regions."""
        if not filters.responsible:
            return ()
        return self._register().namesakes(filters.responsible, self.plans(filters))

    def plans(self, filters: Filters) -> tuple[Plan, ...]:
        """The plans in scope, in the order of their ids."""
        ids, regions = frozenset(filters.plan), frozenset(filters.region)
        return tuple(
            plan
            for plan in self._plans.values()
            if (not ids or plan.plan_id in ids)
            and (not regions or plan.region.region_id in regions)
        )

    def keeps(self, filters: Filters) -> Callable[[Passage], bool]:
        """Whether a passage is left by the (checked) filters."""
        plans = {plan.plan_id for plan in self.plans(filters)}
        groups = {same(value) for value in filters.target_group}
        bodies = {same(value) for value in filters.responsible}
        theirs = {each for name in filters.responsible for each in self._measures_of(name)}
        of_measures = bool(groups or bodies or filters.year or filters.status)

        def keep(passage: Passage) -> bool:
            if passage.plan_id not in plans:
                return False
            if filters.kind and passage.kind not in filters.kind:
                return False
            measure = passage.measure
            if measure is None:
                return not of_measures
            if filters.status and not set(filters.status) & set(all_progress_of(measure)):
                return False
            if bodies and not (measure.measure_id in theirs or _is_named(measure, bodies)):
                return False
            return _fits(measure, groups, filters.year)

        return keep

    def _measures_of(self, name: str) -> frozenset[str]:
        return self._register().measures_of(name)


def _is_named(measure: Measure, bodies: set[str]) -> bool:
    return bool(bodies & {same(body) for body in measure.responsible})


def _fits(measure: Measure, groups: set[str], years: Sequence[int]) -> bool:
    if groups and same(measure.target_group or "") not in groups:
        return False
    return not years or bool(set(years) & set(measure.years))


def _known(name: str, values: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    if not values:
        return ()
    spelled = {same(value): value for value in reversed(allowed)}
    return tuple(spelled.get(same(value)) or _unknown(name, value, allowed) for value in values)


def _unknown(name: str, value: str, allowed: Sequence[str | int]) -> str:
    names = [str(each) for each in allowed]
    raise UnknownFilter(name, value, names, alike(value, names, most=MOST_SUGGESTIONS))

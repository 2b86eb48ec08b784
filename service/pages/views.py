"""What engine results become before a template shows them: grouped, counted, with addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.errors import QueryError
from indexer.records import Measure, Plan, Region
from service.bodies.names import with_support
from service.bodies.register import Body
from service.engine import Engine
from service.pages.visit import FILTERS, Visit
from service.results import Facet, Filters, SearchResult
from service.when.progress import Progress
from service.words.phrases import title_of

HITS = 10
"""Passages on a page of results."""

MOST_VALUES = 40
"""Values offered by one filter; the rarest are left out, and can still be searched for."""


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """The measures of one plan; `earlier` says that its region has a newer one."""

    plan: Plan
    measures: tuple[Measure, ...]
    earlier: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: what it is called, its value for people, and the page without it."""

    name: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that a search can be narrowed to."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter and its values, the most frequent first."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """The addresses of the pages before and after; null where there is none."""

    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class RegionBodies:
    """The bodies of one region, by name."""

    region: Region
    bodies: tuple[Body, ...]


def by_region(bodies: Sequence[Body]) -> tuple[RegionBodies, ...]:
    """Bodies by region, both in order of their names."""
    regions = sorted({body.region for body in bodies}, key=lambda region: region.name)
    return tuple(
        RegionBodies(
            region,
            tuple(
                sorted(
                    (body for body in bodies if body.region == region),
                    key=lambda body: (body.name.casefold(), body.body_id),
                )
            ),
        )
        for region in regions
    )


def bodies_called(engine: Engine, name: str, plan_id: str) -> tuple[Body, ...]:
    """The bodies that a plan means by what stands in a cell; of every region without a plan."""
    found = [
        body
        for part in with_support(name)
        for body in engine.register.named(part)
        if not plan_id or body.region == engine.plan(plan_id).region
    ]
    return tuple({body.body_id: body for body in found}.values())


def filters_of(visit: Visit) -> Filters:
    """The filters that an address names. Raises `QueryError` for a year that is no number."""
    given = {name: tuple(value for value in visit.values(name) if value) for name in FILTERS}
    try:
        years = tuple(int(year) for year in given["year"])
    except ValueError:
        raise QueryError(f"year must be a number, not {', '.join(given['year'])}") from None
    return Filters(
        region=given["region"],
        plan=given["plan"],
        target_group=given["target_group"],
        responsible=given["responsible"],
        year=years,
        kind=given["kind"],
        status=given["status"],
    )


def offset_of(visit: Visit) -> int:
    """How many hits to leave out; nonsense counts as none."""
    value = visit.value("offset")
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def pager(visit: Visit, offset: int, total: int, size: int = HITS) -> Pager:
    """The pages around one that begins at an offset."""
    previous = visit.put("offset", max(0, offset - size)) if offset else None
    following = visit.put("offset", offset + size) if offset + size < total else None
    return Pager(previous, following)


def grouped(engine: Engine, measures: Sequence[Measure]) -> tuple[PlanGroup, ...]:
    """Measures in their order, those of one plan together."""
    together = groupby(measures, key=lambda measure: measure.plan_id)
    successor = {
        plan_id: engine.over_time.neighbours(plan_id).successor for plan_id in engine.counts
    }
    return tuple(
        PlanGroup(engine.plan(plan_id), tuple(found), successor[plan_id] is not None)
        for plan_id, found in together
    )


def chips(visit: Visit, engine: Engine) -> tuple[Chip, ...]:
    """The filters in force, one by one."""
    shown = labels(visit, engine)
    return tuple(
        Chip(
            visit.say(f"filter_{name}"),
            shown[name].get(value, value) if name in shown else value,
            visit.without(name, value),
        )
        for name in FILTERS
        for value in dict.fromkeys(visit.values(name))
        if value
    )


def facets(visit: Visit, engine: Engine, result: SearchResult) -> tuple[FacetView, ...]:
    """The filters that would narrow a search further; a value in force is no choice."""
    shown = labels(visit, engine)
    views = []
    for name, found in result.facets.items():
        chosen = set(visit.values(name))
        values = tuple(
            FacetValue(
                shown.get(name, {}).get(str(facet.value), str(facet.value)),
                facet.count,
                visit.with_(name, facet.value),
            )
            for facet in found[:MOST_VALUES]
            if str(facet.value) not in chosen and _narrows(facet, result.total)
        )
        if values:
            views.append(FacetView(visit.say(f"filter_{name}"), values))
    return (*views, *_periods(visit, engine, result))


def _periods(visit: Visit, engine: Engine, result: SearchResult) -> tuple[FacetView, ...]:
    """Periods as a filter: a period stands for its plans."""
    plans: dict[tuple[int, int], list[str]] = {}
    counts: Counter[tuple[int, int]] = Counter()
    for facet in result.facets["plan"]:
        period = engine.plan(str(facet.value)).period
        if period:
            plans.setdefault(period, []).append(str(facet.value))
            counts[period] += facet.count
    values = tuple(
        FacetValue(years_of(period), counts[period], visit.with_all("plan", plans[period]))
        for period in sorted(plans, reverse=True)
        if counts[period] < result.total
    )
    return (FacetView(visit.say("period"), values),) if values else ()


def years_of(period: tuple[int, int]) -> str:
    """A period as people write it."""
    first, last = period
    return str(first) if first == last else f"{first}–{last}"


def _narrows(facet: Facet, total: int) -> bool:
    return facet.count < total


def labels(visit: Visit, engine: Engine) -> Mapping[str, Mapping[str, str]]:
    """What values are called for people, by filter; others are called as they are."""
    return {
        "region": {plan.region.region_id: plan.region.name for plan in engine.plans},
        "plan": {plan.plan_id: title_of(plan) for plan in engine.plans},
        "status": {each.value: visit.say(f"progress_{each.value}") for each in Progress},
        "kind": {"measure": visit.say("kind_measure"), "prose": visit.say("kind_prose")},
    }

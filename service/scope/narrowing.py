"""What the places and times of a question leave of an index, and what it has no plan for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from indexer.owners import kind_of
from indexer.records import Measure, Plan
from service.reading.notes import Note, Noted
from service.reading.places import Place
from service.reading.publishers import own_plans, plans_for
from service.reading.understand import Question
from service.results import Filters
from service.scope.filters import Narrower
from service.scope.outside import Outside, unplanned
from service.scope.succession import with_newer
from service.when.fitting import Fit, LeftOut, fit, names_time, years_of
from service.when.happening import begins_at
from service.when.starting import start_column, start_days
from service.when.times import LATEST, Time
from service.when.yearless import is_then
from service.words.prepositions import with_preposition
from service.words.word_lists import written_out

_JOINT = written_out(r"(?:,|\s(?:{and_or}|vs\.?|mot|kontra|versus))\s+")
_JOINT_BEFORE = re.compile(rf"{_JOINT}$", re.IGNORECASE)
_JOINT_BEHIND = re.compile(_JOINT, re.IGNORECASE)
"""What joins two places: "Østfold og Ahus", "in Østfold and in Ahus"."""

_OF_A_PLAN = r" (?:(?!(?:i|på|for|fra|frå|av|in|from|of|at) )\w+[ -])?\w*plan(?:en)?\b"
_NEWEST = re.compile(
    r"\b(?:nye|nyeste|siste|gjeldende|gjeldande|nåværende|noverande|new|newest|latest|current)"
    + _OF_A_PLAN
)
_NEW_OF = re.compile(r"\b(?:ny|nytt) (\w+(?: \w+)?)[ -]\w*plan(?:en)?\b")
"""The same where a place stands between ("i ny ahus plan"); any other new plan is to be made."""
_EARLIER = re.compile(
    r"\b(?:gamle|forrige|førre|tidligere|tidlegare|old|previous|earlier|former)" + _OF_A_PLAN
)
"""Which of a region's plans a question is about: "i den nye planen", "den gamle Ahus-planen"."""


@dataclass(slots=True)
class QuestionScope:
    """What a question and its filters leave, while it is worked out.

    `named` are municipalities, which a measure may name; `missing` and `periods_missing` places and
    times that no plan is for; `own` are the plans of the municipalities named themselves;
    `times` those that measures are to have; `like` is the confidence that anything in scope is
    like what is asked about; `without` (passages,) is left out; `outside` are the plans in scope,
    where those are not all and are for other times. Where it is `shut`, what is missing has plans,
    but the filters leave none of them.
    """

    filters: Filters
    notes: list[Note] = field(default_factory=list)
    named: list[Place] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    periods_missing: list[str] = field(default_factory=list)
    own: tuple[str, ...] = ()
    like: float = 0.0
    shut: bool = False
    without: NDArray[np.bool_] | None = None
    outside: tuple[Outside, ...] = ()

    @property
    def time_notes(self) -> tuple[Note, ...]:
        """The times that measures are to have, as notes."""
        return tuple(Note(Noted.TIME, time.said) for time in self.times)


def scope_of(
    question: Question, filters: Filters, index: Index, narrower: Narrower
) -> QuestionScope:
    """Places and times of a question as filters; those without a plan are missing, as are those
    that the filters leave out where they leave no other."""
    scope = QuestionScope(filters)
    meant = _of_places(question, scope, index, narrower)
    if scope.shut:
        return scope
    _of_publisher(question, scope, meant, narrower)
    found = scope.filters.plan
    if not filters.plan:
        _choose_plan(question, scope, narrower)
    around = scope.filters
    in_period: tuple[str, ...] = ()
    for time in question.times:
        pinned = filters.plan or around.plan != found
        exact = () if pinned else _of_period(time, narrower.plans(around))
        if exact:
            in_period = (*in_period, *exact)
            scope.filters = replace(scope.filters, plan=in_period)
            scope.notes.append(Note(Noted.PLAN, ids=exact))
        else:
            _narrow_to(time, scope, index, narrower.plans(scope.filters))
    left = narrower.plans(scope.filters)
    if scope.periods_missing and 0 < len(left) < len(index.plans):
        scope.outside = (Outside(left, tuple(scope.periods_missing)),)
    return scope


def _of_places(
    question: Question, scope: QuestionScope, index: Index, narrower: Narrower
) -> list[Plan]:
    """Leaves the regions of the places named; the plans that are for these."""
    indexed = {plan.region.region_id for plan in index.plans}
    left = {plan.plan_id for plan in narrower.plans(scope.filters)}
    regions: list[str] = []
    meant: list[Plan] = []
    shut: list[str] = []
    for place in question.places:
        of_place = plans_for(place, index.plans)
        plans = tuple(plan for plan in of_place if plan.plan_id in left)
        own = own_plans(place, plans)
        theirs = {plan.region.region_id for plan in plans}
        known = [region for region in place.regions if region in theirs]
        if of_place and not plans:
            shut.append(place.name)
        elif known:
            regions.extend(known)
            meant.extend(plans)
            scope.own += tuple(plan.plan_id for plan in own)
            scope.notes += [Note(Noted.OWN, place.name)] if own else []
            if len(own) < len(plans):
                is_part = place.main and place.main not in indexed
                kind = Noted.PART if is_part else Noted.PLACE
                scope.notes.append(Note(kind, place.name, ids=tuple(known)))
            if place.municipality and not place.main:  # of a county it is told what has no plan
                scope.named.append(place)
        else:
            scope.missing.append(place.name)
    scope.notes += [Note(Noted.SHUT, name) for name in shut]
    if regions:
        without = [unplanned(place, indexed) for place in question.places]
        scope.notes += [Note(Noted.MISSING, ", ".join(each.names)) for each in without if each]
        scope.missing.clear()
        scope.filters = replace(scope.filters, region=tuple(dict.fromkeys(regions)))
    elif shut:
        scope.notes += [Note(Noted.MISSING, name) for name in scope.missing]
        scope.missing, scope.shut = shut, True
    return meant


def _of_publisher(
    question: Question, scope: QuestionScope, meant: Sequence[Plan], narrower: Narrower
) -> None:
    """Leaves no other municipality's plan, and only plans of the kind that is named; where there
    is none of that kind, what is asked about is missing."""
    within = narrower.plans(scope.filters)
    ids = {plan.plan_id for plan in meant}
    chosen = [plan for plan in within if not ids or plan.plan_id in ids]
    if question.kinds:
        chosen = [plan for plan in chosen if kind_of(plan) in question.kinds]
        if not chosen:
            whose = " ".join(place.name for place in question.places)
            scope.missing.append(f"{whose} ({', '.join(question.kinds)})".strip())
            scope.shut = not question.places  # a plan of the kind there is: the filters leave none
            return
        scope.notes.append(Note(Noted.PLAN, ids=tuple(plan.plan_id for plan in chosen)))
    if chosen and len(chosen) < len(within):
        scope.filters = replace(scope.filters, plan=tuple(plan.plan_id for plan in chosen))


def _choose_plan(question: Question, scope: QuestionScope, narrower: Narrower) -> None:
    """Leaves a region's newest plan, or those before it, where a question says which."""
    lowered = question.text.lower()
    newest, earlier = (bool(said.search(lowered)) for said in (_NEWEST, _EARLIER))
    between = {match[1] for match in _NEW_OF.finditer(lowered)}
    newest = newest or any(place.name.lower() in between for place in question.places)
    if newest == earlier:
        return
    plans = narrower.plans(scope.filters)
    before = with_newer(plans)
    chosen = tuple(p.plan_id for p in plans if (p.plan_id in before) == earlier)
    if chosen and len(chosen) < len(plans):
        scope.filters = replace(scope.filters, plan=chosen)
        scope.notes.append(Note(Noted.PLAN, ids=chosen))


def _of_period(time: Time, plans: Sequence[Plan]) -> tuple[str, ...]:
    """The plans that a time names by their period."""
    first, last = time.years
    if first == last or time.is_part or time.is_stretch:
        return ()
    return tuple(plan.plan_id for plan in plans if plan.period == (first, last))


def _narrow_to(time: Time, scope: QuestionScope, index: Index, plans: Sequence[Plan]) -> None:
    """A time says when something is to be done."""
    covered = any(covers(plan, time) for plan in plans) or _in_measures(time, index, plans)
    if covered or _in_undated(time, index, plans):
        scope.times.append(time)
    else:
        scope.periods_missing.append(_years_of(time) if time.is_counted else time.words)


def _years_of(time: Time) -> str:
    first, last = time.years
    return str(first) if last in (first, LATEST) else f"{first}–{last}"


def covers(plan: Plan, time: Time) -> bool:
    """Whether a plan's period has years of a time."""
    first, last = time.years
    return plan.period is not None and plan.period[0] <= last and first <= plan.period[1]


def _in_measures(time: Time, index: Index, plans: Sequence[Plan]) -> bool:
    first, last = time.years
    ids = {plan.plan_id for plan in plans}
    return any(
        first <= year <= last
        for measure in index.measures
        if measure.plan_id in ids
        for year in (*measure.years, *_start_years(measure))
    )


def _in_undated(time: Time, index: Index, plans: Sequence[Plan]) -> bool:
    """Whether a plan without a period has a part of a year without one."""
    ids = {plan.plan_id for plan in plans if plan.period is None}
    return any(m.plan_id in ids and is_then(m, time, False) for m in index.measures)


def _start_years(measure: Measure) -> list[int]:
    """The year of a plan's own column of starts."""
    return [first.year for first, _ in start_days(measure)] if start_column(measure) else []


def at_time(
    measures: Sequence[Measure], times: Sequence[Time], question: Question, plans: Sequence[Plan]
) -> tuple[tuple[Measure, ...], LeftOut]:
    """The measures that have a time asked for, and how many of the others were left out.

    What is due then is told by years alone. What happens then may also be a measure without a
    year, in a plan for that time; and where no measure has the time, one that is due later. Where
    notes are asked for ("midler for 2026"), their year is meant if any names it. A part of a year
    without a year is that of each year of its plan.
    """
    in_time = {plan.plan_id for plan in plans if any(covers(plan, time) for time in times)}
    undated = {plan.plan_id for plan in plans if plan.period is None}
    fits = [fit(measure, times, question.asks_due) for measure in measures]
    kept = [
        each is Fit.HAS or (each is Fit.PART and measure.plan_id in in_time | undated)
        for each, measure in zip(fits, measures, strict=True)
    ]
    if question.begins:
        kept = [k or begins_at(m, times) for k, m in zip(kept, measures, strict=True)]
    if question.noted and any(noted := [names_time(measure, times) for measure in measures]):
        kept = noted
    elif not question.asks_due:
        kept = [
            has or (each is Fit.NONE and measure.plan_id in in_time)
            for has, each, measure in zip(kept, fits, measures, strict=True)
        ]
        if not any(kept):
            begun = max(time.first.year for time in times)
            kept = [m.plan_id in in_time and max(years_of(m), default=0) > begun for m in measures]
    others = [each for keep, each in zip(kept, fits, strict=True) if not keep]
    without = len(others) - others.count(Fit.OTHER)
    left_out = LeftOut(others.count(Fit.OTHER), without - others.count(Fit.HAS))
    return tuple(m for keep, m in zip(kept, measures, strict=True) if keep), left_out


def by_place(question: Question, plans: Sequence[Plan]) -> tuple[str, ...]:
    """A question about several places as one about each, without the others' names; empty where
    it is about one region, or none that has a plan."""
    known = {plan.region.region_id for plan in plans}
    regions = [frozenset(known.intersection(place.regions)) for place in question.places]
    apart = list(dict.fromkeys(own for own in regions if own))
    if len(apart) < 2:
        return ()
    return tuple(
        _without(question.text, [own == one for own in regions], question.places) for one in apart
    )


def _without(text: str, kept: Sequence[bool], places: Sequence[Place]) -> str:
    """A text without the places that are not kept, and what joins them to their neighbours."""
    for index in reversed(range(len(places))):
        if kept[index]:
            continue
        start, end = places[index].start, places[index].end
        if joint := _JOINT_BEFORE.search(text[: with_preposition(text, start)]):
            start = joint.start()
        elif joint := _JOINT_BEHIND.match(text[end:]):
            end += joint.end()
        text = text[:start] + text[end:]
    return text

"""Measures by when they are due, as of a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from indexer.records import Measure, Plan
from service.bodies.register import Body, Namesakes
from service.when.due import Due, DueKind, due_of
from service.when.progress import Progress, progress_of
from service.words.word_lists import word_list


class Group(StrEnum):
    """Where a measure stands on a day, in the order of lists.

    `overdue` is a passed deadline and says nothing of whether the measure was carried out;
    `continued` is one that has passed, too, of a measure that the region's newer plan seems to
    continue with a later one. `ongoing` has no deadline that could pass, by its wording or since
    the measure itself comes again. `done` and `dropped` are those of which the plan itself says
    so, whenever they were due.
    """

    OVERDUE = "overdue"
    CONTINUED = "continued"
    DUE_THIS_YEAR = "due_this_year"
    LATER = "later"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"
    NONE = "none"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A measure and when it is due.

    `progress` is null where the plan states no status. `successor` is the region's next plan,
    where there is one, and `continued_as` are the measures that it seems to have become there;
    it is of an `earlier` plan when that one has begun.
    """

    measure: Measure
    plan: Plan
    due: Due
    group: Group
    progress: Progress | None
    successor: Plan | None
    earlier: bool
    continued_as: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures of a region, or of a body within one, are in each group."""

    region_id: str
    region_name: str
    body: str | None
    counts: Mapping[Group, int]
    body_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Measures by group, then by day, then as their plans have them; tallies by region and name."""

    as_of: date
    total: int
    counts: Mapping[Group, int]
    deadlines: tuple[Deadline, ...]
    by_region: tuple[Tally, ...]
    by_body: tuple[Tally, ...]
    namesakes: tuple[Namesakes, ...] = ()


def deadline_of(
    measure: Measure,
    plan: Plan,
    as_of: date,
    successor: Plan | None,
    continued_as: tuple[Measure, ...],
) -> Deadline:
    """When one measure is due, as of a day."""
    due, progress = due_of(measure), progress_of(measure)
    begins = successor.period[0] if successor and successor.period else None
    earlier = begins is not None and begins <= as_of.year
    group = group_of(due, progress, as_of)
    if group in _PASSING and is_running(measure):
        group = Group.ONGOING
    if group is Group.OVERDUE and earlier and any(_is_later(due, e) for e in continued_as):
        group = Group.CONTINUED
    return Deadline(measure, plan, due, group, progress, successor, earlier, continued_as)


_PASSING = (Group.OVERDUE, Group.DUE_THIS_YEAR, Group.LATER)


def _is_later(due: Due, continued: Measure) -> bool:
    """Whether what a measure became is due after it, or has no last day."""
    new = due_of(continued)
    if new.kind is DueKind.ONGOING:
        return True
    return new.day is not None and due.day is not None and new.day > due.day


def is_running(measure: Measure) -> bool:
    """Whether what is to be done is itself a thing that comes again, or never ends.

    Only the beginning tells ("Årlige tilbud om kurs"): who establishes a yearly meeting has done
    so once it is there.
    """
    return bool(_begins().match(measure.text.lower()))


@cache
def _begins() -> re.Pattern[str]:
    data = word_list("running")
    recurring, holding = ("|".join(map(re.escape, data[name])) for name in ("recurring", "holding"))
    return re.compile(
        rf"\W*(?:(?:{holding})(?:\s*,\s*|\s*/\s*|\s+(?:og\s+|and\s+)?))*(?:{recurring})\b"
    )


def group_of(due: Due, progress: Progress | None, as_of: date) -> Group:
    """Where a measure stands on a day; it is overdue from the day after its last."""
    if progress in (Progress.DONE, Progress.DROPPED):
        return Group.DONE if progress is Progress.DONE else Group.DROPPED
    if due.kind is not DueKind.DATE or due.day is None:
        return Group(due.kind.value)
    if due.day < as_of:
        return Group.OVERDUE
    return Group.DUE_THIS_YEAR if due.day.year == as_of.year else Group.LATER


def in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """By group and day, those of one day as they come: in the plans' own order."""
    groups = list(Group)
    return tuple(sorted(deadlines, key=lambda e: (groups.index(e.group), e.due.day or date.max)))


def counts_of(deadlines: Iterable[Deadline]) -> dict[Group, int]:
    """How many are in each group, empty groups too."""
    counts = Counter(each.group for each in deadlines)
    return {group: counts[group] for group in Group}


def by_region(deadlines: Sequence[Deadline]) -> tuple[Tally, ...]:
    """A tally for each region."""
    names = {each.plan.region.region_id: each.plan.region.name for each in deadlines}
    own: dict[str, list[Deadline]] = {region_id: [] for region_id in names}
    for each in deadlines:
        own[each.plan.region.region_id].append(each)
    return tuple(
        Tally(region_id, name, None, counts_of(own[region_id]))
        for region_id, name in sorted(names.items())
    )


def by_body(
    deadlines: Sequence[Deadline], bodies_of: Callable[[Measure], Sequence[Body]]
) -> tuple[Tally, ...]:
    """A tally for each body of each region, under all its spellings and in the order of their
    names; one of several counts for all.

    A body is never joined with one of the same name in another region.
    """
    found: dict[str, list[Deadline]] = {}
    bodies: dict[str, Body] = {}
    for each in deadlines:
        for body in bodies_of(each.measure):
            found.setdefault(body.body_id, []).append(each)
            bodies[body.body_id] = body
    ordered = sorted(
        bodies.values(), key=lambda b: (b.region.region_id, b.name.casefold(), b.body_id)
    )
    return tuple(
        Tally(b.region.region_id, b.region.name, b.name, counts_of(found[b.body_id]), b.body_id)
        for b in ordered
    )

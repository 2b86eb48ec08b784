"""Deadlines as a picture and as lists: how many fall in each half-year, and which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from indexer.errors import QueryError
from service.over_time.deadlines import Deadline, Deadlines, Group

MOST_ROWS = 15
"""Measures of a group shown before a reader asks for all of them."""

TALLEST = 90
BAR, GAP = 34, 10
"""Pixels of the picture: the tallest bar, a bar's width, and what stands between two."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A half-year of the timeline: where its bar stands and how tall it is, in pixels."""

    year: int
    half: int
    count: int
    done: int
    x: int
    height: int
    done_height: int
    past: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, and the picture's width."""

    bars: tuple[Bar, ...]
    width: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """The measures of one group that are shown, and how many there are."""

    group: Group
    total: int
    shown: tuple[Deadline, ...]


def day_of(text: str) -> date:
    """The day that counts as today. Raises `QueryError` for what is no day."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"{text!r} is no day; write one like 2025-06-30") from None


def timeline_of(found: Deadlines) -> Timeline:
    """How many measures are due in each half-year, from the first to the last with any."""
    counts: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for each in found.deadlines:
        if each.due.day is not None:
            half = each.due.day.year * 2 + (each.due.day.month > 6)
            counts[half] += 1
            done[half] += each.group is Group.DONE
    if not counts:
        return Timeline((), 0)
    halves = range(min(counts), max(counts) + 1)
    now = found.as_of.year * 2 + (found.as_of.month > 6)
    most = max(counts.values())
    bars = tuple(
        Bar(
            half // 2,
            half % 2 + 1,
            counts[half],
            done[half],
            number * (BAR + GAP),
            _height(counts[half], most),
            _height(done[half], most),
            half < now,
        )
        for number, half in enumerate(halves)
    )
    return Timeline(bars, len(bars) * (BAR + GAP) - GAP)


def _height(count: int, most: int) -> int:
    return max(2, round(TALLEST * count / most)) if count else 0


def groups_of(found: Deadlines, chosen: str) -> tuple[GroupView, ...]:
    """The groups with anything in them; all of the one chosen, of others the first."""
    views = []
    for group in Group:
        own = tuple(each for each in found.deadlines if each.group is group)
        if own and (not chosen or chosen == group.value):
            shown = own if chosen == group.value else own[:MOST_ROWS]
            views.append(GroupView(group, len(own), shown))
    return tuple(views)

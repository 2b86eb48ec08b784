"""Whether a deadline is surely within an open time ("før 1. juli 2027"), or perhaps.

A plan that says only a year means by its end: what is due in 2027 is no deadline before July of
that year, nor after it, and not surely neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indexer.records import Measure
from indexer.year_parts import Precision
from service.when.due import due_of
from service.when.fitting import parts_of, step_in
from service.when.phases import phases_of
from service.when.times import LATEST, Time


def is_open(time: Time) -> bool:
    """Whether a time has one end within a year: "før 1. juli 2027", "etter sommeren 2026"."""
    return time.is_part and not time.is_counted and (time.is_by or time.last.year == LATEST)


def is_perhaps(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether it is not told if a measure is due within any of some open times, of which a plan
    gives but the year; no step of it may be within them."""
    days = _days(measure)
    if days is None or any(_is_sure(*days, time) for time in times):
        return False
    steps = [step for step in phases_of(measure) if step.is_part]
    if any(step_in(step, time, True) for step in steps for time in times):
        return False
    first, last = days
    return any(first <= time.last and time.first <= last for time in times)


def _is_sure(first: date, last: date, time: Time) -> bool:
    return last <= time.last if time.is_by else first >= time.first


def _days(measure: Measure) -> tuple[date, date] | None:
    """The first and last day that a deadline may mean; null where it has none."""
    due = due_of(measure)
    if due.day is None:
        return None
    if due.precision is not Precision.YEAR:
        return due.day, due.day
    parts = parts_of(measure, due.day.year)
    last = max((end for _, end in parts), default=due.day)
    return (last, last) if parts else (date(due.day.year, 1, 1), last)

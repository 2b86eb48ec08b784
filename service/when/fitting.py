"""Which measures have a time that a question names.

A measure has a time by its plan's words of when, the season beside a year included, or where its
own words name the year. Nothing is worked out for a measure that says no year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from indexer.records import Measure
from indexer.year_marks import marks_in
from service.when.dated import days_named
from service.when.phases import LONGEST_PART, Phase, phases_of
from service.when.progress import Progress, all_progress_of
from service.when.times import LATEST, Time
from service.when.yearless import is_then


class Fit(Enum):
    """Whether a measure has a time: it has, has the part of a year without saying which year, has
    another, says no year, or has dashes for it."""

    HAS = auto()
    PART = auto()
    OTHER = auto()
    NONE = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many measures on the same subject have other years, and how many say none."""

    other: int = 0
    without: int = 0


def years_of(measure: Measure) -> set[int]:
    """The years of a measure, those that it was moved from too."""
    earlier = re.findall(r"20\d\d", measure.moved_from or "")
    return {*measure.years, *map(int, earlier)}


def in_full(deadline: str, measure: Measure) -> str:
    """A measure's deadline with the season that its plan writes beside it: "2023 (vår)"."""
    marks = [mark for mark in marks_in(measure.notes) if mark.words]
    notes = (m.words if str(m.first) == deadline else m.note for m in marks)
    own = [note.lower() for note in notes if note]
    return f"{deadline} ({'; '.join(own)})" if own else deadline


def fit(measure: Measure, times: Sequence[Time], due: bool) -> Fit:
    """Whether a measure has one of these times; where it is asked what is `due`, by its words of
    when alone, and otherwise also where its notes or status name the year. One without any has
    another where a column of the time's years has a dash and others none, or it is postponed."""
    years = years_of(measure)
    named = set() if due else _years_named(measure)
    if any(_has(measure, years, time, due) or _names(named, time) for time in times):
        return Fit.HAS
    if any(step_in(phase, time, due) for phase in phases_of(measure) for time in times):
        return Fit.HAS
    if years:
        return Fit.OTHER
    then = [is_then(measure, time, due) for time in times]
    if any(then) or False in then:
        return Fit.PART if any(then) else Fit.OTHER
    marks = tuple(marks_in(measure.notes))
    if not named and any(mark.has_dashes(*time.years) for mark in marks for time in times):
        return Fit.BLANK
    dashed = any(mark.has_dashes_in(*time.years) for mark in marks for time in times)
    postponed = Progress.POSTPONED in all_progress_of(measure)
    return Fit.OTHER if dashed or postponed else Fit.NONE


def step_in(step: Phase, time: Time, due: bool) -> bool:
    """Whether a dated step of a measure is within a time, or is `due` in a part of a year; of a
    whole one the measure's own deadline alone tells what is due."""
    if due:
        return time.is_part and time.first <= step.last <= time.last
    return step.is_in(time.first, time.last)


def steps_then(measure: Measure, times: Sequence[Time]) -> tuple[str, ...]:
    """The dated steps of a measure within some times, as an indicator has them; of a part of a year
    those that are of one too, where there are any."""
    steps = [step for step in phases_of(measure) if step.is_indicator]
    then = [(s, t) for s in steps for t in times if s.is_in(t.first, t.last)]
    parts = [s for s, t in then if s.is_part and t.is_part]
    return tuple(dict.fromkeys(s.said for s in parts or [s for s, _ in then]))


def names_time(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether a measure's notes or status name the year of one of these times."""
    named = _years_named(measure)
    return any(_names(named, time) for time in times)


def _years_named(measure: Measure) -> set[int]:
    dashes = {mark.note for mark in marks_in(measure.notes) if mark.words is None}
    noted = (note for note in measure.notes if note not in dashes)
    texts = (*noted, measure.status or "")
    return {int(year) for text in texts for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)}


def _names(years: set[int], time: Time) -> bool:
    return not time.is_part and any(time.first.year <= year <= time.last.year for year in years)


def _has(measure: Measure, years: set[int], time: Time, due: bool) -> bool:
    """Whether a measure has a time by its years and the parts of them that are named; what is `due`
    at the end of a part of a year is so then alone."""
    if time.is_by and max(measure.years, default=LATEST) > time.last.year:
        return False  # what goes on longer is not due by then
    own = {year for year in years if time.first.year <= year <= time.last.year}
    if not own or not time.is_part:
        return bool(own)
    for year in own:
        parts = parts_of(measure, year)
        if not parts or any(_is_in(first, last, time, due) for first, last in parts):
            return True
    return False


def _is_in(first: date, last: date, time: Time, due: bool) -> bool:
    if due:
        return time.first <= last <= time.last
    return first <= time.last and time.first <= last


def parts_of(measure: Measure, year: int) -> list[tuple[date, date]]:
    """The parts of a year that a plan names for a measure; none where it has the whole year. One
    over the turn of a year ("vinteren 2025/2026") is of both."""
    texts = [text for text in (measure.deadline, measure.moved_from) if text]
    texts += [words for mark in marks_in(measure.notes) for words in mark.times]
    return [
        (first, last)
        for text in texts
        for first, last in days_named(text)
        if first.year <= year <= last.year and _is_part(first, last)
    ]


def _is_part(first: date, last: date) -> bool:
    """Whether days are less than a year by their months."""
    if first.year == last.year:
        return (first.month, last.month) != (1, 12)
    return (last - first).days < LONGEST_PART

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
from service.due import days_named
from service.phases import Phase, phases_of
from service.times import LATEST, Time

_SEASON_OF_YEAR = re.compile(r"(20\d\d): (.+)")

BLANK = "–:"
"""What a note begins with that tells of which years' cells have a dash."""


class Fit(Enum):
    """Whether a measure has a time: it has, has another, says no year, or has dashes for it."""

    HAS = auto()
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


def seasons_of(measure: Measure) -> tuple[str, ...]:
    """What a plan writes beside the mark in a year's column: "2022: oppstart høst"."""
    return tuple(note for note in measure.notes if _SEASON_OF_YEAR.fullmatch(note))


def in_full(deadline: str, measure: Measure) -> str:
    """A measure's deadline with the season that its plan writes beside it: "2023 (vår)"."""
    notes = seasons_of(measure)
    own = [note.removeprefix(f"{deadline}: ").lower() for note in notes]
    return f"{deadline} ({'; '.join(own)})" if own else deadline


def fit(measure: Measure, times: Sequence[Time], due: bool) -> Fit:
    """Whether a measure has one of these times; where it is asked what is `due`, by its words of
    when alone, and otherwise also where its notes or status name the year."""
    years = years_of(measure)
    named = set() if due else _years_named(measure)
    if any(_has(measure, years, time, due) or _names(named, time) for time in times):
        return Fit.HAS
    if any(step_in(phase, time, due) for phase in phases_of(measure) for time in times):
        return Fit.HAS
    if not years | named:
        return Fit.BLANK if any(_is_blank(measure, time) for time in times) else Fit.NONE
    return Fit.OTHER if years else Fit.NONE


def _is_blank(measure: Measure, time: Time) -> bool:
    """Whether a plan has dashes for a measure in its columns of all the years of a time."""
    first, last = time.years
    dashed = (re.fullmatch(rf"{BLANK} (20\d\d)–(20\d\d)", note) for note in measure.notes)
    return any(match and int(match[1]) <= first and last <= int(match[2]) for match in dashed)


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
    return any(_names(_years_named(measure), time) for time in times)


def _years_named(measure: Measure) -> set[int]:
    noted = (note for note in measure.notes if not note.startswith(BLANK))
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
    """The parts of a year that a plan names for a measure; none where it has the whole year."""
    texts = [text for text in (measure.deadline, measure.moved_from) if text]
    for note in seasons_of(measure):
        named, _, words = note.partition(": ")
        texts += [f"{word} {named}" for word in re.findall(r"[^\W\d]+", words)]
    return [
        (first, last)
        for text in texts
        for first, last in days_named(text)
        if first.year == year == last.year and (first.month, last.month) != (1, 12)
    ]

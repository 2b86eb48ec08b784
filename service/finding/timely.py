"""What a question's time leaves and in what order, and what is said of it: counted from which day,
and that a plan says the year alone.

A plan that says only a year means by its end: such a measure answers for a part of that year, and
is said to be no more exact than that. It is not counted as due before or after a day of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum

from indexer.records import Measure
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands, of_share
from service.when.due import DueKind, due_of
from service.when.fitting import parts_of, step_in, years_of
from service.when.phases import phases_of
from service.when.progress import Progress, progress_of
from service.when.relative import FAR
from service.when.times import Time
from service.when.within import is_open, is_perhaps
from service.when.yearless import has_no_year, is_then
from service.words.phrases import Say, saying, title_of


class _Exact(IntEnum):
    """How exactly a plan says that a measure has a time."""

    NAMED = 0
    YEAR = 1
    NONE = 2


def timely(found: Evidence, today: date) -> Evidence:
    """What a question's times leave of what was found for it: what says a part of a year before
    what says the year alone, of deadlines to come what is due first, first."""
    question = found.question
    say = saying(question.language)
    times = question.times
    said = [_first("part_unread", name=t.unread, year=t.first.year) for t in times if t.unread]
    if not found.measures or not any(time.is_part for time in times):
        return found.saying(*said, *(_yearless(found.measures) if times else ()))
    measures, due = found.measures, question.asks_due
    if due and any(time.is_counted and time.last >= today for time in times):
        measures = tuple(m for m in measures if not _is_settled(m))
    if any(time.next_only for time in times):
        return _next(found, measures, today)
    exact = {m.measure_id: _exact(m, times, due) for m in measures}
    if due and all(map(is_open, times)):
        perhaps = [m for m in measures if is_perhaps(m, times)]
        return _surely(replace(found, measures=measures).saying(*said), perhaps)
    later: tuple[Measure, ...] = ()
    if due and all(time.is_counted for time in times):
        later = tuple(m for m in measures if _ends_behind(m, times, exact[m.measure_id]))
        later = later if len(later) < len(measures) else ()
    behind = {m.measure_id for m in later}
    kept = [m for m in measures if m.measure_id not in behind]
    if due:
        kept.sort(key=lambda m: (_day(m, times), exact[m.measure_id]))
    else:
        kept.sort(key=lambda m: exact[m.measure_id])
    said += [_first("counted_from", days=_days(t, say)) for t in times if t.is_counted]
    said += _of_years(kept, later, exact, times, due)
    said += [*_yearless(kept), *_timeless(kept, exact)]
    return replace(found, measures=tuple(kept)).saying(*said)


def _surely(found: Evidence, perhaps: Sequence[Measure]) -> Evidence:
    """What is due before or after a day for sure, and how many measures may be or not; these alone
    where nothing is sure."""
    question, count = found.question, len(perhaps)
    ordered = tuple(sorted(found.measures, key=lambda m: _day(m, question.times)))
    found = replace(found, measures=ordered)
    if not perhaps:
        return found
    unsure = {m.measure_id for m in perhaps}
    sure = tuple(m for m in found.measures if m.measure_id not in unsure)
    years = ", ".join(map(str, sorted({max(m.years) for m in perhaps if m.years})))
    one = "_one" if count == 1 else ""
    times = ", ".join(time.said for time in question.times)
    if not sure:
        return found.saying(_first(f"perhaps_alone{one}", count=count, years=years, times=times))
    plans = {m.plan_id for m in sure}
    open_plans = {m.plan_id for m in perhaps} - plans
    rest = [title_of(plan) for plan in found.plans if plan.plan_id in open_plans]
    said = [_first(f"perhaps{one}", count=count, years=years, times=times)]
    if rest:  # else they are said to have nothing
        said.append(_first("perhaps_in", plans=", ".join(rest)))
    return replace(found, measures=sure).saying(*said)


def _next(found: Evidence, measures: Sequence[Measure], today: date) -> Evidence:
    """The measures that are due first of all from a day on."""
    dues = [(due, m) for m in measures if (due := due_of(m)).kind is DueKind.DATE]
    days = [due.day for due, _ in dues if due.day is not None and due.day >= today]
    if not days:
        return found
    first = min(days)
    kept = tuple(m for due, m in dues if due.day == first)
    exact = {m.measure_id: _exact(m, found.question.times, True) for m in kept}
    next_due = _first("next_due", today=_written(today), day=_written(first))
    of_years = _of_years(kept, (), exact, found.question.times, True)
    return replace(found, measures=kept).saying(next_due, *of_years)


def _is_settled(measure: Measure) -> bool:
    """Whether its plan says that nothing of a measure is to come."""
    return progress_of(measure) in (Progress.DONE, Progress.DROPPED)


def _exact(measure: Measure, times: Sequence[Time], due: bool) -> _Exact:
    for time in times:
        if is_then(measure, time, due):
            return _Exact.NAMED
        steps = (s for s in phases_of(measure) if s.is_part or not time.is_part)
        if any(step_in(step, time, due) for step in steps):
            return _Exact.NAMED
        years = range(time.first.year, time.last.year + 1)
        for year in years_of(measure).intersection(years):
            if parts_of(measure, year):
                return _Exact.NAMED
    return _Exact.YEAR if years_of(measure) else _Exact.NONE


def _ends_behind(measure: Measure, times: Sequence[Time], exact: _Exact) -> bool:
    """Whether a measure of which only the year is said has all of it behind the year in which a
    time begins, and behind its end."""
    if exact is not _Exact.YEAR or not measure.years:
        return False
    year = max(measure.years)
    return all(t.first.year < year and date(year, 12, 31) > t.last for t in times)


def _day(measure: Measure, times: Sequence[Time]) -> date:
    """The first day within some times on which a measure, or a step of it, is due."""
    steps = [s.last for s in phases_of(measure) for t in times if step_in(s, t, True)]
    day = due_of(measure).day
    return min((*steps, *([day] if day else ())), default=date.max)


def _of_years(
    kept: Sequence[Measure],
    later: Sequence[Measure],
    exact: dict[str, _Exact],
    times: Sequence[Time],
    due: bool,
) -> Iterator[Said]:
    own = [m for m in kept if exact[m.measure_id] is _Exact.YEAR]
    if due:  # what goes on or waits for something is not due by the end of its year
        own = [m for m in own if due_of(m).kind is DueKind.DATE]
    alone = sum(is_perhaps(m, times) for m in own) if all(map(is_open, times)) else len(own)
    if later:
        years = ", ".join(map(str, sorted({max(m.years) for m in later})))
        name = "later_year_one" if len(later) == 1 else "later_year"
        yield _first(name, count=len(later), years=years)
    if alone:
        name = "year_alone_due" if due else "year_alone"
        yield _first(of_share(name, alone, len(kept)), count=alone)


def _yearless(kept: Sequence[Measure]) -> Iterator[Said]:
    """That plans tell when in the year, but not in which."""
    if count := sum(map(has_no_year, kept)):
        yield _first(of_share("yearless", count, len(kept)), count=count)


def _timeless(kept: Sequence[Measure], exact: dict[str, _Exact]) -> Iterator[Said]:
    """That plans tell neither the year nor when in it, where that is known."""
    count = sum(
        exact[m.measure_id] is _Exact.NONE and not has_no_year(m) and "deadline" not in m.uncertain
        for m in kept
    )
    if count:
        yield _first(of_share("timeless", count, len(kept)), count=count)


def unsaid_too(words: Sequence[str], measures: Sequence[Measure]) -> tuple[str, ...]:
    """The words of a question that no deadline of some measures has either ("kvartalsvis")."""
    deadlines = [m.deadline.lower() for m in measures if m.deadline]
    return tuple(
        word
        for word in words
        if not any(re.search(rf"\b{re.escape(word.lower())}", said) for said in deadlines)
    )


def _first(name: str, /, **values: object) -> Said:
    return Said(name, Stands.FIRST, values)


def _days(time: Time, say: Say) -> str:
    if time.last >= FAR:
        return say("from_day", day=_written(time.first), name=time.words)
    return say("from_to", first=_written(time.first), last=_written(time.last), name=time.words)


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"

"""Which of the measures found a question is for: those of a priority of the plan's own, and those
that have some years and not others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from indexer.records import Measure, Plan
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.reading.understand import Question
from service.results import Reason
from service.words.literal import without_literal
from service.words.phrases import listed, saying, title_of
from service.words.word_lists import rules, word_list


class Kind(StrEnum):
    """What is asked for: a priority (its value, the highest, the lowest, or which it is), or years
    (without another, with no other, with all, with a single one, or what is not understood)."""

    VALUE = "value"
    HIGHEST = "highest"
    LOWEST = "lowest"
    FIELD = "field"
    YEARS_NOT = "years_not"
    YEARS_ONLY = "years_only"
    YEARS_ALL = "years_all"
    YEARS_ONE = "years_one"
    YEARS_UNREAD = "years_unread"

    @property
    def is_priority(self) -> bool:
        return self in (Kind.VALUE, Kind.HIGHEST, Kind.LOWEST, Kind.FIELD)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`rest` is the question without what is read here; `value` the priority asked for; `year` the
    one that a measure is to have alone, or not to have; `count` how many years are all."""

    kind: Kind
    rest: str
    value: str = ""
    year: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Priorities:
    number: re.Pattern[str]
    level: re.Pattern[str]
    highest: re.Pattern[str]
    lowest: re.Pattern[str]
    first: re.Pattern[str]
    field: re.Pattern[str]
    rated: re.Pattern[str]
    unless: re.Pattern[str]
    high: re.Pattern[str]
    middle: re.Pattern[str]
    low: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Years:
    lists: re.Pattern[str]
    without: re.Pattern[str]
    not_due: re.Pattern[str]
    only: re.Pattern[str]
    all: re.Pattern[str]
    same: re.Pattern[str]
    unread: re.Pattern[str]


@cache
def _priorities() -> _Priorities:
    return rules(_Priorities, "chosen", "priority")


@cache
def _years() -> _Years:
    return rules(_Years, "chosen", "years")


def chosen_in(question: Question) -> Chosen | None:
    """What a question chooses among the measures it is about; null where it chooses none."""
    lowered = without_literal(question.text).lower()
    return _priority_in(question, lowered) or _years_in(question, lowered)


def _priority_in(question: Question, lowered: str) -> Chosen | None:
    words, text = _priorities(), question.text
    if question.noted or words.unless.search(lowered):
        return None
    ways = (
        (words.number, Kind.VALUE, "value"),
        (words.lowest, Kind.LOWEST, None),
        (words.highest, Kind.HIGHEST, None),
        (words.level, Kind.VALUE, "level"),
        (words.field, Kind.FIELD, None),
    )
    for asked, kind, value in ways:
        if match := asked.search(lowered):
            return Chosen(kind, _without(text, match.span()), match[value] if value else "")
    if match := words.rated.search(lowered):
        thing = text[match.start("thing") : match.end("thing")]
        return Chosen(Kind.FIELD, f"{text[: match.start()]}{thing} {text[match.end() :]}".strip())
    if match := words.first.search(lowered):
        does = "do" if question.language == "en" else "gjør"
        rest = text[: match.start(1)] + text[match.end(1) :]
        return Chosen(Kind.HIGHEST, rest[: match.start()] + does + rest[match.end() :])
    return None


def _years_in(question: Question, lowered: str) -> Chosen | None:
    words, text = _years(), question.text
    if question.status or not words.lists.search(lowered):
        return None
    found: Chosen | None = None
    rest = ""
    if match := words.same.search(lowered):
        found = Chosen(Kind.YEARS_ONE, _without(text, match.span()))
    elif match := words.only.search(lowered):
        year = match["year"] or match["year2"]
        rest = f"{text[: match.start()]} i {year} {text[match.end() :]}"
        found = Chosen(Kind.YEARS_ONLY, " ".join(rest.split()), year=int(year))
    elif match := words.not_due.search(lowered):
        found = Chosen(Kind.YEARS_NOT, _without(text, match.span()), year=int(match["year"]))
    elif match := words.without.search(lowered):
        rest = _without(text, match.span())
        if re.search(r"\b20\d\d\b", rest):
            found = Chosen(Kind.YEARS_NOT, rest, year=int(match["year"]))
    elif match := words.all.search(lowered):
        numbers = word_list("chosen")["numbers"].items()
        count = next((int(n) for n, said in numbers if match["number"] in said), None)
        found = Chosen(Kind.YEARS_ALL, _without(text, match.span()), count=count)
    unread = question.times and not question.noted and words.unread.search(lowered)
    return found or (Chosen(Kind.YEARS_UNREAD, text) if unread else None)


def _without(text: str, span: tuple[int, int]) -> str:
    return " ".join(f"{text[: span[0]]} {text[span[1] :]}".split())


def choose(
    asked: Chosen, found: Evidence, question: Question, measures: Sequence[Measure]
) -> Evidence:
    """What is chosen of what was found for the rest of a question, and what is said of it;
    `measures` are those of the whole index."""
    found = replace(found, question=replace(found.question, text=question.text))
    if asked.kind is Kind.YEARS_UNREAD:
        if not (found.measures or found.facts):
            return found
        return found.saying(Said(asked.kind.value, Stands.FIRST))
    if asked.kind.is_priority:
        return _of_priority(asked, found, measures)
    keep = _has_years(asked, found.plans, measures)
    kept = tuple(measure for measure in found.measures if keep(measure))
    said = Said(asked.kind.value, Stands.FIRST, {"year": asked.year or ""})
    return _left(found, kept, [said] if kept else [])


def _left(found: Evidence, kept: tuple[Measure, ...], said: Sequence[Said]) -> Evidence:
    reason = found.reason if kept else found.reason or Reason.NO_EVIDENCE
    left = replace(found, measures=kept, facts=(), reason=reason, left_out=None)
    return left.saying(*said)


_WHOLE_PERIOD = re.compile(r"\b(?:hele|heile) (?:plan)?perioden\b|\bplanperioden\b")


def _has_years(
    asked: Chosen, plans: Sequence[Plan], measures: Sequence[Measure]
) -> Callable[[Measure], bool]:
    periods = {plan.plan_id: plan.period for plan in plans}
    years: dict[str, set[int]] = defaultdict(set)
    for each in measures:
        years[each.plan_id].update(each.years)

    def all_years(measure: Measure) -> bool:
        if _WHOLE_PERIOD.search((measure.deadline or "").lower()):
            return True
        period = periods.get(measure.plan_id)
        own = years[measure.plan_id]
        if asked.count and len(own) == asked.count:
            return own <= set(measure.years)
        if asked.count and (period is None or period[1] - period[0] + 1 != asked.count):
            return False
        return period is not None and {*range(period[0], period[1] + 1)} <= set(measure.years)

    return {
        Kind.YEARS_NOT: lambda m: bool(m.years) and asked.year not in m.years,
        Kind.YEARS_ONLY: lambda m: set(m.years) == {asked.year},
        Kind.YEARS_ALL: all_years,
        Kind.YEARS_ONE: lambda m: len(m.years) == 1,
    }[asked.kind]


def _of_priority(asked: Chosen, found: Evidence, measures: Sequence[Measure]) -> Evidence:
    """The measures of a priority; the plans that give none are named."""
    given: dict[str, set[str]] = {plan.plan_id: set() for plan in found.plans}
    for measure in measures:
        if measure.priority and measure.plan_id in given:
            given[measure.plan_id].add(measure.priority)
    silent = [plan for plan in found.plans if not given[plan.plan_id]]
    said = []
    if silent and len(silent) == len(found.plans):
        said.append(Said("priority_nowhere", Stands.FIRST))
    elif silent:
        plans = listed([title_of(plan) for plan in silent], saying(found.question.language))
        said.append(Said("priority_none", Stands.FIRST, {"plans": plans}))
    if asked.kind is Kind.FIELD:
        return replace(found, priority=True)
    wanted = {plan_id: _wanted(asked, values) for plan_id, values in given.items()}
    kept = tuple(m for m in found.measures if m.priority and m.priority in wanted[m.plan_id])
    if kept and asked.kind is not Kind.VALUE:
        said.append(Said(f"priority_{asked.kind.value}", Stands.FIRST))
    return replace(_left(found, kept, said), priority=True)


def _wanted(asked: Chosen, values: set[str]) -> set[str]:
    """Which of a plan's priorities are asked for."""
    ranks = {value: rank for value in values if (rank := _rank(value)) is not None}
    if not ranks:
        return set()
    if asked.kind in (Kind.HIGHEST, Kind.LOWEST):
        best = (min if asked.kind is Kind.HIGHEST else max)(ranks.values())
        return {value for value, rank in ranks.items() if rank == best}
    number = int(asked.value) if asked.value.isdigit() else _rank(asked.value)
    return {value for value, rank in ranks.items() if rank == number}


def _rank(value: str) -> int | None:
    """Which a priority is, 1 the highest, by its number, letter or word."""
    if match := re.match(r"\W*(\d+)\b", value):
        return int(match[1])
    lowered, words = value.strip().lower(), _priorities()
    ranks = (words.high, words.middle, words.low)
    return next((rank for rank, said in enumerate(ranks, 1) if said.match(lowered)), None)

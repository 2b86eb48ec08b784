"""When a measure begins, where its plan says so: "Når starter akuttgeriatrisk team?"."""

from __future__ import annotations

import re
from datetime import date

from indexer.records import Column, Measure
from indexer.year_marks import marks_in
from service.when.dated import days_named
from service.when.phases import LONGEST_PART, first_words, phases_of
from service.words.phrases import Say
from service.words.word_lists import patterns

_ENDS = re.compile(r"(?:[,;:]|(?<!\d)\.)(?:\s|$)|\s(?:og|men|and)\s")
"""What ends the words for a time."""

LONGEST_TIME = 40
"""Characters in which a time stands behind what says that something begins."""


def asks_start(lowered: str) -> list[tuple[int, int]]:
    """Where a question says that it asks when something begins; nowhere if it does not."""
    words = patterns("happens")
    if not words["asks_start"].search(lowered):
        return []
    return [match.span() for match in words["start_words"].finditer(lowered)]


def start_column(measure: Measure) -> str | None:
    """What stands in a plan's own column of starts."""
    heading = patterns("happens")["start_heading"]
    own = (
        v for name, v in measure.other.items() if v.strip(" -–") and heading.search(name.lower())
    )
    return next(own, None)


def start_of(measure: Measure) -> str | None:
    """When a measure begins in the plan's own words; null where it does not say."""
    if column := start_column(measure):
        return column
    for mark in marks_in(measure.notes):
        if mark.words and patterns("happens")["said"].search(mark.words.lower()):
            return mark.note
    fields = (measure.deadline, measure.status, *measure.text.split("\n"), *measure.indicators)
    for text in fields:
        if text and (said := _said(text)):
            return said
    return next((first_words(p.said) for p in phases_of(measure) if p.is_first), None)


def start_days(measure: Measure) -> list[tuple[date, date]]:
    """The days on one of which a measure begins, by its plan's own words."""
    start = start_of(measure)
    if start is None:
        return []
    if mark := next(marks_in([start]), None):
        start = " ".join(mark.times)
    days = list(days_named(start))
    parts = [(first, last) for first, last in days if (last - first).days < LONGEST_PART]
    return parts or days


def years_marked(measure: Measure) -> str | None:
    """A measure's years where its plan has columns of years or a span: they say when it is under
    way, and not when it begins."""
    marked = any(piece.field == Column.YEAR.value for piece in measure.source.pieces)
    return measure.deadline if len(measure.years) > 1 or marked else None


def told_start(measure: Measure, say: Say) -> str:
    """When a measure begins, or that its plan does not say it."""
    if start := start_of(measure):
        return say("start", when=" ".join(start.split()))
    years = years_marked(measure)
    return say("no_start_years", years=years) if years else say("no_start")


def _said(text: str) -> str | None:
    """What stands in a text of when something begins: "oppstart høst 2025"."""
    flat = " ".join(text.split())
    for match in patterns("happens")["start_said"].finditer(flat.lower()):
        behind = _ENDS.split(flat[match.end() :])[0][:LONGEST_TIME]
        first = re.search(r"\d{4}", behind)
        if first and next(iter(days_named(f"{match[0]}{behind}")), None):
            return f"{flat[match.start() : match.end()]}{behind[: first.end()]}".strip()
    return None

"""Questions for what happens or begins at a time: "Hva skal settes i gang i 2025?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.records import Measure
from service.due import days_named
from service.times import Time
from service.word_lists import patterns

_OF_YEAR = re.compile(r"(20\d\d): (.+)")


@dataclass(frozen=True, slots=True)
class Happening:
    """Where a question says no more than that something happens, and whether it is to begin."""

    spans: tuple[tuple[int, int], ...] = ()
    begins: bool = False


NOTHING = Happening()

LONGEST_PART = 300
"""Days that a part of a year has less than."""


def happening_in(lowered: str) -> Happening:
    """The words of happening and beginning in a question that names a time."""
    words = patterns("happens")
    if words["unless"].search(lowered):
        return NOTHING
    begins = [match.span() for match in words["begins"].finditer(lowered)]
    happens = [match.span() for match in words["happens"].finditer(lowered)]
    return Happening((*happens, *begins), bool(begins))


def begins_at(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether a measure's plan says that it begins at one of these times: "2022: oppstart høst"."""
    said = (measure.deadline, measure.status, *measure.notes)
    starts = [text for text in said if text and patterns("happens")["said"].search(text.lower())]
    days = [span for text in starts for span in _days_in(text)]
    return any(first <= time.last and time.first <= last for first, last in days for time in times)


def _days_in(text: str) -> list[tuple[date, date]]:
    """The times that a text names, parts of years before the years around them."""
    if of_year := _OF_YEAR.fullmatch(text):
        text = " ".join(f"{word} {of_year[1]}" for word in re.findall(r"[^\W\d]+", of_year[2]))
    days = list(days_named(text))
    parts = [(first, last) for first, last in days if (last - first).days < LONGEST_PART]
    return parts or days

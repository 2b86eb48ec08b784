"""Questions for what happens or begins at a time: "Hva skal settes i gang i 2025?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Measure
from service.when.starting import start_column, start_days
from service.when.times import Time
from service.words.word_lists import patterns


@dataclass(frozen=True, slots=True)
class Happening:
    """Where a question says no more than that something happens, and whether it is to begin."""

    spans: tuple[tuple[int, int], ...] = ()
    begins: bool = False


NOTHING = Happening()


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
    days = start_days(measure)
    return any(first <= time.last and time.first <= last for first, last in days for time in times)


def begins_elsewhen(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether a measure's plan has a column that says that it begins at another time."""
    return start_column(measure) is not None and not begins_at(measure, times)

"""Dated steps within a measure, in its indicators or its text: "Fase 1 (høsten 2026): …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from indexer.records import Measure
from service.when.dated import days_named
from service.words.word_lists import patterns

LONGEST_PART = 300
"""Days that a part of a year has less than."""

LONGEST_LEAD = 60
"""Characters from where a step is named in which its time stands."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A step in the plan's own words, and its days; `is_first` is the one that begins it all."""

    said: str
    first: date
    last: date
    is_first: bool
    is_indicator: bool

    @property
    def is_part(self) -> bool:
        """Whether its time is less than a year."""
        return (self.last - self.first).days < LONGEST_PART

    def is_in(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


def phases_of(measure: Measure) -> tuple[Phase, ...]:
    """The steps of a measure that have a time, as they stand there."""
    texts = [(text, True) for text in measure.indicators]
    texts += [(line, False) for line in measure.text.split("\n")]
    return tuple(
        phase
        for text, is_indicator in texts
        if "20" in text
        for phase in _in(" ".join(text.split()), is_indicator)
    )


def _in(text: str, is_indicator: bool) -> list[Phase]:
    words = patterns("happens")
    starts = [match.start() for match in words["phase"].finditer(text.lower())]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        said = text[start:end].strip(" ;,–-")
        if days := next(iter(days_named(said[:LONGEST_LEAD])), None):
            is_first = words["first_phase"].search(said.lower()) is not None
            found.append(Phase(said, *days, is_first, is_indicator))
    return found


def first_words(text: str) -> str:
    """What a step is called and its time, without what is done in it."""
    return re.split(r"(?<=\)):|:\s", text)[0]

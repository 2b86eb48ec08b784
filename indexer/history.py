"""Tables that look back: what became of an earlier plan's measures is no measure of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from indexer.layout import RawTable
from indexer.records import Column
from indexer.vocabulary import any_of, vocabulary
from indexer.years_named import years_in

HISTORY = "tabellen gjelder tiltak i en tidligere plan"

_SPAN = re.compile(r"\b20\d\d\s?[-–/]\s?(?:20)?\d\d\b")


def looks_back(
    table: RawTable, period: tuple[int, int] | None, deadlines: Sequence[str] = ()
) -> bool:
    """Whether a table's headings say that its measures are an earlier plan's than the one of
    `period`, its first and last year.

    Not where they are carried on ("Tiltak videreført fra forrige plan"), nor where one of the
    `deadlines` in it is in the plan's own period.
    """
    if period and any(year >= period[0] for text in deadlines for year in years_in(text)):
        return False
    measure = (head.label for head in table.header if head.column is Column.MEASURE)
    headings = (*table.section, *measure)
    back = next((i for i, said in enumerate(headings) if _says_back(said, period)), None)
    carried = _pattern(vocabulary().carried_on)
    return back is not None and not any(carried.search(said) for said in headings[back:])


def _says_back(heading: str, period: tuple[int, int] | None) -> bool:
    """Whether a heading names an earlier plan, or years before the plan's own with a word for
    looking back or nothing but measures ("Status for tiltak i 2023", "Tiltak 2020–2024")."""
    known, years = vocabulary(), years_in(heading)
    if _pattern(known.earlier_plan).search(heading):
        return True
    if not (period and years and years[-1] < period[0]):
        return False
    words = re.findall(r"[^\W\d_]+", heading.lower())
    only, span = set(words) <= known.only_measures, _SPAN.search(heading) is not None
    of_plan = any("tiltak" in word or "plan" in word for word in words)
    back = _pattern(known.looks_back).search(heading) is not None
    return (span and only and of_plan) or (back and (span or of_plan))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, at the beginning of one."""
    return re.compile(rf"\b(?:{any_of(words)})", re.IGNORECASE)

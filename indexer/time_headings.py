"""Columns headed by times: "Jan | Feb", "1. kv | 2. kv" under a year, "Vår 2026 | Høst 2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from indexer.records import Column
from indexer.vocabulary import any_of, column_of, vocabulary


def with_times(kinds: Sequence[Column | None], labels: Sequence[str]) -> list[Column | None]:
    """The kinds of columns with those headed by parts of years as `YEAR`, which a mark below tells
    to be when; one alone is none ("Vår" may be ours, "Mai" a name)."""
    found = list(kinds)
    timed = [i for i, label in enumerate(labels) if kinds[i] is None and is_part(label)]
    years = [i for i, kind in enumerate(kinds) if kind is Column.YEAR]
    if len(timed) + len(years) > 1:
        for index in timed:
            found[index] = Column.YEAR
    return found


def is_part(label: str) -> bool:
    """Whether a heading is a part of a year and nothing else, with its year or without."""
    return _part().fullmatch(label.strip(" .:")) is not None


def is_year(label: str) -> bool:
    """Whether a heading is a year alone."""
    return re.fullmatch(r"20\d\d", label.strip()) is not None


def below_year(year: str, label: str) -> tuple[str, Column]:
    """The heading and kind of a column below a year: a part of it, or what the year's column holds
    of something ("2026" over "Drift | Investering")."""
    if is_part(label):
        named = re.search(r"20\d\d", label)
        return (label if named else f"{label} {year}"), Column.YEAR
    return f"{year} {label}", column_of(label) or Column.OTHER


@cache
def _part() -> re.Pattern[str]:
    known = vocabulary()
    names = rf"(?:{any_of((*known.seasons, *known.time_headings, *known.short_months))})\.?"
    units = "kvartal|kv|tertial|halvår|semester|quarter|half"
    weeks = r"(?:uke|veke|week)\.?\s?\d{1,2}"
    part = rf"(?:{names}|[hqtk]\d|\d\.?\s?(?:{units})\.?|(?:{units})\.?\s?\d|{weeks})"
    parts = rf"{part}(?:\s?[-–/]\s?{part})?"
    year = r"[’']?(?:20\d\d|\d\d)"
    return re.compile(
        rf"{parts}(?:[\s,.:/-]{{1,2}}{year})?|20\d\d[\s,.:/-]{{0,3}}{parts}", re.IGNORECASE
    )

"""When a measure is due: the last day that the plan's own words allow.

Nothing is guessed: "Løpende" has no day, a blank cell no deadline, and words that name no end
("Oppstart 2024", "Snarest") are said to name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indexer.records import Measure
from service.year_parts import (
    Precision,
    Span,
    counted,
    feast_of,
    feasts,
    month_of,
    months,
    seasons,
    span_of,
)


class DueKind(StrEnum):
    """What a plan says of when a measure is due."""

    DATE = "date"
    ONGOING = "ongoing"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is null unless `kind` is a date. `unknown` is a cell that could not be read or whose
    words name no end; `none` is a blank one."""

    kind: DueKind
    day: date | None = None
    precision: Precision | None = None


_ONGOING = re.compile(
    r"\b(?:(?:fort)?løp[ae]nde|kontinuerl[ie]i?g|permanent|varig|(?:halv)?årl[ie]i?g|kvartalsvis"
    r"|månedlig|h?v[ae]rt år|i hei?le perioden|hei?le perioden|planperioden)\b"
)
_MONTH, _SEASON = months(), seasons()
_YEAR = r"(?P<year>20\d\d)(?:\s?[-–/]\s?(?P<last>(?:20)?\d\d)(?![\d.]))?"
_NAMED = r"(?P<named>20\d\d|[2-6]\d(?![\d.%]|,\d|\s?%))"
_TIMES = re.compile(
    r"(?P<before>før\s+)?"
    r"(?:\b(?P<third>primo|medio|(?:begynnelsen|starten|midten) av)\s+)?(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?<![\d/])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<dated>(?:20)?\d\d)(?!\d)"
    rf"|(?P<feast>(?<=\b(?:før|til)\s)(?:{feasts()})\b|(?<=\b(?:innen|innan|etter)\s)(?:{feasts()})\b)"
    r"\s(?P<feasted>20\d\d)"
    rf"|(?:(?P<nth>\d{{1,2}})\.\s?)?\b(?P<name>{_MONTH})\b\.?,?\s?[-/]?\s?{_NAMED}"
    rf"|(?P<part>{counted()}|\b(?:{feasts()})\b),?\s?[-/]?\s?(?:i\s)?(?P<parted>20\d\d)"
    rf"|(?P<parted2>20\d\d)[,:]?\s?-?(?P<part2>{counted()})"
    rf"|\b(?P<season>{_SEASON})\b(?:\s?[/–-]\s?(?P<season2>{_SEASON})\b)?,?\s?(?P<seasoned>20\d\d)"
    rf"|(?P<seasoned2>20\d\d),?\s(?P<season3>{_SEASON})\b"
    rf"|{_YEAR})"
)
_STARTS_ONLY = re.compile(
    r"^\W*(?:oppstart|start|fra|frå|f\.?o\.?m\.?|etter|ikk(?:e|je) før|tidlegast|tidligst)\b"
    r"(?!.*\b(?:til|frem|fram|t\.?o\.?m|ferdig\w*|avslutt\w*|slutt\w*|innen|innan"
    r"|fullfør\w*|gjennomfør\w*)\b)"
)
_ONGOING_FIRST = re.compile(rf"^\W*{_ONGOING.pattern}(?!.*\b(?:til|innen|innan|utgangen)\b)")
"""Ongoing, whatever else is said: "Løpende, evalueres 2025"; not "Løpende til 2025"."""


def due_of(measure: Measure) -> Due:
    """When a measure is due by its plan's wording, the newest where it was moved."""
    if measure.deadline is None:
        unread = "deadline" in measure.uncertain
        return Due(DueKind.UNKNOWN if unread else DueKind.NONE)
    return read_due(measure.deadline)


def read_due(wording: str) -> Due:
    """When something is due by the words of a deadline; the latest day where they name several."""
    text = " ".join(wording.lower().split())
    if _STARTS_ONLY.search(text):
        return Due(DueKind.UNKNOWN)
    if _ONGOING_FIRST.search(text):
        return Due(DueKind.ONGOING)
    found = list(_days(text))
    if found:
        day, precision = max(found, key=lambda each: each[0])
        return Due(DueKind.DATE, day, precision)
    if _ONGOING.search(text):
        return Due(DueKind.ONGOING)
    return Due(DueKind.UNKNOWN)


def days_named(wording: str) -> Iterator[tuple[date, date]]:
    """The first and last day of every time that a wording names, in order; what is before a part
    of a year begins with the year."""
    for match in _TIMES.finditer(" ".join(wording.lower().split())):
        try:
            first, last, _ = _span(match)
        except ValueError:
            continue
        if match["before"] and first > date(first.year, 1, 1):
            yield date(first.year, 1, 1), first - timedelta(days=1)
        elif match["third"]:
            third = (last - first) // 3
            begins = 0 if match["third"].startswith(_FIRST_THIRD) else 1
            yield first + begins * third, first + (begins + 1) * third
        else:
            yield first, last


_FIRST_THIRD = ("primo", "begyn", "start")


def _days(text: str) -> Iterator[tuple[date, Precision]]:
    for match in _TIMES.finditer(text):
        try:
            first, last, precision = _span(match)
        except ValueError:
            continue
        if match["before"]:
            yield first - timedelta(days=1), precision
        elif match["third"]:
            thirds = 1 if match["third"].startswith(_FIRST_THIRD) else 2
            yield first + (last - first) * thirds // 3, Precision.PART
        else:
            yield last, precision


def _span(match: re.Match[str]) -> Span:
    """The first and last day of a time that is named. Raises ValueError for a day there is not."""
    day = _exact(match)
    if day is not None:
        return day, day, Precision.DAY
    if match["feast"]:
        return feast_of(match["feast"], int(match["feasted"]))
    if match["name"]:
        return _of_year(match["name"], _full(match["named"]))
    if words := match["part"] or match["part2"]:
        return _of_year(words, int(match["parted"] or match["parted2"]))
    if first := match["season"] or match["season3"]:
        year = int(match["seasoned"] or match["seasoned2"])
        begins, ends = _of_year(first, year), _of_year(match["season2"] or first, year)
        return begins[0], ends[1], Precision.SEASON
    first_year = int(match["year"])
    last_year = _full(match["last"]) if match["last"] else first_year
    return date(first_year, 1, 1), date(max(first_year, last_year), 12, 31), Precision.YEAR


def _exact(match: re.Match[str]) -> date | None:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["day"]:
        return date(_full(match["dated"]), int(match["month"]), int(match["day"]))
    if match["nth"]:
        return date(_full(match["named"]), month_of(match["name"]), int(match["nth"]))
    return None


def _of_year(part: str, year: int) -> Span:
    """Raises ValueError for a part that the year has not."""
    if (span := span_of(part, year)) is None:
        raise ValueError(part)
    return span


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)

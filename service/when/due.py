"""When a measure is due: the last day that the plan's own words allow.

Nothing is guessed: "Løpende" has no day, a blank cell no deadline, and words that name no end
("Oppstart 2024", "Snarest") are said to name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from indexer.records import Measure
from indexer.year_parts import (
    Precision,
    Span,
    counted,
    feast_of,
    feasts,
    is_feast,
    lead,
    month_of,
    months,
    seasons,
    span_of,
    third,
    third_of,
)
from service.words.word_lists import word_list


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


_MONTH, _SEASON, _PART = months(), seasons(), counted()
_YEAR = r"(?P<year>20\d\d)(?:\s?[-–/]\s?(?P<last>(?:20)?\d\d)(?![\d.]))?"
_NAMED = r"(?P<named>20\d\d|[2-6]\d(?![\d.%]|,\d|\s?%))"


def _to(name: str) -> str:
    """What joins the two ends of a time that has its year behind the second ("mai–juni 2025")."""
    return rf"\.?\s?(?P<{name}>[-–/]|\b(?:og|and|til|to)\b)\s?"


_TIMES = re.compile(
    rf"(?:\b(?P<since>{lead('since')})\s+|\b(?P<before>{lead('before')})\s+)?"
    rf"(?:\b(?:(?P<first>{third('first')})|(?P<middle>{third('middle')}))(?:\s+|(?<=-)))?(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?<![\d/])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<dated>(?:20)?\d\d)(?!\d)"
    rf"|(?:(?=\d{{1,2}}\.|\b(?:{_MONTH})\b)(?:(?P<nth_from>\d{{1,2}})\.\s?)?"
    rf"(?:\b(?P<name_from>{_MONTH})\b)?{_to('to_name')})?"
    rf"(?:(?P<nth>\d{{1,2}})\.\s?)?\b(?P<name>{_MONTH})\b\.?,?\s?[-/]?\s?{_NAMED}"
    rf"|(?:(?P<part_from>{_PART}){_to('to_part')})?"
    rf"(?P<part>{_PART}|\b(?:{feasts()})\b),?\s?[-/]?\s?(?:(?:i|in|of|av)\s)?(?P<parted>20\d\d)"
    rf"|(?P<parted2>20\d\d)[,:]?\s?[-(]?(?P<part2>{_PART})"
    rf"|(?:\b(?P<season_from>{_SEASON})\b{_to('to_season')})?"
    rf"\b(?P<season>{_SEASON})\b,?\s?(?P<seasoned>20\d\d)"
    rf"|(?P<seasoned2>20\d\d)[,:]?\s\(?(?P<season2>{_SEASON})\b"
    rf"|{_YEAR})"
)


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """What is said of when beside times; `starts` names no end, and `ongoing` none that passes,
    whatever else is said: "Løpende, evalueres 2025"; not "Løpende til 2025"."""
    said = word_list("due")
    until, since, after = lead("until"), f"{lead('since')}|{lead('ever')}", lead("after")
    return {
        "ongoing": re.compile(rf"\b(?:{said['ongoing']})\b"),
        "ongoing_first": re.compile(
            rf"^\W*\b(?:{said['ongoing']})\b(?!.*\b(?:{said['ends_it']}|{until})\b)"
        ),
        "starts": re.compile(
            rf"^\W*(?:{said['begins']}|{since}|{after})\b"
            rf"(?!.*\b(?:{said['ends_it']}|{said['finishes']}|{until})\b)"
        ),
    }


def due_of(measure: Measure) -> Due:
    """When a measure is due by its plan's wording, the newest where it was moved."""
    if measure.deadline is None:
        unread = "deadline" in measure.uncertain
        return Due(DueKind.UNKNOWN if unread else DueKind.NONE)
    return read_due(measure.deadline)


def read_due(wording: str) -> Due:
    """When something is due by the words of a deadline; the latest day where they name several."""
    text, words = _flat(wording), _words()
    if words["starts"].search(text):
        return Due(DueKind.UNKNOWN)
    if words["ongoing_first"].search(text):
        return Due(DueKind.ONGOING)
    found = [(last, precision) for _, last, precision in _times(text)]
    if found:
        return Due(DueKind.DATE, *max(found, key=lambda each: each[0]))
    return Due(DueKind.ONGOING if words["ongoing"].search(text) else DueKind.UNKNOWN)


def days_named(wording: str) -> Iterator[tuple[date, date]]:
    """The first and last day of every time that a wording names, in order; what is before a time
    begins with the year of its last day."""
    return ((first, last) for first, last, _ in _times(_flat(wording)))


def _flat(wording: str) -> str:
    return " ".join(wording.lower().split())


def _times(text: str) -> Iterator[Span]:
    for match in _TIMES.finditer(text):
        try:
            spans = list(_spans(match))
        except ValueError:
            continue
        for first, last, precision in spans:
            if match["before"]:
                day = first - timedelta(days=1)
                yield date(day.year, 1, 1), day, precision
            elif match["first"] or match["middle"]:
                which = "first" if match["first"] else "middle"
                yield *third_of(which, first, last), Precision.PART
            else:
                yield first, last, precision


def _spans(match: re.Match[str]) -> Iterator[Span]:
    """The time that is named, from its first end to its second; both, where "og" joins two between
    which there is another. Raises ValueError for a day there is not."""
    span, begins = _span(match), _begin(match)
    if begins is None:
        yield span
        return
    joint = match["to_name"] or match["to_part"] or match["to_season"]
    if joint in ("og", "and") and begins[1] + timedelta(days=1) < span[0]:
        yield begins
        yield span
    else:
        yield begins[0], span[1], span[2]


def _begin(match: re.Match[str]) -> Span | None:
    """The first end of a time, which is in the year before where it would be behind the second."""
    last = _span(match)[1]

    def of_year(year: int) -> Span:
        if match["part_from"] or match["season_from"]:
            return _of_year(match["part_from"] or match["season_from"], year)
        month = match["name_from"] or match["name"]
        if match["nth_from"]:
            day = date(year, month_of(month), int(match["nth_from"]))
            return day, day, Precision.DAY
        return _of_year(month, year)

    if not any(match[name] for name in ("to_name", "to_part", "to_season")):
        return None
    found = of_year(last.year)
    return found if found[0] <= last else of_year(last.year - 1)


def _span(match: re.Match[str]) -> Span:
    """The days of the time that has its year. Raises ValueError for a day there is not."""
    day = _exact(match)
    if day is not None:
        return day, day, Precision.DAY
    if match["name"]:
        if is_feast(match["name"], match.string[: match.start("name")]):
            return feast_of(match["name"], _full(match["named"]))
        return _of_year(match["name"], _full(match["named"]))
    if words := match["part"] or match["part2"] or match["season"] or match["season2"]:
        year = next(match[n] for n in ("parted", "parted2", "seasoned", "seasoned2") if match[n])
        return _of_year(words, int(year))
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

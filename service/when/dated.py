"""The days of the times that a plan's words name: "31/12-25", "høst/vår 2025/26", "mai–juni"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

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
    said,
    seasons,
    span_of,
    third,
    third_of,
)

_MONTH, _SEASON, _PART = months(), seasons(), counted()
_YEAR = r"(?P<year>20\d\d)(?:\s?[-–/]\s?(?P<last>(?:20)?\d\d)(?![\d.]))?"
_ALONE = r"(?!\d|\s?%|[.,]\d|\s?(?!(?:og|til|eller|and|to|or)\b)[a-zæøå])"
"""What a year of two digits has not behind it, which else may be a number of something."""

_WEEK = re.compile(said("dates", "week"))
_BEFORE_DAY = re.compile(
    rf"(?:^|[(,;–-]\s?|\b(?:{lead('since')}|{lead('until')}|{lead('before')}|{lead('after')}"
    rf"|{said('dates', 'before_day')})\s)$"
)
"""What stands before a day without a point ("by 15 June 2025"), which is no number of a phase."""


def _to(name: str) -> str:
    """What joins the two ends of a time that has its year behind the second ("mai–juni 2025")."""
    return rf"\.?\s?(?P<{name}>[-–/]|\b(?:og|and|til|to)\b)\s?"


def _named(name: str) -> str:
    """The year of a part of one ("høst 25", "Q3-2026"), and the next one where both stand there."""
    again = rf"(?:\s?[/–-]\s?(?P<{name}_to>(?:20)?\d\d)(?!\s?[a-zæøå]|[\d./-]))?"
    return rf"(?P<{name}>20\d\d|(?<=[\s./–-])[’']?[2-6]\d{_ALONE}){again}"


_WHOLE_DATE = (
    r"(?P<iso>20\d\d-\d\d-\d\d|20\d\d\.\d\d\.\d\d(?!\d))"
    r"|(?<![\d/])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<dated>(?:20)?\d\d)(?!\d)"
    r"|(?<![\d/.-])(?P<day2>\d{1,2})"
    r"(?:/(?P<month2>\d{1,2})\s|-(?P<month3>\d{1,2})-|\.(?P<month4>0[1-9]|1[0-2])\s)"
    r"(?P<dated2>20\d\d)(?!\d)"
    rf"|\b(?P<name3>{_MONTH})\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,\s(?P<dated3>20\d\d)"
)
_MONTH_BY_NUMBER = (
    rf"(?<!{said('dates', 'number_1')} )(?<!{said('dates', 'number_2')} )"
    rf"(?<!{said('dates', 'number_3')} )(?<![\d/.-])"
    r"(?P<number>0?[1-9]|1[0-2])[./-](?P<numbered>20\d\d)(?!\d|[./-]\d)"
    r"|(?P<numbered2>20(?:1[3-9]|[2-9]\d))-(?P<number2>0[1-9]|1[0-2])(?!\d|[./-]\d)"
)
_ACROSS = (
    rf"\b(?:(?P<turn>{said('across', 'turn')})|(?P<school>{said('across', 'school')})"
    rf"|(?P<winter>{said('unread', 'winter')}))\s"
    r"(?P<across>20\d\d)(?:\s?[-–/]\s?(?P<across_to>(?:20)?\d\d)(?!\d))?"
)
_TIMES = re.compile(
    rf"(?:\b(?P<since>{lead('since')})\s+|\b(?P<before>{lead('before')})\s+)?"
    rf"(?:\b(?:(?P<first>{third('first')})|(?P<middle>{third('middle')}))(?:\s+|(?<=-)))?(?:"
    rf"{_WHOLE_DATE}"
    rf"|(?:(?=\d{{1,2}}\.|\b(?:{_MONTH})\b)(?:(?P<nth_from>\d{{1,2}})\.\s?)?"
    rf"(?:\b(?P<name_from>{_MONTH})\b)?{_to('to_name')})?"
    r"(?:(?P<nth>\d{1,2})\.\s?|\b(?P<bare>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?)?"
    rf"\b(?P<name>{_MONTH})\b\.?,?\s?[-/]?\s?{_named('named')}"
    rf"|(?:(?P<part_from>{_PART}){_to('to_part')})?"
    rf"(?P<part>{_PART}|\b(?:{feasts()})\b),?\s?[-/]?\s?(?:(?:i|in|of|av)\s)?{_named('parted')}"
    rf"|(?P<parted2>20\d\d)[,:]?\s?[-(]?(?P<part2>{_PART})"
    rf"|(?:\b(?P<season_from>{_SEASON})\b{_to('to_season')})?"
    rf"\b(?P<season>{_SEASON})\b,?\s?[-/]?\s?{_named('seasoned')}"
    rf"|(?P<seasoned2>20\d\d)[,:]?\s\(?(?P<season2>{_SEASON})\b"
    rf"|{_ACROSS}|{_MONTH_BY_NUMBER}|{_YEAR})"
)


def days_named(wording: str) -> Iterator[tuple[date, date]]:
    """The first and last day of every time that a wording names, in order; what is before a time
    begins with the year of its last day."""
    return ((first, last) for first, last, _ in spans_in(wording))


def spans_in(wording: str) -> Iterator[Span]:
    """Every time that a wording names, in order; none for a day that there is not."""
    for match in _TIMES.finditer(" ".join(wording.lower().split())):
        try:
            spans = list(_spans(match))
        except ValueError:
            continue
        for first, last, precision in spans:
            if match["before"]:
                day = last if match["turn"] else first - timedelta(days=1)
                yield date(day.year, 1, 1), day, precision
            elif match["first"] or match["middle"]:
                which = "first" if match["first"] else "middle"
                yield *third_of(which, first, last), Precision.PART
            else:
                yield first, last, precision


def _spans(match: re.Match[str]) -> Iterator[Span]:
    """The time that is named, from its first end to its second; both, where "og" joins two between
    which there is another. Raises ValueError for a day there is not."""
    if match["across"]:
        yield _across(match)
        return
    first_year, last_year = _years(match)
    begins = _begin(match, first_year, last_year)
    if begins is None:
        span = _span(match, first_year)
        if last_year == first_year:
            yield span
        else:  # "høst 2025 – 2026"
            yield span[0], date(last_year, 12, 31), Precision.YEAR
        return
    span = _span(match, last_year)
    joint = match["to_name"] or match["to_part"] or match["to_season"]
    if joint in ("og", "and") and begins[1] + timedelta(days=1) < span[0]:
        yield begins
        yield span
    else:
        yield begins[0], span[1], span[2]


_NAMES = ("named", "parted", "parted2", "seasoned", "seasoned2")


def _years(match: re.Match[str]) -> tuple[int, int]:
    """The first and last year beside a part of one; the year itself twice where it stands alone."""
    name = next((name for name in _NAMES if match[name]), None)
    if name is None:
        return 0, 0
    first = _full(match[name])
    if name == "parted" and len(match[name]) < 4 and _WEEK.match(match["part"]):
        raise ValueError(match[0])  # "uke 12 - 25" has no year
    to = match[f"{name}_to"] if name in ("named", "parted", "seasoned") else None
    last = _full(to) if to else first
    return first, last if last == first + 1 else first


def _begin(match: re.Match[str], first_year: int, last_year: int) -> Span | None:
    """The first end of a time, which is in the year before where it would be behind the second."""
    if not any(match[name] for name in ("to_name", "to_part", "to_season")):
        return None

    def of_year(year: int) -> Span:
        if match["part_from"] or match["season_from"]:
            return _of_year(match["part_from"] or match["season_from"], year)
        month = match["name_from"] or match["name"]
        if match["nth_from"]:
            day = date(year, month_of(month), int(match["nth_from"]))
            return day, day, Precision.DAY
        return _of_year(month, year)

    found = of_year(first_year)
    if first_year < last_year:
        wraps = found[0] > _span(match, first_year)[1]
        return found if wraps else None
    return found if found[0] <= _span(match, last_year)[1] else of_year(first_year - 1)


def _span(match: re.Match[str], year: int) -> Span:
    """The days of the time in a year, that of a part of one. Raises ValueError for a day there is
    not."""
    day = _exact(match, year)
    if day is not None:
        return day, day, Precision.DAY
    if match["number"] or match["number2"]:
        month = int(match["number"] or match["number2"])
        return _of_month(month, int(match["numbered"] or match["numbered2"]))
    if match["name"]:
        if is_feast(match["name"], match.string[: match.start("name")]):
            return feast_of(match["name"], year)
        return _of_year(match["name"], year)
    if words := match["part"] or match["part2"] or match["season"] or match["season2"]:
        return _of_year(words, year)
    first_year = int(match["year"])
    last_year = _full(match["last"]) if match["last"] else first_year
    return date(first_year, 1, 1), date(max(first_year, last_year), 12, 31), Precision.YEAR


def _exact(match: re.Match[str], year: int) -> date | None:
    if match["iso"]:
        return date.fromisoformat(match["iso"].replace(".", "-"))
    if match["day"]:
        return date(_full(match["dated"]), int(match["month"]), int(match["day"]))
    if match["day2"]:
        month = int(match["month2"] or match["month3"] or match["month4"])
        return date(int(match["dated2"]), month, int(match["day2"]))
    if match["day3"]:
        return date(int(match["dated3"]), month_of(match["name3"]), int(match["day3"]))
    nth = match["nth"]
    if match["bare"] and _BEFORE_DAY.search(match.string[: match.start("bare")]):
        nth = match["bare"]
    return date(year, month_of(match["name"]), int(nth)) if nth else None


def _across(match: re.Match[str]) -> Span:
    """A time over the turn of a year, by the two it is of: "innen nyttår 2025/2026". Raises
    ValueError for a turn of which but one is told, since it may be either."""
    year = int(match["across"])
    if _full(match["across_to"] or str(year)) != year + 1:
        if match["turn"]:
            raise ValueError(match[0])
        last = _full(match["across_to"] or str(year))
        return date(year, 1, 1), date(max(year, last), 12, 31), Precision.YEAR
    if match["turn"]:
        return date(year, 12, 24), date(year, 12, 31), Precision.WEEK
    if match["school"]:
        return date(year, 8, 1), date(year + 1, 7, 31), Precision.PART
    return date(year, 12, 1), date(year + 1, 3, 1) - timedelta(days=1), Precision.SEASON


def _of_month(month: int, year: int) -> Span:
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), Precision.MONTH


def _of_year(part: str, year: int) -> Span:
    """Raises ValueError for a part that the year has not."""
    if (span := span_of(part, year)) is None:
        raise ValueError(part)
    return span


def _full(year: str) -> int:
    year = year.lstrip("’'")
    return int(year) if len(year) == 4 else 2000 + int(year)

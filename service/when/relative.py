"""Times counted from the day of a question: "i høst", "før jul", "de neste tre månedene"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from indexer.year_parts import (
    Precision,
    counted,
    feast_of,
    feasts,
    lead,
    long_months,
    said,
    seasons,
    span_of,
    span_of_months,
)
from service.words.lexicon import questions
from service.words.word_lists import word_list

FAR = date(2099, 12, 31)
"""The last day of a time that has no end."""

FEW = {"day": 7, "week": 4, "month": 3, "quarter": 2, "tertial": 2, "half_year": 2, "year": 3}
"""How many are meant where no number is said ("de nærmeste månedene"); an answer says its days."""

MONTHS = {"month": 1, "quarter": 3, "tertial": 4, "half_year": 6, "year": 12}
"""How many months the longer units have."""

SOON = 3
"""Months in which what is due "soon" is."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A time counted from a day: where the question says it, and its days, both included. `is_by`
    says that what is due is to be due by its end, `next_only` that but the first of all is asked
    for."""

    start: int
    end: int
    first: date
    last: date
    is_by: bool = False
    next_only: bool = False


def year_words() -> str:
    """A pattern of words for years counted from a day."""
    return "|".join(_data()["years"].values())


def year_of(words: str, today: date) -> int:
    """The year that such words say on a day."""
    years: Mapping[str, str] = _data()["years"]
    return today.year + next(int(by) for by, said in years.items() if re.fullmatch(said, words))


def overdue_in(lowered: str) -> Iterator[tuple[int, int]]:
    """Where a text in lower case says that a deadline is passed."""
    return (match.span() for match in _patterns("deadlines")["overdue"].finditer(lowered))


def relative_in(lowered: str, today: date) -> Iterator[Relative]:
    """The times counted from a day that a text in lower case names, years by themselves apart;
    what is longer comes first, and those behind may lie within it."""
    yield from _deadlines(lowered, today)
    yield from _year_end(lowered, today)
    yield from _stretches(lowered, today)
    yield from _parts(lowered, today)


@cache
def _data() -> Mapping[str, Any]:
    return word_list("relative")


@cache
def _patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    return {key: re.compile(said) for key, said in _data()[name].items()}


def _deadlines(lowered: str, today: date) -> Iterator[Relative]:
    words = _patterns("deadlines")
    asks = words["asks"].search(lowered)
    if asks and (match := words["next"].search(lowered)):
        yield Relative(*match.span(), today, FAR, next_only=True)
    elif (asks or words["happens"].search(lowered)) and (match := words["coming"].search(lowered)):
        soon = words["soon"].fullmatch(match[0].removeprefix("som "))
        yield Relative(*match.span(), today, _later(today, "month", SOON) if soon else FAR)


def _year_end(lowered: str, today: date) -> Iterator[Relative]:
    words = _patterns("year_end")
    last = date(today.year, 12, 31)
    for match in words["by"].finditer(lowered):
        yield Relative(*match.span(), today, last, is_by=True)
    if not words["unless"].search(lowered):
        for match in words["whole"].finditer(lowered):
            yield Relative(*match.span(), date(today.year, 1, 1), last)
    for match in words["after"].finditer(lowered):
        yield Relative(*match.span(), last + timedelta(days=1), FAR)
    for match in words["early"].finditer(lowered):
        yield Relative(*match.span(), *span_of_months(today.year + 1, 1, 3))


@cache
def _stretch_pattern() -> re.Pattern[str]:
    ways = _data()["stretch"]
    number = "|".join(_data()["stretch_numbers"].values())
    leads = f"(?P<coming>{ways['coming']})|(?P<past>{ways['past']})|(?P<this>{ways['this']})"
    leads += f"|(?P<within>{ways['within']})"
    return re.compile(
        rf"\b(?:{leads})\s+(?:(?P<number>{number})\s+)?(?P<unit>{ways['units']})(?!\w)"
    )


def _stretches(lowered: str, today: date) -> Iterator[Relative]:
    for match in _stretch_pattern().finditer(lowered):
        if not _patterns("stretch")["goes_on"].search(lowered[match.end() :]):
            continue
        units = _patterns("stretch_units").items()
        unit = next(name for name, words in units if words.search(match["unit"]))
        numbers = _patterns("stretch_numbers").items()
        said = (int(n) for n, words in numbers if words.fullmatch(match["number"] or ""))
        count = next(said, None)
        if found := _stretch(match, unit, count, today):
            yield found


def _stretch(match: re.Match[str], unit: str, count: int | None, today: date) -> Relative | None:
    days: tuple[date, date] | None = None
    many = re.search(r"(?:er|ene|ar|ane|(?<=\w)s)\W*$", match["unit"])
    if match["within"] or match["past"]:
        if count:
            day = _later(today, unit, count if match["within"] else -count)
            days = (today, day) if match["within"] else (day, today)
    elif match["this"]:
        days = None if unit == "year" else _around(today, unit)
    elif count or many or _ROLLS.match(match[0]):
        days = today, _later(today, unit, count or (FEW[unit] if many else 1))
    elif unit != "year":  # "neste år" is a year of its own
        _, last = _around(today, unit)
        days = _around(last + timedelta(days=1), unit)
    return Relative(*match.span(), *days, is_by=bool(match["within"])) if days else None


_ROLLS = re.compile(r"(?:\w+ ){0,3}(?:det|den|the) ")
"""What makes the next year or half-year one that begins today."""


def _later(day: date, unit: str, count: int) -> date:
    """The day so many of a unit after one, or before it."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS[unit] * count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _around(day: date, unit: str) -> tuple[date, date]:
    """The first and last day of the week, month, quarter and so on that a day is in."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    length = MONTHS[unit]
    first = (day.month - 1) // length * length + 1
    return span_of_months(day.year, first, first + length - 1)


@cache
def _part_pattern() -> re.Pattern[str]:
    words = _data()["parts"]
    shared = {
        "by": rf"(?:{lead('until')})(?: i)?(?: the)?",
        "before": rf"(?:{lead('before')})(?: the)?",
        "after": rf"(?:{lead('after')}|{lead('since')})(?: the)?",
    }
    leads = "|".join(f"(?P<{name}>{shared.get(name) or words[name]})" for name in _LEADS)
    part = f"{counted()}|{long_months()}|{seasons()}|{feasts()}|{said('unread', 'winter')}"
    return re.compile(
        rf"\b(?:{leads})\s+{words['between']}(?:(?P<day>\d{{1,2}})\.?\s+(?={long_months()}))?"
        rf"(?P<part>{part})(?!\w)(?![,]?\s+(?:i |in |of |av )?(?:20\d\d|{year_words()}))"
        r"(?!\s+(?:of|av)\b(?! (?:året|the year)))(?!\s?[-–/]\s?\w)"
    )


_LEADS = ("next", "by", "after", "before", "last", "this")


def _parts(lowered: str, today: date) -> Iterator[Relative]:
    words, is_due = _patterns("parts"), bool(questions().due.search(lowered))
    for match in _part_pattern().finditer(lowered):
        part = match["part"]
        if words["our"].search(part) and not words["our_goes_on"].search(lowered[match.end() :]):
            continue
        if words["habit"].search(match[0]) or re.match(r"(?:uke|veke|week)\s?\d", part):
            continue
        if words["last_of"].match(part) and not words["of_year"].match(lowered, match.end()):
            continue
        way = next(name for name in _LEADS if match[name])
        way = "last" if way == "this" and words["past"].search(lowered) else way
        way = "by_next" if match["next"] == "til" and is_due else way
        if found := _part(match, way, today):
            yield found


def _part(match: re.Match[str], way: str, today: date) -> Relative | None:
    """The one of a part of the years around a day that is meant."""
    start, end = match.span()
    around = [_days(match["part"], match["day"], today.year + by) for by in (-1, 0, 1, 2)]
    spans = [span for span in around if span is not None]
    if way == "last":
        if match["last"] == "i fjor":
            spans = [span for span in spans if span[0].year == today.year - 1]
        over = [span for span in spans if span[0] <= today and (match["this"] or span[1] < today)]
        return Relative(start, end, *over[-1]) if over else None
    to_come = [span for span in spans if (span[0] > today if "next" in way else span[1] >= today)]
    if way == "before":
        to_come = [span for span in spans if span[0] > today]
    if not to_come:
        return None
    first, last = to_come[0]
    is_feast = re.fullmatch(feasts(), match["part"]) is not None
    if way == "after":
        begins = last + timedelta(days=1) if re.match(lead("after"), match[0]) else first
        return Relative(start, end, begins, FAR)
    if way == "before":
        return Relative(start, end, today, first - timedelta(days=1), is_by=True)
    if way in ("by", "by_next"):
        return Relative(start, end, today, first if is_feast else last, is_by=True)
    return Relative(start, end, first, last)


def _days(part: str, day: str | None, year: int) -> tuple[date, date] | None:
    if re.fullmatch(said("unread", "winter"), part):
        return date(year - 1, 12, 1), date(year, 3, 1) - timedelta(days=1)
    if re.fullmatch(feasts(), part):
        return feast_of(part, year)[:2]
    span = span_of(part, year)
    if span is None or (day and span[2] is not Precision.MONTH):
        return None
    if not day:
        return span[:2]
    try:
        one = span[0].replace(day=int(day))
    except ValueError:
        return None
    return one, one

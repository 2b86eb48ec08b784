"""Times counted from the day of a question: "i høst", "før jul", "de neste tre månedene"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    yield from _pairs(lowered, today)
    yield from _parts(lowered, today)
    yield from _single_days(lowered, today)


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
    for match in words["rest"].finditer(lowered):
        yield Relative(*match.span(), today, last)
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
        if match["past"] and not count and _is_lately(match, lowered):
            count = 1
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


def _is_lately(match: re.Match[str], lowered: str) -> bool:
    """Whether the last of a unit is the one until today ("det siste året")."""
    words = _patterns("stretch")
    is_one = words["lately"].match(match[0]) is not None
    return is_one and not words["of_something"].match(lowered[match.end() :])


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
        "ever": rf"(?:{lead('ever')})(?: the)?",
    }
    leads = "|".join(f"(?P<{name}>{shared.get(name) or words[name]})" for name in _LEADS)
    part = f"{counted()}|{long_months()}|{seasons()}|{feasts()}|{said('unread', 'winter')}"
    return re.compile(
        rf"\b(?:{leads})\s+{words['between']}(?:(?P<day>\d{{1,2}})\.?\s+(?={long_months()}))?"
        rf"(?P<part>{part})(?!\w)(?![,]?\s+(?:i |in |of |av )?(?:20\d\d|{year_words()}))"
        r"(?!\s+(?:of|av)\b(?! (?:året|the year)))(?!\s?[-–/]\s?\w)"
    )


_LEADS = ("next", "by", "after", "before", "ever", "last", "this")


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
        now = words["till_now"].match(lowered[match.end() :])
        if way == "ever" or (way == "after" and now):
            yield from _since(match, now.end() if now else 0, today)
        elif found := _part(match, way, today):
            yield found


@cache
def _pair_pattern() -> re.Pattern[str]:
    words = _data()["parts"]
    part = f"{counted()}|{long_months()}|{seasons()}"
    day = rf"(?:(?P<{{}}>\d{{{{1,2}}}})\.?\s+(?={long_months()}))?"
    return re.compile(
        rf"\b(?:(?:(?P<between>{lead('between')})|{lead('since')}|(?P<first>{words['first']}))\s+)?"
        rf"{day.format('day')}\b(?P<part>{part})(?!\w)(?:\s+(?P<both>og|and|eller|or)\s+"
        rf"|\s?(?P<through>{words['through']})\s?(?<=[\s–/-]))(?:i |in )?"
        rf"{day.format('to_day')}\b(?P<to>{part})(?!\w)"
        rf"{_no_year()}(?!\s?[-–/]\s?\w)"
    )


def _pairs(lowered: str, today: date) -> Iterator[Relative]:
    """Two parts of a year without a year: one time from the first to the last, or each of both."""
    past = _patterns("parts")["past"].search(lowered) is not None
    for match in _pair_pattern().finditer(lowered):
        if match["both"] and not (match["between"] or match["first"]):
            continue
        if match["between"] and re.search(said("ends", "compared"), lowered[: match.start()]):
            continue
        years = [today.year + by for by in (-1, 0, 1)]
        ones = [_days(match["part"], match["day"], year) for year in years]
        others = [_days(match["to"], match["to_day"], year) for year in (*years, today.year + 2)]
        whole = match["through"] or match["between"]
        spans = [
            (one[0], next(other[1] for other in others if other and other[1] >= one[0]))
            for one in ones
            if one is not None and any(other and other[1] >= one[0] for other in others)
        ]
        if whole:
            yield from _on(match.span(), spans, today, past)
        else:
            half = match.end("part")
            yield from _on((match.start(), half), ones, today, past)
            yield from _on((match.start("to"), match.end()), others, today, past)


def _since(match: re.Match[str], behind: int, today: date) -> Iterator[Relative]:
    """From the last of a part that has begun until today: "siden sommeren", "fra mai til nå"."""
    around = [_days(match["part"], match["day"], today.year + by) for by in (-1, 0)]
    begun = [span[0] for span in around if span is not None and span[0] <= today]
    if begun:
        yield Relative(match.start(), match.end() + behind, begun[-1], today)


@cache
def _day_patterns() -> Mapping[str, re.Pattern[str]]:
    """Days by a month's name and in figures, what stands before those, and of that what tells that
    they are an end."""
    year = rf"{_no_year()}(?!\s?[-–/.]\s?\w)"
    day = r"(?<![\d.])(?<!\bper )(?<!\bpr )(?<!\bpr\. )(?P<day>\d{1,2})\.?\s"
    return {
        "named": re.compile(rf"{day}(?P<part>{long_months()})(?!\w){year}"),
        "figures": re.compile(rf"(?<=\s)(?P<nth>\d{{1,2}})[./](?P<month>\d{{1,2}})(?![\d]){year}"),
        "behind": re.compile(rf"\b{_data()['parts']['day_behind']}$"),
        "by": re.compile(rf"\b(?:(?P<before>{lead('before')})|{lead('until')})\s$"),
    }


def _no_year() -> str:
    """That no year stands behind."""
    return rf"(?![,]?\s+(?:i |in |of |av )?(?:20\d\d|{year_words()}))"


def _single_days(lowered: str, today: date) -> Iterator[Relative]:
    """Days without a year, by themselves: "frist 31. desember", "frist 31.12"."""
    past = _patterns("parts")["past"].search(lowered) is not None
    words = _day_patterns()
    for match in words["named"].finditer(lowered):
        days = [_days(match["part"], match["day"], today.year + by) for by in (-1, 0, 1)]
        yield from _on(match.span(), days, today, past)
    for match in words["figures"].finditer(lowered):
        if not (before := words["behind"].search(lowered[: match.start()])):
            continue
        by = words["by"].search(before[0])
        for on in _on(
            match.span(), [_date(match, today.year + n) for n in (-1, 0, 1)], today, past
        ):
            start = before.start() + (by.start() if by else 0)
            last = on.last - timedelta(days=bool(by and by["before"]))
            yield replace(on, start=start, first=today, last=last, is_by=True) if by else on


def _date(match: re.Match[str], year: int) -> tuple[date, date] | None:
    try:
        day = date(year, int(match["month"]), int(match["nth"]))
    except ValueError:
        return None
    return day, day


def _on(
    where: tuple[int, int], days: Sequence[tuple[date, date] | None], today: date, past: bool
) -> Iterator[Relative]:
    """The last of some days that has begun where the past is asked for, else the first not over."""
    found = [span for span in days if span is not None]
    begun = [span for span in found if span[0] <= today]
    coming = [span for span in found if span[1] >= today]
    if chosen := begun[-1:] if past else coming[:1]:
        yield Relative(*where, *chosen[0])


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

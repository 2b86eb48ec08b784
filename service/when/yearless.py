"""Parts of a year that a deadline names without a year ("mars-april", "hver høst"), as those of
an annual cycle do: the plan tells when in the year, and not in which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from indexer.records import Measure
from indexer.year_parts import counted, feasts, lead, long_months, months, seasons
from service.when.dated import days_named
from service.when.times import Time

LONGEST = timedelta(days=365)
"""In what is longer, every part of a year comes."""


@cache
def _parts() -> re.Pattern[str]:
    """A part of a year, or two that are joined, with the day and what stands before it."""
    month = rf"(?:\b\d{{1,2}}\.\s?)?\b(?:{long_months()})"
    part = rf"(?:{month}|{counted()}|\b(?:{seasons()}|{feasts()}))"
    joint = r"\.?\s?(?:[-–/]|\b(?:og|and|til|to)\b)\s?"
    leads = rf"\b(?:(?P<open>{lead('after')}|{lead('since')})|{lead('before')}|{lead('until')})\s"
    return re.compile(
        rf"(?:{leads})?(?:{part}(?:{joint}{part})?(?!\w)"
        r"|(?<![\d.])(?P<day>\d{1,2}[./]\d{1,2})(?!\d|\.\d)\.?)"
    )


@cache
def _short() -> re.Pattern[str]:
    """Months cut short, in a deadline of nothing else ("Jan, Mar", "okt.-des.")."""
    month = rf"(?:{months()})\.?"
    return re.compile(rf"\W*{month}(?:\s?[,/–-]\s?{month})*\W*")


def has_no_year(measure: Measure) -> bool:
    """Whether a measure's deadline names parts of a year and no year."""
    return not measure.years and next(_named(measure.deadline or ""), None) is not None


def is_then(measure: Measure, time: Time, due: bool) -> bool | None:
    """Whether a deadline without a year is within a part of a year, and ends in it where that is
    by when it is `due`; null where it names no part, has a year, or the time is longer than one."""
    if measure.years or not time.is_part or time.last - time.first > LONGEST:
        return None
    named = list(_named(measure.deadline or ""))
    if not named:
        return None
    days = [
        span
        for words in named
        for year in range(time.first.year - 1, time.last.year + 2)
        for span in _days(words, year)
    ]
    return any(_is_in(first, last, time, due and time.is_by) for first, last in days)


def _is_in(first: date, last: date, time: Time, by: bool) -> bool:
    begins = last if by else first
    return begins <= time.last and time.first <= last


def _days(words: str, year: int) -> Iterator[tuple[date, date]]:
    """The days of a part in a year; what is before one is due on the last day before it."""
    is_before = re.match(rf"(?:{lead('before')})\s", words) is not None
    for first, last in days_named(f"{words} {year}"):
        yield (last if is_before else first), last


def _named(deadline: str) -> Iterator[str]:
    """The parts in words to which a year can be added; not what begins with one."""
    text = " ".join(deadline.lower().split())
    if _short().fullmatch(text):
        yield from (words.strip(" .") for words in text.split(","))
        return
    for match in _parts().finditer(text):
        if match["open"]:
            continue
        words = match[0].strip(" .")
        yield f"{words.replace('/', '.')}." if match["day"] else words

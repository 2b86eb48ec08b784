"""Parts of a year ("2. tertial", "høsten", "uke 12", "påske"), as plans and questions call them."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Precision(StrEnum):
    """How exact a wording is: a day is the last of so long a time; a part is the first or middle
    third of one ("medio 2024")."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PART = "part"


Span = tuple[date, date, Precision]
"""The first and last day of a time, and how exact it is."""

_PRECISIONS = {6: Precision.HALF_YEAR, 4: Precision.QUARTER, 3: Precision.QUARTER}


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    seasons: tuple[tuple[re.Pattern[str], int, int], ...]
    feasts: tuple[tuple[re.Pattern[str], str], ...]
    counted: re.Pattern[str]
    numbers: tuple[tuple[re.Pattern[str], int], ...]
    kinds: tuple[tuple[re.Pattern[str], int], ...]
    letters: dict[str, int]
    thirds: dict[str, str]
    leads: dict[str, str]
    data: dict[str, Any]


LAST = 0
"""The number of what is the last of its kind in a year."""


@cache
def _words() -> _Words:
    text = files("indexer").joinpath("data/year_parts.toml").read_text("utf-8")
    data = tomllib.loads(text)
    numbers = "|".join(word for words in data["numbers"].values() for word in words)
    kinds = "|".join(word for words in data["kinds"].values() for word in words)
    letters = "".join(data["letters"])
    counted = (
        rf"(?<![\w.,])(?:(?P<number_from>{numbers})\.?\s?(?:[-–/]|og|and|til|to)\s?)?"
        rf"(?P<number>{numbers})\.?[ -]?(?P<kind>{kinds})"
        rf"|\b(?P<kind_before>{kinds})\s?(?P<number_behind>[1-4])\b\.?"
        rf"|\b(?P<letter>[{letters}])(?P<of_letter>[1-4])\b"
        r"|\b(?:uke|veke|week)\s?(?P<week>\d{1,2})\b(?:\s?[–-]\s?(?P<until>\d{1,2})\b)?"
    )
    plain = {name: words for name, words in data["numbers"].items() if name != "last"}
    return _Words(
        months={name: int(n) for n, names in data["months"].items() for name in names},
        seasons=tuple((re.compile(w), *months) for w, months in data["seasons"].items()),
        feasts=tuple((re.compile(words), name) for words, name in data["feasts"].items()),
        counted=re.compile(counted),
        numbers=(*_compiled(plain), *_compiled({LAST: data["numbers"]["last"]})),
        kinds=_compiled(data["kinds"]),
        letters=data["letters"],
        thirds=data["thirds"],
        leads=data["leads"],
        data=data,
    )


def _compiled(lists: Mapping[Any, list[str]]) -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple((re.compile("|".join(words)), int(n)) for n, words in lists.items())


def counted() -> str:
    """A pattern without named groups of the parts that are counted, on lower-cased text."""
    return re.sub(r"\(\?P<\w+>", "(?:", _words().counted.pattern)


def lead(name: str) -> str:
    """A pattern of what stands before a time: `since`, `after`, `before`, `until` and so on."""
    return _words().leads[name]


def plainly(before: str) -> str:
    """What stands before a time, in words that an answer can say of it."""
    words: Mapping[str, str] = _words().data["plainly"]
    plain = words.get(before.strip().lower())
    return f"{plain} " if plain else before


def said(table: str, name: str) -> str:
    """A pattern of another table of the list: of `behind`, `ends` or `unread`."""
    return str(_words().data[table][name])


def months() -> str:
    """A pattern of the names of months, the longest first."""
    return "|".join(sorted(_words().months, key=len, reverse=True))


def long_months() -> str:
    """A pattern of the names of months that are not cut short."""
    return "|".join(n for n in _words().months if len(n) > 4 or n in _SHORT)


_SHORT = ("mars", "mai", "may", "juni", "juli", "june", "july")


def short_months() -> tuple[str, ...]:
    """The names of months that are cut short."""
    return tuple(n for n in _words().months if len(n) < 5 and n not in _SHORT)


def names() -> tuple[str, ...]:
    """The words for parts of a year that are so without a year too: months in full, seasons, and
    what is counted ("1. halvår", "tredje kvartal", "q2")."""
    known = _words()
    english = known.data["english"]["words"]
    seasons = [w for words in known.data["seasons"] for w in words.replace("s?", "").split("|")]
    counted = [
        f"{number}. {kind}" if number.isdigit() else f"{number} {kind}"
        for length, kinds in known.data["kinds"].items()
        for kind in map(_plain, kinds)
        for which, numbers in known.data["numbers"].items()
        if which != "last" and int(which) * int(length) <= 12
        for number in numbers
        if number.isdigit() or (number in english) == (kind in english)
    ]
    found = (*long_months().split("|"), *seasons, *counted, "q1", "q2", "q3", "q4")
    return tuple(name for name in found if name not in known.data["ambiguous"]["words"])


def _plain(kind: str) -> str:
    """A word of the list without what may follow it."""
    return re.sub(r"\(\?:.*|\\.*", "", kind)


def seasons() -> str:
    """A pattern of the names of seasons."""
    return "|".join(words.pattern for words, _, _ in _words().seasons)


def feasts() -> str:
    """A pattern of the names of feasts."""
    return "|".join(words.pattern for words, _ in _words().feasts)


def is_feast(word: str, before: str) -> bool:
    """Whether a word that may be a month cut short is a feast by what stands before it."""
    words, behind = _words().feasts, said("feast_behind", "words")
    return any(w.fullmatch(word) for w, _ in words) and re.search(behind, before) is not None


def month_of(name: str) -> int:
    """The number of a month by its name."""
    return _words().months[name]


def span_of(part: str, year: int) -> Span | None:
    """The days of a part of a year by its words, in lower case; null where they are none of these,
    or the year has no such part ("5. kvartal", "uke 60")."""
    part = part.strip(" .,").removeprefix("the ")
    known = _words()
    if part in known.months:
        return *span_of_months(year, known.months[part], known.months[part]), Precision.MONTH
    for words, first, last in known.seasons:
        if words.fullmatch(part):
            return *span_of_months(year, first, last), Precision.SEASON
    if any(words.fullmatch(part) for words, _ in known.feasts):
        return feast_of(part, year)
    match = known.counted.fullmatch(part)
    return _counted(match, year) if match else None


def _counted(match: re.Match[str], year: int) -> Span | None:
    if match["week"]:
        try:
            monday = date.fromisocalendar(year, int(match["week"]), 1)
            last = date.fromisocalendar(year, int(match["until"] or match["week"]), 7)
        except ValueError:
            return None
        return monday, last, Precision.WEEK
    begins = None
    if match["letter"]:
        length, which = _words().letters[match["letter"]], int(match["of_letter"])
    else:
        kind = match["kind"] or match["kind_before"]
        length = next(n for words, n in _words().kinds if words.fullmatch(kind))
        which = _number(match["number"] or match["number_behind"], length)
        begins = _number(match["number_from"], length) if match["number_from"] else None
    begins = begins or which
    if not begins <= which <= 12 // length:
        return None
    first, last = span_of_months(year, (begins - 1) * length + 1, which * length)
    return first, last, _PRECISIONS[length]


def _number(words: str, length: int) -> int:
    number = next(n for said, n in _words().numbers if said.fullmatch(words))
    return 12 // length if number == LAST else number


THIRDS = ("first", "middle", "last")


def third(name: str) -> str:
    """A pattern of the words for the first, middle or last third of a time."""
    return _words().thirds[name]


def third_of(name: str, first: date, last: date) -> tuple[date, date]:
    """The first and last day of a third of a time: by months where it has whole ones to divide."""
    which = THIRDS.index(name)
    months = last.month - first.month + 1
    whole = first.day == 1 and last == span_of_months(last.year, last.month, last.month)[1]
    if whole and first.year == last.year and months % 3 == 0:
        begin = first.month + which * months // 3
        return span_of_months(first.year, begin, begin + months // 3 - 1)
    days = (last - first).days + 1
    begin, end = which * days // 3, (which + 1) * days // 3 - 1
    return first + timedelta(days=begin), first + timedelta(days=max(begin, end))


def feast_of(words: str, year: int) -> Span:
    """The days of a feast by its name."""
    name = next(name for names, name in _words().feasts if names.fullmatch(words))
    if name == "christmas":
        return date(year, 12, 24), date(year, 12, 31), Precision.WEEK
    sunday = easter(year)
    return sunday - timedelta(days=7), sunday + timedelta(days=1), Precision.WEEK


def easter(year: int) -> date:
    """Easter Sunday (the Gregorian rule of Meeus and Jones)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def span_of_months(year: int, first: int, last: int) -> tuple[date, date]:
    """The first day of one month and the last day of another."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])

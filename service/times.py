"""Times in a question ("i 2025", "høsten 2023", "from 2026"), and which measures they leave.

A measure has a time by its plan's words of when, the season beside a year included, or where its
own words name the year. Nothing is worked out for a measure that says no year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from indexer.records import Measure
from service.due import days_named

EARLIEST, LATEST = 2000, 2099
"""The years that an open time ("from 2026") begins and ends with."""

_MONTHS = (
    "januar|january", "februar|february", "mars|march", "april", "mai|may", "juni|june",
    "juli|july", "august", "september", "oktober|october", "november", "desember|december",
)  # fmt: skip
_PARTS: tuple[tuple[str, int, int], ...] = (
    (r"våren|vår|spring", 1, 6),
    (r"sommeren|sommer|sommaren|sommar|summer", 7, 8),
    (r"høsten|høst|hausten|haust|autumn", 9, 12),
    (r"(?:1|første|fyrste)\.? halvår|(?:the )?first half(?: of)?|h1", 1, 6),
    (r"(?:2|andre)\.? halvår|(?:the )?second half(?: of)?|h2", 7, 12),
    *(
        (rf"(?:{n}|{name})\.? kvartal|{english} quarter(?: of)?|q{n}", 3 * n - 2, 3 * n)
        for n, name, english in (
            (1, "første", "first"), (2, "andre", "second"), (3, "tredje", "third"),
            (4, "fjerde", "fourth"),
        )
    ),
    *((names, number, number) for number, names in enumerate(_MONTHS, start=1)),
)  # fmt: skip
"""Parts of a year as questions call them, with their first and last month. Spring and autumn are
the half-years of school and budget, as in `due`."""

_FROM = r"fra og med|frå og med|f\.?o\.?m\.?|fra|frå|from|since|siden|sidan"
_UNTIL = r"innen|innan|by|until|til og med|t\.?o\.?m\.?|senest|seinast"
_AFTER, _BEFORE = "etter|after", "før|before"
_ENDS = r"(?:utgangen av|slutten av|(?:the )?end of|året|year|i|i løpet av|ila)"
_TIME = re.compile(
    rf"(?:\b(?:(?P<since>{_FROM})|(?P<until>{_UNTIL})|(?P<after>{_AFTER})|(?P<before>{_BEFORE}))\s+)?"
    rf"(?:{_ENDS}\s+)?"
    rf"(?:\b(?P<part>{'|'.join(names for names, _, _ in _PARTS)})[,]?\s+(?:i |in |of |av )?)?"
    r"\b(?P<year>20\d\d)(?:(?:\s?[-–/]\s?|\s(?:til|to)\s(?=20))(?P<last>20\d\d|\d\d(?![\d.-])))?\b"
)
_RELATIVE = tuple(
    (years, re.compile(rf"\b(?:(?:innen|innan|by) )?(?:{_ENDS} )?(?:{words})\b"))
    for years, words in (
        (-1, "i fjor|last year"),
        (0, "i år|dette året|inneværende år|inneverande år|this year|the current year"),
        (1, "(?:til )?neste år|next year"),
    )
)
"""Years counted from the one in which a question is asked."""

_OVERDUE = re.compile(
    r"\b(?:(?:gått|går|er) (?:ut )?(?:over|på) (?:frist|tid)\w*|over frist\w*|overskred\w+ frist\w*"
    r"|frist\w* (?:er |har )?(?:overskredet|overskriden|passert|utløpt|gått ut|ute)"
    r"|utgått\w* frist\w*|forfalt\w*|overdue|(?:past|passed|missed) (?:\w+ )?deadlines?)\b"
)
_SEASON_OF_YEAR = re.compile(r"(20\d\d): (.+)")


BLANK = "–:"
"""What a note begins with that tells of which years' cells have a dash."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a question names: where it does so, in which words, and its days.

    `said` has what stands before it ("før 2025", "from 2026") where that makes it open.
    """

    start: int
    end: int
    words: str
    said: str
    first: date
    last: date

    @property
    def years(self) -> tuple[int, int]:
        """Its first and last year."""
        return self.first.year, self.last.year

    @property
    def is_part(self) -> bool:
        """Whether it is less than whole years."""
        return (self.first.month, self.last.month) != (1, 12)


class Fit(Enum):
    """Whether a measure has a time: it has, has another, or says no year."""

    HAS = auto()
    OTHER = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many measures on the same subject have other years, and how many say none."""

    other: int = 0
    without: int = 0


def times_in(text: str, today: date | None = None) -> list[Time]:
    """The times that a question names, in order; "i år" and what is overdue as of `today`."""
    now = (today or date.today()).year
    found = list(_named(text))
    for years, pattern in _RELATIVE:
        for match in pattern.finditer(text.lower()):
            year = now + years
            days = date(year, 1, 1), date(year, 12, 31)
            found.append(Time(*match.span(), str(year), str(year), *days))
    for match in _OVERDUE.finditer(text.lower()):
        words = text[match.start() : match.end()]
        days = date(EARLIEST, 1, 1), date(now - 1, 12, 31)
        found.append(Time(*match.span(), words, words, *days))
    return sorted(found, key=lambda time: time.start)


def _named(text: str) -> Iterator[Time]:
    for match in _TIME.finditer(text.lower()):
        year = int(match["year"])
        last = _last(match["last"], year)
        begins, ends = _months(match["part"])
        first_day, last_day = date(year, begins, 1), _end(last, ends)
        if last == year and (match["since"] or match["after"]):
            first_day = date(year + 1, 1, 1) if match["after"] else first_day
            last_day = date(LATEST, 12, 31)
        elif last == year and (match["until"] or match["before"]):
            last_day = first_day - timedelta(days=1) if match["before"] else last_day
            first_day = date(EARLIEST, 1, 1)
        start = match.start("part") if match["part"] else match.start("year")
        words = text[start : match.end()]
        is_open = first_day.year == EARLIEST or last_day.year == LATEST
        said = text[match.start() : match.end()] if is_open else words
        yield Time(match.start(), match.end(), words, said, first_day, last_day)


def _last(written: str | None, year: int) -> int:
    if not written:
        return year
    last = int(written) if len(written) == 4 else year // 100 * 100 + int(written)
    return last if year <= last <= year + 20 else year


def _months(part: str | None) -> tuple[int, int]:
    if part:
        for names, first, last in _PARTS:
            if re.fullmatch(names, part):
                return first, last
    return 1, 12


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def years_of(measure: Measure) -> set[int]:
    """The years of a measure, those that it was moved from too."""
    earlier = re.findall(r"20\d\d", measure.moved_from or "")
    return {*measure.years, *map(int, earlier)}


def seasons_of(measure: Measure) -> tuple[str, ...]:
    """What a plan writes beside the mark in a year's column: "2022: oppstart høst"."""
    return tuple(note for note in measure.notes if _SEASON_OF_YEAR.fullmatch(note))


def in_full(deadline: str, measure: Measure) -> str:
    """A measure's deadline with the season that its plan writes beside it: "2023 (vår)"."""
    notes = seasons_of(measure)
    own = [note.removeprefix(f"{deadline}: ").lower() for note in notes]
    return f"{deadline} ({'; '.join(own)})" if own else deadline


def fit(measure: Measure, times: Sequence[Time], due: bool) -> Fit:
    """Whether a measure has one of these times; where it is asked what is `due`, by its words of
    when alone, and otherwise also where its notes or status name the year."""
    years = years_of(measure)
    named = set() if due else _years_named(measure)
    if not years | named:
        return Fit.NONE
    if any(_has(measure, years, time) or _names(named, time) for time in times):
        return Fit.HAS
    return Fit.OTHER if years else Fit.NONE


def names_time(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether a measure's notes or status name the year of one of these times."""
    return any(_names(_years_named(measure), time) for time in times)


def _years_named(measure: Measure) -> set[int]:
    noted = (note for note in measure.notes if not note.startswith(BLANK))
    texts = (*noted, measure.status or "")
    return {int(year) for text in texts for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)}


def _names(years: set[int], time: Time) -> bool:
    return not time.is_part and any(time.first.year <= year <= time.last.year for year in years)


def _has(measure: Measure, years: set[int], time: Time) -> bool:
    if time.first.year == EARLIEST and max(measure.years, default=LATEST) > time.last.year:
        return False  # what goes on longer is not due by then
    own = {year for year in years if time.first.year <= year <= time.last.year}
    if not own or not time.is_part:
        return bool(own)
    return any(
        first <= time.last and time.first <= last
        for year in own
        for first, last in _parts_of(measure, year) or [(date(year, 1, 1), date(year, 12, 31))]
    )


def _parts_of(measure: Measure, year: int) -> list[tuple[date, date]]:
    """The parts of a year that a plan names for a measure; none where it has the whole year."""
    texts = [text for text in (measure.deadline, measure.moved_from) if text]
    for note in seasons_of(measure):
        named, _, words = note.partition(": ")
        texts += [f"{word} {named}" for word in re.findall(r"[^\W\d]+", words)]
    return [
        (first, last)
        for text in texts
        for first, last in days_named(text)
        if first.year == year == last.year and (first.month, last.month) != (1, 12)
    ]

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
from service.phases import Phase, phases_of
from service.relative import FAR, Relative, relative_in, year_of, year_words
from service.year_parts import counted, feasts, months, seasons, span_of

EARLIEST, LATEST = 2000, 2099
"""The years that an open time ("from 2026") begins and ends with."""

_FROM = r"fra og med|frå og med|f\.?o\.?m\.?|fra|frå|from|since|siden|sidan"
_UNTIL = r"innen|innan|by|until|til og med|t\.?o\.?m\.?|senest|seinast"
_AFTER, _BEFORE = "etter|after", "før|before"
_ENDS = r"(?:utgangen av|slutten av|(?:the )?end of|året|year|i|i løpet av|ila)"
_PARTS = rf"{counted()}|{months()}|{seasons()}|{feasts()}"
_TIME = re.compile(
    rf"(?:\b(?:(?P<since>{_FROM})|(?P<until>{_UNTIL})|(?P<after>{_AFTER})|(?P<before>{_BEFORE}))\s+)?"
    rf"(?:{_ENDS}\s+)?"
    rf"(?:\b(?:(?P<day>\d{{1,2}})\.?\s+(?=(?:{months()})\b))?"
    rf"(?P<part>(?:the )?(?:{_PARTS}))(?:\s?(?:[-–/]|og|and|til|to)\s?(?P<to>{_PARTS}))?"
    r"[,]?[\s-]+(?:i |in |of |av )?"
    r"|(?P<date>\d{1,2}\.\s?\d{1,2}\.\s?(?=20\d\d)))?"
    rf"\b(?:(?P<year>20\d\d)|(?P<counted>{year_words()}))"
    r"(?:(?:\s?[-–/]\s?|\s(?:til|to)\s(?=20))(?P<last>20\d\d|\d\d(?![\d.-])))?\b"
    rf"(?:,?\s(?P<behind>{counted()}|(?:{seasons()})\b))?"
)
_UNREAD_PART = re.compile(
    r"(?:(?:\d+|femte|sjette|fifth|sixth)\.?\s+)?\b(?:(?:tertial|kvartal|halvår|trimester|quarter|vinter|winter|semester|termin)\w*"
    r"|(?:uke|veke|week)\s?\d+|q\d|t\d|h\d|primo|medio|ultimo|midten av|the middle of)"
    r"[\s,]+(?:i |in |of |av )?$"
)
_YEARS = ("year", "counted")
_ONE_MORE = re.compile(r"\b\d\.? (?:og|eller|and|or) $")
"""Words before a year that say which part of it, where they are none that is known."""

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

    `said` has what stands before it ("før 2025", "from 2026") where that makes it open. What is due
    is to be due by its end where it `is_by`. `is_counted` is one that is counted from a day ("i
    høst", "next year's spring"); `next_only` asks for no more than the first deadline from then on;
    `unread` are words for a part of its year that are not understood.
    """

    start: int
    end: int
    words: str
    said: str
    first: date
    last: date
    is_by: bool = False
    is_counted: bool = False
    next_only: bool = False
    unread: str = ""

    @property
    def years(self) -> tuple[int, int]:
        """Its first and last year."""
        return self.first.year, self.last.year

    @property
    def asks_due(self) -> bool:
        """Whether what is named with it is to be due then."""
        return self.next_only or (self.is_by and self.is_counted)

    @property
    def is_part(self) -> bool:
        """Whether it is less than whole years."""
        return (self.first.month, self.first.day, self.last.month, self.last.day) != (1, 1, 12, 31)


class Fit(Enum):
    """Whether a measure has a time: it has, has another, says no year, or has dashes for it."""

    HAS = auto()
    OTHER = auto()
    NONE = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many measures on the same subject have other years, and how many say none."""

    other: int = 0
    without: int = 0


def times_in(text: str, today: date | None = None) -> list[Time]:
    """The times that a question names, in order; "i år" and what is overdue as of `today`."""
    today, lowered = today or date.today(), text.lower()
    found = list(_named(text, today))
    for match in _OVERDUE.finditer(lowered):
        words = text[match.start() : match.end()]
        days = date(EARLIEST, 1, 1), date(today.year - 1, 12, 31)
        found.append(Time(*match.span(), words, words, *days, is_by=True))
    for each in relative_in(lowered, today):
        if all(each.end <= other.start or other.end <= each.start for other in found):
            found.append(_counted(each, text))
    return sorted(found, key=lambda time: time.start)


def _counted(found: Relative, text: str) -> Time:
    words = text[found.start : found.end]
    days = f"{found.first:%d.%m.%Y}–" + (f"{found.last:%d.%m.%Y}" if found.last < FAR else "")
    return Time(
        found.start,
        found.end,
        words,
        f"{words} ({days})",
        found.first,
        found.last,
        is_by=found.is_by,
        is_counted=True,
        next_only=found.next_only,
    )


def _named(text: str, today: date) -> Iterator[Time]:
    lowered = text.lower()
    for match in _TIME.finditer(lowered):
        counted = match["counted"]
        year = year_of(counted, today) if counted else int(match["year"])
        last = _last(match["last"], year)
        unread = _unread(match, lowered)
        begins, ends = _days_of(match, year, last, bool(unread))
        first_day, last_day = begins, ends
        if last == year and (match["since"] or match["after"]):
            first_day = ends + timedelta(days=1) if match["after"] else begins
            last_day = date(LATEST, 12, 31)
        elif last == year and (match["until"] or match["before"]):
            last_day = begins - timedelta(days=1) if match["before"] else ends
            first_day = date(EARLIEST, 1, 1)
        start = next(match.start(n) for n in ("day", "part", "date", *_YEARS) if match[n])
        words = text[start : match.end()]
        if counted:
            words = words.replace(text[match.start("counted") : match.end("counted")], str(year))
        is_open = first_day.year == EARLIEST or last_day.year == LATEST
        before = text[match.start() : start]
        said = f"{before}{words}" if is_open else words
        is_by = first_day.year == EARLIEST
        if counted and is_by:
            first_day = max(first_day, today)
        yield Time(
            min(match.start(), unread[0]) if unread else match.start(),
            match.end(),
            words,
            said,
            first_day,
            last_day,
            is_by,
            unread=text[slice(*unread)].strip(" ,") if unread else "",
        )


def _unread(match: re.Match[str], lowered: str) -> tuple[int, int] | None:
    """Where it is said of a year which part of it, in words that are not understood."""
    if match["part"] or match["date"] or match["behind"]:
        more = _ONE_MORE.search(lowered[: match.start()])
        if _span(match, int(match["year"] or EARLIEST)) and not more:
            return None
        start = next(match.start(name) for name in ("day", "part", "date", *_YEARS) if match[name])
        return more.start() if more else start, match.end()
    year = match.start("year" if match["year"] else "counted")
    before = _UNREAD_PART.search(lowered[:year])
    return before.span() if before else None


def _last(written: str | None, year: int) -> int:
    if not written:
        return year
    last = int(written) if len(written) == 4 else year // 100 * 100 + int(written)
    return last if year <= last <= year + 20 else year


def _days_of(match: re.Match[str], year: int, last: int, whole: bool) -> tuple[date, date]:
    """The first and last day of a time that is named, or of its year as a whole."""
    first, end = (not whole and _span(match, year)) or (date(year, 1, 1), date(year, 12, 31))
    return first, end if last == year else date(last, 12, 31)


def _span(match: re.Match[str], year: int) -> tuple[date, date] | None:
    """The days of the part of a year that is named; null where none is, or the year has none."""
    try:
        if match["date"]:
            day, month = map(int, re.findall(r"\d+", match["date"]))
            return date(year, month, day), date(year, month, day)
        part = match["part"] or match["behind"]
        span = span_of(part, year) if part else None
        if span and match["to"] and (until := span_of(match["to"], year)):
            return span[0], max(span[1], until[1])
        if span and match["day"]:
            return span[0].replace(day=int(match["day"])), span[0].replace(day=int(match["day"]))
    except ValueError:
        return None
    return span[:2] if span else None


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
    if any(_has(measure, years, time, due) or _names(named, time) for time in times):
        return Fit.HAS
    if any(step_in(phase, time, due) for phase in phases_of(measure) for time in times):
        return Fit.HAS
    if not years | named:
        return Fit.BLANK if any(_is_blank(measure, time) for time in times) else Fit.NONE
    return Fit.OTHER if years else Fit.NONE


def _is_blank(measure: Measure, time: Time) -> bool:
    """Whether a plan has dashes for a measure in its columns of all the years of a time."""
    first, last = time.years
    dashed = (re.fullmatch(rf"{BLANK} (20\d\d)–(20\d\d)", note) for note in measure.notes)
    return any(match and int(match[1]) <= first and last <= int(match[2]) for match in dashed)


def step_in(step: Phase, time: Time, due: bool) -> bool:
    """Whether a dated step of a measure is within a time, or is `due` in a part of a year; of a
    whole one the measure's own deadline alone tells what is due."""
    if due:
        return time.is_part and time.first <= step.last <= time.last
    return step.is_in(time.first, time.last)


def steps_then(measure: Measure, times: Sequence[Time]) -> tuple[str, ...]:
    """The dated steps of a measure within some times, as an indicator has them; of a part of a year
    those that are of one too, where there are any."""
    steps = [step for step in phases_of(measure) if step.is_indicator]
    then = [(s, t) for s in steps for t in times if s.is_in(t.first, t.last)]
    parts = [s for s, t in then if s.is_part and t.is_part]
    return tuple(dict.fromkeys(s.said for s in parts or [s for s, _ in then]))


def names_time(measure: Measure, times: Sequence[Time]) -> bool:
    """Whether a measure's notes or status name the year of one of these times."""
    return any(_names(_years_named(measure), time) for time in times)


def _years_named(measure: Measure) -> set[int]:
    noted = (note for note in measure.notes if not note.startswith(BLANK))
    texts = (*noted, measure.status or "")
    return {int(year) for text in texts for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)}


def _names(years: set[int], time: Time) -> bool:
    return not time.is_part and any(time.first.year <= year <= time.last.year for year in years)


def _has(measure: Measure, years: set[int], time: Time, due: bool) -> bool:
    """Whether a measure has a time by its years and the parts of them that are named; what is `due`
    at the end of a part of a year is so then alone."""
    if time.is_by and max(measure.years, default=LATEST) > time.last.year:
        return False  # what goes on longer is not due by then
    own = {year for year in years if time.first.year <= year <= time.last.year}
    if not own or not time.is_part:
        return bool(own)
    for year in own:
        parts = parts_of(measure, year)
        if not parts or any(_is_in(first, last, time, due) for first, last in parts):
            return True
    return False


def _is_in(first: date, last: date, time: Time, due: bool) -> bool:
    if due:
        return time.first <= last <= time.last
    return first <= time.last and time.first <= last


def parts_of(measure: Measure, year: int) -> list[tuple[date, date]]:
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

"""Times that a question names ("i 2025", "høsten 2023", "from 2026", "mellom 2024 og 2026")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.year_parts import (
    THIRDS,
    counted,
    feast_of,
    feasts,
    is_feast,
    lead,
    months,
    plainly,
    said,
    seasons,
    span_of,
    third,
    third_of,
)
from service.when.relative import FAR, Relative, overdue_in, relative_in, year_of, year_words

EARLIEST, LATEST = 2000, 2099
"""The years that an open time ("from 2026") begins and ends with."""

_LEADS = ("since", "until", "after", "before", "between")
_OPENS, _CLOSES = ("since", "after"), ("until", "before")
_PARTS = rf"{counted()}|{months()}|{seasons()}|{feasts()}"
_JOINT = rf"{lead('joins')}|{lead('either')}"
_TIME = re.compile(
    rf"(?:\b(?:(?P<since>{lead('since')}|{lead('ever')})|(?P<at_end>{said('ends', 'at')})|"
    + "|".join(f"(?P<{name}>{lead(name)})" for name in _LEADS[1:])
    + r")\s+)?(?:(?:i løpet av|ila|i|in|the)\s+)?"
    rf"(?:\b(?:{'|'.join(f'(?P<{name}_third>{third(name)})' for name in THIRDS)})(?:\s+|(?<=-)))?"
    r"(?:(?:året|året i|the year|year)\s+)?"
    r"(?:\b(?:(?:(?P<day_from>\d{1,2})\.?\s?(?:[-–]|til|to|(?(between)(?:og|and)|(?!)))\s?)?"
    rf"(?P<day>\d{{1,2}})\.?\s+(?=(?:{months()})\b))?"
    rf"(?P<part>(?:the )?(?:{_PARTS}))(?:\.?\s?(?P<joint>{_JOINT})\s?"
    rf"(?:(?P<to_day>\d{{1,2}})\.?\s+(?=(?:{months()})\b))?(?P<to>{_PARTS}))?"
    r"[.,]?[\s-]+(?:i |in |of |av )?"
    r"|(?P<date>\d{1,2}(?:\.\s?\d{1,2}\.\s?|/\d{1,2}(?:\s?[./-]\s?|\s)|-\d{1,2}-)(?=20\d\d)"
    r"|(?<![\d.])\d{1,2}(?:/\d{1,2}\s?[./-]|(?<=\d\d)\.\d\d\.)\s?(?=[2-6]\d(?![\d.]))))?"
    rf"\b(?:(?P<year>20\d\d|(?<=[./-])(?<=\d[./-])(?(date)[2-6]\d|(?!)))|(?P<counted>{year_words()}))"
    r"(?:(?:\s?[-–/]\s?|\s(?:til|to)\s(?=20))(?P<last>20\d\d|\d\d(?![\d.-])))?\b"
    rf"(?:,?\s(?P<behind>{counted()}|(?:{seasons()})\b))?"
    rf"(?:\s+(?:(?P<onward>{said('behind', 'since')})|(?P<back>{said('behind', 'until')}))\b)?"
)
_UNREAD = re.compile(rf"{said('unread', 'parts')}[\s,]+(?:i |in |of |av )?$")
_ONE_MORE = re.compile(rf"\b(?:\d\.?|{months()}|{seasons()})(?:,| (?:{lead('either')})) $")
"""What stands before a part of a year that is but the last of several."""

_WORDS = ("day_from", "day", "part", "date", "year", "counted")
_THROUGH = re.compile(rf"\s*,?\s*(?:(?:og|and) )?(?:{lead('joins')})\s*")
_ALSO = re.compile(r"\s*,?\s*(?:(?:og|men|and|but)\s+)?")
_BOTH = re.compile(rf"\s*(?:{lead('both')})\s*")


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a question names: where it does so, in which words, and its days.

    `said` has what stands before it ("før 2025", "from 2026") where that makes it open. What is due
    is to be due by its end where it `is_by`. `is_counted` is one that is counted from a day ("i
    høst", "next year's spring"); `next_only` asks for no more than the first deadline from then on;
    `unread` are words for a part of its year that are not understood. `is_stretch` is one from a
    first time to a last ("mellom 2024 og 2026"), which is no plan's period.
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
    is_stretch: bool = False

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


@dataclass(frozen=True, slots=True)
class _Named:
    """A time with its year: where it stands, what stands before it (`_LEADS`, or nothing), its own
    days, and where its own words begin. `whole` is one of several years, as plans have them."""

    start: int
    end: int
    lead: str
    words: str
    begins: int
    first: date
    last: date
    whole: bool = False
    counted: bool = False
    unread: str = ""
    stretch: bool = False


def times_in(text: str, today: date | None = None) -> list[Time]:
    """The times that a question names, in order; "i år" and what is overdue as of `today`."""
    today, lowered = today or date.today(), text.lower()
    found = [_time(named, text, today) for named in _stretches(list(_named(text, today)), lowered)]
    for start, end in overdue_in(lowered):
        words = text[start:end]
        days = date(EARLIEST, 1, 1), date(today.year - 1, 12, 31)
        found.append(Time(start, end, words, words, *days, is_by=True))
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


def _time(named: _Named, text: str, today: date) -> Time:
    """A time with the days that what stands before it leaves."""
    first, last = named.first, named.last
    if named.lead in _OPENS:
        first = last + timedelta(days=1) if named.lead == "after" else first
        last = date(LATEST, 12, 31)
    elif named.lead in _CLOSES:
        last = first - timedelta(days=1) if named.lead == "before" else last
        first = date(EARLIEST, 1, 1)
    is_by = named.lead in _CLOSES
    said = named.words
    if named.lead in (*_OPENS, *_CLOSES):
        before = text[named.start : named.begins]
        said = f"{plainly(before)}{named.words}"
        behind = text[named.begins + len(named.words) : named.end]
        said += "" if named.counted else behind
    elif named.stretch:
        said = text[named.start : named.end]
    first = max(first, today) if named.counted and is_by else first
    return Time(
        named.start,
        named.end,
        named.words,
        said.strip(),
        first,
        last,
        is_by,
        unread=named.unread,
        is_stretch=named.stretch,
    )


def _stretches(found: list[_Named], lowered: str) -> Iterator[_Named]:
    """Times in order, where two that are the ends of a stretch are one: "fra 2024 til og med 2026",
    "mellom 2024 og 2026", "etter 2023, men før 2026"."""
    while found:
        one = found.pop(0)
        if found and (whole := _joined(one, found[0], lowered)):
            found.pop(0)
            yield whole
        else:
            yield replace(one, lead="", start=one.begins) if one.lead == "between" else one


def _joined(one: _Named, other: _Named, lowered: str) -> _Named | None:
    """Two times as one, if they are its ends."""
    between = lowered[one.end : other.start]
    if one.whole or other.whole or one.unread or other.unread:
        return None
    if one.lead in _CLOSES and other.lead in _OPENS and _ALSO.fullmatch(between):
        return _joined(replace(other, start=one.start), replace(one, end=other.end), between)
    through = not other.lead and _THROUGH.fullmatch(between) is not None
    if one.lead == "between":
        both = other.lead in ("", "until") and _BOTH.fullmatch(between) is not None
        is_one = both and not _compares(lowered, one.start)
    elif one.lead in _OPENS:
        also = other.lead in _CLOSES and _ALSO.fullmatch(between) is not None
        is_one = through or also
    else:
        is_one = not one.lead and through
    first = one.last + timedelta(days=1) if one.lead == "after" else one.first
    last = other.first - timedelta(days=1) if other.lead == "before" else other.last
    if not is_one or first > last:
        return None
    words = _of_days(one, other, first, last)
    return _Named(one.start, other.end, "", words, one.begins, first, last, stretch=True)


def _compares(lowered: str, start: int) -> bool:
    """Whether two years are compared ("forskjellen mellom 2024 og 2026")."""
    return re.search(said("ends", "compared"), lowered[:start]) is not None


def _of_days(one: _Named, other: _Named, first: date, last: date) -> str:
    """The words of a stretch: its years alone, where they are whole."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}–{last.year}" if first.year < last.year else str(first.year)
    return f"{one.words} – {other.words}"


def _named(text: str, today: date) -> Iterator[_Named]:
    lowered = text.lower()
    for match in _TIME.finditer(lowered):
        year = year_of(match["counted"], today) if match["counted"] else _full(match["year"])
        last = _last(match["last"], year)
        unread = _unread(match, lowered)
        first_day, last_day = (not unread and _span(match, year)) or _year(year)
        whole = last > year
        last_day = date(last, 12, 31) if whole else last_day
        before = _lead(match, lowered)
        thirds = [name for name in THIRDS if match[f"{name}_third"]]
        if before in ("until", "after") or whole or first_day == last_day or unread:
            thirds = [name for name in thirds if name != "last"] if not whole else []
        begins = match.start(f"{thirds[0]}_third") if thirds else _begins(match)
        if thirds:
            first_day, last_day = third_of(thirds[0], first_day, last_day)
        end = match.end("behind" if match["behind"] else "last" if match["last"] else "year")
        end = match.end("counted") if match["counted"] and not match["behind"] else end
        words = text[begins:end]
        if match["counted"]:
            words = words.replace(text[slice(*match.span("counted"))], str(year))
        has_ends = match["to"] is not None or match["day_from"] is not None
        is_closed = has_ends and before in ("since", "between")
        is_closed = is_closed or (whole and before == "since" and _says_to(match))
        start = min(match.start(), unread[0]) if unread else match.start()
        named = _Named(
            start,
            match.end(),
            "" if is_closed or (whole and before != "between") else before,
            words,
            begins,
            first_day,
            last_day,
            whole,
            match["counted"] is not None,
            text[slice(*unread)].strip(" ,") if unread else "",
            is_closed and not re.search(said("ends", "plan"), lowered[:start]),
        )
        yield from _apart(named, match, year) if not before and not unread else (named,)


def _lead(match: re.Match[str], lowered: str) -> str:
    """What stands before or behind a time: the end of a year is one until which something is done,
    where it is not deadlines that are asked for."""
    if match["at_end"]:
        return "" if re.search(said("ends", "deadlines"), lowered) else "until"
    if match["before"] and match["last_third"]:
        return "until"
    if match["onward"] or match["back"]:
        return "since" if match["onward"] else "until"
    return next((name for name in _LEADS if match[name]), "")


def _apart(named: _Named, match: re.Match[str], year: int) -> Iterator[_Named]:
    """A time as two, where "og" or "eller" joins two parts of a year with another between them."""
    if match["joint"] in ("og", "eller", "and", "or"):
        one, other = _part(match["part"], match["day"], year, ""), _span_to(match, year)
        if one and other and one[1] + timedelta(days=1) < other[0]:
            half, begins = match.start("joint"), match.start("to_day" if match["to_day"] else "to")
            said = f"{named.words[: half - named.begins].strip(' .')} {year}"
            yield replace(named, end=half, words=said, first=one[0], last=one[1])
            said = named.words[begins - named.begins :]
            yield replace(named, begins=begins, start=half, words=said, first=other[0])
            return
    yield named


def _says_to(match: re.Match[str]) -> bool:
    """Whether two years stand as from one to the other, and not as a period."""
    return re.search(r"\s(?:til|to)\s", match[0]) is not None


def _unread(match: re.Match[str], lowered: str) -> tuple[int, int] | None:
    """Where it is said of a year which part of it, in words that are not understood."""
    if match["part"] or match["date"] or match["behind"]:
        more = _ONE_MORE.search(lowered[: match.start()])
        if _span(match, _full(match["year"] or str(EARLIEST))) and not more:
            return None
        return more.start() if more else _begins(match), match.end()
    year = match.start("year" if match["year"] else "counted")
    before = _UNREAD.search(lowered[:year])
    return before.span() if before else None


def _begins(match: re.Match[str]) -> int:
    """Where the words of a time itself begin."""
    return next(match.start(name) for name in _WORDS if match[name])


def _last(written: str | None, year: int) -> int:
    if not written:
        return year
    last = _full(written)
    return last if year <= last <= year + 20 else year


def _full(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _span(match: re.Match[str], year: int) -> tuple[date, date] | None:
    """The days of the part of a year that is named; null where none is, or the year has none."""
    try:
        if match["date"]:
            day, month = map(int, re.findall(r"\d+", match["date"]))
            return date(year, month, day), date(year, month, day)
        part = match["part"] or match["behind"]
        if not part:
            return None
        where = match.start("part" if match["part"] else "behind")
        first = _part(part, match["day"], year, match.string[:where])
        if first and match["to"]:
            until = _span_to(match, year)
            return (first[0], max(first[1], until[1])) if until else None
        if first and match["day_from"]:
            return min(first[0].replace(day=int(match["day_from"])), first[0]), first[1]
        return first
    except ValueError:
        return None


def _span_to(match: re.Match[str], year: int) -> tuple[date, date] | None:
    return _part(match["to"], match["to_day"], year, "")


def _part(words: str, day: str | None, year: int, before: str) -> tuple[date, date] | None:
    """Raises ValueError for a day that the month has not."""
    span = feast_of(words, year) if is_feast(words, before) else span_of(words, year)
    if span and day:
        return span[0].replace(day=int(day)), span[0].replace(day=int(day))
    return span[:2] if span else None

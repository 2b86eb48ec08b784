"""When a measure is due: the last day that the plan's own words allow.

Nothing is guessed: "Løpende" has no day, a blank cell no deadline, and words that name no end
("Oppstart 2024", "Snarest") are said to name none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indexer.records import Measure


class DueKind(StrEnum):
    """What a plan says of when a measure is due."""

    DATE = "date"
    ONGOING = "ongoing"
    NONE = "none"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exact the plan's wording is: the day is the last of so long a time; a part is the
    first or middle third of one ("medio 2024")."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PART = "part"


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
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("januar", "jan"), ("februar", "feb"), ("mars",), ("april", "apr"), ("mai",),
            ("juni", "jun"), ("juli", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("oktober", "okt"), ("november", "nov"), ("desember", "des"),
        ],
        start=1,
    )
    for name in names
}  # fmt: skip
_SEASONS = {"vår": 6, "våren": 6, "sommer": 8, "sommeren": 8, "sommar": 8, "sommaren": 8,
            "høst": 12, "høsten": 12, "haust": 12, "hausten": 12}  # fmt: skip
"""The month with which a season ends as plans count: spring and autumn are the half-years of
school and budget. Winter falls in two years, so only its year is taken."""
_ENDS_BEFORE = {"vår": 12, "sommer": 6, "sommar": 6, "høst": 8, "haust": 8}
"""The last month before a season: "før sommeren" is by the end of June."""

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEASON = "|".join(sorted(_SEASONS, key=len, reverse=True))
_YEAR = r"(?P<year>20\d\d)(?:\s?[-–/]\s?(?P<last>(?:20)?\d\d)(?![\d.]))?"
_NAMED = r"(?P<named>20\d\d|[2-6]\d(?![\d.%]|,\d|\s?%))"
_TIMES = re.compile(
    r"(?P<before>før\s+)?"
    r"(?:\b(?P<third>primo|medio|(?:begynnelsen|starten|midten) av)\s+)?(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?<![\d/])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<dated>(?:20)?\d\d)(?!\d)"
    rf"|(?:(?P<nth>\d{{1,2}})\.\s?)?\b(?P<name>{_MONTH})\b\.?,?\s?[-/]?\s?{_NAMED}"
    r"|(?:uke|veke)\s?(?P<week>\d{1,2}),?\s+(?P<weeks>20\d\d)"
    r"|(?P<part>[1-4]|første|andre|q[1-4])\.?\s?(?P<of>halvår|kvartal|tertial|(?<=q[1-4]))"
    r",?\s?[-/]?\s?(?P<parted>20\d\d)"
    r"|(?P<parted2>20\d\d)[,:]?\s?(?P<part2>[1-4]|første|andre)\.?\s?(?P<of2>halvår|kvartal|tertial)"
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
    """The first and last day of every time that a wording names, in order."""
    for match in _TIMES.finditer(" ".join(wording.lower().split())):
        try:
            first, last, _ = _span(match)
        except ValueError:
            continue
        yield first, last


def _days(text: str) -> Iterator[tuple[date, Precision]]:
    for match in _TIMES.finditer(text):
        try:
            first, last, precision = _span(match)
        except ValueError:
            continue
        if match["before"]:
            yield first - timedelta(days=1), precision
        elif match["third"]:
            thirds = 1 if match["third"].startswith(("primo", "begyn", "start")) else 2
            yield first + (last - first) * thirds // 3, Precision.PART
        else:
            yield last, precision


def _span(match: re.Match[str]) -> tuple[date, date, Precision]:
    """The first and last day of a time that is named. Raises ValueError for a day there is not."""
    day = _exact(match)
    if day is not None:
        return day, day, Precision.DAY
    if match["name"]:
        month = _MONTHS[match["name"]]
        return *_months(_full(match["named"]), month, month), Precision.MONTH
    if match["week"]:
        monday = date.fromisocalendar(int(match["weeks"]), int(match["week"]), 1)
        return monday, monday + timedelta(days=6), Precision.WEEK
    if match["part"] or match["part2"]:
        return _part(match)
    if match["season"] or match["season3"]:
        year = int(match["seasoned"] or match["seasoned2"])
        first = match["season"] or match["season3"]
        last = match["season2"] or first
        before = next((m for name, m in _ENDS_BEFORE.items() if first.startswith(name)), 12)
        begins = before % 12 + 1
        return *_months(year, begins, _SEASONS[last]), Precision.SEASON
    first_year = int(match["year"])
    last_year = _full(match["last"]) if match["last"] else first_year
    return date(first_year, 1, 1), date(max(first_year, last_year), 12, 31), Precision.YEAR


def _exact(match: re.Match[str]) -> date | None:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["day"]:
        return date(_full(match["dated"]), int(match["month"]), int(match["day"]))
    if match["nth"]:
        return date(_full(match["named"]), _MONTHS[match["name"]], int(match["nth"]))
    return None


def _part(match: re.Match[str]) -> tuple[date, date, Precision]:
    name, kind = match["part"] or match["part2"], match["of"] or match["of2"] or "kvartal"
    year = int(match["parted"] or match["parted2"])
    which = {"første": 1, "andre": 2}.get(name) or int(name.removeprefix("q"))
    months = {"halvår": 6, "kvartal": 3, "tertial": 4}[kind]
    first, last = _months(year, (which - 1) * months + 1, which * months)
    return first, last, Precision.HALF_YEAR if kind == "halvår" else Precision.QUARTER


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)

"""The years that a wording of when names or spans: "2024–26", "høst 2022 – vår 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from indexer.vocabulary import any_of, vocabulary
from indexer.year_parts import lead, said

_NUMBERS_OF = re.compile(r"\b(?:pkt|punkt|tiltak|kap|kapittel|nr|versjon|v|se|sjå|jf)\.?\s*$", re.I)
"""What stands before the number of something, which looks like a date."""

_YEARS = re.compile(r"(20\d\d)(?:\s?[-–/]\s?((?:20)?\d\d)(?!\d|[./-]\d))?")
_MOVED = re.compile(r"\b(?:utsa|utse|flytt|forleng|endr|forsk[jy])\w*\s+(?:fra|frå)\s", re.I)
_LONGEST_SPAN = 30
"""Years that a wording may span; more are two numbers that are no span."""


def years_in(text: str) -> tuple[int, ...]:
    """Every year that a wording of when names or spans, ascending; of "før 2025" the one before."""
    years: set[int] = set()
    behind: tuple[int, int] | None = None  # the last year named, and where it ends
    for match in _YEARS.finditer(text):
        start = int(match[1])
        end = int(match[2] if len(match[2]) == 4 else f"20{match[2]}") if match[2] else start
        end = end if start <= end <= start + _LONGEST_SPAN else start
        if match[2] and end == start + 1 and _turn().search(text[: match.start()]):
            end = start  # the turn of two years is the end of the first
        elif not match[2] and _before_year().search(text[: match.start()]):
            start = end = start - 1
        elif behind and start - _LONGEST_SPAN <= behind[0] <= start:
            opened, gap = text[: behind[1]], text[behind[1] : match.start()]
            start = behind[0] if _goes_through(opened, gap) else start
        years.update(range(start, end + 1))
        behind = end, match.end()
    return tuple(sorted({*years, *_short_years(text)}))


@cache
def _before_year() -> re.Pattern[str]:
    """What stands before a year that a time ends with the one before."""
    return re.compile(
        rf"(?<!ikke )(?<!ikkje )(?<!not )\b(?:{lead('before')})\s+(?:0?1\.\s?(?:0?1\.|jan\w*\.?)\s?"
        r"|januar\w*\s)?$",
        re.IGNORECASE,
    )


@cache
def _turn() -> re.Pattern[str]:
    """What stands before two years that a time is between."""
    return re.compile(rf"(?<!etter )(?<!after )\b(?:{said('across', 'turn')})\s$", re.IGNORECASE)


@cache
def _spans() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands between two years of one time, what does so behind "mellom" too, and that."""
    parts = rf"(?:(?:\d{{1,2}}\.|{any_of((*vocabulary().seasons, *vocabulary().before))})\s?)*"
    through = (
        rf"\.?\s?(?:{lead('joins')}|(?:frem|fram) til|til og med|t\.?o\.?m\.?|until)\s?{parts}"
    )
    return (
        re.compile(through, re.IGNORECASE),
        re.compile(rf"\s(?:og|and)\s{parts}|{through}", re.IGNORECASE),
        re.compile(rf"\b(?:{lead('between')})\s+{parts}20\d\d$", re.IGNORECASE),
    )


def _goes_through(opened: str, gap: str) -> bool:
    """Whether a time goes on from one year to another, by what stands before and between them
    ("fra 2024 til 2026", "høst 2022 – vår 2024", "mellom 2024 og 2026"); a moved one does not."""
    if _MOVED.search(opened):
        return False
    through, both, between = _spans()
    return (both if between.search(opened) else through).fullmatch(gap) is not None


@cache
def _short() -> re.Pattern[str]:
    """A year of two digits in a date, or behind a month or season."""
    names = any_of((*vocabulary().seasons, *vocabulary().short_months))
    end = r"(?![\w.%]|,\d|\s?%)"
    return re.compile(
        rf"(?<![\d./])(?P<day>\d{{1,2}})\s?[./]\s?(?P<month>\d{{1,2}})\s?[./-]\s?(?P<year>\d\d){end}"
        rf"|\d{{1,2}}\.\s?(?:{names})\s(?P<worded>\d\d){end}"
        rf"|\b(?:{names})(?:\.\s?|\s?[-–/’']\s?|\s)[’']?"
        rf"(?P<named>[2-6]\d)(?:\s?[/–-]\s?(?P<last>[2-6]\d))?{end}",
        re.IGNORECASE,
    )


def _short_years(text: str) -> Iterator[int]:
    """Years of two digits, of this century, where they stand in a clear date; "pkt. 3.4.12" is
    none, and neither is what is so short that it may be a number of something."""
    for match in _short().finditer(text):
        if _NUMBERS_OF.search(text[: match.start()]):
            continue
        if match["day"]:
            year, padded = int(match["year"]), "0" in (match["day"][0], match["month"][0])
            possible = 1 <= int(match["day"]) <= 31 and 1 <= int(match["month"]) <= 12
            if possible and (padded or 15 <= year <= 69):
                yield 2000 + year
            continue
        for name in ("worded", "named", "last"):
            if match[name]:
                yield 2000 + int(match[name])

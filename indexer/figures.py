"""Letters that OCR read for figures in years and dates, put back as figures ("Høst 2O25")."""

from __future__ import annotations

import re
from functools import cache

from indexer.year_parts import long_months

YEARS = range(2010, 2070)
"""What is taken for a year; "2OOl" is as likely a number or a measure of something."""

_FIGURE = "[0-9OoIlZS]"
_FIGURES = str.maketrans("OoIlZS", "001125")
_LITRES = re.compile(r"\d{3}l")


@cache
def _times() -> re.Pattern[str]:
    """A year, with a day and month before it or not; or the day before a month's name."""
    return re.compile(
        rf"(?<![\w./–—-])(?P<date>{_FIGURE}{{1,2}}\.{_FIGURE}{{1,2}}\.)?"
        rf"(?P<year>2[0Oo]{_FIGURE}{{2}})(?!\w)"
        rf"|(?<=\d[–—/-])(?P<last>2[0Oo]{_FIGURE}{{2}})(?!\w)"
        rf"|(?<![\w./–—-])(?P<day>[0-9OoIl]{{1,2}})(?=\.\s?(?i:{long_months()})\b)"
    )


def put_figures(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with the figures of its years and dates, and what was changed: as it stands, and
    as it is shown. Web addresses stay as they are."""
    changed: list[tuple[str, str]] = []

    def shown(match: re.Match[str]) -> str:
        figures = match[0].translate(_FIGURES)
        if figures == match[0] or not _is_time(match) or _in_address(text, match):
            return match[0]
        changed.append((match[0], figures))
        return figures

    return _times().sub(shown, text), tuple(changed)


def _is_time(match: re.Match[str]) -> bool:
    """Whether figures make a day that there is, or a year that plans speak of."""
    if match["day"]:
        return 1 <= int(match["day"].translate(_FIGURES)) <= 31
    year = match["year"] or match["last"]
    if _LITRES.fullmatch(year) or int(year.translate(_FIGURES)) not in YEARS:
        return False
    if match["date"] is None:
        return True
    day, month = (int(part.translate(_FIGURES)) for part in match["date"].split(".")[:2])
    return 1 <= day <= 31 and 1 <= month <= 12


def _in_address(text: str, match: re.Match[str]) -> bool:
    start = max(text.rfind(blank, 0, match.start()) for blank in " \n\t") + 1
    chunk = text[start : match.start()]
    return "://" in chunk or "www." in chunk or "@" in chunk

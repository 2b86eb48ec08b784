"""When a measure is due: the last day that the plan's own words allow.

Nothing is guessed: "Løpende" has no day, a blank cell no deadline, and words that name no end
("Oppstart 2024", "Snarest") are said to name none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from indexer.records import Measure
from indexer.year_parts import Precision, lead
from service.when.dated import spans_in
from service.words.word_lists import word_list


class DueKind(StrEnum):
    """What a plan says of when a measure is due."""

    DATE = "date"
    ONGOING = "ongoing"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is null unless `kind` is a date. `unknown` is a cell that could not be read or whose
    words name no end; `none` is a blank one."""

    kind: DueKind
    day: date | None = None
    precision: Precision | None = None


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """What is said of when beside times.

    `starts` names no end ("Fra 2025", "2025 og utover"), `awaits` what something waits for and
    `in_plan` the plan's own end, none of them a day. `ongoing` never passes, whatever else is said
    ("Løpende, evalueres 2025"; not "Løpende til 2025"), nor does what comes `again` behind a time.
    """
    words = word_list("due")
    until, since, after = lead("until"), f"{lead('since')}|{lead('ever')}", lead("after")
    ends = rf"(?:{words['ends_it']}|{until})\b[^,;]*(?:20\d\d|[./-]\d\d\b)"
    starts = rf"(?:{words['begins']}|{since}|{after})\b"
    no_end = rf"(?!.*\b(?:{words['ends_it']}|{words['finishes']}|{until})\b)"
    return {
        "ongoing": re.compile(rf"\b(?:{words['ongoing']})\b"),
        "ongoing_first": re.compile(rf"^\W*\b(?:{words['ongoing']})\b(?!.*\b{ends})"),
        "again": re.compile(rf"\b(?:{words['then']})\s+(?:{words['ongoing']})\b(?!.*\b{ends})"),
        "starts": re.compile(rf"^\W*{starts}{no_end}|{words['goes_on']}"),
        "awaits": re.compile(rf"^\W*(?:{words['awaits']})\b(?!.*\b(?:{words['despite']})\b)"),
        "in_plan": re.compile(rf"\b(?:{words['in_plan']})"),
    }


def due_of(measure: Measure) -> Due:
    """When a measure is due by its plan's wording, the newest where it was moved."""
    if measure.deadline is None:
        unread = "deadline" in measure.uncertain
        return Due(DueKind.UNKNOWN if unread else DueKind.NONE)
    return read_due(measure.deadline)


def read_due(wording: str) -> Due:
    """When something is due by the words of a deadline; the latest day where they name several."""
    text, words = _flat(wording), _words()
    if words["starts"].search(text) or words["awaits"].search(text):
        return Due(DueKind.UNKNOWN)
    if words["ongoing_first"].search(text) or words["again"].search(text):
        return Due(DueKind.ONGOING)
    found = [(last, precision) for _, last, precision in spans_in(text)]
    if found:
        return Due(DueKind.DATE, *max(found, key=lambda each: each[0]))
    goes_on = words["ongoing"].search(text) and not words["in_plan"].search(text)
    return Due(DueKind.ONGOING if goes_on else DueKind.UNKNOWN)


def _flat(wording: str) -> str:
    return " ".join(wording.lower().split())

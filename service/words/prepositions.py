"""The small words before a place, which go with it where it is left out: "i Ahus", "fra Ahus"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.words.word_lists import rules


@dataclass(frozen=True, slots=True)
class _Rules:
    before_place: re.Pattern[str]


@cache
def _rules() -> _Rules:
    return rules(_Rules, "prepositions")


def with_preposition(text: str, start: int) -> int:
    """Where a place that stands at `start` begins with the preposition before it, if it has one."""
    found = _rules().before_place.search(text[:start].lower())
    return found.start() if found else start

"""What answers say, phrase by phrase, and what plans are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from indexer.records import Plan, Region
from service.word_lists import word_list


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    return word_list("phrases")


def phrase(language: str, name: str, /, **values: object) -> str:
    """A phrase in a language, filled in."""
    return _phrases()[language][name].format(**values)


def title_of(plan: Plan) -> str:
    """A plan as people call it: its region and period; of no region known, who published it, or
    its own title."""
    if plan.region.is_known:
        return f"{name_of(plan.region)} {period_of(plan)}".strip()
    return f"{plan.publisher} {period_of(plan)}".strip() if plan.publisher else plan.title


def name_of(region: Region) -> str:
    """A region as people call it."""
    name = region.name
    for lead in ("Helsefellesskapet i ", "Helsefellesskapet ", "Helsefellesskap "):
        name = name.removeprefix(lead)
    return name


def period_of(plan: Plan) -> str:
    if plan.period is None:
        return ""
    first, last = plan.period
    return str(first) if first == last else f"{first}–{last}"

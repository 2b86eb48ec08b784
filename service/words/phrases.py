"""What answers say, phrase by phrase, and what plans are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from indexer.owners import is_of_community, kind_of, municipality_of
from indexer.records import Plan, Region
from service.words.word_lists import plain_list

Say = Callable[..., str]
"""A phrase by its name, filled in, in the language of an answer."""

MOST_NAMED = 12
"""Plans or regions that a sentence names where all are meant that have nothing: those of a thousand
are a page of names, and nobody sees the answer below it."""


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    return plain_list("phrases")


def phrase(language: str, name: str, /, **values: object) -> str:
    """A phrase in a language, filled in."""
    return _phrases()[language][name].format(**values)


def saying(language: str) -> Say:
    """What fills in phrases in a language."""
    return partial(phrase, language)


def listed(names: Sequence[str], say: Say) -> str:
    """Names in a sentence: all of few, of many the first and how many more there are. Which these
    are the coverage has."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    first = ", ".join(names[:MOST_NAMED])
    return say("and_more", names=first, count=len(names) - MOST_NAMED)


def title_of(plan: Plan) -> str:
    """A plan as people call it: whose it is, its kind where it is a municipality's own, and its
    period; where nothing says whose, its own title."""
    if owner := owner_of(plan):
        return f"{owner} {period_of(plan)}".strip()
    dated = re.search(r"\b20\d\d\b", plan.title)
    return plan.title if dated else f"{plan.title} {period_of(plan)}".strip()


def owner_of(plan: Plan) -> str | None:
    """Whose a plan is, as people call them: a region, or a municipality with the kind of plan; null
    where nothing says so: what lies within a region may be anybody's in it."""
    if municipality_of(plan) and plan.publisher:
        kind = kind_of(plan)
        return f"{plan.publisher}, {kind}" if kind else plan.publisher
    if plan.publisher is None and not is_of_community(plan):
        return None
    return name_of(plan.region) if plan.region.is_known else plan.publisher


def regions_of(plan: Plan) -> str:
    """For whom a plan is: a region, or the municipality that has it of its own."""
    own = plan.publisher if municipality_of(plan) or not plan.region.is_known else None
    return own or plan.region.name


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

"""Questions about the plans of a collection themselves, and what their answers say of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.owners import municipality_of
from indexer.records import Plan
from service.finding.evidence import PlansAsked
from service.reading.understand import Question
from service.results import PlanCoverage
from service.words.word_lists import word_list


@dataclass(frozen=True, slots=True)
class _Way:
    asked: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Words:
    none: re.Pattern[str]
    degree: re.Pattern[str]
    now: re.Pattern[str]


@cache
def _data() -> tuple[Mapping[PlansAsked, _Way], _Words]:
    data = word_list("plans_asked")
    ways = {}
    for name in PlansAsked:
        unless = data[name.value].get("unless")
        asked = re.compile("|".join(data[name.value]["asked"]))
        ways[name] = _Way(asked, re.compile(unless) if unless else None)
    return ways, _Words(**{name: re.compile(said) for name, said in data["words"].items()})


def plans_asked(question: Question) -> PlansAsked | None:
    """What a question asks of the plans themselves; null where it asks for what is in them."""
    ways, _ = _data()
    for name, way in ways.items():
        if not way.asked.search(question.spelt):
            continue
        if way.unless and way.unless.search(question.spelt):
            continue
        if name.counts_measures or not names_topic(question):
            return name
    return None


def names_topic(question: Question) -> bool:
    """Whether a question names something to be looked for in plans."""
    words = _data()[1]
    labels = [group.label.lower() for group in question.groups]
    rest = [label for label in labels if not (words.none.search(label) or says_degree(label))]
    return bool(rest or question.status or question.noted)


def says_degree(text: str) -> bool:
    """Whether a text asks for the most, the least or a comparison."""
    return bool(_data()[1].degree.search(text))


def without_degree(text: str) -> str:
    """A question without the words that ask for the most, for what it is about."""
    lowered = text.lower()
    for match in reversed(list(_data()[1].degree.finditer(lowered))):
        text = text[: match.start()] + text[match.end() :]
    return " ".join(text.split())


def asks_for_now(question: Question) -> bool:
    """Whether it asks for the plans that are in force."""
    return bool(_data()[1].now.search(question.spelt))


def said_of_plans(
    asked: PlansAsked | None,
    covered: Sequence[PlanCoverage],
    among: int,
    say: Callable[..., str],
    title_of: Callable[[Plan], str],
) -> list[str]:
    """The line before what is found: how many plans of the collection, or each one's measures."""
    if asked is PlansAsked.LISTED:
        known = {c.plan.region.region_id for c in covered if c.plan.region.is_known}
        name = "plans_listed_one" if len(covered) == 1 else "plans_listed"
        if len(covered) > 1 and len(known) == 1:
            name = "plans_listed_region"
        if any(municipality_of(c.plan) for c in covered):
            name = "plans_listed_one" if len(covered) == 1 else "plans_listed_owners"
        return [say(name, count=len(covered), all=among, regions=len(known))]
    if asked is None or not asked.counts_measures or len(covered) < 2:
        return []
    fewest = asked is PlansAsked.FEWEST
    ordered = sorted(covered, key=lambda c: len(c.findings) if fewest else -len(c.findings))
    counts = [
        say("measures_of", count=len(each.findings), plan=title_of(each.plan)) for each in ordered
    ]
    lead = "" if asked is PlansAsked.EACH else f"{say(asked.value)} "
    return [f"{lead}{'; '.join(counts)}."]

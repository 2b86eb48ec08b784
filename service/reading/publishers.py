"""Whose plans a question is for: a municipality's own and its community's, never another's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from indexer.owners import is_of, kind_of, municipality_of
from indexer.records import Measure, Plan
from service.reading.places import Place

_BEFORE = r"(?:\b(?:i|fra|frå|av|ifølge|ifølgje|etter|in|from|of|according to)\s+(?:the\s+)?|s\s+)"
_BEHIND = r"(?=\s+(?:for|i|til|hos|fra|frå|in|of)\s+[A-ZÆØÅ])"
_PLAN_FACT = re.compile(
    r"\b(?:vedtatt|vedteken|vedtatte|godkjent|godkjend|gjelder|gjeld|varer|varar|periode\w*"
    r"|approved|adopted|står det|seier|sier)\b",
    re.IGNORECASE,
)


def plans_for(place: Place, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The plans that a place's question is for; of a municipality its own and its community's."""
    return tuple(plan for plan in plans if _is_for(plan, place))


def own_plans(place: Place, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The plans that a municipality has of its own; none of another place."""
    own = place.municipality
    return tuple(plan for plan in plans if own is not None and is_of(plan, own))


def _is_for(plan: Plan, place: Place) -> bool:
    if plan.region.region_id not in place.regions:
        return False
    if place.municipality is None:
        return True
    if municipality_of(plan) is None:
        return plan.region.is_known
    return is_of(plan, place.municipality)


def plans_listed(
    plans: Sequence[Plan], listed: Sequence[Measure], own: Collection[str]
) -> tuple[Plan, ...]:
    """The plans that a list of all measures is of: where a municipality has its `own`, its
    community's is only where it names the municipality, and not one that has nothing."""
    having = {measure.plan_id for measure in listed}
    return tuple(p for p in plans if not own or p.plan_id in having or p.plan_id in own)


def kinds_named(text: str, kinds: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The kinds of plans that a question is narrowed to, and where it says so: "i demensplanen",
    "Storelvs demensplan", "beredskapsplanen for Havnes"; not one that is to be made."""
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for kind in kinds:
        name = re.escape(kind)
        for pattern in (
            rf"(?i:{_BEFORE})(?P<kind>(?i:{name})(?i:en|ens|a)?)\b",
            rf"(?P<kind>(?i:{name})(?i:en|a)?){_BEHIND}",
            *([rf"\b(?P<kind>(?i:{name})(?i:en|a))\b"] if _PLAN_FACT.search(text) else []),
        ):
            for match in re.finditer(pattern, text):
                found.append(kind)
                spans.append(match.span("kind"))
    # What a plan says of itself it says under its own name, which is then looked for too.
    return tuple(dict.fromkeys(found)), [] if _PLAN_FACT.search(text) else spans


def kinds_of(plans: Iterable[Plan]) -> tuple[str, ...]:
    """The kinds of plans there are, the longest first."""
    kinds = {kind for plan in plans if (kind := kind_of(plan))}
    return tuple(sorted(kinds, key=lambda kind: (-len(kind), kind)))

"""Whose a plan is: a health community's, or that of one municipality; and of which kind.

A municipality publishes several plans, which neither follow each other nor the community's.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.analysis import fold
from indexer.records import Plan

_MUNICIPALITY = re.compile(
    r"(?P<name>[A-ZÆØÅ][\w.-]*(?: [A-ZÆØÅa-zæøå][\w.-]*)*?) "
    r"(?:kommune|herad|municipality|bydel)\b\W*$"
)
_DISTRICT = re.compile(r"Bydel (?P<name>[A-ZÆØÅ][\w.-]*(?: [A-ZÆØÅ][\w.-]*)*)\W*$")
_COMMUNITY = re.compile(r"helsefell|sykehus|sjukehus|hospital|\bHF\b|kommunene|kommunane", re.I)
_TRUST = re.compile(r"\b(?:Helse [A-ZÆØÅ]|HELSE )|\b(?:Ahus|UNN)\b")
_KIND = re.compile(r"\b(\w+plan)(?:en)?\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"(?:handlings?|samhandlings?|tiltaks?|virksomhets?|verksemds?|års?|(?:kommune)?del(?:plan)?"
    r"|kommune(?:del)?|hoved|hovud|periode|fram?drifts?|fremdrifts?|strategi|tema|sektor)plan"
)
"""Kinds that say nothing of what a plan is about."""


def municipality_of(plan: Plan) -> str | None:
    """The municipality that published a plan of its own; null for a community's plan."""
    return municipality_in(plan.publisher)


@cache
def municipality_in(publisher: str | None) -> str | None:
    """The municipality that a publisher is, without the word: "Storelv kommune" is Storelv, and
    so is a city's district ("Bydel Alna")."""
    if publisher is None or _COMMUNITY.search(publisher):
        return None
    match = _MUNICIPALITY.match(publisher.strip()) or _DISTRICT.match(publisher.strip())
    return match["name"] if match else None


def is_of_community(plan: Plan) -> bool:
    """Whether a plan is known to be a health community's or a trust's, by its publisher or title;
    false for a municipality's own, and where neither tells whose it is."""
    if municipality_of(plan):
        return False
    return names_community(f"{plan.publisher or ''} {plan.title}")


def names_community(text: str) -> bool:
    """Whether a title or publisher names a health community or a trust, whichever."""
    return bool(_COMMUNITY.search(text) or _TRUST.search(text))


def kind_of(plan: Plan) -> str | None:
    """What kind of plan a title says it is ("demensplan"); null where it says no more than
    "handlingsplan"."""
    return kind_in(plan.title)


def kind_in(title: str) -> str | None:
    """The kind that a title names first."""
    kinds = (match[1].lower() for match in _KIND.finditer(title))
    return next((kind for kind in kinds if not _GENERAL.fullmatch(kind)), None)


def line_of(plan: Plan) -> tuple[str, str | None, str | None]:
    """What plans have in common that follow each other in time: region, municipality, kind."""
    own = municipality_of(plan)
    return plan.region.region_id, fold(own) if own else None, kind_of(plan)


def is_of(plan: Plan, municipality: str) -> bool:
    """Whether a plan is this municipality's own."""
    own = municipality_of(plan)
    return own is not None and fold(own) == fold(municipality)

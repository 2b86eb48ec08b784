"""Who published a document, as a line of it says: a health community, a municipality, a trust."""

from __future__ import annotations

import re

from indexer.communities import Communities

FIRST_LINES = 10
"""Filled lines at the head of a document among which a publisher may stand with more behind it
("Voss herad. Vedteken …"), or in capitals; farther down such a line is a heading or a cell."""

_NAME = r"(?:[A-ZÆØÅ][\w-]+ (?:og )?){1,4}(?:kommune|HF|fylkeskommune|herad)\b"
_DISTRICT = r"Bydel [A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+){0,2}\b"
_COMMUNITY = (
    r"(?i:helsefell?es?s?kap(?:et)?)(?: (?:i |og )?(?:[A-ZÆØÅ][\w.-]*|hospital|sykehus|sjukehus|"
    r"universitetssykehus|kommun[ea]ne))+"
)
_PUBLISHER = re.compile(rf"{_COMMUNITY}|{_DISTRICT}|{_NAME}")
_WHOLE = re.compile(rf"(?:Oslo kommune\s*[,–-]?\s*)?({_DISTRICT})|({_COMMUNITY}|{_NAME})")
_LEADS = re.compile(
    rf"({_COMMUNITY}|{_NAME}|{_DISTRICT})\s*(?:[.,|]|[–-]\s)(?!.*\b(?:kommune|herad)\b)"
)
_CAPITALS = re.compile(r"([A-ZÆØÅ][A-ZÆØÅ -]+) (KOMMUNE|HERAD|FYLKESKOMMUNE)")
_PLAN = re.compile(r"\w*(?:plan(?:en)?|strategi(?:en)?|program(?:met)?)\Z", re.IGNORECASE)


def publisher_in_title(title: str) -> str | None:
    """The publisher that a title names, without the kind of plan before it ("Demensplan Vik
    kommune")."""
    match = _PUBLISHER.search(title)
    if match is None:
        return None
    words = match[0].strip(" -–,").split(" ")
    while len(words) > 2 and _PLAN.match(words[0]):
        del words[0]
    return " ".join(words)


def publisher_in_line(text: str, place: int, communities: Communities) -> str | None:
    """The publisher that a line is; `place` is how many filled lines stand before it.

    Among the first ones it may go on with something else, or stand in capitals: then it is
    given as the country's list has it.
    """
    if match := _WHOLE.fullmatch(text):
        return match[1] or match[2]
    if place >= FIRST_LINES:
        return None
    if match := _LEADS.match(text):
        return match[1]
    if match := _CAPITALS.fullmatch(text):
        return f"{_as_listed(match[1], communities)} {match[2].lower()}"
    return None


def _as_listed(name: str, communities: Communities) -> str:
    places = (place for community in communities.all for place in community.municipalities)
    known = {place.upper(): place for place in places}
    return known.get(name) or re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name)

"""Health communities by what a document calls them: a trust, an area, a municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.communities import Communities

_LEAD = re.compile(r"^Helsefellesskap(?:et)?\s+(?:i\s+|for\s+)?", re.IGNORECASE)
_LONG_HYPHENS = re.compile(r"[–—‑]")


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds the communities that a text names; a name that two of them have says nothing.

    `names` are a community's own, `places` its municipalities, which count only where the text
    says "kommune" with them: "Nes" and "Os" are words too. `ids` stand in names of files.
    """

    names: dict[str, str]
    places: dict[str, str]
    ids: frozenset[str]
    pattern: re.Pattern[str]
    place_pattern: re.Pattern[str]

    def every(self, text: str) -> Iterator[str]:
        """The id of every community named, as often as it is."""
        folded = _fold(text)
        for match in self.pattern.finditer(folded):
            if text[match.start()].isupper():
                yield self.names[match[0]]

    def one(self, text: str, *, name_of_file: bool = False) -> str | None:
        """The id of the only community named, or null; a municipality only where none is."""
        if name_of_file:
            text = text.title()
            words = set(_fold(text).split()) & self.ids
        else:
            words = set()
        named = words | set(self.every(text))
        if not named:
            named = {self.places[match[1]] for match in self.place_pattern.finditer(_fold(text))}
        return named.pop() if len(named) == 1 else None


@cache
def name_finder(communities: Communities) -> NameFinder:
    """The finder of these communities' names."""
    names: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for community in communities.all:
        region = community.region
        own = (_LEAD.sub("", region.name), community.trust, *community.trust_aliases)
        for name in (*own, *community.aliases):
            names.setdefault(_fold(name), set()).add(region.region_id)
        for name in community.municipalities:
            places.setdefault(_fold(name), set()).add(region.region_id)
    return NameFinder(
        names=_certain(names),
        places=_certain(places),
        ids=frozenset(c.region.region_id for c in communities.all),
        pattern=re.compile(rf"\b(?:{_any(names)})(?=s?\b)"),
        place_pattern=re.compile(rf"\b({_any(places)})s? (?:kommune|herad)\b"),
    )


def _certain(names: dict[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}


def _any(names: dict[str, set[str]]) -> str:
    """Certain names, the longest first; nothing where there are none."""
    ordered = sorted(_certain(names), key=lambda name: (-len(name), name))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


def _fold(text: str) -> str:
    """Lower case, character for character, so that places in the text are kept."""
    return _LONG_HYPHENS.sub("-", "".join(_lower(char) for char in text))


def _lower(char: str) -> str:
    lower = char.lower()
    return {"æ": "a", "ø": "o", "å": "a"}.get(lower, lower if len(lower) == 1 else char)

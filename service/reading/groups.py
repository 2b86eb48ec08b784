"""One thing that a question asks about, and the ways in which plans may say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.analysis import compound_parts
from service.words.lexicon import questions

EXACT, SYNONYM, TRANSLATED, REPAIRED, RELATED = 1.0, 0.95, 0.9, 0.85, 0.6
"""How far a way of saying a thing counts as the thing."""

PARTS = 0.8
"""How far the parts of a compound count, standing apart ("forebygge fall")."""

PART_ALONE = 0.5
"""How far a single part of a compound counts, if it is a rare one ("kreft" of
"kreftpasienter"); `RARE_PART` is the share of passages that may have it."""
RARE_PART = 0.06

MOST_COUNTED = 3
"""Words that name what is counted."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of saying a thing: all its stems must stand in a passage; `shown` for people; `near`
    where it may be a thing next to it: what is done with "voldsrisiko" is none for "vold i nære
    relasjoner"."""

    stems: tuple[str, ...]
    strength: float
    parts: bool = False
    shown: str | None = None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked about: the words in the question and where they stand, the ways in which
    plans say it, and how it is spelt in bokmål where the question spells it otherwise."""

    label: str
    ways: tuple[Way, ...]
    known: bool
    start: int
    end: int
    plain: str | None = None

    @property
    def translated(self) -> bool:
        """Whether the thesaurus knows it, as a thing of the field or as an English word."""
        return any(way.shown for way in self.ways)

    @property
    def itself(self) -> Group:
        """The thing by its own names alone, and not by those of things next to it."""
        return replace(self, ways=tuple(way for way in self.ways if not way.near))

    @property
    def of_field(self) -> bool:
        """Whether it is a thing of the plans' field: of the thesaurus, or a word of health."""
        named = any(way.shown and way.strength >= SYNONYM for way in self.ways)
        return named or self.people or bool(questions().field.search(self.label.lower()))

    @property
    def people(self) -> bool:
        """Whether it is people of an age or in a time of life."""
        known = questions().people
        return any(w.strength >= TRANSLATED and w.stems in known for w in self.ways)


def spread(way: Way) -> Iterator[Way]:
    """A name of one compound word also as its parts, standing apart."""
    if len(way.stems) == 1 and not way.parts:
        parts = compound_parts(way.stems[0])
        if parts:
            yield Way(parts, way.strength * PARTS, parts=True, near=way.near)


def distinct(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Ways in order, of those with the same words the strongest; near where all of them are."""
    best: dict[tuple[str, ...], Way] = {}
    own = {way.stems for way in ways if not way.near}
    for way in ways:
        if way.stems and (way.stems not in best or best[way.stems].strength < way.strength):
            best[way.stems] = replace(way, near=False) if way.stems in own else way
    return tuple(best.values())


def merge(groups: Sequence[Group]) -> Iterator[Group]:
    """Groups in order, one for things that are the same."""
    found: dict[frozenset[tuple[str, ...]], Group] = {}
    for group in groups:
        found.setdefault(frozenset(way.stems for way in group.ways), group)
    yield from found.values()


def counted_in(lowered: str, groups: Sequence[Group]) -> Group | None:
    """The thing of which a question asks how many there are; of words that follow each other
    ("lung patients") any."""
    match = questions().how_many.search(lowered)
    run: list[Group] = []
    for group in groups:
        if (match and group.start <= match.end(1) - 1 < group.end) or (
            run and lowered[run[-1].end : group.start].isspace()
        ):
            run.append(group)
    ways = tuple(way for group in run[:MOST_COUNTED] for way in group.ways)
    return replace(run[0], ways=distinct(ways)) if run else None

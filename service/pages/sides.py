"""A diff side by side: what stood, what stands, and the words that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.records import Measure
from service.over_time.changes import Value
from service.over_time.diff import Continued, Diff, Relation

_WORD = re.compile(r"\S+|\s+")

Part = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what stood there and what stands there: parts, and whether they changed."""

    name: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A measure and what it became."""

    old: Measure
    new: Measure
    score: float
    relation: Relation
    changed: tuple[FieldChange, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What one measure became in the next plan, or came from in the one before.

    `possible` are measures somewhat like it, for a reader to judge.
    """

    measures: tuple[Measure, ...]
    possible: tuple[Measure, ...]


def sides_of(found: Diff) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The continued measures, those with changes apart from those without."""
    sides = [_side(each) for each in found.continued]
    return (
        tuple(side for side in sides if side.changed),
        tuple(side for side in sides if not side.changed),
    )


def became(found: Diff, measure_id: str) -> Fate:
    """What a measure of the old plan became in the new."""
    return Fate(
        tuple(each.new for each in found.continued if each.old.measure_id == measure_id),
        tuple(each.new for each in found.possible if each.old.measure_id == measure_id),
    )


def came_from(found: Diff, measure_id: str) -> Fate:
    """What a measure of the new plan was in the old."""
    return Fate(
        tuple(each.old for each in found.continued if each.new.measure_id == measure_id),
        tuple(each.old for each in found.possible if each.new.measure_id == measure_id),
    )


def _side(pair: Continued) -> Side:
    changed = tuple(
        FieldChange(name, *_marked(_flat(before), _flat(after)))
        for name, before, after in pair.changes.changed
    )
    return Side(pair.old, pair.new, pair.score, pair.relation, changed, pair.changes.unread)


def _flat(value: Value) -> str:
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _marked(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts, those marked that the other does not have."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_parts(old, matcher, 1)), tuple(_parts(new, matcher, 3))


def _parts(words: list[str], matcher: SequenceMatcher[str], at: int) -> Iterator[Part]:
    """The parts of one text; `at` is where its places stand in an operation."""
    for code in matcher.get_opcodes():
        first, last = code[at], code[at + 1]
        assert isinstance(first, int)
        assert isinstance(last, int)
        if last > first:
            yield "".join(words[first:last]), code[0] != "equal"

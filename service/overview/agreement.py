"""The fields in which two measures say the same, however each plan spells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.records import Measure
from indexer.vocabulary import vocabulary
from service.bodies.names import read_name
from service.words.word_lists import word_list

BODY_KIND = "body_kind"
"""Said of two whose bodies are of one kind ("Fagråd …") where none has the other's name."""

YEARS_OVERLAP = "years_overlap"
"""Said of two that have some years in common, and others besides."""

GROUPS_OVERLAP = "target_group_overlap"
"""Said of two groups of which one is part of the other by its words."""


@dataclass(frozen=True, slots=True)
class _Rules:
    narrows: re.Pattern[str]
    lists: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = word_list("groups")
    narrows, joins = ("|".join(map(re.escape, data[name])) for name in ("narrows", "joins"))
    return _Rules(
        re.compile(rf"\s(?:{narrows})\s|\(", re.IGNORECASE),
        re.compile(rf"[/,;]|\s(?:{joins})\s", re.IGNORECASE),
    )


def agreeing(one: Measure, other: Measure) -> tuple[str, ...]:
    """Target group, goal and responsible by their words, years where they are the same.

    "Barn/unge" is "Barn og unge"; "Eldre" and "Skrøpelige eldre" are two that overlap.
    `responsible` says that a body of each has the same name: in two regions they are two bodies
    all the same.
    """
    agree = []
    if _same(one.target_group, other.target_group):
        agree.append("target_group")
    elif _overlap(one.target_group or "", other.target_group or ""):
        agree.append(GROUPS_OVERLAP)
    if _same(one.goal, other.goal):
        agree.append("goal")
    if _keys(one.responsible) & _keys(other.responsible):
        agree.append("responsible")
    elif _kinds(one.responsible) & _kinds(other.responsible):
        agree.append(BODY_KIND)
    if one.years and set(one.years) == set(other.years):
        agree.append("years")
    elif set(one.years) & set(other.years):
        agree.append(YEARS_OVERLAP)
    return tuple(agree)


def _same(one: str | None, other: str | None) -> bool:
    keys = _keys([text for text in (one, other) if text])
    return bool(one and other) and len(keys) == 1


def _overlap(one: str, other: str) -> bool:
    """Whether one group has all words of the other and is of the same people: "Pårørende til
    eldre" are no "Eldre"."""
    words = read_name(one).key, read_name(other).key
    return any(a and a <= b for a, b in (words, words[::-1])) and bool(
        _people(one) & _people(other)
    )


def _people(group: str) -> set[str]:
    """Who a group's name is of: the last word before what they have, or of each that it lists."""
    told = _rules().narrows.split(group, maxsplit=1)[0]
    parts = (read_name(part).words for part in _rules().lists.split(told))
    return {words[-1].stem for words in parts if words}


def _keys(texts: Sequence[str]) -> set[frozenset[str]]:
    """The texts as sets of stems; those without any word are left out."""
    return {key for key in (read_name(text).key for text in texts) if key}


def _kinds(names: Sequence[str]) -> set[str]:
    """The kinds of bodies that names begin with: "fagråd", "arbeidsgruppe"."""
    heads = {word.stem for head in _heads() for word in read_name(head).words}
    firsts = (read_name(name).words[:1] for name in names)
    return {words[0].stem for words in firsts if words and words[0].stem in heads}


def _heads() -> frozenset[str]:
    return vocabulary().body_heads | vocabulary().body_teams

"""The fields in which two measures say the same, however each plan spells it."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.records import Measure
from indexer.vocabulary import vocabulary
from service.names import read_name

BODY_KIND = "body_kind"
"""Said of two whose bodies are of one kind ("Fagråd …") where none has the other's name."""


def agreeing(one: Measure, other: Measure) -> tuple[str, ...]:
    """Target group, goal and responsible by their words, years by any in common.

    "Barn/unge" is "Barn og unge"; "Eldre" and "Skrøpelige eldre" are two. `responsible` says that
    a body of each has the same name: in two regions they are two bodies all the same.
    """
    agree = []
    if _same(one.target_group, other.target_group):
        agree.append("target_group")
    if _same(one.goal, other.goal):
        agree.append("goal")
    if _keys(one.responsible) & _keys(other.responsible):
        agree.append("responsible")
    elif _kinds(one.responsible) & _kinds(other.responsible):
        agree.append(BODY_KIND)
    if set(one.years) & set(other.years):
        agree.append("years")
    return tuple(agree)


def _same(one: str | None, other: str | None) -> bool:
    keys = _keys([text for text in (one, other) if text])
    return bool(one and other) and len(keys) == 1


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

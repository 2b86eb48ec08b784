"""Which plans mention a thing: literal, wherever the word stands, however likely it is meant.

A plan that has the word is never said not to mention it, nor one that has it only in other words
to do so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import tokenize
from indexer.records import Measure, Passage
from service.finding.facts import MOST_OF_A_PLAN
from service.matching.highlight import highlights
from service.reading.groups import EXACT, SYNONYM, TRANSLATED, Group, Way
from service.reading.mentioning import asks_mention
from service.reading.places import Place
from service.reading.understand import Question
from service.results import Intent
from service.scope.by_plan import by_plan
from service.words.word_lists import patterns

FEWEST_LETTERS = 5
"""Letters of a stem from which a longer word that begins with it has it as a part
("fastlegerepresentanter")."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The measures that have a word, and prose of plans that have it in no measure."""

    measures: tuple[Measure, ...]
    facts: tuple[Passage, ...]


def mentioned(
    question: Question, passages: Sequence[Passage], kept: NDArray[np.bool_]
) -> Mentioned | None:
    """Where a thing stands that a question asks for the mention of, among the passages kept
    (passages,); null where nobody asks that, or it stands nowhere: what is near may answer then.

    What a goal, a heading or another column mentions stands in each of its measures, where none
    of the plan's has it in its own words.
    """
    groups = _asked(question)
    if not groups:
        return None
    measures: list[Measure] = []
    facts: list[Passage] = []
    among = (passages[int(order)] for order in np.flatnonzero(kept))
    for own in by_plan(among).values():
        rows = [p.measure for p in own if p.measure]
        said = [m for m in rows if _has(_words_of(m), groups)]
        prose = [p for p in own if p.measure is None and _has(p.text, groups)]
        if not said and not prose:
            said = [m for m in rows if _has("\n".join((_words_of(m), *_above(m))), groups)]
        measures += said
        facts += [] if said else prose[:MOST_OF_A_PLAN]
    return Mentioned(tuple(measures), tuple(facts)) if measures or facts else None


def _asked(question: Question) -> tuple[Group, ...]:
    """The things whose mention is asked for, each by its own words alone."""
    words = patterns("mentions")
    asks = question.intent in (Intent.WHICH_PLANS, Intent.OTHER, Intent.WHAT, Intent.WHO)
    if not asks or not asks_mention(question.text):
        return ()
    if question.status or question.noted or question.asks_fact:
        return ()
    named = [group for group in question.groups if not words["verb"].search(group.label.lower())]
    places = [_of_place(place) for place in question.looked_for]
    named = [g for g in named if not any(g.start < p.end and p.start < g.end for p in places)]
    literal = (replace(group, ways=tuple(_literal(group, question))) for group in named)
    return (*literal, *places)


def _of_place(place: Place) -> Group:
    """A place that is to be mentioned as one thing: "Helse Fonna" is not health."""
    stems = tuple(token.stem for token in tokenize(place.name))
    return Group(place.name, (Way(stems, EXACT),), True, place.start, place.end)


def _literal(group: Group, question: Question) -> Iterator[Way]:
    """The ways of saying a thing that are its word: as it stands, in the language of the plans."""
    names = question.language == "en" or group.plain is not None
    of_field = any(way.strength == SYNONYM and way.shown for way in group.ways)
    for way in group.ways:
        named = bool(way.shown) and way.strength == (SYNONYM if of_field else TRANSLATED)
        if (names and named) or (way.strength == EXACT and not way.parts):
            yield way


def _has(text: str, groups: Sequence[Group]) -> bool:
    """Whether a text has every word, inflected or as a part of a compound."""
    return all(highlights(text, [group]) or _begins(text, group) for group in groups)


def _begins(text: str, group: Group) -> bool:
    stems = {
        way.stems[0]
        for way in group.ways
        if len(way.stems) == 1 and len(way.stems[0]) >= FEWEST_LETTERS
    }
    return any(token.word.startswith(tuple(stems)) for token in tokenize(text)) if stems else False


def _words_of(measure: Measure) -> str:
    """All that a plan says of one measure alone."""
    fields = (measure.text, measure.target_group, measure.status, measure.deadline)
    lists = (*measure.indicators, *measure.responsible, *measure.notes)
    return "\n".join(filter(None, (*fields, *lists)))


def _above(measure: Measure) -> tuple[str, ...]:
    """What governs it with others, and what stands beside it."""
    return tuple(filter(None, (measure.goal, *measure.heading, *measure.other.values())))

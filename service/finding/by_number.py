"""What answers a question that names measures by their numbers, and what is said of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.records import Measure, Passage, Plan
from service.finding.evidence import Narrowed
from service.finding.said import Said, Stands
from service.finding.yes_no import names
from service.reading.notes import Note, Noted
from service.reading.numbers import Number, Numbered, numbered
from service.reading.understand import Question
from service.words.phrases import title_of


@dataclass(frozen=True, slots=True)
class ByNumber:
    """The measures of the numbers in a question, what is said first, and words of the question
    that none of the measures says."""

    measures: tuple[Measure, ...]
    said: tuple[Said, ...]
    unsaid: tuple[str, ...]


def by_number(question: Question, among: Sequence[Measure], plans: Sequence[Plan]) -> ByNumber:
    """What answers a question that names measures by number, among those of some plans."""
    found = numbered(question.numbers, among)
    said = _said(found, among, plans)
    unsaid = [
        group.label
        for group in question.groups
        if found.measures and not any(names(m, group) for m in found.measures)
    ]
    return ByNumber(tuple(found.measures), said, tuple(unsaid))


def narrowed_by_number(
    question: Question, narrowed: Narrowed, passages: Sequence[Passage]
) -> Narrowed:
    """What a search is narrowed to by the numbers that its question names, all of them hits; as it
    is where it names none."""
    if not question.numbers:
        return narrowed
    orders = [int(order) for order in np.flatnonzero(narrowed.kept)]
    found = numbered(question.numbers, [m for i in orders if (m := passages[i].measure)])
    ids = {m.measure_id for m in found.measures}
    own = np.zeros(len(narrowed.kept), dtype=bool)
    own[[i for i in orders if (m := passages[i].measure) and m.measure_id in ids]] = True
    notes = [Note(Noted.NUMBER, number.label) for number in question.numbers]
    if not narrowed.missing:
        notes += [Note(_none(number), number.label) for number in found.none]
    notes += [Note(Noted.NUMBER_UNDER, number.label) for number in found.under]
    return replace(narrowed, kept=own, named=own, notes=(*narrowed.notes, *notes))


def _none(number: Number) -> Noted:
    """What is noted of a number that no measure has; the phrase of that too."""
    return Noted.NUMBER_GOAL if number.of_goal else Noted.NUMBER_NONE


def _said(found: Numbered, among: Sequence[Measure], plans: Sequence[Plan]) -> tuple[Said, ...]:
    """What is said of the numbers that no measure has, and of those that only begin others."""
    said = [Said(_none(number), Stands.FIRST, {"name": number.label}) for number in found.none]
    if found.none:
        with_numbers = {m.plan_id for m in among if m.number}
        with_measures = {m.plan_id for m in among}
        without = [
            title_of(p)
            for p in plans
            if p.plan_id in with_measures and p.plan_id not in with_numbers
        ]
        unread = {"plans": ", ".join(without)}
        said += [Said("number_unread", Stands.FIRST, unread)] if without else []
    if found.under:
        names = ", ".join(n.label for n in found.under)
        said.append(Said(Noted.NUMBER_UNDER, Stands.FIRST, {"name": names}))
    return tuple(said)

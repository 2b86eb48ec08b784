"""Fields of every plan's own that a question asks for: "Hvem er målgruppen for IMMI-prosjektet?".

They are read as such and are no topic; what stands in them is told first. Who, when and how far is
told by a question's intent, priorities by `chosen`, further columns by `columns`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from indexer.records import Measure
from service.reading.numbers import begins_numbered
from service.reading.understand import Question
from service.words.literal import without_literal
from service.words.phrases import Say
from service.words.word_lists import word_list


class Field(StrEnum):
    """A field of a measure, as its record names it."""

    TARGET_GROUP = "target_group"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class FieldAsked:
    """The field that a question asks for, a question for the thing of which it does, and whether
    this is a measure by its number."""

    field: Field
    rest: str
    by_number: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    leads: tuple[re.Pattern[str], ...]
    around: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]


def field_asked(question: Question) -> FieldAsked | None:
    """The field that a question asks for; null where it asks for none."""
    text = question.text
    lowered = without_literal(text).lower()
    for field, rules in _rules().items():
        if rules.unless.search(lowered):
            continue
        for pattern in rules.leads:
            if match := pattern.search(lowered):
                return _asked(field, text[match.end() :], question.language)
        for pattern in rules.around:
            if match := pattern.search(lowered):
                thing = text[match.start("thing") : match.end("thing")]
                return _asked(field, thing, question.language)
    return None


def field_said(measure: Measure, question: Question, say: Say) -> str:
    """What a plan has of a measure in the field that is asked for, or that it has nothing there or
    nothing that could be read; empty where none is asked for."""
    asked = field_asked(question)
    if asked is None:
        return ""
    own = measure.goal if asked.field is Field.GOAL else measure.target_group
    if own:
        told = say(asked.field.value, text=" ".join(own.split()))
        unsure = "text" in measure.uncertain
        return f"{told} ({say('unsure_text')})" if unsure else told
    if asked.field.value in measure.uncertain:
        return say(asked.field.value, text=say("unread"))
    return say(f"no_{asked.field.value}")


def _asked(field: Field, thing: str, language: str) -> FieldAsked:
    """A field of one thing, for which is asked so that what is about all of it answers; of a
    measure that is named by its number, for that."""
    if begins_numbered(thing):
        lead = "What is" if language == "en" else "Hva er"
        return FieldAsked(field, f"{lead} {thing}", by_number=True)
    lead = "When is" if language == "en" else "Når er"
    return FieldAsked(field, f"{lead} {thing}", by_number=False)


@cache
def _rules() -> dict[Field, _Rules]:
    data = word_list("fields")
    return {
        field: _Rules(
            leads=tuple(map(re.compile, data[field.value]["leads"])),
            around=tuple(map(re.compile, data[field.value]["around"])),
            unless=re.compile(data[field.value]["unless"]),
        )
        for field in Field
    }

"""What a plan notes of a measure, beside its fields: how far it is, that it is new, that it has
money."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.records import Measure
from service.lexicon import questions
from service.understand import Question


def is_marked(measure: Measure, question: Question) -> bool:
    """Whether a measure is as far, and has the notes, that a question asks for."""
    far = question.status is None or has_status(measure, question.status)
    return far and (question.noted is None or any(marks_of(measure, question.noted)))


def has_status(measure: Measure, name: str) -> bool:
    """Whether a measure is as far as a class of `questions.toml` says."""
    if name in ("moved", "postponed") and measure.moved_from is not None:
        return True
    status = (measure.status or "").lower()
    found = next((s.name for s in questions().statuses if s.said and s.said.search(status)), None)
    return found == name


def marks_of(measure: Measure, name: str) -> Iterator[str]:
    """Where a plan says such a thing of a measure, in its own words: its notes first."""
    said = next(each.said for each in questions().noted if each.name == name)
    told = (*measure.notes, measure.status or "", *measure.other.values())
    return (line for line in (*told, *measure.text.split("\n")) if said.search(line.lower()))

"""What a plan notes of a measure, beside its fields: how far it is, that it is new, that it has
money; and which fields it leaves blank."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.records import Measure
from service.reading.understand import Question
from service.when.progress import Progress, all_progress_of, is_late
from service.words.lexicon import Noted, questions


def is_marked(measure: Measure, question: Question) -> bool:
    """Whether a measure is as far, and has the notes, that a question asks for."""
    far = question.status is None or has_status(measure, question.status)
    if not far or question.noted is None:
        return far
    lacks = _named(question.noted).lacks
    return _is_blank(measure, lacks) if lacks else any(marks_of(measure, question.noted))


def has_status(measure: Measure, name: str) -> bool:
    """Whether a measure is as far as a class of `questions.toml` says; of a class that is another's
    contrary, whether its plan says how far it is, and not that."""
    asked = next(each for each in questions().statuses if each.name == name)
    if asked.unlike:
        return measure.status is not None and not has_status(measure, asked.unlike)
    if name in ("moved", "postponed") and measure.moved_from is not None:
        return True
    if asked.also and asked.also.search((measure.status or "").lower()):
        return True
    if asked.said:
        told = (measure.status or "", *measure.other.values())
        return any(asked.said.search(text.lower()) for text in told)
    said = all_progress_of(measure)
    if name == "on_hold" and Progress.POSTPONED in said:
        return not is_late(measure.status or "")  # what is put off waits, but not what is late
    return any(progress.value in asked.progress for progress in said)


def marks_of(measure: Measure, name: str) -> Iterator[str]:
    """Where a plan says such a thing of a measure, in its own words: its notes first."""
    said = _named(name).said
    if said is None:
        return iter(())
    told = (*measure.notes, measure.status or "", measure.deadline or "", *measure.other.values())
    return (line for line in (*told, *measure.text.split("\n")) if said.search(line.lower()))


def _named(name: str) -> Noted:
    return next(each for each in questions().noted if each.name == name)


def _is_blank(measure: Measure, field: str) -> bool:
    """Whether the plan has nothing in a field; what could not be read surely is not blank."""
    return not getattr(measure, field) and field not in measure.uncertain

"""What is said of a measure beside its own fields, where a question asks for it: when it begins,
its dated steps, its priority, its indicators, what its plan notes of it."""

from __future__ import annotations

import re

from indexer.records import Measure
from indexer.roles import partaking_by_role
from service.finding.evidence import Evidence
from service.finding.marks import marks_of
from service.matching.highlight import highlights
from service.matching.shorten import LONGEST_LEAD, cut
from service.questions.fields import field_said
from service.reading.notes import Noted
from service.reading.understand import Question
from service.results import Intent
from service.when.fitting import steps_then
from service.when.starting import start_of, told_start
from service.words.phrases import Say


def start_said(measure: Measure, question: Question, say: Say) -> str:
    """When a measure begins, or that its plan does not say so; empty where nobody asks, and where
    what begins at a time is asked and the plan does not say."""
    asked = question.asks_start or (question.begins and start_of(measure) is not None)
    return told_start(measure, say) if asked else ""


def steps_said(measure: Measure, question: Question, say: Say) -> str:
    """The dated steps of a measure that are within the time asked for."""
    steps = () if question.asks_indicators else steps_then(measure, question.times)
    return say("indicator", indicator=" ".join(steps)) if steps else ""


def priority_said(measure: Measure, say: Say) -> str:
    """The priority that a plan gives a measure, or that it gives none."""
    given = measure.priority
    return say("priority", priority=given) if given else say("no_priority")


def indicators_said(measure: Measure, question: Question, say: Say) -> str:
    """The indicators of a measure, or that its plan has none; empty where nobody asks."""
    if not question.asks_indicators:
        return ""
    told = " ".join(" | ".join(measure.indicators).split())
    return say("indicator", indicator=told) if told else say("no_indicator")


def noted_said(measure: Measure, question: Question, say: Say) -> str:
    """The note that is asked for, where it is not in the measure's text."""
    marks = tuple(marks_of(measure, question.noted)) if question.noted else ()
    own = [mark for mark in marks if mark in measure.notes]
    return say("noted", note="; ".join(own)) if own else ""


def partners_said(measure: Measure, evidence: Evidence) -> str:
    """Who takes part in a measure, by the plan's own word for it ("medvirkende: NAV"), where it is
    asked who does it, or what one does that takes part, or is named there alone."""
    asked = Intent.WHO in (evidence.intent, *evidence.asked)
    asked = asked or any(note.kind is Noted.BODY_PART for note in evidence.notes)
    unsaid = [g for g in evidence.question.groups if not highlights(measure.text, [g])]
    return "; ".join(
        f"{label[:1].lower()}{label[1:]}: {cut(_in_a_row(text), LONGEST_LEAD)}"
        for label, text in partaking_by_role(measure.other).items()
        if asked or highlights(text, unsaid)
    )


def _in_a_row(text: str) -> str:
    """Names of a cell, with commas between them."""
    return ", ".join(part.strip(" ,") for part in re.split(r"[;\n•]", text) if part.strip(" ,"))


def beside(measure: Measure, evidence: Evidence, say: Say) -> str:
    """All of it, for a list that has the measure's own fields apart."""
    question = evidence.question
    parts = [field_said(measure, question, say)]
    parts += [start_said(measure, question, say), steps_said(measure, question, say)]
    if evidence.priority:
        parts.append(priority_said(measure, say))
    parts += [indicators_said(measure, question, say), noted_said(measure, question, say)]
    parts.append(partners_said(measure, evidence))
    return "; ".join(part for part in parts if part)

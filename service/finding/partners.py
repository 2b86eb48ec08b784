"""What is found of those who take part in measures and are not responsible, and of what measures
only look to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.records import Measure, Plan
from indexer.roles import partaking
from service.bodies.partners import only_helps, only_looks_to
from service.finding.evidence import Evidence
from service.finding.owned import Work
from service.finding.said import Said, Stands, of_share
from service.finding.yes_no import names as names_thing
from service.matching.highlight import highlights
from service.matching.relevance import is_broad
from service.reading.groups import Group
from service.reading.notes import Note, Noted
from service.reading.understand import Question
from service.scope.succession import by_region


def with_those_of_part(
    found: Evidence, more: Evidence, work: Work, plans: Sequence[Plan]
) -> Evidence:
    """The measures of a body with those in which it only takes part (`more`), which is noted."""
    own = {measure.measure_id for measure in found.measures}
    others = tuple(m for m in more.measures if m.measure_id not in own)
    if not others:
        return found
    notes = tuple(
        Note(Noted.BODY_PART, ", ".join(work.names)) if note == work.note else note
        for note in found.notes
    )
    return replace(
        found,
        measures=by_region((*found.measures, *others), plans),
        facts=(),
        intent=more.intent,
        confidence=max(found.confidence, more.confidence),
        reason=None,
        notes=notes,
        near=None,
        unsaid=tuple(word for word in found.unsaid if word in more.unsaid),
    )


def telling_who_helps(found: Evidence, work: Work) -> Evidence:
    """The measures for which a body is said to be responsible, with how many of them name it only
    as one that helps."""
    if not work.said or len(work.bodies) != 1:
        return found
    (body,) = work.bodies
    asked = found.question.text[body.start : body.end]
    count = sum(only_helps(measure, body.names, asked) for measure in found.measures)
    if not count:
        return found
    phrase = of_share("helps_only", count, len(found.measures))
    return found.saying(Said(phrase, Stands.FOUND, {"name": asked, "count": count}))


def without_looked_to(found: Evidence) -> Evidence:
    """What was found without the measures that only look to what is asked about, where a question
    for who, when or how far has others of the same region; of those left it is said that they do.

    Whoever is responsible for what is made "etter modell fra MILA" is not so for MILA.
    """
    question = found.question
    looks = {m.measure_id for m in found.measures if _looks(m, question)}
    if not looks:
        return found
    regions = {plan.plan_id: plan.region.region_id for plan in found.plans}
    own = {regions.get(m.plan_id) for m in found.measures if m.measure_id not in looks}
    if not is_broad(question.intent):
        left = tuple(
            m
            for m in found.measures
            if m.measure_id not in looks or regions.get(m.plan_id) not in own
        )
        found = replace(found, measures=left)
    count = sum(m.measure_id in looks for m in found.measures)
    if not count:
        return found
    words = ", ".join(f"“{group.label}”" for group in _looked_to(found.measures, question))
    phrase = "looks_to_all" if count == len(found.measures) else "looks_to"
    return found.saying(Said(phrase, Stands.FOUND, {"words": words, "count": count}))


def _looks(measure: Measure, question: Question) -> bool:
    """Whether a measure names of what is asked about only what it looks to."""
    named = [group for group in question.groups if names_thing(measure, group)]
    return bool(named) and all(_looks_to(measure, group) for group in named)


def _looked_to(measures: Sequence[Measure], question: Question) -> list[Group]:
    return [g for g in question.groups if any(_looks_to(m, g) for m in measures)]


def _looks_to(measure: Measure, group: Group) -> bool:
    if not only_looks_to(measure.text, highlights(measure.text, [group])):
        return False
    beside = (
        measure.goal or "",
        measure.target_group or "",
        *measure.heading,
        *measure.indicators,
        *measure.responsible,
        *partaking(measure.other),
    )
    return not any(highlights(text, [group]) for text in beside if text)

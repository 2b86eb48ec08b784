"""Questions that lean on the one before them: "og hva med B?", "og hvem godkjenner det?"."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.records import Measure
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.finding.yes_no import names_all
from service.questions.clauses import as_question, has_topic
from service.reading.understand import Question, Reader
from service.results import Intent, Reason
from service.words.lexicon import questions
from service.words.prepositions import with_preposition

NOT_SAID = "not_said"
"""The phrase that refuses what none of the measures before says."""

SAME_VERB = 4
"""Letters by which a measure's verb is the one asked about ("godkjenne", "godkjent")."""

_PREPOSITION = r"(?:om|for|med|mot|på|til|hos|innen|av|about|for|with|on|to|in|of)"
_LEADING = re.compile(rf"^{_PREPOSITION}\s+", re.IGNORECASE)
_TRAILING = re.compile(rf"\b{_PREPOSITION}\s+$", re.IGNORECASE)


def without_about(clause: str) -> str | None:
    """What a clause asks the question before it of ("hva med B?"); null where it asks so of
    nothing."""
    found = questions().clauses.about.match(clause.lower())
    return clause[found.end() :].strip(" ?.,;") if found else None


def of_another_topic(topic: str, before: str, reader: Reader, language: str) -> str:
    """The question before, of another topic in the place of its own; with the place that the
    topic has of its own, where it has one."""
    question, own = reader.read(before, language), reader.read(topic, language)
    start, end = _topic_span(question)
    if start == end:
        return as_question(topic)
    spans = [(start, end, topic)]
    outside = [p for p in question.places if p.end <= start or p.start >= end]
    if len(outside) == len(own.places) == 1:
        there, here = own.places[0], outside[0]
        thing = topic[: with_preposition(topic, there.start)] + topic[there.end :]
        spans = [(start, end, " ".join(thing.split())), (here.start, here.end, there.name)]
    if _TRAILING.search(before[:start]):
        spans[0] = (start, end, _LEADING.sub("", spans[0][2]))
    for first, last, instead in sorted(spans, reverse=True):
        before = before[:first] + instead + before[last:]
    return as_question(" ".join(before.split()))


def _topic_span(question: Question) -> tuple[int, int]:
    """Where a question says what it is about: its first thing, and those that follow it without
    a place between."""
    groups = sorted(
        (group for group in question.groups if has_topic(group.label)), key=lambda g: g.start
    )
    if not groups:
        return 0, 0
    end = groups[0].end
    for group in groups[1:]:
        if any(end <= place.start < group.start for place in question.places):
            break
        end = max(end, group.end)
    return groups[0].start, end


def asks_who_alone(clause: str, question: Question) -> bool:
    """Whether a clause asks no more of what was asked about before than who does a thing with it,
    which is not as plain as who has the responsibility."""
    asks = questions().clauses
    verb = asks.verb_alone.match(clause.lower())
    if verb is None or question.places or question.status or question.asks_quantity:
        return False
    topic = any(has_topic(group.label) for group in question.groups)
    return topic or bool(asks.decides.search(clause.lower()))


def among_those(clause: str, question: Question, before: Evidence) -> Evidence:
    """What answers such a clause: those of the measures before it that say what it asks about, or
    that none of them does."""
    if not before.measures:
        reason = before.reason or Reason.NO_EVIDENCE
        return replace(before, question=question, facts=(), reason=reason)
    decides = questions().clauses.decides.search(clause.lower())
    if decides:
        own = tuple(m for m in before.measures if _says(m, decides[0]))
    else:
        own = tuple(m for m in before.measures if names_all(m, question.groups))
    held = [each for each in before.said if each.stands is Stands.FIRST]  # of their time
    return replace(
        before,
        question=replace(question, text=as_question(clause), places=(), times=()),
        intent=Intent.WHO,
        plans=before.plans if own else (),
        asked=(),
        measures=own,
        facts=(),
        reason=None if own else Reason.NO_EVIDENCE,
        said=(*held, *(() if own else (Said(NOT_SAID, Stands.INSTEAD),))),
        unsaid=(),
        left_out=None,
        near=None,
        among=None,
        lacking=None,
    )


def _says(measure: Measure, verb: str) -> bool:
    """Whether a measure's own words have a verb in any form."""
    found = questions().clauses.decides.finditer(
        "\n".join((measure.text, *measure.indicators, *measure.notes)).lower()
    )
    return any(each[0][:SAME_VERB] == verb[:SAME_VERB] for each in found)

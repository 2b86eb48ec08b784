"""A later question about another place: "Hvem har ansvar for MILA, og har Helgeland det?"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.questions.clauses import as_question, has_topic, is_of_plan, opens_with_question_word
from service.reading.asking import blanked
from service.reading.understand import Question, Reader
from service.results import Counterpart, Reason
from service.scope.succession import by_region
from service.words.lexicon import questions
from service.words.phrases import phrase
from service.words.prepositions import with_preposition

ALIKE = 0.5
"""Score from which a measure is named where the same was not found: more likely than not its
counterpart (see `results.LIKELY`). For MILA four of Helgeland's have 0.69 to 0.93, for «IHT» none
of Østfold's more than 0.46."""

MOST_ALIKE = 100
"""Counterparts of a measure that are looked through."""


class Elsewhere:
    """Reads later questions about other places; `alike` are the counterparts of a measure."""

    def __init__(self, reader: Reader, alike: Callable[[str], Sequence[Counterpart]]) -> None:
        self._reader = reader
        self._alike = alike

    def is_meant(self, clause: str, before: Sequence[str], named: set[str], language: str) -> bool:
        """Whether a question is about a place that those before it do not name, and names nothing
        that is not among what they are about."""
        question = self._reader.read(_without_proforms(clause), language)
        regions = {region for place in question.places for region in place.regions}
        for other in before:
            for place in self._reader.read(other, language).places:
                regions -= set(place.regions)
        own = {group.label.lower() for group in question.groups if has_topic(group.label)}
        return bool(regions) and own <= named

    def question_of(self, clause: str, before: Question) -> str:
        """A question with what it is about from the one before it, as one by itself."""
        asked, language = as_question(clause), before.language
        question = self._reader.read(_without_proforms(clause), language)
        topic = topic_of(self._reader.read(before.text, language))
        own = [group for group in question.groups if has_topic(group.label)]
        of_plan = question.asks_plan_fact or question.asks_municipalities or question.asks_members
        refers = _without_proforms(clause) != clause
        if own or not topic or of_plan or (is_of_plan(clause) and not refers):
            return asked
        if question.times or opens_with_question_word(clause):
            return f"{_without_likeness(asked).rstrip(' ?')} ({topic})?"
        place = clause[question.places[0].start : question.places[-1].end]
        return phrase(language, "asks_whether", place=place, topic=topic)

    def or_alike(self, found: Evidence, before: Evidence) -> Evidence:
        """What answers a question about another place; where nothing does, what is like that which
        was found for the question before it, and says so."""
        if found.reason is not Reason.NO_EVIDENCE or not found.question.places:
            return found
        plans = {plan.plan_id for plan in found.plans}
        own = [c for m in before.measures for c in self._alike(m.measure_id) if c.score >= ALIKE]
        alike = {c.measure.measure_id: c.measure for c in own if c.measure.plan_id in plans}
        if not alike:
            return found
        measures = by_region(tuple(sorted(alike.values(), key=lambda m: m.measure_id)), found.plans)
        return replace(found, measures=measures, reason=None).saying(
            Said("alike_only", Stands.FOUND)
        )


def topic_of(question: Question) -> str:
    """The words of what a question is about, without the places and times among them."""
    groups = [group for group in question.groups if has_topic(group.label)]
    if not groups:
        return ""
    start, end = groups[0].start, max(group.end for group in groups)
    text = question.text[:end]
    spans = [(p.start, p.end) for p in question.places] + [(t.start, t.end) for t in question.times]
    for first, last in sorted(spans, reverse=True):
        if start <= first and last <= end:
            text = text[: with_preposition(text, first)] + text[last:]
    return " ".join(text[start:].split())


def _without_proforms(clause: str) -> str:
    """A question with blanks for what only refers to what was asked before it."""
    found = questions().clauses.proforms.finditer(clause.lower())
    return blanked(clause, [match.span() for match in found])


def _without_likeness(asked: str) -> str:
    found = questions().clauses.likeness.finditer(asked.lower())
    return " ".join(blanked(asked, [match.span() for match in found]).split())

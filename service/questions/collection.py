"""What answers a question about the plans of a collection; any other is asked as it is."""

from __future__ import annotations

from dataclasses import replace

from indexer.index import Index
from indexer.records import Column, Measure, Passage, Plan
from service.bodies.body import Bodies
from service.bodies.names import same
from service.finding.ask import Asker
from service.finding.evidence import Evidence, PlansAsked
from service.finding.facts import Facts
from service.finding.said import Said, Stands
from service.finding.timely import timely
from service.questions.chosen import Chosen, Kind, choose, chosen_in
from service.questions.columns import column_asked, headings_of, of_column
from service.questions.excepted import Excepted, excepted, unread_without
from service.questions.fields import Field, field_asked
from service.questions.lacking import Lack, lacking
from service.questions.meaning import MEANS, UNSTATED, meaning_asked
from service.questions.plans_asked import (
    asks_for_now,
    names_topic,
    plans_asked,
    without_degree,
)
from service.questions.ranked import FEWEST, LISTED, MOST, Ranked, listed_in, ranked_in, ranking
from service.questions.unwanted import Unwanted, Unwanting
from service.reading.notes import Note, Noted
from service.reading.places import Place
from service.reading.understand import Question, Reader
from service.results import Filters, Intent, Reason
from service.scope.filters import Narrower
from service.scope.narrowing import QuestionScope, at_time, covers, scope_of
from service.scope.succession import by_region, newest_first
from service.when.happening import begins_at, begins_elsewhen
from service.words.literal import without_literal

EXCEPT_CLEAR = "except_clear"
"""The phrase that says that what is clearly about a topic was left out."""

BEGINS, BEGIN_ALONE = "begins_unread", "begin_alone"
"""The phrases before all that has a time, of which plans do not say that it begins then, and before
what they say it of."""


class Collection:
    """Finds the evidence of questions, those about the plans themselves among them."""

    def __init__(
        self,
        asker: Asker,
        reader: Reader,
        narrower: Narrower,
        bodies: Bodies,
        index: Index,
        unwanting: Unwanting,
    ) -> None:
        self._asker = asker
        self._reader = reader
        self._narrower = narrower
        self._bodies = bodies
        self._index = index
        self._unwanting = unwanting
        self._facts = Facts(index.passages)
        self._headings = headings_of(index.measures)

    def evidence(
        self,
        text: str,
        filters: Filters,
        language: str | None = None,
        places: tuple[Place, ...] = (),
    ) -> Evidence:
        """What answers one question; see `Asker.evidence`. Raises `UnknownFilter`."""
        return timely(self._evidence(text, filters, language, places), self._reader.today())

    def _evidence(
        self, text: str, filters: Filters, language: str | None, places: tuple[Place, ...]
    ) -> Evidence:
        question = self._reader.read(text, language)
        left_out = excepted(text, question, self._reader, self._bodies)
        lack, chosen = lacking(question), chosen_in(question)
        found: Evidence | None = None
        if chosen and (chosen.kind is not Kind.YEARS_UNREAD or not (lack or left_out)):
            found = self._chosen(question, chosen, filters, places)
        elif lack:
            found = self._lacking(question, lack, filters, places)
        elif left_out:
            found = self._without(question, left_out, filters, places)
        elif ranked := ranked_in(text) or listed_in(text):
            found = self._ranked(question, ranked, filters, places)
        if found is not None or (found := self._column(question, filters, places)):
            return found
        asked = plans_asked(question)
        if asked is None or question.numbers:
            return _told(question, self._asker.evidence(text, filters, language, places))
        if places and not question.places:
            question = replace(question, places=places)
        scope = scope_of(question, self._narrower.check(filters), self._index, self._narrower)
        if scope.missing or scope.periods_missing:
            return self._asker.evidence(text, filters, language, places)
        if not asked.counts_measures:
            return self._plans(question, asked, scope)
        if names_topic(question):
            about = without_degree(text)
            found = self._asker.evidence(about, filters, question.language, places)
            asked_of = asked if found.measures else None
            return replace(found, question=replace(found.question, text=text), among=asked_of)
        return self._measures(question, asked, scope)

    def _chosen(
        self, question: Question, asked: Chosen, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence:
        """What is of a priority, or has some years and not others, of what answers the rest."""
        language = question.language
        rest = self._reader.read(asked.rest, language)
        scope = scope_of(rest, self._narrower.check(filters), self._index, self._narrower)
        named = rest.groups or rest.status or rest.noted or rest.asks_fact or scope.missing
        if named or scope.periods_missing or self._bodies.find(without_literal(asked.rest)):
            ask = self._asker.evidence if asked.rest == question.text else self._evidence
            found = ask(asked.rest, filters, language, places)
        else:
            found = self._measures(rest, None, scope)
        return choose(asked, found, question, self._index.measures)

    def _column(
        self, question: Question, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence | None:
        """What answers from a column that only some plans have; null where none is asked for, or
        those plans have nothing of what is asked about."""
        asked = column_asked(question.text, self._headings)
        if asked is None:
            return self._field(question, filters, places)
        about = self._reader.read(asked.rest, question.language)
        about = replace(about, places=about.places or places)
        scope = scope_of(about, self._narrower.check(filters), self._index, self._narrower)
        if about.groups or scope.missing or scope.periods_missing:
            found = self._asker.evidence(asked.rest, filters, question.language, places)
        else:
            found = self._measures(about, None, scope)
        plans = {m.plan_id for m in self._index.measures if of_column(m, asked.headings)}
        measures = tuple(m for m in found.measures if m.plan_id in plans)
        if not measures:
            return None
        about = replace(found.question, text=question.text, amount=None)
        return replace(
            found, question=about, measures=measures, facts=(), columns=asked.headings, unsaid=()
        )

    def _field(
        self, question: Question, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence | None:
        """The measures of which a field of theirs is asked for; null where none is, or nothing is
        found that has it."""
        asked = field_asked(question)
        if asked is None:
            return None
        about = self._reader.read(asked.rest, question.language)
        scope = scope_of(about, self._narrower.check(filters), self._index, self._narrower)
        if about.groups or scope.missing or scope.periods_missing:
            found = self._evidence(asked.rest, filters, question.language, places)
        elif asked.field is Field.TARGET_GROUP:
            about = replace(about, places=about.places or places)
            found = self._measures(about, None, scope)
            found = (
                found
                if any(m.target_group for m in found.measures)
                else replace(found, measures=())
            )
        else:
            return None
        if not (found.measures or asked.by_number):
            return None
        about = replace(found.question, text=question.text, intent=Intent.WHAT)
        return replace(found, question=about, intent=Intent.WHAT, facts=())

    def _lacking(
        self, question: Question, lack: Lack, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence:
        """What answers for those that have a thing, where those that do not are asked for; of a
        body also the measures that it is responsible for."""
        found = self.evidence(lack.having, filters, question.language, places)
        asked = replace(found.question, text=question.text)
        body = self._bodies.find(without_literal(lack.having))
        if body and found.reason in (None, Reason.NO_EVIDENCE):
            names, plans = {same(name) for name in body.names}, {p.plan_id for p in found.plans}
            known = {m.measure_id for m in found.measures}
            own = [m for m in self._index.measures if m.plan_id in plans and _is_of(m, names)]
            own = [m for m in own if m.measure_id not in known]
            ordered = by_region((*found.measures, *own), self._index.plans)
            found = replace(found, measures=ordered, reason=None if own else found.reason)
        return replace(found, question=asked, lacking=None if found.reason else lack.of)

    def _ranked(
        self, question: Question, ranked: Ranked, filters: Filters, places: tuple[Place, ...]
    ) -> Evidence | None:
        """The measures of the bodies that have most of those that a question is about; or of all
        bodies of a kind, null where plans name none or it is about more than a place."""
        language = question.language
        about = self._reader.read(ranked.about, language)
        about = replace(about, places=about.places or places)
        scope = scope_of(about, self._narrower.check(filters), self._index, self._narrower)
        if ranked.listed and (about.groups or scope.missing or scope.periods_missing):
            return None
        if about.groups or scope.missing or scope.periods_missing:
            found = self._asker.evidence(ranked.about, filters, language, places)
        else:
            found = self._measures(about, None, scope)
        register = self._narrower.register
        told, measures = ranking(ranked, found.measures, found.plans, register, language)
        if ranked.listed and not measures:
            return None
        order = LISTED if ranked.listed else FEWEST if ranked.fewest else MOST
        always = Stands.FOUND if ranked.listed else Stands.ALWAYS
        return replace(
            found,
            question=replace(found.question, text=question.text),
            intent=Intent.WHO,
            measures=measures,
            facts=(),
            reason=None if measures else found.reason or Reason.NO_EVIDENCE,
            left_out=None,
            said=(Said(order, always, {"name": told}),) if told else (),
        )

    def _without(
        self,
        question: Question,
        left_out: Excepted,
        filters: Filters,
        places: tuple[Place, ...],
    ) -> Evidence | None:
        """What answers a question without what it leaves out; null where that is not sure."""
        if left_out.unwanted:
            found = self._apart(question, left_out, left_out.unwanted, filters, places)
            if found is not None or not left_out.sure:
                return found
        language, nowhere = question.language, False
        own: list[Note] = []
        rest = self._reader.read(left_out.rest, language)
        if left_out.places:
            kept, note = self._elsewhere(rest, left_out.places, filters)
            own.append(note)
            filters, nowhere = replace(filters, region=kept), not kept
        if left_out.body:
            own.append(Note(Noted.NOT_BODY, ", ".join(left_out.body.names)))
        if not left_out.topic and not (rest.status or rest.noted):
            scope = scope_of(rest, self._narrower.check(filters), self._index, self._narrower)
            found = self._measures(rest, None, scope)
        else:
            found = self._asker.evidence(left_out.rest, filters, language, places)
        bodies = {same(name) for name in left_out.body.names} if left_out.body else set()
        measures = tuple(m for m in found.measures if not (nowhere or _may_be_of(m, bodies)))
        if nowhere or (found.measures and not measures):
            found = replace(found, facts=() if nowhere else found.facts, reason=Reason.NO_EVIDENCE)
        return replace(
            found,
            question=replace(found.question, text=question.text),
            measures=measures,
            said=(Said(left_out.unread, Stands.FOUND),) if left_out.unread else (),
            notes=tuple(dict.fromkeys((*found.notes, *own))),
        )

    def _apart(
        self,
        question: Question,
        left_out: Excepted,
        unwanted: Unwanted,
        filters: Filters,
        places: tuple[Place, ...],
    ) -> Evidence | None:
        """What answers a question without what is clearly about a topic that it leaves out; null
        where nothing is, though something that is found speaks of it, or nothing is left."""
        rest = self._reader.read(left_out.rest, question.language)
        kept = self._asker.narrowed(rest, filters).kept
        clear, settled = self._unwanting.about(unwanted, rest, kept)
        if not settled:
            return None
        found = self._asker.evidence(left_out.rest, filters, question.language, places, clear)
        if not (found.measures or found.facts):
            return None
        return replace(
            found,
            question=replace(found.question, text=question.text),
            said=(Said(EXCEPT_CLEAR, Stands.FOUND, {"name": unwanted.said}),),
        )

    def _elsewhere(
        self, rest: Question, left_out: tuple[Place, ...], filters: Filters
    ) -> tuple[tuple[str, ...], Note]:
        """The regions that are left without some, of those that the question names where it names
        any; and the note that says so."""
        own = [region for place in left_out for region in place.regions]
        regions = {plan.region.region_id: plan.region.name for plan in self._index.plans}
        asked = self._narrower.check(filters).region
        named = [r for place in rest.places for r in place.regions if r in regions]
        among = [r for r in asked or named or regions if not named or r in named]
        names = [regions[r] for r in own if r in regions] or [place.name for place in left_out]
        kept = tuple(r for r in among if r in regions and r not in own)
        return kept, Note(Noted.NOT_PLACE, ", ".join(dict.fromkeys(names)))

    def _plans(self, question: Question, asked: PlansAsked, scope: QuestionScope) -> Evidence:
        """The plans that there are, each by what states its period."""
        plans = self._narrower.plans(scope.filters)
        plans = tuple(p for p in plans if all(covers(p, time) for time in scope.times))
        if asks_for_now(question) and not scope.times:
            year = self._reader.today().year
            plans = tuple(p for p in plans if p.period and p.period[0] <= year <= p.period[1])
        if asked is not PlansAsked.LISTED:
            plans = _first_or_last(plans, asked)
        stated = {p.plan_id: p for p in reversed(self._facts.periods(plans))}
        notes = (*scope.notes, *scope.time_notes)
        return self._found(question, asked, plans, notes, facts=tuple(stated.values()))

    def _measures(
        self, question: Question, asked: PlansAsked | None, scope: QuestionScope
    ) -> Evidence:
        """All measures in scope, to be counted by plan."""
        keep = self._narrower.keeps(scope.filters)
        found = tuple(p.measure for p in self._index.passages if p.measure and keep(p))
        plans = self._narrower.plans(scope.filters)
        notes = (*scope.notes, *scope.time_notes)
        if scope.times:
            found, _ = at_time(found, scope.times, question, plans)
        return self._found(question, asked, plans, notes, measures=found)

    def _found(
        self,
        question: Question,
        asked: PlansAsked | None,
        plans: tuple[Plan, ...],
        notes: tuple[Note, ...],
        measures: tuple[Measure, ...] = (),
        facts: tuple[Passage, ...] = (),
    ) -> Evidence:
        listed = asked is not None and not asked.counts_measures
        answered = bool(plans) if listed else bool(measures)
        return Evidence(
            question=question,
            intent=Intent.PLAN_FACT if listed else question.intent,
            plans=plans,
            measures=by_region(measures, self._index.plans),
            facts=newest_first(facts, self._index.plans),
            confidence=1.0 if answered else 0.0,
            reason=None if answered else Reason.NO_EVIDENCE,
            notes=notes,
            among=asked if answered else None,
        )


def _may_be_of(measure: Measure, names: set[str]) -> bool:
    """Whether a measure is one of a body's, or it could not be read whose it is."""
    unread = Column.RESPONSIBLE.value in measure.uncertain
    return bool(names) and (unread or _is_of(measure, names))


def _is_of(measure: Measure, names: set[str]) -> bool:
    return any(same(body) in names for body in measure.responsible)


def _told(question: Question, found: Evidence) -> Evidence:
    """What answers a question that is not about the plans themselves, and what of it is unread."""
    texts = [*(m.text for m in found.measures), *(p.text for p in found.facts)]
    if texts and (meaning := meaning_asked(question, of_measures=not found.facts)):
        return found.saying(Said(MEANS, Stands.FOUND, {"name": meaning}))
    if found.reason is Reason.NO_EVIDENCE and (meaning := meaning_asked(question)):
        return found.saying(Said(UNSTATED, Stands.ALWAYS, {"name": meaning}))
    unread = unread_without(question, texts) if texts else None
    if unread is not None:
        return found.saying(Said(unread, Stands.FOUND))
    return _beginning(found) if question.begins and found.measures else found


def _beginning(found: Evidence) -> Evidence:
    """What is to begin: of a part of a year what plans say begins then, where they do; else all
    that has the time, of which they do not say it."""
    times = found.question.times
    kept = tuple(m for m in found.measures if not begins_elsewhen(m, times))
    found = replace(found, measures=kept or found.measures)
    begin = tuple(m for m in found.measures if begins_at(m, times))
    others = len(found.measures) - len(begin)
    if not begin or not all(time.is_part for time in times):
        return found.saying(Said(BEGINS, Stands.FOUND)) if others else found
    found = replace(found, measures=begin)
    return found.saying(Said(BEGIN_ALONE, Stands.FOUND, {"name": others})) if others else found


def _first_or_last(plans: tuple[Plan, ...], asked: PlansAsked) -> tuple[Plan, ...]:
    """The newest plans, or the oldest, by the year in which they begin."""
    begin = [plan.period[0] for plan in plans if plan.period]
    year = (max if asked is PlansAsked.NEWEST else min)(begin, default=None)
    return tuple(plan for plan in plans if plan.period and plan.period[0] == year)

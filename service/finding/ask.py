"""A question to what answers it: over every plan in scope, complete, or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.errors import UnknownFilter
from indexer.index import Index
from indexer.records import Measure, Passage, Plan
from service.bodies.body import Bodies
from service.finding.became import Became, Told
from service.finding.by_number import by_number
from service.finding.evidence import Evidence, Narrowed, together
from service.finding.facts import Facts
from service.finding.marks import is_marked
from service.finding.mentions import mentioned
from service.finding.near_enough import best_kind, chosen
from service.finding.nearest import nearest
from service.finding.owned import Work, by_name, who_unread, work_of
from service.finding.partners import telling_who_helps, with_those_of_part, without_looked_to
from service.finding.stated import Asked, Stating, fact_asked
from service.finding.timely import unsaid_too
from service.finding.yes_no import next_to
from service.matching.match import Match, plainly
from service.matching.relevance import confidence, is_broad, model, relevance
from service.matching.reranking import RerankingMatcher
from service.matching.telling import Telling, for_people, is_like, naming, says_one, sure_at, unsaid
from service.over_time.plans import OverTime
from service.reading.kin import for_whom
from service.reading.mentioning import asks_mention
from service.reading.notes import Note, Noted
from service.reading.places import Place
from service.reading.publishers import plans_listed
from service.reading.understand import Question, Reader
from service.results import Filters, Intent, Reason
from service.scope.filters import Narrower
from service.scope.left import Left
from service.scope.locally import Locally
from service.scope.narrowing import QuestionScope, at_time, by_place, scope_of
from service.scope.succession import by_region, newest_first

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Asker:
    """Answers questions over one index."""

    def __init__(
        self,
        index: Index,
        matcher: RerankingMatcher,
        reader: Reader,
        narrower: Narrower,
        bodies: Bodies,
        over_time: OverTime,
    ) -> None:
        self._index = index
        self._matcher = matcher
        self._reader = reader
        self._narrower = narrower
        self._bodies = bodies
        self._became = Became(over_time, narrower, index.plans)
        self._prose = index.prose
        self._quotable = self._prose & ~np.asarray([index.is_unread(p) for p in index.passages])
        self._telling = Telling(index.passages)
        self._facts = Facts(index.passages)
        self._locally = Locally(index.plans, index.passages, reader)
        self._stating = Stating(index.passages, reader.municipalities)
        self._over_time = over_time
        self.left_by = Left(index, narrower).by

    def evidence(
        self,
        text: str,
        filters: Filters,
        language: str | None = None,
        places: tuple[Place, ...] = (),
        without: Mask | None = None,
    ) -> Evidence:
        """What answers one question; `places` are those it has from a question before it, `without`
        (passages,) what is left out.

        Of several places each is asked about by itself. Raises `UnknownFilter`.
        """
        question = self._reader.read(text, language)
        work = work_of(question, self._bodies)
        if work is not None and work.is_publishers(question, self._index.plans):
            work = None
        apart = () if work else by_place(question, self._index.plans)
        if apart and not filters.region:
            language = question.language
            each = [self.evidence(one, filters, language, (), without) for one in apart]
            return together(question, each, self._index.plans)
        if places and not question.places:
            question = replace(question, places=places)
        if work is not None and work.is_asked(question):
            found = self._within(work.outside(question), filters, without, work)
            if not (found.reason and found.question.groups and work.may_be_meant_less(question)):
                return found
        named = self.named(question)
        found = self._within(named, filters, without)
        if found.reason and named.places != question.places:
            return self._within(question, filters, without)  # no plan is for the body's place
        return found

    def _within(
        self,
        question: Question,
        filters: Filters,
        without: Mask | None,
        work: Work | None = None,
    ) -> Evidence:
        """What answers a question in what its places and times leave, as that for bodies' `work`
        where it is one."""
        scope = scope_of(question, self._narrower.check(filters), self._index, self._narrower)
        scope, became = self._became.look(question.noted, replace(scope, without=without), filters)
        if scope.missing or scope.periods_missing:
            return self._nothing(question, scope)
        if question.numbers:
            return self._numbered(question, scope)
        if (fact := fact_asked(question)) is not None:
            stated = self._stated(question, scope, fact)
            if stated.reason is None or fact.has_no_other_answer:
                return stated
        if work is None:
            return self._answer(question, scope, False, became)
        return self._worked(work, question, scope, became)

    def _worked(
        self, work: Work, question: Question, scope: QuestionScope, became: Told
    ) -> Evidence:
        """What answers a question for the measures of bodies."""
        plans = self._narrower.plans(scope.filters)
        if not work.bodies:
            return self._found(question, scope, plans, (), (), 0.0)
        rest = work.without(question, self._reader.read(work.rest, question.language))
        filters = replace(scope.filters, responsible=work.names)
        narrowed = replace(scope, filters=filters, notes=[*scope.notes, work.note])
        found = self._answer(rest, narrowed, True, became)
        found = replace(found, measures=tuple(m for m in found.measures if work.has(m)))
        if (of_part := self._of_part(work, question, scope)) is not None:
            more = self._answer(rest, replace(scope, notes=[], without=~of_part), True, became)
            found = with_those_of_part(found, more, work, self._index.plans)
        if found.measures or found.facts:
            return telling_who_helps(found, work)
        return replace(found, reason=found.reason or Reason.NO_EVIDENCE)

    def _of_part(self, work: Work, question: Question, scope: QuestionScope) -> Mask | None:
        """(passages,): the measures in which bodies take part, where a question for their work does
        not speak of who is responsible; null where there are none."""
        if work.said:
            return None
        kept = self.left_by(scope.filters) & ~self._prose
        kept &= True if scope.without is None else ~scope.without
        for order in np.flatnonzero(kept):
            kept[order] = work.has_part(self._measure(int(order)), question.text)
        return kept if kept.any() else None

    def named(self, question: Question) -> Question:
        """A question with the bodies that it names as things, whatever their names have in them."""
        return by_name(question, self._bodies, self._index.plans)

    def _numbered(self, question: Question, scope: QuestionScope) -> Evidence:
        """What answers a question that names measures by their numbers."""
        scope.notes += [Note(Noted.NUMBER, number.label) for number in question.numbers]
        among = self._measures_of(self.left_by(scope.filters) & ~self._prose)
        plans = self._narrower.plans(scope.filters)
        by = by_number(question, among, plans)
        found = self._found(question, replace(scope, times=[]), plans, by.measures, (), 1.0)
        return replace(found, said=by.said, unsaid=by.unsaid)

    def able(self, question: Question) -> NDArray[np.bool_]:
        """(passages,): which can tell the kind of thing that is asked for."""
        return self._telling.able(question)

    def narrowed(self, question: Question, filters: Filters) -> Narrowed:
        """What a search for a question is narrowed to: its places, its years, how far."""
        question = self.named(question)
        scope = scope_of(question, self._narrower.check(filters), self._index, self._narrower)
        scope, became = self._became.look(question.noted, scope, filters)
        kept = np.zeros(len(self._prose), dtype=bool)
        if not scope.missing and not scope.periods_missing:
            kept = self.left_by(scope.filters)
        status = self._with_marks(question, kept, became)
        named = np.zeros(len(kept), dtype=bool)
        for order in np.flatnonzero(kept & ~self._prose) if scope.named else ():
            measure = self._measure(int(order))
            named[order] = any(self._locally.names(measure, place) for place in scope.named)
        return Narrowed(
            kept if status is None else status,
            named,
            tuple(scope.notes),
            (*scope.missing, *scope.periods_missing),
            scope.outside,
        )

    def _nothing(self, question: Question, scope: QuestionScope) -> Evidence:
        """Why nothing answers where no plan is for the place or the time; what would not be
        about plans anywhere ("Hvordan blir været i Bodø?") is not for that."""
        reason = Reason.REGION_NOT_INDEXED if scope.missing else Reason.PERIOD_NOT_INDEXED
        reason = Reason.NO_EVIDENCE if scope.shut else reason
        if question.groups and not question.mentions_plans:
            match = self._matcher.match(question)
            if not is_like(question, float(match.nearness.max())):
                reason = Reason.NOT_ABOUT_PLANS
        missing = tuple(scope.missing or scope.periods_missing)
        notes = tuple(scope.notes)
        found = Evidence(question, question.intent, (), (), (), 0.0, reason, notes, missing)
        return replace(found, outside=scope.outside)

    def _stated(self, question: Question, scope: QuestionScope, fact: Asked) -> Evidence:
        """What states a fact that nothing else tells."""
        filters = replace(scope.filters, year=())
        try:
            kept = self.left_by(self._narrower.check(filters))
        except UnknownFilter:
            return replace(self._nothing(question, scope), reason=Reason.NO_EVIDENCE)
        stated = self._stating.of(fact, kept & (~self._prose | self._quotable))
        measures = tuple(p.measure for p in stated if p.measure)
        facts = tuple(p for p in stated if p.measure is None)
        plans = self._narrower.plans(replace(filters, responsible=()))
        sure = 1.0 if stated else 0.0
        found = self._found(question, scope, plans, measures, facts, sure)
        return found if stated else replace(found, reason=Reason.NO_EVIDENCE)

    def _answer(
        self, question: Question, scope: QuestionScope, of_body: bool, became: Told
    ) -> Evidence:
        try:
            kept = self.left_by(self._narrower.check(scope.filters))
        except UnknownFilter:
            return replace(self._nothing(question, scope), reason=Reason.NO_EVIDENCE)
        kept = kept if scope.without is None else kept & ~scope.without
        match = self._matcher.match(plainly(question), kept)
        probability = relevance(match, self._prose)
        asked = len(question.groups) > 0
        scope.like = float(match.nearness[kept].max(initial=0.0)) if asked else 0.0
        status = self._with_marks(question, kept, became)
        plans = self._narrower.plans(replace(scope.filters, responsible=(), year=()))
        if outright := self._outright(question, scope, plans, kept):
            return outright
        narrowed = of_body or status is not None or question.counts_measures
        only_place = question.places and question.intent in (Intent.WHAT, Intent.OTHER)
        lists = narrowed or question.asks_everything or only_place or scope.times
        if not asked and not question.asks_fact and lists:
            listed: tuple[Measure, ...] = ()
            if narrowed or scope.times or scope.filters != Filters():  # else nothing was asked
                listed = self._measures_of(kept & ~self._prose if status is None else status)
            named, _ = self._locally.narrow(listed, scope.named, scope.own, alone=True)
            plans = plans_listed(plans, named, scope.own)
            return self._found(question, scope, plans, listed, (), 1.0 if listed else 0.0)
        measures = np.where(kept & ~self._prose, probability, 0.0)
        prose = np.where(kept & self._quotable, probability, 0.0)
        able = self.able(question)
        measures, prose = np.where(able, measures, 0.0), np.where(able, prose, 0.0)
        measures, said = self._telling.said(question, match, kept, measures)
        if question.counted:
            measures = self._facts.counting(measures, question)
        if question.asks_municipalities:
            measures = self._facts.telling(measures, self._names_municipality)
            prose = self._facts.telling(prose, self._names_municipality)
        measures, prose = for_whom(question.text, self._index.passages, measures, prose)
        measures, prose = for_people(question, match, measures, prose)
        measures, prose, certain = naming(question, match, measures, prose)
        measures, quoted = self._telling.quoted(question, match, measures)
        sure = confidence(match, (measures > 0) | (prose > 0))
        if status is not None:  # how far a measure is says nothing of what it is about
            likely = measures >= model().measure.threshold
            measures = np.where(status & likely, measures, 0.0)
        certain = certain or quoted or said or says_one(question, match, measures, prose)
        least = model().least(question.intent, match)
        least = sure_at(question, match, scope.like, least)
        if sure < least and not certain:
            found = self._found(question, scope, plans, (), (), sure)
        else:
            found = self._choose(question, scope, plans, match, measures, prose, sure)
        if found.reason:
            return replace(found, near=nearest(self._index.passages, probability * kept))
        beside = found.facts or self._facts.beside(question, match.groups, prose, found.measures)
        orders = [self._index.orders[measure.measure_id] for measure in found.measures]
        words = unsaid_too(unsaid(question, match, orders), found.measures)
        return next_to(without_looked_to(replace(found, facts=beside, unsaid=words)))

    def _outright(
        self,
        question: Question,
        scope: QuestionScope,
        plans: tuple[Plan, ...],
        kept: NDArray[np.bool_],
    ) -> Evidence | None:
        """What answers whatever is near: where a word stands that is asked for, the periods of
        plans, how many there are of a thing. Null where none of these is asked, or told."""
        if (said := mentioned(question, self._index.passages, kept)) is not None:
            found = self._found(question, scope, plans, said.measures, said.facts, 1.0)
            return replace(found, intent=question.intent) if said.measures else found
        among = self._measures_of(kept & ~self._prose) if scope.named else ()
        if tried := self._locally.tried(question, among, scope.named):
            return self._found(question, scope, plans, tried, (), 1.0)
        told = self._facts.periods(plans) if question.asks_period else ()
        if not told and question.counted and len(question.groups) == 1:
            told = self._facts.counted(question.counted, kept & self._quotable)
        return self._found(question, scope, plans, (), told, 1.0) if told else None

    def _names_municipality(self, passage: Passage) -> bool:
        bodies = passage.measure.responsible if passage.measure else ()
        return bool(self._reader.municipalities("\n".join((passage.text, *bodies))))

    def _choose(
        self,
        question: Question,
        scope: QuestionScope,
        plans: tuple[Plan, ...],
        match: Match,
        measures: Floats,
        prose: Floats,
        sure: float,
    ) -> Evidence:
        """Measures or facts: those likely enough, and in their absence the best there is."""
        likely, as_fact = best_kind(measures, prose, question)
        if as_fact:
            facts = self._facts.likeliest(question, prose, model().prose.threshold)
            return self._found(question, scope, plans, (), facts, sure)
        orders = chosen(measures, match, question, self._index.plan_of) if likely else []
        other = [i for order in orders for i in self._over_time.goes_on(order)]
        orders = sorted({*orders, *(i for i in other if measures[i] > 0)})
        return self._found(
            question, scope, plans, tuple(self._measure(i) for i in orders), (), sure
        )

    def _found(
        self,
        question: Question,
        scope: QuestionScope,
        plans: tuple[Plan, ...],
        measures: tuple[Measure, ...],
        facts: tuple[Passage, ...],
        confidence: float,
    ) -> Evidence:
        left_out = None
        if measures and scope.times:
            scope.notes += scope.time_notes
            measures, left_out = at_time(measures, scope.times, question, plans)
        measures = by_region(measures, self._index.plans, scope.own)
        alone = not question.groups or not (is_broad(question.intent) or scope.own)
        measures, local = self._locally.narrow(measures, scope.named, scope.own, alone)
        reason = None
        if not measures and not facts:
            known = question.asks_quantity and any(group.known for group in question.groups)
            about = question.mentions_plans or scope.notes or known or asks_mention(question.text)
            about = about or is_like(question, scope.like)
            reason = Reason.NO_EVIDENCE if about else Reason.NOT_ABOUT_PLANS
        intent = Intent.PLAN_FACT if facts else question.intent
        return Evidence(
            question=question,
            intent=intent,
            plans=plans,
            measures=measures,
            facts=newest_first(facts, self._index.plans),
            confidence=confidence,
            reason=reason,
            notes=tuple(scope.notes),
            left_out=left_out,
            local=(local,) if local else (),
            who_unread=self._who_unread(scope, measures),
        )

    def _who_unread(self, scope: QuestionScope, measures: Sequence[Measure]) -> int:
        """How many measures in scope, of the regions that have the bodies asked for, may be theirs
        but could not be read."""
        if not (scope.filters.responsible and measures):
            return 0
        kept = self.left_by(replace(scope.filters, responsible=()))
        return who_unread(measures, self._measures_of(kept & ~self._prose), self._index.plans)

    def _with_marks(self, question: Question, kept: Mask, became: Told) -> Mask | None:
        """(passages,): which measures are as far, or noted, as asked, or became what is asked for;
        null where nobody asked."""
        if question.status is None and question.noted is None:
            return None
        chosen = [
            i
            for i in np.flatnonzero(kept & ~self._prose)
            if became.has(self._measure(int(i)), is_marked(self._measure(int(i)), question))
        ]
        mask = np.zeros(len(kept), dtype=bool)
        mask[chosen] = True
        return mask

    def _measures_of(self, kept: NDArray[np.bool_]) -> tuple[Measure, ...]:
        return tuple(self._measure(int(order)) for order in np.flatnonzero(kept))

    def _measure(self, order: int) -> Measure:
        measure = self._index.passages[order].measure
        assert measure is not None
        return measure

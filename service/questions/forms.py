"""What a text asks for, in whatever form: a list, what a plan is about, what plans share; else
questions, one or several."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.index import Index
from indexer.records import Passage, Plan
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.matching.shorten import cut
from service.questions.areas import Areas, Divided
from service.questions.clauses import clauses_of
from service.questions.compared import Comparing, with_caveat
from service.questions.restated import restated
from service.questions.several import Several
from service.reading.requested import requested
from service.reading.understand import Question, Reader
from service.results import Filters, Intent
from service.scope.filters import Narrower
from service.scope.narrowing import scope_of
from service.words.phrases import phrase, title_of

AREAS = "areas"
"""The phrase that says how a plan is divided, where it is asked what it is about."""

LONGEST_AREA = 100
"""Letters of an area's name before its number of measures; it is quoted in full below."""


class Forms:
    """Finds the evidence of what texts ask for. Safe to share by threads."""

    def __init__(
        self,
        several: Several,
        reader: Reader,
        narrower: Narrower,
        index: Index,
        comparing: Comparing,
    ) -> None:
        self._several = several
        self._reader = reader
        self._narrower = narrower
        self._index = index
        self._areas = Areas(index)
        self._comparing = comparing

    def evidences(self, text: str, filters: Filters) -> tuple[Evidence, ...]:
        """What answers each of the questions that a text puts. Raises `UnknownFilter`."""
        language = self._reader.read(text).language
        asked = requested(text)
        question = self._reader.read(asked.text, language)
        if asked.as_a_whole:
            whole = self._reader.read(asked.of_plan, language)
            if not (whole.groups or question.status or question.noted):
                if areas := self._as_a_whole(whole, filters):
                    return (areas,)
                return self._several.evidences(whole.text, filters, language)
        if compared := self._comparing.asked(question, filters):
            if compared.told:
                return (compared.told,)
            parts = (self._several.evidences(t, filters, language) for t in compared.texts)
            return with_caveat([each for part in parts for each in part], compared.caveat)
        if asked.named:
            as_it_is = self._several.evidences(text, filters, language)
            if any(asked.named in m.text.lower() for each in as_it_is for m in each.measures):
                return as_it_is
        places = [(place.start, place.end) for place in question.places]
        is_one = len(clauses_of(asked.text, places)) == 1
        instead = restated(question, self._reader) if is_one else None
        found = self._several.evidences(instead.text if instead else asked.text, filters, language)
        return tuple(instead.of(each) for each in found) if instead else found

    def _as_a_whole(self, question: Question, filters: Filters) -> Evidence | None:
        """The areas of the plans that a question is about; null where these have none."""
        scope = scope_of(question, self._narrower.check(filters), self._index, self._narrower)
        if scope.missing or scope.periods_missing or scope.times:
            return None
        plans = self._narrower.plans(scope.filters)
        divided = [(plan, self._areas.of(plan)) for plan in plans]
        if not plans or not all(own.areas for _, own in divided):
            return None
        facts: tuple[Passage, ...] = tuple(area.said for _, own in divided for area in own.areas)
        return Evidence(
            question=question,
            intent=Intent.PLAN_FACT,
            plans=plans,
            measures=(),
            facts=facts,
            confidence=1.0,
            reason=None,
            notes=tuple(scope.notes),
            said=(Said(AREAS, Stands.FOUND, {"name": _told(divided, question.language)}),),
        )


def _told(divided: Sequence[tuple[Plan, Divided]], language: str) -> str:
    """The areas of each plan with their numbers of measures."""
    told = []
    for plan, own in divided:
        areas = ", ".join(f"{cut(a.name, LONGEST_AREA)} ({a.measures})" for a in own.areas)
        name, count = title_of(plan), len(own.areas)
        said = phrase(
            language, "areas_of", plan=name, measures=own.measures, count=count, areas=areas
        )
        told.append(said + (phrase(language, "areas_rest", count=own.rest) if own.rest else ""))
    return "; ".join(told)

"""What answers a question, and what answers it for several places together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from indexer.records import Measure, Passage, Plan
from service.finding.said import Said
from service.reading.notes import Note, Noted
from service.reading.understand import Question
from service.results import Intent, Reason
from service.scope.locally import Local
from service.scope.outside import Outside
from service.scope.succession import by_region, newest_first
from service.when.fitting import LeftOut


class PlansAsked(StrEnum):
    """What is asked of plans: which there are, the newest or oldest, or their measures' number."""

    LISTED = "listed"
    NEWEST = "newest"
    OLDEST = "oldest"
    MOST = "most"
    FEWEST = "fewest"
    EACH = "each"

    @property
    def counts_measures(self) -> bool:
        return self in (PlansAsked.MOST, PlansAsked.FEWEST, PlansAsked.EACH)


class Lacking(StrEnum):
    """Of what a question asks for those that do not have a thing."""

    PLANS = "lacking_plans"
    REGIONS = "lacking_regions"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What answers a question: measures or prose, in the order of an answer.

    `confidence` is the probability of the best; `reason` says why there is nothing; `asked` are
    the fields asked for in this order, where a question asks for several (see `several`);
    `left_out` what has not the time that was asked for; `unsaid` words of the question that none of
    the measures says; `among` what is asked of the plans themselves; `said` what the answer says
    beside what was found; `outside` plans that were asked about and are for other years; `lacking`
    says that what does not have this is asked for; `near` what comes nearest where nothing is sure
    enough to answer; `priority` says that the measures' priorities are asked for; `local` what is
    said of municipalities that not all measures name; `who_unread` how many more measures may be a
    body's that is asked for, but could not be read; `columns` the headings of further columns that
    are asked for; `within` says what of the plans filters leave, empty where that is all.
    """

    question: Question
    intent: Intent
    plans: tuple[Plan, ...]
    measures: tuple[Measure, ...]
    facts: tuple[Passage, ...]
    confidence: float
    reason: Reason | None
    notes: tuple[Note, ...]
    missing: tuple[str, ...] = ()
    asked: tuple[Intent, ...] = ()
    left_out: LeftOut | None = None
    unsaid: tuple[str, ...] = ()
    among: PlansAsked | None = None
    said: tuple[Said, ...] = ()
    outside: tuple[Outside, ...] = ()
    lacking: Lacking | None = None
    near: Passage | None = None
    priority: bool = False
    local: tuple[Local, ...] = ()
    who_unread: int = 0
    columns: frozenset[str] = frozenset()
    within: str = ""

    def saying(self, *said: Said) -> Evidence:
        """The same, with more said beside it."""
        return replace(self, said=(*self.said, *said))

    @property
    def shut(self) -> tuple[str, ...]:
        """The places asked about that have plans, but none that the filters leave."""
        return tuple(note.name for note in self.notes if note.kind is Noted.SHUT)

    @property
    def names_none(self) -> bool:
        """Whether none of the measures names a municipality that was asked about."""
        return any(local.names_none for local in self.local)

    @property
    def names_no_place(self) -> bool:
        """Whether the measures are all that there are around a municipality that none names."""
        return self.names_none and not self.question.groups


def said_in(evidence: Evidence, language: str | None) -> Evidence:
    """Evidence of which is told in a language; as it is for none."""
    return replace(evidence, question=evidence.question.in_language(language))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """(passages,) masks: what is left of an index, and which measures of it name a place asked
    for."""

    kept: NDArray[np.bool_]
    named: NDArray[np.bool_]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]
    outside: tuple[Outside, ...]


def together(question: Question, found: Sequence[Evidence], plans: Sequence[Plan]) -> Evidence:
    """What answers a question about several places, of what answers it for each."""
    measures = tuple(m for each in found for m in each.measures)
    facts = tuple(dict.fromkeys(p for each in found for p in each.facts))
    if measures and facts:
        measures, facts = ((), facts) if question.asks_plan_fact else (measures, ())
    known = {plan.region.region_id for plan in plans}
    missing = [p.name for p in question.places if not known.intersection(p.regions)]
    left_out = [each.left_out for each in found if each.left_out]
    notes = [n for each in found for n in each.notes]
    notes += [Note(Noted.MISSING, name) for name in missing]
    scope = {plan.plan_id: plan for each in found for plan in each.plans}
    answered = [each for each in found if each.measures or each.facts]
    searched = [each for each in found if each.plans]
    return replace(
        (answered or searched or found)[0],
        question=question,
        intent=Intent.PLAN_FACT if facts else question.intent,
        plans=tuple(scope[plan_id] for plan_id in sorted(scope)),
        measures=by_region(measures, plans),
        facts=newest_first(facts, plans),
        confidence=max(each.confidence for each in answered or found),
        outside=tuple(dict.fromkeys(o for each in found for o in each.outside)),
        local=tuple(dict.fromkeys(local for each in answered or found for local in each.local)),
        who_unread=sum(each.who_unread for each in found),
        notes=tuple(dict.fromkeys(notes)),
        unsaid=tuple(
            word
            for word in dict.fromkeys(w for each in answered for w in each.unsaid)
            if all(word in each.unsaid for each in answered)
        ),
        left_out=LeftOut(
            sum(each.other for each in left_out), sum(each.without for each in left_out)
        )
        if left_out
        else None,
    )

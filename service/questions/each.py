"""Questions for a yes or a no about several regions or plans: "Har Ahus og Østfold tiltak om X?".

A yes is one only where each of them has it; else the answer says which have, and which have not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.records import Measure, Region
from service.finding.evidence import Evidence
from service.finding.yes_no import answers, is_of_having, reply
from service.reading.asking import blanked
from service.reading.understand import Question
from service.results import PlanCoverage, Reply, Verdict
from service.words.lexicon import questions


@dataclass(frozen=True, slots=True)
class _One:
    """One of several that are asked about, as it is named, with its plans; of a plan no name."""

    name: str | None
    covered: tuple[PlanCoverage, ...]


def asks_each(question: Question) -> bool:
    """Whether a question for a yes or a no is asked of several regions or plans, each of them."""
    asks, lowered = questions().yes_no, question.text.lower()
    if not is_of_having(question) or asks.unsure.search(blanked(lowered, _spans(question))):
        return False
    every = asks.all_plans.search(lowered) or asks.all_regions.search(lowered)
    return bool(every) or _joins_places(question)


def told(
    question: Question, measures: Sequence[Measure], covered: Sequence[PlanCoverage]
) -> Reply | None:
    """Yes or no, or that not each of several has what is asked for, where the measures settle it;
    null where they do not, or nobody asked."""
    if not asks_each(question):
        return reply(question, measures)
    have, lack, unsettled = _parted(question, measures, covered)
    if have and lack:
        return Reply.NOT_ALL
    return Reply.HAS if have and not unsettled else None


def said_first(
    evidence: Evidence,
    covered: Sequence[PlanCoverage],
    say: Callable[..., str],
    name_of: Callable[[Region], str],
) -> str:
    """What an answer says before what it lists, to a question for a yes or a no; else nothing."""
    question, measures = evidence.question, evidence.measures
    found = told(question, measures, covered)
    if found is not Reply.NOT_ALL:
        return f"{say(found.value)} " if found else ""
    have, lack, _ = _parted(question, measures, covered)
    if not all(one.name for one in (*have, *lack)) and not questions().yes_no.all_regions.search(
        question.text.lower()
    ):
        return f"{say(found.value)} "
    names = [
        ", ".join(
            (one.name or name_of(one.covered[0].plan.region))
            + ("" if one.covered else f" ({say(_why_none(one, evidence))})")
            for one in several
        )
        for several in (have, lack)
    ]
    return f"{say('not_all_of', have=names[0], lack=names[1])} "


def _why_none(one: _One, evidence: Evidence) -> str:
    """The phrase for why no plan of a place was looked through."""
    return "not_in_scope" if one.name in evidence.shut else "no_plan"


def _parted(
    question: Question, measures: Sequence[Measure], covered: Sequence[PlanCoverage]
) -> tuple[list[_One], list[_One], list[_One]]:
    """Those that have what is asked for, those that surely were found to have nothing, others."""
    naming = {measure.plan_id for measure in measures if answers(measure, question)}
    have: list[_One] = []
    lack: list[_One] = []
    others: list[_One] = []
    for one in _meant(question, covered):
        if any(each.plan.plan_id in naming for each in one.covered):
            have.append(one)
        elif all(each.verdict is Verdict.NO for each in one.covered):
            lack.append(one)
        else:
            others.append(one)
    return have, lack, others


def _meant(question: Question, covered: Sequence[PlanCoverage]) -> list[_One]:
    """The plans or regions that a question asks about."""
    asks, lowered = questions().yes_no, question.text.lower()
    if asks.all_plans.search(lowered):
        return [_One(None, (each,)) for each in covered]
    if _joins_places(question):
        places = question.places
        named = {place.regions: place.name for place in places}
        looked = {each.plan.region.region_id for each in covered}
        of_neighbours = {p.regions for p in places if p.main and p.main not in looked}
        return [
            _One(
                name,
                ()
                if regions in of_neighbours
                else tuple(c for c in covered if c.plan.region.region_id in regions),
            )
            for regions, name in named.items()
        ]
    regions: dict[str, list[PlanCoverage]] = {}
    for each in covered:
        regions.setdefault(each.plan.region.region_id, []).append(each)
    return [_One(None, tuple(own)) for own in regions.values()]


def _joins_places(question: Question) -> bool:
    """Whether a question joins several places so that all of them are meant."""
    places = question.places
    if len({place.regions for place in places}) < 2:
        return False
    between = question.text[places[0].end : places[-1].start].lower()
    return not questions().yes_no.either.search(between)


def _spans(question: Question) -> list[tuple[int, int]]:
    """Where a question says that it is asked of each: "alle regionene", "både Ahus og …"."""
    asks, lowered = questions().yes_no, question.text.lower()
    patterns: tuple[re.Pattern[str], ...] = (asks.all_plans, asks.all_regions)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(lowered)]
    starts = [place.start for place in question.places]
    before = (asks.all_of.search(lowered[:start]) for start in starts)
    return spans + [match.span() for match in before if match]

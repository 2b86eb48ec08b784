"""Questions that compare plans: what they share, what one alone has, what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from indexer.records import Measure, Plan
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.reading.asking import blanked
from service.reading.publishers import plans_for
from service.reading.understand import Question, Reader
from service.results import Filters, Intent, Reason
from service.scope.filters import Narrower
from service.scope.succession import with_newer
from service.words.literal import without_literal
from service.words.phrases import phrase
from service.words.word_lists import rules

Floats = NDArray[np.float32]

PAIRS, NO_PAIRS, SEE_COMPARE = "pairs", "no_pairs", "see_compare"
"""The phrases before pairs of measures, that there are none, and where plans are compared."""

CHANGED_TOO = "changed_too"
"""The phrase that says where it stands what of a measure that goes on has changed."""

LIKELY = 0.5
"""Score from which two measures are a pair: more likely than not each other's counterparts (see
`similar`). Of the 20 pairs that four comparisons of two plans have from there on, two looked to be
of different things, of the 11 from 0.3 to 0.5 most; one reader's look, no judged set."""

MOST_KEPT = 32
"""Pairs of plans whose pairs of measures are remembered."""


class Compared(StrEnum):
    """How plans are compared, in the order in which it is looked for."""

    SHARED = "shared"
    ONLY = "only"
    CHANGED = "changed"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class _Rules:
    shared: re.Pattern[str]
    only: re.Pattern[str]
    changed: re.Pattern[str]
    differ: re.Pattern[str]
    unless: re.Pattern[str]
    two_plans: re.Pattern[str]
    every: re.Pattern[str]
    carried: re.Pattern[str]

    def way(self, lowered: str) -> Compared | None:
        """How a question compares plans; null where it compares none."""
        ways = {
            Compared.SHARED: self.shared,
            Compared.ONLY: self.only,
            Compared.CHANGED: self.changed,
            Compared.DIFFER: self.differ,
        }
        return next((way for way, said in ways.items() if said.search(lowered)), None)


@cache
def _rules() -> _Rules:
    return rules(_Rules, "compared")


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that a comparison is asked as: each as it is answered. Where there are none, it
    is `told` outright; `caveat` is the phrase before the first."""

    texts: tuple[str, ...] = ()
    told: Evidence | None = None
    caveat: str | None = None


class Comparing:
    """Reads questions that compare plans; `alike` is (passages,) how likely each is a measure's
    counterpart, by the measure's order. Safe to share by threads."""

    def __init__(
        self, reader: Reader, narrower: Narrower, index: Index, alike: Callable[[int], Floats]
    ) -> None:
        self._reader = reader
        self._narrower = narrower
        self._index = index
        self._alike = alike
        self._kept = lru_cache(maxsize=MOST_KEPT)(self._pairs)

    def asked(self, question: Question, filters: Filters) -> Asked | None:
        """What a question that compares plans is asked as; null where it compares none, or only
        what they have on a topic, which is answered as any other."""
        said, lowered = _rules(), without_literal(question.text).lower()
        way = said.way(lowered)
        if way is None or (question.asks_fact and way is not Compared.CHANGED):
            return None
        sides = self._sides(question, filters)
        several = sum(map(len, sides)) > 1 or bool(said.every.search(lowered))
        apart = len({place.regions for place in question.places}) > 1
        if not (several or apart or (way is Compared.CHANGED and sides)):
            return None
        rest = blanked(question.text, [m.span() for m in said.carried.finditer(lowered)])
        if self._reader.read(rest, question.language).groups:
            return Asked((" ".join(rest.split()),)) if way is Compared.SHARED else None
        return self._of_plans(way, question, sides, apart)

    def _of_plans(
        self, way: Compared, question: Question, sides: list[tuple[Plan, ...]], apart: bool
    ) -> Asked | None:
        """A comparison of plans as they are, with no topic."""
        known = {plan.region.region_id for plan in self._index.plans}
        unplanned = [p.name for p in question.places if not known.intersection(p.regions)]
        if unplanned:
            return Asked((phrase(question.language, "asks_what", place=unplanned[0]),))
        if way is Compared.SHARED and len(sides) == 2:
            return Asked(told=self._shared(question, sides))
        if apart or len(sides) != 1 or len(sides[0]) < 2:
            return Asked(told=self._refused(question, SEE_COMPARE))
        lowered = without_literal(question.text).lower()
        two = bool(_rules().two_plans.search(lowered)) or len(question.times) > 1
        return self._over_time(way, question, sides[0], two)

    def _over_time(
        self, way: Compared, question: Question, plans: Sequence[Plan], two: bool
    ) -> Asked | None:
        """A question about plans of one region that follow each other."""
        language, place = question.language, question.places[0].name
        if way is Compared.SHARED:
            return Asked((phrase(language, "asks_continued", place=place),)) if two else None
        if way is Compared.ONLY:
            named = [p for p in plans if p.period in question.years]
            if len(named) != 1 or named[0].period is None:
                return Asked(told=self._refused(question, SEE_COMPARE))
            is_earlier = named[0].plan_id in with_newer(plans)
            which = "asks_gone" if is_earlier else "asks_new"
            period = f"{place} {named[0].period[0]}-{named[0].period[1]}"
            return Asked((phrase(language, which, place=period),))
        if _rules().unless.search(question.text.lower()):
            return None
        if way is Compared.DIFFER and not two:
            return None
        texts = tuple(phrase(language, n, place=place) for n in ("asks_new", "asks_gone"))
        return Asked(texts, caveat=CHANGED_TOO)

    def _sides(self, question: Question, filters: Filters) -> list[tuple[Plan, ...]]:
        """The plans of each region that a question names, in its order."""
        left = self._narrower.plans(self._narrower.check(filters))
        sides: dict[tuple[str, ...], tuple[Plan, ...]] = {}
        for place in question.places:
            if own := plans_for(place, left):
                sides[tuple(plan.plan_id for plan in own)] = own
        return list(sides.values())

    def _shared(self, question: Question, sides: Sequence[tuple[Plan, ...]]) -> Evidence:
        """The pairs of measures of two regions, the likeliest first: each one's measure, then the
        other's. Of several plans of a region it is that of a period that is named, or the newest.
        """
        one, other = (self._meant(question, plans) for plans in sides)
        pairs = self._kept(one.plan_id, other.plan_id)
        if not pairs:
            return self._refused(question, NO_PAIRS)
        return Evidence(
            question=question,
            intent=Intent.WHAT,
            plans=tuple(sorted((one, other), key=lambda plan: plan.plan_id)),
            measures=tuple(m for _, first, second in pairs for m in (first, second)),
            facts=(),
            confidence=pairs[-1][0],
            reason=None,
            notes=(),
            said=(Said(PAIRS, Stands.FOUND, {"name": len(pairs)}),),
        )

    def _meant(self, question: Question, plans: Sequence[Plan]) -> Plan:
        named = [plan for plan in plans if plan.period in question.years]
        before = with_newer(plans)
        newest = [plan for plan in plans if plan.plan_id not in before]
        return named[0] if len(named) == 1 else (newest or list(plans))[-1]

    def _pairs(self, one: str, other: str) -> tuple[tuple[float, Measure, Measure], ...]:
        """One to one, the likeliest first, ties by the order of the plans."""
        passages = self._index.passages
        orders = [
            [i for i, p in enumerate(passages) if p.measure and p.plan_id == plan_id]
            for plan_id in (one, other)
        ]
        scores = [
            (i, j, float(row[j])) for i in orders[0] for row in [self._alike(i)] for j in orders[1]
        ]
        found: list[tuple[float, Measure, Measure]] = []
        taken: set[int] = set()
        for i, j, score in sorted(scores, key=lambda each: (-round(each[2], 6), each[0], each[1])):
            first, second = passages[i].measure, passages[j].measure
            if score >= LIKELY and first and second and not taken & {i, j}:
                taken |= {i, j}
                found.append((score, first, second))
        return tuple(found)

    def _refused(self, question: Question, said: str) -> Evidence:
        """That a comparison is not told in an answer, or finds nothing, and where it is shown."""
        return Evidence(
            question=question,
            intent=question.intent,
            plans=(),
            measures=(),
            facts=(),
            confidence=0.0,
            reason=Reason.NO_EVIDENCE,
            notes=(),
            said=(Said(said, Stands.INSTEAD),),
        )


def with_caveat(found: Sequence[Evidence], caveat: str | None) -> tuple[Evidence, ...]:
    """Evidence with the phrase before the first of it that is answered."""
    first = next((i for i, each in enumerate(found) if each.reason is None), None)
    return tuple(
        each.saying(Said(caveat, Stands.FOUND)) if caveat and number == first else each
        for number, each in enumerate(found)
    )

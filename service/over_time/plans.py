"""Plans over time: which follows which, what became of measures, and when they are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.index import Index
from indexer.lexical import Field
from indexer.records import Measure, Passage
from service.bodies.register import Register
from service.over_time.continuation import Floats, Measures, Rarity
from service.over_time.deadlines import (
    Deadline,
    Deadlines,
    Group,
    by_body,
    by_region,
    counts_of,
    deadline_of,
    in_order,
)
from service.over_time.diff import Diff, diff
from service.results import Filters
from service.scope.filters import Narrower
from service.scope.succession import Neighbours, succession

Scores = NDArray[np.float32]

MOST_DIFFS = 256
"""Diffs that are kept beside those of the plans that follow each other, all of which every look at
all deadlines asks for: of a few less than that, none would still be there at the next."""

SURELY = 0.9
"""Probability from which a measure answers what it answers in the region's other plan. Of a model
that finds what is said anew: three more right findings and five more wrong ones on *tune*, 0.04
more found for 0.01 more wrong on the collection c12; without, an answer from one plan says of the
other that it has nothing."""


MOST_SHARED = 64
"""Measures, the best ones, that share their score with what they were and became."""


class OverTime:
    """What an index says over time. Safe to share by threads."""

    def __init__(self, index: Index, narrower: Narrower, register: Callable[[], Register]) -> None:
        self._register = register
        self._index = index
        self._narrower = narrower
        self._plans = {plan.plan_id: plan for plan in index.plans}
        self._succession = succession(index.plans)
        self._of_plan: dict[str, list[int]] = {plan_id: [] for plan_id in self._plans}
        for order, passage in enumerate(index.passages):
            if passage.measure:
                self._of_plan[passage.plan_id].append(order)
        following = sum(each.successor is not None for each in self._succession.values())
        self._diff = lru_cache(MOST_DIFFS + following)(self._compared)
        self._became = lru_cache(MOST_DIFFS + following)(self._continued)

    def neighbours(self, plan_id: str) -> Neighbours:
        """The plans of the region before and after a known plan."""
        return self._succession[plan_id]

    @property
    def built(self) -> datetime:
        """When the plans were read."""
        return datetime.fromisoformat(self._index.manifest["built"])

    def diff(self, old: str, new: str) -> Diff:
        """What became of the measures of one plan in another. Raises `UnknownFilter`."""
        known = [self._narrower.check(Filters(plan=(name,))).plan[0] for name in (old, new)]
        return self._diff(*known)

    def goes_on(self, order: int) -> list[int]:
        """The orders of the measures that surely are what a measure was in the plan before, or
        became in the next."""
        passage = self._index.passages[order]
        near = self.neighbours(passage.plan_id)
        found = []
        for old, new in ((near.predecessor, passage), (passage, near.successor)):
            if old is None or new is None:
                continue
            for each in self._diff(old.plan_id, new.plan_id).continued:
                ends = each.old.measure_id, each.new.measure_id
                if each.score >= SURELY and passage.passage_id in ends:
                    other = ends[0] if passage.passage_id == ends[1] else ends[1]
                    found.append(self._index.orders[other])
        return found

    def alike(self, order: int, to_passage: Callable[[int], Scores]) -> Scores:
        """(passages,): how far each is a counterpart of a measure, or of what it surely was or
        became; the best of them share it with what they were and became."""
        own = [order, *self.goes_on(order)]
        scores = [to_passage(each) for each in own]
        found = np.max(scores, axis=0)
        found[own] = scores[0][own]  # of what it became, it is no counterpart
        found[order] = 0.0
        shared: Scores = found.copy()
        for best in np.argsort(-found, kind="stable")[:MOST_SHARED]:
            for other in self.goes_on(int(best)) if found[best] > 0 else ():
                shared[other] = max(shared[other], found[best])
        return shared

    def sides(self, old: str, new: str) -> tuple[Measures, Measures, Floats, Rarity]:
        """The measures of two known plans, (old, new) how near their vectors are, and how much a
        stem tells."""
        rows, columns = self._of_plan[old], self._of_plan[new]
        cosine = self._centred(rows) @ self._centred(columns).T
        return self._measures(rows), self._measures(columns), cosine, self._rarity

    def _compared(self, old: str, new: str) -> Diff:
        return diff(self._plans[old], self._plans[new], *self.sides(old, new))

    def _continued(self, old: str, new: str) -> Mapping[str, tuple[Measure, ...]]:
        """The measures of one plan, by their ids, with those that they became in another."""
        found: dict[str, tuple[Measure, ...]] = {}
        for each in self._diff(old, new).continued:
            own = each.old.measure_id
            found[own] = (*found.get(own, ()), each.new)
        return found

    def _measures(self, orders: Sequence[int]) -> Measures:
        found = (self._index.passages[order].measure for order in orders)
        return tuple(measure for measure in found if measure)

    def _rarity(self, stem: str) -> float:
        """How rare a stem is in the texts of the index, alone or in a compound."""
        fields = self._index.lexicon.fields
        count = sum(len(fields[f].of(stem)[0]) for f in (Field.TEXT, Field.TEXT_PARTS))
        return float(np.log1p(self._index.lexicon.size / max(count, 1)))

    def _centred(self, orders: Sequence[int]) -> Floats:
        """(orders, dimensions): unit vectors without what all measures have in common."""
        away = self._vectors(orders) - self._mean
        norms = np.linalg.norm(away, axis=1, keepdims=True)
        unit: Floats = away / np.maximum(norms, 1e-6)
        return unit

    def _vectors(self, orders: Sequence[int]) -> NDArray[np.float32]:
        dimensions: int = self._index.vectors.d
        found = [self._index.own_vector(order) for order in orders]
        return np.asarray(found, dtype=np.float32).reshape(len(found), dimensions)

    @cached_property
    def _mean(self) -> Floats:
        orders = [order for own in self._of_plan.values() for order in own]
        mean: Floats = self._vectors(orders).mean(axis=0)
        return mean

    def deadlines(
        self,
        as_of: date,
        filters: Filters = Filters(),
        groups: Sequence[Group] = (),
    ) -> Deadlines:
        """Every measure that the filters leave, by when it is due; of `groups` where some are
        given, though the counts are of all. Raises `UnknownFilter`."""
        filters = self._narrower.given(filters)
        keep = self._narrower.keeps(filters)
        found = in_order(
            self._deadline(passage, passage.measure, as_of)
            for passage in self._index.passages
            if passage.measure and keep(passage)
        )
        wanted = tuple(each for each in found if not groups or each.group in groups)
        return Deadlines(
            as_of=as_of,
            total=len(wanted),
            counts=counts_of(found),
            deadlines=wanted,
            by_region=by_region(found),
            by_body=by_body(found, self._register().of_measure),
            namesakes=self._narrower.namesakes(filters),
        )

    def _deadline(self, passage: Passage, measure: Measure, as_of: date) -> Deadline:
        plan = self._plans[passage.plan_id]
        successor = self.neighbours(plan.plan_id).successor
        continued: tuple[Measure, ...] = ()
        if successor is not None:
            became = self._became(plan.plan_id, successor.plan_id)
            continued = became.get(measure.measure_id, ())
        return deadline_of(measure, plan, as_of, successor, continued)


def diff_notes(found: Diff) -> tuple[str, ...]:
    """What a reader must know of a diff, in Norwegian."""
    old, new = found.old, found.new
    notes = []
    if old.region != new.region:
        notes.append(
            f"Planene gjelder hver sin region ({old.region.name} og {new.region.name}): "
            "«videreført» betyr her bare at tiltakene ligner."
        )
    elif old.period and new.period and new.period[0] < old.period[0]:
        notes.append(f"{new.plan_id} er den eldste av de to planene.")
    if found.gone:
        notes.append(
            "At et tiltak ikke er med lenger, sier ikke om det er gjennomført eller lagt bort."
        )
    if any(each.changes.unread for each in found.continued):
        notes.append("Noen felter kunne ikke leses i en av planene og er ikke sammenlignet.")
    return tuple(notes)

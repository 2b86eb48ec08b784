"""By what a question can narrow a collection at all: what no plan has is a word like others."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from indexer.communities import Communities
from indexer.owners import municipality_of
from indexer.records import Passage, Plan
from service.reading.numbers import NO_NUMBERS, Numbers, numbers_of
from service.reading.places import Place
from service.reading.publishers import kinds_named, kinds_of

FEWEST_MEASURES = 3
"""Measures from which a collection is one of plans; a line of a newspaper may look like one."""


@dataclass(frozen=True, slots=True)
class Narrowable:
    """By what a question can narrow a collection at all: the places of its plans, their years,
    how far measures are, their numbers. Where no plan has any of a kind, it is a word like others.
    `places` are the regions that have plans, `kinds` what plans say in their titles that they
    are."""

    places: frozenset[str]
    years: bool
    statuses: bool
    kinds: tuple[str, ...] = ()
    numbers: Numbers = NO_NUMBERS

    def plans_named(self, text: str) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
        """The kinds of plans that a question is narrowed to, and where it says so."""
        return kinds_named(text, self.kinds)

    def is_topic(self, place: Place, words: Container[str], alone: bool) -> bool:
        """Whether a place is looked for as a word: something is fetched from there, or done with
        it, or nothing else is asked for (`alone`), and no plan is for it but the index has the
        word."""
        known = all(word in words for word in place.name.lower().split())
        return place.borrowed or ((place.partner or alone) and known and not self.has_plan(place))

    def has_plan(self, place: Place) -> bool:
        """Whether any plan is for a place's regions."""
        return not self.places.isdisjoint(place.regions)


def narrowable(
    plans: Sequence[Plan], passages: Sequence[Passage], communities: Communities
) -> Narrowable:
    """By what a question can narrow these plans."""
    measures = [passage.measure for passage in passages if passage.measure]
    return Narrowable(
        places=frozenset(
            plan.region.region_id
            for plan in plans
            if communities.region(plan.region.region_id) or municipality_of(plan)
        ),
        years=any(plan.period for plan in plans) or any(m.years for m in measures),
        statuses=len(measures) >= FEWEST_MEASURES,
        kinds=kinds_of(plans),
        numbers=numbers_of(measures),
    )

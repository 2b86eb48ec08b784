"""What of the places and years that a question names no plan is for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from indexer.records import Plan, Region
from service.reading.places import Place
from service.words.phrases import name_of


@dataclass(frozen=True, slots=True)
class Outside:
    """Plans that were asked about, and the years asked for that none of them is for."""

    plans: tuple[Plan, ...]
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplanned:
    """What of a place that was named no plan is for: the whole or most of it (`name` is all that
    `names` has), or those communities in it, or of its name, that are called `names`."""

    name: str
    names: tuple[str, ...]
    phrase: str


def unplanned(place: Place, indexed: Collection[str]) -> Unplanned | None:
    """What of a place no plan is for, where `indexed` are the regions that have any; else null.

    A county is without a plan where the community with most of it is, whatever a neighbour has.
    """
    without = tuple(
        name_of(Region(region, name))
        for region, name in zip(place.regions, place.names, strict=True)
        if region not in indexed
    )
    if len(without) == len(place.regions):
        return Unplanned(place.name, (place.name,), "no_plan_for")
    if place.main is not None and place.main not in indexed:
        return Unplanned(place.name, (place.name,), "no_plan_for_most")
    if not without:
        return None
    name = "no_plan_of_name" if place.municipality else "no_plan_for_some"
    return Unplanned(place.name, without, name)

"""The country as a map of tiles: a health community each, with what its newest plan has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from indexer.errors import NotFound
from indexer.owners import municipality_of
from indexer.records import Plan, Region
from service.overview.compare import SubjectSet
from service.pages.matrix import SHADES, Matrix, TopicRow, shade_of
from service.pages.views import PlanGroup
from service.words.phrases import name_of

TOTALS = (1, 20, 40, 80)
"""Measures of a whole plan from which a tile is a shade darker; one topic has `SHADES`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region stands on the map, from the north and the west, and its name there."""

    row: int
    column: int
    name: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A region with how many measures its newest plan has; `plan` is null where it has none."""

    region: Region
    name: str
    plan: Plan | None
    measures: int
    shade: int


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of the map: from how many measures to how many; to any number where null."""

    shade: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Country:
    """Tiles row by row, null where the map has none; below it the regions that it does not know."""

    rows: tuple[tuple[Tile | None, ...], ...]
    others: tuple[Tile, ...]
    steps: tuple[Step, ...]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All regions, as they are read."""
        return (*(tile for row in self.rows for tile in row if tile), *self.others)

    @property
    def with_plan(self) -> int:
        """How many regions have a plan."""
        return sum(tile.plan is not None for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic to look at the country by: in how many regions, by how many measures."""

    topic_id: str
    name: str
    regions: int
    measures: int


@cache
def places() -> Mapping[str, Place]:
    """Where regions stand on the map, by id."""
    text = files("service.pages").joinpath("regions.toml").read_text(encoding="utf-8")
    return {
        each["region"]: Place(each["place"][0], each["place"][1], each["name"])
        for each in tomllib.loads(text)["tile"]
    }


def country_of(
    regions: Sequence[Region],
    newest: Sequence[Plan],
    measures: Mapping[str, int],
    scale: Sequence[int] = SHADES,
) -> Country:
    """The regions of the country, and those of plans besides; `measures` is counted by plan id."""
    # A region's tile is of its community's plan, and of a municipality's own where there is none.
    communities_last = sorted(newest, key=lambda plan: municipality_of(plan) is None)
    plans = {plan.region.region_id: plan for plan in communities_last}
    every = {region.region_id: region for region in regions}
    every |= {plan.region.region_id: plan.region for plan in newest}
    tiles = {
        region_id: _tile(region, plans.get(region_id), measures, scale)
        for region_id, region in every.items()
    }
    placed = {
        (place.row, place.column): tiles.pop(region_id)
        for region_id, place in places().items()
        if region_id in tiles
    }
    height = max((row for row, _ in placed), default=0)
    width = max((column for _, column in placed), default=0)
    return Country(
        tuple(
            tuple(placed.get((row, column)) for column in range(1, width + 1))
            for row in range(1, height + 1)
        ),
        tuple(sorted(tiles.values(), key=lambda tile: tile.name)),
        tuple(
            Step(number, least, following - 1 if following else None)
            for number, (least, following) in enumerate(
                zip(scale, (*scale[1:], None), strict=True), start=1
            )
        ),
    )


def _tile(
    region: Region, plan: Plan | None, measures: Mapping[str, int], scale: Sequence[int]
) -> Tile:
    place = places().get(region.region_id)
    count = measures.get(plan.plan_id, 0) if plan else 0
    name = place.name if place else name_of(region)
    return Tile(region, name, plan, count, shade_of(count, scale))


def choices_of(topics: SubjectSet, matrix: Matrix) -> tuple[TopicChoice, ...]:
    """The topics of a set with what they have in a matrix of it."""
    return tuple(
        TopicChoice(subject.subject_id, row.topic, row.plans, row.measures)
        for subject, row in zip(topics.subjects, matrix.rows, strict=True)
    )


def row_of(topics: SubjectSet, matrix: Matrix, topic_id: str) -> TopicRow:
    """The row of a matrix that a topic of its set is. Raises `NotFound`."""
    for subject, row in zip(topics.subjects, matrix.rows, strict=True):
        if subject.subject_id == topic_id:
            return row
    known = ", ".join(subject.subject_id for subject in topics.subjects)
    raise NotFound(f"no topic is called {topic_id!r}; there are {known}")


def groups_of_row(row: TopicRow) -> tuple[PlanGroup, ...]:
    """The measures of a topic by plan, of the plans that have any."""
    return tuple(
        PlanGroup(cell.plan, cell.measures, earlier=False) for cell in row.cells if cell.measures
    )

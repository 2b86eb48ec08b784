"""Measures: one, a page of them, and those like one."""

from __future__ import annotations

import datetime

from pydantic import Field

from service.models.base import Out
from service.models.citation import Citation


class Correction(Out):
    """What a person put right: a field, or a word in it."""

    field: str = Field(examples=["responsible"])
    read: str | None = Field(description="As it was read; null where nothing was.")
    corrected: str | None = Field(description="As it is; of a list with '; ' between.")
    by: str
    date: datetime.date
    why: str


class Measure(Out):
    """One thing that one plan says somebody will do.

    A field that the plan leaves blank is null or empty; one that could not be read is so too
    and named in `uncertain`; a text that could not be read surely is given, and named there.
    """

    measure_id: str = Field(examples=["ahus-2024-2025:p4:t2:r7"])
    plan_id: str = Field(examples=["ahus-2024-2025"])
    number: str | None
    goal: str | None
    target_group: str | None = Field(examples=["Barn/unge"])
    priority: str | None
    text: str = Field(description="For reading: repaired where the source is damaged.")
    indicators: list[str]
    responsible: list[str] = Field(examples=[["AU", "LSF barn/unge"]])
    deadline: str | None = Field(description="The plan's wording; the newest where it moved.")
    moved_from: str | None = Field(description="The deadline before the plan moved it.")
    years: list[int] = Field(examples=[[2024, 2025]])
    status: str | None
    heading: list[str] = Field(description="Heading rows above it in its table.")
    notes: list[str] = Field(description="What its cells say beside their field.")
    other: dict[str, str] = Field(description="Further columns, by their heading.")
    inherited: list[str] = Field(description="Fields read from a cell that governs several rows.")
    uncertain: list[str] = Field(description="Fields that could not be read with certainty.")
    corrections: list[Correction] = Field(description="What of this a person put right.")
    citation: Citation = Field(validation_alias="source")


class MeasurePage(Out):
    """Measures in the plans' own order; `total` counts those beyond this page too."""

    total: int
    measures: list[Measure]
    notes: list[str] = Field(
        description="What to know of them, in Norwegian: that a body asked for is several, one in "
        "each of some regions."
    )


class Counterpart(Out):
    """A measure like another."""

    measure: Measure
    score: float = Field(
        description="How likely it is a counterpart, 0 to 1; below 0.2 most are none."
    )
    likely: bool = Field(description="Whether the score is 0.2 or more; the others are nearest.")
    same: list[str] = Field(
        description="The fields in which the two agree: target_group, goal, responsible (a body of "
        "the same name), body_kind (only the kind of body, as Fagråd), years (the very same); and "
        "target_group_overlap (one is part of the other), years_overlap (some of them)."
    )


class SimilarResult(Out):
    """Counterparts, the most alike first; `measure` is null where a text was given."""

    measure: Measure | None
    similar: list[Counterpart]

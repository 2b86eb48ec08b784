"""What became of a plan's measures in the next, and when measures are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import AliasPath, Field

from indexer.year_parts import Precision
from service.bodies.namesakes import told_apart
from service.models.base import Out
from service.models.measure import Measure
from service.models.plan import PlanRef
from service.over_time import deadlines as records
from service.over_time.diff import Diff as DiffRecord
from service.over_time.diff import Relation
from service.when.due import DueKind
from service.when.progress import Progress

Value = str | list[str] | None


class Continued(Out):
    """A measure and what it became. Of a split or merged one there is a pair for each part."""

    from_: Measure = Field(validation_alias="old", serialization_alias="from")
    to: Measure = Field(validation_alias="new")
    score: float = Field(description="How likely they are one, 0 to 1.")
    relation: Relation
    changed: dict[str, tuple[Value, Value]] = Field(
        description="By field what stood there and what stands there now. Spelling, typography "
        "and damage of OCR are no change.",
        examples=[{"deadline": ["2025", "2027"]}],
    )
    unread: list[str] = Field(
        validation_alias=AliasPath("changes", "unread"),
        description="Fields that were not compared: they could not be read in one of the plans.",
    )


class Split(Out):
    """A measure that became several, by ids."""

    from_: str = Field(serialization_alias="from")
    to: list[str]


class Merged(Out):
    """Several measures that became one, by ids."""

    from_: list[str] = Field(serialization_alias="from")
    to: str


class Possible(Out):
    """A gone and a new measure, by ids, that are somewhat alike: for a reader to judge."""

    from_: str = Field(validation_alias=AliasPath("old", "measure_id"), serialization_alias="from")
    to: str = Field(validation_alias=AliasPath("new", "measure_id"))
    score: float


class Diff(Out):
    """Every measure of both plans, each in `continued`, or else in `gone` or `new`."""

    from_: str = Field(serialization_alias="from", examples=["ahus-2024-2025"])
    to: str = Field(examples=["ahus-2026-2027"])
    plans: list[PlanRef] = Field(description="The two plans, the one compared from first.")
    continued: list[Continued] = Field(description="In the order of the first plan.")
    new: list[Measure]
    gone: list[Measure] = Field(
        description="Measures that the second plan does not have; it does not say why."
    )
    split: list[Split]
    merged: list[Merged]
    possible: list[Possible]
    notes: list[str]

    @classmethod
    def compared(cls, found: DiffRecord, notes: Sequence[str]) -> Self:
        """The diff, with what to know of it."""
        ids = [
            (each.old.measure_id, each.new.measure_id, each.relation) for each in found.continued
        ]
        whole = dict.fromkeys(old for old, _, relation in ids if relation is Relation.SPLIT)
        one = dict.fromkeys(new for _, new, relation in ids if relation is Relation.MERGED)
        return cls(
            from_=found.old.plan_id,
            to=found.new.plan_id,
            plans=[PlanRef.of(found.old), PlanRef.of(found.new)],
            continued=[
                Continued.model_validate(
                    {
                        "old": each.old,
                        "new": each.new,
                        "score": each.score,
                        "relation": each.relation,
                        "changed": {n: (_json(a), _json(b)) for n, a, b in each.changes.changed},
                        "changes": {"unread": list(each.changes.unread)},
                    }
                )
                for each in found.continued
            ],
            new=[Measure.of(measure) for measure in found.added],
            gone=[Measure.of(measure) for measure in found.gone],
            split=[Split(from_=i, to=[new for old, new, _ in ids if old == i]) for i in whole],
            merged=[Merged(from_=[old for old, new, _ in ids if new == i], to=i) for i in one],
            possible=[Possible.of(each) for each in found.possible],
            notes=list(notes),
        )


def _json(value: str | tuple[str, ...] | None) -> Value:
    return list(value) if isinstance(value, tuple) else value


class Due(Out):
    """The last day that the plan's own words allow."""

    kind: DueKind = Field(
        description="`ongoing` has no last day, `none` no deadline; `unknown` could not be read, "
        "or names no end."
    )
    day: date | None
    precision: Precision | None = Field(description="`day` is the last of so long a time.")


class Later(Out):
    """What a measure seems to have become in the region's next plan."""

    measure_id: str
    plan_id: str
    text: str
    deadline: str | None


class Deadline(Out):
    """A measure and when it is due."""

    measure: Measure
    plan: PlanRef
    group: records.Group = Field(
        description="`overdue` is a passed deadline; whether the measure was carried out only "
        "`progress` tells, where the plan does. `continued` has passed too, but the measure seems "
        "to go on in the region's newer plan with a later one. `ongoing` runs or comes again, by "
        "its deadline or its own words. `done` and `dropped` are by the plan's own words."
    )
    due: Due
    progress: Progress | None = Field(description="Null where the plan states no status.")
    earlier_plan: bool = Field(
        description="The region has a newer plan, which has begun on the day that counts as today."
    )
    successor: str | None = Field(description="The region's next plan, begun or not, by id.")
    continued_as: list[Later]

    @classmethod
    def read_as(cls, found: records.Deadline) -> Self:
        return cls(
            measure=Measure.of(found.measure),
            plan=PlanRef.of(found.plan),
            group=found.group,
            due=Due.of(found.due),
            progress=found.progress,
            earlier_plan=found.earlier,
            successor=found.successor.plan_id if found.successor else None,
            continued_as=[Later.of(each) for each in found.continued_as],
        )


class Tally(Out):
    """How many measures of a region, or of a body within one, are in each group."""

    region: str = Field(validation_alias="region_id")
    region_name: str
    counts: dict[records.Group, int]


class BodyTally(Tally):
    body: str = Field(
        description="By its most frequent spelling, under all of them; one of several counts for "
        "all."
    )
    body_id: str = Field(description="As `/v1/bodies` has it.", examples=["ahus:au"])


class DeadlineList(Out):
    """Measures by group and day, then in the plans' own order. `total` counts those beyond this
    page too; `counts` and the tallies are of every group."""

    as_of: date
    total: int
    counts: dict[records.Group, int]
    by_region: list[Tally]
    by_body: list[BodyTally]
    deadlines: list[Deadline]
    notes: list[str] = Field(
        description="What to know of them, in Norwegian: that a body asked for is several, one in "
        "each of some regions."
    )

    @classmethod
    def page(cls, found: records.Deadlines, k: int | None = None, offset: int = 0) -> Self:
        """`k` deadlines from `offset` on; all of them where `k` is null."""
        end = None if k is None else offset + k
        return cls(
            as_of=found.as_of,
            total=found.total,
            counts=dict(found.counts),
            by_region=[Tally.of(each) for each in found.by_region],
            by_body=[BodyTally.of(each) for each in found.by_body],
            deadlines=[Deadline.read_as(each) for each in found.deadlines[offset:end]],
            notes=list(told_apart(found.namesakes)),
        )

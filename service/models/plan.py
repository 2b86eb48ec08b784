"""Plans, and what was read of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AliasPath, BeforeValidator, Field

from indexer import records
from service.models.base import Out
from service.models.citation import Citation, document_href
from service.scope.succession import Neighbours

if TYPE_CHECKING:
    from indexer.index import PlanCounts


class PlanRef(Out):
    """Which plan: its id, title, region and period."""

    plan_id: str = Field(examples=["ahus-2024-2025"])
    title: str
    region: str = Field(
        validation_alias=AliasPath("region", "region_id"),
        description="The region's id.",
        examples=["ahus"],
    )
    region_name: str = Field(validation_alias=AliasPath("region", "name"))
    from_: int | None = Field(
        None,
        validation_alias=AliasPath("period", 0),
        serialization_alias="from",
        description="First year.",
        examples=[2024],
    )
    to: int | None = Field(
        None, validation_alias=AliasPath("period", 1), description="Last year.", examples=[2025]
    )


class UnreadablePage(Out):
    """A page of which nothing could be read, with the reason and what to do."""

    page: int
    reason: str


def _unreadable(pages: Iterable[object]) -> list[object]:
    return [
        UnreadablePage(page=each[0], reason=each[1]) if isinstance(each, tuple) else each
        for each in pages
    ]


class ReadCounts(Out):
    """What was read: `rows` is `measures` and `rejected` together."""

    pages: int | None = Field(description="Null where the file has no pages.")
    lines: int
    rows: int
    measures: int
    rejected: int
    passages: int
    warnings: list[str] = Field(description="What to know of the reading as a whole.")
    unreadable: Annotated[list[UnreadablePage], BeforeValidator(_unreadable)] = Field(
        description="Pages that could not be read; what stands there is not known."
    )


class PlanSource(Out):
    """The file, where it came from, and where it is served."""

    file: str
    sha256: str
    origin: str | None
    href: str = Field(examples=["/v1/plans/ahus-2024-2025/document"])


class Plan(PlanRef):
    """A plan, its source and what was read of it."""

    publisher: str | None
    language: str = Field(examples=["nb"])
    approved: datetime.date | None = Field(description="When it was agreed, where that is known.")
    listed: bool = Field(description="It has an entry in the corpus manifest.")
    source: PlanSource
    read: ReadCounts

    @classmethod
    def read_as(cls, plan: records.Plan, counts: PlanCounts) -> Self:
        """The plan with what was read of it."""
        return cls.model_validate(plan_fields(plan, ReadCounts.of(counts)))


def plan_fields(plan: records.Plan, read: ReadCounts) -> dict[str, object]:
    """What `Plan` has, from a record and what was read."""
    return {
        **PlanRef.of(plan).model_dump(),
        "publisher": plan.publisher,
        "language": plan.language,
        "approved": plan.approved,
        "listed": plan.listed,
        "source": PlanSource(
            file=plan.file,
            sha256=plan.sha256,
            origin=plan.origin,
            href=document_href(plan.plan_id),
        ),
        "read": read,
    }


class Unread(Out):
    """A document that could not be read, and what to do about it."""

    plan: str = Field(description="The plan's id, or the file's name.")
    message: str


def unread_of(problems: Iterable[tuple[str, str]]) -> list[Unread]:
    """The documents that could not be read."""
    return [Unread(plan=plan, message=message) for plan, message in problems]


class PlanList(Out):
    """The plans of the index by id, and the documents that could not be read."""

    plans: list[Plan]
    problems: list[Unread]


class Rejected(Out):
    """A row that is no measure, with the reason."""

    row_id: str
    reason: str
    citation: Citation = Field(validation_alias="source")


class Repair(Out):
    """A word that was read damaged: as it stands, and as it is shown."""

    line: int
    source: str
    repaired: str


class Uncertain(Out):
    """A measure with fields that could not be read with certainty."""

    measure_id: str
    fields: list[str] = Field(validation_alias="uncertain")
    citation: Citation = Field(validation_alias="source")


class PlanDetail(Plan):
    """A plan with all that was rejected, repaired or uncertain."""

    rejected: list[Rejected]
    repairs: list[Repair]
    uncertain: list[Uncertain]
    predecessor: str | None = Field(description="The region's plan before it, by id.")
    successor: str | None = Field(description="The region's plan after it, by id.")

    @classmethod
    def detailed(
        cls,
        plan: records.Plan,
        counts: PlanCounts,
        measures: Iterable[records.Measure],
        rejected: Iterable[records.Rejected],
        repairs: Iterable[records.Repair],
        neighbours: Neighbours,
    ) -> Self:
        """The plan with what reading it left aside; `measures` are all of the plan's."""
        return cls.model_validate(
            {
                **plan_fields(plan, ReadCounts.of(counts)),
                "rejected": list(rejected),
                "repairs": list(repairs),
                "uncertain": [measure for measure in measures if measure.uncertain],
                "predecessor": neighbours.predecessor and neighbours.predecessor.plan_id,
                "successor": neighbours.successor and neighbours.successor.plan_id,
            }
        )

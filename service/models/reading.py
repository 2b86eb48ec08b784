"""What the commands that read documents report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field

from indexer import records
from service.models.base import Out
from service.models.measure import Correction, Measure
from service.models.plan import (
    Plan,
    ReadCounts,
    Rejected,
    Repair,
    Unread,
    UnreadablePage,
    plan_fields,
    unread_of,
)

if TYPE_CHECKING:
    from indexer.build import BuildReport


class Skipped(Out):
    """A line that is neither row nor prose, with the reason."""

    line: int
    text: str
    reason: str


class Proposed(Out):
    """A field of a manifest entry as the document has it, and where that was read."""

    field: str = Field(examples=["period"])
    value: str = Field(examples=["2024-2025"])
    origin: records.Origin
    quote: str
    page: int | None
    line: int | None


class Corrected(Correction):
    """A correction, and the passage that holds it."""

    passage_id: str


class FileRead(Plan):
    """All that `plansok show` reads out of one file."""

    measures: list[Measure]
    rejected: list[Rejected]
    repairs: list[Repair]
    skipped: list[Skipped]
    corrections: list[Corrected]
    proposed: list[Proposed] = Field(description="For a manifest entry, where it has none.")

    @classmethod
    def of_file(cls, read: records.PlanRead) -> Self:
        """What was read, in the file's order."""
        counts = ReadCounts(
            pages=read.pages,
            lines=read.lines,
            rows=read.rows,
            measures=len(read.measures),
            rejected=len(read.rejected),
            passages=len(read.passages),
            warnings=list(read.warnings),
            unreadable=[UnreadablePage(page=p, reason=why) for p, why in read.unreadable],
        )
        return cls.model_validate(
            {
                **plan_fields(read.plan, counts),
                "measures": list(read.measures),
                "rejected": list(read.rejected),
                "repairs": list(read.repairs),
                "skipped": [
                    Skipped(line=line, text=text, reason=reason)
                    for line, text, reason in read.skipped
                ],
                "corrections": [
                    Corrected(
                        passage_id=passage.passage_id, **Correction.of(correction).model_dump()
                    )
                    for passage in read.passages
                    for correction in (
                        passage.measure.corrections if passage.measure else passage.corrections
                    )
                ],
                "proposed": list(read.proposed),
            }
        )


class BuiltPlan(ReadCounts):
    """What was read of one plan, and the time it took."""

    plan_id: str
    seconds: float


class IndexReport(Out):
    """What `plansok index` built; `reused` passages were encoded before."""

    plans: list[BuiltPlan]
    problems: list[Unread]
    dropped: list[str] = Field(description="Plans that the index had and has no more, by id.")
    encoded: int
    reused: int
    seconds: float

    @classmethod
    def of_build(cls, report: BuildReport) -> Self:
        """The plans in order of id."""
        return cls(
            plans=[
                BuiltPlan(
                    plan_id=line.plan_id,
                    seconds=line.counts.seconds,
                    **ReadCounts.of(line.counts).model_dump(),
                )
                for line in report.plans
            ],
            problems=unread_of(report.problems),
            dropped=list(report.dropped),
            encoded=report.encoded,
            reused=report.reused,
            seconds=report.seconds,
        )

"""Calls about plans over time: what became of measures, and when they are due."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from indexer.errors import QueryError
from service import models
from service.api.dependencies import OpenEngine
from service.api.params import FilterParams
from service.calendar import ICS, to_ics
from service.deadlines import Group
from service.over_time import diff_notes

router = APIRouter(tags=["over time"])


class DiffParams(BaseModel):
    from_: str = Field(alias="from", description="A plan's id.", examples=["ahus-2024-2025"])
    to: str = Field(description="A plan's id.", examples=["ahus-2026-2027"])


@router.get("/v1/diff")
def diff(engine: OpenEngine, params: Annotated[DiffParams, Query()]) -> models.Diff:
    """What became of each measure of a plan in another, which is mostly the region's next."""
    found = engine.over_time.diff(params.from_, params.to)
    return models.Diff.compared(found, diff_notes(found))


class DeadlineFormat(StrEnum):
    """How deadlines are written."""

    JSON = "json"
    ICS = "ics"


class DeadlineParams(FilterParams):
    k: int = Field(10, ge=1, le=models.MOST_RESULTS, description="How many.")
    offset: int = Field(0, ge=0, description="How many to leave out before the first.")
    as_of: date | None = Field(None, description="The day that counts as today; default today.")
    group: list[Group] = Field([], description="Only these groups; the counts are of all.")
    format: DeadlineFormat = Field(
        DeadlineFormat.JSON,
        description="`ics` holds every measure that has a day, without `k` and `offset`.",
    )

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is DeadlineFormat.ICS and paged:
            raise QueryError(
                f"format=ics holds all measures; leave out {' and '.join(sorted(paged))}"
            )


@router.get(
    "/v1/deadlines",
    response_model=models.DeadlineList,
    responses={200: {"content": {"text/calendar": {}}}},
)
def deadlines(
    engine: OpenEngine, params: Annotated[DeadlineParams, Query()], request: Request
) -> models.DeadlineList | Response:
    """Measures by when they are due, as of a day: a page of JSON, or a calendar of all."""
    params.check()
    as_of = params.as_of or date.today()
    found = engine.over_time.deadlines(as_of, params.filters(), params.group)
    if params.format is DeadlineFormat.JSON:
        return models.DeadlineList.page(found, params.k, params.offset)
    content = to_ics(found.deadlines, engine.over_time.built, str(request.base_url))
    disposition = 'attachment; filename="frister.ics"'
    return Response(content, media_type=ICS, headers={"Content-Disposition": disposition})

"""Calls about plans over time: what became of measures, and when they are due."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from indexer.errors import QueryError
from service import models
from service.api.dependencies import OpenEngine
from service.api.files import FILES, sent
from service.api.params import ExportParams, PageParams, TableParams
from service.files import sheets_over_time
from service.files.calendar import ICS, to_ics
from service.files.export import Format
from service.over_time.deadlines import Group
from service.over_time.plans import diff_notes

router = APIRouter(tags=["over time"])


class DiffParams(ExportParams):
    from_: str = Field(alias="from", description="A plan's id.", examples=["ahus-2024-2025"])
    to: str = Field(description="A plan's id.", examples=["ahus-2026-2027"])


@router.get("/v1/diff", response_model=models.Diff, responses=FILES)
def diff(
    engine: OpenEngine, request: Request, params: Annotated[DiffParams, Query()]
) -> models.Diff | Response:
    """What became of each measure of a plan in another, which is mostly the region's next."""
    params.check()
    found = engine.over_time.diff(params.from_, params.to)
    compared = models.Diff.compared(found, diff_notes(found))
    return sent(compared, params, sheets_over_time.diff_book, request)


class DeadlineFormat(StrEnum):
    """How deadlines are written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"
    ICS = "ics"


class DeadlineParams(PageParams, TableParams):
    as_of: date | None = Field(None, description="The day that counts as today; default today.")
    group: list[Group] = Field([], description="Only these groups; the counts are of all.")
    format: DeadlineFormat = Field(
        DeadlineFormat.JSON,
        description="`ics` is a calendar of every measure that has a day, `md` is Markdown.",
    )

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is not DeadlineFormat.JSON and paged:
            raise QueryError(
                f"format={self.format} holds all measures; leave out {' and '.join(sorted(paged))}"
            )
        self.check_tables(self.format)

    def export(self) -> ExportParams:
        """How the list is written where it is no calendar."""
        return ExportParams(
            format=Format(self.format.value), delimiter=self.delimiter, sheet=self.sheet
        )


@router.get(
    "/v1/deadlines",
    response_model=models.DeadlineList,
    responses={200: {"content": {"text/calendar": {}, **FILES[200]["content"]}}},
)
def deadlines(
    engine: OpenEngine, params: Annotated[DeadlineParams, Query()], request: Request
) -> models.DeadlineList | Response:
    """Measures by when they are due, as of a day: a page of JSON, all of them as a file, or a
    calendar of all."""
    params.check()
    as_of = params.as_of or date.today()
    found = engine.over_time.deadlines(as_of, params.filters(), params.group)
    if params.format is DeadlineFormat.ICS:
        content = to_ics(found.deadlines, engine.over_time.built, str(request.base_url))
        disposition = 'attachment; filename="frister.ics"'
        return Response(content, media_type=ICS, headers={"Content-Disposition": disposition})
    k = params.k if params.format is DeadlineFormat.JSON else None
    page = models.DeadlineList.page(found, k, params.offset)
    return sent(page, params.export(), sheets_over_time.deadlines_book, request)

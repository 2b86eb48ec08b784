"""Calls about measures: one, a page or a table of them, and those like one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service import models
from service.api.dependencies import OpenEngine
from service.api.guard import LARGEST_BODY
from service.api.params import CounterpartParams, Format, MeasureParams, SimilarParams
from service.export import CSV, XLSX, to_csv, to_xlsx

router = APIRouter(tags=["measures"])


@router.get(
    "/v1/measures",
    response_model=models.MeasurePage,
    responses={200: {"content": {"text/csv": {}, XLSX: {}}}},
)
def measures(
    engine: OpenEngine, params: Annotated[MeasureParams, Query()]
) -> models.MeasurePage | Response:
    """Measures in the plans' own order, as a page of JSON or all of them as a table."""
    params.check()
    if params.format is Format.JSON:
        return models.MeasurePage.of(engine.measures(params.filters(), params.k, params.offset))
    found = models.MeasurePage.of(engine.measures(params.filters(), None)).measures
    if params.format is Format.CSV:
        return _download(to_csv(found, params.delimiter), CSV, "tiltak.csv")
    return _download(to_xlsx(found), XLSX, "tiltak.xlsx")


def _download(content: bytes, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


@router.get("/v1/measures/{measure_id}")
def measure(engine: OpenEngine, measure_id: str) -> models.Measure:
    """One measure."""
    return models.Measure.of(engine.measure(measure_id))


@router.get("/v1/measures/{measure_id}/similar")
def counterparts(
    engine: OpenEngine, measure_id: str, params: Annotated[CounterpartParams, Query()]
) -> models.SimilarResult:
    """Measures like this one, in other regions unless `scope` says otherwise."""
    return models.SimilarResult.of(engine.similar_to(measure_id, params.scope, params.k))


@router.post("/v1/similar", max_body_size=LARGEST_BODY)
def similar(
    engine: OpenEngine, body: models.SimilarRequest, params: Annotated[SimilarParams, Query()]
) -> models.SimilarResult:
    """Measures like one that is not in the index."""
    return models.SimilarResult.of(engine.similar_text(body.text, params.filters(), params.k))

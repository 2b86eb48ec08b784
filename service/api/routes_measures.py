"""Calls about measures: one, a page or a table of them, and those like one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service import models
from service.api.dependencies import OpenEngine
from service.api.files import FILES, sent
from service.api.guard import LARGEST_BODY
from service.api.params import CounterpartParams, MeasureParams, SimilarParams
from service.files import sheets
from service.files.export import Format

router = APIRouter(tags=["measures"])


@router.get("/v1/measures", response_model=models.MeasurePage, responses=FILES)
def measures(
    engine: OpenEngine, request: Request, params: Annotated[MeasureParams, Query()]
) -> models.MeasurePage | Response:
    """Measures in the plans' own order, as a page of JSON or all of them as a file."""
    params.check()
    k = params.k if params.format is Format.JSON else None
    found = models.MeasurePage.of(engine.measures(params.filters(), k, params.offset))
    return sent(
        found, params, lambda page: sheets.measures_book(page.measures, page.notes), request
    )


@router.get("/v1/measures/{measure_id}")
def measure(engine: OpenEngine, measure_id: str) -> models.Measure:
    """One measure."""
    return models.Measure.of(engine.measure(measure_id))


@router.get(
    "/v1/measures/{measure_id}/similar", response_model=models.SimilarResult, responses=FILES
)
def counterparts(
    engine: OpenEngine,
    request: Request,
    measure_id: str,
    params: Annotated[CounterpartParams, Query()],
) -> models.SimilarResult | Response:
    """Measures like this one, in other regions unless `scope` says otherwise."""
    params.check()
    found = models.SimilarResult.of(engine.similar_to(measure_id, params.scope, params.k))
    return sent(found, params, lambda book: sheets.similar_book(book, params.scope), request)


@router.post(
    "/v1/similar",
    max_body_size=LARGEST_BODY,
    response_model=models.SimilarResult,
    responses=FILES,
)
def similar(
    engine: OpenEngine,
    request: Request,
    body: models.SimilarRequest,
    params: Annotated[SimilarParams, Query()],
) -> models.SimilarResult | Response:
    """Measures like one that is not in the index."""
    params.check()
    found = models.SimilarResult.of(engine.similar_text(body.text, params.filters(), params.k))
    return sent(found, params, sheets.similar_book, request)

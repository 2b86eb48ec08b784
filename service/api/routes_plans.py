"""Calls about plans: what was read of each, and its document."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from service import models, results
from service.api.dependencies import OpenEngine
from service.api.documents import document_file, document_text, is_text, text_response
from service.engine import Engine

router = APIRouter(tags=["plans"])


@router.get("/v1/plans")
def plans(engine: OpenEngine) -> models.PlanList:
    """The plans by id with what was read of them, and the documents that could not be read."""
    return models.PlanList(
        plans=[models.Plan.read_as(plan, engine.counts[plan.plan_id]) for plan in engine.plans],
        problems=models.unread_of(engine.problems),
    )


@router.get("/v1/plans/{plan_id}")
def plan(engine: OpenEngine, plan_id: str) -> models.PlanDetail:
    """One plan with what was rejected, repaired or uncertain."""
    return models.PlanDetail.detailed(
        engine.plan(plan_id),
        engine.counts[plan_id],
        engine.measures(results.Filters(plan=(plan_id,)), None).measures,
        engine.rejected.get(plan_id, ()),
        engine.repairs.get(plan_id, ()),
        engine.over_time.neighbours(plan_id),
    )


@router.get(
    "/v1/plans/{plan_id}/document",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}, "text/html": {}, "application/pdf": {}}}},
)
def document(engine: OpenEngine, plan_id: str, request: Request) -> Response:
    """The source file as it was indexed; of a text export a browser is sent to the page
    with its lines (`#L61`), in a PDF `#page=3` opens a page."""
    if is_text(engine, plan_id) and _wants_page(request):
        response = _lines_page(engine, plan_id)
    else:
        response = document_file(engine, plan_id)
    response.headers["Vary"] = "Accept"
    return response


@router.get(
    "/v1/plans/{plan_id}/transcript",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}, "text/html": {}}}},
)
def transcript(engine: OpenEngine, plan_id: str, request: Request) -> Response:
    """The lines that were read from the file, which quotes and line numbers are of; a browser is
    sent to the page with them (`#L61`). Of a text export they are its own."""
    if _wants_page(request):
        response = _lines_page(engine, plan_id)
    else:
        response = text_response(document_text(engine, plan_id))
    response.headers["Vary"] = "Accept"
    return response


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _lines_page(engine: Engine, plan_id: str) -> Response:
    page = f"/kilde/{quote(engine.plan(plan_id).plan_id)}"
    return RedirectResponse(page, HTTPStatus.SEE_OTHER)

"""Calls about plans: what was read of each, and its document."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from service import models, results
from service.api.dependencies import OpenEngine
from service.api.documents import document_file

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
    responses={200: {"content": {"text/plain": {}, "text/html": {}}}},
)
def document(engine: OpenEngine, plan_id: str, request: Request) -> Response:
    """The source file as it was indexed; a browser is sent to the page with its lines (`#L61`)."""
    if "text/html" in request.headers.get("accept", ""):
        page = f"/kilde/{quote(engine.plan(plan_id).plan_id)}"
        response: Response = RedirectResponse(page, HTTPStatus.SEE_OTHER)
    else:
        response = document_file(engine, plan_id)
    response.headers["Vary"] = "Accept"
    return response

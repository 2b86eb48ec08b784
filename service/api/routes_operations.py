"""Calls for those who run the service."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from service import models
from service.api.dependencies import OpenEngine
from service.api.documents import document_path

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(engine: OpenEngine) -> models.Ready:
    """The index is loaded and whole."""
    for found in engine.plans:
        document_path(engine, found.plan_id)
    counts = engine.counts.values()
    return models.Ready(
        status="ready",
        plans=len(engine.plans),
        measures=sum(count.measures for count in counts),
        passages=sum(count.passages for count in counts),
        problems=len(engine.problems),
    )


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Counters for Prometheus."""
    registry: CollectorRegistry = request.app.state.metrics.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

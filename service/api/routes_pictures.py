"""Pages of a plan's document as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Query, Response

from indexer.errors import NoPicture, NotFound
from indexer.records import Box
from service.api.dependencies import OpenEngine
from service.api.documents import document_path, is_pdf
from service.engine import Engine
from service.files.pictures import Pictures
from service.models.citation import document_href, transcript_href

MOST_AT_ONCE = 2
"""Pages drawn at the same time; further calls wait without keeping others from being served."""

MOST_HIGHLIGHTS = 50

Highlights = Annotated[
    Sequence[str], Query(max_length=MOST_HIGHLIGHTS, description="Passages to mark, by their ids.")
]

router = APIRouter(tags=["plans"])
_pictures = Pictures()
_limiter = CapacityLimiter(MOST_AT_ONCE)


@router.get(
    "/v1/plans/{plan_id}/pages/{page}.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
async def page_picture(
    engine: OpenEngine,
    plan_id: str,
    page: Annotated[int, Path(ge=1, le=100_000, description="1-based.")],
    highlight: Highlights = (),
) -> Response:
    """A page of a PDF as it is shown, with passages marked where they stand on it."""
    boxes = [box for passage_id in highlight for box in _boxes(engine, plan_id, passage_id)]
    path = document_path(engine, plan_id)
    if not is_pdf(path):
        raise NoPicture(
            f"{engine.plan(plan_id).file} has no pages to show, it is no PDF; the document is "
            f"{document_href(plan_id)}, its lines {transcript_href(plan_id)}"
        )
    png = await run_sync(_pictures.of, path, page, boxes, limiter=_limiter)
    return Response(png, media_type="image/png")


def _boxes(engine: Engine, plan_id: str, passage_id: str) -> tuple[Box, ...]:
    passage = engine.passage(passage_id)
    if passage.plan_id != engine.plan(plan_id).plan_id:
        raise NotFound(f"passage {passage_id!r} stands in {passage.plan_id}, not in {plan_id}")
    return passage.source.boxes

"""Calls that find and answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service import models
from service.api.dependencies import OpenEngine
from service.api.params import AskParams, SearchParams, SuggestParams

router = APIRouter(tags=["search"])


@router.get("/v1/search")
def search(engine: OpenEngine, params: Annotated[SearchParams, Query()]) -> models.SearchResult:
    """Passages by meaning and by words, the best first."""
    return models.SearchResult.of(
        engine.search(params.q, params.filters(), params.k, params.offset)
    )


@router.get("/v1/ask")
def ask(engine: OpenEngine, params: Annotated[AskParams, Query()]) -> models.Answer:
    """An answer with its evidence, and which plans were looked through."""
    return models.Answer.of(engine.ask(params.q, params.filters()))


@router.get("/v1/coverage")
def coverage(engine: OpenEngine, params: Annotated[AskParams, Query()]) -> models.CoverageResult:
    """Which plans have measures on a topic, and which do not."""
    return models.CoverageResult.of(engine.coverage(params.q, params.filters()))


@router.get("/v1/suggest")
def suggest(engine: OpenEngine, params: Annotated[SuggestParams, Query()]) -> models.Suggestions:
    """Completions, for a search box that asks at every key."""
    return models.Suggestions(query=params.q, suggestions=list(engine.suggest(params.q, params.k)))

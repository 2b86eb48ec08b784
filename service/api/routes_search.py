"""Calls that find and answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service import models
from service.api.dependencies import OpenEngine
from service.api.files import FILES, sent
from service.api.params import AskParams, QuestionParams, SearchParams, SuggestParams
from service.files import sheets

router = APIRouter(tags=["search"])


@router.get("/v1/search", response_model=models.SearchResult, responses=FILES)
def search(
    engine: OpenEngine, request: Request, params: Annotated[SearchParams, Query()]
) -> models.SearchResult | Response:
    """Passages by meaning and by words, the best first."""
    params.check()
    found = engine.search(params.q, params.filters(), params.k, params.offset)
    return sent(models.SearchResult.of(found), params, sheets.search_book, request)


@router.get("/v1/ask", response_model=models.Answer, responses=FILES)
def ask(
    engine: OpenEngine, request: Request, params: Annotated[QuestionParams, Query()]
) -> models.Answer | Response:
    """An answer with its evidence, and which plans were looked through."""
    params.check()
    found = models.Answer.of(engine.ask(params.q, params.filters(), params.language or ""))
    return sent(found, params, sheets.answer_book, request)


@router.get("/v1/coverage", response_model=models.CoverageResult, responses=FILES)
def coverage(
    engine: OpenEngine, request: Request, params: Annotated[AskParams, Query()]
) -> models.CoverageResult | Response:
    """Which plans have measures on a topic, and which do not. `q` is a topic, not a question: what
    asks for a priority, a deadline or how far measures are is for `/v1/ask`, whose `coverage` is
    of its answer."""
    params.check()
    found = models.CoverageResult.of(engine.coverage(params.q, params.filters()))
    return sent(found, params, sheets.coverage_book, request)


@router.get("/v1/suggest")
def suggest(engine: OpenEngine, params: Annotated[SuggestParams, Query()]) -> models.Suggestions:
    """Completions, for a search box that asks at every key; of what the filters leave."""
    found = engine.suggest(params.q, params.k, params.filters())
    return models.Suggestions(query=params.q, suggestions=list(found))

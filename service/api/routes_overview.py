"""Calls over all plans: topics compared, topics found, and the bodies that are responsible."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service import models
from service.api.dependencies import OpenEngine
from service.api.files import FILES, sent
from service.api.params import (
    BodyParams,
    CompareParams,
    ExportParams,
    LanguageParams,
    TopicParams,
)
from service.files import sheets
from service.files.export import Format
from service.overview.compare import compare, subject_sets, subjects_of
from service.ready import ready_set
from service.results import Filters

router = APIRouter(tags=["overview"])


@router.get("/v1/compare", response_model=models.Comparison, responses=FILES)
def comparison(
    engine: OpenEngine, request: Request, params: Annotated[CompareParams, Query()]
) -> models.Comparison | Response:
    """Topics × plans: which plans have each topic, and by which measures."""
    params.check()
    filters = params.filters()
    subjects = subjects_of(params.q, params.set)
    if params.q or filters != Filters():
        found = compare(engine.coverage, subjects, filters, params.language)
    else:
        found = ready_set(engine, params.set, params.language)
    return sent(models.Comparison.of(found), params, sheets.compare_book, request)


@router.get("/v1/compare/sets")
def sets(params: Annotated[LanguageParams, Query()]) -> models.SubjectSets:
    """The topics that are ready to compare by."""
    found = subject_sets().values()
    return models.SubjectSets(sets=[models.Subjects.named(s, params.language) for s in found])


@router.get("/v1/topics", response_model=models.TopicList, responses=FILES)
def topics(
    engine: OpenEngine, request: Request, params: Annotated[TopicParams, Query()]
) -> models.TopicList | Response:
    """Measures of all plans grouped by what they are about, as a page or all of them as a file."""
    params.check()
    found = engine.topics(params.filters())
    k = params.k if params.format is Format.JSON else None
    return sent(
        models.TopicList.grouped(found, k, params.offset), params, sheets.topics_book, request
    )


@router.get("/v1/bodies", response_model=models.BodyList, responses=FILES)
def bodies(
    engine: OpenEngine, request: Request, params: Annotated[BodyParams, Query()]
) -> models.BodyList | Response:
    """The bodies that plans make responsible, each under all its spellings, by region."""
    params.check()
    found, plans = engine.bodies(params.q, params.filters())
    return sent(
        models.BodyList.listed(found, plans),
        params,
        lambda listed: sheets.bodies_book(
            [models.BodyDetail.detailed(body) for body in found], listed.plans
        ),
        request,
    )


@router.get("/v1/bodies/{body_id}", response_model=models.BodyDetail, responses=FILES)
def body(
    engine: OpenEngine, request: Request, body_id: str, params: Annotated[ExportParams, Query()]
) -> models.BodyDetail | Response:
    """A body with its spellings and its measures over the plans of its region."""
    params.check()
    found = models.BodyDetail.detailed(engine.register.body(body_id))
    return sent(found, params, lambda one: sheets.bodies_book([one], []), request)

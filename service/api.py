"""The HTTP API: a route is parse, call, return. The only place that knows HTTP status codes."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from pydantic import BaseModel, Field
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.errors import (
    IndexDamaged,
    IndexFault,
    ModelError,
    NotFound,
    PlansokError,
    QueryError,
    UnknownFilter,
)
from indexer.readers.text import decode
from service import models, results
from service.engine import Engine
from service.export import CSV, XLSX, Delimiter, to_csv, to_xlsx
from service.html_pages import docs_page, document_page
from service.models import MOST_RESULTS, Text
from service.pages.routes import pages

PROBLEM = "application/problem+json"
LARGEST_BODY = 16_384
"""Bytes of a request; 500 characters take at most 6000 as escaped JSON."""

_log = logging.getLogger(__name__)


class ParameterError(QueryError):
    """A parameter that a call does not have; dropped, it would widen the answer unseen."""

    def __init__(self, name: str, allowed: Collection[str]) -> None:
        self.allowed = tuple(allowed)
        self.suggestions = tuple(get_close_matches(name, self.allowed))
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"there is no parameter {name!r} here{hint}")


PROBLEMS: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND, "No plan has this id"),
    (UnknownFilter, HTTPStatus.BAD_REQUEST, "No plan has this value"),
    (ParameterError, HTTPStatus.BAD_REQUEST, "There is no such parameter"),
    (QueryError, HTTPStatus.BAD_REQUEST, "This cannot be asked"),
    (RequestValidationError, HTTPStatus.UNPROCESSABLE_ENTITY, "A value is missing or wrong"),
    (IndexFault, HTTPStatus.SERVICE_UNAVAILABLE, "The index must be rebuilt"),
    (ModelError, HTTPStatus.SERVICE_UNAVAILABLE, "The model cannot be had"),
    (Exception, HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed"),
)
"""What each error is over HTTP; the first class that fits holds."""


def create_app(engine: Engine, cors: Collection[str] = ()) -> FastAPI:
    """The API over an open index; pages of the origins in `cors` may call it too."""
    app = _App(
        title="Plansøk",
        version="1",
        description="Search and cited answers over Norwegian action plans.",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.engine = engine
    app.state.metrics = Metrics(engine)
    app.include_router(_v1)
    app.include_router(_operations)
    app.include_router(pages)
    for error in (PlansokError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(error, _answer_error)
    app.add_middleware(
        GZipMiddleware, exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, XLSX)
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=cors,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(_Guard)
    app.add_middleware(_Watch, metrics=app.state.metrics)
    return app


class _App(FastAPI):
    """An app whose schema says that every error is a problem."""

    def openapi(self) -> dict[str, Any]:
        schema = super().openapi()
        if "Problem" not in schema["components"]["schemas"]:
            _document_problems(schema)
        return schema


# ── what a call takes ────────────────────────────────────────────────────────────────────


class FilterParams(BaseModel):
    """Filters; values of one are alternatives, and all filters hold."""

    region: list[str] = Field([], description="A region's id or name.", examples=[["ahus"]])
    plan: list[str] = Field([], description="A plan's id.", examples=[["ahus-2024-2025"]])
    target_group: list[str] = Field([], description="As the plans write it.")
    responsible: list[str] = Field([], description="As the plans write it.", examples=[["AU"]])
    year: list[int] = Field([], description="A year of the measure.", examples=[[2025]])
    kind: list[str] = Field([], description="`measure` or `prose`.")

    def filters(self) -> results.Filters:
        return results.Filters(
            region=tuple(self.region),
            plan=tuple(self.plan),
            target_group=tuple(self.target_group),
            responsible=tuple(self.responsible),
            year=tuple(self.year),
            kind=tuple(self.kind),
        )


class AskParams(FilterParams):
    q: Text = Field(description="A question or topic.", examples=["Hvem har ansvar for legevakt?"])


class SimilarParams(FilterParams):
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class PageParams(SimilarParams):
    offset: int = Field(0, ge=0, description="How many to leave out before the first.")


class SearchParams(PageParams):
    q: Text = Field(description="What to find.", examples=["skrøpelige eldre"])


class Format(StrEnum):
    """How measures are written."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class MeasureParams(PageParams):
    format: Format = Field(
        Format.JSON, description="`csv` and `xlsx` hold all measures, without `k` and `offset`."
    )
    delimiter: Delimiter = Field(Delimiter.COMMA, description="Between the cells of `csv`.")

    def check(self) -> None:
        """Raises `QueryError` for a parameter that the format would leave unused."""
        paged = {"k", "offset"} & self.model_fields_set
        if self.format is not Format.JSON and paged:
            raise QueryError(
                f"format={self.format} holds all measures; leave out {' and '.join(sorted(paged))}"
            )
        if self.format is not Format.CSV and "delimiter" in self.model_fields_set:
            raise QueryError("delimiter is for format=csv; leave it out or add format=csv")


class CounterpartParams(BaseModel):
    scope: results.Scope = Field(
        results.Scope.OTHER_REGIONS, description="Where counterparts are looked for."
    )
    k: int = Field(10, ge=1, le=MOST_RESULTS, description="How many.")


class SuggestParams(BaseModel):
    q: Text = Field(description="What is typed so far.", examples=["lege"])
    k: int = Field(10, ge=1, le=10, description="How many.")


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


async def _check_parameters(request: Request) -> None:
    """Raises `QueryError` for what the schema does not name, or gives once and is given twice."""
    paths = request.app.openapi()["paths"]
    operation = paths[request.scope["route"].path][request.method.lower()]
    repeatable = {
        parameter["name"]: parameter["schema"].get("type") == "array"
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    for name in request.query_params:
        if name not in repeatable:
            raise ParameterError(name, repeatable)
        if not repeatable[name] and len(request.query_params.getlist(name)) > 1:
            raise QueryError(f"the parameter {name!r} was given more than once; give it once")


# ── the calls ────────────────────────────────────────────────────────────────────────────

_v1 = APIRouter(dependencies=[Depends(_check_parameters)])
_operations = APIRouter(tags=["operations"])
OpenEngine = Annotated[Engine, Depends(_engine)]


@_v1.get("/v1/search", tags=["search"])
def search(engine: OpenEngine, params: Annotated[SearchParams, Query()]) -> models.SearchResult:
    """Passages by meaning and by words, the best first."""
    return models.SearchResult.of(
        engine.search(params.q, params.filters(), params.k, params.offset)
    )


@_v1.get("/v1/ask", tags=["search"])
def ask(engine: OpenEngine, params: Annotated[AskParams, Query()]) -> models.Answer:
    """An answer with its evidence, and which plans were looked through."""
    return models.Answer.of(engine.ask(params.q, params.filters()))


@_v1.get("/v1/coverage", tags=["search"])
def coverage(engine: OpenEngine, params: Annotated[AskParams, Query()]) -> models.CoverageResult:
    """Which plans have measures on a topic, and which do not."""
    return models.CoverageResult.of(engine.coverage(params.q, params.filters()))


@_v1.get("/v1/suggest", tags=["search"])
def suggest(engine: OpenEngine, params: Annotated[SuggestParams, Query()]) -> models.Suggestions:
    """Completions, for a search box that asks at every key."""
    return models.Suggestions(query=params.q, suggestions=list(engine.suggest(params.q, params.k)))


@_v1.get(
    "/v1/measures",
    tags=["measures"],
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


@_v1.get("/v1/measures/{measure_id}", tags=["measures"])
def measure(engine: OpenEngine, measure_id: str) -> models.Measure:
    """One measure."""
    return models.Measure.of(engine.measure(measure_id))


@_v1.get("/v1/measures/{measure_id}/similar", tags=["measures"])
def counterparts(
    engine: OpenEngine, measure_id: str, params: Annotated[CounterpartParams, Query()]
) -> models.SimilarResult:
    """Measures like this one, in other regions unless `scope` says otherwise."""
    return models.SimilarResult.of(engine.similar_to(measure_id, params.scope, params.k))


@_v1.post("/v1/similar", tags=["measures"], max_body_size=LARGEST_BODY)
def similar(
    engine: OpenEngine, body: models.SimilarRequest, params: Annotated[SimilarParams, Query()]
) -> models.SimilarResult:
    """Measures like one that is not in the index."""
    return models.SimilarResult.of(engine.similar_text(body.text, params.filters(), params.k))


@_v1.get("/v1/plans", tags=["plans"])
def plans(engine: OpenEngine) -> models.PlanList:
    """The plans by id with what was read of them, and the documents that could not be read."""
    return models.PlanList(
        plans=[models.Plan.read_as(plan, engine.counts[plan.plan_id]) for plan in engine.plans],
        problems=models.unread_of(engine.problems),
    )


@_v1.get("/v1/plans/{plan_id}", tags=["plans"])
def plan(engine: OpenEngine, plan_id: str) -> models.PlanDetail:
    """One plan with what was rejected, repaired or uncertain."""
    return models.PlanDetail.detailed(
        engine.plan(plan_id),
        engine.counts[plan_id],
        engine.measures(results.Filters(plan=(plan_id,)), None).measures,
        engine.rejected.get(plan_id, ()),
        engine.repairs.get(plan_id, ()),
    )


@_v1.get(
    "/v1/plans/{plan_id}/document",
    tags=["plans"],
    response_class=Response,
    responses={200: {"content": {"text/plain": {}, "text/html": {}}}},
)
def document(engine: OpenEngine, plan_id: str, request: Request) -> Response:
    """The source file as it was indexed; for a browser a page whose lines have anchors (`#L61`)."""
    found, path = engine.plan(plan_id), _document_path(engine, plan_id)
    if "text/html" in request.headers.get("accept", ""):
        text, _ = decode(path.read_bytes(), path.name)
        response: Response = document_page(found.title, text, found.language)
    else:
        response = FileResponse(
            path,
            media_type=_media_type(path),
            filename=Path(found.file).name,
            content_disposition_type="inline",
        )
    response.headers["Vary"] = "Accept"
    return response


def _document_path(engine: Engine, plan_id: str) -> Path:
    """A plan's file in the index. Raises `NotFound`, or `IndexDamaged` where it has gone."""
    path = engine.document(plan_id)
    if not path.is_file():
        raise IndexDamaged(
            f"index {engine.index_dir} has lost the document of {plan_id}; restart the service if "
            "the index was rebuilt since it started, else rebuild it: plansok index"
        )
    return path


def _media_type(path: Path) -> str:
    """Of a text export, with the encoding that the reader finds in it; UTF-16 has its mark."""
    kind = "text/markdown" if path.suffix == ".md" else "text/plain"
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return f"{kind}; charset=utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{kind}; charset=windows-1252"
    return f"{kind}; charset=utf-8"


@_operations.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "ok"}


@_operations.get("/readyz")
def readyz(engine: OpenEngine) -> models.Ready:
    """The index is loaded and whole."""
    for found in engine.plans:
        _document_path(engine, found.plan_id)
    counts = engine.counts.values()
    return models.Ready(
        status="ready",
        plans=len(engine.plans),
        measures=sum(count.measures for count in counts),
        passages=sum(count.passages for count in counts),
        problems=len(engine.problems),
    )


@_operations.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Counters for Prometheus."""
    registry: CollectorRegistry = request.app.state.metrics.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


@_operations.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    errors = [(kind.__name__, status.value, title) for kind, status, title in PROBLEMS]
    return docs_page(request.app.openapi(), errors)


# ── errors ───────────────────────────────────────────────────────────────────────────────


async def _answer_error(request: Request, error: Exception) -> Response:
    """Any error as a problem; what is not ours to explain is logged and not told."""
    if isinstance(error, HTTPException):
        problem = _problem_of_http(request, error)
        headers: Mapping[str, str] | None = error.headers
    else:
        problem, headers = _problem_of(error), None
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s failed: %r", request.method, request.url.path, error)
    return Response(
        problem.model_dump_json(exclude_none=True),
        problem.status,
        {**(headers or {}), "X-Content-Type-Options": "nosniff"},
        PROBLEM,
    )


def _problem_of_http(request: Request, error: HTTPException) -> models.Problem:
    """What the framework found: no such path, another method, a body too large."""
    status = HTTPStatus(error.status_code)
    detail = f"{request.method} {request.url.path}: {error.detail}; the calls are listed in /docs"
    return models.Problem(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=detail,
        allowed=None,
        suggestions=None,
    )


def _problem_of(error: Exception) -> models.Problem:
    kind, status, title = next(row for row in PROBLEMS if isinstance(error, row[0]))
    allowed = suggestions = None
    if isinstance(error, UnknownFilter | ParameterError):
        allowed, suggestions = list(error.allowed), list(error.suggestions)
    return models.Problem(
        type=f"/docs#{kind.__name__}",
        title=title,
        status=status,
        detail=_detail(error, status),
        allowed=allowed,
        suggestions=suggestions,
    )


def _detail(error: Exception, status: HTTPStatus) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(_wrong_value(found) for found in error.errors())
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return "this request failed for a reason that is not the request's; it is in the log"
    return str(error)


def _wrong_value(found: Mapping[str, Any]) -> str:
    """One of pydantic's findings; those about the whole body say what to send instead."""
    if found["type"] == "json_invalid":
        return f"the body is not JSON: {found['ctx']['error']}"
    source, *names = found["loc"]
    if source == "body" and not names:
        return "the body is not a JSON object; send one as Content-Type: application/json"
    return f"{'.'.join(str(name) for name in names)}: {found['msg']}"


def _document_problems(schema: dict[str, Any]) -> None:
    """Write problems into the schema, where FastAPI has errors of its own."""
    components = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    components["Problem"] = models.Problem.model_json_schema(mode="serialization")
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            for status in _possible_errors(path):
                operation["responses"][str(status.value)] = {
                    "description": status.phrase,
                    "content": content,
                }


def _possible_errors(path: str) -> Iterator[HTTPStatus]:
    if path.startswith("/v1/"):
        yield HTTPStatus.BAD_REQUEST
        if "{" in path:
            yield HTTPStatus.NOT_FOUND
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if path not in ("/healthz", "/metrics"):
        yield HTTPStatus.SERVICE_UNAVAILABLE


# ── around every call ────────────────────────────────────────────────────────────────────


class Metrics:
    """Counters in a registry of their own, so that two apps in one process stay apart."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "plansok_requests", "Requests.", ("route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "plansok_request_seconds", "Time to answer.", ("route",), registry=self.registry
        )
        index = Gauge("plansok_index", "Size of the index.", ("of",), registry=self.registry)
        counts = engine.counts.values()
        index.labels("plans").set(len(engine.plans))
        index.labels("measures").set(sum(count.measures for count in counts))
        index.labels("rejected").set(sum(count.rejected for count in counts))
        index.labels("passages").set(sum(count.passages for count in counts))
        index.labels("problems").set(len(engine.problems))


class _Watch:
    """Counts and times requests by route; paths that are no route are one."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            self.metrics.requests.labels(route, status).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - started)


class _Guard:
    """Keeps out what is too large, and a browser from guessing types or loading from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Content-Security-Policy", "default-src 'self'")
            await send(message)

        size = Headers(scope=scope).get("content-length", "0") if scope["type"] == "http" else "0"
        if size.isdecimal() and int(size) > LARGEST_BODY:
            # The framework's own limit would answer this one in plain text.
            too_large = HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await (await _answer_error(Request(scope), too_large))(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

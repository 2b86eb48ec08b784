"""The app: its routes, and what goes around every call."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES

from indexer.errors import PlansokError
from service.api import (
    routes_measures,
    routes_operations,
    routes_over_time,
    routes_overview,
    routes_pictures,
    routes_plans,
    routes_search,
)
from service.api.dependencies import check_parameters
from service.api.guard import Guard, Heads
from service.api.problems import answer_error
from service.api.schema import App
from service.api.watch import Metrics, Watch
from service.engine import Engine
from service.files.export import XLSX
from service.pages import routes as pages
from service.pages import routes_compare as comparing_pages
from service.pages import routes_docs as docs_page

CONTRACT = (
    routes_search.router,
    routes_measures.router,
    routes_overview.router,
    routes_plans.router,
    routes_pictures.router,
    routes_over_time.router,
)
"""The calls of the contract, in the order of /docs; each refuses parameters it does not have."""


def create_app(engine: Engine, cors: Collection[str] = ()) -> FastAPI:
    """The API over an open index; pages of the origins in `cors` may call it too."""
    app = App(
        title="Plansøk",
        version="1",
        description="Search and cited answers over Norwegian action plans.",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.engine = engine
    app.state.metrics = Metrics(engine)
    for router in CONTRACT:
        app.include_router(router, dependencies=[Depends(check_parameters)])
    app.include_router(routes_operations.router)
    app.include_router(pages.router)
    app.include_router(comparing_pages.router)
    app.include_router(docs_page.router)
    for error in (PlansokError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(error, answer_error)
    app.add_middleware(
        GZipMiddleware, exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, XLSX)
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=cors,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(Guard)
    app.add_middleware(Watch, metrics=app.state.metrics)
    app.add_middleware(Heads)
    return app

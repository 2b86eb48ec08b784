"""The pages of the service: a route is parse, call the engine, render."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from indexer.errors import NotFound
from indexer.readers.text import decode
from indexer.records import Passage, Source
from service.engine import Engine
from service.models import checked_text
from service.pages import views
from service.pages.render import render, static, version
from service.pages.source import marked_lines, span_of
from service.pages.texts import preferred, spoken
from service.pages.visit import Visit

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and do: nothing from elsewhere, nothing written into it."""

A_YEAR = 31_536_000
AN_HOUR = 3_600
"""Seconds that a browser may keep a static file: by its version, or under its plain name."""

TEXT_SUFFIXES = (".txt", ".md")

pages = APIRouter(include_in_schema=False)


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


async def visit_of(request: Request) -> Visit:
    """The visit that a request is."""
    params = tuple(request.query_params.multi_items())
    chosen = spoken(dict(params).get("lang", ""))
    language = chosen or preferred(request.headers.get("accept-language", ""))
    return Visit(request.url.path, params, language, chosen is not None)


Open = Annotated[Engine, Depends(_engine)]
Visiting = Annotated[Visit, Depends(visit_of)]


def page(template: str, visit: Visit, status: int = 200, **view: object) -> HTMLResponse:
    """A rendered page with what a browser must know of it."""
    return HTMLResponse(
        render(template, visit, **view),
        status,
        {
            "Content-Security-Policy": POLICY,
            "Content-Language": visit.language.value,
            "Vary": "Accept-Language",
        },
    )


@pages.get("/")
def search_page(engine: Open, visit: Visiting) -> HTMLResponse:
    """The box, and for a question its answer, the passages, and how to narrow them."""
    if not visit.value("q").strip():
        return page(
            "search.html",
            visit,
            query="",
            engine=engine,
            measures=sum(count.measures for count in engine.counts.values()),
            examples=[visit.say(f"example_{number}") for number in range(1, 5)],
        )
    query = checked_text(visit.value("q"))
    filters, offset = views.filters_of(visit), views.offset_of(visit)
    answer = engine.ask(query, filters)
    result = engine.search(query, filters, views.HITS, offset)
    return page("search.html", visit, **views.answer_view(visit, engine, query, answer, result))


@pages.get("/kilde/{plan_id}")
def source_page(engine: Open, visit: Visiting, plan_id: str) -> HTMLResponse:
    """A document with a passage (`passasje=ID`) or lines (`linje=61-63`) marked in it."""
    plan, path = engine.plan(plan_id), engine.document(plan_id)
    passage = _passage(engine, plan_id, visit.value("passasje"))
    cited = passage.source if passage else _lines(engine, plan_id, visit.value("linje"))
    lines = ()
    if path.suffix in TEXT_SUFFIXES:
        lines = marked_lines(decode(path.read_bytes(), path.name)[0], cited)
    return page(
        "source.html",
        visit,
        plan=plan,
        file=Path(plan.file).name,
        kind="text/plain" if lines else "application/octet-stream",
        cited=cited,
        measure=passage.measure if passage else None,
        pictures=(),
        lines=lines,
    )


def _passage(engine: Engine, plan_id: str, passage_id: str) -> Passage | None:
    if not passage_id:
        return None
    passage = engine.passage(passage_id)
    if passage.plan_id != plan_id:
        raise NotFound(f"the passage {passage_id!r} is not in the plan {plan_id!r}")
    return passage


def _lines(engine: Engine, plan_id: str, span: str) -> Source | None:
    """The source that some lines are: one without pieces, marked as a whole."""
    found = span_of(span)
    if found is None:
        return None
    file = Path(engine.plan(plan_id).file).name
    return Source(plan_id, file, None, *found, section=(), row=None, quote="")


@pages.get("/static/{name}")
def static_file(name: str, v: str = "") -> Response:
    """A file of the pages; for long where the address names its version."""
    found = static(name)
    if found is None:
        raise NotFound(f"there is no static file {name!r}")
    content, kind = found
    keep = f"public, max-age={A_YEAR}, immutable" if v == version(name) else f"max-age={AN_HOUR}"
    return Response(content, media_type=kind, headers={"Cache-Control": keep})

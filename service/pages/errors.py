"""An error as a page, for a reader who followed a link."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from indexer.errors import UnknownFilter
from service.models import LONGEST_TEXT
from service.pages.respond import page, visit_of
from service.pages.views import labels

SERVER_FAULT = 500

NOT_PAGES = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
"""What programs call: their errors are problems as JSON, to browsers too."""


MOST_OFFERED = 12
"""Values offered where none is like the one asked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what it says."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A filter's value that no plan has, and the page with those most like it; where none is
    `alike`, with some that there are."""

    name: str
    value: str
    links: tuple[Link, ...]
    alike: bool


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer."""
    accepts = "text/html" in request.headers.get("accept", "")
    return accepts and not request.url.path.startswith(NOT_PAGES)


def error_page(request: Request, status: int, detail: str, error: Exception) -> HTMLResponse:
    """What went wrong, in the reader's language, and how to go on."""
    visit = visit_of(request)
    unknown = None
    if isinstance(error, UnknownFilter):
        names = labels(visit, request.app.state.engine).get(error.name, {})
        links = tuple(
            Link(visit.instead(error.name, error.value, value), names.get(value, value))
            for value in error.suggestions or error.allowed[:MOST_OFFERED]
        )
        unknown = Unknown(error.name, error.value, links, bool(error.suggestions))
    too_long = any(len(value) > LONGEST_TEXT for _, value in visit.params)
    known = {404: "error_404", 400: "error_400", 422: "error_400"}
    title = visit.say(known.get(status, "error_500" if status >= SERVER_FAULT else "error_400"))
    response = page(
        "error.html",
        visit,
        title=title,
        detail=detail,
        unknown=unknown,
        too_long=too_long,
        most=LONGEST_TEXT,
    )
    response.status_code = status
    return response

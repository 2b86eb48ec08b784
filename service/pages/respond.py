"""A request to a visit, and a rendered page to a response."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from service.pages.render import render
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


def visit_of(request: Request) -> Visit:
    """The visit that a request is."""
    params = tuple(request.query_params.multi_items())
    chosen = spoken(dict(params).get("lang", ""))
    language = chosen or preferred(request.headers.get("accept-language", ""))
    origin = str(request.base_url).rstrip("/")
    return Visit(origin, request.url.path, params, language, chosen is not None)


async def _visiting(request: Request) -> Visit:
    return visit_of(request)


Visiting = Annotated[Visit, Depends(_visiting)]


def page(template: str, visit: Visit, **view: object) -> HTMLResponse:
    """A rendered page with what a browser must know of it."""
    return HTMLResponse(
        render(template, visit, **view),
        headers={
            "Content-Security-Policy": POLICY,
            "Content-Language": visit.language.value,
            "Vary": "Accept-Language",
        },
    )

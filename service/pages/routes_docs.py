"""The page about the API, in English, as developers read; what is around it in the visitor's."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.api.problems import PROBLEMS
from service.pages.reference import calls, objects
from service.pages.respond import Visiting, page
from service.pages.snippets import LANGUAGES, explained, snippets

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request, visit: Visiting) -> Response:
    """The API: snippets to copy, calls, objects with examples, errors."""
    schema = request.app.openapi()
    origin = str(request.base_url).rstrip("/")
    texts = explained()
    return page(
        "docs.html",
        visit,
        about=schema["info"]["description"],
        origin=origin,
        snippets=snippets(origin),
        languages_of_code=LANGUAGES,
        calls=tuple(calls(schema)),
        objects=tuple(objects(schema)),
        errors=[
            (kind.__name__, status.value, title, texts[kind.__name__])
            for kind, status, title in PROBLEMS
        ],
    )

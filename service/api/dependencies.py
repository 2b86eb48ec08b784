"""What FastAPI does for a route before it runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from indexer.errors import QueryError
from service.api.problems import ParameterError
from service.engine import Engine


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


OpenEngine = Annotated[Engine, Depends(_engine)]


async def check_parameters(request: Request) -> None:
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

"""The API's description of itself: every error is a problem, everything has an example."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from service import models
from service.api.examples import add_examples
from service.api.problems import PROBLEM

ONLY_OF_FILTERS = ("allowed", "suggestions", "parameter", "value")
"""What a problem has only where a value or a parameter can be named; `answer_error` leaves out
what is null."""


class App(FastAPI):
    """An app whose schema says that every error is a problem, and shows examples."""

    def openapi(self) -> dict[str, Any]:
        schema = super().openapi()
        if "Problem" not in schema["components"]["schemas"]:
            _document_problems(schema)
            add_examples(schema)
        return schema


def _document_problems(schema: dict[str, Any]) -> None:
    """Write problems into the schema, where FastAPI has errors of its own."""
    components = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    problem = models.Problem.model_json_schema(mode="serialization")
    problem["required"] = [name for name in problem["required"] if name not in ONLY_OF_FILTERS]
    components["Problem"] = problem
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            for status in _possible_errors(path, operation):
                operation["responses"][str(status.value)] = {
                    "description": status.phrase,
                    "content": content,
                }


def _possible_errors(path: str, operation: dict[str, Any]) -> Iterator[HTTPStatus]:
    if path.startswith("/v1/"):
        yield HTTPStatus.BAD_REQUEST
        if "{" in path:
            yield HTTPStatus.NOT_FOUND
        if "requestBody" in operation:
            yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if path not in ("/healthz", "/metrics"):
        yield HTTPStatus.INTERNAL_SERVER_ERROR
        yield HTTPStatus.SERVICE_UNAVAILABLE

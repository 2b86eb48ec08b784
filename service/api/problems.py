"""Errors over HTTP: one table, one handler."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from indexer.errors import (
    IndexFault,
    ModelError,
    NoPicture,
    NotFound,
    QueryError,
    UnknownFilter,
)
from service import models
from service.pages.errors import error_page, wants_page

PROBLEM = "application/problem+json"

_log = logging.getLogger(__name__)


class ParameterError(QueryError):
    """A parameter that a call does not have; dropped, it would widen the answer unseen."""

    def __init__(self, name: str, allowed: Collection[str]) -> None:
        self.name = name
        self.allowed = tuple(allowed)
        self.suggestions = tuple(get_close_matches(name, self.allowed))
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"there is no parameter {name!r} here{hint}")


PROBLEMS: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND, "Nothing has this id"),
    (NoPicture, HTTPStatus.NOT_FOUND, "There is no picture of this page"),
    (UnknownFilter, HTTPStatus.BAD_REQUEST, "There is no such value"),
    (ParameterError, HTTPStatus.BAD_REQUEST, "There is no such parameter"),
    (QueryError, HTTPStatus.BAD_REQUEST, "This cannot be asked"),
    (RequestValidationError, HTTPStatus.UNPROCESSABLE_ENTITY, "A value is missing or wrong"),
    (IndexFault, HTTPStatus.SERVICE_UNAVAILABLE, "The index must be rebuilt"),
    (ModelError, HTTPStatus.SERVICE_UNAVAILABLE, "The model cannot be had"),
    (Exception, HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed"),
)
"""What each error is over HTTP; the first class that fits holds."""


async def answer_error(request: Request, error: Exception) -> Response:
    """Any error as a problem; what is not ours to explain is logged and not told."""
    if isinstance(error, HTTPException):
        problem = _problem_of_http(request, error)
        headers: Mapping[str, str] | None = error.headers
    else:
        problem, headers = _problem_of(request, error), None
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s failed: %r", request.method, request.url.path, error)
    if wants_page(request):
        return error_page(request, problem.status, problem.detail, error)
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
        parameter=None,
        value=None,
    )


def _problem_of(request: Request, error: Exception) -> models.Problem:
    kind, status, title = next(row for row in PROBLEMS if isinstance(error, row[0]))
    wrong = _wrong_choice(request, error)
    return models.Problem(
        type=f"/docs#{kind.__name__}",
        title=title,
        status=status,
        detail=_detail(error, status),
        allowed=None if wrong is None else list(wrong.allowed),
        suggestions=None if wrong is None else list(wrong.suggestions),
        parameter=None if wrong is None else wrong.parameter,
        value=None if wrong is None else wrong.value,
    )


class _Choice(NamedTuple):
    """What was chosen that there is not, or null where it is the parameter itself; and what can
    be."""

    parameter: str
    value: str | None
    allowed: Sequence[str]
    suggestions: Sequence[str]


def _wrong_choice(request: Request, error: Exception) -> _Choice | None:
    """The value that is none of those that a parameter takes, the first of several; null where
    nothing was to be chosen from."""
    if isinstance(error, ParameterError):
        return _Choice(error.name, None, error.allowed, error.suggestions)
    if isinstance(error, UnknownFilter):
        return _Choice(error.name, error.value, error.allowed, error.suggestions)
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    for each in found:
        name, value = str(each["loc"][1:2] and each["loc"][1]), str(each["input"])
        allowed: Sequence[str] = ()
        if each["type"] == "enum":
            allowed = re.findall(r"'([^']*)'", each["ctx"]["expected"])
        elif name == "year":
            allowed = [str(year) for year in request.app.state.engine.years]
        if allowed:
            return _Choice(name, value, allowed, get_close_matches(value, allowed))
    return None


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

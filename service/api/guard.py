"""What every call is checked for, and what every response carries."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import answer_error

LARGEST_BODY = 16_384
"""Bytes of a request; 500 characters take at most 6000 as escaped JSON."""


class Guard:
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
            await (await answer_error(Request(scope), too_large))(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


class Heads:
    """Answers HEAD as GET without the body, on every path that has a GET: those who watch a service
    or check links ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)

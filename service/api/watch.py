"""Counts and times requests, for Prometheus."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.engine import Engine


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


class Watch:
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

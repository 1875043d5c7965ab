"""What the service does, in numbers, for Prometheus. The owner of prometheus-client.

Routes are named by their template, never by what was asked: neither questions nor names of reports get here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from suizhi import Suizhi

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.6, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Bounds of the histogram; among them 0.25 and 0.6, the p95 that questions are to have at 10,000 and 100,000 reports."""

ELSEWHERE = "pages"
"""What is no route of the API: pages and their parts."""


class Metrics:
    """The numbers of one application."""

    def __init__(self, room: Suizhi) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self.requests = Counter(
            "suizhi_requests", "Requests", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "suizhi_request_seconds",
            "Seconds from a request to the end of its answer",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self.under_way = Gauge(
            "suizhi_requests_under_way", "Requests not answered yet", registry=self._registry
        )
        self.answers = Counter(
            "suizhi_answers", "Questions by kind of answer", ("kind",), registry=self._registry
        )
        self.files = Counter(
            "suizhi_files", "Files taken in, by status", ("status",), registry=self._registry
        )
        self._registry.register(_Held(room))

    def file(self, line: dict[str, Any]) -> None:
        """Counts the line of a file that a job took in."""
        if "status" in line:
            self.files.labels(line["status"]).inc()

    def text(self) -> bytes:
        """All numbers in Prometheus's text format."""
        return generate_latest(self._registry)


class _Held(Collector):
    """What the library holds and what is waited for, counted when somebody looks."""

    def __init__(self, room: Suizhi) -> None:
        self._room = room

    def collect(self) -> Iterator[GaugeMetricFamily]:
        held = GaugeMetricFamily("suizhi_held", "What the library holds", labels=("what",))
        for what, count in self._room.library.counts().items():
            held.add_metric((what,), count)
        yield held
        jobs = GaugeMetricFamily("suizhi_jobs", "Jobs by state", labels=("state",))
        for state, count in self._room.jobs.counts().items():
            jobs.add_metric((state,), count)
        yield jobs

    def describe(self) -> Iterator[GaugeMetricFamily]:
        # Else the registry would look at once, and open the library for it.
        return iter(())


class Measured:
    """Counts and times every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, and notes what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self.metrics.under_way.track_inprogress():
            try:
                await self.app(scope, receive, noted)
            finally:
                route = route_of(scope)
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self.metrics.requests.labels(method, route, status).inc()
                self.metrics.seconds.labels(method, route).observe(time.perf_counter() - begun)


_PREFIX = "/api/v1"
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def route_of(scope: Scope) -> str:
    """The template of the route that took the request, whatever was asked of it."""
    path = getattr(scope.get("route"), "path", None)
    # Newer FastAPI names a route as its file does, older ones with the prefix.
    return str(path).removeprefix(_PREFIX) if path and "{rest" not in path else ELSEWHERE

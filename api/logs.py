"""What the service writes down: lines for people, or JSON for a collector of logs.

A line of a request has its method, route, status and time; neither the question nor what stands after "?" is written.
"""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import route_of

ACCESS = "suizhi.access"
_FIELDS = ("method", "route", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """A JSON object a line: time, level, logger, message, and the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def begin_logging(level: str, form: str) -> None:
    """Writes records of that level and above to standard error, as "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonFormatter() if form == "json" else plain)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for noisy in ("watchfiles", "multipart", "asyncio", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Ours stands in its place.
    logging.getLogger("uvicorn.access").disabled = True


class Logged:
    """Writes a line for every request of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._log = logging.getLogger(ACCESS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, and writes what became of it."""
        if scope["type"] != "http" or not self._log.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            took = round(1000 * (time.perf_counter() - begun), 1)
            said = {
                "method": scope["method"],
                "route": route_of(scope),
                "status": status,
                "milliseconds": took,
            }
            self._log.info("%(method)s %(route)s %(status)s %(milliseconds)s ms", said, extra=said)

"""The routes under /api/v1, a file for each part of the product, and what their handlers are given."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.metrics import Metrics
from suizhi import Suizhi


def _room(request: Request) -> Suizhi:
    # As the gate lets them see it; without a gate, whole.
    room: Suizhi = getattr(request.state, "room", request.app.state.room)
    return room


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


MOST = 10**9
"""Lines that can be skipped: more than a library holds, less than a list or a database refuses to count."""

LAST_YEAR = 9999
"""Years have four digits."""

Room = Annotated[Suizhi, Depends(_room)]
Counted = Annotated[Metrics, Depends(_metrics)]

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(data: bytes, type_: str, name: str) -> Response:
    """A file to be saved under `name`, which may be Chinese (RFC 6266)."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=type_, headers=headers)


Top = Annotated[int, Query(ge=1, le=1000, description="最多给出几条")]
Offset = Annotated[int, Query(ge=0, le=MOST, description="跳过前几条")]
Year = Annotated[int, Field(ge=0, le=LAST_YEAR)]

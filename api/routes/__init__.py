"""The routes under /api/v1, a file for each part of the product, and what their handlers are given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import Field

from api.jobs import Jobs
from api.metrics import Metrics
from suizhi import Suizhi


def _room(request: Request) -> Suizhi:
    room: Suizhi = request.app.state.room
    return room


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


MOST = 10**9
"""Lines that can be skipped: more than a library holds, less than a list or a database refuses to count."""

LAST_YEAR = 9999
"""Years have four digits."""

Room = Annotated[Suizhi, Depends(_room)]
Queue = Annotated[Jobs, Depends(_jobs)]
Counted = Annotated[Metrics, Depends(_metrics)]

Top = Annotated[int, Query(ge=1, le=1000, description="最多给出几条")]
Offset = Annotated[int, Query(ge=0, le=MOST, description="跳过前几条")]
Year = Annotated[int, Field(ge=0, le=LAST_YEAR)]

"""GET /compare, /diff and /themes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.correcting import cell_lines
from api.json_response import JsonLine
from api.lines import change_line, theme_line
from api.routes import Room, Year
from api.shapes import CellsShape, ChangesShape, ThemesShape

router = APIRouter(tags=["对照"])

LONGEST_METRIC = 200
"""Characters; a metric is a name, not a text."""


@router.get(
    "/compare", summary="一个指标在各地区、各年度的数，附原文", responses={200: {"model": CellsShape}}
)
def compare(
    room: Room,
    metric: Annotated[str, Query(min_length=1, max_length=LONGEST_METRIC, description="指标，如 满意率")],
    region: Annotated[list[str] | None, Query(description="地区，可重复")] = None,
    department: Annotated[list[str] | None, Query(description="部门名称或其一部分，可重复")] = None,
    subject: Annotated[str | None, Query(min_length=1, description="主体，如 12345热线")] = None,
    year: Annotated[list[Year] | None, Query(description="年度，可重复")] = None,
) -> JsonLine:
    """A cell for each report in scope, or the reason why there is none."""
    cells = room.compare(metric, region or (), department or (), subject, year or ())
    return JsonLine({"metric": metric, "cells": list(cell_lines(room, cells))})


@router.get("/diff", summary="同一部门的两份报告逐项对照", responses={200: {"model": ChangesShape}})
def diff(
    room: Room,
    a: Annotated[str, Query(min_length=1, description="前一份报告")],
    b: Annotated[str, Query(min_length=1, description="后一份报告")],
) -> JsonLine:
    """What is promised, copied, moved, new or gone from report `a` to report `b`."""
    return JsonLine({"a": a, "b": b, "changes": [change_line(change) for change in room.diff(a, b)]})


@router.get("/themes", summary="几份报告共有的举措与还没有的地区", responses={200: {"model": ThemesShape}})
def themes(room: Room) -> JsonLine:
    """The themes of the library, those of most reports first."""
    return JsonLine({"themes": [theme_line(theme) for theme in room.themes()]})

"""GET /compare, /diff and /themes."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.correcting import cell_lines
from api.examples import CELL, shown
from api.json_response import JsonLine
from api.lines import change_line, theme_line
from api.routes import EXCEL, Offset, Room, Top, Year, attached
from api.shapes import CellsShape, ChangesShape, ThemesShape
from suizhi.sheets import comparison_csv, comparison_xlsx

router = APIRouter(tags=["对照"])

LONGEST_METRIC = 200
"""Characters; a metric is a name, not a text."""


@router.get(
    "/compare",
    summary="一个指标在各地区、各年度的数，附原文",
    responses=shown(CellsShape, {"metric": "12345热线满意率", "total": 1, "cells": [CELL]}),
)
def compare(
    room: Room,
    metric: Annotated[
        str, Query(min_length=1, max_length=LONGEST_METRIC, description="指标", examples=["12345热线满意率"])
    ],
    region: Annotated[list[str] | None, Query(description="地区，可重复")] = None,
    department: Annotated[list[str] | None, Query(description="部门名称或其一部分，可重复")] = None,
    subject: Annotated[str | None, Query(min_length=1, description="主体，如 12345热线")] = None,
    year: Annotated[list[Year] | None, Query(description="年度，可重复")] = None,
    form: Annotated[
        Literal["json", "csv", "xlsx"], Query(alias="format", description="csv、xlsx：供表格软件打开")
    ] = "json",
) -> Response:
    """A cell for each report in scope, or the reason why there is none."""
    cells = room.compare(metric, region or (), department or (), subject, year or ())
    if form == "csv":
        return attached(comparison_csv(cells), "text/csv; charset=utf-8", f"{metric}.csv")
    if form == "xlsx":
        return attached(comparison_xlsx(cells), EXCEL, f"{metric}.xlsx")
    return JsonLine({"metric": metric, "total": len(cells), "cells": list(cell_lines(room, cells))})


@router.get("/diff", summary="同一部门的两份报告逐项对照", responses={200: {"model": ChangesShape}})
def diff(
    room: Room,
    a: Annotated[str, Query(min_length=1, description="前一份报告", examples=["huadu-2022.txt"])],
    b: Annotated[str, Query(min_length=1, description="后一份报告", examples=["huadu-2023.txt"])],
    top: Top = 1000,
    offset: Offset = 0,
) -> JsonLine:
    """What is promised, copied, moved, new or gone from report `a` to report `b`."""
    found = room.diff(a, b)
    page = [change_line(change) for change in found[offset : offset + top]]
    return JsonLine({"a": a, "b": b, "total": len(found), "changes": page})


@router.get("/themes", summary="几份报告共有的举措与还没有的地区", responses={200: {"model": ThemesShape}})
def themes(room: Room, top: Top = 1000, offset: Offset = 0) -> JsonLine:
    """The themes of the library, those of most reports first."""
    found = room.themes()
    page = [theme_line(theme) for theme in found[offset : offset + top]]
    return JsonLine({"total": len(found), "themes": page})

"""GET /audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.json_response import JsonLine
from api.lines import finding_line
from api.routes import Room
from api.shapes import FindingsShape

router = APIRouter(tags=["审查"])


@router.get(
    "/audit", summary="报告自身的矛盾：合计、数目、单位、年份……", responses={200: {"model": FindingsShape}}
)
def audit(
    room: Room,
    source: Annotated[list[str] | None, Query(description="报告名，可重复；不写则查全部")] = None,
) -> JsonLine:
    """The findings report by report, errors first."""
    return JsonLine({"findings": [finding_line(finding) for finding in room.audit(source or None)]})

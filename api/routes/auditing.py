"""GET /audit, and POST /audit/{id}: what does not agree, and what a person settled of it."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.json_response import JsonLine
from api.routes import Offset, Room, Top
from api.routes.correcting import LONGEST_REASON
from api.routes.deciding import LONGEST_NAME, NOBODY
from api.shapes import CorrectionShape, FindingsShape
from api.watching import finding_lines

router = APIRouter(tags=["审查"])

_ALL = 1000
"""Findings on a page, if no number is given: those of a dozen reports."""


class Settled(BaseModel):
    """That a finding is settled (or not after all), with a note."""

    settled: bool = True
    note: str = Field(default="", max_length=LONGEST_REASON, examples=["已与财务科核实，是笔误"])
    who: str = Field(default=NOBODY, min_length=1, max_length=LONGEST_NAME)
    source: str | None = Field(default=None, description="它所在的报告；写明则不必审查全部")


@router.get(
    "/audit", summary="报告自身的矛盾：合计、数目、单位、年份……", responses={200: {"model": FindingsShape}}
)
def audit(
    room: Room,
    source: Annotated[list[str] | None, Query(description="报告名，可重复；不写则查全部")] = None,
    unsettled: Annotated[bool, Query(description="不要人已处理的")] = False,
    top: Top = _ALL,
    offset: Offset = 0,
) -> JsonLine:
    """The findings report by report, errors first."""
    found = list(finding_lines(room, source or None, unsettled=unsettled))
    return JsonLine({"total": len(found), "findings": list(islice(found, offset, offset + top))})


@router.post(
    "/audit/{id}", summary="把一项查出的问题标为已处理，附说明", responses={200: {"model": CorrectionShape}}
)
def settle(id_: Annotated[str, Path(alias="id")], said: Settled, room: Room) -> JsonLine:
    """What was said of it."""
    from api.correcting import correction_line

    if said.settled:
        done = room.settle_finding(id_, who=said.who, note=said.note, source=said.source)
    else:
        done = room.unsettle_finding(id_, who=said.who)
    return JsonLine(correction_line(done, done.state == "yes"))

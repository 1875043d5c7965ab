"""GET /aliases and POST /aliases/{id}: which entities are one, decided by people."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.deciding import add, decision_line, in_state
from api.json_response import JsonLine
from api.routes import Offset, Room, Top
from api.shapes import DecisionShape, DecisionsShape
from search.library import DecisionState, find_decision

router = APIRouter(prefix="/aliases", tags=["决定"])

LONGEST_NAME = 100
"""Characters of who decides."""

NOBODY = "HTTP"
"""Whose word it is where nobody is named: the service has no login of its own."""


class Verdict(BaseModel):
    """What a person says of a proposal."""

    state: Literal["yes", "no", "undone"]
    who: str = Field(default=NOBODY, min_length=1, max_length=LONGEST_NAME)


class Proposal(BaseModel):
    """That one entity is another one: two names or ids."""

    start: str = Field(alias="from", min_length=1, max_length=LONGEST_NAME, examples=["区政数局"])
    end: str = Field(alias="to", min_length=1, max_length=LONGEST_NAME)
    reason: str = Field(default="", max_length=2000)
    who: str = Field(default=NOBODY, min_length=1, max_length=LONGEST_NAME)


@router.get("", summary="哪些名称可能说的是同一个", responses={200: {"model": DecisionsShape}})
def aliases(
    room: Room,
    state: Annotated[DecisionState, Query(description="open 待定，yes 是，no 否，undone 已撤销")] = "open",
    top: Top = 100,
    offset: Offset = 0,
) -> JsonLine:
    """Proposals that are open, or the last word on those that people decided."""
    found = in_state(room, state)
    page = [decision_line(one) for one in islice(found, offset, offset + top)]
    return JsonLine({"total": len(found), "aliases": page})


@router.post("", summary="提出一项自己的建议", responses={200: {"model": DecisionShape}})
def propose(said: Proposal, room: Room) -> JsonLine:
    """The proposal, to be decided like any other."""
    return JsonLine(decision_line(add(room, said.start, said.end, said.reason, said.who)))


@router.post("/{id}", summary="决定一项建议：是、否或撤销", responses={200: {"model": DecisionShape}})
def verdict(id_: Annotated[str, Path(alias="id")], said: Verdict, room: Room) -> JsonLine:
    """What was decided."""
    known = find_decision(room.library, id_)
    if known is None:
        raise HTTPException(404, f"没有这项建议：{id_}，可先用 /aliases 查看")
    return JsonLine(decision_line(room.library.decide(known, said.state, said.who)))

"""/watches, /alarms and /changes: what people watch, what it raised, and what came and went."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.json_response import JsonLine
from api.routes import MOST, Offset, Room, Top
from api.routes.correcting import LONGEST_REASON
from api.routes.deciding import LONGEST_NAME, NOBODY
from api.shapes import AlarmsShape, EventsShape, FoundByWatchShape, WatchesShape, WatchShape
from api.watching import alarm_lines, event_lines, found_fields, watch_line

router = APIRouter(tags=["关注"])

LONGEST_WATCH = 500
"""Characters; what is watched is a question or a bound."""

Id = Annotated[str, Path(alias="id")]
After = Annotated[int, Query(ge=0, le=MOST, description="只要这个号之后的")]


class Watching(BaseModel):
    """A question, or a threshold: a metric, a bound, perhaps 任一区 before it."""

    text: str = Field(min_length=1, max_length=LONGEST_WATCH, examples=["任一区12345满意率 < 70%"])
    who: str = Field(default=NOBODY, min_length=1, max_length=LONGEST_NAME)
    reason: str = Field(default="", max_length=LONGEST_REASON)


@router.get("/watches", summary="关注的问题与界线", responses={200: {"model": WatchesShape}})
def watches(room: Room, top: Top = 100, offset: Offset = 0) -> JsonLine:
    """In the order in which they began."""
    found = room.library.watches()
    page = [watch_line(one) for one in found[offset : offset + top]]
    return JsonLine({"total": len(found), "watches": page})


@router.post("/watches", summary="开始关注一个问题或一条界线", responses={200: {"model": WatchShape}})
def watch(said: Watching, room: Room) -> JsonLine:
    """What is watched from now on."""
    return JsonLine(watch_line(room.watch(said.text, who=said.who, reason=said.reason)))


@router.delete("/watches/{id}", summary="不再关注", responses={200: {"model": WatchShape}})
def unwatch(
    id_: Id, room: Room, who: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME)] = NOBODY
) -> JsonLine:
    """What is no longer watched."""
    return JsonLine(watch_line(room.unwatch(id_, who=who)))


@router.get(
    "/watches/{id}/now", summary="现在就对照库中全部报告", responses={200: {"model": FoundByWatchShape}}
)
def now(id_: Id, room: Room) -> JsonLine:
    """What it finds in the reports that are here; no alarm is raised."""
    return JsonLine({"found": [found_fields(one) for one in room.check_watch(id_)]})


@router.get("/alarms", summary="新报告触发的提醒，附原文", responses={200: {"model": AlarmsShape}})
def alarms(room: Room, after: After = 0, top: Top = 100, offset: Offset = 0) -> JsonLine:
    """In the order in which they were raised; `number` of the last one is the `after` of the next call."""
    found = list(alarm_lines(room, after))
    return JsonLine({"total": len(found), "alarms": list(islice(found, offset, offset + top))})


@router.get("/changes", summary="资料库的变动：读入、替换、移除", responses={200: {"model": EventsShape}})
def changes(
    room: Room,
    after: After = 0,
    since: Annotated[
        str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}", description="只要这一天或时刻（UTC）以来的")
    ] = None,
    top: Top = 100,
    offset: Offset = 0,
) -> JsonLine:
    """In the order in which it happened; `number` of the last one is the `after` of the next call."""
    found = list(event_lines(room, after, since))
    return JsonLine({"total": len(found), "changes": list(islice(found, offset, offset + top))})

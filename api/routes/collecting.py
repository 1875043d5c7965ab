"""/collections: which collections there are, and into which one a report belongs."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api.json_response import JsonLine
from api.routes import Room
from api.shapes import CollectionsShape, MovedShape

router = APIRouter(prefix="/collections", tags=["资料集"])


class Moved(BaseModel):
    """Which reports."""

    sources: list[str] = Field(min_length=1, description="报告名")


@router.get("", summary="您能看到的资料集，各有几份报告", responses={200: {"model": CollectionsShape}})
def listed(room: Room) -> JsonLine:
    """Those with a report in them, and those that are given to whoever asks."""
    counts = Counter(room.collections().values())
    names = sorted({*counts, *(room.scope or ())})
    return JsonLine({"collections": [{"collection": name, "documents": counts[name]} for name in names]})


@router.post("/{name}", summary="把报告移到这个资料集", responses={200: {"model": MovedShape}})
def moved(name: Annotated[str, Path(min_length=1, max_length=60)], said: Moved, room: Room) -> JsonLine:
    """Where each was before."""
    before = {source: room.move(source, name) for source in said.sources}
    return JsonLine({"collection": name, "moved": [{"source": s, "from": was} for s, was in before.items()]})

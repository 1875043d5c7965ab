"""GET /entities, /path, /graph, /communities and /facts."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from api.json_response import JsonLine
from api.knowledge import entities_called, entity_line, export, facts_like, hop_line, page_of, path_between
from api.lines import Line
from api.routes import Offset, Room, Top, Year
from api.shapes import EntitiesShape, EntityPageShape, FactsShape, PathShape, RelationsShape
from api.surroundings import (
    CommunitiesShape,
    NeighbourhoodShape,
    centre_of,
    community_lines,
    neighbourhood_line,
)
from graph.exports import entity_lines
from suizhi import MOST_HOPS

router = APIRouter(tags=["知识"])

Name = Annotated[str | None, Query(min_length=1, description="名称、别名或其一部分")]


@router.get(
    "/entities",
    summary="实体：机构、地区、平台、项目、举措、政策、荣誉、活动",
    responses={200: {"model": EntitiesShape}},
)
def entities(
    room: Room,
    name: Name = None,
    kind: Annotated[str | None, Query(alias="type", description="类型，如 ORG、PLATFORM")] = None,
    top: Top = 100,
    offset: Offset = 0,
) -> JsonLine:
    """All entities over all reports, or those that `name` can mean."""
    found = room.library.entities(merged=True) if name is None else entities_called(room, name)
    lines = list(entity_lines(entity for entity in found if kind is None or entity.type == kind))
    return JsonLine({"total": len(lines), "entities": page_of(lines, top, offset)})


@router.get(
    "/entities/{name}",
    summary="一个实体，连同它的关系、数据和出现处",
    responses={200: {"model": EntityPageShape}},
)
def entity(name: str, room: Room) -> JsonLine:
    """By its id."""
    return JsonLine(_one(room, name))


@router.get(
    "/entities/{name}/relations",
    summary="一个实体的关系，每条都有原文",
    responses={200: {"model": RelationsShape}},
)
def relations(name: str, room: Room) -> JsonLine:
    """Relations out of it and into it."""
    return JsonLine(_one(room, name)["relations"])


def _one(room: Room, name: str) -> Line:
    found = room.library.entities(ids=[name], merged=True)
    if not found:
        raise HTTPException(404, f"没有这个实体：{name}，可先用 /entities?name= 查找")
    return entity_line(room, found[0])


@router.get("/path", summary="两个实体之间的联系，每一步都有原文", responses={200: {"model": PathShape}})
def path(
    room: Room,
    start: Annotated[str, Query(alias="a", min_length=1)],
    end: Annotated[str, Query(alias="b", min_length=1)],
) -> JsonLine:
    """`hops`, or null where the reports do not connect the two."""
    hops = path_between(room, start, end)
    return JsonLine({"hops": None if hops is None else [hop_line(hop) for hop in hops]})


@router.get(
    "/graph", summary="一个实体的周围，每条联系都有原文", responses={200: {"model": NeighbourhoodShape}}
)
def graph(
    room: Room,
    center: Annotated[str, Query(min_length=1, description="实体或指标的 id，或名称")],
    hops: Annotated[int, Query(ge=1, le=MOST_HOPS, description="最多几步")] = 1,
    limit: Annotated[int, Query(ge=1, le=1000, description="最多显示几个")] = 50,
) -> JsonLine:
    """The nearest things, of those as near the most important, with what joins them."""
    centre = centre_of(room, center)
    if centre is None:
        raise HTTPException(404, f"没有这个实体：{center}，可先用 /entities?name= 查找")
    return JsonLine(neighbourhood_line(room, centre, hops, limit))


@router.get(
    "/communities", summary="彼此关系密切的实体，大的群在前", responses={200: {"model": CommunitiesShape}}
)
def communities(room: Room, top: Top = 20) -> JsonLine:
    """Groups with more relations among themselves than with others."""
    return JsonLine({"communities": list(community_lines(room, top))})


@router.get("/facts", summary="数据，每条都有原文", responses={200: {"model": FactsShape}})
def facts(
    room: Room,
    source: Annotated[str | None, Query(description="报告名")] = None,
    region: Annotated[str | None, Query(description="地区全称，如 花都区")] = None,
    year: Annotated[Year | None, Query(description="报告年度")] = None,
    metric: Annotated[str | None, Query(min_length=1, description="指标名或其一部分")] = None,
    subject: Annotated[str | None, Query(min_length=1, description="主体名或其一部分")] = None,
    top: Top = 100,
    offset: Offset = 0,
) -> JsonLine:
    """Facts in the order of reports and places."""
    lines = list(facts_like(room, source=source, region=region, year=year, metric=metric, subject=subject))
    return JsonLine({"total": len(lines), "facts": page_of(lines, top, offset)})


@router.get(
    "/export/{what}",
    summary="导出：facts、entities、relations、all 每行一个 JSON 对象，graph 为 graphml、jsonld 或 csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}}},
)
def exported(
    what: str, room: Room, form: Annotated[str, Query(alias="format", description="graph 的格式")] = "graphml"
) -> StreamingResponse:
    """What `suizhi export` prints, as it is made."""
    pieces = export(room, what, form)
    # The first piece says whether there is such an export at all: a stream that has begun cannot say so.
    first = next(pieces, "")
    return StreamingResponse(
        chain([first], pieces), media_type=_MEDIA.get((what, form), "application/x-ndjson")
    )


_MEDIA = {
    ("graph", "graphml"): "application/xml",
    ("graph", "jsonld"): "application/ld+json",
    ("graph", "csv"): "text/csv; charset=utf-8",
}

"""POST /ask, GET /search and GET /similar."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.json_response import JsonLine
from api.lines import found_line, reply, similar_line
from api.routes import Counted, Room, Top, Year
from api.shapes import HitsShape, ReplyShape, SimilarHitsShape
from search.finding import Filters

router = APIRouter(tags=["提问"])

LONGEST_QUESTION = 2000
"""Characters; a question is a sentence or two, and a pasted page belongs into /search's text at most."""

DEEPEST = 100_000
"""Hits that can be skipped; whoever wants them all reads the reports."""


class Question(BaseModel):
    """What is asked; `id` comes back with the reply."""

    question: str = Field(
        min_length=1, max_length=LONGEST_QUESTION, examples=["2023年12345热线的满意率是多少？"]
    )
    id: str | int | None = None


@router.post(
    "/ask",
    summary="回答一个问题，附原文出处；报告没有说的，answerable 为 false",
    responses={200: {"model": ReplyShape}},
)
def ask(asked: Question, room: Room, counted: Counted) -> JsonLine:
    """A reply: `answerable`, `short`, `text`, `value`, `citations`, … as on the command line."""
    answer = room.ask(asked.question)
    counted.answers.labels(answer.kind).inc()
    return JsonLine(reply(answer, asked.id))


def _filters(
    region: Annotated[list[str] | None, Query(description="只在这些地区的报告里找，可重复")] = None,
    year: Annotated[list[Year] | None, Query(description="只在这些年度的报告里找，可重复")] = None,
    kind: Annotated[list[str] | None, Query(description="报告种类或其一部分，可重复")] = None,
    department: Annotated[list[str] | None, Query(description="部门名称或其一部分，可重复")] = None,
    entity: Annotated[list[str] | None, Query(description="段落须提到的实体，名称或 id，可重复")] = None,
    types: Annotated[
        list[str] | None, Query(alias="type", description="段落须提到的实体类型，如 PLATFORM，可重复")
    ] = None,
) -> Filters:
    return Filters(
        regions=tuple(region or ()),
        years=tuple(year or ()),
        kinds=tuple(kind or ()),
        departments=tuple(department or ()),
        entities=tuple(entity or ()),
        types=tuple(types or ()),
    )


@router.get("/search", summary="查找最相近的原文段落", responses={200: {"model": HitsShape}})
def search(
    room: Room,
    query: Annotated[str, Query(alias="q", min_length=1, max_length=LONGEST_QUESTION)],
    filters: Annotated[Filters, Depends(_filters)],
    top: Top = 10,
    offset: Annotated[int, Query(ge=0, le=DEEPEST, description="跳过前几段")] = 0,
) -> JsonLine:
    """Passages, best first."""
    page = room.find(query, top, offset=offset, filters=filters)
    return JsonLine({"query": query, "offset": offset, **found_line(page)})


@router.get("/similar", summary="其他地区、其他年度的相似举措", responses={200: {"model": SimilarHitsShape}})
def similar(
    room: Room,
    name: Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)],
    source: str | None = None,
    top: Top = 10,
) -> JsonLine:
    """Initiatives of other reports, the best of each report first, with reasons."""
    return JsonLine({"name": name, "hits": [similar_line(each) for each in room.similar(name, source, top)]})

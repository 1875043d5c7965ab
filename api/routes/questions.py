"""POST /ask, GET /search and GET /similar."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.json_response import JsonLine
from api.lines import hit, reply, similar_line
from api.routes import Room, Top
from api.shapes import HitsShape, ReplyShape, SimilarHitsShape

router = APIRouter(tags=["提问"])

LONGEST_QUESTION = 2000
"""Characters; a question is a sentence or two, and a pasted page belongs into /search's text at most."""


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
def ask(asked: Question, room: Room) -> JsonLine:
    """A reply: `answerable`, `short`, `text`, `value`, `citations`, … as on the command line."""
    return JsonLine(reply(room.ask(asked.question), asked.id))


@router.get("/search", summary="查找最相近的原文段落", responses={200: {"model": HitsShape}})
def search(
    room: Room,
    query: Annotated[str, Query(alias="q", min_length=1, max_length=LONGEST_QUESTION)],
    top: Top = 10,
) -> JsonLine:
    """Passages, best first."""
    return JsonLine({"query": query, "hits": [hit(found) for found in room.search(query, top)]})


@router.get("/similar", summary="其他地区、其他年度的相似举措", responses={200: {"model": SimilarHitsShape}})
def similar(
    room: Room,
    name: Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)],
    source: str | None = None,
    top: Top = 10,
) -> JsonLine:
    """Initiatives of other reports, the best of each report first, with reasons."""
    return JsonLine({"name": name, "hits": [similar_line(each) for each in room.similar(name, source, top)]})

"""POST /ask, GET /search and GET /similar."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.examples import ANSWER, QUESTION, shown
from api.json_response import JsonLine
from api.lines import found_line, reply, similar_line
from api.routes import EXCEL, Counted, Room, Top, Year, attached
from api.shapes import CompletionsShape, FacetsShape, HitsShape, RepliesShape, ReplyShape, SimilarHitsShape
from search.completing import CompletionKind
from search.finding import Filters
from suizhi.sheets import evidence_xlsx

router = APIRouter(tags=["提问"])

LONGEST_QUESTION = 2000
"""Characters; a question is a sentence or two, and a pasted page belongs into /search's text at most."""

MOST_QUESTIONS = 200
"""In one batch or one pack of evidence: some ten seconds, and a table that a person can read."""

DEEPEST = 100_000
"""Hits that can be skipped; whoever wants them all reads the reports."""


class Question(BaseModel):
    """What is asked; `id` comes back with the reply."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION, examples=[QUESTION])
    id: str | Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = None


class Questions(BaseModel):
    """Questions for a pack of evidence."""

    questions: list[Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]] = Field(
        min_length=1, max_length=MOST_QUESTIONS, examples=[[QUESTION]]
    )


@router.post(
    "/ask",
    summary="回答一个问题，附原文出处；报告没有说的，answerable 为 false",
    responses=shown(ReplyShape, ANSWER),
)
def ask(asked: Question, room: Room, counted: Counted) -> JsonLine:
    """A reply: `answerable`, `short`, `text`, `value`, `citations`, … as on the command line."""
    answer = room.ask(asked.question)
    counted.answers.labels(answer.kind).inc()
    return JsonLine(reply(answer, asked.id))


class Batch(BaseModel):
    """Questions with the ids that come back with the replies."""

    questions: list[Question] = Field(min_length=1, max_length=MOST_QUESTIONS)


@router.post("/ask/batch", summary="一次回答几个问题", responses={200: {"model": RepliesShape}})
def batch(asked: Batch, room: Room) -> JsonLine:
    """A reply for each, in order."""
    return JsonLine({"replies": [reply(room.ask(one.question), one.id) for one in asked.questions]})


@router.post(
    "/ask/evidence",
    summary="一组回答连同依据，供表格软件打开：答案、原文、位置、文件校验",
    response_class=Response,
    responses={200: {"content": {EXCEL: {}}}},
)
def evidence(asked: Questions, room: Room) -> Response:
    """An Excel workbook: a row for each quote of each answer."""
    answers = [room.ask(question) for question in asked.questions]
    return attached(evidence_xlsx(answers, room.documents()), EXCEL, "依据.xlsx")


@router.get(
    "/complete",
    summary="输入框的补全：资料库里真有的地区、年度、部门、指标、实体",
    responses={200: {"model": CompletionsShape}},
)
def complete(
    room: Room,
    typed: Annotated[str, Query(alias="q", min_length=1, max_length=100, examples=["花"])],
    kind: Annotated[list[CompletionKind] | None, Query(description="只要这些种类，可重复")] = None,
    top: Top = 10,
) -> JsonLine:
    """What begins with the words first, then what holds them; that of most reports first."""
    found = room.complete(typed, top, kind)
    return JsonLine({"completions": [asdict(one) for one in found]})


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


@router.get(
    "/facets",
    summary="查找结果按地区、年度、报告种类、部门、实体类型的数目",
    responses={200: {"model": FacetsShape}},
)
def facets(
    room: Room,
    query: Annotated[str, Query(alias="q", min_length=1, max_length=LONGEST_QUESTION, examples=["热线"])],
    filters: Annotated[Filters, Depends(_filters)],
) -> JsonLine:
    """Each facet counted under the other filters; `found` under all of them, as /search has it."""
    return JsonLine({"query": query, **asdict(room.facets(query, filters))})


@router.get("/similar", summary="其他地区、其他年度的相似举措", responses={200: {"model": SimilarHitsShape}})
def similar(
    room: Room,
    name: Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION)],
    source: str | None = None,
    top: Top = 10,
) -> JsonLine:
    """Initiatives of other reports, the best of each report first, with reasons."""
    return JsonLine({"name": name, "hits": [similar_line(each) for each in room.similar(name, source, top)]})

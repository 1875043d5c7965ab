"""/corrections: what people say of single readings."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.correcting import applying_ids, correction_line, corrections, only_one
from api.gold import zipped_gold
from api.json_response import JsonLine
from api.routes import Offset, Room, Top, attached
from api.routes.deciding import LONGEST_NAME, NOBODY
from api.shapes import CorrectionShape, CorrectionsShape
from search.amending import FactChange, RelationChange, ReportChange, given
from search.library import Correction
from suizhi import Suizhi

router = APIRouter(prefix="/corrections", tags=["更正"])

LONGEST_REASON = 2000
"""Characters; a reason is a sentence or two."""

Words = Annotated[str | None, Field(max_length=LONGEST_REASON)]
Id = Annotated[str, Path(alias="id")]


class Word(BaseModel):
    """Whose word it is, and why."""

    who: str = Field(default=NOBODY, min_length=1, max_length=LONGEST_NAME, examples=["张三"])
    reason: str = Field(default="", max_length=LONGEST_REASON, examples=["原文是 76.82%"])


class FactWord(Word):
    """What is right of a fact; `wrong` alone takes it out."""

    wrong: bool = False
    value: Words = Field(default=None, examples=["76.82"])
    unit: Words = None
    op: Words = None
    metric: Words = None
    period: Words = None
    subject: Words = None
    kind: Words = None
    direction: Words = None


class RelationWord(Word):
    """What is right of a relation; `wrong` alone takes it out."""

    wrong: bool = False
    head: Words = None
    rel: Words = None
    tail: Words = None


class EntityWord(Word):
    """Of which type an entity is; `wrong` alone: it is none."""

    wrong: bool = False
    type: Words = Field(default=None, examples=["PLATFORM"])


class ReportWord(Word):
    """What a report is; "-" is unknown."""

    title: Words = None
    region: Words = Field(default=None, examples=["广州市花都区"])
    department: Words = None
    year: Words = Field(default=None, examples=["2023"])


_SAID: dict[int | str, dict[str, Any]] = {200: {"model": CorrectionShape}}


@router.get("", summary="人所更正的：数据、关系、实体、报告", responses={200: {"model": CorrectionsShape}})
def listed(
    room: Room,
    log: Annotated[bool, Query(description="一切说过的话，而不只是最后的")] = False,
    top: Top = 100,
    offset: Offset = 0,
) -> JsonLine:
    """The last word on each reading, or everything that was said."""
    found = list(corrections(room, log=log))
    page = list(islice(found, offset, offset + top))
    return JsonLine({"total": len(found), "corrections": page})


@router.get("/gold", summary="有效的更正，写成标注文件（zip）", response_class=Response)
def gold(room: Room) -> Response:
    """A file a report and task, as `suizhi correct gold` writes them."""
    return attached(zipped_gold(room), "application/zip", "标注.zip")


@router.post("/facts/{id}", summary="标出或更正一条数据", responses=_SAID)
def fact(id_: Id, said: FactWord, room: Room) -> JsonLine:
    """What was said."""
    change = FactChange(**said.model_dump(include=set(FactChange.__dataclass_fields__)))
    only_one(said.wrong, bool(given(change)))
    done = room.correct_fact(id_, None if said.wrong else change, who=said.who, reason=said.reason)
    return _line(room, done)


@router.post("/relations/{id}", summary="标出或更正一条关系", responses=_SAID)
def relation(id_: Id, said: RelationWord, room: Room) -> JsonLine:
    """What was said."""
    change = RelationChange(said.head, said.rel, said.tail)
    only_one(said.wrong, bool(given(change)))
    done = room.correct_relation(id_, None if said.wrong else change, who=said.who, reason=said.reason)
    return _line(room, done)


@router.post("/entities/{id}", summary="更正一个实体的类型，或标出它不是实体", responses=_SAID)
def entity(id_: Id, said: EntityWord, room: Room) -> JsonLine:
    """What was said."""
    only_one(said.wrong, said.type is not None)
    return _line(room, room.correct_entity(id_, said.type, who=said.who, reason=said.reason))


@router.post("/reports/{source:path}", summary="设定一份报告的标题、地区、部门、年度", responses=_SAID)
def report(source: str, said: ReportWord, room: Room) -> JsonLine:
    """What was said; the report has been read again with it."""
    change = ReportChange(said.title, said.region, said.department, said.year)
    only_one(False, bool(given(change)))
    return _line(room, room.correct_report(source, change, who=said.who, reason=said.reason))


@router.delete("/{id}", summary="撤销一项更正", responses=_SAID)
def undo(
    id_: Id,
    room: Room,
    who: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME)] = NOBODY,
) -> JsonLine:
    """What was taken back."""
    return _line(room, room.undo_correction(id_, who=who))


def _line(room: Suizhi, said: Correction) -> JsonLine:
    applies = said.state == "yes" and said.id in applying_ids(room.library)
    return JsonLine(correction_line(said, applies))

"""GET /health, /ready and /metrics, and the jobs that other routes start."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from api.examples import PROBLEM
from api.json_response import JsonLine
from api.routes import Counted, Offset, Room, Top
from api.shapes import JobShape, JobsShape
from search.library import LibraryError
from suizhi import Suizhi
from suizhi.jobs import Job

router = APIRouter(tags=["服务"])
watched = APIRouter()

UNAVAILABLE = 503


@watched.get("/health")
@router.get("/health", summary="进程在运行")
def health() -> JsonLine:
    """Answers as long as the process does."""
    return JsonLine({"status": "ok"})


@watched.get("/ready")
@router.get("/ready", summary="资料库与索引已打开且一致，可以提问")
def ready(room: Room) -> JsonLine:
    """Opens what is not open yet: the first call takes longer. 503 while questions cannot be answered from all reports."""
    if room.jobs.closing:
        raise HTTPException(UNAVAILABLE, "服务正在关闭")
    try:
        reports = {report.source: report.revision for report in room.documents()}
        _ = room.desk
        indexed = room.indexed()
    except LibraryError as error:
        raise HTTPException(UNAVAILABLE, str(error)) from error
    behind = sum(indexed.get(source) != revision for source, revision in reports.items())
    if behind:
        # A writer is at work: what it has put on the shelf is not found yet.
        raise HTTPException(UNAVAILABLE, f"有 {behind} 份报告还没有进索引，请稍候")
    return JsonLine({"status": "ready", "documents": len(reports)})


@watched.get("/metrics")
@router.get("/metrics", summary="运行指标（Prometheus 文本格式）", response_class=PlainTextResponse)
def metrics(counted: Counted) -> Response:
    """Requests, times, answers, files, what the library holds, memory."""
    return Response(counted.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/jobs", summary="任务，新的在前", responses={200: {"model": JobsShape}})
def jobs(room: Room, top: Top = 100, offset: Offset = 0) -> JsonLine:
    """Those of this process; finished ones are remembered for a while."""
    found = room.jobs.all()
    page = [one.line() for one in islice(found, offset, offset + top)]
    return JsonLine({"total": len(found), "jobs": page})


@router.get(
    "/jobs/{name}",
    summary="一项任务的进展：第几份、哪一步",
    responses={
        200: {"model": JobShape},
        404: {"content": {"application/problem+json": {"example": PROBLEM}}},
    },
)
def job(name: str, room: Room) -> JsonLine:
    """`state`, `error`, how far it is, and a line for each file that is done."""
    return JsonLine(_known(room, name).line())


@router.post("/jobs/{name}/stop", summary="停止一项任务；已读入的保留", responses={200: {"model": JobShape}})
@router.delete("/jobs/{name}", summary="同 POST /jobs/{name}/stop", responses={200: {"model": JobShape}})
def stop(name: str, room: Room) -> JsonLine:
    """The job, which ends before its next step; what is done stays. One that is over stays as it is."""
    found = _known(room, name)
    found.stop()
    return JsonLine(found.line())


def _known(room: Suizhi, name: str) -> Job:
    found = room.jobs.get(name)
    if found is None:
        raise HTTPException(404, f"没有这项任务：{name}")
    return found

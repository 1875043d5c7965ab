"""GET /health, /ready and /metrics, and the jobs that other routes start."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from api.json_response import JsonLine
from api.routes import Counted, Queue, Room
from search.library import LibraryError

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
def ready(room: Room, queue: Queue) -> JsonLine:
    """Opens what is not open yet: the first call takes longer. 503 while questions cannot be answered from all reports."""
    if queue.closing:
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


@router.get("/jobs/{name}", summary="一项任务的进展")
def job(name: str, queue: Queue) -> JsonLine:
    """`state` (waiting, running, done, failed), `error`, and a line for each file that is done."""
    found = queue.get(name)
    if found is None:
        raise HTTPException(404, f"没有这项任务：{name}")
    return JsonLine(found.line())

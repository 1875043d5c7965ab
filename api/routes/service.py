"""GET /health and /ready, and the jobs that other routes start."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from api.json_response import JsonLine
from api.routes import Queue, Room

router = APIRouter(tags=["服务"])
watched = APIRouter()


@watched.get("/health")
@router.get("/health", summary="进程在运行")
def health() -> JsonLine:
    """Answers as long as the process does."""
    return JsonLine({"status": "ok"})


@watched.get("/ready")
@router.get("/ready", summary="资料库与索引已打开，可以提问")
def ready(room: Room) -> JsonLine:
    """Opens what is not open yet: the first call takes longer."""
    reports = room.documents()
    _ = room.desk
    return JsonLine({"status": "ready", "documents": len(reports)})


@router.get("/jobs/{name}", summary="一项任务的进展")
def job(name: str, queue: Queue) -> JsonLine:
    """`state` (waiting, running, done, failed), `error`, and a line for each file that is done."""
    found = queue.get(name)
    if found is None:
        raise HTTPException(404, f"没有这项任务：{name}")
    return JsonLine(found.line())

"""Keeping the library over HTTP: POST /verify, GET /backup. What changes the library as a whole is done at its machine."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.json_response import JsonLine
from api.keeping import check_line
from api.routes import Room

router = APIRouter(tags=["维护"])

ACCEPTED = 202


@router.post("/verify", status_code=ACCEPTED, summary="逐条核对资料库；返回一项任务，用 /jobs/{id} 看结果")
def verify(room: Room) -> JsonLine:
    """Checks everything as a job: a line a check, as `suizhi verify --json` prints."""
    work = room.jobs.submit(lambda _: (check_line(check) for check in room.verify()), "verify")
    return JsonLine(work.line(), status_code=ACCEPTED)


@router.get("/backup", summary="整个资料库的一份备份（tar），服务照常", response_class=FileResponse)
def backup(room: Room) -> FileResponse:
    """The file that `suizhi restore` takes."""
    folder = Path(tempfile.mkdtemp(prefix="suizhi-backup-"))
    try:
        name = f"suizhi-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
        # Whoever has this file must not become another user by it: hashes and the key of cookies stay here.
        room.backup(folder / name, users=False)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    done = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(folder / name, media_type="application/x-tar", filename=name, background=done)

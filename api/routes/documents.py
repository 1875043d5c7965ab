"""The reports: listing, text, upload (a job), removal."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, UploadFile
from starlette.exceptions import HTTPException

from api.errors import UsageError
from api.json_response import JsonLine
from api.lines import report_line, section_line, taken_line
from api.metrics import Metrics
from api.routes import Counted, Queue, Room
from api.shapes import ReportShape, ReportsShape
from search.library import LibraryError, Report
from suizhi import Suizhi

router = APIRouter(prefix="/documents", tags=["报告"])

ACCEPTED = 202

PATIENCE = 10.0
"""Seconds that a removal waits for a writer. It holds a thread of the server, of which there are some forty;
reading in a large report takes less, reading in many takes minutes."""


LONGEST_NAME = 255
"""Bytes of a file's name, as file systems take it."""


@router.get("", summary="资料库里的报告", responses={200: {"model": ReportsShape}})
def documents(room: Room) -> JsonLine:
    """All reports with their counts."""
    return JsonLine({"documents": [report_line(report) for report in room.documents()]})


@router.post("", status_code=ACCEPTED, summary="上传报告；返回一项任务，用 /jobs/{id} 看进展")
def upload(
    room: Room,
    queue: Queue,
    counted: Counted,
    files: Annotated[list[UploadFile], File(description="一份或多份报告")],
    replace: Annotated[bool, Query(description="同名的另一份报告：替换它")] = False,
) -> JsonLine:
    """Stores the files aside and reads them in as a job."""
    folder = Path(tempfile.mkdtemp(prefix="suizhi-upload-"))
    try:
        paths = [_store(folder / str(number), file) for number, file in enumerate(files)]
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return JsonLine(
        queue.submit(lambda: _take_in(room, counted, folder, paths, replace)).line(), status_code=ACCEPTED
    )


def _take_in(
    room: Suizhi, counted: Metrics, folder: Path, paths: list[Path], replace: bool
) -> Generator[dict[str, Any], None, None]:
    try:
        for taken in room.ingest(paths, replace=replace):
            counted.files.labels(taken.status).inc()
            yield taken_line(taken)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _store(folder: Path, file: UploadFile) -> Path:
    """Writes the upload under its own name; a folder for each, because two files may have the same one."""
    # Browsers of old sent whole paths, with either slash; only the last part is a name.
    name = PureWindowsPath(PurePosixPath(file.filename or "").name).name
    name = "".join(character for character in name if character.isprintable())
    if name in ("", ".", ".."):
        raise UsageError("上传的文件没有文件名", "请在 multipart 的 filename 中给出带后缀的文件名")
    if len(name.encode(errors="replace")) > LONGEST_NAME:
        raise UsageError(f"文件名过长：{name[:20]}…", f"请缩短到 {LONGEST_NAME // 3} 个汉字以内")
    folder.mkdir()
    with (folder / name).open("wb") as target:
        shutil.copyfileobj(file.file, target)
    return folder / name


@router.get("/{source:path}/text", summary="报告清理后的全文，引文的 start、end 就是其中的位置")
def text(source: str, room: Room) -> JsonLine:
    """`text[start:end]` is the quote of a citation."""
    _known(room, source)
    document = room.library.document(source)
    return JsonLine(
        {"source": source, "text": document.text, "sections": [section_line(s) for s in document.sections]}
    )


@router.get("/{source:path}", summary="一份报告", responses={200: {"model": ReportShape}})
def document(source: str, room: Room) -> JsonLine:
    """One report with its counts."""
    return JsonLine(report_line(_known(room, source)))


@router.delete("/{source:path}", summary="移除一份报告，以及只有它说过的一切")
def remove(source: str, room: Room) -> JsonLine:
    """Takes away exactly what only this report said; 409 while another program keeps writing."""
    _known(room, source)
    (dropped,) = room.remove([source], patience=PATIENCE)
    return JsonLine({"source": dropped.source, "status": dropped.status})


def _known(room: Suizhi, source: str) -> Report:
    try:
        return room.library.report(source)
    except LibraryError as error:
        raise HTTPException(404, str(error)) from error

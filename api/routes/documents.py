"""The reports: listing, text, upload and reading again (jobs), removal."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.correcting import report_lines
from api.errors import UsageError
from api.json_response import JsonLine
from api.lines import section_line
from api.routes import MOST, Offset, Room, Year
from api.routes.deciding import NOBODY
from api.shapes import JobShape, RemovedShape, ReportShape, ReportsShape, TextShape
from search.library import LibraryError, Report
from suizhi import Suizhi

router = APIRouter(prefix="/documents", tags=["报告"])

ACCEPTED = 202

PATIENCE = 10.0
"""Seconds that a removal waits for a writer. It holds a thread of the server, of which there are some forty;
reading in a large report takes less, reading in many takes minutes."""


LONGEST_NAME = 255
"""Bytes of a file's name, as file systems take it."""


class Again(BaseModel):
    """Which reports are read again."""

    sources: list[str] | None = Field(default=None, description="报告名；不写则全部")


@router.get("", summary="资料库里的报告", responses={200: {"model": ReportsShape}})
def documents(
    room: Room,
    region: Annotated[str | None, Query(description="地区全称，如 花都区；市、省也含其下的")] = None,
    year: Annotated[Year | None, Query(description="报告年度")] = None,
    department: Annotated[str | None, Query(min_length=1, description="部门名称的一部分")] = None,
    top: Annotated[int, Query(ge=1, le=MOST, description="最多给出几份；不写则全部")] = MOST,
    offset: Offset = 0,
) -> JsonLine:
    """The reports with their counts, in the order of their names."""
    found = [
        line
        for line in report_lines(room)
        if (region is None or region in (line["district"], line["city"], line["province"]))
        and (year is None or line["year"] == year)
        and (department is None or department in (line["department"] or ""))
    ]
    return JsonLine({"total": len(found), "documents": list(islice(found, offset, offset + top))})


@router.post(
    "",
    status_code=ACCEPTED,
    summary="上传报告；返回一项任务，用 /jobs/{id} 看进展",
    responses={ACCEPTED: {"model": JobShape}},
)
def upload(
    room: Room,
    files: Annotated[list[UploadFile], File(description="一份或多份报告")],
    replace: Annotated[bool, Query(description="同名的另一份报告：替换它")] = False,
    collection: Annotated[str | None, Query(max_length=60, description="放进哪个资料集")] = None,
) -> JsonLine:
    """Stores the files aside and reads them in as a job."""
    room = room.into(collection)
    folder = Path(tempfile.mkdtemp(prefix="suizhi-upload-"))
    clear = partial(shutil.rmtree, folder, ignore_errors=True)
    try:
        paths = [_store(folder / str(number), file) for number, file in enumerate(files)]
    except BaseException:
        clear()
        raise
    job = room.start_ingest(paths, replace=replace, who=NOBODY, after=clear)
    return JsonLine(job.line(), status_code=ACCEPTED)


@router.post(
    "/refresh",
    status_code=ACCEPTED,
    summary="用现在的程序重新读一遍库中保存的原件；返回一项任务",
    responses={ACCEPTED: {"model": JobShape}},
)
def refresh(room: Room, asked: Again | None = None) -> JsonLine:
    """Reads kept originals again as a job; people's decisions stay."""
    job = room.start_refresh(asked.sources if asked else None, who=NOBODY)
    return JsonLine(job.line(), status_code=ACCEPTED)


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


@router.get(
    "/{source:path}/text",
    summary="报告清理后的全文，引文的 start、end 就是其中的位置",
    responses={200: {"model": TextShape}},
)
def text(source: str, room: Room) -> JsonLine:
    """`text[start:end]` is the quote of a citation."""
    _known(room, source)
    document = room.library.document(source)
    return JsonLine(
        {"source": source, "text": document.text, "sections": [section_line(s) for s in document.sections]}
    )


@router.get(
    "/{source:path}/original",
    summary="报告的原件，与上传时一字不差",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def original(source: str, room: Room) -> Response:
    """The file as it was given, to be saved: never shown by the browser as a page of ours."""
    report = _known(room, source)
    headers = {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{report.sha256}"',
    }
    data = room.library.original(source)
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/{source:path}", summary="一份报告", responses={200: {"model": ReportShape}})
def document(source: str, room: Room) -> JsonLine:
    """One report with its counts."""
    _known(room, source)
    return JsonLine(next(line for line in report_lines(room) if line["source"] == source))


@router.delete(
    "/{source:path}", summary="移除一份报告，以及只有它说过的一切", responses={200: {"model": RemovedShape}}
)
def remove(source: str, room: Room) -> JsonLine:
    """Takes away exactly what only this report said; 409 while another program keeps writing."""
    _known(room, source)
    (dropped,) = room.remove([source], patience=PATIENCE, who=NOBODY)
    return JsonLine({"source": dropped.source, "status": dropped.status})


def _known(room: Suizhi, source: str) -> Report:
    try:
        return room.library.report(source)
    except LibraryError as error:
        raise HTTPException(404, str(error)) from error

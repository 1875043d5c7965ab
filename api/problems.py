"""Errors over HTTP: one form for all of them, `application/problem+json` (RFC 9457), in Chinese for people."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.errors import UsageError, describe
from api.json_response import JsonLine
from ingest.document import IngestError
from search.encoder import EncoderError
from search.library import DamagedError, LibraryError

BUSY = 409
UNPROCESSABLE = 422
DEFECT = 500
UNAVAILABLE = 503

TITLES = {
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    BUSY: "资料库正忙",
    413: "内容过大",
    UNPROCESSABLE: "请求不可用",
    429: "请求过多",
    DEFECT: "程序出错",
    UNAVAILABLE: "服务不可用",
}
"""The `title` of each status: the same for all problems of its kind."""

_log = logging.getLogger(__name__)


class Problem(JsonLine):
    """A response about what is wrong."""

    media_type = "application/problem+json"


def problem(
    request: Request, status: int, detail: str, remedy: str = "", fields: list[dict[str, Any]] | None = None
) -> Problem:
    """The one form of every error; `type` is about:blank, the status says what kind of problem it is."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "请求没有完成"),
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "remedy": remedy,
        "fields": fields or [],
    }
    return Problem(body, status_code=status)


def add_errors(app: FastAPI) -> None:
    """Makes every error of `app` a problem."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Problem:
        return problem(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Problem:
        fields = [{"field": ".".join(map(str, e["loc"])), "reason": e["msg"]} for e in error.errors()]
        return problem(request, UNPROCESSABLE, "请求的参数不可用", "见 fields，接口说明见 /docs", fields)

    @app.exception_handler(UsageError)
    def misused(request: Request, error: UsageError) -> Problem:
        return problem(request, UNPROCESSABLE, error.what, error.remedy)

    @app.exception_handler(IngestError)
    @app.exception_handler(LibraryError)
    def unreadable(request: Request, error: Exception) -> Problem:
        return problem(request, UNPROCESSABLE, str(error), getattr(error, "remedy", ""))

    @app.exception_handler(DamagedError)
    def damaged(request: Request, error: DamagedError) -> Problem:
        # No other request would do better before somebody repairs the library.
        _log.error("%s", error)
        return problem(request, UNAVAILABLE, str(error), error.remedy)

    @app.exception_handler(EncoderError)
    def unavailable(request: Request, error: EncoderError) -> Problem:
        # A fault of the service's settings: no other request would do better, a watchdog must see it.
        _log.error("%s", error)
        return problem(request, UNAVAILABLE, f"编码器 {error.name}：{error.reason}", error.remedy)

    @app.exception_handler(TimeoutError)
    def busy(request: Request, error: TimeoutError) -> Problem:
        return problem(request, BUSY, describe(error) or str(error))

    @app.exception_handler(OSError)
    def machine(request: Request, error: OSError) -> Problem:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return problem(request, DEFECT, describe(error) or str(error))

    @app.exception_handler(Exception)
    def defect(request: Request, error: Exception) -> Problem:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return problem(request, DEFECT, "程序出错，详情见服务日志")

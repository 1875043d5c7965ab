"""The HTTP API under /api/v1, its documentation at /docs, and the pages at /. Owner of FastAPI.

Handlers are plain functions: FastAPI runs them in its threads, and the library takes any number of readers.
Nothing is loaded from outside: the documentation's script and style come from an installed package.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from api.body import BoundedBody
from api.errors import UsageError, describe
from api.jobs import Jobs
from api.json_response import JsonLine
from api.logs import Logged
from api.metrics import Measured, Metrics
from api.routes import auditing, comparing, deciding, documents, keeping, knowledge, questions, service
from api.settings import Settings
from api.shapes import FailureShape
from ingest.document import IngestError
from search.encoder import EncoderError
from search.library import DamagedError, LibraryError

API_VERSION = "1"
PREFIX = f"/api/v{API_VERSION}"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

BUSY = 409
UNPROCESSABLE = 422
DEFECT = 500
UNAVAILABLE = 503

_log = logging.getLogger(__name__)


def create_app(settings: Settings, *, pages: bool = True) -> FastAPI:
    """The application over the library in `settings.home`; without `pages`, the API alone.

    NiceGUI keeps its pages per process, so that one process can serve one application with pages.
    """
    room = settings.open_room()
    jobs = Jobs(lambda error: describe(error) or f"程序出错：{type(error).__name__}，详情见服务日志")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()

    app = FastAPI(
        title="穗知",
        version=API_VERSION,
        description="部门整体支出绩效自评报告的事实、实体、关系与问答；每个回答都有原文出处。",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        default_response_class=JsonLine,
        lifespan=lifespan,
    )
    app.state.room = room
    app.state.jobs = jobs
    app.state.metrics = Metrics(room, jobs)
    app.add_middleware(BoundedBody, limit=settings.upload_limit)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(Logged)
    _add_errors(app)
    for part in (questions, comparing, auditing, knowledge, deciding, documents, keeping, service):
        app.include_router(part.router, prefix=PREFIX, responses={"4XX": {"model": FailureShape}})
    # Watchdogs look for these at the root.
    app.include_router(service.watched, include_in_schema=False)
    _add_docs(app)
    app.add_api_route("/api/{rest:path}", _nowhere, methods=list(_METHODS), include_in_schema=False)
    if pages:
        from web import mount

        mount(app, room)
    return app


def _nowhere(request: Request) -> None:
    """What is no route of the API must not become a page of NiceGUI, which is mounted at "/"."""
    raise HTTPException(404, f"没有这个接口：{request.method} {request.url.path}，接口说明见 /docs")


def _add_docs(app: FastAPI) -> None:
    app.mount("/docs/assets", StaticFiles(packages=[("fastapi_offline", "static")]))

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=f"{PREFIX}/openapi.json",
            title="穗知 接口说明",
            swagger_js_url="/docs/assets/swagger-ui-bundle.js",
            swagger_css_url="/docs/assets/swagger-ui.css",
            swagger_favicon_url="/docs/assets/favicon.png",
        )


def _failure(
    status: int, what: str, remedy: str = "", fields: list[dict[str, Any]] | None = None
) -> JsonLine:
    """The one form of every error."""
    return JsonLine(
        {"error": {"status": status, "what": what, "remedy": remedy, "fields": fields or []}},
        status_code=status,
    )


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> JsonLine:
        return _failure(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JsonLine:
        fields = [{"field": ".".join(map(str, e["loc"])), "reason": e["msg"]} for e in error.errors()]
        return _failure(UNPROCESSABLE, "请求的参数不可用", "见 fields，接口说明见 /docs", fields)

    @app.exception_handler(UsageError)
    def misused(_: Request, error: UsageError) -> JsonLine:
        return _failure(UNPROCESSABLE, error.what, error.remedy)

    @app.exception_handler(IngestError)
    @app.exception_handler(LibraryError)
    def unreadable(_: Request, error: Exception) -> JsonLine:
        return _failure(UNPROCESSABLE, str(error), getattr(error, "remedy", ""))

    @app.exception_handler(DamagedError)
    def damaged(_: Request, error: DamagedError) -> JsonLine:
        # No other request would do better before somebody repairs the library.
        _log.error("%s", error)
        return _failure(UNAVAILABLE, str(error), error.remedy)

    @app.exception_handler(EncoderError)
    def unavailable(_: Request, error: EncoderError) -> JsonLine:
        # A fault of the service's settings: no other request would do better, a watchdog must see it.
        _log.error("%s", error)
        return _failure(UNAVAILABLE, f"编码器 {error.name}：{error.reason}", error.remedy)

    @app.exception_handler(TimeoutError)
    def busy(_: Request, error: TimeoutError) -> JsonLine:
        return _failure(BUSY, describe(error) or str(error))

    @app.exception_handler(OSError)
    def machine(request: Request, error: OSError) -> JsonLine:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return _failure(DEFECT, describe(error) or str(error))

    @app.exception_handler(Exception)
    def defect(request: Request, error: Exception) -> JsonLine:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return _failure(DEFECT, "程序出错，详情见服务日志")

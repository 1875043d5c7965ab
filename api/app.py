"""The HTTP API under /api/v1, its documentation at /docs, and the pages at /. Owner of FastAPI.

Handlers are plain functions: FastAPI runs them in its threads, and the library takes any number of readers.
Nothing is loaded from outside: the documentation's script and style come from an installed package.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from api.access.guarding import guard
from api.body import BoundedBody
from api.errors import describe
from api.examples import PROBLEMS
from api.json_response import JsonLine
from api.logs import Logged
from api.metrics import Measured, Metrics
from api.problems import add_errors
from api.routes import (
    auditing,
    collecting,
    comparing,
    correcting,
    deciding,
    documents,
    keeping,
    knowledge,
    people,
    questions,
    service,
    watching,
)
from api.settings import Settings

API_VERSION = "1"
PREFIX = f"/api/v{API_VERSION}"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def create_app(settings: Settings, *, pages: bool = True) -> FastAPI:
    """The application over the library in `settings.home`; without `pages`, the API alone.

    NiceGUI keeps its pages per process, so that one process can serve one application with pages.
    """
    room = settings.open_room()
    room.jobs.describe = lambda error: describe(error) or f"程序出错：{type(error).__name__}，详情见服务日志"

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        room.jobs.close()

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
    app.state.metrics = Metrics(room)
    room.jobs.noted = app.state.metrics.file
    app.add_middleware(BoundedBody, limit=settings.upload_limit)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(Logged)
    add_errors(app)
    for part in (
        questions,
        comparing,
        auditing,
        knowledge,
        deciding,
        correcting,
        watching,
        documents,
        keeping,
        collecting,
        people,
        service,
    ):
        app.include_router(part.router, prefix=PREFIX, responses=PROBLEMS)
    # Watchdogs look for these at the root.
    app.include_router(service.watched, include_in_schema=False)
    _add_docs(app)
    app.add_api_route("/api/{rest:path}", _nowhere, methods=list(_METHODS), include_in_schema=False)
    guard(app, room, settings)
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

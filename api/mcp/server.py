"""The server: tools over standard input and output, where nothing else may be written, or over HTTP."""

from __future__ import annotations

import functools
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from api.errors import UsageError, describe
from api.mcp.tools import Tools, registry

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from api.settings import Settings
    from suizhi import Suizhi

INSTRUCTIONS = (
    "穗知：部门整体支出绩效自评报告的事实、实体、关系与问答。每个回答都有逐字原文（citations）；"
    "answerable 为 false 表示报告没有说，不要补造。数值已把万、亿换算，金额单位为元。"
)

_log = logging.getLogger(__name__)


def build(room: Suizhi, **settings: Any) -> FastMCP[Any]:
    """The server over a library.

    Raises:
        UsageError: the package `mcp` is not installed.
    """
    try:
        from mcp.server.fastmcp import FastMCP
        from mcp.types import ToolAnnotations
    except ModuleNotFoundError as error:
        raise UsageError("没有安装 MCP 支持", "请安装：pip install 'suizhi[mcp]'") from error
    server: FastMCP[Any] = FastMCP(
        "suizhi", instructions=INSTRUCTIONS, log_level="WARNING", lifespan=_quiet, **settings
    )

    def seat() -> Suizhi:
        """The library as whoever asks may see it: over HTTP the gate has said so with the request."""
        request = server.get_context().request_context.request
        return room if request is None else getattr(request.state, "room", room)

    for name, tool in registry(Tools(room)).items():
        hints = ToolAnnotations(readOnlyHint=True, openWorldHint=False)
        server.tool(name, annotations=hints)(_aside(name, tool, seat))
    return server


def _aside(name: str, tool: Callable[..., Any], seat: Callable[[], Suizhi]) -> Callable[..., Awaitable[Any]]:
    """`tool` over what `seat` gives, in a thread, so that one long question does not keep the others waiting; errors
    are told in Chinese."""
    from anyio import to_thread
    from mcp.server.fastmcp.exceptions import ToolError

    @functools.wraps(tool)
    async def called(**given: Any) -> Any:
        try:
            own = registry(Tools(seat()))[name]
            return await to_thread.run_sync(functools.partial(own, **given))
        except Exception as error:
            told = describe(error)
            if told is None:
                _log.error("tool %s", tool.__name__, exc_info=error)
            raise ToolError(told or f"程序出错：{type(error).__name__}，详情见日志") from error

    return called


@asynccontextmanager
async def _quiet(_: FastMCP[Any]) -> AsyncIterator[None]:
    """While the server runs, whatever prints prints to standard error: the protocol has standard output for itself."""
    before, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = before


def serve_stdio(room: Suizhi) -> None:
    """Serves one client on standard input and output, until it goes."""
    server = build(room)
    # What libraries write to the file itself goes to standard error, too; the protocol keeps a copy of the real one.
    own = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = TextIOWrapper(os.fdopen(own, "wb"), "utf-8")
    server.run("stdio")


def serve_http(room: Suizhi, settings: Settings) -> None:
    """Serves any number of clients at http://host:port/mcp (streamable HTTP), behind the gate where users log in.

    Raises:
        UsageError: others could reach it without a token, or nobody has one.
    """
    import uvicorn

    from api.access.guarding import check, guard_bare

    check(settings)
    app = build(room, host=settings.host, port=settings.port).streamable_http_app()
    guard_bare(app, room, settings)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )

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
    for name, tool in registry(Tools(room)).items():
        server.tool(name, annotations=ToolAnnotations(readOnlyHint=True, openWorldHint=False))(_aside(tool))
    return server


def _aside(tool: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """`tool` in a thread, so that one long question does not keep the others waiting; errors are told in Chinese."""
    from anyio import to_thread
    from mcp.server.fastmcp.exceptions import ToolError

    @functools.wraps(tool)
    async def called(**given: Any) -> Any:
        try:
            return await to_thread.run_sync(functools.partial(tool, **given))
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


def serve_http(room: Suizhi, host: str, port: int) -> None:
    """Serves any number of clients at http://host:port/mcp (streamable HTTP)."""
    build(room, host=host, port=port).run("streamable-http")

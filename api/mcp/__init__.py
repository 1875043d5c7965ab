"""The library for agents: a server of the Model Context Protocol, `suizhi mcp`. Owner of `mcp` (extra `mcp`).

    tools   what can be asked: functions of a library, in the shapes of the HTTP API
    server  the server, over standard input and output or HTTP

Tools only read: what people decide stays with people.
"""

from __future__ import annotations

from api.mcp.server import serve_http, serve_stdio

__all__ = ["serve_http", "serve_stdio"]

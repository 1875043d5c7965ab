"""Where nobody logs in, because only this machine is listened to: pages of others still must not read or change anything.

A site may let its own name lead to 127.0.0.1 (DNS rebinding): to a browser our answers are then that site's. What is
asked for under a name that is not this machine's is refused.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.gate import POLICY_VIOLATION, Visit
from api.access.rules import SAFE, is_called_here, is_from_here
from api.problems import problem

_FORBIDDEN = 403


class SameOrigin:
    """Refuses what a page of another site has a browser on this machine send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        if scope["type"] in ("http", "websocket") and not is_called_here(Visit.of(scope).headers):
            await _refuse(
                "请用 127.0.0.1 或 localhost 访问；由代理转来的，请设 SUIZHI_ACCESS=true",
                scope,
                receive,
                send,
            )
            return
        changes = scope["type"] == "http" and scope["method"] not in SAFE
        if changes and not is_from_here(Visit.of(scope).headers, sure=False):
            await _refuse("请求不是从本系统的页面发出的，已拒绝", scope, receive, send)
            return
        await self.app(scope, receive, send)


async def _refuse(what: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": ""})
        return
    await problem(Request(scope), _FORBIDDEN, what)(scope, receive, send)

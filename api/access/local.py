"""Where nobody logs in, because only this machine is listened to: pages of others still must not change anything."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.gate import Visit
from api.access.rules import SAFE, is_from_here
from api.problems import problem

_FORBIDDEN = 403


class SameOrigin:
    """Refuses what a page of another site has a browser on this machine send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        changes = scope["type"] == "http" and scope["method"] not in SAFE
        if changes and not is_from_here(Visit.of(scope).headers, sure=False):
            refused = problem(Request(scope), _FORBIDDEN, "请求不是从本系统的页面发出的，已拒绝")
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)

"""A bound on what a request may send: more is refused while it arrives, before anything is stored."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOO_LARGE = 413


class BoundedBody:
    """Refuses bodies above `limit` bytes: by their announced length, else as bytes come."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on with a body that ends in status 413 above the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        over = announced.isdigit() and int(announced) > self.limit
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            if over:
                raise self._refusal()
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise self._refusal()
            return message

        await self.app(scope, bounded, send)

    def _refusal(self) -> HTTPException:
        return HTTPException(
            TOO_LARGE,
            f"上传内容超过上限 {self.limit / 2**20:.0f} MiB，请拆分后上传，或调高 SUIZHI_UPLOAD_LIMIT_MB",
        )

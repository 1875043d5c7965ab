"""The gate: every request and websocket passes it before anything else looks at it.

It finds out who asks, refuses what they may not, gives the request the library as they see it (`request.state.room`),
and writes down what came of it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from anyio import to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import rules
from api.access.people import User
from api.access.store import Access
from api.body import BoundedBody
from api.problems import problem

if TYPE_CHECKING:
    from suizhi import Suizhi

NOBODY: frozenset[str] = frozenset()
"""The collections of whoever has not come in."""

LOGIN = "/login"

STRANGERS_BODY = 64 * 1024
"""Bytes that whoever has not come in may send: a name and a password."""

_OK, _UNKNOWN, _FORBIDDEN, _TOO_MANY = 200, 401, 403, 429
POLICY_VIOLATION = 1008
"""RFC 6455: the code a websocket is refused with."""

_log = logging.getLogger(__name__)


class RefusedError(Exception):
    """A request that goes no further.

    Attributes:
        status: of the answer.
        what: why (Chinese, for people).
        headers: of the answer.
    """

    def __init__(self, status: int, what: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.what, self.headers = status, what, headers or {}
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as the gate sees it."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    address: str
    socket: bool

    @classmethod
    def of(cls, scope: Scope) -> Visit:
        """The request of that scope."""
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        return cls(
            method=scope.get("method", "GET"),
            path=scope["path"],
            query=tuple(query),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            address=(scope.get("client") or ("", 0))[0],
            socket=scope["type"] == "websocket",
        )

    @property
    def is_page(self) -> bool:
        """Whether a person looks at the answer, who can be shown the way in."""
        return self.method == "GET" and "text/html" in self.headers.get("accept", "")


class Gate:
    """Lets in who may come in.

    Args:
        room: the library, whole.
        access: its users.
        per_minute: requests that one user (or one address, of strangers) may send in a minute.
    """

    def __init__(self, app: ASGIApp, *, room: Suizhi, access: Access, per_minute: int) -> None:
        self.app = app
        self._small = BoundedBody(app, STRANGERS_BODY)
        self._room = room
        self._access = access
        self._limit = RateLimitItemPerMinute(per_minute)
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, or refuses it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        visit = Visit.of(scope)
        user: User | None = None
        try:
            user, by_cookie = await to_thread.run_sync(self._who, visit, scope.get("session") or {})
            self._check(visit, user, by_cookie=by_cookie)
        except RefusedError as refused:
            await self._turn_away(visit, user, refused, scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["user"] = user
        state["room"] = self._seat(user)
        state["people"] = self._access if user is not None and user.may("admin") else None
        if user is not None:
            state["looks"] = partial(self._looks, user, visit.address)
        if visit.socket or user is None or not rules.is_told(visit.path):
            await (self._small if user is None else self.app)(scope, receive, send)
            return
        await self._watched(visit, user, scope, receive, send)

    def _who(self, visit: Visit, session: dict[str, str]) -> tuple[User | None, bool]:
        """Who asks, and whether a cookie says so."""
        scheme, _, token = visit.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            user = self._access.bearer(token.strip())
            if user is None:
                raise RefusedError(_UNKNOWN, "令牌无效或已撤销", {"WWW-Authenticate": "Bearer"})
            return user, False
        name = session.get("user")
        user = self._access.user(name) if name else None
        if user is None or session.get("stamp") != user.stamp:
            return None, False
        return user, True

    def _check(self, visit: Visit, user: User | None, *, by_cookie: bool) -> None:
        """
        Raises:
            RefusedError: the request may not go on.
        """
        changes = visit.method not in rules.SAFE or visit.socket
        if changes and not rules.is_from_here(visit.headers, sure=by_cookie):
            raise RefusedError(_FORBIDDEN, "请求不是从本系统的页面发出的，已拒绝；程序请使用令牌")
        if user is None and not rules.is_open(visit.path):
            raise RefusedError(_UNKNOWN, "请先登录；程序请使用令牌", {"WWW-Authenticate": "Bearer"})
        self._count(visit, user)
        if user is not None and not user.may(rules.needed(visit.method, visit.path)):
            raise RefusedError(_FORBIDDEN, f"“{user.name}”（{user.role}）不能这样做，请联系管理员")

    def _count(self, visit: Visit, user: User | None) -> None:
        if visit.path.startswith(rules.SILENT):
            return  # what a page is made of is as much as it is
        key = f"user {user.name}" if user else f"address {visit.address}"
        if not self._counter.hit(self._limit, key):
            ends = self._counter.get_window_stats(self._limit, key).reset_time
            wait = str(max(1, round(ends - time())))
            raise RefusedError(_TOO_MANY, f"请求过多，请 {wait} 秒后再试", {"Retry-After": wait})

    def _seat(self, user: User | None) -> Suizhi:
        if user is None:
            return self._room.within(NOBODY)
        return self._room.within(user.collections, who=user.name)

    def _looks(self, user: User, address: str, path: str, query: Sequence[tuple[str, str]]) -> bool:
        """Writes down what a user looks at by a page that is open; False where they no longer may."""
        known = self._access.user(user.name)
        may = known is not None and known.stamp == user.stamp
        what, status = ("saw", _OK) if may else ("refused", _FORBIDDEN)
        self._access.tell(user.name, "page", what, f"LOOK {rules.shown(path, query)}", status, address)
        return may

    async def _watched(self, visit: Visit, user: User, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, and writes down what came of it before the answer begins."""

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                attached = answer.get("content-disposition", "").startswith("attachment")
                await self._note(visit, user.name, message["status"], attached=attached)
            await send(message)

        await self.app(scope, receive, noted)

    async def _note(self, visit: Visit, who: str, status: int, *, attached: bool = False) -> None:
        what = rules.called(visit.method, visit.path, status, attached=attached)
        door = "api" if visit.path.startswith("/api/") else "page"
        target = f"{visit.method} {rules.shown(visit.path, visit.query)}"
        await to_thread.run_sync(self._access.tell, who, door, what, target, status, visit.address)

    async def _turn_away(
        self,
        visit: Visit,
        user: User | None,
        refused: RefusedError,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        if refused.status != _UNKNOWN:  # that nobody is logged in yet is no news
            await self._note(visit, user.name if user else "", refused.status)
        if visit.socket:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": ""})
            return
        if refused.status == _UNKNOWN and visit.is_page:
            there = f"{visit.path}?{urlencode(visit.query)}" if visit.query else visit.path
            answer: Response = RedirectResponse(f"{LOGIN}?next={quote(there, safe='/')}", 303)
        else:
            answer = problem(Request(scope), refused.status, refused.what)
            answer.headers.update(refused.headers)
        await answer(scope, receive, send)

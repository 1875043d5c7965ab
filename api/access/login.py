"""The page with name and password, and the way out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.access.gate import LOGIN
from api.access.passwords import LONGEST
from api.access.store import Access

TRIES = 10
"""Passwords that may be tried in a minute, for one name and from one address."""

_SEE_OTHER, _UNKNOWN, _TOO_MANY = 303, 401, 429

_log = logging.getLogger(__name__)


def login_routes(access: Access) -> APIRouter:
    """`/login` and `/logout`."""
    router = APIRouter(include_in_schema=False)
    tries, counter = RateLimitItemPerMinute(TRIES), MovingWindowRateLimiter(MemoryStorage())

    @router.get(LOGIN)
    def ask(next: str = "/") -> HTMLResponse:
        return _page(next)

    @router.post(LOGIN)
    def come_in(
        request: Request,
        name: Annotated[str, Form(max_length=LONGEST)],
        password: Annotated[str, Form(max_length=LONGEST)],
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        address = request.client.host if request.client else ""
        # Both are counted: one machine that tries many names, and many machines that try one.
        if not all([counter.hit(tries, f"address {address}"), counter.hit(tries, f"name {name}")]):
            access.tell("", "login", "refused", name, _TOO_MANY, address)
            return _page(next, "尝试过多，请一分钟后再试", _TOO_MANY)
        user = access.comes_in(name, password)
        if user is None:
            access.tell("", "login", "refused", name, _UNKNOWN, address)
            return _page(next, "用户名或密码不对", _UNKNOWN)
        # What stood in the cookie before is none of theirs.
        request.session.clear()
        request.session.update(user=user.name, stamp=user.stamp)
        access.tell(user.name, "login", "came", "", _SEE_OTHER, address)
        return RedirectResponse(_own(next), _SEE_OTHER)

    @router.post("/logout")
    def leave(request: Request) -> Response:
        name = request.session.get("user", "")
        request.session.clear()
        access.tell(name, "login", "left", "", _SEE_OTHER, request.client.host if request.client else "")
        return RedirectResponse(LOGIN, _SEE_OTHER)

    return router


def _own(address: str) -> str:
    """The address, if it is one of ours: a link to this page must not lead elsewhere.

    >>> _own("/search?q=满意率"), _own("//evil.example/"), _own("https://evil.example/"), _own("/\\\\evil.example")
    ('/search?q=满意率', '/', '/', '/')
    """
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if ours else "/"


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(["html"])
)


def _page(there: str, fault: str = "", status: int = 200) -> HTMLResponse:
    page = _TEMPLATES.get_template("login.html").render(next=_own(there), fault=fault)
    return HTMLResponse(page, status)

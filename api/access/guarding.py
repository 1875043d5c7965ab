"""Puts the gate before the application, or refuses to open without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware

from api.access.gate import Gate
from api.access.headers import SafeHeaders
from api.access.local import SameOrigin
from api.access.login import login_routes
from api.access.store import Access
from api.errors import UsageError
from api.settings import Settings, is_this_machine

if TYPE_CHECKING:
    from suizhi import Suizhi

COOKIE = "suizhi"


def check(settings: Settings) -> None:
    """That whoever may reach the service is somebody it knows.

    Raises:
        UsageError: others could reach it without logging in, or nobody could log in.
    """
    if not settings.guarded and not is_this_machine(settings.host):
        raise UsageError(
            f"监听 {settings.host} 时别的机器也能访问，不能关闭登录",
            "请去掉 SUIZHI_ACCESS=false，或只监听 127.0.0.1",
        )
    if settings.guarded and not Access(settings.home).users():
        raise UsageError(
            f"监听 {settings.host} 要求登录，而还没有用户",
            "请先用 suizhi user add 名字 --role admin 建立用户，或只监听 127.0.0.1",
        )
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise UsageError("证书与私钥须同时给出", "请同时设置 SUIZHI_TLS_CERT 与 SUIZHI_TLS_KEY")


def guard(app: FastAPI, room: Suizhi, settings: Settings) -> None:
    """The safe headers always; users, sessions, limits and the log where users log in.

    Raises:
        UsageError: as for `check`.
    """
    check(settings)
    if settings.guarded:
        access = Access(settings.home)
        app.include_router(login_routes(access))
        # What is added last is passed first: headers, session, gate.
        app.add_middleware(Gate, room=room, access=access, per_minute=settings.requests_per_minute)
        app.add_middleware(
            SessionMiddleware,
            secret_key=access.secret(),
            session_cookie=COOKIE,
            max_age=round(settings.session_hours * 3600),
            same_site="lax",
            https_only=settings.secure,
        )
    else:
        app.add_middleware(SameOrigin)
    app.add_middleware(SafeHeaders, https=settings.secure, private=settings.guarded)


def guard_bare(app: Starlette, room: Suizhi, settings: Settings) -> None:
    """The gate before an application that has no login of its own: users come with tokens."""
    if settings.guarded:
        access = Access(settings.home)
        app.add_middleware(Gate, room=room, access=access, per_minute=settings.requests_per_minute)
    else:
        app.add_middleware(SameOrigin)
    app.add_middleware(SafeHeaders, https=settings.secure, private=settings.guarded)

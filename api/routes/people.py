"""/users: who may come in, their tokens, and the log; for admins, who give their own password with every change."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.access.login import TRIES
from api.access.passwords import LONGEST
from api.access.people import LONGEST_NAME, ROLES, User
from api.access.store import Access, Token
from api.errors import UsageError
from api.json_response import JsonLine
from api.shapes import EntriesShape, NewTokenShape, TokenShape, UserShape, UsersShape
from search.library.belonging import named

router = APIRouter(prefix="/users", tags=["用户"])

_FORBIDDEN, _TOO_MANY, _NO_USERS = 403, 429, 409

_tries = RateLimitItemPerMinute(TRIES)
_tried = MemoryStorage()
_counter = MovingWindowRateLimiter(_tried)

Password = Annotated[str, Field(max_length=LONGEST)]
Name = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME, description="用户名")]


class Sworn(BaseModel):
    """What a session alone may not do: whoever holds the screen is not always its user."""

    own_password: Password = Field(description="您自己的密码")


class NewUser(Sworn):
    """A user to be made; without collections, they see none but that which new reports come into."""

    name: str = Field(max_length=LONGEST_NAME, examples=["花都张三"])
    password: Password
    role: str = Field(default="reader", examples=list(ROLES))
    collections: list[str] = Field(default=[], description="能看的资料集")
    every: bool = Field(default=False, description="能看全部资料集")


class Given(Sworn):
    """What a user gets; what is not given stays."""

    role: str | None = None
    collections: list[str] | None = None
    every: bool = False
    password: Password | None = None


class Labelled(Sworn):
    """A token to be made."""

    label: str = Field(default="", max_length=100, description="给什么程序用")


def _access(request: Request) -> Access:
    """The users, for an admin; the gate has let nobody else through."""
    access: Access | None = getattr(request.state, "people", None)
    if access is None:
        raise HTTPException(_NO_USERS, "这个服务只在本机使用，没有启用登录；见 suizhi user add")
    return access


def _admin(request: Request) -> User:
    user: User = request.state.user
    return user


People = Annotated[Access, Depends(_access)]
Admin = Annotated[User, Depends(_admin)]


@router.get("", summary="谁可以登录", responses={200: {"model": UsersShape}})
def listed(people: People) -> JsonLine:
    """The users with their tokens, by name; no password and no token itself."""
    return JsonLine({"users": [_user_line(people, user) for user in people.users()]})


@router.get("/log", summary="谁做了什么", responses={200: {"model": EntriesShape}})
def log(
    people: People,
    who: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None,
    what: Annotated[str | None, Query(description="saw、changed、exported、came、left 或 refused")] = None,
    top: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> JsonLine:
    """The last lines of the log, the oldest of them first."""
    entries = people.log(who=who, what=what, last=top)
    return JsonLine({"entries": [{n: getattr(e, n) for n in e.__slots__} for e in entries]})


@router.post("", summary="建立一个用户", responses={200: {"model": UserShape}})
def add(said: NewUser, people: People, admin: Admin) -> JsonLine:
    """The user."""
    _sure(people, admin, said)
    seen = None if said.every else [named(one) for one in said.collections]
    people.add(said.name, said.password, said.role, seen)
    return _told(people, said.name)


@router.post("/{name}", summary="改变角色、资料集或密码", responses={200: {"model": UserShape}})
def give(name: Name, said: Given, people: People, admin: Admin) -> JsonLine:
    """The user as they are now; sessions that are open end."""
    _sure(people, admin, said)
    if said.role is not None or said.collections is not None or said.every:
        _not_oneself(name, admin)
        seen = None if said.collections is None else [named(one) for one in said.collections]
        people.give(name, said.role, seen, every=said.every)
    if said.password is not None:
        people.set_password(name, said.password)
    return _told(people, name)


@router.post("/{name}/remove", summary="移除一个用户和其令牌", responses={200: {"model": UserShape}})
def remove(name: Name, said: Sworn, people: People, admin: Admin) -> JsonLine:
    """The user as they were; what they did stays in the log."""
    _sure(people, admin, said)
    _not_oneself(name, admin)
    was = _told(people, name)
    people.remove(name)
    return was


@router.post("/{name}/tokens", summary="给一个令牌；只显示这一次", responses={200: {"model": NewTokenShape}})
def token(name: Name, said: Labelled, people: People, admin: Admin) -> JsonLine:
    """The token itself, which is kept nowhere."""
    _sure(people, admin, said)
    made, itself = people.new_token(name, said.label)
    return JsonLine({**_token_line(made), "token": itself})


@router.post("/{name}/tokens/{token}/end", summary="撤销一个令牌", responses={200: {"model": TokenShape}})
def end(name: Name, token: str, said: Sworn, people: People, admin: Admin) -> JsonLine:
    """What was taken back."""
    _sure(people, admin, said)
    was = next((one for one in people.tokens(name) if one.id == token), None)
    if was is None:
        raise HTTPException(404, f"{name} 没有这个令牌：{token}")
    people.end_token(token)
    return JsonLine(_token_line(was))


def _sure(people: Access, admin: User, said: Sworn) -> None:
    """
    Raises:
        HTTPException: the password is not that of the admin, or was tried too often.
    """
    if not _counter.hit(_tries, f"own {admin.name}"):
        raise HTTPException(_TOO_MANY, "尝试过多，请一分钟后再试")
    if people.comes_in(admin.name, said.own_password) is None:
        raise HTTPException(_FORBIDDEN, "您自己的密码不对，什么也没有改")


def _not_oneself(name: str, admin: User) -> None:
    """So that there always is an admin.

    Raises:
        UsageError: it is whoever asks.
    """
    if name == admin.name:
        raise UsageError("不能改变或移除您自己", "请另一位管理员来做，或在服务所在的机器上用 suizhi user")


def _told(people: Access, name: str) -> JsonLine:
    user = people.user(name)
    if user is None:
        raise UsageError(f"没有这个用户：{name}", "刷新页面看现有的用户")
    return JsonLine(_user_line(people, user))


def _user_line(people: Access, user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role,
        "collections": None if user.collections is None else sorted(user.collections),
        "since": user.since,
        "tokens": [_token_line(one) for one in people.tokens(user.name)],
    }


def _token_line(token: Token) -> dict[str, Any]:
    return {"id": token.id, "user": token.user, "label": token.label, "since": token.since}

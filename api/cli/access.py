"""Who may come in and what they did: `user`, `collection`, `log`. Whoever can run these has the library's files."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import AsJson, Home, open_room, opened, whoever
from api.cli.output import emit, paper, say
from api.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from api.access.people import User
    from api.access.store import Access

user = typer.Typer(
    help="谁可以登录、能看哪些资料集、能做什么；密码与令牌。",
    invoke_without_command=False,
    no_args_is_help=True,
)
collection = typer.Typer(
    help="资料集：每份报告属于一个，谁能看哪些见 suizhi user。", invoke_without_command=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="用户名")]
RoleOption = Annotated[
    str | None, typer.Option("--role", help="reader 查看，editor 也可读入、移除、更正，admin 可做一切")
]
Collections = Annotated[list[str] | None, typer.Option("--collection", help="能看的资料集，可重复")]
Every = Annotated[bool, typer.Option("--all", help="能看全部资料集")]
FromStdin = Annotated[bool, typer.Option("--stdin", help="从标准输入读密码（一行），而不是询问")]

_USERS = {"name": "用户", "role": "角色", "collections": "资料集", "since": "建立时间"}
_TOKENS = {"id": "id", "user": "用户", "label": "用途", "since": "建立时间"}
_LOG = {
    "when": "时间",
    "who": "谁",
    "door": "经由",
    "what": "做了",
    "target": "什么",
    "status": "结果",
    "address": "来自",
}


def _access(home: Path | None) -> Access:
    from api.access.store import Access
    from api.settings import read_settings

    return Access(read_settings(home).home)


def _told(access: Access, what: str) -> None:
    """Who may come in is changed in the log, too."""
    access.tell(whoever(), "command", "changed", what)


@user.command("add")
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="reader、editor 或 admin")] = "reader",
    collections: Collections = None,
    every: Every = False,
    stdin: FromStdin = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """建立一个用户；密码在提示后输入，不显示。"""
    from search.library import DEFAULT_COLLECTION
    from search.library.belonging import named

    access = _access(home)
    seen = None if every else [named(one) for one in collections or [DEFAULT_COLLECTION]]
    made = access.add(name, _password(stdin), role, seen)
    _told(access, f"user add {name} {role}")
    _show([_user_line(made)], _USERS, as_json)


@user.command("list")
def users(home: Home = None, as_json: AsJson = False) -> None:
    """列出用户。"""
    found = [_user_line(one) for one in _access(home).users()]
    if not found:
        say("还没有用户。用 suizhi user add 名字 建立。")
    _show(found, _USERS, as_json)


@user.command("give")
def give(
    name: Name,
    role: RoleOption = None,
    collections: Collections = None,
    every: Every = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """改变一个用户的角色或资料集；已登录的须重新登录。"""
    from search.library.belonging import named

    access = _access(home)
    if role is None and collections is None and not every:
        raise UsageError("没有写明给什么", "请写 --role、--collection 或 --all")
    seen = None if collections is None else [named(one) for one in collections]
    now = access.give(name, role, seen, every=every)
    _told(access, f"user give {name} {now.role} {'、'.join(sorted(now.collections or ())) or '全部'}")
    _show([_user_line(now)], _USERS, as_json)


@user.command("passwd")
def passwd(name: Name, stdin: FromStdin = False, home: Home = None) -> None:
    """换一个密码；已登录的须重新登录，令牌不变。"""
    access = _access(home)
    access.set_password(name, _password(stdin))
    _told(access, f"user passwd {name}")
    say(f"{name} 的密码已更换。")


@user.command("remove")
def remove(name: Name, home: Home = None) -> None:
    """移除一个用户和其令牌；日志里做过的事仍在。"""
    access = _access(home)
    access.remove(name)
    _told(access, f"user remove {name}")
    say(f"已移除 {name}。")


@user.command("token")
def token(
    name: Name,
    label: Annotated[str, typer.Option("--label", help="给什么程序用")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """给一个用户的程序一个令牌；只显示这一次。"""
    access = _access(home)
    made, itself = access.new_token(name, label)
    _told(access, f"user token {name} {made.id}")
    if as_json:
        emit({"id": made.id, "user": name, "label": label, "since": made.since, "token": itself})
    else:
        paper().print(itself, markup=False)
        say("请求中写 Authorization: Bearer 令牌。令牌只显示这一次。")


@user.command("tokens")
def tokens(home: Home = None, as_json: AsJson = False) -> None:
    """列出令牌（不含令牌本身）。"""
    found = [
        {"id": one.id, "user": one.user, "label": one.label, "since": one.since}
        for one in _access(home).tokens()
    ]
    _show(found, _TOKENS, as_json)


@user.command("revoke")
def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="令牌的 id，见 suizhi user tokens")],
    home: Home = None,
) -> None:
    """撤销一个令牌。"""
    access = _access(home)
    access.end_token(id_)
    _told(access, f"user revoke {id_}")
    say(f"已撤销 {id_}。")


@collection.callback()
def collections_(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """列出资料集，各有几份报告。"""
    context.obj = (home, as_json)
    if context.invoked_subcommand is not None:
        return
    counts = Counter(open_room(home).collections().values())
    found = [{"collection": name, "documents": counts[name]} for name in sorted(counts)]
    _show(found, {"collection": "资料集", "documents": "报告"}, as_json)


@collection.command("move")
def move(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="COLLECTION", help="移到哪个资料集")],
    sources: Annotated[list[str], typer.Argument(help="报告名，见 suizhi documents")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把报告移到另一个资料集；没有的就新建。"""
    room, as_json = opened(context, home, as_json)
    for source in sources:
        was = room.move(source, name)
        if as_json:
            emit({"source": source, "from": was, "to": name})
        else:
            paper().print(f"{source}：{was} → {name}", markup=False)


def log(
    who: Annotated[str | None, typer.Option("--who", help="只看这个用户")] = None,
    what: Annotated[
        str | None, typer.Option("--what", help="只看 saw、changed、exported、came、left 或 refused")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="从这一天（UTC）起，如 2026-01-31")] = "",
    top: Annotated[int, typer.Option("--top", "-k", min=1, max=1_000_000, help="最近几条")] = 100,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """谁看过、改过、导出过什么；只增不改。"""
    found = [
        {
            "number": one.number,
            "when": one.when,
            "who": one.who,
            "door": one.door,
            "what": one.what,
            "target": one.target,
            "status": one.status,
            "address": one.address,
        }
        for one in _access(home).log(who=who, what=what, since=since, last=top)
    ]
    _show(found, _LOG, as_json)


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    import getpass

    first = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != first:
        raise UsageError("两次输入的密码不同")
    return first


def _user_line(one: User) -> dict[str, Any]:
    seen = None if one.collections is None else sorted(one.collections)
    return {"name": one.name, "role": one.role, "collections": seen, "since": one.since}


def _show(lines: list[dict[str, Any]], headings: dict[str, str], as_json: bool) -> None:
    if as_json:
        for line in lines:
            emit(line)
        return
    from api.cli.show import show_lines

    if lines:
        show_lines(paper(), [{**line, **_words(line)} for line in lines], headings)


def _words(line: dict[str, Any]) -> dict[str, str]:
    if "collections" not in line:
        return {}
    return {
        "collections": "全部" if line["collections"] is None else "、".join(line["collections"]) or "（无）"
    }

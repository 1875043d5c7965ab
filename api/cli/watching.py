"""What people watch: `watch` with `add`, `remove`, `alarms`, `check`; what came and went: `changes`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from api.cli.options import AsJson, Home, Who, login, open_room, opened
from api.cli.output import emit, paper, say

watch = typer.Typer(
    help="关注一个问题或一条界线（如：任一区12345满意率 < 70%），新报告读入时自动对照。",
    invoke_without_command=True,
)

_WATCHES = {"id": "id", "text": "关注", "who": "谁", "when": "自", "reason": "理由"}
_FOUND = {"text": "结果", "quote": "原文", "source": "报告"}
_ALARMS = {"number": "号", "when": "时间", "watched": "关注", **_FOUND}
_EVENTS = {"number": "号", "when": "时间", "said": "事", "source": "报告", "title": "标题", "who": "谁"}
_HAPPENED = {"added": "读入", "replaced": "替换", "reread": "重新读取", "removed": "移除"}

After = Annotated[int, typer.Option("--after", min=0, help="只看这个号之后的")]


@watch.callback()
def watched(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """列出关注的问题与界线。"""
    context.obj = (home, as_json)
    if context.invoked_subcommand is not None:
        return
    from api.watching import watch_line

    found = [watch_line(one) for one in open_room(home).library.watches()]
    if not found and not as_json:
        say("还没有关注什么。用 suizhi watch add 添加。")
    _show(found, as_json, _WATCHES)


@watch.command("add")
def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="一个问题，或如：任一区12345满意率 < 70%")],
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """开始关注；以后读入的报告都与它对照。"""
    from api.watching import watch_line

    room, as_json = opened(context, home, as_json)
    said = room.watch(text, who=who or login(), reason=reason)
    if said.kind == "question" and not as_json:
        say("按问题关注：新报告成为它的依据时提醒。")
    _show([watch_line(said)], as_json, _WATCHES)


@watch.command("remove")
def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="关注的 id，见 suizhi watch")],
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """不再关注；已有的提醒保留。"""
    from api.watching import watch_line

    room, as_json = opened(context, home, as_json)
    for id_ in ids:
        _show([watch_line(room.unwatch(id_, who=who or login()))], as_json, _WATCHES)


@watch.command("alarms")
def alarms(context: typer.Context, after: After = 0, home: Home = None, as_json: AsJson = False) -> None:
    """新报告触发的提醒，附原文。"""
    from api.watching import alarm_lines

    room, as_json = opened(context, home, as_json)
    _show(alarm_lines(room, after), as_json, _ALARMS)


@watch.command("check")
def check(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="关注的 id，见 suizhi watch")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """现在就拿库中全部报告对照一遍。"""
    from api.watching import found_fields

    room, as_json = opened(context, home, as_json)
    found = [found_fields(one) for one in room.check_watch(id_)]
    if not found and not as_json:
        say("没有报告符合。")
    _show(found, as_json, _FOUND)


def changes(
    after: After = 0,
    since: Annotated[
        str | None, typer.Option("--since", help="只看这一天或这一时刻（UTC）以来的，如 2026-11-20")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """资料库的变动：哪份报告何时读入、替换、重新读取、移除。"""
    from api.watching import event_lines

    found = list(event_lines(open_room(home), after, since))
    if not found and not as_json:
        say("没有变动。")
    _show(
        [{**line, "said": _HAPPENED[line["what"]]} if not as_json else line for line in found],
        as_json,
        _EVENTS,
    )


def _show(lines: Iterable[Mapping[str, Any]], as_json: bool, headings: dict[str, str]) -> None:
    found = [dict(line) for line in lines]
    if as_json:
        for line in found:
            emit(line)
    elif found:
        from api.cli.show import show_lines

        show_lines(paper(), found, headings)

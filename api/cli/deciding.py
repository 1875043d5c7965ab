"""What people decide: `alias` with `yes`, `no`, `undo`, `add` and `log`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, Who, login, open_room, opened
from api.cli.output import emit, paper, say

if TYPE_CHECKING:
    from search.library import Decision, DecisionState

Ids = Annotated[list[str], typer.Argument(help="建议的 id，见 suizhi alias")]

alias = typer.Typer(
    help="哪些名称说的是同一个：列出建议，由人决定是、否或撤销。", invoke_without_command=True
)

_HEADINGS = {
    "id": "id", "from_name": "名称", "to_name": "可能就是", "type": "类型", "reason": "理由",
}  # fmt: skip
_LOG = {"when": "时间", "who": "谁", "said": "决定", "from_name": "名称", "to_name": "就是", "id": "id"}
_WORDS = {"open": "提出", "yes": "是", "no": "否", "undone": "撤销"}


@alias.callback()
def proposals(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """哪些名称说的是同一个：列出建议，由人决定是、否或撤销。"""
    context.obj = (home, as_json)
    if context.invoked_subcommand is not None:
        return
    from api.deciding import in_state

    found = in_state(open_room(home), "open")
    if not found and not as_json:
        say("没有待定的建议。")
    _show(found, as_json, _HEADINGS)


@alias.command("yes")
def accept(
    context: typer.Context, ids: Ids, who: Who = None, home: Home = None, as_json: AsJson = False
) -> None:
    """是同一个：从此各处都合在一起读。"""
    _decide(context, ids, "yes", who, home, as_json)


@alias.command("no")
def refuse(
    context: typer.Context, ids: Ids, who: Who = None, home: Home = None, as_json: AsJson = False
) -> None:
    """不是同一个：不再建议。"""
    _decide(context, ids, "no", who, home, as_json)


@alias.command("undo")
def undo(
    context: typer.Context, ids: Ids, who: Who = None, home: Home = None, as_json: AsJson = False
) -> None:
    """撤销决定：一切恢复原样。"""
    _decide(context, ids, "undone", who, home, as_json)


@alias.command("add")
def add(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help="名称或 id")],
    end: Annotated[str, typer.Argument(metavar="TO", help="它就是哪一个：名称或 id")],
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """提出一项自己的建议，再用 yes 决定。"""
    from api.deciding import add as put

    room, as_json = opened(context, home, as_json)
    _show([put(room, start, end, reason, who or login())], as_json, _HEADINGS)


@alias.command("log")
def log(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """谁在什么时候说过什么，一条不少。"""
    room, as_json = opened(context, home, as_json)
    _show(room.library.decision_log(), as_json, _LOG)


def _decide(
    context: typer.Context,
    ids: list[str],
    state: DecisionState,
    who: str | None,
    home: Path | None,
    as_json: bool,
) -> None:
    from api.deciding import decide

    room, as_json = opened(context, home, as_json)
    for decision in decide(room, ids, state, who or login()):
        # One by one as they are done: one that cannot be does not hide those before it.
        if as_json:
            _show([decision], as_json, _LOG)
        else:
            names = f"{decision.from_name} → {decision.to_name}"
            paper().print(f"{_WORDS[state]}：{names}（{decision.id}）", markup=False)


def _show(decisions: Iterable[Decision], as_json: bool, headings: dict[str, str]) -> None:
    from api.deciding import decision_line

    lines = [decision_line(decision) for decision in decisions]
    if as_json:
        for line in lines:
            emit(line)
    elif lines:
        from api.cli.show import show_lines

        show_lines(paper(), [{**line, "said": _WORDS[line["state"]]} for line in lines], headings)

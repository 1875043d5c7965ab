"""The command that holds a report against itself: `audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, Who, login, open_room
from api.cli.output import emit, paper, say

if TYPE_CHECKING:
    from api.shapes import FindingShape

# The words for how sure a finding is.
_SEVERITIES = {"error": "错误", "warning": "疑点", "note": "提示"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def audit(
    sources: Annotated[list[str] | None, typer.Argument(help="报告名，可多个；不写则查全部")] = None,
    unsettled: Annotated[bool, typer.Option("--unsettled", help="不要人已处理的")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查一份报告自身的矛盾：合计不符、数目不符、单位差错、年份错写、重复缺漏、名称不一，附原文。"""
    room = open_room(home)
    from api.watching import finding_lines

    found = 0
    for line in finding_lines(room, sources or None, unsettled=unsettled):
        found += 1
        if as_json:
            emit(line)
        else:
            _show(line)
    if not found and not as_json:
        say("没有查出矛盾。" if room.documents() else "资料库里还没有报告。用 suizhi ingest 文件夹 读入。")


def _show(line: FindingShape) -> None:
    from rich.text import Text

    console = paper()
    head = Text(_SEVERITIES[line["severity"]], style=_COLOURS[line["severity"]])
    console.print(head.append(f"  {line['message']}", style="default"))
    for quote, start, end in zip(line["quotes"], line["starts"], line["ends"], strict=True):
        console.print(Text(f"    “{' '.join(quote.split())}”", style="green"))
        console.print(Text(f"      {line['source']} · 字符 {start}–{end}", style="dim"))
    if line["settled"]:
        said = line["settled"]
        console.print(Text(f"    已处理  {said['who']} {said['when']}  {said['note']}", style="dim"))
    console.print(Text(f"    {line['id']}", style="dim"))
    console.print()


def settle(
    ids: Annotated[list[str], typer.Argument(help="查出的问题的 id，见 suizhi audit")],
    note: Annotated[str, typer.Option("--note", help="说明，例如：已核实，是笔误")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="撤销：又成为未处理的")] = False,
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把审查查出的问题标为已处理，附说明；再次审查时仍然有效。"""
    room = open_room(home)
    from api.correcting import correction_line

    for id_ in ids:
        if undo:
            said = room.unsettle_finding(id_, who=who or login())
        else:
            said = room.settle_finding(id_, who=who or login(), note=note)
        if as_json:
            emit(correction_line(said, said.state == "yes"))
        else:
            words = "又成为未处理的" if undo else "已处理"
            paper().print(f"{words}：{said.before['message']}（{id_}）", markup=False)

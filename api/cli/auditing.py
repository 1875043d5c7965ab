"""The command that holds a report against itself: `audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, open_room
from api.cli.output import emit, paper, say

if TYPE_CHECKING:
    from api.shapes import FindingShape

# The words for how sure a finding is.
_SEVERITIES = {"error": "错误", "warning": "疑点", "note": "提示"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def audit(
    sources: Annotated[list[str] | None, typer.Argument(help="报告名，可多个；不写则查全部")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查一份报告自身的矛盾：合计不符、数目不符、单位差错、年份错写、重复缺漏、名称不一，附原文。"""
    room = open_room(home)
    from api.lines import finding_line

    found = 0
    for finding in room.audit(sources or None):
        found += 1
        line = finding_line(finding)
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
    console.print()

"""Commands that put reports side by side: `compare`, `diff`, `themes`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, open_room
from api.cli.output import emit, paper, say, write_whole
from api.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.lines import Line
    from api.shapes import ThemeShape

_CELLS = {
    "region": "地区",
    "year": "年度",
    "metric": "指标",
    "shown": "数值",
    "period": "时段",
    "remark": "说明",
    "quote": "原文",
    "source": "报告",
}
_CHANGES = {
    "shown": "变化",
    "metric": "指标",
    "subject": "主体",
    "was": "前",
    "is": "后",
    "difference": "差",
    "quote_a": "前一份原文",
    "quote_b": "后一份原文",
}
# The words for the kinds of changes.
_KINDS = {"promised": "目标对照", "copied": "疑似照抄", "moved": "变动", "new": "新增", "gone": "不再提及"}


def compare(
    metric: Annotated[str, typer.Argument(help="指标，例如：满意率、总支出、“一件事”主题套餐数")],
    region: Annotated[list[str] | None, typer.Option("--region", help="只看这个地区，可重复")] = None,
    department: Annotated[
        list[str] | None, typer.Option("--department", help="只看名称中有这些字的部门，可重复")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", help="只看这个主体的数，例如：12345热线")
    ] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="只看这一年度，可重复")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="写成 CSV 文件，供表格软件打开")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写成 Excel 文件")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一个指标在各地区、各年度的数并排列出，附原文；没有的说明原因，口径不同的注明。"""
    if not metric.strip():
        raise UsageError("没有给出指标", "请在命令后写上指标，例如：满意率")
    room = open_room(home)
    from api.correcting import cell_lines

    found = room.compare(metric, region or (), department or (), subject, year or ())
    if csv or xlsx:
        from suizhi.sheets import comparison_csv, comparison_xlsx

        for path, written in ((csv, comparison_csv), (xlsx, comparison_xlsx)):
            if path:
                write_whole(path, written(found))
    cells = list(cell_lines(room, found))
    if as_json:
        for line in cells:
            emit(line)
        return
    from api.cli.show import show_lines

    if not cells:
        say("资料库里还没有报告。用 suizhi ingest 文件夹 读入。")
    rows: list[Line] = [
        {**line, "shown": _amount(line, ""), "remark": line["missing"] or line["note"]} for line in cells
    ]
    show_lines(paper(), rows, _CELLS)


def diff(
    a: Annotated[str, typer.Argument(metavar="SOURCE_A", help="前一份报告")],
    b: Annotated[str, typer.Argument(metavar="SOURCE_B", help="后一份报告")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """同一部门的两份报告逐项对照：新增、不再提及、变动、目标与结果、疑似照抄，附原文。"""
    room = open_room(home)
    from api.lines import change_line
    from search.diffing import of_one_department

    changes = room.diff(a, b)
    if not of_one_department(room.library.report(a).about, room.library.report(b).about):
        say(f"{a} 与 {b} 不是同一部门的报告，对照结果仅供参考。")
    lines = [change_line(change) for change in changes]
    if as_json:
        for line in lines:
            emit(line)
        return
    from api.cli.show import show_lines

    rows: list[Line] = [
        {**line, "shown": _KINDS[line["kind"]], "was": _amount(line, "_a"), "is": _amount(line, "_b")}
        for line in lines
    ]
    show_lines(paper(), rows, _CHANGES)


def themes(home: Home = None, as_json: AsJson = False) -> None:
    """几份报告都有的举措、平台、项目归为主题，并列出还没有的地区。"""
    room = open_room(home)
    from api.lines import theme_line

    found = room.themes()
    if not found:
        say("没有两份报告共有的举措、平台或项目。")
    for theme in found:
        line = theme_line(theme)
        if as_json:
            emit(line)
        else:
            _show_theme(line)


def _show_theme(line: ThemeShape) -> None:
    from rich.text import Text

    console = paper()
    console.print(Text(line["theme"], style="bold"))
    for member in line["members"]:
        of = " · ".join(str(part) for part in (member["region"], member["year"], member["source"]) if part)
        console.print(Text(f"  {member['name']}  {of}"))
        console.print(Text(f"    “{' '.join(member['quote'].split())}”", style="green"))
    if line["missing_regions"]:
        console.print(Text(f"  还没有的地区：{'、'.join(line['missing_regions'])}", style="dim"))
    console.print()


def _amount(line: Mapping[str, object], side: str) -> str:
    """A value with its unit, the operator before it where it is not exact; "" where there is none."""
    value, op = line[f"value{side}"], line[f"op{side}"]
    if value is None:
        return ""
    number = "–".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{'' if op == '=' else op}{number}{line[f'unit{side}']}"

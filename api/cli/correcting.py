"""What people say of single readings: `correct` with `fact`, `relation`, `entity`, `report`, `undo`, `log`, `gold`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, Who, login, open_room, opened
from api.cli.output import emit, paper, say

if TYPE_CHECKING:
    from api.shapes import CorrectionShape
    from search.library import Correction
    from suizhi import Suizhi

Reason = Annotated[str, typer.Option("--reason", help="理由，会显示在回答与导出里")]
Wrong = Annotated[bool, typer.Option("--wrong", help="读错了，不是这样：不再用它回答")]

correct = typer.Typer(
    help="标出读错的数据、关系、实体，或更正它；更正报告的标题、地区、部门、年度。由人决定，可撤销，重新读入后仍有效。",
    invoke_without_command=True,
)

_HEADINGS = {
    "when": "时间", "who": "谁", "said": "决定", "thing": "对象", "was": "原读作", "now": "更正为", "reason": "理由",
    "id": "id",
}  # fmt: skip
_THINGS = {"fact": "数据", "relation": "关系", "entity": "实体", "report": "报告"}
# What is told of a reading that is wrong altogether.
_TELLING = ("metric", "value", "unit", "head_name", "rel", "tail_name", "name", "type")
_NAMES = {
    "value": "数值", "unit": "单位", "op": "约数", "metric": "指标", "period": "时段", "subject": "主体",
    "kind": "性质", "direction": "升降", "head_name": "从", "rel": "关系", "tail_name": "到", "type": "类型",
    "title": "标题", "province": "省", "city": "市", "district": "区县", "department": "部门", "year": "年度",
    "name": "名称",
}  # fmt: skip


@correct.callback()
def standing(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """列出有效的更正：谁在什么时候更正了什么。"""
    context.obj = (home, as_json)
    if context.invoked_subcommand is not None:
        return
    from api.correcting import corrections

    found = [line for line in corrections(open_room(home)) if line["state"] == "yes"]
    if not found and not as_json:
        say("没有更正。")
    _show(found, as_json)


@correct.command("fact")
def fact(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="数据的 id，见 suizhi export facts")],
    wrong: Wrong = False,
    value: Annotated[str | None, typer.Option("--value", help="数值，如 67.82、302.53万、10-20")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="单位，如 %、万元、宗")] = None,
    op: Annotated[str | None, typer.Option("--op", help="= > >= < <= ~（约）")] = None,
    metric: Annotated[str | None, typer.Option("--metric", help="指标")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="时段，如 2023、2023-H1、2023-01/2023-10，没有写 -")
    ] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="主体")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="actual、target、budget、score、rank、change")
    ] = None,
    direction: Annotated[str | None, typer.Option("--direction", help="up、down、same，没有写 -")] = None,
    reason: Reason = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一条数据读错了，或其中几项应更正。"""
    from api.correcting import only_one
    from search.amending import FactChange, given

    change = FactChange(value, unit, op, metric, period, subject, kind, direction)
    only_one(wrong, bool(given(change)))
    room, as_json = opened(context, home, as_json)
    said = room.correct_fact(id_, None if wrong else change, who=who or login(), reason=reason)
    _told(room, said, as_json)


@correct.command("relation")
def relation(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="关系的 id，见 suizhi export relations")],
    wrong: Wrong = False,
    head: Annotated[str | None, typer.Option("--head", help="从哪一个：名称或 id")] = None,
    rel: Annotated[str | None, typer.Option("--rel", help="关系，如 建设、印发、隶属")] = None,
    tail: Annotated[str | None, typer.Option("--tail", help="到哪一个：名称或 id")] = None,
    reason: Reason = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一条关系读错了，或其中几项应更正。"""
    from api.correcting import only_one
    from search.amending import RelationChange, given

    change = RelationChange(head, rel, tail)
    only_one(wrong, bool(given(change)))
    room, as_json = opened(context, home, as_json)
    said = room.correct_relation(id_, None if wrong else change, who=who or login(), reason=reason)
    _told(room, said, as_json)


@correct.command("entity")
def entity(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称或 id")],
    wrong: Annotated[bool, typer.Option("--wrong", help="不是实体")] = False,
    type_: Annotated[str | None, typer.Option("--type", help="类型，如 ORG、PLATFORM、PROJECT")] = None,
    reason: Reason = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一个实体的类型不对，或根本不是实体。"""
    from api.correcting import only_one
    from api.deciding import the_one

    only_one(wrong, type_ is not None)
    room, as_json = opened(context, home, as_json)
    said = room.correct_entity(the_one(room, name).id, type_, who=who or login(), reason=reason)
    _told(room, said, as_json)


@correct.command("report")
def report(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="报告名，见 suizhi documents")],
    title: Annotated[str | None, typer.Option("--title", help="标题，未知写 -，下同")] = None,
    region: Annotated[str | None, typer.Option("--region", help="地区，如 花都区 或 广州市花都区")] = None,
    department: Annotated[str | None, typer.Option("--department", help="部门全称")] = None,
    year: Annotated[str | None, typer.Option("--year", help="报告年度")] = None,
    reason: Reason = "",
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """设定一份报告的标题、地区、部门、年度，并据此重新读一遍。"""
    from api.correcting import only_one
    from search.amending import ReportChange, given

    change = ReportChange(title, region, department, year)
    only_one(False, bool(given(change)))
    room, as_json = opened(context, home, as_json)
    _told(room, room.correct_report(source, change, who=who or login(), reason=reason), as_json)


@correct.command("undo")
def undo(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="更正的 id，或被更正的数据、关系、实体的 id、报告名")],
    who: Who = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """撤销更正：恢复成报告里读到的。"""
    room, as_json = opened(context, home, as_json)
    for id_ in ids:
        _told(room, room.undo_correction(id_, who=who or login()), as_json)


@correct.command("log")
def log(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """谁在什么时候更正或撤销过什么，一条不少。"""
    from api.correcting import corrections

    room, as_json = opened(context, home, as_json)
    _show(corrections(room, log=True), as_json)


@correct.command("gold")
def gold(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="写到这个文件夹", file_okay=False)],
    home: Home = None,
) -> None:
    """把有效的更正写成标注文件（bench/gold 的格式）；标为错误的另写一个文件。"""
    from api.gold import write_gold

    room, _ = opened(context, home, False)
    for path in write_gold(room, folder):
        paper().print(str(path), markup=False)


def _told(room: Suizhi, said: Correction, as_json: bool) -> None:
    from api.correcting import applying_ids, correction_line

    line = correction_line(said, said.state == "yes" and said.id in applying_ids(room.library))
    if as_json:
        emit(line)
        return
    row = _row(line)
    paper().print(f"{row['said']}：{row['thing']}  {row['was']} → {row['now']}（{said.id}）", markup=False)


def _show(lines: Iterable[CorrectionShape], as_json: bool) -> None:
    found = list(lines)
    if as_json:
        for line in found:
            emit(line)
    elif found:
        from api.cli.show import show_lines

        show_lines(paper(), map(_row, found), _HEADINGS)


def _row(line: CorrectionShape) -> dict[str, str]:
    """A correction in words."""
    before, after = line["before"], line["after"]
    names = _TELLING if after is None else tuple(after)
    told = {name: before.get(name) for name in names if name in before}
    return {
        "when": line["when"],
        "who": line["who"],
        "reason": line["reason"],
        "id": line["id"],
        "said": "撤销" if line["state"] == "undone" else "有误" if after is None else "更正",
        "thing": f"{_THINGS[line['what']]} {line['quote'] or before.get('name') or line['source']}",
        "was": _in_words(told),
        "now": "" if after is None else _in_words(after),
    }


def _in_words(values: dict[str, object]) -> str:
    return "，".join(
        f"{name}{'无' if values[key] is None else values[key]}"
        for key, name in _NAMES.items()
        if key in values
    )

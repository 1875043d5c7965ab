"""Commands about what the reports say: `entity`, `path`, `neighbours`, `communities`, `export`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, Output, open_room
from api.cli.output import emit, paper, say
from api.errors import UsageError
from suizhi import MOST_HOPS

if TYPE_CHECKING:
    from api.surroundings import EdgeShape


def entity(
    name: Annotated[str, typer.Argument(help="名称、别名、其中一部分，或 id")],
    top: Annotated[int, typer.Option("--top", "-k", min=1, help="同名或相近时最多给出几个")] = 5,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查一个机构、平台、项目、举措……：别名、关系、数据、出现处。"""
    room = open_room(home)
    from api.knowledge import entities_called, entity_line

    found = entities_called(room, name)[:top]
    if not found:
        say(f"报告里没有叫“{name}”的。")
    for one in found:
        line = entity_line(room, one)
        if as_json:
            emit(line)
        else:
            from api.cli.show import show_entity

            show_entity(paper(), line)


def path(
    start: Annotated[str, typer.Argument(metavar="A", help="一个名称")],
    end: Annotated[str, typer.Argument(metavar="B", help="另一个名称")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """两个实体之间的联系，每一步都有原文。"""
    room = open_room(home)
    from api.knowledge import hop_line, path_between

    hops = path_between(room, start, end)
    if hops is None:
        say(f"报告没有把“{start}”和“{end}”联系起来。")
    lines = [hop_line(hop) for hop in hops or ()]
    if as_json:
        for line in lines:
            emit(line)
        return
    from api.cli.show import show_lines

    show_lines(paper(), lines, {"head": "从", "rel": "关系", "tail": "到", "quote": "原文", "source": "报告"})


def neighbours(
    name: Annotated[str, typer.Argument(help="名称、别名，或 id（指标的也可以）")],
    hops: Annotated[int, typer.Option("--hops", min=1, max=MOST_HOPS, help="最多几步")] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多显示几个")] = 50,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """一个实体的周围：与它有关系的机构、平台、项目、指标……，每条都有原文。"""
    room = open_room(home)
    from api.surroundings import centre_of, neighbourhood_line

    centre = centre_of(room, name)
    if centre is None:
        raise UsageError(f"报告里没有叫“{name}”的", "请换一个名称，或先用 suizhi entity 查找")
    line = neighbourhood_line(room, centre, hops, limit)
    if as_json:
        emit(line)
        return
    from api.cli.show import show_lines

    named = {node["id"]: node["name"] for node in line["nodes"]}
    shown = [
        {**edge, "head": named[edge["head"]], "tail": named[edge["tail"]], "said": _said(edge)}
        for edge in line["edges"]
    ]
    show_lines(
        paper(),
        shown,
        {"head": "从", "said": "关系", "tail": "到", "count": "处", "quote": "原文", "source": "报告"},
    )
    if line["hidden"]:
        say(f"另有 {line['hidden']} 个没有显示，可用 --limit 增加。")


def _said(edge: EdgeShape) -> str:
    """A relation, or the number that leads to a metric."""
    return edge["rel"] if edge["unit"] is None else f"{edge['op']} {edge['value']}{edge['unit']}"


def communities(
    top: Annotated[int, typer.Option("--top", "-k", min=1, max=1000, help="最多给出几群，大的在前")] = 20,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """报告里彼此关系密切的实体，一群一行。"""
    room = open_room(home)
    from api.surroundings import community_lines

    lines = community_lines(room, top)
    if as_json:
        for line in lines:
            emit(line)
        return
    from api.cli.show import show_lines

    shown = [{**line, "names": "、".join(member["name"] for member in line["members"])} for line in lines]
    show_lines(paper(), shown, {"community": "群", "size": "个数", "names": "最重要的"})


def export(
    what: Annotated[str, typer.Argument(help="facts、entities、relations、graph 或 all（全部，规范次序）")],
    form: Annotated[str, typer.Option("--format", help="graph 的格式：graphml、jsonld、csv")] = "graphml",
    output: Output = None,
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="导出总是供程序读取的，此项可省略")] = True,  # noqa: ARG001
) -> None:
    """导出数据、实体、关系、图谱或全部。"""
    room = open_room(home)
    from api.knowledge import export as pieces

    if output is None:
        sys.stdout.writelines(pieces(room, what, form))
        return
    # Beside the target and then in its place: a file that is there is a whole one.
    beside = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as target:
            target.writelines(pieces(room, what, form))
        beside.replace(output)
    except OSError as error:
        raise UsageError(f"写不了文件 {output}：{error.strerror}", "请检查路径和权限") from error
    finally:
        beside.unlink(missing_ok=True)

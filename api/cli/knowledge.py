"""Commands about what the reports say: `entity`, `path`, `export`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from api.cli.options import AsJson, Home, Output, open_room
from api.cli.output import emit, paper, say
from api.errors import UsageError


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

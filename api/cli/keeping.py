"""Commands that keep the library: `verify`, `repair`, `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, open_room
from api.cli.output import emit, paper, say

if TYPE_CHECKING:
    from search.backup import Backup

_CHECKS = {
    "database": "数据库文件", "originals": "原件", "seals": "报告校验值", "citations": "引文",
    "counts": "条数", "decisions": "人的决定", "index": "索引",
}  # fmt: skip
_WORDS = {"mended": "已修复", "lost": "无法修复"}


def verify(home: Home = None, as_json: AsJson = False) -> None:
    """逐条核对资料库：引文、校验值、条数、数据库、索引。只读，不改动。"""
    room = open_room(home)
    from api.cli.progress import Bar
    from api.keeping import check_line
    from search.library import DamagedError

    wrong = 0
    with Bar("核对") as bar:
        try:
            for check in room.verify(bar.step):
                wrong += len(check.wrong)
                if as_json:
                    emit(check_line(check))
                else:
                    found = f"{len(check.wrong)} 处不对" if check.wrong else "无误"
                    paper().print(f"{_CHECKS[check.name]}：{check.checked} 项，{found}", markup=False)
                    for one in check.wrong:
                        paper().print(f"  {one.where}：{one.what}。{one.remedy}", markup=False)
        except DamagedError as error:
            # That it cannot even be opened is what this command is there to say.
            wrong += 1
            if as_json:
                details = [{"where": error.where, "what": error.what, "remedy": error.remedy}]
                emit({"check": "database", "checked": 1, "wrong": 1, "details": details})
            else:
                paper().print(f"{_CHECKS['database']}：{error}", markup=False)
    if wrong:
        say(f"共 {wrong} 处不对。修复：suizhi repair")
        raise typer.Exit(1)


def repair(home: Home = None, as_json: AsJson = False) -> None:
    """修复资料库：重读原件、重建索引、补回决定；修不好的逐条说明。"""
    from api.keeping import mended_line

    found = lost = 0
    for one in open_room(home).repair():
        found += 1
        lost += one.status == "lost"
        if as_json:
            emit(mended_line(one))
        else:
            paper().print(f"{_WORDS[one.status]}：{one.where}：{one.what}", markup=False)
    if not found:
        say("没有发现问题。")
    if lost:
        raise typer.Exit(1)


def backup(
    file: Annotated[Path, typer.Argument(help="写成这个文件（.tar 或 .tar.gz），须是还没有的文件名")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把整个资料库（连同用户与访问日志）备份成一个文件；服务不必停。"""
    made = open_room(home).backup(file)
    _show("已备份", made, as_json)
    if made.wrong:
        say(f"注意：资料库本身有 {len(made.wrong)} 处不对（{made.wrong[0]}）。详见 suizhi verify")
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help="替换已有的资料库")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """用备份恢复资料库：先核对，再整体换上；已有用户的，用户不变。"""
    _show("已恢复", open_room(home).restore(file, replace=replace), as_json)


def _show(done: str, made: Backup, as_json: bool) -> None:
    if as_json:
        from api.keeping import backup_line

        emit(backup_line(made))
    else:
        held = f"{made.reports} 份报告，{made.decisions} 条决定，{made.bytes} 字节"
        users = "，含用户与日志" if made.users else ""
        paper().print(f"{done}：{made.file}（{made.made}，{held}{users}）", markup=False)

"""Commands about the reports of the library: `ingest`, `refresh`, `remove`, `documents`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Home, open_room, whoever
from api.cli.output import emit, paper, say
from api.errors import UsageError

if TYPE_CHECKING:
    from search.intake import Taken


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="报告文件或文件夹（文件夹会逐层读入）")],
    replace: Annotated[bool, typer.Option("--replace", help="同名的另一份报告：替换它")] = False,
    collection: Annotated[str | None, typer.Option("--collection", help="放进哪个资料集")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把报告读入资料库；一份读不了，其余照常。"""
    room = open_room(home)
    from api.cli.progress import Bar
    from api.cli.stopping import stoppable

    known = len(room.library.alarms())
    with Bar() as bar, stoppable() as stop:
        taken = room.into(collection).ingest(
            paths, replace=replace, report=bar.update, stop=stop, who=whoever()
        )
        try:
            _tell(taken, as_json, stop)
        finally:
            raised = len(room.library.alarms()) - known
            if raised:
                say(f"关注的事有 {raised} 项新提醒，用 suizhi watch alarms 查看。")


def refresh(
    sources: Annotated[list[str] | None, typer.Argument(help="报告名；不写则全部")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """用现在的程序重新读一遍库中保存的原件。"""
    room = open_room(home)
    from api.cli.progress import Bar
    from api.cli.stopping import stoppable

    with Bar() as bar, stoppable() as stop:
        taken = room.refresh(sources or None, report=bar.update, stop=stop, who=whoever())
        _tell(taken, as_json, stop)


def remove(
    sources: Annotated[list[str], typer.Argument(help="报告名，见 suizhi documents")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """移除报告，以及只有它说过的一切。"""
    for dropped in open_room(home).remove(sources, who=whoever()):
        if as_json:
            emit({"source": dropped.source, "status": dropped.status})
        else:
            words = {"removed": "已移除", "absent": "库中没有"}[dropped.status]
            paper().print(f"{dropped.source}：{words}", markup=False)


def documents(home: Home = None, as_json: AsJson = False) -> None:
    """列出资料库里的报告。"""
    room = open_room(home)
    if as_json:
        from api.correcting import report_lines

        for line in report_lines(room):
            emit(line)
        return
    from api.cli.show import show_reports

    show_reports(paper(), room.documents())


STOPPED = 1
"""The exit status of work that somebody ended."""


def _tell(taken: Iterable[Taken], as_json: bool, stopped: Callable[[], bool]) -> None:
    """A line a file as it is done; exit status 2 at the end if any failed, 1 if somebody ended it."""
    from api.cli.show import taken_in_words, with_source
    from api.lines import taken_line

    failed = 0
    for one in taken:
        failed += one.status == "failed"
        if as_json:
            emit(taken_line(one))
            if one.error:
                say(with_source(one))
        else:
            paper().print(taken_in_words(one), markup=False)
    if stopped():
        say("已停止。以上各份已处理完，其余没有读入；再运行一次即可继续。")
        raise typer.Exit(STOPPED)
    if failed:
        raise UsageError(f"有 {failed} 份没有读入，原因见上", "其余已处理")

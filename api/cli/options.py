"""Options that several commands share, and the library that they open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from suizhi import Suizhi

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="资料库所在的文件夹（也可用环境变量 SUIZHI_HOME）",
        file_okay=False,
        show_default="用户数据目录",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="每行输出一个 JSON 对象，供程序读取")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="批量输入：每行一个 JSON 对象的文件，- 表示标准输入", allow_dash=True),
]
Who = Annotated[str | None, typer.Option("--who", help="是谁的决定", show_default="登录名")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件，而不是标准输出")]


def open_room(home: Path | None) -> Suizhi:
    """The library that `--home`, SUIZHI_HOME or the default names."""
    from api.settings import read_settings

    return read_settings(home).open_room()


def opened(context: typer.Context, home: Path | None, as_json: bool) -> tuple[Suizhi, bool]:
    """The library of a group's command: `suizhi alias --home X yes ID` must not go to another library."""
    before: tuple[Path | None, bool] = context.obj
    return open_room(home or before[0]), as_json or before[1]


def whoever() -> str:
    """Who is at the keyboard, "" where the system does not know: what came and went is logged all the same."""
    from api.errors import UsageError

    try:
        return login()
    except UsageError:
        return ""


def login() -> str:
    """Who is at the keyboard, where `--who` does not say it."""
    import getpass

    from api.errors import UsageError

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("不知道是谁的决定：系统没有登录名", "请用 --who 写明") from error

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
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件，而不是标准输出")]


def open_room(home: Path | None) -> Suizhi:
    """The library that `--home`, SUIZHI_HOME or the default names."""
    from api.settings import read_settings

    return read_settings(home).open_room()

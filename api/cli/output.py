"""What the command line writes: results on standard output, progress and errors on standard error."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def emit(line: object) -> None:
    """Writes one JSON line and hands it on at once: the reader of a pipe need not wait."""
    from api.lines import encode

    sys.stdout.write(encode(line).decode() + "\n")
    sys.stdout.flush()


def say(message: str) -> None:
    """A warning or an error, as one line on standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


UNBROKEN = 100_000
"""Columns of what is piped into a file or another program: lines are broken for a screen only."""


@cache
def paper() -> Console:
    """Where answers for people are written: standard output, without colours when it is not a terminal."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else UNBROKEN)


@cache
def margin() -> Console:
    """Where progress is shown: standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file beside its place and then puts it there: a file that is there is a whole one.

    Raises:
        UsageError: it cannot be written.
    """
    from api.errors import UsageError

    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"写不了文件 {path}：{error.strerror}", "请检查路径和权限") from error
    finally:
        beside.unlink(missing_ok=True)

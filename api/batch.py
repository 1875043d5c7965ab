"""Batch input: JSON lines, read one by one, so that a program may feed them through a pipe as it goes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from api.errors import UsageError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a batch: the caller's `id`, the question, query or name, and the report it is of, if given.

    `line` counts from 1.
    """

    id: str | int
    text: str
    source: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that cannot be used; `line` counts from 1, `reason` is Chinese, for people, `id` if it has one."""

    line: int
    reason: str
    id: str | int | None = None


@contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """The lines of the file at `path`, of standard input for "-".

    Raises:
        UsageError: the file cannot be opened.
    """
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UsageError(f"打不开批量文件 {path}：{error.strerror}", "请检查路径和权限") from error
    with stream:
        yield stream


def read_batch(lines: Iterable[bytes], field: str) -> Iterator[Item | Malformed]:
    """Reads lines `{"id": …, field: "…"}`; empty ones are passed over.

    >>> list(read_batch([b'{"id": "a", "question": "1?"}', b'{"id": 1}'], "question"))
    [Item(id='a', text='1?', source=None, line=1), Malformed(line=2, reason='缺少 question（应为非空字符串）', id=1)]
    """
    for number, line in enumerate(lines, start=1):
        line = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if line.strip():
            yield _read_line(line, field, number)


def _read_line(line: bytes, field: str, number: int) -> Item | Malformed:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Malformed(number, f"不是 JSON：{error.msg}")
    if not isinstance(value, dict):
        return Malformed(number, "应为一个 JSON 对象")
    name, text = value.get("id"), value.get(field)
    if not isinstance(name, str | int) or isinstance(name, bool):
        return Malformed(number, "缺少 id（应为字符串或整数）")
    if not isinstance(text, str) or not text.strip():
        return Malformed(number, f"缺少 {field}（应为非空字符串）", name)
    source = value.get("source")
    if source is not None and not isinstance(source, str):
        return Malformed(number, "source 应为字符串", name)
    return Item(name, text, source, number)

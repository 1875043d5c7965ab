"""What people decided, a second time: a line a decision in a file beside the database.

Reports can be read again from their files; a decision is nowhere else. Its line is written inside the transaction that
adds it, before that is committed, so that none is ever told that is not here. What the database has not, because a kill
came between the two or its log was lost, it gets when it is next opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, insert, select

from search.library.schema import decision_seals, decisions
from search.library.seals import decision_seal, seal_decision

FILE = "decisions.jsonl"
"""In the library folder."""

_COLUMNS = {"seal", *(column.name for column in decisions.columns)}
_TAIL = 100_000  # bytes that surely hold the last line; a reason has at most some thousand characters


def keep(connection: Connection) -> None:
    """Seals the decisions that have no seal yet, and writes them to the journal."""
    sealed = connection.scalar(select(func.max(decision_seals.c.number))) or 0
    if (connection.scalar(select(func.max(decisions.c.number))) or 0) <= sealed:
        return
    new = select(decisions).where(decisions.c.number > sealed).order_by(decisions.c.number)
    rows = _plain(connection, new)
    for row in rows:
        row["seal"] = seal_decision(connection, row["number"])
    _append(_path(connection), rows)


def read(home: Path) -> dict[int, Mapping[str, Any]]:
    """The rows of the journal by number; a line that a kill cut short is passed over, of two the later holds."""
    try:
        data = (home / FILE).read_bytes()
    except FileNotFoundError:
        return {}
    return {row["number"]: row for row in _rows(data)}


def last(home: Path) -> int:
    """The number of the last line that is whole; looks at the journal's end only."""
    try:
        with (home / FILE).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            end = file.read()
    except FileNotFoundError:
        return 0
    return max((row["number"] for row in _rows(end)), default=0)


def catch_up(connection: Connection) -> None:
    """Adds what the journal has beyond the log, as long as each line follows; a journal that ends before it is rewritten."""
    held = connection.scalar(select(func.max(decisions.c.number))) or 0
    kept = read(_path(connection).parent)
    before = connection.scalar(select(decision_seals.c.seal).where(decision_seals.c.number == held))
    while (row := kept.get(held + 1)) and row["seal"] == decision_seal(before, row):
        held, before = held + 1, row["seal"]
        columns = {column.name: row[column.name] for column in decisions.columns}
        connection.execute(insert(decisions).values(columns))
        connection.execute(insert(decision_seals).values(number=held, seal=before))
    if max(kept, default=0) < held:
        rewrite(_path(connection).parent, connection)


def rewrite(home: Path, connection: Connection) -> None:
    """Replaces the journal by what the database holds, whole."""
    both = decisions.join(decision_seals, decision_seals.c.number == decisions.c.number)
    rows = select(decisions, decision_seals.c.seal).select_from(both).order_by(decisions.c.number)
    new = home / f"{FILE}.new"
    new.unlink(missing_ok=True)
    _append(new, _plain(connection, rows))
    if new.exists():
        new.replace(home / FILE)
    else:
        (home / FILE).unlink(missing_ok=True)


def _path(connection: Connection) -> Path:
    return Path(connection.get_execution_options()["home"]) / FILE


def _plain(connection: Connection, rows: Select[Any]) -> list[dict[str, Any]]:
    # The names of columns are a kind of string that JSON does not take for one.
    return [{str(name): value for name, value in row.items()} for row in connection.execute(rows).mappings()]


def _append(path: Path, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    with path.open("ab") as file:
        # A line that a kill cut short must not swallow the first of these.
        file.write(b"\n" if file.tell() else b"")
        file.write(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        file.flush()
        os.fsync(file.fileno())


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n"):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(row, dict) and row.keys() >= _COLUMNS and isinstance(row["number"], int):
            yield row

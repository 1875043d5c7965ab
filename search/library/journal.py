"""What people decided, a second time: a line a decision in a file beside the database.

Reports can be read again from their files; a decision is nowhere else. Lines are added inside the transaction that
adds the decision, before it is committed, so that none is ever told that is not here; a line of a transaction that was
cut short is of a decision that was never told, and the next one takes its number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, select

from search.library.schema import decision_seals, decisions
from search.library.seals import seal_decision

FILE = "decisions.jsonl"
"""In the library folder."""


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
    return {row["number"]: row for row in _lines(home / FILE)}


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
    return Path(str(connection.engine.url.database)).parent / FILE


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


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    for line in data.split(b"\n"):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(row, dict) and {"number", "seal"} <= row.keys():
            yield row

"""What can still be read of a damaged database, row by row.

SQLite stops at the first page that is no page. Looked at from both ends, and single files by their keys, all rows but
those of that page are found. What reports said is not taken over: their files are read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from search.library import journal
from search.library.schema import decision_seals, decisions, metadata, originals, reports, seals
from search.library.seals import SEALED, decision_seal

Row = dict[str, Any]

OF_REPORTS = {table.name for table in (*SEALED, seals, originals, metadata.tables["meta"])}
"""What comes back by reading the files again; every other table is of people, and is taken over as it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A report that the damaged database lists: its name and the SHA-256 of its file."""

    source: str
    sha256: str
    extractors: str


class Wreck:
    """A damaged database, opened to be read only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def reports(self) -> list[Named]:
        """The reports that can still be named."""
        rows = self._rows(reports.name, ("source", "sha256", "extractors"), "id")
        return [Named(*map(str, row.values())) for row in rows if all(row.values())]

    def keys(self) -> list[str]:
        """The keys of the files that are still listed."""
        return [str(row["sha256"]) for row in self._rows(originals.name, ("sha256",), "sha256")]

    def original(self, key: str) -> bytes | None:
        """The file with that SHA-256, None if it is not there as it was given."""
        try:
            with closing(self._open()) as connection:
                found = connection.execute("SELECT bytes FROM originals WHERE sha256 = ?", (key,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return None
        data = found and found[0]
        return data if isinstance(data, bytes) and sha256(data).hexdigest() == key else None

    def of_people(self) -> Iterator[tuple[Table, list[Row]]]:
        """The rows of each table that belongs to no report."""
        for table in metadata.sorted_tables:
            if table.name not in OF_REPORTS:
                columns = tuple(column.name for column in table.columns)
                yield table, self._rows(table.name, columns, next(iter(table.primary_key)).name)

    def _rows(self, table: str, columns: tuple[str, ...], key: str) -> list[Row]:
        """The rows of a table in the order of their key; of one that breaks off, those from its end too."""
        wanted = ", ".join(f'"{column}"' for column in columns)
        found: dict[Any, Row] = {}
        for order in ("ASC", "DESC"):
            whole = self._read(
                f'SELECT "{key}", {wanted} FROM "{table}" ORDER BY "{key}" {order}',
                lambda row: found.setdefault(row[0], dict(zip(columns, row[1:], strict=True))),
            )
            if whole:
                break
        return [found[at] for at in sorted(found, key=lambda at: (str(type(at)), at))]

    def _read(self, statement: str, take: Callable[[tuple[Any, ...]], object]) -> bool:
        """Hands each row on until one cannot be read; whether all could."""
        try:
            with closing(self._open()) as connection:
                for row in connection.execute(statement):
                    take(row)
        except (sqlite3.Error, UnicodeDecodeError):
            return False
        return True

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        # Text that is none is better than no row; seals and readers will tell.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return connection


def put_back(connection: Connection, home: Path, log: list[Row], sealed: Mapping[int, str]) -> list[int]:
    """Writes the log of decisions, from what was read of it and from the journal; those that neither has whole.

    A row counts where it has its seal: that of the database, else that of the journal.
    """
    read = {int(row["number"]): row for row in log}
    kept = journal.read(home)
    lost: list[int] = []
    before: str | None = None
    for number in range(1, max([0, *read, *kept, *sealed]) + 1):
        row = _whole(before, sealed.get(number), read.get(number), kept.get(number))
        if row is None:
            lost.append(number)
            row = read.get(number) or kept.get(number)
        if row is None:
            before = sealed.get(number)
            continue
        columns = {column.name: row[column.name] for column in decisions.columns}
        connection.execute(insert(decisions).values(columns))
        before = sealed.get(number) or str(row.get("seal") or decision_seal(before, row))
        connection.execute(insert(decision_seals).values(number=number, seal=before))
    return lost


def _whole(before: str | None, seal: str | None, *rows: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The first of the rows that has the seal, its own where the database has none."""
    for row in rows:
        if row is not None and decision_seal(before, row) == (seal or row.get("seal")):
            return row
    return None

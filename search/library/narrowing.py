"""A database that holds some collections only: what every statement of a narrowed connection sees.

Each table is hidden behind a temporary view of the same name that lets the rows of allowed reports through, so
that no query can forget to ask. Statements are the same for all; nothing can be written through the views, and a
table that this file does not know is empty.

SQLite looks for a name among the temporary ones first, as PostgreSQL does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from sqlalchemy import Engine, Table, event

from search.library.connecting import FILE, engine_on
from search.library.schema import DEFAULT_COLLECTION, metadata
from search.library.shelves import Library

OPEN = frozenset({"meta", "decision_seals"})
"""Tables that tell nothing of a report: numbers and hashes."""

_PLACE = (
    "coalesce((SELECT c.collection FROM main.collections AS c WHERE c.source = {source}), '"
    + DEFAULT_COLLECTION
    + "') IN (SELECT name FROM temp.allowed)"
)
_SOURCE = "coalesce(json_extract(t.detail, '$.source'), '')"
_NAMED = 'EXISTS (SELECT 1 FROM temp.entities AS e WHERE e.id = t."{end}")'

_ROWS = {
    "reports": _PLACE.format(source="t.source"),
    "originals": "EXISTS (SELECT 1 FROM temp.reports AS r WHERE r.sha256 = t.sha256)",
    "collections": "t.collection IN (SELECT name FROM temp.allowed)",
    "events": _PLACE.format(source="t.source"),
    "alarms": f"{_PLACE.format(source='t.source')} "
    "AND EXISTS (SELECT 1 FROM temp.decisions AS d WHERE d.id = t.watch)",
    # What people say of names is told to those who see both; a watch to those who see all that its owner saw;
    # a correction to those who see its report, or (of an entity) a report that names it.
    "decisions": "CASE t.what "
    f"WHEN 'alias' THEN {_NAMED.format(end='from')} AND {_NAMED.format(end='to')} "
    "WHEN 'watch' THEN json_type(t.detail, '$.collections') IS 'array' AND NOT EXISTS ("
    "SELECT 1 FROM json_each(t.detail, '$.collections') AS j "
    "WHERE j.value NOT IN (SELECT name FROM temp.allowed)) "
    f"ELSE CASE {_SOURCE} WHEN '' THEN {_NAMED.format(end='from')} "
    f"ELSE {_PLACE.format(source=_SOURCE)} END END",
}
_CHILD = "EXISTS (SELECT 1 FROM temp.reports AS r WHERE r.id = t.report)"
_NOTHING = "0"


def narrowed(library: Library, allowed: Iterable[str]) -> Engine:
    """An engine on the database of `library` that sees the allowed collections, and writes nothing."""
    names = sorted(set(allowed))
    engine = engine_on(library.home / FILE)

    @event.listens_for(engine, "connect")
    def hide(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("CREATE TEMP TABLE allowed (name TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.executemany("INSERT INTO temp.allowed VALUES (?)", [(name,) for name in names])
        for statement in _views():
            connection.execute(statement)
        connection.execute("PRAGMA query_only = ON")

    return engine


def _views() -> Iterator[str]:
    for table in metadata.sorted_tables:
        if table.name not in OPEN:
            yield f"CREATE TEMP VIEW {table.name} AS SELECT t.* FROM main.{table.name} AS t WHERE {_seen(table)}"


def _seen(table: Table) -> str:
    """Which rows of a table are seen, of the row `t`."""
    if table.name in _ROWS:
        return _ROWS[table.name]
    keys = {key.column.table.name for key in table.foreign_keys} & {"reports", "entities"}
    return _CHILD if keys and "report" in table.columns else _NOTHING

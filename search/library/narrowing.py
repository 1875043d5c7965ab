"""A database that holds some collections only: what every statement of a narrowed connection sees.

Each table is hidden behind a temporary view of the same name that lets the rows of allowed reports through, so
that no query can forget to ask. Statements are the same for all; nothing can be written through the views, and a
table that this file does not know is empty.

SQLite looks for a name among the temporary ones first, as PostgreSQL does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from search.library.databases import Database, database_of
from search.library.schema import DEFAULT_COLLECTION, metadata
from search.library.shelves import Library

OPEN = frozenset({"meta", "decision_seals"})
"""Tables that tell nothing of a report: numbers and hashes."""

_FIRST = ("reports", "entities", "decisions")
"""Tables that rules for others look at, in an order in which each looks at those before it."""

_PLACE = (
    "coalesce((SELECT c.collection FROM {behind}.collections AS c WHERE c.source = {source}), '"
    + DEFAULT_COLLECTION
    + "') IN (SELECT name FROM {temporary}.allowed)"
)
_NAMED = 'EXISTS (SELECT 1 FROM {temporary}.entities AS e WHERE e.id = t."{end}")'


def _rows(database: Database, behind: str) -> dict[str, str]:
    """Which rows of tables with a rule of their own are seen, of the row `t`."""
    temporary = database.TEMPORARY

    def at(source: str) -> str:
        return _PLACE.format(behind=behind, temporary=temporary, source=source)

    def both(*ends: str) -> str:
        return " AND ".join(_NAMED.format(temporary=temporary, end=end) for end in ends)

    return {
        "reports": at("t.source"),
        "originals": f"EXISTS (SELECT 1 FROM {temporary}.reports AS r WHERE r.sha256 = t.sha256)",
        "collections": f"t.collection IN (SELECT name FROM {temporary}.allowed)",
        "events": at("t.source"),
        "alarms": f"{at('t.source')} "
        f"AND EXISTS (SELECT 1 FROM {temporary}.decisions AS d WHERE d.id = t.watch)",
        # What people say of names is told to those who see both; a watch to those who see all that its owner saw;
        # a correction to those who see its report, or (of an entity) a report that names it.
        "decisions": f"CASE t.what WHEN 'alias' THEN {both('from', 'to')} "
        f"WHEN 'watch' THEN {database.PLACES} "
        f"ELSE CASE {database.SOURCE} WHEN '' THEN {both('from')} ELSE {at(database.SOURCE)} END END",
    }


def narrowed(library: Library, allowed: Iterable[str]) -> Engine:
    """An engine on the database of `library` that sees the allowed collections, and writes nothing."""
    names = sorted(set(allowed))
    database = database_of(library._engine)
    behind = behind_of(library._engine)
    engine = database.engine(library.home, library._engine.url.render_as_string(hide_password=False))

    mark = "?" if engine.dialect.paramstyle == "qmark" else "%s"

    @event.listens_for(engine, "connect")
    def hide(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"CREATE TEMP TABLE allowed (name {_NAME[engine.dialect.name]})")
        for name in names:
            cursor.execute(f"INSERT INTO {database.TEMPORARY}.allowed VALUES ({mark})", (name,))
        for statement in _views(database, behind):
            cursor.execute(statement)
        cursor.execute(database.LOCKED)
        cursor.close()
        connection.commit()

    return engine


_NAME = {"sqlite": "TEXT PRIMARY KEY", "postgresql": 'TEXT COLLATE "C" PRIMARY KEY'}


def behind_of(engine: Engine | Connection) -> str:
    """The schema of the tables themselves, which a narrowed connection hides."""
    return database_of(engine).BEHIND or str(engine.dialect.default_schema_name)


def _views(database: Database, behind: str) -> Iterator[str]:
    rows = _rows(database, behind)
    # A view of PostgreSQL can only look at what is there.
    for table in sorted(metadata.sorted_tables, key=_rank):
        if table.name not in OPEN:
            seen = rows.get(table.name) or _child(database, table)
            yield (
                f"CREATE TEMP VIEW {table.name} AS SELECT t.* FROM {behind}.{table.name} AS t WHERE {seen}"
            )


def _rank(table: Table) -> int:
    return _FIRST.index(table.name) if table.name in _FIRST else len(_FIRST)


def _child(database: Database, table: Table) -> str:
    """Which rows of a table without a rule of its own are seen: those of reports that are."""
    keys = {key.column.table.name for key in table.foreign_keys} & {"reports", "entities"}
    if keys and "report" in table.columns:
        return f"EXISTS (SELECT 1 FROM {database.TEMPORARY}.reports AS r WHERE r.id = t.report)"
    return "1 = 0"

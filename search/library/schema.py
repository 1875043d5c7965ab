"""The tables. What queries ask for is a column; what is only read back whole is a blob.

    originals 1-n reports 1-1 texts
                          1-n sections, passages, relations, facts
                          1-n entities 1-n mentions, names
                          1-1 seals
    decisions 1-1 decision_seals   what people decided; of no report, so that it outlives all of them
    events                which report was added, replaced, read again or removed, and when
    collections           which collection each report belongs to, and those that are gone belonged to
    alarms                what watched questions and thresholds found in reports that came

Every child row names its report by a number that never leaves the database, and goes when the report goes.
Amounts are decimal text and dates are ISO text, both exact; `quote`, `section` and `page` stand beside every
address, so that a fact can be shown without reading its report.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import postgresql

SCHEMA = "4"
"""Raised whenever a table changes its shape; `connecting.MIGRATIONS` leads older libraries here, and a library
of any other number is refused, never guessed at. Before it is raised, `tests/search/libraries/make.py` keeps a library
of the old number for the tests."""

TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
STRING = String().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")
"""Text in the order of its characters' numbers, as Python and SQLite sort, whatever a server was set up with."""

DEFAULT_COLLECTION = "default"
"""Where a report belongs that nobody put elsewhere."""

metadata = MetaData()


def _counted(table: str, column: str = "number") -> Column[int]:
    """A key without gaps: the number after the last one. Only who holds the write lock adds rows."""
    following = text(f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})")
    return Column(column, Integer, primary_key=True, autoincrement=False, default=following)


meta = Table(
    "meta",
    metadata,
    Column("key", STRING, primary_key=True),
    Column("value", TEXT, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    # In the database, not in files beside it: a report and its bytes come and go in one transaction.
    Column("sha256", STRING, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    _counted("reports", "id"),
    Column("source", TEXT, nullable=False, unique=True),
    Column("sha256", STRING, ForeignKey("originals.sha256"), nullable=False, index=True),
    # Unique: the same text is never counted twice, whoever ingests at the same time.
    Column("fingerprint", STRING, nullable=False, unique=True),
    Column("format", STRING, nullable=False),
    Column("encoding", STRING),
    Column("title", TEXT),
    Column("kind", TEXT),
    Column("province", TEXT),
    Column("city", TEXT),
    Column("district", TEXT),
    Column("region", TEXT),
    Column("department", TEXT),
    Column("department_names", TEXT, nullable=False),
    Column("year", Integer),
    Column("extractors", STRING, nullable=False),
    Column("revision", STRING, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("entities", Integer, nullable=False),
    Column("relations", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Index("reports_by_scope", "region", "year", "department"),
)

seals = Table(
    "seals",
    metadata,
    # A hash over every row of the report (`search/library/seals.py`), made when it was put.
    Column("report", Integer, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("seal", STRING, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    # Apart from `reports`, so that a listing does not read the texts.
    Column("report", Integer, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("text", TEXT, nullable=False),
    Column("runs", LargeBinary, nullable=False),
    Column("rows", LargeBinary, nullable=False),
)


def _of_report(name: str, *columns: Any) -> Table:
    """A table of rows that belong to a report, in the order of their `number`."""
    return Table(
        name,
        metadata,
        Column("report", Integer, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True),
        *columns,
        # Rows are read by report, so they lie by report and need no second tree.
        sqlite_with_rowid=False,
    )


def _of_entity(name: str, *columns: Any) -> Table:
    """A table of rows that belong to an entity of a report."""
    return Table(
        name,
        metadata,
        Column("report", Integer, primary_key=True),
        Column("entity", Integer, primary_key=True),
        Column("number", Integer, primary_key=True),
        *columns,
        ForeignKeyConstraint(
            ["report", "entity"], ["entities.report", "entities.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _address() -> tuple[Column[Any], ...]:
    """A citation, but for its source (the report's) and its section's path (`sections`)."""
    return (
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("quote", TEXT, nullable=False),
        Column("section", Integer, nullable=False),
        Column("page", Integer),
    )


sections = _of_report(
    "sections",
    Column("level", Integer, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("start", Integer, nullable=False),
    Column("body", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("parent", Integer),
    Column("path", TEXT, nullable=False),
)

passages = _of_report(
    "passages",
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("context", TEXT, nullable=False),
)

entities = _of_report(
    "entities",
    Column("id", STRING, nullable=False, index=True),
    Column("name", TEXT, nullable=False),
    Column("type", STRING, nullable=False),
    Column("aliases", TEXT, nullable=False),
)

mentions = _of_entity("mentions", *_address())

names = _of_entity(
    "names",
    Column("squeezed", TEXT, nullable=False, index=True),
    Column("alias", Boolean, nullable=False),
)

relations = _of_report(
    "relations",
    Column("head", STRING, nullable=False, index=True),
    Column("rel", STRING, nullable=False),
    Column("tail", STRING, nullable=False, index=True),
    *_address(),
)

facts = _of_report(
    "facts",
    Column("id", STRING, nullable=False, index=True),
    Column("subject", TEXT, nullable=False),
    Column("subject_id", STRING, index=True),
    Column("metric", TEXT, nullable=False),
    Column("metric_id", STRING, nullable=False, index=True),
    Column("low", STRING, nullable=False),
    Column("high", STRING, nullable=False),
    Column("unit", STRING, nullable=False),
    Column("op", STRING, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("kind", STRING, nullable=False),
    Column("direction", STRING),
    Column("confidence", Float, nullable=False),
    Column("also", TEXT, nullable=False),
    Column("conflicts", TEXT, nullable=False),
    *_address(),
)

decisions = Table(
    "decisions",
    metadata,
    # Rows are added and never changed or deleted: the last row of an id is what holds.
    _counted("decisions"),
    Column("id", STRING, nullable=False),
    Column("what", STRING, nullable=False),
    Column("from", TEXT, nullable=False),
    Column("to", TEXT, nullable=False),
    # What else belongs to a decision of its kind, as JSON: for an alias the names at that time and the type, for
    # a correction the place in the report with what stood there and what is to stand there.
    Column("detail", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("state", STRING, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("when", STRING, nullable=False),
)

collections = Table(
    "collections",
    metadata,
    # By name, and kept when the report goes: what is told of a report that is gone is told to those who saw it.
    Column("source", TEXT, primary_key=True),
    Column("collection", TEXT, nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    # Rows are added and never changed, in the transaction that changes the report.
    _counted("events"),
    Column("what", STRING, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("title", TEXT),
    Column("sha256", STRING, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("when", STRING, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    _counted("alarms"),
    # The decision by which somebody watches, and the event that made it fire.
    Column("watch", STRING, nullable=False, index=True),
    Column("event", Integer, nullable=False),
    Column("source", TEXT, nullable=False),
    # What was found, as JSON: it is shown as it was then.
    Column("detail", TEXT, nullable=False),
    Column("when", STRING, nullable=False),
)

decision_seals = Table(
    "decision_seals",
    metadata,
    # A hash over the decision's row and the seal before it, so that none can go or change unseen.
    Column("number", Integer, primary_key=True),
    Column("seal", STRING, nullable=False),
)

ADDED = (seals, decision_seals)
"""Tables that came without another number of the schema: older programs pass them over, and what those programs put
is sealed when the library is next opened."""

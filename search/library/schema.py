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
)

SCHEMA = "4"
"""Raised whenever a table changes its shape; `connecting.MIGRATIONS` leads older libraries here, and a library
of any other number is refused, never guessed at."""

DEFAULT_COLLECTION = "default"
"""Where a report belongs that nobody put elsewhere."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    # In the database, not in files beside it: a report and its bytes come and go in one transaction.
    Column("sha256", String, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("sha256", String, ForeignKey("originals.sha256"), nullable=False, index=True),
    # Unique: the same text is never counted twice, whoever ingests at the same time.
    Column("fingerprint", String, nullable=False, unique=True),
    Column("format", String, nullable=False),
    Column("encoding", String),
    Column("title", Text),
    Column("kind", Text),
    Column("province", Text),
    Column("city", Text),
    Column("district", Text),
    Column("region", Text),
    Column("department", Text),
    Column("department_names", Text, nullable=False),
    Column("year", Integer),
    Column("extractors", String, nullable=False),
    Column("revision", String, nullable=False),
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
    Column("seal", String, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    # Apart from `reports`, so that a listing does not read the texts.
    Column("report", Integer, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
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
        Column("quote", Text, nullable=False),
        Column("section", Integer, nullable=False),
        Column("page", Integer),
    )


sections = _of_report(
    "sections",
    Column("level", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("body", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("parent", Integer),
    Column("path", Text, nullable=False),
)

passages = _of_report(
    "passages",
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("context", Text, nullable=False),
)

entities = _of_report(
    "entities",
    Column("id", String, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("type", String, nullable=False),
    Column("aliases", Text, nullable=False),
)

mentions = _of_entity("mentions", *_address())

names = _of_entity(
    "names",
    Column("squeezed", Text, nullable=False, index=True),
    Column("alias", Boolean, nullable=False),
)

relations = _of_report(
    "relations",
    Column("head", String, nullable=False, index=True),
    Column("rel", String, nullable=False),
    Column("tail", String, nullable=False, index=True),
    *_address(),
)

facts = _of_report(
    "facts",
    Column("id", String, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", String, index=True),
    Column("metric", Text, nullable=False),
    Column("metric_id", String, nullable=False, index=True),
    Column("low", String, nullable=False),
    Column("high", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("op", String, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("kind", String, nullable=False),
    Column("direction", String),
    Column("confidence", Float, nullable=False),
    Column("also", Text, nullable=False),
    Column("conflicts", Text, nullable=False),
    *_address(),
)

decisions = Table(
    "decisions",
    metadata,
    # Rows are added and never changed or deleted: the last row of an id is what holds.
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("what", String, nullable=False),
    Column("from", Text, nullable=False),
    Column("to", Text, nullable=False),
    # What else belongs to a decision of its kind, as JSON: for an alias the names at that time and the type, for
    # a correction the place in the report with what stood there and what is to stand there.
    Column("detail", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("when", String, nullable=False),
)

collections = Table(
    "collections",
    metadata,
    # By name, and kept when the report goes: what is told of a report that is gone is told to those who saw it.
    Column("source", Text, primary_key=True),
    Column("collection", Text, nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    # Rows are added and never changed, in the transaction that changes the report.
    Column("number", Integer, primary_key=True),
    Column("what", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("sha256", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("when", String, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("number", Integer, primary_key=True),
    # The decision by which somebody watches, and the event that made it fire.
    Column("watch", String, nullable=False, index=True),
    Column("event", Integer, nullable=False),
    Column("source", Text, nullable=False),
    # What was found, as JSON: it is shown as it was then.
    Column("detail", Text, nullable=False),
    Column("when", String, nullable=False),
)

decision_seals = Table(
    "decision_seals",
    metadata,
    # A hash over the decision's row and the seal before it, so that none can go or change unseen.
    Column("number", Integer, primary_key=True),
    Column("seal", String, nullable=False),
)

ADDED = (seals, decision_seals)
"""Tables that came without another number of the schema: older programs pass them over, and what those programs put
is sealed when the library is next opened."""

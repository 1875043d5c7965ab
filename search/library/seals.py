"""Seals: a hash over all that the library holds of a report, so that no changed byte of it is ever quoted.

A disk that flips a bit, or a hand that edits the file, leaves a database that opens and a quote that reads well. The
seal is made in the transaction that puts the report, from the rows as they stand, and held against them before
anything of the report is shown: once for each report in a process, and again when the files have changed.
A migration that changes rows of reports must seal them anew (`seal_report`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    Connection,
    Dialect,
    Integer,
    Select,
    Table,
    bindparam,
    cast,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import DatabaseError

from search.library.databases import database_of
from search.library.errors import DamagedError
from search.library.schema import (
    decision_seals,
    decisions,
    entities,
    facts,
    mentions,
    names,
    passages,
    relations,
    reports,
    seals,
    sections,
    texts,
)

SEALED: tuple[Table, ...] = (
    reports, texts, sections, passages, entities, mentions, names, relations, facts,
)  # fmt: skip
"""The tables of a report, in the order in which they are hashed. The original has its own hash, its key."""

_AT_ONCE = 500  # reports named in one statement, as in `unpacking`


def seal_of(connection: Connection, report: int) -> str:
    """The SHA-256 of all rows of a report, in the order of their keys, without the report's number."""
    digest = sha256()
    # The driver's own rows: SQLAlchemy's would take twice the time, and this stands in the way of answers.
    cursor = connection.connection.cursor()
    try:
        for statement in _statements(connection.dialect):
            cursor.execute(statement, (report,) if connection.dialect.positional else {"of": report})
            digest.update(orjson.dumps(cursor.fetchall(), default=repr))
    finally:
        cursor.close()
    return digest.hexdigest()


def seal_report(connection: Connection, report: int) -> None:
    """Seals a report as it stands, in place of any seal it had."""
    connection.execute(delete(seals).where(seals.c.report == report))
    connection.execute(insert(seals).values(report=report, seal=seal_of(connection, report)))


def seal_decision(connection: Connection, number: int) -> str:
    """Seals the row of the log with that number, after the seal of the one before it."""
    row = connection.execute(select(decisions).where(decisions.c.number == number)).mappings().one()
    before = connection.scalar(select(decision_seals.c.seal).where(decision_seals.c.number == number - 1))
    seal = decision_seal(before, dict(row))
    connection.execute(insert(decision_seals).values(number=number, seal=seal))
    return seal


def decision_seal(before: str | None, row: Mapping[str, Any]) -> str:
    """The seal of a row of the log: the SHA-256 of the seal before it and of its columns."""
    columns = [row[column.name] for column in decisions.columns]
    return sha256(orjson.dumps([before, columns], default=repr)).hexdigest()


def last_seal(connection: Connection) -> str | None:
    """The seal of the last decision: another one whenever the log is another."""
    latest = select(decision_seals.c.seal).order_by(decision_seals.c.number.desc()).limit(1)
    seal: str | None = connection.scalar(latest)
    return seal


def seal_the_unsealed(connection: Connection) -> None:
    """Seals the reports that a program put which knew no seals."""
    sealed = select(seals.c.report)
    for report in connection.scalars(select(reports.c.id).where(reports.c.id.not_in(sealed))).all():
        seal_report(connection, report)


def broken(connection: Connection, sources: Collection[str]) -> Iterator[str]:
    """Those of the reports whose rows are not what was sealed."""
    wanted = sorted(sources)
    for at in range(0, len(wanted), _AT_ONCE):
        some = connection.execute(_SEALS, {"sources": wanted[at : at + _AT_ONCE]}).all()
        for source, report, seal in some:
            if not _holds(connection, report, seal):
                yield source


class Vouching:
    """What of a library's reports was held against their seals, in the state in which it is.

    Threads may share it: two that ask at once check twice, and no harm is done.
    """

    def __init__(self) -> None:
        self._good: tuple[object, set[str]] = (None, set())

    def check(self, connection: Connection, sources: Collection[str]) -> None:
        """Holds each of the reports against its seal, unless that was done already.

        Raises:
            DamagedError: a report is not what was put; nothing of it may be shown.
        """
        state = database_of(connection).state(connection)
        known, good = self._good
        if known != state:
            good = set()
            self._good = (state, good)
        wanted = set(sources) - good
        if not wanted:
            return
        for source in broken(connection, wanted):
            raise DamagedError(
                "库中的内容与入库时的校验值不符，不能引用", source, "请运行 suizhi repair，或从备份恢复"
            )
        good |= wanted


def _holds(connection: Connection, report: int, seal: str | None) -> bool:
    try:
        return seal == seal_of(connection, report)
    except (DatabaseError, sqlite3.DatabaseError, UnicodeDecodeError):
        # Text that is no text any more, or a page that is no page: as wrong as another text.
        return False


def _rows(table: Table) -> Select[Any]:
    key = table.c.id if table is reports else table.c.report
    order = [column for column in table.primary_key if column is not key]
    # As numbers: of a truth the drivers make two different things, and a seal holds in every database.
    columns = [
        cast(column, Integer) if isinstance(column.type, Boolean) else column
        for column in table.columns
        if column is not key
    ]
    return select(*columns).where(key == bindparam("of")).order_by(*order)


@cache
def _statements(dialect: Dialect) -> tuple[str, ...]:
    return tuple(str(_rows(table).compile(dialect=dialect)) for table in SEALED)


_SEALS = (
    select(reports.c.source, reports.c.id, seals.c.seal)
    .outerjoin(seals, seals.c.report == reports.c.id)
    .where(reports.c.source.in_(bindparam("sources", expanding=True)))
)

"""The statements that change the shelves, inside a transaction of the caller's."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, exists, insert, select

from search.library.packing import Packed
from search.library.schema import metadata, originals, reports, texts
from search.library.seals import seal_report


def twin_of(connection: Connection, fingerprint: str, source: str) -> str | None:
    """The name of another report with the same text."""
    twin: str | None = connection.scalar(
        select(reports.c.source).where(reports.c.fingerprint == fingerprint, reports.c.source != source)
    )
    return twin


def take_away(connection: Connection, source: str) -> str | None:
    """Deletes a report with all its rows; the sha256 of its original, None if there was no such report."""
    old: str | None = connection.scalar(select(reports.c.sha256).where(reports.c.source == source))
    if old is not None:
        connection.execute(delete(reports).where(reports.c.source == source))
    return old


def sweep(connection: Connection, sha256: str | None) -> None:
    """Deletes an original that no report has any more."""
    connection.execute(
        delete(originals).where(
            originals.c.sha256 == sha256, ~exists().where(reports.c.sha256 == originals.c.sha256)
        )
    )


def put_in(connection: Connection, packed: Packed) -> None:
    """Writes the rows of a report that is not there, and their seal."""
    key = connection.execute(insert(reports).values(packed.report)).inserted_primary_key
    assert key is not None
    number = key[0]
    connection.execute(insert(texts).values(report=number, **packed.text))
    for name, rows in packed.tables.items():
        table: Table = metadata.tables[name]
        if rows:
            connection.execute(insert(table), [{"report": number, **row} for row in rows])
    seal_report(connection, number)

"""From rows back to nouns, exactly as they were put; always in the order of source and number."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, select

from graph.facts import Entity, Fact, Period, Quantity, Relation
from ingest.document import About, Block, Citation, Document, Passage, Run, Section
from search.library.schema import entities, facts, mentions, passages, relations, reports, sections, texts

BATCH = 500
"""Reports named in one statement; SQLite takes 32,766 values, older PostgreSQL drivers as many."""

Condition = ColumnElement[bool]


def read_document(connection: Connection, source: str) -> Document | None:
    """The document under `source`, None if there is none."""
    return read_documents(connection, [source]).get(source)


def read_documents(connection: Connection, sources: Collection[str]) -> dict[str, Document]:
    """The documents under these names (at most `BATCH`); those that are not there are left out."""
    heads = connection.execute(
        select(reports, texts.c.text, texts.c.runs, texts.c.rows)
        .join(texts, texts.c.report == reports.c.id)
        .where(reports.c.source.in_(sources))
    ).all()
    numbers = [head.id for head in heads]
    under, within = (_rows_of(connection, table, numbers) for table in (sections, passages))
    return {
        head.source: Document(
            source=head.source,
            sha256=head.sha256,
            fingerprint=head.fingerprint,
            format=head.format,
            encoding=head.encoding,
            text=head.text,
            runs=tuple(
                Run(start, end, part, offset, tuple(box) if box else None)
                for start, end, part, offset, box in _expand(head.runs)
            ),
            rows=tuple(Block(*block) for block in _expand(head.rows)),
            sections=tuple(map(_section, under[head.id])),
            passages=tuple(
                Passage(row.number, row.start, row.end, row.section, row.context) for row in within[head.id]
            ),
            about=about(head),
        )
        for head in heads
    }


def about(row: Row[Any]) -> About:
    """What a row of `reports` says of its report."""
    return About(
        title=row.title,
        kind=row.kind,
        province=row.province,
        city=row.city,
        district=row.district,
        department=row.department,
        names=tuple(orjson.loads(row.department_names)),
        year=row.year,
    )


def read_facts(
    connection: Connection, sources: Collection[str] | None, *conditions: Condition
) -> Iterator[Fact]:
    """The facts of these reports (None: of all) that meet the conditions."""
    for row in _addressed(connection, facts, sources, *conditions):
        yield Fact(
            id=row.id,
            subject=row.subject,
            subject_id=row.subject_id,
            metric=row.metric,
            metric_id=row.metric_id,
            quantity=Quantity(Decimal(row.low), Decimal(row.high), row.unit, row.op),
            period=Period(row.first, row.last) if row.first else None,
            kind=row.kind,
            direction=row.direction,
            citation=_citation(row),
            also=tuple(Citation(row.source, *rest) for rest in orjson.loads(row.also)),
            conflicts=tuple(orjson.loads(row.conflicts)),
            confidence=row.confidence,
        )


def read_relations(
    connection: Connection, sources: Collection[str] | None, *conditions: Condition
) -> Iterator[Relation]:
    """The relations of these reports (None: of all) that meet the conditions."""
    for row in _addressed(connection, relations, sources, *conditions):
        yield Relation(row.head, row.rel, row.tail, _citation(row))


def read_entities(
    connection: Connection, sources: Collection[str] | None, *conditions: Condition
) -> Iterator[Entity]:
    """The entities of each of these reports (None: of all) that meet the conditions, report by report."""
    named: defaultdict[tuple[int, int], list[Citation]] = defaultdict(list)
    for row in _addressed(connection, mentions, sources, *conditions):
        named[row.report, row.entity].append(_citation(row))
    for row in _of_reports(connection, select(entities), entities, sources, *conditions):
        yield Entity(
            id=row.id,
            name=row.name,
            type=row.type,
            aliases=tuple(orjson.loads(row.aliases)),
            mentions=tuple(named[row.report, row.number]),
        )


def _addressed(
    connection: Connection, table: Table, sources: Collection[str] | None, *conditions: Condition
) -> Iterator[Row[Any]]:
    """Rows with an address, each with its report's source and its section's path."""
    statement = select(table, sections.c.path).join(
        sections,
        and_(sections.c.report == table.c.report, sections.c.number == table.c.section),
    )
    if table is mentions:
        statement = statement.join(
            entities,
            and_(entities.c.report == mentions.c.report, entities.c.number == mentions.c.entity),
        )
    return _of_reports(connection, statement, table, sources, *conditions)


def _of_reports(
    connection: Connection,
    statement: Select[Any],
    table: Table,
    sources: Collection[str] | None,
    *conditions: Condition,
) -> Iterator[Row[Any]]:
    """Rows of `table` with their report's source, in the order of the source and of their own numbers."""
    order = [column for column in table.primary_key if column.name != "report"]
    statement = (
        statement.add_columns(reports.c.source)
        .join(reports, reports.c.id == table.c.report)
        .where(*conditions)
        .order_by(reports.c.source, *order)
    )
    if sources is None:
        yield from connection.execute(statement)
        return
    wanted = sorted(set(sources))
    for at in range(0, len(wanted), BATCH):
        yield from connection.execute(statement.where(reports.c.source.in_(wanted[at : at + BATCH])))


def _rows_of(connection: Connection, table: Table, numbers: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The rows of each of these reports, in their order."""
    found: dict[int, list[Row[Any]]] = {number: [] for number in numbers}
    statement = select(table).where(table.c.report.in_(numbers)).order_by(*table.primary_key)
    for row in connection.execute(statement):
        found[row.report].append(row)
    return found


def _section(row: Row[Any]) -> Section:
    return Section(
        index=row.number,
        level=row.level,
        label=row.label,
        title=row.title,
        start=row.start,
        body=row.body,
        end=row.end,
        parent=row.parent,
        path=tuple(orjson.loads(row.path)),
    )


def _citation(row: Row[Any]) -> Citation:
    return Citation(row.source, row.start, row.end, row.quote, _joined(row.path), row.page)


@lru_cache(maxsize=4096)
def _joined(path: str) -> str:
    # As `Document.cite` writes it. Many rows share a section: one string for all of them.
    return " > ".join(orjson.loads(path))


def _expand(squashed: bytes) -> list[Any]:
    expanded: list[Any] = orjson.loads(zlib.decompress(squashed))
    return expanded

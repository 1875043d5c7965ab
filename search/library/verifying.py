"""Everything in the database looked at once more: pages, originals, seals, citations, counts, decisions.

database    SQLite's own check of its pages and indexes, and that no row hangs in the air
originals   the bytes of each file against their SHA-256; that each report has its file
seals       the rows of each report against their seal
citations   each quote against its text, its section and its page: the document makes it once more
counts      what a report says that it has against the rows that it has
decisions   the log against its chain of seals, without a gap, and against its journal
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DatabaseError

from graph.facts import Fact
from ingest.document import Citation, Document
from search.library import journal
from search.library.connecting import reading
from search.library.schema import decision_seals, decisions, metadata, originals, reports
from search.library.seals import broken, decision_seal
from search.library.shelves import Library
from search.library.unpacking import read_document, read_entities, read_facts, read_relations

COUNTED = ("passages", "entities", "relations", "facts")

REPAIR = "请运行 suizhi repair"

_UNREADABLE = (
    DatabaseError, sqlite3.DatabaseError, zlib.error, ValueError, ArithmeticError, KeyError, TypeError, IndexError
)  # fmt: skip
"""What rows raise whose bytes were changed; each is a report that cannot be read, none a reason to stop looking."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong.

    Attributes:
        where: the report, file or decision.
        what: what is wrong with it (Chinese, for people).
        remedy: what to do about it (Chinese, for people), or "".
    """

    where: str
    what: str
    remedy: str = REPAIR


@dataclass(slots=True)
class Check:
    """What was checked: how many things of a kind, and which are wrong."""

    name: str
    checked: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str = REPAIR) -> None:
        """One more that is wrong."""
        self.wrong.append(Wrong(where, what, remedy))


def _quiet(_done: int, _total: int, _source: str) -> None:
    """Reports progress to nobody."""


def verify_library(library: Library, told: Callable[[int, int, str], None] = _quiet) -> Iterator[Check]:
    """Each check as it is done; nothing is changed.

    Args:
        told: is told how many reports are done, of how many, and which comes next.
    """
    with reading(library._engine) as connection:
        yield check_database(connection)
        yield _originals(connection)
        yield from _reports(connection, told)
        yield check_decisions(connection, library)


def check_database(connection: Connection) -> Check:
    """SQLite's own check of its pages and indexes, and of rows that hang in the air."""
    check = Check("database", 1)
    if connection.dialect.name != "sqlite":
        return check
    where = str(connection.engine.url.database)
    try:
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                check.add(where, f"SQLite 检查：{said}")
        for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            check.add(where, f"表 {table} 中有不属于任何报告的行")
    except _UNREADABLE as error:
        check.add(where, f"SQLite 检查中断：{error}")
    return check


def _originals(connection: Connection) -> Check:
    check = Check("originals")
    owners: dict[str, str] = {}
    try:
        owners = {
            row.sha256: row.source for row in connection.execute(select(reports.c.sha256, reports.c.source))
        }
        kept = list(connection.scalars(select(originals.c.sha256)))
    except _UNREADABLE as error:
        check.add("originals", f"读不出原件的清单（{error}）")
        return check
    for key in kept:
        check.checked += 1
        owner = owners.pop(key, None)
        if owner is None:
            check.add(key, "原件不属于任何报告")
            continue
        if not original_holds(connection, key):
            check.add(
                owner,
                "原件与入库时的 sha256 不符",
                "请用 suizhi ingest --replace 重新导入原文件，或从备份恢复",
            )
    for key, source in owners.items():
        check.add(
            source,
            f"原件不在库中（sha256 {key}）",
            "请用 suizhi ingest --replace 重新导入原文件，或从备份恢复",
        )
    return check


def original_holds(connection: Connection, key: str) -> bool:
    """Whether the kept file with that SHA-256 is there and has it."""
    try:
        data = connection.scalar(select(originals.c.bytes).where(originals.c.sha256 == key))
    except _UNREADABLE:
        return False
    return isinstance(data, bytes) and sha256(data).hexdigest() == key


def _reports(connection: Connection, told: Callable[[int, int, str], None]) -> Iterator[Check]:
    seals, citations, counts = Check("seals"), Check("citations"), Check("counts")
    try:
        sources = list(connection.scalars(select(reports.c.source).order_by(reports.c.source)))
    except _UNREADABLE as error:
        seals.add("reports", f"读不出报告的清单（{error}）")
        sources = []
    for done, source in enumerate(sources):
        told(done, len(sources), source)
        seals.checked += 1
        if any(broken(connection, [source])):
            seals.add(source, "内容与入库时的校验值不符")
        try:
            _citations(connection, source, citations)
            _counts(connection, source, counts)
        except _UNREADABLE as error:
            citations.add(source, f"读不出来（{error}）")
    told(len(sources), len(sources), "")
    yield from (seals, citations, counts)


def _citations(connection: Connection, source: str, check: Check) -> None:
    document = read_document(connection, source)
    if document is None:
        check.add(source, "没有正文")
        return
    for citation in _cited(connection, source):
        check.checked += 1
        if not _stands(document, citation):
            check.add(source, f"引文与原文不符（{citation.start}:{citation.end}“{citation.quote}”）")


def _cited(connection: Connection, source: str) -> Iterator[Citation]:
    for fact in read_facts(connection, [source]):
        yield from _of_fact(fact)
    for relation in read_relations(connection, [source]):
        yield relation.citation
    for entity in read_entities(connection, [source]):
        yield from entity.mentions


def _of_fact(fact: Fact) -> tuple[Citation, ...]:
    return (fact.citation, *fact.also)


def _stands(document: Document, citation: Citation) -> bool:
    try:
        return document.cite(citation.start, citation.end) == citation
    except ValueError:
        return False


def _counts(connection: Connection, source: str, check: Check) -> None:
    row = connection.execute(select(reports).where(reports.c.source == source)).mappings().one()
    for name in COUNTED:
        check.checked += 1
        table = metadata.tables[name]
        held = connection.scalar(select(func.count()).select_from(table).where(table.c.report == row["id"]))
        if held != row[name]:
            check.add(source, f"{name} 应有 {row[name]} 条，实有 {held} 条")


def check_decisions(connection: Connection, library: Library) -> Check:
    """The log of decisions against its chain of seals, and against its journal."""
    check = Check("decisions")
    try:
        said = {row["number"]: dict(row) for row in connection.execute(select(decisions)).mappings()}
        kept = {row.number: row.seal for row in connection.execute(select(decision_seals))}
        journaled = journal.read(library.home)
    except _UNREADABLE as error:
        check.add(decisions.name, f"读不出人的决定（{error}）")
        return check
    for number in range(1, max([0, *said, *kept]) + 1):
        check.checked += 1
        where = f"决定 {number}"
        if number not in said:
            check.add(where, "缺失")
        elif kept.get(number) != decision_seal(kept.get(number - 1), said[number]):
            check.add(where, "与校验值不符")
        elif number not in journaled or journaled[number]["seal"] != kept[number]:
            check.add(where, f"在 {journal.FILE} 中没有副本")
    return check

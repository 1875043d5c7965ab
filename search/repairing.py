"""What can be mended of a damaged library is mended, and what cannot is named.

    the database   rows that can still be read go into a new one, which takes the old one's place
    reports        one that is not what was put is read again from its kept file, by today's extractors
    decisions      from the journal beside the database
    the index      made anew

Nothing is thrown away: what is replaced goes to a folder `damaged-…` of the library's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, delete, select, update

import graph
import ingest
from graph.facts import identify
from ingest.document import IngestError
from search.checking import check_index
from search.index import Index
from search.intake import EXTRACTORS, settle
from search.library import DamagedError, Library, LibraryError, journal
from search.library.connecting import reading, writing
from search.library.copying import put_in_place
from search.library.databases.sqlite import FILE
from search.library.salvaging import Wreck, put_back
from search.library.schema import decision_seals, decisions, originals, reports
from search.library.verifying import check_database, check_decisions, original_holds, verify_library

REREAD = "请用 suizhi ingest --replace 重新导入原文件，或用 suizhi restore 从备份恢复"
RESTORE = "请用 suizhi restore 从备份恢复"


@dataclass(frozen=True, slots=True)
class Mended:
    """What was wrong in one place, and what became of it.

    Attributes:
        where: the report, file or decision.
        status: "lost" for what only its owner or a backup can bring back.
        what: what was wrong and what was done, or is to be done (Chinese, for people).
    """

    where: str
    status: Literal["mended", "lost"]
    what: str


def repair(home: Path, index: Index, url: str = "") -> Iterator[Mended]:
    """Mends the library in `home`; a line for each thing that was wrong. Only the writer may (`writer.lock`).

    Args:
        url: where its database is, if not in `home`; its pages are then for those who keep that database to mend.

    Raises:
        LibraryError: the library is of another version, or the disk is full.
    """
    aside = home / f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    wrong = None if url else _wrong_with_database(home)
    if wrong is not None:
        if not _reindexed(home):
            mended = list(_salvage(home, index.stamps(), aside))
            yield from mended
            if not (home / FILE).exists() or (mended[-1].where == FILE and mended[-1].status == "lost"):
                return
        else:
            yield Mended(FILE, "mended", f"{wrong}：已重建数据库的内部索引")
    with Library.open(home, url) as library:
        yield from _mend_reports(library, index.stamps(), aside)
        yield from _mend_decisions(library)
        yield from _mend_index(library, index)


def _wrong_with_database(home: Path) -> str | None:
    try:
        with Library.open(home) as library, reading(library._engine) as connection:
            wrong = check_database(connection).wrong
    except DamagedError as error:
        return error.what
    return wrong[0].what if wrong else None


def _reindexed(home: Path) -> bool:
    """Whether the database is whole once its own indexes are made anew."""
    try:
        with Library.open(home) as library:
            with writing(library._engine) as connection:
                connection.exec_driver_sql("REINDEX")
            with reading(library._engine) as connection:
                return not check_database(connection).wrong
    except DamagedError:
        return False


def _salvage(home: Path, stamps: Mapping[str, str], aside: Path) -> Iterator[Mended]:
    """A new database of what the old one still tells, in its place."""
    wreck = Wreck(home / FILE)
    named = {one.sha256: one for one in wreck.reports()} if (home / FILE).exists() else {}
    keys = list(dict.fromkeys([*named, *wreck.keys()])) if (home / FILE).exists() else []
    if not keys:
        yield Mended(
            FILE,
            "lost",
            f"资料库文件里读不出任何报告。{RESTORE}；没有备份，则请移走该文件和 index 文件夹后重新导入",
        )
        return
    folder = home / "repairing"
    shutil.rmtree(folder, ignore_errors=True)
    lines: list[Mended] = []
    with Library.open(folder) as new:
        with writing(new._engine) as connection:
            lines.extend(_people(connection, wreck, home))
        known = {one.extractors for one in named.values()} | {EXTRACTORS}
        for key in keys:
            old = named.get(key)
            name = _name_of(key, old.source if old else None, known, stamps)
            lines.append(_put_again(new, name, key, wreck.original(key), aside))
    put_in_place(folder / FILE, home, aside)
    shutil.rmtree(folder, ignore_errors=True)
    yield Mended(FILE, "mended", f"数据库已损坏：读得出的已写入新的数据库，旧的移到了 {aside.name}")
    yield from lines


def _people(connection: Connection, wreck: Wreck, home: Path) -> Iterator[Mended]:
    """Takes over what belongs to no report."""
    tables = {table.name: rows for table, rows in wreck.of_people()}
    log = tables.pop(decisions.name, [])
    sealed = {int(row["number"]): str(row["seal"]) for row in tables.pop(decision_seals.name, [])}
    for number in put_back(connection, home, log, sealed):
        yield Mended(
            f"决定 {number}", "lost", f"数据库和 {journal.FILE} 中都没有完好的一份。{RESTORE}，或重新决定"
        )
    for name, rows in tables.items():
        for row in rows:
            columns = ", ".join(f'"{column}"' for column in row)
            marks = ", ".join("?" * len(row))
            connection.exec_driver_sql(
                f'INSERT OR IGNORE INTO "{name}" ({columns}) VALUES ({marks})', tuple(row.values())
            )


def _name_of(key: str, source: str | None, extractors: set[str], stamps: Mapping[str, str]) -> str | None:
    """The name of a report: the index knows it too, and is another witness."""
    revisions = {identify(key, one) for one in extractors}
    if source is not None and (not stamps or stamps.get(source) in revisions):
        return source
    return next((name for name, revision in stamps.items() if revision in revisions), source)


def _put_again(library: Library, source: str | None, key: str, data: bytes | None, aside: Path) -> Mended:
    """Reads a file anew and puts it in."""
    if data is None:
        return Mended(source or key, "lost", f"原件已损坏（sha256 {key}）。{REREAD}")
    if source is None:
        aside.mkdir(parents=True, exist_ok=True)
        (aside / key).write_bytes(data)
        return Mended(
            key, "lost", f"已不知道这份原件的报告名，原件存为 {aside.name}/{key}，请改回原名后重新导入"
        )
    try:
        told = library.told(source)
        document = ingest.read(data, source, told)
        library.put(document, graph.read(document), data, EXTRACTORS, told=told)
    except (IngestError, LibraryError) as error:
        aside.mkdir(parents=True, exist_ok=True)
        (aside / key).write_bytes(data)
        return Mended(source, "lost", f"原件重新读取失败（{error}），已存为 {aside.name}/{key}")
    return Mended(source, "mended", "已从库中的原件重新读取")


def _mend_reports(library: Library, stamps: Mapping[str, str], aside: Path) -> Iterator[Mended]:
    """Reads those again that are not what was put."""
    checks = {check.name: check for check in verify_library(library)}
    wrong = {one.where for name in ("seals", "citations", "counts") for one in checks[name].wrong}
    for source in sorted(wrong):
        yield _mend_report(library, source, stamps, aside)
    for one in checks["originals"].wrong:
        if one.where not in wrong:
            yield _orphan(library, one.where, stamps, aside) or Mended(
                one.where, "lost", f"{one.what}。{REREAD}"
            )


def _mend_report(library: Library, source: str, stamps: Mapping[str, str], aside: Path) -> Mended:
    with writing(library._engine) as connection:
        row = connection.execute(
            select(reports.c.id, reports.c.sha256, reports.c.extractors).where(reports.c.source == source)
        ).one()
        key = row.sha256
        if not original_holds(connection, key):
            # The key itself may be what was changed; the index knows the true one's revision.
            return Mended(source, "lost", f"内容与原件都已损坏。{REREAD}")
        name = _name_of(key, source, {row.extractors, EXTRACTORS}, stamps) or source
        if name != source:
            connection.execute(update(reports).where(reports.c.id == row.id).values(source=name))
        data = connection.scalar(select(originals.c.bytes).where(originals.c.sha256 == key))
    return _put_again(library, name, key, data, aside)


def _orphan(library: Library, key: str, stamps: Mapping[str, str], aside: Path) -> Mended | None:
    """Puts in again the file whose report is gone; None if `key` is no file's."""
    with reading(library._engine) as connection:
        data = connection.scalar(select(originals.c.bytes).where(originals.c.sha256 == key))
        extractors = set(connection.scalars(select(reports.c.extractors).distinct()))
        held = set(connection.scalars(select(reports.c.source)))
    if data is None:
        return None
    name = _name_of(key, None, extractors | {EXTRACTORS}, stamps)
    mended = _put_again(library, None if name in held else name, key, data, aside)
    if mended.status == "lost":
        with writing(library._engine) as connection:
            connection.execute(delete(originals).where(originals.c.sha256 == key))
    return mended


def _mend_decisions(library: Library) -> Iterator[Mended]:
    """From the journal what the database has not whole, and the journal from the database."""
    with reading(library._engine) as connection:
        wrong = check_decisions(connection, library).wrong
    if not wrong:
        return
    with writing(library._engine) as connection:
        log: list[dict[str, Any]] = [dict(row) for row in connection.execute(select(decisions)).mappings()]
        sealed = {row.number: row.seal for row in connection.execute(select(decision_seals))}
        connection.execute(delete(decisions))
        connection.execute(delete(decision_seals))
        lost = put_back(connection, library.home, log, sealed)
        if not lost:
            journal.rewrite(library.home, connection)
    for one in wrong:
        number = int(one.where.rpartition(" ")[2])
        if number in lost:
            yield Mended(
                one.where, "lost", f"{one.what}，{journal.FILE} 中也没有完好的一份。{RESTORE}，或重新决定"
            )
        else:
            yield Mended(one.where, "mended", f"{one.what}：已从另一份补齐")


def _mend_index(library: Library, index: Index) -> Iterator[Mended]:
    """Makes the index anew where its files are damaged, else brings it up to date."""
    check = check_index(library, index)
    files = [one for one in check.wrong if one.remedy.startswith("请运行")]
    if files:
        index.erase()
    if check.wrong:
        settle(library, index)
        for one in check.wrong:
            yield Mended(one.where, "mended", f"{one.what}：索引已{'重建' if files else '补齐'}")

"""Opening the database of a library, and its transactions."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from decimal import InvalidOperation
from pathlib import Path

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    func,
    insert,
    inspect,
    literal,
    select,
    union,
    update,
)
from sqlalchemy.exc import DBAPIError

from search.library import journal
from search.library.databases import database_of, explained, named
from search.library.databases.sqlite import FILE
from search.library.errors import DamagedError, LibraryError
from search.library.schema import (
    ADDED,
    DEFAULT_COLLECTION,
    SCHEMA,
    alarms,
    collections,
    decision_seals,
    decisions,
    events,
    meta,
    metadata,
    reports,
    seals,
)
from search.library.seals import seal_the_unsealed


def connect(home: Path, url: str = "") -> Engine:
    """An engine on the database of the library in `home`, both created if need be; behind `url`, if one is given.

    Raises:
        LibraryError: the folder cannot be made, the database is no library, or one of another version, or is not there.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"无法建立资料库文件夹（{error.strerror}）", str(home), "请用 --home 指定一个可写的文件夹"
        ) from error
    database = named(url)
    if not url and not (home / FILE).exists():
        _check_traces(home, str(home / FILE))
    engine = database.engine(home, url)
    place = database.place(engine)
    try:
        with translated(place):
            database.prepare(engine)
            _check_schema(engine, home, place)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the library from beginning to end."""
    with translated(database_of(engine).place(engine)), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its beginning, so that it can never lose it half-way."""
    with reading(engine.execution_options(write=True)) as connection:
        yield connection
        journal.keep(connection)


@contextmanager
def translated(where: Path | str) -> Iterator[None]:
    """Database errors inside become a `LibraryError` about `where`."""
    try:
        yield
    except UnicodeEncodeError as error:
        # Half a character, as shells hand it on from a name that is not UTF-8.
        raise LibraryError("有无法保存的字符", str(where), "请检查名称的编码，应为 UTF-8") from error
    except (DBAPIError, sqlite3.DatabaseError) as error:
        raise explained(error, str(where)) from error
    except (zlib.error, orjson.JSONDecodeError, InvalidOperation, UnicodeDecodeError) as error:
        # The last also comes of SQLite's own messages, which repeat what was changed in the tables' definitions.
        raise DamagedError(
            f"资料库的内容已损坏（{error}）", str(where), "请运行 suizhi repair，或从备份恢复"
        ) from error


def _check_traces(home: Path, where: str) -> None:
    """An index of reports without a library is a loss, and an empty library in its place would hide it."""
    known = 0
    for manifest in home.glob("index*/manifest.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            known = max(known, len(orjson.loads(manifest.read_bytes())["sources"]))
    if known:
        raise DamagedError(
            f"资料库文件不见了或已被清空，而索引表明这里有过 {known} 份报告",
            where,
            "请找回该文件，或用 suizhi restore 从备份恢复；若要从头开始，请先删除其中的 index 文件夹",
        )


def _check_schema(engine: Engine, home: Path, where: str) -> None:
    with engine.begin() as connection:
        version = _version(connection)
        whole = version == SCHEMA and _is_sealed(connection, home)
    if version is None:
        _check_traces(home, where)
    if version is None or version in MIGRATIONS or (version == SCHEMA and not whole):
        with engine.execution_options(write=True).begin() as connection:
            # Another process may have been first.
            version = _version(connection)
            if version is None:
                metadata.create_all(connection)
                connection.execute(insert(meta).values(key="schema", value=SCHEMA))
                version = SCHEMA
            else:
                version = _migrated(connection, version)
            if version == SCHEMA:
                _seal(connection)
    if version != SCHEMA:
        raise LibraryError(
            f"资料库的格式是第 {version} 版，本程序使用第 {SCHEMA} 版",
            where,
            "请用相配的版本打开，或用 --home 另建一个资料库再重新导入",
        )


def _is_sealed(connection: Connection, home: Path) -> bool:
    """Whether every report and decision has a seal, and the journal ends where the log does."""
    there = set(inspect(connection).get_table_names())
    if not {table.name for table in ADDED} <= there:
        return False
    # Counts of small trees: some milliseconds at a hundred thousand reports.
    held, sealed, said, kept = (
        connection.scalar(select(func.count()).select_from(table)) or 0
        for table in (reports, seals, decisions, decision_seals)
    )
    latest = connection.scalar(select(func.max(decisions.c.number))) or 0
    return held <= sealed and said <= kept and journal.last(home) == latest


def _seal(connection: Connection) -> None:
    for table in ADDED:
        table.create(connection, checkfirst=True)
    seal_the_unsealed(connection)
    journal.keep(connection)
    journal.catch_up(connection)


def _migrated(connection: Connection, version: str) -> str:
    """Leads the database step by step as far as there are steps; what is reached. One transaction in all."""
    while version in MIGRATIONS:
        version, step = MIGRATIONS[version]
        step(connection)
        connection.execute(update(meta).where(meta.c.key == "schema").values(value=version))
    return version


def _to_schema_3(connection: Connection) -> None:
    """What came and went is told from now on; nothing is known of the time before."""
    for table in (events, alarms):
        table.create(connection, checkfirst=True)


def _to_schema_4(connection: Connection) -> None:
    """Every report that is or was here belongs to the one collection that there was."""
    collections.create(connection, checkfirst=True)
    known = union(select(reports.c.source), select(events.c.source)).subquery()
    connection.execute(
        insert(collections).from_select(
            ["source", "collection"], select(known.c.source, literal(DEFAULT_COLLECTION))
        )
    )


MIGRATIONS: dict[str, tuple[str, Callable[[Connection], None]]] = {
    "1": ("2", lambda connection: decisions.create(connection, checkfirst=True)),
    "2": ("3", _to_schema_3),
    "3": ("4", _to_schema_4),
}
"""From a number of the schema to the next, and what is to be done for it."""


def _version(connection: Connection) -> str | None:
    """The schema of the database; None if it is empty, "?" if it belongs to another program."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if meta.name not in tables:
        return "?"
    version: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
    return version or "?"

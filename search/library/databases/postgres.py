"""PostgreSQL behind a URL: readers see one state of it each, writers wait for each other at a lock of their own.

One database holds one library. The driver is pg8000 (extra `postgres`), which is Python alone.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from search.library.errors import DamagedError, LibraryError

DRIVER = "pg8000"

WAIT_SECONDS = 60
"""How long a writer waits for another, as with SQLite."""

KEEP, MORE = 2, 10
"""Connections that an engine keeps, and opens beyond that while many ask. Each set of collections that is in use has an
engine (at most `suizhi.PARTS`), and a server takes a hundred connections unless it is told otherwise."""

WRITER = 7_617_321_080_014_212_972
"""The number of the lock that writers hold until they commit: any number will do, if no other program has it."""

BEHIND, TEMPORARY = "", "pg_temp"

SOURCE = "coalesce(t.detail::json ->> 'source', '')"

PLACES = (
    "CASE json_typeof(t.detail::json -> 'collections') WHEN 'array' THEN NOT EXISTS ("
    "SELECT 1 FROM json_array_elements_text(t.detail::json -> 'collections') AS j(name) "
    "WHERE j.name NOT IN (SELECT name FROM pg_temp.allowed)) ELSE false END"
)

LOCKED = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"

_ASK = "请联系数据库管理员"

_CAUSES = {
    "22021": ("有无法保存的字符", "请检查文件的编码"),
    "25006": ("数据库此时只读", "请用主库的地址，不要用只读的备库"),
    "28": ("用户名或密码不对", "请检查 SUIZHI_DATABASE"),
    "3D000": ("没有这个数据库", "请先建库：CREATE DATABASE 库名 ENCODING 'UTF8' TEMPLATE template0"),
    "42501": ("数据库用户的权限不够", "库的所有者才能建表；临时表也要准许"),
    "53": ("数据库的磁盘、内存或连接已用完", _ASK),
    "55P03": ("另一个程序正在写入", "请稍后再试"),
    "57": ("数据库已停止或正在启动", "请稍后再试"),
}
"""By a SQLSTATE or its class."""

_DAMAGE = ("42P01", "42703", "XX001", "XX002")
"""A table or column that is gone, a page or an index that is none: SQLSTATEs of what was done behind our back."""


def engine(home: Path, url: str) -> Engine:
    """An engine on the database behind `url`, which nothing is asked of yet.

    Raises:
        LibraryError: the URL is none, or the driver is not installed.
    """
    if importlib.util.find_spec(DRIVER) is None:
        raise LibraryError("没有安装 PostgreSQL 的驱动", DRIVER, "请运行 pip install 'suizhi[postgres]'")
    try:
        target = make_url(url).set(drivername=f"postgresql+{DRIVER}")
    except (ArgumentError, ValueError) as error:
        raise LibraryError(
            "看不懂的数据库地址", "SUIZHI_DATABASE", "应形如 postgresql://用户:密码@主机/库名"
        ) from error
    made = create_engine(
        target,
        pool_size=KEEP,
        max_overflow=MORE,
        # A server that was started anew has dropped them all.
        pool_pre_ping=True,
        connect_args={"application_name": "suizhi", "startup_params": {"lock_timeout": f"{WAIT_SECONDS}s"}},
        execution_options={"home": str(home)},
    )
    event.listen(made, "begin", _on_begin)
    return made


def place(engine: Engine) -> str:
    """The URL without its password."""
    return engine.url.render_as_string(hide_password=True)


def prepare(engine: Engine) -> None:
    """Refuses a database that cannot hold every character."""
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise LibraryError(
            f"数据库的编码是 {encoding}，不是 UTF8", place(engine), "请以 ENCODING 'UTF8' 另建一个库"
        )


def state(connection: Connection) -> object:
    """The snapshot of this transaction: equal ones see the same rows. A page damaged on disk is not seen by it; that is
    what the server's own checksums are for."""
    return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()


def is_own(error: BaseException) -> bool:
    """Whether an error is one of the driver's."""
    return type(error).__module__.partition(".")[0] == DRIVER


def explained(error: BaseException, where: str) -> LibraryError:
    """What an error says, for people."""
    said = _said(error)
    code, text = str(said.get("C", "")), str(said.get("M", error))
    if code in _DAMAGE:
        return DamagedError(f"资料库的内容已损坏（{text}）", where, f"{_ASK}，从数据库的备份恢复")
    what, remedy = _CAUSES.get(code) or _CAUSES.get(code[:2]) or ("", "")
    if not code:
        what, remedy = "连不上数据库", "请检查 SUIZHI_DATABASE，以及数据库是否在运行"
    return LibraryError(f"{what or '资料库读写失败'}（{text}）", where, remedy or _ASK)


def _said(error: BaseException | None) -> dict[str, Any]:
    """What the server said; where it hung up after that, the driver's error is about the line, and hides it behind."""
    while error is not None:
        if error.args and isinstance(error.args[0], dict):
            return error.args[0]
        error = error.__cause__ or error.__context__
    return {}


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("write", False):
        # Each statement sees what is committed, and nobody but who holds the lock commits.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

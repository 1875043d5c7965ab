"""SQLite in write-ahead mode, so that readers never wait for a writer: one file in the library folder."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from search.library.errors import DamagedError, LibraryError

FILE = "library.sqlite3"

BUSY_SECONDS = 60.0
"""How long a writer waits for another; a transaction here takes milliseconds, a 100 MB original seconds."""

RETRY_SECONDS = 0.02
"""Between two tries at WAL mode, for which SQLite does not wait by itself."""

BEHIND, TEMPORARY = "main", "temp"

SOURCE = "coalesce(json_extract(t.detail, '$.source'), '')"

PLACES = (
    "json_type(t.detail, '$.collections') IS 'array' AND NOT EXISTS ("
    "SELECT 1 FROM json_each(t.detail, '$.collections') AS j "
    "WHERE j.value NOT IN (SELECT name FROM temp.allowed))"
)

LOCKED = "PRAGMA query_only = ON"

_DAMAGE = ("decode to UTF-8", "malformed", "no such table", "no such column")
"""Words of SQLite's own messages on what was changed behind its back."""

_REMEDIES = {
    "locked": "另一个程序正在写入，请稍后再试",
    "full": "磁盘已满，请清理空间后再试",
    "readonly": "文件夹不可写，请检查权限",
}
"""By a word of SQLite's own message."""


def engine(home: Path, url: str = "") -> Engine:  # noqa: ARG001 - one face for all databases
    """An engine on the database in `home`, which nothing is asked of yet."""
    made = create_engine(
        URL.create("sqlite", database=str(home / FILE)),
        connect_args={"timeout": BUSY_SECONDS},
        execution_options={"home": str(home)},
    )
    event.listen(made, "connect", _on_connect)
    event.listen(made, "begin", _on_begin)
    return made


def place(engine: Engine) -> str:
    """The path of the file."""
    return str(engine.url.database)


def prepare(engine: Engine) -> None:
    """Sets WAL mode, which the file keeps. Several processes may open a new library at the same moment."""
    deadline = time.monotonic() + BUSY_SECONDS
    raw = engine.raw_connection()
    try:
        while True:
            try:
                mode = raw.cursor().execute("PRAGMA journal_mode = WAL").fetchone()[0]
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_SECONDS)
            else:
                if mode != "wal":
                    raise LibraryError(
                        f"此处的文件系统不支持 WAL（{mode}）",
                        place(engine),
                        "请把资料库放在本机磁盘上，不要放在网络盘上",
                    )
                return
    finally:
        raw.close()


def state(connection: Connection) -> object:
    """The stamps of the file and of its log: a hand that edits them is seen too."""
    path = Path(str(connection.engine.url.database))
    return [_stamp(file) for file in (path, path.with_name(path.name + "-wal"))]


def explained(error: Exception, where: str) -> LibraryError:
    """What an error says, for people."""
    # The driver's errors come wrapped by SQLAlchemy, but for those of a connection's first statements.
    text = str(getattr(error, "orig", error))
    if not isinstance(error, OperationalError | sqlite3.OperationalError):
        return DamagedError(
            f"不是可用的资料库文件（{text}）",
            where,
            "若这里有过资料库，请运行 suizhi repair，或用 suizhi restore 从备份恢复；否则请用 --home 换一个文件夹",
        )
    if any(word in text for word in _DAMAGE):
        return DamagedError(f"资料库的内容已损坏（{text}）", where, "请运行 suizhi repair，或从备份恢复")
    remedy = next(
        (remedy for word, remedy in _REMEDIES.items() if word in text), "请检查文件夹的权限和磁盘空间"
    )
    return LibraryError(f"资料库读写失败（{text}）", where, remedy)


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions begin late and would let two reads see two states; see `_on_begin`.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size

"""The databases that a library can stand in, and what each has of its own.

    sqlite     one file in the library folder; nothing to install, nothing to run
    postgres   a database behind a URL, kept by those who keep the department's others

Everything else speaks SQLAlchemy Core and knows neither. Users, index, journal and lock stay in the folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from search.library.databases import postgres, sqlite
from search.library.errors import LibraryError


class Database(Protocol):
    """What a module of this folder has; `where` is a place as people may see it, without a password."""

    BEHIND: str
    """The schema in which the tables are, which a narrowed connection hides; "" for the one in use."""

    TEMPORARY: str
    """The schema of temporary tables, in which names are looked for first."""

    SOURCE: str
    """SQL: the report that a decision `t` names in its detail, "" if none."""

    PLACES: str
    """SQL: whether the detail of a decision `t` names collections, and none but those that are allowed."""

    LOCKED: str
    """A statement after which a connection writes nothing more."""

    def engine(self, home: Path, url: str) -> Engine:
        """An engine that nothing is asked of yet; raises LibraryError if the URL or its driver is none."""

    def place(self, engine: Engine) -> str:
        """Where the database is, for people."""

    def prepare(self, engine: Engine) -> None:
        """What is to be seen to before tables are."""

    def state(self, connection: Connection) -> object:
        """Another value whenever what this transaction sees may be other than what one before it saw."""


DATABASES: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgres}
"""By the name of SQLAlchemy's dialect, with which a URL begins."""


def database_of(engine: Engine | Connection) -> Database:
    """What an engine or a connection has of its own."""
    return DATABASES[engine.dialect.name]


def named(url: str) -> Database:
    """The database that a URL asks for; that of the folder, if it is "".

    Raises:
        LibraryError: it is none that is known.

    >>> named("").BEHIND
    'main'
    """
    # Of a URL only the beginning may be told: it may hold a password.
    kind = url.partition(":")[0].partition("+")[0] if url else "sqlite"
    if kind not in DATABASES or (url and kind == "sqlite"):
        raise LibraryError(
            "不认识的数据库",
            kind,
            "SUIZHI_DATABASE 应形如 postgresql://用户:密码@主机/库名；不设则用文件夹内的 SQLite",
        )
    return DATABASES[kind]


def explained(error: Exception, where: str) -> LibraryError:
    """What a driver's error says, for people."""
    cause = getattr(error, "orig", None) or error
    return postgres.explained(cause, where) if postgres.is_own(cause) else sqlite.explained(error, where)

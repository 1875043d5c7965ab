"""Users, tokens and the log, in `access.sqlite3` beside the library.

A database of its own: what the library holds is dumped, exported and handed on, and no secret may go with it. It
is written by `suizhi user` and by the service, and read with every request.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.access.passwords import hashed, matches, new_token, token_hash
from api.access.people import Role, User, check_name, check_role
from api.errors import UsageError

FILE = "access.sqlite3"

BUSY_SECONDS = 10.0
"""That a writer waits for another; each writes a row."""

_OWNER_ONLY = 0o600

_TABLES = """
CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL, collections TEXT,
    stamp TEXT NOT NULL, since TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE, label TEXT NOT NULL, since TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY AUTOINCREMENT, "when" TEXT NOT NULL, who TEXT NOT NULL, door TEXT NOT NULL,
    what TEXT NOT NULL, target TEXT NOT NULL, status INTEGER NOT NULL, address TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS log_by_who ON log (who, number);
CREATE TRIGGER IF NOT EXISTS log_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER IF NOT EXISTS log_is_not_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a user, by its id; itself it is shown once and never kept."""

    id: str
    user: str
    label: str
    since: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    Attributes:
        when: UTC, ISO 8601.
        door: "page", "api", "login" or "command".
        what: "saw", "changed", "exported", "came", "left" or "refused".
        target: what was asked for.
        status: the status of the answer, 0 where there is none.
        address: where it came from.
    """

    number: int
    when: str
    who: str
    door: str
    what: str
    target: str
    status: int
    address: str


class Access:
    """The users of one library. Threads and processes may share it."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    # Users

    def users(self) -> tuple[User, ...]:
        """All users, by name; none where nobody ever made one."""
        if not self._path.exists():
            return ()
        with self._open() as base:
            return tuple(map(_user, base.execute(f"{_USERS} ORDER BY name")))

    def user(self, name: str) -> User | None:
        """The user of that name."""
        with self._open() as base:
            return next(map(_user, base.execute(f"{_USERS} WHERE name = ?", (name,))), None)

    def add(self, name: str, password: str, role: str, collections: Collection[str] | None) -> User:
        """Makes a user.

        Raises:
            UsageError: there is one of that name, or name, role or password cannot be.
        """
        row = (
            check_name(name),
            hashed(password),
            check_role(role),
            _written(role, collections),
            _stamp(),
            _now(),
        )
        with self._open() as base:
            try:
                base.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?)", row)
            except sqlite3.IntegrityError as error:
                raise UsageError(
                    f"已有用户：{name}", "要改密码请用 suizhi user passwd，要改权限请用 suizhi user give"
                ) from error
        return self._known(name)

    def give(self, name: str, role: str | None, collections: Collection[str] | None, *, every: bool) -> User:
        """Gives a user another role or other collections (`every`: all of them); open sessions end.

        Raises:
            UsageError: there is no such user or role.
        """
        before = self._known(name)
        now = check_role(role) if role else before.role
        seen = None if every else collections if collections is not None else before.collections
        with self._open() as base:
            base.execute(
                "UPDATE users SET role = ?, collections = ?, stamp = ? WHERE name = ?",
                (now, _written(now, seen), _stamp(), name),
            )
        return self._known(name)

    def set_password(self, name: str, password: str) -> None:
        """Gives a user another password; open sessions end, tokens stay.

        Raises:
            UsageError: there is no such user, or it cannot be a password.
        """
        self._known(name)
        with self._open() as base:
            base.execute(
                "UPDATE users SET password = ?, stamp = ? WHERE name = ?", (hashed(password), _stamp(), name)
            )

    def remove(self, name: str) -> None:
        """Takes a user away, with their tokens; what they did stays in the log.

        Raises:
            UsageError: there is no such user.
        """
        self._known(name)
        with self._open() as base:
            base.execute("DELETE FROM users WHERE name = ?", (name,))

    def comes_in(self, name: str, password: str) -> User | None:
        """The user, if the password is theirs; it takes as long if there is none of that name."""
        with self._open() as base:
            row = base.execute("SELECT password FROM users WHERE name = ?", (name,)).fetchone()
        return self.user(name) if matches(password, row[0] if row else None) else None

    # Tokens

    def new_token(self, name: str, label: str = "") -> tuple[Token, str]:
        """A token for a program of this user: what is kept of it, and itself, which is shown this once.

        Raises:
            UsageError: there is no such user.
        """
        self._known(name)
        token, made = new_token(), Token(secrets.token_hex(4), name, label, _now())
        with self._open() as base:
            base.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
                (made.id, name, token_hash(token), label, made.since),
            )
        return made, token

    def tokens(self, name: str | None = None) -> tuple[Token, ...]:
        """The tokens of a user, or of all."""
        with self._open() as base:
            rows = base.execute("SELECT id, user, label, since FROM tokens ORDER BY since, id").fetchall()
        return tuple(token for token in (Token(*row) for row in rows) if name in (None, token.user))

    def end_token(self, id_: str) -> None:
        """Takes a token back.

        Raises:
            UsageError: there is none of that id.
        """
        with self._open() as base:
            if not base.execute("DELETE FROM tokens WHERE id = ?", (id_,)).rowcount:
                raise UsageError(f"没有这个令牌：{id_}", "用 suizhi user tokens 可以列出")

    def bearer(self, token: str) -> User | None:
        """The user whose token it is."""
        with self._open() as base:
            row = base.execute("SELECT user FROM tokens WHERE hash = ?", (token_hash(token),)).fetchone()
        return self.user(row[0]) if row else None

    def secret(self) -> str:
        """What cookies are signed with: made once, and the same for all processes of the service."""
        with self._open() as base:
            base.execute("INSERT OR IGNORE INTO secrets VALUES ('cookies', ?)", (secrets.token_hex(32),))
            (value,) = base.execute("SELECT value FROM secrets WHERE name = 'cookies'").fetchone()
        return str(value)

    # The log

    def tell(self, who: str, door: str, what: str, target: str, status: int = 0, address: str = "") -> None:
        """Adds a line to the log, which the database lets nobody change or delete."""
        with self._open() as base:
            base.execute(
                'INSERT INTO log ("when", who, door, what, target, status, address) VALUES (?, ?, ?, ?, ?, ?, ?)',
                (_now(), who, door, what, target[:_LONGEST_TARGET], status, address),
            )

    def log(
        self, *, who: str | None = None, what: str | None = None, since: str = "", last: int = 1000
    ) -> tuple[Entry, ...]:
        """The last lines of the log, in order: of one user, of one kind, from a day or moment (UTC) on."""
        if not self._path.exists():
            return ()
        wanted = [("who = ?", who), ("what = ?", what), ('"when" >= ?', since or None)]
        given = [(condition, value) for condition, value in wanted if value is not None]
        where = " AND ".join(["1", *(condition for condition, _ in given)])
        with self._open() as base:
            rows = base.execute(
                f"SELECT * FROM log WHERE {where} ORDER BY number DESC LIMIT ?",
                (*(value for _, value in given), last),
            ).fetchall()
        return tuple(Entry(*row) for row in reversed(rows))

    def _known(self, name: str) -> User:
        user = self.user(name)
        if user is None:
            raise UsageError(f"没有这个用户：{name}", "用 suizhi user list 可以列出")
        return user

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction of its own, to a file that its owner alone may read."""
        new = not self._path.exists()
        if new:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(self._path, os.O_CREAT | os.O_WRONLY, _OWNER_ONLY), "wb"):
                pass
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as base:
            base.execute("PRAGMA foreign_keys = ON")
            if new or not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'log'").fetchone():
                base.execute("PRAGMA journal_mode = WAL")
                base.executescript(_TABLES)
            with base:
                yield base


_USERS = "SELECT name, role, collections, stamp, since FROM users"
_LONGEST_TARGET = 2000  # characters of an address that the log keeps


def _user(row: tuple[str, Role, str | None, str, str]) -> User:
    name, role, collections, stamp, since = row
    return User(name, role, None if collections is None else frozenset(json.loads(collections)), stamp, since)


def _written(role: str, collections: Collection[str] | None) -> str | None:
    if role == "admin" or collections is None:
        return None
    return json.dumps(sorted(set(collections)), ensure_ascii=False)


def _stamp() -> str:
    return secrets.token_hex(8)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

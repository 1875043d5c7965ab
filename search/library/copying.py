"""A copy of the database while others read and write it, and a copy put in its place in one step.

A copy is a file of SQLite, of one state, whatever database it is of. What is put in place is a transaction, so that
every reader sees the old library or the new one, and a kill leaves the old one. Between files both go through SQLite's
own backup; to and from a server row by row, and with them a library moves from the one to the other.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from search.library.connecting import reading, translated, writing
from search.library.databases import sqlite
from search.library.databases.sqlite import BUSY_SECONDS, FILE
from search.library.schema import metadata
from search.library.shelves import Library

AT_ONCE = 100
"""Rows copied together; an original is a row, and may have 100 MB."""

WAL, SHM = f"{FILE}-wal", f"{FILE}-shm"


def copy_out(home: Path, target: Path) -> None:
    """Writes the database of `home` to the new file `target`, one file without a log beside it.

    Raises:
        LibraryError: it cannot be read, or the disk is full.
    """
    copy_file(home / FILE, target)


def copy_file(source: Path, target: Path) -> None:
    """As `copy_out`, of any database of SQLite."""
    with translated(source), closing(_open(source)) as old, closing(_open(target)) as new:
        old.backup(new)
        # The mark of the log came along; a copy that nobody writes to needs none.
        new.execute("PRAGMA journal_mode = DELETE")
    _sync(target)


def copy_in(source: Path, home: Path) -> None:
    """Makes the database in `home` hold what `source` holds, in one transaction.

    Raises:
        LibraryError: the database in `home` is too damaged for that (`put_in_place`), or the disk is full.
    """
    with translated(home / FILE), closing(_open(source)) as new, closing(_open(home / FILE)) as live:
        live.execute("PRAGMA synchronous = FULL")
        new.backup(live)


def rows_out(library: Library, folder: Path) -> None:
    """Writes the rows of a library behind a URL to a new database in `folder`.

    Raises:
        LibraryError: they cannot be read, or the disk is full.
    """
    made = sqlite.engine(folder)
    try:
        with translated(folder / FILE), made.execution_options(write=True).begin() as new:
            metadata.create_all(new)
            with reading(library._engine) as old:
                _copy_rows(old, new)
    finally:
        made.dispose()
    _sync(folder / FILE)


def rows_in(folder: Path, library: Library) -> None:
    """Makes the database of a library behind a URL hold what the one in `folder` holds, in one transaction.

    Raises:
        LibraryError: it cannot be written; nothing is changed then.
    """
    made = sqlite.engine(folder)
    try:
        with reading(made) as new, writing(library._engine) as live:
            for table in reversed(metadata.sorted_tables):
                live.execute(delete(table))
            _copy_rows(new, live)
    finally:
        made.dispose()


def _copy_rows(old: Connection, new: Connection) -> None:
    for table in metadata.sorted_tables:
        for some in old.execution_options(yield_per=AT_ONCE).execute(select(table)).partitions():
            # The names of columns are no plain strings, which drivers are particular about.
            rows = [{str(name): value for name, value in row._mapping.items()} for row in some]
            new.execute(insert(table), rows)


def put_in_place(source: Path, home: Path, aside: Path) -> None:
    """Moves the database in `home`, if there is one, to the folder `aside`, and `source` to its place.

    For a database that is no database any more: those who have it open keep the old file until they open anew.
    """
    aside.mkdir(parents=True, exist_ok=True)
    if (home / FILE).exists():
        (aside / FILE).unlink(missing_ok=True)
        os.link(home / FILE, aside / FILE)
    for name in (WAL, SHM):
        # Before the new file comes: the old one's log must never be read into it.
        if (home / name).exists():
            os.replace(home / name, aside / name)
    os.replace(source, home / FILE)
    _sync(home)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_SECONDS)


def _sync(path: Path) -> None:
    if os.name == "posix" or path.is_file():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

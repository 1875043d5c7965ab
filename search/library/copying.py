"""A copy of the database while others read and write it, and a copy put in its place in one step.

Both go through SQLite's own backup: a copy is of one state, and what is put in place is a transaction, so that every
reader sees the old library or the new one, and a kill leaves the old one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from search.library.connecting import BUSY_SECONDS, FILE, translated

WAL, SHM = f"{FILE}-wal", f"{FILE}-shm"


def copy_out(home: Path, target: Path) -> None:
    """Writes the database of `home` to the new file `target`, one file without a log beside it.

    Raises:
        LibraryError: it cannot be read, or the disk is full.
    """
    with translated(home / FILE), closing(_open(home / FILE)) as old, closing(_open(target)) as new:
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

"""A PostgreSQL of the tests' own: in a folder that goes with it, on a socket there, with a new database for each library."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

DEBIAN = "usr/lib/postgresql/*/bin"
"""Where Debian's packages put the server's programs, which are not on the path there."""

NAMES = ("initdb", "postgres", "pg_isready")

FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "shared_buffers=32MB",
)
"""For a database that nobody needs when the tests are done."""


def programs() -> Path | None:
    """The folder of the newest server that is installed, None if none is."""
    found = list(Path("/").glob(DEBIAN))
    on_path = shutil.which("initdb")
    found = [*found, *([Path(on_path).resolve().parent] if on_path else [])]
    whole = [folder for folder in found if all((folder / name).exists() for name in NAMES)]
    return max(whole, default=None, key=lambda folder: str(folder))


class Server:
    """One that runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def new(self) -> str:
        """The URL of an empty place: a user with a schema, which takes no copy of a database's thousand files."""
        name = f"library{next(self._numbers)}"
        self.do(f"CREATE ROLE {name} LOGIN; CREATE SCHEMA AUTHORIZATION {name}")
        return f"postgresql://{name}@/postgres?unix_sock={self._folder}/.s.PGSQL.5432"

    def do(self, statements: str, url: str = "") -> list[list[object]]:
        """Does something by a connection of its own, as a hand behind the library's back would."""
        import pg8000.dbapi

        connection = pg8000.dbapi.connect(
            url.partition("//")[2].partition("@")[0] or "tests",
            database="postgres",
            unix_sock=f"{self._folder}/.s.PGSQL.5432",
        )
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            for statement in statements.split(";"):
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server of the programs in `folder`."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    # It refuses to run as root, as in containers.
    other = pwd.getpwnam("nobody") if os.getuid() == 0 else None
    who = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []} if other else {}
    if other:
        os.chown(home, other.pw_uid, other.pw_gid)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": home, **who}
    # Another order of letters than that of their numbers, as servers have: the library must not depend on it.
    made = [
        "initdb",
        "-D",
        home / "data",
        "-U",
        "tests",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    settings = [part for one in FAST for part in ("-c", one)]
    started = ["postgres", "-D", home / "data", "-k", home, "-h", "", *settings]
    try:
        subprocess.run([folder / made[0], *made[1:]], check=True, **quiet)
        with (home / "log").open("wb") as log:
            server = subprocess.Popen([folder / started[0], *started[1:]], **{**quiet, "stderr": log})
        try:
            wait = [folder / "pg_isready", "-q", "-h", home, "-t", "1"]
            for _ in range(600):
                if subprocess.run(wait, check=False, **quiet).returncode == 0:
                    break
                assert server.poll() is None, (home / "log").read_text("utf-8", "replace")
            yield Server(home)
        finally:
            server.terminate()  # no new connections, and the end when the last is gone
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.send_signal(2)  # the end at once
                server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)

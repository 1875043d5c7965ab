"""The real server in a process of its own, over the reports of a folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PATIENCE = 120.0


@contextmanager
def served(reports: Path, home: Path) -> Iterator[str]:
    """The address of `suizhi serve` over `reports`, which are read into the library folder `home`.

    What the server writes to its standard error stands in the file `log_of(home)`.
    """
    command = [sys.executable, "-m", "api.cli"]
    subprocess.run([*command, "ingest", reports, "--home", home], check=True, capture_output=True)
    with log_of(home).open("wb") as log, serving(["serve"], home, log=log) as address:
        yield address


@contextmanager
def serving(
    command: Sequence[str],
    home: Path,
    settings: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
) -> Iterator[str]:
    """The address of a command that serves the library folder `home` in a process of its own, which ends with the block.

    Args:
        settings: environment variables, besides those that are there.
        log: where its standard error goes; this process's, if none is given.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    whole = [sys.executable, "-m", "api.cli", *command, "--home", str(home), "--port", str(port)]
    with subprocess.Popen(whole, stderr=log, env={**os.environ, **(settings or {})}) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for_answer(f"{address}/health", process)
            yield address
        finally:
            process.terminate()


def log_of(home: Path) -> Path:
    """Where the server's log stands, beside the library."""
    return home.with_name(f"{home.name}.log")


def _wait_for_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ConnectionError(f"the server ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except urllib.error.HTTPError:
            return  # it answers, be it with a refusal
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise ConnectionError(f"no answer from {address}")

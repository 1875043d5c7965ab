"""What tests of several packages share: the five reports of the corpus, read once, and programs that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from ingest import Document, read

# On a machine that does other work at the same time an example may take any time; the test as a whole may not.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def reports() -> Mapping[str, Document]:
    """The reports by the names of their files, without the suffix."""
    return {path.stem: read(path.read_bytes(), path.name) for path in sorted(CORPUS.glob("*.txt"))}


@pytest.fixture(scope="session")
def killed() -> Callable[..., list[str]]:
    """`killed(*arguments, after=seconds)` runs Python with them, kills it so long after its first line, and gives its lines.

    With `after=None` it must kill itself.
    """

    def run(*arguments: object, after: float | None = None) -> list[str]:
        child = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(CORPUS.parent)},
        )
        with child:
            assert child.stdout is not None
            try:
                first = child.stdout.readline()
                assert first, "it ended before it had begun"
                if after is not None:
                    time.sleep(after)
                    child.kill()
                told = [first, *child.stdout]
                # A child that is done before its time was not killed.
                assert child.wait() in (-signal.SIGKILL, *([0] if after else []))
            finally:
                child.kill()
        return [line.rstrip("\n") for line in told]

    return run

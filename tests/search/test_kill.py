"""A kill at any moment leaves a library that opens and holds whole reports only."""

from __future__ import annotations

import os
import runpy
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from search.library import Library

CHILD = Path(__file__).with_name("killed_child.py")
KILLS = 26
LONGEST_DELAY = 0.2  # some ten steps of the child


def run_and_kill(home, first, statement, delay):
    """The numbers of the steps that the child had told to be done when it died."""
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(home), str(first), str(statement)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    with child, child.stdout as told:
        assert told.readline() == "ready\n"
        if not statement:
            time.sleep(delay)
            child.kill()
        done = [int(line) for line in told.read().split()]
        assert child.wait() == -signal.SIGKILL
    return done


def held(library):
    """What the library holds: the number of each report's step, by source."""
    return {r.source: int(library.document(r.source).text.split("：")[0]) for r in library.reports()}


def expected(steps, until):
    """What it should hold after the steps before `until`."""
    state = {}
    for number in range(until):
        source = steps["source_of"](number)
        if steps["is_removal"](number):
            state.pop(source, None)
        else:
            state[source] = number
    return state


def assert_whole(library, steps):
    for source, number in held(library).items():
        document, knowledge, data = steps["report"](number)
        assert library.document(source) == document
        assert library.knowledge(source) == knowledge
        assert library.original(source) == data


def assert_sound(home):
    connection = sqlite3.connect(home / "library.sqlite3")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    kept = connection.execute("SELECT count(*) FROM originals").fetchone()
    assert kept == connection.execute("SELECT count(DISTINCT sha256) FROM reports").fetchone()
    connection.close()


def test_a_killed_writer_leaves_whole_reports_and_all_that_it_had_told(tmp_path):
    steps = runpy.run_path(str(CHILD))
    random = Random(20231113)
    until, torn = 0, 0
    for kill in range(KILLS):
        # Every other time between two statements of a transaction, else wherever it is by then.
        statement = random.randrange(1, 80) if kill % 2 else 0
        done = run_and_kill(tmp_path, until, statement, random.uniform(0, LONGEST_DELAY))
        assert done == list(range(until, until + len(done)))
        until += len(done)
        with Library.open(tmp_path) as library:
            # The step that it died in is done or not, never half.
            if held(library) != expected(steps, until):
                until += 1
            else:
                torn += bool(statement)
            assert held(library) == expected(steps, until)
            assert_whole(library, steps)
        assert_sound(tmp_path)
    assert until > KILLS
    # Most kills between statements cut a transaction short; else this test would show nothing.
    assert torn > KILLS // 4

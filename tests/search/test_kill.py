"""A kill at any moment leaves a library that opens and holds whole reports only."""

from __future__ import annotations

import runpy
import sqlite3
from pathlib import Path
from random import Random

import graph
import ingest
from search.encoder import load_encoder
from search.index import Index
from search.intake import settle, take_in
from search.library import Library

CHILD = Path(__file__).with_name("killed_child.py")
KILLS = 26
LONGEST_DELAY = 0.2  # some ten steps of the child

INTAKE = """
import sys
from pathlib import Path
from search.encoder import load_encoder
from search.index import Index
from search.intake import take_in
from search.library import Library
home, files = map(Path, sys.argv[1:])
with Library.open(home) as library:
    for taken in take_in(library, Index.open(home / "index", load_encoder()), [files]):
        sys.stdout.write(taken.status + "\\n")
        sys.stdout.flush()
"""
FILES = 60


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


def test_a_killed_writer_leaves_whole_reports_and_all_that_it_had_told(tmp_path, killed):
    steps = runpy.run_path(str(CHILD))
    random = Random(20231113)
    until, torn = 0, 0
    for kill in range(KILLS):
        # Every other time between two statements of a transaction, else wherever it is by then.
        statement = random.randrange(1, 80) if kill % 2 else 0
        delay = random.uniform(0, LONGEST_DELAY)
        told = killed(CHILD, tmp_path, until, statement, after=None if statement else delay)
        done = [int(line) for line in told[1:]]
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


def test_a_killed_ingest_leaves_whole_reports_and_the_next_one_completes_library_and_index(tmp_path, killed):
    home, files = tmp_path / "home", tmp_path / "files"
    files.mkdir()
    report = (
        "20{0:02}年度佛山市南海区民政局部门整体支出绩效自评报告\n\n"
        "一、概况\n受理工单{0}8件，满意率9{0}.5%。\n"
    )
    for number in range(FILES):
        (files / f"{number:02}.txt").write_text(report.format(number), encoding="utf-8")
    held_after = []
    for kill in range(5):
        # The first falls into the reports, later ones into the index that is written after them.
        killed("-c", INTAKE, home, files, after=0.12 * kill)
        with Library.open(home) as library:
            held_after.append(len(library.reports()))
            for one in library.reports():
                data = (files / one.source).read_bytes()
                assert library.original(one.source) == data
                assert library.document(one.source) == ingest.read(data, one.source)
                assert library.knowledge(one.source) == graph.read(library.document(one.source))
        assert_sound(home)
    assert 0 < held_after[0] < FILES
    with Library.open(home) as library:
        index = Index.open(home / "index", load_encoder())
        settle(library, index)
        assert index.stamps() == {one.source: one.revision for one in library.reports()}
        assert {one.status for one in take_in(library, index, [files])} <= {"added", "unchanged"}
        assert len(index.stamps()) == len(library.reports()) == FILES

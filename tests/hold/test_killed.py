"""A kill at any moment: whole reports, every decision that was told, a true answer, and the work can be done again."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest

import suizhi

LONG = os.environ.get("HOLD") == "long"
MOMENTS = 300 if LONG else 20
"""Over all acts; half of them before a write point, half wherever the child is by then."""

ACTS = ("ingest", "replace", "remove", "decide", "rebuild")
CHANGED = {"2.txt": 8, "4.txt": 9}
"""Reports that `replace` puts under taken names."""


def given_to(act, small, files, folder):
    """What the child is told to do."""
    if act == "ingest":
        return [[files / f"{number}.txt" for number in range(5, 8)]]
    if act == "replace":
        for name, number in CHANGED.items():
            (folder / name).write_text(small.text_of(number), "utf-8")
        return [[folder / name for name in CHANGED], True]
    return {"remove": [["1.txt", "3.txt"]], "decide": [small.PAIRS[2:]], "rebuild": []}[act]


def steps_of(act, small, before):
    """What the library holds after nothing, after the first thing told, after the second, …"""
    changes = {
        "ingest": [{f"{number}.txt": small.text_of(number)} for number in range(5, 8)],
        "replace": [{name: small.text_of(number)} for name, number in CHANGED.items()],
        "remove": [{"1.txt": None}, {"3.txt": None}],
        "rebuild": [{}],
    }
    steps = [before]
    if act == "decide":
        full = ["佛山市南海" + name for name in (small.PAIRS[2][0], small.PAIRS[2][1])]
        for _, _, state in small.PAIRS[2:]:
            last = steps[-1]
            steps.append(small.State(last.reports, [*last.said, (full[0], full[1], state)]))
        return steps
    for change in changes[act]:
        reports = {**steps[-1].reports, **change}
        held = {name: text for name, text in reports.items() if text is not None}
        steps.append(small.State(held, before.said))
    return steps


@pytest.mark.parametrize("act", ACTS)
def test_a_kill_leaves_what_was_told_and_at_most_one_step_more(
    act, small, sample, files, warm, sound, answers, tmp_path
):
    name = "ingest" if act == "replace" else act
    given = given_to(act, small, files, tmp_path)
    before = small.state_of(sample)
    steps = steps_of(act, small, before)
    whole = Path(shutil.copytree(sample, tmp_path / "whole"))
    ran = warm(name, whole, *given)
    assert ran["error"] is None
    assert sound(whole) == steps[-1]
    points, random, died = ran["points"], Random(act), 0
    moments = MOMENTS // len(ACTS)
    for moment in range(moments):
        home = Path(shutil.copytree(sample, tmp_path / str(moment)))
        if moment % 2:
            when = {"after": random.uniform(0.0005, 0.25)}
        else:
            # Every stretch of the way gets its share of the moments.
            when = {"point": 1 + int((moment + random.random()) / moments * len(points))}
        ran = warm(name, home, *given, **when)
        died += ran["killed"]
        told = len(ran["told"])
        assert ran["killed"] or told == len(steps) - 1, (when, ran)
        assert sound(home) in steps[told : told + 2], (when, ran["died"], ran["points"][-3:])
        answers(home, 0)
        if act != "decide":
            again = warm(name, home, *given)
            assert again["error"] is None, (when, ran["died"], again)
            assert sound(home) == steps[-1]
        shutil.rmtree(home)
    assert died >= moments // 2


@pytest.mark.parametrize("act", ["backup", "restore", "repair"])
def test_a_kill_while_the_library_is_kept_costs_nothing(act, small, sample, warm, sound, tmp_path):
    before = small.state_of(sample)
    backup = tmp_path / "backup.tar"
    suizhi.open(shutil.copytree(sample, tmp_path / "source")).backup(backup)
    ran = warm("remove", tmp_path / "source", ["0.txt"])
    without = small.state_of(tmp_path / "source")
    random = Random(act)

    def prepared(folder):
        home = Path(shutil.copytree(sample, folder))
        if act == "backup":
            return home, [folder.with_suffix(".tar")]
        if act == "restore":
            assert warm("remove", home, ["0.txt"])["told"]
            return home, [backup]
        connection = sqlite3.connect(home / "library.sqlite3")
        connection.execute("UPDATE facts SET quote = '无' || quote WHERE number = 0")
        connection.execute("DELETE FROM decisions WHERE number = 1")
        connection.commit()
        connection.close()
        (home / "index" / "manifest.json").write_text("{}")
        return home, []

    home, given = prepared(tmp_path / "whole")
    ran = warm(act, home, *given)
    assert ran["error"] is None
    assert sound(home) == before
    points = len(ran["points"])
    assert points > 5
    for moment in range(12 if LONG else 1):
        home, given = prepared(tmp_path / f"{moment}")
        ran = warm(act, home, *given, point=random.randrange(1, points + 1))
        assert ran["killed"]
        if act == "backup":
            assert sound(home) == before
            if given[0].exists():
                suizhi.open(tmp_path / f"{moment}-back").restore(given[0])
                assert sound(tmp_path / f"{moment}-back") == before
        elif act == "restore":
            assert sound(home) in (before, without), ran
        assert (
            warm(act, home, *([tmp_path / f"{moment}-2.tar"] if act == "backup" else given))["error"] is None
        )
        assert sound(home) == before

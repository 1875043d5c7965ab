"""Writes a library of an older form, with that older program, and what that program says stands in it.

    git worktree add /tmp/old COMMIT
    PYTHONPATH=/tmp/old python tests/search/libraries/make.py tests/search/libraries/NAME

Run for the last commit of each form that a library ever had on disk; the results are kept, and `test_old_libraries.py`
opens each. It is no test itself, and speaks to old programs: what one did not have yet is left out.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import suizhi

REPORTS = {
    "天河区.txt": "2021年度广州市天河区政务服务数据管理局部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
    "2021年，天河区12345热线共受理工单4321宗，按时办结率97.53%，群众满意率不低于85%。"
    "天河区政务服务数据管理局建设“天河通办”平台，获得广东省数字政府创新奖。\n\n二、支出情况\n\n"
    "2021年部门整体支出302.530万元，其中基本支出120.1万元、项目支出182.43万元。\n",
    "越秀区.txt": "2021年度广州市越秀区政务服务和数据管理局部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
    "2021年，越秀区12345热线共受理工单1234宗，按时办结率61.28%。越秀区政务服务和数据管理局建设“越秀通办”平台。\n",
}
"""Two reports that nobody wrote."""

NAMES = ("天河区政务服务数据管理局", "越秀区政务服务和数据管理局")


def decide(room) -> None:
    """A word on names, and its undoing, and again: the log keeps them all."""
    from search.library import ALIAS, Decision, alias_id

    one, other = (room.library.entity_named(name)[0] for name in NAMES)
    said = Decision(
        alias_id(one.id, other.id), ALIAS, one.id, other.id, one.name, other.name, one.type, "试验", "open", "", "",
    )  # fmt: skip
    for state in ("yes", "undone", "yes"):
        room.library.decide(said, state, "张三")


def correct(room) -> None:
    """A fact that is none."""
    fact = next(fact for fact in room.library.facts() if "1234" in fact.citation.quote)
    room.correct_fact(fact.id, None, who="李四", reason="读错了")


def watch(room) -> None:
    """A threshold."""
    room.watch("任一区按时办结率 < 60%", who="王五")


def place(room) -> None:
    """A report in a collection of its own."""
    room.move("天河区.txt", "天河区")


DEEDS = {"decide": "decide", "correct": "correct_fact", "watch": "watch", "place": "move"}
"""What is done, and what a program has that can do it (`decide` is the library's)."""


def main(target: Path) -> None:
    """Writes the library and what it says beside `target`."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for name, text in REPORTS.items():
            (Path(folder) / name).write_text(text, "utf-8")
        room = suizhi.open(home)
        for taken in room.ingest([Path(folder) / name for name in REPORTS]):
            assert taken.status == "added", taken
        done = []
        for deed, needs in DEEDS.items():
            if hasattr(room.library if deed == "decide" else room, needs):
                globals()[deed](room)
                done.append(deed)
        said = {"done": done}
        for what in ("facts", "entities", "relations"):
            lines = subprocess.run(
                [sys.executable, "-m", "api.cli", "export", what, "--home", str(home)],
                check=True,
                capture_output=True,
            ).stdout
            said[what] = [json.loads(line) for line in lines.splitlines()]
        with sqlite3.connect(home / "library.sqlite3") as base:
            said["schema"] = base.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
            base.execute("VACUUM INTO ?", [str(Path(folder) / "one")])
        base.close()
        with gzip.GzipFile(f"{target}.sqlite3.gz", "wb", mtime=0) as file:
            file.write((Path(folder) / "one").read_bytes())
        journal = home / "decisions.jsonl"
        if journal.exists():
            said["journal"] = journal.read_text("utf-8").splitlines()
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        with gzip.GzipFile(f"{target}.json.gz", "wb", mtime=0) as file:
            file.write(text.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

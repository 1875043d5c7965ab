"""Run by the tests of this folder: warm children that do one thing to a library and are killed while they do it.

    python warm_children.py        reads a line of JSON a child, writes a line of JSON when it is gone

A line names the `act`, the `home` of the library, what the act needs, and when the child dies: `point` N is before its
N-th write point (0: never), `after` is seconds from its start. A write point is a statement of SQL, a commit, or a
file that Python opens to write, renames or deletes. The answer has `died`, the `points` that were passed by name, and
what the child `told` to be done. Nothing is loaded in a child: all is there before the first fork.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

import suizhi
from search.encoder import load_encoder
from search.library import ALIAS, Decision, alias_id

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def ingest(room, files, replace=False):
    for taken in room.ingest(files, replace=replace):
        yield [taken.source, taken.status]


def remove(room, sources):
    for dropped in room.remove(sources):
        yield [dropped.source, dropped.status]


def decide(room, pairs):
    """Says that these pairs of offices are one, or takes it back."""
    for one, other, state in pairs:
        first, second = (room.library.entity_named(name)[0] for name in (one, other))
        decision = Decision(
            alias_id(first.id, second.id), ALIAS, first.id, second.id, first.name, second.name,
            first.type, "试验", "open", "", "",
        )  # fmt: skip
        room.library.decide(decision, state, "张三")
        yield [one, other, state]


def rebuild(room):
    """The index made anew."""
    from search.intake import settle

    with room._writing() as index:
        index.erase()
        settle(room.library, index)
    yield "index"


def repair(room):
    for mended in room.repair():
        yield [mended.where, mended.status]


def backup(room, file):
    yield room.backup(file).sha256


def restore(room, file):
    yield room.restore(file, replace=True).sha256


ACTS: dict[str, Callable[..., Iterator[object]]] = {
    act.__name__: act for act in (ingest, remove, decide, rebuild, repair, backup, restore)
}


class Points:
    """The write points that a child passes; it dies before the one with the number `last`."""

    def __init__(self, home: Path, last: int, tell: Callable[[str, object], None]) -> None:
        self.home, self.last, self.tell, self.count = str(home), last, tell, 0

    def watch(self) -> None:
        event.listen(Engine, "before_cursor_execute", lambda *given: self.sql(given[2]))
        event.listen(Engine, "commit", lambda _: self.passes("commit"))
        sys.addaudithook(self.audit)

    def sql(self, statement: str) -> None:
        word = statement.split(None, 3)
        if word[0] in ("INSERT", "DELETE", "UPDATE", "BEGIN"):
            self.passes(" ".join(word[:3]))

    def audit(self, name: str, given: tuple) -> None:
        if name == "open" and isinstance(given[2], int) and given[2] & WRITES:
            self.file("open", given[0])
        elif name in ("os.rename", "os.remove", "os.rmdir", "os.link", "shutil.rmtree"):
            self.file(name, given[0])

    def file(self, name: str, path: object) -> None:
        if isinstance(path, str | os.PathLike) and str(path).startswith(self.home):
            self.passes(f"{name} {str(path).removeprefix(self.home)}")

    def passes(self, name: str) -> None:
        self.count += 1
        if self.count == self.last:
            self.tell("died", name)
            os.kill(os.getpid(), signal.SIGKILL)
        self.tell("point", name)


def child(order: dict, out: int) -> None:
    """Does the act and ends the process."""
    lock = threading.Lock()

    def tell(kind: str, what: object) -> None:
        with lock:
            os.write(out, json.dumps([kind, what]).encode() + b"\n")

    if order.get("largest"):
        # A full disk, for this process: no file may grow beyond this, and the signal becomes an error.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))
    points = Points(Path(order["home"]), order.get("point", 0), tell)
    points.watch()
    room = suizhi.open(order["home"])
    if order.get("after"):
        threading.Timer(order["after"], os.kill, (os.getpid(), signal.SIGKILL)).start()
    try:
        for done in ACTS[order["act"]](room, *order.get("given", [])):
            tell("told", done)
    except Exception as error:
        tell("error", f"{type(error).__name__}: {error}")
    os._exit(0)


def run(order: dict) -> dict:
    """Forks a child, and what is known of it when it is gone."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read)
        child(order, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        lines = [json.loads(line) for line in pipe.read().split(b"\n") if line.endswith(b"]")]
    _, status = os.waitpid(process, 0)
    return {
        "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        "status": status,
        "died": next((what for kind, what in lines if kind == "died"), None),
        "points": [what for kind, what in lines if kind == "point"],
        "told": [what for kind, what in lines if kind == "told"],
        "error": next((what for kind, what in lines if kind == "error"), None),
    }


def warm_up() -> None:
    """Loads what children need: dictionaries, recognisers, encoder. No threads, no library."""
    for name in ("backup", "checking", "compressed", "repairing", "intake"):
        import_module(f"search.{name}")
    import graph
    import ingest as reading

    graph.read(reading.read("2023年度佛山市民政局绩效自评报告\n\n满意率98.5%。\n".encode(), "a.txt"))
    load_encoder().encode(["满意率"])


def main() -> None:
    warm_up()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

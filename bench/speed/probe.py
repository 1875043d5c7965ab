"""What a library of a given size costs those who use it, measured in a process of its own.

    python -m bench.speed.probe HOME [--questions 200] [--add FILE]      a JSON object

From the start of the process to the first answer, then answers, searches, and one report more.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"

_QUESTIONS = 200
_WARM = 3  # questions that load lexicons and files before the others are timed
_TOP = 10
_RECALLED = 50  # questions whose nearest passages are looked for exactly, too
_AT_ONCE = 50_000  # passages scored at once: 25 MB of rows
_DEPTH = 60  # passages that a search asks either index for
_TIE = 1e-3  # reports repeat themselves
_SHARES = (50, 95, 99)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed.probe", description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--questions", type=int, default=_QUESTIONS)
    parser.add_argument("--add", type=Path, help="a report to be put in, and taken out again")
    given = parser.parse_args()
    begun = time.perf_counter(), time.process_time()

    import orjson

    import suizhi
    from bench.speed.asking import moved_questions

    room = suizhi.open(given.home)
    room.ask("12345热线的满意率是多少？")
    found: dict[str, Any] = {
        "start_wall_s": time.perf_counter() - begun[0],
        "start_cpu_s": time.process_time() - begun[1],
    }
    found |= room.library.counts()
    questions = moved_questions(room.documents(), given.questions)
    found |= _shares("ask", _times(room.ask, questions))
    found |= _shares("search", _times(lambda text: room.search(text, _TOP), questions))
    index = room._index
    found |= _shares("hybrid", _times(lambda text: index.search(text, _TOP), questions))
    found |= recall(index, questions[:_RECALLED])
    found |= _room_taken(given.home, found["passages"])
    if given.add:
        found |= _added(room, given.add)
    sys.stdout.write(orjson.dumps(found).decode() + "\n")


def recall(index: Any, questions: Sequence[str]) -> dict[str, float]:
    """Of the ten nearest passages by all rows, the share that the index finds; one as near as the tenth is as right."""
    import numpy as np

    dense, shares = index._dense, []
    keys = np.sort(dense.keys)
    for text in questions:
        row = index.encoder.encode_queries([text])[0]
        best = np.zeros(0, np.float32)
        for begin in range(0, len(keys), _AT_ONCE):
            scores = dense.scores(row, keys[begin : begin + _AT_ONCE])
            best = np.sort(np.concatenate([best, scores]))[-_TOP:]
        near = dense.search(row, _DEPTH)[1][:_TOP]
        shares.append(float((near >= best[0] - _TIE).mean()))
    return {"recall": float(np.mean(shares))}


def _times(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    for text in texts[:_WARM]:
        work(text)
    found = []
    for text in texts:
        begun = time.process_time()
        work(text)
        found.append(1000 * (time.process_time() - begun))
    return found


def _shares(name: str, times: Sequence[float]) -> dict[str, float]:
    import numpy as np

    return {f"{name}_p{share}_ms": float(np.percentile(times, share)) for share in _SHARES}


def _room_taken(home: Path, passages: int) -> dict[str, float]:
    def size(paths: Sequence[Path]) -> int:
        return sum(path.stat().st_size for path in paths if path.is_file())

    index = size(list((home / "index").rglob("*")))
    library = size(list(home.glob("library.sqlite3*")))
    fields = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    own = {field[0]: 1024 * int(field[1]) for field in fields if field[0] in ("RssAnon:", "VmHWM:")}
    return {
        "index_bytes_a_passage": index / max(passages, 1),
        "library_bytes_a_passage": library / max(passages, 1),
        "memory_bytes": own["RssAnon:"],
        "memory_bytes_at_most": own["VmHWM:"],
    }


def _added(room: Any, file: Path) -> dict[str, float]:
    from search.intake import settle

    cpu = time.process_time()
    taken = _taken(room, file)
    found = {"first_add_cpu_s": time.process_time() - cpu}  # with all that reading loads
    list(room.remove([taken.source]))
    wall, cpu = time.perf_counter(), time.process_time()
    _taken(room, file)
    found |= {"add_wall_s": time.perf_counter() - wall, "add_cpu_s": time.process_time() - cpu}
    cpu = time.process_time()
    settle(room.library, room._index)  # nothing changed: what looking costs
    found["check_cpu_s"] = time.process_time() - cpu
    cpu = time.process_time()
    room.ask("12345热线的满意率是多少？")
    found["ask_after_add_cpu_s"] = time.process_time() - cpu
    cpu = time.process_time()
    list(room.remove([taken.source]))
    found["remove_cpu_s"] = time.process_time() - cpu
    return found


def _taken(room: Any, file: Path) -> Any:
    (taken,) = room.ingest([file])
    if taken.status != "added":
        raise RuntimeError(f"{file} was not taken in: {taken}")
    return taken


if __name__ == "__main__":
    main()

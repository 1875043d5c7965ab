"""One system in a process of its own: `python -m bench.peers.child SYSTEM FILE` reads passages and questions, tells hits."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.peers.memory import peak
from bench.peers.systems import PEERS

DEPTH = 10
_WARM = 5  # questions before the clock, of which the first loads what is loaded late


def main(name: str, file: Path) -> None:
    """Builds, asks each question once, and prints one object."""
    said = json.loads(file.read_text("utf-8"))
    passages, questions = said["passages"], said["questions"]
    with TemporaryDirectory(prefix="suizhi-peer-") as folder:
        began, cpu = time.perf_counter(), time.process_time()
        search = PEERS[name](passages, Path(folder))
        built = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
        for question in questions[:_WARM]:
            search(question, DEPTH)
        hits, times = [], []
        for question in questions:
            before = time.process_time()
            hits.append(search(question, DEPTH))
            times.append(time.process_time() - before)
    sys.stdout.write(json.dumps({"built": built, "hits": hits, "times": times, "peak": peak()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

"""Many who ask at once while reports come in: whether anything fails, how long answers take, whether memory grows.

    python -m bench.load --askers 200 --seconds 60 --reports 20

The real server in a process of its own, on this machine's loopback. Each asker asks, reads the answer for a while, and
asks again; one uploader sends a report every few seconds. Memory is what the server says of itself at /metrics.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from bench.made import make, write
from bench.pages.serving import served

QUESTIONS = (
    "2023年12345热线的满意率是多少？",
    "哪些地区的按时办结率超过99%？",
    "花都区2022年的预算执行率是多少？",
    "增城区和荔湾区谁的工单更多？",
    "存在哪些问题？",
    "群众反映的停车难有几件？",
)
"""One number, a list, one of another year, two sides, a text, and what no report says."""

PATIENCE = 120.0
"""Seconds after which an answer counts as none."""

_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)


@dataclass(slots=True)
class Seen:
    """What happened: seconds of every answer, what went wrong, bytes of memory as time goes by."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    uploads: int = 0


def load(server: str, askers: int, seconds: float, think: float, every: float) -> Seen:
    """What `askers` see in so many seconds, each reading for about `think`, with an upload `every` so often."""
    seen, end = Seen(), time.monotonic() + seconds
    threads = [threading.Thread(target=_ask, args=(server, n, end, think, seen)) for n in range(askers)]
    threads.append(threading.Thread(target=_upload, args=(server, end, every, seen)))
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        seen.memory.append(_memory(server))
        time.sleep(1.0)
    for thread in threads:
        thread.join()
    seen.memory.append(_memory(server))
    return seen


def figures(seen: Seen, seconds: float) -> dict[str, float]:
    """The figures of a run; times in seconds, memory in MB, its growth from the first third to the last."""
    cuts = quantiles(seen.seconds, n=100) if len(seen.seconds) > 1 else [0.0] * 99
    third = max(1, len(seen.memory) // 3)
    first, last = max(seen.memory[:third]), max(seen.memory[-third:])
    return {
        "answers": len(seen.seconds),
        "answers a second": len(seen.seconds) / seconds,
        "errors": len(seen.errors),
        "uploads": seen.uploads,
        "p50": cuts[49],
        "p95": cuts[94],
        "p99": cuts[98],
        "memory": last / 1e6,
        "growth": (last - first) / 1e6,
    }


def _ask(server: str, number: int, end: float, think: float, seen: Seen) -> None:
    chance = random.Random(number)
    time.sleep(chance.uniform(0, think))  # they do not all come in one moment
    while time.monotonic() < end:
        body = json.dumps({"question": chance.choice(QUESTIONS)}).encode()
        begun = time.perf_counter()
        try:
            reply = json.loads(_send(f"{server}/api/v1/ask", body, "application/json"))
            if reply["answerable"] != bool(reply["citations"]):
                seen.errors.append(f"an answer without citations: {reply['question']}")
        except (OSError, ValueError, KeyError) as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
        seen.seconds.append(time.perf_counter() - begun)
        time.sleep(chance.uniform(0.5, 1.5) * think)


def _upload(server: str, end: float, every: float, seen: Seen) -> None:
    while time.monotonic() < end:
        mark = uuid4().hex
        data = make(10_000 + seen.uploads)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{mark}.txt"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        try:
            _send(f"{server}/api/v1/documents", body, f"multipart/form-data; boundary={mark}")
            seen.uploads += 1
        except OSError as error:
            seen.errors.append(f"upload: {error}")
        time.sleep(every)


def _send(address: str, body: bytes, type_: str) -> bytes:
    request = urllib.request.Request(address, body, {"Content-Type": type_})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        data: bytes = answer.read()
        return data


def _memory(server: str) -> float:
    with urllib.request.urlopen(f"{server}/metrics", timeout=PATIENCE) as answer:
        found = _RESIDENT.search(answer.read().decode())
    return float(found[1]) if found else 0.0  # only Linux tells it


def main() -> None:
    """Runs it and prints a figure a line; exit status 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="many who ask at once")
    parser.add_argument("--askers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=10.0, help="seconds that an answer is read")
    parser.add_argument("--every", type=float, default=3.0, help="seconds between two uploads")
    parser.add_argument("--reports", type=int, default=20, help="made reports in the library")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="suizhi-load-") as name:
        write(Path(name) / "reports", given.reports)
        with served(Path(name) / "reports", Path(name) / "home") as server:
            seen = load(server, given.askers, given.seconds, given.think, given.every)
    for figure, value in figures(seen, given.seconds).items():
        sys.stdout.write(json.dumps({"figure": figure, "value": round(value, 3)}) + "\n")
    for error in sorted(set(seen.errors))[:10]:
        sys.stderr.write(error + "\n")
    sys.exit(1 if seen.errors else 0)


if __name__ == "__main__":
    main()

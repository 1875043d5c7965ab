"""Sessions as browsers hold them: a page, the line to the server that it opens, a moment of reading, the next page."""

from __future__ import annotations

import random
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

PATIENCE = 60.0
READING = (3.0, 15.0)
"""Seconds that a page is read before the next one; somebody who looks things up all day takes longer."""

_CLIENT = re.compile(r"'client_id': '([0-9a-f-]+)'")
_FAULT = "notice fault"


@dataclass(slots=True)
class Log:
    """Seconds of every page by its kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float) -> None:
        """Notes one page."""
        with self._lock:
            self.seconds.setdefault(kind, []).append(seconds)

    def fail(self, what: str) -> None:
        """Notes one error."""
        with self._lock:
            self.errors.append(what)


def visits(server: str, questions: Sequence[str], sessions: int, seconds: float) -> Log:
    """What `sessions` visitors see in `seconds`: most of them ask, some look things up."""
    log = Log()
    end = time.monotonic() + seconds
    workers = [
        threading.Thread(target=_visit, args=(server, questions, random.Random(number), end, log))
        for number in range(sessions)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return log


def _visit(server: str, questions: Sequence[str], chance: random.Random, end: float, log: Log) -> None:
    time.sleep(chance.uniform(0, READING[1]))  # they do not all come in one moment
    while time.monotonic() < end:
        kind, path = _next(questions, chance)
        begun = time.monotonic()
        try:
            with urllib.request.urlopen(server + path, timeout=PATIENCE) as answer:
                page = answer.read().decode()
            log.add(kind, time.monotonic() - begun)
            if _FAULT in page:
                log.fail(f"{path}: the page says that it failed")
            _read(server, page, chance.uniform(*READING))
        except Exception as error:
            # Whatever it is, it is what a visitor would see.
            log.fail(f"{path}: {error!r}")


def _next(questions: Sequence[str], chance: random.Random) -> tuple[str, str]:
    question = urllib.parse.quote(chance.choice(questions))
    pages = [
        ("answer", f"/?q={question}", 6),
        ("search", f"/search?q={question}", 2),
        ("report", "/reports/huadu-2023.txt", 1),
        ("compare", f"/compare?metric={urllib.parse.quote('总收入')}", 1),
        ("graph", f"/graph?center={urllib.parse.quote('花都区')}", 1),
        ("audit", "/audit", 1),
    ]
    kind, path, _ = chance.choices(pages, weights=[weight for *_, weight in pages])[0]
    return kind, path


def _read(server: str, page: str, seconds: float) -> None:
    """Holds the line that the page opens, as a browser does while the page is read."""
    from websockets.sync.client import connect

    client = _CLIENT.search(page)
    if client is None:
        raise ValueError("the page opens no line to the server")
    query = urllib.parse.urlencode(
        {
            "EIO": 4,
            "transport": "websocket",
            "client_id": client[1],
            "next_message_id": 0,
            "implicit_handshake": "true",
            "tab_id": str(uuid4()),
            "document_id": str(uuid4()),
        }
    )
    address = f"{server.replace('http:', 'ws:')}/_nicegui_ws/socket.io/?{query}"
    end = time.monotonic() + seconds
    with connect(address, open_timeout=PATIENCE) as line:
        while (left := end - time.monotonic()) > 0:
            try:
                message = line.recv(timeout=left)
            except TimeoutError:
                return
            if message in ("2", b"2"):
                line.send("3")  # the server asks whether anybody is there
            elif str(message).startswith("0"):
                line.send("40")  # the line is open: join

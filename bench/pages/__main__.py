"""The command; see `bench.pages`."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.pages.browser import Browser, find_chromium, opened
from bench.pages.serving import log_of, served
from bench.pages.sessions import Log, visits

CORPUS = Path(__file__).parents[2] / "corpus"
GOLD = Path(__file__).parents[1] / "gold"

TIMES = 5
ASKED = 30
"""Questions asked in the browser, each answer waited for."""


def main() -> None:
    """Measures and prints a figure a line."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description="how fast the pages are")
    parser.add_argument("--sessions", type=int, default=50, help="visitors at once")
    parser.add_argument("--seconds", type=float, default=120, help="how long they stay")
    given = parser.parse_args()
    questions = _questions()
    with tempfile.TemporaryDirectory() as folder, served(CORPUS, Path(folder) / "library") as server:
        program = find_chromium()
        if program is None:
            sys.stderr.write("no chromium: the times of the browser are left out\n")
        else:
            _tell(
                "first page, fresh browser",
                [_first(program, server, Path(folder) / str(i)) for i in range(TIMES)],
            )
            with opened(program, Path(folder) / "profile") as browser:
                _tell("answer seen after Enter", _answers(browser, server, questions[:ASKED]))
        _tell_visits(visits(server, questions, given.sessions, given.seconds))
        log = log_of(Path(folder) / "library").read_text("utf-8", "replace")
        _say({"what": "faults in the server's log", "n": log.count("Traceback")})


def _questions() -> list[str]:
    files = sorted(GOLD.glob("*-*.qa.jsonl"))
    found = [json.loads(line)["question"] for path in files for line in path.read_text("utf-8").splitlines()]
    return found[:: max(1, len(found) // 200)]


def _first(program: str, server: str, profile: Path) -> float:
    """Seconds until the first page stands, in a browser that never was here."""
    with opened(program, profile) as browser:
        begun = time.monotonic()
        browser.open(server)
        return time.monotonic() - begun


def _answers(browser: Browser, server: str, questions: Sequence[str]) -> list[float]:
    seconds = []
    for question in questions:
        browser.open(server)
        browser.click(".question input")
        browser.type(question)
        begun = time.monotonic()
        browser.press("Enter")
        browser.wait_for(f"document.querySelector('.answer')?.dataset.question === {json.dumps(question)}")
        seconds.append(time.monotonic() - begun)
    return seconds


def _tell_visits(log: Log) -> None:
    for kind, seconds in sorted(log.seconds.items()):
        _tell(f"{kind} under load", seconds)
    _say({"what": "errors under load", "n": len(log.errors), "first": log.errors[:3]})


def _tell(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    _say(
        {
            "what": what,
            "n": len(ordered),
            "median": round(statistics.median(ordered), 3),
            "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
            "most": round(ordered[-1], 3),
        }
    )


def _say(figure: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

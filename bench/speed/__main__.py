"""The command; see `bench.speed`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TextIO

# One thread a library, before any of them is loaded: CPU seconds are then those of one core.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

_REPORTS = 300  # half a minute; the figures of two runs are then within some per cent
_COMPARED = 30  # reports for the plain references, of which jieba takes a second each dozen
_POINTS = 20  # measurements of memory


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="how fast reading is")
    parser.add_argument("--reports", type=int, default=_REPORTS, help="made reports for the times")
    parser.add_argument(
        "--memory", type=int, default=0, metavar="REPORTS", help="made reports for the memory"
    )
    parser.add_argument(
        "--search", type=int, default=0, metavar="PASSAGES", help="also searches among so many passages"
    )
    parser.add_argument(
        "--data", type=Path, help="passages of the official text in this folder, not made ones"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="a figure a line")
    parser.add_argument("--write", action="store_true", help="the tables into bench/README.md")
    given = parser.parse_args()

    from bench.speed.references import compare
    from bench.speed.searching import search_speed
    from bench.speed.steps import measure, memory
    from bench.speed.table import Memory, figures, into_readme, markdown

    held = None
    if given.memory:  # first, before the others have filled it
        *points, (_, indexed) = memory(given.memory, max(given.memory // _POINTS, 1), seed=given.seed)
        held = Memory(points, indexed)
    searched = search_speed(given.search, data=given.data, seed=given.seed) if given.search else None
    speed = measure(given.reports, seed=given.seed, tell=lambda line: _say(line, sys.stderr))
    compared = compare(min(given.reports, _COMPARED), seed=given.seed)
    if given.json:
        for figure in figures(speed, compared, held, searched):
            _say(json.dumps(figure, ensure_ascii=False))
    else:
        _say(markdown(speed, compared, held, searched))
    if given.write:
        into_readme(markdown(speed, compared, held, searched))


def _say(line: str, to: TextIO = sys.stdout) -> None:
    to.write(f"{line}\n")
    to.flush()


if __name__ == "__main__":
    main()

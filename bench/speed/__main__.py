"""The command; see `bench.speed`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

# One thread a library, before any of them is loaded: CPU seconds are then those of one core.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

_REPORTS = 300  # half a minute; the figures of two runs are then within some per cent
_COMPARED = 30  # reports for the plain references, of which jieba takes a second each dozen
_POINTS = 20  # measurements of memory


def main() -> None:
    """Measures, prints, and writes the tables where they belong."""
    given = _arguments()

    from bench.speed.references import compare
    from bench.speed.searching import search_speed
    from bench.speed.steps import measure, memory
    from bench.speed.table import PAGE, Memory, figures, into_readme, markdown, memory_told, searched_told

    held = None
    if given.memory:  # first, before the others have filled it
        *points, (_, indexed) = memory(given.memory, max(given.memory // _POINTS, 1), seed=given.seed)
        held = Memory(points, indexed)
    if given.growth:
        _grow(given)
    if given.genre:
        from bench.speed.genre import read_genre
        from bench.speed.growing import genre_told

        _told(genre_told(read_genre(given.genre)), "genre", given)
    searched = search_speed(given.search, data=given.data, seed=given.seed) if given.search else None
    if held:
        _told(memory_told(held), "memory", given)
    if searched:
        _told(searched_told(searched), "search", given)
    if not given.reports:
        return
    speed = measure(given.reports, seed=given.seed, tell=lambda line: _say(line, sys.stderr))
    compared = compare(min(given.reports, _COMPARED), seed=given.seed)
    if given.json:
        for figure in figures(speed, compared, held, searched):
            _say(json.dumps(figure, ensure_ascii=False))
        return
    text = markdown(speed, compared, None)
    _told(text, "speed", given)
    if given.write:
        into_readme(text, PAGE)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="how fast reading is")
    parser.add_argument(
        "--reports", type=int, default=_REPORTS, help="made reports for the times; 0 for none"
    )
    parser.add_argument(
        "--memory", type=int, default=0, metavar="REPORTS", help="made reports for the memory"
    )
    parser.add_argument(
        "--search", type=int, default=0, metavar="PASSAGES", help="also searches among so many passages"
    )
    parser.add_argument(
        "--data", type=Path, help="passages of the official text in this folder, not made ones"
    )
    parser.add_argument(
        "--growth", type=int, nargs="+", metavar="REPORTS", help="a library at each of these sizes"
    )
    parser.add_argument("--characters", type=int, default=1_500, help="of the reports of that library")
    parser.add_argument("--home", type=Path, help="where that library grows and stays; a folder of its own")
    parser.add_argument("--questions", type=int, default=200, help="put to it at each size")
    parser.add_argument("--genre", type=Path, help="a file of other texts (.jsonl.xz) to be read, too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="a figure a line")
    parser.add_argument("--write", action="store_true", help="the tables into bench/README.md and docs/")
    return parser.parse_args()


def _grow(given: argparse.Namespace) -> None:
    from bench.speed.growing import growth_told, rows
    from bench.speed.growth import grow
    from bench.speed.plot import svg
    from bench.speed.table import PLOT

    with TemporaryDirectory(prefix="suizhi-growth-") as folder:
        home = given.home or Path(folder) / "library"
        growth = grow(
            home,
            given.growth,
            characters=given.characters,
            questions=given.questions,
            seed=given.seed,
            tell=lambda line: _say(line, sys.stderr),
        )
    _told(growth_told(growth), "growth", given)
    if given.write:
        PLOT.write_text(svg(rows(growth), "reports in the library"), encoding="utf-8")


def _told(text: str, mark: str, given: argparse.Namespace) -> None:
    """Prints a table, and writes it between its marks: those of the steps in the README, the others on their page."""
    from bench.speed.table import PAGE, README, into_readme

    if not given.json:
        _say(text)
    if given.write:
        into_readme(text, README if mark == "speed" else PAGE, mark)


def _say(line: str, to: TextIO = sys.stdout) -> None:
    to.write(f"{line}\n")
    to.flush()


if __name__ == "__main__":
    main()

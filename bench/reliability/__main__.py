"""The command; see `bench.reliability`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import suizhi
from bench.reliability.asking import Judged, ask_all, made, table
from bench.reliability.fit import DATA, KIND, fitted, halves, written
from bench.reliability.readme import into_readme
from search.sureness import mapped

_MOST = 2400
_BEFORE = "With the confidence that the kinds of answers give, all reports:"
_AFTER = "With the mapped confidence, the reports that the map was not fitted on:"


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks, and prints the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reliability", description="can confidence be believed?"
    )
    parser.add_argument(
        "home", type=Path, help="a library with corpus, bench/guard/reports and bench/fresh/reports"
    )
    parser.add_argument("--most", type=int, default=_MOST)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", action="store_true", help="the wrong answers, a line each")
    parser.add_argument(
        "--fit", action="store_true", help="the map anew, judged on the reports that it was not fitted on"
    )
    parser.add_argument("--write", action="store_true", help="the tables into bench/README.md")
    given = parser.parse_args(arguments)
    room = suizhi.open(given.home)
    judged = ask_all(room, made(room, given.most, given.seed), mapped=not given.fit)
    told = table(judged)
    if given.fit:
        judged = _fit(judged)
        told = f"{_BEFORE}\n\n{told}\n\n{_AFTER}\n\n{table(judged)}"
    if given.wrong:
        for one in judged:
            if one.answered and not one.right:
                sys.stdout.write(
                    f"{one.confidence:.3f}\t{one.asked.way}\t{one.asked.report}\t{one.asked.text}\n"
                )
    sys.stdout.write(told + "\n")
    if given.write:
        into_readme(told)


def _fit(judged: Sequence[Judged]) -> list[Judged]:
    """Writes the map that half of the reports give; the answers of the other half with confidence so mapped."""
    own, others = halves(judged)
    points = fitted(own)
    answers = sum(one.answered and one.kind == KIND for one in own)
    DATA.write_text(written(points, answers), encoding="utf-8")
    return [
        replace(one, confidence=mapped(one.confidence, points)) if one.answered and one.kind == KIND else one
        for one in others
    ]


if __name__ == "__main__":
    main()

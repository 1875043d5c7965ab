"""The map of confidence, fitted on the questions of some reports and judged on those of the others.

Isotonic regression (Barlow et al. 1972, by scipy) of right on the confidence of the kind; each level block becomes a point
at its mean, its height drawn towards one half as by two answers more, one right and one wrong, so that few answers make
nothing certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.reliability.asking import Judged
from search.sureness import Points

DATA = Path(__file__).parents[2] / "search" / "language" / "sureness.toml"
KIND = "metric"
# A block of fewer answers is joined to its neighbour: its share is chance.
_FEWEST = 25
_MOST_SURE = 0.97
_ROUNDING = 1e-9


def halves(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """The answers to be fitted by and those to judge by, every other report in each."""
    names = sorted({one.asked.report for one in judged})
    first = set(names[::2])
    return [j for j in judged if j.asked.report in first], [j for j in judged if j.asked.report not in first]


def fitted(judged: Sequence[Judged]) -> Points:
    """The points of the map, from left to right, rising."""
    from scipy.optimize import isotonic_regression

    given = sorted((j.confidence, j.right) for j in judged if j.answered and j.kind == KIND)
    levels = isotonic_regression([float(right) for _, right in given]).x
    blocks: list[list[tuple[float, bool]]] = []
    for at, one in enumerate(given):
        same = at > 0 and abs(levels[at] - levels[at - 1]) < _ROUNDING
        if same or (blocks and len(blocks[-1]) < _FEWEST):
            blocks[-1].append(one)
        else:
            blocks.append([one])
    points: list[tuple[float, float]] = [(0.0, 0.0)]  # what is less sure than any that were seen is so still
    for block in blocks:
        x = sum(value for value, _ in block) / len(block)
        y = min(_MOST_SURE, (sum(right for _, right in block) + 1) / (len(block) + 2))
        points.append((round(x, 3), round(max(y, points[-1][1]), 3)))
    return points


def written(points: Points, answers: int) -> str:
    """The data file."""
    rows = ", ".join(f"[{x}, {y}]" for x, y in points)
    return (
        "# Made by `python -m bench.reliability HOME --fit`: [confidence of the kind, share of such answers that were right].\n"
        f"# Fitted on {answers} answers of half of the annotated reports, judged on the other half (bench/README.md).\n\n"
        f"[{KIND}]\npoints = [{rows}]\n"
    )

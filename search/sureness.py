"""How sure an answer is, as a share of such answers that were right: the confidence of its kind put through a map.

The map is data (`language/sureness.toml`), made by `python -m bench.reliability --fit` from generated questions whose
answers the annotation knows: monotone, so that no answer overtakes another, and straight between its points.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from search.answer import Answer

_DATA = Path(__file__).with_name("language") / "sureness.toml"
Points = Sequence[tuple[float, float]]


def sure(answer: Answer) -> Answer:
    """The answer with the mapped confidence; of a kind that has no map, and of a refusal, as it is."""
    points = maps().get(answer.kind) if not answer.working else None
    if not points or not answer.answerable:
        return answer
    return replace(answer, confidence=round(mapped(answer.confidence, points), 3))


def mapped(value: float, points: Points) -> float:
    """The height of the broken line at `value`; level before its first and behind its last point.

    >>> mapped(0.5, [(0.4, 0.6), (0.6, 0.8)]), mapped(0.1, [(0.4, 0.6)]), mapped(0.9, [(0.4, 0.6)])
    (0.7, 0.6, 0.6)
    """
    at = bisect_right([x for x, _ in points], value)
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    return round(y0 + (y1 - y0) * (value - x0) / (x1 - x0), 6)


@cache
def maps() -> dict[str, tuple[tuple[float, float], ...]]:
    """The data file: for a kind of answer the points of its map, from left to right."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return {kind: tuple((x, y) for x, y in row["points"]) for kind, row in data.items()}

"""Floors: the figures that the product must not fall below, kept in `floors.toml` and held in CI."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.figures import BenchError, Figure

FLOORS = Path(__file__).parent / "floors.toml"
# Figures are printed with four decimals; a floor copied from the table must not fail by rounding.
_ROUNDING = 0.00005


def read_floors(path: Path = FLOORS) -> dict[str, float]:
    """Name of a figure ("facts.recall") -> its floor.

    Raises:
        BenchError: the file is not a table of tables of numbers.
    """
    try:
        tasks = tomllib.loads(path.read_text("utf-8"))
        return {f"{task}.{name}": float(floor) for task, row in tasks.items() for name, floor in row.items()}
    except (OSError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
        reason = f"下限读不出来（{error}）"
        raise BenchError(str(path), reason, '格式：[任务] 下一行一个 "指标" = 下限') from error


def check(figures: Iterable[Figure], floors: Mapping[str, float]) -> list[str]:
    """One line for each figure below its floor or not measured at all; empty where all hold.

    >>> check([Figure("facts", "recall", 0.5, 40)], {"facts.recall": 0.6})
    ['facts.recall = 0.5000 (n = 40) is below its floor 0.6000']
    """
    measured = {figure.name: figure for figure in figures}
    failures = []
    for name, floor in floors.items():
        figure = measured.get(name)
        if figure is None:
            failures.append(f"{name} was not measured (floor {floor:.4f})")
        elif figure.value < floor - _ROUNDING:
            failures.append(f"{name} = {figure.value:.4f} (n = {figure.n}) is below its floor {floor:.4f}")
    return failures

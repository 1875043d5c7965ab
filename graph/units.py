"""Units and measure words: what they count and how they are written (data: `ontology/units.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ingest.fold import fold

_DATA = Path(__file__).with_name("ontology") / "units.toml"

# Words that different reports use for the same count: a hotline counts 宗 here and 件 there.
_SAME_COUNT = ({"cases"}, {"people"}, {"items", "kinds"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its canonical name and what it counts ("money", "people", "visits", …)."""

    name: str
    dimension: str


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["unit"])


@cache
def written() -> dict[str, Unit]:
    """Every way to write a unit, folded, with its unit."""
    units: dict[str, Unit] = {}
    for entry in entries():
        unit = Unit(entry["name"], entry["dimension"])
        for form in (entry["name"], *entry.get("also", ())):
            units[fold(form)] = unit
    return units


@lru_cache(maxsize=1000)  # all units of the data, and some that only other reports have
def dimension(unit: str) -> str | None:
    """What `unit` counts, None for a unit that the data does not know.

    >>> dimension("宗") == dimension("件"), dimension("人") == dimension("人次")
    (True, False)
    """
    # 条（段）, 辆（艘）次: what is counted is told by the first.
    found = written().get(fold(unit)) or written().get(unit.partition("（")[0])
    return found.dimension if found else None


def comparable(one: str, other: str) -> bool:
    """Whether numbers in these units may be compared or subtracted.

    >>> comparable("宗", "件"), comparable("人", "人次"), comparable("个", "项")
    (True, False, True)
    """
    if one == other:
        return True
    left, right = dimension(one), dimension(other)
    if left is None or right is None:
        return False
    return any({left, right} <= group for group in _SAME_COUNT)

"""The nouns of measuring: what the product is asked for, and what comes out of scoring it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Line = Mapping[str, Any]
"""One line that the product prints for a machine: a JSON object with the fields of its command."""


class BenchError(Exception):
    """A measurement that cannot be made: says what is at fault, why, and what to do.

    Attributes:
        place: the file (and line) at fault.
        reason: what is wrong with it (Chinese, for people).
        remedy: what to do about it (Chinese, for people), or "".
    """

    def __init__(self, place: str, reason: str, remedy: str = "") -> None:
        self.place = place
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{place}：{reason}" + (f"。{remedy}" if remedy else ""))


@dataclass(frozen=True, slots=True)
class Products:
    """The product, as callables that give the lines its commands print.

    Attributes:
        facts, entities, relations: the lines of `export facts`, `export entities`, `export relations`.
        ask: question -> the reply.
        search: query, k -> at most k hits, best first.
        texts: source -> cleaned text, in which the offsets `start`, `end` of all lines count.
        similar: name, source, k -> at most k hits, best first; None where it is not offered.
        audit: the findings; None where they are not offered.
    """

    facts: Callable[[], Iterable[Line]]
    entities: Callable[[], Iterable[Line]]
    relations: Callable[[], Iterable[Line]]
    ask: Callable[[str], Line]
    search: Callable[[str, int], Sequence[Line]]
    texts: Callable[[], Mapping[str, str]]
    similar: Callable[[str, str, int], Sequence[Line]] | None = None
    audit: Callable[[], Iterable[Line]] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number.

    Attributes:
        task: "facts", "entities", ... (the keys of `bench.tasks.TASKS`).
        metric: what was measured, with the part it was measured on after a point: "recall.ORG".
        value: a share from 0 to 1, or a count where the metric ends in "_count".
        n: how many lines the share is of.
    """

    task: str
    metric: str
    value: float
    n: int

    @property
    def name(self) -> str:
        """The name that floors use.

        >>> Figure("facts", "recall.score", 0.5, 2).name
        'facts.recall.score'
        """
        return f"{self.task}.{self.metric}"

    def line(self) -> dict[str, str | float | int]:
        """The figure as `suizhi eval --json` prints it."""
        return {"task": self.task, "metric": self.metric, "value": round(self.value, 4), "n": self.n}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the product has one line of the annotation right, and if not, why (English, for developers)."""

    task: str
    id: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What scoring one task gives; `extras` are the product's lines that the annotation does not have."""

    figures: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run.

    Attributes:
        figures: in the order of the tasks.
        verdicts: one for each line of the annotation and task.
        extras: task -> the product's lines that the annotation does not have, as text to look at.
        missing: reports that the annotation speaks of and the library does not hold, sorted.
    """

    figures: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    extras: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()


def share(part: int, whole: int) -> float:
    """`part / whole`, and 0.0 of nothing: a product that gives nothing must not look good."""
    return part / whole if whole else 0.0


def precision_recall(task: str, right: int, found: int, wanted: int, part: str = "") -> tuple[Figure, ...]:
    """Precision (of `found`), recall (of `wanted`) and F1, their harmonic mean 2PR / (P + R).

    >>> [f.value for f in precision_recall("facts", 1, 2, 1)]
    [0.5, 1.0, 0.6666666666666666]
    """
    suffix = f".{part}" if part else ""
    return (
        Figure(task, f"precision{suffix}", share(right, found), found),
        Figure(task, f"recall{suffix}", share(right, wanted), wanted),
        # 2PR / (P + R) with P = right / found and R = right / wanted
        Figure(task, f"f1{suffix}", share(2 * right, found + wanted), wanted),
    )

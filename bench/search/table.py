"""Ranks of the right passages by each system, the gain of each part, and both as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.search.sets import QuestionSet
from search.ranking import WEIGHTS, Weights
from search.sought import Sought

README = Path(__file__).parents[1] / "README.md"
_BEGIN, _END = "<!-- search: begin -->", "<!-- search: end -->"

DEPTH = 10
_SAMPLES = 2_000  # of the bootstrap; the bounds are then good to a tenth of a point
_LOST = 0  # a rank of none

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class System:
    """A way to rank.

    Attributes:
        named: the reports that a question names are lifted.
        wide: it asks with the field's words too.
        before: the systems that it is held against, by name.
    """

    name: str
    weights: Weights
    named: bool = False
    wide: bool = False
    before: tuple[str, ...] = ()


SYSTEMS = (
    System("words", Weights(1, 0, 0)),
    System("meaning", Weights(0, 1, 0)),
    System("both", Weights(WEIGHTS.words, WEIGHTS.meaning, 0), before=("words", "meaning")),
    System(
        "+ places, offices and years named",
        Weights(WEIGHTS.words, WEIGHTS.meaning, 0),
        True,
        before=("both",),
    ),
    System("+ words one by one", WEIGHTS, True, before=("+ places, offices and years named",)),
    System("+ the field's words", WEIGHTS, True, True, before=("+ words one by one",)),
)
"""Each with one part more than the one before."""


@dataclass(frozen=True, slots=True)
class Row:
    """A system on a set; `gains` are in points of MRR over each system it is held against, with 95 % bounds."""

    set: str
    system: str
    questions: int
    recall: tuple[float, float, float]
    mrr: float
    gains: tuple[tuple[float, float, float], ...]


def measure(asked: QuestionSet, tell: Callable[[str], None]) -> list[Row]:
    """A row for each system that the set can tell something about."""
    ranks: dict[str, Ranks] = {}
    rows = []
    for system in SYSTEMS:
        if _same(asked, system):
            ranks[system.name] = ranks[system.before[0]]
            continue
        tell(f"{asked.name}: {system.name}")
        found = np.array([_rank(asked, place, system) for place in range(len(asked.questions))])
        ranks[system.name] = found
        rows.append(_row(asked.name, system.name, found, [ranks[before] for before in system.before]))
    return rows


def _same(asked: QuestionSet, system: System) -> bool:
    """Whether what the system adds does nothing to these questions."""
    if system.wide:
        return not any(q.text.wide for q in asked.questions)
    return system.named and system.weights.close == 0 and not any(q.boost for q in asked.questions)


def _rank(asked: QuestionSet, place: int, system: System) -> int:
    question = asked.questions[place]
    boost = question.boost if system.named else None
    text = question.text if system.wide else Sought(question.text.text)
    hits = asked.index.search(text, DEPTH, boost=boost, weights=system.weights)
    return next((rank for rank, hit in enumerate(hits, 1) if question.right(hit)), _LOST)


def _row(name: str, system: str, ranks: Ranks, before: Sequence[Ranks]) -> Row:
    share = [float(np.mean((ranks > 0) & (ranks <= depth))) for depth in (1, 5, DEPTH)]
    gains = tuple(bootstrap(_reciprocal(ranks) - _reciprocal(other)) for other in before)
    return Row(
        name, system, len(ranks), (share[0], share[1], share[2]), float(_reciprocal(ranks).mean()), gains
    )


def _reciprocal(ranks: Ranks) -> NDArray[np.float64]:
    return np.divide(1.0, ranks, out=np.zeros(len(ranks)), where=ranks > 0)


def bootstrap(differences: NDArray[np.float64], *, seed: int = 0) -> tuple[float, float, float]:
    """The mean of paired differences and the bounds of its middle 95 %, times 100.

    >>> bootstrap(np.array([0.5, 0.5, 0.5]))
    (50.0, 50.0, 50.0)
    """
    chance = np.random.default_rng(seed)
    size = len(differences)
    means = [differences[chance.integers(size, size=size)].mean() for _ in range(_SAMPLES)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(100 * differences.mean()), float(100 * low), float(100 * high)


def markdown(rows: Sequence[Row]) -> str:
    """The table."""
    lines = [
        "| questions | system | recall@1 | @5 | @10 | MRR | gain |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        first = f"{row.set} ({row.questions:,})" if row.system == SYSTEMS[0].name else ""
        gain = "; ".join("{:+.1f} [{:+.1f}, {:+.1f}]".format(*gain) for gain in row.gains)
        cells = [first, row.system, *(f"{value:.3f}" for value in (*row.recall, row.mrr)), gain]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def figures(rows: Sequence[Row]) -> list[Mapping[str, object]]:
    """A figure a line, as `suizhi eval --json` prints them."""
    return [
        {
            "task": f"search {row.set}",
            "metric": f"{row.system}: {metric}",
            "value": round(value, 4),
            "n": row.questions,
        }
        for row in rows
        for metric, value in zip(
            ("recall@1", "recall@5", "recall@10", "mrr"), (*row.recall, row.mrr), strict=True
        )
    ]


def into_readme(text: str, readme: Path = README) -> None:
    """Puts the table between its marks.

    Raises:
        ValueError: the marks are not there.
    """
    old = readme.read_text("utf-8")
    marked = re.compile(f"({re.escape(_BEGIN)}\n).*({re.escape(_END)})", re.DOTALL)
    new, count = marked.subn(lambda m: f"{m[1]}{text}\n{m[2]}", old)
    if count != 1:
        raise ValueError(f"{readme}: put the lines {_BEGIN} and {_END} where the table belongs")
    readme.write_text(new, "utf-8")

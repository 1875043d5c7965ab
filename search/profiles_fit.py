"""Fitting the weights of the facets to questions whose right profiles are known.

A question gives two kinds of choices: one among all its profiles, and one within each report that has a right one. A
choice's chance is the softmax of the likenesses; the weights make the right profiles' chance greatest (maximum likelihood
of a conditional logit, McFadden 1974). A ridge draws them to equal weights, for the questions are few and no facet is to
be lost that they happen not to need; none falls below its floor. Optimised with Adam (Kingma & Ba 2015) from zero, so
that the same questions give the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
_RATE, _FIRST, _SECOND, _TINY = (
    0.05,
    0.9,
    0.999,
    1e-8,
)  # Adam's step, its two decays, and what keeps it from 0 / 0


@dataclass(frozen=True, slots=True)
class Labelled:
    """The profiles that a question may choose from.

    Attributes:
        facets: (n, k) as `profiles_likeness.facets` gives them, all reports in a row.
        reports: (n,) the number of each profile's report.
        right: (n,) whether it is one of those wanted.
    """

    facets: NDArray[np.float32]
    reports: NDArray[np.int64]
    right: NDArray[np.bool_]


def fit_weights(
    questions: Sequence[Labelled],
    against: Sequence[int] = (),
    floors: Mapping[int, float] | None = None,
    ridge: float = 0.2,
    equal: float = 0.3,
    steps: int = 300,
) -> Doubles:
    """(k,) the weights that choose the right profiles of `questions` best.

    Args:
        against: the facets that may weigh below 0.
        floors: the least weight of other facets, 0 where not given.
        ridge: how strongly weights (of facets scaled to one spread) are drawn to `equal` (to 0: those of `against`).

    Raises:
        ValueError: no question has a right profile.
    """
    choices = [choice for question in questions for choice in _choices(question)]
    if not choices:
        raise ValueError("no question has a right profile: nothing to fit")
    spread = np.vstack([question.facets for question in questions]).std(axis=0).astype(np.float64) + _TINY
    scaled = [(rows / spread, right) for rows, right in choices]
    bound = np.full(len(spread), 0.0)
    bound[list(against)] = -np.inf
    for facet, floor in (floors or {}).items():
        bound[facet] = floor * spread[facet]
    drawn = np.full(len(spread), equal)
    drawn[list(against)] = 0.0
    weights, mean, square = np.zeros_like(spread), np.zeros_like(spread), np.zeros_like(spread)
    for step in range(1, steps + 1):
        slope = sum((_slope(rows, right, weights) for rows, right in scaled), np.zeros_like(spread))
        slope = slope / len(scaled) - ridge * (weights - drawn)
        mean = _FIRST * mean + (1 - _FIRST) * slope
        square = _SECOND * square + (1 - _SECOND) * slope**2
        moved = (mean / (1 - _FIRST**step)) / (np.sqrt(square / (1 - _SECOND**step)) + _TINY)
        weights = np.maximum(weights + _RATE * moved, bound)
    return np.asarray(weights / spread)


def _choices(question: Labelled) -> list[tuple[Doubles, NDArray[np.bool_]]]:
    """All profiles of a question, and those of each report that has a right one."""
    rows = question.facets.astype(np.float64)
    parts = [
        np.ones(len(rows), np.bool_),
        *(question.reports == each for each in np.unique(question.reports)),
    ]
    return [(rows[part], question.right[part]) for part in parts if question.right[part].any()]


def _slope(rows: Doubles, right: NDArray[np.bool_], weights: Doubles) -> Doubles:
    """The slope of the log of the chance that a right one is chosen."""
    likeness = rows @ weights
    chance = np.exp(likeness - likeness.max())
    chance /= chance.sum()
    among = np.where(right, chance, 0.0)
    among /= among.sum()
    return np.asarray((among - chance) @ rows)

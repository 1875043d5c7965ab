"""Which of the candidates the question means, or none of them: a conditional logit (McFadden 1974).

Each candidate has a utility, the weighted sum of its signals; that the report does not say it has a utility of its own.
A candidate's chance is its share of the exponentials of all, so that a close rival makes both unsure and a fact without
rivals may fit the words less. The weights are data (`language/choice.toml`), fitted by `bench/choice.py` on questions
with known answers and on the same questions with the right fact taken away.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from graph.facts import Fact
from search.questions.candidates import Candidate, Signals

_DATA = Path(__file__).parents[1] / "language" / "choice.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers: the utility of no answer, the weights of the signals, and what is done with the chance.

    Attributes:
        enough: the least chance that is answered.
        sure: chance and confidence, rising, as measured on the questions of the fit; straight lines between.
    """

    none: float
    signals: tuple[tuple[str, float], ...]
    enough: float
    sure: tuple[tuple[float, float], ...]

    def utility(self, signals: Signals) -> float:
        """The weighted sum of the signals."""
        return math.fsum(weight * getattr(signals, name) for name, weight in self.signals)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with the chance that it, or the same number told elsewhere in the report, is the answer."""

    candidate: Candidate
    chance: float


@cache
def weights() -> Weights:
    """The data file."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return Weights(
        data["none"], tuple(data["signals"].items()), data["enough"], tuple(map(tuple, data["sure"]))
    )


def choose(candidates: Sequence[Candidate]) -> list[Chosen]:
    """The candidates of one report with their chances, best first; the chances of different numbers sum to less than 1."""
    if not candidates:
        return []
    fitted = weights()
    utilities = [fitted.utility(c.signals) for c in candidates]
    top = max(*utilities, fitted.none)
    raised = [math.exp(u - top) for u in utilities]
    total = math.fsum(raised) + math.exp(fitted.none - top)
    told: dict[tuple[object, ...], float] = {}
    for candidate, power in zip(candidates, raised, strict=True):
        number = _number(candidate.fact)
        told[number] = told.get(number, 0.0) + power / total
    order = sorted(range(len(candidates)), key=lambda i: (-utilities[i], candidates[i].fact.citation.start))
    return [Chosen(candidates[i], told[_number(candidates[i].fact)]) for i in order]


def _number(fact: Fact) -> tuple[object, ...]:
    return fact.quantity.low, fact.quantity.high, fact.quantity.unit, fact.kind


def confidence(chance: float) -> float:
    """How often an answer of that chance is right, 0 to 1.

    >>> 0 < confidence(0.4) < confidence(0.8) < 1
    True
    """
    points = weights().sure
    for (low, start), (high, end) in pairwise(points):
        if chance <= high:
            return start + (end - start) * max(0.0, chance - low) / (high - low)
    return points[-1][1]

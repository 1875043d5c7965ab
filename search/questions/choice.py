"""Which of the candidates the question means, or none of them.

Each candidate has a utility, the weighted sum of its signals, as in a conditional logit (McFadden 1974) whose further choice
is that the report does not say it. How sure the best one is follows from four things: how far its utility lies above that
of no answer, how far above the next number's, among how many numbers it was found, and of how many signals it is the best
by each alone. All weights are data
(`language/choice.toml`), fitted by `bench/choice.py` on questions with known answers and on the same questions with the
right fact taken away.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.questions.candidates import Candidate, Signals

_DATA = Path(__file__).parents[1] / "language" / "choice.toml"


# Signals that point at a fact each in its own way: words, meanings and places.
POINTERS = ("metric", "clause", "sentence", "words", "around", "told", "told_here", "place", "head")
# A lead of more than this says no more, and a number without rivals has as much.
FARTHEST = 6.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers.

    Attributes:
        none: the utility of no answer.
        signals: the weight of each signal.
        base, above, ahead, many, agreed: how sure the best is: what is added, and the weights of its lead over no answer,
            of that over the next number, of the logarithm of how many candidates there are, and of the share of the pointers by
            which no other number is better.
        enough: the least chance that is answered.
        least: the least lead over no answer that is answered: one without rivals is ahead of nothing.
        most: the highest confidence that is shown.
    """

    none: float
    signals: tuple[tuple[str, float], ...]
    base: float
    above: float
    ahead: float
    many: float
    agreed: float
    enough: float
    least: float
    most: float

    def utility(self, signals: Signals) -> float:
        """The weighted sum of the signals."""
        return math.fsum(weight * getattr(signals, name) for name, weight in self.signals)

    def chance(self, best: float, second: float, count: int, agreed: float = 1.0) -> float:
        """How likely the best of `count` candidates is right, 0 to 1, `second` being the utility of the next number."""
        lead = min(FARTHEST, best - second)
        return 1 / (
            1
            + math.exp(
                -(
                    self.base
                    + self.above * (best - self.none)
                    + self.ahead * lead
                    + self.many * math.log(count)
                    + self.agreed * agreed
                )
            )
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with the chance that it is the answer, and its lead over no answer."""

    candidate: Candidate
    chance: float
    lead: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether that is enough to answer."""
        return self.chance >= weights().enough and self.lead >= weights().least

    @property
    def confidence(self) -> float:
        """The chance, as it is shown."""
        return min(self.chance, weights().most)


@cache
def weights() -> Weights:
    """The data file."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return Weights(data["none"], tuple(data["signals"].items()), **data["sure"])


def choose(candidates: Sequence[Candidate]) -> Chosen | None:
    """The candidate of one report that the question means most likely; None only where there is none."""
    if not candidates:
        return None
    fitted = weights()
    utilities = {id(c): fitted.utility(c.signals) for c in candidates}
    best = min(candidates, key=lambda c: (-utilities[id(c)], c.fact.citation.start))
    others = [c for c in candidates if c.fact.quantity != best.fact.quantity]
    top = utilities[id(best)]
    second = max((utilities[id(c)] for c in others), default=top - FARTHEST)
    return Chosen(
        best, fitted.chance(top, second, len(candidates), agreement(best, others)), top - fitted.none
    )


def agreement(best: Candidate, others: Sequence[Candidate]) -> float:
    """The share of the pointers by which none of the others is better than the best, 0 to 1."""
    leads = sum(
        all(getattr(other.signals, name) <= getattr(best.signals, name) for other in others)
        for name in POINTERS
    )
    return leads / len(POINTERS)

"""From the scores of two indexes to the hits that are shown, with the reasons for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.fuse import Scores, fuse


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found; `score` is in z-units and comparable within one query only."""

    source: str
    number: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages to be ranked, (n,) each.

    Attributes:
        words: BM25, 0 where the word index did not name the passage.
        floor: what such a passage may score at most: it may have missed the list by a little.
    """

    sources: Sequence[str]
    numbers: Sequence[int]
    words: Scores
    meaning: Scores
    floor: float


def rank(candidates: Candidates, boost: Mapping[str, float], top: int) -> list[Found]:
    """The best `top` candidates by fused score, best first.

    Args:
        boost: z-units added to the passages of a source.
    """
    sources, numbers = candidates.sources, candidates.numbers
    words, meaning = candidates.words, candidates.meaning
    extra = np.array([boost.get(source, 0.0) for source in sources])
    scores = fuse(np.where(words > 0, words, candidates.floor), meaning) + extra
    # Ties go by source and number, so that the same library answers the same in any order of adding.
    order = sorted(range(len(sources)), key=lambda i: (-scores[i], sources[i], numbers[i]))[:top]
    word_ranks, meaning_ranks = _ranks(words), _ranks(meaning)
    return [
        Found(
            sources[i],
            numbers[i],
            float(scores[i]),
            _reasons(word_ranks[i] if words[i] > 0 else None, meaning_ranks[i], extra[i]),
        )
        for i in order
    ]


def _ranks(scores: Scores) -> list[int]:
    """1 for the highest score; equal scores share the better rank."""
    ordered = np.sort(-scores)
    return [int(place) + 1 for place in np.searchsorted(ordered, -scores)]


def _reasons(words: int | None, meaning: int, extra: float) -> tuple[str, ...]:
    found = [f"字词匹配第{words}"] if words is not None else []
    found.append(f"语义相近第{meaning}")
    if extra > 0:
        found.append("符合问题限定的范围")
    return tuple(found)

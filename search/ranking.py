"""From the scores of two indexes to the hits that are shown, with the reasons for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.fuse import DENSE_WEIGHT, Scores, zscores


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
        keys: what the index calls them.
        words: BM25, 0 where the word index did not name the passage.
        floor: what such a passage may score at most: it may have missed the list by a little.
    """

    keys: Sequence[int]
    sources: Sequence[str]
    numbers: Sequence[int]
    words: Scores
    meaning: Scores
    floor: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a score counts, in z-units; 0 leaves it out.

    Attributes:
        words: BM25.
        meaning: the cosine, see `search.fuse`.
        close: words one by one (`search.late`), over those looked at.

    Fitted together, by leaving out one report at a time: decision 0020.
    """

    words: float = 1.0
    meaning: float = DENSE_WEIGHT
    close: float = 1.0


WEIGHTS = Weights()


def rank(
    candidates: Candidates,
    boost: Mapping[str, float],
    top: int,
    close: Callable[[Sequence[int]], Scores] | None = None,
    looked_at: int = 0,
    weights: Weights = WEIGHTS,
) -> list[Found]:
    """The best `top` candidates by fused score, best first.

    Args:
        boost: z-units added to the passages of a source.
        close: for places in `candidates`, how close their words are to those asked for, one by one; called
            once, for the first `looked_at` by all else.
    """
    sources, numbers = candidates.sources, candidates.numbers
    words, meaning = candidates.words, candidates.meaning
    extra = np.array([boost.get(source, 0.0) for source in sources])
    scores = weights.words * zscores(np.where(words > 0, words, candidates.floor)) + extra
    scores += weights.meaning * zscores(meaning)
    # Ties go by source and number, so that the same library answers the same in any order of adding.
    place = {source: place for place, source in enumerate(sorted(set(sources)))}
    ties = np.array(numbers), np.array([place[source] for source in sources])
    order = np.lexsort((*ties, -scores)).tolist()
    if close is not None and weights.close and len(order) > 1:
        first = order[:looked_at]
        lift = weights.close * zscores(close(first))
        scores[first] += lift
        # Those behind them stay behind: they count as the least close.
        scores[order[looked_at:]] += lift.min()
        order = np.lexsort((*ties, -scores)).tolist()
    order = order[:top]
    word_ranks, meaning_ranks = _ranks(words), _ranks(meaning)
    return [
        Found(
            sources[i],
            numbers[i],
            float(scores[i]),
            _reasons(word_ranks[i] if words[i] > 0 else None, meaning_ranks[i], float(meaning[i]), extra[i]),
        )
        for i in order
    ]


def _ranks(scores: Scores) -> list[int]:
    """1 for the highest score; equal scores share the better rank."""
    ordered = np.sort(-scores)
    return [int(place) + 1 for place in np.searchsorted(ordered, -scores)]


def _reasons(words: int | None, meaning: int, cosine: float, extra: float) -> tuple[str, ...]:
    found = [f"字词匹配第{words}"] if words is not None else []
    found.append(f"语义相近第{meaning}（相似度{max(cosine, 0):.2f}）")
    if extra > 0:
        found.append("符合问题限定的范围")
    return tuple(found)

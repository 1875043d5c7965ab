"""Rows of vectors under the keys of their passages, and how a passage is scored by its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Keys = NDArray[np.int64]

SENTENCE_WEIGHT = 0.6
"""Of a passage's best sentence, flat between .5 and .7; the rest is the whole passage's."""


class DenseError(Exception):
    """A file of vectors that is damaged or of another width; the index is to be rebuilt."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Rows of passages in order: of each passage its own row, then those of its sentences.

    Attributes:
        keys: (r,) the passage of each row; all rows of a passage stand together.
        rows: (r, dim).
    """

    keys: Keys
    rows: Floats


def starts_of(first: Keys, last: Keys) -> tuple[Keys, Keys]:
    """The rows `first:last` of some passages one behind the other, and where each passage begins among them.

    >>> [found.tolist() for found in starts_of(np.array([5, 2]), np.array([7, 3]))]
    [[5, 6, 2], [0, 2]]
    """
    lengths = last - first
    begins = np.cumsum(lengths) - lengths
    chosen = np.repeat(first - begins, lengths) + np.arange(int(lengths.sum()))
    return chosen, begins


def blended(products: Floats, begins: Keys) -> Floats:
    """The score of each passage from the products of its rows, its own first; `products` is used up."""
    if not len(begins):
        return np.zeros(0, np.float32)
    whole = products[begins]
    # A passage of one row is its own best sentence.
    products[begins[np.diff(np.append(begins, len(products))) > 1]] = -1
    best = np.maximum.reduceat(products, begins)
    scores: Floats = (SENTENCE_WEIGHT * best + (1 - SENTENCE_WEIGHT) * whole).astype(np.float32)
    return scores

"""Late interaction: each word of a question against the nearest word of a passage, over the encoder's own table.

A mean over a passage blurs what its words say one by one; this looks at each word of the question and asks
whether the passage has one that means the same (MaxSim of ColBERT, Khattab and Zaharia 2020, without its
Transformer). Words count by what they tell: rareness times the length of their row.

Costs nothing to train and no file: the numbers of a passage's words are kept beside it in the word index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint16]

LOOKED_AT = 20
"""Passages that are ranked again; 20, 30 and 50 found the same."""

_DIM = 256  # of a word's row: half of the table ranks as the whole does; a quarter lost 0.6 points of MRR


@runtime_checkable
class Worded(Protocol):
    """An encoder that knows the words of a text, as the embedded one does."""

    def words(self, texts: Sequence[str]) -> list[Words]:
        """The numbers of each text's words, in order."""

    def directions(self, words: Words, dim: int) -> NDArray[np.float32]:
        """(n, dim) rows of length 1."""

    def weights(self, words: Words) -> NDArray[np.float32]:
        """(n,) how much each word tells, 0 for one that tells nothing."""


def closeness(encoder: Worded, question: str, passages: Sequence[Words]) -> NDArray[np.float64]:
    """(n,) how well each passage has the question's words or their like, from -1 to 1; 0 for one without words."""
    found = np.zeros(len(passages))
    (asked,) = encoder.words([question])
    full = [place for place, words in enumerate(passages) if len(words)]
    if not len(asked) or not full:
        return found
    together = np.concatenate([passages[place] for place in full])
    # Passages share most of their words: each is compared once.
    known = np.flatnonzero(np.bincount(together)).astype(np.uint16)
    places = np.zeros(int(known[-1]) + 1, np.int64)
    places[known] = np.arange(len(known))
    alike = encoder.directions(known, _DIM) @ encoder.directions(asked, _DIM).T
    begins = np.cumsum([0, *(len(passages[place]) for place in full[:-1])])
    best = np.maximum.reduceat(alike[places[together]], begins, axis=0)
    weights = encoder.weights(asked)
    told = float(weights.sum())
    if told > 0:  # a letter that no text taught (À) tells nothing
        found[full] = best @ weights / told
    return found

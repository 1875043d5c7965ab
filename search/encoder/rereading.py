"""Optional: the first passages of a search read again together with the query, by a cross-encoder of this machine.

A cross-encoder looks at query and passage at once and is a hundred times slower than comparing vectors, so it sees
the first passages only. What it says is added to what is known, in units of z: it may be trained on other text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.fuse import zscores

REREAD = 20
"""Passages read again: two screens, and a second of a small model on one core."""


NONE = "none"
"""The name of no cross-encoder."""


class Rereader(Protocol):
    """What reads a query and passages together."""

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """(n,) how well each passage answers; higher is better, in units of its own."""


def load_rereader(name: str) -> Rereader | None:
    """The cross-encoder in the folder `name`, or of that name in this machine's cache; None for "none".

    Raises:
        EncoderError: it is not there or cannot be read, or the extra `models` is not installed.
    """
    if name == NONE:
        return None
    from search.encoder.models import ModelRereader

    return ModelRereader(name)


def lifts(
    rereader: Rereader, query: str, passages: Sequence[str], known: Sequence[float]
) -> NDArray[np.float64]:
    """(n,) what each passage's `known` score is lifted by, so that both say as much as each other.

    >>> class Longest:
    ...     def scores(self, query, passages):
    ...         return np.array([float(len(passage)) for passage in passages])
    >>> lifts(Longest(), "？", ["一", "一二三"], [5.0, 4.0]).tolist()
    [-0.5, 0.5]
    """
    if len(passages) < 2:
        return np.zeros(len(passages))
    said = zscores(np.asarray(rereader.scores(query, passages), np.float64))
    return said * float(np.std(known))

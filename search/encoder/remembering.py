"""An encoder that keeps the vectors of the texts it has seen: facts and sentences are looked at with every question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.encoder import Encoder
from search.late import Worded, Words

_MOST = 16_384
"""Texts that are kept: some 30 MB; those of about fifteen reports. Then all are let go, which costs one slower question."""

Kept = TypeVar("Kept")


class Remembering:
    """`encoder` with a memory; safe to be used by several threads, which at worst encode a text twice."""

    def __init__(self, encoder: Encoder, most: int = _MOST) -> None:
        self._encoder, self._most = encoder, most
        self.name, self.dim = encoder.name, encoder.dim
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        rows = _looked_up(texts, self._vectors, lambda new: list(self._encoder.encode(new)), self._most)
        return np.stack(rows)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encoder.encode_queries(texts)


class RememberingWords(Remembering):
    """The same for an encoder that knows the words of a text."""

    def __init__(self, encoder: Encoder, worded: Worded, most: int = _MOST) -> None:
        super().__init__(encoder, most)
        self._worded = worded
        self._words: dict[str, Words] = {}

    def words(self, texts: Sequence[str]) -> list[Words]:
        """See `Worded`."""
        return _looked_up(texts, self._words, self._worded.words, self._most)

    def directions(self, words: Words, dim: int) -> NDArray[np.float32]:
        """See `Worded`."""
        return self._worded.directions(words, dim)

    def weights(self, words: Words) -> NDArray[np.float32]:
        """See `Worded`."""
        return self._worded.weights(words)


def remembering(encoder: Encoder) -> Remembering:
    """The encoder with a memory, that keeps words too if the encoder knows them."""
    return RememberingWords(encoder, encoder) if isinstance(encoder, Worded) else Remembering(encoder)


def _looked_up(
    texts: Sequence[str], known: dict[str, Kept], make: Callable[[Sequence[str]], Sequence[Kept]], most: int
) -> list[Kept]:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    made = dict(zip(new, make(new), strict=True)) if new else {}
    # Read before anything is let go, also by another thread.
    found = [made[text] if text in made else known.get(text) for text in texts]
    if len(known) + len(made) > most:
        known.clear()
    known.update(made)
    missing = [text for text, one in zip(texts, found, strict=True) if one is None]
    again = dict(zip(missing, make(missing), strict=True)) if missing else {}
    return [again[text] if one is None else one for text, one in zip(texts, found, strict=True)]

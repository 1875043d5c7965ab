"""What goes into an index: passages under their sources, and what either index takes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.encoder import Encoder
from search.keys import key_of
from search.late import Worded
from search.lexical import Words

WORD = np.dtype("<u2")
"""The number of a word, as it is kept beside its passage."""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage to index: `number` is its place in the source, `context` the titles it stands under."""

    source: str
    number: int
    start: int
    end: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Put:
    """A source with all its passages, as it is to be indexed."""

    revision: str
    passages: tuple[PassageRecord, ...]


def texts_of(puts: Mapping[str, Put], ordinals: Mapping[str, int]) -> Iterator[tuple[int, str, str]]:
    """(key, context, text) of each passage, for the meaning index."""
    for source, put in puts.items():
        for passage in put.passages:
            yield key_of(ordinals[source], passage.number), passage.context, passage.text


def words_of(puts: Mapping[str, Put], ordinals: Mapping[str, int], encoder: Encoder) -> Iterator[Words]:
    """Each passage for the word index, with the encoder's words beside it where it knows them."""
    for source, put in puts.items():
        texts = [f"{passage.context} {passage.text}" for passage in put.passages]
        kept = [b""] * len(texts)
        if isinstance(encoder, Worded):
            kept = [words.astype(WORD).tobytes() for words in encoder.words(texts)]
        for passage, text, words in zip(put.passages, texts, kept, strict=True):
            yield Words(key_of(ordinals[source], passage.number), source, text, words)

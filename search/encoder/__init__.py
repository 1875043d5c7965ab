"""Encoders: text in, rows of length 1 out. `load_encoder()` needs neither torch nor a network.

embedded   the table of word vectors that is shipped in `model/`, read with numpy
models     any SentenceTransformer on this machine (extra `models`)
train/     how the shipped table was made
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "EncoderError", "load_encoder"]


class EncoderError(Exception):
    """An encoder that cannot be loaded: says which one, why, and what to do.

    Attributes:
        name: the encoder as it was asked for.
        reason: what is wrong (Chinese, for people).
        remedy: what to do about it (Chinese, for people).
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        self.name, self.reason, self.remedy = name, reason, remedy
        super().__init__(f"编码器 {name}：{reason}。{remedy}")


class Encoder(Protocol):
    """What the index needs of an encoder.

    Attributes:
        name: changes whenever the vectors would; an index keeps it and is rebuilt when it differs.
        dim: the length of a row.
    """

    @property
    def name(self) -> str:
        """See the class."""

    @property
    def dim(self) -> int:
        """See the class."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32, rows of length 1; a text without a known word gives a row of zeros."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for what is asked; models that want an instruction in front of a question get it."""


def _embedded() -> Encoder:
    from search.encoder.embedded import EmbeddedEncoder

    return EmbeddedEncoder()


ENCODERS: dict[str, Callable[[], Encoder]] = {"embedded": _embedded}


def load_encoder(name: str = "embedded") -> Encoder:
    """The encoder of that name; any name that is not registered goes to sentence-transformers.

    Raises:
        EncoderError: the model is not there or cannot be read, or the extra `models` is not installed.
    """
    if name in ENCODERS:
        return ENCODERS[name]()
    from search.encoder.models import ModelEncoder

    return ModelEncoder(name)

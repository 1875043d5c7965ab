"""Keys of passages in both indexes: the ordinal of a source's revision, and the passage's number in it."""

from __future__ import annotations

NUMBER_BITS = 20
"""Of a key: the passage's number; the rest is the ordinal, so that the keys of a source stand together."""


def key_of(ordinal: int, number: int) -> int:
    """The key of a passage.

    >>> key_of(3, 7) >> NUMBER_BITS, number_of(key_of(3, 7))
    (3, 7)
    """
    return ordinal << NUMBER_BITS | number


def number_of(key: int) -> int:
    """The passage's number in its source."""
    return key & ((1 << NUMBER_BITS) - 1)

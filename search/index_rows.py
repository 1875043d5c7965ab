"""Which rows of vectors go to which file: what stays in memory, what becomes a part, what is written anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.compressed import Part, write_part
from search.dense import DenseIndex, Keys, Vectors, write_vectors
from search.keys import NUMBER_BITS
from search.manifest import Manifest, Segment

SEGMENTS = 32  # files of vectors before they are written as one, so that a change costs what it changes
IN_MEMORY = 10_000  # rows scored exactly, some 40 reports: 20 MB and a millisecond a question
BESIDE_PARTS = 5_000  # rows in memory when there are parts already, which cost their time as well
_DEAD = 1 / 3  # the share of a part's passages that may be gone before it is written anew


def alive(keys: Keys, state: Manifest) -> NDArray[np.bool_]:
    """Which keys are of sources that are indexed."""
    # A table by ordinal: a search for each of four million keys would take ten times as long.
    indexed = np.zeros(state.unused + 1, np.bool_)
    indexed[[entry.ordinal for entry in state.sources.values()]] = True
    found: NDArray[np.bool_] = indexed[np.minimum(keys >> NUMBER_BITS, state.unused)]
    return found


def parts_of(
    folder: Path, name: str, dense: DenseIndex, during: Manifest, vectors: Vectors
) -> list[Part] | None:
    """The parts there are to be; None where the rows that come just go to those in memory.

    What is in memory becomes a part when it is too much, and takes along the parts before it that are
    not far larger: there are never many, and a row is rewritten few times however large the index grows.

    Args:
        name: of the part that is written.
        during: the state without the sources that change.
        vectors: the rows that come.
    """
    old = list(dense.parts)
    worn = [part for part in old if 1 - _share(alive(part.alive, during)) * (1 - part.dead) > _DEAD]
    held = len(dense) + len(vectors.keys)
    if held <= (BESIDE_PARTS if old else IN_MEMORY) and not worn:
        return None
    merged: list[Part] = []
    while old and (worn or len(old[-1]) <= 2 * held):
        held += len(old[-1])
        merged.insert(0, old.pop())
        worn = [part for part in worn if part in old]
    file = write_part(folder, name, dense.dim, _living(during, merged, dense.vectors, vectors))
    return [*old, Part.open(folder, file, dense.dim)] if file.rows else old


def segments_of(
    folder: Path, name: str, dense: DenseIndex, during: Manifest, vectors: Vectors
) -> tuple[Segment, ...]:
    """The files that hold all vectors in memory: one more, or one for all when they have become too many.

    Args:
        name: of the file that is written.
        dense: has `vectors` already.
    """
    old = during.segments
    written = sum(segment.rows for segment in old) + len(vectors.keys)
    if len(old) >= SEGMENTS or written > 2 * len(dense):
        old, vectors = (), dense.vectors
    if not len(vectors.keys):
        return old
    checksum = write_vectors(folder / name, vectors)
    return (*old, Segment(name, checksum, len(vectors.keys)))


def _share(mask: NDArray[np.bool_]) -> float:
    return float(mask.mean()) if len(mask) else 0.0


def _living(during: Manifest, parts: Sequence[Part], held: Vectors, new: Vectors) -> Iterator[Vectors]:
    """The rows of sources that stay, and those that come, in the order of their keys."""
    for part in parts:
        for chunk in part.vectors():
            yield _kept(chunk, during)
    yield _kept(held, during)
    yield new


def _kept(vectors: Vectors, during: Manifest) -> Vectors:
    stays = alive(vectors.keys, during)
    return Vectors(vectors.keys[stays], vectors.rows[stays])

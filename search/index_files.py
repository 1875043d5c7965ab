"""The files of an index: read as they stand, begun anew, and those that nothing names any more deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search import manifest as manifests
from search.compressed import Part
from search.dense import DenseError, DenseIndex, Vectors, read_vectors
from search.index_rows import alive
from search.lexical import LexicalIndex
from search.manifest import Manifest

WORDS, VECTORS, PART = "words", "vectors", "part"
"""What the files and folders are called, before the generation that wrote them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the files say, ready to be searched."""

    manifest: Manifest
    words: LexicalIndex
    dense: DenseIndex


def nothing(encoder: str, dim: int) -> Opened:
    """An index of no sources, in memory."""
    return Opened(Manifest(encoder), LexicalIndex.empty(), DenseIndex(dim))


def read_files(folder: Path, encoder: str, dim: int, known: Sequence[Part] = ()) -> Opened | None:
    """What stands in `folder`; None when it is damaged or not of this version and encoder.

    Args:
        known: parts that were read before; files never change, so one that is still named is not read again.
    """
    state = manifests.read(folder)
    if state is None or state.encoder != encoder or not LexicalIndex.stands(folder / WORDS):
        return None
    try:
        words = LexicalIndex.open(folder / WORDS)
        read = {part.file: part for part in known}
        parts = [read[one].anew() if one in read else Part.open(folder, one, dim) for one in state.parts]
        dense = DenseIndex(dim, parts)
        for part in parts:
            part.remove(part.keys[~alive(part.keys, state)])
        for segment in state.segments:
            vectors = read_vectors(folder / segment.file, dim, segment.checksum)
            kept = alive(vectors.keys, state)
            dense.add(Vectors(vectors.keys[kept], vectors.rows[kept]))
    except (DenseError, ValueError):
        return None
    if not state.unfinished and not len(words) == len(dense.keys) == state.passages:
        return None
    return Opened(state, words, dense)


def begin_anew(folder: Path, encoder: str, dim: int) -> Opened:
    """An empty index in `folder` in place of what stands there; only the writer may."""
    LexicalIndex.erase(folder / WORDS)
    for kind in (VECTORS, PART):
        for old in folder.glob(f"{kind}-*"):
            old.unlink(missing_ok=True)
    state = Manifest(encoder)
    manifests.write(folder, state)
    return Opened(state, LexicalIndex.open(folder / WORDS), DenseIndex(dim))


def sweep(folder: Path, state: Manifest) -> None:
    """Deletes the files of vectors that `state` does not name."""
    kept = {segment.file for segment in state.segments}
    kept |= {f"{part.name}.{end}" for part in state.parts for end in ("rows", "codes")}
    for kind in (VECTORS, PART):
        for old in folder.glob(f"{kind}-*"):
            if old.name not in kept:
                old.unlink(missing_ok=True)

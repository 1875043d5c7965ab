"""The meaning index: cosines of sentences and whole passages. The owner of faiss, with `search.compressed`.

A passage's score is 0.6 times its best sentence plus 0.4 times the passage as a whole: a mean over 300
characters dilutes the one sentence that answers, and the sentence alone loses its surroundings. Rows have
length 1, so products are cosines.

What came last is in memory and scored exactly, which for a library of some hundred reports is all there is.
Beyond that it is written to parts that are never changed (`search.compressed`), merged as they become many.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

import numpy as np

from search.compressed import Part
from search.vectors import DenseError, Floats, Keys, Vectors, blended, starts_of

__all__ = [
    "DenseError",
    "DenseIndex",
    "Floats",
    "Keys",
    "Vectors",
    "embed",
    "read_vectors",
    "sentences_of",
    "write_vectors",
]

# Rows that codes name for each passage wanted, shared out among the parts by size: 120 rows are of 80 passages.
_ROWS_PER_PASSAGE, _LEAST_ROWS = 2, 30
# Among very many rows near doubles crowd the codes: over 640,000 of reports that repeat each other three hundred times
# the ten best were found to 0.978 with four rows for each passage, to 0.986 with eight, in hardly more time.
_MANY, _ROWS_AMONG_MANY = 500_000, 8
# In a file: half precision moves a cosine by less than 0.001 and halves what is kept.
_KEY, _STORED = np.dtype("<i8"), np.dtype("<f2")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SHORTEST = 8  # characters; a shorter piece is a label that says nothing without what follows


class Embeds(Protocol):
    """The part of `search.encoder.Encoder` that passages need."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, dim) rows of length 1."""


def sentences_of(text: str) -> list[str]:
    """The sentences of a passage; a very short piece goes with the next one.

    >>> sentences_of("成效：\\n受理工单67万件。满意率达九成以上；无逾期。")
    ['成效：受理工单67万件。', '满意率达九成以上；', '无逾期。']
    """
    found: list[str] = []
    carried = ""
    for piece in _SENTENCE.findall(text):
        carried += piece.strip()
        if len(carried) >= _SHORTEST:
            found.append(carried)
            carried = ""
    return [*found, carried] if carried else found


def embed(encoder: Embeds, passages: Sequence[tuple[int, str, str]], *, whole: bool = False) -> Vectors:
    """The rows of passages given as (key, context, text), each text with its context in front.

    A passage of one sentence has one row only, and so has each if `whole`. Rows are rounded to what a file of
    vectors keeps, so that an index answers the same before and after it was written.
    """
    texts: list[str] = []
    keys: list[int] = []
    for key, context, text in passages:
        sentences = [] if whole else sentences_of(text)
        pieces = [text, *sentences] if len(sentences) > 1 else [text]
        texts.extend(f"{context} {piece}" for piece in pieces)
        keys.extend([key] * len(pieces))
    rows = encoder.encode(texts).astype(_STORED).astype(np.float32)
    return Vectors(np.array(keys, np.int64), rows)


def write_vectors(path: Path, vectors: Vectors) -> int:
    """Writes vectors to a new file, to the disk itself, and returns the checksum of its bytes."""
    keys, rows = vectors.keys.astype(_KEY).tobytes(), vectors.rows.astype(_STORED).tobytes()
    with path.open("wb") as file:
        file.write(keys)
        file.write(rows)
        file.flush()
        os.fsync(file.fileno())
    return crc32(rows, crc32(keys))


def read_vectors(path: Path, dim: int, checksum: int) -> Vectors:
    """The vectors that were written.

    Raises:
        DenseError: the file is not there, not what was written, or not of rows of `dim`.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise DenseError(f"{path}: {problem}") from problem
    if crc32(data) != checksum:
        raise DenseError(f"{path}: the checksum is {crc32(data)}, not {checksum}")
    count, rest = divmod(len(data), _KEY.itemsize + dim * _STORED.itemsize)
    if rest:
        raise DenseError(f"{path}: {len(data)} bytes are no rows of {dim}")
    keys = np.frombuffer(data, _KEY, count)
    rows = np.frombuffer(data, _STORED, count * dim, count * _KEY.itemsize)
    return Vectors(keys.astype(np.int64), rows.reshape(count, dim).astype(np.float32))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the rows of each passage stand: `keys[i]` has rows `first[i]:last[i]`.

    `order` sorts `keys`; all have shape (n,).
    """

    keys: Keys
    first: Keys
    last: Keys
    order: Keys


class DenseIndex:
    """Rows under the keys of their passages; `dim` is the length of a row.

    Attributes:
        parts: the rows on the disk, in the order they were written; those in memory came later.
    """

    def __init__(self, dim: int, parts: Sequence[Part] = ()) -> None:
        import faiss

        self.parts = tuple(parts)
        self._index: Any = faiss.IndexIDMap(faiss.IndexFlatIP(dim))
        self._known: _Layout | None = None

    @property
    def dim(self) -> int:
        """The length of a row."""
        return int(self._index.d)

    @property
    def keys(self) -> Keys:
        """(n,) the passages in the index, in the order they came in."""
        return np.concatenate([*(part.alive for part in self.parts), self._layout().keys])

    @property
    def vectors(self) -> Vectors:
        """What is in memory; the rows are a view, good until it changes."""
        import faiss

        keys: Keys = faiss.vector_to_array(self._index.id_map)
        return Vectors(keys, self._rows())

    def __len__(self) -> int:
        """How many rows it holds in memory."""
        return int(self._index.ntotal)

    def add(self, vectors: Vectors) -> None:
        """Takes rows into memory; their keys must be new."""
        if len(vectors.keys):
            self._known = None
            self._index.add_with_ids(np.ascontiguousarray(vectors.rows), vectors.keys)

    def remove(self, keys: Keys) -> None:
        """Takes all rows of these passages away; the others keep their order."""
        import faiss

        if len(keys):
            self._known = None
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(keys, np.int64)))
            for part in self.parts:
                part.remove(keys)

    def keys_of(self, low: Keys, high: Keys) -> Keys:
        """The passages with keys from each `low` to before its `high`, sorted; ranges must not overlap."""
        here = self._layout()
        known = here.keys[here.order]
        first, last = (np.searchsorted(known, ends) for ends in (low, high))
        found = [known[starts_of(first, last)[0]], *(part.keys_of(low, high) for part in self.parts)]
        keys: Keys = np.sort(np.concatenate(found))
        return keys

    def search(self, query: Floats, top: int, allowed: Keys | None = None) -> tuple[Keys, Floats]:
        """The best `top` passages and their scores, best first.

        Exact in memory; in parts, exact among the passages of the rows whose codes are nearest, two or eight for each wanted.

        Args:
            query: (dim,) of length 1.
            allowed: the passages to look at, sorted; None is all.
        """
        all_rows = sum(len(part) for part in self.parts)
        rows = top * (_ROWS_PER_PASSAGE if all_rows <= _MANY else _ROWS_AMONG_MANY)
        found = []
        for part in self.parts:
            share = max(_LEAST_ROWS, -(-rows * len(part) // all_rows))
            found.append(part.nearest(query, share, allowed))
        layout = self._layout()
        here = layout.keys if allowed is None else np.intersect1d(layout.keys, allowed)
        found.append((here, self._exactly(query, here)))
        keys, scores = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        order = np.lexsort((keys, -scores))[:top]
        return keys[order], scores[order]

    def scores(self, query: Floats, keys: Keys) -> Floats:
        """(n,) the scores of these passages; a passage that is not in the index scores -1."""
        result = self._exactly(query, keys)
        for part in self.parts:
            there, scores = part.scores(query, keys)
            result[there] = scores
        return result

    def _exactly(self, query: Floats, keys: Keys) -> Floats:
        """`scores` by the rows in memory."""
        layout = self._layout()
        result = np.full(len(keys), -1, np.float32)
        if not len(layout.keys):
            return result
        known = layout.keys[layout.order]
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        there = known[place] == keys
        chosen = layout.order[place[there]]
        rows, begins = starts_of(layout.first[chosen], layout.last[chosen])
        have = self._rows()
        # Gathering rows costs more than multiplying them: of a small index take all, as they lie.
        products = (have @ query)[rows] if 2 * len(rows) > len(have) else have[rows] @ query
        result[there] = blended(products, begins)
        return result

    def _layout(self) -> _Layout:
        import faiss

        if self._known is None:
            row_keys: Keys = faiss.vector_to_array(self._index.id_map)
            changes = np.flatnonzero(np.diff(row_keys)) + 1
            first = np.concatenate([np.zeros(min(len(row_keys), 1), np.int64), changes])
            keys = row_keys[first]
            last = np.append(first[1:], len(row_keys))[: len(first)]
            self._known = _Layout(keys, first, last, np.argsort(keys, kind="stable"))
        return self._known

    def _rows(self) -> Floats:
        """A view of faiss's own memory; taken anew each time, since adding may move it."""
        import faiss

        flat: Any = faiss.downcast_index(self._index.index)
        size = int(flat.ntotal) * self.dim
        rows: Floats = faiss.rev_swig_ptr(flat.get_xb(), size).reshape(-1, self.dim)
        return rows

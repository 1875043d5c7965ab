"""Rows of vectors in a file that is never changed: two bits a number to find with, eight bits to score with.

A part is found in by product codes (faiss: two numbers together are one of sixteen, looked up 32 rows at a time
in the processor's registers): all of them while there are few, those of the nearest lists (IVF) beyond. What they
name is scored by rows of int8 with a scale each, mapped from the file. Of 60,000 passages of made reports, which
repeat each other, the first 100 rows that they name hold 0.989 of the ten best; RaBitQ codes of half the size hold
0.892 and take two and a half times as long, product codes of that size 0.859.

In memory are the codes, 128 bytes a row of 512 and 8 for its number in a list; the rows stay with the system, which
keeps in memory what is asked for. Passages that go are marked, and written no more by the next who writes.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.vectors import DenseError, Floats, Keys, Vectors, blended, starts_of

Mask = NDArray[np.bool_]

LISTS_FROM = 200_000
"""Rows from which lists pay: below, a look at all codes takes a millisecond at most, and misses next to nothing."""

ROWS_A_LIST = 256  # to 512
PROBED = 3
"""One list in so many is looked into; at 4, 3, 2 recall@10 was 0.982, 0.988, 0.993 on the official text, 0.974, 0.982,
0.988 on made reports, which repeat each other, in 0.6, 0.8, 1.1 ms."""

SCANNED = 4_000  # rows up to which all are scored: 0.8 ms, and nothing is missed
_CODED = 2  # numbers of a row that are one code; rows of odd length are coded number by number
_BITS = 4  # of a code: more cannot be looked up in registers
_TAUGHT = 60  # rows that each list is learned from; faiss wants 39, and 100 found 0.003 more
_ROUNDS = 8  # of k-means, for lists and codes; further ones moved recall by less than 0.005
_CHUNK = 20_000  # rows in memory at once while a part is written: 40 MB

_KEY, _END, _SCALE = np.dtype("<i8"), np.dtype("<i8"), np.dtype("<f4")
_LEVELS = 127
_WHOLE, _SAMPLE, _SAMPLES = 64_000_000, 1 << 16, 256
# A file of up to 64 MB is checked byte by byte when it is opened; of a larger one 256 places, some 10 ms.


@dataclass(frozen=True, slots=True)
class PartFile:
    """What the manifest says of a part: `<name>.rows` and `<name>.codes`."""

    name: str
    passages: int
    rows: int
    checksum: int
    codes: int


class Part:
    """Passages of one pair of files, and which of them are alive."""

    def __init__(
        self, file: PartFile, keys: Keys, first: Keys, scales: Floats, rows: Any, codes: Any
    ) -> None:
        self.file, self.keys = file, keys
        self._first, self._scales, self._rows, self._codes = first, scales, rows, codes
        self._alive: Mask
        self._count: int  # of rows that are alive
        self._bits: NDArray[np.uint8] | None
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]
        self._revive()

    @classmethod
    def open(cls, folder: Path, file: PartFile, dim: int) -> Part:
        """The part as it was written.

        Raises:
            DenseError: a file is not there, not what was written, or not of rows of `dim`.
        """
        import faiss

        path, codes_path = folder / f"{file.name}.rows", folder / f"{file.name}.codes"
        sizes = _blocks(file.passages, file.rows, dim)
        try:
            if path.stat().st_size != sum(sizes) or fingerprint(path) != file.checksum:
                raise DenseError(f"{path}: not the file that was written")
            if fingerprint(codes_path) != file.codes:
                raise DenseError(f"{codes_path}: not the file that was written")
            data = np.asarray(np.memmap(path, np.uint8, "r"))  # a plain view: a memmap's own indexing is slow
            codes = faiss.read_index(str(codes_path))
        except (OSError, RuntimeError, ValueError) as problem:
            raise DenseError(f"{path}: {problem}") from problem
        rows, scales, keys, ends = np.split(data, np.cumsum(sizes)[:-1])
        return cls(
            file,
            keys.view(_KEY).astype(np.int64),
            np.concatenate([np.zeros(1, np.int64), ends.view(_END).astype(np.int64)]),
            scales.view(_SCALE).astype(np.float32),
            rows.view(np.int8).reshape(file.rows, dim),
            codes,
        )

    def anew(self) -> Part:
        """The same files with all passages alive; nothing is read."""
        other = copy(self)
        other._revive()
        return other

    def _revive(self) -> None:
        self._alive = np.ones(len(self.keys), np.bool_)
        self._count, self._bits = len(self), None

    def __len__(self) -> int:
        """Rows, of dead passages too."""
        return self.file.rows

    @property
    def alive(self) -> Keys:
        """The passages that have not gone."""
        return self.keys[self._alive]

    @property
    def dead(self) -> float:
        """The share of passages that have gone."""
        return 1 - float(self._alive.mean()) if len(self.keys) else 0.0

    def remove(self, keys: Keys) -> None:
        """Marks passages; those it does not have are passed over."""
        places = self._places(keys)[1]
        if len(places):
            self._alive[places] = False
            self._count, self._bits = int(np.diff(self._first)[self._alive].sum()), None

    def keys_of(self, low: Keys, high: Keys) -> Keys:
        """The keys from each `low` to before its `high`, one range behind the other."""
        first, last = (np.searchsorted(self._sorted, ends) for ends in (low, high))
        return self._sorted[starts_of(first, last)[0]]

    def vectors(self) -> Iterator[Vectors]:
        """All that is alive, some passages at a time."""
        alive = np.flatnonzero(self._alive)
        ends = np.cumsum(self._first[alive + 1] - self._first[alive])
        cuts = np.searchsorted(ends, np.arange(_CHUNK, int(ends[-1]) if len(ends) else 0, _CHUNK))
        for some in np.split(alive, cuts):
            if len(some):
                chosen, begins = starts_of(self._first[some], self._first[some + 1])
                lengths = np.diff(np.append(begins, len(chosen)))
                yield Vectors(np.repeat(self.keys[some], lengths), self._floats(chosen))

    def nearest(self, query: Floats, rows: int, allowed: Keys | None = None) -> tuple[Keys, Floats]:
        """The passages of the best `rows` rows, and their scores, in no order.

        Args:
            allowed: those to look at, passed over where they are elsewhere; all of them are scored where they are few.
        """
        if allowed is None:
            places, count = None, self._count
        else:
            places = self._places(allowed)[1]
            places = places[self._alive[places]]
            count = int((self._first[places + 1] - self._first[places]).sum())
        if count > SCANNED:
            places = self._named(query, min(rows, count), places, count)
        elif places is None:
            places = np.flatnonzero(self._alive)
        return self.keys[places], self._scores(query, places)

    def scores(self, query: Floats, keys: Keys) -> tuple[Mask, Floats]:
        """Which of `keys` stand here alive, and the scores of these."""
        there, places = self._places(keys)
        alive = self._alive[places]
        there[np.flatnonzero(there)[~alive]] = False
        return there, self._scores(query, places[alive])

    def _places(self, keys: Keys) -> tuple[Mask, Keys]:
        """Which of `keys` stand here, and where."""
        if not len(self.keys):
            return np.zeros(len(keys), np.bool_), np.zeros(0, np.int64)
        place = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        there = self._sorted[place] == keys
        return there, self._order[place[there]]

    def _named(self, query: Floats, rows: int, among: Keys | None, count: int) -> Keys:
        """The places of the passages whose codes are nearest; of those `among` which there are `count` rows."""
        import faiss

        lists = int(self._codes.nlist)
        # A filter empties the lists: look into so many more.
        probe = min(lists, int(np.ceil(lists / PROBED * len(self) / count)))
        options: Any = {"nprobe": probe}
        bits = None
        if count < len(self):
            bits = self._bits_of(among)
            selector: Any = faiss.IDSelectorBitmap  # its stub knows not the wrapper for arrays
            options["sel"] = selector(bits)
        params: Any = faiss.IVFSearchParameters(**options)
        _, found = self._codes.search(query[None, :], rows, params=params)
        places: Keys = np.unique(np.searchsorted(self._first, found[found >= 0], "right") - 1)
        return places

    def _bits_of(self, among: Keys | None) -> NDArray[np.uint8]:
        """A bit for each row, set where it is of these passages; of all that are alive, remembered."""
        if among is None and self._bits is not None:
            return self._bits
        places = np.flatnonzero(self._alive) if among is None else among
        wanted = np.zeros(len(self), np.bool_)
        wanted[starts_of(self._first[places], self._first[places + 1])[0]] = True
        bits = np.packbits(wanted, bitorder="little")
        if among is None:
            self._bits = bits
        return bits

    def _scores(self, query: Floats, places: Keys) -> Floats:
        chosen, begins = starts_of(self._first[places], self._first[places + 1])
        products = (self._rows[chosen].astype(np.float32) @ query) * self._scales[chosen]
        return blended(products, begins)

    def _floats(self, chosen: Keys) -> Floats:
        floats: Floats = self._rows[chosen].astype(np.float32) * self._scales[chosen, None]
        return floats


def write_part(folder: Path, name: str, dim: int, chunks: Iterable[Vectors]) -> PartFile:
    """Writes a part, to the disk itself; rows of a passage stand together and in one chunk.

    Of no rows there is no part: what is returned then has none, and cannot be opened.
    """
    keys: list[Keys] = []
    lengths: list[Keys] = []
    scales: list[Floats] = []
    path = folder / f"{name}.rows"
    with path.open("wb") as file:
        for chunk in chunks:
            begins = np.flatnonzero(np.diff(chunk.keys, prepend=-1))
            keys.append(chunk.keys[begins])
            lengths.append(np.diff(np.append(begins, len(chunk.keys))))
            scale = np.maximum(np.abs(chunk.rows).max(axis=1), 1e-12) / _LEVELS
            scales.append(scale.astype(np.float32))
            file.write(np.rint(chunk.rows / scale[:, None]).astype(np.int8).tobytes())
        every = np.concatenate(scales)
        passages = np.concatenate(keys)
        if not len(passages):
            return PartFile(name, 0, 0, 0, 0)
        file.write(every.astype(_SCALE).tobytes())
        file.write(passages.astype(_KEY).tobytes())
        file.write(np.cumsum(np.concatenate(lengths)).astype(_END).tobytes())
        file.flush()
        os.fsync(file.fileno())
    rows = np.memmap(path, np.int8, "r", shape=(len(every), dim))
    checksum = _write_codes(folder / f"{name}.codes", rows, every)
    return PartFile(name, len(passages), len(every), fingerprint(path), checksum)


def fingerprint(path: Path) -> int:
    """A checksum of a file: of all its bytes, or of a large one of 256 places and its size."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _WHOLE:
            return crc32(file.read())
        found = crc32(str(size).encode())
        for place in range(_SAMPLES):
            file.seek((size - _SAMPLE) * place // (_SAMPLES - 1))
            found = crc32(file.read(_SAMPLE), found)
    return found


def _write_codes(path: Path, rows: Any, scales: Floats) -> int:
    import faiss

    def floats(chosen: Any) -> Floats:
        taken: Floats = rows[chosen].astype(np.float32) * scales[chosen, None]
        return taken

    count, dim = rows.shape
    lists = 1  # all in one: the index of lists is the only one of such codes that takes a filter
    if count >= LISTS_FROM:
        lists = 1 << int(np.log2(count / ROWS_A_LIST))
        lists = min(lists, 1 << int(np.log2(2 * np.sqrt(count))))
    codes: Any = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(dim), dim, lists, dim // math.gcd(dim, _CODED), _BITS, faiss.METRIC_INNER_PRODUCT
    )
    codes.by_residual = False
    codes.cp.niter, codes.cp.max_points_per_centroid = _ROUNDS, _TAUGHT
    codes.pq.cp.niter = _ROUNDS
    if count <= SCANNED:
        count = 0  # never asked: all of its rows are scored
    else:
        sample = min(count, max(lists * _TAUGHT, _CHUNK))
        # Evenly over the file: neighbours in it are of one report.
        codes.train(floats(np.linspace(0, count - 1, sample).astype(np.int64)))
    for begin in range(0, count, _CHUNK):
        codes.add(floats(slice(begin, begin + _CHUNK)))
    faiss.write_index(codes, str(path))
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return fingerprint(path)


def _blocks(passages: int, rows: int, dim: int) -> tuple[int, int, int, int]:
    """Bytes of the rows, their scales, the keys and the ends of passages, in the order of the file."""
    return rows * dim, rows * _SCALE.itemsize, passages * _KEY.itemsize, passages * _END.itemsize

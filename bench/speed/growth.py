"""What a library costs as it grows: made to each size, measured there by a process of its own (`probe`).

The reports are copies of read ones with their knowledge (`copies`). Every size is a library that went on growing from
the one before it; the time of each step on the way is kept, so that its growth can be seen.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from bench.made import make, write
from bench.speed.copies import Base, bases, copies, shelve
from search.encoder import load_encoder
from search.index import Index, PassageRecord
from search.intake import take_in
from search.library import Library
from search.library.packing import Packed

CHARACTERS = 1_500
"""Of the reports that are copied: some 15 passages, so that a hundred thousand reports are made within the hour.

Of fewer than `_WHOLE` characters a report has its title and its longest paragraphs only: what depends on the number of
reports can be seen in minutes, what depends on that of passages is measured by `searching` as well.
"""

BASES = 300
"""Reports that are read to be copied."""

_WHOLE = 1_000  # shorter than the headings of the corpus, which a made report has all
_AT_ONCE = 500  # copies that are put on the shelves, then indexed: 40 MB of rows
_STEPS = 40  # points of the way that are kept
_OTHER_SEED = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """CPU seconds since the library was empty, when it had so many reports."""

    reports: int
    stored: float
    indexed: float


@dataclass(frozen=True, slots=True)
class Growth:
    """The way, and what `probe` says at each size."""

    points: Sequence[Point]
    sizes: Sequence[dict[str, Any]]


def grow(
    home: Path,
    sizes: Sequence[int],
    *,
    characters: int = CHARACTERS,
    questions: int = 200,
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Growth:
    """A library in `home`, grown to each of the sizes and measured there."""
    read = read_bases(home.parent / f"{home.name}-bases", characters, seed)
    points, probes = [Point(0, 0.0, 0.0)], []
    with TemporaryDirectory(prefix="suizhi-growth-") as folder:
        new = Path(folder) / "one-more.txt"
        new.write_bytes(make(0, seed=seed + _OTHER_SEED, characters=characters))
        for size in sorted(sizes):
            every = max(sizes) // _STEPS
            for point in fill(home, size, read, points[-1], seed=seed):
                if point.reports - points[-1].reports >= every or point.reports >= size:
                    points.append(point)
                    tell(f"{point.reports} reports: {point.stored + point.indexed:.0f} CPU s")
            probes.append(probe(home, questions, new))
            tell(orjson.dumps(probes[-1]).decode())
    return Growth(tuple(points), tuple(probes))


def read_bases(home: Path, characters: int, seed: int = 0, count: int = BASES) -> list[Base]:
    """Reports through the whole pipeline into a library in `home`, ready to be copied; those that are there are used."""
    with Library.open(home) as library:
        if not library.listed():
            write(home / "files", count, seed=seed, characters=characters)
            for file in (home / "files").iterdir() if characters < _WHOLE else ():
                file.write_text(_cut(file.read_text("utf-8"), characters), "utf-8")
            index = Index.open(home / "index", load_encoder())
            for _ in take_in(library, index, [home / "files"], jobs=1):
                pass
        return bases(library, count)


def fill(home: Path, size: int, read: Sequence[Base], since: Point, *, seed: int = 0) -> Iterator[Point]:
    """Copies into the library in `home` until it has `size` reports, and the way there."""
    stored, indexed = since.stored, since.indexed
    with Library.open(home) as library:
        index = Index.open(home / "index", load_encoder())
        held = len(library.listed())
        while held < size:
            some = list(copies(read, held, min(_AT_ONCE, size - held), seed=seed))
            begun = time.process_time()
            held += list(shelve(library, some))[-1]
            between = time.process_time()
            for _, packed in some:
                _put(index, packed)
            index.commit()
            stored += between - begun
            indexed += time.process_time() - between
            yield Point(held, stored, indexed)


def probe(home: Path, questions: int, new: Path) -> dict[str, Any]:
    """What a fresh process says of the library in `home` (`bench.speed.probe`)."""
    command = [sys.executable, "-m", "bench.speed.probe", str(home), "--questions", str(questions)]
    done = subprocess.run([*command, "--add", str(new)], check=True, capture_output=True)
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found


def _cut(text: str, characters: int) -> str:
    title, *lines = text.rstrip().split("\n")
    left, kept = characters - len(title), []
    for line in sorted(lines, key=len, reverse=True):
        if len(line) <= left:
            kept.append(line)
            left -= len(line)
    return "\n".join([title, *kept, ""])


def _put(index: Index, packed: Packed) -> None:
    source, text = packed.report["source"], packed.text["text"]
    records = [
        PassageRecord(
            source,
            row["number"],
            row["start"],
            row["end"],
            text[row["start"] : row["end"]],
            row["context"],
        )
        for row in packed.tables["passages"]
    ]
    index.put(source, packed.report["revision"], records)

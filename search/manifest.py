"""What an index says of itself: one small file, replaced whole, written last."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from search.compressed import PartFile

VERSION = 4
"""Of the files of an index; another one is not read but rebuilt."""

_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """An indexed source: its revision, its number in keys, and how many passages it has."""

    revision: str
    ordinal: int
    passages: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of vectors: those of sources that are gone since it was written are skipped."""

    file: str
    checksum: int
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state that both indexes must have.

    Attributes:
        encoder: the name of the encoder that made the vectors.
        segments: the files of vectors, oldest first.
        parts: the compressed files of the vectors before those, oldest first.
        generation: counts changes, begun ones too; it names the files.
        unused: the next free ordinal; ordinals are never used twice.
        sources: what is indexed, whole.
        unfinished: sources that a writer was changing: either index may hold old or new passages of them,
            which nobody may see and the next writer takes away.
    """

    encoder: str
    segments: tuple[Segment, ...] = ()
    generation: int = 0
    unused: int = 0
    sources: dict[str, Entry] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()
    parts: tuple[PartFile, ...] = ()
    version: int = VERSION

    @property
    def passages(self) -> int:
        """How many passages the indexes must hold when nothing is unfinished."""
        return sum(entry.passages for entry in self.sources.values())

    def begin(self, touched: tuple[str, ...], ordinals: int) -> Manifest:
        """The state while `touched` sources change: they are out, and `ordinals` are taken."""
        sources = dict(self.sources)
        for name in touched:
            sources.pop(name, None)
        return replace(
            self,
            generation=self.generation + 1,
            unused=self.unused + ordinals,
            sources=sources,
            unfinished=touched,
        )

    def finish(
        self, added: dict[str, Entry], segments: tuple[Segment, ...], parts: tuple[PartFile, ...]
    ) -> Manifest:
        """The state after a change."""
        return replace(self, segments=segments, parts=parts, sources=self.sources | added, unfinished=())


def stamp(folder: Path) -> tuple[int, int, int] | None:
    """Changes whenever the manifest does; None where there is none."""
    try:
        status = (folder / _NAME).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def read(folder: Path) -> Manifest | None:
    """The manifest, or None where there is none that this version can read."""
    try:
        row = orjson.loads((folder / _NAME).read_bytes())
        if row["version"] != VERSION:
            return None
        row["sources"] = {name: Entry(**entry) for name, entry in row["sources"].items()}
        row["segments"] = tuple(Segment(**segment) for segment in row["segments"])
        row["parts"] = tuple(PartFile(**part) for part in row["parts"])
        row["unfinished"] = tuple(row["unfinished"])
        return Manifest(**row)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(folder: Path, manifest: Manifest) -> None:
    """Replaces the manifest, so that a kill leaves the old one or the new one, whole."""
    path = folder / f"{_NAME}.new"
    with path.open("wb") as file:
        file.write(orjson.dumps(manifest))  # dataclasses as objects: a hundred thousand sources in 50 ms
        file.flush()
        os.fsync(file.fileno())
    path.replace(folder / _NAME)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

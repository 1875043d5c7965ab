"""The pipeline from files to the index, timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.made import write
from bench.speed.clock import Clock
from search.encoder import load_encoder
from search.index import Index
from search.intake import Taken, take_in
from search.library import Library

# Where the pipeline finds its functions: what a module imports by name is timed in that module.
STEPS: dict[str, tuple[str, ...]] = {
    "read the file": ("ingest.walk:Found.read", "ingest.loaders:load"),
    "clean": ("ingest.clean:clean",),
    "title, outline, passages": (
        "ingest.about:read_about",
        "ingest.outline:outline",
        "ingest.split:split",
        "ingest.fold:fingerprint",
    ),
    "words": ("graph.mentions:cut", "graph.naming:cut", "graph.phrasing:cut"),
    "names": ("graph.mentions:find_mentions",),
    "entities": ("graph.resolve:resolve",),
    "relations": ("graph.relations:find_relations",),
    "quantities, facts": ("graph.assemble:find_facts",),
    "packed and stored": ("search.library:Library.put",),
    "word index": ("search.lexical:LexicalIndex.add", "search.lexical:LexicalIndex.commit"),
    "meaning index": ("search.index:embed", "search.index_rows:write_vectors"),
    "index kept in step": ("search.intake:settle",),
}
"""Step to the functions that it is; `clock.REST` is what lies between them."""

REPORTS_A_MINUTE = 600
"""The least speed wanted of one core, for reports of 10,000 characters (issue: Knowledge)."""

_UNIT = 10_000  # characters that times are stated for
_WARM = 3  # reports that load dictionaries, models and caches before anything is timed
_OTHER_SEED = 1_000_000  # the reports to warm up with are none of those measured


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds by step over `reports` reports of `characters` characters and `size` bytes in all."""

    seconds: dict[str, float]
    reports: int
    characters: int
    size: int
    wall: float

    @property
    def total(self) -> float:
        """CPU seconds of everything."""
        return sum(self.seconds.values())

    @property
    def a_minute(self) -> float:
        """Reports of 10,000 characters a minute and core."""
        return 60 * self.characters / _UNIT / self.total

    def milliseconds(self, step: str) -> float:
        """CPU time of a step for 10,000 characters."""
        return 1000 * self.seconds[step] * _UNIT / self.characters


def measure(reports: int, *, seed: int = 0, tell: Callable[[str], None] = lambda _: None) -> Speed:
    """Takes `reports` made reports into a new library and its index, and says where the time went."""
    with TemporaryDirectory(prefix="suizhi-speed-") as folder:
        home = Path(folder)
        tell("making reports")
        write(home / "warm", _WARM, seed=seed + _OTHER_SEED)
        write(home / "made", reports, seed=seed)
        with opened(home / "warm-up") as (library, index):
            _take(library, index, home / "warm", tell)
        clock = Clock(tuple(STEPS))
        begun = time.perf_counter()
        with opened(home / "library") as (library, index), clock.measuring(STEPS):
            _take(library, index, home / "made", tell)
            wall = time.perf_counter() - begun
            characters = sum(report.characters for report in library.reports())
        size = sum(file.stat().st_size for file in (home / "made").iterdir())
    return Speed(clock.seconds, reports, characters, size, wall)


def memory(reports: int, every: int, *, seed: int = 0) -> Iterator[tuple[int, float]]:
    """(reports, MB resident) while reports are read, understood and stored: after each `every` of them.

    The index is brought up to date at the end, as `suizhi ingest` does; the last pair is taken behind that.
    It holds all vectors in memory and grows with the library; reading and storing must not.
    """
    with TemporaryDirectory(prefix="suizhi-memory-") as folder:
        home = Path(folder)
        write(home / "made", reports, seed=seed)
        with opened(home / "library") as (library, index):
            for done, taken in enumerate(take_in(library, index, [home / "made"], jobs=1), 1):
                _checked(taken)
                if done % every == 0:
                    yield done, resident()
            yield reports, resident()  # the index has followed


@contextmanager
def opened(home: Path) -> Iterator[tuple[Library, Index]]:
    """A library and its index in `home`."""
    with Library.open(home) as library:
        yield library, Index.open(home / "index", load_encoder())


def resident() -> float:
    """Megabytes of this process that are in memory now (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status names no VmRSS: memory is measured on Linux only")


def _take(library: Library, index: Index, folder: Path, tell: Callable[[str], None]) -> None:
    for number, taken in enumerate(take_in(library, index, [folder], jobs=1), 1):
        _checked(taken)
        if number % 100 == 0:
            tell(f"{number} reports")


def _checked(taken: Taken) -> None:
    if taken.status != "added":
        raise RuntimeError(f"a made report was not taken in: {taken}")

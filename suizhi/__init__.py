"""穗知: the face for `import suizhi`. Opens a library folder; puts reports in; asks and searches.

    >>> import suizhi
    >>> room = suizhi.open("library")                       # doctest: +SKIP
    >>> for taken in room.ingest(["corpus"]): print(taken.source, taken.status)    # doctest: +SKIP
    >>> room.ask("花都区2023年12345热线的满意率是多少?").short    # doctest: +SKIP
    '67.82%'

Importing it costs nothing: the libraries behind it are loaded with the first call that needs them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.answer import Answer, Hit
    from search.answering import Desk
    from search.index import Index
    from search.intake import Progress, Taken
    from search.library import Library, Report

__all__ = ["Suizhi", "open"]

INDEX_FOLDER = "index"
"""Where in the library folder the indexes stand; they are derived, and may be deleted at any time."""

LOCK_FILE = "writer.lock"
"""Held while reports are put in or taken out: writers wait for each other, readers never wait."""


def open(home: str | Path, encoder: str = "embedded") -> Suizhi:
    """The library in the folder `home`; an absent folder is an empty library."""
    return Suizhi(Path(home), encoder)


class Suizhi:
    """A library folder with its index and its desk, for any number of readers and one writer at a time.

    Threads may share one object. Readers keep the index that they began with; what a writer (of this process
    or another) has committed is seen by the next question.
    """

    def __init__(self, home: Path, encoder: str = "embedded") -> None:
        self.home = home
        self._encoder_name = encoder
        self._opening = threading.RLock()
        self._desk: Desk | None = None
        self._seen: object = None

    @cached_property
    def library(self) -> Library:
        """What the reports say, and the reports themselves."""
        from search.library import Library

        with self._opening:
            return Library.open(self.home)

    @property
    def desk(self) -> Desk:
        """What answers questions, over an index that agrees with the library."""
        from search.answering import Desk

        with self._opening:
            now = self._state()
            if self._desk is None or now != self._seen:
                self._desk = Desk(self.library, self._agreeing_index())
                self._seen = self._state()
            return self._desk

    def ingest(
        self,
        paths: Iterable[str | Path],
        *,
        replace: bool = False,
        report: Callable[[Progress], None] = lambda _: None,
    ) -> Iterator[Taken]:
        """Reads files and folders into the library; one line a file, as each is done."""
        from search.intake import take_in

        with self._writing() as index:
            yield from take_in(
                self.library, index, [Path(path) for path in paths], replace=replace, report=report
            )

    def refresh(self, sources: Iterable[str] | None = None) -> Iterator[Taken]:
        """Reads the kept originals again with today's extractors; all of them, or those of `sources`."""
        from search.intake import refresh

        with self._writing() as index:
            yield from refresh(self.library, index, None if sources is None else list(sources))

    def remove(self, sources: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Takes reports out; True for each that was there."""
        from search.intake import drop

        with self._writing() as index:
            yield from drop(self.library, index, list(sources))

    def documents(self) -> tuple[Report, ...]:
        """The reports in the library."""
        return self.library.reports()

    def ask(self, question: str) -> Answer:
        """An answer with citations, or a refusal that says which part of the question failed."""
        return self.desk.ask(question)

    def search(self, query: str, top: int = 10) -> list[Hit]:
        """The `top` passages nearest to `query`, best first."""
        return self.desk.search(query, top)

    @contextmanager
    def _writing(self) -> Iterator[Index]:
        from filelock import FileLock

        self.home.mkdir(parents=True, exist_ok=True)
        # thread_local=False: a generator may be closed by another thread than the one that began it.
        with FileLock(self.home / LOCK_FILE, thread_local=False):
            yield self._open_index()

    def _open_index(self) -> Index:
        from search.index import Index

        return Index.open(self.home / INDEX_FOLDER, self._encoder)

    @cached_property
    def _encoder(self) -> Encoder:
        from search.encoder import load_encoder

        return load_encoder(self._encoder_name)

"""The library for those who may see a part of it. `Suizhi.within` gives a seat; everything else is as of the whole.

Narrow   some collections, shared by all who see the same
Seat     a `Narrow` (or the whole) for one person, for as long as they ask
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suizhi import Suizhi
from suizhi.jobs import Job, Jobs

if TYPE_CHECKING:
    from graph.whole import Standing, Whole
    from search.answering import Desk
    from search.backup import Backup
    from search.checking import Check
    from search.completing import Completion, CompletionKind
    from search.index import Index
    from search.library import Library, Part
    from search.repairing import Mended
    from search.similar import Similar
    from search.themes import Theme


class _Of(Suizhi):
    """A view of a library: its files, its index and its queue are those of the whole."""

    def __init__(self, whole: Suizhi, scope: frozenset[str] | None) -> None:
        super().__init__(
            whole.home,
            whole._encoder_name,
            whole._bounds,
            rereader=whole._rereader_name,
            database=whole._database,
        )
        self._all = whole
        self.scope = scope
        self._part: Part | None = None

    @property
    def _whole(self) -> Suizhi:
        return self._all

    @property
    def _index(self) -> Index:
        return self._all._index

    def _settle(self) -> bool:
        return self._all._settle()

    def ring(self) -> int:
        """Whatever others watch is held against what came, too."""
        return self._all.ring()

    def verify(self, told: Callable[[int, int, str], None] = lambda *_: None) -> Iterator[Check]:
        """As of the library, for those who see all of it."""
        self._only_whole()
        return self._all.verify(told)

    def repair(self) -> Iterator[Mended]:
        """As of the library, for those who see all of it."""
        self._only_whole()
        return self._all.repair()

    def backup(self, file: str | Path, *, users: bool = True) -> Backup:
        """As of the library, for those who see all of it."""
        self._only_whole()
        return self._all.backup(file, users=users)

    def restore(self, file: str | Path, *, replace: bool = False) -> Backup:
        """As of the library, for those who see all of it."""
        self._only_whole()
        return self._all.restore(file, replace=replace)

    def indexed(self) -> Mapping[str, str]:
        """As of the library, of the reports that are seen."""
        stamps = self._all.indexed()
        return {r.source: stamps[r.source] for r in self.documents() if r.source in stamps}

    def _only_whole(self) -> None:
        from search.library import LibraryError

        if self.scope is not None:
            raise LibraryError("这件事涉及全部资料集，您无权做", str(self.home.name), "请联系管理员")


class Narrow(_Of):
    """Some collections of a library, with a desk and a graph of their own."""

    @property
    def library(self) -> Part:
        """The reports of these collections."""
        from search.library import Part

        with self._opening:
            whole = self._all.library
            if self._part is None or self._part.whole is not whole:
                self._part = Part(whole, self.scope)
            return self._part


class Seat(_Of):
    """What one person sees and does. Made for a request, and cheap."""

    def __init__(self, whole: Suizhi, scope: frozenset[str] | None, who: str, target: str | None) -> None:
        super().__init__(whole, scope)
        self.who = who
        self._target = target

    @property
    def _shared(self) -> Suizhi:
        return self._all if self.scope is None else self._all.part_of(self.scope)

    @property
    def library(self) -> Library:
        """The reports that this person sees; what is changed is changed in their name."""
        from search.library import Part

        shared = self._shared.library
        if self._part is None or self._part.whole is not shared.whole:
            if isinstance(shared, Part):
                self._part = shared.signed(self.who, self._target)
            else:
                self._part = Part(shared, None, who=self.who, target=self._target)
        return self._part

    @property
    def desk(self) -> Desk:
        """What answers their questions."""
        return self._shared.desk

    @property
    def graph(self) -> Whole:
        """What the reports that they see say, as one graph."""
        return self._shared.graph

    @property
    def standing(self) -> Standing:
        """How important each node of that graph is."""
        return self._shared.standing

    @property
    def jobs(self) -> Jobs:
        """The queue, of which they see what is theirs; who sees all collections sees all jobs."""
        return OwnJobs(self._all.jobs, self.who, everything=self.scope is None)

    def complete(
        self, typed: str, top: int = 10, kinds: Iterable[CompletionKind] | None = None
    ) -> tuple[Completion, ...]:
        """As of the library."""
        return self._shared.complete(typed, top, kinds)

    def similar(self, name: str, source: str | None = None, top: int = 10) -> list[Similar]:
        """As of the library."""
        return self._shared.similar(name, source, top)

    def themes(self) -> list[Theme]:
        """As of the library."""
        return self._shared.themes()


class OwnJobs(Jobs):
    """The queue of a service, of which a person sees what is their own.

    Args:
        queue: of all.
        who: the person.
        everything: whether the jobs of others are seen too.
    """

    def __init__(self, queue: Jobs, who: str, *, everything: bool) -> None:
        # Not as a queue of its own: that has a thread.
        self._queue = queue
        self._who, self._everything = who, everything
        self.closing = queue.closing

    def submit(
        self, work: Callable[[Job], Iterator[dict[str, Any]]], what: str = "ingest", who: str = ""
    ) -> Job:
        """Queues work as theirs."""
        return self._queue.submit(work, what, self._who or who)

    def get(self, name: str) -> Job | None:
        """Their job of that id, or None."""
        job = self._queue.get(name)
        return job if job is not None and self._mine(job) else None

    def all(self) -> list[Job]:
        """Their jobs, the newest first."""
        return [job for job in self._queue.all() if self._mine(job)]

    def _mine(self, job: Job) -> bool:
        return self._everything or job.who == self._who

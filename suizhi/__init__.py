"""穗知: the face for `import suizhi`. Opens a library folder; puts reports in; asks and searches.

    >>> import suizhi
    >>> room = suizhi.open("library")                       # doctest: +SKIP
    >>> for taken in room.ingest(["corpus"]): print(taken.source, taken.status)    # doctest: +SKIP
    >>> room.ask("花都区2023年12345热线的满意率是多少?").short    # doctest: +SKIP
    '67.82%'

In a notebook `from suizhi import Library` gives the same with results that are drawn and become data frames.
Importing it costs nothing: the libraries behind it are loaded with the first call that needs them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from suizhi.notebook import Library
from suizhi.people import People
from suizhi.working import Working

if TYPE_CHECKING:
    from graph.whole import Neighbourhood, Standing, Whole
    from search.answer import Answer, Hit
    from search.answering import Desk
    from search.audit import Finding
    from search.backup import Backup
    from search.checking import Check
    from search.comparing import Cell
    from search.completing import Completer, Completion, CompletionKind
    from search.diffing import Change
    from search.encoder.rereading import Rereader
    from search.facets import Facets
    from search.finding import Filters, Page
    from search.index import Index
    from search.intake import Dropped, Progress, Taken
    from search.library import Library as Shelves
    from search.library import Report
    from search.model import Endpoint
    from search.reading import Bounds
    from search.repairing import Mended
    from search.similar import Similar
    from search.themes import Theme
    from suizhi.jobs import Jobs

__all__ = ["Library", "Suizhi", "open"]

INDEX_FOLDER = "index"
"""Where in the library folder the indexes stand; they are derived, and may be deleted at any time.

That of another encoder than the embedded one has the encoder's mark behind the name, so that two programs
with different encoders over one library do not take turns in building the same index.
"""

LOCK_FILE = "writer.lock"
"""Held while reports are put in or taken out: writers wait for each other, readers never wait."""

EDGES_IN_MEMORY = 100_000
"""Statements up to which the whole graph is held as objects: some 200 MB of quotes and provenance. Beyond that its
shape is in memory and its words stay in the database."""

MOST_HOPS = 4
"""Steps from a node that are worth asking for; in a library of a few reports nearly everything is nearer than that."""

PARTS = 16
"""Sets of collections that are kept open together: each has a graph and a desk of its own."""

_MARK = 8  # hexadecimal digits of an encoder's name: a library sees a handful of encoders

_AT_ONCE = 0.0
_AS_LONG_AS_IT_TAKES = -1.0


def open(home: str | Path, encoder: str = "embedded", rereader: str = "none", database: str = "") -> Suizhi:
    """The library in the folder `home`; an absent folder is an empty library. `database`: its URL, if not a file there."""
    return Suizhi(Path(home), encoder, rereader=rereader, database=database)


class Suizhi(People, Working):
    """A library folder with its index and its desk, for any number of readers and one writer at a time.

    With `bounds`, files are read in a process of their own that may not cost more. Threads may share one object.
    A reader keeps what it began with; what a writer (of this process or another) has finished is seen by the next
    question.
    """

    scope: frozenset[str] | None = None
    """The collections that are seen; None is all."""

    who: str = ""
    """Whose name stands under every change; "" where that is said with each."""

    def __init__(
        self,
        home: Path,
        encoder: str = "embedded",
        bounds: Bounds | None = None,
        *,
        rereader: str = "none",
        database: str = "",
        model: Endpoint | None = None,
    ) -> None:
        self.home = home
        self._database = database
        self._model = model
        self._bounds = bounds
        self._encoder_name, self._rereader_name = encoder, rereader
        self._rereading: Rereader | None = None
        self._opening = threading.RLock()
        self._joining = threading.Lock()
        self._library: Shelves | None = None
        self._opened: int | None = None
        self._passages: Index | None = None
        self._desk: tuple[object, Desk] | None = None
        self._graph: tuple[object, Whole] | None = None
        self._standing: tuple[Whole, Standing] | None = None
        self._completer: Completer | None = None
        self._completing = threading.Lock()
        self._queue: Jobs | None = None
        self._parts: dict[frozenset[str], Suizhi] = {}

    @property
    def library(self) -> Shelves:
        """What the reports say, and the reports themselves."""
        from search.library import Library

        with self._opening:
            # A file that was put in another's place (`repair`, `restore`) is seen by those who open it anew.
            file = self._file()
            if self._library is None or (file is not None and file != self._opened):
                self._library = Library.open(self.home, self._database)
                self._opened = self._file()
            return self._library

    def within(
        self, collections: Iterable[str] | None, *, who: str = "", target: str | None = None
    ) -> Suizhi:
        """The library as one sees it who may see these collections (None: all); the rest is not there for them.

        Args:
            collections: what may be seen and changed.
            who: whose name stands under every change.
            target: the collection that new reports come into; the one that there is, if not given.
        """
        from suizhi.seats import Seat

        return Seat(self._whole, None if collections is None else frozenset(collections), who, target)

    def into(self, target: str | None) -> Suizhi:
        """The same, with new reports coming into the collection `target`; itself, if that is None."""
        return self if target is None else self.within(self.scope, who=self.who, target=target)

    def collections(self) -> dict[str, str]:
        """The collection of each report, by source."""
        from search.library import collections_of

        return collections_of(self.library)

    def move(self, source: str, collection: str) -> str:
        """Puts a report into another collection; the one that it was in.

        Raises:
            LibraryError: there is no such report, or whoever asks does not see that collection.
        """
        from search.library import move

        with self._writing():
            return move(self.library, source, collection)

    @property
    def _whole(self) -> Suizhi:
        return self

    def _eyes(self, collections: Collection[str]) -> tuple[Shelves, Desk]:
        seat = self.within(collections)
        return seat.library, seat.desk

    def part_of(self, collections: frozenset[str]) -> Suizhi:
        """These collections, opened once for all who see the same: its graph and its desk are theirs together."""
        from suizhi.seats import Narrow

        with self._opening:
            part = self._parts.pop(collections, None) or Narrow(self, collections)
            self._parts[collections] = part  # what was asked for last goes last
            while len(self._parts) > PARTS:
                del self._parts[next(iter(self._parts))]
            return part

    @property
    def desk(self) -> Desk:
        """What answers questions, over an index that agrees with the library."""
        from search.answering import Desk
        from search.encoder.rereading import load_rereader

        with self._opening:
            state = self._state()
            if self._desk is None or self._desk[0] != state:
                settled = self._settle()
                whole = self._whole
                if whole._rereading is None:
                    whole._rereading = load_rereader(self._rereader_name)
                desk = Desk(self.library, self._index, whole._rereading, whole._model)
                # Settling may have written, so the state is that of afterwards. A writer at work will settle it,
                # or be killed before: then the next question does.
                self._desk = (self._state() if settled else None, desk)
            return self._desk[1]

    @property
    def graph(self) -> Whole:
        """All that the reports say, as one graph."""
        # Not under `_opening`: joining all reports takes seconds, and questions do not need the graph.
        with self._joining:
            state = self._state()
            if self._graph is None or self._graph[0] != state:
                self._graph = (state, _join(self.library))
            return self._graph[1]

    @property
    def standing(self) -> Standing:
        """How important each node of the graph is."""
        from graph.whole import Standing

        graph = self.graph
        with self._joining:
            if self._standing is None or self._standing[0] is not graph:
                self._standing = (graph, Standing(graph.adjacency))
            return self._standing[1]

    def neighbourhood(self, node: str, hops: int = 1, limit: int = 100) -> Neighbourhood:
        """The at most `limit` nodes nearest to the one with this id, with all statements among them.

        Raises:
            KeyError: no node has this id.
        """
        from graph.whole import neighbourhood

        return neighbourhood(self.graph, self.standing, node, hops, limit)

    def communities(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the things that have more relations among themselves than with others, largest group first."""
        from graph.communities import communities

        return communities(self.graph.adjacency)

    def ingest(
        self,
        paths: Iterable[str | Path],
        *,
        replace: bool = False,
        report: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        who: str = "",
    ) -> Iterator[Taken]:
        """Reads files and folders into the library; what became of each, as it is done.

        The work ends before the next step of a file once `stop` says so, or when the iterator is closed: what is
        done stays, and the index follows.
        """
        from search.intake import take_in

        files = [Path(path) for path in paths]
        with self._ringing(), self._writing() as index:
            yield from take_in(
                self.library,
                index,
                files,
                replace=replace,
                bounds=self._bounds,
                report=report,
                stop=stop,
                who=who,
            )

    def refresh(
        self,
        sources: Iterable[str] | None = None,
        *,
        report: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        who: str = "",
    ) -> Iterator[Taken]:
        """Reads the kept originals again with today's extractors; all of them, or those of `sources`."""
        from search.intake import refresh

        with self._ringing(), self._writing() as index:
            chosen = None if sources is None else list(sources)
            yield from refresh(
                self.library, index, chosen, bounds=self._bounds, report=report, stop=stop, who=who
            )

    def remove(
        self, sources: Iterable[str], *, patience: float = _AS_LONG_AS_IT_TAKES, who: str = ""
    ) -> Iterator[Dropped]:
        """Takes reports out, and whatever only they said.

        Raises:
            TimeoutError: another writer was still at work after `patience` seconds (negative: no limit).
        """
        from search.intake import drop

        with self._writing(patience) as index:
            yield from drop(self.library, index, list(sources), who=who)

    def verify(self, told: Callable[[int, int, str], None] = lambda *_: None) -> Iterator[Check]:
        """Everything looked at once more: pages, originals, seals, citations, counts, decisions, index.

        Nothing is changed. `told` hears how many reports are done, of how many, and which comes next.

        Raises:
            DamagedError: the library cannot be opened.
        """
        from search.checking import verify

        return verify(self.library, self._index, told)

    def repair(self) -> Iterator[Mended]:
        """Mends what can be mended; a line for each thing that was wrong."""
        from search.repairing import repair

        with self._writing() as index:
            yield from repair(self.home, index, self._database)

    def backup(self, file: str | Path, *, users: bool = True) -> Backup:
        """Writes the whole library, of one state, to a new tar file, while others read and write.

        With `users`, those who may use it, their hashes and the log go with it.

        Raises:
            LibraryError: there is no library, or the file is there already or cannot be written.
        """
        from search.backup import back_up

        return back_up(self.home, Path(file), self._database, users=users)

    def restore(self, file: str | Path, *, replace: bool = False) -> Backup:
        """Puts a backup in the library's place, whole or not at all; only if `replace`, of one that holds something.

        Users come back where there are none; those who are there stay.

        Raises:
            LibraryError: the file is no whole backup, or the library holds something; nothing is changed then.
        """
        from search.backup import restore
        from search.intake import settle

        with self._writing() as index:
            restored = restore(Path(file), self.home, replace=replace, url=self._database)
            settle(self.library, index)
        return restored

    def indexed(self) -> Mapping[str, str]:
        """The revision of each report that is in the index; one that is missing or another is not found yet."""
        return self._index.stamps()

    def documents(self) -> tuple[Report, ...]:
        """The reports in the library."""
        return self.library.listed()

    def ask(self, question: str) -> Answer:
        """An answer with citations, or a refusal that says which part of the question failed."""
        return self.desk.ask(question)

    def search(self, query: str, top: int = 10) -> list[Hit]:
        """The `top` passages nearest to `query`, best first."""
        return list(self.find(query, top).hits)

    def find(self, query: str, top: int = 10, *, offset: int = 0, filters: Filters | None = None) -> Page:
        """A page of the passages nearest to `query`, from place `offset` on, and how many there are."""
        from search.finding import EVERYTHING

        return self.desk.search(query, top, offset=offset, filters=filters or EVERYTHING)

    def facets(self, query: str, filters: Filters | None = None) -> Facets:
        """What the passages that have a word of `query` are of, counted."""
        from search.finding import EVERYTHING

        return self.desk.facets(query, filters or EVERYTHING)

    def complete(
        self, typed: str, top: int = 10, kinds: Iterable[CompletionKind] | None = None
    ) -> tuple[Completion, ...]:
        """Names, metrics, regions, departments and years of the library that begin with (or hold) what is typed."""
        from search.completing import Completer

        library = self.library
        # Not under `_opening`: reading all names of a large library takes seconds, and questions do not need them.
        with self._completing:
            if self._completer is None or self._completer.is_old(self._state()):
                self._completer = Completer.of(library, self._state())
            completer = self._completer
        return completer.complete(typed, top, kinds)

    def similar(self, name: str, source: str | None = None, top: int = 10) -> list[Similar]:
        """What reports other than `source` have that is like `name`, with reasons."""
        from search.similar import find_similar

        _ = self.desk  # the index in agreement with the library
        return find_similar(self.library, self._index, name, source, top)

    def compare(
        self,
        metric: str,
        regions: Sequence[str] = (),
        departments: Sequence[str] = (),
        subject: str | None = None,
        years: Sequence[int] = (),
    ) -> list[Cell]:
        """One metric over regions and years: a cell a report, or the reason why there is none."""
        from search.comparing import Row, compare_metric

        row = Row(metric, tuple(regions), tuple(departments), subject, tuple(years))
        return compare_metric(self.library, self._index.encoder, row)

    def diff(self, a: str, b: str) -> list[Change]:
        """What is promised, copied, moved, new or gone from report `a` to report `b` of one department."""
        from search.diffing import diff_reports

        return diff_reports(self.library, a, b)

    def themes(self) -> list[Theme]:
        """What several reports have, and the regions without it, those of most reports first."""
        from search.themes import find_themes

        return find_themes(self.library, self._index.encoder)

    def audit(self, sources: Iterable[str] | None = None) -> Iterator[Finding]:
        """What does not agree inside the reports `sources`, or inside each of all; errors first.

        Raises:
            LibraryError: there is no report of that name.
        """
        from search.audit import audit

        return audit(self.library, None if sources is None else list(sources))

    @contextmanager
    def _ringing(self) -> Iterator[None]:
        """What people watch is held against what came, however the work inside ended."""
        try:
            yield
        finally:
            self.ring()

    @contextmanager
    def _writing(self, patience: float = _AS_LONG_AS_IT_TAKES) -> Iterator[Index]:
        """The index, for the one writer; filelock.Timeout when another still writes after `patience`."""
        from filelock import FileLock

        self.home.mkdir(parents=True, exist_ok=True)
        # Not per thread: a generator may be closed by another thread than the one that began it.
        with FileLock(self.home / LOCK_FILE, timeout=patience, thread_local=False):
            yield self._index

    def _settle(self) -> bool:
        """Brings the index into agreement with the library; False if a writer is at work, who will do that."""
        from filelock import Timeout

        from search.intake import settle

        if self._index.stamps() == {report.source: report.revision for report in self.library.listed()}:
            return True
        try:
            with self._writing(_AT_ONCE) as index:
                settle(self.library, index)
        except Timeout:
            return False
        return True

    @property
    def _index(self) -> Index:
        from search.encoder import load_encoder
        from search.index import Index

        with self._opening:
            if self._passages is None:
                self._passages = Index.open(self.home / self._index_folder, load_encoder(self._encoder_name))
            return self._passages

    @property
    def _index_folder(self) -> str:
        if self._encoder_name == "embedded":
            return INDEX_FOLDER
        return f"{INDEX_FOLDER}-{sha256(self._encoder_name.encode()).hexdigest()[:_MARK]}"

    def _file(self) -> int | None:
        """Which file the database is; None while there is none, or it is behind a URL."""
        status = _stat(self.home / "library.sqlite3")
        return status and status.st_ino

    def _state(self) -> object:
        """What changes whenever a report does: the sizes and times of the library's files.

        Asking the database would cost a listing of all reports with every question; one behind a URL tells
        how far its logs go.
        """
        said = self.library.stamp() if self._database else None
        files = sorted([*self.home.glob("library.*"), *self.home.glob(f"{self._index_folder}/manifest*")])
        return said, [(file.name, stat.st_mtime_ns, stat.st_size) for file in files if (stat := _stat(file))]


def _join(library: Shelves) -> Whole:
    """The graph of all reports, held as its size wants."""
    from graph.knowledge_graph import KnowledgeGraph
    from search.stored_graph import StoredGraph

    reports = library.reports()
    if sum(report.relations + report.facts for report in reports) > EDGES_IN_MEMORY:
        return StoredGraph(library)
    return KnowledgeGraph(library.knowledge(report.source) for report in reports)


def _stat(file: Path) -> os.stat_result | None:
    """None if the file went away meanwhile, as a write-ahead log does."""
    try:
        return file.stat()
    except FileNotFoundError:
        return None

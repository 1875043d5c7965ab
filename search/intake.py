"""Files into the library: found, read, understood, put on the shelf, indexed. One bad file fails alone.

A report is put in one transaction, and the index follows the library: whatever happens between the two, the
next `settle` brings the index to what the library holds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from dataclasses import replace as _with
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import graph
import ingest
from ingest.document import About, IngestError
from ingest.walk import Failed, Found, Skipped, Step, walk
from search.library import Correction, Library, LibraryError
from search.reading import (
    Bounds,
    Kept,
    Understood,
    WorkerError,
    ahead,
    understand,
    understand_within,
    workers,
)

if TYPE_CHECKING:
    from search.index import Index

WorkStep = Literal["reading", "understanding", "storing", "indexing"]

Status = Literal["added", "replaced", "unchanged", "duplicate", "skipped", "failed"]

EXTRACTORS = f"ingest {ingest.VERSION}, graph {graph.VERSION}"
"""The version of the programs that read a report; a report read by others is stale."""

_Reading = Callable[[], Understood]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `done` of `total` files, the one at hand ("" at the end), and what is done with it."""

    done: int
    total: int
    source: str
    step: WorkStep = "reading"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file.

    Attributes:
        error: why it was skipped, refused or failed (Chinese, for people), else None.
        passages, entities, relations, facts: how many the library holds of it.
        seconds: that it took, reading to storing; reading ahead in another process is not counted.
    """

    source: str
    status: Status
    error: str | None = None
    title: str | None = None
    region: str | None = None
    department: str | None = None
    year: int | None = None
    passages: int = 0
    entities: int = 0
    relations: int = 0
    facts: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Dropped:
    """Whether a report was there to be removed."""

    source: str
    status: Literal["removed", "absent"]


def _quiet(_: Progress) -> None:
    """Reports progress to nobody."""


def _never() -> bool:
    """Nobody wants the work to stop."""
    return False


class _StopError(Exception):
    """Somebody wants the work to stop, before the step that comes."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the steps of one file, and stops before one where that is wanted."""

    report: Callable[[Progress], None]
    stop: Callable[[], bool]
    done: int
    total: int
    source: str

    def __call__(self, step: WorkStep) -> None:
        if self.stop():
            raise _StopError
        self.report(Progress(self.done, self.total, self.source, step))


def take_in(
    library: Library,
    index: Index,
    paths: Sequence[Path],
    *,
    replace: bool = False,
    jobs: int | None = None,
    bounds: Bounds | None = None,
    report: Callable[[Progress], None] = _quiet,
    stop: Callable[[], bool] = _never,
    who: str = "",
) -> Iterator[Taken]:
    """Reads the files and folders into the library, a `Taken` a file as it is done, and then the index.

    The index is brought up to date when the iterator ends or is closed.

    Args:
        library: where the reports go.
        index: what is brought up to date.
        paths: files, folders and archives.
        replace: whether another document may take the place of the one under its name.
        jobs: processes that read; None is one for up to 20 files, else one a core. Never changes what comes out.
        bounds: what a file may cost, in a process of its own; None reads a few files in this one.
        report: is told of the progress before each step of a file and at the end.
        stop: is asked before each step; the work ends there if it says so, and what is done stays.
        who: who does it, for the log of what came and went.
    """
    steps = list(walk(paths))
    jobs = workers(sum(isinstance(step, Found) for step in steps), jobs)
    readings = ahead(steps, _understand, jobs, partial(_is_wanted, library, replace), bounds)
    try:
        with closing(readings):
            for done, (step, reading) in enumerate(readings):
                tell = _Teller(report, stop, done, len(steps), step.source)
                tell("reading")
                yield _take(library, step, _Aim(replace, who, tell, bounds), reading)
        report(Progress(len(steps), len(steps), "", "indexing"))
    except _StopError:
        return
    finally:
        settle(library, index)


def refresh(
    library: Library,
    index: Index,
    sources: Collection[str] | None = None,
    *,
    bounds: Bounds | None = None,
    report: Callable[[Progress], None] = _quiet,
    stop: Callable[[], bool] = _never,
    who: str = "",
) -> Iterator[Taken]:
    """Reads the kept originals of these reports (None: of all) again, where today's extractors are others."""
    names = [one.source for one in library.reports()] if sources is None else list(sources)
    try:
        for done, source in enumerate(names):
            tell = _Teller(report, stop, done, len(names), source)
            tell("reading")
            yield _guarded(source, partial(_again, library, source, _Aim(True, who, tell, bounds)))
        report(Progress(len(names), len(names), "", "indexing"))
    except _StopError:
        return
    finally:
        settle(library, index)


def reread(
    library: Library, index: Index, said: Correction, who: str, *, bounds: Bounds | None = None
) -> Taken:
    """Reads a report again with what a person says that it is, and keeps what was said, both or neither."""
    source = said.source
    original = library.original(source)
    told = dict(said.after or {}) if said.state == "yes" else {}
    try:
        if bounds is not None:
            ready = understand_within(Kept(source, original, told), bounds)
            document, knowledge = ready.document, ready.knowledge
        else:
            document = ingest.read(original, source, told)
            knowledge = graph.read(document)
        status = library.put(document, knowledge, original, EXTRACTORS, told=told, said=said, who=who)
    finally:
        settle(library, index)
    return _taken(library, source, status)


def drop(library: Library, index: Index, sources: Collection[str], *, who: str = "") -> Iterator[Dropped]:
    """Removes these reports from the library and the index."""
    try:
        for source in sources:
            yield Dropped(source, "removed" if library.remove(source, who=who) else "absent")
    finally:
        settle(library, index)


def settle(library: Library, index: Index) -> None:
    """Brings the index to exactly what the library holds, even while other processes change it."""
    library = library.whole  # the index is that of all collections
    while True:
        wanted = _revisions(library)
        try:
            index.sync(wanted, library.passages)
        except LibraryError:
            # A report that was removed meanwhile is no longer wanted; anything else is a true error.
            if _revisions(library) == wanted:
                raise
            continue
        if _revisions(library) == wanted:
            return


def _revisions(library: Library) -> dict[str, str]:
    return {one.source: one.revision for one in library.listed()}


def _understand(step: Step) -> Understood:
    assert isinstance(step, Found)  # _is_wanted
    return understand(step)


def _is_wanted(library: Library, replace: bool, step: Step) -> bool:
    """Whether a file is likely to be read when its turn comes; then it is decided once more."""
    if not isinstance(step, Found):
        return False
    try:
        state = library.state(step.source, sha256(step.read()).hexdigest(), EXTRACTORS)
    except (IngestError, LibraryError):
        return False
    return state in ("new", "stale") or (state == "other" and replace)


@dataclass(frozen=True, slots=True)
class _Aim:
    """How a file is to be taken in: whether in place of another, for whom, who is told of its steps, what it may cost."""

    replace: bool
    who: str
    tell: Callable[[WorkStep], None]
    bounds: Bounds | None = None


def _take(library: Library, step: Step, aim: _Aim, reading: _Reading | None) -> Taken:
    match step:
        case Skipped(source, reason):
            return Taken(source, "skipped", reason)
        case Failed(source, error):
            return Taken(source, "failed", str(error))
        case Found():
            return _guarded(step.source, partial(_one, library, step, aim, reading))


def _guarded(source: str, work: Callable[[], Taken]) -> Taken:
    """What `work` gives with the time it took, or its failure."""
    begun = time.perf_counter()
    try:
        taken = work()
    except _StopError:
        raise
    except (IngestError, LibraryError) as error:
        taken = Taken(source, "failed", str(error))
    except WorkerError as error:
        taken = Taken(source, "failed", f"{source}：{error}")
    except Exception as error:
        # A fault of ours. The other files still count, and the trace goes to the log.
        _log.exception("reading %s failed", source)
        taken = Taken(source, "failed", f"{source}：读取时程序出错（{type(error).__name__}: {error}）")
    return _with(taken, seconds=round(time.perf_counter() - begun, 4))


def _one(library: Library, found: Found, aim: _Aim, reading: _Reading | None) -> Taken:
    data = found.read()
    state = library.state(found.source, sha256(data).hexdigest(), EXTRACTORS)
    if state == "unchanged":
        return _taken(library, found.source, "unchanged")
    if state == "other" and not aim.replace:
        held = library.report(found.source).title or "无题"
        raise LibraryError(
            f"库中已有另一份同名报告（{held}）", found.source, "如要替换，请加 --replace；否则请改文件名"
        )
    return _put(library, found.source, data, aim, reading)


def _again(library: Library, source: str, aim: _Aim) -> Taken:
    if library.report(source).extractors == EXTRACTORS:
        return _taken(library, source, "unchanged")
    return _put(library, source, library.original(source), aim)


def _put(library: Library, source: str, data: bytes, aim: _Aim, reading: _Reading | None = None) -> Taken:
    told = library.told(source)
    # What was read ahead knows nothing of what people said of the report, nor of a change of the file since.
    ready = reading() if reading and not told else None
    if ready and ready.document.sha256 != sha256(data).hexdigest():
        ready = None
    if ready is None and aim.bounds is not None:
        ready = understand_within(Kept(source, data, told), aim.bounds)
    document = ready.document if ready else ingest.read(data, source, told)
    twin = library.twin(document.fingerprint, source)
    if twin is not None:
        return _of(source, "duplicate", document.about, f"与库中的“{twin}”内容相同，不重复计入")
    aim.tell("understanding")
    knowledge = ready.knowledge if ready else graph.read(document)
    aim.tell("storing")
    status = library.put(document, knowledge, data, EXTRACTORS, told=told, who=aim.who)
    return _taken(library, source, status)


def _taken(library: Library, source: str, status: Status) -> Taken:
    held = library.report(source)
    return _with(
        _of(source, status, held.about),
        passages=held.passages,
        entities=held.entities,
        relations=held.relations,
        facts=held.facts,
    )


def _of(source: str, status: Status, about: About, error: str | None = None) -> Taken:
    return Taken(
        source=source,
        status=status,
        error=error,
        title=about.title,
        region=about.region,
        department=about.department,
        year=about.year,
    )

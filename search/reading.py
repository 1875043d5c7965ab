"""Reports read and understood ahead of their turn, by several processes at once.

Reading and understanding are three quarters of taking a report in and touch no library: workers do them, and
the one writer stores what they made, in order. What comes out is the same for any number of workers.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from types import ModuleType
from typing import Any, Generic, TypeVar

import graph
import ingest
from graph.facts import Knowledge
from ingest.document import Document, IngestError
from ingest.walk import Found

Item = TypeVar("Item")
Result = TypeVar("Result")

# Reports under way for each worker: enough that none waits for the writer, few enough that memory stays flat.
_AHEAD = 3
# Fewer files are read before workers have loaded their dictionaries, which takes a second or two.
_FEW = 20

# Seconds that a process waits for the next file before it gives its 250 MB back.
_IDLE = 60.0

# Seconds for a process to start, on a machine that does other work at the same time.
_START = 60.0

_RAISE = "请确认文件来源可靠；确是报告，可调高 SUIZHI_READ_SECONDS 或 SUIZHI_READ_MEGABYTES 再导入"

_starting = threading.Lock()


class WorkerError(Exception):
    """The process that worked on an item came to an end: killed, out of time or memory, or crashed.

    Its text says which, and what to do (Chinese, for people).
    """


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as read, and what it says."""

    document: Document
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are at hand, as the library keeps them, and what people told of it."""

    source: str
    data: bytes
    told: Mapping[str, Any] = field(default_factory=dict)

    def read(self) -> bytes:
        """The bytes of the file."""
        return self.data


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost: a file made to harm ends its own process and nothing else.

    Attributes:
        seconds: of reading and understanding it.
        megabytes: of memory of the process that does so, with its dictionaries (some 250).
    """

    seconds: float
    megabytes: int


def understand(found: Found | Kept) -> Understood:
    """Reads a file and understands it.

    Raises:
        IngestError: it cannot be read, or not in the memory that there is.
    """
    try:
        told = found.told if isinstance(found, Kept) else {}
        document = ingest.read(found.read(), found.source, told)
        return Understood(document, graph.read(document))
    except MemoryError as error:
        raise IngestError(found.source, "读取它需要的内存超过上限", _RAISE) from error


def understand_within(found: Found | Kept, bounds: Bounds) -> Understood:
    """The same in a process of its own, within bounds.

    Raises:
        IngestError: it cannot be read.
        WorkerError: it took too long, or ended the process.
    """
    pool: _Pool[Found | Kept, Understood] = _Pool(understand, 1, bounds)
    try:
        return pool.begin(found)()
    finally:
        pool.end()


def workers(files: int, jobs: int | None = None) -> int:
    """How many processes read so many files: `jobs`, or by default one for few and one a core for many.

    >>> workers(3), workers(3, jobs=2)
    (1, 2)
    """
    if jobs is not None:
        return max(jobs, 1)
    if files <= _FEW:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ahead(
    items: Iterable[Item],
    work: Callable[[Item], Result],
    jobs: int,
    wanted: Callable[[Item], bool],
    bounds: Bounds | None = None,
) -> Generator[tuple[Item, Callable[[], Result] | None], None, None]:
    """Each item in order, with a function that waits for `work(item)`; None for items that are not wanted.

    Work is done in `jobs` processes while the caller deals with the items before; with one job and no bounds nothing
    is done ahead, and each function is None. Functions raise what `work` raised, or WorkerError: the item ended the
    process that worked on it, twice, or was not done in time; the others are worked on again.
    """
    if jobs < 2 and bounds is None:
        yield from ((item, None) for item in items)
        return
    pool = _Pool(work, jobs, bounds)
    rest = iter(items)
    waiting: deque[tuple[Item, Callable[[], Result] | None]] = deque()
    try:
        while True:
            while len(waiting) < jobs * _AHEAD:
                try:
                    item = next(rest)
                except StopIteration:
                    break
                waiting.append((item, pool.begin(item) if wanted(item) else None))
            if not waiting:
                return
            yield waiting.popleft()
    finally:
        pool.end()


class _Pool(Generic[Item, Result]):
    """Processes that do `work`; when one dies, those under way are done alone, and new ones start."""

    def __init__(self, work: Callable[[Item], Result], jobs: int, bounds: Bounds | None) -> None:
        self._work, self._jobs, self._bounds = work, jobs, bounds
        self._executor = _workers.take(jobs, bounds)
        self._ready = _submit(self._executor, _begin, None) if bounds else None

    def begin(self, item: Item) -> Callable[[], Result]:
        """Begins work on `item`; the function waits for it."""
        try:
            future = _submit(self._executor, self._work, item)
        except BrokenProcessPool:
            self.end()
            self._executor = _workers.take(self._jobs, self._bounds)
            future = _submit(self._executor, self._work, item)
        return partial(self._wait, future, item)

    def end(self) -> None:
        """Ends the processes, when what they are at is done."""
        _workers.give_back(self._executor, self._jobs, self._bounds)

    def _wait(self, future: Future[Result], item: Item) -> Result:
        try:
            if self._ready is not None:
                self._ready.result(_START)
            return future.result(_seconds(self._bounds))
        except (BrokenProcessPool, CancelledError):
            pass
        except TimeoutError:
            if future.done():
                raise  # the work's own
            _kill(self._executor)
            if self._jobs == 1 and self._bounds is not None:
                raise WorkerError(_too_long(self._bounds)) from None
        # Nobody knows on which item a process died or hangs: each that was under way is tried by itself.
        return _alone(self._work, item, self._bounds)


def _alone(work: Callable[[Item], Result], item: Item, bounds: Bounds | None) -> Result:
    """`work(item)` in a process of its own.

    Raises:
        WorkerError: the process died, or was still at it when its time was over.
    """
    executor = _executor(1, bounds)
    ready = _submit(executor, _begin, None)
    future = _submit(executor, work, item)
    try:
        ready.result(_START)
        return future.result(_seconds(bounds))
    except BrokenProcessPool as error:
        raise WorkerError("读取它的进程意外终止。可能文件异常或内存不足，请单独导入") from error
    except TimeoutError as error:
        if bounds is None or future.done():
            raise
        _kill(executor)
        raise WorkerError(_too_long(bounds)) from error
    finally:
        executor.shutdown(cancel_futures=True)


class _Workers:
    """A process that has its dictionaries loaded waits a while for the next file: loading takes longer than reading."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[Bounds | None, tuple[ProcessPoolExecutor, threading.Timer]] = {}

    def take(self, jobs: int, bounds: Bounds | None) -> ProcessPoolExecutor:
        """One that waits, or new ones."""
        with self._lock:
            executor, timer = self._idle.pop(bounds, (None, None)) if jobs == 1 else (None, None)
        if timer is not None:
            timer.cancel()
        return executor or _executor(jobs, bounds)

    def give_back(self, executor: ProcessPoolExecutor, jobs: int, bounds: Bounds | None) -> None:
        """Lets a single process wait, and ends several, when what they are at is done."""
        executor_is_whole = not getattr(executor, "_broken", True)
        with self._lock:
            if jobs == 1 and executor_is_whole and bounds not in self._idle:
                timer = threading.Timer(_IDLE, self._end, (bounds,))
                timer.daemon = True
                timer.start()
                self._idle[bounds] = (executor, timer)
                return
        executor.shutdown(cancel_futures=True)

    def _end(self, bounds: Bounds | None) -> None:
        with self._lock:
            executor, _ = self._idle.pop(bounds, (None, None))
        if executor is not None:
            executor.shutdown(wait=False)


_workers = _Workers()


def _executor(jobs: int, bounds: Bounds | None) -> ProcessPoolExecutor:
    # Not fork: a server that takes files in has threads, and libraries with threads of their own.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_enter, initargs=(bounds,))


def _too_long(bounds: Bounds) -> str:
    return f"{bounds.seconds:g} 秒内没有读完，已中止。{_RAISE}"


def _begin(_: None) -> None:
    """What tells that a process has started: the time until then is not the file's."""


def _seconds(bounds: Bounds | None) -> float | None:
    return None if bounds is None else bounds.seconds


def _enter(bounds: Bounds | None) -> None:
    """What a worker does first: it leaves Ctrl-C to the writer, ends with it, and keeps to its bounds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgrp"):
        # With the programs that it starts it is one group, that is ended together.
        os.setpgrp()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if bounds is not None and sys.platform == "linux":
        import resource

        # Of what it writes to, not of addresses: mapped dictionaries and reserved ones cost nothing.
        size = bounds.megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _end_with_parent() -> None:
    """A worker whose writer was killed would wait for work for ever."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _kill(executor: ProcessPoolExecutor) -> None:
    """Ends the workers at once, with whatever they have started."""
    # `ProcessPoolExecutor.kill_workers` comes with Python 3.14.
    for process in list((getattr(executor, "_processes", None) or {}).values()):
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def _submit(executor: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    with _starting, _without_main():
        return executor.submit(work, item)


@contextmanager
def _without_main() -> Iterator[None]:
    """A new process would run the caller's script once more, to know names that no work of ours needs."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main

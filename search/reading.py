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
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from types import ModuleType
from typing import Generic, TypeVar

import graph
import ingest
from graph.facts import Knowledge
from ingest.document import Document
from ingest.walk import Found

Item = TypeVar("Item")
Result = TypeVar("Result")

# Reports under way for each worker: enough that none waits for the writer, few enough that memory stays flat.
_AHEAD = 3
# Fewer files are read before workers have loaded their dictionaries, which takes a second or two.
_FEW = 20

_starting = threading.Lock()


class WorkerError(Exception):
    """The process that worked on an item came to an end: killed, out of memory, or crashed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as read, and what it says."""

    document: Document
    knowledge: Knowledge


def understand(found: Found) -> Understood:
    """Reads a file and understands it.

    Raises:
        IngestError: it cannot be read.
    """
    document = ingest.read(found.read(), found.source)
    return Understood(document, graph.read(document))


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
    items: Iterable[Item], work: Callable[[Item], Result], jobs: int, wanted: Callable[[Item], bool]
) -> Generator[tuple[Item, Callable[[], Result] | None], None, None]:
    """Each item in order, with a function that waits for `work(item)`; None for items that are not wanted.

    Work is done in `jobs` processes while the caller deals with the items before; with one job nothing is done
    ahead, and each function is None. Functions raise what `work` raised, or WorkerError: the item ended the
    process that worked on it, twice; the others are worked on again.
    """
    if jobs < 2:
        yield from ((item, None) for item in items)
        return
    pool = _Pool(work, jobs)
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

    def __init__(self, work: Callable[[Item], Result], jobs: int) -> None:
        self._work, self._jobs = work, jobs
        self._executor = _executor(jobs)

    def begin(self, item: Item) -> Callable[[], Result]:
        """Begins work on `item`; the function waits for it."""
        try:
            future = _submit(self._executor, self._work, item)
        except BrokenProcessPool:
            self.end()
            self._executor = _executor(self._jobs)
            future = _submit(self._executor, self._work, item)
        return partial(self._wait, future, item)

    def end(self) -> None:
        """Ends the processes, when what they are at is done."""
        self._executor.shutdown(cancel_futures=True)

    def _wait(self, future: Future[Result], item: Item) -> Result:
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError):
            # Nobody knows on which item a process died: each that was under way is tried by itself.
            with _executor(1) as alone:
                try:
                    return _submit(alone, self._work, item).result()
                except BrokenProcessPool as error:
                    raise WorkerError(str(error)) from error


def _executor(jobs: int) -> ProcessPoolExecutor:
    # Not fork: a server that takes files in has threads, and libraries with threads of their own.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C goes to every process of a terminal; the writer ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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

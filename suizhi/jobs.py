"""Long work asked for by a page or over HTTP: one job at a time, in the order of asking, looked up by id.

A job tells how far it is, file by file and step by step, and can be stopped: what is done stays.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args
from uuid import uuid4

if TYPE_CHECKING:
    from search.intake import Progress

KEPT_JOBS = 1000
"""Finished jobs that are remembered; the oldest are forgotten first. A job is some hundred bytes a file."""

JobState = Literal["waiting", "running", "stopping", "done", "failed", "stopped"]

FINISHED: tuple[JobState, ...] = ("done", "failed", "stopped")

_log = logging.getLogger(__name__)


def _plainly(error: BaseException) -> str:
    return str(error) or type(error).__name__


@dataclass(slots=True)
class Job:
    """A piece of work.

    Attributes:
        what: "ingest", "refresh" or "verify".
        lines: grow as files are done.
        error: why all of it ended, or None.
        done, total: files that are done, and files in all as far as known.
        who: asked for it, where users log in.
        source, step: the file at hand, and what is done with it (reading, understanding, storing; indexing at the end).
    """

    id: str
    what: str = "ingest"
    state: JobState = "waiting"
    lines: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None
    done: int = 0
    total: int = 0
    source: str = ""
    step: str = ""
    who: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)

    def tell(self, progress: Progress) -> None:
        """Takes note of how far the work is."""
        self.done, self.total = progress.done, progress.total
        self.source, self.step = progress.source, progress.step

    def stopping(self) -> bool:
        """Whether somebody asked the work to end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Asks the work to end before its next step; what never began does not begin."""
        self._stop.set()
        if self.state == "waiting":
            self.state = "stopped"
        elif self.state == "running":
            self.state = "stopping"

    def line(self) -> dict[str, Any]:
        """The job as JSON."""
        return {
            "id": self.id,
            "what": self.what,
            "state": self.state,
            "error": self.error,
            "done": self.done,
            "total": self.total,
            "source": self.source,
            "step": self.step,
            "documents": list(self.lines),
        }


class Jobs:
    """The queue of one library in one process; jobs do not outlive it, what they have put into the library does.

    `describe` makes a line for people of an error that ended a job; `noted` hears every line of every job.
    """

    def __init__(self, describe: Callable[[BaseException], str] = _plainly) -> None:
        self.describe = describe
        self.noted: Callable[[dict[str, Any]], None] = lambda _: None
        self.closing = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def submit(
        self, work: Callable[[Job], Iterator[dict[str, Any]]], what: str = "ingest", who: str = ""
    ) -> Job:
        """Queues `work`, which gives a line for each file as it is done, and looks whether its job is stopping."""
        job = Job(uuid4().hex, what, who=who)
        with self._lock:
            self._jobs[job.id] = job
            self._forget()
        self._worker.submit(self._run, job, work)
        return job

    def get(self, name: str) -> Job | None:
        """The job with that id, None if there was none or it is long done."""
        with self._lock:
            return self._jobs.get(name)

    def all(self) -> list[Job]:
        """The jobs that are remembered, the newest first."""
        with self._lock:
            return [*reversed(self._jobs.values())]

    def counts(self) -> dict[str, int]:
        """How many jobs are remembered, by state."""
        states = Counter(job.state for job in self.all())
        return {state: states[state] for state in get_args(JobState)}

    def close(self) -> None:
        """Ends after the step that is at hand; waiting jobs are dropped."""
        self.closing = True
        for job in self.all():
            job.stop()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[Job], Iterator[dict[str, Any]]]) -> None:
        if job.state == "waiting":
            job.state = "running"
        try:
            # Work that was stopped before it began still begins, to clear away what was put aside for it.
            for line in work(job):
                job.lines.append(line)
                self.noted(line)
        except Exception as error:
            # Whoever asked gets a line; the trace is for whoever keeps the service.
            _log.error("job %s", job.id, exc_info=error)
            job.error, job.state = self.describe(error), "failed"
        else:
            job.state = "stopped" if job.stopping() and not self._is_whole(job) else "done"

    @staticmethod
    def _is_whole(job: Job) -> bool:
        """Whether it was done before the word to stop came through."""
        return 0 < job.total == job.done

    def _forget(self) -> None:
        finished = [job.id for job in self._jobs.values() if job.state in FINISHED]
        for name in finished[: max(0, len(self._jobs) - KEPT_JOBS)]:
            del self._jobs[name]

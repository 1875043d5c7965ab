"""Long work asked for over HTTP: done one job at a time, in the order of asking, looked up by id."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

KEPT_JOBS = 1000
"""Finished jobs that are remembered; the oldest are forgotten first. A job is some hundred bytes a file."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """A piece of work: `lines` grow as files are done; `error` says why all of it ended, or None."""

    id: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    lines: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None

    def line(self) -> dict[str, Any]:
        """The job as JSON."""
        return {"id": self.id, "state": self.state, "error": self.error, "documents": list(self.lines)}


class Jobs:
    """The queue of one process; jobs do not outlive it, what they have put into the library does."""

    def __init__(self, describe: Callable[[BaseException], str]) -> None:
        self._describe = describe
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def submit(self, work: Callable[[], Iterator[dict[str, Any]]]) -> Job:
        """Queues `work`, which gives a line for each file as it is done."""
        job = Job(uuid4().hex)
        with self._lock:
            self._jobs[job.id] = job
            self._forget()
        self._worker.submit(self._run, job, work)
        return job

    def get(self, name: str) -> Job | None:
        """The job with that id, None if there was none or it is long done."""
        with self._lock:
            return self._jobs.get(name)

    def close(self) -> None:
        """Ends after the job that is running; waiting ones are dropped."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[], Iterator[dict[str, Any]]]) -> None:
        job.state = "running"
        try:
            for line in work():
                job.lines.append(line)
        except Exception as error:
            # Whoever asked gets a line; the trace is for whoever keeps the service.
            _log.error("job %s", job.id, exc_info=error)
            job.error, job.state = self._describe(error), "failed"
        else:
            job.state = "done"

    def _forget(self) -> None:
        finished = [job.id for job in self._jobs.values() if job.state in ("done", "failed")]
        for name in finished[: max(0, len(self._jobs) - KEPT_JOBS)]:
            del self._jobs[name]

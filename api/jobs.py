"""Long work asked for over HTTP: done one job at a time, in the order of asking, looked up by id."""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

STOPPED = "服务关闭，其余没有处理"

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
        self.closing = False

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

    def counts(self) -> dict[str, int]:
        """How many jobs are remembered, by state."""
        with self._lock:
            states = Counter(job.state for job in self._jobs.values())
        return {state: states[state] for state in ("waiting", "running", "done", "failed")}

    def close(self) -> None:
        """Ends after the file that is being read; what is done is kept, waiting jobs are dropped."""
        self.closing = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[], Iterator[dict[str, Any]]]) -> None:
        job.state = "running"
        try:
            for line in (lines := work()):
                job.lines.append(line)
                if self.closing:
                    if isinstance(lines, Generator):
                        lines.close()  # it has folders to clear away and an index to bring up to date
                    job.error, job.state = STOPPED, "failed"
                    return
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

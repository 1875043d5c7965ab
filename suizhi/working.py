"""Long work in the background: reading in and reading again as jobs. Part of `suizhi.Suizhi`, apart for its size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.intake import Progress, Taken
    from suizhi.jobs import Job, Jobs


class Working:
    """Jobs on a library: one after the other, with how far they are, and with an end before the next step."""

    _opening: threading.RLock
    _queue: Jobs | None

    if TYPE_CHECKING:

        def ingest(
            self,
            paths: Iterable[str | Path],
            *,
            replace: bool = False,
            report: Callable[[Progress], None] = ...,
            stop: Callable[[], bool] = ...,
            who: str = "",
        ) -> Iterator[Taken]:
            """Of `Suizhi`."""

        def refresh(
            self,
            sources: Iterable[str] | None = None,
            *,
            report: Callable[[Progress], None] = ...,
            stop: Callable[[], bool] = ...,
            who: str = "",
        ) -> Iterator[Taken]:
            """Of `Suizhi`."""

    @property
    def jobs(self) -> Jobs:
        """The queue of long work on this library, of this process."""
        from suizhi.jobs import Jobs

        with self._opening:
            if self._queue is None:
                self._queue = Jobs()
            return self._queue

    def start_ingest(
        self,
        paths: Iterable[str | Path],
        *,
        replace: bool = False,
        who: str = "",
        after: Callable[[], None] = lambda: None,
    ) -> Job:
        """`ingest` as a job; `after` is called when it has ended, however it did."""
        files = list(paths)

        def work(job: Job) -> Iterator[dict[str, Any]]:
            try:
                taken = self.ingest(files, replace=replace, report=job.tell, stop=job.stopping, who=who)
                yield from map(asdict, taken)
            finally:
                after()

        return self.jobs.submit(work, "ingest")

    def start_refresh(self, sources: Iterable[str] | None = None, *, who: str = "") -> Job:
        """`refresh` as a job."""
        chosen = None if sources is None else list(sources)

        def work(job: Job) -> Iterator[dict[str, Any]]:
            yield from map(asdict, self.refresh(chosen, report=job.tell, stop=job.stopping, who=who))

        return self.jobs.submit(work, "refresh")

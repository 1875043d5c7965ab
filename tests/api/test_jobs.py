"""Jobs: one at a time, in order, with a line a file and the reason of a failure."""

import threading
from collections.abc import Iterator

import pytest

from api.jobs import KEPT_JOBS, Job, Jobs

PATIENCE = 10.0


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    queue = Jobs(lambda error: f"坏了：{error}")
    yield queue
    queue.close()


def finish(jobs: Jobs) -> None:
    """Waits until all that was asked for is done."""
    done = threading.Event()
    jobs.submit(lambda: iter([{}] if not done.set() else []))
    assert done.wait(PATIENCE)


def test_a_job_shows_its_lines_while_it_runs(jobs: Jobs):
    reached, go_on = threading.Event(), threading.Event()

    def work() -> Iterator[dict]:
        yield {"source": "a"}
        reached.set()
        go_on.wait(PATIENCE)
        yield {"source": "b"}

    job = jobs.submit(work)
    assert reached.wait(PATIENCE)
    assert job.line() == {"id": job.id, "state": "running", "error": None, "documents": [{"source": "a"}]}
    go_on.set()
    finish(jobs)
    assert (job.state, [line["source"] for line in job.lines]) == ("done", ["a", "b"])


def test_a_job_that_breaks_says_why_and_the_next_one_runs(jobs: Jobs, caplog):
    def breaks() -> Iterator[dict]:
        yield {"source": "a"}
        raise OSError("磁盘已满")

    broken = jobs.submit(breaks)
    next_one = jobs.submit(lambda: iter([{"source": "b"}]))
    finish(jobs)
    (record,) = caplog.records
    assert broken.id in record.message
    assert record.exc_info is not None, "whoever keeps the service finds the trace"
    assert (broken.state, broken.error) == ("failed", "坏了：磁盘已满")
    assert next_one.state == "done"


def test_jobs_run_one_after_the_other_in_the_order_of_asking(jobs: Jobs):
    order: list[int] = []
    for number in range(20):
        jobs.submit(lambda number=number: iter([{"n": order.append(number)}]))
    finish(jobs)
    assert order == list(range(20))


def test_only_so_many_finished_jobs_are_remembered_and_never_a_waiting_one_forgotten(jobs: Jobs):
    first = jobs.submit(lambda: iter([]))
    finish(jobs)
    gate = threading.Event()
    waiting: list[Job] = [jobs.submit(lambda: iter([{}] if gate.wait(PATIENCE) else []))]
    waiting += [jobs.submit(lambda: iter([])) for _ in range(KEPT_JOBS)]
    assert jobs.get(first.id) is None
    assert all(jobs.get(job.id) is job for job in waiting)
    gate.set()

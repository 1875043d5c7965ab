"""Jobs: one at a time, in order, with a line a file and the reason of a failure."""

import threading
from collections.abc import Iterator

import pytest

from search.intake import Progress
from suizhi.jobs import KEPT_JOBS, Job, Jobs

PATIENCE = 10.0


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    queue = Jobs(lambda error: f"坏了：{error}")
    yield queue
    queue.close()


def finish(jobs: Jobs) -> None:
    """Waits until all that was asked for is done."""
    done = threading.Event()
    jobs.submit(lambda _: iter([{}] if not done.set() else []))
    assert done.wait(PATIENCE)


def test_a_job_shows_its_lines_while_it_runs(jobs: Jobs):
    reached, go_on = threading.Event(), threading.Event()

    def work(_: Job) -> Iterator[dict]:
        yield {"source": "a"}
        reached.set()
        go_on.wait(PATIENCE)
        yield {"source": "b"}

    job = jobs.submit(work)
    assert reached.wait(PATIENCE)
    line = job.line()
    assert (line["id"], line["state"], line["error"]) == (job.id, "running", None)
    assert line["documents"] == [{"source": "a"}]
    go_on.set()
    finish(jobs)
    assert (job.state, [line["source"] for line in job.lines]) == ("done", ["a", "b"])


def test_a_job_that_breaks_says_why_and_the_next_one_runs(jobs: Jobs, caplog):
    def breaks(_: Job) -> Iterator[dict]:
        yield {"source": "a"}
        raise OSError("磁盘已满")

    broken = jobs.submit(breaks)
    next_one = jobs.submit(lambda _: iter([{"source": "b"}]))
    finish(jobs)
    (record,) = caplog.records
    assert broken.id in record.message
    assert record.exc_info is not None, "whoever keeps the service finds the trace"
    assert (broken.state, broken.error) == ("failed", "坏了：磁盘已满")
    assert next_one.state == "done"


def test_jobs_run_one_after_the_other_in_the_order_of_asking(jobs: Jobs):
    order: list[int] = []
    for number in range(20):
        jobs.submit(lambda _, number=number: iter([{"n": order.append(number)}]))
    finish(jobs)
    assert order == list(range(20))


def test_only_so_many_finished_jobs_are_remembered_and_never_a_waiting_one_forgotten(jobs: Jobs):
    first = jobs.submit(lambda _: iter([]))
    finish(jobs)
    gate = threading.Event()
    waiting: list[Job] = [jobs.submit(lambda _: iter([{}] if gate.wait(PATIENCE) else []))]
    waiting += [jobs.submit(lambda _: iter([])) for _ in range(KEPT_JOBS)]
    assert jobs.get(first.id) is None
    assert all(jobs.get(job.id) is job for job in waiting)
    gate.set()


def test_a_job_tells_how_far_it_is_and_stops_when_asked(jobs: Jobs):
    reached, go_on = threading.Event(), threading.Event()

    def work(job: Job) -> Iterator[dict]:
        for number, name in enumerate("abc"):
            job.tell(Progress(number, 3, name, "understanding"))
            if job.stopping():
                return
            yield {"source": name}
            reached.set()
            go_on.wait(PATIENCE)

    job = jobs.submit(work)
    waiting = jobs.submit(work)
    assert reached.wait(PATIENCE)
    line = job.line()
    assert (line["done"], line["total"], line["source"], line["step"]) == (0, 3, "a", "understanding")
    job.stop()
    waiting.stop()
    assert (job.state, waiting.state) == ("stopping", "stopped")
    go_on.set()
    finish(jobs)
    assert (job.state, [line["source"] for line in job.lines]) == ("stopped", ["a"])
    assert (waiting.state, waiting.lines) == ("stopped", [])
    assert jobs.all()[1:] == [waiting, job]


def test_a_job_that_was_done_when_the_word_came_is_done(jobs: Jobs):
    def work(job: Job) -> Iterator[dict]:
        yield {"source": "a"}
        job.tell(Progress(1, 1, "", "indexing"))
        job.stop()

    job = jobs.submit(work)
    finish(jobs)
    assert job.state == "done"

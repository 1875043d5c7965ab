"""Several processes read what one would read, in the same order; a process that dies takes nothing with it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from bench.made import write
from ingest.document import IngestError
from ingest.walk import Found
from search.encoder import load_encoder
from search.index import Index
from search.intake import EXTRACTORS, take_in
from search.library import Library
from search.reading import Bounds, WorkerError, _alone, ahead, understand, workers


def everything(items, work, jobs, wanted=lambda _: True, bounds=None):
    """What becomes of each item: its result, the name of its error, or "not begun"."""
    found = []
    for item, result in ahead(items, work, jobs, wanted, bounds):
        try:
            found.append((item, result() if result else "not begun"))
        except Exception as error:
            found.append((item, type(error).__name__))
    return found


def test_results_come_in_order_however_long_each_takes():
    numbers = [300_000, 3, 200_000, 1, 2, 100_000, 5, 4]
    assert everything(numbers, hex, 2) == [(n, hex(n)) for n in numbers]


def test_with_one_job_nothing_is_begun_ahead():
    assert everything([1, 2], hex, 1) == [(1, "not begun"), (2, "not begun")]


def test_what_is_not_wanted_keeps_its_place():
    assert everything([1, 2, 3], hex, 2, wanted=lambda n: n != 2) == [
        (1, "0x1"),
        (2, "not begun"),
        (3, "0x3"),
    ]


def test_an_item_that_fails_fails_alone():
    assert everything(["1", "x", "3"], int, 2) == [("1", 1), ("x", "ValueError"), ("3", 3)]


def test_an_item_that_kills_its_process_fails_alone():
    items = [0, 0, int(signal.SIGKILL), *[0] * 12]  # a signal of number 0 does nothing
    killed = [item != 0 for item in items]
    found = everything(items, signal.raise_signal, 2)
    assert [result == WorkerError.__name__ for _, result in found] == killed
    assert all(result is None for item, result in found if item == 0)


def test_work_that_is_given_up_ends_its_processes():
    results = ahead(range(100), hex, 2, lambda _: True)
    next(results)
    results.close()
    assert list(results) == []


SECOND = Bounds(1.0, 4096)


def test_an_item_that_takes_too_long_fails_alone():
    for jobs in (1, 2):
        items = [0, 30, 0, 0]
        found = everything(items, time.sleep, jobs, bounds=SECOND)
        assert found == [(0, None), (30, "WorkerError"), (0, None), (0, None)]


def test_what_hangs_is_ended_with_all_that_it_has_started():
    began = time.monotonic()
    with pytest.raises(WorkerError, match="1 秒内没有读完"):
        _alone(os.system, "sleep 30 & sleep 30", SECOND)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="bounds of memory are Linux's")
def test_an_item_that_takes_too_much_memory_fails_alone():
    items = [10, 3 * 2**30, 10]
    found = everything(items, bytearray_of, 1, bounds=Bounds(60.0, 1024))
    assert [result if isinstance(result, str) else None for _, result in found] == [None, "MemoryError", None]


bytearray_of = bytes  # made of zeros, as many as it is told


def test_a_process_that_has_read_waits_for_the_next_file():
    # A worker is the first of a group of its own.
    groups = [next(ahead([0], os.getpgid, 1, lambda _: True, SECOND))[1]() for _ in range(3)]
    assert len(set(groups)) == 1
    assert groups[0] != os.getpgid(0)


def test_an_error_of_reading_arrives_whole(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 cut off")
    found = Found("a.pdf", tmp_path / "a.pdf")
    with pytest.raises(IngestError) as here:
        understand(found)
    ((_, result),) = ahead([found], understand, 2, lambda _: True)
    with pytest.raises(IngestError) as there:
        result()
    assert (there.value.source, there.value.reason, there.value.remedy, str(there.value)) == (
        here.value.source,
        here.value.reason,
        here.value.remedy,
        str(here.value),
    )


@pytest.mark.parametrize(
    ("files", "jobs", "expected", "why"),
    [
        (1, None, 1, "one file is read before a process has started"),
        (20, None, 1, "few"),
        (1, 3, 3, "as was asked for"),
        (500, 1, 1, "as was asked for"),
        (500, 0, 1, "no fewer than one"),
    ],
)
def test_how_many_processes_read(files, jobs, expected, why):
    assert workers(files, jobs) == expected, why


def test_many_files_are_read_by_every_core():
    assert workers(500) == (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )


def test_a_worker_ends_with_its_writer(killed):
    program = (
        "import time\n"
        "from search.reading import _Pool\n"
        "pool = _Pool(abs, 1, None)\n"
        "pool.begin(-1)()\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    # The lines end only when nobody holds the pipe any more: the worker, too, is gone.
    began = time.monotonic()
    assert killed("-c", program, after=0.1) == ["ready"]
    assert time.monotonic() - began < 50


@pytest.mark.timeout(120)
def test_any_number_of_processes_makes_the_same_library(tmp_path):
    folder = tmp_path / "made"
    write(folder, 5, characters=2_000)
    (folder / "made-000001b.txt").write_bytes((folder / "made-000001.txt").read_bytes())
    (folder / "made-000002b.pdf").write_bytes(b"%PDF-1.7 cut off")
    (folder / "made-000003b.exe").write_bytes(b"x")
    outcomes, shelves = [], []
    for jobs in (1, 2):
        with Library.open(tmp_path / f"library-{jobs}") as library:
            index = Index.open(tmp_path / f"index-{jobs}", load_encoder())
            told = []
            taken = list(take_in(library, index, [folder], jobs=jobs, report=told.append))
            again = list(take_in(library, index, [folder], jobs=jobs))
            outcomes.append([(t.source, t.status, t.error, t.facts) for t in (*taken, *again)] + told)
            sources = [report.source for report in library.reports()]
            shelves.append([(library.document(s), library.knowledge(s)) for s in sources])
            assert {library.state(s, library.document(s).sha256, EXTRACTORS) for s in sources} == {
                "unchanged"
            }
    assert outcomes[0] == outcomes[1]
    assert shelves[0] == shelves[1]
    assert [status for _, status, *_ in outcomes[0][:8]] == [
        *("added", "added", "duplicate", "added", "failed", "added", "skipped", "added")
    ]


@pytest.mark.timeout(60)
def test_a_script_without_a_guard_is_not_run_again_by_its_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from search.reading import ahead\n"
        "print('script')\n"
        "print([result() for _, result in ahead([1, 2, 3], hex, 2, lambda _: True)])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["script", "['0x1', '0x2', '0x3']"]

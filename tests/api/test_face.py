"""`import suizhi`: readers see what writers finish, writers wait for each other, a lost index comes back."""

import shutil
import threading

import pytest
from filelock import FileLock

import suizhi
from suizhi import INDEX_FOLDER, LOCK_FILE

PATIENCE = 30.0


@pytest.fixture
def room(tmp_path, report):
    room = suizhi.open(tmp_path / "library")
    assert [taken.status for taken in room.ingest([report()])] == ["added"]
    return room


def test_a_question_sees_what_another_process_has_put_in(room, report):
    assert {hit.source for hit in room.search("工单")} == {"report.txt"}
    other = suizhi.open(room.home)
    list(other.ingest([report("second.txt", rate="88.88")]))
    assert {hit.source for hit in room.search("工单")} == {"report.txt", "second.txt"}
    list(other.remove(["report.txt"]))
    assert {hit.source for hit in room.search("工单")} == {"second.txt"}


def test_an_index_that_was_deleted_is_made_again(room):
    before = room.search("工单")
    assert before
    shutil.rmtree(room.home / INDEX_FOLDER)
    assert suizhi.open(room.home).search("工单") == before


def test_the_graph_follows_the_reports(room):
    assert room.graph.sources == ("report.txt",)
    assert room.graph is room.graph, "it is made once"
    list(room.remove(["report.txt"]))
    assert room.graph.sources == ()


def test_readers_do_not_wait_for_a_writer_and_writers_do(room, report):
    done = threading.Event()

    def write() -> None:
        list(suizhi.open(room.home).ingest([report("second.txt", rate="88.88")]))
        done.set()

    with FileLock(room.home / LOCK_FILE):
        writer = threading.Thread(target=write)
        writer.start()
        assert room.search("工单")
        assert room.ask("2021年工单多少宗？").question
        assert not done.wait(0.5)
    assert done.wait(PATIENCE)
    writer.join()


def test_many_threads_may_ask_at_once(room):
    wanted = room.search("工单")
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(room.search("工单"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 8

"""`import suizhi`: readers see what writers finish, writers wait for each other, a lost index comes back."""

import shutil
import threading

import pytest
from filelock import FileLock

import suizhi
from graph.facts import Knowledge
from search.encoder import ENCODERS, load_encoder
from search.library import Library
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


def test_questions_do_not_wait_for_the_graph(room, monkeypatch):
    reached, go_on = threading.Event(), threading.Event()
    knowledge = Library.knowledge

    def slow(library: Library, source: str) -> Knowledge:
        reached.set()
        assert go_on.wait(PATIENCE)
        return knowledge(library, source)

    assert room.search("工单")
    with monkeypatch.context() as patched:
        patched.setattr(Library, "knowledge", slow)
        path = threading.Thread(target=lambda: room.graph)
        path.start()
        assert reached.wait(PATIENCE)
        asking = threading.Thread(target=lambda: room.ask("2021年工单多少宗？"), daemon=True)
        asking.start()
        asking.join(PATIENCE / 3)
        waited = asking.is_alive()
        go_on.set()
        path.join()
    assert not waited
    assert room.graph.sources == ("report.txt",)


def test_a_removal_waits_for_a_writer_no_longer_than_it_is_told(room):
    with FileLock(room.home / LOCK_FILE), pytest.raises(TimeoutError):
        list(room.remove(["report.txt"], patience=0.05))
    assert [report.source for report in room.documents()] == ["report.txt"]


class Renamed:
    """The shipped encoder under another name."""

    name = "another"

    def __init__(self) -> None:
        shipped = load_encoder()
        self.dim, self.encode, self.encode_queries = shipped.dim, shipped.encode, shipped.encode_queries
        self.words, self.directions, self.weights = shipped.words, shipped.directions, shipped.weights


def test_two_encoders_over_one_library_do_not_take_turns_in_building_one_index(room, monkeypatch):
    monkeypatch.setitem(ENCODERS, "another", Renamed)
    other = suizhi.open(room.home, "another")
    wanted = room.search("工单")
    assert wanted
    assert other.search("工单") == wanted
    files = {path: path.stat().st_mtime_ns for path in room.home.glob(f"{INDEX_FOLDER}*/manifest*")}
    assert len(files) == 2
    for each in (room, other) * 3:
        assert each.search("工单") == wanted
    assert {path: path.stat().st_mtime_ns for path in files} == files

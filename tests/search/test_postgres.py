"""What a library in a PostgreSQL has of its own; all that is of every library is in the tests of the contract."""

from __future__ import annotations

import gc
import logging
import threading
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

import suizhi
from api.settings import Settings
from search.library import DamagedError, Library, LibraryError
from search.library.connecting import writing
from search.library.databases import named
from search.library.verifying import verify_library

SEED = 11  # makes a report with facts, relations, entities and runs

LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""The driver leaves the socket of a connection that failed to the garbage collector."""

REPORT = """2021年度广州市{place}政务服务数据管理局部门整体支出绩效自评报告

一、部门基本情况

（一）工作任务

2021年，{place}12345热线共受理工单4321宗，按时办结率{rate}%。{place}政务服务数据管理局建设“{place}通办”平台。
"""


def put(library, made, seed=SEED, source="11.txt"):
    library.put(*made.make(Random(seed), source, mark=f"{seed}："), "1")


@pytest.fixture
def room(tmp_path, postgres):
    room = suizhi.open(tmp_path / "library", database=postgres.new())
    for place, rate in (("天河区", "97.53"), ("越秀区", "61.28")):
        (tmp_path / f"{place}.txt").write_text(REPORT.format(place=place, rate=rate), "utf-8")
        said = room.within(None, target=place).ingest([tmp_path / f"{place}.txt"])
        assert [(taken.status, taken.error) for taken in said] == [("added", None)]
    yield room
    room.library.close()
    gc.collect()  # what tests open besides is closed when it goes, which must be now and not in another's test


def test_what_is_asked_is_answered_with_the_rows_behind_the_url_and_no_file_here(room):
    answer = room.ask("天河区2021年12345热线的按时办结率是多少？")
    assert (answer.short, answer.citations[0].source) == ("97.53%", "天河区.txt")
    assert not [path.name for path in room.home.iterdir() if path.name.startswith("library")]
    assert [check.wrong for check in room.verify()] == [[]] * 7


def test_what_another_process_put_is_seen_by_the_next_question(room, tmp_path):
    assert not room.ask("番禺区2021年12345热线的按时办结率是多少？").answerable
    other = suizhi.open(room.home, database=room._database)
    (tmp_path / "番禺区.txt").write_text(REPORT.format(place="番禺区", rate="50.5"), "utf-8")
    assert [taken.status for taken in other.ingest([tmp_path / "番禺区.txt"])] == ["added"]
    assert room.ask("番禺区2021年12345热线的按时办结率是多少？").short == "50.5%"


def test_a_backup_of_either_database_goes_into_the_other_and_nothing_is_lost(room, tmp_path, postgres):
    room.correct_fact(room.library.facts()[0].id, None, who="甲")
    dump = [repr(part) for part in (room.library.facts(), room.library.entities(), room.corrections())]
    made = room.backup(tmp_path / "one.tar")
    assert (made.reports, made.decisions, made.wrong) == (2, 1, ())
    on_disk = suizhi.open(tmp_path / "file")
    on_disk.restore(tmp_path / "one.tar")
    assert (on_disk.home / "library.sqlite3").exists()
    on_disk.backup(tmp_path / "two.tar")
    moved = suizhi.open(tmp_path / "again", database=postgres.new())
    moved.restore(tmp_path / "two.tar")
    for one in (on_disk, moved):
        said = [repr(part) for part in (one.library.facts(), one.library.entities(), one.corrections())]
        assert said == dump
        assert [check.wrong for check in one.verify()] == [[]] * 7  # the seals too
        assert one.ask("天河区2021年12345热线的按时办结率是多少？").citations
    with pytest.raises(LibraryError, match="已有资料库（2 份报告"):
        moved.restore(tmp_path / "one.tar")
    # The numbers go on where they ended.
    (fact, *_) = moved.library.facts()
    moved.correct_fact(fact.id, None, who="乙")
    assert not [wrong for check in verify_library(moved.library) for wrong in check.wrong]


def test_repair_reads_again_what_was_changed_behind_the_librarys_back(room, postgres):
    url = room._database
    postgres.do("UPDATE facts SET quote = quote || '0' WHERE number = 0; DELETE FROM decisions", url)
    assert {wrong.where for check in room.verify() for wrong in check.wrong} == {"天河区.txt", "越秀区.txt"}
    assert {mended.status for mended in room.repair()} == {"mended"}
    assert [check.wrong for check in room.verify()] == [[]] * 7


def test_nothing_is_written_through_a_part(room):
    engine = room.within({"天河区"}).library._engine
    for statement in ("DELETE FROM {}.reports", "DELETE FROM decisions"):
        with engine.connect() as connection, pytest.raises(Exception, match="read-only"):
            connection.execute(text(statement.format(engine.dialect.default_schema_name)))


def test_a_reader_sees_one_state_and_does_not_wait_and_writers_wait_for_each_other(tmp_path, made, postgres):
    url = postgres.new()
    with Library.open(tmp_path, url) as library, Library.open(tmp_path, url) as other:
        put(library, made)
        with writing(library._engine) as connection:
            connection.exec_driver_sql("DELETE FROM reports")
            assert [report.source for report in other.reports()] == ["11.txt"]
            waiting = threading.Thread(target=put, args=(other, made, 5, "5.txt"))
            waiting.start()
            waiting.join(0.3)
            assert waiting.is_alive()
        waiting.join(30)
        assert [report.source for report in library.reports()] == ["5.txt"]


def test_a_failed_transaction_leaves_no_gap_in_the_log(tmp_path, made, postgres):
    with Library.open(tmp_path, postgres.new()) as library:
        put(library, made)
        for _ in range(2):
            with pytest.raises(LibraryError):
                put(library, made, source="twin.txt")
        put(library, made, 5, "5.txt")
        assert [event.number for event in library.events()] == [1, 2]


def test_a_character_that_it_cannot_hold_is_refused_and_nothing_is_stored(tmp_path, made, postgres):
    document, knowledge, data = made.make(Random(SEED), "a.txt", mark="11：")
    odd = replace(document, about=replace(document.about, title="报\x00告"))
    with Library.open(tmp_path, postgres.new()) as library:
        with pytest.raises(LibraryError, match="字符"):
            library.put(odd, replace(knowledge), data, "1")
        assert library.reports() == ()


def test_a_table_that_is_gone_is_damage(tmp_path, made, postgres):
    url = postgres.new()
    with Library.open(tmp_path, url) as library:
        put(library, made)
        postgres.do("DROP TABLE facts", url)
        with pytest.raises(DamagedError, match="facts"):
            library.facts()


def test_a_database_of_another_program_or_version_is_refused_untouched(tmp_path, postgres):
    url = postgres.new()
    postgres.do("CREATE TABLE theirs (x int)", url)
    with pytest.raises(LibraryError, match="格式"):
        Library.open(tmp_path, url)
    tables = postgres.do("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", url)
    assert [list(row) for row in tables] == [["theirs"]]
    url = postgres.new()
    Library.open(tmp_path, url).close()
    postgres.do("UPDATE meta SET value = '99'", url)
    with pytest.raises(LibraryError, match="第 99 版"):
        Library.open(tmp_path, url)


def test_an_empty_database_beside_an_index_of_reports_is_a_loss(tmp_path, postgres):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "manifest.json").write_text('{"sources": {"11.txt": {}}}')
    with pytest.raises(DamagedError, match="1 份报告"):
        Library.open(tmp_path, postgres.new())


@LEFT_OPEN
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:Geheim7@127.0.0.1:1/x", "连不上"),
        ("postgresql://me:Geheim7@/x?unix_sock=/nowhere/.s.PGSQL.1", "连不上"),
        ("mysql://me:Geheim7@localhost/x", "不认识"),
        ("sqlite:///Geheim7.db", "不认识"),
        ("postgresql://me:Geheim7@[::x", "地址"),
        ("Geheim7", "不认识"),
    ],
)
def test_what_is_no_database_is_said_without_the_password(url, said, tmp_path, caplog):
    pytest.importorskip("pg8000")
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LibraryError, match=said) as caught:
        Library.open(tmp_path, url)
    assert caught.value.remedy
    assert "Geheim7" not in f"{caught.value} {caplog.text} {Settings(database=url)!r}" or url == "Geheim7"


@LEFT_OPEN
def test_a_login_that_is_refused_and_a_database_that_is_not_there_are_named(tmp_path, postgres):
    url = postgres.new()
    with pytest.raises(LibraryError, match="没有这个数据库"):
        Library.open(tmp_path, url.replace("/postgres?", "/nothing?"))
    with pytest.raises(LibraryError, match="用户名或密码不对"):
        Library.open(tmp_path, url.replace("//library", "//stranger"))


def test_no_url_is_the_file_in_the_folder(tmp_path):
    Library.open(tmp_path, "").close()
    assert Path(tmp_path / "library.sqlite3").exists()
    assert named("").BEHIND == "main"

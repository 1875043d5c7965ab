"""A part of a library holds what its collections hold, and nothing else is there for it, read or written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

import suizhi
from search.amending import ReportChange
from search.library import LibraryError, Part, alias_id, collection_of, collections_of, move, open_aliases
from search.library.narrowing import OPEN
from search.library.schema import metadata
from suizhi import Suizhi

ONE, OTHER = "天河区", "越秀区"
RATE = {ONE: "97.53", OTHER: "61.28"}


def written(folder: Path, name: str, place: str, rate: str) -> Path:
    path = folder / name
    path.write_text(
        f"2021年度广州市{place}政务服务数据管理局部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
        f"2021年，{place}12345热线共受理工单4321宗，按时办结率{rate}%。{place}政务服务数据管理局建设“{place}通办”平台。\n",
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    for place in (ONE, OTHER):
        path = written(folder, f"{place}.txt", place, RATE[place])
        (taken,) = room.within(None, who="管理员", target=place).ingest([path])
        assert (taken.status, taken.error) == ("added", None)
    return room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Suizhi]:
    """A library of one's own to change."""
    room = suizhi.open(tmp_path / "library")
    for place in (ONE, OTHER):
        path = written(tmp_path, f"{place}.txt", place, RATE[place])
        assert [t.status for t in room.within(None, target=place).ingest([path])] == ["added"]
    yield room
    room.library.close()


def test_reports_are_of_the_collection_that_they_were_put_into(made: Suizhi):
    assert collections_of(made.library) == {f"{ONE}.txt": ONE, f"{OTHER}.txt": OTHER}
    assert collections_of(made.within({ONE}).library) == {f"{ONE}.txt": ONE}


@pytest.mark.parametrize("place", [ONE, OTHER])
def test_what_parts_hold_is_together_what_the_whole_holds(made: Suizhi, place: str):
    part, source = made.within({place}).library, f"{place}.txt"
    whole = made.library
    assert part.reports() == tuple(report for report in whole.reports() if report.source == source)
    assert part.facts() == whole.facts(sources=[source]) != ()
    assert part.relations() == whole.relations(sources=[source])
    assert part.entities() == whole.entities(sources=[source]) != ()
    assert part.knowledge(source) == whole.knowledge(source)
    assert [event.source for event in part.events()] == [source]


def test_no_table_shows_a_row_of_another_collection(made: Suizhi):
    """Straight from the database: whatever a query asks, and of tables that are yet to come."""
    nobody = made.within({"没有这个"}).library
    with nobody._engine.connect() as connection:
        counts = {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in metadata.tables.keys() - OPEN
        }
    assert set(counts.values()) == {0}
    with (
        made.within({ONE, OTHER}).library._engine.connect() as all_of_it,
        made.library._engine.connect() as w,
    ):
        for name in metadata.tables:
            assert all_of_it.scalar(text(f"SELECT count(*) FROM {name}")) == w.scalar(
                text(f"SELECT count(*) FROM {name}")
            )


@pytest.mark.sqlite
def test_nothing_is_written_through_the_views(made: Suizhi):
    with (
        made.within({ONE}).library._engine.connect() as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.execute(text("DELETE FROM main.reports"))


def test_questions_searches_graph_and_comparisons_know_only_what_may_be_seen(made: Suizhi):
    one = made.within({ONE})
    assert one.ask(f"{ONE}2021年12345热线的按时办结率是多少？").short == f"{RATE[ONE]}%"
    refused = one.ask(f"{OTHER}2021年12345热线的按时办结率是多少？")
    assert not refused.answerable
    assert RATE[OTHER] not in repr(refused)
    assert {hit.source for hit in one.search("按时办结率", 50)} == {f"{ONE}.txt"}
    assert OTHER not in repr([*one.graph.nodes_of([*one.graph.adjacency.ids])])
    assert OTHER not in repr(one.compare("按时办结率"))
    assert OTHER not in repr(one.themes())
    assert {found.report.source for found in one.similar("通办平台")} <= {f"{ONE}.txt"}


def test_what_is_not_there_for_them_cannot_be_asked_for_by_name(made: Suizhi):
    one, other = made.within({ONE}), f"{OTHER}.txt"
    for ask in (one.library.report, one.library.document, one.library.original, one.library.knowledge):
        with pytest.raises(LibraryError, match="没有这份报告"):
            ask(other)
    hidden = made.library.facts(sources=[other])[0]
    assert one.library.fact_as_read(hidden.id) is None
    with pytest.raises(LibraryError):
        one.correct_fact(hidden.id, None, who="甲")
    with pytest.raises(LibraryError):
        one.correct_report(other, ReportChange(year="2020"), who="甲")
    assert [dropped.status for dropped in one.remove([other])] == ["absent"]
    assert len(made.documents()) == 2


def test_changes_are_signed_with_the_name_of_whoever_made_them(room: Suizhi):
    seat = room.within({ONE}, who="张三")
    fact = seat.library.facts()[0]
    assert seat.correct_fact(fact.id, None, who="李四").who == "张三"
    seat.watch("任一区按时办结率 < 99%", who="李四")
    assert [watch.who for watch in seat.library.watches()] == ["张三"]
    assert [dropped.status for dropped in seat.remove([f"{ONE}.txt"], who="李四")] == ["removed"]
    assert room.library.events()[-1].who == "张三"


def test_what_people_say_is_told_to_those_who_see_what_it_is_about(room: Suizhi):
    one, other = room.within({ONE}, who="甲"), room.within({OTHER}, who="乙")
    one.correct_fact(one.library.facts()[0].id, None, who="")
    one.watch("任一区按时办结率 < 99%", who="")
    assert len(one.corrections()) == len(one.library.watches()) == 1
    assert other.corrections() == other.library.watches() == ()
    # The same words are no "already": that would tell that somebody else watches.
    assert other.watch("任一区按时办结率 < 99%", who="").who == "乙"
    assert [watch.who for watch in room.within({ONE, OTHER}).library.watches()] == ["甲", "乙"]


def test_a_proposal_needs_both_names_to_be_seen(room: Suizhi):
    names = {e.name: e for e in room.library.entities() if e.type == "ORG"}
    one, other = (next(e for name, e in names.items() if place in name) for place in (ONE, OTHER))
    proposal = replace(
        next(iter(open_aliases(room.library)), None) or _proposal(one, other),
        id=alias_id(one.id, other.id), from_id=one.id, to_id=other.id, from_name=one.name, to_name=other.name,
    )  # fmt: skip
    with pytest.raises(LibraryError):
        room.within({ONE}).library.decide(proposal, "yes", "甲")
    room.library.decide(proposal, "yes", "甲")
    assert room.within({ONE}).library.decisions() == ()
    assert {e.name for e in room.within({ONE}).library.entities(ids=[one.id])} == {one.name}


def _proposal(one, other):
    from search.library import Decision

    return Decision("", "alias", one.id, other.id, one.name, other.name, one.type, "", "open", "甲", "")


def test_an_alarm_tells_of_the_collections_of_its_watch_only(room: Suizhi, tmp_path: Path):
    one = room.within({ONE}, who="甲")
    one.watch("任一区按时办结率 < 99%", who="")
    for place, rate in ((ONE, "80.01"), (OTHER, "80.02")):
        path = written(tmp_path, f"{place}-new.txt", place, rate)
        assert [t.status for t in room.within(None, target=place).ingest([path])] == ["added"]
    assert {alarm.source for alarm in room.library.alarms()} == {f"{ONE}-new.txt"}
    assert len(one.library.alarms()) == 1
    assert room.within({OTHER}).library.alarms() == ()


def test_a_name_or_a_text_of_another_collection_is_refused_without_telling_of_it(
    room: Suizhi, tmp_path: Path
):
    one = room.within({ONE}, who="甲")
    (tmp_path / "b").mkdir()
    taken = written(tmp_path / "b", f"{OTHER}.txt", "海珠区", "50.5")
    same = tmp_path / "b" / "same.txt"
    same.write_bytes((tmp_path / f"{OTHER}.txt").read_bytes())
    for path in (taken, same):
        (told,) = one.ingest([path], replace=True)
        assert told.status == "failed"
        assert RATE[OTHER] not in (told.error or "")
        assert f"{OTHER}.txt" not in (told.error or "").replace(f"{path.name}：", "")
    assert {r.source for r in room.documents()} == {f"{ONE}.txt", f"{OTHER}.txt"}


def test_new_reports_come_into_the_collection_of_whoever_brings_them(room: Suizhi, tmp_path: Path):
    path = written(tmp_path, "more.txt", "白云区", "50.5")
    assert [t.status for t in room.within({ONE}).ingest([path])] == ["added"]
    assert collection_of(room.library, "more.txt") == ONE
    several = room.within({ONE, OTHER})
    (told,) = several.ingest([written(tmp_path, "which.txt", "番禺区", "50.6")])
    assert (told.status, "资料集" in (told.error or "")) == ("failed", True)
    (told,) = room.within({ONE}, target=OTHER).ingest([written(tmp_path, "x.txt", "番禺区", "50.6")])
    assert told.status == "failed"


def test_a_report_that_is_read_again_or_removed_stays_where_it_belongs(room: Suizhi, tmp_path: Path):
    room.correct_report(f"{ONE}.txt", ReportChange(year="2020"), who="甲")
    assert collection_of(room.library, f"{ONE}.txt") == ONE
    assert [d.status for d in room.remove([f"{ONE}.txt"])] == ["removed"]
    assert room.within({OTHER}).library.events() == tuple(
        event for event in room.library.events() if event.source == f"{OTHER}.txt"
    )
    assert [t.status for t in room.ingest([tmp_path / f"{ONE}.txt"])] == ["added"]
    assert collection_of(room.library, f"{ONE}.txt") == ONE


def test_a_report_that_is_moved_is_seen_by_others_at_once(room: Suizhi):
    one, other = room.within({ONE}), room.within({OTHER})
    assert len(other.graph.sources if hasattr(other.graph, "sources") else other.documents()) == 1
    room.correct_fact(one.library.facts()[0].id, None, who="甲")
    assert other.corrections() == ()
    seen = len(other.library.facts())
    move(room.library, f"{ONE}.txt", OTHER)
    assert one.documents() == ()
    assert len(other.documents()) == 2
    assert len(other.library.facts()) > seen
    assert len(other.corrections()) == 1
    assert other.ask(f"{ONE}2021年12345热线的按时办结率是多少？").short in ("", f"{RATE[ONE]}%")


def test_the_index_keeps_what_a_part_does_not_see(room: Suizhi, tmp_path: Path):
    assert [t.status for t in room.within({ONE}).ingest([written(tmp_path, "n.txt", "白云区", "1.5")])] == [
        "added"
    ]
    assert {hit.source for hit in room.search("按时办结率", 50)} == {f"{ONE}.txt", f"{OTHER}.txt", "n.txt"}


def test_a_name_that_is_no_name_is_refused(room: Suizhi):
    for name in ("", "  ", "a,b", "名" * 61, "a\nb"):
        with pytest.raises(LibraryError, match="名称"):
            move(room.library, f"{ONE}.txt", name)


def test_a_part_is_a_library_of_the_same_home(made: Suizhi):
    part = made.within({ONE}).library
    assert isinstance(part, Part)
    assert part.whole is made.library

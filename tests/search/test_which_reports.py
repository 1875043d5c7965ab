"""Which reports: regions as items, each with a sentence of its own report."""

from pathlib import Path

import pytest

import suizhi
from suizhi import Suizhi

REPORTS = {
    ("海东区", 2023): "1.建设“城市眼”视频平台。接入摄像头3000路。\n2.推行首席数据官制度，明确数据责任。",
    ("海西区", 2023): "1.推行首席数据官制度，设首席数据官12名。\n2.举办科技节，吸引市民2万人次。",
    ("海北区", 2023): "1.修缮农村公路30公里。\n2.“城市眼”视频平台接入路口摄像头800路。",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    for (region, year), body in REPORTS.items():
        title = f"{year}年度{region}政务服务局部门整体支出绩效自评报告"
        (folder / f"{region}.txt").write_text(
            f"{title}\n一、基本情况\n（一）主要工作\n{body}\n", encoding="utf-8"
        )
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


@pytest.mark.parametrize(
    ("question", "sources", "reason"),
    [
        (
            "哪些区提到了“城市眼”？",
            {"海东区.txt", "海北区.txt"},
            "a quoted name stands in the report or does not",
        ),
        ("哪几家推行了首席数据官制度？", {"海东区.txt", "海西区.txt"}, "told in the reports' own words"),
    ],
)
def test_reports_that_say_it_are_listed_with_their_sentences(
    room: Suizhi, question: str, sources: set[str], reason: str
) -> None:
    answer = room.ask(question)
    assert answer.kind == "list", reason
    assert {c.source for c in answer.citations} == sources, reason
    assert len(answer.items) == len(sources)
    for citation in answer.citations:
        text = room.library.document(citation.source).text
        assert text[citation.start : citation.end] == citation.quote


def test_nobody_says_it_is_a_refusal(room: Suizhi) -> None:
    assert not room.ask("哪些区提到了“天空之城”？").answerable


def test_the_library_without_reports_refuses(tmp_path: Path) -> None:
    assert not suizhi.open(tmp_path).ask("哪些区提到了“城市眼”？").answerable

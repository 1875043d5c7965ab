"""Similar initiatives: from other reports, with their quotes and reasons."""

from pathlib import Path

import pytest

import suizhi
from suizhi import Suizhi

REPORTS = {
    "江北2023.txt": """2023年度甲州市江北区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.建设“江北一码通”服务平台。推动市民凭一个二维码办理社保、医保、图书借阅等业务，接入应用46个。
2.开展冬季供暖检查。走访居民小区120个，整改问题35个。
""",
    "江南2023.txt": """2023年度甲州市江南区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.打造“江南一码办”服务平台。群众凭一个二维码即可办理社保、公交、图书借阅等事项，接入应用31个。
2.绿化养护。新增口袋公园5个，补种行道树2000棵。
""",
    "江北2022.txt": """2022年度甲州市江北区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.防汛排涝。清理河道12公里，加固堤防3处。
""",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


def test_the_like_thing_of_another_district_comes_first(room: Suizhi) -> None:
    found = room.similar("“江北一码通”服务平台", "江北2023.txt")
    assert found[0].report.source == "江南2023.txt"
    assert "一码办" in found[0].name
    assert any("服务平台" in reason for reason in found[0].reasons)


def test_nothing_is_found_in_the_report_that_asks(room: Suizhi) -> None:
    found = room.similar("“江北一码通”服务平台", "江北2023.txt", top=50)
    assert {each.report.source for each in found} == {"江南2023.txt", "江北2022.txt"}


def test_the_best_of_each_report_comes_before_the_second_of_any(room: Suizhi) -> None:
    sources = [each.report.source for each in room.similar("一码通", "江北2023.txt", top=50)]
    first = sources[: len(set(sources))]
    assert len(set(first)) == len(first)


def test_quotes_are_verbatim_and_stand_in_the_text(room: Suizhi) -> None:
    for each in room.similar("凭二维码办事", top=20):
        text = room.library.document(each.report.source).text
        assert text[each.citation.start : each.citation.end] == each.citation.quote
        assert each.citation.quote in each.text
        assert len(each.text) <= 400


def test_any_text_may_be_asked_with(room: Suizhi) -> None:
    assert "一码" in room.similar("扫码就能借书坐公交", top=1)[0].text.replace("二维码", "一码")


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    assert suizhi.open(tmp_path).similar("一码通") == []

"""The departments a question limits itself to: found at the place of a scope, refused if the library lacks them."""

from collections.abc import Sequence

import pytest

import suizhi
from search.offices import is_of, offices_in
from suizhi import Suizhi


@pytest.mark.parametrize(
    ("question", "regions", "expected", "reason"),
    [
        ("吴中区水务局2023年总支出多少", ("吴中区",), ("水务局",), "right behind the region"),
        ("吴中区2023年财政局的总收入是多少", ("吴中区",), ("财政局",), "the year between"),
        ("吴中卫健委2024年基本支出多少", ("吴中区", "吴中"), ("卫健委",), "a short region, a short office"),
        ("吴中区商务委员会和财政局谁的支出多", ("吴中区",), ("商务委员会", "财政局"), "joined ones"),
        ("教育局2023年培训多少人", (), ("教育局",), "at the start, without a region"),
        ("吴中区转办工单多少件", ("吴中区",), (), "转办 is what is done"),
        ("吴中区发展格局有什么变化", ("吴中区",), (), "格局 is no office"),
        ("吴中区局2023年支出多少", ("吴中区",), (), "区局 is whichever the library has"),
        ("吴中区财政局批复的预算是多少", ("吴中区",), (), "it acts: the report is another's"),
        ("吴中区各部门和各局办理多少件", ("吴中区",), (), "all of them are none"),
    ],
)
def test_an_office_is_found_at_the_place_of_a_scope(
    question: str, regions: Sequence[str], expected: Sequence[str], reason: str
) -> None:
    assert offices_in(question, regions) == tuple(expected), reason


@pytest.mark.parametrize(
    ("name", "office", "same"),
    [
        ("苏州市吴中区政务服务管理办公室", "政务办", True),
        ("普陀区人民政府办公室", "政府办", True),
        ("广州市花都区政务服务和数据管理局", "政务服务数据管理局", True),
        ("广州市花都区政务服务数据管理局", "教育局", False),
        ("苏州市吴中区公安局", "公安局交通管理局", False),
    ],
)
def test_short_and_renamed_offices_are_the_same(name: str, office: str, same: bool) -> None:
    assert is_of((name,), office) is same


BODY = {
    "水务局": "全年总支出1,200.50万元。治理河道6条。热线工单满意率97.10%。",
    "财政局": "全年总支出3,456.78万元。开展评审36项。热线工单满意率91.40%。",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("offices")
    for office, body in BODY.items():
        text = f"2023年度苏州市吴中区{office}部门整体支出绩效自评报告\n一、基本情况\n（一）年度工作\n{body}\n"
        (folder / f"{office}.txt").write_text(text, encoding="utf-8")
    opened = suizhi.open(tmp_path_factory.mktemp("home"))
    assert {taken.status for taken in opened.ingest([folder])} == {"added"}
    return opened


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("吴中区财政局2023年总支出是多少万元？", "3,456.78万元"),
        ("吴中区水务局2023年总支出是多少万元？", "1,200.50万元"),
    ],
)
def test_one_department_of_a_district_answers_for_itself(room: Suizhi, question: str, short: str) -> None:
    answer = room.ask(question)
    assert answer.short == short
    assert len(answer.citations) == 1


def test_a_department_without_a_report_is_refused_by_name(room: Suizhi) -> None:
    answer = room.ask("吴中区教育局2023年总支出是多少万元？")
    assert not answer.answerable
    assert answer.failed == ("部门：资料库里没有吴中区教育局的报告",)


def test_values_of_several_departments_are_told_apart(room: Suizhi) -> None:
    answer = room.ask("吴中区2023年热线工单满意率是多少？")
    assert "水务局2023年97.10%" in answer.text
    assert "财政局2023年91.40%" in answer.text

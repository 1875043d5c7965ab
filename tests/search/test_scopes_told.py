"""What an answer is of: one value for each scope, what differs told, a question too wide asked back, the nearest shown."""

from __future__ import annotations

import re

import pytest

import suizhi
from search.places import Catalogue
from search.questions.clarifying import is_wide
from search.understand import asking, understand
from suizhi import Suizhi

REPORTS = {
    "xihu-2023": """2023年度杭州市西湖区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2023年受理热线工单86,420件，热线工单满意率92.15%。2023年新建自助服务点31个。
2.预算执行。2023年总支出5,120.50万元。
二、存在的问题
一是人手不足；二是数据质量不高。
""",
    "binjiang-2023": """2023年度杭州市滨江区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2023年1月至10月受理热线工单51,300件，企业工单满意率95.40%。
2.预算执行。2023年总支出4,080.00万元。
""",
    "xihu-2022": """2022年度杭州市西湖区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2022年受理热线工单80,110件，热线工单满意率90.30%。
2.预算执行。2022年总支出4,930.20万元。
三、总结
2022年受理热线工单81,010件，群众认可。
""",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("scopes")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    opened = suizhi.open(tmp_path_factory.mktemp("home"))
    list(opened.ingest([folder]))
    return opened


def scopes(room: Suizhi, question: str) -> dict[tuple[str | None, int | None], str]:
    """The values of the answer by place and year."""
    answer = room.ask(question)
    return {(v.region, v.year): f"{v.value}{v.unit}" for v in answer.values}


def test_a_question_that_fits_three_reports_gets_one_value_for_each(room: Suizhi) -> None:
    assert scopes(room, "总支出是多少万元？") == {
        ("西湖区", 2022): "49302000元",
        ("西湖区", 2023): "51205000元",
        ("滨江区", 2023): "40800000元",
    }
    answer = room.ask("总支出是多少万元？")
    assert len(answer.citations) == len(answer.values)
    assert "各份报告的年度不同" in answer.warnings


def test_one_place_and_no_year_gives_each_year_in_order(room: Suizhi) -> None:
    answer = room.ask("西湖区总支出是多少万元？")
    assert [value.year for value in answer.values] == [2022, 2023]
    assert not answer.warnings, "years of one place are what the values are told apart by"


def test_rates_of_different_names_are_told_apart_by_their_metric(room: Suizhi) -> None:
    answer = room.ask("2023年热线满意率是多少？")
    assert "企业工单满意率" in answer.text
    assert any("口径" in warning for warning in answer.warnings)


def test_months_are_told_where_the_year_is_asked(room: Suizhi) -> None:
    answer = room.ask("滨江区2023年受理热线工单多少件？")
    assert answer.value == 51300
    assert any("2023年1月至10月" in warning and "整年" in warning for warning in answer.warnings)


def test_two_places_that_disagree_are_both_values_with_both_quotes(room: Suizhi) -> None:
    answer = room.ask("西湖区2022年受理热线工单多少件？")
    assert {value.value for value in answer.values} == {80110, 81010}
    assert len({(c.start, c.end) for c in answer.citations}) == 2
    assert any("不一致" in warning for warning in answer.warnings)


def test_a_number_that_one_report_alone_tells_says_whose_it_is(room: Suizhi) -> None:
    answer = room.ask("新建自助服务点多少个？")
    assert answer.value == 31
    (warning,) = answer.warnings
    assert warning.startswith("这是西湖区2023年的数")
    assert "滨江区2023年" in warning


def test_each_district_is_asked_about_one_by_one(room: Suizhi) -> None:
    assert {place for place, _ in scopes(room, "2023年各区的总支出分别是多少？")} == {"西湖区", "滨江区"}


def test_last_year_is_counted_from_the_newest_report_and_said_so(room: Suizhi) -> None:
    answer = room.ask("西湖区去年的总支出是多少万元？")
    assert answer.value == 49302000
    assert any("2022年" in warning for warning in answer.warnings)


def test_this_year_needs_no_explanation(room: Suizhi) -> None:
    answer = room.ask("西湖区今年的总支出是多少万元？")
    assert (answer.value, answer.warnings) == (51205000, ())


def test_a_question_too_wide_is_asked_back_with_questions_that_have_answers(room: Suizhi) -> None:
    answer = room.ask("西湖区2023年怎么样？")
    assert not answer.answerable
    assert answer.clarify
    assert answer.choices
    assert all(room.ask(choice).answerable for choice in answer.choices)


def test_a_year_without_a_report_shows_what_the_other_year_says(room: Suizhi) -> None:
    answer = room.ask("滨江区2021年总支出是多少万元？")
    assert not answer.answerable
    assert [near.failed for near in answer.closest] == ["年份"]
    assert "4,080.00万元" in answer.closest[0].citation.quote


def test_a_place_without_a_report_shows_what_others_say(room: Suizhi) -> None:
    answer = room.ask("西安市2023年总支出是多少万元？")
    assert not answer.answerable
    assert {near.failed for near in answer.closest} == {"地区"}


def test_every_number_of_what_is_told_beside_the_values_is_a_year_or_a_month(room: Suizhi) -> None:
    for question in ("总支出是多少万元？", "滨江区2023年受理热线工单多少件？", "新建自助服务点多少个？"):
        for warning in room.ask(question).warnings:
            assert not re.findall(r"\d+(?!\d|年|月)", warning), warning


CATALOGUE = Catalogue({"花都区": frozenset({"广州市"}), "广州市": frozenset()})


@pytest.mark.parametrize("text", asking()["clarify"]["examples"])
def test_an_example_of_a_wide_question_is_wide(text: str) -> None:
    assert is_wide(understand(text, CATALOGUE))


@pytest.mark.parametrize("text", asking()["clarify"]["plain"])
def test_a_question_that_names_its_matter_is_not_wide(text: str) -> None:
    assert not is_wide(understand(text, CATALOGUE))


def test_more_reports_than_can_be_shown_are_counted_and_asked_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder, names = (
        tmp_path_factory.mktemp("many"),
        [
            "上城",
            "拱墅",
            "西湖",
            "滨江",
            "萧山",
            "余杭",
            "临平",
            "钱塘",
            "富阳",
            "临安",
            "海曙",
            "江北",
            "镇海",
            "北仑",
        ],
    )
    for at, name in enumerate(names):
        city = "杭州市" if at < 10 else "宁波市"
        (folder / f"{at:02}.txt").write_text(
            f"2023年度{city}{name}区民政局部门整体支出绩效自评报告\n一、履职情况\n2023年新建养老服务站{20 + at}个。\n",
            encoding="utf-8",
        )
    room = suizhi.open(tmp_path_factory.mktemp("home"))
    list(room.ingest([folder]))
    answer = room.ask("新建养老服务站多少个？")
    assert len(answer.values) == 12
    assert answer.clarify
    assert any("没有列完" in warning for warning in answer.warnings)
    assert answer.choices[0].endswith("新建养老服务站多少个？")

"""Places are compared within one year, or the years are told; targets, bounds and changes are no amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

import suizhi


def report(year: int, district: str, said: str) -> str:
    """A report of a district's medical insurance office."""
    title = f"{year}年度衢州市{district}医疗保障局部门整体支出绩效自评报告"
    return f"{title}\n\n一、履职情况\n\n{said}\n"


REPORTS = {
    "kecheng-2022.txt": report(2022, "柯城区", "2022年全年接听咨询电话9,000宗。服务热线满意率为91%。"),
    "kecheng-2023.txt": report(
        2023,
        "柯城区",
        "2023年全年接听咨询电话1,200宗，同比增长30%。服务热线满意率为94%。追回医保基金超300万元。办理转移接续120件。",
    ),
    "qujiang-2023.txt": report(
        2023,
        "衢江区",
        "2023年全年接听咨询电话1,500宗，同比增长12%。服务热线满意率为95.5%。追回医保基金200.00万元。",
    ),
    "longyou-2024.txt": report(2024, "龙游县", "2024年全年接听咨询电话4,000宗。办理转移接续150件。"),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Two districts with a year in common, and a county with another."""
    folder = tmp_path_factory.mktemp("years")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest(sorted(folder.glob("*.txt")))} == {"added"}
    return opened


def test_places_without_a_year_are_compared_in_one_that_both_have(room) -> None:
    answer = room.ask("柯城区和衢江区接听咨询电话相差多少宗？")
    assert (answer.short, answer.value) == ("衢江区多300宗", Decimal(300))
    assert {c.source for c in answer.citations} == {"kecheng-2023.txt", "qujiang-2023.txt"}


def test_numbers_of_different_years_are_not_subtracted_and_their_years_are_told(room) -> None:
    answer = room.ask("柯城区和龙游县办理转移接续相差多少件？")
    assert answer.short == "年度不同：柯城区120件；龙游县150件"
    assert (answer.value, answer.working) == (None, None)
    assert "各方年度不同：柯城区2023年、龙游县2024年" in answer.text
    assert "不宜直接排名或相减" in answer.text


def test_a_winner_over_different_years_says_so_and_is_less_sure(room) -> None:
    mixed = room.ask("柯城区和龙游县谁办理转移接续更多？")
    assert mixed.short == "龙游县（150件）"
    assert "各方年度不同：龙游县2024年、柯城区2023年" in mixed.text
    assert mixed.confidence < room.ask("2023年柯城区和衢江区谁接听咨询电话更多？").confidence


def test_years_that_the_question_names_are_held_against_each_other(room) -> None:
    answer = room.ask("柯城区2023年和龙游县2024年办理转移接续相差多少件？")
    assert (answer.short, answer.value) == ("龙游县多30件", Decimal(30))
    assert "年度不同" not in answer.text


def test_a_bound_is_told_and_never_subtracted(room) -> None:
    answer = room.ask("2023年柯城区和衢江区追回医保基金相差多少万元？")
    assert answer.short == "不是确数：柯城区超300万元；衢江区200.00万元"
    assert answer.value is None


def test_by_how_much_a_number_grew_is_compared_only_where_the_question_says_so(room) -> None:
    grown = room.ask("2023年柯城区接听咨询电话增速比衢江区高多少个百分点？")
    assert (grown.value, grown.unit) == (Decimal(18), "个百分点")
    assert room.ask("2023年柯城区接听咨询电话比衢江区少多少宗？").value == Decimal(300)


def test_growth_of_one_place_over_another_takes_the_one_behind_than_as_its_base(room) -> None:
    answer = room.ask("2023年衢江区接听咨询电话比柯城区多百分之几？")
    assert (answer.short, answer.working) == (
        "衢江区多25%",
        "(1,500宗 − 1,200宗) ÷ 1,200宗 × 100% = 25%",
    )
    times = room.ask("2023年衢江区接听咨询电话是柯城区的几倍？")
    assert (times.short, times.working) == ("1.25倍", "1,500宗 ÷ 1,200宗 = 1.25倍")
